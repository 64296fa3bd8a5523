"""What respondents of a declared sample weigh: `restricted/weights.csv` against the responses and the parameters.

A weight is a whole number of millionths. Where nothing was raked it is the weight that the data give; where weights
were raked, they add up to the people of each group that they were raked to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from findings.audit.recount.csvfile import read_rows
from findings.audit.recount.engine import count_again
from findings.audit.recount.identifiers import CellName
from findings.audit.recount.population import answers_of
from findings.audit.recount.populationfile import Population
from findings.audit.recount.question import Questionnaire
from findings.audit.recount.settings import Sample
from findings.audit.recount.source import ID, LOADED, SOURCE_KIND, Source
from findings.audit.recount.sqltext import quoted
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed

WEIGHTS = "restricted/weights.csv"
COLUMNS = (ID, "weight", SOURCE_KIND)
MILLION = 1_000_000
WEIGHED, WEIGHT = "weighed", "#weight"
"""The table of responses with their weights, and its column: no question can be called so."""
SHARE_LEFT = Fraction(1, MILLION)
"""The largest part of a population by which raked weights may miss it."""


@dataclass(frozen=True)
class Weights:
    """The weights of a run, opened beside its responses.

    Parameters
    ----------
    each
        The weights in the order of the responses, in millionths.
    given
        The weights that the data give; all the same where they give none.
    source
        The responses.
    """

    each: tuple[int, ...]
    given: tuple[Fraction, ...]
    source: Source

    @property
    def differ(self) -> bool:
        """Whether respondents weigh differently."""
        return len(set(self.each)) > 1

    def sums(self, questionnaire: Questionnaire, cells: Sequence[CellName], power: int = 1) -> dict[str, int]:
        """Of each count, the sum of weights, or of their squares, instead of the number of respondents."""
        product = " * ".join([f"CAST(responses.{quoted(WEIGHT)} AS HUGEINT)"] * power)
        rows = replace(self.source.rows, relation=WEIGHED, n=f"sum({product})")
        values = count_again(replace(self.source, rows=rows), questionnaire, cells)
        return {cell: int(value) for cell, value in values.items()}


def open_weights(run: Path, source: Source, sample: Sample, kind: str) -> Weights:
    """Read `weights.csv`, and lay it beside the responses.

    Raises
    ------
    VerificationFailed
        If it is missing or of other form, names other responses, or holds what is no weight; or the responses do.
    """
    rows = read_rows(run, WEIGHTS)
    problems = []
    if rows and tuple(rows[0]) != COLUMNS:
        raise _failed(WEIGHTS, "not the columns of weights", ", ".join(rows[0]), ", ".join(COLUMNS))
    column = "CAST(weight AS VARCHAR)" if "weight" in sample.columns and "weight" in source.columns else "'1'"
    found = source.fetch(f"SELECT CAST({quoted(ID)} AS VARCHAR), {column} FROM {source.file}")
    named = [row[ID] for row in rows]
    # In a CSV file an identifier that begins like a formula is led by an apostrophe.
    if len(named) != len(found) or any(
        own not in (name, f"'{name}") for own, (name, _) in zip(named, found, strict=True)
    ):
        problems.append(Problem(WEIGHTS, "not the responses that were analysed, each once and in their order", do=ASK))
    wrong = [row["weight"] for row in rows if not (row["weight"].isascii() and row["weight"].isdigit())]
    if wrong:
        problems.append(Problem(WEIGHTS, "not a weight in millionths", wrong[0][:80], "a whole number", ASK))
    kinds = {row[SOURCE_KIND] for row in rows} - {kind}
    if kinds:
        what = "rows that do not say of what kind the data are, or say another"
        problems.append(Problem(WEIGHTS, what, ", ".join(sorted(kinds)) or "nothing", kind, ASK))
    if problems:
        raise VerificationFailed(problems)
    each = tuple(int(row["weight"]) for row in rows)
    identifiers = [str(name) for name, _ in found]
    source.connection.execute(f"CREATE TABLE weights ({quoted(ID)} VARCHAR, {quoted(WEIGHT)} BIGINT)")
    if each:
        source.connection.execute(
            "INSERT INTO weights SELECT unnest($names), unnest($weights)", {"names": identifiers, "weights": list(each)}
        )
    source.connection.execute(f"CREATE TABLE {WEIGHED} AS SELECT * FROM {LOADED} JOIN weights USING ({quoted(ID)})")
    return Weights(each, tuple(_number(source.name, str(text)) for _, text in found), source)


def weight_problems(
    weights: Weights, sample: Sample, questionnaire: Questionnaire, populations: Mapping[str, Population]
) -> Iterator[Problem]:
    """Weights that are not those of the data, or that miss the population that they were raked to."""
    if not sample.margins:
        millionths = [
            int((Decimal(given.numerator) / Decimal(given.denominator) * MILLION).quantize(Decimal(1), ROUND_HALF_UP))
            for given in weights.given
        ]
        # The data may say more digits than a weight is read with.
        off = [n for n, (own, due) in enumerate(zip(weights.each, millionths, strict=True)) if _apart(own, due)]
        if off:
            what = f"weights that are not those of the responses ({len(off):,}, the first is weight {off[0] + 1})"
            yield Problem(WEIGHTS, what, str(weights.each[off[0]]), str(millionths[off[0]]), ASK)
        return
    total = 0
    for margin in sample.margins:
        population = populations.get(margin)
        if population is None:
            yield Problem(WEIGHTS, "raked to a breakdown without a table of population", margin, do=ASK)
            continue
        people = sum(population.residents.values())
        total = total or people
        yield from _margin_problems(weights, questionnaire, population, Fraction(total, people), total)


def _margin_problems(
    weights: Weights, questionnaire: Questionnaire, population: Population, scale: Fraction, total: int
) -> Iterator[Problem]:
    """Each group's weights add up to its people; totals of two tables that differ are brought to the first's."""
    breakdown = questionnaire.breakdowns[population.breakdown]
    needed = {level: answers_of(breakdown, level) for level in population.rows}
    sums = weights.sums(questionnaire, [cell for cells in needed.values() for cell in cells])
    # Each weight was rounded to a millionth.
    left = SHARE_LEFT * total + Fraction(len(weights.each), 2 * MILLION)
    for level, people in population.residents.items():
        own = Fraction(sum(sums[cell.text] for cell in needed[level]), MILLION)
        if abs(own - people * scale) > left:
            what = f"weights that do not add up to the population of {population.breakdown}, {level}"
            yield Problem(WEIGHTS, what, f"{float(own):.6f}", f"{float(people * scale):.6f}", ASK)


def _apart(own: int, due: int) -> bool:
    """Whether a weight is another than the one given: a float holds some sixteen digits of it."""
    return abs(own - due) > max(0, due // 10**15)


def _number(name: str, text: str) -> Fraction:
    try:
        return Fraction(Decimal(text))
    except (InvalidOperation, ValueError, OverflowError):
        raise _failed(name, "a weight that is no number", text[:80]) from None


def _failed(where: str, what: str, found: str = "", allowed: str = "") -> VerificationFailed:
    return VerificationFailed([Problem(where, what, found, allowed, ASK)])
