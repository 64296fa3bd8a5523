"""What a table of evidence is made of: its labels, its bases, and how one of its cells is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from findings.consultation.counted_codes import is_of_themes
from findings.consultation.model import BaseKind, Kind, Questionnaire
from findings.consultation.names import (
    BASE,
    BASE_ANSWERED,
    BASE_ASKED,
    BASE_SCORED,
    NOT_ANSWERED,
    NOT_ASKED,
    CellId,
)
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.tabulation.rounding import percent


@dataclass(frozen=True)
class Table:
    """What all cells of a table share.

    Parameters
    ----------
    questionnaire
        The questionnaire as it is counted.
    question, breakdown
        Which table it is.
    source_kind
        What kind of data was counted.
    """

    questionnaire: Questionnaire
    question: str
    breakdown: str
    source_kind: SourceKind

    def id(self, option: str, level: str, measure: str = Measure.COUNT) -> CellId:
        """The identifier of one of its cells."""
        return CellId(self.question, option, self.breakdown, level, measure)

    def ids(self, options: tuple[str, ...], level: str) -> tuple[str, ...]:
        """The identifiers of counts, as text."""
        return tuple(self.id(option, level).text for option in options)

    @property
    def base_kind(self) -> BaseKind:
        """Of whom its percentages are taken."""
        return self.questionnaire.questions[self.question].base

    @property
    def several(self) -> bool:
        """Whether a respondent may have given several of the answers."""
        return self.questionnaire.questions[self.question].kind is Kind.MULTIPLE

    @property
    def options(self) -> tuple[str, ...]:
        """The answers that can be given."""
        return tuple(self.questionnaire.scale_of(self.question).options)

    @property
    def nets(self) -> dict[str, tuple[str, ...]]:
        """Net, as cells call it -> the options that it counts."""
        return {f"net_{name}": net.of for name, net in self.questionnaire.scale_of(self.question).nets.items()}

    def parts_of(self, option: str) -> tuple[str, ...]:
        """The answers that add up to a count; an answer is its own part."""
        nets = {} if self.several else self.nets
        bases = {
            BASE: base_answers(self.questionnaire, self.question),
            BASE_ANSWERED: answers_given(self.questionnaire, self.question),
            BASE_ASKED: (*answers_given(self.questionnaire, self.question), NOT_ANSWERED),
            BASE_SCORED: scored(self.questionnaire, self.question),
        }
        return {**nets, **bases}.get(option, (option,))


def answers_given(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    """The labels that everyone who answered counts under, each under one of them."""
    if questionnaire.questions[question].kind is Kind.MULTIPLE:
        return (BASE_ANSWERED,)
    return tuple(questionnaire.scale_of(question).options)


def base_answers(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    """The labels that a question's base counts.

    Answered: everyone who chose an option, less the kinds that the question leaves out. Asked: also
    those who left it out. All: also those who were not asked.
    """
    spec = questionnaire.questions[question]
    options = questionnaire.scale_of(question).options
    given = [
        name
        for name in answers_given(questionnaire, question)
        if name not in options or options[name].kind not in spec.leave_out_of_base
    ]
    if spec.base is BaseKind.ANSWERED:
        return tuple(given)
    if spec.base is BaseKind.ASKED:
        return (*given, NOT_ANSWERED)
    return (*given, NOT_ANSWERED, NOT_ASKED)


def scored(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    """The options that have a score, in their order; nothing where no mean is taken."""
    options = questionnaire.scale_of(question).options
    return tuple(name for name, option in options.items() if option.score is not None)


def further_bases(questionnaire: Questionnaire, question: str, breakdown: str) -> dict[str, Measure | None]:
    """The bases that stand beside a table's base because they are other people, with the percentage taken of each.

    Those who answered, where the base counts others too or leaves some out; all who were asked, in the table of all
    respondents and in every table of themes, where the base leaves those out who did not answer; those whose answer has
    a score.
    """
    base = set(base_answers(questionnaire, question))
    bases: dict[str, Measure | None] = {}
    if base != set(answers_given(questionnaire, question)):
        bases[BASE_ANSWERED] = Measure.PERCENT_OF_ANSWERED
    if NOT_ANSWERED not in base and (not breakdown or is_of_themes(question, questionnaire.questions[question])):
        bases[BASE_ASKED] = Measure.PERCENT_OF_ASKED
    scores = set(scored(questionnaire, question))
    if scores and scores != base:
        bases[BASE_SCORED] = None
    return bases


def counted_options(questionnaire: Questionnaire, question: str, breakdown: str) -> tuple[str, ...]:
    """Every option of a table that has a count, in the order of its cells."""
    table = Table(questionnaire, question, breakdown, SourceKind.RESPONSES)
    chosen = (*table.options, *table.nets)
    others = tuple(f"not_{option}" for option in chosen) if table.several else ()
    return (*chosen, *others, NOT_ANSWERED, NOT_ASKED, BASE, *further_bases(questionnaire, question, breakdown))


def count_cell(table: Table, option: str, level: str, n: int, origins: tuple[str, ...] = ()) -> Cell:
    """How many count under an option."""
    return make_cell(table, table.id(option, level), str(n), unit="responses", origins=origins)


def percent_cell(table: Table, option: str, level: str, totals: Mapping[str, int], measure: Measure, base: str) -> Cell:
    """An option's share of a base."""
    return make_cell(
        table,
        table.id(option, level, measure),
        percent(totals[option], totals[base]) if totals[base] else "",
        unit="percent",
        base_cell=table.id(base, level).text,
        origins=(table.id(option, level).text,),
        status=Status.SHOWN if totals[base] else Status.NOT_APPLICABLE,
    )


_BASE_KIND_OF = {
    Measure.PERCENT_OF_ANSWERED: BaseKind.ANSWERED,
    Measure.PERCENT_OF_ASKED: BaseKind.ASKED,
    BASE_ANSWERED: BaseKind.ANSWERED,
    BASE_SCORED: BaseKind.ANSWERED,
    BASE_ASKED: BaseKind.ASKED,
}


def make_cell(
    table: Table,
    identifier: CellId,
    value: str,
    *,
    unit: str,
    digits: int = 0,
    base_cell: str = "",
    origins: tuple[str, ...] = (),
    status: Status = Status.SHOWN,
) -> Cell:
    """A cell of a table; of whom it is follows from its measure and its option, else from the question's base."""
    of_whom = _BASE_KIND_OF.get(identifier.measure) or _BASE_KIND_OF.get(identifier.option) or table.base_kind
    return Cell(
        cell=identifier.text,
        table=identifier.table,
        measure=identifier.measure,
        question=identifier.question,
        item=identifier.item,
        option=identifier.option,
        breakdown=identifier.breakdown,
        level=identifier.level,
        filter=identifier.filter,
        value=value,
        unit=unit,
        digits=digits,
        low="",
        high="",
        base_cell=base_cell,
        base_kind=str(of_whom),
        origins=origins,
        status=status,
        source_kind=table.source_kind,
    )
