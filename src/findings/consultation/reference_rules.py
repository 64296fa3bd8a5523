"""What a questionnaire says of its questions elsewhere: in sections, routing and breakdowns. One rule, one function.

A rule that follows references is also given the names of all questions in the file, the faulty ones
too, so that no reference to one of them is called unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import About, AlsoAsked, Question, Questionnaire
from findings.consultation.yamlfile import KeyPath


def something_is_asked(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """There are questions and sections; a slice of the store may have none, a questionnaire may not."""
    if not known:
        yield Fault(("questions",), "a questionnaire without questions", do="Add the questions that were asked.")
    if not questionnaire.sections:
        yield Fault(("sections",), "a questionnaire without sections", do="Add a section that names the questions.")


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
        if section.proposal and section.about is About.PROCESS:
            what = "a section cannot be a proposal and be about the process"
            yield Fault(("sections", name, "about"), what, str(section.about), do="Take 'proposal' or 'about' out.")
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


def questions_stand_once(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every question stands in one section or in the profile: none is lost, none is told twice."""
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
    routed: dict[tuple[str, str], Question | AlsoAsked] = {
        **{("questions", name): question for name, question in questionnaire.questions.items()},
        **{("also_asked", name): asked for name, asked in questionnaire.also_asked.items()},
    }
    for (part, name), question in routed.items():
        if name in _asked_before(questionnaire, name):
            yield Fault(
                (part, name, "asked_if"),
                "a question that is asked only after itself",
                name,
                do="Let 'asked_if' name questions that come before.",
            )
        for other, answers in question.asked_if.items():
            keys = (part, name, "asked_if", other)
            if not answers:
                yield Fault(keys, "asked_if names no option", "[]", do="Name the options after which it is asked.")
            if other not in known:
                yield Fault(
                    keys, "asked_if names an unknown question", other, ", ".join(known), closest(other, list(known))
                )
            elif other in questionnaire.questions:
                options = questionnaire.scale_of(other).options
                for answer in answers:
                    # A question without options is told by itself.
                    if options and answer not in options:
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
        options = _options_of(questionnaire, breakdown.question)
        if not options or not breakdown.groups:
            continue
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


def _options_of(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    """What a question's groups are made of: its options, or the bands of a number."""
    if question in questionnaire.questions:
        return tuple(questionnaire.scale_of(question).options)
    asked = questionnaire.also_asked.get(question)
    return tuple(asked.bands or asked.options) if asked is not None else ()
