"""Two inputs that differ only in what is hidden give the same bytes: nothing published is derived from the rest."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from findings.evidence.cell import Cell, Measure, Status, from_csv
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run

NAME = "scotland-2016"
ANSWERS = ("yes", "no", "dont_know", "not_answered")
Numbers = dict[tuple[str, str], int]
"""(group, answer) -> n."""


@pytest.mark.slow
def test_hidden_counts_change_no_byte_of_what_is_published(own_params: Path, tmp_path: Path) -> None:
    settings = own_params / NAME / "consultation.yaml"
    text = settings.read_text(encoding="utf-8")
    # The reason for hiding nothing goes with its translation.
    (own_params / NAME / "languages" / "cy.yaml").unlink()
    settings.write_text(
        f"{text[: text.index('disclosure:')]}disclosure:\n  profile: threshold\n  threshold: 5\n", "utf-8"
    )
    tally = own_params.parent / "data" / NAME / "tally.csv"
    first = run_of(own_params, tmp_path / "one")
    before = numbers_of(tally)
    after = moved(before, cells_of(first))
    # Five counts at least are others than before, and among them some that are small.
    changed = {key for key in before if before[key] != after[key]}
    assert len(changed) >= 5
    assert {key for key in changed if before[key] < 5} != set()
    write(tally, after)
    second = run_of(own_params, tmp_path / "another")

    assert second.name != first.name
    assert published(second) == published(first)
    # The restricted part does differ, or the runs were one.
    assert (second / "restricted" / "tally.csv").read_bytes() != (first / "restricted" / "tally.csv").read_bytes()


def run_of(params: Path, out: Path) -> Path:
    (result,) = run(find_layout(params, out), [NAME], jobs=2, quiet=True)
    if result.error is not None:
        raise result.error
    assert result.folder is not None
    return result.folder


def published(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for part in ("public", "board")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


def cells_of(folder: Path) -> dict[str, Cell]:
    text = (folder / "public" / "evidence.csv").read_text(encoding="utf-8")
    return {cell.cell: cell for cell in from_csv(text)}


def numbers_of(tally: Path) -> Numbers:
    rows = csv.DictReader(tally.read_text(encoding="utf-8").splitlines())
    return {
        (row["group"], row["answer"]): int(row["n"])
        for row in rows
        if row["question"] == "q1" and row["answer"] != "base"
    }


def moved(before: Numbers, cells: Mapping[str, Cell]) -> Numbers:
    """Other counts that leave every visible cell as it is and every small count small.

    Counts that are hidden for the sake of others stay at the threshold or above it, or at nothing.
    """
    keys = list(before)
    place = {key: number for number, key in enumerate(keys)}
    groups = list(dict.fromkeys(group for group, _ in keys))
    rows, lowest, highest = [], [], []
    for cell in cells.values():
        if cell.measure != Measure.COUNT or cell.question not in ("q1", "respondent_type"):
            continue
        counted = [place[key] for key in keys if counts(cell, *key, groups)]
        row = np.zeros(len(keys))
        row[counted] = 1
        n = sum(before[keys[number]] for number in counted)
        small = 0 < n < 5 and cell.status is Status.CONFIDENTIAL
        rows.append(row)
        lowest.append(1 if small else 5 if n and cell.status is Status.CONFIDENTIAL else n)
        highest.append(4 if small else np.inf if n and cell.status is Status.CONFIDENTIAL else n)
    # Any direction will do: the furthest counts in one drawn by lot are others than before in many cells.
    chance = random.Random(1)
    wish = [chance.uniform(-1, 1) for _ in before]
    found = milp(
        wish,
        constraints=LinearConstraint(np.array(rows), lowest, highest),
        integrality=np.ones(len(keys)),
        bounds=Bounds(0, np.inf),
    )
    assert found.status == 0
    return {key: round(n) for key, n in zip(keys, found.x, strict=True)}


def counts(cell: Cell, group: str, answer: str, groups: list[str]) -> bool:
    """Whether a cell counts those of a group who gave an answer."""
    if cell.question == "respondent_type":
        return cell.option in (group, "base")
    level = {"individual": "individual"}.get(group, "organisation") if cell.breakdown == "respondent_type" else group
    options = {"base": ANSWERS, "base_answered": ANSWERS[:3]}.get(cell.option, (cell.option,))
    return answer in options and cell.level in ("", level) and group in groups


def write(tally: Path, numbers: Numbers) -> None:
    rows = list(csv.reader(tally.read_text(encoding="utf-8").splitlines()))
    for row in rows[1:]:
        group, question, answer = row[:3]
        if question == "respondent_type":
            row[3] = str(sum(n for (at, _), n in numbers.items() if at == answer))
        elif answer == "base":
            row[3] = str(sum(n for (at, _), n in numbers.items() if at == group))
        else:
            row[3] = str(numbers[group, answer])
    tally.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
