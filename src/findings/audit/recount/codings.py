"""What was counted of comments, made again from `codings.csv`; and that file beside what people kept.

The rules stand in docs/decisions/0028. A code counts where a person stands behind it; of several coders what was
settled counts, else what the first gave; a comment without a theme says why it has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from findings.audit.recount.codedquestions import (
    FEWER,
    NO_PRINCIPLE,
    PRINCIPLES,
    SENTIMENT,
    THEMES,
    TOGETHER,
    WITH,
    CodedQuestion,
    pairing,
)
from findings.audit.recount.codeframe import FIXED_CODES, OUTSIDE, TO_CODE, Frame, FreeText
from findings.audit.recount.csvfile import Row, read_rows
from findings.audit.recount.funnel import LEDGER
from findings.audit.recount.identifiers import MISSING, NOT_ANSWERED, NOT_ASKED
from findings.audit.recount.question import Questionnaire
from findings.audit.recount.source import ID, LOADED, Source
from findings.audit.recount.sqltext import quoted
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed

CODINGS, COMMENTS = "restricted/codings.csv", "restricted/comments.csv"
HEAD = (ID, "question", "code", "coder", "date", "sentiment", "status", "note", "quote", "file", "row")
COUNTS = ("given", "accepted", "changed")
STATUSES = (*COUNTS, "candidate", "refused", "again")
SETTLED = "settled"
SEPARATOR = ";"
NAMED = 3
NOT_AGAIN = "Do not use this run; run again from the data."


@dataclass(frozen=True)
class Decided:
    """What is counted of a comment: its codes, and how it speaks if a coder said so."""

    codes: frozenset[str]
    sentiment: str = ""


def unled(text: str) -> str:
    """A text of a CSV file as it was, without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t\r") else text


def read_codings(run: Path) -> list[Row]:
    """The rows of a run's `codings.csv`.

    Raises
    ------
    VerificationFailed
        If it is missing, or is not written as a run writes it.
    """
    rows = read_rows(run, CODINGS)
    missing = [name for name in HEAD if rows and name not in rows[0]]
    if missing:
        raise VerificationFailed([Problem(CODINGS, "a column is missing", ", ".join(missing), do=ASK)])
    return [{name: unled(text) for name, text in row.items()} for row in rows]


def decided(rows: Sequence[Row]) -> dict[tuple[str, str], Decided]:
    """(Question, response or submission) -> what is counted of its comment.

    Examples
    --------
    >>> told = {"response_id": "7", "question": "q9", "sentiment": "", "status": "given"}
    >>> given = [{**told, "code": "cost", "coder": "Ann"}, {**told, "code": "travel", "coder": "settled"}]
    >>> sorted(decided(given)["q9", "7"].codes)
    ['travel']
    """
    given: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for row in rows:
        if row["status"] in COUNTS:
            given.setdefault((row["question"], row[ID]), {}).setdefault(row["coder"], []).append(row)
    found = {}
    for key, coders in given.items():
        own = coders.get(SETTLED) or next(iter(coders.values()))
        said = [row["sentiment"] for row in own if row["sentiment"]]
        found[key] = Decided(frozenset(row["code"] for row in own), said[0] if said else "")
    return found


def codes_of(own: Decided | None) -> frozenset[str]:
    """A comment's themes, with `outside` where it was given; else the one reason why it has none."""
    given = own.codes if own is not None else frozenset()
    themes = {code for code in given if code not in FIXED_CODES or code == OUTSIDE}
    return frozenset(themes) or frozenset([next((code for code in FIXED_CODES if code in given), TO_CODE)])


def united(parts: Sequence[frozenset[str]]) -> frozenset[str]:
    """What somebody said in any of several comments; nothing that is no theme where there is one."""
    given = {code for part in parts for code in part}
    themes = {code for code in given if code not in FIXED_CODES or code == OUTSIDE}
    return frozenset(themes) or frozenset([next(code for code in (TO_CODE, *FIXED_CODES) if code in given)])


def coding_problems(run: Path, source: Source, questionnaire: Questionnaire, free_text: FreeText) -> Iterator[Problem]:
    """Where the codings, the comments and what was counted of them part.

    Parameters
    ----------
    run
        The run's folder.
    source, questionnaire, free_text
        Its responses, opened; what is counted of them, and the code frames.
    """
    if not free_text.frames or source.rows.tally:
        return
    try:
        rows, comments = read_codings(run), read_rows(run, COMMENTS)
    except VerificationFailed as failed:
        yield from failed.problems
        return
    yield from _row_problems(rows, free_text)
    names = [name for name in questionnaire.of_comments if name in source.columns]
    asked = list(dict.fromkeys(one for name in names for one in questionnaire.coded[name].of))
    if not names or not set(asked) <= set(source.columns):
        # Told as missing columns.
        return
    columns = [f"CAST({quoted(name)} AS VARCHAR)" for name in (ID, *asked, *names)]
    found = source.fetch(f"SELECT {', '.join(columns)} FROM {LOADED}")
    yield from _comment_problems(found, asked, comments)
    yield from _unknown_units(run, rows, found, free_text)
    given = decided(rows)
    answers = [dict(zip(asked, map(str, row[1:]), strict=False)) for row in found]
    for place, name in enumerate(names, start=1 + len(asked)):
        coded = questionnaire.coded[name]
        wrong = [
            str(row[0])
            for row, own in zip(found, answers, strict=True)
            if str(row[place]) != _answer(coded, str(row[0]), own, given, free_text)
        ]
        if wrong:
            yield Problem(source.name, f"{name} is not what the codings of {CODINGS} make it", _listed(wrong), do=ASK)


