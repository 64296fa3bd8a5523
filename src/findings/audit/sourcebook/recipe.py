"""How to count a cell again in a workbook of its source: by filter in steps, and by formula.

The layout of the sheets of rows stands here, since steps and formulas both point into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from findings.audit.plaintext import listed
from findings.audit.sourcebook.table import Counted, SourceTable

SHEET_ROWS = 1_048_576
"""The rows of a sheet, with those above the table; so many has one of Excel."""

RECOUNT = "Recount"
LEFT = "A3"
"""The cell of a sheet of rows that says what a filter leaves."""

FIRST_COUNT = 4
"""The row of a sheet of rows, counted from 1, on which the first count by formula stands; the others follow."""

MOST_LISTED = 12
LONGEST_FORMULA = 8_000


@dataclass(frozen=True)
class RowsSheet:
    """One sheet of rows: its name, and which rows of the table it holds, from `start` up to `stop`."""

    name: str
    start: int
    stop: int
    header: int

    @property
    def first(self) -> int:
        """The sheet's row of the first row of the table, counted from 1."""
        return self.header + 1

    @property
    def last(self) -> int:
        """The sheet's row of the last; of a table without rows, the empty row under the header."""
        return self.header + max(self.stop - self.start, 1)

    def span(self, column: str) -> str:
        """A column of the table on this sheet."""
        return f"{column}${self.first}:{column}${self.last}"


def rows_sheets(table: SourceTable, sheet_rows: int = SHEET_ROWS) -> tuple[RowsSheet, ...]:
    """The sheets that hold the table: as many as it takes, at least one."""
    # One row stays empty between the counts and the header.
    header = FIRST_COUNT + len(table.counted) + 1
    capacity = sheet_rows - header
    starts = range(0, max(table.height, 1), capacity)
    return tuple(
        RowsSheet(f"Rows {number}" if number > 1 else "Rows", start, min(start + capacity, table.height), header)
        for number, start in enumerate(starts, start=1)
    )


