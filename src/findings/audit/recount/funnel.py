"""From received to analysed: counted again from the ledger, or, for a tally, compared with what was declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from findings.audit.recount.cells import RUN_AGAIN, at
from findings.audit.recount.evidence import SHOWN, Row
from findings.audit.recount.identifiers import FUNNEL
from findings.audit.recount.query import literal, quoted
from findings.audit.recount.settings import CONSULTATION, Settings
from findings.audit.recount.source import CSV, first_line, in_file
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed

LEDGER = "restricted/ledger.csv"
RECEIVED, ANALYSED = "received", "analysed"
_COLUMNS = {
    "table": FUNNEL, "measure": "count", "question": FUNNEL, "item": "", "breakdown": "", "level": "", "filter": "",
    "unit": "responses", "digits": "0", "low": "", "high": "", "base_cell": "", "base_kind": "all", "from": "",
    "status": SHOWN,
}  # fmt: skip


_NOTES = {
    RECEIVED: "Responses received",
    ANALYSED: "Responses analysed",
    "blank": "Blank: no question of the report was answered",
    "exact_duplicate": "Exact copy of a response received before",
}
"""What a step is called in a report; of a tally, the steps between the first and the last are named where declared."""


def ledger_query(step: str, file: str = f"read_csv('{LEDGER}', {CSV})") -> str:
    """The query that counts one step of the funnel from the ledger, which holds a row for every row received.

    Examples
    --------
    >>> print(ledger_query("blank", "ledger"))
    SELECT count(*) FILTER (outcome = 'removed' AND reason = 'blank') AS "funnel#blank"
    FROM ledger;
    """
    condition = {
        RECEIVED: "true",
        ANALYSED: f"outcome = {literal(ANALYSED)}",
    }.get(step, f"outcome = 'removed' AND reason = {literal(step)}")
    return f"SELECT count(*) FILTER ({condition}) AS {quoted(f'{FUNNEL}#{step}')}\nFROM {file};"


def steps_of(run: Path, settings: Settings) -> dict[str, str]:
    """The steps of the funnel and how many responses each is about.

    Raises
    ------
    VerificationFailed
        If the ledger cannot be read, or has a row that was neither analysed nor removed for a reason.
    """
    return dict(settings.funnel) if settings.reader == "tally" else _of_ledger(run)


def _of_ledger(run: Path) -> dict[str, str]:
    import duckdb

    if not (run / LEDGER).is_file():
        raise VerificationFailed([Problem(LEDGER, "this file of the run is missing", do=ASK)])
    file = f"read_csv({in_file(run / LEDGER)}, {CSV})"
    with duckdb.connect(":memory:") as connection:
        try:
            known = connection.execute(
                f"SELECT outcome, coalesce(reason, ''), count(*) FROM {file} GROUP BY ALL ORDER BY ALL"
            ).fetchall()
            strange = [
                Problem(
                    LEDGER,
                    f"neither analysed nor removed for a reason: {n:,} rows",
                    f"{outcome} {reason}".strip(),
                    do=ASK,
                )
                for outcome, reason, n in known
                if (outcome, bool(reason)) not in ((ANALYSED, False), ("removed", True))
            ]
            if strange:
                raise VerificationFailed(strange)
            steps = [RECEIVED, *(reason for outcome, reason, _ in known if outcome == "removed"), ANALYSED]
            return {step: str(connection.execute(ledger_query(step, file)).fetchall()[0][0]) for step in steps}
        except duckdb.Error as error:
            found = first_line(error).replace(f"{run.as_posix()}/", "")
            raise VerificationFailed([Problem(LEDGER, "not a ledger that can be read", found, do=ASK)]) from None


def funnel_problems(run: Path, settings: Settings, rows: Sequence[Row]) -> Iterator[Problem]:
    """What is wrong with the funnel."""
    try:
        steps = steps_of(run, settings)
    except VerificationFailed as failed:
        yield from failed.problems
        return
    source = CONSULTATION if settings.reader == "tally" else LEDGER
    if int(steps[RECEIVED]) != sum(int(n) for step, n in steps.items() if step != RECEIVED):
        what = "what was removed and what was analysed do not add up to what was received"
        yield Problem(
            source, what, " + ".join(n for step, n in steps.items() if step != RECEIVED), steps[RECEIVED], ASK
        )
    own = [row for row in rows if row["table"] == FUNNEL]
    for step in steps:
        if step not in {row["option"] for row in own}:
            yield Problem(at(f"{FUNNEL}#{step}"), f"a step of {source} is missing", do=RUN_AGAIN)
    for row in own:
        yield from _row_problems(row, row["option"], steps, source, settings)


def _row_problems(row: Row, step: str, steps: Mapping[str, str], source: str, settings: Settings) -> Iterator[Problem]:
    if step not in steps:
        yield Problem(at(row["cell"]), f"a step that {source} does not have", step, ", ".join(steps), RUN_AGAIN)
        return
    note = settings.steps.get(step, _NOTES.get(step, ""))
    for column, text in {**_COLUMNS, "cell": f"{FUNNEL}#{step}", "note": note}.items():
        if row[column] != text:
            what = f"its '{column}' is not what the cell's identifier says"
            yield Problem(at(row["cell"]), what, row[column] or "nothing", text or "nothing", RUN_AGAIN)
    if row["value"] != steps[step]:
        yield Problem(
            at(row["cell"]), f"{source} gives another number", row["value"] or "nothing", steps[step], RUN_AGAIN
        )
