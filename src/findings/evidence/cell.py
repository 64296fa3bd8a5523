"""A cell of evidence: one number, what it counts, and whether it may be seen."""

from __future__ import annotations

import csv
import enum
import functools
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from findings.consultation.names import CellId
from findings.evidence.csvtext import csv_text


class Status(enum.StrEnum):
    """Whether a value is there; Government Analysis Function shorthand where it is not."""

    SHOWN = "shown"
    ROUNDED = "rounded"
    CONFIDENTIAL = "[c]"
    LOW = "[low]"
    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"

    @property
    def meaning(self) -> str:
        """The status in words, as a note under a table says it."""
        return _MEANING[self]


_MEANING = {
    Status.SHOWN: "the value as counted",
    Status.ROUNDED: "rounded to protect confidentiality",
    Status.CONFIDENTIAL: "not shown, to protect confidentiality",
    Status.LOW: "rounds to nothing but is more than nothing",
    Status.NOT_AVAILABLE: "not available",
    Status.NOT_APPLICABLE: "not applicable",
}
assert set(_MEANING) == set(Status)

VISIBLE = (Status.SHOWN, Status.ROUNDED)
"""The statuses of a cell that carries a number; every other stands in the number's place."""


class SourceKind(enum.StrEnum):
    """What kind of data a cell was counted from."""

    RESPONSES = "responses"
    TALLY = "tally"
    MADE_UP = "made_up"
    OFFICIAL = "official"


SOURCE_KIND = "source_kind"
"""The column of every data file of a run that says so in each row, so that no row can pass for another kind."""


class Measure(enum.StrEnum):
    """What a cell says about the answers that it counts."""

    COUNT = "count"
    PERCENT = "percent"
    PERCENT_OF_ANSWERED = "percent_of_answered"
    PERCENT_OF_ASKED = "percent_of_asked"
    DIFFERENCE = "difference"
    MENTIONS = "mentions"
    MEAN = "mean"
    MEDIAN = "median"
    LOWER_QUARTILE = "lower_quartile"
    UPPER_QUARTILE = "upper_quartile"
    BORDA = "borda"
    INDEX = "index"
    WEIGHTED = "weighted"
    EFFECTIVE = "effective"
    P_VALUE = "p_value"
    CRAMERS_V = "cramers_v"
    HIGHER_THAN = "higher_than"
    AGREED = "agreed"
    KAPPA = "kappa"
    ALPHA = "alpha"


PLAIN_NUMBERS = (Measure.COUNT, Measure.MENTIONS, Measure.BORDA)
"""Measures that are whole numbers of things, printed with commas between thousands."""
PERCENTAGES = (Measure.PERCENT, Measure.PERCENT_OF_ANSWERED, Measure.PERCENT_OF_ASKED, Measure.WEIGHTED)
"""Measures that are shares of a base."""
STATISTICS = (Measure.MEAN, Measure.MEDIAN, Measure.LOWER_QUARTILE, Measure.UPPER_QUARTILE)
"""Measures of a number or of a scale's scores, which stand at the base of a group."""
OF_CODERS = (Measure.AGREED, Measure.KAPPA, Measure.ALPHA)
"""Measures of how far coders agree; the count in their column `from` is what must be seen for them to be seen."""


