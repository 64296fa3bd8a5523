"""The chapter on method and limits: how was counted, what was hidden, what the results cannot say."""

from __future__ import annotations

from findings.consultation.codeframe import AGREEMENT
from findings.evidence.cell import SourceKind
from findings.evidence.methods import Method
from findings.evidence.store import Evidence
from findings.exhibits.bases import APART_POINTS
from findings.exhibits.channels import kept_questions
from findings.exhibits.model import Bullets, Exhibit, Paragraph
from findings.exhibits.not_coded import none_coded
from findings.exhibits.sample_tables import sample_table
from findings.exhibits.wording import citation, label, parameter, words

POINTS_IN_WORDS = {5: "five"}
"""The rule's number is no cell's: it is written out, and a rule with another needs its word."""


def method(evidence: Evidence) -> list[Exhibit]:
    """How the responses were counted, rounded and protected."""
    story = evidence.story
    counted = {
        SourceKind.RESPONSES: "Responses were counted one by one.",
        SourceKind.TALLY: "The data are a tally: counts of answers by group, without single responses. Answers to "
        "different questions therefore cannot be related to each other.",
        SourceKind.MADE_UP: "These data are made up: they test the report, and say nothing about any person.",
        SourceKind.OFFICIAL: "The data are statistics that others published.",
    }[story.source_kind]
    return [
        Paragraph(words(counted)),
        Paragraph((*words("Data: "), *citation(story.data_source))),
        Paragraph(
            words(
                "Every percentage is worked out from a count and a base in exact arithmetic and rounded half up. Nets "
                "and totals are added up from counts, never from rounded percentages. Under every table stands its "
                "base: those who answered, those who were asked, or all respondents. Don't know, prefer not to say, "
                "not answered and not asked are kept apart."
            )
        ),
        Paragraph(
            words(
                f"Where a percentage of all respondents would differ by {POINTS_IN_WORDS[APART_POINTS]} percentage "
                "points or more if it were taken of those who answered, or of all who were asked, both percentages are "
                "printed, each with its base."
            )
        ),
        *ways_of_counting(evidence),
        drawn_by_chance(evidence),
        *sample_table(evidence),
        protection(evidence),
        *not_protected(evidence),
        *kept_questions(evidence),
    ]


HOW: dict[Method, str] = {
    Method.SEVERAL: "Questions with more than one answer: a percentage is of respondents, so percentages add to more "
    "than the whole. How many choices were made is counted apart, and is no number of people. A net counts who chose "
    "any of its answers.",
    Method.SCORES: "Mean and median of a scale: of the scores of those whose answer has one. Don't know and the like "
    "have no score; how many are left stands beside the mean.",
    Method.RANKING: "Rankings: of each item is counted which place it was given. The mean place is of those who ranked "
    "the item. Points, added up over respondents, count the first place as many as there are items, each place after "
    "it a point less, and an item that was not ranked nothing. The base is those who ranked anything.",
    Method.NUMBERS: "Numbers: mean, median and quartiles are of those who gave a number. The median is the number in "
    "the middle, the quartiles are in the middle of what lies below and above it; between two numbers they are "
    "interpolated.",
    Method.WORDS: "Answers in people's own words: only is counted that something was written.",
    Method.CROSSED: "Two breakdowns together: each group of the one within each group of the other; a group of nobody "
    "stands with its base.",
    Method.OVERLAPPING: "Groups of a question with more than one answer overlap: a respondent counts in each of them, "
    "so they do not add up to all respondents.",
    Method.POPULATION: "Who was reached: the share of each group among respondents whose group is known, against its "
    "share of those who live there, from official statistics. The index is the one as a percentage of the other.",
}


READ_WORDS = (
    "Answers in people's own words were read by coders where a chapter tells their themes; counted is who named each "
    "theme. Of other answers in people's own words only is counted that something was written."
)


