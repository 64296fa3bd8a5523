"""Columns of the responses as codes, with what each code counts under: what the engine counts.

A question and a breakdown are the same thing here: a code a respondent, and a table that says under which labels each
code counts. A single choice has a code an option; of several answers, of a ranking and of a number each distinct answer
is a code, however many labels it counts under. So one engine counts all kinds, and groups may overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from findings.consultation.counted import ANSWERED, UNRANKED, column_of_answers
from findings.consultation.model import CROSSED, Kind, Questionnaire
from findings.consultation.names import BASE_ANSWERED, UNSAID

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

SEPARATOR = ";"
"""What stands between several answers of a respondent in the coded responses."""


@dataclass(frozen=True)
class Coded:
    """A column as codes.

    Parameters
    ----------
    labels
        What is counted: answers, or groups.
    codes
        A code a respondent, from 0.
    counts_under
        Codes x labels: whether a respondent with the code counts under the label.
    """

    labels: tuple[str, ...]
    codes: NDArray[Any]
    counts_under: NDArray[Any]

    @property
    def exclusive(self) -> bool:
        """Whether each respondent counts under exactly one label."""
        return bool((self.counts_under.sum(axis=1) == 1).all())


def labels_of(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    """All that a respondent can be counted under, in the order of a table.

    Of several answers these are also the nets and that anything was chosen, which are no sums there.

    Examples
    --------
    >>> from findings.consultation.model import Option, Question
    >>> yes_no = {"yes": Option(label="Yes"), "no": Option(label="No")}
    >>> one = Question(kind="single", number="Q1", wording="Is it?", short="It", options=yes_no)
    >>> labels_of(Questionnaire(questions={"q1": one}, sections={}), "q1")
    ('yes', 'no', 'not_answered', 'not_asked')
    """
    scale = questionnaire.scale_of(question)
    if questionnaire.questions[question].kind is Kind.MULTIPLE:
        return (*scale.options, *(f"net_{net}" for net in scale.nets), BASE_ANSWERED, *UNSAID)
    return (*scale.options, *UNSAID)


def coded_question(responses: pd.DataFrame, questionnaire: Questionnaire, question: str) -> Coded:
    """A question's answers, coded.

    Parameters
    ----------
    responses
        One row a respondent, a categorical column a question, as intake hands them on.
    questionnaire
        The questionnaire as it is counted.
    question
        Its name there.
    """
    answers = responses[column_of_answers(questionnaire, question)]
    labels = labels_of(questionnaire, question)
    reads = _reader(questionnaire, question)
    return Coded(labels, answers.cat.codes.to_numpy(), _table(answers.cat.categories, labels, reads))


def coded_breakdown(responses: pd.DataFrame, questionnaire: Questionnaire, breakdown: str) -> Coded:
    """The groups that each respondent is in, coded; those who did not say come last, as `not_answered`."""
    import numpy as np

    if CROSSED in breakdown:
        outer, inner = (coded_breakdown(responses, questionnaire, part) for part in breakdown.split(CROSSED))
        return _crossed(outer, inner)
    answers = coded_question(responses, questionnaire, questionnaire.breakdowns[breakdown].question)
    groups = questionnaire.groups_of(breakdown)
    columns = [
        answers.counts_under[:, [answers.labels.index(option) for option in group.of]].any(axis=1)
        for group in groups.values()
    ]
    unsaid = [answers.counts_under[:, answers.labels.index(name)].astype(bool) for name in UNSAID]
    return Coded((*groups, *UNSAID), answers.codes, np.column_stack([*columns, *unsaid]).astype(np.uint8))


def everyone(respondents: int) -> Coded:
    """All respondents as one group, without a name."""
    import numpy as np

    return Coded(("",), np.zeros(respondents, dtype=np.int8), np.ones((1, 1), dtype=np.uint8))


def _reader(questionnaire: Questionnaire, question: str) -> Callable[[str], Sequence[str]]:
    """Answer as intake writes it -> the labels that it counts under, for an answer that was given."""
    spec, scale = questionnaire.questions[question], questionnaire.scale_of(question)
    if spec.kind is Kind.MULTIPLE:
        return lambda answer: _several(answer.split(SEPARATOR), {f"net_{n}": net.of for n, net in scale.nets.items()})
    if spec.kind is Kind.RANKING:
        item = question.partition(".")[2]
        return lambda answer: (_place(answer.split(SEPARATOR), item),)
    if spec.kind is Kind.NUMERIC and ANSWERED not in scale.options:
        return lambda answer: (band_of(Decimal(answer), questionnaire, question),)
    if spec.kind in (Kind.NUMERIC, Kind.OPEN):
        return lambda answer: (ANSWERED,)
    return lambda answer: (answer,)


def _several(chosen: Sequence[str], nets: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return (*chosen, *(net for net, of in nets.items() if set(of) & set(chosen)), BASE_ANSWERED)


def _place(order: Sequence[str], item: str) -> str:
    return f"rank_{order.index(item) + 1}" if item in order else UNRANKED


def band_of(number: Decimal, questionnaire: Questionnaire, question: str) -> str:
    """The band that a number belongs to; the bands follow each other without a gap."""
    bands = questionnaire.questions[question].bands
    return next(name for name, band in bands.items() if band.below is None or number < band.below)


def _table(categories: Iterable[str], labels: Sequence[str], reads: Callable[[str], Sequence[str]]) -> NDArray[Any]:
    import numpy as np

    column = {label: place for place, label in enumerate(labels)}
    categories = list(categories)
    table = np.zeros((len(categories), len(labels)), dtype=np.uint8)
    for code, answer in enumerate(categories):
        for label in (answer,) if answer in UNSAID else reads(answer):
            table[code, column[label]] = 1
    return table


def _crossed(outer: Coded, inner: Coded) -> Coded:
    """Two breakdowns as one, with those who did not say one of the two: so the groups add up to either breakdown."""
    import numpy as np

    codes = outer.codes.astype(np.int32) * len(inner.counts_under) + inner.codes
    both = np.einsum("ax,by->abxy", outer.counts_under, inner.counts_under)
    labels = tuple(f"{one}.{other}" for one in outer.labels for other in inner.labels)
    return Coded(labels, codes, both.reshape(-1, len(labels)))
