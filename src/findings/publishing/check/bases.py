"""Percentages and phrases beside the words and numbers that name a base: each is of its own base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from findings.consultation.model import BaseKind
from findings.consultation.names import CellId
from findings.errors import Problem
from findings.evidence.cell import PERCENTAGES, Cell
from findings.evidence.share_words import is_phrase
from findings.evidence.store import Evidence
from findings.exhibits.bases import other_base
from findings.exhibits.in_words import base_in_words
from findings.publishing.check.page import Page, Piece, at

MEND = "Say the number with the base that it is taken of."
_OF = re.compile(r"^ ?\(?of (?:the |all |those )?$", re.IGNORECASE)
_COUNTED = re.compile(r"^ ?\($")
_WHOM = (
    (re.compile(r"^ (?:of (?:those|all|the people) )?who (?:answered|commented)\b"), BaseKind.ANSWERED),
    (re.compile(r"^ (?:of (?:those|all|the people) )?who were asked\b"), BaseKind.ASKED),
    (re.compile(r"^ (?:of all )?respondents\b"), BaseKind.ALL),
)
_NAMED = (
    (re.compile(r"^ of those who (?:answered|commented)\b"), BaseKind.ANSWERED),
    (re.compile(r"^ of those who were asked\b"), BaseKind.ASKED),
    (re.compile(r"^ of all respondents\b|^ of those who responded\b"), BaseKind.ALL),
)


def wrong_bases(page: Page, evidence: Evidence) -> Iterator[Problem]:
    """Every share that stands with another count or base than its own, and every phrase whose base must be named."""
    for _, group in groupby((piece for piece in page.pieces if not piece.drawing), key=lambda piece: piece.block):
        pieces = [piece for piece in group if piece.text]
        if any(piece.ref for piece in pieces):
            for place, piece in enumerate(pieces):
                cell = evidence.cells.get(piece.ref)
                if cell is not None and not piece.wrong:
                    yield from _beside(piece, cell, pieces[place + 1 : place + 4], evidence)


def _beside(piece: Piece, cell: Cell, after: list[Piece], evidence: Evidence) -> Iterator[Problem]:
    share = cell.measure in PERCENTAGES
    between = after[0] if after and not after[0].ref else None
    following = after[1] if between is not None and len(after) > 1 else None
    other = evidence.cells.get(following.ref) if following is not None else None
    if share and between is not None:
        yield from _named(piece, cell, between, evidence)
    elif share and is_phrase(piece.spaced):
        yield from _unnamed(piece, cell, evidence)
    if between is None or following is None or other is None or following.wrong:
        return
    text = between.text
    if _OF.match(text) and other.measure == "count":
        if share and other.cell != cell.base_cell:
            following.wrong = True
            yield _problem(
                following, f"a share with another base than its own: {cell.cell}", other.cell, cell.base_cell
            )
        elif cell.measure == "count" and other.cell not in bases_of(evidence, cell):
            following.wrong = True
            allowed = ", ".join(bases_of(evidence, cell))
            yield _problem(following, f"a count with a base that is not its own: {cell.cell}", other.cell, allowed)
        else:
            yield from _whom(following, other, cell, after[2:])
    elif share and _COUNTED.match(text) and other.measure == "count" and other.cell != _count(cell).text:
        following.wrong = True
        yield _problem(
            following, f"a share with another count than its own: {cell.cell}", other.cell, _count(cell).text
        )


def _whom(base_piece: Piece, base: Cell, cell: Cell, after: list[Piece]) -> Iterator[Problem]:
    """The words behind a base say of whom it is: 'the 535 who answered'."""
    text = after[0].text if after and not after[0].ref else ""
    kind = next((kind for pattern, kind in _WHOM if pattern.match(text)), None)
    due = BaseKind(cell.base_kind) if cell.measure in PERCENTAGES and cell.base_cell == base.cell else None
    due = due or (BaseKind(base.base_kind) if base.base_kind else None)
    if kind is not None and due is not None and kind is not due:
        base_piece.wrong = True
        yield _problem(base_piece, f"a base that is said to be of others: {base.cell}", str(kind), str(due))


def _named(piece: Piece, cell: Cell, between: Piece, evidence: Evidence) -> Iterator[Problem]:
    """The words behind a share name its base, where they name one; behind a phrase they must where bases differ."""
    kind = next((kind for pattern, kind in _NAMED if pattern.match(between.text)), None)
    if kind is not None and kind is not BaseKind(cell.base_kind):
        piece.wrong = True
        yield _problem(piece, f"a share that is said to be of another base: {cell.cell}", str(kind), cell.base_kind)
    elif kind is None and is_phrase(piece.spaced):
        yield from _unnamed(piece, cell, evidence)


def _unnamed(piece: Piece, cell: Cell, evidence: Evidence) -> Iterator[Problem]:
    if cell.asked in evidence.story.questionnaire.questions and other_base(evidence, cell.asked) is not None:
        piece.wrong = True
        yield _problem(piece, f"a word for a share without its base, where bases differ: {cell.cell}", piece.spaced,
                       f"{piece.spaced}{base_in_words(cell)}")  # fmt: skip


def bases_of(evidence: Evidence, count: Cell) -> tuple[str, ...]:
    """The bases that shares of a count are taken of."""
    own = count.identifier
    shares = [
        evidence.find(CellId(own.asked, own.option, own.breakdown, own.level, measure, filter=own.filter))
        for measure in PERCENTAGES
    ]
    named = tuple(dict.fromkeys(share.base_cell for share in shares if share is not None))
    # What is no part of a base, those who did not answer, is said beside any of its group.
    return named or tuple(
        CellId(own.asked, base, own.breakdown, own.level, filter=own.filter).text
        for base in ("base", "base_answered", "base_asked")
    )


def _count(share: Cell) -> CellId:
    own = share.identifier
    return CellId(own.asked, own.option, own.breakdown, own.level, filter=own.filter)


def _problem(piece: Piece, what: str, found: str, allowed: str) -> Problem:
    return Problem(f"the text of a {piece.tag} element{at(piece.near)}", what, found, allowed, MEND)
