"""What one coder gave to one comment, held together: given once, in one way, and nothing that contradicts itself."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from findings.consultation.codeframe import NO_CONTENT, SET_ASIDE
from findings.consultation.names import as_compared
from findings.errors import Problem
from findings.freetext.coding import Coding, Status
from findings.freetext.kept_out import Read
from findings.freetext.layouts import Written, several
from findings.intake.clean import clean

_ALONE = (NO_CONTENT, SET_ASIDE)
_NAMED = 10
_SAME = (
    "comment was coded the same by one coder in two files: counted once",
    "comments were coded the same by one coder in two files: counted once",
)
_LATER = (
    "comment was coded again by the same coder on a later day: only what was given last counts",
    "comments were coded again by the same coder on a later day: only what was given last counts",
)
_DOUBLED = (
    "row gives a comment a code that the same coder gave it before: counted once",
    "rows give a comment a code that the same coder gave it before: counted once",
)
_DAYS = (
    "comment has codes of one coder from several days in one file: all of them count",
    "comments have codes of one coder from several days in one file: all of them count",
)
_Told = Counter[tuple[str, str]]
_Given = tuple[Coding, Written]


def of_one_coder(read: Read) -> tuple[list[Coding], list[str]]:
    """The codings that stay, in their order, and what is told of those that went.

    One file is one statement: its codes of a comment belong together, whatever their dates. Of two files the later is
    a second look, if every date says so, and goes before the first; without dates nobody can say which counts.
    """
    groups: dict[tuple[str, str, str, bool], list[tuple[int, _Given]]] = {}
    for place, one in enumerate(read.codings):
        coding = one[0]
        decides = coding.counts or coding.status is Status.AGAIN
        groups.setdefault((coding.question, coding.unit, coding.coder, decides), []).append((place, one))
    kept: list[tuple[int, Coding]] = []
    counts: _Told = Counter()
    twice: dict[tuple[str, str, str, str], list[str]] = {}
    for (_, _, _, decides), own in groups.items():
        stays = _one_file(own, read, counts, twice) if decides else own
        once = _once(stays, read, counts)
        if decides:
            _contradictions([coding for _, coding in once], read, counts)
        kept += once
    _say_twice(twice, read)
    told = [several(n, *what) for what, n in counts.items()]
    return [coding for _, coding in sorted(kept, key=lambda pair: pair[0])], told


def _one_file(
    own: list[tuple[int, _Given]],
    read: Read,
    counts: _Told,
    twice: dict[tuple[str, str, str, str], list[str]],
) -> list[tuple[int, _Given]]:
    """What stays of several files: the same once, the latest of different ones."""
    files: dict[str, list[tuple[int, _Given]]] = {}
    for given in own:
        files.setdefault(given[1][0].file, []).append(given)
    if len(files) == 1:
        return own
    said = [{coding.code for _, (coding, _) in one} for one in files.values()]
    if all(codes == said[0] for codes in said):
        first, *others = files.values()
        _out(others, read, f"the same codes of the same coder stand in {first[0][1][0].file}")
        counts[_SAME] += 1
        return first
    ordered = sorted(files.values(), key=_days)
    if all(_days(given)[0] and _days(given)[1] < _days(after)[0] for given, after in itertools.pairwise(ordered)):
        *others, last = ordered
        day = _days(last)[0]
        _out(others, read, f"the same coder coded it again on {day}: {last[0][1][0].file}, row {last[0][1][0].row}")
        counts[_LATER] += 1
        return last
    one, other = (given[0][1][0] for given in list(files.values())[:2])
    key = (one.file, other.file, one.question, one.coder)
    twice.setdefault(key, []).append(f"{one.unit} (rows {one.row} and {other.row})")
    return own


def _days(given: Sequence[tuple[int, _Given]]) -> tuple[str, str]:
    """The first and the last day of some codings; the first is empty if any has none."""
    days = sorted(coding.date for _, (coding, _) in given)
    return days[0], days[-1]


def _out(groups: Iterable[Sequence[tuple[int, _Given]]], read: Read, reason: str) -> None:
    for given in groups:
        for _, (coding, row) in given:
            read.keep_out(row, coding.question, reason)


def _once(own: list[tuple[int, _Given]], read: Read, counts: _Told) -> list[tuple[int, Coding]]:
    """Each code once; a note of a doubled row is kept with the first."""
    first: dict[tuple[str, Status], tuple[int, _Given]] = {}
    for place, (coding, row) in own:
        # Several themes that have to be coded again keep a row each: it tells which they were.
        key = (coding.code + (coding.note if coding.status is Status.AGAIN else ""), coding.status)
        if key not in first:
            first[key] = place, (coding, row)
            continue
        at, (before, earlier) = first[key]
        notes = " ".join(dict.fromkeys(filter(None, (before.note, coding.note))))
        sentiment = before.sentiment or coding.sentiment
        first[key] = at, (replace(before, note=notes, quote=before.quote or coding.quote, sentiment=sentiment), earlier)
        if _key(row.code) == _key(earlier.code):
            counts[_DOUBLED] += 1
            read.keep_out(row, coding.question, f"the same code stands on row {before.row}")
        else:
            # Two old themes that were merged, or two spellings: no doubled row, and not lost.
            read.keep_out(row, coding.question, f"it comes to the same code as row {before.row}")
    return [(place, coding) for place, (coding, _) in first.values()]


def _key(text: str) -> str:
    return as_compared(clean(text))


def _contradictions(own: Sequence[Coding], read: Read, counts: _Told) -> None:
    last = own[-1]
    given = [coding for coding in own if coding.counts]
    codes = {coding.code for coding in given}
    alone = next((code for code in _ALONE if code in codes), "")
    if alone and len(codes) > 1:
        what = f"a comment that is '{alone}' and has other codes of the same coder"
        do = "Keep the one or the others."
        row = next(coding for coding in given if coding.code == alone)
        others = ", ".join(coding.code for coding in given if coding.code != alone)
        found = f"{row.unit}: {alone} beside {others}"
        read.faults.add(row.file, row.row, what, found, do=do, whole=True)
    speaks = dict.fromkeys(coding.sentiment for coding in given if coding.sentiment)
    if len(speaks) > 1:
        what = "a comment of which one coder says two things how it speaks"
        found = f"{last.unit}: {', '.join(map(str, speaks))}"
        read.faults.add(last.file, last.row, what, found, do="Keep one.", whole=True)
    if len({coding.date for coding in given}) > 1:
        counts[_DAYS] += 1


def _say_twice(twice: dict[tuple[str, str, str, str], list[str]], read: Read) -> None:
    for (one, other, question, coder), units in twice.items():
        shown = ", ".join(units[:_NAMED]) + (f" and {len(units) - _NAMED} more" if len(units) > _NAMED else "")
        what = f"comments that '{coder}' coded in both, in two ways"
        do = "Take out what does not count, or give every row of what was coded later a later date."
        read.faults.say(Problem(f"{one} and {other}, {question}", what, shown, do=do))
