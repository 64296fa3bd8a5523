"""Charts in the dark scheme: for each colour that they use one for a dark ground, with every contrast as it was.

A chart carries its colours as attributes. The rules made here give each another where a reader has chosen a dark
scheme: the same hue, its luminance mirrored, so that what differs by 3:1 on paper differs by 3:1 in the dark, text in a
bar as much as two bars that touch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from findings.exhibits.style import luminance

PAPER = "#12191f"
"""The dark scheme's ground, as `report.css` has it: white becomes this."""
_BLACK = "#000000"
# WCAG's contrast is a ratio of luminances to each of which this is added.
_FLARE = 0.05
_GREY, _BARELY = 0.3, 12
_COLOUR = re.compile(r"\b(?:fill|stroke)\s*[=:]\s*[\"']?\s*(#[0-9a-fA-F]{6})\b")


def dark_rules(drawings: Iterable[str]) -> str:
    """The style rules for all colours of some drawings, none for none.

    Examples
    --------
    >>> print(dark_rules(['<svg><rect fill="#ffffff"/></svg>']))
    @media screen and (prefers-color-scheme: dark) {
      main svg { fill: #ffffff; }
      main svg [fill="#ffffff"] { fill: #12191f; }
      main svg [stroke="#ffffff"] { stroke: #12191f; }
    }
    <BLANKLINE>
    """
    colours = sorted({colour for drawing in drawings for colour in _COLOUR.findall(drawing)})
    if not colours:
        return ""
    # Shapes and letters without a colour of their own are black.
    rules = [f"  main svg {{ fill: {in_the_dark(_BLACK)}; }}"]
    for colour in colours:
        dark = in_the_dark(colour)
        rules += [f'  main svg [{part}="{colour}"] {{ {part}: {dark}; }}' for part in ("fill", "stroke")]
    return "@media screen and (prefers-color-scheme: dark) {\n" + "\n".join(rules) + "\n}\n"


def in_the_dark(colour: str) -> str:
    """The colour that stands for another on a dark ground.

    Examples
    --------
    >>> in_the_dark("#ffffff"), in_the_dark("#005eb8")
    ('#12191f', '#769ae7')
    """
    if colour.lower() == "#ffffff":
        return PAPER
    mirrored = (luminance("#ffffff") + _FLARE) * (luminance(PAPER) + _FLARE) / (luminance(colour) + _FLARE) - _FLARE
    return _with_luminance(colour, min(mirrored, 1.0))


def _with_luminance(colour: str, wanted: float) -> str:
    """The colour darkened, or lightened and then paled, to a luminance; its hue stays."""
    linear = [_linear(int(colour[start : start + 2], 16)) for start in (1, 3, 5)]
    own = luminance(colour)
    brightest = max(linear)
    if own <= 0:
        linear, own, brightest = [1.0, 1.0, 1.0], 1.0, 1.0
    scale = min(wanted / own, 1 / brightest)
    scaled, reached = [part * scale for part in linear], own * scale
    # What scaling cannot reach is reached by white.
    white = (wanted - reached) / (1 - reached) if reached < wanted else 0.0
    paled = [part + (1 - part) * white for part in scaled]
    # Full colours glare on a dark ground, and a black that is barely a colour would become one: some grey of the same
    # luminance is mixed in.
    grey = 1.0 if _is_grey(colour) else _GREY
    return "#" + "".join(f"{_byte(part + (wanted - part) * grey):02x}" for part in paled)


def _is_grey(colour: str) -> bool:
    parts = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return max(parts) - min(parts) <= _BARELY


def _linear(byte: int) -> float:
    part = byte / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _byte(linear: float) -> int:
    part = linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return min(255, max(0, round(part * 255)))
