"""The rules of `codeframe.yaml` beyond its types: references, names, and a history that adds up."""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.asked import Questionnaire
from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.fault import Fault


def codeframe_faults(plan: FreeTextPlan, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every broken rule of a plan for free text."""
    yield from ()
