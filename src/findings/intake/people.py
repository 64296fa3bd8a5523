"""One person's several responses: recognised without keeping who it is, and combined by a stated rule.

What names a person (an e-mail address, a name with a date of birth) is hashed at the door with a key that is drawn
for one run and written nowhere. Without the key, nobody can find an address again by trying addresses. The hashes are
compared with each other and thrown away, so no output depends on the key.
"""

from __future__ import annotations

import datetime
import hmac
import secrets
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from findings.consultation.names import NOT_ANSWERED, NOT_ASKED

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

NOBODY = frozenset(
    (
        "",
        "-",
        "--",
        ".",
        "x",
        "xx",
        "xxx",
        "n/a",
        "na",
        "none",
        "no",
        "nil",
        "null",
        "unknown",
        "anonymous",
        "anon",
        "withheld",
        "not provided",
        "not given",
        "prefer not to say",
        "no name",
    )
)
"""What people write where they do not say who they are; it names nobody, so it makes nobody the same."""

CROWD = 5
"""Responses of one key, from which on it is more likely an office's address than a person."""

_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u2032": "'", "\u2013": "-", "\u2014": "-", "\u00ad": None, "\u200b": None}
)


def new_key() -> bytes:
    """Draw a key for one run: keep it in memory only."""
    return secrets.token_bytes(32)


def normalised(part: str) -> str:
    """Write what names a person in one way.

    Letter case, width, kinds of quotes and spaces say nothing. In an e-mail address spaces go, and what a mail program
    puts around it. Dots and what follows a `+` stay: only some providers ignore them, and to take two people for one
    loses a response, which is worse than to miss a second one.

    Examples
    --------
    >>> normalised(" Jo  O’Neill ") == normalised("JO O'NEILL")
    True
    >>> normalised("<Jo.Bloggs@Example.org> "), normalised("mailto:jo.bloggs@example.org")
    ('jo.bloggs@example.org', 'jo.bloggs@example.org')
    """
    text = " ".join(unicodedata.normalize("NFKC", part).translate(_QUOTES).casefold().split())
    if "@" in text:
        text = text.replace(" ", "").strip("<>\"'(),;.").removeprefix("mailto:")
    return text


def person_keys(columns: Sequence[Sequence[str]], key: bytes) -> list[bytes | None]:
    """Hash who each response is of.

    Parameters
    ----------
    columns
        The columns that together name a person, each with a text a response.
    key
        Of `new_key`, the same for all files of a consultation.

    Returns
    -------
    list
        HMAC-SHA256 of the parts together, or None where one of them names nobody.

    Examples
    --------
    >>> one, same, nobody = person_keys([["jo@example.org", "JO@example.org", "n/a"]], b"k" * 32)
    >>> one == same, nobody
    (True, None)
    """
    if len(key) < 16:
        raise ValueError("key: found fewer than 16 bytes, allowed: 16 and more")
    if not columns:
        raise ValueError("columns: found none, allowed: one and more")
    return [_key([normalised(part) for part in parts], key) for parts in zip(*columns, strict=True)]


def _key(parts: Sequence[str], key: bytes) -> bytes | None:
    if any(part in NOBODY for part in parts):
        return None
    # With its length before each part, "ab" and "c" are not "a" and "bc".
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return hmac.digest(key, b"".join(len(part).to_bytes(4, "big") + part for part in encoded), "sha256")


def groups(keys: Sequence[bytes | None]) -> tuple[tuple[int, ...], ...]:
    """Places with one key, two and more of them, by their first.

    Examples
    --------
    >>> groups([b"a", None, b"b", b"a", None])
    ((0, 3),)
    """
    places: dict[bytes, list[int]] = {}
    for place, key in enumerate(keys):
        if key is not None:
            places.setdefault(key, []).append(place)
    return tuple(tuple(found) for found in places.values() if len(found) > 1)


def crowded(found: Sequence[tuple[int, ...]], most: int = CROWD) -> tuple[tuple[int, ...], ...]:
    """Groups of more responses than one person is likely to send: for a person to look at, before they are combined."""
    return tuple(group for group in found if len(group) > most)


