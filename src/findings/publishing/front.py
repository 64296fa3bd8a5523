"""What stands on the front of a report."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

# Written out, since the names that `strftime` gives depend on the machine's locale.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Front:
    """Title, publisher and dates; all of it comes from the parameters.

    Parameters
    ----------
    title, organisation, purpose
        As `consultation.yaml` says them.
    opened, closed, published
        The days between which people could answer, and the day that the report carries.
    language
        Two letters, for the `lang` of the page and the document.
    draft
        Whether every page says that it is a draft.
    """

    title: str
    organisation: str
    opened: datetime.date
    closed: datetime.date
    published: datetime.date
    language: str
    purpose: str
    draft: bool = False


def long_date(day: datetime.date) -> str:
    """A date as the report prints it.

    Examples
    --------
    >>> long_date(datetime.date(2022, 12, 14))
    '14 December 2022'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
