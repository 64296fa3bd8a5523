"""What a network's tables promise, worked out exactly: sums over everything else, no drawing.

This is the other way to the same numbers that `draw` reaches by chance: variables are summed out one by one, the
one that ties fewest others together first.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from findings.errors import ParameterError, Problem
from findings.rehearsal.network import UNSAID, Floats, Network

LARGEST_TABLE = 20_000_000
"""Numbers in the largest table on the way: beyond it memory, not patience, would run out."""

NEGLIGIBLE = 1e-12


@dataclass(frozen=True)
class _Factor:
    """A table over some variables."""

    names: tuple[str, ...]
    table: Floats


def joint(network: Network, names: Sequence[str], unsaid: Collection[str] = ()) -> Floats:
    """P(the variables named, and those of `unsaid` all without an answer), an axis a name.

    Raises
    ------
    ParameterError
        If effects tie so many questions together that no computer could work it out.

    Examples
    --------
    >>> from findings.rehearsal.network import Variable
    >>> rain = Variable("rain", ("no", "yes"), (), np.array([0.75, 0.25]))
    >>> late = Variable("late", ("no", "yes"), ("rain",), np.array([[1.0, 0.0], [0.5, 0.5]]))
    >>> joint(Network((rain, late)), ["late"])
    array([0.875, 0.125])
    """
    wanted = _with_ancestors(network, {*names, *unsaid})
    factors = [
        _Factor((*variable.parents, variable.name), variable.table)
        for variable in network.variables
        if variable.name in wanted
    ]
    for name in unsaid:
        states = network.by_name[name].states
        factors.append(_Factor((name,), np.array([float(state in UNSAID) for state in states])))
    sizes = {name: len(network.by_name[name].states) for name in wanted}
    waiting = {
        variable.name: None for variable in network.variables if variable.name in wanted and variable.name not in names
    }
    while waiting:
        name = min(waiting, key=lambda one: _tied_size(one, factors, sizes))
        del waiting[name]
        touching = [factor for factor in factors if name in factor.names]
        factors = [factor for factor in factors if name not in factor.names]
        factors.append(_summed(touching, name, sizes))
    product = _product(factors, sizes)
    return np.transpose(product.table, [product.names.index(name) for name in names])


def analysed(network: Network, names: Sequence[str], told: Sequence[str], blank: float) -> Floats:
    """P(the variables named) among those who answered at least one of the questions `told`.

    Whoever answered none of them is a blank response, which is not analysed and not drawn; `blank` is how likely that
    is (`likely_blank`).
    """
    if blank < NEGLIGIBLE:
        return joint(network, names)
    left = joint(network, names) - joint(network, names, told)
    return np.asarray(np.maximum(left, 0) / left.sum())


def likely_blank(network: Network, told: Sequence[str]) -> float:
    """P(none of the questions is answered), or a bound of it that is negligible; 0 where there are none."""
    if not told:
        return 0.0
    bound = math.prod(
        float(table[..., [state in UNSAID for state in states]].sum(axis=-1).max())
        for table, states in ((network.by_name[name].table, network.by_name[name].states) for name in told)
    )
    return bound if bound < NEGLIGIBLE else float(joint(network, (), told))


def log_odds(table: Floats, pull: Floats, given: NDArray[np.bool_]) -> float | None:
    """The log-odds ratio that a table of a question (columns) by a group (rows) shows, or None where it has none.

    The option against the other end of the scale, or against all other options; in the group against all others.

    Parameters
    ----------
    table
        Probabilities or counts.
    pull
        How far the effect moves each column: 1 and 0 are the ends, what stands between is left out.
    given
        Which row is the group.

    Examples
    --------
    >>> round(log_odds(np.array([[2.0, 1.0], [1.0, 1.0]]), np.array([1.0, 0.0]), np.array([True, False])), 4)
    0.6931
    """
    cells = [float(table[rows][:, pull == end].sum()) for rows in (given, ~given) for end in (1, 0)]
    if min(cells) <= 0:
        return None
    return math.log(cells[0] * cells[3] / (cells[1] * cells[2]))


def _with_ancestors(network: Network, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += network.by_name[name].parents
    return found


def _tied_size(name: str, factors: Sequence[_Factor], sizes: Mapping[str, int]) -> int:
    tied = {other for factor in factors if name in factor.names for other in factor.names}
    return math.prod(sizes[other] for other in tied)


def _summed(factors: Sequence[_Factor], name: str, sizes: Mapping[str, int]) -> _Factor:
    product = _product(factors, sizes)
    axis = product.names.index(name)
    return _Factor(product.names[:axis] + product.names[axis + 1 :], product.table.sum(axis=axis))


def _product(factors: Sequence[_Factor], sizes: Mapping[str, int]) -> _Factor:
    names = tuple(dict.fromkeys(name for factor in factors for name in factor.names))
    size = math.prod(sizes[name] for name in names)
    if size > LARGEST_TABLE:
        raise ParameterError([_too_tied(names, size)])
    table = np.ones([sizes[name] for name in names])
    for factor in factors:
        table *= _spread(factor, names)
    return _Factor(names, table)


def _spread(factor: _Factor, names: Sequence[str]) -> Floats:
    """A factor's table with its axes in the order of `names`, and an axis of 1 for each name that it lacks."""
    own = [name for name in names if name in factor.names]
    table = np.transpose(factor.table, [factor.names.index(name) for name in own])
    sizes = dict(zip(own, table.shape, strict=True))
    return table.reshape([sizes.get(name, 1) for name in names])


def _too_tied(names: Sequence[str], size: int) -> Problem:
    return Problem(
        "rehearsal.yaml (effects)",
        "effects that tie too many questions together to be worked out exactly",
        f"{', '.join(sorted(names))}: {size} combinations",
        f"{LARGEST_TABLE} combinations",
        "Let fewer questions depend on each other.",
    )
