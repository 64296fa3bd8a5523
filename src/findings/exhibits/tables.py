"""Tables made from the store: by option, by group, and the funnel."""

from __future__ import annotations

from collections.abc import Iterable

from findings.consultation.model import BaseKind
from findings.consultation.names import BASE_ANSWERED, FUNNEL, NOT_ANSWERED, NOT_ASKED, CellId, table_id
from findings.evidence.cell import VISIBLE, Cell, Measure, Status
from findings.evidence.store import Evidence
from findings.exhibits.model import Line, Row, Span, Table
from findings.exhibits.wording import BASE_NOTE, cell_span, citation, found, label, question_heading, words

ROUNDING_NOTE = "Percentages are rounded, so they may add to a little more or less than the whole."
NET_NOTE = "Nets are added up from counts, not from rounded percentages."
BRACKETS_NOTE = "Counts stand in brackets beside percentages."
MOST_GROUPS_AS_COLUMNS = 4
LONGEST_HEADER = 40
"""Letters that still make a header of a column; an option that is longer stands as a row."""
ANSWERED_BESIDE = "Those who answered are shown beside the base."


def question_table(evidence: Evidence, question: str) -> Table:
    """A question's answers from all respondents, one option a row, shares beside counts."""
    cells = evidence.table(question)
    rows = [_option_row(evidence, question, option, kind) for option, kind in _row_options(cells)]
    return Table(
        id=question,
        title=(*question_heading(evidence, question), *words(", all respondents")),
        stub=words("Answer"),
        columns=(words("All respondents"),),
        rows=tuple(rows),
        notes=(*_notes(evidence, question, cells.values()), words(BRACKETS_NOTE)),
        legend=legend_of(rows),
        source=source(evidence),
    )


def group_table(evidence: Evidence, question: str, breakdown: str) -> Table:
    """A question's answers by group, shares beside counts.

    Few groups stand as columns with all respondents first, as readers of reports expect; many groups
    stand as rows with all respondents last, so that the table stays narrow, unless an answer is a sentence.
    """
    identifier = table_id(question, breakdown)
    everyone = evidence.table(question)
    rows = _row_options(everyone)
    groups = [(breakdown, level) for level in evidence.levels(identifier)]
    spec = evidence.story.questionnaire.breakdowns[breakdown]
    longest = max(len(evidence.story.option_label(question, option)) for option, _ in rows)
    few = len(groups) <= MOST_GROUPS_AS_COLUMNS or longest > LONGEST_HEADER
    body = (
        _options_by_groups(evidence, question, rows, groups)
        if few
        else _groups_by_options(evidence, question, rows, groups)
    )
    columns = [("", ""), *groups] if few else []
    return Table(
        id=identifier,
        title=(*question_heading(evidence, question), *words(", by "), *label(_lower_first(spec.title))),
        stub=words("Answer") if few else label(spec.title),
        columns=tuple(label(evidence.story.level_label(at, level)) for at, level in columns)
        or tuple(label(evidence.story.option_label(question, option)) for option, _ in rows),
        rows=body,
        notes=(*_notes(evidence, question, everyone.values()), words(BRACKETS_NOTE)),
        legend=legend_of(body),
        source=source(evidence),
    )


def _options_by_groups(
    evidence: Evidence, question: str, options: list[tuple[str, str]], groups: list[tuple[str, str]]
) -> tuple[Row, ...]:
    return tuple(
        Row(
            label(evidence.story.option_label(question, option)),
            tuple(_share_and_count(evidence, question, option, at, level) for at, level in [("", ""), *groups]),
            kind,
        )
        for option, kind in options
    )


def _groups_by_options(
    evidence: Evidence, question: str, options: list[tuple[str, str]], groups: list[tuple[str, str]]
) -> tuple[Row, ...]:
    return tuple(
        Row(
            label(evidence.story.level_label(at, level)),
            tuple(_share_and_count(evidence, question, option, at, level) for option, _ in options),
            "option" if at else "base",
        )
        for at, level in [*groups, ("", "")]
    )


def funnel_table(evidence: Evidence) -> Table:
    """How received responses became analysed ones."""
    cells = list(evidence.table(FUNNEL).values())
    rows = tuple(
        Row(
            label(cell.note) if position in (0, len(cells) - 1) else (*words("Removed: "), *label(cell.note)),
            ((cell_span(evidence, cell),),),
            "base" if position == len(cells) - 1 else "option",
        )
        for position, cell in enumerate(cells)
    )
    return Table(
        id=FUNNEL,
        title=words("From responses received to responses analysed"),
        stub=words("Step"),
        columns=(words("Responses"),),
        rows=rows,
        source=(*words("Source: "), *citation(evidence.story.funnel_source)),
    )


def legend_of(rows: Iterable[Row]) -> tuple[Line, ...]:
    """The shorthand that a table's rows use, explained, one line each."""
    used = {span.text for row in rows for value in row.values for span in value}
    return tuple(
        words(f"{status} means {status.meaning}") for status in Status if str(status) in used and status not in VISIBLE
    )


def source(evidence: Evidence) -> Line:
    """Where the numbers come from, as every table cites it."""
    return (*words("Source: "), *citation(evidence.story.data_source))


def _row_options(cells: dict[CellId, Cell]) -> list[tuple[str, str]]:
    """What a table counts, in order, each with its kind of row.

    Not answered and not asked are rows where somebody is in them, or where the base counts them.
    """
    options = dict.fromkeys(identifier.option for identifier in cells)
    kinds = []
    for option in options:
        cell = next(cell for identifier, cell in cells.items() if identifier.option == option)
        if option in (NOT_ANSWERED, NOT_ASKED):
            if cell.value != "0":
                kinds.append((option, "missing"))
        elif option.startswith("base"):
            kinds.append((option, "base"))
        else:
            kinds.append((option, "net" if option.startswith("net_") else "option"))
    return kinds


def _option_row(evidence: Evidence, question: str, option: str, kind: str) -> Row:
    values = (_share_and_count(evidence, question, option, "", ""),)
    return Row(label(evidence.story.option_label(question, option)), values, kind)


def _share_and_count(evidence: Evidence, question: str, option: str, breakdown: str, level: str) -> Line:
    share = found(evidence, CellId(question, option, breakdown, level, Measure.PERCENT))
    count = found(evidence, CellId(question, option, breakdown, level))
    if not share:
        return count
    if not count or share[0].text == count[0].text == str(Status.CONFIDENTIAL):
        return share
    return (*share, Span(" ("), *count, Span(")"))


def _notes(evidence: Evidence, question: str, cells: Iterable[Cell]) -> tuple[Line, ...]:
    options = {cell.option for cell in cells}
    spec = evidence.story.questionnaire.questions[question]
    base = BASE_NOTE[BaseKind(spec.base)]
    notes = [words(f"{base}." if BASE_ANSWERED not in options else f"{base}. {ANSWERED_BESIDE}")]
    notes.append(words(ROUNDING_NOTE))
    if any(option.startswith("net_") for option in options):
        notes.append(words(NET_NOTE))
    return tuple(notes)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
