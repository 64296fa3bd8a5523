"""Questions with another answer than one out of several, as they are counted: docs/decisions/0017, written again.

Several answers are counted each by itself; a ranking is a question an item; of a number its bands are counted, of own
words that something was written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from findings.audit.recount.identifiers import BASE_ANSWERED
from findings.audit.recount.question import (
    ANSWERED,
    BASE_KINDS,
    MULTIPLE,
    NUMERIC,
    OPEN,
    RANKING,
    TOP,
    UNRANKED,
    Column,
    Question,
)
from findings.audit.recount.said import base_kind, nets_of
from findings.audit.recount.yamlfile import Faults, Node

ONE_DIGIT, TWO_DIGITS = 1, 2


def questions_of(column: Column, node: Node, faults: Faults) -> dict[str, Question]:
    """What is counted of one: a question, or of a ranking one an item."""
    kind = base_kind(node, "asked" if column.kind == OPEN else "answered", faults)
    unsaid = BASE_KINDS[kind]

    def question(name: str, options: tuple[str, ...], given: tuple[str, ...]) -> Question:
        in_base = (*given, *unsaid)
        return Question(name, options, {}, kind, in_base, (), column.asked_if, column.kind, column.name)

    if column.kind in (MULTIPLE, RANKING) and not column.options:
        faults.add(node.place, "a question without options")
        return {}
    if column.kind == MULTIPLE:
        nets = nets_of(node.place, dict(node.entries("nets", faults)), column.options, faults)
        return {column.name: replace(question(column.name, column.options, (BASE_ANSWERED,)), nets=nets)}
    if column.kind == RANKING:
        ranks = tuple(f"rank_{place}" for place in range(1, len(column.options) + 1))
        first = ranks[: node.whole_number("top", 3, faults)]
        told: dict[str, Any] = {
            "nets": {TOP: first} if len(first) > 1 else {},
            "scores": {rank: place for place, rank in enumerate(ranks, start=1)},
            "digits": TWO_DIGITS,
        }
        options = (*ranks, UNRANKED)
        names = [f"{column.name}.{item}" for item in column.options]
        return {name: replace(question(name, options, options), **told) for name in names}
    if column.kind == NUMERIC:
        entries = dict(node.entries("bands", faults))
        bands = {name: (band.text("at_least", ""), band.text("below", "")) for name, band in entries.items()}
        own = question(column.name, tuple(bands) or (ANSWERED,), tuple(bands) or (ANSWERED,))
        return {column.name: replace(own, bands=bands, digits=node.whole_number("digits", ONE_DIGIT, faults) or 0)}
    return {column.name: question(column.name, (ANSWERED,), (ANSWERED,))}
