"""Whom equality law asks after: nine protected characteristics, and three that are told beside them."""

from __future__ import annotations

from collections.abc import Mapping

from findings.consultation.model import CROSSED, Questionnaire

CHARACTERISTICS = {
    "age": "age",
    "disability": "disability",
    "gender_identity": "gender reassignment",
    "legal_partnership": "marriage and civil partnership",
    "pregnancy_maternity": "pregnancy and maternity",
    "ethnic_group": "race",
    "religion": "religion or belief",
    "sex": "sex",
    "sexual_orientation": "sexual orientation",
}
"""How the name of a standard code list begins -> the protected characteristic that its answers tell."""
ADDITIONAL = {
    "carer": "carers",
    "deprivation": "deprivation",
    "imd": "deprivation",
    "inclusion_health": "inclusion health",
}
"""The same for what is no protected characteristic, and that evidence on equality has beside them."""
OTHER = 2
"""The place of a breakdown that tells no characteristic."""


def characteristic_of(questionnaire: Questionnaire, breakdown: str) -> str:
    """The protected characteristic that a breakdown tells, by its code list or its name; an empty text if none."""
    return _told_by(questionnaire, breakdown, CHARACTERISTICS)


def additional_of(questionnaire: Questionnaire, breakdown: str) -> str:
    """What a breakdown tells of carers, deprivation or inclusion health; an empty text if nothing."""
    return _told_by(questionnaire, breakdown, ADDITIONAL)


def place_of(questionnaire: Questionnaire, breakdown: str) -> int:
    """Where a breakdown stands: protected characteristics first, then the three beside them, then others."""
    if characteristic_of(questionnaire, breakdown):
        return 0
    return 1 if additional_of(questionnaire, breakdown) else OTHER


def all_named(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Each characteristic in order -> the breakdowns that tell it, those that are compared first; maybe none."""
    named: dict[str, list[str]] = {name: [] for name in (*CHARACTERISTICS.values(), *ADDITIONAL.values())}
    for name, breakdown in sorted(questionnaire.breakdowns.items(), key=lambda pair: not pair[1].compare):
        own = characteristic_of(questionnaire, name) or additional_of(questionnaire, name)
        if own and CROSSED not in name and breakdown.question:
            named[own].append(name)
    return named


def _told_by(questionnaire: Questionnaire, breakdown: str, characteristics: Mapping[str, str]) -> str:
    asked = questionnaire.breakdowns[breakdown].question
    listed = questionnaire.questions[asked].code_list
    for begins, characteristic in characteristics.items():
        if begins in (breakdown, asked) or listed.startswith(f"{begins}_"):
            return characteristic
    return ""
