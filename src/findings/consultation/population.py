"""A table of population: how many people live in each group of a breakdown, from official statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_Text = Annotated[str, Field(min_length=1)]
_Texts = Annotated[tuple[_Text, ...], Field(min_length=1)]


class Population(BaseModel):
    """Where a table of population lies, and which of its rows are the people who could have answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: _Text = Field(description="A CSV file, from the folder of this parameter file.")
    level_column: _Text = Field(description="The column that says in which group the people of a row are.")
    count_column: _Text = Field(description="The column that says how many they are.")
    only: dict[str, _Texts] = Field({}, description="Column -> the texts of the rows that are counted.")
    levels: dict[str, tuple[_Text, ...]] = Field(
        {},
        description="Group of the breakdown -> its texts in the level column; the labels of the group and of its "
        "options unless named. An empty list leaves the group out: the table knows nobody of it.",
    )
    left_out: tuple[_Text, ...] = Field((), description="Texts of the level column of people who were not asked.")
    unit: _Text = Field("residents", description="What the count column counts.")
    year: Annotated[int, Field(ge=1801, le=2200)] = Field(description="Of which year the table is; the report says it.")
    year_column: str = Field(
        "", description="The column that says of which year a row is; a row of another year than 'year' is refused."
    )
    source: _Text = Field(description="Where the table comes from, as the report cites it.")


@dataclass(frozen=True)
class Residents:
    """How many people live in each group of a breakdown, as read from a table of population.

    Parameters
    ----------
    by_level
        The groups that the table knows, in the order of the breakdown, with their numbers of people.
    unit
        What they are.
    """

    by_level: Mapping[str, int]
    unit: str = "residents"

    @property
    def total(self) -> int:
        """All people of the table.

        Examples
        --------
        >>> Residents({"young": 3, "old": 4}).total
        7
        """
        return sum(self.by_level.values())
