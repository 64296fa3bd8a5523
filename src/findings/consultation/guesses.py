"""`guesses.yaml`: what `findings init` guessed from a file, and what a person has confirmed since."""

from __future__ import annotations

import enum

from pydantic import Field

from findings.consultation.model import Frozen, Text


class Sure(enum.StrEnum):
    """How sure a guess is."""

    CERTAIN = "certain"
    """The file says so itself."""
    LIKELY = "likely"
    """The answers fit, and nothing speaks against it."""
    UNSURE = "unsure"
    """Another reading fits about as well."""


class Guess(Frozen):
    """One thing that was guessed; its name in the file says of what: `questions.q3`, `never_read.Email` ..."""

    guess: Text = Field(description="What was guessed, in words.")
    sure: Sure
    because: Text = Field(description="What in the file led to it.")
    instead: str = Field("", description="The next best reading, where there is one.")
    confirmed: bool = Field(False, description="Whether a person has said that it is right.")


class Guesses(Frozen):
    """Every guess of a draft; while one is not confirmed, every page of a report says DRAFT."""

    drafted_from: Text = Field(description="The name of the file that the draft was made from.")
    guesses: dict[str, Guess] = Field({}, description="Of what -> the guess.")

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """The guesses that nobody has confirmed."""
        return tuple(name for name, guess in self.guesses.items() if not guess.confirmed)
