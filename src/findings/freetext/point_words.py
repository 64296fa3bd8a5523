"""Words of points and answers that are published, looked through for what could lead to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from findings.consultation.answers_file import ANSWERS, KeptAnswer
from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.codeframe_file import POINTS
from findings.consultation.names import as_compared
from findings.consultation.points_file import KeptPoint
from findings.errors import Problem
from findings.freetext.heard import Heard
from findings.freetext.redaction import RedactionRules, redact
from findings.freetext.redaction.span import Kind

_TO_LOOK_AT = {
    Kind.NAME: "a person's name",
    Kind.PLACE: "a place where somebody lives",
    Kind.WEB: "a person's web address",
    Kind.DATE: "a day by which somebody is known",
}
"""What may as well be harmless: the name of a ward, the day of a meeting. It is told, and a person decides."""


def looked_through(
    plan: FreeTextPlan, points: Sequence[KeptPoint], answers: Mapping[str, KeptAnswer], heard: Heard
) -> tuple[list[str], list[Problem]]:
    """What a person should look at in the words of confirmed points, and what of them is refused.

    Identifiers (e-mail addresses, telephone and NHS numbers, postcodes, addresses and the like) are refused; what may
    be a name is told, since a name of a place or a service looks alike. No text is repeated, only where it stands.

    Parameters
    ----------
    plan
        Whose rules of quotes say which names stay.
    points, answers
        What people decided.
    heard
        What was said, beside which a confirmed point should stand in other words.
    """
    told, problems = [], []
    rules = RedactionRules.of(plan.quotes)
    for file, row, column, text in _published(points, answers):
        kinds = dict.fromkeys(span.kind for span in redact(text, rules).spans)
        if file == ANSWERS:
            # The day of a meeting is no one's; a day in what people said may be.
            kinds.pop(Kind.DATE, None)
        refused = [kind.value for kind in kinds if kind not in _TO_LOOK_AT]
        if refused:
            what = f"words that are published hold what may lead to a person: {', '.join(refused)}"
            do = "Take it out; say it without whatever tells who wrote."
            problems.append(Problem(f"{file}, row {row}, column '{column}'", what, do=do))
        may_be = [_TO_LOOK_AT[kind] for kind in kinds if kind in _TO_LOOK_AT]
        told += [f"{file.rpartition('/')[2]}, row {row}, {column}: what may be {what}; look" for what in may_be]
    return [*told, *_same_words(points, heard)], problems


def _published(points: Sequence[KeptPoint], answers: Mapping[str, KeptAnswer]) -> Iterator[tuple[str, int, str, str]]:
    """File, row, column and text of whatever is printed as it is written."""
    for point in points:
        if point.stands:
            yield POINTS, point.row, "says", point.says
    for answer in answers.values():
        for column in ("answer", "change", "owner"):
            yield ANSWERS, answer.row, column, getattr(answer, column)


def _same_words(points: Sequence[KeptPoint], heard: Heard) -> Iterator[str]:
    for point in points:
        if not point.stands:
            continue
        says = as_compared(point.says)
        for source in point.sources:
            if any(as_compared(passage.text) == says for passage in heard.near(source.place)):
                where = f"points.csv, row {point.row}, says"
                yield f"{where}: the very words of {source.place}; say it in your own words"
