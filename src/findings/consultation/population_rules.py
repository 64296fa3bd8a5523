"""What a table of population must keep with the questionnaire: whose groups it counts. One rule, one function.

Each rule yields faults at keys of `consultation.yaml`, where the table is described.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import CROSSED, Kind, Questionnaire
from findings.consultation.names import as_compared
from findings.consultation.population import Population
from findings.consultation.yamlfile import KeyPath


def population_faults(populations: Mapping[str, Population], questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every broken rule."""
    for name, population in populations.items():
        keys: KeyPath = ("populations", name)
        if name not in questionnaire.breakdowns:
            known = list(questionnaire.breakdowns)
            yield Fault(
                keys,
                "not a breakdown: a table of population belongs to one",
                name,
                ", ".join(known) or "none: the questionnaire has no breakdowns",
                closest(name, known) or "Describe it under 'breakdowns' in questionnaire.yaml.",
            )
        elif fault := overlapping(questionnaire, name):
            yield Fault(keys, fault, name, do="Take it out, or ask for one answer each.")
        else:
            yield from _named_once(keys, population)


def overlapping(questionnaire: Questionnaire, breakdown: str) -> str:
    """Why the groups of a breakdown cannot be held against a population, or an empty text.

    Somebody with several answers would stand in several groups: the groups' shares add to over 100, those of the
    population to 100, and their differences would say nothing.
    """
    if CROSSED in breakdown:
        return f"{breakdown} is two breakdowns crossed: a table of population belongs to one"
    question = questionnaire.breakdowns[breakdown].question
    asked = questionnaire.also_asked.get(question)
    counted = questionnaire.questions.get(question)
    kind = asked.kind if asked is not None else counted.kind if counted is not None else ""
    if kind in (Kind.MULTIPLE, Kind.RANKING):
        return f"question {question} has several answers, so its groups overlap: their shares are not those of people"
    if kind == Kind.OPEN or (asked is not None and not asked.bands):
        return f"question {question} makes no groups of people"
    return ""


def _named_once(keys: KeyPath, population: Population) -> Iterator[Fault]:
    """A text of the file belongs to one group, or is left out."""
    owners: dict[str, str] = {}
    named = [(("levels", level), f"levels.{level}", texts) for level, texts in population.levels.items()]
    for place, owner, texts in [*named, (("left_out",), "left_out", population.left_out)]:
        for text in texts:
            first = owners.setdefault(as_compared(text), owner)
            if first != owner:
                what = f"a text that is named twice: under {first} and under {owner}"
                yield Fault((*keys, *place), what, text, do="Name it once: its people would be counted twice.")
