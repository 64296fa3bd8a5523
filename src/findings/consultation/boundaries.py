"""Where the areas of a breakdown lie: what the parameters say, and the outlines as a map draws them."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from findings.consultation.noun import Frozen, Text

Ring = tuple[tuple[int, int], ...]
"""A closed outline without its last point, which is its first; an inner one is a hole."""
Outlines = Mapping[str, tuple[Ring, ...]]
"""Group -> its outlines on a plane, x to the right and y down, from nothing to at most `SIDE`."""
SIDE = 2000
"""The longer side of a map in its own units."""


class Boundaries(Frozen):
    """The file that holds the outlines of a breakdown's groups."""

    file: Text = Field(description="A GeoJSON file of Polygons and MultiPolygons, beside the parameters.")
    property: Text = Field(description="The property of each area that says which group it is: its label or its name.")
    source: Text = Field(description="Whose boundaries they are, as the report cites them with the map.")
