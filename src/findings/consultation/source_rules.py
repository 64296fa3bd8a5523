"""What the files of responses must keep with the questionnaire: channels, campaigns, postcodes, dates.

One rule, one function. Each rule yields faults at keys of `consultation.yaml`, where the data are described.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import (
    Campaign,
    Channel,
    Consultation,
    Questionnaire,
    SourceFile,
    SourcesData,
    TallyData,
    sources_of,
)
from findings.consultation.names import name_fault
from findings.consultation.yamlfile import KeyPath

OTHER = "other"
"""The option of those who follow no campaign, in a question that the campaigns answer."""


def source_faults(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every broken rule."""
    for rule in _RULES:
        yield from rule(consultation, questionnaire)


def channels_are_named(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Channels and campaigns have names, since editions, options and cells are called by them."""
    data = consultation.data
    channels = list(data.channels) if isinstance(data, SourcesData) else []
    named = {"channels": channels, "campaigns": list(_campaigns(consultation))}
    for kind, entries in named.items():
        for name in entries:
            if fault := name_fault(name):
                yield Fault(("data", kind, name), fault, name, do="Choose another name; what readers see is its label.")


def someone_answers(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Of several channels, one at least has answers to count."""
    data = consultation.data
    if isinstance(data, SourcesData) and all(channel.counts == "submissions" for channel in data.channels.values()):
        yield Fault(("data", "channels"), "no channel whose answers are counted", do="Let one say 'counts: answers'.")


def pooled_channels_exist(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """What is counted together are channels of answers, each once."""
    data = consultation.data
    if not isinstance(data, SourcesData) or data.pooled is None:
        return
    answering = [name for name, channel in data.channels.items() if channel.counts == "answers"]
    for place, name in enumerate(data.pooled.of):
        keys: KeyPath = ("data", "pooled", "of", place)
        if name not in answering:
            what = "not a channel whose answers are counted"
            yield Fault(keys, what, name, ", ".join(answering), closest(name, answering))
        elif name in data.pooled.of[:place]:
            yield Fault(keys, "a channel named twice", name, do="Name it once.")


def sources_name_questions(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """A source's own columns, and what a channel did not ask, are questions of the questionnaire."""
    known = [*questionnaire.questions, *questionnaire.also_asked]
    for keys, source in _sources(consultation):
        named: dict[KeyPath, str] = {("columns", name): name for name in source.columns}
        if isinstance(source, Channel):
            named |= {("not_asked", place): name for place, name in enumerate(source.not_asked)}
        for own, name in named.items():
            if name not in known:
                yield Fault((*keys, *own), "an unknown question", name, ", ".join(known), closest(name, known))


def campaigns_arrive_in_words(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """A campaign's text arrives in an open question."""
    opened = [name for name, asked in questionnaire.also_asked.items() if asked.kind == "open"]
    for name, campaign in _campaigns(consultation).items():
        if campaign.question not in opened:
            keys: KeyPath = ("data", "campaigns", name, "question")
            yield Fault(
                keys,
                "not an open question",
                campaign.question,
                ", ".join(opened) or "none: the questionnaire has no open question",
                closest(campaign.question, opened) or "Describe it under 'also_asked' with 'kind: open'.",
            )


def the_door_answers(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """A question that is answered at the door has the options that the door gives."""
    data = consultation.data
    channels = [n for n, c in data.channels.items() if c.counts == "answers"] if isinstance(data, SourcesData) else []
    campaigns = [*_campaigns(consultation), OTHER] if _campaigns(consultation) else []
    looked_up = {
        question for _, source in _sources(consultation) if source.postcodes for question in source.postcodes.gives
    }
    for name, question in questionnaire.questions.items():
        keys: KeyPath = ("data",)
        what = f"question {name} is given by {question.given_by}, "
        if question.given_by == "postcode" and name not in looked_up:
            do = "Name it under 'postcodes.gives', with the column of the lookup."
            yield Fault(keys, f"{what}and no lookup of postcodes gives it", do=do)
        due = {"channel": channels, "campaign": campaigns}.get(question.given_by)
        if due is None:
            continue
        options = list(questionnaire.scale_of(name).options)
        missing = [option for option in due if option not in options]
        if not due:
            yield Fault(keys, f"{what}and the data have none", do="Describe them, or take the question out.")
        elif missing:
            do = f"Add to the question's options: {', '.join(missing)}."
            yield Fault(keys, f"{what}and lacks options", ", ".join(options), ", ".join(due), do)
    for keys, source in _sources(consultation):
        for name in source.postcodes.gives if source.postcodes else ():
            known = [own for own, question in questionnaire.questions.items() if question.given_by == "postcode"]
            if name not in known:
                place: KeyPath = (*keys, "postcodes", "gives", name)
                do = (
                    "Give the question 'given_by: postcode'."
                    if name in questionnaire.questions
                    else closest(name, known)
                )
                yield Fault(place, "not a question that postcodes answer", name, ", ".join(known), do)


def routing_hangs_on_answers(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Who is asked a question is decided by answers, not by a campaign's text, which is found afterwards."""
    for name, question in questionnaire.questions.items():
        for other in question.asked_if:
            spec = questionnaire.questions.get(other)
            if spec is not None and spec.given_by == "campaign":
                what = f"question {name} is asked only after {other}, which is given by campaign"
                yield Fault(("data",), what, do="Take it out of 'asked_if': nobody was asked by what they sent.")


def dates_have_an_order(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Dates are read in the order that is declared, so it is declared where there are any."""
    dated = [name for name, asked in questionnaire.also_asked.items() if asked.kind == "date"]
    for keys, source in _sources(consultation):
        if source.date_order is None and (source.submitted or dated):
            what = (
                f"'submitted' is read from '{source.submitted}'"
                if source.submitted
                else f"question {dated[0]} is a day"
            )
            do = "Say in which order the file writes them: 'date_order: dmy' for day, month, year."
            yield Fault(keys, f"{what}, and no order of dates is declared", allowed="ymd, dmy, mdy", do=do)


def persons_are_combined_alike(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """One person's responses may come through several channels, so one rule combines them."""
    rules = {keys: source.same_person.combine for keys, source in _sources(consultation) if source.same_person}
    first = next(iter(rules.values()), "")
    for keys, rule in rules.items():
        if rule != first:
            where: KeyPath = (*keys, "same_person", "combine")
            yield Fault(
                where, "another rule than in the channel before", rule, first, "Let all channels have one rule."
            )


_RULES: tuple[Callable[[Consultation, Questionnaire], Iterator[Fault]], ...] = (
    channels_are_named,
    someone_answers,
    pooled_channels_exist,
    sources_name_questions,
    campaigns_arrive_in_words,
    the_door_answers,
    routing_hangs_on_answers,
    dates_have_an_order,
    persons_are_combined_alike,
)


def _sources(consultation: Consultation) -> Iterator[tuple[KeyPath, SourceFile]]:
    for name, source in sources_of(consultation.data).items():
        yield (("data", "channels", name) if name else ("data",)), source


def _campaigns(consultation: Consultation) -> dict[str, Campaign]:
    return {} if isinstance(consultation.data, TallyData) else consultation.data.campaigns


def also_asked_faults(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Fault]:
    """A question that is kept has a name of its own, and what its kind needs to be read."""
    for name, asked in questionnaire.also_asked.items():
        keys: KeyPath = ("also_asked", name)
        if fault := name_fault(name):
            yield Fault(keys, fault, name, do="Choose another name; what readers see is its label.")
        if name in known:
            yield Fault(keys, "a name that a question has already", name, do="Choose another name.")
        if asked.kind not in ("multiple", "ranking"):
            continue
        columns = [choice.column for choice in asked.options.values()]
        if not asked.options:
            yield Fault(keys, f"a question of kind '{asked.kind}' without options", do="List them under 'options'.")
        elif any(columns) and not all(columns):
            what, do = "some options have a column and others have none", "Give each one its column, or none of them."
            yield Fault((*keys, "options"), what, do=do)
        elif asked.separator and not asked.separator.strip() and "\n" not in asked.separator:
            what = "answers divided by nothing but spaces"
            yield Fault((*keys, "separator"), what, do="Name the mark that stands between them, for example ';'.")
        elif not any(columns) and not asked.separator:
            what = "several answers in one cell, and nothing is said to divide them"
            yield Fault(keys, what, do="Say what does: \"separator: ';'\".")
