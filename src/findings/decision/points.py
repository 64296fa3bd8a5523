"""The points that were raised, as the decision makers receive them: each by its words, those without an answer first.

A point is not weighed by how many made it: one that a single letter made stands beside one that hundreds made.
"""

from __future__ import annotations

from pydantic import Field

from findings.consultation.model import Frozen
from findings.evidence.cell import SourceKind
from findings.evidence.quote import Point
from findings.evidence.story import Story

SHEET = "Points raised"
UNREAD = "A draft: nobody has confirmed yet what it says"
OF_COMMENTS = "Drafts from comments: nobody has confirmed yet what they say"
"""Of the one row of all drafts from comments, D-comments."""
UNANSWERED = "No answer yet"
HEADS = (
    ("Point", 12),
    ("Status", 14),
    ("What was said", 60),
    ("Kind", 14),
    ("Themes", 24),
    ("Proposals", 24),
    ("Data", 12),
    ("Raised in", 30),
    ("Bodies that raised it", 30),
    ("Answer", 50),
    ("What changes", 30),
    ("Who answers", 20),
    ("Answered on", 12),
    ("Decided", 24),
)
_NONE = "[z]"


class PointRaised(Frozen):
    """One argument, alternative, condition or question, with what the body says to it."""

    point: str
    status: str = Field(description="'unanswered', which is a gap, or 'answered'.")
    confirmed: bool = Field(description="Whether a person read it; of a draft nobody did, and it has no words here.")
    says: str
    kind: str
    themes: tuple[str, ...]
    proposals: tuple[str, ...]
    source_kind: SourceKind = Field(description="What it was taken from; 'made_up' is a rehearsal.")
    raised_in: dict[str, str] = Field(description="Where it was raised -> by how many, as far as that may be told.")
    named: tuple[str, ...] = Field(description="The bodies that raised it.")
    answer: str
    change: str
    owner: str
    date: str
    decision: str


def points_raised(story: Story) -> tuple[PointRaised, ...]:
    """Every point: unanswered ones first, and of these what people confirmed before drafts."""
    found = [_raised(point, story) for point in story.points]
    return tuple(sorted(found, key=lambda point: (point.status == "answered", not point.confirmed)))


def summary(points: tuple[PointRaised, ...]) -> str:
    """How many are unanswered, as the sheet says it.

    Examples
    --------
    >>> summary(())
    'Unanswered: 0 of 0 rows, of which 0 are drafts that nobody has confirmed. They stand first.'
    """
    unanswered = [point for point in points if point.status == "unanswered"]
    drafts = sum(not point.confirmed for point in unanswered)
    return (
        f"Unanswered: {len(unanswered)} of {len(points)} rows, of which {drafts} are drafts that nobody has "
        "confirmed. They stand first."
    )


def point_cells(point: PointRaised) -> list[str]:
    """A point as a row of `HEADS`; no cell is empty."""
    cells = [
        point.point,
        point.status,
        point.says or (OF_COMMENTS if point.point == "D-comments" else UNREAD),
        point.kind,
        "; ".join(point.themes),
        "; ".join(point.proposals),
        str(point.source_kind).replace("_", " "),
        "; ".join(f"{where}: {says}" for where, says in point.raised_in.items()),
        "; ".join(point.named),
        point.answer or UNANSWERED,
        point.change,
        point.owner,
        point.date,
        point.decision,
    ]
    return [cell or _NONE for cell in cells]


def _raised(point: Point, story: Story) -> PointRaised:
    labels = {name: theme.label for frame in story.frames.values() for name, theme in frame.themes.items()}
    sections = story.questionnaire.sections
    return PointRaised(
        point=point.point,
        status=point.status,
        confirmed=point.confirmed,
        says=point.says,
        kind=point.kind,
        themes=tuple(labels.get(name, name) for name in point.themes),
        proposals=tuple(sections[name].title if name in sections else name for name in point.sections),
        source_kind=story.source_kind,
        raised_in={_where(channel, story): says for channel, says in point.voices.items()},
        named=point.named,
        answer=point.answer,
        change=point.change,
        owner=point.owner,
        date=point.date,
        decision=point.decision,
    )


def _where(channel: str, story: Story) -> str:
    if channel in story.submissions:
        return story.submissions[channel].label
    asked = story.questionnaire.questions.get(channel)
    return asked.short if asked is not None else channel
