"""The rows of a question's table: its answers, nets and bases, and what is said of a whole group beside them."""

from __future__ import annotations

from dataclasses import dataclass

from findings.consultation.model import Kind
from findings.consultation.names import BASE, BASE_ANSWERED, BASE_ASKED, BASE_SCORED, NOT_ANSWERED, NOT_ASKED, CellId
from findings.evidence.cell import Measure, Status
from findings.evidence.leading import is_only_answered
from findings.evidence.methods import MEASURES
from findings.evidence.store import Evidence
from findings.exhibits.model import Line, Span
from findings.exhibits.wording import found, label, words

NOTHING: Line = words(str(Status.NOT_APPLICABLE))
_LAST = (BASE_SCORED,)
_NEVER = (BASE_ASKED,)


@dataclass(frozen=True)
class Told:
    """A row of a table, or a column where groups stand as rows.

    Parameters
    ----------
    option
        What it counts.
    kind
        How the row is set off: option, net, base or missing.
    name
        What it is called.
    measure
        Given where it shows this measure alone; else a share, where there is one, beside its count.
    """

    option: str
    kind: str
    name: Line
    measure: Measure | None = None


def rows_of(evidence: Evidence, question: str) -> list[Told]:
    """What a table of a question shows, in order.

    Not answered and not asked are rows where somebody is in them, or where the base counts them. Who did not choose an
    option, of a question with several answers, is in the evidence file and in no table.
    """
    cells = evidence.table(question)
    spec = evidence.story.questionnaire.questions[question]
    several = spec.kind is Kind.MULTIPLE
    rows: list[Told] = []
    for option in dict.fromkeys(identifier.option for identifier in cells):
        cell = cells.get(CellId(question, option))
        if cell is None or option in (*_LAST, *_NEVER):
            continue
        kind = _kind(option, several=several)
        if kind == "missing" and cell.value == "0":
            continue
        if kind == "others" or _says_nothing_new(evidence, question, option):
            continue
        rows.append(Told(option, kind, label(evidence.story.option_label(question, option))))
    averages = [Told(BASE, "option", words(name), measure) for measure, name in MEASURES.items()
                if CellId(question, BASE, measure=measure) in cells]  # fmt: skip
    last = [Told(option, "base", label(evidence.story.option_label(question, option))) for option in _LAST
            if CellId(question, option) in cells]  # fmt: skip
    return [*rows, *averages, *last]


def _kind(option: str, *, several: bool) -> str:
    if option in (NOT_ANSWERED, NOT_ASKED):
        return "missing"
    if several and option.startswith("not_"):
        return "others"
    if option.startswith("base"):
        return "base"
    return "net" if option.startswith("net_") else "option"


def _says_nothing_new(evidence: Evidence, question: str, option: str) -> bool:
    """Of a question of which only is counted that it was answered: who answered is said once."""
    questionnaire = evidence.story.questionnaire
    if not is_only_answered(questionnaire, question):
        return False
    numeric = questionnaire.questions[question].kind is Kind.NUMERIC
    return option in questionnaire.questions[question].options if numeric else option == BASE_ANSWERED


def value_of(evidence: Evidence, question: str, row: Told, breakdown: str, level: str) -> Line:
    """What stands in a row for a group; never nothing."""
    if row.measure is not None:
        return found(evidence, CellId(question, row.option, breakdown, level, row.measure)) or NOTHING
    return share_and_count(evidence, question, row.option, breakdown, level)


def share_and_count(
    evidence: Evidence, question: str, option: str, breakdown: str, level: str, measure: Measure = Measure.PERCENT
) -> Line:
    """A share with its count in brackets; one of them where there is no other, or nobody to take a share of."""
    share = found(evidence, CellId(question, option, breakdown, level, measure))
    count = found(evidence, CellId(question, option, breakdown, level))
    if not share:
        return count or NOTHING
    nobody = share[0].text == str(Status.NOT_APPLICABLE)
    if not count or nobody or share[0].text == count[0].text == str(Status.CONFIDENTIAL):
        return share
    return (*share, Span(" ("), *count, Span(")"))
