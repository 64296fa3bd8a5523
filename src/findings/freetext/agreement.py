"""How far two coders agree, over what both coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.codeframe import FreeTextPlan
from findings.freetext.coding import Coding


@dataclass(frozen=True)
class Agreement:
    """How far coders agree on a question's comments; of each theme and of all."""


def agreements(plan: FreeTextPlan, codings: Sequence[Coding]) -> Mapping[str, Agreement]:
    """Question -> agreement, of each question of which some comments were coded by two people."""
    return {}
