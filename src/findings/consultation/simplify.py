"""Outlines made simple: the points that change a shape least are left out, in areas that touch by the same measure."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

Point = tuple[float, float]
LEAST_POINTS = 4
"""What is left of the simplest ring."""


def simplified(rings: Mapping[str, Sequence[Sequence[Point]]], most: int) -> dict[str, list[list[Point]]]:
    """The rings with about as many points as a map may have.

    Each point weighs the triangle that it makes with its neighbours (Visvalingam and Whyatt 1993); all below one weight
    go. The weight is the same for all areas, so that a border that two share stays one border but for its ends.

    Parameters
    ----------
    rings
        Area -> its rings, each without its last point, which is its first.
    most
        How many points all may have together; small rings keep `LEAST_POINTS` each.

    Examples
    --------
    >>> square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 4.1), (0.0, 4.0)]
    >>> simplified({"a": [square]}, 4)
    {'a': [[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]]}
    """
    weights = {name: [_weights(ring) for ring in own] for name, own in rings.items()}
    every = sorted((weight for own in weights.values() for ring in own for weight in ring), reverse=True)
    limit = every[most] if len(every) > most else -1.0
    return {
        name: [
            [point for point, weight in zip(ring, own, strict=True) if weight > limit]
            for ring, own in zip(rings[name], weights[name], strict=True)
        ]
        for name in rings
    }


def _weights(ring: Sequence[Point]) -> list[float]:
    """The weight at which each point of a ring would go; without end for those that are always kept."""
    n = len(ring)
    before, after = [(place - 1) % n for place in range(n)], [(place + 1) % n for place in range(n)]
    weights = [float("inf")] * n

    def triangle(place: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = ring[before[place]], ring[place], ring[after[place]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    current = [triangle(place) for place in range(n)]
    heap = [(weight, place) for place, weight in enumerate(current)]
    heapq.heapify(heap)
    left, gone, highest = n, [False] * n, 0.0
    while left > LEAST_POINTS and heap:
        weight, place = heapq.heappop(heap)
        if gone[place] or weight != current[place]:
            continue
        # A point never weighs less than one that went before it.
        highest = max(highest, weight)
        weights[place], gone[place] = highest, True
        left -= 1
        after[before[place]], before[after[place]] = after[place], before[place]
        for beside in (before[place], after[place]):
            current[beside] = triangle(beside)
            heapq.heappush(heap, (current[beside], beside))
    return weights
