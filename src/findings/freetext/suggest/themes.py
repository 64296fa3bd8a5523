"""Themes that a new code frame may begin with: groups of words that come together, each with the comments nearest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from findings.consultation.codeframe import Theme
from findings.freetext.suggest.stop_words import STOP_WORDS
from findings.intake.shingles import SLOT, same_words

FEWEST, MOST = 3, 25
LEAST_TEXTS = 10
"""Of fewer distinct comments nothing is suggested: they are read sooner than a suggestion is."""
_WORDS, _COMMENTS = 6, 3
_ROUNDS = 400


@dataclass(frozen=True)
class SuggestedTheme:
    """A draft of a theme, to be read and named by a person.

    Parameters
    ----------
    words
        The words that make it, the strongest first.
    nearest
        The places of the comments that it is clearest in, the clearest first.
    comments
        Of how many comments it is the strongest theme.
    """

    words: tuple[str, ...]
    nearest: tuple[int, ...]
    comments: int

    def theme(self) -> Theme:
        """A draft for `codeframe.yaml`. It holds no comment: a frame is published, and comments are not.

        Examples
        --------
        >>> SuggestedTheme(("bus", "late", "stop"), (4,), 12).theme().label
        'Bus, late, stop'
        """
        label = ", ".join(self.words[:3])
        return Theme.model_validate({"label": label[:1].upper() + label[1:], "definition": ", ".join(self.words)})


def themes_for(distinct: int) -> int:
    """How many themes to begin with: the square root of half the distinct comments, from 3 to 25.

    Examples
    --------
    >>> [themes_for(n) for n in (10, 50, 200, 5000)]
    [3, 5, 10, 25]
    """
    return min(max(math.isqrt(distinct // 2), FEWEST), MOST)


def suggested_themes(texts: Sequence[str], number: int | None = None, seed: int = 1) -> tuple[SuggestedTheme, ...]:
    """Draft themes from comments that nobody coded: tf-idf of words, and non-negative factorisation.

    Parameters
    ----------
    texts
        Comments in answer to one question. Copies of a comment weigh as one, so that a campaign makes no theme alone.
    number
        How many themes; `themes_for` unless given.
    seed
        Of the factorisation: the same seed gives the same themes.

    Returns
    -------
    tuple of SuggestedTheme
        Those of most comments first; none where fewer than 10 distinct comments hold words.

    Notes
    -----
    Comments x words = comments x themes times themes x words, all at least 0 (Lee and Seung 1999, Nature 401).
    Words that all or only one of the comments hold, and small words of English and Welsh, take no part.
    """
    import numpy as np
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    from findings.freetext.suggest.learnt import one_thread

    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        first.setdefault(same_words(text), place)
    first.pop("", None)
    if len(first) < LEAST_TEXTS:
        return ()
    stop = sorted({same_words(word) for word in STOP_WORDS} | {SLOT})
    vectorizer = TfidfVectorizer(
        lowercase=False,
        tokenizer=str.split,
        token_pattern=None,
        stop_words=stop,
        min_df=2,
        max_df=0.5,
        sublinear_tf=True,
    )
    try:
        rows = vectorizer.fit_transform(list(first))
    except ValueError:  # No word stands in two comments.
        return ()
    number = min(themes_for(len(first)) if number is None else number, *rows.shape)
    if number < 1:
        return ()
    with one_thread():
        model = NMF(number, init="nndsvd", random_state=seed, max_iter=_ROUNDS, tol=1e-3)
        strength = model.fit_transform(rows)
    names, places = vectorizer.get_feature_names_out(), list(first.values())
    strongest = strength.argmax(1)
    found = []
    for theme, weights in enumerate(model.components_.round(9)):
        words = tuple(str(names[word]) for word in np.argsort(-weights, kind="stable")[:_WORDS] if weights[word] > 0)
        length = float(np.linalg.norm(weights))
        if not words or not length:
            continue
        clear = ((rows @ weights) / length).round(9)
        order = [int(row) for row in np.argsort(-clear, kind="stable")[:_COMMENTS] if clear[row] > 0]
        own = int(((strongest == theme) & (strength[:, theme] > 0)).sum())
        found.append(SuggestedTheme(words, tuple(places[row] for row in order), own))
    return tuple(sorted(found, key=lambda one: (-one.comments, one.words)))
