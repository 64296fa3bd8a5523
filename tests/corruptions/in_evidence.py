"""Corruptions of `public/evidence.csv`: values, bases, levels, rows."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path

from corruptions.corruption import NotHereError

EVIDENCE = "public/evidence.csv"
Row = dict[str, str]


def rows_of(run: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO((run / EVIDENCE).read_text(encoding="utf-8"))))


def write_rows(run: Path, rows: list[Row]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (run / EVIDENCE).write_text(out.getvalue(), encoding="utf-8", newline="\n")


def chosen(draw: random.Random, rows: list[Row]) -> Row:
    if not rows:
        raise NotHereError
    return draw.choice(rows)


def shown(rows: list[Row], measure: str) -> list[Row]:
    return [
        row for row in rows if row["status"] == "shown" and row["measure"] == measure and row["question"] != "funnel"
    ]


def count_changed(run: Path, draw: random.Random) -> str:
    rows = rows_of(run)
    row = chosen(draw, shown(rows, "count"))
    row["value"] = str(int(row["value"]) + draw.choice((1, 2, 10)))
    write_rows(run, rows)
    return row["cell"]


def percent_changed(run: Path, draw: random.Random) -> str:
    rows = rows_of(run)
    row = chosen(draw, shown(rows, "percent"))
    row["value"] = str(int(row["value"]) + (1 if int(row["value"]) < 100 else -1))
    write_rows(run, rows)
    return row["cell"]


def _shares(rows: list[Row]) -> Iterator[tuple[Row, int, int]]:
    """Every percentage of a base with its count and base, where all three are shown."""
    value = {row["cell"]: int(row["value"]) for row in shown(rows, "count")}
    for row in shown(rows, "percent"):
        count, base = value.get(row["from"]), value.get(row["base_cell"])
        if count is not None and base:
            yield row, count, base


def half_even(run: Path, draw: random.Random) -> str:
    """A tie rounded to the even neighbour, as `round` and many spreadsheets' statistics do."""
    rows = rows_of(run)
    ties = []
    for row, count, base in _shares(rows):
        exact = Fraction(100 * count, base)
        even = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_EVEN)
        if exact.denominator == 2 and str(even) != row["value"]:
            ties.append((row, str(even)))
    if not ties:
        raise NotHereError
    row, even_text = draw.choice(ties)
    row["value"] = even_text
    write_rows(run, rows)
    return row["cell"]


def net_of_rounded(run: Path, draw: random.Random) -> str:
    """A net added up from rounded percentages."""
    rows = rows_of(run)
    by_cell = {row["cell"]: row for row in rows}
    wrong = []
    for row in shown(rows, "percent"):
        parts = by_cell[row["from"]]["from"].split() if row["option"].startswith("net_") else []
        shares = [by_cell.get(f"{part}!percent", {}).get("value", "") for part in parts]
        if parts and all(shares) and str(sum(map(int, shares))) != row["value"]:
            wrong.append((row, str(sum(map(int, shares)))))
    if not wrong:
        raise NotHereError
    row, value = draw.choice(wrong)
    row["value"] = value
    write_rows(run, rows)
    return row["cell"]


def wrong_base(run: Path, draw: random.Random) -> str:
    """A percentage taken of all respondents instead of its base, or of the base instead of those who answered."""
    rows = rows_of(run)
    analysed = next(int(row["value"]) for row in rows if row["cell"] == "funnel#analysed")
    wrong = []
    for row, count, base in _shares(rows):
        other = (200 * count + analysed) // (2 * analysed)
        if base != analysed and str(other) != row["value"]:
            wrong.append((row, str(other)))
    if not wrong:
        raise NotHereError
    row, value = draw.choice(wrong)
    row["value"] = value
    write_rows(run, rows)
    return row["cell"]


