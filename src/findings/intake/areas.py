"""Postcodes become the answers to the questions that a lookup gives, and go no further."""

from __future__ import annotations

from collections.abc import Sequence

from findings.consultation.model import PostcodeLookup, Questionnaire
from findings.consultation.names import as_compared
from findings.intake.coding import Closed, Odd
from findings.intake.postcodes import NOT_A_POSTCODE, OUTSIDE, Lookup


class Areas:
    """Postcodes -> the answers to the questions that a lookup gives; the postcodes go no further."""

    def __init__(self, questionnaire: Questionnaire, spec: PostcodeLookup, lookup: Lookup) -> None:
        self.column, self.odd = spec.column, list[Odd]()
        self._lookup = lookup
        not_known = {"", as_compared(NOT_A_POSTCODE), as_compared(OUTSIDE)}
        self.coders = {
            question: Closed(question, column, questionnaire.scale_of(question).options, not_known)
            for question, column in spec.gives.items()
        }

    def add(self, postcodes: Sequence[str], first: int) -> None:
        """Take the postcodes of the next rows; `first` is the place of the first of them."""
        answers = self._lookup.answers(postcodes)
        for question, texts in answers.items():
            self.coders[question].add([texts])
        for place, text in enumerate(next(iter(answers.values()))):
            if text in (NOT_A_POSTCODE, OUTSIDE):
                # The text of the flag is what is wrong, never the postcode.
                self.odd.append(Odd(first + place, self.column, text))
