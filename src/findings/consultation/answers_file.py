"""`kept/answers.csv`: what the body says to each point that was made, read and checked row by row."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.kept_csv import read_kept
from findings.consultation.points_file import KeptPoint, PointStatus, finals
from findings.errors import Problem

ANSWERS = "kept/answers.csv"
"""Beside the parameters: what the body answers to the points; no run changes it."""
HEAD = ("point", "answer", "change", "owner", "date", "decision")
NEEDED = ("point", "answer")


@dataclass(frozen=True)
class KeptAnswer:
    """What is answered to a point; without a text in `answer` the point is still unanswered.

    Parameters
    ----------
    point
        The confirmed point.
    answer, change
        What is said to it, and what is changed because of it.
    owner
        Who has to answer: an office, not a person.
    date
        ISO date, or empty.
    decision
        Where it was decided.
    row
        Where it stands.
    """

    point: str
    answer: str
    change: str = ""
    owner: str = ""
    date: str = ""
    decision: str = ""
    row: int = 0


def read_answers(path: Path, points: Sequence[KeptPoint]) -> tuple[dict[str, KeptAnswer], list[Problem]]:
    """Point -> what is answered to it, and every problem of the file; nothing where there is no such file.

    Parameters
    ----------
    path
        `kept/answers.csv`.
    points
        The register, as people confirmed it.
    """
    rows, problems = read_kept(path, NEEDED)
    by_name, last = {point.point: point for point in points}, finals(points)
    answers: dict[str, KeptAnswer] = {}
    confirmed = ", ".join(point.point for point in points if point.stands) or "none is confirmed yet"
    for row in rows:
        where, name = f"kept/answers.csv, row {row.row}, column", row["point"]
        own = by_name.get(name)
        if own is None or own.status in (PointStatus.DRAFT, PointStatus.NO_POINT):
            what = (
                "an answer to a point that is not there" if own is None else "an answer to what is no confirmed point"
            )
            problems.append(Problem(f"{where} 'point'", what, name[:60] or "nothing", confirmed))
        elif own.status is PointStatus.MERGED:
            what = f"an answer to a point that was merged into {last[name]}"
            problems.append(Problem(f"{where} 'point'", what, name, do=f"Answer {last[name]}."))
        elif name in answers:
            what = f"a second answer to this point; the first stands on row {answers[name].row}"
            problems.append(Problem(f"{where} 'point'", what, name, do="Keep one row."))
        if row["date"] and not _is_date(row["date"]):
            problems.append(Problem(f"{where} 'date'", "not a date", row["date"][:40], "a day such as 2024-12-31"))
        found = KeptAnswer(name, row["answer"], row["change"], row["owner"], row["date"], row["decision"], row.row)
        answers.setdefault(name, found)
    return ({} if problems else answers), problems


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
