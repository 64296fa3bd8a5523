"""Which comment a coding is of: the response or submission that a file names, and what became of it at intake."""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from findings.consultation.codeframe import FreeTextPlan
from findings.freetext.submissions import Submission
from findings.intake.clean import clean
from findings.intake.columns import RESPONSE_ID, SOURCE_FILE, SOURCE_ROW
from findings.intake.comments import QUESTION
from findings.intake.reasons import Outcome
from findings.intake.received import LedgerRow, Received


class Found(enum.Enum):
    """What there is under an identifier."""

    COMMENT = "a comment"
    NO_COMMENT = "a response without a comment"
    NOT_ANALYSED = "a response that is not analysed"
    SEVERAL = "responses of several channels"
    UNKNOWN = "nothing"


@dataclass(frozen=True)
class Unit:
    """What a file means by an identifier.

    Parameters
    ----------
    found
        What there is.
    unit
        The identifier as it is counted; the response that it was merged into, where that has its comment.
    told
        Why it is not analysed, the identifiers that it could be, or one that it may have been meant to be.
    """

    found: Found
    unit: str = ""
    told: str = ""


@dataclass
class Units:
    """Every response and submission by its identifier.

    Parameters
    ----------
    comments
        Question or submissions -> the units that have a comment to it.
    outcomes
        Response -> its row in the ledger; where an exact copy was taken out, that of the one that stayed.
    places
        (Question, file, row) -> the response whose comment stands there.
    """

    comments: Mapping[str, frozenset[str]]
    outcomes: Mapping[str, LedgerRow]
    places: Mapping[tuple[str, str, int], str]
    submissions: frozenset[str] = frozenset()
    _alike: dict[str, list[str]] = field(default_factory=dict)

    @functools.cached_property
    def _channels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.channel for row in self.outcomes.values() if row.channel))

    @classmethod
    def of(cls, plan: FreeTextPlan, received: Received, submissions: Sequence[Submission]) -> Units:
        """The units of a run."""
        comments: dict[str, set[str]] = {name: set() for name in (*plan.coded, *plan.submissions)}
        places: dict[tuple[str, str, int], str] = {}
        table = received.comments
        if table is not None:
            columns = (table[name].tolist() for name in (RESPONSE_ID, QUESTION, SOURCE_FILE, SOURCE_ROW))
            for unit, question, file, row in zip(*columns, strict=True):
                comments.setdefault(question, set()).add(unit)
                places[question, str(file), int(row)] = unit
        for one in submissions:
            comments[one.channel].add(one.unit)
        outcomes: dict[str, LedgerRow] = {}
        for row in received.ledger:
            if row.response_id and (row.response_id not in outcomes or row.outcome == Outcome.ANALYSED):
                outcomes[row.response_id] = row
        found = {question: frozenset(units) for question, units in comments.items()}
        return cls(found, outcomes, places, frozenset(plan.submissions))

    def look_up(self, text: str, question: str) -> Unit:
        """What a file means by an identifier, in a question."""
        unit = clean(text)
        own = self.comments.get(question, frozenset())
        if unit in own:
            return Unit(Found.COMMENT, unit)
        if question in self.submissions:
            return Unit(Found.UNKNOWN, unit, self._meant(unit, own))
        row = self.outcomes.get(unit)
        if row is None:
            return self._of_a_channel(unit, question)
        into = self.places.get((question, row.source_file, row.source_row))
        if row.outcome != Outcome.ANALYSED:
            # The comment of a response that was combined with another may be the one that is counted.
            return Unit(Found.COMMENT, into) if into else Unit(Found.NOT_ANALYSED, unit, row.reason)
        return Unit(Found.NO_COMMENT, unit)

    def _of_a_channel(self, unit: str, question: str) -> Unit:
        """Identifiers of channels that number alike are led by the channel's name; a coder may not know."""
        could = [name for channel in self._channels if (name := f"{channel}-{unit}") in self.outcomes]
        with_comment = [name for name in could if self.look_up(name, question).found is Found.COMMENT]
        if len(with_comment) > 1:
            return Unit(Found.SEVERAL, unit, ", ".join(with_comment))
        if could:
            return self.look_up((with_comment or could)[0], question)
        return Unit(Found.UNKNOWN, unit, self._meant(unit, self.outcomes))

    def _meant(self, unit: str, known: frozenset[str] | Mapping[str, LedgerRow]) -> str:
        """An identifier that differs only in what a spreadsheet changes: noughts in front, spaces, capital letters."""
        if not self._alike:
            for name in sorted({*self.outcomes, *(name for own in self.submissions for name in self.comments[own])}):
                self._alike.setdefault(_plain(name), []).append(name)
        alike = [name for name in self._alike.get(_plain(unit), []) if name in known]
        return alike[0] if len(alike) == 1 else ""


def _plain(unit: str) -> str:
    """An identifier without what a spreadsheet changes.

    Examples
    --------
    >>> _plain("0012"), _plain("R 7"), _plain("12.0")
    ('12', 'r7', '12')
    """
    text = "".join(unit.casefold().split()).lstrip("0")
    return text.removesuffix(".0") if text.removesuffix(".0").isdigit() else text
