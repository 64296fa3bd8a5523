"""Corruptions of files as a whole, and of the crate."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

from corruptions.corruption import CRATE


def pdf_byte(run: Path, draw: random.Random) -> str:
    path = run / "public/report.pdf"
    content = bytearray(path.read_bytes())
    place = draw.randrange(len(content))
    content[place] ^= 1 << draw.randrange(8)
    path.write_bytes(bytes(content))
    return f"byte {place}"


def any_byte(run: Path, draw: random.Random) -> str:
    files = sorted(path for path in run.rglob("*") if path.is_file() and path.stat().st_size and path != run / CRATE)
    path = draw.choice(files)
    content = bytearray(path.read_bytes())
    place = draw.randrange(len(content))
    content[place] ^= 1
    path.write_bytes(bytes(content))
    return f"{path.name}, byte {place}"


def file_removed(run: Path, draw: random.Random) -> str:
    path = draw.choice(sorted(path for path in run.rglob("*") if path.is_file()))
    path.unlink()
    return path.name


def file_added(run: Path, draw: random.Random) -> str:
    folder = draw.choice(("public", "board", "restricted", "restricted/notebooks"))
    (run / folder / "appendix.html").write_text("<p>All agreed.</p>", encoding="utf-8")
    return folder


def _crate(run: Path, change: Callable[[dict[str, dict[str, object]]], None]) -> None:
    crate = json.loads((run / CRATE).read_text(encoding="utf-8"))
    change({entity["@id"]: entity for entity in crate["@graph"]})
    (run / CRATE).write_text(json.dumps(crate, indent=2, sort_keys=True), encoding="utf-8", newline="\n")


def crate_code(run: Path, draw: random.Random) -> str:
    """The crate names other code than the run was made with."""

    def change(entities: dict[str, dict[str, object]]) -> None:
        names = entities["#findings"]["identifier"]
        assert isinstance(names, list)
        names[0] = "code:" + "".join(draw.choice("0123456789abcdef") for _ in range(64))

    _crate(run, change)
    return "#findings"


def crate_reference(run: Path, draw: random.Random) -> str:
    def change(entities: dict[str, dict[str, object]]) -> None:
        entities["#run"]["instrument"] = {"@id": "workflow/other.yaml"}

    _crate(run, change)
    return "#run"


def crate_without_licence(run: Path, draw: random.Random) -> str:
    _crate(run, lambda entities: entities["./"].pop("license"))
    return "./"


def crate_step_lost(run: Path, draw: random.Random) -> str:
    """A step that nothing says was carried out."""

    def change(entities: dict[str, dict[str, object]]) -> None:
        step = draw.choice(sorted(name for name in entities if name.startswith("#control/")))
        entities[step]["instrument"] = {"@id": "#findings"}

    _crate(run, change)
    return "a control action"
