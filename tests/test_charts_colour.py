"""Colours: contrast of neighbours and texts (WCAG), both sides alike in weight, apart for all readers.

How a colour is seen by them is simulated with the matrices of Machado, Oliveira and Fernandes (A Physiologically-based
Model for Simulation of Color Vision Deficiency, IEEE TVCG 15, 2009) for full severity, on linear light; differences are
distances in CIELAB (D65), of which 2.3 can just be told apart.
"""

from __future__ import annotations

import colorsys
import itertools
import math

import pytest

from findings.consultation.model import Stance
from findings.exhibits import style
from findings.exhibits.style import apart, contrast, paints

# From the palette that the NHS identity guidelines publish.
NHS = {
    "#003087", "#005eb8", "#0072ce", "#41b6e6", "#00a9ce", "#231f20", "#425563", "#768692", "#e8edee", "#006747",
    "#009639", "#78be20", "#00a499", "#330072", "#7c2855", "#ae2573", "#8a1538", "#da291c", "#ed8b00", "#ffb81c",
    "#fae100", "#ffffff",
}  # fmt: skip
MACHADO = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
SIDES = (Stance.OPPOSE, Stance.NEUTRAL, Stance.SUPPORT)


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(light: list[float]) -> tuple[float, float, float]:
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [sum(a * max(0.0, min(1.0, b)) for a, b in zip(row, light, strict=True)) / of
           for row, of in zip(matrix, white, strict=True)]  # fmt: skip
    f = [value ** (1 / 3) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29 for value in xyz]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def seen(colour: str, by: str) -> tuple[float, float, float]:
    light = linear(colour)
    if by in MACHADO:
        light = [sum(a * b for a, b in zip(row, light, strict=True)) for row in MACHADO[by]]
    return lab(light)


def lightness(colour: str) -> float:
    return seen(colour, "anyone")[0]


def test_the_colours_are_those_of_the_nhs() -> None:
    own = {value for name, value in vars(style).items() if name.isupper() and str(value).startswith("#")}
    assert own - NHS == {style.GRID, style.PALE_BLUE, style.PALE_ORANGE}
    used = {paint.fill for against in range(1, 3) for support in range(1, 3) for neutral in range(2)
            for paint in paints(bar(against, neutral, support))}  # fmt: skip
    assert used - NHS == set()


def bar(against: int, neutral: int, support: int) -> list[Stance]:
    return [one for one, n in zip(SIDES, (against, neutral, support), strict=True) for _ in range(n)]


@pytest.mark.parametrize(("against", "neutral", "support"), list(itertools.product(range(5), range(3), range(5))))
def test_neighbours_differ_by_three_to_one_or_have_a_gap(against: int, neutral: int, support: int) -> None:
    painted = paints(bar(against, neutral, support))
    for left, right in itertools.pairwise(painted):
        assert apart(left, right) == (contrast(left.fill, right.fill) < 3)
    for paint in painted:
        assert contrast(paint.fill, paint.text) >= 4.5
    # Scales of two and of three steps a side, with a middle, need no gap; without one, only at the line.
    if 0 < against == support <= 3 and neutral < 2:
        gaps = [n for n, pair in enumerate(itertools.pairwise(painted)) if apart(*pair)]
        assert gaps == ([] if neutral else [against - 1])
    # Of one side, no two answers look alike.
    for stance, n in ((Stance.OPPOSE, against), (Stance.SUPPORT, support)):
        assert len({p.fill for p, s in zip(painted, bar(against, neutral, support), strict=True) if s is stance}) == n


def test_neither_side_speaks_louder() -> None:
    for steps in (1, 2, 3):
        painted = paints(bar(steps, 1, steps))
        against, support = painted[:steps], painted[: -steps - 1 : -1]
        assert len(against) == len(support) == steps
        for one, other in zip(against, support, strict=True):
            assert abs(lightness(one.fill) - lightness(other.fill)) < 9
            assert one.text == other.text
        strong = [[colorsys.rgb_to_hsv(*(int(p.fill[at : at + 2], 16) / 255 for at in (1, 3, 5)))[1] for p in side]
                  for side in (against, support)]  # fmt: skip
        assert abs(sum(strong[0]) - sum(strong[1])) / steps < 0.35


@pytest.mark.parametrize("by", ["anyone", *MACHADO])
def test_the_sides_stay_apart_for_every_reader(by: str) -> None:
    for steps, neutral in itertools.product((1, 2, 3), (0, 1)):
        painted = paints(bar(steps, neutral, steps))
        against, support = painted[:steps], painted[-steps:]
        for one, other in itertools.product(against, support):
            assert math.dist(seen(one.fill, by), seen(other.fill, by)) > 20, (one, other)
    for one, other in itertools.combinations(style.GROUPS, 2):
        assert math.dist(seen(one, by), seen(other, by)) > 20
    for one, other in itertools.combinations(style.STANCE.values(), 2):
        assert math.dist(seen(one, by), seen(other, by)) > 20


def test_in_greyscale_the_answers_of_a_side_stay_apart_and_outlines_are_seen() -> None:
    # The two sides are as light as each other on purpose: there, place, gap, outline and number tell them apart.
    painted = paints(bar(2, 1, 2))
    for left, right in itertools.pairwise(painted):
        assert abs(lightness(left.fill) - lightness(right.fill)) > 25
    assert contrast(style.INK, style.WHITE) > 15


def test_bands_grow_darker_and_their_numbers_are_read() -> None:
    shades = [lightness(colour) for colour in style.BANDS]
    assert all(before - after > 8 for before, after in itertools.pairwise(shades))
    for colour in style.BANDS:
        assert contrast(colour, style.painted(colour).text) >= 4.5
    for colour in (style.INK, style.SOFT, style.PURPLE, style.DARK_GREY, style.AQUA_GREEN, style.BAR):
        assert contrast(colour, style.WHITE) >= (4.5 if colour in (style.INK, style.SOFT) else 3)
