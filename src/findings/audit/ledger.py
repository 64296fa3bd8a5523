"""`restricted/ledger.csv`: what became of every row received, and which rows a step of the funnel counts."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from findings.errors import Problem, VerificationFailed
from findings.evidence.csvtext import safe_text

LEDGER = "restricted/ledger.csv"
COLUMNS = ("channel", "source_file", "source_row", "response_id", "outcome", "reason")
RECEIVED, ANALYSED = "received", "analysed"


@dataclass(frozen=True)
class LedgerRow:
    """One row of a file received; `channel` is empty where there is one file."""

    source_row: int
    response: str
    outcome: str
    reason: str
    channel: str
    file: str


def read_ledger(run: Path) -> tuple[LedgerRow, ...]:
    """The rows of the ledger, in its order.

    Raises
    ------
    VerificationFailed
        If it is missing, or is not what a run writes.
    """
    do = "Ask for the folder as the run left it."
    try:
        reader = csv.DictReader(io.StringIO((run / LEDGER).read_text(encoding="utf-8")))
        if not set(COLUMNS) <= set(reader.fieldnames or ()):
            raise ValueError("a column is missing")
        return tuple(
            LedgerRow(
                int(row["source_row"]),
                as_received(row["response_id"]),
                row["outcome"],
                row["reason"],
                row["channel"],
                as_received(row["source_file"]),
            )
            for row in reader
        )
    except FileNotFoundError as error:
        raise VerificationFailed([Problem(LEDGER, "this file of the run is missing", do=do)]) from error
    except (TypeError, ValueError) as error:
        raise VerificationFailed([Problem(LEDGER, "not what a run writes", do=do)]) from error


def as_received(text: str) -> str:
    """A text without the apostrophe that CSV files of a run put before what a spreadsheet would run.

    Examples
    --------
    >>> as_received("'=1+1"), as_received("'tis"), as_received("'+44")
    ('=1+1', "'tis", "'+44")
    """
    return text[1:] if text[:1] == "'" and safe_text(text[1:]) == text else text


def conditions_of_step(step: str, channel: str = "") -> tuple[tuple[str, str], ...]:
    """What the ledger says of the rows that a step of the funnel counts, in all or in a channel: column and text.

    Examples
    --------
    >>> conditions_of_step("received"), conditions_of_step("blank", "paper")
    ((), (('reason', 'blank'), ('channel', 'paper')))
    """
    of_channel = (("channel", channel),) if channel else ()
    if step == RECEIVED:
        return of_channel
    if step == ANALYSED:
        return (("outcome", ANALYSED), *of_channel)
    return (("reason", step), *of_channel)
