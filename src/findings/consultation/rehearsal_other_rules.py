"""What `rehearsal.yaml` must keep with questions that are kept and not counted, and with those the campaigns answer."""

from __future__ import annotations

import math
from collections.abc import Iterator

from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import Questionnaire
from findings.consultation.rehearsal import AlsoAnswered, Rehearsal, drawn_also, given_by
from findings.consultation.source_rules import OTHER
from findings.consultation.yamlfile import KeyPath

_SAID_OF = {"multiple": ("shares",), "ranking": ("shares", "ranked"), "numeric": ("least", "most"), "date": ()}
"""Kind of a question -> what can be said of its answers."""


def other_faults(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every broken rule of these questions."""
    yield from what_is_said_fits_its_kind(rehearsal, questionnaire)
    yield from also_shares_cover_the_options(rehearsal, questionnaire)
    yield from ranks_and_numbers_are_possible(rehearsal, questionnaire)
    yield from campaigns_answer_their_question(rehearsal, questionnaire)


def what_is_said_fits_its_kind(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Numbers have a range and no shares, and so on."""
    known = drawn_also(questionnaire)
    for question, said in rehearsal.also_asked.items():
        keys: KeyPath = ("also_asked", question)
        if question not in known:
            opened = question in questionnaire.also_asked
            what = "a question that is answered in words" if opened else "an unknown question"
            do = "Say under 'comments' how many write." if opened else closest(question, list(known))
            yield Fault(keys, what, question, ", ".join(known), do)
            continue
        kind = questionnaire.also_asked[question].kind
        for key in _keys(said):
            if key in _SAID_OF[kind]:
                continue
            allowed = ", ".join(_SAID_OF[kind]) or "nothing: each day while it was open is as likely"
            yield Fault((*keys, key), f"not said of a question of kind '{kind}'", key, allowed, "Take it out.")


def also_shares_cover_the_options(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Shares name each answer; in a ranking one answer is first, so that they add up to 1."""
    for question, kind, said in _said(rehearsal, questionnaire):
        if "shares" not in _SAID_OF[kind]:
            continue
        keys: KeyPath = ("also_asked", question, "shares")
        options = questionnaire.also_asked[question].options
        unknown = [option for option in said.shares if option not in options]
        for option in unknown:
            yield Fault(
                (*keys, option), "an unknown option", option, ", ".join(options), closest(option, list(options))
            )
        missing = [option for option in options if option not in said.shares]
        if unknown or not said.shares:
            continue
        if missing:
            do = "Give each option a share; 0 if nobody chooses it."
            yield Fault(keys, "options without a share", ", ".join(missing), do=do)
        elif kind == "ranking" and not math.isclose(sum(said.shares.values()), 1, abs_tol=0.005):
            total = f"{sum(said.shares.values()):.3f}"
            yield Fault(keys, "shares that do not add up to 1", total, "1", "Correct one of them.")


def ranks_and_numbers_are_possible(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Nobody ranks more answers than somebody could; the smallest number is not above the largest."""
    for question, kind, said in _said(rehearsal, questionnaire):
        keys: KeyPath = ("also_asked", question)
        # Who is never first is never ranked.
        options = questionnaire.also_asked[question].options
        most = sum(said.shares.get(option, 0) > 0 for option in options) if said.shares else len(options)
        if kind == "ranking" and said.ranked is not None and said.ranked > most:
            what = "more answers than there are to be ranked"
            yield Fault((*keys, "ranked"), what, str(said.ranked), f"{most} or fewer", "Make it smaller.")
        if kind != "numeric" or said.least is said.most is None:
            continue
        if said.least is None or said.most is None:
            one, other = ("least", "most") if said.least is None else ("most", "least")
            yield Fault(keys, f"'{other}' without '{one}'", do=f"Say '{one}' too.")
        elif said.least > said.most:
            found = f"{said.least} to {said.most}"
            yield Fault(keys, "the smallest number is above the largest", found, do="Exchange them.")


def campaigns_answer_their_question(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    """What the campaigns answer is said by their shares alone, and each of them is an option."""
    for name in given_by("campaign", questionnaire):
        yield from _answered_by_campaigns(name, rehearsal, questionnaire)


def _answered_by_campaigns(name: str, rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[Fault]:
    said: dict[KeyPath, bool] = {
        (key, name): name in getattr(rehearsal, key) for key in ("population", "shares", "left_out")
    }
    said |= {("effects", place): effect.question == name for place, effect in enumerate(rehearsal.effects or ())}
    campaigns = rehearsal.campaigns or {}
    said |= {("campaigns", own, "answers", name): name in campaign.answers for own, campaign in campaigns.items()}
    for keys, found in said.items():
        if found:
            do = "Take it out: the shares of the campaigns say how many follow each."
            yield Fault(keys, "a question that the campaigns answer", name, do=do)
    known = [option for option in questionnaire.scale_of(name).options if option != OTHER]
    for own in campaigns:
        if own not in known:
            what = f"a campaign that is no option of question {name}"
            yield Fault(("campaigns", own), what, own, ", ".join(known), closest(own, known))


def _keys(said: AlsoAnswered) -> list[str]:
    """What was said, whether or not the rest was written down as empty beside it."""
    return [key for key, value in said.model_dump().items() if value not in (None, {})]


def _said(rehearsal: Rehearsal, questionnaire: Questionnaire) -> Iterator[tuple[str, str, AlsoAnswered]]:
    """Question, kind, what is said: of the questions that are known."""
    known = drawn_also(questionnaire)
    for question, said in rehearsal.also_asked.items():
        if question in known:
            yield question, questionnaire.also_asked[question].kind, said
