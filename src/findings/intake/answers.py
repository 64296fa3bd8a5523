"""The ways in which data may write an answer, and the option that each means."""

from __future__ import annotations

from collections.abc import Mapping

from findings.consultation.model import Option
from findings.consultation.names import as_compared


def option_by_text(options: Mapping[str, Option]) -> dict[str, str]:
    """Text in any letter case -> option: its name, its label, and what `also` lists.

    Examples
    --------
    >>> option_by_text({"yes": Option(label="Yes, I agree", also=("Y",))})
    {'yes': 'yes', 'yes, i agree': 'yes', 'y': 'yes'}
    """
    return {as_compared(text): name for name, option in options.items() for text in (name, option.label, *option.also)}


def choices(options: Mapping[str, Option]) -> str:
    """The options as a message lists them."""
    return ", ".join(f"{option.label} ({name})" for name, option in options.items())


def split_choices(text: str, separator: str, known: Mapping[str, str]) -> tuple[list[str], bool]:
    """The options that a cell with several answers names, in its order, and whether it names nothing else.

    Labels may hold the separator themselves: of the pieces that could be joined, the longest label that fits is taken.

    Examples
    --------
    >>> known = {"parks, gardens": "parks", "roads": "roads"}
    >>> split_choices("Roads, Parks, gardens", ", ", known)
    (['roads', 'parks'], True)
    >>> split_choices("Roads, rivers", ", ", known)
    (['roads'], False)
    """
    pieces = text.split(separator) if separator else [text]
    chosen: list[str] = []
    whole = True
    start = 0
    while start < len(pieces):
        for end in range(len(pieces), start, -1):
            option = known.get(as_compared(separator.join(pieces[start:end])))
            if option is not None:
                chosen.append(option)
                start = end
                break
        else:
            whole = whole and not pieces[start].strip()
            start += 1
    return chosen, whole
