"""What a declared sample adds to the evidence: weighted shares and effective bases counted again; estimates by form.

Intervals, p-values, Cramer's V and which groups are higher than others are not computed a second time: they are held
against what each of them must be (`docs/verify.md`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from findings.audit.recount.cells import RUN_AGAIN, Expected, at
from findings.audit.recount.evidence import HIDDEN, NOT_APPLICABLE, SHOWN, Row
from findings.audit.recount.expected import in_base
from findings.audit.recount.identifiers import BASE, PERCENT, CellName, TableName
from findings.audit.recount.population import half_up
from findings.audit.recount.question import MULTIPLE, Question, Questionnaire
from findings.audit.recount.settings import Sample
from findings.audit.recount.weights import Weights
from findings.errors import Problem

SAMPLE = "sample"
WEIGHTED, EFFECTIVE, P_VALUE, CRAMERS_V, HIGHER = "weighted", "effective", "p_value", "cramers_v", "higher_than"
OF_A_SAMPLE = (WEIGHTED, EFFECTIVE, P_VALUE, CRAMERS_V, HIGHER)
ALL_GROUPS = "all"
NOTES = {
    BASE: "Respondents",
    "before": "Effective base with the weights of the design",
    "after": "Effective base after raking",
    "sweeps": "Rounds of raking until the margins agreed",
    "at_bounds": "Respondents whose weight was trimmed",
}
TESTS = {P_VALUE: ("probability", 3), CRAMERS_V: ("effect size", 2)}
"""Measure -> its unit and the digits after the point."""
_NEAR = Fraction(1, 1000)
"""How near a half an effective base may lie to be rounded either way: it is worked out from more than millionths."""


def sample_cells(
    sample: Sample,
    weights: Weights,
    questionnaire: Questionnaire,
    cells: Sequence[CellName],
    plain: Mapping[str, Expected],
) -> dict[str, Expected]:
    """The cells that a declared sample adds; those of shares that have an interval take the place of the plain ones.

    Parameters
    ----------
    sample, weights
        How respondents were drawn, and what they weigh.
    questionnaire, cells, plain
        What names mean, and the cells of the declared tables as they must be without a sample.
    """
    told = _of_the_sample(sample, weights)
    simple = not weights.differ and not set(sample.columns) - {"weight"}
    shares = [cell for cell in cells if cell.measure == PERCENT and plain[cell.text].value]
    if simple:
        told |= {cell.text: replace(plain[cell.text], interval=True) for cell in shares}
    else:
        told |= _weighted(weights, questionnaire, shares, plain)
    tables: dict[TableName, list[str]] = {}
    for cell in cells:
        if cell.table.breakdown in sample.compared:
            tables.setdefault(cell.table, []).append(cell.level)
    for table, levels in tables.items():
        told |= _compared(questionnaire, table, list(dict.fromkeys(levels)), plain)
    return told


def _of_the_sample(sample: Sample, weights: Weights) -> dict[str, Expected]:
    n = len(weights.each)
    given = [int(weight * 10**12) for weight in weights.given]
    table = TableName(SAMPLE)
    told = {
        CellName(table, BASE): (str(n), "", "responses"),
        CellName(table, "before", measure=EFFECTIVE): (*_effective(sum(given), _squares(given)), "responses"),
    }
    if sample.margins:
        own = _effective(sum(weights.each), _squares(weights.each))
        told[CellName(table, "after", measure=EFFECTIVE)] = (*own, "responses")
        told[CellName(table, "sweeps")] = ("", "", "rounds")
        told[CellName(table, "at_bounds")] = ("" if sample.trimmed else "0", "", "responses")
    found = {}
    for cell, (value, also, unit) in told.items():
        columns = {
            "table": SAMPLE, "measure": cell.measure, "question": SAMPLE, "item": "", "option": cell.option,
            "breakdown": "", "level": "", "filter": "", "unit": unit, "digits": "0", "base_cell": "",
            "base_kind": "answered", "from": "",
        }  # fmt: skip
        note = NOTES[cell.option]
        found[cell.text] = Expected(value, columns, False, also, note, estimated=not value)
    return found


def _weighted(
    weights: Weights, questionnaire: Questionnaire, shares: Sequence[CellName], plain: Mapping[str, Expected]
) -> dict[str, Expected]:
    """Weighted shares with intervals, and of each group how many drawn by simple chance would tell as much."""
    chosen = {share.text: share.sibling(share.option) for share in shares}
    bases = {share.text: share.sibling(BASE) for share in shares}
    sums = weights.sums(questionnaire, [*chosen.values(), *bases.values()])
    squares = weights.sums(questionnaire, list(dict.fromkeys(bases.values())), power=2)
    told: dict[str, Expected] = {}
    for share in shares:
        base = bases[share.text]
        value = half_up(100 * sums[chosen[share.text].text], sums[base.text])
        own = plain[share.text]
        told[replace(share, measure=WEIGHTED).text] = replace(
            own, value=value, columns={**own.columns, "measure": WEIGHTED}, interval=True
        )
        value, also = _effective(sums[base.text], squares[base.text])
        columns = {**own.columns, "measure": EFFECTIVE, "option": BASE, "unit": "responses", "from": ""}
        told[replace(base, measure=EFFECTIVE).text] = Expected(value, {**columns, "base_cell": base.text}, also=also)
    return told


def _compared(
    questionnaire: Questionnaire, table: TableName, levels: Sequence[str], plain: Mapping[str, Expected]
) -> dict[str, Expected]:
    """The test of a table, and of each share the groups that it is higher than."""
    question, breakdown = questionnaire.questions[table.asked], questionnaire.breakdowns[table.breakdown]
    levels = [level for level in levels if level in breakdown.levels]
    given = [option for option in question.options if in_base(question, option)]
    told: dict[str, Expected] = {}
    overlap = any(questionnaire.questions[asked].kind == MULTIPLE for asked in breakdown.asked)
    if not question.several and not overlap:
        origins = [CellName(table, option, level).text for level in levels for option in (*_tested(question), BASE)]
        for measure, (unit, digits) in TESTS.items():
            cell = CellName(table, BASE, ALL_GROUPS, measure)
            told[cell.text] = _estimate(cell, plain, levels[0], unit, digits, origins)
    nets = [net for net in question.nets if in_base(question, net)]
    for option in (*given, *nets):
        origins = [CellName(table, one, level).text for level in levels for one in (option, BASE)]
        for level in levels:
            cell = CellName(table, option, level, HIGHER)
            told[cell.text] = _estimate(cell, plain, level, "groups", 0, origins)
    return told


def _tested(question: Question) -> list[str]:
    """The answers of those in the base, which a table's test holds against the groups."""
    return [option for option in question.options if option in question.in_base]


