"""What was learnt from coded comments: how likely each code is of a comment, and which codes are suggested."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings.freetext.suggest.calibrate import Calibration, calibrated, cut_offs
from findings.freetext.suggest.rule import Floats, alike, fit_rule
from findings.freetext.suggest.words import Features, learn_features
from findings.intake.shingles import same_words

Flags = NDArray[np.bool_]
MOST = 8000
"""Of more distinct comments, so many are learnt from: time grows with the third power, memory with the second."""
SEED = 1
_AT_ONCE = 2000


@dataclass(frozen=True)
class Coded:
    """Comments and the codes that people gave.

    Parameters
    ----------
    texts, questions, respondents
        Of each comment what it says, which question it answers and who wrote it.
    labels
        Comments x codes, 1 where the comment was given the code.
    may
        Comments x codes, whether the code may be given in answer to that question.
    """

    texts: Sequence[str]
    questions: Sequence[str]
    respondents: Sequence[str]
    labels: Floats
    may: Flags

    def only(self, rows: Sequence[int] | NDArray[np.intp]) -> Coded:
        """Those comments alone."""
        texts, questions, respondents = (
            [column[row] for row in rows] for column in (self.texts, self.questions, self.respondents)
        )
        return Coded(texts, questions, respondents, self.labels[rows], self.may[rows])


@dataclass(frozen=True)
class Learnt:
    """What was learnt.

    Parameters
    ----------
    features, rows, asked, weights
        How comments are compared, the distinct comments that were learnt from, what each answers, its weights.
    calibration, cuts
        Scores -> likelihood, and from what likelihood each code is suggested.
    """

    features: Features
    rows: Any
    asked: Sequence[str]
    weights: Floats
    calibration: Calibration
    cuts: Floats

    def likely(self, texts: Sequence[str], questions: Sequence[str]) -> Floats:
        """Comments x codes: how likely it is that people would give the code, 0 to 1."""
        found = np.empty((len(texts), len(self.cuts)))
        with one_thread():
            for start in range(0, len(texts), _AT_ONCE):
                part = slice(start, start + _AT_ONCE)
                own = alike(self.features.of(texts[part]), self.rows, questions[part], self.asked)
                found[part] = self.calibration.likely(own @ self.weights)
        return found


def learn(coded: Coded) -> Learnt:
    """Learn from coded comments; the same whatever the number of processors.

    Parameters
    ----------
    coded
        At least one comment; of more than `MOST` distinct ones a part is drawn, by a fixed seed.
    """
    place, first = _distinct(coded.texts, coded.questions)
    if len(first) > MOST:
        drawn = np.sort(np.random.default_rng(SEED).permutation(len(first))[:MOST])
        return learn(coded.only(np.flatnonzero(np.isin(place, drawn))))
    with one_thread():
        features = learn_features(coded.texts)
        rows = features.of([coded.texts[row] for row in first])
        asked = [coded.questions[row] for row in first]
        weights, left_out = fit_rule(alike(rows, rows, asked, asked), place, coded.labels, coded.respondents)
        calibration = calibrated(left_out, coded.labels, coded.may)
    cuts = cut_offs(calibration.likely(left_out), coded.labels, coded.may)
    return Learnt(features, rows, asked, weights, calibration, cuts)


def _distinct(texts: Sequence[str], questions: Sequence[str]) -> tuple[NDArray[np.intp], list[int]]:
    """Which of the distinct comments each is (the same words in answer to the same question), and their first rows."""
    places: dict[tuple[str, str], int] = {}
    first: list[int] = []
    place = np.empty(len(texts), dtype=np.intp)
    for row, (text, question) in enumerate(zip(texts, questions, strict=True)):
        key = question, same_words(text)
        if key not in places:
            places[key] = len(first)
            first.append(row)
        place[row] = places[key]
    return place, first


def one_thread() -> AbstractContextManager[Any]:
    """Sums in one order: with several threads their last digits depend on how many there are."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[Any] = threadpool_limits(limits=1)
    return limits
