"""What became of every comment and submission received: coded, empty, set aside with a reason, or not coded yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.codeframe import FIXED_CODES, NO_CONTENT, OUTSIDE, SET_ASIDE, THEMES, TO_CODE, FreeTextPlan
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED
from findings.freetext.coding import Coding, by_comment, decided
from findings.freetext.submissions import Submission
from findings.intake.columns import RESPONSE_ID
from findings.intake.comments import QUESTION
from findings.intake.received import Received

HEAD = ("question", "received", "coded", "outside", "no_content", "set_aside", "to_code", "coded_and_outside",
        "set_aside_without_reason")  # fmt: skip


@dataclass(frozen=True)
class Coverage:
    """Of an open question or a kind of submissions what became of everything received.

    Parameters
    ----------
    question
        The question, or the name of the submissions.
    received
        Comments of analysed responses, or submissions.
    coded
        Those with a theme.
    outside, no_content, set_aside, to_code
        Those with no theme: another point than the frame's, no content, set aside, not coded yet.
    coded_and_outside
        Of the coded, those that hold another point besides.
    without_reason
        Of those set aside, the ones without a note that says why.
    """

    question: str
    received: int
    coded: int
    outside: int
    no_content: int
    set_aside: int
    to_code: int
    coded_and_outside: int = 0
    without_reason: int = 0

    @property
    def row(self) -> tuple[str, ...]:
        """As a row of `HEAD`."""
        counts = (self.received, self.coded, self.outside, self.no_content, self.set_aside, self.to_code)
        return (self.question, *map(str, (*counts, self.coded_and_outside, self.without_reason)))

    @property
    def told(self) -> str:
        """In a line."""
        parts = [f"{self.coded:,} coded", f"{self.outside:,} outside the frame", f"{self.no_content:,} no content"]
        parts += [f"{self.set_aside:,} set aside", f"{self.to_code:,} not coded yet"]
        more = f" ({self.without_reason:,} of those set aside without a reason)" if self.without_reason else ""
        return f"{self.question}: received {self.received:,} = {' + '.join(parts)}{more}"


def coverages(
    plan: FreeTextPlan, received: Received, submissions: Sequence[Submission], codings: Sequence[Coding]
) -> tuple[Coverage, ...]:
    """The coverage of each coded question and kind of submissions.

    Raises
    ------
    ValueError
        If a comment stands in no part, or a count is not that of the column that tables are made of: a fault of ours.
    """
    given = by_comment(codings)
    units: dict[str, list[str]] = {name: [] for name in (*plan.coded, *plan.submissions)}
    if received.comments is not None:
        for question, unit in zip(
            received.comments[QUESTION].tolist(), received.comments[RESPONSE_ID].tolist(), strict=True
        ):
            units[question].append(unit)
    for one in submissions:
        units[one.channel].append(one.unit)
    found = []
    for name, own in units.items():
        coverage = _coverage(name, own, {unit: decided(given.get((name, unit), {})) for unit in own})
        check(coverage, _column(received, name))
        found.append(coverage)
    return tuple(found)


def check(coverage: Coverage, answers: Sequence[str] | None = None) -> None:
    """Refuse a coverage that does not add up, or does not equal the column that its tables are made of.

    Parameters
    ----------
    coverage
        What became of everything received.
    answers
        The column `<question>_themes`, if it is there: themes and why there is none, with ; between.

    Raises
    ------
    ValueError
        Naming the question and both numbers.

    Examples
    --------
    >>> check(Coverage("q9", 3, 1, 0, 1, 0, 0))
    Traceback (most recent call last):
        ...
    ValueError: q9: 3 comments were received, and 2 are accounted for
    """
    own = (coverage.coded, coverage.outside, coverage.no_content, coverage.set_aside, coverage.to_code)
    if sum(own) != coverage.received:
        text = f"{coverage.received} comments were received, and {sum(own)} are accounted for"
        raise ValueError(f"{coverage.question}: {text}")
    if answers is None:
        return
    said = [answer.split(";") for answer in answers if answer not in (NOT_ANSWERED, NOT_ASKED)]
    counted = [sum(code in one for one in said) for code in (OUTSIDE, NO_CONTENT, SET_ASIDE, TO_CODE)]
    of_tables = (len(said), *counted)
    here = (coverage.received, coverage.outside + coverage.coded_and_outside, *own[2:])
    if of_tables != here:
        raise ValueError(f"{coverage.question}: the tables count {of_tables}, and the coverage {here}")


def told(coverage: Sequence[Coverage]) -> Iterator[str]:
    """A line each question that received something."""
    yield from (one.told for one in coverage if one.received)


def _coverage(name: str, units: Collection[str], given: Mapping[str, Sequence[Coding]]) -> Coverage:
    codes = [{coding.code for coding in given[unit]} for unit in units]
    themed = [own for own in codes if own - set(FIXED_CODES)]
    bare = [own for own in codes if not own - set(FIXED_CODES)]
    # A comment with several of the fixed codes counts under the first of them, as in the tables.
    first = [next((code for code in FIXED_CODES if code in own), TO_CODE) for own in bare]
    reasons = {coding.unit for own in given.values() for coding in own if coding.code == SET_ASIDE and coding.note}
    aside = [unit for unit in units if (own := {c.code for c in given[unit]}) and _first(own) == SET_ASIDE]
    return Coverage(
        name,
        len(units),
        len(themed),
        first.count(OUTSIDE),
        first.count(NO_CONTENT),
        first.count(SET_ASIDE),
        first.count(TO_CODE),
        sum(OUTSIDE in own for own in themed),
        sum(unit not in reasons for unit in aside),
    )


def _first(codes: Collection[str]) -> str:
    if set(codes) - set(FIXED_CODES):
        return ""
    return next((code for code in FIXED_CODES if code in codes), TO_CODE)


def _column(received: Received, name: str) -> list[str] | None:
    column = name + THEMES
    if received.responses is None or column not in received.responses:
        return None
    return [str(answer) for answer in received.responses[column].tolist()]
