"""The mark of made-up data as it lies over the page: small enough that any part worth showing holds it whole."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from findings.evidence.mark import COLOUR

OPACITY = 0.2
"""As strong as it can be while every text beneath keeps a contrast of 4.5:1."""

ACROSS, DOWN, TURNED = 196, 92, -20
"""From one mark to the next in CSS pixels, before it is turned by so many degrees; lines are staggered."""


def marks(text: str) -> Iterator[str]:
    """A drawing that repeats the mark over the whole page; it is seen and not heard, and takes no click."""
    laid = ((ACROSS / 2, DOWN / 2), (0, DOWN * 3 / 2), (ACROSS, DOWN * 3 / 2))
    yield f'<svg class="marks" aria-hidden="true" focusable="false" fill="{COLOUR}" fill-opacity="{OPACITY}">'
    yield f'<defs><pattern id="MARKS" width="{ACROSS}" height="{2 * DOWN}" patternUnits="userSpaceOnUse"'
    yield f' patternTransform="rotate({TURNED})">'
    yield from (f'<text x="{x:g}" y="{y:g}" text-anchor="middle">{escape(text)}</text>' for x, y in laid)
    yield "</pattern></defs>"
    yield '<rect width="100%" height="100%" fill="url(#MARKS)" fill-opacity="1"/>'
    yield "</svg>"
