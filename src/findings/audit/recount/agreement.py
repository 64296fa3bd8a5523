"""The tables of how far coders agree, made again from `codings.csv`: every value, and every end of an interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from findings.audit.recount.cells import RUN_AGAIN, Expected, at
from findings.audit.recount.codedquestions import THEMES
from findings.audit.recount.codeframe import CODEFRAME, FIXED_CODES, TO_CODE, read_codeframe
from findings.audit.recount.coders import AGREED, MEASURES, Comment, Told, agreements
from findings.audit.recount.codings import COUNTS, SETTLED, read_codings
from findings.audit.recount.csvfile import Row
from findings.audit.recount.evidence import HIDDEN
from findings.audit.recount.evidence import Row as EvidenceRow
from findings.audit.recount.identifiers import BASE, COUNT, CellName, TableName
from findings.audit.recount.population import half_up
from findings.audit.recount.question import Questionnaire
from findings.audit.recount.shorts import short_names
from findings.audit.recount.source import ID
from findings.audit.recount.yamlfile import Faults, read_mapping
from findings.errors import Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AGREEMENT = "_agreement"
RESAMPLES, SEED = 1000, 1
"""Where the code frame says nothing."""
UNITS = {AGREED: ("percent", 0), "kappa": ("coefficient", 2), "alpha": ("coefficient", 2)}
NOTES = {
    COUNT: "comments that two or more people coded",
    AGREED: "share of coders' decisions that are the same",
    "kappa": "kappa of those who coded the same comments",
    "alpha": "alpha of those who coded the same comments",
}
OF_ALL = {**NOTES, AGREED: "share of comments to which two coders gave the very same codes"}

Ends = dict[str, tuple[str, str]]
"""Cell -> the ends that its interval must have."""


def agreement_cells(run: Path, questionnaire: Questionnaire, threshold: int | None) -> tuple[dict[str, Expected], Ends]:
    """The cells of every table of agreement as they must be, and the ends of their intervals.

    Raises
    ------
    VerificationFailed
        If `codeframe.yaml` or `codings.csv` cannot be read.
    """
    free_text = read_codeframe(run / CODEFRAME)
    names = [coded.of[0] for name, coded in questionnaire.coded.items() if coded.by == THEMES and len(coded.of) == 1
             and name == coded.of[0] + THEMES]  # fmt: skip
    expected: dict[str, Expected] = {}
    ends: Ends = {}
    if not names:
        return expected, ends
    faults = Faults(Path(CODEFRAME).name)
    rule = read_mapping(run / CODEFRAME).child("agreement")
    resamples = rule.whole_number("resamples", RESAMPLES, faults)
    seed = rule.whole_number("seed", SEED, faults)
    assert resamples is not None and seed is not None
    codings = read_codings(run)
    given, by_anybody = comments_coded(codings), comments_coded(codings, least=1)
    shorts = short_names(run)
    for name in names:
        comments = list(given.get(name, {}).values())
        frame = free_text.frame_of(name)
        if not comments or frame is None:
            continue
        codes = [*frame.serving(name), *(code for code in FIXED_CODES if code != TO_CODE)]
        labels = {**{theme: own.label for theme, own in frame.themes.items()}, **FIXED_CODES}
        found = agreements(comments, codes, _drawn(name, len(comments), resamples, seed))
        table, short = TableName(name + AGREEMENT), shorts[name]
        base = CellName(table, BASE)
        alone = len(by_anybody[name]) - len(comments)
        counts = {code: CellName(TableName(name + THEMES), code).text for code in codes}
        # Where nearly everything was coded twice, all codes together could give a hidden one away.
        nearly_all = threshold is not None and alone < threshold
        commented = CellName(TableName(name + THEMES), BASE).text if nearly_all else ""
        every = " ".join(counts.values()) if nearly_all else ""
        expected[base.text] = _expected(
            base, str(len(comments)), "comments", 0, f"{short}: {NOTES[COUNT]}", "", commented
        )
        for code in ("", *codes):
            for measure, told in zip(MEASURES, found[code], strict=True):
                cell = CellName(table, code or BASE, measure=measure)
                note = f"{short}, {labels[code]}: {NOTES[measure]}" if code else f"{short}, all codes together: "
                note += "" if code else OF_ALL[measure]
                value, low, high = _printed(told, measure)
                expected[cell.text] = _expected(cell, value, *UNITS[measure], note, counts.get(code, every), base.text)
                ends[cell.text] = (low, high)
    return expected, ends


def end_problems(rows: Sequence[EvidenceRow], ends: Ends) -> Iterator[Problem]:
    """Intervals of agreement whose ends are others than those drawn again."""
    for row in rows:
        if row["cell"] in ends and row["status"] != HIDDEN and (row["low"], row["high"]) != ends[row["cell"]]:
            low, high = ends[row["cell"]]
            what = "drawn again its interval is another"
            yield Problem(at(row["cell"]), what, f"{row['low']} to {row['high']}", f"{low} to {high}", RUN_AGAIN)


def comments_coded(rows: Sequence[Row], least: int = 2) -> dict[str, dict[str, Comment]]:
    """Question -> response -> coder -> the codes given, in the order of the codings that count.

    `least` is how many coders a comment must have had.

    Examples
    --------
    >>> told = {"response_id": "7", "question": "q9", "code": "cost", "status": "given"}
    >>> comments_coded([{**told, "coder": "Ann"}, {**told, "coder": "Bo"}, {**told, "response_id": "8", "coder": "Bo"}])
    {'q9': {'7': {'Ann': frozenset({'cost'}), 'Bo': frozenset({'cost'})}}}
    """
    found: dict[str, dict[str, dict[str, set[str]]]] = {}
    for row in rows:
        if row["status"] in COUNTS:
            own = found.setdefault(row["question"], {}).setdefault(row[ID], {})
            if row["coder"] != SETTLED and row["code"] != TO_CODE:
                own.setdefault(row["coder"], set()).add(row["code"])
    return {
        question: {
            unit: {who: frozenset(codes) for who, codes in own.items()}
            for unit, own in comments.items()
            if len(own) >= least
        }
        for question, comments in found.items()
    }


def _drawn(question: str, comments: int, resamples: int, seed: int) -> NDArray[np.int64]:
    """A row a resample: places of comments, as docs/methods/agreement.md says that they are drawn."""
    import numpy as np

    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *question.encode("utf-8")])))
    rows = [generator.integers(0, comments, comments) for _ in range(resamples)]
    return np.array(rows, dtype=np.int64).reshape(resamples, comments)


def _printed(told: Told, measure: str) -> tuple[str, str, str]:
    ends = (told.low, told.high) if told.value is not None else (None, None)
    value, low, high = ("" if one is None else _decimal(one, measure) for one in (told.value, *ends))
    return value, low, high


def _decimal(value: Fraction, measure: str) -> str:
    """The value with the digits of its measure, rounded half up from the fraction."""
    digits = UNITS[measure][1]
    hundredths = half_up(100 * value.numerator, value.denominator)
    if not digits:
        return hundredths
    sign, whole = ("-", hundredths[1:]) if hundredths.startswith("-") else ("", hundredths)
    return f"{sign}{whole.zfill(3)[:-2]}.{whole.zfill(3)[-2:]}"


def _expected(
    cell: CellName, value: str, unit: str, digits: int, note: str, origin: str = "", base: str = ""
) -> Expected:
    columns = {
        "table": cell.table.text, "measure": cell.measure, "question": cell.table.question, "item": "",
        "option": cell.option, "breakdown": "", "level": "", "filter": "", "unit": unit, "digits": str(digits),
        "base_cell": base, "base_kind": "answered", "from": origin,
    }  # fmt: skip
    return Expected(value, columns, note=note, interval=cell.measure != COUNT)
