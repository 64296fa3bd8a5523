"""The query that counts cells again, written from their identifiers and the questionnaire alone.

Steps: `counted` has the number of each answer in each group of members; `members` says which groups these are;
`sums` adds them up under the names that cells count by (an option, a net, a base), and `averages` puts their numbers
in order; the last lines take shares and differences of these sums, in whole numbers, rounded once. One cell is printed
by the function that writes the query for a whole question, so that what an auditor runs is what was run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from findings.audit.recount.averages import average_lines, digits_of
from findings.audit.recount.identifiers import (
    AVERAGES,
    BASE,
    BASE_ANSWERED,
    BASE_ASKED,
    BORDA,
    COUNT,
    DIFFERENCE,
    MENTIONS,
    PERCENT,
    PERCENT_OF_ANSWERED,
    PERCENT_OF_ASKED,
    CellName,
    TableName,
)
from findings.audit.recount.meaning import SEPARATOR, condition, place_of
from findings.audit.recount.members import is_plain, member_of, member_rows, members_found
from findings.audit.recount.question import NUMERIC, Question, Questionnaire
from findings.audit.recount.sqltext import any_of, as_text, listed, literal, quoted
from findings.audit.recount.words import in_words

ALL = "all"
"""The member and level of everyone, where there is no breakdown: a name that no option can have."""
SHARES = {PERCENT: BASE, PERCENT_OF_ANSWERED: BASE_ANSWERED, PERCENT_OF_ASKED: BASE_ASKED}
"""Measure -> the base that it is a share of."""


@dataclass(frozen=True)
class Rows:
    """The rows that are counted.

    Parameters
    ----------
    relation
        What stands after FROM.
    tally
        Whether they are counts already.
    decimals
        Column of numbers -> the most digits after the point that a number in it, or an end of a band, has.
    n
        What a response adds to a count: itself, or its weight.
    """

    relation: str
    tally: bool = False
    decimals: Mapping[str, int] = field(default_factory=dict)
    n: str = "count(*)"

    def decimals_of(self, question: Question) -> int:
        """The digits after the point of a question's numbers; a guess would round them."""
        return self.decimals[question.source] if question.kind == NUMERIC else 0


RESPONSES = Rows("read_parquet('restricted/responses.parquet')")
TALLY = Rows(
    "read_csv('restricted/tally.csv', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')",
    tally=True,
)
"""The rows as someone in the run's folder reads them."""


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
    asked = questionnaire.questions[question]
    selected = [
        f"{_expression(asked, option, measure)} AS {quoted(column_of(option, measure))}" for option, measure in columns
    ]
    lines = [
        *_sums(questionnaire, asked, levels, columns, rows),
        'SELECT own."table", own.level,',
        *listed(selected),
        "FROM sums AS own",
        *_joins(columns),
    ]
    return "\n".join(lines)


def query_of_cell(questionnaire: Questionnaire, cell: CellName, rows: Rows) -> str:
    """The query of one cell, with words before it; it gives one number, or NULL where there is no base."""
    asked = questionnaire.questions[cell.table.asked]
    levels = [cell.level]
    if cell.measure == DIFFERENCE:
        levels.append(questionnaire.breakdowns[cell.table.breakdown].reference)
    column = (cell.option, cell.measure)
    lines = [
        *(f"-- {line}" for line in in_words(questionnaire, cell, tally=rows.tally)),
        *_sums(questionnaire, asked, {cell.table: levels}, [column], rows),
        f"SELECT {_expression(asked, *column)} AS {quoted(cell.text)}",
        "FROM sums AS own",
        *_joins([column]),
        f"WHERE own.level = {literal(cell.level or ALL)};",
    ]
    return "\n".join(lines)


def _joins(columns: Sequence[tuple[str, str]]) -> list[str]:
    measures = {measure for _, measure in columns}
    joins = []
    if DIFFERENCE in measures:
        joins.append('LEFT JOIN sums AS first ON first."table" = own."table" AND first.level = own.reference')
    if measures.intersection(AVERAGES):
        joins.append('LEFT JOIN averages ON averages."table" = own."table" AND averages.level = own.level')
    return joins


def _sum(name: str, of: str = "own") -> str:
    # '#' as in an identifier: no column of the query can have the same name.
    return f"{of}.{quoted('#' + name)}"


def _expression(question: Question, option: str, measure: str) -> str:
    if measure in (COUNT, MENTIONS, BORDA):
        return _sum(column_of(option, measure))
    if measure in AVERAGES:
        return as_text(f"averages.{quoted(measure)}", digits_of(question, measure))
    if measure == DIFFERENCE:
        return difference(_sum(option), _sum(BASE), _sum(option, "first"), _sum(BASE, "first"))
    return share(_sum(option), _sum(SHARES[measure]))


