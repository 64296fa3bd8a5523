"""The history of a code frame: which themes stood in which version, and the rules that its changes keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from findings.consultation.codeframe import CodeFrame, FrameChange
from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.yamlfile import KeyPath

_NUMBERED = re.compile(r"\d+(\.\d+)*")


def old_names(change: FrameChange) -> tuple[str, ...]:
    """The themes of the version before that a change did away with or took something from, as often as it says so.

    Examples
    --------
    >>> from datetime import date
    >>> change = FrameChange(version="2", on=date(2024, 4, 2), why="Too close.", merged={"buses": ("buses", "trams")})
    >>> old_names(change), new_names(change)
    (('buses', 'trams'), ('buses',))
    """
    sources = (source for own in change.merged.values() for source in own)
    return (*change.renamed, *sources, *change.split, *change.removed)


def new_names(change: FrameChange) -> tuple[str, ...]:
    """The themes that a change says stand after it."""
    targets = (target for own in change.split.values() for target in own)
    return (*change.renamed.values(), *change.merged, *targets, *change.added)


def standing(frame: CodeFrame) -> tuple[frozenset[str], ...]:
    """The themes that stood before the first change, and after each, as far as the history tells.

    It is worked out from the present backwards. A theme that others were merged into, or that a split left something
    to, may have stood before: it is in the earlier version too unless the change says that it was added.
    """
    versions = [frozenset(frame.themes)]
    for change in reversed(frame.history):
        came = {*change.added, *change.renamed.values()}
        versions.append((versions[-1] - came) | frozenset(old_names(change)))
    return tuple(reversed(versions))


def old_themes(frame: CodeFrame) -> tuple[str, ...]:
    """Every theme that some change did away with or took something from, the oldest first."""
    return tuple(dict.fromkeys(name for change in frame.history for name in old_names(change)))


def history_faults(keys: KeyPath, frame: CodeFrame) -> Iterator[Fault]:
    """Every broken rule of a frame's history; `keys` are the frame's."""
    if not frame.history:
        return
    yield from _versions_in_order(keys, frame)
    after = standing(frame)[1:]
    for place, (change, present) in enumerate(zip(frame.history, after, strict=True)):
        own = (*keys, "history", place)
        yield from _new_names_stand(own, change, present)
        yield from _old_names_are_gone(own, change, present)
        yield from _each_changed_once(own, change)


def _versions_in_order(keys: KeyPath, frame: CodeFrame) -> Iterator[Fault]:
    versions = [change.version for change in frame.history]
    if versions[-1] != frame.version:
        yield Fault(
            (*keys, "version"),
            "the last version of the history is not the frame's",
            frame.version,
            versions[-1],
            "Add the change that made this version, or correct 'version'.",
        )
    for place in range(1, len(versions)):
        own = (*keys, "history", place)
        before, change = frame.history[place - 1], frame.history[place]
        if change.version in versions[:place]:
            yield Fault((*own, "version"), "a version that stands twice in the history", change.version)
        elif _number(change.version) and _number(before.version) > _number(change.version):
            what = "a version that stands after a later one"
            yield Fault((*own, "version"), what, change.version, f"a version after {before.version}", _OLDEST)
        if change.on < before.on:
            what = "a change from before the one above it"
            yield Fault((*own, "on"), what, str(change.on), f"{before.on} or later", _OLDEST)


_OLDEST = "Write the oldest change first."


def _number(version: str) -> list[int]:
    return [int(part) for part in version.split(".")] if _NUMBERED.fullmatch(version) else []


def _new_names_stand(keys: KeyPath, change: FrameChange, present: frozenset[str]) -> Iterator[Fault]:
    for place, name in _places_of_new(change):
        if name not in present:
            yield Fault(
                (*keys, *place),
                f"a theme that does not stand in version {change.version}",
                name,
                ", ".join(sorted(present)),
                closest(name, sorted(present)) or "Add the theme, or say in a later change what became of it.",
            )


def _places_of_new(change: FrameChange) -> Iterator[tuple[KeyPath, str]]:
    for old, new in change.renamed.items():
        yield ("renamed", old), new
    for target in change.merged:
        yield ("merged", target), target
    for old, targets in change.split.items():
        yield from ((("split", old, place), target) for place, target in enumerate(targets))
    yield from ((("added", place), name) for place, name in enumerate(change.added))


def _old_names_are_gone(keys: KeyPath, change: FrameChange, present: frozenset[str]) -> Iterator[Fault]:
    stays = set(new_names(change))
    for place, name, became in _places_of_old(change):
        if name in present and name not in stays:
            yield Fault(
                (*keys, *place),
                f"a theme that was {became}, and still stands in version {change.version}",
                name,
                do="Take it out of 'themes', or out of the history; if it came back later, add it in that change.",
            )


def _places_of_old(change: FrameChange) -> Iterator[tuple[KeyPath, str, str]]:
    yield from ((("renamed", old), old, "renamed") for old in change.renamed)
    for target, sources in change.merged.items():
        yield from ((("merged", target, place), source, "merged") for place, source in enumerate(sources))
    yield from ((("split", old), old, "split") for old in change.split)
    yield from ((("removed", place), old, "removed") for place, old in enumerate(change.removed))


def _each_changed_once(keys: KeyPath, change: FrameChange) -> Iterator[Fault]:
    for name, times in Counter(old_names(change)).items():
        if times > 1:
            what = "a theme of which one change says two things"
            yield Fault(keys, what, name, do="Say once whether it was renamed, merged, split or removed.")
    for name, times in Counter(change.renamed.values()).items():
        if times > 1:
            what = "two themes that were renamed to the same one"
            yield Fault((*keys, "renamed"), what, name, do="Say that they were merged: 'merged: {new: [old, old]}'.")
    for old, targets in change.split.items():
        if len(set(targets)) < 2:
            what = "a split into fewer than two themes"
            yield Fault((*keys, "split", old), what, ", ".join(targets), do="Say that it was renamed, or removed.")
