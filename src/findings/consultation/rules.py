"""The rules of each parameter file beyond its types, in the order in which their faults are told.

A rule is a function that yields a `Fault` for whatever breaks it. Those of the questionnaire stand in
`answer_rules` and `reference_rules`, those that need two files in `together`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from findings.consultation.answer_rules import (
    labels_differ,
    names_follow_the_grammar,
    nets_count_options,
    options_or_scale,
    support_is_one_cell,
)
from findings.consultation.context_rules import context_faults
from findings.consultation.fault import Fault
from findings.consultation.kind_rules import kind_faults
from findings.consultation.model import Consultation, Questionnaire, TallyData
from findings.consultation.names import name_fault
from findings.consultation.plan import Plan
from findings.consultation.reference_rules import (
    breakdowns_cover,
    questions_stand_once,
    routing_is_known,
    sections_hold_questions,
    something_is_asked,
)
from findings.consultation.source_rules import also_asked_faults

GIVEN_BY_PROGRAM = ("store", "section")

_ANSWER_RULES: tuple[Callable[[Questionnaire], Iterator[Fault]], ...] = (
    names_follow_the_grammar,
    options_or_scale,
    nets_count_options,
    support_is_one_cell,
    labels_differ,
)
_REFERENCE_RULES: tuple[Callable[[Questionnaire, Collection[str]], Iterator[Fault]], ...] = (
    sections_hold_questions,
    breakdowns_cover,
)


def questionnaire_faults(
    questionnaire: Questionnaire,
    known_questions: Collection[str],
    known_also: Collection[str] = (),
    *,
    places_known: bool = True,
) -> Iterator[Fault]:
    """Every broken rule of a questionnaire.

    Parameters
    ----------
    questionnaire
        The questionnaire, perhaps without entries that were faulty in themselves.
    known_questions
        The names of all questions in the file, the faulty ones too, so that no reference to one of
        them is called unknown.
    known_also
        The names of all questions of other kinds, likewise.
    places_known
        Whether all sections and the profile are there to be looked through.
    """
    if places_known:
        yield from something_is_asked(questionnaire, known_questions)
        yield from questions_stand_once(questionnaire)
    for rule in _ANSWER_RULES:
        yield from rule(questionnaire)
    for reference_rule in _REFERENCE_RULES:
        yield from reference_rule(questionnaire, [*known_questions, *known_also])
    yield from routing_is_known(questionnaire, known_questions)
    yield from also_asked_faults(questionnaire, known_questions)
    yield from kind_faults(questionnaire)


def consultation_faults(consultation: Consultation) -> Iterator[Fault]:
    """Every broken rule of `consultation.yaml`."""
    yield from dates_in_order(consultation)
    yield from funnel_adds_up(consultation)
    yield from languages_differ(consultation)
    yield from voices_are_named(consultation)
    yield from context_faults(consultation.context)


def plan_faults(plan: Plan) -> Iterator[Fault]:
    """Every broken rule of `plan.yaml`."""
    for name, chapter in plan.chapters.items():
        fault = name_fault(name)
        if fault:
            yield Fault(("chapters", name), fault, name, do="Choose another name for the chapter.")
        for given in GIVEN_BY_PROGRAM:
            if given in chapter.parameters:
                yield Fault(
                    ("chapters", name, "parameters", given),
                    f"'{given}' is given by the program",
                    given,
                    do="Take it out" + (", and write 'for_each: section'." if given == "section" else "."),
                )
        if chapter.about is not None and chapter.for_each is None:
            yield Fault(
                ("chapters", name, "about"),
                "only a chapter that runs once a section can be about some sections",
                str(chapter.about),
                do="Add 'for_each: section', or take 'about' out.",
            )


def dates_in_order(consultation: Consultation) -> Iterator[Fault]:
    """It opened, then closed, then the report was published."""
    if consultation.closed < consultation.opened:
        yield Fault(
            ("closed",),
            "the consultation closed before it opened",
            str(consultation.closed),
            f"{consultation.opened} or later",
            "Correct 'opened' or 'closed'.",
        )
    if consultation.published < consultation.opened:
        yield Fault(
            ("published",),
            "the report is dated before the consultation opened",
            str(consultation.published),
            f"{consultation.opened} or later",
            "Correct 'opened' or 'published'.",
        )


def voices_are_named(consultation: Consultation) -> Iterator[Fault]:
    """What came in other ways has names that follow the grammar, and a label each."""
    labels: dict[str, str] = {}
    for name, voice in consultation.other_voices.items():
        if fault := name_fault(name):
            do = "Choose another name; what readers see is its label."
            yield Fault(("other_voices", name), fault, name, do=do)
        if voice.label in labels:
            what = f"the label of '{labels[voice.label]}': nobody could tell them apart"
            yield Fault(("other_voices", name, "label"), what, voice.label, do="Give it a label of its own.")
        labels.setdefault(voice.label, name)


def languages_differ(consultation: Consultation) -> Iterator[Fault]:
    """Each other language once, and none of them the report's own."""
    for place, language in enumerate(consultation.languages):
        if language == consultation.language or language in consultation.languages[:place]:
            what = "a language that the report is made in already"
            yield Fault(("languages", place), what, str(language), do="Take it out.")


def funnel_adds_up(consultation: Consultation) -> Iterator[Fault]:
    """A declared funnel adds up to its last row."""
    if not isinstance(consultation.data, TallyData):
        return
    funnel = consultation.data.funnel
    left = funnel.received - sum(step.removed for step in funnel.removed.values())
    if left != funnel.analysed:
        yield Fault(
            ("data", "funnel", "analysed"),
            "the funnel does not add up",
            str(funnel.analysed),
            f"{left}: received less all that was removed",
            "Correct the step that is wrong.",
        )
    for name in funnel.removed:
        if name_fault(name) or name in ("received", "analysed"):
            what = name_fault(name) or "a reserved name: received and analysed are the first and the last step"
            yield Fault(("data", "funnel", "removed", name), what, name, do="Choose another name for the step.")
