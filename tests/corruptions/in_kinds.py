"""Corruptions of cells of other kinds than one answer out of several: means, points, unions, crossed groups."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from corruptions.corruption import NotHereError
from corruptions.in_evidence import Row, chosen, rows_of, shown, write_rows

Plant = Callable[[Path, random.Random], str]


def measure_changed(*measures: str) -> Plant:
    """A value of one of these measures moved by one in its last digit."""

    def plant(run: Path, draw: random.Random) -> str:
        rows = rows_of(run)
        row = chosen(draw, [row for measure in measures for row in shown(rows, measure)])
        step = Decimal(1).scaleb(-int(row["digits"]))
        row["value"] = str(Decimal(row["value"]) + draw.choice((step, step, 10 * step)))
        write_rows(run, rows)
        return row["cell"]

    return plant


mean_changed = measure_changed("mean")
median_changed = measure_changed("median")
quartile_changed = measure_changed("lower_quartile", "upper_quartile")
mentions_changed = measure_changed("mentions")
borda_changed = measure_changed("borda")


def union_made_a_sum(run: Path, draw: random.Random) -> str:
    """A net of several answers as the sum of its options, with its share and those who chose none of them."""
    rows = rows_of(run)
    by_cell = {row["cell"]: row for row in rows}
    found = []
    for row in shown(rows, "count"):
        other = by_cell.get(row["cell"].replace("#net_", "#not_net_"))
        parts = [by_cell[name]["value"] for name in row["from"].split()]
        if row["option"].startswith("net_") and other is not None and all(parts):
            total = sum(map(int, parts))
            if total != int(row["value"]):
                found.append((row, other, total))
    if not found:
        raise NotHereError
    row, other, total = draw.choice(found)
    other["value"] = str(int(other["value"]) + int(row["value"]) - total)
    row["value"] = str(total)
    write_rows(run, rows)
    return row["cell"]


def moved_between_crossed_groups(run: Path, draw: random.Random) -> str:
    """One respondent of a crossed group counted in another, so that every sum of all remains."""
    rows = rows_of(run)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in shown(rows, "count"):
        if ".x." in row["breakdown"]:
            groups.setdefault((row["table"], row["option"]), []).append(row)
    pairs = [
        (one, other) for own in groups.values() for one in own for other in own if one is not other
        if int(one["value"]) > 0
    ]  # fmt: skip
    if not pairs:
        raise NotHereError
    one, other = draw.choice(pairs)
    one["value"], other["value"] = str(int(one["value"]) - 1), str(int(other["value"]) + 1)
    write_rows(run, rows)
    return f"{one['cell']}: one moved to {other['level']}"


def ranks_exchanged(run: Path, draw: random.Random) -> str:
    """The first two places of a ranking changed in a response, in both files."""
    return _answers_changed(run, draw, "q3", lambda text: ";".join(reversed(text.split(";"))) if ";" in text else "")


def number_changed(run: Path, draw: random.Random) -> str:
    """A number changed in a response, in both files."""
    return _answers_changed(run, draw, "q4", lambda text: str(Decimal(text) * 10 + 7).removesuffix(".0"))


def choice_taken_out(run: Path, draw: random.Random) -> str:
    """One of several answers of a respondent left out, in both files."""
    return _answers_changed(run, draw, "q2", lambda text: text.partition(";")[2])


def _answers_changed(run: Path, draw: random.Random, column: str, change: Callable[[str], str]) -> str:
    import pandas as pd

    path = run / "restricted" / "responses.parquet"
    frame = pd.read_parquet(path)
    if column not in frame:
        raise NotHereError
    frame = frame.astype({column: "str"})
    given = [place for place, text in frame[column].items() if text not in ("not_answered", "not_asked")]
    possible = [place for place in given if change(frame.at[place, column])]
    if not possible:
        raise NotHereError
    place = draw.choice(possible)
    frame.loc[place, column] = change(frame.at[place, column])
    frame.to_parquet(path, index=False)
    frame.to_csv(run / "restricted" / "responses.csv", index=False, lineterminator="\n")
    return f"{column} of {frame.at[place, 'response_id']}"