def letter(column: int) -> str:
    """The letter of a column, counted from 0.

    Examples
    --------
    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    before, place = divmod(column, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + place)


def left_formula(table: SourceTable, sheet: RowsSheet) -> str:
    """What a filter leaves: the rows, or the sum of their numbers; hidden rows are not counted (103, 109)."""
    if table.numbers is None:
        return f"=SUBTOTAL(103,{sheet.span(letter(table.filled))})"
    return f"=SUBTOTAL(109,{sheet.span(letter(table.numbers))})"


def count_formula(table: SourceTable, counted: Counted, sheet: RowsSheet, chosen: Sequence[range]) -> str:
    """A count by formula, from what stands in the rows of one sheet; `chosen` holds each choice's rows on `Recount`.

    Texts are compared with `=`: COUNTIFS would take an answer such as `*`, `<early>` or `1-2` for a pattern, a
    comparison or a date.
    """
    if not all(counted.choices[place].texts for place in range(len(counted.choices))) or not table.height:
        return "=0"
    numbers = sheet.span(letter(table.numbers)) if table.numbers is not None else ""
    if not counted.choices:
        return f"=SUM({numbers})" if numbers else f"=COUNTA({sheet.span(letter(table.filled))})"
    factors = ["1"]
    for choice, rows in zip(counted.choices, chosen, strict=True):
        column = sheet.span(letter(choice.column))
        factors.append("(" + "+".join(f"({column}={RECOUNT}!$D${row})" for row in rows) + ")")
    formula = f"=SUMPRODUCT({'*'.join([*factors, numbers] if numbers else factors)})"
    if len(formula) <= LONGEST_FORMULA:
        return formula
    # More answers than a formula may hold: count the rows that are marked.
    marked = sheet.span(letter(len(table.columns) + table.counted.index(counted)))
    return f'=SUMIF({marked},"yes",{numbers})' if numbers else f'=COUNTIF({marked},"yes")'


def percent_formula(count: str, base: str, digits: int) -> str:
    """A percentage rounded half-up, in whole numbers up to the last step, so that a tie is a tie.

    Examples
    --------
    >>> percent_formula("B6", "B7", 0)
    '=IF(B7=0,"no base",INT((200*B6+B7)/(2*B7))/1)'
    """
    return f'=IF({base}=0,"no base",INT(({200 * 10**digits}*{count}+{base})/(2*{base}))/{10**digits})'


def difference_formula(own: tuple[str, str], other: tuple[str, str], digits: int) -> str:
    """The difference of two percentages, rounded once, half away from nothing."""
    over = f"({own[0]}*{other[1]}-{other[0]}*{own[1]})"
    under = f"({own[1]}*{other[1]})"
    whole = f"INT(({200 * 10**digits}*ABS{over}+{under})/(2*{under}))"
    return f'=IF({under}=0,"no base",SIGN{over}*{whole}/{10**digits})'


def weighted_formula(weights: Sequence[int], at: Sequence[str]) -> str:
    """Counts, each times a number, added up.

    Examples
    --------
    >>> weighted_formula([3, 2], ["B6", "B7"])
    '=3*B6+2*B7'
    """
    return f"={'+'.join(f'{weight}*{cell}' for weight, cell in zip(weights, at, strict=True))}"


def mean_formula(scores: Sequence[int], at: Sequence[str], digits: int) -> str:
    """The mean of scores from their counts, rounded half away from nothing, in whole numbers up to the last step."""
    total, people = f"({weighted_formula(scores, at)[1:]})", f"({'+'.join(at)})"
    whole = f"INT(({2 * 10**digits}*ABS{total}+{people})/(2*{people}))"
    return f'=IF({people}=0,"no base",SIGN{total}*{whole}/{10**digits})'


def median_formula(scores: Sequence[int], at: Sequence[str]) -> str:
    """The median of scores from their counts: half-way between the two that lie in the middle."""
    people, in_order = f"({'+'.join(at)})", sorted(zip(scores, at, strict=True))

    def score_at(place: str) -> str:
        terms, before = [], "0"
        for score, cell in in_order:
            terms.append(f"{score}*({place}>={before})*({place}<{before}+{cell})")
            before = f"{before}+{cell}"
        return "(" + "+".join(terms) + ")"

    low, high = f"INT(({people}-1)/2)", f"INT({people}/2)"
    return f'=IF({people}=0,"no base",({score_at(low)}+{score_at(high)})/2)'


def steps(table: SourceTable, sheets: Sequence[RowsSheet], printed: Sequence[str]) -> Iterator[str]:
    """How to filter the rows to each count, in words; `printed` says of each count what the run printed."""
    names = ", ".join(sheet.name for sheet in sheets)
    opened, each = f"Open the sheet {names}.", ""
    if len(sheets) > 1:
        opened = f"Open the sheets {names}: one sheet cannot hold all rows."
        each = " Do on each sheet what follows, and add up what they say."
    arrows = f"Row {sheets[0].header} holds the headings; the arrow of each opens its filter."
    yield f"{opened} {table.one_row} {arrows}{each}"
    for number, (counted, words) in enumerate(zip(table.counted, printed, strict=True)):
        clear = "Clear the filters. " if number else ""
        left = f"Cell {LEFT} then says {counted.number:,}" if len(sheets) == 1 else f"Together: {counted.number:,}"
        yield f"{clear}{counted.role}, {counted.cell}: {_choose(table, counted)} {left}; {words}."
    yield (
        "Where a list does not offer an answer, no row holds it together with what was chosen before. "
        f"The sheet {RECOUNT} counts the same by formula, without a filter."
    )


def _choose(table: SourceTable, counted: Counted) -> str:
    if not counted.choices:
        return "set no filter, for every row counts."
    parts = [
        f'in column {letter(choice.column)} ("{table.columns[choice.column].heading}") choose {_answers(choice.texts)}'
        for choice in counted.choices
    ]
    return f"{'; '.join(parts)}; nothing else."


def _answers(texts: Sequence[str]) -> str:
    if not texts:
        return "nothing: no answer meets what is asked, so no row counts"
    if len(texts) > MOST_LISTED:
        return f"the {len(texts)} answers that the sheet {RECOUNT} lists"
    return listed([f'"{text}"' for text in texts]).replace(" or ", " and ") if len(texts) > 1 else f'"{texts[0]}"'
