"""Questions whose kind or whose answers the file itself declares."""

from __future__ import annotations

from findings.consultation.guesses import Sure
from findings.draft.groups import Bundle, heading_of
from findings.draft.profile import Profile
from findings.draft.readings import (
    DATE,
    DECLARED,
    MATRIX,
    MULTIPLE,
    NUMERIC,
    OPEN,
    SCALE,
    SINGLE,
    Asked,
    labels_of,
    order_among,
)
from findings.draft.scales import Order
from findings.draft.several import MOST_ANSWERS, pieces_of, several_in_a_cell
from findings.draft.texts import alike, as_number


def as_declared(bundle: Bundle, profile: Profile) -> Asked | None:
    """The question as the file declares it; None where it says too little."""
    column = profile.column
    if column.says in (NUMERIC, DATE, OPEN):
        return Asked(column.says, bundle, Sure.CERTAIN, DECLARED)
    if column.says == MULTIPLE:
        if column.separator:
            return Asked(MULTIPLE, bundle, Sure.CERTAIN, DECLARED, pieces=pieces_of(profile.texts, column.separator))
        found = several_in_a_cell(profile.texts, invited=True)
        return Asked(MULTIPLE, bundle, Sure.CERTAIN, DECLARED, pieces=found) if found else None
    labels = labels_of(profile)
    if column.says in (SINGLE, SCALE, MATRIX) or (labels and len(labels) <= MOST_ANSWERS):
        return _of_labels(bundle, profile, labels)
    return None


def _of_labels(bundle: Bundle, profile: Profile, labels: list[str]) -> Asked:
    """One answer of those that are declared; and what to think of cells that hold something else."""
    says, heading = profile.column.says, heading_of(profile)
    known = set(map(alike, labels))
    others = [text for text in profile.merged if text not in known] if labels else []
    if says != SCALE and len(labels) < len(profile.merged) / 2 and profile.numbers >= 0.9 and len(profile.merged) > 11:
        return Asked(NUMERIC, bundle, Sure.LIKELY, "Its cells are numbers; labels name a few of them.")
    if others:
        points = _points(profile, others)
        if points is not None:
            because = "The file names some points of a scale, and the cells hold numbers between them."
            return Asked(SCALE, bundle, Sure.UNSURE, because, "a single choice without order", order=points)
    order = order_among([*labels, *profile.merged], heading, says == SCALE) or order_among(labels, heading)
    kind = SCALE if says == SCALE or order is not None else SINGLE
    if others:
        told = ", ".join(f"'{text}'" for text in sorted(others)[:5])
        many = "" if len(others) <= 5 else f" and {len(others) - 5} more"
        because = f"The file declares its answers; cells also hold {told}{many}, which it does not declare."
        return Asked(kind, bundle, Sure.UNSURE, because, "those cells hold no answer", order=order)
    return Asked(kind, bundle, Sure.CERTAIN if says else Sure.LIKELY, DECLARED, order=order)


def _points(profile: Profile, others: list[str]) -> Order | None:
    """The order by code, where the ends of a scale have labels and the cells hold codes between them."""
    missing = set(map(alike, profile.column.missing))
    codes = {alike(label): as_number(code) for code, label in profile.column.labels.items()}
    numbers = {text: number for text, number in codes.items() if text not in missing and number is not None}
    if len(numbers) < 2 or len(numbers) < len(codes.keys() - missing):
        return None
    least, most = min(numbers.values()), max(numbers.values())
    for text in others:
        number = as_number(text)
        if number is None or number != int(number) or not least < number < most or number in numbers.values():
            return None
        numbers[text] = number
    return Order("numbers", tuple(sorted(numbers, key=lambda text: numbers[text])))
