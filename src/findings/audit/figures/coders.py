"""The names and the rule around numbers of how far coders agree, written down here a second time."""

from __future__ import annotations

from pathlib import Path

from findings.audit.figures.text import spaced
from findings.audit.recount.yamlfile import read_mapping
from findings.errors import VerificationFailed
from findings.evidence.cell import Cell

CODEFRAME = "restricted/inputs/codeframe.yaml"
LEAST = {"least_alpha": "0.667", "least_comments": "20"}
"""What a theme needs to stand in a headline, where the parameters say nothing."""
_COLUMNS = {"agreed": ("Same decision",), "kappa": ("Kappa",), "alpha": ("Alpha", "Interval of alpha")}
_HELD_BACK = ", in no headline"


def rule_of_headlines(run: Path) -> frozenset[str]:
    """The figures of the rule as the report tells them; none where nothing is coded."""
    path = run / CODEFRAME
    if not path.is_file():
        return frozenset()
    try:
        rule = read_mapping(path).child("agreement")
    except VerificationFailed:
        # Told by the recount.
        return frozenset()
    said = {name: rule.value(name) for name in LEAST}
    return frozenset(
        LEAST[name] if value is None else f"{value:g}" if isinstance(value, int | float) else str(value)
        for name, value in said.items()
    )


def is_of_coders(cell: Cell) -> bool:
    """Whether a number says how far coders agree."""
    return cell.measure in _COLUMNS


def stands_between(cell: Cell, header: str, column: str, named_in_frame: str = "") -> bool:
    """Whether a row and a column are those of a number of coders: its code, as its note names it, and its measure.

    A row of a theme that is held back says so behind its name. A hidden cell has no note, so its row is called as the
    code frame calls the code; what all codes together are called stands in no code frame.
    """
    named = spaced(cell.note).rpartition(": ")[0]
    label = header.removesuffix(_HELD_BACK)
    of_all = cell.option == "base"
    if not cell.note:
        return column in _COLUMNS[cell.measure] and (of_all or label == named_in_frame)
    fits = named.endswith(f", {label[:1].lower()}{label[1:]}" if of_all else f", {label}")
    return fits and column in _COLUMNS[cell.measure]
