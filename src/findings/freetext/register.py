"""The register itself: what people confirmed, laid over the drafts, so that nothing that was said is in neither."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.answers_file import KeptAnswer
from findings.consultation.points_file import (
    DRAFT_PREFIX,
    THEME,
    KeptPoint,
    PointKind,
    PointSource,
    PointStatus,
    finals,
)
from findings.errors import Problem
from findings.freetext.drafts import Draft
from findings.freetext.heard import Heard, Passage

SET_ASIDE = "set_aside"
"""The status of a passage that a stated rule found to be a greeting and the like; it stands in the register."""


@dataclass(frozen=True)
class Source:
    """Where a point comes from: a place, what stands there, and what is to be known of it."""

    place: str
    passage: Passage | None = None
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """A row of the register: a point that people confirmed, something else that they decided, or a draft.

    Parameters
    ----------
    point
        `P-3`, or of a draft `D-17`.
    status
        One of `PointStatus`, or `set_aside`.
    sources
        Where it comes from; of a confirmed point with those of the points that were merged into it.
    draft
        The draft, where it is one that nobody decided about.
    kept
        The row of `kept/points.csv`, else None.
    answer
        What the body says to it.
    """

    point: str
    status: str
    says: str
    kind: PointKind
    themes: tuple[str, ...]
    sections: tuple[str, ...]
    sources: tuple[Source, ...]
    draft: Draft | None = None
    kept: KeptPoint | None = None
    answer: KeptAnswer | None = None

    @property
    def confirmed(self) -> bool:
        """Whether a person confirmed it as a point of its own."""
        return self.status == PointStatus.CONFIRMED

    @property
    def to_read(self) -> bool:
        """Whether a person still has to read it."""
        return self.status == PointStatus.DRAFT

    @property
    def answered(self) -> bool:
        """Whether the body answered it."""
        return self.answer is not None and bool(self.answer.answer)


@dataclass(frozen=True)
class Merged:
    """The register in its order, what a person should know, and the sources that cannot be found."""

    entries: tuple[Entry, ...]
    told: tuple[str, ...]
    problems: tuple[Problem, ...]


def merged(
    drafts: Sequence[Draft],
    kept: Sequence[KeptPoint],
    answers: Mapping[str, KeptAnswer],
    heard: Heard,
    known: Collection[str],
) -> Merged:
    """Lay what people decided over the drafts.

    A draft is decided once a row of `kept/points.csv` names its place and what stands there is what was read. A text of
    several passages that is named as a whole is not decided: each passage may hold an argument of its own.

    Parameters
    ----------
    drafts, heard
        What was said.
    kept, answers
        What people decided.
    known
        Identifiers of responses that are known and not analysed, as withdrawn ones.

    Raises
    ------
    AssertionError
        If a passage of a submission stands in no entry: a fault of ours.
    """
    told: list[tuple[str, tuple[str, ...]]] = []
    problems: list[Problem] = []
    sources: dict[str, list[Source]] = {}
    for point in kept:
        sources[point.point] = []
        for own in point.sources:
            source, line, problem = _resolved(point, own, heard, known)
            sources[point.point].append(source)
            left = tuple(passage.place for passage in heard.near(own.place))
            told += [(line, left)] if line else []
            problems += [problem] if problem else []
    decided = {source.place for own in sources.values() for source in own if not source.note}
    last = finals(kept)
    entries = [
        Entry(
            point.point,
            str(point.status),
            point.says,
            point.kind,
            point.themes,
            point.sections,
            tuple(_once(sources, [name for name, into in last.items() if into == point.point] or [point.point])),
            kept=point,
            answer=answers.get(point.point),
        )
        for point in kept
    ]
    entries += [entry for draft in drafts if (entry := _left(draft, decided)) is not None]
    entries.sort(key=lambda entry: _ORDER.index(entry.status))
    _nothing_lost(entries, heard)
    # What another row decided about since needs no telling.
    lines = tuple(line for line, left in told if not left or set(left) - decided)
    return Merged(tuple(entries), lines, tuple(problems))


_ORDER = (
    str(PointStatus.CONFIRMED), str(PointStatus.DRAFT), str(PointStatus.MERGED), str(PointStatus.NO_POINT), SET_ASIDE,
)  # fmt: skip


def _once(sources: Mapping[str, Sequence[Source]], names: Iterable[str]) -> Iterator[Source]:
    """The sources of some points, each place once; as it was read, where one row read it before it was changed."""
    found = [source for name in names for source in sources[name]]
    found.sort(key=lambda source: not source.note)
    yield from {source.place: source for source in found}.values()


def _resolved(
    point: KeptPoint, source: PointSource, heard: Heard, known: Collection[str]
) -> tuple[Source, str, Problem | None]:
    """A source with its passage, what is told of it, and the problem if it never was there."""
    if source.channel == THEME:
        return Source(source.place), "", None
    found = heard.at(source.place)
    where = f"kept/points.csv, row {point.row}, column 'from'"
    if found is None:
        unit = source.place.partition(":")[2]
        if not source.seen and not {unit, unit.rpartition(":")[0]} & set(known):
            what = "no such response, submission or paragraph"
            do = "Correct it; restricted/points.csv of a run lists every place."
            return Source(source.place), "", Problem(where, what, source.place[:80], do=do)
        line = f"{point.point} lost its source {source.place}: it is not among what was read now; the point stays"
        return Source(source.place, note="not among what was read now"), line, None
    if not found:
        line = (
            f"{point.point} names {source.place} as a whole, so its passages are still to be read: name one, such as "
        )
        return Source(source.place, note="as a whole"), f"{line}{source.place}:1", None
    (passage,) = found
    if source.seen and source.seen != passage.seen:
        line = f"{point.point}: what stands at {source.place} was changed since it was read, so it is a draft again"
        return Source(passage.place, passage, "changed since it was read"), line, None
    return Source(passage.place, passage), "", None


def _left(draft: Draft, decided: Collection[str]) -> Entry | None:
    """What of a draft nobody decided about."""
    passages = {passage.place: passage for passage in draft.passages}
    rest = tuple(Source(place, passages.get(place)) for place in draft.places if place not in decided)
    if not rest:
        return None
    status = SET_ASIDE if draft.aside else str(PointStatus.DRAFT)
    name = f"{DRAFT_PREFIX}{draft.number}"
    return Entry(name, status, "", draft.kind, draft.themes, draft.sections, rest, draft)


def _nothing_lost(entries: Sequence[Entry], heard: Heard) -> None:
    stand = {source.place for entry in entries for source in entry.sources}
    lost = [part.place for parts in heard.submitted.values() for part in parts if part.place not in stand]
    if lost:
        raise AssertionError(f"{len(lost)} passages stand in no point of the register, the first {lost[0]}")
