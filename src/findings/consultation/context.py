"""What others published around a consultation: facts of its programme, and tables of official figures.

None of it is a response. It is told in a chapter of its own, each with its source, and nothing is worked out from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from findings.consultation.noun import Frozen, Text


def _listed(value: Any) -> Any:
    """A single text as a list of it."""
    return (value,) if isinstance(value, str) else value


_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
Texts = Annotated[
    tuple[Text, ...],
    Field(min_length=1),
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}),
]
"""A text, or a list of texts."""
Shorthand = Literal["[c]", "[low]", "[x]", "[z]"]
"""What a report prints where a source has no number."""


class Fact(Frozen):
    """Something that happened in the programme, as somebody else published it."""

    when: Text = Field(description="When it was, for example 'October 2017 to January 2018'.")
    what: Text = Field(description="What happened, with the figures as they were published.")
    source: Text = Field(description="Where this can be read.")


class Spread(Frozen):
    """Figures that stand below each other in the file, set side by side: a column for each text of another column."""

    column: Text = Field(description="The column whose texts say what a figure is, for example 'measure'.")
    figures: Text = Field(description="The column that holds the figures.")
    headings: Annotated[dict[Text, Text], Field(min_length=1)] = Field(
        description="Text of 'column' -> the heading of its column; other rows are not shown."
    )


class ContextTable(Frozen):
    """A table of figures that somebody else published: where it lies, and which of its rows and columns are shown."""

    title: Text = Field(description="What the figures are, of whom, and of when.")
    file: Text = Field(description="A CSV file in UTF-8, from the folder of this parameter file.")
    columns: Annotated[dict[Text, Text], Field(min_length=1)] = Field(
        description="Column of the file -> its heading, in the order of the table. The first one names the rows; the "
        "others hold figures."
    )
    spread: Spread | None = Field(
        None, description="Given where the figures of a row stand in several rows of the file; then 'columns' has one."
    )
    where: dict[Text, Texts] = Field(
        {}, description="Column -> the text, or the texts, of the rows that are shown; all rows, unless given."
    )
    called: dict[Text, Text] = Field(
        {}, description="Text of the first column -> what readers see in its place; as the file has it, unless given."
    )
    not_shown: dict[str, Shorthand] = Field(
        {}, description="What the source writes in the place of a number -> the shorthand that the report prints."
    )
    source: Text = Field(description="Who published it, where, and of which year it is.")
    note: str = Field("", description="What must be known with the figures.")

    @property
    def first(self) -> str:
        """The column that names the rows."""
        return next(iter(self.columns))

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the figures, in order."""
        if self.spread is not None:
            return tuple(self.spread.headings.values())
        return tuple(self.columns.values())[1:]


class ContextRow(Frozen):
    """A row as it is shown: its name, and its figures as the file has them, or the shorthand in their place."""

    name: str
    figures: tuple[str, ...]


class ReadTable(ContextTable):
    """A table with the rows that its file holds; no parameter file says them."""

    rows: tuple[ContextRow, ...]


class Context(Frozen):
    """What others published around the consultation."""

    facts: tuple[Fact, ...] = Field((), description="The programme, in the order of time: what happened when.")
    tables: dict[str, ContextTable] = Field({}, description="Name -> a table of figures that somebody else published.")

    @property
    def read(self) -> Mapping[str, ReadTable]:
        """The tables whose files were read."""
        return {name: table for name, table in self.tables.items() if isinstance(table, ReadTable)}
