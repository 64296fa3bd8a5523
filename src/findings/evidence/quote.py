"""What people wrote, as it may be shown; and the points that they made, as the register keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from findings.consultation.codeframe import THEMES
from findings.consultation.names import CellId
from findings.consultation.noun import Frozen
from findings.evidence.cell import Cell


class Quote(Frozen):
    """A passage that may be shown.

    Parameters
    ----------
    quote
        Its identifier, which says nothing of the response: the question or submissions, the theme and a number.
    question
        The open question, or the name of the submissions.
    themes
        The themes that it was given.
    text
        As it may be shown; what was taken out stands in square brackets.
    speaker
        Breakdown -> group of whoever wrote, as far as nobody can be recognised by it.
    """

    quote: str
    question: str
    themes: tuple[str, ...]
    text: str
    speaker: dict[str, str]


class Point(Frozen):
    """One argument, alternative or condition that somebody put, whoever and how many they are.

    Parameters
    ----------
    point
        Its identifier, which stays from run to run.
    says
        The point in a person's words, once a person confirmed it; empty before, since a draft is a respondent's text.
    kind
        An argument, an alternative suggested, a condition or a question.
    themes, sections
        The themes and proposals that it belongs to.
    confirmed
        Whether a person read it and confirmed what it says.
    voices
        Channel (an open question, or the name of submissions) -> from how many responses or submissions it came, as
        text; said less exactly where small counts are hidden.
    named
        The bodies that made it and may be named.
    cells
        The cells that count the themes that it stands for.
    answer, change, owner, date, decision
        What the body says to it, what it changes, who has to answer, when and where that was decided.
    status
        Whether there is an answer: `unanswered` is a gap that the pack shows.
    """

    point: str
    says: str
    kind: Literal["argument", "alternative", "condition", "question"]
    themes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    confirmed: bool = False
    voices: Mapping[str, str] = Field({})
    named: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    answer: str = ""
    change: str = ""
    owner: str = ""
    date: str = ""
    decision: str = ""
    status: Literal["unanswered", "answered"] = "unanswered"


NOT_TOLD = "not told"


def with_counts(point: Point, cells: Mapping[str, Cell]) -> Point:
    """A point whose voices are told by the released cells of its themes, and without themes whose counts are hidden.

    That a comment made a point of a theme says that somebody gave it, so a theme whose cell is not shown is left out;
    where the point stands for all who gave it, the hidden cell itself is told, and bodies that are counted one by one
    are no secret.

    Parameters
    ----------
    point
        Of its voices those that are a cell's identifier are replaced by what the cell shows: a number or `[c]`.
    cells
        The released cells.
    """
    told = {
        channel: (cells[says].text if says in cells else NOT_TOLD) if says in point.cells else says
        for channel, says in point.voices.items()
    }
    themes = tuple(
        theme
        for theme in point.themes
        if all(
            voice in point.cells or voice.isdigit() or name not in cells or cells[name].visible
            for channel, voice in point.voices.items()
            for name in [CellId(channel + THEMES, theme).text]
        )
    )
    return point.model_copy(update={"voices": told, "themes": themes})
