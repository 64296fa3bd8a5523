"""`findings workbook out NAME --suggest`: suggested codes as candidates, or themes that a frame may begin with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from findings.consultation.build import Parameters
from findings.consultation.codeframe_file import CODINGS
from findings.errors import ParameterError, Problem
from findings.evidence.csvtext import csv_text
from findings.freetext.coding import Coding, Status
from findings.freetext.suggest import Suggestions, suggested_themes, suggestions
from findings.freetext.suggest.codes import MACHINE
from findings.freetext.write import CODINGS_HEAD, coding_row
from findings.setup.coding_desk import Desk, open_desk
from findings.setup.workbook import replace_files

SUGGESTED = "suggested.csv"
"""In `kept/codings`: candidates only. Whoever accepts, changes or refuses one does so in another file."""
MEASURED, THEMES = "suggested_measured.csv", "suggested_themes.csv"
"""Beside the parameters: how far suggested codes may be trusted; themes to begin with. No run reads them."""


def suggest(parameters: Parameters) -> list[str]:
    """Write what a machine suggests; returns what to print.

    Where enough comments are coded, codes for the others; else themes for the frame, with comments beside them.

    Raises
    ------
    ParameterError
        If nothing is to be coded, or if `suggested.csv` holds more than suggestions.
    """
    desk = open_desk(parameters)
    path = parameters.folder / CODINGS / SUGGESTED
    _only_suggestions(desk, path)
    try:
        made = suggestions(parameters, desk.received, desk.codings)
    except ParameterError as error:
        return [*map(str, error.problems), *_themes(desk, parameters.folder / THEMES)]
    rows = sorted(_with_earlier(desk, made.codings), key=lambda one: (one.question, one.unit, one.code))
    measured = parameters.folder / MEASURED
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_files({path: _bytes([CODINGS_HEAD, *map(coding_row, rows)]), measured: _bytes(_measured(made))})
    comments = len({(one.question, one.unit) for one in made.codings})
    line = f"written: {path}, {len(made.codings):,} suggested codes for {comments:,} comments; none counts"
    return [*made.told, line, f"written: {measured}, what was measured, code by code"]


def _only_suggestions(desk: Desk, path: Path) -> None:
    """A coder may be called so: nothing that a person coded is written over."""
    own = [one for one in desk.codings if one.file == path.name]
    if any(one.status is not Status.CANDIDATE or one.coder != MACHINE for one in own):
        do = f"Give the file another name, for example {path.stem}_by_people.csv."
        what = "a file of this name holds more than what was suggested"
        raise ParameterError([Problem(f"{CODINGS}/{path.name}", what, do=do)])


def _with_earlier(desk: Desk, new: Sequence[Coding]) -> Iterator[Coding]:
    """What is suggested now, and what was suggested before of comments that a person has dealt with since.

    Without the latter nobody could count how many suggestions were accepted.
    """
    dealt_with = {(one.question, one.unit) for one in desk.codings if one.status is not Status.CANDIDATE}
    there = {(one.question, one.unit, one.code) for one in new}
    for one in desk.codings:
        before = one.file == SUGGESTED and (one.question, one.unit) in dealt_with
        if before and (one.question, one.unit, one.code) not in there:
            yield one
    yield from new


def _measured(made: Suggestions) -> Iterator[Sequence[object]]:
    yield "frame", "code", "comments_with_it", "suggested", "right", "precision", "recall", "f1"
    for frame, codes in made.measured.items():
        for code, own in codes.items():
            shares = (f"{share:.3f}" for share in (own.precision, own.recall, own.f1))
            yield frame, code, own.given, own.suggested, own.right, *shares


def _themes(desk: Desk, path: Path) -> list[str]:
    """Themes for every coded question, with the comments that they are clearest in."""
    rows: list[Sequence[object]] = [("question", "draft_label", "words", "comments", "response_id", "comment")]
    told = []
    plan = desk.parameters.free_text
    assert plan is not None
    for question in plan.coded:
        own = [one for one in desk.comments if one.question == question]
        drafted = suggested_themes([one.text for one in own])
        told.append(f"{question}: {len(drafted)} themes suggested of {len(own):,} comments")
        for draft in drafted:
            theme = draft.theme()
            head = (question, theme.label, theme.definition, draft.comments)
            rows += [(*head, own[place].unit, own[place].text) for place in draft.nearest]
    replace_files({path: _bytes(rows)})
    return [*told, f"written: {path}, to be read and named by a person; it holds people's words"]


def _bytes(rows: Sequence[Sequence[object]] | Iterator[Sequence[object]]) -> bytes:
    return csv_text(rows).encode("utf-8")
