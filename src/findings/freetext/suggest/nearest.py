"""The comments that are most like one, for a coder who wants to see how others said it."""

from __future__ import annotations

from collections.abc import Sequence

from findings.freetext.suggest.words import learn_features


def nearest(text: str, texts: Sequence[str], k: int = 5) -> tuple[tuple[int, float], ...]:
    """The places of the comments that are most like a text, and how alike they are.

    Parameters
    ----------
    text
        What is looked for.
    texts
        Where; the same text among them is found too.
    k
        How many at most. A comment that shares nothing with the text is none.

    Returns
    -------
    tuple of (int, float)
        Place in `texts` and cosine of words and letters, 0 to 1; the most alike first, equal ones in their order.

    Examples
    --------
    >>> [place for place, _ in nearest("No bus at night", ["Cost", "The bus at night is rare", "no BUS at night."], 2)]
    [2, 1]
    >>> nearest("...", ["Cost"]), nearest("Cost", [])
    ((), ())
    """
    if not texts:
        return ()
    features = learn_features([*texts, text])
    rows = features.of([text, *texts])
    likeness = (rows[1:] @ rows[:1].T).toarray().ravel().round(9)
    order = sorted(range(len(texts)), key=lambda place: (-likeness[place], place))
    return tuple((place, float(likeness[place])) for place in order[: max(k, 0)] if likeness[place] > 0)
