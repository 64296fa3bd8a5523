"""What only a sample allows: weighted shares, intervals, tests of tables, and groups that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from findings.consultation.model import Comparisons
from findings.consultation.names import ALL, BASE, UNSAID
from findings.evidence.cell import Cell, Measure, Status
from findings.tabulation.coded import Coded, coded_breakdown, coded_question, everyone
from findings.tabulation.rounding import percent
from findings.tabulation.sample import Weighed, rounded, whole
from findings.tabulation.survey import (
    Correction,
    Interval,
    Verdict,
    column_letters,
    compare_covaried,
    degrees_of_freedom,
    effective_base,
    estimate,
    proportion,
    rao_scott,
    shares_by_group,
    wilson,
    wilson_effective,
)
from findings.tabulation.table import Table, base_answers, make_cell

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

P_DIGITS, V_DIGITS = 3, 2


class Estimates:
    """The estimates of one table of a sample.

    Parameters
    ----------
    table
        Which table.
    responses, weighed
        The respondents, and what they weigh.
    """

    def __init__(self, table: Table, responses: pd.DataFrame, weighed: Weighed) -> None:
        self.table, self.weighed = table, weighed
        self.answers = coded_question(responses, table.questionnaire, table.question)
        self.groups = (
            coded_breakdown(responses, table.questionnaire, table.breakdown)
            if table.breakdown
            else everyone(len(responses))
        )

    def who(self, option: str) -> NDArray[np.bool_]:
        """Who counts under an option, a net or the base."""
        labels = (option,) if option in self.answers.labels else self.table.parts_of(option)
        return _members(self.answers, labels)

    def at(self, level: str) -> NDArray[np.bool_]:
        """Who is in a group."""
        return _members(self.groups, (level,))

    def estimated(self, cells: Sequence[Cell]) -> Iterator[Cell]:
        """The cells of the table, with an interval and a weighted share for each share of the base."""
        base = self.who(BASE)
        effective: dict[str, Any] = {}
        for cell in cells:
            if cell.measure != Measure.PERCENT or not cell.visible:
                yield cell
                continue
            domain = base & self.at(cell.level)
            if self.weighed.simple:
                ends = _ends(wilson([int((domain & self.who(cell.option)).sum())], [int(domain.sum())]))
                yield replace(cell, low=ends.get("low", ""), high=ends.get("high", ""))
                continue
            yield cell
            if cell.level not in effective:
                effective[cell.level] = effective_base(self.weighed.design.weights[domain])
            yield self._weighted(cell, domain, effective[cell.level].base)
        if not self.weighed.simple:
            for level, worth in effective.items():
                yield make_cell(
                    self.table,
                    self.table.id(BASE, level, Measure.EFFECTIVE),
                    whole(worth.base),
                    unit="responses",
                    base_cell=self.table.id(BASE, level).text,
                    status=Status.SHOWN if worth.base is not None else Status.NOT_APPLICABLE,
                )

    def _weighted(self, cell: Cell, domain: NDArray[np.bool_], effective: float | None) -> Cell:
        """The weighted share, from whole numbers, with its interval."""
        chosen = self.who(cell.option)
        weights = self.weighed.weights
        inside, of = int(weights[domain & chosen].sum()), int(weights[domain].sum())
        linear = proportion(self.weighed.design, chosen, domain)
        if 0 < linear.value < 1:
            found = estimate(self.weighed.design, linear, Interval.LOGIT)
            ends = {} if found.low is None else {"low": _percent(found.low), "high": _percent(found.high)}
        else:
            # Where everybody or nobody chose it there is no error to estimate: Wilson's interval of the effective base.
            ends = _ends(wilson_effective([linear.value], [effective or 0.0]))
        identifier = self.table.id(cell.option, cell.level, Measure.WEIGHTED)
        weighted = replace(cell, cell=identifier.text, measure=Measure.WEIGHTED, value=percent(inside, of))
        return replace(weighted, low=ends.get("low", ""), high=ends.get("high", ""))

    def compared(self, counts: Mapping[str, Any], comparisons: Comparisons) -> Iterator[Cell]:
        """The test of the table, and for each share the groups that it is higher than."""
        levels = [level for level in counts if not set(UNSAID) & set(level.split("."))]
        if not self.groups_overlap and not self.table.several:
            yield from self._tested(levels)
        yield from self._higher(levels, comparisons)

    @property
    def groups_overlap(self) -> bool:
        """Whether a respondent may be in several groups."""
        return not self.groups.exclusive

    def _tested(self, levels: Sequence[str]) -> Iterator[Cell]:
        import numpy as np

        options = [o for o in self.table.options if o in base_answers(self.table.questionnaire, self.table.question)]
        masks = np.column_stack([self.who(option) for option in options])
        inside = np.column_stack([self.at(level) for level in levels])
        domain = _any(masks) & _any(inside)
        test = rao_scott(self.weighed.design, masks.argmax(axis=1), inside.argmax(axis=1), domain)
        origins = tuple(self.table.id(option, level).text for level in levels for option in (*options, BASE))
        for measure, value, digits in (
            (Measure.P_VALUE, rounded(test.p, P_DIGITS), P_DIGITS),
            (Measure.CRAMERS_V, rounded(test.v, V_DIGITS), V_DIGITS),
        ):
            yield make_cell(
                self.table,
                self.table.id(BASE, ALL, measure),
                value,
                unit="probability" if measure is Measure.P_VALUE else "effect size",
                digits=digits,
                origins=origins,
                status=Status.SHOWN if value else Status.NOT_APPLICABLE,
            )

    def _higher(self, levels: Sequence[str], comparisons: Comparisons) -> Iterator[Cell]:
        import numpy as np

        base, in_base = self.who(BASE), {*base_answers(self.table.questionnaire, self.table.question)}
        groups = np.column_stack([self.at(level) & base for level in levels])
        freedom = degrees_of_freedom(self.weighed.design, _any(groups))
        people = groups.sum(axis=0)
        for option in (*self.table.options, *self.table.nets):
            if not self.table.several and not set(self.table.parts_of(option)) <= in_base:
                continue
            shares, covariances = shares_by_group(self.weighed.design, self.who(option), groups)
            pairs = compare_covaried(
                shares[None], covariances[None] if covariances.ndim == 2 else covariances, people,
                comparisons.minimum_base, freedom,
            )  # fmt: skip
            above = column_letters(pairs, Correction(comparisons.correction), alpha=float(comparisons.level)).above
            of = tuple(self.table.id(o, level).text for level in levels for o in (option, BASE))
            for place, level in enumerate(levels):
                lower = [other for at, other in enumerate(levels) if above.reshape(len(levels), len(levels))[place, at]]
                cell = make_cell(
                    self.table,
                    self.table.id(option, level, Measure.HIGHER_THAN),
                    str(len(lower)),
                    unit="groups",
                    origins=of,
                )
                yield replace(cell, note=" ".join(lower))


def _members(coded: Coded, labels: Sequence[str]) -> NDArray[np.bool_]:
    under = _any(coded.counts_under[:, [coded.labels.index(label) for label in labels]])
    members: NDArray[np.bool_] = under[coded.codes]
    return members


def _any(columns: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether any of the columns holds, row by row."""
    found: NDArray[np.bool_] = columns.astype(bool).max(axis=1, initial=False)
    return found


def _ends(shares: Any) -> dict[str, str]:
    if Verdict(int(shares.verdict.ravel()[0])) is not Verdict.GIVEN:
        return {}
    return {"low": _percent(float(shares.low.ravel()[0])), "high": _percent(float(shares.high.ravel()[0]))}


def _percent(share: float | None) -> str:
    return "" if share is None else rounded(100 * share, 0)
