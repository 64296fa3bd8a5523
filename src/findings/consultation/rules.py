"""What a questionnaire must keep beyond its types: one rule, one function.

Each rule takes the questionnaire and yields the keys of a fault with what is wrong, so that the
builder can add file and line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from findings.consultation.faults import closest
from findings.consultation.model import Consultation, Net, Option, Questionnaire, Stance, TallyData
from findings.consultation.names import name_fault
from findings.consultation.plan import Plan
from findings.consultation.yamlfile import KeyPath

GIVEN_BY_PROGRAM = ("store", "section")


@dataclass(frozen=True)
class Fault:
    """A broken rule, at the keys of the value that breaks it."""

    keys: KeyPath
    what: str
    found: str = ""
    allowed: str = ""
    do: str = ""


def questionnaire_faults(
    questionnaire: Questionnaire, known_questions: Collection[str], *, places_known: bool = True
) -> Iterator[Fault]:
    """Every broken rule of a questionnaire.

    Parameters
    ----------
    questionnaire
        The questionnaire, perhaps without entries that were faulty in themselves.
    known_questions
        The names of all questions in the file, the faulty ones too, so that no reference to one of
        them is called unknown.
    places_known
        Whether all sections and the profile are there to be looked through.
    """
    for rule in _QUESTIONNAIRE_RULES:
        if places_known or rule not in (something_is_asked, questions_stand_once):
            yield from rule(questionnaire, known_questions)


def consultation_faults(consultation: Consultation) -> Iterator[Fault]:
    """Every broken rule of `consultation.yaml`."""
    yield from dates_in_order(consultation)
    yield from funnel_adds_up(consultation)


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


def names_follow_the_grammar(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """Names of questions, options, nets, sections, breakdowns and groups are names, and not reserved."""
    del known
    for keys in _named(questionnaire):
        fault = name_fault(str(keys[-1]))
        if fault:
            yield Fault(keys, fault, str(keys[-1]), do="Choose another name; what readers see is its label.")


def something_is_asked(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """There are questions and sections; a slice of the store may have none, a questionnaire may not."""
    if not known:
        yield Fault(("questions",), "a questionnaire without questions", do="Add the questions that were asked.")
    if not questionnaire.sections:
        yield Fault(("sections",), "a questionnaire without sections", do="Add a section that names the questions.")


def options_or_scale(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """A question has options of its own or a shared scale that exists."""
    del known
    for name, question in questionnaire.questions.items():
        keys: KeyPath = ("questions", name)
        if question.scale and question.scale not in questionnaire.scales:
            scales = list(questionnaire.scales)
            yield Fault(
                (*keys, "scale"),
                "an unknown scale",
                question.scale,
                ", ".join(scales),
                closest(question.scale, scales) or "Describe it under 'scales'.",
            )
        elif bool(question.scale) == bool(question.options):
            yield Fault(
                keys,
                "a question has either 'options' or 'scale'",
                "both" if question.scale else "neither",
                do="Take one of them out." if question.scale else "Add 'options:', or 'scale:' with a scale's name.",
            )
        elif not question.scale and len(question.options) < 2:
            yield Fault(
                (*keys, "options"),
                "a question has at least two options",
                str(len(question.options)),
                do="Add the other options.",
            )


def nets_count_options(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """A net counts options that exist, each once."""
    del known
    for keys, nets, options in _scales(questionnaire):
        for name, net in nets.items():
            for option in net.of:
                if option not in options:
                    yield Fault(
                        (*keys, "nets", name, "of"),
                        "a net of an unknown option",
                        option,
                        ", ".join(options),
                        closest(option, list(options)),
                    )
            if len(set(net.of)) < len(net.of):
                yield Fault(
                    (*keys, "nets", name, "of"), "a net counts an option twice", ", ".join(net.of), do="Name it once."
                )


def support_is_one_cell(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """Support, and opposition, is one option or one net: the decision evidence needs one number."""
    del known
    for keys, nets, options in _scales(questionnaire):
        for stance in (Stance.SUPPORT, Stance.OPPOSE):
            taking = [name for name, option in options.items() if option.stance is stance]
            netted = [name for name, net in nets.items() if net.stance is stance]
            if len(netted) > 1:
                yield Fault(
                    (*keys, "nets"),
                    f"more than one net has the stance '{stance}'",
                    ", ".join(netted),
                    do="Leave the stance with the net that measures it best.",
                )
            elif len(taking) > 1 and not netted:
                yield Fault(
                    keys,
                    f"several options have the stance '{stance}' and no net counts them together",
                    ", ".join(taking),
                    do=f"Add a net of them with 'stance: {stance}'.",
                )


def sections_hold_questions(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """A section has questions, and each of them exists."""
    places: list[tuple[KeyPath, tuple[str, ...]]] = [(("profile",), questionnaire.profile)]
    for name, section in questionnaire.sections.items():
        keys: KeyPath = ("sections", name, "questions")
        if not section.questions:
            yield Fault(
                keys,
                "a section without questions",
                "[]",
                "one or more of: " + ", ".join(known),
                "Name its questions, or take the section out.",
            )
        places.append((keys, section.questions))
    for place, questions in places:
        for position, question in enumerate(questions):
            if question not in known:
                yield Fault(
                    (*place, position),
                    "an unknown question",
                    question,
                    ", ".join(known),
                    closest(question, list(known)),
                )


def questions_stand_once(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """Every question stands in one section or in the profile: none is lost, none is told twice."""
    del known
    places = [*questionnaire.profile, *(q for section in questionnaire.sections.values() for q in section.questions)]
    times = Counter(places)
    for name in questionnaire.questions:
        if times[name] == 0:
            yield Fault(
                ("questions", name),
                "a question that stands in no section",
                name,
                do="Name it in a section's 'questions' or in 'profile'.",
            )
        elif times[name] > 1:
            yield Fault(
                ("questions", name),
                "a question that stands in more than one place",
                name,
                do="Name it once in a section or in 'profile'.",
            )


def routing_is_known(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """`asked_if` names another question and options of it."""
    for name, question in questionnaire.questions.items():
        if name in _asked_before(questionnaire, name):
            yield Fault(
                ("questions", name, "asked_if"),
                "a question that is asked only after itself",
                name,
                do="Let 'asked_if' name questions that come before.",
            )
        for other, answers in question.asked_if.items():
            keys = ("questions", name, "asked_if", other)
            if not answers:
                yield Fault(keys, "asked_if names no option", "[]", do="Name the options after which it is asked.")
            if other not in known:
                yield Fault(
                    keys, "asked_if names an unknown question", other, ", ".join(known), closest(other, list(known))
                )
            elif other in questionnaire.questions:
                options = questionnaire.scale_of(other).options
                for answer in answers:
                    if answer not in options:
                        yield Fault(
                            keys,
                            "asked_if names an unknown option",
                            answer,
                            ", ".join(options),
                            closest(answer, list(options)),
                        )


def _asked_before(questionnaire: Questionnaire, name: str) -> set[str]:
    """The questions that decide, directly or through others, whether a question is asked."""
    before: set[str] = set()
    waiting = [name]
    while waiting:
        question = questionnaire.questions.get(waiting.pop())
        new = set(question.asked_if) - before if question else set()
        before |= new
        waiting += new
    return before


def breakdowns_cover(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """A breakdown groups each option of its question once."""
    for name, breakdown in questionnaire.breakdowns.items():
        keys = ("breakdowns", name)
        if breakdown.question not in known:
            yield Fault(
                (*keys, "question"),
                "an unknown question",
                breakdown.question,
                ", ".join(known),
                closest(breakdown.question, list(known)),
            )
            continue
        if breakdown.question not in questionnaire.questions or not breakdown.groups:
            continue
        options = questionnaire.scale_of(breakdown.question).options
        grouped = Counter(option for group in breakdown.groups.values() for option in group.of)
        for option, times in grouped.items():
            if option not in options:
                yield Fault(
                    (*keys, "groups"),
                    "a group of an unknown option",
                    option,
                    ", ".join(options),
                    closest(option, list(options)),
                )
            elif times > 1:
                yield Fault(
                    (*keys, "groups"), "an option that stands in more than one group", option, do="Keep it in one."
                )
        missing = [option for option in options if option not in grouped]
        if missing:
            yield Fault(
                (*keys, "groups"),
                "options that stand in no group",
                ", ".join(missing),
                do="Put each option into a group, so that the groups add up to all respondents.",
            )


def labels_differ(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """No two options of a question can be mistaken for each other, in print or in the data."""
    del known
    for keys, _, options in _scales(questionnaire):
        owners: dict[str, str] = {}
        for name, option in options.items():
            # As intake compares them: letter case and the number of spaces left out.
            for text in dict.fromkeys(" ".join(word.casefold().split()) for word in (name, option.label, *option.also)):
                if owners.setdefault(text, name) != name:
                    yield Fault(
                        (*keys, "options", name),
                        "two options that are written alike",
                        text,
                        do=f"Change the label or 'also' of '{owners[text]}' or '{name}'.",
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


_QUESTIONNAIRE_RULES: tuple[Callable[[Questionnaire, Collection[str]], Iterator[Fault]], ...] = (
    something_is_asked,
    names_follow_the_grammar,
    options_or_scale,
    nets_count_options,
    support_is_one_cell,
    sections_hold_questions,
    questions_stand_once,
    routing_is_known,
    breakdowns_cover,
    labels_differ,
)


def _named(questionnaire: Questionnaire) -> Iterator[KeyPath]:
    for kind in ("scales", "questions", "sections", "breakdowns"):
        for name in getattr(questionnaire, kind):
            yield (kind, name)
    for keys, nets, options in _scales(questionnaire):
        yield from ((*keys, "options", name) for name in options)
        # A net's own name gets its prefix from us.
        yield from ((*keys, "nets", name) for name in nets)
    for name, breakdown in questionnaire.breakdowns.items():
        yield from (("breakdowns", name, "groups", group) for group in breakdown.groups)


def _scales(questionnaire: Questionnaire) -> Iterator[tuple[KeyPath, dict[str, Net], dict[str, Option]]]:
    """Where options are declared: shared scales, and questions with options of their own."""
    for name, scale in questionnaire.scales.items():
        yield ("scales", name), scale.nets, scale.options
    for name, question in questionnaire.questions.items():
        if question.options:
            yield ("questions", name), question.nets, question.options
        elif question.nets and question.scale in questionnaire.scales:
            shared = questionnaire.scales[question.scale]
            yield ("questions", name), {**shared.nets, **question.nets}, shared.options
