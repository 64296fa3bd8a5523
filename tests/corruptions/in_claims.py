"""Corruptions of what a run says of itself: its list of files, its crate, its lineage, its marks, its notebooks.

No number changes in them, and every hash fits: a reader is told something wrong about numbers that are right.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corruptions.corruption import CRATE, NotHereError
from findings.audit.manifest import sha256_of
from findings.consultation.madeup import MARK


def _graph(run: Path, change: Callable[[dict[str, dict[str, Any]]], None]) -> None:
    crate = json.loads((run / CRATE).read_text(encoding="utf-8"))
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    change(entities)
    crate["@graph"] = list(entities.values())
    (run / CRATE).write_text(json.dumps(crate, indent=2, sort_keys=True), encoding="utf-8", newline="\n")


def _table(path: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
    if not path.is_file():
        raise NotHereError
    rows = change(list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")))))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="\n")


# --- files: hashes that are all right ---------------------------------------------------------------------------------


def file_and_name_removed(run: Path, draw: random.Random) -> str:
    """A file is gone, and nothing in the crate ever spoke of it."""
    names = ["public/report.pdf", "board/evidence.xlsx", "restricted/quarantine.csv", "restricted/log.jsonl"]
    name = draw.choice(names)
    (run / name).unlink()
    gone = f"#{name}" if name[0] in "pb" else name.removeprefix("restricted/")

    def without(value: Any) -> Any:
        if isinstance(value, list):
            return [without(item) for item in value if item != {"@id": gone}]
        return {key: without(item) for key, item in value.items()} if isinstance(value, dict) else value

    def change(entities: dict[str, dict[str, Any]]) -> None:
        del entities[gone]
        entities.update({key: without(entity) for key, entity in entities.items()})

    _graph(run, change)
    return name


def file_and_name_added(run: Path, draw: random.Random) -> str:
    """One more page for the auditors, which the crate names."""
    (run / "restricted/overview.html").write_text("<p>99% agreed.</p>", encoding="utf-8")
    entity = {"@id": "overview.html", "@type": "File", "name": "overview.html", "sha256": "", "contentSize": ""}

    def change(entities: dict[str, dict[str, Any]]) -> None:
        entities["overview.html"] = dict(entity)
        entities["./"]["hasPart"].append({"@id": "overview.html"})

    _graph(run, change)
    return "restricted/overview.html"


def link_instead(run: Path, draw: random.Random) -> str:
    """The same bytes, but from a file elsewhere that may change at any time."""
    path = run / "public/report.html"
    elsewhere = run.parent / "elsewhere.html"
    path.rename(elsewhere)
    try:
        path.symlink_to(elsewhere)
    except OSError as error:
        raise NotHereError from error
    return "public/report.html"


def folder_added(run: Path, draw: random.Random) -> str:
    (run / "public/Nine in ten agreed").mkdir()
    return "a folder"


def manifest_claim(run: Path, draw: random.Random) -> str:
    path = run / "public/manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, "finding": "Nine in ten agreed"}), encoding="utf-8", newline="\n")
    _graph(run, lambda entities: entities["#public/manifest.json"].update(sha256=sha256_of(path)))
    return "a sentence in the manifest"


def lock_changed(run: Path, draw: random.Random) -> str:
    path = run / "restricted/inputs/requirements.lock"
    path.write_text(path.read_text(encoding="utf-8") + "another==1.0\n", encoding="utf-8", newline="\n")
    return "a line of the lock file"


# --- the data and what explains them ----------------------------------------------------------------------------------


def quarantine_changed(run: Path, draw: random.Random) -> str:
    """A row that was taken out is not kept any more."""

    def change(rows: list[list[str]]) -> list[list[str]]:
        if len(rows) < 2:
            raise NotHereError
        del rows[draw.randrange(1, len(rows))]
        return rows

    _table(run / "restricted/quarantine.csv", change)
    return "a row"


def rows_exchanged(run: Path, draw: random.Random) -> str:
    """Two responses say that they came from each other's row of the file."""
    import pandas as pd

    path = run / "restricted/responses.parquet"
    if not path.is_file():
        raise NotHereError
    frame = pd.read_parquet(path)
    one, other = draw.sample(range(len(frame)), 2)
    of_one, of_other = frame.at[one, "source_row"], frame.at[other, "source_row"]
    frame.at[one, "source_row"], frame.at[other, "source_row"] = of_other, of_one
    frame.to_parquet(path, index=False)

    def change(rows: list[list[str]]) -> list[list[str]]:
        at = rows[0].index("source_row")
        rows[one + 1][at], rows[other + 1][at] = rows[other + 1][at], rows[one + 1][at]
        return rows

    _table(run / "restricted/responses.csv", change)
    return f"rows {of_one} and {of_other}"


