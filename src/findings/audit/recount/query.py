"""The query that counts cells again, written from their identifiers and the questionnaire alone.

Three steps: `counted` has the number of each answer in each group of members; `sums` adds them up under the names that
cells count by (an option, a net, a base); the last line takes shares and differences of these sums, in whole numbers,
rounded once. One cell is printed by the function that writes the query for a whole question, so that what an auditor
runs is what was run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from findings.audit.recount.identifiers import (
    BASE,
    BASE_ANSWERED,
    COUNT,
    DIFFERENCE,
    PERCENT,
    CellName,
    TableName,
)
from findings.audit.recount.questionnaire import Questionnaire

ALL = "all"
"""The member and level of everyone, where there is no breakdown: a name that no option can have."""


@dataclass(frozen=True)
class Rows:
    """The rows that are counted: what stands after FROM, and whether they are counts already (a tally)."""

    relation: str
    tally: bool = False


RESPONSES = Rows("read_parquet('restricted/responses.parquet')")
TALLY = Rows(
    "read_csv('restricted/tally.csv', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')",
    tally=True,
)
"""The rows as someone in the run's folder reads them."""


def literal(text: str) -> str:
    """A text as SQL writes it.

    Examples
    --------
    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A column's name as SQL writes it.

    Examples
    --------
    >>> quoted('a "b" c')
    '"a ""b"" c"'
    """
    return '"' + name.replace('"', '""') + '"'


def any_of(names: Sequence[str]) -> str:
    """A list of texts as SQL writes it."""
    return ", ".join(literal(name) for name in names)


def share(count: str, base: str) -> str:
    """A percentage of a base, half-up, in whole numbers; NULL where the base is nobody.

    Examples
    --------
    >>> share("n", "base")
    'CASE WHEN base > 0 THEN (200 * n + base) // (2 * base) END'
    """
    return f"CASE WHEN {base} > 0 THEN (200 * {count} + {base}) // (2 * {base}) END"


def difference(count: str, base: str, other: str, other_base: str) -> str:
    """One percentage less another, rounded once, half away from zero; NULL where a base is nobody.

    Examples
    --------
    >>> print(difference("a", "b", "c", "d"))
    CASE WHEN b > 0 AND d > 0 THEN sign(a * d - c * b) * ((200 * abs(a * d - c * b) + b * d) // (2 * b * d)) END
    """
    apart, whole = f"{count} * {other_base} - {other} * {base}", f"{base} * {other_base}"
    rounded = f"(200 * abs({apart}) + {whole}) // (2 * {whole})"
    return f"CASE WHEN {base} > 0 AND {other_base} > 0 THEN sign({apart}) * ({rounded}) END"


def column_of(option: str, measure: str) -> str:
    """How a cell's column is called in the query of its question."""
    return option if measure == COUNT else f"{option}!{measure}"


def query_of_question(
    questionnaire: Questionnaire,
    question: str,
    levels: Mapping[TableName, Sequence[str]],
    columns: Sequence[tuple[str, str]],
    rows: Rows,
) -> str:
    """The query for several cells of a question, alone and by its breakdowns: a row a table and level.

    Parameters
    ----------
    questionnaire, question
        What is counted.
    levels
        Each table with its levels; one empty text without a breakdown.
    columns
        The option and measure of each column.
    rows
        Where the responses or counts are.
    """
    compares = any(measure == DIFFERENCE for _, measure in columns)
    selected = [
        f"{_expression(option, measure)} AS {quoted(column_of(option, measure))}" for option, measure in columns
    ]
    lines = [
        *_sums(questionnaire, question, levels, columns, rows),
        'SELECT own."table", own.level,',
        *_listed(selected),
        "FROM sums AS own",
        *(_JOIN if compares else ()),
    ]
    return "\n".join(lines)


def query_of_cell(questionnaire: Questionnaire, cell: CellName, rows: Rows) -> str:
    """The query of one cell, with words before it; it gives one number, or NULL where there is no base."""
    levels = [cell.level]
    if cell.measure == DIFFERENCE:
        levels.append(questionnaire.breakdowns[cell.table.breakdown].reference)
    column = (cell.option, cell.measure)
    lines = [
        *(f"-- {line}" for line in in_words(questionnaire, cell, rows)),
        *_sums(questionnaire, cell.table.question, {cell.table: levels}, [column], rows),
        f"SELECT {_expression(*column)} AS {quoted(cell.text)}",
        "FROM sums AS own",
        *(_JOIN if cell.measure == DIFFERENCE else ()),
        f"WHERE own.level = {literal(cell.level or ALL)};",
    ]
    return "\n".join(lines)


_JOIN = ('LEFT JOIN sums AS first ON first."table" = own."table" AND first.level = own.reference',)


