"""What became of every row received: ledger, quarantine and what was analysed tell one story.

The file that was received is not kept in a run. So what the run says about it must at least agree with itself: each
row of the file once, those taken out kept in the quarantine for the same reason, and the row that an analysed response
came from the same wherever it is written.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from findings.audit.recount.csvfile import Row, read_rows
from findings.audit.recount.evidence import DISCLOSURE
from findings.audit.recount.funnel import LEDGER
from findings.audit.recount.source import ID, SOURCE_KIND, SOURCE_ROW, Source
from findings.audit.recount.sqltext import quoted
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed

QUARANTINE = "restricted/quarantine.csv"
FLAGS = "restricted/flags.csv"
TALLY_FILE = "restricted/tally.csv"
LETTERS_FILE = "restricted/missing_characters.csv"
LETTERS_COLUMNS = ("shown_as", "times", SOURCE_KIND)
LEDGER_COLUMNS = ("channel", "source_file", SOURCE_ROW, ID, "outcome", "reason", "into", SOURCE_KIND)
NOT_READ = "worked out"
"""What stands in a tally instead of a line, where a count was in no line of the file."""
_OF_A_TALLY = ("counted", "used as a check")
NAMED = 3


def received_problems(run: Path, source: Source, kind: str) -> Iterator[Problem]:
    """Where ledger, quarantine and what was analysed do not agree.

    Parameters
    ----------
    run, source
        The run's folder, and its responses or tally, opened.
    kind
        What kind of data they are; every row of every file says it.
    """
    files: dict[str, list[Row]] = {}
    own = [TALLY_FILE] if source.rows.tally else [FLAGS]
    own += [LETTERS_FILE] if (run / LETTERS_FILE).is_file() else []
    for name in (LEDGER, QUARANTINE, DISCLOSURE, *own):
        try:
            files[name] = read_rows(run, name)
        except VerificationFailed as failed:
            yield from failed.problems
            continue
        yield from _kind_problems(name, files[name], kind)
    letters = files.get(LETTERS_FILE, [])
    if any(tuple(row) != LETTERS_COLUMNS or not row["times"].isdigit() for row in letters):
        yield Problem(LETTERS_FILE, "not the characters that the PDF shows by their number", do=ASK)
    ledger, quarantine = files.get(LEDGER), files.get(QUARANTINE)
    if ledger is None or not _has(ledger, LEDGER_COLUMNS):
        if ledger is not None:
            yield Problem(LEDGER, "not the columns of a ledger", ", ".join(ledger[0]), ", ".join(LEDGER_COLUMNS), ASK)
        return
    for channel in dict.fromkeys(row["channel"] for row in ledger):
        yield from _row_problems([row for row in ledger if row["channel"] == channel])
    if source.rows.tally:
        yield from _of_tally(ledger, files.get(TALLY_FILE, []))
        return
    yield from _of_responses(ledger, source)
    yield from _merged(ledger)
    yield from _flagged(ledger, files.get(FLAGS, []))
    if quarantine is not None:
        yield from _in_quarantine(ledger, quarantine)


def _has(rows: Sequence[Row], columns: Sequence[str]) -> bool:
    return not rows or tuple(rows[0]) == tuple(columns)


def _kind_problems(name: str, rows: Sequence[Row], kind: str) -> Iterator[Problem]:
    """Made-up data say so in every row of every file, and no other data do."""
    found = {row.get(SOURCE_KIND, "") for row in rows}
    if found - {kind}:
        what = "rows that do not say of what kind the data are, or say another"
        yield Problem(name, what, ", ".join(sorted(found - {kind})) or "nothing", kind, ASK)


def _row_problems(ledger: Sequence[Row]) -> Iterator[Problem]:
    """Each row of the file received stands in the ledger once, in the order of the file."""
    numbers = [row[SOURCE_ROW] for row in ledger]
    if not all(number.isascii() and number.isdigit() for number in numbers):
        yield Problem(LEDGER, "a row whose number in the file received is none", do=ASK)
    elif any(int(one) >= int(other) for one, other in itertools.pairwise(numbers)):
        yield Problem(LEDGER, "rows of the file received twice, or not in their order", do=ASK)


def _of_tally(ledger: Sequence[Row], tally: Sequence[Row]) -> Iterator[Problem]:
    """Each count that was read from a line is the one that the ledger says stood there."""
    said = {row[SOURCE_ROW]: row["reason"] for row in ledger if row["outcome"] == "counted"}
    read = {row["line"]: f"{row['n']} responses" for row in tally if row.get("line", NOT_READ) != NOT_READ}
    if len(read) != sum(row.get("line", NOT_READ) != NOT_READ for row in tally):
        yield Problem(TALLY_FILE, "two counts from one line of the file received", do=ASK)
    wrong = sorted({line for line in said.keys() | read.keys() if said.get(line) != read.get(line)}, key=_number)
    if wrong:
        what = "lines of the file received that the ledger and the tally do not tell alike"
        yield Problem(LEDGER, what, _listed(wrong), do=ASK)
    checks = {row[SOURCE_ROW] for row in ledger if row["outcome"] == "used as a check"}
    odd = sorted(checks ^ {row["checked_by"] for row in tally if row.get("checked_by")}, key=_number)
    if odd:
        what = "lines used as a check in the ledger or in the tally, and not in both"
        yield Problem(LEDGER, what, _listed(odd), do=ASK)
    if any(row["outcome"] not in _OF_A_TALLY for row in ledger):
        yield Problem(LEDGER, "a line of a tally that was neither counted nor used as a check", do=ASK)


def _of_responses(ledger: Sequence[Row], source: Source) -> Iterator[Problem]:
    """An analysed response comes from the row that the ledger says, in the ledger's order."""
    if SOURCE_ROW not in source.columns:
        # Told as a missing column.
        return
    several = {"channel", "source_file"} <= set(source.columns) and any(row["channel"] for row in ledger)
    channel = f"CAST({quoted('channel')} AS VARCHAR)" if several else "''"
    query = f"SELECT {channel}, CAST({quoted(SOURCE_ROW)} AS VARCHAR), CAST({quoted(ID)} AS VARCHAR) FROM {source.file}"
    found = [((str(of), str(row)), str(name)) for of, row, name in source.fetch(query)]
    said = {(row["channel"], row[SOURCE_ROW]): row[ID] for row in ledger if row["outcome"] == "analysed"}
    wrong = [row for (of, row), name in found if said.get((of, row)) not in (name, f"'{name}")]
    if wrong:
        what = "analysed responses that the ledger says came from other rows of the file received"
        yield Problem(source.name, what, _listed(wrong), do=ASK)
    elif len(found) != len(said) or [place for place, _ in found] != list(said):
        yield Problem(source.name, "not the analysed responses of the ledger, each once and in its order", do=ASK)


