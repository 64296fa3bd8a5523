"""What a row must hold in one column to be counted, told and tested: one answer, several, a place, a number."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from findings.audit.plaintext import listed
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED

SEPARATOR = ";"
"""What stands between the answers of a respondent who gave several, or put them in order."""
UNSAID = (NOT_ANSWERED, NOT_ASKED)
Names = tuple[str, ...]


class Way(enum.StrEnum):
    """How what a row holds is compared."""

    IS = "is"
    IS_NOT = "is not"
    NAMES = "names"
    NAMES_NOT = "is answered and does not name"
    NEITHER = "does not name"
    PLACED = "puts"
    WITHIN = "is a number"


@dataclass(frozen=True)
class Condition:
    """A condition on one column.

    Parameters
    ----------
    column
        The column.
    way
        How it is compared.
    of
        With what: the answers; of several answers the options; of a ranking its item and the places; of a number its
        bands, each as two ends with `..` between.
    """

    column: str
    way: Way
    of: Names

    @property
    def text(self) -> str:
        """The condition in words.

        Examples
        --------
        >>> Condition("q2", Way.NAMES, ("bus", "car")).text, Condition("age", Way.WITHIN, ("25..65", "65..")).text
        ('q2 names bus or car', 'age is at least 25 and below 65, or is at least 65')
        """
        if self.way is Way.PLACED:
            item, *places = self.of
            return f"{self.column} has {item} in place {listed(places)}"
        if self.way is Way.WITHIN:
            return f"{self.column} {', or '.join(_band_text(band) for band in self.of)}"
        if self.way is Way.IS:
            return f"{self.column} is {' or '.join(self.of) or 'nothing at all'}"
        if self.way is Way.IS_NOT and not self.of:
            return f"{self.column} is anything"
        return f"{self.column} {self.way} {' or '.join(self.of)}"

    def meets(self, answer: str) -> bool:
        """Whether an answer as it stands in the responses meets it.

        Examples
        --------
        >>> Condition("q3", Way.PLACED, ("parks", "1", "2")).meets("roads;parks")
        True
        """
        if self.way is Way.IS:
            return answer in self.of
        if self.way is Way.IS_NOT:
            return answer not in self.of
        if self.way is Way.NEITHER:
            # In a base that counts those who gave no answer: they did not name it either.
            return set(self.of).isdisjoint(answer.split(SEPARATOR))
        if answer in UNSAID:
            return False
        names = answer.split(SEPARATOR)
        if self.way is Way.NAMES:
            return not set(self.of).isdisjoint(names)
        if self.way is Way.NAMES_NOT:
            return set(self.of).isdisjoint(names)
        if self.way is Way.PLACED:
            item, *places = self.of
            return item in names and str(names.index(item) + 1) in places
        return any(_is_within(answer, band) for band in self.of)


def _band_text(band: str) -> str:
    low, _, below = band.partition("..")
    ends = [f"at least {low}"] * bool(low) + [f"below {below}"] * bool(below)
    return f"is {' and '.join(ends) or 'a number'}"


def _is_within(answer: str, band: str) -> bool:
    low, _, below = band.partition("..")
    try:
        number = Decimal(answer)
    except InvalidOperation:
        return False
    return (not low or number >= Decimal(low)) and (not below or number < Decimal(below))