def _estimate(
    cell: CellName, plain: Mapping[str, Expected], level: str, unit: str, digits: int, origins: Sequence[str]
) -> Expected:
    base = plain[CellName(cell.table, BASE, level).text].columns
    own = {"measure": cell.measure, "option": cell.option, "level": cell.level, "unit": unit, "digits": str(digits)}
    columns = {**base, **own, "base_cell": "", "from": " ".join(origins)}
    return Expected("", columns, False, estimated=True)


def _squares(weights: Sequence[int]) -> int:
    return sum(weight * weight for weight in weights)


def _effective(total: int, squares: int) -> tuple[str, str]:
    """The effective base as it is rounded, and as it might be where it lies near a half."""
    if not squares:
        return "0", ""
    exact = Fraction(total * total, squares)
    near = {half_up((exact + side).numerator, (exact + side).denominator) for side in (-_NEAR, _NEAR)}
    value = half_up(exact.numerator, exact.denominator)
    return value, next(iter(near - {value}), "")


def plausible_problems(
    rows: Sequence[Row], expected: Mapping[str, Expected], questionnaire: Questionnaire
) -> Iterator[Problem]:
    """Estimates that are not of the form that they must have, and ends of intervals on the wrong side."""
    for row in rows:
        cell = expected.get(row["cell"])
        if cell is None or row["status"] == HIDDEN:
            continue
        if cell.interval:
            yield from _interval(row)
        if cell.estimated:
            yield from _estimated(row, questionnaire, int(expected[f"{SAMPLE}#{BASE}"].value))


def _interval(row: Row) -> Iterator[Problem]:
    ends = (row["low"], row["high"])
    if ends == ("", ""):
        # Of too few, or where a stratum has one alone, there is no interval.
        return
    numbers = [int(text) for text in (row["low"], row["value"], row["high"]) if re.fullmatch(r"[0-9]{1,3}", text)]
    if len(numbers) < 3 or numbers != sorted(numbers) or numbers[-1] > 100:
        what = "an interval that does not hold its share, or is none"
        yield Problem(
            at(row["cell"]), what, f"{ends[0]} to {ends[1]}", f"around {row['value']}, in 0 to 100", RUN_AGAIN
        )


def _estimated(row: Row, questionnaire: Questionnaire, respondents: int) -> Iterator[Problem]:
    """A probability, a size or a number of groups that cannot be one."""
    measure, value, where = row["measure"], row["value"], at(row["cell"])
    if measure == HIGHER:
        yield from _higher(row, questionnaire)
        return
    if measure in TESTS:
        _, digits = TESTS[measure]
        if row["status"] == NOT_APPLICABLE and not value:
            # A table of one group, or of one answer, has no test.
            pass
        elif not re.fullmatch(rf"(0\.[0-9]{{{digits}}}|1\.0{{{digits}}})", value):
            what = f"not a number from 0 to 1 with {digits} digits after the point"
            yield Problem(where, what, value or "nothing", "0 to 1", RUN_AGAIN)
        note = ""
    else:
        note = NOTES.get(row["option"], "")
        if not re.fullmatch(r"[0-9]{1,9}", value) or row["status"] != SHOWN:
            yield Problem(where, "not a whole number", value or "nothing", "0 or more", RUN_AGAIN)
        elif row["option"] == "at_bounds" and int(value) > respondents:
            yield Problem(where, "more respondents than there are", value, str(respondents), RUN_AGAIN)
    if row["note"] != note:
        yield Problem(where, "something in 'note' that no count gives", row["note"], note or "nothing", RUN_AGAIN)


def _higher(row: Row, questionnaire: Questionnaire) -> Iterator[Problem]:
    """The note names other groups of the breakdown, each once, and the number says how many."""
    named, levels = row["note"].split(), questionnaire.breakdowns[row["breakdown"]].levels
    others = [level for level in levels if level != row["level"]]
    if " ".join(named) != row["note"] or named != [level for level in others if level in named]:
        what = "a note that does not name other groups of the breakdown, each once and in their order"
        yield Problem(at(row["cell"]), what, row["note"], ", ".join(others), RUN_AGAIN)
    if row["status"] != SHOWN or row["value"] != str(len(named)):
        what = "not the number of groups that its note names"
        yield Problem(at(row["cell"]), what, row["value"] or "nothing", str(len(named)), RUN_AGAIN)
