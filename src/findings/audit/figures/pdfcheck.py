"""Every figure of a PDF: at the same place as on the checked page, or in the furniture that says dates and pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from findings.audit.figures.inputs import Inputs
from findings.audit.figures.lookup import MEND
from findings.audit.figures.pdfplaces import Pdf, read_pdf
from findings.audit.figures.places import FRONT, Place, place_problems
from findings.audit.figures.text import alike, has_figure, joined, short, spaced, squeezed, unmarked
from findings.errors import Problem
from findings.evidence import draft

EVIDENCE = "evidence.csv"
_PAGE_OF = re.compile(r"Page(\d+)of(\d+)$")
_LEADS = re.compile(r"^(?:“(?P<title>.*)”)?,?\s*page (?P<page>\d+)$", re.DOTALL)
_IN_CONTENTS = 2
_BAND = squeezed(draft.NOTICE)
"""What a draft says over each page; it may run into a name with a figure."""


def pdf_problems(run: Path, file: str, page: Sequence[Place], inputs: Inputs) -> list[Problem]:
    """What is wrong with a run's PDF.

    Parameters
    ----------
    run, file
        The run's folder, and the PDF's path in it.
    page
        The places of the page that was checked.
    inputs
        The run's parameters.
    """
    try:
        pdf = read_pdf(run / file)
    except ValueError as error:
        return [Problem(file, "a PDF that cannot be read", " ".join(str(error).split())[:200], do=MEND)]
    problems = place_problems(file, pdf.places, page)
    problems += _contents(file, pdf, page)
    problems += _furniture(file, pdf, inputs)
    problems += _links(file, pdf, page)
    problems += _facts(file, pdf, page, inputs)
    problems += _attachments(run, file, pdf)
    return problems


def _contents(file: str, pdf: Pdf, page: Sequence[Place]) -> Iterator[Problem]:
    """The list of contents: each chapter and section in order, with the page on which it stands."""
    where = f"{file}, the contents"
    due = [place for place in page if place.name[:1].isdigit() and place.name.count(".") < _IN_CONTENTS]
    if len(due) != len(pdf.contents):
        what = "a list of contents with more or fewer lines than there are chapters and sections"
        yield Problem(where, what, str(len(pdf.contents)), str(len(due)), MEND)
        return
    for entry, place in zip(pdf.contents, due, strict=True):
        allowed = [place.name, place.flow[0] if place.flow else "", str(pdf.starts.get(place.name, ""))]
        if not alike(joined(entry.texts), joined(allowed)):
            yield Problem(where, "a line that is not its heading's, or not its page", spaced(joined(entry.texts)),
                          joined(allowed), MEND)  # fmt: skip


def _furniture(file: str, pdf: Pdf, inputs: Inputs) -> Iterator[Problem]:
    """Headers and footers, and whatever is drawn without being part of what is read out."""
    known = _in_furniture(inputs)
    for number, text in pdf.drawn.furniture:
        rest = squeezed(unmarked(text)).replace(_BAND, "")
        match = _PAGE_OF.search(rest)
        if match:
            if (int(match[1]), int(match[2])) != (number, pdf.pages):
                allowed = f"Page {number} of {pdf.pages}"
                yield Problem(f"{file}, page {number}", "a number of the page that is not its own", text, allowed, MEND)
            rest = rest[: match.start()]
        if has_figure(rest) and rest not in known:
            what = "a figure in a header, footer or background that the run's parameters do not have"
            yield Problem(f"{file}, page {number}", what, short(text), do=MEND)
    for what, found in (("outside of what is read out", pdf.unnamed), ("that is not tagged", pdf.drawn.loose)):
        for number, text in found:
            if has_figure(text):
                yield Problem(f"{file}, page {number}", f"a figure {what}", short(text), do=MEND)
    for number, said, text in pdf.drawn.instead:
        if (has_figure(said) or has_figure(text)) and not alike(said, text):
            what = "a text that is read out as something else than what is drawn"
            yield Problem(f"{file}, page {number}", what, short(said), short(text), MEND)
    for number in pdf.drawn.pictures:
        yield Problem(f"{file}, page {number}", "a picture, whose numbers nobody can look up", do=MEND)
    for number in pdf.other_notes:
        yield Problem(f"{file}, page {number}", "a note on the page, whose numbers nobody can look up", do=MEND)


def _in_furniture(inputs: Inputs) -> frozenset[str]:
    """What a header or footer may say with a figure: a text of the parameters, such as the day of publication."""
    texts = [squeezed(text) for text in inputs.texts if has_figure(text)]
    return frozenset(text + squeezed(kind) for text in texts for kind in ("", "Report of findings"))


def _links(file: str, pdf: Pdf, page: Sequence[Place]) -> Iterator[Problem]:
    """What is said of a link: the page that it leads to, and the heading there."""
    headings = {squeezed(place.name + joined(place.flow[:1])) for place in page}
    for said, number, leads in pdf.links:
        match = _LEADS.match(said.strip())
        right = not has_figure(said) if match is None else int(match["page"]) == leads
        if match is not None and match["title"] and squeezed(match["title"]) not in headings:
            right = False
        if not right:
            what = "a link that says another page or heading than the one it leads to"
            yield Problem(f"{file}, page {number}", what, said, f"page {leads}", MEND)
    for title in pdf.titles:
        if has_figure(title) and squeezed(title) not in headings:
            yield Problem(f"{file}, the outline", "a line that is no heading of the page", title, do=MEND)


def _facts(file: str, pdf: Pdf, page: Sequence[Place], inputs: Inputs) -> Iterator[Problem]:
    """Title and description, as programs show them beside the file's name."""
    front = joined(text for place in page if place.name == FRONT for text in place.flow)
    for where, text in pdf.facts:
        if has_figure(text) and not inputs.hold(text):
            yield Problem(f"{file}, {where}", "a figure that the run's parameters do not have", short(text), do=MEND)
        elif where.endswith("title") and squeezed(unmarked(text)) not in squeezed(unmarked(front)):
            yield Problem(f"{file}, {where}", "a title that is not the page's", short(text), do=MEND)


def _attachments(run: Path, file: str, pdf: Pdf) -> Iterator[Problem]:
    """The evidence inside the PDF is the evidence beside it, byte by byte, and nothing else is inside."""
    where = f"{file}, the file attached to it"
    beside = run / "public" / EVIDENCE
    for name, content in sorted(pdf.attachments.items()):
        if name != EVIDENCE:
            yield Problem(where, "a file that nobody can look up", name, EVIDENCE, MEND)
        elif not beside.is_file() or content != beside.read_bytes():
            yield Problem(where, f"not the same bytes as public/{EVIDENCE}", f"{len(content):,} bytes", do=MEND)
    if EVIDENCE not in pdf.attachments:
        yield Problem(file, "the evidence is not attached", "", EVIDENCE, MEND)
