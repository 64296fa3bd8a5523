"""The account of a cell: what it counts, of whom, its base, filter and rounding, whether it is hidden, in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from findings.audit import coders, populations, weighing
from findings.audit.arithmetic import as_decimal, half_up, shares_of
from findings.audit.averages import ADDED_UP, added_up, average, average_lines, times_behind
from findings.audit.lineage import Lineage
from findings.audit.plaintext import listed
from findings.consultation.model import Kind
from findings.consultation.names import (
    ALL,
    BASE,
    BASE_ANSWERED,
    BASE_ASKED,
    BASE_SCORED,
    FUNNEL,
    NOT_ANSWERED,
    NOT_ASKED,
    SAMPLE,
    parse_cell,
)
from findings.evidence.cell import STATISTICS, Cell, Measure, SourceKind, Status

DISCLOSURE = "restricted/disclosure.csv"
_REASONS = ("reason", "step", "note")
NOT_PUBLIC = "THIS VALUE IS NOT PUBLIC. What follows is for auditors only: do not pass it on."
_OF_WHOM = {
    "answered": "those who answered the question",
    "asked": "those who were asked the question",
    "all": "all who responded",
}
_MISSING_WORDS = {
    NOT_ANSWERED: "those who gave no answer, though asked",
    NOT_ASKED: "those who were not asked",
}
_MEASURE_WORDS: dict[str, str] = {
    Measure.COUNT: "a count of responses",
    Measure.PERCENT: "a percentage of the base",
    Measure.PERCENT_OF_ANSWERED: "a percentage of those who answered",
    Measure.PERCENT_OF_ASKED: "a percentage of those who were asked",
    Measure.DIFFERENCE: "a difference between two percentages, in percentage points",
    Measure.MENTIONS: "a count of choices made: who made two of them counts twice",
    Measure.MEAN: "a mean",
    Measure.MEDIAN: "a median: half of them lie at it or below",
    Measure.LOWER_QUARTILE: "a lower quartile: a fourth of them lie at it or below",
    Measure.UPPER_QUARTILE: "an upper quartile: three fourths of them lie at it or below",
    Measure.INDEX: "an index: 100 where the share of respondents is that of residents",
    **weighing.WORDS,
    Measure.BORDA: "points added up: as many for a first place as there are places, one less for each behind it",
}
_BASE_WORDS = {
    BASE_ANSWERED: "everyone who answered the question",
    BASE_ASKED: "everyone who was asked the question",
    BASE_SCORED: "everyone whose answer has a score",
}
_SOURCE_WORDS = {
    SourceKind.RESPONSES: "responses, one row a response",
    SourceKind.TALLY: "a tally: counts without respondents",
    SourceKind.MADE_UP: "made-up data, one row a response or a count",
    SourceKind.OFFICIAL: "statistics published by others",
}
_HIDDEN_WORDS = {
    Status.SHOWN: "no: the value is printed as counted",
    Status.ROUNDED: "no, but it is rounded to protect confidentiality",
    Status.CONFIDENTIAL: "yes, printed as [c]: not shown, to protect confidentiality",
    Status.LOW: "no, printed as [low]: it rounds to nothing but is more than nothing",
    Status.NOT_AVAILABLE: "no, printed as [x]: it is not available",
    Status.NOT_APPLICABLE: "no, printed as [z]: there is no such value",
}
assert set(_HIDDEN_WORDS) == set(Status)


@dataclass(frozen=True)
class Fact:
    """One thing that is said of a cell."""

    label: str
    text: str


def facts_of(cell: Cell, lineage: Lineage, cells: Mapping[str, Cell]) -> tuple[Fact, ...]:
    """What the cell counts and how it was made, in the order in which an auditor asks."""
    facts = [
        Fact("Printed", cell.text),
        Fact("Counts", _counts(cell, lineage)),
        Fact("Question", _question(cell, lineage)),
        Fact("Of whom", groups_text(cell, lineage)),
        Fact("Measure", _measure(cell, lineage)),
        Fact("Base", _base(cell, lineage, cells)),
        Fact("Filter", _filter(cell, lineage)),
        Fact("Rounding", _rounding(cell)),
        Fact("Hidden", _HIDDEN_WORDS[cell.status]),
        Fact("Made from", _made_from(cell, lineage)),
    ]
    return (*facts, Fact("Note", cell.note)) if cell.note else tuple(facts)


def _counts(cell: Cell, lineage: Lineage) -> str:
    item = f", for {cell.item}" if cell.item else ""
    if cell.question in (FUNNEL, SAMPLE) or coders.is_of_coders(cell):
        return cell.note or cell.option
    if populations.is_of_population(cell):
        return populations.counts_text(cell)
    if cell.measure in STATISTICS or cell.measure == Measure.BORDA:
        return _numbers_of(cell, lineage)
    if cell.measure == Measure.MENTIONS and cell.option == BASE:
        return "every choice that was made of any answer"
    if cell.option == BASE:
        return f"the base, of which percentages are taken: {_of_whom(cell, lineage)}{item}"
    if cell.option in _BASE_WORDS:
        ranked = cell.option == BASE_SCORED and lineage.kind(cell.asked) == Kind.RANKING
        return f"{'everyone who ranked it' if ranked else _BASE_WORDS[cell.option]}{item}"
    if cell.option in _MISSING_WORDS:
        return f"{_MISSING_WORDS[cell.option]}{item}"
    several = lineage.kind(cell.asked) == Kind.MULTIPLE
    option = cell.option.removeprefix("not_")
    label = lineage.option_text(cell.asked, option)
    others = "everyone of the base who did not give " if option != cell.option else ""
    if not option.startswith("net_"):
        coded = lineage.coded.get(cell.asked)
        if coded is not None and coded.by == "people":
            of_all = option == "people"
            return "how many people took part or signed, where that is known" if of_all else f"submissions: {label}"
        given = "the code" if coded is not None else "the answer"
        return f'{others}{given} "{label}"{item}'
    parts = lineage.values_of(cell.asked, option) or ()
    together = listed([lineage.option_text(cell.asked, part) for part in parts]) if parts else "several answers"
    if others:
        return f"{others}any of {label}: {together}{item}"
    if several and cell.measure != Measure.MENTIONS:
        return f"{label}: who gave {together}, each respondent once{item}"
    return f"{label}: {together}, counted together{item}"


def _measure(cell: Cell, lineage: Lineage) -> str:
    if cell.measure == Measure.COUNT and lineage.is_of_submissions(cell.asked):
        return f"a count of {cell.unit}"
    if coders.is_of_coders(cell):
        return coders.WORDS.get(cell.measure, f"a count of {cell.unit}")
    return populations.measure_text(cell) or _MEASURE_WORDS.get(cell.measure, cell.measure)


def _made_from(cell: Cell, lineage: Lineage) -> str:
    if lineage.is_of_submissions(cell.asked) and not cell.origins:
        return "submissions, one row each"
    if coders.is_of_coders(cell):
        return coders.MADE_FROM
    return ", ".join(cell.origins) or _SOURCE_WORDS[cell.source_kind]


def _numbers_of(cell: Cell, lineage: Lineage) -> str:
    """What an average is taken of."""
    kind = lineage.kind(cell.asked)
    if kind == Kind.NUMERIC:
        return "the numbers that were given"
    if kind == Kind.RANKING:
        return f"the places at which {cell.item} was ranked, of those who ranked it"
    return "the scores of the answers that have one"


def _question(cell: Cell, lineage: Lineage) -> str:
    if cell.question == FUNNEL:
        return "none: a step from the responses received to those analysed"
    if cell.question == SAMPLE:
        return "none: what weights did to the sample"
    if coders.is_of_coders(cell):
        return lineage.question_text(coders.question_of(cell))
    if populations.is_of_population(cell):
        return lineage.question_text(lineage.breakdown_question.get(cell.breakdown, cell.breakdown))
    return lineage.question_text(cell.asked)


def groups_text(cell: Cell, lineage: Lineage) -> str:
    """The group of respondents that the cell is about; of a difference, both."""
    if cell.question == FUNNEL:
        return f"responses received through the channel {cell.level}" if cell.level else "all responses received"
    if coders.is_of_coders(cell):
        return coders.of_what(cell)
    if lineage.is_of_submissions(cell.asked):
        return f"all {lineage.coded[cell.asked].unit} received: submissions, and no respondents"
    if not cell.breakdown:
        return "all respondents"
    if populations.is_of_population(cell):
        return populations.group_text(cell, lineage)
    if cell.level == ALL:
        return f"all groups of {lineage.breakdowns.get(cell.breakdown, {}).get('title', cell.breakdown)}"
    own = _levels_text(cell.breakdown, cell.level, lineage)
    by = [lineage.breakdown_question.get(part, part) for part in cell.breakdown.split(".x.")]
    if any(lineage.kind(question) == Kind.MULTIPLE for question in by):
        own += " (a respondent may be in several of these groups)"
    if cell.measure != Measure.DIFFERENCE:
        return own
    others = {parse_cell(origin).level for origin in cell.origins} - {cell.level}
    return ", less ".join([own, *(_levels_text(cell.breakdown, other, lineage) for other in sorted(others))])


def _levels_text(breakdown: str, level: str, lineage: Lineage) -> str:
    pairs = zip(breakdown.split(".x."), level.split("."), strict=True)
    return "; ".join(lineage.level_text(one, of) for one, of in pairs)


def _of_whom(cell: Cell, lineage: Lineage) -> str:
    """Whom the base counts, with the answers that the questionnaire leaves out of it."""
    words = _OF_WHOM.get(cell.base_kind, cell.base_kind)
    if cell.measure in STATISTICS and cell.base_cell:
        option = parse_cell(cell.base_cell).option
        if option in _BASE_WORDS:
            ranked = option == BASE_SCORED and lineage.kind(cell.asked) == Kind.RANKING
            return "everyone who ranked it" if ranked else _BASE_WORDS[option]
    if cell.measure == Measure.PERCENT_OF_ASKED:
        return _OF_WHOM["asked"]
    base = lineage.base.get(cell.asked)
    if base is None or cell.option == BASE_ANSWERED or cell.measure == Measure.PERCENT_OF_ANSWERED:
        return words
    if lineage.kind(cell.asked) == Kind.MULTIPLE:
        return words
    left_out = [name for name in lineage.options_of(cell.asked) if name not in base]
    if not left_out:
        return words
    return f"{words}, without the answer {listed([lineage.option_text(cell.asked, name) for name in left_out])}"


def _base(cell: Cell, lineage: Lineage, cells: Mapping[str, Cell]) -> str:
    if populations.is_of_population(cell):
        return populations.base_text(cell, cells)
    if coders.is_of_coders(cell):
        return f"{_printed(cell.base_cell, cells)} {coders.OF_WHAT}" if cell.base_cell else "none: a count"
    if cell.question == SAMPLE or cell.measure in weighing.ESTIMATES:
        return "none"
    if cell.base_cell:
        return f"{_printed(cell.base_cell, cells)}, {_of_whom(cell, lineage)} ({cell.base_cell})"
    if cell.measure == Measure.DIFFERENCE:
        bases = [base for _, base in shares_of(cell.origins, cell.level)]
        told = " and ".join(f"{_printed(base, cells)} ({base})" for base in bases)
        return f"{told}: in each group {_of_whom(cell, lineage)}" if told else "not known: its counts are not named"
    if cell.option in (BASE, *_BASE_WORDS):
        return "this count is a base itself"
    base = replace(cell.identifier, option=BASE).text
    if cell.question == FUNNEL or base not in cells:
        return "none: a count"
    return f"none: a count; percentages in its table are taken of {_printed(base, cells)} ({base})"


def _printed(name: str, cells: Mapping[str, Cell]) -> str:
    return cells[name].text if name in cells else "not in the evidence"


def _filter(cell: Cell, lineage: Lineage) -> str:
    if not cell.filter:
        return "none"
    kept = lineage.filters.get(cell.filter, {})
    words = [
        f"{lineage.question_text(question)}: {listed([lineage.option_text(question, value) for value in values])}"
        for question, values in kept.items()
    ]
    return f"{cell.filter}: only where {' and '.join(words)}" if words else cell.filter


def _rounding(cell: Cell) -> str:
    if cell.measure == Measure.COUNT:
        return Status.ROUNDED.meaning if cell.status is Status.ROUNDED else "none: a count"
    if cell.measure in ADDED_UP:
        return "none: added up"
    if coders.is_of_coders(cell):
        return f"{coders.ROUNDED_FROM}; digits after the point: {cell.digits}"
    if cell.measure in weighing.ROUNDED_FROM:
        return f"{weighing.ROUNDED_FROM[cell.measure]}; digits after the point: {cell.digits}"
    if cell.measure == Measure.HIGHER_THAN:
        return "none: a number of groups"
    if cell.measure in STATISTICS:
        return f"half-up, once, from whole numbers; digits after the point: {cell.digits}"
    return f"half-up, once, from counts; digits after the point: {cell.digits}"


def why_hidden(cell: Cell, run: Path) -> Iterator[str]:
    """What disclosure control decided; [z], [x] and [low] hide nothing and need no such line."""
    if cell.status is not Status.CONFIDENTIAL:
        return
    try:
        text = (run / DISCLOSURE).read_text(encoding="utf-8")
    except FileNotFoundError:
        yield f"{DISCLOSURE} is missing, so the reason is not known"
        return
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row.get("cell") == cell.cell]
    for row in rows:
        yield "; ".join(f"{name}: {row[name]}" for name in _REASONS if row.get(name))
    if not rows:
        yield f"{DISCLOSURE} does not name it"


def worked_out(cell: Cell, cells: Mapping[str, Cell], lineage: Lineage, run: Path) -> Iterator[str]:
    """The arithmetic of a percentage, a difference, an average or a sum, from the counts as shown or the numbers."""
    if cell.measure in ADDED_UP:
        total, lines = added_up(cell, cells, lineage, run)
        yield from lines
        if total is not None:
            yield _against(str(total), cell)
        return
    if cell.measure in STATISTICS:
        yield from _averaged(cell, cells, lineage, run)
        return
    if coders.is_of_coders(cell):
        lines, value = coders.worked_out_lines(cell, run)
        yield from lines
        if value:
            yield f"rounded half-up: {_against(value, cell)}"
        return
    if populations.is_of_population(cell) or cell.measure in weighing.WORDS:
        of_people = populations.is_of_population(cell)
        lines, value = (
            populations.worked_out_lines(cell, cells) if of_people else weighing.worked_out_lines(cell, lineage, run)
        )
        yield from lines
        if value:
            yield f"rounded half-up: {_against(value, cell)}"
        return
    if cell.measure == Measure.DIFFERENCE:
        pairs = shares_of(cell.origins, cell.level)
    elif cell.measure != Measure.COUNT and cell.origins and cell.base_cell:
        pairs = ((cell.origins[0], cell.base_cell),)
    else:
        return
    shares: list[Fraction] = []
    for count, base in pairs:
        over, under = _number(cells.get(count)), _number(cells.get(base))
        if over is None or under is None:
            yield f"{count} / {base}: not both counts are shown, so nothing is worked out here"
            return
        if under == 0:
            yield f"{over:,} / 0: the base is nothing, so there is no share"
            return
        shares.append(Fraction(100 * over, under))
        yield f"{over:,} / {under:,} = {as_decimal(shares[-1])}%   ({count} / {base})"
    if not shares:
        return
    exact = shares[0] if len(shares) == 1 else shares[0] - shares[1]
    if len(shares) > 1:
        yield f"{as_decimal(shares[0])} - {as_decimal(shares[1])} = {as_decimal(exact)} percentage points"
    yield f"rounded half-up: {_against(half_up(exact, cell.digits), cell)}"


def _averaged(cell: Cell, cells: Mapping[str, Cell], lineage: Lineage, run: Path) -> Iterator[str]:
    times = times_behind(cell, cells, lineage, run)
    if times is None:
        yield "not every count that it is made of is shown, or has a number, so nothing is worked out here"
    elif not times:
        yield "nobody gave a number, so there is none"
    else:
        yield from average_lines(cell.measure, times)
        yield f"rounded half-up: {_against(half_up(average(cell.measure, times), cell.digits), cell)}"


def _against(value: str, cell: Cell) -> str:
    """A value worked out again beside the one that was printed."""
    if not cell.visible:
        return f"{value}; printed as {cell.status}: {cell.status.meaning}"
    if Fraction(value) == Fraction(cell.value):
        return f"{value}, the value printed"
    return f"{value}. THIS IS NOT THE VALUE PRINTED, {cell.value}"


def compared(number: int, cell: Cell | None) -> str:
    """A number that was counted again beside what was printed, in words."""
    if cell is None:
        return "it is not in the evidence"
    if not cell.visible:
        return f"printed as {cell.status}: {cell.status.meaning}"
    if cell.status is Status.ROUNDED:
        return f"printed rounded: {cell.text}"
    return "the value printed" if number == cell.number else f"THIS IS NOT THE VALUE PRINTED, {cell.text}"


def _number(cell: Cell | None) -> int | None:
    return cell.number if cell is not None and cell.visible else None