def lines_exchanged(run: Path, draw: random.Random) -> str:
    """Two counts of a tally say that they stood on each other's line."""

    def change(rows: list[list[str]]) -> list[list[str]]:
        at, n = rows[0].index("line"), rows[0].index("n")
        read = [row for row in rows[1:] if row[at].isdigit()]
        one = draw.choice(read)
        other = draw.choice([row for row in read if row[n] != one[n]])
        one[at], other[at] = other[at], one[at]
        return rows

    _table(run / "restricted/tally.csv", change)
    return "two lines"


def notes_above(run: Path, draw: random.Random) -> str:
    """A sentence above the table, which a forgiving reader skips."""
    path = next(
        run / "restricted" / name for name in ("tally.csv", "responses.csv") if (run / "restricted" / name).is_file()
    )
    path.write_text(f"Note: 99% agreed\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8", newline="\n")
    return path.name


def kind_taken_out(run: Path, draw: random.Random) -> str:
    """A ledger that does not say of what kind its rows are."""
    _table(run / "restricted/ledger.csv", lambda rows: [row[:-1] for row in rows])
    return "restricted/ledger.csv"


def _lineage(run: Path, change: Callable[[dict[str, Any]], str]) -> str:
    path = run / "restricted/lineage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    told = change(content)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8", newline="\n")
    return told


def lineage_base(run: Path, draw: random.Random) -> str:
    """What a base counts is told otherwise than it was counted."""

    def change(content: dict[str, Any]) -> str:
        name = draw.choice(sorted(content["base"]))
        content["base"][name] = content["base"][name][1:]
        return name

    return _lineage(run, change)


def lineage_label(run: Path, draw: random.Random) -> str:
    """An answer is called otherwise for whoever traces a number."""

    def change(content: dict[str, Any]) -> str:
        question = draw.choice(sorted(content["labels"]))
        options = content["labels"][question]["options"]
        options[draw.choice(sorted(options))] = "Quite another answer"
        return question

    return _lineage(run, change)


def lineage_group(run: Path, draw: random.Random) -> str:
    """A group is said to be other people."""

    def change(content: dict[str, Any]) -> str:
        if not content["groups"]:
            raise NotHereError
        name = draw.choice(sorted(content["groups"]))
        levels = [level for level in content["groups"][name] if not level.startswith("not_")]
        one, other = draw.sample(levels, 2)
        groups = content["groups"][name]
        groups[one], groups[other] = groups[other], groups[one]
        return name

    return _lineage(run, change)


def protection_shown(run: Path, draw: random.Random) -> str:
    """What protects a small count is shown, and struck from the list: the small count can be worked out again."""
    from corruptions.in_evidence import rows_of, write_rows
    from findings.audit.recount import read_questionnaire, recount

    path = run / "restricted/disclosure.csv"
    reasons = {row["cell"]: row["reason"] for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))}
    protecting = {cell for cell, reason in reasons.items() if reason == "complementary" and "!" not in cell}
    if not protecting or not (run / "restricted/responses.parquet").is_file():
        raise NotHereError
    questionnaire = read_questionnaire(run / "restricted/inputs/questionnaire.yaml")
    values = recount(run / "restricted/responses.parquet", questionnaire, sorted(protecting))
    rows = rows_of(run)
    for row in rows:
        if row["cell"] in protecting and not any(reasons.get(part) == "primary" for part in row["from"].split()):
            row["status"], row["value"] = "shown", values[row["cell"]]
    hidden = {row["cell"] for row in rows if row["status"] == "[c]"}
    write_rows(run, rows)
    _table(path, lambda listed: [row for row in listed if row[0] == "cell" or row[0] in hidden])
    return f"{len(protecting)} cells"


# --- the mark of made-up data -----------------------------------------------------------------------------------------


