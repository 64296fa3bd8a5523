"""One response that was withdrawn: the files of a run that hold it, and the list that keeps it out of later runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from findings.errors import ParameterError, Problem
from findings.pipeline.cache import write_text

HEADING = "response_id"
_TABLES = ("responses.csv", "quarantine.csv", "ledger.csv", "flags.csv")
_CODED = (
    "comments.csv", "codings.csv", "codings_set_aside.csv", "candidates.csv", "disagreements.csv", "quotes.csv",
    "points.csv",
)  # fmt: skip
"""What a run keeps of comments: here only some columns name a response, since others hold words and row numbers."""
_UNITS, _PLACES = (HEADING, "unit"), ("place", "from")
_SET_ASIDE = "withdrawn"
"""The reason in the ledger of a run that left it out already: such a row is no response."""
_PARQUET = "responses.parquet"


def holders(run: Path, response: str) -> list[Path]:
    """The files of a run in which a cell is the identifier; a file that cannot be read may hold it, and counts."""
    restricted = run / "restricted"
    found = [path for name in _TABLES if (path := restricted / name).is_file() and _in_table(path, response)]
    found += [path for name in _CODED if (path := restricted / name).is_file() and _rows_of(path, response)]
    parquet = restricted / _PARQUET
    return [*found, parquet] if parquet.is_file() and _in_parquet(parquet, response) else found


def kept_holders(folder: Path, response: str) -> list[tuple[Path, int]]:
    """What people kept beside the parameters that names the response: each file, and in how many rows.

    It is theirs, and nothing takes it away: whoever coded a comment decides what becomes of the coding.
    """
    files = [*sorted((folder / "kept" / "codings").glob("*.csv")), folder / "kept" / "points.csv"]
    found = [(path, _rows_of(path, response)) for path in files if path.is_file()]
    return [(path, rows) for path, rows in found if rows]


def _rows_of(path: Path, response: str) -> int:
    """How many rows are of the response or name it as a place, `hub_why:r7:1`; 1 where the file cannot be read."""
    limit = csv.field_size_limit(2**31 - 1)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return sum(_is_of(row, response) for row in csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        return 1
    finally:
        csv.field_size_limit(limit)


def _is_of(row: dict[str, str], response: str) -> bool:
    said = {heading: (cell or "").strip() for heading, cell in row.items() if isinstance(cell, str)}
    units = {said.get(heading, "") for heading in _UNITS}
    places = [place.split("[")[0].strip() for heading in _PLACES for place in said.get(heading, "").split(";")]
    units |= {place.split(":")[1] for place in places if place.count(":") >= 1}
    # A cell that begins like a formula is led by an apostrophe.
    return response in units or f"'{response}" in units


def _in_table(path: Path, response: str) -> bool:
    # A comment may be longer than what a reader of CSV takes by itself.
    limit = csv.field_size_limit(2**31 - 1)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = ([cell.strip() for cell in row] for row in csv.reader(file))
            return any(response in row and _SET_ASIDE not in row for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error):
        return True
    finally:
        csv.field_size_limit(limit)


def _in_parquet(path: Path, response: str) -> bool:
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    try:
        with parquet.ParquetFile(path) as file:
            if HEADING not in file.schema_arrow.names:
                return False
            return any(
                response in batch.column(0).cast(arrow.string()).to_pylist()
                for batch in file.iter_batches(columns=[HEADING])
            )
    except (OSError, arrow.ArrowException):
        return True


def note(path: Path, response: str) -> None:
    """Add an identifier to the list; what stands there stays.

    Only the identifier is kept, so that the next run can leave the response out: nothing of what it said, and no date.
    """
    noted = _noted(path)
    if response in noted:
        return
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[HEADING], *([one] for one in sorted([*noted, response]))])
    write_text(path, out.getvalue())


def _noted(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row[0].strip() for row in list(csv.reader(file))[1:] if row and row[0].strip()]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        what, do = "the list of withdrawn responses cannot be read", "Correct it: a heading, then an identifier a line."
        raise ParameterError([Problem(path.name, what, str(error), do=do)]) from error
