"""Which comments no other resembles: the argument of one person among thousands, found by its words.

Each comment is a bag of words weighted by tf-idf (the number of times a word stands in it, times the logarithm of how
few comments hold it; G. Salton and C. Buckley 1988, "Term-weighting approaches in automatic text retrieval"), of length
one. How near two are is the cosine of the angle between them. It is a hint for whoever reads, and decides nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_ALIKE = 0.25
"""A comment whose nearest other is less near than this resembles none; docs/points.md says what was measured."""
_WORD = re.compile(r"\w+")
_COMMON = 2_000
"""A word in more comments than this tells little of any, and would cost the most."""
_BLOCK = 256


def nearest(texts: Sequence[str]) -> NDArray[Any]:
    """Of each text the cosine with the nearest other; 0 for one without a word that another has.

    Examples
    --------
    >>> [round(float(value), 2) for value in nearest(["too far to drive", "too far to walk", "plant trees"])]
    [0.63, 0.63, 0.0]
    """
    import numpy as np
    from scipy import sparse

    counts = [Counter(_WORD.findall(text.casefold())) for text in texts]
    held = Counter(word for own in counts for word in own)
    column = {word: place for place, word in enumerate(sorted(word for word, n in held.items() if 1 < n <= _COMMON))}
    best = np.zeros(len(texts))
    if not column:
        return best
    # A word that only one comment has makes it longer, and so less near to any other.
    alone = _weight(1, len(texts))
    own_words = np.array([sum((n * alone) ** 2 for word, n in own.items() if held[word] == 1) for own in counts])
    rows = [place for place, own in enumerate(counts) for word in own if word in column]
    columns = [column[word] for own in counts for word in own if word in column]
    values = [n * _weight(held[word], len(texts)) for own in counts for word, n in own.items() if word in column]
    bags = sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(column)))
    length = np.sqrt(np.asarray(bags.multiply(bags).sum(axis=1)).ravel() + own_words)
    bags = sparse.diags(1 / np.where(length > 0, length, 1)) @ bags
    turned = bags.T.tocsr()
    for start in range(0, len(texts), _BLOCK):
        near = (bags[start : start + _BLOCK] @ turned).tocsr()
        itself = near.indices == start + np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))
        near.data[itself] = 0
        best[start : start + _BLOCK] = near.max(axis=1).toarray().ravel()
    return best


def _weight(held: int, of: int) -> float:
    """The smooth inverse document frequency, ln((1 + n) / (1 + held)) + 1."""
    return math.log((1 + of) / (1 + held)) + 1
