"""How to read this report: what a number says on asking, of whom shares are, what words and brackets mean."""

from __future__ import annotations

from findings.evidence.cell import VISIBLE, Status
from findings.evidence.store import Evidence
from findings.exhibits.method import not_a_vote
from findings.exhibits.model import Bullets, Exhibit, Heading, Line, Origin, Paragraph, Span
from findings.exhibits.wording import words

WORDS_FOR_SHARES = (
    "Words for shares come from one scale. All and none mean just that. A majority is more than a half and a minority "
    "less; around a quarter, a third, a half, two thirds or three quarters lies within two and a half percentage "
    "points of it; a few is less than a tenth, most more than three quarters and nearly all more than nine tenths."
)
"""The scale of `findings.evidence.share_words`, in words; a test holds the two against each other."""
READ = (
    "Choose a number to be told what it counts, of whom, and where it comes from. The last annex says the same in "
    "print.",
    "A share stands with its base: those who answered, those who were asked, or all respondents. Where the base makes "
    "a difference, both shares are given, and each names its base.",
    "Individuals and organisations are told apart wherever the data tell which is which.",
    "Support and opposition are told alike: the same words, the same rows, the order of the questionnaire.",
    "In charts of sides, opposition lies to the left of a line, support to the right, and neutral answers across it. "
    "Each chart stands beside the table of its numbers.",
    "What analysts wrote is marked as commentary; all else is written by the program from the evidence.",
)


def how_to_read(evidence: Evidence) -> list[Exhibit]:
    """The chapter."""
    hidden = [status for status in Status if status not in VISIBLE]
    brackets: tuple[Line, ...] = tuple(words(f"{status}: {status.meaning}.") for status in hidden)
    return [
        Heading(words("How to read this report"), 1, "how-to-read"),
        not_a_vote(evidence),
        Bullets((*(words(text) for text in READ), (Span(WORDS_FOR_SHARES, Origin.AXIS),))),
        Paragraph(words("In place of a number may stand:")),
        Bullets(brackets),
    ]