def swapped(run: Path, draw: random.Random) -> str:
    """Two levels of a table changed places: every value of each stands at the other."""
    rows = rows_of(run)
    tables: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        if row["level"] and row["measure"] == "count":
            tables.setdefault(row["table"], {}).setdefault(row["level"], []).append(row)
    pairs = [
        (levels[one], levels[other])
        for levels in tables.values()
        for one in levels
        for other in levels
        if one < other and [row["value"] for row in levels[one]] != [row["value"] for row in levels[other]]
    ]
    if not pairs:
        raise NotHereError
    first, second = draw.choice(pairs)
    for one, other in zip(first, second, strict=True):
        for key in ("value", "status"):
            one[key], other[key] = other[key], one[key]
    write_rows(run, rows)
    return f"{first[0]['table']}: {first[0]['level']} and {second[0]['level']}"


def row_deleted(run: Path, draw: random.Random) -> str:
    rows = rows_of(run)
    row = chosen(draw, shown(rows, "count"))
    write_rows(run, [other for other in rows if other is not row])
    return row["cell"]


def row_doubled(run: Path, draw: random.Random) -> str:
    rows = rows_of(run)
    row = chosen(draw, rows)
    write_rows(run, [*rows, dict(row)])
    return row["cell"]


def hidden_shown(run: Path, draw: random.Random) -> str:
    rows = rows_of(run)
    row = chosen(draw, [row for row in rows if row["status"] == "[c]" and row["measure"] == "count"])
    row["status"], row["value"] = "shown", str(draw.randint(1, 2))
    write_rows(run, rows)
    return row["cell"]


def number_in_hidden(run: Path, draw: random.Random) -> str:
    rows = rows_of(run)
    row = chosen(draw, [row for row in rows if row["status"] == "[c]"])
    row["note"] = "it was 3"
    write_rows(run, rows)
    return row["cell"]


def difference_of_rounded(run: Path, draw: random.Random) -> str:
    """A difference taken between two rounded percentages."""
    rows = rows_of(run)
    value = {row["cell"]: row["value"] for row in rows}
    wrong = []
    for row in shown(rows, "difference"):
        counts = [cell for cell in row["from"].split() if not cell.split("#")[1].startswith("base@")]
        shares = [value.get(f"{cell}!percent", "") for cell in counts]
        if len(shares) == 2 and all(shares) and str(int(shares[0]) - int(shares[1])) != row["value"]:
            wrong.append((row, str(int(shares[0]) - int(shares[1]))))
    if not wrong:
        raise NotHereError
    row, text = draw.choice(wrong)
    row["value"] = text
    write_rows(run, rows)
    return row["cell"]


def base_kind_changed(run: Path, draw: random.Random) -> str:
    rows = rows_of(run)
    row = chosen(draw, shown(rows, "percent"))
    row["base_kind"] = draw.choice([kind for kind in ("answered", "asked", "all") if kind != row["base_kind"]])
    write_rows(run, rows)
    return row["cell"]


def source_kind_changed(run: Path, draw: random.Random) -> str:
    """Made-up data said to be real, or real data said to be a tally."""
    rows = rows_of(run)
    for row in rows:
        row["source_kind"] = "responses" if row["source_kind"] != "responses" else "official"
    write_rows(run, rows)
    return "every row"


def forged_everywhere(run: Path, draw: random.Random) -> str:
    """A count changed in the evidence and in every text that shows it: only counting again can tell."""
    rows = rows_of(run)
    html = (run / "public/report.html").read_text(encoding="utf-8")
    printed = [row for row in shown(rows, "count") if f'data-cell="{row["cell"]}"' in html]
    row = chosen(draw, printed)
    old, new = f"{int(row['value']):,}", f"{int(row['value']) + 1:,}"
    row["value"] = str(int(row["value"]) + 1)
    write_rows(run, rows)
    mark = re.escape(f'data-cell="{row["cell"]}"')
    for name in ("public/report.html", "restricted/audit.html"):
        text = (run / name).read_text(encoding="utf-8")
        (run / name).write_text(re.sub(rf"({mark}[^>]*>){old}<", rf"\g<1>{new}<", text), encoding="utf-8", newline="\n")
    return row["cell"]
