"""One response that was withdrawn: the files of a run that hold it, and the list that keeps it out of later runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from findings.errors import ParameterError, Problem
from findings.pipeline.cache import write_text

HEADING = "response_id"
_TABLES = ("responses.csv", "quarantine.csv", "ledger.csv", "flags.csv")
_SET_ASIDE = "withdrawn"
"""The reason in the ledger of a run that left it out already: such a row is no response."""
_PARQUET = "responses.parquet"


def holders(run: Path, response: str) -> list[Path]:
    """The files of a run in which a cell is the identifier; a file that cannot be read may hold it, and counts."""
    restricted = run / "restricted"
    found = [path for name in _TABLES if (path := restricted / name).is_file() and _in_table(path, response)]
    parquet = restricted / _PARQUET
    return [*found, parquet] if parquet.is_file() and _in_parquet(parquet, response) else found


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
