"""What is hidden against the rule and against the list of reasons: nothing small shown, nothing hidden unsaid.

Which further cells are hidden to protect the small ones is a choice, which is not made again here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from findings.audit.recount.cells import Expected, at
from findings.audit.recount.evidence import DISCLOSURE, HIDDEN, Row
from findings.audit.recount.identifiers import BASE, COUNT
from findings.errors import Problem

DO = "Do not pass this run on; run again from the data."
PRIMARY = "primary"


def hidden_problems(
    rows: Sequence[Row], expected: Mapping[str, Expected], threshold: int | None, decisions: Sequence[Row]
) -> Iterator[Problem]:
    """What is shown though the rule hides it, and what is hidden without a reason, or the reverse.

    Parameters
    ----------
    rows
        The evidence.
    expected
        Every cell of the declared tables, counted again; the funnel is not among them, and always shown.
    threshold
        Counts from 1 to one less are hidden; None where everything is shown.
    decisions
        The rows of `disclosure.csv`.
    """
    own = [row for row in rows if row["cell"] in expected]
    hidden = {row["cell"] for row in rows if row["status"] == HIDDEN}
    for row in rows:
        if row["status"] == HIDDEN and row["cell"] not in expected:
            yield Problem(at(row["cell"]), "hidden, and it is no answer of anybody", do=DO)
    if threshold is None:
        for cell in sorted(hidden):
            yield Problem(at(cell), "hidden, and the parameters hide nothing", HIDDEN, do=DO)
    else:
        small = {cell for cell, at_most in expected.items() if _is_small(at_most, threshold)}
        for row in own:
            if row["cell"] not in hidden:
                yield from _shown_problems(row, expected[row["cell"]], small, hidden, threshold)
        yield from _small_group_problems(own, expected, small, hidden)
        yield from _primary_problems(decisions, small & hidden)
    yield from _list_problems(decisions, hidden, expected)


def _is_small(cell: Expected, threshold: int) -> bool:
    return cell.is_count and 0 < int(cell.value) < threshold


def _shown_problems(
    row: Row, expected: Expected, small: set[str], hidden: set[str], threshold: int
) -> Iterator[Problem]:
    """A cell that is not hidden: it must not be small, nor made of a hidden one."""
    cell, columns = row["cell"], expected.columns
    if cell in small:
        yield Problem(at(cell), "a small count that is not hidden", row["status"], f"0, or {threshold} and more", DO)
    made_of = [name for name in (*columns["from"].split(), columns["base_cell"]) if name in hidden]
    if made_of:
        yield Problem(at(cell), "not hidden, and made from a hidden cell", ", ".join(made_of), HIDDEN, DO)


def _small_group_problems(
    rows: Sequence[Row], expected: Mapping[str, Expected], small: set[str], hidden: set[str]
) -> Iterator[Problem]:
    """A group whose base is a small count is hidden whole."""
    bases = {
        (columns["table"], columns["level"]) for cell in small if (columns := expected[cell].columns)["option"] == BASE
    }
    for row in rows:
        if (row["table"], row["level"]) in bases and row["cell"] not in hidden | small and row["measure"] == COUNT:
            yield Problem(at(row["cell"]), "not hidden, and the base of its group is a small count", HIDDEN, do=DO)


def _primary_problems(decisions: Sequence[Row], small: set[str]) -> Iterator[Problem]:
    """Whoever is named as a small count is one, and every small count is named so."""
    named = {row["cell"]: row["reason"] for row in decisions}
    for cell, reason in named.items():
        if reason == PRIMARY and cell not in small:
            yield Problem(f"{DISCLOSURE}, {cell}", "named as a small count, and it is none", reason, do=DO)
        if reason != PRIMARY and cell in small:
            yield Problem(f"{DISCLOSURE}, {cell}", "a small count with another reason", reason, PRIMARY, DO)


def _list_problems(decisions: Sequence[Row], hidden: set[str], expected: Mapping[str, Expected]) -> Iterator[Problem]:
    """The list of reasons names the hidden cells, each once, and no other."""
    named: set[str] = set()
    for row in decisions:
        cell, where = row["cell"], f"{DISCLOSURE}, {row['cell']}"
        if cell in named:
            yield Problem(where, "a hidden cell that is listed twice", do=DO)
        elif cell not in hidden:
            yield Problem(where, "listed as hidden, and the evidence does not hide it", do=DO)
        elif cell in expected and row["table"] != expected[cell].columns["table"]:
            yield Problem(where, "listed under another table", row["table"], expected[cell].columns["table"], DO)
        named.add(cell)
    for cell in sorted(hidden - named):
        yield Problem(at(cell), f"hidden, and {DISCLOSURE} gives no reason", do=DO)
