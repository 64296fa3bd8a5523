"""Planted faults: numbers that are not their cell's."""

from __future__ import annotations

import re
from fractions import Fraction
from html import unescape

from findings.evidence.cell import Cell
from page_faults import NUMBER, Target, is_number, kind, other_number, swapped, with_cell, with_text


@kind
def a_stale_number(target: Target) -> str | None:
    match = target.one(NUMBER, is_number)
    return target.replaced(match, with_text(match, other_number(match[3]))) if match else None


@kind
def a_second_place_with_an_older_value(target: Target) -> str | None:
    places: dict[str, int] = {}
    for match in NUMBER.finditer(target.html, target.start):
        places[match[2]] = places.get(match[2], 0) + 1
    found = target.one(NUMBER, lambda match: places[match[2]] > 1 and is_number(match))
    return target.replaced(found, with_text(found, other_number(found[3]))) if found else None


@kind
def a_count_for_a_percentage(target: Target) -> str | None:
    match = target.one(NUMBER, lambda match: match[3].endswith("%"))
    return target.replaced(match, with_text(match, match[3].rstrip("%"))) if match else None


@kind
def a_rounding_to_even(target: Target) -> str | None:
    def halfway(match: re.Match[str]) -> bool:
        return even(target, match) not in ("", match[3])

    match = target.one(NUMBER, halfway)
    return target.replaced(match, with_text(match, even(target, match))) if match else None


def even(target: Target, match: re.Match[str]) -> str:
    """A share of a count that lies just between two percentages, rounded to the even one."""
    cell = target.cell(match)
    count = target.evidence.cells.get(unescape(match[2]).partition("!")[0])
    base = target.evidence.cells.get(cell.base_cell) if cell else None
    if not cell or not cell.measure.startswith("percent") or not count or not base or not base.visible:
        return ""
    if not count.visible or base.number == 0:
        return ""
    share = Fraction(100 * count.number, base.number)
    return f"{round(share)}%" if share.denominator == 2 else ""


@kind
def a_sign_dropped(target: Target) -> str | None:
    match = target.one(NUMBER, lambda match: match[3].startswith("-"))
    return target.replaced(match, with_text(match, match[3][1:])) if match else None


@kind
def a_comma_moved(target: Target) -> str | None:
    match = target.one(NUMBER, lambda match: "," in match[3])
    moved = re.sub(r"(\d),(\d)", r"\1\2,", match[3]) if match else ""
    return target.replaced(match, with_text(match, moved)) if match else None


@kind
def digits_of_another_script(target: Target) -> str | None:
    match = target.one(NUMBER, is_number)
    return target.replaced(match, with_text(match, match[3].translate({48 + n: 0x660 + n for n in range(10)})))\
        if match else None  # fmt: skip


@kind
def a_digit_after_the_point(target: Target) -> str | None:
    match = target.one(NUMBER, lambda match: match[3].endswith("%"))
    return target.replaced(match, with_text(match, match[3].replace("%", ".0%"))) if match else None


@kind
def two_numbers_swapped_with_their_cells(target: Target) -> str | None:
    found = [match for match in NUMBER.finditer(target.html, target.start) if match[1] == "a"]
    first = target.rng.choice(found[:-1])
    second = next((match for match in found if match.start() > first.start() and match[2] != first[2]), None)
    return swapped(target, first, second) if second else None


@kind
def two_numbers_swapped_alone(target: Target) -> str | None:
    found = [match for match in NUMBER.finditer(target.html, target.start) if is_number(match)]
    first = target.rng.choice(found[:-1])
    second = next((match for match in found if match.start() > first.start() and match[3] != first[3]), None)
    return swapped(target, first, second, 3) if second else None


@kind
def a_number_of_another_measure(target: Target) -> str | None:
    def has_other(match: re.Match[str]) -> bool:
        return other_measure(target, match) is not None

    match = target.one(NUMBER, has_other)
    other = other_measure(target, match) if match else None
    return target.replaced(match, with_cell(match, other.cell, other.text)) if match and other else None


def other_measure(target: Target, match: re.Match[str]) -> Cell | None:
    own = target.cell(match)
    if own is None or own.measure != "percent":
        return None
    stem = own.cell.partition("!")[0]
    names = (f"{stem}!{measure}" for measure in ("percent_of_answered", "percent_of_asked"))
    others = (target.evidence.cells.get(name) for name in names)
    return next((cell for cell in others if cell is not None and cell.text != own.text), None)


@kind
def a_percentage_of_the_wrong_base(target: Target) -> str | None:
    pattern = re.compile(r'data-cell="([^"]+)"[^>]*>[^<]+</a> of (?:the |all )?' + NUMBER.pattern)
    match = target.one(re.compile(pattern.pattern.replace(r"</\1>", r"</\2>")))
    if not match:
        return None
    number = next(found for found in NUMBER.finditer(match[0]) if found[2] == match[3])
    others = [
        cell
        for cell in target.evidence.cells.values()
        if cell.option.startswith("base") and cell.measure == "count" and cell.visible and cell.cell != match[3]
    ]
    other = target.rng.choice(others)
    return target.replaced(match, match[0].replace(number[0], with_cell(number, other.cell, other.text)))


@kind
def a_base_of_another_group(target: Target) -> str | None:
    def of_group(match: re.Match[str]) -> bool:
        cell = target.cell(match)
        return bool(cell and cell.level and cell.option == "base" and match[1] == "a")

    match = target.one(NUMBER, of_group)
    own = target.cell(match) if match else None
    if not match or not own:
        return None
    others = [
        cell
        for cell in target.evidence.cells.values()
        if (cell.table, cell.option, cell.measure) == (own.table, "base", "count") and cell.level != own.level
    ]
    other = target.rng.choice(others)
    return target.replaced(match, with_cell(match, other.cell, other.text))


@kind
def a_base_said_to_be_of_others(target: Target) -> str | None:
    match = target.one(re.compile(r"(?<=</a>) who answered"))
    return target.replaced(match, " respondents") if match else None


@kind
def a_link_to_another_number(target: Target) -> str | None:
    match = target.one(NUMBER, lambda match: match[1] == "a")
    return target.replaced(match, re.sub(r'href="#[^"]*"', 'href="#q1%23base"', match[0])) if match else None


@kind
def a_number_without_its_cell(target: Target) -> str | None:
    match = target.one(NUMBER, is_number)
    return target.replaced(match, match[3]) if match else None
