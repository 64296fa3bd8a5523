"""Planted faults: charts."""

from __future__ import annotations

import itertools
import re
from html import escape, unescape

from page_faults import DRAWN_LABEL, DRAWN_TEXT, SHAPE, Target, kind, other_number, swapped


@kind
def a_bar_made_longer(target: Target) -> str | None:
    match = target.one(SHAPE)
    width = re.search(r' width="([\d.]+)"', match[0]) if match else None
    if not match or not width:
        return None
    return target.replaced(match, match[0].replace(width[0], f' width="{float(width[1]) * 1.2 + 1:.4f}"'))


@kind
def a_bar_of_another_cell(target: Target) -> str | None:
    match = target.one(SHAPE)
    own = re.search(r'data-cell="([^"]+)"', match[0]) if match else None
    if not match or not own:
        return None
    value = target.evidence.cells[unescape(own[1])].value
    others = [cell for cell in target.evidence.cells.values()
              if cell.measure == "percent" and cell.visible and cell.value != value]  # fmt: skip
    return target.replaced(match, match[0].replace(own[1], escape(target.rng.choice(others).cell)))


@kind
def a_bar_left_out(target: Target) -> str | None:
    match = target.one(SHAPE)
    return target.replaced(match, "") if match else None


@kind
def a_bar_that_is_of_no_cell(target: Target) -> str | None:
    match = target.one(SHAPE)
    return target.replaced(match, match[0] + '<rect x="200" y="10" width="90" height="9" fill="#003087"/>')\
        if match else None  # fmt: skip


@kind
def a_bar_stretched_by_its_group(target: Target) -> str | None:
    match = target.one(SHAPE)
    stretched = match[0] if match and match[0].endswith("/>") else f"{match[0]}</rect>" if match else ""
    return target.replaced(match, f'<g transform="scale(1.5 1)">{stretched}</g>') if match else None


@kind
def a_text_of_a_chart_changed(target: Target) -> str | None:
    match = target.one(DRAWN_TEXT, lambda match: bool(re.search(r"\d", match[2])))
    return target.replaced(match, match[0].replace(f">{match[2]}<", f">{other_number(match[2])}<")) if match else None


@kind
def a_text_of_a_chart_of_another_cell(target: Target) -> str | None:
    found = list(DRAWN_TEXT.finditer(target.html, target.start))
    if len(found) < 2:
        return None
    first = target.rng.choice(found[:-1])
    second = next((match for match in found if match.start() > first.start() and match[2] != first[2]), None)
    return swapped(target, first, second, 2) if second else None


@kind
def a_number_added_to_a_chart(target: Target) -> str | None:
    match = target.one(re.compile(r"</svg>"))
    return target.replaced(match, '<text x="20" y="20">71%</text></svg>') if match else None


@kind
def labels_of_a_chart_swapped(target: Target) -> str | None:
    found = list(DRAWN_LABEL.finditer(target.html, target.start))
    pairs = [(a, b) for a, b in itertools.pairwise(found) if a[1] != b[1] and b.start() - a.end() < 400]
    return swapped(target, *target.rng.choice(pairs), 1) if pairs else None


@kind
def a_dot_moved(target: Target) -> str | None:
    match = target.one(re.compile(r'<[^>]*data-mark="position"[^>]*>'))
    place = re.search(r'\b(?:cx|x)="([\d.]+)"', match[0]) if match else None
    if match and place:
        return target.replaced(match, match[0].replace(place[0], place[0].replace(place[1], f"{float(place[1]) + 40}")))
    path = re.search(r' d="M ([\d.]+)', match[0]) if match else None
    return target.replaced(match, match[0].replace(path[0], f' d="M {float(path[1]) + 60}')) if match and path else None


@kind
def a_shade_changed(target: Target) -> str | None:
    found = re.compile(r'<[^>]*data-mark="shade"[^>]*>')
    fills = {fill for match in found.finditer(target.html) for fill in re.findall(r'fill="(#\w+)"', match[0])}
    match = target.one(found)
    own = re.search(r'fill="(#\w+)"', match[0]) if match else None
    others = sorted(fills - {own[1]}) if own else []
    return (
        target.replaced(match, match[0].replace(own[1], target.rng.choice(others)))
        if match and own and others
        else None
    )


@kind
def an_alternative_text_with_another_number(target: Target) -> str | None:
    match = target.one(re.compile(r"(<desc\b[^>]*>)(.*?)(\d+)(%[^<]*</desc>)", re.S))
    return target.replaced(match, f"{match[1]}{match[2]}{int(match[3]) + 1}{match[4]}") if match else None


@kind
def an_alternative_text_with_another_name(target: Target) -> str | None:
    match = target.one(re.compile(r"<desc\b[^>]*>.*?(Disagree|No |Individual).*?</desc>", re.S))
    return target.replaced(match, match[0].replace(match[1], "Undecided ", 1)) if match else None


@kind
def a_small_chart_changed(target: Target) -> str | None:
    match = target.one(re.compile(r'<td class="drawn">(.*?)</td>', re.S), lambda match: 'width="' in match[1])
    bar = re.search(r'(<rect\b[^>]*? width=")([\d.]+)(")', match[0]) if match else None
    if not match or not bar:
        return None
    return target.replaced(match, match[0].replace(bar[0], f"{bar[1]}{float(bar[2]) * 1.3 + 1}{bar[3]}"))
