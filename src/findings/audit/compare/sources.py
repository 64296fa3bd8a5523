"""How the analysed responses of two runs differ: who came in, who went, who answered otherwise.

It counts responses and never names one: what it says is told to people who need not read responses.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from findings.audit.compare.side import Side

_BESIDE = ("response_id", "source_row", "source_kind")
Counted = Mapping[tuple[str, str, str], int]


@dataclass(frozen=True)
class SourceDifference:
    """What differs between the analysed responses of the first run and those of the second.

    Parameters
    ----------
    comparable
        Whether both are responses, or both tallies.
    tally
        Whether they are tallies: then responses are not known one by one.
    added, gone
        How many responses only the second, only the first has. Of tallies: 0.
    others
        Question -> the responses in both whose answer differs.
    moved_counts
        Of tallies, question -> by how many respondents its counts differ at most.
    columns
        The questions that both have.
    grown
        Of tallies, the questions whose counts are nowhere smaller (1) or nowhere larger (-1) in the second run.
    coded
        Those of `columns` that are made of codings: coders gave these answers, and no respondent.
    """

    comparable: bool
    tally: bool = False
    added: int = 0
    gone: int = 0
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    moved_counts: Mapping[str, int] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    grown: Mapping[str, int] = field(default_factory=dict)
    coded: frozenset[str] = frozenset()

    @property
    def same(self) -> bool:
        """Whether every question that both have was answered alike by the same responses."""
        return self.comparable and self.moved(self.columns - self.coded) == 0

    @property
    def changed(self) -> int:
        """How many responses in both answered any question otherwise."""
        return len(frozenset().union(*(own for name, own in self.others.items() if name not in self.coded)))

    def moved(self, questions: Collection[str]) -> int | None:
        """How many responses came, went or answered one of the questions otherwise; None where nobody can tell."""
        if not self.comparable or not set(questions) <= self.columns:
            return None
        if self.tally:
            return sum(self.moved_counts.get(question, 0) for question in questions)
        answered = frozenset[str]().union(*(self.others.get(question, frozenset()) for question in questions))
        return self.added + self.gone + len(answered)

    def contained(self, questions: Collection[str]) -> int:
        """1 if the second run's data hold all of the first's, -1 for the reverse, 0 if neither holds the other."""
        if not self.comparable or not set(questions) <= self.columns:
            return 0
        if self.tally:
            ways = {self.grown.get(question, 0) for question in questions if self.moved_counts.get(question)}
            return ways.pop() if len(ways) == 1 else 0
        if any(self.others.get(question) for question in questions) or bool(self.added) == bool(self.gone):
            return 0
        return 1 if self.added else -1


def compare_sources(first: Side, second: Side) -> SourceDifference:
    """Compare the analysed responses, or the tallies, of two runs."""
    if first.is_tally != second.is_tally:
        return SourceDifference(False)
    if first.is_tally:
        return _tallies(read_tally(first.source), read_tally(second.source))
    coded = {*first.lineage.coded, *second.lineage.coded}
    found = _responses(first.source, second.source)
    return replace(found, coded=found.columns & coded)


def read_tally(path: Path) -> Counted:
    """The counts of a run's `tally.csv` by (question, group, answer)."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["question"], row["group"], row["answer"]): int(row["n"]) for row in csv.DictReader(file)}


def columns_of(path: Path) -> frozenset[str]:
    """The questions that a run's responses or tally hold answers to."""
    if path.suffix == ".csv":
        return frozenset(question for question, _, _ in read_tally(path))
    import pyarrow.parquet as parquet

    return frozenset(parquet.read_schema(path).names) - set(_BESIDE)


def _tallies(first: Counted, second: Counted) -> SourceDifference:
    columns = {key[0] for key in first} & {key[0] for key in second}
    steps: dict[str, list[int]] = {question: [] for question in columns}
    for key in {**first, **second}:
        if key[0] in columns:
            steps[key[0]].append(second.get(key, 0) - first.get(key, 0))
    moved = {question: sum(abs(step) for step in own) for question, own in steps.items() if any(own)}
    grown = {
        question: 1 if min(own) >= 0 else -1
        for question, own in steps.items()
        if any(own) and (min(own) >= 0 or max(own) <= 0)
    }
    return SourceDifference(True, True, moved_counts=moved, columns=frozenset(columns), grown=grown)


def _responses(first: Path, second: Path) -> SourceDifference:
    import pandas as pd

    frames = [pd.read_parquet(path).set_index("response_id") for path in (first, second)]
    earlier, later = frames
    columns = [name for name in earlier.columns if name in later.columns and name not in _BESIDE]
    both = earlier.index.intersection(later.index)
    one, other = earlier.loc[both, columns], later.loc[both, columns]
    others = {}
    for name in columns:
        differs = one[name].astype(str).to_numpy() != other[name].astype(str).to_numpy()
        if differs.any():
            others[name] = frozenset(str(identifier) for identifier in both[differs])
    return SourceDifference(
        True,
        added=len(later.index.difference(earlier.index)),
        gone=len(earlier.index.difference(later.index)),
        others=others,
        columns=frozenset(columns),
    )