def board_unmarked(run: Path, draw: random.Random) -> str:
    path = run / "board/evidence.json"
    text = path.read_text(encoding="utf-8")
    if MARK not in text:
        raise NotHereError
    path.write_text(text.replace(f"{MARK}. ", "", 1), encoding="utf-8", newline="\n")
    return "the title of the board's file"


def pdf_unmarked(run: Path, draw: random.Random) -> str:
    """One page of the PDF says nowhere that its data are made up: its running lines and a title are gone."""
    import pikepdf

    if MARK not in (run / "board/evidence.json").read_text(encoding="utf-8"):
        raise NotHereError
    path = run / "public/report.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        # The contents' page has the mark in its running lines only, which are artifacts.
        page, kept, inside = pdf.pages[1], [], False
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BDC", "BMC"):
                inside = str(operands[0]) == "/Artifact"
            if not (inside and str(operator) in ("Tj", "TJ")):
                kept.append((operands, operator))
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        pdf.save(path, deterministic_id=True)
    return "page 2"


# --- the crate and the notebooks --------------------------------------------------------------------------------------


def crate_name_twice(run: Path, draw: random.Random) -> str:
    """A crate with two graphs: which one is read depends on the reader."""
    path = run / CRATE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"@graph": [', '"@graph": [], "@graph": [', 1), encoding="utf-8", newline="\n")
    return "@graph"


def crate_day(run: Path, draw: random.Random) -> str:
    _graph(run, lambda entities: entities["./"].update(datePublished="1999-01-01"))
    return "the day of publication"


def crate_publisher(run: Path, draw: random.Random) -> str:
    _graph(run, lambda entities: entities["#organisation"].update(name="A ministry that had no part in it"))
    return "the organisation"


def crate_size(run: Path, draw: random.Random) -> str:
    _graph(run, lambda entities: entities["#public/report.pdf"].update(contentSize="99"))
    return "the size of the PDF"


def crate_data_renamed(run: Path, draw: random.Random) -> str:
    """The data are said to have been read from a file of another name."""

    def change(entities: dict[str, dict[str, Any]]) -> None:
        name = next(
            name for name, entity in entities.items() if str(entity.get("description")).startswith("Read as data")
        )
        entities[name]["name"] = "data/another.csv"

    _graph(run, change)
    return "data/another.csv"


def crate_steps_exchanged(run: Path, draw: random.Random) -> str:
    """Two steps are said to have made each other's notebook."""

    def change(entities: dict[str, dict[str, Any]]) -> None:
        one, other = draw.sample(
            sorted(name for name in entities if name.startswith("#run/") and name != "#run/release"), 2
        )
        for key in ("object", "result"):
            entities[one][key], entities[other][key] = entities[other][key], entities[one][key]

    _graph(run, change)
    return "two steps"


def log_step_lost(run: Path, draw: random.Random) -> str:
    """The log does not tell of a step."""
    path = run / "restricted/log.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    del lines[draw.randrange(len(lines))]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return "a line of the log"


def _notebook(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["cells"])
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8", newline="\n")


def workflow_notebook(run: Path, draw: random.Random) -> str:
    """The plan's notebook is said to be another than the one that was executed."""
    path = draw.choice(sorted((run / "restricted/workflow").glob("*.ipynb")))
    _notebook(path, lambda cells: cells[-1].update(source=["nothing_was_counted()"]))
    return path.name


def executed_for_another(run: Path, draw: random.Random) -> str:
    """A notebook says that it was executed for another section."""
    path = next((run / "restricted/notebooks").glob("30_section_*.ipynb"))

    def change(cells: list[dict[str, Any]]) -> None:
        cell = next(cell for cell in cells if "injected-parameters" in cell["metadata"].get("tags", ()))
        cell["source"] = ["# Parameters\n", 'store = "store"\n', 'section = "another"\n']

    _notebook(path, change)
    return path.name


def output_printed(run: Path, draw: random.Random) -> str:
    """A cell is said to have printed a figure."""
    path = draw.choice(sorted((run / "restricted/notebooks").glob("*.ipynb")))

    def change(cells: list[dict[str, Any]]) -> None:
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        draw.choice(code)["outputs"].append({"name": "stdout", "output_type": "stream", "text": ["99731% agreed\n"]})

    _notebook(path, change)
    return path.name
