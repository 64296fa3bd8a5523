"""What the rules have said of each response so far: the first reason stays, flags add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Deciding:
    """The fates while the rules are asked: the first reason stays."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = ids
        self.reasons = [""] * len(ids)
        self.into = [""] * len(ids)
        self.flags: list[tuple[int, str, str, str]] = []

    def flag(self, places: Sequence[int], reason: str, value: str = "", column: str = "") -> None:
        """Something to look at in some responses."""
        self.flags += [(place, reason, column, value) for place in places]

    def left(self) -> list[int]:
        """The places of the responses that no rule has taken yet."""
        return [place for place, reason in enumerate(self.reasons) if not reason]

    def take(self, places: Sequence[int], reason: str, into: Mapping[int, int] | None = None) -> None:
        """Some responses are not analysed, or stand in others; what a rule before this one took stays so."""
        for place in places:
            if not self.reasons[place]:
                self.reasons[place] = reason
                if into is not None:
                    self.into[place] = self.ids[into[place]]
