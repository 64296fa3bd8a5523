"""Tables of a question made from the store: all respondents, by group, and by two breakdowns that are crossed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from findings.consultation.codeframe import THEMES
from findings.consultation.model import CROSSED, Kind
from findings.consultation.names import BASE_ANSWERED, CellId, table_id
from findings.evidence.cell import VISIBLE, Status
from findings.evidence.leading import is_only_answered
from findings.evidence.store import Evidence
from findings.exhibits.asked import groups_of, lower_first, overlapping
from findings.exhibits.bases import COLUMN, Of, base_note, other_base, own_base
from findings.exhibits.coded import coded_as, is_coded
from findings.exhibits.model import Line, Row, Table
from findings.exhibits.rows import NOTHING, Told, rows_of, value_of
from findings.exhibits.theme_rows import PART, table_rows
from findings.exhibits.wording import citation, found, label, question_heading, words

ROUNDING_NOTE = "Percentages are rounded, so they may add to a little more or less than the whole."
NET_NOTE = "Nets are added up from counts, not from rounded percentages."
NET_OF_SEVERAL_NOTE = "A net counts who chose any of its answers."
BRACKETS_NOTE = "Counts stand in brackets beside percentages."
OVERLAP_NOTE = "Groups overlap: a respondent may be in more than one, so the groups do not add up to all respondents."
MORE_THAN_WHOLE = "Percentages add to more than the whole because respondents could choose more than one answer."
MORE_THAN_ONE_THEME = "Percentages add to more than the whole because a comment may hold more than one theme."
WITH_PARTS_NOTE = (
    "A theme with its parts counts who named it or any of them; its parts stand below it, each with a dash."
)
MOST_GROUPS_AS_COLUMNS = 4
MOST_COLUMNS = 12
"""Columns of a table that can still be read; what is more stands in tables of its own."""
MOST_COLUMNS_CROSSED = 16
"""Of a table whose groups can only be rows: it stands on a page on its side."""
LONGEST_HEADER = 40
"""Letters that still make a header of a column; an option that is longer stands as a row."""


def question_table(evidence: Evidence, question: str) -> Table:
    """A question's answers from all respondents, one option a row, shares beside counts.

    Where the other base says something else (`other_base`), its shares and its own base stand in a second column.
    """
    other = other_base(evidence, question)
    if other is not None and not is_coded(evidence, question):
        return _two_bases(evidence, question, other)
    rows = [
        Row(row.name, (value_of(evidence, question, row, "", ""),), row.kind) for row in told_rows(evidence, question)
    ]
    return _table(
        evidence, question, "", (*question_heading(evidence, question), *words(", all respondents")),
        _stub(evidence, question), (label(evidence.story.level_label("", "")),), rows,
    )  # fmt: skip


def _two_bases(evidence: Evidence, question: str, other: Of) -> Table:
    own = own_base(evidence, question)
    rows = []
    for row in rows_of(evidence, question):
        if row.option in (own.option, other.option) and row.measure is None:
            if row.option == own.option:
                bases = tuple(found(evidence, CellId(question, of.option)) for of in (own, other))
                rows.append(Row(row.name, bases, row.kind))
            continue
        first = value_of(evidence, question, row, "", "")
        second: Line = () if row.measure else found(evidence, CellId(question, row.option, measure=other.measure))
        rows.append(Row(row.name, (first, second or NOTHING), row.kind))
    title = (*question_heading(evidence, question), *words(", all respondents"))
    columns = (words(COLUMN[own.kind]), words(COLUMN[other.kind]))
    table = _table(evidence, question, "", title, words("Answer"), columns, rows, beside=False)
    note = words("Two columns, since it makes a difference of whom percentages are taken; each stands over its base.")
    return replace(table, notes=(*table.notes, note))


def group_tables(evidence: Evidence, question: str, breakdown: str) -> list[Table]:
    """A question's answers by group: one table, or where it would have too many columns one after another."""
    rows = told_rows(evidence, question)
    groups = groups_of(evidence, question, breakdown)
    if CROSSED in breakdown:
        return _crossed_tables(evidence, question, breakdown, rows, groups)
    if _options_as_rows(evidence, question, rows, groups):
        parts = in_parts(groups)
        tables = [_options_by_groups(evidence, question, breakdown, rows, part) for part in parts]
        if len(parts) > 1:
            tables = [part_of(evidence, table, part) for table, part in zip(tables, parts, strict=True)]
        return tables
    return [_groups_by_options(evidence, question, breakdown, rows, groups)]


