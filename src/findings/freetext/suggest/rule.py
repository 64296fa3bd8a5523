"""A score for every code from how alike comments are, and each comment's score as if its respondent had not written.

Ridge regression in its dual form, all codes at once. Leaving a respondent out needs no second fit, so what is worked
out from these scores (likelihoods, cut-offs) never sees the codes that it is judged by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PENALTY = 0.5
"""How much a comment's own codes are held back; 0.3 to 1 did alike on the NHS comments."""


def fit_rule(
    likeness: Floats, place: NDArray[np.intp], labels: Floats, respondents: Sequence[str], penalty: float = PENALTY
) -> tuple[Floats, Floats]:
    """Learn a score a code.

    Parameters
    ----------
    likeness
        Distinct comments x distinct comments, positive semidefinite; comments of the same words stand there once.
    place
        For each comment, which of the distinct ones it is; every distinct one occurs.
    labels
        Comments x codes, 1 where the comment was given the code.
    respondents
        Who wrote each comment.
    penalty
        Larger: smoother.

    Returns
    -------
    weights
        Distinct comments x codes; the scores of a new comment are its likeness to them times these.
    left_out
        Comments x codes: the score that each comment would have, had its respondent written nothing.

    Notes
    -----
    With K the likeness, N the times each distinct comment occurs, Y the labels and p the penalty: weights
    A = (K + p/N)^-1 Y; the fit of a comment is its row of Y - (p/N) A, and its share in its own fit is
    H = (1 - (p/N) (K + p/N)^-1) / N. Leaving out the comments g of a respondent moves their residuals r to
    (1 - H_gg)^-1 r. Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, 7.10 and 12.3.7.

    Examples
    --------
    >>> weights, left_out = fit_rule(np.eye(2), np.array([0, 0, 1]), np.array([[1.0], [1.0], [0.0]]), ["a", "b", "c"])
    >>> weights.round(3).tolist(), left_out.round(3).tolist()
    ([[0.8], [0.0]], [[0.667], [0.667], [0.0]])
    """
    from scipy.linalg import lapack

    times = np.bincount(place, minlength=len(likeness)).astype(np.float64)
    mean = np.zeros((len(likeness), labels.shape[1]))
    np.add.at(mean, place, labels)
    mean /= times[:, None]
    held = penalty / times
    matrix = np.array(likeness, order="F")
    matrix[np.diag_indices(len(matrix))] += held
    root, failed = lapack.dpotrf(matrix, lower=1, overwrite_a=1, clean=1)
    assert not failed, "a likeness is positive semidefinite, so with the penalty it has a root"
    inverse, _ = lapack.dtrtri(root, lower=1, overwrite_c=1)
    weights = inverse.T @ (inverse @ mean)
    residuals = labels - (mean - held[:, None] * weights)[place]
    left_out = np.empty_like(labels)
    for rows in rows_of(respondents).values():
        own = place[rows]
        # The inverse of the matrix, at these rows alone; above a row of the inverse root stand noughts.
        part = inverse[own.min() :, own]
        share = ((own[:, None] == own) - held[own][:, None] * (part.T @ part)) / times[own]
        left_out[rows] = labels[rows] - np.linalg.solve(np.eye(len(own)) - share, residuals[rows])
    return weights, left_out


def rows_of(respondents: Sequence[str]) -> dict[str, list[int]]:
    """Respondent -> the comments of that respondent."""
    found: dict[str, list[int]] = {}
    for row, respondent in enumerate(respondents):
        found.setdefault(respondent, []).append(row)
    return found


def alike(rows: Any, columns: Any, asked: Sequence[str], of: Sequence[str]) -> Floats:
    """How alike comments are: by their words and letters, half as much where they answer different questions.

    The constant 1 lets every code have a level of its own.
    """
    same = np.asarray(asked)[:, None] == np.asarray(of)
    found: Floats = (rows @ columns.T).toarray().astype(np.float64)
    found *= np.where(same, 1.0, 0.5)
    return found + 1.0
