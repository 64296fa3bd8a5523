"""A line's skeleton: its own words as they are, and a numbered place for each span of another origin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from findings.exhibits.model import Line, Origin, Span

_PLACE = re.compile(r"(\{\d+\})")
_LETTER = re.compile(r"[^\W\d_]")
_BREAKS = (re.compile(r"(?<=[.?!]) (?=\S)"), re.compile(r"(?<=;) "), re.compile(r"(?<=:) "), re.compile(r"(?<=,) "))
"""Where a message may be parted: between sentences, then at smaller and smaller stops."""
_LIST = re.compile(r"(?P<rest>(?:[,;] (?:\{\d+\}[ ():]*)+(?<! ))+)(?P<stop>[.;:]?)$")
SMALLEST = len(_BREAKS)
STOPS = ".,;:"
"""What may stand at the end of a message, and is put there again where the catalogue has the message without it."""
SHORTHAND = re.compile(r"\[[a-z]+\]")


def skeleton(line: Line) -> tuple[str, Line]:
    """The message of a line, and the spans that stand in its places.

    Examples
    --------
    >>> eighty = Span("85", Origin.CELL, "q8#base")
    >>> skeleton((Span("Of "), eighty, Span(" people, "), eighty, Span(" agreed.")))[0]
    'Of {1} people, {2} agreed.'
    """
    message, places = "", []
    for span in line:
        if span.origin is Origin.WORDS:
            message += span.text.replace("{", "(").replace("}", ")")
        else:
            places.append(span)
            message += f"{{{len(places)}}}"
    return message, tuple(places)


def filled(message: str, places: Sequence[Span], words: Span) -> Line:
    """The line that a message makes; `words` is what its own words are like.

    Examples
    --------
    >>> eighty = Span("85", Origin.CELL, "q8#base")
    >>> [span.text for span in filled("O {1} o bobl", (eighty,), Span(""))]
    ['O ', '85', ' o bobl']
    """
    parts = [part for part in _PLACE.split(message) if part]
    return tuple(
        places[int(part[1:-1]) - 1] if _PLACE.fullmatch(part) else Span(part, lang=words.lang) for part in parts
    )


def renumbered(message: str) -> tuple[str, tuple[int, ...]]:
    """A part of a message with its places numbered from the first, and which they were.

    Examples
    --------
    >>> renumbered("of {3} people, {4} agreed")
    ('of {1} people, {2} agreed', (3, 4))
    """
    numbers: list[int] = []

    def place(match: re.Match[str]) -> str:
        numbers.append(int(match[0][1:-1]))
        return f"{{{len(numbers)}}}"

    return _PLACE.sub(place, message), tuple(numbers)


def parted(message: str, level: int) -> list[str]:
    """A message in its parts at one level of stops, each with the space that follows it; at the last, by its places.

    Examples
    --------
    >>> parted("{1} agreed. Of {2}, {3} did.", 0)
    ['{1} agreed. ', 'Of {2}, {3} did.']
    >>> parted("Of {1} people", SMALLEST)
    ['Of ', '{1}', ' people']
    """
    if level >= SMALLEST:
        return [part for part in _PLACE.split(message) if part]
    parts = _BREAKS[level].split(message)
    return [*(f"{part} " for part in parts[:-1]), parts[-1]]


def listed(message: str) -> tuple[str, str]:
    """A message that ends in a list of any length, with one thing in it; and the rest of its list.

    Examples
    --------
    >>> listed("Asked under these headings: {1}; {2}; {3}.")
    ('Asked under these headings: {1}.', '; {2}; {3}')
    >>> listed("{1} of {2} answered.")
    ('{1} of {2} answered.', '')
    """
    found = _LIST.search(message)
    return (f"{message[: found.start()]}{found['stop']}", found["rest"]) if found else (message, "")


def has_words(message: str) -> bool:
    """Whether something in a message is there to be translated.

    Examples
    --------
    >>> has_words("{1} ({2}): "), has_words("of {1}"), has_words("[z]")
    (False, True, False)
    """
    return bool(_LETTER.search(SHORTHAND.sub("", _PLACE.sub("", message))))


def words_in(message: str) -> int:
    """How many words of its own a message has."""
    return sum(bool(_LETTER.search(word)) for word in SHORTHAND.sub("", _PLACE.sub(" ", message)).split())
