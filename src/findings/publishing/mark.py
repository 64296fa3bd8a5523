"""How a page is marked: made-up data all over it, a draft by a line that stays at its top.

The mark of made-up data is small enough that any part worth showing holds it whole; the numbers here are the measure
of what `tests/test_made_up.py` cuts out of a page.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from findings.consultation.madeup import MARK
from findings.evidence import draft
from findings.evidence.mark import COLOUR, NOTICE
from findings.publishing.dark import dark_rules
from findings.publishing.exporter import template_text
from findings.publishing.front import Front


@dataclass(frozen=True)
class Mark:
    """What the mark says and how it lies.

    Parameters
    ----------
    text, notice
        The mark, and the sentence that goes with it where there is room.
    colour, opacity
        As strong as it can be while every text beneath keeps a contrast of 4.5:1.
    turned
        By how many degrees.
    across, down
        From one mark to the next on the web page in CSS pixels, before it is turned; lines are staggered.
    paper_across, paper_down
        The same on paper, in points.
    """

    text: str = MARK
    notice: str = NOTICE
    colour: str = COLOUR
    opacity: float = 0.2
    turned: int = -20
    across: int = 196
    down: int = 92
    paper_across: int = 140
    paper_down: int = 62


@dataclass(frozen=True)
class Band:
    """What the line at the top of a draft says: the mark, why it stands there, and what takes it away."""

    text: str = draft.DRAFT
    notice: str = draft.NOTICE
    do: str = draft.DO


def style_of(front: Front, drawings: Iterable[str] = (), *, coded: bool = False) -> tuple[Markup, str]:
    """The page's style sheet, with rules for the drawings in the dark, and its hash as the security policy names it."""
    style = template_text("html/report.css") + dark_rules(drawings)
    if coded:
        style += template_text("html/coded.css")
    if front.made_up:
        style += template_text("html/made_up.css")
    if front.draft:
        style += template_text("html/draft.css")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return Markup(style), f"sha256-{digest}"


def mark_of(front: Front) -> Mark | None:
    """The mark as the templates of a made-up report draw it; none for any other."""
    return Mark() if front.made_up else None


def draft_of(front: Front) -> Band | None:
    """The line of a draft as the templates draw it; none for any other report."""
    return Band() if front.draft else None
