"""What a comment is known by: its words, its pairs of words, and the letters that follow each other in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from findings.intake.shingles import same_words

WORDS, LETTERS = (1, 2), (3, 5)
"""How many words, and how many letters of a word, stand together."""
LEAST_TEXTS = 2
"""Letters that fewer comments hold say nothing of others."""


@dataclass(frozen=True)
class Features:
    """The words and letters of the comments that were learnt from, with their weights.

    Parameters
    ----------
    parts
        The fitted `TfidfVectorizer` of words and that of letters; none where no comment holds a word.
    """

    parts: tuple[Any, ...]

    def of(self, texts: Sequence[str]) -> Any:
        """One row a text (`scipy.sparse.csr_matrix`); the product of two rows is how alike the texts are, 0 to 1.

        Half of the likeness is that of the words, half that of the letters. A text without a known word is like none.
        """
        import scipy.sparse

        if not self.parts:
            return scipy.sparse.csr_matrix((len(texts), 1))
        plain = [same_words(text) for text in texts]
        share = (1 / len(self.parts)) ** 0.5
        return scipy.sparse.hstack([part.transform(plain) * share for part in self.parts]).tocsr()


def learn_features(texts: Sequence[str]) -> Features:
    """Learn which words and letters comments hold, and how rare each is.

    Letter case and punctuation do not matter; a word of any script keeps its marks.

    Examples
    --------
    >>> features = learn_features(["The bus is late", "the BUS is late!", "A new ward"])
    >>> rows = features.of(["the bus is late", "Nothing to say"])
    >>> (rows @ rows.T).toarray().round(2).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    >>> learn_features(["...", ""]).parts
    ()
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    plain = [same_words(text) for text in texts]
    words = TfidfVectorizer(
        lowercase=False, tokenizer=str.split, token_pattern=None, ngram_range=WORDS, sublinear_tf=True
    )
    letters = TfidfVectorizer(
        lowercase=False, analyzer="char_wb", ngram_range=LETTERS, sublinear_tf=True, min_df=LEAST_TEXTS
    )
    parts = []
    for part in (words, letters):
        try:
            parts.append(part.fit(plain))
        except ValueError:  # Nothing to learn: no words, or no letters that two comments share.
            continue
    return Features(tuple(parts))