def _sums(
    questionnaire: Questionnaire,
    question: Question,
    levels: Mapping[TableName, Sequence[str]],
    columns: Sequence[tuple[str, str]],
    rows: Rows,
) -> list[str]:
    """The lines of `counted`, `members`, `sums` and, where they are wanted, of `averages`."""
    sums = [f"{how} AS {quoted('#' + name)}" for name, how in _added_up(question, columns, rows).items()]
    parts = [_counted(questionnaire, table, rows) for table in levels]
    averages = [measure for _, measure in columns if measure in AVERAGES]
    return [
        "WITH counted AS (",
        *_joined(parts, "  UNION ALL"),
        "),",
        *_members(questionnaire, levels, rows),
        "sums AS (",
        '  SELECT "table", level, reference,',
        *(f"  {line}" for line in listed(sums)),
        '  FROM members LEFT JOIN counted USING ("table", member)',
        "  GROUP BY ALL",
        ")" + ("," if averages else ""),
        *(average_lines(question, averages, rows.decimals_of(question)) if averages else ()),
    ]


def _added_up(question: Question, columns: Sequence[tuple[str, str]], rows: Rows) -> dict[str, str]:
    """What is added up under which name: what cells count, and the bases that shares are taken of."""
    counts = [option for option, measure in columns if measure not in (MENTIONS, BORDA, *AVERAGES)]
    bases = [SHARES.get(measure, BASE) for _, measure in columns if measure in (*SHARES, DIFFERENCE)]
    decimals = rows.decimals_of(question)
    sums = {name: _filtered(condition(question, name, decimals)) for name in dict.fromkeys([*counts, *bases])}
    for option, measure in columns:
        if measure == MENTIONS:
            sums[column_of(option, measure)] = _mentioned(question, option)
        elif measure == BORDA:
            points = f"({len(question.scores)} + 1 - {place_of(question)})"
            sums[column_of(option, measure)] = f"coalesce(sum(n * {points}), 0)"
    # Whoever asks for an average alone still asks of which groups.
    return sums or {BASE: _filtered(condition(question, BASE, decimals))}


def _mentioned(question: Question, option: str) -> str:
    """How many of these options were chosen, by all together."""
    of = question.options if option == BASE else question.nets.get(option, (option,))
    chosen = f"list_intersect(string_split(answer, {literal(SEPARATOR)}), [{any_of(of)}])"
    return f"coalesce(sum(n * len({chosen})), 0)"


def _counted(questionnaire: Questionnaire, table: TableName, rows: Rows) -> list[str]:
    """How often each answer was given by each kind of member."""
    breakdown = questionnaire.breakdowns[table.breakdown] if table.breakdown else None
    if rows.tally:
        member = 'tally."group"' if breakdown else literal(ALL)
        return [
            f'  SELECT {literal(table.text)} AS "table", {member} AS member, tally.answer AS answer,',
            "    sum(CAST(tally.n AS BIGINT)) AS n",
            f"  FROM {rows.relation} AS tally",
            f"  WHERE tally.question = {literal(table.asked)}",
            "  GROUP BY ALL",
        ]
    member = member_of(questionnaire, breakdown) if breakdown else literal(ALL)
    answer = f"responses.{quoted(questionnaire.questions[table.asked].source)}"
    return [
        f'  SELECT {literal(table.text)} AS "table", {member} AS member, {answer} AS answer, {rows.n} AS n',
        f"  FROM {rows.relation} AS responses",
        "  GROUP BY ALL",
    ]


def _members(questionnaire: Questionnaire, levels: Mapping[TableName, Sequence[str]], rows: Rows) -> list[str]:
    """Who belongs to each level, and which level it is compared with."""
    values: list[str] = []
    found: list[list[str]] = []
    for table, own in levels.items():
        own = list(dict.fromkeys(own))
        if not table.breakdown:
            values.append(f"({any_of([table.text, ALL, ALL, ALL])})")
            continue
        breakdown = questionnaire.breakdowns[table.breakdown]
        values += member_rows(questionnaire, breakdown, table.text, own)
        if not is_plain(questionnaire, breakdown):
            found.append(members_found(questionnaire, breakdown, table.text, own, rows.decimals))
    if not found:
        return ['members ("table", level, reference, member) AS (VALUES', *listed(values), "),"]
    return [
        'members ("table", level, reference, member) AS (',
        "  VALUES",
        *(f"  {line}" for line in listed(values)),
        *(line for lines in found for line in ("  UNION ALL", *lines)),
        "),",
    ]


def _filtered(which: str) -> str:
    return "0" if which == "false" else f"coalesce(sum(n) FILTER ({which}), 0)"


def _joined(parts: Sequence[Sequence[str]], between: str) -> list[str]:
    lines = list(parts[0])
    for part in parts[1:]:
        lines += [between, *part]
    return lines
