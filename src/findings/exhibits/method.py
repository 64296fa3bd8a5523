"""The chapter on method and limits: how was counted, what was hidden, what the results cannot say."""

from __future__ import annotations

from findings.evidence.cell import SourceKind
from findings.evidence.store import Evidence
from findings.exhibits.channels import kept_questions
from findings.exhibits.model import Bullets, Exhibit, Paragraph
from findings.exhibits.wording import citation, parameter, words


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
        protection(evidence),
        *kept_questions(evidence),
    ]


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


STANDARD_LIMITS = (
    "A consultation is open to whoever chooses to answer. It is not a vote and not a sample: its results say what "
    "these respondents think, not what the population thinks.",
    "Results are not weighted, and no test of significance or interval is given, since those suppose a random sample.",
    "Groups of few respondents are shown for completeness; read their percentages with their base.",
)


def limits(evidence: Evidence) -> list[Exhibit]:
    """The standard limits of a consultation, then those of this one."""
    own = tuple(parameter(limit) for limit in evidence.story.limits)
    return [Bullets((*(words(limit) for limit in STANDARD_LIMITS), *own))]


def sources(evidence: Evidence) -> list[Exhibit]:
    """The documents that the report cites."""
    items = tuple(
        (*citation(f"{item.publisher}, {item.title}"), *words(". " if item.note else ""), *parameter(item.note))
        for item in evidence.story.sources
    )
    return [Bullets(items)] if items else [Paragraph(words("None."))]
