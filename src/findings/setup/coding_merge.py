"""What a coder's workbook changes: her rows against what she had given, and against what a machine had suggested."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from findings.consultation.codeframe import TO_CODE, Sentiment
from findings.consultation.kept_csv import unled
from findings.freetext.coding import Coding, Status
from findings.setup.coding_comments import Comment
from findings.setup.coding_rows import Choices, SaidRow

_INSTEAD = re.compile(r"Instead of [a-z][a-z0-9_]*\.(?: |$)")
_NAMED = 5
"""So many rows are named in a line of what is told; the others are counted."""


@dataclass
class Merged:
    """What is to be kept now, and what a person should know.

    Parameters
    ----------
    new
        Comment -> the coder's codings that are to stand for it.
    replaced
        Of these, how many comments the coder had coded before.
    told
        A line each.
    """

    new: dict[Comment, tuple[Coding, ...]] = field(default_factory=dict)
    replaced: int = 0
    told: list[str] = field(default_factory=list)


def choices_of(codings: Iterable[Coding]) -> Choices:
    """What a coder gave to a comment: its codings that count, and why it is still to be coded.

    Examples
    --------
    >>> one = Coding("7", "q9", "travel", "Ann", status=Status.CHANGED, note="Instead of cost. Long way.")
    >>> choices_of([one])
    Choices(codes=('travel',), sentiment=None, quote=False, note='Long way.')
    """
    own = [one for one in codings if one.counts or one.status is Status.AGAIN]
    notes = dict.fromkeys(_own_note(one) for one in own)
    return Choices(
        tuple(dict.fromkeys(one.code for one in own if one.counts)),
        next((one.sentiment for one in own if one.sentiment is not None), None),
        any(one.quote for one in own),
        " ".join(note for note in notes if note),
    )


def _own_note(coding: Coding) -> str:
    """A coding's note without what the program wrote before it."""
    note = unled(coding.note)
    return _INSTEAD.sub("", note, count=1) if coding.status is Status.CHANGED else note


def merged(
    rows: Sequence[SaidRow],
    given: Mapping[Comment, Sequence[Coding]],
    candidates: Mapping[Comment, Sequence[str]],
    coder: str,
    date: str,
) -> Merged:
    """What a coder's rows come to.

    Parameters
    ----------
    rows
        As they came back.
    given
        Comment -> what the coder had given.
    candidates
        Comment -> the codes that a machine suggests.
    coder, date
        Under whose name and day new codings stand.

    Notes
    -----
    Of each suggestion that the coder saw one thing becomes: accepted, changed (another code in its place) or refused.
    """
    done = Merged()
    blank: list[str] = []
    older: list[str] = []
    edited = [row.where for row in rows if row.edited]
    statuses: Counter[Status] = Counter()
    for row in rows:
        comment = row.comment.comment
        before = given.get(comment, ())
        had = choices_of(before)
        if row.choices.stamp == had.stamp:
            continue
        if (had.codes and not row.choices.codes) or not row.choices:
            blank += [row.where] if had else []
            continue
        if row.choices.stamp == row.as_written and had:
            older.append(row.where)
            continue
        seen = [code for code in row.suggested if code in candidates.get(comment, ())]
        done.new[comment] = codings_of(row.choices, comment, seen, coder, date)
        statuses.update(one.status for one in done.new[comment])
        done.replaced += bool(had.codes)
    quoted = [row.where for row in rows if row.choices.quote and not row.comment.may_quote]
    done.told += [
        *_counted(blank, "coded before and blank here: what was coded is kept"),
        *_counted(older, "as written here, while other codes were kept since: those stay; empty 'As written' to undo"),
        *_counted(edited, "whose comment was changed here: the text stays as it was received"),
        *_counted(quoted, "to be quoted, whose writer has not allowed it: not quoted"),
    ]
    if any(statuses[one] for one in (Status.ACCEPTED, Status.CHANGED, Status.REFUSED)):
        told = ", ".join(f"{statuses[one]} {one}" for one in (Status.ACCEPTED, Status.CHANGED, Status.REFUSED))
        done.told.append(f"of what a machine suggested: {told}")
    return done


def codings_of(
    choices: Choices, comment: Comment, suggested: Sequence[str], coder: str, date: str
) -> tuple[Coding, ...]:
    """The codings that a row stands for.

    Examples
    --------
    >>> made = codings_of(Choices(("cost", "travel")), ("q9", "7"), ["cost", "parking", "buses"], "Ann", "2024-04-10")
    >>> [(one.code, str(one.status), one.note) for one in made]
    [('cost', 'accepted', ''), ('travel', 'changed', 'Instead of parking.'), ('buses', 'refused', '')]
    """
    question, unit = comment
    untaken = [code for code in suggested if code not in choices.codes]
    sentiment: Sentiment | None = choices.sentiment
    if not choices.codes:
        # What she wrote beside a comment that she has not coded yet is not lost.
        return (Coding(unit, question, TO_CODE, coder, date, sentiment, Status.AGAIN, choices.note, choices.quote),)
    found: list[Coding] = []
    for code in choices.codes:
        one = Coding(unit, question, code, coder, date, sentiment, Status.GIVEN, choices.note, choices.quote)
        if code in suggested:
            one = replace(one, status=Status.ACCEPTED)
        elif untaken:
            note = f"Instead of {untaken.pop(0)}. {choices.note}".strip()
            one = replace(one, status=Status.CHANGED, note=note)
        found.append(one)
    found += [Coding(unit, question, code, coder, date, status=Status.REFUSED) for code in untaken]
    return tuple(found)


def _counted(places: Sequence[str], what: str) -> list[str]:
    if not places:
        return []
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    short = [place.partition(", ")[2] for place in places[:_NAMED]]
    rows = "1 row" if len(places) == 1 else f"{len(places)} rows"
    return [f"{rows} {what}: {'; '.join(short)}{more}"]
