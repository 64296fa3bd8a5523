"""Make the two exports of the tutorial again: two rehearsals of one small questionnaire, and two edits of the second.

    python docs/tutorial/files/make.py

The second file differs from the first as a survey tool's file does after somebody has edited the form: more responses,
a question with another heading, and an answer that was not offered before. Nobody gave any of these answers.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

from findings.cli import main

HERE = Path(__file__).resolve().parent
RENAMED = ("How old are you?", "What is your age?")
ASKED = "When should a crisis cafe be open?"
ADDED = "At weekends"
LEFT_OUT = ("channel", "may_quote")
"""Columns of a rehearsal that the tutorial does without: one form, and no quotes."""
EACH = 3
"""Of those who said that a cafe should be open at night, each third says in the second file: at weekends."""


def rehearsed(responses: int, seed: int) -> list[list[str]]:
    """The rows of a rehearsal's file, its headings first."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        words = ["--responses", str(responses), "--seed", str(seed), "--params", str(HERE / "made_from")]
        if code := main(["rehearse", "first_day", *words, "--out", str(file)]):
            sys.exit(code)
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.reader(opened))
    kept = [place for place, heading in enumerate(rows[0]) if heading not in LEFT_OUT]
    return [[row[place] for place in kept] for row in rows]


def edited(head: list[str], *rows: list[str]) -> list[list[str]]:
    """The same rows after the form was edited."""
    asked = head.index(ASKED)
    nights = [row for row in rows if row[asked] == "At night"]
    for row in nights[::EACH]:
        row[asked] = ADDED
    return [[RENAMED[1] if heading == RENAMED[0] else heading for heading in head], *rows]


def write(path: Path, rows: list[list[str]]) -> None:
    """Rows as a CSV file that Excel opens with a double click."""
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(rows)


def make(folder: Path) -> None:
    """Write both files into a folder."""
    write(folder / "export.csv", rehearsed(400, 1))
    write(folder / "second_export.csv", edited(*rehearsed(600, 2)))


if __name__ == "__main__":
    make(HERE)