def group_table(evidence: Evidence, question: str, breakdown: str) -> Table:
    """The first table of a question by a breakdown, which for all but very many groups is the only one.

    Few groups stand as columns with all respondents first, as readers of reports expect; many groups stand as rows
    with all respondents last, so that the table stays narrow, unless an answer is a sentence or answers are many.
    """
    return group_tables(evidence, question, breakdown)[0]


def _options_as_rows(evidence: Evidence, question: str, rows: list[Told], groups: list[tuple[str, str]]) -> bool:
    if is_only_answered(evidence.story.questionnaire, question):
        return False
    longest = max(len(evidence.story.option_label(question, row.option)) for row in rows)
    return len(groups) <= MOST_GROUPS_AS_COLUMNS or longest > LONGEST_HEADER or len(rows) > MOST_COLUMNS


def _options_by_groups(
    evidence: Evidence, question: str, breakdown: str, rows: list[Told], groups: Sequence[tuple[str, str]]
) -> Table:
    columns = [("", ""), *groups]
    body = [
        Row(row.name, tuple(value_of(evidence, question, row, at, level) for at, level in columns), row.kind)
        for row in rows
    ]
    heads = tuple(label(evidence.story.level_label(at, level)) for at, level in columns)
    return _table(
        evidence, question, breakdown, _by(evidence, question, breakdown), _stub(evidence, question), heads, body
    )


def _groups_by_options(
    evidence: Evidence, question: str, breakdown: str, rows: list[Told], groups: list[tuple[str, str]]
) -> Table:
    body = [_group_row(evidence, question, rows, at, level) for at, level in [*groups, ("", "")]]
    stub = label(evidence.story.questionnaire.breakdowns[breakdown].title)
    heads = tuple(row.name for row in rows)
    return _table(evidence, question, breakdown, _by(evidence, question, breakdown), stub, heads, body)


def _group_row(evidence: Evidence, question: str, rows: list[Told], at: str, level: str, kind: str = "") -> Row:
    name = label(evidence.story.level_label(at, level))
    values = tuple(value_of(evidence, question, row, at, level) for row in rows)
    return Row(name, values, kind or ("option" if at else "base"))


def _crossed_tables(
    evidence: Evidence, question: str, breakdown: str, rows: list[Told], groups: list[tuple[str, str]]
) -> list[Table]:
    """The groups of one breakdown within each of another: a row each, below the row of the outer group.

    Where answers are sentences or many, they stand as rows instead, in a table for each outer group.
    """
    outer = breakdown.split(CROSSED)[0]
    by_outer: dict[str, list[tuple[str, str]]] = {}
    for at, level in groups:
        by_outer.setdefault(level.split(".")[0], []).append((at, level))
    whole = evidence.story.tables
    if len(rows) > MOST_COLUMNS_CROSSED or any(len(_plain_name(row)) > LONGEST_HEADER for row in rows):
        tables = []
        for level, inner in by_outer.items():
            table = _options_by_groups(evidence, question, breakdown, rows, inner)
            name = label(evidence.story.level_label(outer, level))
            tables.append(replace(table, title=(*table.title, *words(": "), *name)))
        return tables
    body: list[Row] = []
    for level, inner in by_outer.items():
        if table_id(question, outer) in whole:
            body.append(_group_row(evidence, question, rows, outer, level, "net"))
        body += [_group_row(evidence, question, rows, at, own) for at, own in inner]
    body.append(_group_row(evidence, question, rows, "", ""))
    stub = label(evidence.story.questionnaire.breakdowns[breakdown].title)
    heads = tuple(row.name for row in rows)
    return [_table(evidence, question, breakdown, _by(evidence, question, breakdown), stub, heads, body)]


