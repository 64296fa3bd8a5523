"""Themes that a group names more, or less, than the first group listed: shares of those who commented, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from findings.consultation.codeframe import THEMES
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Measure
from findings.evidence.store import Evidence
from findings.exhibits.bases import APART_POINTS
from findings.exhibits.coded import coded_as, is_of_submissions, themes_of_section
from findings.exhibits.differences import told_groups
from findings.exhibits.model import Line
from findings.exhibits.sides import share_of_base
from findings.exhibits.theme_findings import is_unsure
from findings.exhibits.theme_rows import whole_themes
from findings.exhibits.wording import label, question_heading, words


@dataclass(frozen=True)
class Particular:
    """A theme of which the share in a group lies far from that in the first group.

    Parameters
    ----------
    question, option
        Which theme of whose comments.
    breakdown, level, first
        The group, and the group that it is held against.
    points
        Its share less that of the first group, in percentage points from counts: what orders themes, never printed.
    """

    question: str
    option: str
    breakdown: str
    level: str
    first: str
    points: Fraction


def theme_questions(evidence: Evidence, breakdown: str) -> list[str]:
    """The questions that count themes by a breakdown: of a section all comments together, else each question."""
    questionnaire = evidence.story.questionnaire
    found: list[str] = []
    for name, section in questionnaire.sections.items():
        whole = themes_of_section(evidence, name)
        if whole and breakdown in evidence.breakdowns_of(whole):
            found.append(whole)
            continue
        found += [
            question
            for question in section.questions
            if coded_as(evidence, question) == THEMES
            and not is_of_submissions(evidence, question)
            and breakdown in evidence.breakdowns_of(question)
        ]
    return found


def particular_themes(evidence: Evidence, breakdown: str) -> list[Particular]:
    """The theme furthest above the first group, then that furthest below, where they are far enough.

    Both groups are of at least the stated number who commented, and both counts are shown; a theme of which coders did
    not agree is not named.
    """
    found = list(_themes(evidence, breakdown))
    above = max(found, key=lambda one: one.points, default=None)
    below = min(found, key=lambda one: one.points, default=None)
    far = [above] if above is not None and above.points >= APART_POINTS else []
    return far + ([below] if below is not None and below.points <= -APART_POINTS else [])


def _themes(evidence: Evidence, breakdown: str) -> Iterator[Particular]:
    for question in theme_questions(evidence, breakdown):
        levels = told_groups(evidence, question, breakdown)
        bases = {level: _seen(evidence, CellId(question, BASE, breakdown, level)) for level in levels}
        least = max(evidence.story.report.least_base, 1)
        if not levels or (bases[levels[0]] or 0) < least:
            continue
        first, *others = [level for level in levels if (bases[level] or 0) >= least]
        for theme in whole_themes(evidence, question):
            if is_unsure(evidence, question, theme):
                continue
            shares = {level: _share(evidence, question, theme.option, breakdown, level) for level in (first, *others)}
            whole = shares[first]
            for level in others:
                share = shares[level]
                if share is not None and whole is not None:
                    yield Particular(question, theme.option, breakdown, level, first, 100 * (share - whole))


def _share(evidence: Evidence, question: str, option: str, breakdown: str, level: str) -> Fraction | None:
    """The exact share, where share, count and base are all shown."""
    count = _seen(evidence, CellId(question, option, breakdown, level))
    base = _seen(evidence, CellId(question, BASE, breakdown, level))
    shown = _seen(evidence, CellId(question, option, breakdown, level, Measure.PERCENT))
    return Fraction(count, base) if count is not None and base and shown is not None else None


def _seen(evidence: Evidence, identifier: CellId) -> int | None:
    cell = evidence.find(identifier)
    return int(cell.number) if cell is not None and cell.visible else None


def theme_told(evidence: Evidence, one: Particular) -> Line:
    """A theme with its share in the group and in the first group, each with count and base, in the same words."""
    name = label(evidence.story.option_label(one.question, one.option))
    text: Line = (*question_heading(evidence, one.question), *words(". Theme "), *name, *words(": "))
    for place, level in enumerate((one.level, one.first)):
        share = share_of_base(evidence, one.question, one.option, one.breakdown, level)
        group = label(evidence.story.level_label(one.breakdown, level))
        text = (*text, *words(", " if place else ""), *group, *words(" "), *share)
    return (*text, *words(" who commented."))
