"""What a question was taken for, and what speaks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from findings.consultation.guesses import Sure
from findings.draft.groups import Bundle
from findings.draft.profile import Profile
from findings.draft.scales import Order, numeric_scale, ordered
from findings.draft.several import Pieces
from findings.draft.texts import alike

SINGLE, SCALE, MULTIPLE, MATRIX, RANKING = "single", "scale", "multiple", "matrix", "ranking"
NUMERIC, DATE, OPEN = "numeric", "date", "open"
DECLARED = "The file declares it."


@dataclass(frozen=True)
class Asked:
    """A question as it was guessed.

    Parameters
    ----------
    kind
        `single`, `scale`, `matrix`, `multiple`, `ranking`, `numeric`, `date` or `open`.
    bundle
        Its columns, its wording and its number.
    sure, because, instead
        How sure the kind is, what led to it, and the next best reading.
    order
        The answers in order, of a scale or a matrix of scales.
    pieces
        The answers in the cells, where one holds several.
    kept
        Whether counting it would say something else than it asks: then it stands in no section.
    """

    kind: str
    bundle: Bundle
    sure: Sure
    because: str
    instead: str = ""
    order: Order | None = None
    pieces: Pieces | None = None
    kept: bool = False

    @property
    def columns(self) -> tuple[Profile, ...]:
        """What its columns hold."""
        return tuple(profile for profile, _ in self.bundle.members)


def order_among(texts: Iterable[str], heading: str, sure: bool = False) -> Order | None:
    """The order of answers by their words, or by their numbers where the heading asks for points."""
    told = list(texts)
    return ordered(told) or numeric_scale(told, heading, sure)


def plain_numbers(profile: Profile) -> set[str]:
    """The texts, whole numbers without their `.0`."""
    return {text.removesuffix(".0") for text in profile.merged}


def labels_of(profile: Profile) -> list[str]:
    """The answers that the file declares for a column, without those that mean no answer."""
    missing = set(map(alike, profile.column.missing))
    return [label for label in profile.column.labels.values() if alike(label) not in missing]
