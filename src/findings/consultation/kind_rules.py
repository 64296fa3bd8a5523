"""What each kind of question must keep to be counted: where it stands, its bands, scores, nets; and crossed breakdowns.

One rule, one function; each yields faults at keys of `questionnaire.yaml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import CROSSED, ONE_ANSWER, AlsoAsked, AnswerKind, Questionnaire
from findings.consultation.names import UNSAID, name_fault
from findings.consultation.yamlfile import KeyPath

MOST_CROSSED = 400
"""Groups that two crossed breakdowns may make: more are no table that anybody reads, nor one that can be protected."""


def one_answer_kinds(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Under `questions` stand single choices and scales."""
    for name, question in questionnaire.questions.items():
        if question.kind not in ONE_ANSWER:
            yield Fault(
                ("questions", name, "kind"),
                f"a question of kind '{question.kind}' under 'questions'",
                str(question.kind),
                ", ".join(ONE_ANSWER),
                "Move it to 'also_asked'; a section counts it all the same.",
            )
        if question.bands:
            yield Fault(
                ("questions", name, "bands"), f"a question of kind '{question.kind}' has no bands", do="Take them out."
            )


def stand_at_most_once(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A question of another kind may stand nowhere, then it is kept; it is not told twice."""
    places = Counter(questionnaire.told)
    for name in questionnaire.also_asked:
        if places[name] > 1:
            yield Fault(
                ("also_asked", name),
                "a question that stands in more than one place",
                name,
                do="Name it once in a section or in 'profile'.",
            )


def days_are_kept(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A day is kept and not counted, so no chapter tells it."""
    for name in questionnaire.told:
        asked = questionnaire.also_asked.get(name)
        if asked is not None and asked.kind == "date":
            do = "Take it out of its section or of the profile; it is kept all the same."
            yield Fault(("also_asked", name), "a day is not counted in tables", name, do=do)


def scores_make_a_mean(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A mean needs two points of the scale at least, and none for those who said that they do not know."""
    declared = {
        **{("scales", name): scale.options for name, scale in questionnaire.scales.items()},
        **{("questions", name): question.options for name, question in questionnaire.questions.items()},
    }
    for keys, options in declared.items():
        scored = {name: option.score for name, option in options.items() if option.score is not None}
        if len(scored) == 1 or (scored and len(set(scored.values())) == 1):
            yield Fault(
                (*keys, "options"),
                "a scale with one point: its mean says nothing",
                ", ".join(f"{name} {score}" for name, score in scored.items()),
                "two different scores or more",
                "Give the other options their 'score', or take this one out.",
            )
        for name in scored:
            if options[name].kind is not AnswerKind.ANSWER:
                yield Fault(
                    (*keys, "options", name, "score"),
                    f"a score for an option of kind '{options[name].kind}'",
                    str(scored[name]),
                    do="Take it out: who does not say is no point of the scale.",
                )


def only_what_the_kind_has(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Nets, exclusive options, tops and bands stand where a question of this kind has them."""
    for name, asked in questionnaire.also_asked.items():
        keys: KeyPath = ("also_asked", name)
        if asked.nets and asked.kind != "multiple":
            yield Fault((*keys, "nets"), f"a question of kind '{asked.kind}' has no nets", do="Take them out.")
        if asked.bands and asked.kind != "numeric":
            yield Fault((*keys, "bands"), f"a question of kind '{asked.kind}' has no bands", do="Take them out.")
        for option, choice in asked.options.items():
            for key in ("exclusive", "other"):
                if getattr(choice, key) and asked.kind != "multiple":
                    what = f"a question of kind '{asked.kind}' has no option that is '{key}'"
                    yield Fault((*keys, "options", option, key), what, do="Take it out.")
        others = [option for option, choice in asked.options.items() if choice.other]
        if len(others) > 1:
            what = "more than one option takes whatever people wrote in themselves"
            yield Fault((*keys, "options"), what, ", ".join(others), do="Leave 'other: true' with one of them.")
        yield from _net_faults(keys, asked)
        yield from _band_faults(keys, asked)


def names_are_names(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Options, nets and bands of these questions are called by names, since cells are."""
    for name, asked in questionnaire.also_asked.items():
        for part in ("options", "nets", "bands"):
            for own in getattr(asked, part):
                if part == "options" and asked.kind == "multiple" and f"not_{own}" in UNSAID:
                    # Beside each option stands the count of those who did not choose it.
                    what = f"a name that would stand for 'not_{own}' too"
                    yield Fault(("also_asked", name, part, own), what, own, do="Choose another name for the option.")
                elif fault := name_fault(own):
                    do = "Choose another name; what readers see is its label."
                    yield Fault(("also_asked", name, part, own), fault, own, do=do)


def breakdowns_group_people(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A breakdown by a question of another kind: one that is counted, and whose answers make groups."""
    for name, breakdown in questionnaire.breakdowns.items():
        asked = questionnaire.also_asked.get(breakdown.question)
        keys: KeyPath = ("breakdowns", name, "question")
        if asked is None:
            continue
        if asked.kind in ("ranking", "date"):
            yield Fault(
                keys, f"a {asked.kind} makes no groups", breakdown.question, do="Break down by another question."
            )
        elif breakdown.question not in questionnaire.told:
            do = "Name the question in 'profile' or in a section, or break down by another."
            yield Fault(keys, "a breakdown by a question that is not counted", breakdown.question, do=do)


def crossed_breakdowns(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Two breakdowns that exist and are not the same, with a number of groups that a table can hold."""
    known = list(questionnaire.breakdowns)
    for place, name in enumerate(questionnaire.crossed):
        keys: KeyPath = ("crossed", place)
        parts = name.split(CROSSED)
        if len(parts) != 2:
            yield Fault(
                keys, "not two breakdowns that are crossed", name, "area.x.age", "Write both with '.x.' between."
            )
            continue
        unknown = [part for part in parts if part not in known]
        for part in unknown:
            yield Fault(keys, "an unknown breakdown", part, ", ".join(known), closest(part, known))
        if unknown:
            continue
        asked = [questionnaire.breakdowns[part].question for part in parts]
        if asked[0] == asked[1]:
            do = "Cross breakdowns of two questions."
            yield Fault(keys, "two breakdowns of one question", name, do=do)
        elif any(_overlaps(questionnaire, question) for question in asked):
            what = "a breakdown whose groups overlap cannot be crossed"
            yield Fault(keys, what, name, do="Filter by one of its answers, or cross another breakdown.")
        elif all(question in questionnaire.questions or question in questionnaire.also_asked for question in asked):
            sizes = [_size(questionnaire, part) for part in parts]
            if sizes[0] * sizes[1] > MOST_CROSSED:
                yield Fault(
                    keys,
                    "two breakdowns that make too many groups when crossed",
                    f"{sizes[0]} x {sizes[1]} = {sizes[0] * sizes[1]:,} groups",
                    f"{MOST_CROSSED} or fewer",
                    "Give one of them larger 'groups'.",
                )
        if name in questionnaire.crossed[:place]:
            yield Fault(keys, "a pair that is named twice", name, do="Name it once.")


def _overlaps(questionnaire: Questionnaire, question: str) -> bool:
    asked = questionnaire.also_asked.get(question)
    return asked is not None and asked.kind == "multiple"


def _size(questionnaire: Questionnaire, breakdown: str) -> int:
    declared = questionnaire.breakdowns[breakdown]
    if declared.groups:
        return len(declared.groups)
    asked = questionnaire.also_asked.get(declared.question)
    if asked is not None:
        return len(asked.bands) or 1
    return len(questionnaire.scale_of(declared.question).options)


def _net_faults(keys: KeyPath, asked: AlsoAsked) -> Iterator[Fault]:
    for net, spec in asked.nets.items():
        for option in spec.of:
            if option not in asked.options:
                known = list(asked.options)
                what = "a net of an unknown option"
                yield Fault((*keys, "nets", net, "of"), what, option, ", ".join(known), closest(option, known))


def _band_faults(keys: KeyPath, asked: AlsoAsked) -> Iterator[Fault]:
    """Every number has one band."""
    if not asked.bands:
        return
    names, bands = list(asked.bands), list(asked.bands.values())
    if bands[0].at_least is not None or bands[-1].below is not None:
        yield Fault(
            (*keys, "bands"),
            "numbers that would have no band",
            do="Leave out 'at_least' of the first band and 'below' of the last, so that every number has one.",
        )
    for before, name, band in zip(bands, names[1:], bands[1:], strict=False):
        if band.at_least is None or before.below != band.at_least:
            yield Fault(
                (*keys, "bands", name, "at_least"),
                "bands that do not follow each other",
                "nothing" if band.at_least is None else str(band.at_least),
                "nothing" if before.below is None else f"{before.below}: where the band before it ends",
                "Let each band begin where the one before it ends.",
            )
    for name, band in asked.bands.items():
        if band.at_least is not None and band.below is not None and band.at_least >= band.below:
            what, found = "a band that holds no number", f"from {band.at_least} to below {band.below}"
            yield Fault((*keys, "bands", name), what, found, do="Correct its ends.")


def kind_faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every broken rule of this page."""
    for rule in (
        one_answer_kinds,
        stand_at_most_once,
        days_are_kept,
        scores_make_a_mean,
        names_are_names,
        only_what_the_kind_has,
        breakdowns_group_people,
        crossed_breakdowns,
    ):
        yield from rule(questionnaire)
