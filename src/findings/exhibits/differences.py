"""Where groups differ most in their support, in both directions, from the counts; nothing is claimed of chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from findings.consultation.model import CROSSED, AnswerKind, Questionnaire, Stance
from findings.consultation.names import BASE, CellId
from findings.consultation.population_rules import overlapping
from findings.evidence.cell import Cell, Measure
from findings.evidence.store import Evidence
from findings.exhibits.bases import APART_POINTS
from findings.exhibits.characteristics import OTHER, place_of
from findings.exhibits.kinds_of_respondent import stated_groups
from findings.exhibits.method import POINTS_IN_WORDS
from findings.exhibits.model import Line
from findings.exhibits.sides import measured, share_of_base, sides
from findings.exhibits.wording import cell_span, label, parameter, question_heading, words

APART = f"shares differ by {POINTS_IN_WORDS[APART_POINTS]} percentage points or more"
NO_DIFFERENCE = f"No difference is named: groups are too small, numbers are hidden, or no {APART}."


def compared_breakdowns(evidence: Evidence) -> list[str]:
    """The breakdowns whose groups are compared: protected characteristics, the three beside them, the others."""
    questionnaire = evidence.story.questionnaire
    names = [
        name
        for name, breakdown in questionnaire.breakdowns.items()
        if breakdown.compare and CROSSED not in name and measured_by(evidence, name)
    ]
    return sorted(names, key=lambda name: place_of(questionnaire, name))


def overlapping_breakdowns(evidence: Evidence) -> list[str]:
    """The breakdowns by characteristics whose groups overlap, so that they are told and not compared."""
    questionnaire = evidence.story.questionnaire
    return [
        name
        for name, breakdown in questionnaire.breakdowns.items()
        if not breakdown.compare
        and CROSSED not in name
        and place_of(questionnaire, name) < OTHER
        and overlapping(questionnaire, name)
        and measured_by(evidence, name)
    ]


def measured_by(evidence: Evidence, breakdown: str) -> list[str]:
    """The questions of the report's sections on which people took sides and that are shown by a breakdown."""
    sections = evidence.story.questionnaire.sections.values()
    return [
        question
        for section in sections
        for question in section.questions
        if measured(evidence, question) and breakdown in evidence.breakdowns_of(question)
    ]


@dataclass(frozen=True)
class Difference:
    """How far a group lies from the first group listed, on each side of a question.

    Parameters
    ----------
    question, breakdown, level, first
        Which group of which table, and the group that it is held against.
    sides
        The option or net of each side -> the difference in percentage points.
    """

    question: str
    breakdown: str
    level: str
    first: str
    sides: Mapping[str, Cell]

    def points(self, questionnaire: Questionnaire) -> int:
        """The larger of the two differences; more than nothing where the group supports more or opposes less."""
        opposed = questionnaire.stance_option(self.question, Stance.OPPOSE)
        turned = [-cell.number if option == opposed else cell.number for option, cell in self.sides.items()]
        return max(turned, key=abs, default=0)


def differences(evidence: Evidence, breakdown: str) -> list[Difference]:
    """The differences that may be seen, between groups of which at least the stated number answered."""
    found: list[Difference] = []
    for question in measured_by(evidence, breakdown):
        levels = told_groups(evidence, question, breakdown)
        if not levels or not _is_large(evidence, question, breakdown, levels[0]):
            continue
        for level in levels[1:]:
            if _is_large(evidence, question, breakdown, level):
                shown = _shown(evidence, question, breakdown, level)
                found += [Difference(question, breakdown, level, levels[0], shown)] if shown else []
    return found


def told_groups(evidence: Evidence, question: str, breakdown: str) -> list[str]:
    """The groups that say who somebody is: not those who prefer not to say, or of whom it is not known."""
    questionnaire = evidence.story.questionnaire
    options = questionnaire.scale_of(questionnaire.breakdowns[breakdown].question).options
    groups = questionnaire.groups_of(breakdown)
    unsaid = {
        name
        for name, group in groups.items()
        if all(one in options and options[one].kind is not AnswerKind.ANSWER for one in group.of)
    }
    return [level for _, level in stated_groups(evidence, question, breakdown) if level not in unsaid]


def _shown(evidence: Evidence, question: str, breakdown: str, level: str) -> dict[str, Cell]:
    """The differences of a group, both sides or none: one side alone would tell half of it."""
    cells = {
        option: evidence.find(CellId(question, option, breakdown, level, Measure.DIFFERENCE))
        for option in sides(evidence.story.questionnaire, question)
    }
    shown = {option: cell for option, cell in cells.items() if cell is not None and cell.visible}
    return shown if len(shown) == len(cells) else {}


def _is_large(evidence: Evidence, question: str, breakdown: str, level: str) -> bool:
    base = evidence.find(CellId(question, BASE, breakdown, level))
    return base is not None and base.visible and base.number >= evidence.story.report.least_base


def largest_differences(evidence: Evidence, breakdown: str) -> list[Difference]:
    """The group and question furthest above the first group, then that furthest below, where they are far enough."""
    found = differences(evidence, breakdown)
    by_points = [(one.points(evidence.story.questionnaire), one) for one in found]
    above = max(by_points, key=lambda pair: pair[0], default=None)
    below = min(by_points, key=lambda pair: pair[0], default=None)
    far = [one for points, one in [above] if points >= APART_POINTS] if above else []
    return far + ([one for points, one in [below] if points <= -APART_POINTS] if below else [])


def told(evidence: Evidence, one: Difference) -> Line:
    """A difference with both sides of the question alike, each share with its base."""
    text: Line = question_heading(evidence, one.question)
    for option, difference in one.sides.items():
        text = (*text, *words(". "), *label(evidence.story.option_label(one.question, option)), *words(": "))
        for level in (one.level, one.first):
            share = share_of_base(evidence, one.question, option, one.breakdown, level)
            group = label(evidence.story.level_label(one.breakdown, level))
            text = (*text, *group, *words(" "), *share, *words(", "))
        text = (*text, *words("difference "), cell_span(evidence, difference), *words(" percentage points"))
    return (*text, *words("."))


def least_base(evidence: Evidence) -> Line:
    """Which differences are named, and that no test stands behind them."""
    return (
        *words(f"The largest difference in each direction is named, where {APART}, between groups of which at least "),
        *parameter(str(evidence.story.report.least_base)),
        *words(" answered. No test says whether chance would make them differ as much."),
    )


def groups_hidden(evidence: Evidence, breakdown: str) -> Iterator[Line]:
    """The groups of which something is hidden, each named once."""
    levels = (
        level
        for question in measured_by(evidence, breakdown)
        for _, level in stated_groups(evidence, question, breakdown)
        for option in (*sides(evidence.story.questionnaire, question), BASE)
        if _hidden(evidence, CellId(question, option, breakdown, level))
    )
    for level in dict.fromkeys(levels):
        yield label(evidence.story.level_label(breakdown, level))


def _hidden(evidence: Evidence, identifier: CellId) -> bool:
    cell = evidence.find(identifier)
    return cell is not None and not cell.visible
