"""The house style of charts: colours, type, sizes.

The colours are those that the NHS identity guidelines publish. Support is blue, opposition plum and orange: the darker
two are alike in lightness, and so are the lighter two, so that neither side speaks louder; and blue against orange
stays apart for readers who do not tell red from green. Neighbouring segments of a bar differ by 3:1 in contrast
(WCAG 2.2, 1.4.11) or have a gap between them; every segment is outlined, and its share stands in it where there is
room, so that colour never speaks alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from findings.consultation.model import Stance

FONT = "DejaVu Sans"
"""What charts are measured with; few fonts for text are wider."""
FAMILIES = '"Noto Sans", system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif'
"""What a browser sets them in: the fonts of the page, which are no wider."""
WIDTH_INCHES = 7.2

DARK_BLUE = "#003087"
BLUE = "#005eb8"
LIGHT_BLUE = "#41b6e6"
DARK_PINK = "#7c2855"
PINK = "#ae2573"
ORANGE = "#ed8b00"
PURPLE = "#330072"
AQUA_GREEN = "#00a499"
BLACK = "#231f20"
DARK_GREY = "#425563"
MID_GREY = "#768692"
PALE_GREY = "#e8edee"
WHITE = "#ffffff"
# Of light blue and orange, about a third on white: for scales with three steps a side.
PALE_BLUE = "#bce5f6"
PALE_ORANGE = "#f9d6a6"

INK = BLACK
SOFT = DARK_GREY
GRID = "#c4ccd1"
BAR = BLUE
NEXT_TO = 3.0
"""The least contrast of what lies side by side."""

# From the outer end of a side inwards.
_SHADES = {
    Stance.SUPPORT: (DARK_BLUE, PALE_BLUE, BLUE, LIGHT_BLUE),
    Stance.OPPOSE: (DARK_PINK, PALE_ORANGE, PINK, ORANGE),
}
_TWO = {Stance.SUPPORT: (DARK_BLUE, LIGHT_BLUE), Stance.OPPOSE: (DARK_PINK, ORANGE)}
_NEUTRAL = (DARK_GREY, PALE_GREY)
STANCE = {Stance.SUPPORT: DARK_BLUE, Stance.NEUTRAL: PALE_GREY, Stance.OPPOSE: DARK_PINK}
"""A side as a whole."""
GROUPS = (PURPLE, AQUA_GREEN, DARK_GREY)
"""Groups that are compared; no colour of a side."""
BANDS = ("#f2f7fb", "#c7dff3", "#7db4e3", BLUE, DARK_BLUE)
"""Shades of blue for bands of a share, from low to high."""

RC = {
    "font.family": FONT,
    "font.size": 9.5,
    "text.color": INK,
    "svg.fonttype": "none",
    # A label between two dollar signs is money, not mathematics.
    "text.parse_math": False,
}


@dataclass(frozen=True)
class Paint:
    """A fill and the colour of the text in it."""

    fill: str
    text: str


def painted(fill: str) -> Paint:
    """A fill with the colour of text that is read best in it.

    Examples
    --------
    >>> painted("#003087").text, painted("#ed8b00").text
    ('#ffffff', '#231f20')
    """
    return Paint(fill, max((WHITE, INK), key=lambda text: contrast(text, fill)))


def paints(stances: Sequence[Stance]) -> tuple[Paint, ...]:
    """The colours of the segments of a bar.

    Parameters
    ----------
    stances
        Of its segments from left to right: opposition from its outer end, the neutral, support to its outer end.

    Examples
    --------
    >>> [paint.fill for paint in paints([Stance.OPPOSE, Stance.SUPPORT])]
    ['#7c2855', '#003087']
    """
    against = sum(stance is Stance.OPPOSE for stance in stances)
    in_favour = sum(stance is Stance.SUPPORT for stance in stances)
    fills: list[str] = [
        *(_side(Stance.OPPOSE, against)),
        *([""] * (len(stances) - against - in_favour)),
        *reversed(_side(Stance.SUPPORT, in_favour)),
    ]
    for place, fill in enumerate(fills):
        if not fill:
            fills[place] = _neutral(fills[:place][-1:], fills[place + 1 : place + 2])
    return tuple(painted(fill) for fill in fills)


def _side(stance: Stance, steps: int) -> list[str]:
    shades = _TWO[stance] if steps <= len(_TWO[stance]) else _SHADES[stance]
    return [shades[step % len(shades)] for step in range(steps)]


def _neutral(left: list[str], right: list[str]) -> str:
    """The grey that differs enough from what lies on its left, and from what lies on its right where that is known."""
    beside = [fill for fill in (*left, *right) if fill]
    return max(_NEUTRAL, key=lambda grey: (sum(contrast(grey, fill) >= NEXT_TO for fill in beside), grey == DARK_GREY))


def apart(one: Paint, other: Paint) -> bool:
    """Whether two fills need a gap between them, since they differ by too little."""
    return contrast(one.fill, other.fill) < NEXT_TO


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour.

    Examples
    --------
    >>> luminance("#ffffff")
    1.0
    """
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return round(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2], 12)
