"""Who codes what: comments dealt evenly among coders, and a share of them to two, so that agreement can be measured.

What was dealt is kept in `kept/coding_split.csv`: comments that come later reshuffle none, and a coder keeps what
she has. The order in which comments are dealt is that of a keyed hash, so nobody chooses who reads what.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from findings.consultation.kept_csv import KeptRow, read_kept
from findings.errors import ParameterError, Problem
from findings.evidence.csvtext import csv_text
from findings.freetext.coding import SETTLED
from findings.setup.coding_comments import Comment

FILE = "kept/coding_split.csv"
HEAD = ("question", "response_id", "coder")
CODERS = "kept/coders.csv"
CODERS_HEAD = ("coder", "codes_now")
Given = dict[Comment, tuple[str, ...]]
_PLAIN = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")


def split(
    comments: Sequence[Comment],
    coders: Sequence[str],
    share: float,
    seed: int,
    before: Mapping[Comment, Collection[str]] | None = None,
) -> Given:
    """Comment -> the coders that it is given to, one or two.

    Parameters
    ----------
    comments
        Every comment, in its order.
    coders
        Who codes now.
    share
        Of the comments of a question, how many go to two coders: rounded half up.
    seed
        Of the keyed hash.
    before
        Who has which comment already. Whoever has one keeps it, also one who codes no more.

    Notes
    -----
    Of the comments to be dealt, those for two go to the pair of coders that has the fewest, the others to the coder
    who has got the fewest of the question, and then of all. With one coder none goes to two.

    Examples
    --------
    >>> given = split([("q9", str(number)) for number in range(20)], ["Ann", "Bo"], 0.15, 1)
    >>> sorted(len(own) for own in given.values())[-4:]
    [1, 2, 2, 2]
    >>> sorted(sum(coder in own for own in given.values()) for coder in ("Ann", "Bo"))
    [11, 12]
    """
    held = {comment: tuple(dict.fromkeys((before or {}).get(comment, ()))) for comment in comments}
    given: Given = {comment: own for comment, own in held.items() if own}
    of_question: Counter[tuple[str, str]] = Counter()
    load: Counter[str] = Counter()
    pairs = Counter(pair for own in given.values() for pair in itertools.combinations(sorted(own), 2))

    def least(comment: Comment, among: Iterable[str]) -> str:
        question, _ = comment
        return min(among, key=lambda one: (of_question[question, one], load[one], _drawn(comment, seed, one)))

    def hand(comment: Comment, coder: str) -> None:
        for other in given.get(comment, ()):
            pairs[_pair(coder, other)] += 1
        given[comment] = (*given.get(comment, ()), coder)
        of_question[comment[0], coder] += 1
        load[coder] += 1

    for question in dict.fromkeys(question for question, _ in comments):
        order = sorted((one for one in held if one[0] == question), key=lambda one: _drawn(one, seed))
        twice = _twice(order, held, coders, share)
        for comment in twice:
            if not held[comment]:
                both = itertools.combinations(coders, 2)
                first = min(
                    both,
                    key=lambda pair: (
                        pairs[_pair(*pair)],
                        sum(load[one] for one in pair),
                        _drawn(comment, seed, *pair),
                    ),
                )
                for coder in first:
                    hand(comment, coder)
            else:
                (own,) = held[comment]
                others = [one for one in coders if one != own]
                hand(
                    comment,
                    min(others, key=lambda one: (pairs[_pair(own, one)], load[one], _drawn(comment, seed, one))),
                )
        for comment in order:
            if comment not in given:
                hand(comment, least(comment, coders))
    return {comment: given[comment] for comment in comments}


def _twice(
    order: Sequence[Comment], held: Mapping[Comment, Sequence[str]], coders: Sequence[str], share: float
) -> list[Comment]:
    """The comments of a question that go to two coders now: new ones first, so that what was dealt stays."""
    wanted = int(share * len(order) + 0.5) - sum(len(held[one]) > 1 for one in order)
    if len(coders) < 2 or wanted <= 0:
        return []
    new = [one for one in order if not held[one]]
    alone = [one for one in order if len(held[one]) == 1]
    return [*new, *alone][:wanted]


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _drawn(comment: Comment, seed: int, *coders: str) -> str:
    """Where a comment stands in the draw; or a coder, where two have as much."""
    text = "\n".join((*comment, *coders)).encode("utf-8", "replace")
    return hashlib.blake2b(text, key=str(seed).encode("ascii"), digest_size=16).hexdigest()


def coders_in(text: str) -> tuple[str, ...]:
    """The coders that a person named, with commas between.

    Raises
    ------
    ParameterError
        If there is none, one is named twice, or a name cannot be one.

    Examples
    --------
    >>> coders_in("Ann, Bo Jones,Cy")
    ('Ann', 'Bo Jones', 'Cy')
    """
    names = tuple(" ".join(name.split()) for name in text.split(",") if name.strip())
    problems = [] if names else [Problem("--coders", "no coder is named", text, "names with commas between", _NAME)]
    files: dict[str, str] = {}
    for name in names:
        if name.casefold() == SETTLED or not name[0].isalnum() or not name.isprintable() or len(name) > 60:
            allowed = f"a name that begins with a letter or digit, of 60 at most, and not '{SETTLED}'"
            problems.append(Problem("--coders", "not a coder's name", name[:80], allowed, _NAME))
        other = files.setdefault(stem_of(name), name)
        if other is not name:
            problems.append(Problem("--coders", "two coders of one name", f"{other}, {name}", do="Tell them apart."))
    if problems:
        raise ParameterError(problems)
    return names


_NAME = 'Write for example: --coders "Ann,Bo"'


def stem_of(coder: str) -> str:
    """What a coder's files are called: safe everywhere, and of no two coders the same.

    Examples
    --------
    >>> stem_of("Ann"), stem_of("Bo Jones"), stem_of("Bo/Jones")[:9], len(stem_of("Bo/Jones"))
    ('ann', 'bo_jones', 'bo_jones_', 15)
    """
    plain = coder.casefold()
    if _PLAIN.fullmatch(plain) and len(plain) <= 40:
        return plain.replace(" ", "_")
    short = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
    return f"{short}_{hashlib.sha256(plain.encode()).hexdigest()[:6]}".lstrip("_")


def read_split(folder: Path) -> Given:
    """Who was given what so far, as `kept/coding_split.csv` beside the parameters says.

    Raises
    ------
    ParameterError
        If the file cannot be read.
    """
    given: Given = {}
    for row in _rows(folder, FILE, HEAD):
        comment = (row["question"], row["response_id"])
        given[comment] = tuple(dict.fromkeys((*given.get(comment, ()), row["coder"])))
    return given


def split_bytes(given: Mapping[Comment, Sequence[str]]) -> bytes:
    """The file of who was given what: a row a comment and coder."""
    rows = ((*comment, coder) for comment, coders in given.items() for coder in coders)
    return csv_text([HEAD, *rows]).encode("utf-8")


def read_coders(folder: Path) -> dict[str, bool]:
    """Everybody who was ever named as a coder, and whether she codes now, as `kept/coders.csv` says.

    Raises
    ------
    ParameterError
        If the file cannot be read.
    """
    return {row["coder"]: row["codes_now"] == "yes" for row in _rows(folder, CODERS, CODERS_HEAD)}


def coders_bytes(coders: Mapping[str, bool]) -> bytes:
    """The file of coders."""
    return csv_text([CODERS_HEAD, *((name, "yes" if now else "no") for name, now in coders.items())]).encode("utf-8")


def _rows(folder: Path, file: str, head: Sequence[str]) -> Iterator[KeptRow]:
    rows, problems = read_kept(folder / file, head)
    if problems:
        do = f"Mend {file}, or delete it: then comments that nobody coded are dealt anew."
        raise ParameterError([replace(problem, do=problem.do or do) for problem in problems])
    yield from rows
