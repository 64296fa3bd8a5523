"""Texts that are near copies of each other, every pair of them found.

Two texts are as alike as the cosine of their sets of shingles: shared / sqrt(shingles of one * shingles of the other).
Comparing all pairs would take hours. But two texts that share enough share one of their *rarest* shingles too, and
how many of these have to be looked at follows from the threshold, so nothing is lost by looking at no others
(Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", 2007).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings.intake.cosine import Judge, Pairs, least_shared
from findings.intake.shingles import LENGTH, Integers, Wordings, wordings

THRESHOLD = 0.7
"""From this on two texts are near copies: see docs/duplicates.md for what it finds and what it misses."""

LEAST_WORDS = 12
""""No comment" and "I agree with the proposal" are not copies, however many people write them."""

_PAIRS = 8_000_000
"""Pairs looked at together: about 300 MB."""

_LONG_LIST = 32
"""Texts with one rare shingle, from which on they are first compared with one of them only."""

_CHUNK = 200_000
"""Pairs compared before what they join is taken into account."""


def near_duplicates(
    texts: Sequence[str], threshold: float = THRESHOLD, *, least_words: int = LEAST_WORDS, length: int = LENGTH
) -> tuple[tuple[int, ...], ...]:
    """Find groups of texts that are near copies.

    Texts are in one group if a chain of near copies leads from one to the other; so neither the order of the texts
    nor a lower number of them changes which pairs are alike, and a higher threshold only divides groups.

    Parameters
    ----------
    texts
        Of any length; an empty one is in no group.
    threshold
        Over 0, at most 1; 1 finds the same set of shingles.
    least_words
        Shorter texts are in no group.
    length
        Words a shingle.

    Returns
    -------
    tuple
        Groups of two and more places in `texts`, each in order, by their first.

    Examples
    --------
    >>> near_duplicates(
    ...     ["The hub is much too far away for older people around here.", "No comment", "No comment",
    ...      "the hub is MUCH too far away for older people around here"]
    ... )
    ((0, 3),)
    """
    found = wordings(texts, least_words, length=length)
    return grouped(found, components(found, threshold))


def components(found: Wordings, threshold: float) -> Integers:
    """Label wordings: two have one label if a chain of near copies leads from one to the other."""
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold: found {threshold}, allowed: over 0, at most 1")
    rarest = _rarest(found.shingles, found.sizes - least_shared(found.sizes, threshold) + 1)
    judge = Judge.of(found.shingles, found.sizes, threshold)
    labels = np.arange(len(found.sizes), dtype=np.int64)
    for pairs in _stars(rarest, found.sizes):
        labels = _joined(labels, pairs, judge)
    for pairs in _meetings(rarest, _at_home(rarest, labels)):
        labels = _joined(labels, pairs, judge)
    return labels


def grouped(found: Wordings, labels: Integers) -> tuple[tuple[int, ...], ...]:
    """Texts whose wordings have one label, two and more of them."""
    texts = np.flatnonzero(found.of >= 0)
    if not len(texts):
        return ()
    label = labels[found.of[texts]]
    order = np.argsort(label, kind="stable")
    parts = np.split(texts[order], np.flatnonzero(np.diff(label[order])) + 1)
    return tuple(sorted(tuple(part.tolist()) for part in parts if len(part) > 1))


def _rarest(shingles: Any, how_many: Integers) -> Any:
    """The first shingles of each row, which are its rarest; those that no other row has are left out."""
    from scipy.sparse import csr_array

    row = np.repeat(np.arange(shingles.shape[0]), np.diff(shingles.indptr))
    place = np.arange(len(row)) - shingles.indptr[row]
    times = np.bincount(shingles.indices, minlength=shingles.shape[1])
    kept = (place < how_many[row]) & (times[shingles.indices] > 1)
    indptr = np.concatenate([[0], np.cumsum(np.bincount(row[kept], minlength=shingles.shape[0]))])
    return csr_array((shingles.data[kept], shingles.indices[kept], indptr), shape=shingles.shape)


def _stars(rarest: Any, sizes: Integers) -> Iterator[Pairs]:
    """In long lists, every member and the shortest: a campaign of n variants mostly joins in n steps, not n * n."""
    row = np.repeat(np.arange(rarest.shape[0]), np.diff(rarest.indptr))
    length = np.bincount(rarest.indices, minlength=rarest.shape[1])
    long = np.flatnonzero(length[rarest.indices] >= _LONG_LIST)
    order = long[np.lexsort((row[long], sizes[row[long]], rarest.indices[long]))]
    shingle, member = rarest.indices[order], row[order]
    begins = np.flatnonzero(np.diff(shingle, prepend=-1))
    hub = np.repeat(member[begins], np.diff(begins, append=len(shingle)))
    pairs = np.sort((hub * rarest.shape[0] + member)[hub != member])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    for start in range(0, len(pairs), _PAIRS):
        one, other = np.divmod(pairs[start : start + _PAIRS], rarest.shape[0])
        # They may meet in other lists too: nothing is ruled out by how often.
        yield Pairs(one, other, sizes[other])


def _at_home(rarest: Any, labels: Integers) -> NDArray[np.bool_]:
    """Which entries belong to the largest component of their list."""
    n = max(1, len(labels))
    row = np.repeat(np.arange(len(labels)), np.diff(rarest.indptr))
    key = rarest.indices.astype(np.int64) * n + labels[row]
    each, times = np.unique(key, return_counts=True)
    order = np.lexsort((times, each // n))
    shingle = each[order] // n
    last = np.append(np.diff(shingle) > 0, True)[: len(shingle)]
    largest = np.full(rarest.shape[1], -1, dtype=np.int64)
    largest[shingle[last]] = each[order][last]
    return np.asarray(largest[rarest.indices] == key)


def _where(matrix: Any, kept: NDArray[np.bool_]) -> Any:
    """The same rows with some of their entries."""
    from scipy.sparse import csr_array

    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(row[kept], minlength=matrix.shape[0]))])
    return csr_array((matrix.data[kept], matrix.indices[kept], indptr), shape=matrix.shape)


def _meetings(rarest: Any, at_home: NDArray[np.bool_]) -> Iterator[Pairs]:
    """Pairs that meet in a shingle, some rows at a time so that the memory stays bounded.

    In each list the members of its largest component need not meet each other: they are joined already.
    """
    home, away = _where(rarest, at_home), _where(rarest, ~at_home)
    cost = _products(away, rarest) + _products(home, away)
    done, start = np.cumsum(cost), 0
    while start < len(done) and (rest := done[start] - cost[start]) < done[-1]:
        end = max(start + 1, int(np.searchsorted(done, rest + _PAIRS, side="right")))
        # Each pair once: rows of this part with those from its first on.
        met = (away[start:end] @ rarest[start:].T + home[start:end] @ away[start:].T).tocoo()
        later = met.col > met.row
        yield Pairs(met.row[later].astype(np.int64) + start, met.col[later].astype(np.int64) + start, met.data[later])
        start = end


def _products(one: Any, other: Any) -> Integers:
    """How many steps each row of `one` takes in a product with `other`."""
    length = np.bincount(other.indices, minlength=other.shape[1])
    row = np.repeat(np.arange(one.shape[0]), np.diff(one.indptr))
    return np.bincount(row, weights=length[one.indices], minlength=one.shape[0]).astype(np.int64)


def _joined(labels: Integers, pairs: Pairs, judge: Judge) -> Integers:
    """Labels after the pairs that are near copies are joined."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = judge.possible(pairs)
    for start in range(0, len(pairs.one), _CHUNK):
        one, other = pairs.one[start : start + _CHUNK], pairs.other[start : start + _CHUNK]
        apart = labels[one] != labels[other]
        one, other = judge.near(one[apart], other[apart])
        if len(one):
            ends = (labels[one], labels[other])
            edges = coo_array((np.ones(len(one), dtype=np.int8), ends), shape=(len(labels), len(labels)))
            labels = connected_components(edges, directed=False)[1][labels].astype(np.int64)
    return labels
