"""A cell's identifier taken apart, by a reader of its own.

It follows the grammar as it is written down (`q8.by.respondent_type#net_agree@individual!percent`), not the code that
writes identifiers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

NAME = re.compile(r"[a-z][a-z0-9_]*")
ITEM_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
"""A question, or a row of a matrix with its question: `q5.transport`."""
COUNT = "count"
PERCENT = "percent"
PERCENT_OF_ANSWERED = "percent_of_answered"
PERCENT_OF_ASKED = "percent_of_asked"
DIFFERENCE = "difference"
MENTIONS = "mentions"
MEAN, MEDIAN, LOWER_QUARTILE, UPPER_QUARTILE = "mean", "median", "lower_quartile", "upper_quartile"
AVERAGES = (MEAN, LOWER_QUARTILE, MEDIAN, UPPER_QUARTILE)
BORDA = "borda"
BASE = "base"
BASE_ANSWERED = "base_answered"
BASE_ASKED = "base_asked"
BASE_SCORED = "base_scored"
BASES = (BASE, BASE_ANSWERED, BASE_ASKED, BASE_SCORED)
NOT_ANSWERED = "not_answered"
NOT_ASKED = "not_asked"
MISSING = (NOT_ANSWERED, NOT_ASKED)
FUNNEL = "funnel"
CROSSED = ".x."
"""What stands between two breakdowns that are crossed; between their levels stands a point."""


@dataclass(frozen=True)
class TableName:
    """The parts of a table's identifier; crossed breakdowns stand in `breakdown` as `area.x.age`."""

    question: str
    breakdown: str = ""
    item: str = ""
    filter: str = ""

    @cached_property
    def text(self) -> str:
        """The identifier as it is written."""
        parts = (
            self.question,
            self.item,
            self.breakdown and f"by.{self.breakdown}",
            self.filter and f"if.{self.filter}",
        )
        return ".".join(part for part in parts if part)

    @property
    def asked(self) -> str:
        """The question with its item, as a questionnaire names it: `q5.transport`."""
        return f"{self.question}.{self.item}" if self.item else self.question


@dataclass(frozen=True)
class CellName:
    """The parts of a cell's identifier.

    Examples
    --------
    >>> CellName(TableName("q8", "area"), "agree", "leeds", "percent").text
    'q8.by.area#agree@leeds!percent'
    """

    table: TableName
    option: str
    level: str = ""
    measure: str = COUNT

    @cached_property
    def text(self) -> str:
        """The identifier as it is written."""
        level = f"@{self.level}" if self.level else ""
        return f"{self.table.text}#{self.option}{level}" + ("" if self.measure == COUNT else f"!{self.measure}")

    def sibling(self, option: str, level: str = "") -> CellName:
        """A count of the same table, of the same group unless `level` names another."""
        return CellName(self.table, option, level or self.level)


def read_table(text: str) -> TableName | None:
    """Read a table's identifier; None where it is none.

    Examples
    --------
    >>> read_table("q5.transport.by.area.x.age.if.online")
    TableName(question='q5', breakdown='area.x.age', item='transport', filter='online')
    >>> read_table("q8.by") is None
    True
    """
    words = text.split(".")
    if not all(NAME.fullmatch(word) for word in words):
        return None
    question, *rest = words
    item = breakdown = kept = ""
    if rest and rest[0] not in ("by", "if"):
        item, *rest = rest
    if rest[:1] == ["by"]:
        if rest[2:3] == ["x"]:
            breakdown, rest = ".".join(rest[1:4]), rest[4:]
        else:
            breakdown, rest = ".".join(rest[1:2]), rest[2:]
        if breakdown.count(".x.") != breakdown.count(".") // 2 or not breakdown:
            return None
    if rest[:1] == ["if"] and len(rest) == 2:
        kept, rest = rest[1], []
    if rest:
        return None
    return TableName(question, breakdown, item, kept)


def read_cell(text: str) -> CellName | None:
    """Read a cell's identifier; None where it is none.

    Examples
    --------
    >>> read_cell("q8.by.area#net_agree@leeds!percent")
    CellName(table=TableName(question='q8', breakdown='area', item='', filter=''), option='net_agree', level='leeds', \
measure='percent')
    >>> read_cell("q8#net_agree@leeds") is None, read_cell("q8.by.area#base") is None
    (True, True)
    """
    before, hash_sign, after = text.partition("#")
    table = read_table(before)
    after, bang, measure = after.partition("!")
    option, at_sign, level = after.partition("@")
    if table is None or not hash_sign or not NAME.fullmatch(option):
        return None
    if bang and (not NAME.fullmatch(measure) or measure == COUNT):
        return None
    levels = level.split(".") if at_sign else []
    if len(levels) != (table.breakdown.count(".x.") + 1 if table.breakdown else 0):
        return None
    if not all(NAME.fullmatch(name) for name in levels):
        return None
    return CellName(table, option, level, measure or COUNT)