def _answer(
    coded: CodedQuestion,
    unit: str,
    answers: Mapping[str, str],
    given: Mapping[tuple[str, str], Decided],
    free_text: FreeText,
) -> str:
    """What stands in a column that is counted of comments, of one respondent."""
    said = [answers[name] for name in coded.of]
    commented = [name for name in coded.of if answers[name] not in MISSING]
    frame = free_text.frame_of(coded.of[0])
    if not commented or frame is None:
        return NOT_ANSWERED if NOT_ANSWERED in said else NOT_ASKED
    if coded.by == SENTIMENT:
        own = given.get((coded.of[0], unit))
        return (own.sentiment if own is not None else "") or NOT_ANSWERED
    codes = united([codes_of(given.get((name, unit))) for name in commented])
    if coded.by == THEMES:
        return SEPARATOR.join(name for name in coded.question.options if name in codes)
    return SEPARATOR.join(_made_of(coded, codes, frame, free_text))


def _made_of(coded: CodedQuestion, codes: frozenset[str], frame: Frame, free_text: FreeText) -> list[str]:
    """Of a comment's codes the pairs of whole themes, or the principles."""
    if coded.by == PRINCIPLES:
        told = [name for name, (_, themes) in free_text.principles.items() if codes & set(themes)]
        return [name for name in told if name in coded.question.options] or [NO_PRINCIPLE]
    assert coded.by == TOGETHER
    named = {frame.whole_of(code) for code in codes if code in frame.themes}
    whole = [theme for theme in pairing(coded.of[0], frame) if theme in named]
    pairs = [f"{one}{WITH}{other}" for place, one in enumerate(whole) for other in whole[place + 1 :]]
    return pairs or [FEWER]


def _row_problems(rows: Sequence[Row], free_text: FreeText) -> Iterator[Problem]:
    """Codings of no question, no theme, or no status."""
    for number, row in enumerate(rows, start=2):
        frame, where = free_text.frame_of(row["question"]), f"{CODINGS}, row {number}"
        if frame is None:
            yield Problem(where, "a coding of a question that is not coded", row["question"][:80], do=ASK)
            continue
        if row["code"] not in (*frame.serving(row["question"]), *FIXED_CODES):
            yield Problem(where, "a code that no theme of the question has", row["code"][:80], do=ASK)
        if row["status"] not in STATUSES:
            yield Problem(where, "an unknown status", row["status"][:80], ", ".join(STATUSES), ASK)


def _comment_problems(
    found: Sequence[Sequence[object]], asked: Sequence[str], comments: Sequence[Row]
) -> Iterator[Problem]:
    """Whoever answered an open question that is coded wrote a comment, and nobody else did."""
    kept = [(row["question"], unled(row[ID])) for row in comments]
    answered = {
        (name, str(row[0]))
        for row in found
        for name, answer in zip(asked, row[1:], strict=False)
        if answer not in MISSING
    }
    odd = sorted({unit for _, unit in answered ^ set(kept)})
    if odd:
        yield Problem(COMMENTS, "not one comment of each response that answered, and of no other", _listed(odd), do=ASK)
    elif len(kept) != len(set(kept)):
        yield Problem(COMMENTS, "a comment that stands twice", do=ASK)


def _unknown_units(
    run: Path, rows: Sequence[Row], found: Sequence[Sequence[object]], free_text: FreeText
) -> Iterator[Problem]:
    """Codings of what was never received; those of submissions are looked at with the submissions."""
    there = {str(row[0]) for row in found}
    strange = {row[ID] for row in rows if row["question"] not in free_text.submissions and row[ID] not in there}
    if strange:
        # Somebody may have coded a response that was merged or set aside since.
        with suppress(VerificationFailed):
            strange -= {unled(row.get(ID, "")) for row in read_rows(run, LEDGER)}
    if strange:
        yield Problem(CODINGS, "codings of responses that were never received", _listed(sorted(strange)), do=ASK)


def _listed(identifiers: Sequence[str]) -> str:
    first = ", ".join(identifiers[:NAMED])
    return f"{len(identifiers):,}: {first}" + (", ..." if len(identifiers) > NAMED else "")
