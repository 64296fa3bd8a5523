"""What the analysts wrote for a part of the report, its figures bound to cells as in our own sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from findings.consultation.commentary import Written
from findings.consultation.commentary_text import Bound, bound_in, one_line
from findings.errors import ParameterError, Problem
from findings.evidence.store import CellView, Evidence
from findings.exhibits.cell_words import cell_words
from findings.exhibits.in_words import in_words
from findings.exhibits.model import Exhibit, Line, Paragraph
from findings.exhibits.wording import cell_span, parameter, words
from findings.exhibits.written import Prose, Reader

BY = "Commentary by the analysts"


@dataclass(frozen=True)
class Changed:
    """A number that is another now than when a paragraph was written.

    Parameters
    ----------
    name
        What stands in the braces.
    what
        What it counts, in words.
    was, now
        As printed.
    """

    name: str
    what: Line
    was: str
    now: str


def commentary(evidence: Evidence, slot: str) -> list[Exhibit]:
    """The paragraphs that people wrote for a slot; nothing where there are none.

    Parameters
    ----------
    evidence
        What the chapter may read; its story holds the commentary.
    slot
        summary, who_responded, method_and_limits, or `section:` and the section's name.

    Raises
    ------
    ParameterError
        If a paragraph names a cell that the chapter was not given, or holds a number that is bound to none.
    """
    written = evidence.story.commentary.get(slot, ())
    if not written:
        return []
    reader = Reader(evidence)
    read = [reader.prose(paragraph) for paragraph in written]
    problems = [
        Problem(f"commentary of {slot}, paragraph {number}", fault.what, fault.found, fault.allowed, fault.do)
        for number, prose in enumerate(read, start=1)
        for fault in prose.faults
    ]
    if problems:
        raise ParameterError(problems)
    exhibits: list[Exhibit] = [Paragraph(words(BY), "note")]
    for paragraph, prose in zip(written, read, strict=True):
        by = (*words(" \u2013 "), *parameter(paragraph.role)) if paragraph.role else ()
        exhibits.append(Paragraph((*prose.line, *by), "commentary"))
        told = tuple(_told(evidence, paragraph))
        if told:
            exhibits.append(Paragraph(tuple(span for line in told for span in line), "changed"))
    return exhibits


def changes(evidence: Evidence, written: Written, prose: Prose) -> tuple[Changed, ...]:
    """The numbers of a paragraph that are printed otherwise now than when it was written, in its order."""
    return tuple(
        Changed(bound.name, _what(evidence, bound), was, prose.now[bound.name])
        for bound in bound_in(one_line(written.text))
        if (was := written.when_written.get(bound.name, "")) != prose.now.get(bound.name, was)
    )


def _told(evidence: Evidence, written: Written) -> Iterator[Line]:
    """A sentence for each number that changed since.

    Where small counts are hidden, the value of before is not printed: two counts of one group at two times tell what
    the few who answered in between said.
    """
    protected = evidence.story.protection.threshold > 0
    between: Line = ()
    for bound in bound_in(one_line(written.text)):
        cell = evidence.cells[bound.ref]
        was = written.when_written[bound.name]
        now = in_words(CellView(evidence, cell)) if bound.form else (cell_span(evidence, cell),)
        if was == "".join(span.text for span in now):
            continue
        before = words(" was another number")
        if cell.visible and not protected:
            before = (*words(" was "), *parameter(was))
        what = (*words("Written when \u201c"), *_what(evidence, bound), *words("\u201d"))
        yield (*between, *what, *before, *words("; it is now "), *now, *words("."))
        between = words(" ")


def _what(evidence: Evidence, bound: Bound) -> Line:
    told = cell_words(evidence, evidence.cells[bound.ref])
    return (*told, *words(", in words")) if bound.form else told
