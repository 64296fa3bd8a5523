"""Tables made from the store: by option, by group, and the funnel."""

from __future__ import annotations

from collections.abc import Iterable

from findings.consultation.model import BaseKind
from findings.consultation.names import CellId, table_id
from findings.evidence.cell import Cell, Measure, Status
from findings.evidence.store import Evidence
from findings.exhibits.model import Line, Row, Span, Table
from findings.exhibits.wording import BASE_NOTE, cell_span, citation, found, label, question_heading, words

ROUNDING_NOTE = "Percentages are rounded, so they may add to a little more or less than the whole."
NET_NOTE = "Nets are added up from counts, not from rounded percentages."
ANSWERED_BESIDE = "Those who answered are shown beside the base."


def question_table(evidence: Evidence, question: str) -> Table:
    """A question's answers from all respondents, one option a row."""
    cells = evidence.table(question)
    rows = [_option_row(evidence, question, option, kind) for option, kind in _row_options(evidence, cells)]
    return Table(
        id=question,
        title=(*question_heading(evidence, question), *words(", all respondents")),
        stub=words("Answer"),
        columns=(words("Percentage"), words("Responses")),
        rows=tuple(rows),
        notes=_notes(evidence, question, cells.values()),
        legend=legend(cells.values()),
        source=source(evidence),
    )


def group_table(evidence: Evidence, question: str, breakdown: str) -> Table:
    """A question's answers by group: one group a row, all respondents last, shares beside counts."""
    identifier = table_id(question, breakdown)
    everyone, cells = evidence.table(question), evidence.table(identifier)
    options = [option for option, kind in _row_options(evidence, everyone) if kind != "base"]
    bases = [option for option, kind in _row_options(evidence, everyone) if kind == "base"]
    rows = [
        Row(
            label(evidence.story.level_label(breakdown, level)),
            _group_values(evidence, question, breakdown, level, options, bases),
        )
        for level in evidence.levels(identifier)
    ]
    everyone_row = Row(words("All respondents"), _group_values(evidence, question, "", "", options, bases), "base")
    spec = evidence.story.questionnaire.breakdowns[breakdown]
    shown = [*cells.values(), *everyone.values()]
    return Table(
        id=identifier,
        title=(*question_heading(evidence, question), *words(", by "), *label(_lower_first(spec.title))),
        stub=label(spec.title),
        columns=tuple(label(evidence.story.option_label(question, option)) for option in (*options, *bases)),
        rows=(*rows, everyone_row),
        notes=(*_notes(evidence, question, everyone.values()), words("Counts stand in brackets beside percentages.")),
        legend=legend(shown),
        source=source(evidence),
    )


def funnel_table(evidence: Evidence) -> Table:
    """How received responses became analysed ones."""
    cells = list(evidence.table("funnel").values())
    rows = tuple(
        Row(
            label(cell.note) if position in (0, len(cells) - 1) else (*words("Removed: "), *label(cell.note)),
            ((cell_span(evidence, cell),),),
            "base" if position == len(cells) - 1 else "option",
        )
        for position, cell in enumerate(cells)
    )
    return Table(
        id="funnel",
        title=words("From responses received to responses analysed"),
        stub=words("Step"),
        columns=(words("Responses"),),
        rows=rows,
        source=(*words("Source: "), *citation(evidence.story.funnel_source)),
    )


def legend(cells: Iterable[Cell]) -> tuple[Line, ...]:
    """The shorthand that some cells use, explained, one line each."""
    used = {cell.status for cell in cells}
    return tuple(
        words(f"{status} means {status.meaning}")
        for status in Status
        if status in used and status not in (Status.SHOWN, Status.ROUNDED)
    )


def source(evidence: Evidence) -> Line:
    """Where the numbers come from, as every table cites it."""
    return (*words("Source: "), *citation(evidence.story.data_source))


def _row_options(evidence: Evidence, cells: dict[CellId, Cell]) -> list[tuple[str, str]]:
    """What a table counts, in order, each with its kind of row.

    Not answered and not asked are rows where somebody is in them, or where the base counts them.
    """
    options = dict.fromkeys(identifier.option for identifier in cells)
    kinds = []
    for option in options:
        cell = next(cell for identifier, cell in cells.items() if identifier.option == option)
        if option in ("not_answered", "not_asked"):
            if cell.value != "0":
                kinds.append((option, "missing"))
        elif option.startswith("base"):
            kinds.append((option, "base"))
        else:
            kinds.append((option, "net" if option.startswith("net_") else "option"))
    return kinds


def _option_row(evidence: Evidence, question: str, option: str, kind: str) -> Row:
    share = found(evidence, CellId(question, option, measure=Measure.PERCENT))
    count = found(evidence, CellId(question, option))
    return Row(label(evidence.story.option_label(question, option)), (share or words("[z]"), count), kind)


def _group_values(
    evidence: Evidence, question: str, breakdown: str, level: str, options: list[str], bases: list[str]
) -> tuple[Line, ...]:
    values: list[Line] = []
    for option in options:
        share = found(evidence, CellId(question, option, breakdown, level, Measure.PERCENT))
        count = found(evidence, CellId(question, option, breakdown, level))
        values.append(_share_and_count(share, count))
    values += [found(evidence, CellId(question, base, breakdown, level)) for base in bases]
    return tuple(values)


def _share_and_count(share: Line, count: Line) -> Line:
    if not share:
        return count
    if not count or share[0].text == count[0].text == str(Status.CONFIDENTIAL):
        return share
    return (*share, Span(" ("), *count, Span(")"))


def _notes(evidence: Evidence, question: str, cells: Iterable[Cell]) -> tuple[Line, ...]:
    options = {cell.option for cell in cells}
    spec = evidence.story.questionnaire.questions[question]
    base = BASE_NOTE[BaseKind(spec.base)]
    notes = [words(f"{base}." if "base_answered" not in options else f"{base}. {ANSWERED_BESIDE}")]
    notes.append(words(ROUNDING_NOTE))
    if any(option.startswith("net_") for option in options):
        notes.append(words(NET_NOTE))
    return tuple(notes)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
