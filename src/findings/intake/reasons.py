"""Everything that can become of a row that was received, one code each.

Three severities. A *record* that cannot be used is set aside with its file, row, column and value. An *integrity* fault
says that the file or the parameters are wrong as a whole: it stops the run, and is told by the rule that found it. A
*submission* to look at is kept and counted, and stands in a list that a person goes through.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from findings.consultation.names import AFTER_MIDPOINT as AFTER_MIDPOINT


class Outcome(enum.StrEnum):
    """What became of a row: `received = analysed + merged + set aside`, in every channel."""

    ANALYSED = "analysed"
    MERGED = "merged"
    SET_ASIDE = "set_aside"


class Severity(enum.StrEnum):
    """What a rule that finds something does about it."""

    RECORD = "record"
    INTEGRITY = "integrity"
    SUBMISSION = "submission"


@dataclass(frozen=True)
class Reason:
    """Why a row was taken out or flagged.

    Parameters
    ----------
    code
        As ledger, quarantine and flags write it.
    severity, outcome
        What is done; a flagged submission is analysed.
    label
        As the report's funnel prints it; empty where a row is only flagged.
    meaning
        What the rule says, for docs and auditors.
    """

    code: str
    severity: Severity
    outcome: Outcome
    label: str
    meaning: str


def _record(code: str, label: str, meaning: str) -> Reason:
    return Reason(code, Severity.RECORD, Outcome.SET_ASIDE, label, meaning)


def _merged(code: str, label: str, meaning: str) -> Reason:
    return Reason(code, Severity.RECORD, Outcome.MERGED, label, meaning)


def _flag(code: str, meaning: str) -> Reason:
    return Reason(code, Severity.SUBMISSION, Outcome.ANALYSED, "", meaning)


WITHDRAWN, BLANK, UNREADABLE = "withdrawn", "blank", "unreadable"
EXACT_DUPLICATE, SAME_PERSON, CAMPAIGN_COPY = "exact_duplicate", "same_person", "campaign_copy"
COUNTED_APART, OTHER_CHANNEL, CAMPAIGN_APART = "counted_apart", "other_channel", "campaign_apart"
NEAR_DUPLICATE, CAMPAIGN_TEXT, LATE, EARLY = "near_duplicate", "campaign_text", "late", "early"
ANSWERS_DIFFER, MANY_FROM_ONE = "answers_differ", "many_from_one"
NOT_A_NUMBER, NOT_A_DAY = "not_a_number", "not_a_day"
OTHER_ANSWER, OUTSIDE_LOOKUP = "other_answer", "outside_lookup"
EXCLUSIVE_WITH_OTHERS, TIED_RANKS = "exclusive_with_others", "tied_ranks"

REASONS: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        _record(
            UNREADABLE,
            "Unreadable: a row that could not be read as a response",
            "The row has another length than the header, bytes that are no text, or a cell that no reader takes. The "
            "quarantine names the column, the value and the fault.",
        ),
        _record(WITHDRAWN, "Withdrawn by the person who sent it", "Its identifier stands in kept/withdrawn.csv."),
        _record(
            COUNTED_APART,
            "Counted apart: petitions, letters and events are counted, not added to the answers",
            "Its channel says 'counts: submissions'.",
        ),
        _record(
            OTHER_CHANNEL,
            "Counted apart: sent through a channel that has its own count",
            "Its channel is not pooled with those of this edition.",
        ),
        _record(
            AFTER_MIDPOINT,
            "Not counted yet: sent after the day of this look, or without a day",
            "The edition is the mid-point, and 'submitted' is later than 'midpoint.until' or empty.",
        ),
        _record(
            BLANK,
            "Blank: no question of the report was answered",
            "No question of a section and no other question of the questionnaire was answered.",
        ),
        _merged(
            EXACT_DUPLICATE,
            "Exact copy of a response received before",
            "Its identifier and every answer are those of a row before it.",
        ),
        _merged(
            SAME_PERSON,
            "Further response of a person, combined with the other",
            "The columns under 'same_person' are those of another row; 'combine' says which counts.",
        ),
        _merged(
            CAMPAIGN_COPY,
            "Identical campaign text, counted as one response",
            "It carries a registered campaign's text word for word, answers as another does that was received before, "
            "and the campaign says 'counting: identical_as_one'.",
        ),
        _record(
            CAMPAIGN_APART,
            "Campaign text, counted apart",
            "It carries a registered campaign's text, and the campaign says 'counting: apart' or 'identical_apart'.",
        ),
        _flag(NEAR_DUPLICATE, "It answers as another response does, in the same words or nearly; named as value."),
        _flag(ANSWERS_DIFFER, "Responses of one person were combined into it, and one of them answered otherwise."),
        _flag(MANY_FROM_ONE, "More responses came from one sender than a person sends; they were not combined."),
        _flag(CAMPAIGN_TEXT, "It follows a registered campaign's text, word for word or with changes."),
        _flag(LATE, "It was sent after the last day."),
        _flag(EARLY, "It was sent before the first day."),
        _flag(NOT_A_NUMBER, "A number was asked for, and something else stands there; counted as not answered."),
        _flag(NOT_A_DAY, "A day was asked for, and the text is none in the declared order; counted as not answered."),
        _flag(
            OTHER_ANSWER,
            "Something else than the options of a question with several answers; what it names of them counts.",
        ),
        _flag(
            EXCLUSIVE_WITH_OTHERS,
            "An option that stands alone, as 'None of these', was chosen with others; the others count.",
        ),
        _flag(TIED_RANKS, "Two items of a ranking have the same place; counted as not answered."),
        _flag(OUTSIDE_LOOKUP, "Its postcode is none, or is not in the lookup; its area is not known."),
    )
}
"""Code -> reason, in the order in which the funnel tells what was taken out; `fates` asks in an order of its own."""
