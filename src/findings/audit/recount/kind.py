"""What kind of data a run was counted from: the data say it, the lineage says it, and every cell repeats it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from findings.audit.recount.cells import RUN_AGAIN
from findings.audit.recount.evidence import EVIDENCE, Row
from findings.audit.recount.source import ID, LOADED, SOURCE_KIND, Source
from findings.audit.recount.sqltext import literal, quoted
from findings.errors import Problem

LINEAGE = "restricted/lineage.json"
RESPONSES, TALLY, MADE_UP = "responses", "tally", "made_up"
MADE_UP_ID = "made-up-"
"""How the identifiers of made-up responses begin, so that they are known whatever else is said of them."""


def kind_of(run: Path, source: Source) -> tuple[str, list[Problem]]:
    """The kind of data, and where two places say two things."""
    own = TALLY if source.rows.tally else RESPONSES
    said = {source.name: kinds} if (kinds := _of_rows(source)) else {}
    lineage = _of_lineage(run)
    said |= {LINEAGE: lineage} if lineage else {}
    made_up = _made_up_ids(source)
    kind = MADE_UP if made_up else next((kinds[0] for kinds in said.values()), own)
    problems = []
    for where, kinds in said.items():
        allowed = MADE_UP if made_up else f"{own}, or {MADE_UP} in every row"
        if kinds != [kind] or kind not in (own, MADE_UP):
            what = "it says of what kind the data are, and that is not so"
            problems.append(Problem(where, what, ", ".join(kinds), allowed, RUN_AGAIN))
    return kind, problems


def kind_problems(rows: Sequence[Row], kind: str) -> Iterator[Problem]:
    """Cells that say they were counted from another kind of data, told once a kind."""
    others = Counter(row[SOURCE_KIND] for row in rows if row[SOURCE_KIND] != kind)
    for other, n in others.items():
        first = next(row["cell"] for row in rows if row[SOURCE_KIND] == other)
        what = f"cells whose source_kind is not that of the data ({n:,}, the first is {first})"
        yield Problem(EVIDENCE, what, other or "nothing", kind, RUN_AGAIN)


def _of_rows(source: Source) -> list[str]:
    if SOURCE_KIND not in source.columns:
        return []
    query = f"SELECT DISTINCT coalesce(CAST({quoted(SOURCE_KIND)} AS VARCHAR), '') FROM {source.file} ORDER BY 1"
    return [str(kind) for (kind,) in source.fetch(query)]


def _of_lineage(run: Path) -> list[str]:
    try:
        return [str(json.loads((run / LINEAGE).read_text(encoding="utf-8"))[SOURCE_KIND])]
    except (OSError, ValueError, KeyError, TypeError):
        # That it is missing or harmed is told by its hash; here it only cannot witness.
        return []


def _made_up_ids(source: Source) -> bool:
    if source.rows.tally:
        return False
    query = f"SELECT count(*) FROM {LOADED} WHERE starts_with(lower({quoted(ID)}), {literal(MADE_UP_ID)})"
    return bool(source.fetch(query)[0][0])
