"""Corruptions of what was counted: responses, tally, ledger, decisions, questionnaire."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path

from corruptions.corruption import NotHereError, replaced


def _parquet(run: Path, change: Callable[[object], object]) -> None:
    import pandas as pd

    path = run / "restricted/responses.parquet"
    if not path.is_file():
        raise NotHereError
    frame = change(pd.read_parquet(path))
    frame.to_parquet(path, index=False)  # type: ignore[attr-defined]


def parquet_row_removed(run: Path, draw: random.Random) -> str:
    def change(frame):  # type: ignore[no-untyped-def]
        return frame.drop(index=draw.randrange(len(frame))).reset_index(drop=True)

    _parquet(run, change)
    return "a row"


def parquet_answer_changed(run: Path, draw: random.Random) -> str:
    told = []

    def change(frame):  # type: ignore[no-untyped-def]
        columns = [name for name in frame.columns if name not in ("response_id", "source_row", "source_kind")]
        columns = [name for name in columns if frame[name].nunique() > 1]
        name = draw.choice(columns)
        row = draw.randrange(len(frame))
        others = [value for value in sorted(frame[name].unique()) if value != frame.at[row, name]]
        frame[name] = frame[name].astype(object)
        frame.at[row, name] = draw.choice(others)
        told.append(f"{name}, row {row}")
        return frame

    _parquet(run, change)
    return told[0]


def parquet_columns_swapped(run: Path, draw: random.Random) -> str:
    told = []

    def change(frame):  # type: ignore[no-untyped-def]
        names = [name for name in frame.columns if name not in ("response_id", "source_row", "source_kind")]
        pairs = [(a, b) for a in names for b in names if a < b and list(frame[a]) != list(frame[b])]
        if not pairs:
            raise NotHereError
        one, other = draw.choice(pairs)
        told.append(f"{one} and {other}")
        return frame.rename(columns={one: other, other: one})

    _parquet(run, change)
    return told[0]


def parquet_column_renamed(run: Path, draw: random.Random) -> str:
    _parquet(run, lambda frame: frame.rename(columns={frame.columns[-1]: "q_other"}))  # type: ignore[attr-defined]
    return "the last column"


def responses_csv_changed(run: Path, draw: random.Random) -> str:
    path = run / "restricted/responses.csv"
    if not path.is_file():
        raise NotHereError
    return replaced(path, draw, r"(?<=,)(not_answered|option_\d|point_\d)", lambda m: "not_asked")


def tally_changed(run: Path, draw: random.Random) -> str:
    path = run / "restricted/tally.csv"
    if not path.is_file():
        raise NotHereError
    rows = path.read_text(encoding="utf-8").splitlines()
    at = draw.randrange(1, len(rows))
    cells = rows[at].split(",")
    cells[rows[0].split(",").index("n")] = str(int(cells[rows[0].split(",").index("n")]) + 1)
    rows[at] = ",".join(cells)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    return f"line {at + 1}"


def ledger_changed(run: Path, draw: random.Random) -> str:
    path = run / "restricted/ledger.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    del rows[draw.randrange(1, len(rows))]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    return "a row taken out"


def merged_elsewhere(run: Path, draw: random.Random) -> str:
    """A response that was merged says that it stands in one that is not there."""
    path = run / "restricted/ledger.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    merged = [row for row in rows if row[header.index("outcome")] == "merged"]
    if not merged:
        raise NotHereError
    draw.choice(merged)[header.index("into")] = "nobody"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return "a response merged into nobody"


def flag_of_a_stranger(run: Path, draw: random.Random) -> str:
    """The list of what to look at names a response that was not analysed."""
    path = run / "restricted/flags.csv"
    if not path.is_file():
        raise NotHereError
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    kind = (run / "restricted/ledger.csv").read_text(encoding="utf-8").splitlines()[1].rpartition(",")[2]
    stranger = {"source_row": str(draw.randrange(2, 9)), "response_id": "nobody", "reason": "late", "source_kind": kind}
    rows.append([stranger.get(name, "") for name in header])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return "a flag of nobody"


def decision_removed(run: Path, draw: random.Random) -> str:
    path = run / "restricted/disclosure.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    if len(rows) < 2:
        raise NotHereError
    del rows[draw.randrange(1, len(rows))]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    return "a decision taken out"


def net_redefined(run: Path, draw: random.Random) -> str:
    from ruamel.yaml import YAML

    path = run / "restricted/inputs/questionnaire.yaml"
    yaml = YAML()
    content = yaml.load(path.read_text(encoding="utf-8"))
    places = [*content.get("scales", {}).values(), *content["questions"].values()]
    nets = [
        (place, net)
        for place in places
        for net in place.get("nets", {}).values()
        if len(net["of"]) < len(place["options"])
    ]
    if not nets:
        raise NotHereError
    place, net = draw.choice(nets)
    net["of"].append(next(name for name in place["options"] if name not in net["of"]))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yaml.dump(content, file)
    return str(net["label"])
