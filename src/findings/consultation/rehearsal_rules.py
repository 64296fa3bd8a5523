"""What `rehearsal.yaml` must keep together with the questionnaire: one rule, one function."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter

from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import AnswerKind, Questionnaire
from findings.consultation.names import name_fault
from findings.consultation.rehearsal import Effect, Rehearsal, channel_question
from findings.consultation.rehearsal_other_rules import other_faults
from findings.consultation.yamlfile import KeyPath

MOST_COMBINATIONS = 50_000
"""How many combinations of answers one question may depend on: a table of them is kept in memory."""


def rehearsal_faults(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every broken rule of `rehearsal.yaml`."""
    yield from population_covers_the_answers(rehearsal, questionnaire)
    yield from shares_cover_the_options(rehearsal, questionnaire)
    yield from effects_are_of_answers(rehearsal, questionnaire)
    yield from effects_run_one_way(rehearsal, questionnaire)
    yield from left_out_is_of_questions(rehearsal, questionnaire)
    yield from channels_add_up(rehearsal, questionnaire)
    yield from campaigns_stand_in_a_section(rehearsal, questionnaire)
    yield from cases_leave_room(rehearsal)
    yield from other_faults(rehearsal, questionnaire)


def _unknown(keys: KeyPath, what: str, found: str, allowed: Collection[str]) -> Iterator[Fault]:
    if found not in allowed:
        yield Fault(keys, f"an unknown {what}", found, ", ".join(allowed), closest(found, list(allowed)))


