"""`plan.yaml`: which notebooks run, what each may read, and every table that a run will show."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import Field

from findings.consultation.model import About, Frozen, Text


class Reads(enum.StrEnum):
    """The part of the store that a notebook is given.

    `everything` is every table; `profile` the funnel and the questions about the respondents; `section` the
    tables of one section; `method` no table, but the limits and sources that the method chapter tells.
    """

    EVERYTHING = "everything"
    PROFILE = "profile"
    SECTION = "section"
    METHOD = "method"


class Chapter(Frozen):
    """A notebook of the report, run once or once for each section."""

    notebook: Text = Field(description="The file's name in the folder of notebooks.")
    reads: Reads = Field(description="The tables and labels that it is given.")
    for_each: Literal["section"] | None = Field(None, description="Run once a section; its name is a parameter.")
    about: About | None = Field(
        None, description="Of a chapter that runs once a section: only of sections about this; without it, of all."
    )
    answers: bool = Field(
        False, description="Whether it tells what people answered: left out of a look while others still answer."
    )
    parameters: dict[str, str | int | float | bool] = Field({}, description="Further parameters of the notebook.")


class Plan(Frozen):
    """The chapters in their order, and the tables."""

    chapters: Annotated[dict[str, Chapter], Field(min_length=1)]
    tables: Literal["every"] | tuple[str, ...] = Field(
        "every",
        description="'every' question for all respondents and by every breakdown that the data allow; or a list. "
        "Every question for all respondents is there in any case; '*' stands for any letters in the name of a question "
        "or of a breakdown: '*_impact.by.age', 'plan.by.*'.",
    )


BY = ".by."
ANY = "*"


def chosen_by(entry: str, tables: Iterable[str]) -> tuple[str, ...]:
    """The tables that an entry of a plan names: one, or with `*` all that it fits.

    Question and breakdown are compared each by itself, so that `*` alone is no table by a breakdown.

    Examples
    --------
    >>> tables = ["hub", "hub.by.age", "hub.by.area", "hub_impact.by.age"]
    >>> chosen_by("hub.by.*", tables)
    ('hub.by.age', 'hub.by.area')
    >>> chosen_by("*.by.age", tables), chosen_by("hub", tables)
    (('hub.by.age', 'hub_impact.by.age'), ('hub',))
    """
    question, grouped, breakdown = entry.partition(BY)
    parts = ((table, table.partition(BY)) for table in tables)
    return tuple(
        table
        for table, (asked, by, own) in parts
        if by == grouped and fnmatchcase(asked, question) and fnmatchcase(own, breakdown)
    )
