"""What is taken out of a text: from where to where, and what it was."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Kind(enum.StrEnum):
    """What was taken out; its value stands in square brackets in its place."""

    E_MAIL = "e-mail address"
    WEB = "web address"
    ACCOUNT = "user name"
    """A name by which somebody is known in a social network."""
    NHS = "NHS number"
    NATIONAL_INSURANCE = "National Insurance number"
    BIRTH = "date of birth"
    DATE = "date"
    TELEPHONE = "telephone number"
    BANK = "bank details"
    VEHICLE = "vehicle registration"
    REFERENCE = "reference number"
    """Of a patient, case or complaint."""
    NUMBER = "number"
    """A long number of which nobody can say what it is."""
    ADDRESS = "address"
    POSTCODE = "postcode"
    PLACE = "place"
    NAME = "name"


_FIRST = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to but without `end` of the text as it was."""

    start: int
    end: int
    kind: Kind

    @property
    def put(self) -> str:
        """What stands in its place."""
        return f"[{self.kind.value}]"


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that do not overlap and leave nothing in the text that any of them held, in order.

    Where two overlap the kind is that of the longer one; of two as long the first in the order of `Kind`.

    Examples
    --------
    >>> apart([Span(0, 4, Kind.NAME), Span(2, 9, Kind.E_MAIL), Span(12, 15, Kind.NAME)])
    (Span(start=0, end=9, kind=<Kind.E_MAIL: 'e-mail address'>), Span(start=12, end=15, kind=<Kind.NAME: 'name'>))
    """
    found: list[Span] = []
    longest: list[Span] = []
    for span in sorted(set(spans)):
        if not found or span.start >= found[-1].end:
            found.append(span)
            longest.append(span)
            continue
        chosen = min(longest[-1], span, key=lambda one: (one.start - one.end, _FIRST[one.kind]))
        longest[-1] = chosen
        found[-1] = Span(found[-1].start, max(found[-1].end, span.end), chosen.kind)
    return tuple(found)