def population_covers_the_answers(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """A population has somebody in it, in every answer of a question that has no shares beside it."""
    for question, people in rehearsal.population.items():
        keys = ("population", question)
        yield from _unknown(keys, "question", question, questionnaire.questions)
        if question not in questionnaire.questions:
            continue
        if question in rehearsal.shares:
            do = "Keep one of them."
            yield Fault(keys, "a question with shares and a population", question, do=do)
        options = questionnaire.scale_of(question).options
        for option in people:
            yield from _unknown((*keys, option), "option", option, options)
        missing = [name for name, option in options.items() if option.kind is AnswerKind.ANSWER and name not in people]
        if set(people) - set(options):
            # An option that is misspelt is missing too: told once.
            continue
        if missing:
            do = "Give each answer a number of people; 0 if there is nobody."
            yield Fault(keys, "answers without a number of people", ", ".join(missing), do=do)
        elif not sum(people.values()):
            yield Fault(
                keys, "a population without people", "0", "more than 0", "Give each answer its number of people."
            )


def shares_cover_the_options(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Shares name each option of a question and add up to 1."""
    for question, shares in rehearsal.shares.items():
        keys = ("shares", question)
        yield from _unknown(keys, "question", question, questionnaire.questions)
        if question not in questionnaire.questions:
            continue
        options = questionnaire.scale_of(question).options
        for option in shares:
            yield from _unknown((*keys, option), "option", option, options)
        missing = [option for option in options if option not in shares]
        if set(shares) - set(options):
            # An option that is misspelt is missing too: told once.
            continue
        if missing:
            do = "Give each option a share; 0 if nobody chooses it."
            yield Fault(keys, "options without a share", ", ".join(missing), do=do)
        elif not math.isclose(sum(shares.values()), 1, abs_tol=0.005):
            yield Fault(
                keys, "shares that do not add up to 1", f"{sum(shares.values()):.3f}", "1", "Correct one of them."
            )


def effects_are_of_answers(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """An effect names two questions and options of them; the other end only of a scale."""
    for place, effect in enumerate(rehearsal.effects or ()):
        keys = ("effects", place)
        yield from _unknown((*keys, "question"), "question", effect.question, questionnaire.questions)
        yield from _unknown((*keys, "given"), "question", effect.given, questionnaire.questions)
        if effect.question in questionnaire.questions:
            options = questionnaire.scale_of(effect.question).options
            yield from _unknown((*keys, "option"), "option", effect.option, options)
            if effect.against:
                yield from _unknown((*keys, "against"), "option", effect.against, options)
                if questionnaire.questions[effect.question].kind != "scale":
                    do = "Take it out: the option then moves against all others."
                    yield Fault(
                        (*keys, "against"), "'against' at a question that is not a scale", effect.against, do=do
                    )
                elif effect.against == effect.option:
                    do = "Name the other end of the scale."
                    yield Fault((*keys, "against"), "an option against itself", effect.against, do=do)
        if effect.given in questionnaire.questions:
            yield from _unknown(
                (*keys, "answer"), "option", effect.answer, questionnaire.scale_of(effect.given).options
            )


def effects_run_one_way(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """No answer moves itself, directly or through others; and none depends on too many others at once."""
    parents = depends_on(questionnaire, rehearsal.effects or ())
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        do = "Let effects run from earlier questions to later ones."
        yield Fault(("effects",), "questions that depend on each other in a circle", circle, do=do)
    for question, others in parents.items():
        combinations = math.prod(len(questionnaire.scale_of(other).options) + 2 for other in others)
        if combinations > MOST_COMBINATIONS:
            yield Fault(
                ("effects",),
                f"question {question} depends on too many questions at once",
                ", ".join(others),
                f"{MOST_COMBINATIONS} combinations of their answers, not {combinations}",
                "Let it depend on fewer.",
            )


def depends_on(questionnaire: Questionnaire, effects: Collection[Effect]) -> dict[str, tuple[str, ...]]:
    """The questions that each question's answers depend on, by routing or an effect, in the questionnaire's order."""
    known = questionnaire.questions
    found: dict[str, set[str]] = {name: set(question.asked_if) & set(known) for name, question in known.items()}
    for effect in effects:
        if effect.question in known and effect.given in known:
            found[effect.question].add(effect.given)
    return {name: tuple(other for other in known if other in others) for name, others in found.items()}


def left_out_is_of_questions(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """`left_out` names questions; who writes nothing in their own words is said by `comments`."""
    asked = questionnaire.also_asked
    for question in rehearsal.left_out:
        keys = ("left_out", question)
        if question in asked and asked[question].kind == "open":
            do = "Take it out, and say under 'comments' how many write."
            yield Fault(keys, "a question that is answered in words", question, do=do)
            continue
        yield from _unknown(keys, "question", question, [*questionnaire.questions, *asked])


def channels_add_up(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Channels have names and shares that add up, and are not asked for twice."""
    if not rehearsal.channels:
        return
    question = channel_question(questionnaire)
    if question:
        do = f"Take the channels out, and give their shares under 'shares: {question}:'."
        door = questionnaire.questions[question].given_by == "channel"
        what = "a question that the channel answers" if door else "a question with the column 'channel'"
        yield Fault(("channels",), f"the questionnaire has {what}", question, do=do)
    for name in rehearsal.channels:
        fault = name_fault(name)
        if fault:
            yield Fault(("channels", name), fault, name, do="Choose another name for the channel.")
    total = sum(channel.share for channel in rehearsal.channels.values())
    if not math.isclose(total, 1, abs_tol=0.005):
        yield Fault(("channels",), "shares that do not add up to 1", f"{total:.3f}", "1", "Correct one of them.")


def campaigns_stand_in_a_section(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """A campaign asks for answers to questions of its section; all campaigns together leave others to answer."""
    campaigns = rehearsal.campaigns or {}
    for name, campaign in campaigns.items():
        keys = ("campaigns", name)
        fault = name_fault(name)
        if fault:
            yield Fault(keys, fault, name, do="Choose another name for the campaign.")
        yield from _unknown((*keys, "section"), "section", campaign.section, questionnaire.sections)
        if campaign.section not in questionnaire.sections:
            continue
        # A campaign answers single choices; what it writes is its text.
        asked = [name for name in questionnaire.sections[campaign.section].questions if name in questionnaire.questions]
        for question, option in campaign.answers.items():
            place = (*keys, "answers", question)
            yield from _unknown(place, f"question of the section {campaign.section}", question, asked)
            if question in asked:
                yield from _unknown(place, "option", option, questionnaire.scale_of(question).options)
    total = sum(campaign.share for campaign in campaigns.values())
    if total > 0.9:
        do = "Make them smaller."
        yield Fault(("campaigns",), "campaigns that leave nobody else to answer", f"{total:.2f}", "0.9 or less", do)


def cases_leave_room(rehearsal: Rehearsal) -> Iterator[Fault]:
    """Each case needs rows of its own; at least half of the rows are ordinary."""
    taken = rehearsal.cases.rows_taken
    if taken > 0.5:
        yield Fault(
            ("cases",),
            "cases that leave too few ordinary responses",
            f"{taken:.2f} of the rows",
            "0.50 or less: blank, and twice each of exact_duplicate, near_duplicate and twice",
            "Make them rarer.",
        )
