"""What a reader knows of counted codes though no sum says so: unions are between their largest part and all together.

Who named a theme in any answer about a proposal, who gave any theme at all, who stands behind a principle, who named
two themes together: each is made of counts that stand in other tables too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from findings.consultation.build import Parameters
from findings.consultation.codeframe import (
    NO_CONTENT,
    OUTSIDE,
    PRINCIPLES,
    SET_ASIDE,
    THEMES,
    TO_CODE,
    TOGETHER,
    WITH,
    CodeFrame,
    FreeTextPlan,
)
from findings.consultation.counted_codes import (
    ANY_THEME,
    FEWER,
    NO_PRINCIPLE,
    named_together,
    section_parts,
    section_themes,
)
from findings.consultation.model import Questionnaire
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Cell, Measure
from findings.evidence.relation import AtMost

NET_ANY = f"net_{ANY_THEME}"
Group = tuple[str, str]
"""A breakdown and a level of it."""


def code_bounds(parameters: Parameters, cells: Collection[Cell]) -> tuple[AtMost, ...]:
    """What is at most something else among the counts of codes that are there."""
    plan, counting = parameters.free_text, parameters.counting
    if plan is None:
        return ()
    counts = {cell.cell: cell for cell in cells if cell.measure == Measure.COUNT}
    groups: dict[str, dict[Group, None]] = {}
    for cell in counts.values():
        groups.setdefault(cell.asked, {})[cell.breakdown, cell.level] = None
    found: list[AtMost] = []
    for question in (name for name in counting.questions if name.endswith(THEMES) and name in groups):
        options = counting.questions[question].options
        own = [name for name in options if plan_knows(plan, name)]
        for group in groups[question]:
            found += _union(question, NET_ANY, [(question, theme) for theme in own], group)
            found += _whole(question, (NET_ANY, OUTSIDE), (NO_CONTENT, SET_ASIDE, TO_CODE), group)
    for name in plan.coded:
        frame = plan.frame_of(name)
        if frame is not None and name + THEMES in groups:
            found += _same_people(name, groups)
            found += _of_principles(name, frame, plan, groups)
            found += _of_pairs(name, frame, groups)
    for section, made in section_themes(parameters.questionnaire, plan).items():
        parts = [part + THEMES for part in section_parts(parameters.questionnaire, plan, section)]
        for question in (name for name in made if name in groups):
            found += _of_section(question, [part for part in parts if part in groups], counting, plan, groups)
    return tuple(bound for bound in found if all(name in counts for name in bound.members))


def plan_knows(plan: FreeTextPlan, name: str) -> bool:
    """Whether a name is a theme of any frame."""
    return any(name in frame.themes for frame in plan.frames.values())


def _union(question: str, option: str, parts: Sequence[tuple[str, str]], group: Group) -> Iterator[AtMost]:
    """Who is in any of the parts: at least as many as in each, at most as many as in all together."""
    whole = CellId(question, option, *group).text
    names = tuple(CellId(*part, *group).text for part in parts)
    if names:
        yield AtMost((whole,), names, whole)
        yield from (AtMost((name,), (whole,), whole) for name in names)


def _whole(question: str, several: Sequence[str], alone: Sequence[str], group: Group) -> Iterator[AtMost]:
    """Everybody of a base gave one of some answers that stand alone, or any of several others."""
    base, derived = (CellId(question, option, *group).text for option in (BASE, several[0]))
    each = tuple(CellId(question, option, *group).text for option in alone)
    rest = tuple(CellId(question, option, *group).text for option in several)
    yield AtMost((base,), (*rest, *each), derived)
    yield from (AtMost((one, *each), (base,), one) for one in rest)


def _same_people(name: str, groups: dict[str, dict[Group, None]]) -> Iterator[AtMost]:
    """Those whose comments were coded are the same in every table that is made of the codes."""
    for group in groups[name + THEMES]:
        base = CellId(name + THEMES, BASE, *group).text
        for question in (name + PRINCIPLES, name + TOGETHER):
            if group in groups.get(question, {}):
                other = CellId(question, BASE, *group).text
                yield AtMost((base,), (other,), other)
                yield AtMost((other,), (base,), other)


def _of_section(
    section: str,
    parts: Sequence[str],
    counting: Questionnaire,
    plan: FreeTextPlan,
    groups: dict[str, dict[Group, None]],
) -> Iterator[AtMost]:
    """Themes over several questions: their options, their nets, and who commented at all."""
    themes = [name for name in counting.questions[section].options if plan_knows(plan, name)]
    nets = [f"net_{net}" for net in counting.questions[section].nets]
    for group in groups[section]:
        there = [part for part in parts if group in groups[part]]
        for option in (*themes, *nets, BASE):
            known = [part for part in there if option == BASE or _has(counting, part, option)]
            yield from _union(section, option, [(part, option) for part in known], group)


def _has(counting: Questionnaire, question: str, option: str) -> bool:
    asked = counting.questions[question]
    return option in asked.options or option.removeprefix("net_") in asked.nets


def _of_principles(
    name: str, frame: CodeFrame, plan: FreeTextPlan, groups: dict[str, dict[Group, None]]
) -> Iterator[AtMost]:
    for group in groups.get(name + PRINCIPLES, {}):
        if group in groups[name + THEMES]:
            for principle, own in plan.principles.items():
                themes = [theme for theme in own.themes if theme in frame.serving(name)]
                parts = [(name + THEMES, theme) for theme in themes]
                yield from _union(name + PRINCIPLES, principle, parts, group)
        stated = [principle for principle, own in plan.principles.items() if set(own.themes) & set(frame.themes)]
        yield from _whole(name + PRINCIPLES, stated, (NO_PRINCIPLE,), group)


def _of_pairs(name: str, frame: CodeFrame, groups: dict[str, dict[Group, None]]) -> Iterator[AtMost]:
    """Two themes together: at most as many as either, and as many as both at least if they do not fit the base."""
    whole = named_together(frame, name)
    for group in groups.get(name + TOGETHER, {}):
        base = CellId(name + THEMES, BASE, *group).text
        pairs = [f"{one}{WITH}{other}" for place, one in enumerate(whole) for other in whole[place + 1 :]]
        yield from _whole(name + TOGETHER, pairs, (FEWER,), group)
        for place, one in enumerate(whole):
            for other in whole[place + 1 :]:
                pair = CellId(name + TOGETHER, f"{one}{WITH}{other}", *group).text
                each = tuple(
                    CellId(name + THEMES, f"net_{theme}" if frame.parts_of(theme) else theme, *group).text
                    for theme in (one, other)
                )
                yield from (AtMost((pair,), (theme,), pair) for theme in each)
                yield AtMost(each, (pair, base), pair)
