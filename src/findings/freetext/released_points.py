"""Of the register what may leave: points in people's words with how many made them, and drafts without a word.

Drafts from comments are one entry: a list without words says no more than their number. Where small counts are hidden
not even that is told, nor which themes were given, since hidden counts could be worked out from it; and a count of
responses is told by the released cell of a theme, or as fewer or more than the threshold. Only senders that are
declared to be bodies are named, and only of points that a person confirmed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from findings.consultation.codeframe import FIXED_CODES, THEMES, FreeTextPlan
from findings.consultation.points_file import DRAFT_PREFIX, THEME
from findings.evidence.quote import NOT_TOLD, Point
from findings.freetext.coding import Coding, by_comment, decided
from findings.freetext.heard import Heard
from findings.freetext.register import Entry, Source

OF_COMMENTS = f"{DRAFT_PREFIX}comments"
"""All drafts from comments together."""


def released_points(
    plan: FreeTextPlan, entries: Sequence[Entry], heard: Heard, codings: Sequence[Coding], threshold: int
) -> tuple[Point, ...]:
    """The points that may be shown: confirmed ones, then drafts.

    Parameters
    ----------
    plan, entries, heard, codings
        The register and what it was made of.
    threshold
        The least count that may be shown; 0 where none is hidden.
    """
    coded = _by_theme(codings, heard)
    found = [_confirmed(plan, entry, heard, coded, threshold) for entry in entries if entry.confirmed]
    drafts = [entry for entry in entries if entry.to_read]
    alone = (*plan.submissions, *(() if threshold else (THEME,)))
    of_comments = [entry for entry in drafts if not _only_from(alone, entry)]
    found += [_draft(plan, entry, heard, coded, threshold) for entry in drafts if _only_from(alone, entry)]
    if of_comments:
        sources = [source for entry in of_comments for source in entry.sources]
        voices = {} if threshold else dict(_voices(plan, sources, heard, coded, threshold))
        found.append(Point(point=OF_COMMENTS, says="", kind="argument", voices=voices))
    return tuple(found)


def _only_from(channels: Collection[str], entry: Entry) -> bool:
    return all(source.place.partition(":")[0] in channels for source in entry.sources)


def _confirmed(
    plan: FreeTextPlan,
    entry: Entry,
    heard: Heard,
    coded: Mapping[str, Mapping[str, frozenset[str]]],
    threshold: int,
) -> Point:
    answer = entry.answer
    said = {} if answer is None else {
        name: getattr(answer, name) for name in ("answer", "change", "owner", "date", "decision")
    }  # fmt: skip
    return Point.model_validate(
        {
            "point": entry.point,
            "says": entry.says,
            "kind": entry.kind,
            "themes": entry.themes,
            "sections": entry.sections,
            "confirmed": True,
            "voices": dict(_voices(plan, entry.sources, heard, coded, threshold)),
            "named": _named(entry.sources, heard),
            "cells": _cells(entry.sources),
            "status": "answered" if entry.answered else "unanswered",
            **said,
        }
    )


def _draft(
    plan: FreeTextPlan,
    entry: Entry,
    heard: Heard,
    coded: Mapping[str, Mapping[str, frozenset[str]]],
    threshold: int,
) -> Point:
    """A draft: whatever came of coding stays out where counts are hidden, since drafts can be counted."""
    return Point(
        point=entry.point,
        says="",
        kind=entry.kind,
        themes=() if threshold else entry.themes,
        sections=() if threshold else entry.sections,
        voices=dict(_voices(plan, entry.sources, heard, coded, threshold)),
        cells=_cells(entry.sources),
    )


def _named(sources: Sequence[Source], heard: Heard) -> tuple[str, ...]:
    submissions = (
        heard.submissions[key]
        for source in sources
        if source.passage is not None and (key := (source.passage.channel, source.passage.unit)) in heard.submissions
    )
    return tuple(sorted({one.sender for one in submissions if one.body}))


def _cells(sources: Sequence[Source]) -> tuple[str, ...]:
    return tuple(_cell(source) for source in sources if source.place.startswith(f"{THEME}:"))


def _cell(source: Source) -> str:
    _, question, theme = source.place.split(":", 2)
    return f"{question}{THEMES}#{theme}"


def _voices(
    plan: FreeTextPlan,
    sources: Sequence[Source],
    heard: Heard,
    coded: Mapping[str, Mapping[str, frozenset[str]]],
    threshold: int,
) -> Iterator[tuple[str, str]]:
    """Channel -> how many, as it may be told."""
    units: dict[str, set[str]] = {}
    cells: dict[str, list[str]] = {}
    others: set[str] = set()
    for source in sources:
        if source.place.startswith(f"{THEME}:"):
            _, question, theme = source.place.split(":", 2)
            units.setdefault(question, set()).update(coded.get(question, {}).get(theme, ()))
            cells.setdefault(question, []).append(_cell(source))
        elif source.passage is not None:
            units.setdefault(source.passage.channel, set()).add(source.passage.unit)
            others.add(source.passage.channel)
    for channel, own in units.items():
        bodies = channel in plan.submissions and all(heard.submissions[channel, unit].body for unit in own)
        if not threshold or (bodies and channel not in cells):
            yield channel, str(len(own))
        elif channel in cells:
            # Beside the cell, how many gave either of two themes or wrote besides would bound a hidden count.
            yield channel, cells[channel][0] if len(cells[channel]) == 1 and channel not in others else NOT_TOLD
        else:
            yield channel, f"fewer than {threshold}" if len(own) < threshold else f"{threshold} or more"


def _by_theme(codings: Sequence[Coding], heard: Heard) -> dict[str, dict[str, frozenset[str]]]:
    """Question -> theme -> the units that were given it."""
    found: dict[str, dict[str, set[str]]] = {}
    for (question, unit), given in by_comment(codings).items():
        for coding in decided(given):
            if coding.code not in FIXED_CODES and heard.of(question, unit):
                found.setdefault(question, {}).setdefault(coding.code, set()).add(unit)
    return {question: {code: frozenset(units) for code, units in own.items()} for question, own in found.items()}
