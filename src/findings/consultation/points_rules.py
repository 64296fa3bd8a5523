"""The rules of `kept/points.csv`: every row read and checked, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from findings.consultation.asked import Questionnaire
from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.kept_csv import KeptRow, read_kept
from findings.consultation.points_file import (
    DRAFT_PREFIX,
    KINDS,
    NEEDED,
    THEME,
    KeptPoint,
    PointKind,
    PointSource,
    PointStatus,
    divided,
    status_of,
)
from findings.errors import Problem

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


def read_points(
    path: Path, plan: FreeTextPlan, questionnaire: Questionnaire
) -> tuple[tuple[KeptPoint, ...], list[Problem]]:
    """The rows of the register, and every problem of them; nothing where there is no such file.

    Parameters
    ----------
    path
        `kept/points.csv`.
    plan, questionnaire
        Which themes, channels and sections there are.
    """
    rows, problems = read_kept(path, NEEDED)
    points = []
    for row in rows:
        faults = list(_faults(row, plan, questionnaire))
        problems += [Problem(_at(row, column), what, *rest) for column, what, *rest in faults]
        if not faults:
            points.append(_point(row))
    problems += _doubled(rows) + _merges(rows)
    return (() if problems else tuple(points)), problems


def _at(row: KeptRow, column: str) -> str:
    return f"kept/points.csv, row {row.row}, column '{column}'"


Found = tuple[str, ...]
"""Column, what is wrong, what was found, what is allowed, what to do."""


def _faults(row: KeptRow, plan: FreeTextPlan, questionnaire: Questionnaire) -> Iterator[Found]:
    name = row["point"]
    if not _NAME.fullmatch(name) or name.startswith(DRAFT_PREFIX):
        allowed = "a letter, then letters, digits, - and _; not D- and a number, which drafts have"
        yield "point", "a point without a name that can be used", name[:60] or "nothing", allowed
    status = status_of(row["status"])
    if status is None:
        yield "status", "an unknown status", row["status"][:60], ", ".join(PointStatus)
    if status is PointStatus.CONFIRMED and not row["says"]:
        yield "says", "a confirmed point that says nothing", "nothing", "the point in your own words"
    if status not in (None, PointStatus.DRAFT) and not row["confirmed_by"]:
        yield "confirmed_by", "a decision without who made it", "nothing", "a name or initials"
    if status is PointStatus.NO_POINT and not row["note"]:
        yield "note", "no point, and no reason why", "nothing", "the reason", "Nothing is set aside without one."
    if row["kind"] and row["kind"].casefold() not in KINDS:
        yield "kind", "an unknown kind of point", row["kind"][:60], ", ".join(KINDS)
    known = {theme for frame in plan.frames.values() for theme in frame.themes}
    for theme in divided(row["themes"]):
        if theme not in known:
            yield "themes", "a theme that no code frame has", theme[:60], ", ".join(sorted(known)), _now(theme, plan)
    for section in divided(row["sections"]):
        if section not in questionnaire.sections:
            yield (
                "sections",
                "a section that the questionnaire does not have",
                section[:60],
                ", ".join(questionnaire.sections),
            )
    yield from _faults_of_sources(divided(row["from"]), plan)


def _now(theme: str, plan: FreeTextPlan) -> str:
    """What to do about a theme that an earlier version of a code frame had: what it is called now."""
    for frame in plan.frames.values():
        name = theme
        for change in frame.history:
            of_merge = (new for new, old in change.merged.items() if name in old)
            name = change.renamed.get(name) or next(of_merge, name)
        if name != theme and name in frame.themes:
            return f"The code frame has it as {name} now."
    return ""


def _faults_of_sources(texts: Sequence[str], plan: FreeTextPlan) -> Iterator[Found]:
    if not texts:
        yield (
            "from",
            "a point that comes from nowhere",
            "nothing",
            "for example letters:l1:2",
            ("Say where it was made."),
        )
    channels = (*plan.coded, *plan.submissions)
    for text in texts:
        source = PointSource.read(text)
        rest = source.place.partition(":")[2]
        if source.channel == THEME:
            question, _, theme = rest.partition(":")
            frame = plan.frame_of(question) if question in channels else None
            if frame is None:
                yield "from", "a theme of a question that is not coded", text[:60], ", ".join(channels)
            elif theme not in frame.serving(question):
                known = ", ".join(frame.serving(question))
                yield "from", f"a theme that '{question}' does not have", theme[:60], known, _now(theme, plan)
        elif source.channel not in channels or not rest:
            yield (
                "from",
                "not a place where a point can come from",
                text[:60],
                ", ".join(f"{channel}:..." for channel in (*channels, THEME)),
            )


def _doubled(rows: Sequence[KeptRow]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        name = row["point"]
        if name and name in first:
            what = f"this point stands on row {first[name]} already"
            problems.append(Problem(_at(row, "point"), what, name, do="Give it another number, or delete one row."))
        first.setdefault(name, row.row)
    return problems


def _merges(rows: Sequence[KeptRow]) -> list[Problem]:
    """Points that were merged into nothing that stands."""
    by_name = {row["point"]: row for row in rows}
    problems = []
    for row in rows:
        merged, into = status_of(row["status"]) is PointStatus.MERGED, row["into"]
        if not merged:
            if into:
                what = "a point to merge into, of a row that is not merged"
                problems.append(Problem(_at(row, "into"), what, into[:60], do="Set its status to merged, or empty it."))
            continue
        fault = _fault_of_merge(row, by_name)
        if fault:
            allowed = ", ".join(name for name, own in by_name.items() if _confirmed(own)) or "a confirmed point"
            problems.append(Problem(_at(row, "into"), fault, into[:60] or "nothing", allowed))
    return problems


def _fault_of_merge(row: KeptRow, by_name: Mapping[str, KeptRow]) -> str:
    seen = {row["point"]}
    while status_of(row["status"]) is PointStatus.MERGED:
        into = row["into"]
        if into not in by_name:
            return "merged into a point that is not there" if into else "merged into no point"
        if into in seen:
            return "merged in a circle"
        seen.add(into)
        row = by_name[into]
    return "" if _confirmed(row) else "merged into a point that is not confirmed"


def _confirmed(row: KeptRow) -> bool:
    return status_of(row["status"]) is PointStatus.CONFIRMED


def _point(row: KeptRow) -> KeptPoint:
    status = status_of(row["status"])
    assert status is not None
    return KeptPoint(
        row["point"],
        status,
        row["says"],
        cast(PointKind, row["kind"].casefold() or "argument"),
        divided(row["themes"]),
        divided(row["sections"]),
        tuple(PointSource.read(text) for text in divided(row["from"])),
        row["into"],
        row["confirmed_by"],
        row["note"],
        row.row,
    )