def ways_of_counting(evidence: Evidence) -> list[Exhibit]:
    """How that is counted which is more than a count and a percentage, as far as this report has it."""
    how = {**HOW, Method.WORDS: READ_WORDS} if _some_coded(evidence) else HOW
    items = tuple(words(how[each]) for each in evidence.story.methods)
    return [Bullets(items)] if items else []


def _some_coded(evidence: Evidence) -> bool:
    """Whether the answers to an open question were coded, all or some of them."""
    asked = [name for name in evidence.story.frames if name not in evidence.story.submissions]
    return any(not none_coded(evidence, name) for name in asked)


NO_SAMPLE = (
    "There are no intervals and no tests of significance in this report, because the respondents are not a sample: "
    "people chose themselves whether to respond."
)

NO_SAMPLE_BUT_CODERS = (
    "No answer has an interval in this report, and there are no tests of significance, because the respondents are not "
    "a sample: people chose themselves whether to respond."
)


def drawn_by_chance(evidence: Evidence) -> Paragraph:
    """How the respondents were drawn; or why there are no intervals and no tests."""
    if not evidence.story.sample_because:
        compared = any(table.endswith(AGREEMENT) for table in evidence.story.tables)
        return Paragraph(words(NO_SAMPLE_BUT_CODERS if compared else NO_SAMPLE))
    told = (
        " Shares are therefore also given weighted, with intervals, and differences between groups are tested; the "
        "effective base is how many respondents drawn by simple chance would tell as much."
    )
    because = evidence.story.sample_because
    return Paragraph((*words("The respondents were drawn by chance. "), *parameter(because), *words(told)))


def protection(evidence: Evidence) -> Paragraph:
    """What was done so that nobody can be recognised."""
    how = evidence.story.protection
    if how.profile == "none":
        return Paragraph((*words("No count is hidden. "), *parameter(how.reason)))
    return Paragraph(
        (
            *words("Counts below "),
            *parameter(str(how.threshold)),
            *words(
                ", other than of nobody, are hidden and shown as [c], with every percentage and net that is made from "
                "them, and with those other counts of the same question that would give them back."
            ),
        )
    )


def not_protected(evidence: Evidence) -> list[Exhibit]:
    """Which submissions are shown however few they are, and why; nothing where no count is hidden."""
    if evidence.story.protection.profile == "none":
        return []
    items = tuple(
        (*label(told.label), *words(": counts are shown however small they are. "), *parameter(told.shown_as_counted))
        for told in evidence.story.submissions.values()
        if told.shown_as_counted
    )
    return [Bullets(items)] if items else []


STANDARD_LIMITS = (
    "A consultation is open to whoever chooses to answer. It is not a vote and not a sample: its results say what "
    "these respondents think, not what the population thinks.",
    "Results are not weighted, and no test of significance or interval is given, since those suppose a random sample.",
    "Groups of few respondents are shown for completeness; read their percentages with their base.",
)


LIMITS_OF_A_SAMPLE = (
    "It is not a vote. The respondents were drawn by chance, but not all who were drawn answered.",
    STANDARD_LIMITS[-1],
)


def not_a_vote(evidence: Evidence) -> Paragraph:
    """What the results are not, to stand right where they are."""
    standard = LIMITS_OF_A_SAMPLE if evidence.story.sample_because else STANDARD_LIMITS
    return Paragraph(words(standard[0]), "limits")


def limits(evidence: Evidence) -> list[Exhibit]:
    """The standard limits of a consultation, then those of this one."""
    own = tuple(parameter(limit) for limit in evidence.story.limits)
    standard = LIMITS_OF_A_SAMPLE if evidence.story.sample_because else STANDARD_LIMITS
    return [Bullets((*(words(limit) for limit in standard), *own))]


def sources(evidence: Evidence) -> list[Exhibit]:
    """The documents that the report cites."""
    items = tuple(
        (*citation(f"{item.publisher}, {item.title}"), *words(". " if item.note else ""), *parameter(item.note))
        for item in evidence.story.sources
    )
    return [Bullets(items)] if items else [Paragraph(words("No other document is cited."))]