@dataclass(frozen=True)
class Cell:
    """One row of `evidence.csv`; the fields are its columns (fixed).

    Parameters
    ----------
    cell, table
        Identifiers (`findings.consultation.names`).
    measure, question, item, option, breakdown, level, filter
        The parts of the identifier, each in its own column.
    value
        Decimal text as printed; empty unless `status` is shown or rounded.
    unit, digits
        responses, percent or percentage points; digits after the decimal point.
    low, high
        An interval, where one was asked for.
    base_cell, base_kind
        The cell that a percentage is taken of, and of whom it is: answered, asked or all.
    origins
        The cells that a net, difference or index is made of (the column `from`).
    status, source_kind, note
        Whether the value may be seen, what it was counted from, and what must be known with it.
    """

    cell: str
    table: str
    measure: str
    question: str
    item: str
    option: str
    breakdown: str
    level: str
    filter: str
    value: str
    unit: str
    digits: int
    low: str
    high: str
    base_cell: str
    base_kind: str
    origins: tuple[str, ...]
    status: Status
    source_kind: SourceKind
    note: str = ""

    @property
    def identifier(self) -> CellId:
        """The identifier in its parts."""
        return CellId(self.question, self.option, self.breakdown, self.level, self.measure, self.item, self.filter)

    @property
    def asked(self) -> str:
        """The question with its item, as the counted questionnaire names it."""
        return f"{self.question}.{self.item}" if self.item else self.question

    @property
    def visible(self) -> bool:
        """Whether the cell carries a number that may be seen."""
        return self.status in VISIBLE

    @property
    def number(self) -> int:
        """The value as a whole number.

        Raises
        ------
        ValueError
            If the cell is not shown: a hidden cell has no number.
        """
        if not self.visible:
            raise ValueError(f"{self.cell} is {self.status}: it has no number")
        return int(self.value)

    @property
    def text(self) -> str:
        """What a reader sees: the value with its unit, or the shorthand."""
        if not self.visible:
            return str(self.status)
        if self.unit == "percent":
            return f"{self.value}%"
        return group_thousands(self.value) if self.measure in PLAIN_NUMBERS else self.value

    @functools.cached_property
    def row(self) -> str:
        """Its line of `evidence.csv`: made once, since the slice of every chapter that reads the cell holds it."""
        values = _values(self)
        texts = [" ".join(value) if isinstance(value, tuple) else str(value) for value in values]
        together = _APART.join(texts)
        # Nearly all rows hold nothing that CSV or a spreadsheet could take for something else.
        return csv_text([texts]) if _SPECIAL.search(together) else together.replace(_APART, ",") + "\n"

    def hidden(self) -> Cell:
        """The same cell without its number."""
        return replace(self, value="", low="", high="", note="", status=Status.CONFIDENTIAL)


_FIELDS = tuple(field.name for field in fields(Cell))
_values = attrgetter(*_FIELDS)
_APART = "\x1f"
_SPECIAL = re.compile(rf'[",\r\n\t]|(?:^|{_APART})[=+@-]')
COLUMNS = tuple("from" if name == "origins" else name for name in _FIELDS)


def group_thousands(value: str) -> str:
    """A whole number with commas between thousands.

    Examples
    --------
    >>> group_thousands("6650"), group_thousands("-98")
    ('6,650', '-98')
    """
    return f"{int(value):,}"


def to_csv(cells: Iterable[Cell]) -> str:
    """The cells as CSV text, one a row, in the order given.

    A text that a spreadsheet could take for a formula is led by an apostrophe.
    """
    return csv_text([COLUMNS]) + "".join(cell.row for cell in cells)


_status = {str(status): status for status in Status}.__getitem__
_kind = {str(kind): kind for kind in SourceKind}.__getitem__
_cell: Callable[..., Cell] = Cell


def from_csv(text: str) -> Iterator[Cell]:
    """Read what `to_csv` wrote.

    Raises
    ------
    ValueError
        If the columns are not those of a cell.
    """
    reader = csv.reader(io.StringIO(text))
    head = tuple(next(reader, ()))
    if head != COLUMNS:
        raise ValueError(f"not evidence: its columns are {list(head)}, not {list(COLUMNS)}")
    for row in reader:
        if len(row) != len(COLUMNS):
            raise ValueError(f"not evidence: line {reader.line_num} has {len(row)} values, not {len(COLUMNS)}")
        # In the order of the fields: a large store has tens of thousands of rows, and every chapter reads them.
        *texts, digits, low, high, base_cell, base_kind, origins, status, source_kind, note = row
        others = low, high, base_cell, base_kind, tuple(origins.split()), _status(status), _kind(source_kind), note
        yield _cell(*texts, int(digits), *others)
