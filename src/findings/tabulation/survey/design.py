"""A sample's design: weights, strata, clusters, finite populations and the margins of raking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from findings.errors import InputRefused, Problem
from findings.tabulation.survey.weights import NAMED, check_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Design:
    """How the sample was drawn. Made by `make_design`, which checks it.

    Parameters
    ----------
    weights
        One a respondent.
    cluster
        Each respondent's primary sampling unit, as a number from 0; without clusters, the respondent.
    stratum
        The stratum of each cluster, as a number from 0.
    factor
        Of each stratum: (1 - n/N) n/(n-1), with n of its N clusters in the sample; n/(n-1) without N.
        0 where the sample holds all N.
    margins
        Each respondent's level, as a number from 0, in each margin that the weights were raked to.
    """

    weights: NDArray[np.float64]
    cluster: NDArray[np.int64]
    stratum: NDArray[np.int64]
    factor: NDArray[np.float64]
    margins: tuple[NDArray[np.int64], ...] = ()

    @property
    def respondents(self) -> int:
        """How many respondents there are."""
        return len(self.weights)


def make_design(
    weights: ArrayLike,
    strata: Sequence[object] | NDArray[Any] | None = None,
    clusters: Sequence[object] | NDArray[Any] | None = None,
    population: Sequence[float] | NDArray[np.float64] | None = None,
    where: str = "the sample",
    margins: Sequence[Sequence[str]] = (),
) -> Design:
    """A design from what each respondent's row says.

    Parameters
    ----------
    weights
        Design weights.
    strata
        The stratum of each respondent; without it there is one.
    clusters
        The primary sampling unit of each respondent; without it each respondent is one.
    population
        How many clusters (or people, without clusters) there are in the respondent's stratum, for the finite
        population correction; without it, sampling counts as with replacement, which is the cautious side.
        Later stages of sampling add nothing then (the ultimate cluster).
    where
        How a message names the place of these columns.
    margins
        Where the weights were raked: each respondent's level in each margin. What a margin fixes has no error then.

    Returns
    -------
    Design
        The design.

    Raises
    ------
    InputRefused
        With every problem at once: weights (as `check_weights` says), columns of another length, a cluster in
        two strata, a stratum with one cluster only (unless its population is one cluster), populations that
        differ within a stratum or are smaller than its sample.

    Examples
    --------
    >>> make_design([1.0, 1.0, 2.0], strata=["a", "a", "b"])
    Traceback (most recent call last):
    ...
    findings.errors.InputRefused: the sample: a stratum with one cluster only: its variance cannot be estimated
      found:   b
      allowed: two clusters or more in each stratum
      do:      Merge the stratum with the one most like it; or, if its only cluster was certain to be in the ...
    """
    import numpy as np

    problems: list[Problem] = []
    try:
        values = check_weights(weights, f"{where}, weights")
    except InputRefused as refused:
        problems += refused.problems
        values = np.ones(len(np.asarray(weights)))
    n = len(values)
    named = [("strata", strata), ("clusters", clusters), ("population", population)]
    for name, column in (*named, *(("margins", margin) for margin in margins)):
        if column is not None and len(column) != n:
            problems.append(Problem(f"{where}, {name}", "not one value a respondent", str(len(column)), str(n)))
    if problems:
        raise InputRefused(problems)
    stratum_names, stratum_of = _numbered(strata) if strata is not None else ([""], np.zeros(n, dtype=np.int64))
    cluster_names, cluster = _numbered(clusters) if clusters is not None else (None, np.arange(n, dtype=np.int64))
    number = len(cluster_names) if cluster_names is not None else n
    stratum = np.zeros(number, dtype=np.int64)
    stratum[cluster] = stratum_of
    split = np.unique(cluster[stratum[cluster] != stratum_of]).tolist()
    if split and cluster_names is not None:
        problems.append(
            Problem(
                f"{where}, clusters",
                "a cluster in more than one stratum",
                _first([cluster_names[place] for place in split]),
                "each cluster in one stratum",
                "If clusters are numbered within strata, make their names of stratum and number.",
            )
        )
    sampled = np.bincount(stratum, minlength=len(stratum_names)).astype(np.float64)
    sizes, faults = _sizes(population, stratum_of, sampled, stratum_names, where)
    problems += faults
    lonely = [name for name, n_h, size in zip(stratum_names, sampled, sizes, strict=True) if n_h == 1 and size != 1]
    # Who drew one person drew no sample; that message would say nothing of strata.
    if lonely and not split:
        problems.append(
            Problem(
                where,
                "a stratum with one cluster only: its variance cannot be estimated"
                if strata is not None
                else "a sample of one cluster only: its variance cannot be estimated",
                _first(lonely) if strata is not None else "",
                "two clusters or more in each stratum",
                "Merge the stratum with the one most like it; or, if its only cluster was certain to be in the "
                "sample, say so with a population of 1.",
            )
        )
    if problems:
        raise InputRefused(problems)
    correction = np.where(np.isinf(sizes), 1.0, 1.0 - sampled / sizes) if n else np.zeros(1)
    factor = np.where(sampled > 1, correction * sampled / np.maximum(sampled - 1, 1), 0.0)
    return Design(values, cluster, stratum, factor, tuple(_numbered(margin)[1] for margin in margins))


def _numbered(column: Sequence[object] | NDArray[Any]) -> tuple[list[str], NDArray[np.int64]]:
    import numpy as np

    texts = [str(value) for value in column]
    names = sorted(set(texts))
    place = {name: number for number, name in enumerate(names)}
    return names, np.array([place[value] for value in texts], dtype=np.int64)


def _sizes(
    population: Sequence[float] | NDArray[np.float64] | None,
    stratum_of: NDArray[np.int64],
    sampled: NDArray[np.float64],
    names: list[str],
    where: str,
) -> tuple[NDArray[np.float64], list[Problem]]:
    """Each stratum's population of clusters (infinite without one), and what is wrong with it."""
    import numpy as np

    if population is None:
        return np.full(len(names), np.inf), []
    given = np.asarray(population, dtype=np.float64)
    problems = []
    sizes = np.full(len(names), np.inf)
    sizes[stratum_of] = given
    if not np.all(np.isfinite(given) & (given > 0)):
        problems.append(
            Problem(f"{where}, population", "a population that is no number above 0", "", "a number above 0")
        )
        return np.full(len(names), np.inf), problems
    several = sorted({names[place] for place in stratum_of[sizes[stratum_of] != given].tolist()})
    if several:
        problems.append(
            Problem(
                f"{where}, population", "a stratum with several populations", _first(several), "one number a stratum"
            )
        )
    small = [name for name, size, n_h in zip(names, sizes, sampled, strict=True) if size < n_h]
    if small and not several:
        problems.append(
            Problem(
                f"{where}, population",
                "a population smaller than the sample from it",
                _first(small),
                "at least the number of clusters in the sample",
                "Give the number of clusters in the stratum, of people where there are no clusters.",
            )
        )
    return sizes, problems


def _first(names: list[str]) -> str:
    return ", ".join(name or "(all)" for name in names[:NAMED]) + (
        f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    )
