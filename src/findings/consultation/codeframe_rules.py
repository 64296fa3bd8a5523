"""The rules of `codeframe.yaml` beyond its types: references, names, and a history that adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from findings.consultation.asked import CROSSED, Questionnaire
from findings.consultation.codeframe import (
    AGREEMENT,
    CANDIDATES,
    FIXED_CODES,
    PRINCIPLES,
    SENTIMENT,
    THEMES,
    TOGETHER,
    WITH,
    CodeFrame,
    FreeTextPlan,
)
from findings.consultation.coding_file_rules import coding_file_faults
from findings.consultation.counted_codes import ANY_THEME, NO_PRINCIPLE, PEOPLE, section_parts
from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.frame_history import history_faults
from findings.consultation.names import as_compared, name_fault
from findings.consultation.pair_rules import pair_faults
from findings.consultation.yamlfile import KeyPath


def codeframe_faults(plan: FreeTextPlan, questionnaire: Questionnaire, folder: Path | None = None) -> Iterator[Fault]:
    """Every broken rule of a plan for free text.

    Parameters
    ----------
    plan, questionnaire
        What `codeframe.yaml` says, and the questionnaire that its open questions are of.
    folder
        The folder of `codeframe.yaml`, from which its files are named; without it no file is looked for.
    """
    for name, frame in plan.frames.items():
        keys: KeyPath = ("frames", name)
        yield from _themes_are_named(keys, frame)
        yield from _parts_have_a_whole(keys, frame)
        yield from _themes_serve(keys, name, frame, plan, questionnaire)
        yield from _texts_differ(keys, frame)
        yield from _pairs_differ(keys, frame)
        yield from history_faults(keys, frame)
    yield from _questions_are_open(plan, questionnaire)
    yield from _submissions_are_named(plan, questionnaire)
    yield from _counted_names_are_free(plan, questionnaire)
    yield from _principles_stand(plan)
    yield from _quotes_are_known(plan, questionnaire)
    yield from coding_file_faults(plan, folder)
    yield from pair_faults(plan)


def _themes_are_named(keys: KeyPath, frame: CodeFrame) -> Iterator[Fault]:
    for name in frame.themes:
        own = (*keys, "themes", name)
        if fault := name_fault(name):
            yield Fault(own, fault, name, do="Choose another name for the theme.")
        elif name == ANY_THEME:
            yield Fault(
                own, "a name that stands for all themes together", name, do="Choose another name for the theme."
            )
        elif name in FIXED_CODES:
            what = f"a name that means something of every comment: '{FIXED_CODES[name]}'"
            yield Fault(own, what, name, do="Choose another name for the theme; this one may be given without it.")


def _parts_have_a_whole(keys: KeyPath, frame: CodeFrame) -> Iterator[Fault]:
    """A part belongs to a theme that is no part itself."""
    for name, theme in frame.themes.items():
        if not theme.under:
            continue
        own = (*keys, "themes", name, "under")
        whole = [other for other in frame.whole if other != name]
        if theme.under not in frame.themes:
            what = "a part of an unknown theme"
            yield Fault(own, what, theme.under, ", ".join(whole), closest(theme.under, whole))
        elif theme.under == name or frame.themes[theme.under].under:
            what = "a part of itself" if theme.under == name else "a part of a theme that is a part itself"
            do = "Parts go one level deep: name a whole theme, or take 'under' out."
            yield Fault(own, what, theme.under, ", ".join(whole), do)


def _themes_serve(
    keys: KeyPath, name: str, frame: CodeFrame, plan: FreeTextPlan, questionnaire: Questionnaire
) -> Iterator[Fault]:
    """What a theme says it is given to, or says something about, is there."""
    submissions = [kind for kind, own in plan.submissions.items() if own.frame == name]
    served = [*frame.questions, *submissions]
    for theme, own in frame.themes.items():
        for part, given, allowed in (
            ("questions", own.questions, served),
            ("proposals", own.proposals, list(questionnaire.sections)),
        ):
            for place, one in enumerate(given):
                if one not in allowed:
                    what = f"not one of the frame's {part}" if part == "questions" else "not a section"
                    yield Fault(
                        (*keys, "themes", theme, part, place), what, one, ", ".join(allowed), closest(one, allowed)
                    )


def _texts_differ(keys: KeyPath, frame: CodeFrame) -> Iterator[Fault]:
    """A name, a label or another spelling stands for one code, however a file writes it."""
    owners = {as_compared(text): code for code, label in FIXED_CODES.items() for text in (code, label)}
    for name in frame.themes:
        owners.setdefault(as_compared(name), name)
    for name, theme in frame.themes.items():
        named = [(("label",), theme.label), *((("also", place), text) for place, text in enumerate(theme.also))]
        for place, text in named:
            first = owners.setdefault(as_compared(text), name)
            if first != name:
                yield Fault(
                    (*keys, "themes", name, *place),
                    f"a text that stands for '{first}' too",
                    text,
                    do="Name them apart: a file of codings may write a code by its name, its label or under 'also'.",
                )


def _pairs_differ(keys: KeyPath, frame: CodeFrame) -> Iterator[Fault]:
    """Two whole themes make an option of `_together` that no other two make."""
    if not frame.together:
        return
    whole = [name for name in frame.whole if name in frame.together_of or not frame.together_of]
    pairs = Counter(f"{one}{WITH}{other}" for place, one in enumerate(whole) for other in whole[place + 1 :])
    for pair, times in pairs.items():
        if times > 1:
            do = f"Choose names without '{WITH}' in them, or take 'together' out."
            yield Fault((*keys, "together"), "two pairs of themes that would have one name", pair, do=do)


def _questions_are_open(plan: FreeTextPlan, questionnaire: Questionnaire) -> Iterator[Fault]:
    """A frame serves open questions that the report tells of, and each has one frame."""
    open_ones = [name for name, asked in questionnaire.also_asked.items() if asked.kind == "open"]
    served: dict[str, str] = {}
    for frame, own in plan.frames.items():
        if not own.questions and not any(one.frame == frame for one in plan.submissions.values()):
            what = "a frame that serves no question and no submissions"
            yield Fault(("frames", frame), what, frame, do="Name its questions, or take the frame out.")
        for place, name in enumerate(own.questions):
            keys: KeyPath = ("frames", frame, "questions", place)
            if name not in open_ones:
                kind = "an unknown question"
                if name in questionnaire.questions or name in questionnaire.also_asked:
                    kind = "not an open question"
                yield Fault(keys, kind, name, ", ".join(open_ones), closest(name, open_ones))
            elif name not in questionnaire.told:
                do = "Name it in a section's 'questions' or in 'profile'."
                yield Fault(keys, "an open question that stands in no section", name, do=do)
            first = served.setdefault(name, frame)
            if first != frame or name in own.questions[:place]:
                what = f"a question that frame '{first}' serves already"
                yield Fault(keys, what, name, do="Let one frame serve it, and name it there once.")


def _submissions_are_named(plan: FreeTextPlan, questionnaire: Questionnaire) -> Iterator[Fault]:
    taken = {*questionnaire.questions, *questionnaire.also_asked, *questionnaire.matrices}
    for name, own in plan.submissions.items():
        keys: KeyPath = ("submissions", name)
        if fault := name_fault(name):
            yield Fault(keys, fault, name, do="Choose another name for these submissions.")
        elif name in taken:
            yield Fault(keys, "the name of a question", name, do="Choose another name for these submissions.")
        if own.frame not in plan.frames:
            frames = list(plan.frames)
            yield Fault((*keys, "frame"), "an unknown frame", own.frame, ", ".join(frames), closest(own.frame, frames))


def _counted_names_are_free(plan: FreeTextPlan, questionnaire: Questionnaire) -> Iterator[Fault]:
    """What is counted of codings has a name that no question has, and each its own."""
    owners: dict[str, KeyPath] = {}
    for part, names in (
        ("questions", questionnaire.questions),
        ("also_asked", questionnaire.also_asked),
        ("matrices", questionnaire.matrices),
    ):
        owners |= {name: (part, name) for name in names}
    for frame, own in plan.frames.items():
        for place, question in enumerate(own.questions):
            if question not in questionnaire.also_asked:
                continue
            for suffix in (THEMES, SENTIMENT, TOGETHER, PRINCIPLES, AGREEMENT, CANDIDATES):
                yield from _taken(("frames", frame, "questions", place), question + suffix, owners)
    for section in questionnaire.sections:
        if len(section_parts(questionnaire, plan, section)) > 1:
            yield from _taken(("frames",), section + THEMES, owners)
    for name in plan.submissions:
        for suffix in (THEMES, PEOPLE, AGREEMENT, CANDIDATES):
            yield from _taken(("submissions", name), name + suffix, owners)


def _taken(keys: KeyPath, name: str, owners: dict[str, KeyPath]) -> Iterator[Fault]:
    first = owners.setdefault(name, keys)
    # A question that two frames serve is told by its own rule.
    if first != keys and not (first[0] == keys[0] == "frames" and len(first) == len(keys)):
        at = ".".join(map(str, first))
        do = "Give the question, section or submissions another name."
        yield Fault(keys, f"themes would be counted under a name that {at} has", name, do=do)


def _principles_stand(plan: FreeTextPlan) -> Iterator[Fault]:
    themes = list(dict.fromkeys(theme for frame in plan.frames.values() for theme in frame.themes))
    for name, principle in plan.principles.items():
        keys: KeyPath = ("principles", name)
        if fault := name_fault(name) or (f"'{name}' is made by the program" if name == NO_PRINCIPLE else ""):
            yield Fault(keys, fault, name, do="Choose another name for the principle.")
        for place, theme in enumerate(principle.themes):
            if theme not in themes:
                own = (*keys, "themes", place)
                yield Fault(own, "an unknown theme", theme, ", ".join(themes), closest(theme, themes))


def _quotes_are_known(plan: FreeTextPlan, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Who allows a quote, and how a speaker is described, is in the questionnaire."""
    rules = plan.quotes
    options = _options_of(questionnaire, rules.permission)
    known = [*questionnaire.questions, *(name for name, asked in questionnaire.also_asked.items() if asked.options)]
    if rules.permission and rules.permission not in known:
        do = closest(rules.permission, known)
        yield Fault(("quotes", "permission"), "an unknown question", rules.permission, ", ".join(known), do)
    elif rules.permission and not rules.allowed_by:
        do = "Name the answers that allow a quote; without any, no quote is shown."
        yield Fault(("quotes", "allowed_by"), "no answer that allows a quote", "[]", ", ".join(options), do)
    elif rules.allowed_by and not rules.permission:
        what = "answers that allow a quote, of no question"
        yield Fault(("quotes", "allowed_by"), what, ", ".join(rules.allowed_by), do="Name the question: 'permission'.")
    for place, option in enumerate(rules.allowed_by):
        if options and option not in options:
            keys: KeyPath = ("quotes", "allowed_by", place)
            yield Fault(keys, "an unknown option", option, ", ".join(options), closest(option, list(options)))
    named: list[tuple[KeyPath, str]] = [(("told_by", place), name) for place, name in enumerate(rules.told_by)]
    if rules.spread_over:
        named.append((("spread_over",), rules.spread_over))
    breakdowns = [name for name in questionnaire.breakdowns if CROSSED not in name]
    for at, name in named:
        if name not in breakdowns:
            what, allowed = "an unknown breakdown", ", ".join(breakdowns)
            yield Fault(("quotes", *at), what, name, allowed, closest(name, breakdowns))
    if rules.longest < rules.shortest:
        what, allowed = "quotes whose longest is shorter than the shortest", f"{rules.shortest} or more"
        yield Fault(("quotes", "longest"), what, str(rules.longest), allowed)


def _options_of(questionnaire: Questionnaire, question: str) -> Collection[str]:
    if question in questionnaire.questions:
        return tuple(questionnaire.scale_of(question).options)
    asked = questionnaire.also_asked.get(question)
    return tuple(asked.options) if asked is not None else ()