@dataclass(frozen=True)
class Merged:
    """A response that became part of another one of the same person."""

    row: int
    into: int


@dataclass(frozen=True)
class Filled:
    """An answer that the response in `row` did not give, taken from the one in `source`."""

    row: int
    column: str
    source: int


@dataclass(frozen=True)
class Conflict:
    """An answer of `other` that differs from that of `row`, which counts."""

    row: int
    other: int
    column: str


@dataclass(frozen=True)
class Combined:
    """What became of one person's several responses; rows are places in the frame that was given.

    Parameters
    ----------
    frame
        All rows as they came, with filled cells filled. Rows that were merged are still there.
    merged
        Which rows became part of which.
    filled
        Where each filled cell comes from.
    conflicts
        Answers that differ between a response that counts and one that was merged into it.
    """

    frame: pd.DataFrame
    merged: tuple[Merged, ...]
    filled: tuple[Filled, ...]
    conflicts: tuple[Conflict, ...]


def combine(
    frame: pd.DataFrame,
    found: Sequence[tuple[int, ...]],
    rule: Literal["latest", "first", "fill"],
    submitted: Sequence[datetime.date | None] | None,
    *,
    questions: Sequence[str],
    asked_if: Mapping[str, Mapping[str, Collection[str]]] | None = None,
) -> Combined:
    """Combine the responses of each person: each person keeps one.

    Call it before answers are marked as not asked by what a person answered elsewhere, since a filled answer can
    change that.

    Parameters
    ----------
    frame
        One row a response.
    found
        As of `groups`.
    rule
        Which response counts: the `latest`, the `first`, or the latest with its gaps filled from the others, the
        latest of these first (`fill`).
    submitted
        The day of each response. Without a day a response counts as earlier than those with one; of the same day, by
        their order in the frame.
    questions
        The columns to fill and compare; a gap is an empty text, `not_answered` or `not_asked`.
    asked_if
        Question -> other question -> the answers after which it is asked. A gap is filled only if the combined
        response was asked. Questions have to stand after those that they hang on.
    """
    cells = {question: frame[question].astype(object).to_numpy(copy=True) for question in questions}
    merged: list[Merged] = []
    filled: list[Filled] = []
    conflicts: list[Conflict] = []
    for group in found:
        order = sorted(group, key=lambda row: _when(row, submitted), reverse=rule != "first")
        kept, others = order[0], order[1:]
        merged += [Merged(row, kept) for row in sorted(others)]
        for question, column in cells.items():
            own = column[kept]
            given = [row for row in others if not _is_gap(column[row])]
            if not _is_gap(own):
                conflicts += [Conflict(kept, row, question) for row in sorted(given) if column[row] != own]
            elif rule == "fill" and given and _was_asked(kept, (asked_if or {}).get(question, {}), cells):
                column[kept] = column[given[0]]
                filled.append(Filled(kept, question, given[0]))
                conflicts += [Conflict(kept, row, question) for row in sorted(given[1:]) if column[row] != column[kept]]
    changed = {question: cells[question] for question in dict.fromkeys(cell.column for cell in filled)}
    return Combined(_with(frame, changed), tuple(merged), tuple(filled), tuple(conflicts))


def _when(row: int, submitted: Sequence[datetime.date | None] | None) -> tuple[bool, datetime.date, int]:
    day = submitted[row] if submitted is not None else None
    return day is not None, day or datetime.date.min, row


def _is_gap(value: object) -> bool:
    return value in ("", NOT_ANSWERED, NOT_ASKED) or value != value or value is None


def _was_asked(row: int, conditions: Mapping[str, Collection[str]], cells: Mapping[str, NDArray[np.object_]]) -> bool:
    return all(cells[other][row] in answers for other, answers in conditions.items())


def _with(frame: pd.DataFrame, columns: Mapping[str, object]) -> pd.DataFrame:
    """A new frame; the column types of the given one are kept."""
    import pandas as pd

    return frame.assign(
        **{name: pd.Series(values, index=frame.index).astype(frame[name].dtype) for name, values in columns.items()}
    )
