"""Names and identifiers: what may be called what, and how a table or a cell is written.

The grammar is fixed, since files, links and later runs rely on it::

    q8                                              a table, all respondents
    q8.by.respondent_type                           by a breakdown
    q8.by.respondent_type#agree@individual          a cell: a count
    q8.by.respondent_type#agree@individual!percent  another measure of the same cell
    q5.transport#net_top                            an item of a matrix or of a ranking
    q8.by.area.x.age#agree@leicester.under_25       by two breakdowns, crossed
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

NAME = r"[a-z][a-z0-9_]*"
_NAME = re.compile(NAME)
ALL = "all"
BASE = "base"
BASE_ANSWERED = "base_answered"
BASE_ASKED = "base_asked"
BASE_SCORED = "base_scored"
FUNNEL = "funnel"
AFTER_MIDPOINT = "after_midpoint"
"""The step of the funnel that sets aside what was sent after the day of a look while the consultation is open."""
POPULATION = "population"
"""The tables of who responded against who lives there: `population.by.age`."""
WITHDRAWN = "kept/withdrawn.csv"
"""Beside the parameters: the identifiers of responses that were withdrawn, a column with a heading."""
NOT_ANSWERED = "not_answered"
NOT_ASKED = "not_asked"
UNSAID = (NOT_ANSWERED, NOT_ASKED)
"""Why nothing was said: left out, or not asked."""
SAMPLE = "sample"
"""The table of what weights did to a declared sample."""
RESERVED = (ALL, BASE, "by", FUNNEL, "if", POPULATION, SAMPLE, "x")
RESERVED_PREFIXES = ("base_", "net_", "not_")

_TABLE = rf"(?P<question>{NAME})(?:\.(?!by\.|if\.)(?P<item>{NAME}))?"
_TABLE += rf"(?:\.by\.(?P<breakdown>{NAME}(?:\.x\.{NAME})?))?(?:\.if\.(?P<filter>{NAME}))?"
_CELL = re.compile(
    rf"(?P<table>{_TABLE})#(?P<option>{NAME})(?:@(?P<level>{NAME}(?:\.{NAME})?))?(?:!(?P<measure>{NAME}))?"
)


def name_fault(name: str) -> str:
    """Why `name` cannot be used, or an empty text.

    Examples
    --------
    >>> name_fault("q8")
    ''
    >>> name_fault("net_agree")
    "a reserved name: names that begin with 'net_' are made by the program"
    >>> name_fault("Q8")
    'not a name: names are small letters, digits and _, and begin with a letter'
    """
    if not _NAME.fullmatch(name):
        return "not a name: names are small letters, digits and _, and begin with a letter"
    if name in RESERVED:
        return "a reserved name: " + ", ".join(RESERVED) + " have a meaning in identifiers"
    for prefix in RESERVED_PREFIXES:
        if name.startswith(prefix):
            return f"a reserved name: names that begin with '{prefix}' are made by the program"
    return ""


def as_compared(text: str) -> str:
    """Text of a file as it is compared with names and labels: one space between words, letter case left out.

    Examples
    --------
    >>> as_compared("  Strongly   AGREE ")
    'strongly agree'
    """
    return " ".join(text.casefold().split())


@dataclass(frozen=True, order=True)
class CellId:
    """The parts of a cell's identifier.

    Examples
    --------
    >>> CellId("q8", "agree", "respondent_type", "individual", "percent").text
    'q8.by.respondent_type#agree@individual!percent'
    >>> parse_cell("q8#base")
    CellId(question='q8', option='base', breakdown='', level='', measure='count', item='', filter='')

    The item of a matrix or of a ranking may be given with its question:

    >>> CellId("q5.transport", "agree") == CellId("q5", "agree", item="transport")
    True
    """

    question: str
    option: str
    breakdown: str = ""
    level: str = ""
    measure: str = "count"
    item: str = ""
    filter: str = ""

    def __post_init__(self) -> None:
        question, _, item = self.question.partition(".")
        if item:
            object.__setattr__(self, "question", question)
            object.__setattr__(self, "item", item)

    @property
    def asked(self) -> str:
        """The question with its item, as the counted questionnaire names it."""
        return f"{self.question}.{self.item}" if self.item else self.question

    @property
    def table(self) -> str:
        """The identifier of the table that the cell stands in."""
        return table_id(self.question, self.breakdown, self.item, self.filter)

    @property
    def text(self) -> str:
        """The identifier as it is written."""
        level = f"@{self.level}" if self.level else ""
        measure = "" if self.measure == "count" else f"!{self.measure}"
        return f"{self.table}#{self.option}{level}{measure}"


def table_id(question: str, breakdown: str = "", item: str = "", filter: str = "") -> str:
    """The identifier of a table.

    Examples
    --------
    >>> table_id("q8", "area.x.age", filter="online")
    'q8.by.area.x.age.if.online'
    """
    parts = [question, item, breakdown and f"by.{breakdown}", filter and f"if.{filter}"]
    return ".".join(part for part in parts if part)


def parse_cell(text: str) -> CellId:
    """Read a cell's identifier.

    Raises
    ------
    ValueError
        If `text` does not follow the grammar, or gives a level without a breakdown or the reverse.

    Examples
    --------
    >>> parse_cell("q8.by.area.x.age#net_agree@leicester.under_25").level
    'leicester.under_25'
    """
    match = _CELL.fullmatch(text)
    if match is None or bool(match["breakdown"]) != bool(match["level"]):
        raise ValueError(f"not a cell's identifier: {text!r}; one looks like q8.by.area#agree@leicester!percent")
    found = {key: value for key, value in match.groupdict().items() if value and key != "table"}
    return CellId(**found)


def as_fragment(identifier: str) -> str:
    """The identifier as it stands in a link, percent-encoded.

    Examples
    --------
    >>> as_fragment("q8#agree@x!percent")
    'q8%23agree%40x%21percent'
    """
    return quote(identifier, safe="")
