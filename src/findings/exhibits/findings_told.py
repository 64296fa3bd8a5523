"""What was found, in sentences bound to cells: of a question, and by group."""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.model import CROSSED, BaseKind, Kind, Stance
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Measure, Status
from findings.evidence.leading import is_only_answered, largest
from findings.evidence.store import Evidence
from findings.exhibits.asked import groups_of
from findings.exhibits.averages import average_findings
from findings.exhibits.bases import of_both, of_whom, other_base, own_base
from findings.exhibits.model import Line, Paragraph
from findings.exhibits.sentences import line, say
from findings.exhibits.wording import label, question_heading, words

MOST_GROUPS_IN_A_SENTENCE = 3
COUNTED = "{cell:percent} ({cell:count} of {cell:base} {cell:of_whom})"


def headline(evidence: Evidence, question: str) -> Line:
    """What the chart of a question shows in a line: support and opposition, or the answer given most often.

    Where it makes a difference of whom a percentage is taken, it is said of whom.
    """
    name = label(evidence.story.questionnaire.questions[question].short)
    told = _leading(evidence, question)
    if not told:
        return (*name, *words(", all respondents"))
    text: Line = (*name, *words(": "))
    for place, identifier in enumerate(told):
        between = words(", ") if place else ()
        text = (*text, *between, *line("{cell:option} {cell:percent}", cell=evidence.cell(identifier.text)))
    if other_base(evidence, question) is None:
        return text
    return (*text, *words(" of "), *of_whom(evidence, question, own_base(evidence, question)))


def with_both_bases(evidence: Evidence, question: str) -> Line:
    """The same with both bases, each named."""
    text: Line = question_heading(evidence, question)
    for place, identifier in enumerate(_leading(evidence, question)):
        between = words(". " if place else ": ")
        text = (*text, *between, *line("{cell:option} ", cell=evidence.cell(identifier.text)))
        text = (*text, *shares(evidence, identifier))
    return text


def _leading(evidence: Evidence, question: str) -> list[CellId]:
    """The options that tell what was found: those that measure support and opposition, or the one chosen most."""
    stances = [
        CellId(question, option)
        for stance in (Stance.SUPPORT, Stance.OPPOSE)
        if (option := evidence.story.questionnaire.stance_option(question, stance))
    ]
    top = "" if stances else largest(evidence, question)
    return stances or ([CellId(question, evidence.cell(top).cell.option)] if top else [])


def shares(evidence: Evidence, identifier: CellId, *, counted: bool = False) -> Line:
    """An option's percentage of all respondents; of both bases, each named, where that makes a difference.

    Parameters
    ----------
    evidence
        The store.
    identifier
        The option's count.
    counted
        Whether the count stands with it.
    """
    cell = evidence.cell(identifier.text)
    other = other_base(evidence, identifier.asked)
    if other is None:
        return line(
            "{cell:percent} ({cell:count} of {cell:base} {cell:of_whom})" if counted else "{cell:percent}", cell=cell
        )
    own = own_base(evidence, identifier.asked)
    both = of_both(evidence, identifier, (own, other))
    if not counted:
        return both
    if own.kind is BaseKind.ALL:
        return (*both, *line(" ({cell:count} responses)", cell=cell))
    first = line(f"{COUNTED}; ", cell=cell)
    return (*first, *of_both(evidence, identifier, (other,)))


def question_findings(evidence: Evidence, question: str) -> Iterator[Paragraph]:
    """A question's findings in sentences: of all respondents, then of each group of a comparison."""
    spec = evidence.story.questionnaire.questions[question]
    if is_only_answered(evidence.story.questionnaire, question):
        yield from _answered(evidence, question)
        return
    support = evidence.story.questionnaire.stance_option(question, Stance.SUPPORT)
    oppose = evidence.story.questionnaire.stance_option(question, Stance.OPPOSE)
    if support and oppose:
        yield _stances(evidence, question, support, oppose)
        yield from _by_group(evidence, question, support)
    else:
        yield from _top(evidence, question)
    if spec.kind is Kind.MULTIPLE:
        yield from _mentions(evidence, question)
    yield from average_findings(evidence, question)


def _stances(evidence: Evidence, question: str, support: str, oppose: str) -> Paragraph:
    cells = [CellId(question, option) for option in (support, oppose)]
    views = {"support": evidence.cell(cells[0].text), "oppose": evidence.cell(cells[1].text)}
    if other_base(evidence, question) is None:
        return say(
            "{support:option}: {support:percent} ({support:count} of {support:base} {support:of_whom}). "
            "{oppose:option}: {oppose:percent} ({oppose:count}).",
            "finding",
            **views,
        )
    return say(
        "{support:option}: {one}. {oppose:option}: {another}.",
        "finding",
        **views,
        one=shares(evidence, cells[0], counted=True),
        another=shares(evidence, cells[1], counted=True),
    )


def _top(evidence: Evidence, question: str) -> Iterator[Paragraph]:
    top = largest(evidence, question)
    if not top:
        return
    cell = evidence.cell(top)
    several = evidence.story.questionnaire.questions[question].kind is Kind.MULTIPLE
    yield say(
        "The answer {given} more often than any other was {cell:option}: {share}.",
        "finding",
        cell=cell,
        given=words("chosen" if several else "given"),
        share=shares(evidence, CellId(question, cell.cell.option), counted=True),
    )


def _by_group(evidence: Evidence, question: str, support: str) -> Iterator[Paragraph]:
    for name in evidence.breakdowns_of(question):
        groups = groups_of(evidence, question, name)
        compared = evidence.story.questionnaire.breakdowns[name].compare and CROSSED not in name
        stated = [level for _, level in groups if not level.startswith("not_")]
        if not compared or not 2 <= len(stated) <= MOST_GROUPS_IN_A_SENTENCE:
            continue
        spans: Line = ()
        for at, level in groups:
            cell = evidence.cell(CellId(question, support, at, level).text)
            between = words("; ") if spans else ()
            spans = (*spans, *between, *line("{cell:group} {cell:percent} (of {cell:base})", cell=cell))
        first = evidence.cell(CellId(question, support, *groups[0]).text)
        used = {span.text for span in spans}
        explained = "".join(
            f" {status} means {status.meaning}."
            for status in (Status.CONFIDENTIAL, Status.NOT_APPLICABLE)
            if str(status) in used
        )
        yield Paragraph((*line("{cell:option} by group: ", cell=first), *spans, *words(f".{explained}")))


def _mentions(evidence: Evidence, question: str) -> Iterator[Paragraph]:
    mentions = evidence.find(CellId(question, BASE, measure=Measure.MENTIONS))
    if mentions is not None and mentions.visible:
        yield say(
            "Respondents could choose more than one answer: {whom} made {base:mentions} choices.",
            base=evidence.cell(CellId(question, BASE).text),
            whom=of_whom(evidence, question, own_base(evidence, question)),
        )


def _answered(evidence: Evidence, question: str) -> Iterator[Paragraph]:
    """Own words, or a number without bands: that something was written, or the statistics."""
    if evidence.story.questionnaire.questions[question].kind is Kind.NUMERIC:
        yield from average_findings(evidence, question, "finding")
        return
    (option,) = evidence.story.questionnaire.scale_of(question).options
    yield say(
        "{cell:option}: {cell:count} of {cell:base} {cell:of_whom} ({cell:percent}).",
        "finding",
        cell=evidence.cell(CellId(question, option).text),
    )
