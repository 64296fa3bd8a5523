"""One thing at a time: each run's data counted with each run's parameters, by the recount.

Four combinations tell data and parameters apart, and what a run shows otherwise than its own data and parameters
give is the work of its code.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from findings.audit.compare.side import QUESTIONNAIRE, RESPONSES, TALLY, Side
from findings.audit.compare.sources import columns_of, read_tally
from findings.audit.manifest import sha256_of
from findings.consultation.names import ALL, FUNNEL, parse_cell
from findings.evidence.cell import Measure

LEDGER = "restricted/ledger.csv"
_DATA_FILES = (RESPONSES, TALLY, LEDGER)
FIRST, SECOND = 0, 1
Pair = tuple[int, int]
"""Whose data, whose parameters: (1, 0) is the second run's data with the first run's parameters."""
OWN_FIRST, DATA_ONLY, PARAMETERS_ONLY, OWN_SECOND = (FIRST, FIRST), (SECOND, FIRST), (FIRST, SECOND), (SECOND, SECOND)
PAIRS = (OWN_FIRST, DATA_ONLY, PARAMETERS_ONLY, OWN_SECOND)


@dataclass(frozen=True)
class Combinations:
    """Cells counted anew.

    Parameters
    ----------
    values
        For each pair, the decimal text of each cell that exists with those data and parameters; empty text where
        the base is nobody.
    """

    values: Mapping[Pair, Mapping[str, str]]

    def of(self, pair: Pair, cell: str) -> str | None:
        """The value of a cell, or None where these data and parameters do not give it."""
        return self.values[pair].get(cell)

    def exists(self, pair: Pair, cell: str) -> bool:
        """Whether these data and parameters give the cell at all."""
        return cell in self.values[pair]

    def counts(self, pair: Pair, question: str) -> Mapping[str, int]:
        """The counts of a question, without percentages and the like, of the cells that have a value."""
        return self._counts[pair].get(question, {})

    @cached_property
    def _counts(self) -> dict[Pair, dict[str, dict[str, int]]]:
        """Pair -> question -> cell -> n; read once, since every cell that is hidden asks for them."""
        read: dict[int, dict[str, dict[str, int]]] = {}
        for values in self.values.values():
            if id(values) in read:
                continue
            own = read.setdefault(id(values), {})
            for name, value in values.items():
                parsed = parse_cell(name)
                if parsed.measure == Measure.COUNT and value:
                    own.setdefault(parsed.asked, {})[name] = int(value)
        return {pair: read[id(values)] for pair, values in self.values.items()}


def count_combinations(first: Side, second: Side, questions: Collection[str]) -> Combinations:
    """Count every cell of the tables of some questions, with each run's data and each run's parameters.

    Parameters
    ----------
    first, second
        The runs.
    questions
        The questions; `funnel` among them gives the funnel.
    """
    sides = (first, second)
    # What both runs have alike is counted once.
    data = (FIRST, FIRST if _same(first, second, _DATA_FILES) else SECOND)
    parameters = (FIRST, FIRST if first.parameters == second.parameters else SECOND)
    counted: dict[Pair, Mapping[str, str]] = {}
    for pair in PAIRS:
        alike = (data[pair[0]], parameters[pair[1]])
        if alike not in counted:
            counted[alike] = _counted(sides[alike[0]], sides[alike[1]], questions)
        counted[pair] = counted[alike]
    return Combinations(counted)


def _same(first: Side, second: Side, names: Sequence[str]) -> bool:
    """Whether two runs hold the same of these files."""
    hashes = [
        [sha256_of(path) if (path := side.folder / name).is_file() else "" for name in names]
        for side in (first, second)
    ]
    return hashes[0] == hashes[1]


def _counted(data: Side, parameters: Side, questions: Collection[str]) -> dict[str, str]:
    from findings.audit.recount.engine import cells_of, recount
    from findings.audit.recount.questionnaire import read_questionnaire

    counted = _funnel(data, parameters) if FUNNEL in questions else {}
    possible = _possible_tables(data, parameters)
    tables = [table for table in possible if _parts(table)[0] in questions]
    if tables:
        questionnaire = read_questionnaire(parameters.folder / QUESTIONNAIRE)
        cells = list(cells_of(questionnaire, tables, data.source))
        counted |= recount(data.source, questionnaire, cells)
    return counted


def _possible_tables(data: Side, parameters: Side) -> list[str]:
    """The tables of one run that the data of the other can give."""
    columns = columns_of(data.source)
    groups: dict[str, set[str]] = {}
    if data.is_tally:
        for question, group, _ in read_tally(data.source):
            groups.setdefault(question, set()).add(group)

    def can_give(table: str) -> bool:
        question, breakdown = _parts(table)
        if not breakdown:
            return parameters.lineage.column(question) in columns
        by = parameters.asked_by(breakdown)
        if data.is_tally:
            # A tally knows one way of grouping, and of some questions none.
            if by != (data.data.get("grouped_by"),):
                return False
            return groups.get(question, {ALL}) <= set(parameters.options_of(by[0]))
        return bool(by) and set(parameters.columns_of([question, *by])) <= columns

    return [table for table in parameters.tables if can_give(table)]


def _parts(table: str) -> tuple[str, str]:
    """Question and breakdown of a table."""
    parsed = parse_cell(f"{table}#base@x" if ".by." in table else f"{table}#base")
    return parsed.asked, parsed.breakdown


def _funnel(data: Side, parameters: Side) -> dict[str, str]:
    """The steps from received to analysed: declared for a tally, counted from the ledger for responses."""
    if data.is_tally:
        funnel = parameters.data.get("funnel") or {}
        steps = {"received": funnel.get("received"), "analysed": funnel.get("analysed")}
        steps |= {name: spec.get("removed") for name, spec in (funnel.get("removed") or {}).items()}
        return {f"{FUNNEL}#{name}": str(n) for name, n in steps.items()}
    with (data.folder / LEDGER).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    removed = Counter(row["reason"] for row in rows if row["outcome"] != "analysed")
    kept = {"received": len(rows), "analysed": len(rows) - removed.total()}
    counted = {f"{FUNNEL}#{name}": str(n) for name, n in {**kept, **removed}.items()}
    for channel in dict.fromkeys(row["channel"] for row in rows if row["channel"]):
        own = Counter(row["reason"] or "analysed" for row in rows if row["channel"] == channel)
        steps = {"received": own.total(), **{step: own[step] for step in ("analysed", *removed)}}
        counted |= {f"{FUNNEL}.by.channel#{step}@{channel}": str(n) for step, n in steps.items()}
    return counted
