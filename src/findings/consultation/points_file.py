"""`kept/points.csv`: the nouns of the points register as people confirmed it, and how a row of it is written."""

from __future__ import annotations

import enum
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

HEAD = ("point", "status", "says", "kind", "themes", "sections", "from", "into", "confirmed_by", "note")
NEEDED = ("point", "status", "says", "from")
THEME = "theme"
"""What a source begins with that is a theme of a question, and not what one person wrote."""
DRAFT_PREFIX = "D-"
"""How drafts are numbered within a run; no confirmed point is called so."""
PointKind = Literal["argument", "alternative", "condition", "question"]
KINDS: tuple[str, ...] = get_args(PointKind)
_SEEN = re.compile(r"\s*\[([0-9a-f]{12})\]$")


class PointStatus(enum.StrEnum):
    """What people decided about a point."""

    CONFIRMED = "confirmed"
    MERGED = "merged"
    NO_POINT = "no_point"
    DRAFT = "draft"


@dataclass(frozen=True)
class PointSource:
    """Where a point comes from.

    Parameters
    ----------
    place
        `channel:unit`, `channel:unit:paragraph` or `theme:question:theme`.
    seen
        The first 12 hexadecimal digits of the SHA-256 of what stood there when it was read; empty if not noted.
    """

    place: str
    seen: str = ""

    @property
    def channel(self) -> str:
        """The open question or the kind of submissions; `theme` for a theme."""
        return self.place.partition(":")[0]

    @property
    def text(self) -> str:
        """As it is written in the file."""
        return f"{self.place} [{self.seen}]" if self.seen else self.place

    @classmethod
    def read(cls, text: str) -> PointSource:
        """A source from its text.

        Examples
        --------
        >>> PointSource.read("letters:l1:2 [0123456789ab]"), PointSource.read("hub_why:r7").channel
        (PointSource(place='letters:l1:2', seen='0123456789ab'), 'hub_why')
        """
        found = _SEEN.search(text)
        return cls(text[: found.start()].strip(), found[1]) if found else cls(text.strip())


@dataclass(frozen=True)
class KeptPoint:
    """A row of the register as people left it; the fields are the columns of `HEAD`, and `row` its place."""

    point: str
    status: PointStatus
    says: str
    kind: PointKind
    themes: tuple[str, ...]
    sections: tuple[str, ...]
    sources: tuple[PointSource, ...]
    into: str = ""
    confirmed_by: str = ""
    note: str = ""
    row: int = 0

    @property
    def stands(self) -> bool:
        """Whether a person confirmed that this is a point of its own."""
        return self.status is PointStatus.CONFIRMED


def finals(points: Iterable[KeptPoint]) -> dict[str, str]:
    """Point -> the point that it is part of now: itself, or what it was merged into in the end."""
    into = {point.point: point.into for point in points if point.status is PointStatus.MERGED}
    found = {}
    for point in points:
        name = point.point
        while name in into:
            name = into[name]
        found[point.point] = name
    return found


def point_row(point: KeptPoint) -> tuple[str, ...]:
    """A point as a row of `HEAD`."""
    sources = [source.text for source in point.sources]
    return (
        point.point, str(point.status), point.says, point.kind, listed(point.themes), listed(point.sections),
        listed(sources), point.into, point.confirmed_by, point.note,
    )  # fmt: skip


def listed(texts: Sequence[str]) -> str:
    """Several texts in one cell; one a line where a text holds the mark that divides them."""
    return ("\n" if any(";" in text for text in texts) else "; ").join(texts)


def divided(cell: str) -> tuple[str, ...]:
    """The texts of a cell.

    Examples
    --------
    >>> divided("travel; cost;"), divided(listed(["letters:a;b:1", "letters:c:2"]))
    (('travel', 'cost'), ('letters:a;b:1', 'letters:c:2'))
    """
    parts = cell.split("\n") if "\n" in cell else cell.split(";")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def status_of(text: str) -> PointStatus | None:
    """What a cell says of a point's status; an empty one is a draft.

    Examples
    --------
    >>> status_of("No point"), status_of(""), status_of("maybe")
    (<PointStatus.NO_POINT: 'no_point'>, <PointStatus.DRAFT: 'draft'>, None)
    """
    plain = "_".join(text.casefold().split()) or str(PointStatus.DRAFT)
    return PointStatus(plain) if plain in list(PointStatus) else None


def next_names(points: Sequence[KeptPoint], many: int) -> list[str]:
    """The next free names: P-4 after P-3; a name is never given twice while a row has it.

    Examples
    --------
    >>> next_names([], 2)
    ['P-1', 'P-2']
    """
    numbers = Counter(int(point.point[2:]) for point in points if re.fullmatch(r"P-\d{1,9}", point.point))
    start = max(numbers, default=0) + 1
    return [f"P-{number}" for number in range(start, start + many)]
