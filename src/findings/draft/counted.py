"""Questions that are counted in tables: their options, and the scales that several of them share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from findings.consultation.model import Scale
from findings.draft.breakdowns import known_answers, one_spelling
from findings.draft.groups import heading_of
from findings.draft.names import slug, unused
from findings.draft.options import FEW_ROWS, OTHER, Answer, answers_of, in_order, scale_of
from findings.draft.profile import Profile
from findings.draft.readings import MATRIX, SCALE, Asked, labels_of
from findings.draft.scales import Order, is_beside, ordered
from findings.draft.texts import alike

LONGEST_NAME = 20
"""Letters of a name that is made of the answers: `yes_no`."""


@dataclass(frozen=True)
class Counted:
    """A column whose answers are counted.

    Parameters
    ----------
    asked
        The question that it belongs to; the rows of a matrix share one.
    profile, part
        The column, and what it stands for in its question.
    order
        Its answers in order, if it is a scale.
    answers
        What can be answered, in the order of the report.
    """

    asked: Asked
    profile: Profile
    part: str
    order: Order | None
    answers: tuple[Answer, ...]

    @property
    def is_scale(self) -> bool:
        """Whether its kind is `scale`: one in order, or a row of a matrix."""
        return self.asked.kind in (SCALE, MATRIX)


def counted_of(question: Asked) -> list[Counted]:
    """The columns of a question with one answer each; rows of a matrix with the answers that they share."""
    if question.kind != MATRIX:
        return [_column(question, profile, part) for profile, part in question.bundle.members]
    return _alike([_column(question, profile, part) for profile, part in question.bundle.members])


def share(columns: Sequence[Counted]) -> tuple[list[Counted], dict[str, Scale], list[str]]:
    """Scales that several questions have, by name; and for each column the name of its scale, or an empty text.

    Scales of one family are one if the answers of one are among the answers of the other: few people answer a
    question, and not every answer is given.
    """
    sets = [_kept(column) for column in columns]
    owner = list(range(len(columns)))
    by_size = sorted(range(len(columns)), key=lambda place: (-len(sets[place]), place))
    for index, place in enumerate(by_size):
        for other in by_size[:index]:
            if owner[other] == other and _same(columns[other], sets[other], columns[place], sets[place]):
                owner[place] = other
                break
    members = {first: [place for place, own in enumerate(owner) if own == first] for first in sorted(set(owner))}
    shared: dict[str, Scale] = {}
    names = [""] * len(columns)
    done = list(columns)
    for places in sorted(members.values()):
        merged = _alike([columns[place] for place in places])
        for place, column in zip(places, merged, strict=True):
            done[place] = column
        if len(places) > 1:
            name = unused(_scale_name(merged[0]), shared, "answers")
            shared[name] = scale_of(list(merged[0].answers), merged[0].order)
            for place in places:
                names[place] = name
    return done, shared, names


def _column(question: Asked, profile: Profile, part: str) -> Counted:
    labels = labels_of(profile)
    in_the_order = set(question.order.answers) if question.order is not None else set()
    merged = profile.merged if labels else one_spelling(heading_of(profile), profile.merged)
    answers = answers_of(merged, labels if len(labels) <= 60 else (), in_the_order, known_answers())
    answers = in_order(answers, question.order, bool(labels))
    if len(answers) == 1:
        # One answer alone was given; a question has at least two.
        answers.append(Answer(OTHER if answers[0].label != OTHER else "No other answer", (), 0))
    return Counted(question, profile, part, question.order, tuple(answers))


def _kept(column: Counted) -> frozenset[str]:
    return frozenset(alike(answer.label) for answer in column.answers if not is_beside(answer.label))


def _same(larger: Counted, its: frozenset[str], smaller: Counted, own: frozenset[str]) -> bool:
    if larger.is_scale != smaller.is_scale:
        return False
    if larger.asked is smaller.asked:
        return True
    if not larger.is_scale or larger.order is None or smaller.order is None or larger.order.family == "numbers":
        return its == own and _all(larger) == _all(smaller)
    few = smaller.profile.filled < FEW_ROWS
    return larger.order.family == smaller.order.family and (own <= its or few)


def _all(column: Counted) -> frozenset[str]:
    return frozenset(alike(answer.label) for answer in column.answers)


def _alike(columns: list[Counted]) -> list[Counted]:
    """The columns with the answers of all of them, each under the label that is written most often."""
    merged: dict[str, Answer] = {}
    written: dict[str, dict[str, int]] = {}
    for column in columns:
        for answer in column.answers:
            key = alike(answer.label)
            before = merged.get(key, Answer(answer.label, (), 0))
            spellings = tuple(dict.fromkeys((*before.spellings, *answer.spellings)))
            merged[key] = Answer(before.label, spellings, before.times + answer.times)
            labels = written.setdefault(key, {})
            labels[answer.label] = labels.get(answer.label, 0) + answer.times
    for key, labels in written.items():
        label = max(labels, key=lambda one: (labels[one], one))
        merged[key] = replace(merged[key], label=label)
    first = columns[0]
    answers = list(merged.values())
    order = first.order
    if order is not None:
        texts = [alike(answer.label) for answer in answers]
        order = ordered(texts) or _joined(columns, order)
    # Where one column's cells say what another's options are for, a text is one answer only.
    declared = any(column.profile.column.labels for column in columns)
    arranged = tuple(in_order(_each_once(answers), order, declared))
    return [replace(column, order=order, answers=arranged) for column in columns]


def _joined(columns: list[Counted], first: Order) -> Order:
    orders = sorted((column.order for column in columns if column.order), key=lambda one: -len(one.answers))
    longest = orders[0] if orders else first
    return longest


def _each_once(answers: list[Answer]) -> list[Answer]:
    """Texts typed in under "other" in one column may be an answer of another: then it is that."""
    own = {alike(answer.label) for answer in answers}
    return [
        replace(
            answer,
            spellings=tuple(text for text in answer.spellings if alike(text) not in own - {alike(answer.label)}),
        )
        for answer in answers
    ]


def _scale_name(column: Counted) -> str:
    if column.order is not None and column.order.family != "numbers":
        return slug(column.order.family)
    texts = [slug(answer.label) for answer in column.answers if not is_beside(answer.label)]
    if column.order is not None:
        ends = [re.match(r"n?(\d+)", texts[place]) for place in (0, -1)] if texts else []
        return f"points_{ends[0][1]}_to_{ends[1][1]}" if len(ends) == 2 and ends[0] and ends[1] else "points"
    together = "_".join(texts)
    return slug(together) if len(texts) <= 3 and len(together) <= LONGEST_NAME else "answers_1"


def with_options(column: Counted) -> Scale:
    """The column's own options, where no other shares them."""
    return scale_of(list(column.answers), column.order)
