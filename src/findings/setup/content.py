"""The parameter files as plain data, while a workbook's changes are put into them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from findings.consultation.code_list import list_names, plain_list
from findings.consultation.names import as_compared, name_fault

Data = dict[str, Any]
CONSULTATION, QUESTIONNAIRE, GUESSES = "consultation.yaml", "questionnaire.yaml", "guesses.yaml"
COUNTED = ("single", "scale")
WITH_ANSWERS = ("single", "scale", "multiple", "ranking")
OF_ITS_KIND = {
    "multiple": ("options", "separator", "nets"),
    "ranking": ("options", "separator", "top"),
    "numeric": ("bands", "digits"),
}
"""What a question under `also_asked` has because of its kind."""
ANSWERED = "answered"
"""The one group that a question in the respondents' own words makes."""
PROFILE = "(who responded)"
"""What stands in the column of sections for a question about the respondents."""
OWN = "(its own)"
"""What stands in the column of answers for a question without a shared scale."""


@dataclass
class Content:
    """What the files say, to be changed in place."""

    consultation: Data
    questionnaire: Data
    guesses: Data = field(default_factory=dict)

    def part(self, name: str) -> Data:
        """One part of the questionnaire by its key, made if it is not there."""
        found = self.questionnaire.setdefault(name, {})
        return found if isinstance(found, dict) else {}

    @property
    def questions(self) -> Data:
        """Those with one answer."""
        return self.questionnaire.get("questions") or {}

    @property
    def also_asked(self) -> Data:
        """Those with another answer: several, an order, a number, a day, own words."""
        return self.questionnaire.get("also_asked") or {}

    @property
    def scales(self) -> Data:
        """The shared scales."""
        return self.questionnaire.get("scales") or {}

    @property
    def sections(self) -> Data:
        """The sections of the report."""
        return self.questionnaire.get("sections") or {}

    @property
    def breakdowns(self) -> Data:
        """The breakdowns."""
        return self.questionnaire.get("breakdowns") or {}

    @property
    def data(self) -> Data:
        """How the responses are read."""
        return self.consultation.get("data") or {}

    @property
    def sources(self) -> dict[str, Data]:
        """The files of responses by channel; one file has the empty text, a tally has none."""
        reader = self.data.get("reader")
        if reader == "sources":
            return dict(self.data.get("channels") or {})
        return {"": self.data} if reader == "responses" else {}

    @property
    def told(self) -> list[str]:
        """The questions that stand in the profile or in a section."""
        own = [name for section in self.sections.values() for name in section.get("questions") or ()]
        return [*(self.questionnaire.get("profile") or ()), *own]

    def question(self, name: str) -> Data:
        """A question of any kind; empty if there is none of that name."""
        return self.questions.get(name) or self.also_asked.get(name) or {}

    def holders(self) -> dict[str, Data]:
        """What has answers, as the sheets name it: `scale agreement`, `question q1`."""
        scales = {f"scale {name}": scale for name, scale in self.scales.items()}
        own = {
            f"question {name}": question
            for name, question in (*self.questions.items(), *self.also_asked.items())
            if question.get("options")
        }
        return {**scales, **own}

    def holder_of(self, question: str) -> str:
        """What holds the answers of a question: the question, or its scale."""
        scale = self.question(question).get("scale")
        return f"scale {scale}" if scale else f"question {question}"

    def options_of(self, question: str) -> Data:
        """The answers of a question, its own or those of its scale or code list."""
        own = self.question(question)
        shared = self.scales.get(own.get("scale") or "") or _listed(own)
        return own.get("options") or shared.get("options") or {}

    def groups_from(self, question: str) -> Data:
        """What a breakdown by a question is made of: its answers, its bands, or that it was answered."""
        own = self.also_asked.get(question) or {}
        if own.get("kind") == "open":
            return {ANSWERED: {"label": "Wrote an answer"}}
        return own.get("bands") or self.options_of(question)

    def groups_of(self, breakdown: Data) -> Data:
        """The groups of a breakdown, its own or those of a roll-up; empty where each answer is one."""
        roll_ups = _listed(self.question(str(breakdown.get("question", "")))).get("roll_ups") or {}
        return breakdown.get("groups") or (roll_ups.get(str(breakdown.get("roll_up", ""))) or {}).get("groups") or {}

    def makes_groups(self) -> list[str]:
        """The questions that a breakdown can be by."""
        told = self.told
        return [
            *self.questions,
            *(
                name
                for name in self.also_asked
                if name in told and self.groups_from(name) and self.also_asked[name].get("kind") != "ranking"
            ),
        ]

    def users_of(self, holder: str) -> list[str]:
        """The questions whose answers these are."""
        kind, _, name = holder.partition(" ")
        return [name] if kind == "question" else [q for q, own in self.questions.items() if own.get("scale") == name]


def _listed(question: Data) -> Data:
    """The code list that a question names, if there is one of that name."""
    name = str(question.get("code_list") or "")
    return plain_list(name) if name in list_names() else {}


def option_named(options: Data, text: str) -> str:
    """The name of the answer that a person means by a text: its label, its name, or another way of writing it.

    Examples
    --------
    >>> option_named({"yes": {"label": "Yes, please", "also": ["Y"]}}, "yes, PLEASE")
    'yes'
    """
    wanted = as_compared(text)
    for name, option in options.items():
        if wanted in (as_compared(name), as_compared(str(option.get("label", "")))):
            return str(name)
    for name, option in options.items():
        if wanted in {as_compared(str(other)) for other in option.get("also") or ()}:
            return str(name)
    return ""


def new_name(text: str, taken: Iterable[str], otherwise: str) -> str:
    """A name made from what readers see, that nothing else has.

    Examples
    --------
    >>> new_name("Don't know!", ["don_t_know"], "answer"), new_name("65+", [], "answer"), new_name("Net", [], "a")
    ('don_t_know_2', 'answer_65', 'net')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    if not base or name_fault(base):
        base = f"{otherwise}_{base}".rstrip("_")
    taken = set(taken)
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def set_or_drop(data: Data, key: str, value: Any) -> None:
    """Put a value under a key; one that says nothing takes the key out."""
    if value or value is False:
        data[key] = value
    else:
        data.pop(key, None)
