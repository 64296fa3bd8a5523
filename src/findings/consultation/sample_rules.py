"""What a declared sample and a mid-point need of the data and the questionnaire: one rule, one function.

Each rule yields faults at keys of `consultation.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import Consultation, Questionnaire, Sample, TallyData, sources_of
from findings.consultation.yamlfile import KeyPath

SAMPLE_COLUMNS = ("weight", "stratum", "cluster", "stratum_size")
"""What a sample says of each respondent: keys of `sample` that name a column, and columns of the coded responses."""


def sample_columns(sample: Sample | None) -> dict[str, str]:
    """What is known of each respondent of a sample -> the column that says it."""
    named = {name: str(getattr(sample, name)) for name in SAMPLE_COLUMNS} if sample is not None else {}
    return {name: column for name, column in named.items() if column}


def a_sample_has_responses(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Weights and intervals are taken of responses; a tally has none."""
    if consultation.sample is not None and isinstance(consultation.data, TallyData):
        do = "Take 'sample' out, or give the responses."
        yield Fault(("sample",), "a tally is no sample: it has no responses to weigh", do=do)


def raking_knows_its_margins(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Each margin is a breakdown of a single answer whose population is given."""
    raking = consultation.sample.raking if consultation.sample is not None else None
    if raking is None:
        return
    for place, name in enumerate(raking.margins):
        keys: KeyPath = ("sample", "raking", "margins", place)
        known = list(questionnaire.breakdowns)
        if name not in questionnaire.breakdowns:
            yield Fault(keys, "an unknown breakdown", name, ", ".join(known), closest(name, known))
        elif name not in consultation.populations:
            given = list(consultation.populations)
            do = "Give its population under 'populations', or take it out of the margins."
            yield Fault(keys, "a margin whose population is not known", name, ", ".join(given) or "none is given", do)
        if name in raking.margins[:place]:
            yield Fault(keys, "a margin that is named twice", name, do="Name it once.")
    if raking.trim is not None and not 0 < raking.trim[0] <= 1 <= raking.trim[1]:
        yield Fault(
            ("sample", "raking", "trim"),
            "ends that leave no weights to choose from",
            f"{raking.trim[0]} to {raking.trim[1]}",
            "more than 0 and at most 1, then 1 or more: in mean weights",
            "Correct them, for example [0.3, 3].",
        )


def comparisons_are_of_breakdowns(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """What is compared are groups of a breakdown."""
    comparisons = consultation.sample.comparisons if consultation.sample is not None else None
    known = [*questionnaire.breakdowns, *questionnaire.crossed]
    for place, name in enumerate(comparisons.breakdowns if comparisons is not None else ()):
        if name not in known:
            keys: KeyPath = ("sample", "comparisons", "breakdowns", place)
            yield Fault(keys, "an unknown breakdown", name, ", ".join(known), closest(name, known))


def tables_are_by_breakdowns(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """The chapters have tables by groups of breakdowns that are there."""
    known = [*questionnaire.breakdowns, *questionnaire.crossed]
    for place, name in enumerate(consultation.report.tables_by or ()):
        if name not in known:
            keys: KeyPath = ("report", "tables_by", place)
            yield Fault(keys, "an unknown breakdown", name, ", ".join(known), closest(name, known))


def a_midpoint_has_days(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """A look while the consultation is open counts responses up to a day, so the data say when each was sent."""
    midpoint = consultation.midpoint
    if midpoint is None:
        return
    keys: KeyPath = ("midpoint", "until")
    if not consultation.opened <= midpoint.until <= consultation.closed:
        yield Fault(
            keys,
            "a day outside the consultation",
            str(midpoint.until),
            f"{consultation.opened} to {consultation.closed}",
            "Correct it.",
        )
    sources = sources_of(consultation.data)
    if not sources:
        yield Fault(keys, "a tally has no days: nobody can say what had come by then", do="Take 'midpoint' out.")
    for channel, source in sources.items():
        if not source.submitted:
            place: KeyPath = ("data", "channels", channel) if channel else ("data",)
            what = "a mid-point is declared, and no column says when a response was sent"
            yield Fault(place, what, do="Name it: 'submitted', with 'date_order'.")


def a_tally_counts_single_answers(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """A tally adds up to its groups, which several answers of one person do not."""
    if isinstance(consultation.data, TallyData):
        for name in questionnaire.also_asked:
            if name in questionnaire.told:
                what = f"question {name} is of kind '{questionnaire.also_asked[name].kind}', and the data are a tally"
                do = "Take it out of its section, or give the responses."
                yield Fault(("data", "reader"), what, do=do)
    if isinstance(consultation.data, TallyData) and questionnaire.crossed:
        what = "breakdowns are crossed, and the data are a tally: it is grouped once"
        yield Fault(("data", "reader"), what, ", ".join(questionnaire.crossed), do="Take 'crossed' out.")


def sample_faults(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every broken rule of this page."""
    for rule in (
        a_sample_has_responses,
        raking_knows_its_margins,
        comparisons_are_of_breakdowns,
        tables_are_by_breakdowns,
        a_midpoint_has_days,
        a_tally_counts_single_answers,
    ):
        yield from rule(consultation, questionnaire)