def in_words(questionnaire: Questionnaire, cell: CellName, rows: Rows) -> list[str]:
    """What a cell counts and of whom, line by line."""
    question = questionnaire.questions[cell.table.question]
    counted = question.counted
    lines = [cell.text, f"counts: {question.name} is {_either(counted[cell.option])}"]
    if cell.table.breakdown:
        breakdown = questionnaire.breakdowns[cell.table.breakdown]
        members = _either(breakdown.members(cell.level) or ())
        lines.append(f"among:  {breakdown.question} is {members} (level {cell.level} of {breakdown.name})")
        if cell.measure == DIFFERENCE:
            members = _either(breakdown.levels[breakdown.reference])
            lines.append(f"less:   the same where {breakdown.question} is {members} (level {breakdown.reference})")
    if cell.measure != COUNT:
        base = _base_of(cell.measure)
        kind = "answered" if base == BASE_ANSWERED else question.base_kind
        lines.append(f"base:   {question.name} is {_either(counted[base])} (of those: {kind})")
        lines.append("rounded half-up, once, in whole numbers; NULL where the base is nobody")
    counts = "counts of restricted/tally.csv" if rows.tally else "rows of restricted/responses.parquet"
    return [*lines, f"from the {counts}; run it in DuckDB from the folder of the run"]


def _either(names: Sequence[str]) -> str:
    return " or ".join(names) if names else "nothing"


def _base_of(measure: str) -> str:
    return BASE if measure in (PERCENT, DIFFERENCE) else BASE_ANSWERED


def _sum(option: str, of: str = "own") -> str:
    # '#' as in an identifier: no column of the query can have the same name.
    return f"{of}.{quoted('#' + option)}"


def _expression(option: str, measure: str) -> str:
    if measure == COUNT:
        return _sum(option)
    if measure == DIFFERENCE:
        return difference(_sum(option), _sum(BASE), _sum(option, "first"), _sum(BASE, "first"))
    return share(_sum(option), _sum(_base_of(measure)))


def _sums(
    questionnaire: Questionnaire,
    question: str,
    levels: Mapping[TableName, Sequence[str]],
    columns: Sequence[tuple[str, str]],
    rows: Rows,
) -> list[str]:
    """The lines of `counted`, `members` and `sums`."""
    counted = questionnaire.questions[question].counted
    bases = [_base_of(measure) for _, measure in columns if measure != COUNT]
    names = dict.fromkeys([option for option, _ in columns] + bases)
    sums = [f"{_filtered(counted[name])} AS {quoted('#' + name)}" for name in names]
    parts = [_counted(questionnaire, table, rows) for table in levels]
    members = [row for table, own in levels.items() for row in _members(questionnaire, table, own)]
    return [
        "WITH counted AS (",
        *_joined(parts, "  UNION ALL"),
        "),",
        'members ("table", level, reference, member) AS (VALUES',
        *_listed(members),
        "),",
        "sums AS (",
        '  SELECT "table", level, reference,',
        *(f"  {line}" for line in _listed(sums)),
        '  FROM members LEFT JOIN counted USING ("table", member)',
        "  GROUP BY ALL",
        ")",
    ]


def _counted(questionnaire: Questionnaire, table: TableName, rows: Rows) -> list[str]:
    """How often each answer was given by each kind of member."""
    breakdown = questionnaire.breakdowns[table.breakdown].question if table.breakdown else ""
    if rows.tally:
        member = 'tally."group"' if breakdown else literal(ALL)
        return [
            f'  SELECT {literal(table.text)} AS "table", {member} AS member, tally.answer AS answer,',
            "    sum(CAST(tally.n AS BIGINT)) AS n",
            f"  FROM {rows.relation} AS tally",
            f"  WHERE tally.question = {literal(table.question)}",
            "  GROUP BY ALL",
        ]
    member = f"responses.{quoted(breakdown)}" if breakdown else literal(ALL)
    answer = f"responses.{quoted(table.question)}"
    return [
        f'  SELECT {literal(table.text)} AS "table", {member} AS member, {answer} AS answer, count(*) AS n',
        f"  FROM {rows.relation} AS responses",
        "  GROUP BY ALL",
    ]


def _members(questionnaire: Questionnaire, table: TableName, levels: Sequence[str]) -> list[str]:
    """Who belongs to each level, and which level it is compared with."""
    if not table.breakdown:
        return [f"({any_of([table.text, ALL, ALL, ALL])})"]
    breakdown = questionnaire.breakdowns[table.breakdown]
    return [
        f"({any_of([table.text, level, breakdown.reference, member])})"
        for level in dict.fromkeys(levels)
        for member in breakdown.members(level) or ()
    ]


def _filtered(answers: Sequence[str]) -> str:
    # SQL has no empty list; a base that leaves every option out is nobody.
    return f"coalesce(sum(n) FILTER (answer IN ({any_of(answers)})), 0)" if answers else "0"


def _listed(entries: Sequence[str]) -> list[str]:
    return [f"  {entry}," for entry in entries[:-1]] + [f"  {entries[-1]}"]


def _joined(parts: Sequence[Sequence[str]], between: str) -> list[str]:
    lines = list(parts[0])
    for part in parts[1:]:
        lines += [between, *part]
    return lines
