"""Codes as a column of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

FORMULA_SIGNS = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""


def labelled(labels: Sequence[str | None], codes: NDArray[Any]) -> Any:
    """The label of each code, in an Arrow array of text; None is an empty cell.

    >>> import numpy as np
    >>> labelled([None, "Yes"], np.array([1, 0])).to_pylist()
    ['Yes', None]
    """
    import pyarrow as pa

    return pa.array(labels, type=pa.string()).take(pa.array(codes))


def shown_as(name: str, label: str) -> str:
    """How an answer is written: its label, unless a spreadsheet would run it; intake knows the name too.

    >>> shown_as("yes", "Yes"), shown_as("more", "+ more")
    ('Yes', 'more')
    """
    return name if label.strip().startswith(FORMULA_SIGNS) else label
