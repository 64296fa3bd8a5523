"""The last look before the store: what is not shown carries no number, nor does anything made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from findings.errors import Problem, ReleaseRefused
from findings.evidence.cell import Cell, Status


def made_of(cell: Cell) -> tuple[str, ...]:
    """The cells that a cell's value says something about: what it is made of, and its base."""
    return (*cell.origins, cell.base_cell) if cell.base_cell else cell.origins


def spread(seeds: Iterable[str], needs: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """`seeds`, and whatever cannot be shown once they are hidden.

    Parameters
    ----------
    seeds
        The cells that are hidden to begin with.
    needs
        For each cell those that must be visible for it to be visible.

    Examples
    --------
    >>> sorted(spread(["a"], {"net": ["a", "b"], "net!percent": ["net"], "b!percent": ["b"]}))
    ['a', 'net', 'net!percent']
    """
    followers: dict[str, list[str]] = {}
    for name, needed in needs.items():
        for other in needed:
            followers.setdefault(other, []).append(name)
    found: set[str] = set()
    waiting = list(seeds)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(followers.get(name, ()))
    return frozenset(found)


def guard(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells as they may be stored: no number without a visible status, none made of a hidden cell.

    A cell that cannot be seen ([x], [z]) keeps its own shorthand, unless it is made of a `[c]` cell: then it
    becomes `[c]` too, since "not applicable" would say that a hidden base is nobody.

    Parameters
    ----------
    cells
        Every cell of the release, since a cell is judged by those that it is made of.

    Raises
    ------
    ReleaseRefused
        If an identifier stands twice, or a shown cell is made of one that is not there: then nobody can tell
        whether it may be seen.
    """
    refuse(problems_of(cells))
    needs = {cell.cell: made_of(cell) for cell in cells}
    hidden = spread((cell.cell for cell in cells if cell.status is Status.CONFIDENTIAL), needs)
    return tuple(_without_number(cell, cell.cell in hidden) for cell in cells)


def problems_of(cells: Sequence[Cell]) -> list[Problem]:
    """What makes a set of cells impossible to judge, each said once, in the order of the cells."""
    there: set[str] = set()
    problems = []
    for cell in cells:
        if cell.cell in there:
            problems.append(Problem(cell.cell, "a cell that stands twice", do="Give each cell once."))
        there.add(cell.cell)
    for cell in cells:
        missing = [name for name in dict.fromkeys(made_of(cell)) if name not in there]
        if missing and cell.visible:
            problems.append(
                Problem(
                    cell.cell,
                    "made of a cell that is not released or hidden with it",
                    found=", ".join(missing),
                    do="Give every cell that it is made of, so that it can be hidden with them.",
                )
            )
    return problems


def refuse(problems: Sequence[Problem]) -> None:
    """Raise ReleaseRefused with the problems, if there are any."""
    if problems:
        raise ReleaseRefused(problems)


def still_found(name: str) -> Problem:
    """A hidden cell that was found again: what it was found to be stays out of the message."""
    # What it was found to be stays out of the message: logs are read where it may not be seen.
    return Problem(
        name,
        "a hidden cell can be found again from what is shown",
        do="Leave its table out of the plan, or use larger groups.",
    )


def _without_number(cell: Cell, hidden: bool) -> Cell:
    if hidden:
        return cell.hidden()
    return cell if cell.visible else replace(cell, value="", low="", high="")
