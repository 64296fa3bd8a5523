"""One exception a kind of failure, each with its exit code, and the problem that they carry.

A user's mistake never ends in a traceback: whatever finds one collects every
`Problem` that it can see and raises once.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


def is_unseen(character: str) -> bool:
    r"""Whether a character steers what shows it instead of being shown.

    Control characters (a terminal obeys them, XML has no place for them), halves of characters, what
    Unicode says is none, and the marks that turn the direction of the figures beside them.

    Examples
    --------
    >>> [is_unseen(character) for character in ("\x1b", "\u202e", "a", "\n", "\u200f")]
    [True, True, False, False, False]
    """
    if unicodedata.category(character) in ("Cc", "Cs"):
        return character not in "\t\n\r"
    return character in _TURNING or ord(character) & 0xFFFE == 0xFFFE


def written_out(text: str) -> str:
    r"""The text with every unseen character as its number, as a terminal may print it.

    Examples
    --------
    >>> print(written_out("\x1b[2Jyes"))
    [U+001B][2Jyes
    """
    return "".join(f"[U+{ord(character):04X}]" if is_unseen(character) else character for character in text)


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class ExitCode(enum.IntEnum):
    """What the commands return (fixed)."""

    DONE = 0
    FAULT = 1
    PARAMETERS = 2
    INPUT_REFUSED = 3
    NOTEBOOK_FAILED = 4
    RELEASE_REFUSED = 5
    VERIFICATION_FAILED = 6


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, said so that its reader can mend it alone.

    Parameters
    ----------
    where
        File, and line and column or cell where that is known.
    what
        The fault, as a sentence without a full stop.
    found, allowed
        What stands there, and what may stand there; empty where it does not apply.
    do
        What to do about it.

    Examples
    --------
    >>> print(Problem("a.csv, line 3", "an answer outside the options", "Maybe", "yes, no", "Correct it."))
    a.csv, line 3: an answer outside the options
      found:   Maybe
      allowed: yes, no
      do:      Correct it.
    """

    where: str
    what: str
    found: str = ""
    allowed: str = ""
    do: str = ""

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}"]
        lines += [
            f"  {name + ':':<8} {text}"
            for name, text in (("found", self.found), ("allowed", self.allowed), ("do", self.do))
            if text
        ]
        return "\n".join(lines)


class FindingsError(Exception):
    """A failure that is told to the user in words, with its exit code."""

    exit_code: ExitCode = ExitCode.FAULT

    def __init__(self, problems: Sequence[Problem], text: str = "") -> None:
        """`text` is what to say where the problems were told elsewhere: by a kernel, or by several steps."""
        self.problems = tuple(problems)
        super().__init__(text or "\n".join(str(problem) for problem in self.problems))


class ParameterError(FindingsError):
    """The parameters, the plan or the command line are wrong."""

    exit_code = ExitCode.PARAMETERS


class InputRefused(FindingsError):
    """The data cannot be what the parameters say they are."""

    exit_code = ExitCode.INPUT_REFUSED


class NotebookFailed(FindingsError):
    """A notebook stopped with an error."""

    exit_code = ExitCode.NOTEBOOK_FAILED


class ReleaseRefused(FindingsError):
    """Something that was not released was about to be published."""

    exit_code = ExitCode.RELEASE_REFUSED


class VerificationFailed(FindingsError):
    """A run does not hold what it says it holds."""

    exit_code = ExitCode.VERIFICATION_FAILED
