"""Reads a .sav or .zsav file in a process of its own; `sav_process` starts it and reads what it writes.

The library that reads the file is written in C, and files made to harm it, or harmed on the way, end its process: of
10,800 damaged files 21 did. So it runs where its end is a message, with a bound on its memory. This file imports
nothing of ours, is run as a script, judges nothing, and writes frames: a line of JSON, and the bytes that it announces.
"""

from __future__ import annotations

import array
import json
import math
import sys
from typing import Any

MOST_MEMORY = 4 << 30
"""Bytes of address space, where the system can bound it."""
CELLS_AT_ONCE = 4_000_000
"""Cells read in one go. The library starts at the first row each time, so few goes are fast; each cell costs memory."""
BYTES_AT_ONCE = 256 << 20
"""Bytes of text read in one go: a column may be 32,767 wide."""


def main() -> int:
    """Do what the arguments say: `describe PATH ENCODING`, or `read PATH ENCODING` with columns and length on stdin."""
    what, path, encoding = sys.argv[1:4]
    _bound_memory()
    try:
        if what == "describe":
            _write(_description(path, encoding))
        else:
            asked = json.loads(sys.stdin.readline())
            _read(path, encoding, asked["columns"], asked["part"])
    except Exception as error:
        # Only the kind and the library's own sentence: neither holds a cell.
        _write({"fault": _fault(error), "text": str(error)[:200]})
    return 0


def _fault(error: Exception) -> str:
    if isinstance(error, UnicodeError) or "convert string" in str(error) or "unsupported character set" in str(error):
        return "encoding"
    if isinstance(error, MemoryError) or "allocate memory" in str(error):
        return "memory"
    return "damaged"


def _load(path: str, encoding: str, **how: Any) -> tuple[Any, Any]:
    import warnings

    import pyreadstat

    warnings.simplefilter("ignore")
    loaded: tuple[Any, Any] = pyreadstat.read_sav(
        path,
        encoding=encoding or None,
        user_missing=True,
        disable_datetime_conversion=True,
        output_format="dict",
        **how,
    )
    return loaded


def _description(path: str, encoding: str) -> dict[str, Any]:
    _, meta = _load(path, encoding, metadataonly=True)
    return {
        "rows": meta.number_rows,
        "encoding": meta.file_encoding,
        "variables": [
            {
                "name": name,
                "label": label or "",
                "format": meta.original_variable_types.get(name) or "",
                "measure": meta.variable_measure.get(name) or "unknown",
                "labels": list(meta.variable_value_labels.get(name, {}).items()),
                "missing": [[bound["lo"], bound["hi"]] for bound in meta.missing_ranges.get(name, [])],
            }
            for name, label in zip(meta.column_names, meta.column_labels, strict=True)
        ],
        "sets": [
            {
                "name": name,
                "label": told["label"] or "",
                "dichotomy": told["is_dichotomy"],
                "counted": told["counted_value"],
                "variables": told["variable_list"],
            }
            for name, told in meta.mr_sets.items()
        ],
    }


def _read(path: str, encoding: str, columns: list[str], part: int) -> None:
    _, meta = _load(path, encoding, metadataonly=True)
    is_text = [meta.readstat_variable_types[name] == "string" for name in columns]
    widths = [meta.variable_storage_width.get(name) or 8 for name in columns]
    fits = min(CELLS_AT_ONCE // len(columns), BYTES_AT_ONCE // sum(widths))
    at_once = max(fits // part, 1) * part if fits >= part else max(fits, 1)
    done = 0
    while True:
        data, _ = _load(path, encoding, usecols=columns, row_offset=done, row_limit=at_once)
        cells = [data[name] for name in columns]
        rows = len(cells[0])
        for start in range(0, rows, part):
            _write_part([column[start : start + part] for column in cells], is_text)
        done += rows
        if rows < at_once:
            break
    _write({"end": done})


def _write_part(columns: list[list[Any]], is_text: list[bool]) -> None:
    """Numbers as they stand in memory, texts as JSON: a column of floats is written at once."""
    kinds, blocks = [], []
    for column, text in zip(columns, is_text, strict=True):
        block = json.dumps([value or "" for value in column]).encode("ascii") if text else _numbers(column)
        kinds.append(["text" if text else "number", len(block)])
        blocks.append(block)
    _write({"rows": len(columns[0]), "columns": kinds})
    sys.stdout.buffer.writelines(blocks)


def _numbers(column: list[Any]) -> bytes:
    """System-missing is NaN; the library has None for it where a variable has user-missing values too."""
    if None in column:
        column = [math.nan if value is None else value for value in column]
    return array.array("d", column).tobytes()


def _write(frame: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(frame).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def _bound_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError, OSError):
        # Windows has no such bound, and some systems do not let it be set.
        pass


if __name__ == "__main__":
    sys.exit(main())
