"""What was found, in sentences bound to cells: of a question, and by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from findings.consultation.model import CROSSED, BaseKind, Kind
from findings.consultation.names import BASE, BASE_ANSWERED, CellId
from findings.evidence.cell import Measure, Status
from findings.evidence.leading import is_only_answered, largest, largest_together
from findings.evidence.share_words import phrase_for, says_in_words
from findings.evidence.store import Evidence
from findings.exhibits.asked import groups_of
from findings.exhibits.averages import average_findings
from findings.exhibits.bases import of_both, of_whom, other_base, own_base
from findings.exhibits.groups_shown import breakdowns_shown
from findings.exhibits.in_words import in_words
from findings.exhibits.kinds_of_respondent import kinds_of_respondent
from findings.exhibits.model import Line, Paragraph
from findings.exhibits.sentences import line, say
from findings.exhibits.sides import SIDES, share_of_base, sides
from findings.exhibits.wording import label, question_heading, words

MOST_GROUPS_IN_A_SENTENCE = 3
NOBODY = "Nobody answered this question."
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
    """The options that tell what was found: those that measure support and opposition, or what was chosen most."""
    stances = [CellId(question, option) for option in sides(evidence.story.questionnaire, question)]
    if stances:
        return stances
    top = largest(evidence, question)
    leading = (top,) if top else largest_together(evidence, question)
    return [CellId(question, evidence.cell(name).cell.option) for name in leading]


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
    if nobody_answered(evidence, question):
        yield Paragraph(words(NOBODY), "finding")
        return
    if is_only_answered(evidence.story.questionnaire, question):
        yield from _answered(evidence, question)
        return
    if len(sides(evidence.story.questionnaire, question)) == len(SIDES):
        yield Paragraph(side_sentence(evidence, question), "finding")
        yield from _by_group(evidence, question)
    else:
        yield from _top(evidence, question)
    if spec.kind is Kind.MULTIPLE:
        yield from _mentions(evidence, question)
    yield from average_findings(evidence, question)


def nobody_answered(evidence: Evidence, question: str) -> bool:
    """Whether it can be seen that there is nobody to take a share of, or nobody who answered."""
    cells = [evidence.find(CellId(question, option)) for option in (BASE, BASE_ANSWERED)]
    return any(cell is not None and cell.visible and cell.number == 0 for cell in cells)


def side_sentence(evidence: Evidence, question: str) -> Line:
    """Both sides in one form of words, in the order of the questionnaire: which is larger makes no difference.

    Shares stand in words of the one scale beside their numbers; of both sides or of none.
    """
    identifiers = [CellId(question, option) for option in sides(evidence.story.questionnaire, question)]
    in_words_too = all(_has_phrase(evidence, identifier) for identifier in identifiers)
    text: Line = ()
    for identifier in identifiers:
        cell = evidence.cell(identifier.text)
        phrase = (*in_words(cell), *words(", ")) if in_words_too else ()
        share = shares(evidence, identifier, counted=True)
        text = (*text, *words(" " if text else ""), *line("{cell:option}: {phrase}{share}.", cell=cell, phrase=phrase,
                                                          share=share))  # fmt: skip
    return tuple(span for span in text if span.text)


def _has_phrase(evidence: Evidence, identifier: CellId) -> bool:
    """Whether a share has a word that says it whole: not hidden or weighted, and the same of both bases that are told.

    Of few respondents a word would say more than is known; a word that is true of one base alone would take its side.
    """
    if evidence.find(replace(identifier, measure=Measure.WEIGHTED)) is not None:
        return False
    other = other_base(evidence, identifier.asked)
    bases = [own_base(evidence, identifier.asked), *([other] if other else [])]
    cells = [evidence.find(replace(identifier, option=of.option)) for of in bases]
    count = evidence.find(identifier)
    if count is None or not count.visible or not all(cell is not None and cell.visible for cell in cells):
        return False
    numbers = [cell.number for cell in cells if cell is not None]
    return all(map(says_in_words, numbers)) and len({phrase_for(count.number, number) for number in numbers}) == 1


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


def _by_group(evidence: Evidence, question: str) -> Iterator[Paragraph]:
    """Of each comparison of few groups both sides, in one form of words and in the order of the questionnaire.

    Where the report settles by which groups chapters have tables, of those and of individuals and organisations.
    """
    shown = (*breakdowns_shown(evidence, question), kinds_of_respondent(evidence))
    for name in (name for name in evidence.breakdowns_of(question) if name in shown):
        groups = groups_of(evidence, question, name)
        compared = evidence.story.questionnaire.breakdowns[name].compare and CROSSED not in name
        stated = [level for _, level in groups if not level.startswith("not_")]
        if compared and 2 <= len(stated) <= MOST_GROUPS_IN_A_SENTENCE:
            yield Paragraph(tuple(span for span in _groups(evidence, question, groups) if span.text))


def _groups(evidence: Evidence, question: str, groups: list[tuple[str, str]]) -> Line:
    text: Line = ()
    for option in sides(evidence.story.questionnaire, question):
        name = label(evidence.story.option_label(question, option))
        text = (*text, *words(" " if text else ""), *name, *words(" by group: "))
        for place, (at, level) in enumerate(groups):
            group = label(evidence.story.level_label(at, level))
            share = share_of_base(evidence, question, option, at, level)
            text = (*text, *words("; " if place else ""), *group, *words(" "), *share)
        text = (*text, *words("."))
    used = {span.text for span in text}
    for status in (Status.CONFIDENTIAL, Status.NOT_APPLICABLE):
        if str(status) in used:
            text = (*text, *words(f" {status} means {status.meaning}."))
    return text


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
