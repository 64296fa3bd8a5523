"""How far coders agree, as cells: the table `q9_agreement` beside `q9_themes`.

Its `#base` counts the comments that two or more people coded. Each code has the measures `agreed`, `kappa` and `alpha`;
those of all codes together stand at the base. They are about coders; but how often a theme was given in these comments
can nearly be worked out from them, and so how often at all where all comments were coded twice. So `from` names the
count of the theme: where that is hidden, they are. Where fewer comments than the threshold were coded by one person
alone, those of all codes name every theme, and the base that of the themes; where more were, what is hidden may lie in
these, of which no measure says anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from findings.consultation.codeframe import AGREEMENT, FIXED_CODES, THEMES, FreeTextPlan
from findings.consultation.model import BaseKind, Questionnaire
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.freetext.agreement import ALL_CODES, Agreement, Estimate, OfCode
from findings.tabulation.rounding import ratio

COMMENTS, COEFFICIENT = "comments", "coefficient"
"""The units of the count, and of kappa and alpha."""
DIGITS = 2
"""Digits after the point of kappa and alpha."""
TOLD = {
    Measure.AGREED: "share of coders' decisions that are the same",
    Measure.KAPPA: "kappa of those who coded the same comments",
    Measure.ALPHA: "alpha of those who coded the same comments",
}
ALL_TOLD = {**TOLD, Measure.AGREED: "share of comments to which two coders gave the very same codes"}
BOTH_TOLD = "comments that two or more people coded"


def agreement_cells(
    plan: FreeTextPlan,
    questionnaire: Questionnaire,
    agreements: Mapping[str, Agreement],
    source_kind: SourceKind,
    threshold: int = 0,
) -> Iterator[Cell]:
    """The cells of every question whose themes are counted, of every code of its frame.

    A code that nobody gave has a row too, so that which rows there are tells nothing. `threshold` is that of the
    disclosure profile, 0 where nothing is hidden.
    """
    for name, own in agreements.items():
        if name + THEMES not in questionnaire.questions:
            continue
        frame = plan.frame_of(name)
        assert frame is not None
        labels = {**{theme: one.label for theme, one in frame.themes.items()}, **FIXED_CODES}
        table = _Table(name, questionnaire.questions[name + THEMES].short, source_kind)
        nearly_all = own.coded - own.comments < threshold
        yield table.count(own.comments, CellId(name + THEMES, BASE).text if nearly_all else "")
        counts = {code.code: CellId(name + THEMES, code.code).text for code in own.codes}
        yield from table.measures(own.overall, "all codes together", tuple(counts.values()) if nearly_all else ())
        for code in own.codes:
            yield from table.measures(code, labels[code.code], (counts[code.code],))


class _Table:
    """The table of one question."""

    def __init__(self, name: str, short: str, source_kind: SourceKind) -> None:
        self.name, self.source_kind = name, source_kind
        self.short = short.removesuffix(": themes")

    def count(self, comments: int, of: str) -> Cell:
        """How many comments two or more people coded; hidden where the count is of which it is nearly all."""
        base = CellId(self.name + AGREEMENT, BASE)
        return self._cell(base, (str(comments), "", ""), (COMMENTS, 0), f"{self.short}: {BOTH_TOLD}", of)

    def measures(self, own: OfCode, label: str, counts: tuple[str, ...]) -> Iterator[Cell]:
        """Percent agreed, kappa and alpha of a code or of all, which are hidden where one of the counts is."""
        of_all = own.code == ALL_CODES
        for measure, estimate in zip(TOLD, (own.agreed, own.kappa, own.alpha), strict=True):
            identifier = CellId(self.name + AGREEMENT, BASE if of_all else own.code, measure=measure)
            told = (ALL_TOLD if of_all else TOLD)[measure]
            unit = ("percent", 0) if measure is Measure.AGREED else (COEFFICIENT, DIGITS)
            note = f"{self.short}, {label}: {told}"
            base = CellId(identifier.question, BASE).text
            yield self._cell(identifier, _printed(estimate, measure, unit[1]), unit, note, base, counts)

    def _cell(
        self,
        identifier: CellId,
        printed: tuple[str, str, str],
        unit: tuple[str, int],
        note: str,
        base: str,
        origins: tuple[str, ...] = (),
    ) -> Cell:
        value, low, high = printed
        return Cell(
            cell=identifier.text,
            table=identifier.table,
            measure=identifier.measure,
            question=identifier.question,
            item="",
            option=identifier.option,
            breakdown="",
            level="",
            filter="",
            value=value,
            unit=unit[0],
            digits=unit[1],
            low=low,
            high=high,
            base_cell=base,
            base_kind=str(BaseKind.ANSWERED),
            origins=origins,
            status=Status.SHOWN if value else Status.NOT_APPLICABLE,
            source_kind=self.source_kind,
            note=note,
        )


def _printed(own: Estimate, measure: Measure, digits: int) -> tuple[str, str, str]:
    """Value and ends as decimal text, rounded half up once; empty texts for what there is not."""
    times = 100 if measure is Measure.AGREED else 1
    ends = (own.interval.low, own.interval.high) if own.interval is not None and own.value is not None else (None, None)
    value, low, high = (
        "" if one is None else ratio(times * one.numerator, one.denominator, digits) for one in (own.value, *ends)
    )
    return value, low, high
