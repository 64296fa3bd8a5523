"""The house style of charts: colours, type, sizes.

Neighbouring segments of a bar differ by at least 3:1 in contrast (WCAG 2.2, 1.4.11), so dark and
light alternate outwards from the middle; every segment is outlined, and its share stands in it, so
that colour never speaks alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from findings.consultation.model import Stance

FONT = "DejaVu Sans"
WIDTH_INCHES = 7.2
ROW_INCHES = 0.38
INK = "#1d2a30"
GRID = "#c9d1d4"
BAR = "#0f5c63"
DARK = {Stance.SUPPORT: "#0f5c63", Stance.OPPOSE: "#8a3b00", Stance.NEUTRAL: "#5f686c"}
LIGHT = {Stance.SUPPORT: "#9fd6cf", Stance.OPPOSE: "#f7cfa0", Stance.NEUTRAL: "#d5dadc"}

RC = {
    "font.family": FONT,
    "font.size": 9.5,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "none",
    # A label between two dollar signs is money, not mathematics.
    "text.parse_math": False,
}


@dataclass(frozen=True)
class Paint:
    """A segment's fill and the colour of the text in it."""

    fill: str
    text: str


def paint(stance: Stance, step: int, has_neutral: bool) -> Paint:
    """The colour of a segment.

    Parameters
    ----------
    stance
        The side that it stands on.
    step
        How many segments of the same side lie between it and the middle.
    has_neutral
        Whether a (dark) neutral segment lies in the middle.

    Examples
    --------
    >>> paint(Stance.SUPPORT, 0, True).fill != paint(Stance.SUPPORT, 1, True).fill
    True
    """
    if stance is Stance.NEUTRAL:
        dark = step % 2 == 0
    elif has_neutral:
        dark = step % 2 == 1
    else:
        # Without a neutral segment the two sides touch: one begins dark, the other light.
        dark = step % 2 == (0 if stance is Stance.SUPPORT else 1)
    return Paint(DARK[stance], "#ffffff") if dark else Paint(LIGHT[stance], INK)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
