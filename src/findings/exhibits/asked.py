"""What is told together: of each question of a chapter how it was asked, the items of a ranking as one question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from findings.consultation.counted import TOP, UNRANKED
from findings.consultation.model import CROSSED, Kind, Questionnaire
from findings.consultation.names import ALL, table_id
from findings.evidence.store import Evidence
from findings.exhibits.model import Line
from findings.exhibits.wording import label, words

FIRST = "rank_1"
LONGEST_NAME = 90
"""Letters of a ranking's wording that still make its heading."""


@dataclass(frozen=True)
class Ranking:
    """A question that asked for an order of items.

    Parameters
    ----------
    name, number, wording
        As it was asked.
    items
        The counted question of each item, in the order of the questionnaire.
    """

    name: str
    number: str
    wording: str
    items: tuple[str, ...]

    @property
    def short(self) -> str:
        """What headings call it: its wording, or how that begins.

        Examples
        --------
        >>> Ranking("q3", "Q3", "Which of these places " + 20 * "that you know ", ()).short[-19:]
        'you know that you …'
        """
        if len(self.wording) <= LONGEST_NAME:
            return self.wording
        return self.wording[:LONGEST_NAME].rpartition(" ")[0] + " …"

    @property
    def heading(self) -> Line:
        """Its number and its short name."""
        return (*label(self.number), *words(". "), *label(self.short))

    def followed_by(self, text: str) -> Line:
        """Its heading with more words, which begin anew after a question mark.

        Examples
        --------
        >>> from findings.exhibits.model import plain
        >>> plain(Ranking("q3", "Q3", "Which is best?", ()).followed_by("ranked first"))
        'Q3. Which is best? Ranked first'
        """
        if self.short[-1:] in "?!.…":
            return (*self.heading, *words(f" {text[:1].upper()}{text[1:]}"))
        return (*self.heading, *words(f": {text}"))


Asked = str | Ranking
"""A question as it was asked: the name of a counted one, or a ranking."""


def asked_in(questionnaire: Questionnaire, questions: Iterable[str]) -> tuple[Asked, ...]:
    """Counted questions as they were asked, in order: each ranking stands once, with its items."""
    found: dict[str, Asked] = {}
    for question in questions:
        spec = questionnaire.questions[question]
        if spec.kind is not Kind.RANKING:
            found[question] = question
            continue
        known = found.get(spec.matrix)
        items = (*known.items, question) if isinstance(known, Ranking) else (question,)
        matrix = questionnaire.matrices[spec.matrix]
        found[spec.matrix] = Ranking(spec.matrix, matrix.number, matrix.short or matrix.wording, items)
    return tuple(found.values())


def places_of(questionnaire: Questionnaire, item: str) -> tuple[str, ...]:
    """The places that an item of a ranking can have, and that count as its top."""
    top = questionnaire.scale_of(item).nets.get(TOP)
    return top.of if top else (FIRST,)


def is_place(option: str) -> bool:
    """Whether an option of a ranking's item is a place, and not that it has none."""
    return option != UNRANKED


def groups_of(evidence: Evidence, question: str, breakdown: str) -> list[tuple[str, str]]:
    """Breakdown and level of each group of a table, without what is said of all groups together (a test)."""
    return [(breakdown, level) for level in evidence.levels(table_id(question, breakdown)) if level != ALL]


def overlapping(questionnaire: Questionnaire, breakdown: str) -> bool:
    """Whether a respondent may be in more than one group of a breakdown."""
    asked = (questionnaire.breakdowns[name].question for name in breakdown.split(CROSSED) if name)
    return any(questionnaire.questions[name].kind is Kind.MULTIPLE for name in asked)


def lower_first(text: str) -> str:
    """A title as it stands inside a sentence.

    Examples
    --------
    >>> lower_first("Type of respondent")
    'type of respondent'
    """
    return text[:1].lower() + text[1:]
