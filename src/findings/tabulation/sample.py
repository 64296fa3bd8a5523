"""The weights and the design of a declared sample, and what is reported of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from findings.consultation.build import Parameters
from findings.consultation.model import BaseKind, Sample
from findings.consultation.names import BASE, SAMPLE, UNSAID, CellId
from findings.errors import InputRefused, Problem
from findings.evidence.cell import SOURCE_KIND, Cell, Measure, SourceKind, Status
from findings.evidence.csvtext import csv_text
from findings.intake.received import Received
from findings.tabulation.coded import coded_breakdown
from findings.tabulation.survey import (
    Bounds,
    Design,
    Margin,
    Raked,
    check_weights,
    effective_base,
    fixed_point,
    make_design,
    rake,
)

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


BEFORE, AFTER = "Effective base with the weights of the design", "Effective base after raking"
SWEEPS, AT_BOUNDS = "Rounds of raking until the margins agreed", "Respondents whose weight was trimmed"


@dataclass(frozen=True, eq=False)
class Weighed:
    """A sample as it is counted.

    Parameters
    ----------
    weights
        A whole number of millionths a respondent.
    design
        How the respondents were drawn.
    weighted
        Whether respondents weigh differently, so that weighted shares are others than the plain ones.
    simple
        Whether every respondent was drawn alike: no strata, clusters, sizes, nor weights that differ.
    raked
        How the weights were raked, if they were.
    """

    weights: NDArray[np.int64]
    design: Design
    weighted: bool
    simple: bool
    raked: Raked | None


def weigh(parameters: Parameters, received: Received) -> Weighed | None:
    """The weights and the design, if the consultation declares itself a sample.

    Raises
    ------
    InputRefused
        With every weight and size that is no number above 0, and if raking cannot keep its margins.
    """
    import numpy as np

    sample, responses = parameters.consultation.sample, received.responses
    if sample is None or responses is None:
        return None
    rows = [f"row {row}" for row in responses["source_row"].tolist()]
    where = f"{parameters.data_file.name}, column '{sample.weight}'"
    given = _numbers(responses, "weight", where, rows) if sample.weight else np.ones(len(responses))
    design_weights = check_weights(given, where, rows)
    raked, margins = _raked(parameters, sample, responses, design_weights)
    weights = raked.weights if raked is not None else design_weights
    sizes = None
    if sample.stratum_size:
        place = f"{parameters.data_file.name}, column '{sample.stratum_size}'"
        sizes = _numbers(responses, "stratum_size", place, rows)
    design = make_design(
        weights,
        responses["stratum"].astype(str).tolist() if sample.stratum else None,
        responses["cluster"].astype(str).tolist() if sample.cluster else None,
        sizes,
        parameters.data_file.name,
        margins,
    )
    weighted = bool(len(weights) and (weights != weights[0]).any())
    drawn_alike = not (sample.stratum or sample.cluster or sample.stratum_size)
    return Weighed(fixed_point(weights), design, weighted, drawn_alike and not weighted, raked)


def _raked(
    parameters: Parameters, sample: Sample, responses: pd.DataFrame, weights: NDArray[np.float64]
) -> tuple[Raked | None, list[list[str]]]:
    if sample.raking is None:
        return None, []
    levels = [levels_of(parameters, responses, name) for name in sample.raking.margins]
    margins = [
        Margin(name, {level: float(n) for level, n in parameters.residents[name].by_level.items()}, own)
        for name, own in zip(sample.raking.margins, levels, strict=True)
    ]
    trim = sample.raking.trim
    bounds = Bounds(float(trim[0]), float(trim[1])) if trim is not None else None
    return rake(weights, margins, bounds, most_sweeps=sample.raking.most_rounds), levels


def levels_of(parameters: Parameters, responses: pd.DataFrame, breakdown: str) -> list[str]:
    """The group of each respondent in a breakdown whose groups do not overlap."""
    coded = coded_breakdown(responses, parameters.counting, breakdown)
    level_of_code = coded.counts_under.argmax(axis=1)
    return [coded.labels[place] for place in level_of_code[coded.codes].tolist()]


def _numbers(responses: pd.DataFrame, name: str, where: str, rows: list[str]) -> NDArray[np.float64]:
    """The numbers of a column; a missing one is NaN, which the check of weights tells.

    Raises
    ------
    InputRefused
        With every text that is no number, each once.
    """
    import numpy as np

    texts = responses[name].astype(str).tolist()
    numbers: dict[str, float] = dict.fromkeys(UNSAID, np.nan)
    problems = []
    for row, text in zip(rows, texts, strict=True):
        if text not in numbers:
            try:
                numbers[text] = float(Decimal(text))
            except InvalidOperation:
                numbers[text] = np.nan
                do = "Write it with a point: half is 0.5."
                problems.append(Problem(f"{where}, {row}", "not a number", text[:80], "a number above 0", do))
    if problems:
        raise InputRefused(problems)
    return np.array([numbers[text] for text in texts], dtype=np.float64)


def weights_csv(weighed: Weighed, received: Received) -> str:
    """`weights.csv`, for auditors: each respondent's weight in millionths, as it was counted with."""
    assert received.responses is not None
    ids = received.responses["response_id"].tolist()
    rows = zip(ids, weighed.weights.tolist(), strict=True)
    return csv_text([["response_id", "weight", SOURCE_KIND], *([one, n, str(received.source_kind)] for one, n in rows)])


def sample_cells(weighed: Weighed, source_kind: SourceKind) -> Iterator[Cell]:
    """The table `sample`: respondents, the base that they are worth before and after raking, and what raking did."""
    before = weighed.raked.before if weighed.raked is not None else effective_base(weighed.design.weights)
    yield _cell(BASE, Measure.COUNT, str(weighed.design.respondents), "responses", "Respondents", source_kind)
    yield _cell("before", Measure.EFFECTIVE, whole(before.base), "responses", BEFORE, source_kind)
    if weighed.raked is not None:
        yield _cell("after", Measure.EFFECTIVE, whole(weighed.raked.after.base), "responses", AFTER, source_kind)
        yield _cell("sweeps", Measure.COUNT, str(weighed.raked.sweeps), "rounds", SWEEPS, source_kind)
        yield _cell("at_bounds", Measure.COUNT, str(weighed.raked.at_bounds), "responses", AT_BOUNDS, source_kind)


def whole(value: float | None) -> str:
    """A number rounded half-up to a whole one; an empty text for none.

    Examples
    --------
    >>> whole(2.5), whole(None)
    ('3', '')
    """
    return rounded(value, 0)


def rounded(value: float | None, digits: int) -> str:
    """A number as decimal text, rounded half-up; an empty text for none.

    Examples
    --------
    >>> rounded(0.125, 2)
    '0.13'
    """
    from decimal import ROUND_HALF_UP

    if value is None:
        return ""
    return str(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _cell(option: str, measure: Measure, value: str, unit: str, label: str, source_kind: SourceKind) -> Cell:
    identifier = CellId(SAMPLE, option, measure=measure)
    told: dict[str, Any] = {"item": "", "breakdown": "", "level": "", "filter": "", "low": "", "high": ""}
    return Cell(
        cell=identifier.text,
        table=SAMPLE,
        measure=measure,
        question=SAMPLE,
        option=option,
        value=value,
        unit=unit,
        digits=0,
        base_cell="",
        base_kind=str(BaseKind.ANSWERED),
        origins=(),
        status=Status.SHOWN if value else Status.NOT_APPLICABLE,
        source_kind=source_kind,
        note=label,
        **told,
    )
