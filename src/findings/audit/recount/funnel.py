"""From received to analysed: counted again from the ledger, or, for a tally, compared with what was declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from findings.audit.recount.cells import RUN_AGAIN, at
from findings.audit.recount.evidence import SHOWN, Row
from findings.audit.recount.identifiers import FUNNEL
from findings.audit.recount.settings import CONSULTATION, Settings
from findings.audit.recount.source import CSV, first_line, in_file
from findings.audit.recount.sqltext import literal, quoted
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed

LEDGER = "restricted/ledger.csv"
RECEIVED, ANALYSED = "received", "analysed"
BY_CHANNEL = f"{FUNNEL}.by.channel"
_COLUMNS = {
    "table": FUNNEL, "measure": "count", "question": FUNNEL, "item": "", "breakdown": "", "level": "", "filter": "",
    "unit": "responses", "digits": "0", "low": "", "high": "", "base_cell": "", "base_kind": "all", "from": "",
    "status": SHOWN,
}  # fmt: skip


_NOTES = {
    RECEIVED: "Responses received",
    "unreadable": "Unreadable: a row that could not be read as a response",
    "withdrawn": "Withdrawn by the person who sent it",
    "counted_apart": "Counted apart: petitions, letters and events are counted, not added to the answers",
    "other_channel": "Counted apart: sent through a channel that has its own count",
    "after_midpoint": "Not counted yet: sent after the day of this look, or without a day",
    "blank": "Blank: no question of the report was answered",
    "exact_duplicate": "Exact copy of a response received before",
    "same_person": "Further response of a person, combined with the other",
    "campaign_copy": "Identical campaign text, counted as one response",
    "campaign_apart": "Campaign text, counted apart",
    ANALYSED: "Responses analysed",
}
_MERGED = ("exact_duplicate", "same_person", "campaign_copy")
OUTCOMES = ("merged", "set_aside")
"""What a step is called in a report; of a tally, the steps between the first and the last are named where declared."""


def ledger_query(step: str, file: str = f"read_csv('{LEDGER}', {CSV})", channel: str = "") -> str:
    """The query that counts one step of the funnel from the ledger, which holds a row for every row received.

    Examples
    --------
    >>> print(ledger_query("blank", "ledger"))
    SELECT count(*) FILTER (outcome = 'set_aside' AND reason = 'blank') AS "funnel#blank"
    FROM ledger;
    """
    outcome = "merged" if step in _MERGED else "set_aside"
    condition = {
        RECEIVED: "true",
        ANALYSED: f"outcome = {literal(ANALYSED)}",
    }.get(step, f"outcome = {literal(outcome)} AND reason = {literal(step)}")
    where = f"\nWHERE channel = {literal(channel)}" if channel else ""
    name = f"{FUNNEL}.by.channel#{step}@{channel}" if channel else f"{FUNNEL}#{step}"
    return f"SELECT count(*) FILTER ({condition}) AS {quoted(name)}\nFROM {file}{where};"


def steps_of(run: Path, settings: Settings) -> dict[str, str]:
    """The steps of the funnel and how many responses each is about.

    Raises
    ------
    VerificationFailed
        If the ledger cannot be read, or has a row that was neither analysed nor removed for a reason.
    """
    return dict(settings.funnel) if settings.reader == "tally" else _of_ledger(run)


def steps_by_channel(run: Path, settings: Settings) -> dict[str, dict[str, str]]:
    """Channel -> step -> how many responses, where there are channels.

    Raises
    ------
    VerificationFailed
        If the ledger cannot be read, or names a channel that the parameters do not.
    """
    if not settings.channels:
        return {}
    steps = list(_of_ledger(run))
    counted = {channel: _of_ledger(run, channel, steps) for channel in settings.channels}
    total = sum(int(own[RECEIVED]) for own in counted.values())
    received = int(_of_ledger(run)[RECEIVED])
    if total != received:
        what = "rows of a channel that the parameters do not name"
        raise VerificationFailed([Problem(LEDGER, what, str(received - total), ", ".join(settings.channels), ASK)])
    return counted


def _of_ledger(run: Path, channel: str = "", wanted: Sequence[str] = ()) -> dict[str, str]:
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
                if not (outcome == ANALYSED and not reason)
                and outcome != (None if reason not in _NOTES else "merged" if reason in _MERGED else "set_aside")
            ]
            if strange:
                raise VerificationFailed(strange)
            there = {reason for outcome, reason, _ in known if outcome != ANALYSED}
            steps = wanted or [step for step in _NOTES if step in {RECEIVED, ANALYSED, *there}]
            queries = {step: ledger_query(step, file, channel) for step in steps}
            return {step: str(connection.execute(query).fetchall()[0][0]) for step, query in queries.items()}
        except duckdb.Error as error:
            found = first_line(error).replace(f"{run.as_posix()}/", "")
            raise VerificationFailed([Problem(LEDGER, "not a ledger that can be read", found, do=ASK)]) from None


def funnel_problems(run: Path, settings: Settings, rows: Sequence[Row]) -> Iterator[Problem]:
    """What is wrong with the funnel."""
    try:
        steps, by_channel = steps_of(run, settings), steps_by_channel(run, settings)
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
    others = [row for row in rows if row["table"] == BY_CHANNEL]
    for channel, counted in by_channel.items():
        for step in counted:
            if (channel, step) not in {(row["level"], row["option"]) for row in others}:
                yield Problem(at(f"{BY_CHANNEL}#{step}@{channel}"), f"a step of {source} is missing", do=RUN_AGAIN)
    for row in others:
        counted = by_channel.get(row["level"], {})
        yield from _row_problems(row, row["option"], counted, source, settings, row["level"])


def _row_problems(
    row: Row, step: str, steps: Mapping[str, str], source: str, settings: Settings, channel: str = ""
) -> Iterator[Problem]:
    if step not in steps:
        yield Problem(at(row["cell"]), f"a step that {source} does not have", step, ", ".join(steps), RUN_AGAIN)
        return
    note = settings.steps.get(step, _NOTES.get(step, ""))
    own = {**_COLUMNS, "cell": f"{FUNNEL}#{step}", "note": note}
    if channel:
        own |= {"table": BY_CHANNEL, "breakdown": "channel", "level": channel, "cell": f"{BY_CHANNEL}#{step}@{channel}"}
    for column, text in own.items():
        if row[column] != text:
            what = f"its '{column}' is not what the cell's identifier says"
            yield Problem(at(row["cell"]), what, row[column] or "nothing", text or "nothing", RUN_AGAIN)
    if row["value"] != steps[step]:
        yield Problem(
            at(row["cell"]), f"{source} gives another number", row["value"] or "nothing", steps[step], RUN_AGAIN
        )