def _merged(ledger: Sequence[Row]) -> Iterator[Problem]:
    """A response that was merged names the one that it was merged into, which is there; no other names one."""
    there = {row[ID] for row in ledger if row["outcome"] != "set_aside"}
    wrong = [
        row[SOURCE_ROW] for row in ledger if (row["into"] not in there if row["outcome"] == "merged" else row["into"])
    ]
    if wrong:
        yield Problem(LEDGER, "rows that are merged into no response of the ledger", _listed(wrong), do=ASK)


def _flagged(ledger: Sequence[Row], flags: Sequence[Row]) -> Iterator[Problem]:
    """What was flagged is analysed: a flag takes no response out."""
    names = ("channel", "source_file", SOURCE_ROW, ID)
    analysed = {tuple(row[name] for name in names) for row in ledger if row["outcome"] == "analysed"}
    wrong = [row.get(SOURCE_ROW, "") for row in flags if tuple(row.get(name) for name in names) not in analysed]
    if wrong:
        yield Problem(FLAGS, "rows that are not analysed responses of the ledger", _listed(wrong), do=ASK)


def _in_quarantine(ledger: Sequence[Row], quarantine: Sequence[Row]) -> Iterator[Problem]:
    columns = ("channel", SOURCE_ROW, "source_file", "reason")
    removed = [tuple(row[name] for name in columns) for row in ledger if row["outcome"] != "analysed"]
    kept = [tuple(row.get(name, "") for name in columns) for row in quarantine]
    if removed != kept:
        odd = sorted({row[1] for row in set(removed) ^ set(kept)}, key=_number)
        what = "not the rows that the ledger says were removed, for the same reasons"
        yield Problem(QUARANTINE, what, _listed(odd) if odd else "in another order", do=ASK)


def _number(text: str) -> tuple[int, str]:
    return (int(text) if text.isascii() and text.isdigit() else 0, text)


def _listed(rows: Sequence[str]) -> str:
    first = ", ".join(rows[:NAMED])
    return f"rows {first}" + (f", ... ({len(rows):,})" if len(rows) > NAMED else "")
