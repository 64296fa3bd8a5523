"""What made a cell another, and how that is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from findings.audit.compare.inputs import Factor

Alternatives = tuple[Factor, ...]
"""One cause; several where the runs do not tell which of them it was."""


@dataclass(frozen=True)
class Part:
    """What one thing alone did, or would have done."""

    by: str
    size: str


@dataclass(frozen=True)
class Clue:
    """One cause, and how it is known."""

    factors: Alternatives
    why: str


@dataclass(frozen=True)
class Cause:
    """What made a cell another.

    Parameters
    ----------
    factors
        All of them together did it. Each is one thing, or several of which nobody can tell which it was. Empty
        where nothing that a run records differs.
    why
        How that is known, in sentences.
    parts
        Where several did it: what each did.
    """

    factors: tuple[Alternatives, ...]
    why: str
    parts: tuple[Part, ...] = ()

    @property
    def name(self) -> str:
        """The cause in words.

        Examples
        --------
        >>> Cause(((Factor.DATA,), (Factor.CODE, Factor.LOCK)), "").name
        'data and (code or lock file)'
        """
        names = [" or ".join(alternatives) for alternatives in self.factors]
        if len(names) < 2:
            return names[0] if names else "unknown"
        return " and ".join(f"({name})" if " or " in name else name for name in names)


def cause_from(clues: Iterable[Clue], parts: Sequence[Part] = ()) -> Cause:
    """The cause that several clues point to, each thing and each sentence once."""
    clues = list(clues)
    factors = tuple(dict.fromkeys(clue.factors for clue in clues))
    return Cause(factors, " ".join(dict.fromkeys(clue.why for clue in clues)), tuple(parts))


def listed(factors: Sequence[Factor]) -> str:
    """Several things in a sentence.

    Examples
    --------
    >>> listed([Factor.DATA, Factor.CODE, Factor.LOCK])
    'data, code and lock file'
    """
    *others, last = factors
    return f"{', '.join(others)} and {last}" if others else str(last)