def _plain_name(row: Told) -> str:
    return "".join(span.text for span in row.name)


def _by(evidence: Evidence, question: str, breakdown: str) -> Line:
    return (*question_heading(evidence, question), *by(evidence, breakdown))


def by(evidence: Evidence, breakdown: str) -> Line:
    """How the title of a table ends that shows the groups of a breakdown."""
    return (*words(", by "), *label(lower_first(evidence.story.questionnaire.breakdowns[breakdown].title)))


def in_parts(groups: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    """Groups in parts of as many as a table can have columns."""
    return [groups[start : start + MOST_COLUMNS] for start in range(0, len(groups), MOST_COLUMNS)]


def part_of(evidence: Evidence, table: Table, groups: Sequence[tuple[str, str]]) -> Table:
    """A table of some groups, its title saying which."""
    first, last = (label(evidence.story.level_label(*group)) for group in (groups[0], groups[-1]))
    return replace(table, title=(*table.title, *words(": from "), *first, *words(" to "), *last))


def _table(
    evidence: Evidence, question: str, breakdown: str, title: Line, stub: Line, columns: tuple[Line, ...],
    rows: Iterable[Row], *, beside: bool = True,
) -> Table:  # fmt: skip
    rows = tuple(rows)
    return Table(
        id=table_id(question, breakdown),
        title=title,
        stub=stub,
        columns=columns,
        rows=rows,
        notes=notes_of(evidence, question, breakdown, beside=beside),
        legend=legend_of(rows),
        source=source(evidence),
    )


def notes_of(evidence: Evidence, question: str, breakdown: str, *, beside: bool = True) -> tuple[Line, ...]:
    """What must be known with a table of a question: its base, what its percentages add up to, what overlaps."""
    if is_coded(evidence, question):
        return _notes_of_coded(evidence, question, breakdown)
    options = {told.option for told in rows_of(evidence, question)}
    several = evidence.story.questionnaire.questions[question].kind is Kind.MULTIPLE
    notes = [base_note(evidence, question, beside=beside and BASE_ANSWERED in options)]
    notes += [words(MORE_THAN_WHOLE if several else ROUNDING_NOTE)] if _has_shares(evidence, question) else []
    if any(option.startswith("net_") for option in options):
        notes.append(words(NET_OF_SEVERAL_NOTE if several else NET_NOTE))
    if breakdown and overlapping(evidence.story.questionnaire, breakdown):
        notes.append(words(OVERLAP_NOTE))
    return (*notes, words(BRACKETS_NOTE)) if _has_shares(evidence, question) else tuple(notes)


def _stub(evidence: Evidence, question: str) -> Line:
    return words("Theme" if coded_as(evidence, question) == THEMES else "Answer")


def told_rows(evidence: Evidence, question: str) -> list[Told]:
    """The rows of a question's tables: as they were answered; of coded comments the themes, most named first."""
    if coded_as(evidence, question) == THEMES:
        return table_rows(evidence, question)
    rows = rows_of(evidence, question)
    return [row for row in rows if row.kind != "missing"] if is_coded(evidence, question) else rows


def _notes_of_coded(evidence: Evidence, question: str, breakdown: str) -> tuple[Line, ...]:
    """What must be known with a table of coded comments."""
    notes = [base_note(evidence, question, beside=False)]
    several = evidence.story.questionnaire.questions[question].kind is Kind.MULTIPLE
    notes.append(words(MORE_THAN_ONE_THEME if several else ROUNDING_NOTE))
    if any(told.kind == PART for told in told_rows(evidence, question)):
        notes.append(words(WITH_PARTS_NOTE))
    if breakdown and overlapping(evidence.story.questionnaire, breakdown):
        notes.append(words(OVERLAP_NOTE))
    return (*notes, words(BRACKETS_NOTE))


def _has_shares(evidence: Evidence, question: str) -> bool:
    return any(
        told.kind != "base" and told.measure is None and told.kind != "missing" for told in rows_of(evidence, question)
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
