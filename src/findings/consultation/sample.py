"""A declared sample, and the look while a consultation is open."""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from findings.consultation.noun import Frozen, Text


class Raking(Frozen):
    """Weights moved until the sample has the shares of the population."""

    margins: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="Breakdowns whose shares are known: each has its entry under 'populations'."
    )
    trim: tuple[Decimal, Decimal] | None = Field(
        None, description="The least and the most that a weight may be, in mean weights, for example [0.3, 3]."
    )
    most_rounds: Annotated[int, Field(ge=1, le=1000)] = Field(100, description="After which raking is given up.")


class Correction(enum.StrEnum):
    """How p-values are corrected where many groups are compared at once."""

    HOLM = "holm"
    BENJAMINI_HOCHBERG = "benjamini_hochberg"
    NONE = "none"


class Comparisons(Frozen):
    """Which groups are compared with each other, and how carefully."""

    breakdowns: Annotated[tuple[Text, ...], Field(min_length=1)]
    correction: Correction = Field(Correction.HOLM, description="For the pairs of groups of one answer.")
    level: Annotated[Decimal, Field(gt=0, lt=1)] = Field(
        Decimal("0.05"), description="A difference is told where its corrected p-value is below."
    )
    minimum_base: Annotated[int, Field(ge=2)] = Field(30, description="Groups with a smaller base are not compared.")


class Sample(Frozen):
    """Only where respondents were drawn by chance: what makes weights, intervals and comparisons true."""

    because: Text = Field(description="How the respondents were drawn; the report prints it.")
    weight: str = Field("", description="The column of design weights; without one every response weighs the same.")
    stratum: str = Field("", description="The column of the strata that were drawn from.")
    cluster: str = Field("", description="The column of what was drawn first, for example the household.")
    stratum_size: str = Field("", description="The column of how many the stratum (or population) holds to draw from.")
    raking: Raking | None = None
    comparisons: Comparisons | None = None


class MidPoint(Frozen):
    """A look while the consultation is open: who was reached and who was not."""

    until: datetime.date = Field(description="The last day whose responses it counts; needs 'submitted' in the data.")
    show_answers: bool = Field(
        False, description="Whether it also shows what people answered while others may still answer."
    )
