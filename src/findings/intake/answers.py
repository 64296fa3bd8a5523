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
