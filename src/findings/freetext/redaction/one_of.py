"""Lists of words as a part of a pattern."""

from __future__ import annotations


def one_of(*lines: str) -> str:
    r"""A pattern of any of the words in these lines; `_` stands for a space in a word.

    Examples
    --------
    >>> one_of("road rd", "old_town")
    '(?:road|rd|old town)'
    """
    return f"(?:{'|'.join(word.replace('_', ' ') for line in lines for word in line.split())})"
