"""The command: two runs in, words out, and beside them a page and a CSV file where a folder is named."""

from __future__ import annotations

from pathlib import Path

from findings.audit.compare.comparison import compare_runs
from findings.audit.compare.memo import memo_of
from findings.audit.compare.page import page_of
from findings.audit.compare.table import table_of
from findings.audit.compare.words import words_of
from findings.audit.runfolder import run_folder
from findings.errors import ParameterError, Problem

PAGE, TABLE = "comparison.html", "comparison.csv"
IN_WORDS, ON_A_PAGE = 8, 200
"""How many rows a list has at most; the CSV holds all."""


def compare(first: Path, second: Path, out: Path | None = None) -> str:
    """What changed between two runs, and what did it.

    Parameters
    ----------
    first, second
        Runs, or folders of editions or consultations: then their newest complete run.
    out
        Where `comparison.html` and `comparison.csv` go; a folder that is missing or empty, or holds an older
        comparison, which is replaced.

    Returns
    -------
    str
        Lines of text for a terminal. Words, page and CSV are restricted, as the runs' own `restricted/` is.

    Raises
    ------
    ParameterError
        If there is no such run, the runs have no table in common, or `out` holds other things.
    VerificationFailed
        If a run is not as it was left.
    """
    if out is not None:
        _check_folder(out, (run_folder(first), run_folder(second)))
    comparison = compare_runs(first, second)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        page = page_of(memo_of(comparison, ON_A_PAGE))
        (out / PAGE).write_text(page, encoding="utf-8", newline="\n")
        # With the signature of UTF-8: without it Excel takes every accent and apostrophe for other signs.
        (out / TABLE).write_text(table_of(comparison), encoding="utf-8-sig", newline="\n")
    return words_of(memo_of(comparison, IN_WORDS))


def _check_folder(out: Path, runs: tuple[Path, ...]) -> None:
    """Refuse a folder that holds what is not ours, and one inside a run, which would no longer be whole."""
    do = "Name a folder that is empty or does not exist yet."
    place = out.resolve()
    problem = None
    if any(place == run.resolve() or run.resolve() in place.parents for run in runs):
        problem = Problem(out.as_posix(), "a folder inside a run, and a run is never written to", do=do)
    elif out.exists() and not out.is_dir():
        problem = Problem(out.as_posix(), "a file where a folder is needed", do=do)
    elif out.is_dir():
        others = sorted(path.name for path in out.iterdir() if path.name not in (PAGE, TABLE) or not path.is_file())
        if others:
            found = ", ".join(others[:5]) + (f" and {len(others) - 5:,} more" if len(others) > 5 else "")
            problem = Problem(out.as_posix(), "the folder holds other things", found, f"{PAGE}, {TABLE}", do)
    if problem is not None:
        raise ParameterError([problem])
