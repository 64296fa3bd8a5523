"""What stands on the front of a report."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


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
        Whether every page says that it is a draft, and so does the title of every table and chart.
    made_up
        Whether every page says, and shows all over, that its numbers are made up.
    english
        Of a report in another language, which of title, organisation and purpose stay English.
    """

    title: str
    organisation: str
    opened: datetime.date
    closed: datetime.date
    published: datetime.date
    language: str
    purpose: str
    draft: bool = False
    made_up: bool = False
    english: frozenset[str] = frozenset()
