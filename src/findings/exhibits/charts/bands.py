"""Bands of a share, each with a shade: what a tile or an area of a map says at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from findings.exhibits.style import BANDS

_STEPS = (5, 10, 20)


@dataclass(frozen=True)
class Bands:
    """Bands of equal width from nothing upwards, in whole percent.

    Parameters
    ----------
    step
        How wide a band is; the last one holds its upper end too.
    """

    step: int

    def fill_of(self, share: int) -> str:
        """The shade of a share.

        Examples
        --------
        >>> Bands(20).fill_of(19) == Bands(20).fill_of(0) != Bands(20).fill_of(20)
        True
        """
        return BANDS[min(share // self.step, len(BANDS) - 1)]

    @property
    def entries(self) -> list[tuple[str, str]]:
        """The bands in words, each with its shade.

        Examples
        --------
        >>> [text for text, _ in Bands(20).entries]
        ['0% to 19%', '20% to 39%', '40% to 59%', '60% to 79%', '80% to 100%']
        """
        last = len(BANDS) - 1
        return [
            (f"{place * self.step}% to {(place + 1) * self.step - (place < last)}%", fill)
            for place, fill in enumerate(BANDS)
        ]


def bands_for(shares: Iterable[int]) -> Bands:
    """Bands in which the largest share lies in one of the upper ones.

    Examples
    --------
    >>> bands_for([3, 24]).step, bands_for([51]).step, bands_for([]).step
    (5, 20, 5)
    """
    most = max(shares, default=0)
    return Bands(next((step for step in _STEPS if most <= step * len(BANDS)), _STEPS[-1]))
