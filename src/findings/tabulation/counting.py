"""All that is counted of the responses, so that the counts of parts add up to those of the whole.

Parts may be blocks of a file that is larger than memory, or files on the machines of a cluster: each is counted where
it lies, and what is added up are whole numbers, so the result is the same to the byte however it was divided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from findings.consultation.counted import column_of_answers
from findings.consultation.model import Kind, Questionnaire
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED
from findings.tabulation.coded import Coded, coded_breakdown, coded_question, everyone
from findings.tabulation.engine import joint_counts

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

Counts = dict[str, dict[str, int]]
"""Group -> answer -> n. Without a breakdown the one group is an empty text."""
Values = Mapping[str, Mapping[str, int]]
"""Group -> number as it was given -> how many gave it."""


@dataclass(frozen=True)
class Numbers:
    """Counts of some respondents.

    Parameters
    ----------
    respondents
        How many they are.
    tables
        (question, breakdown) -> group -> answer -> n; the breakdown is an empty text for all respondents.
    values
        (question, breakdown) -> group -> number -> n, for questions that ask for a number.
    """

    respondents: int
    tables: Mapping[tuple[str, str], Counts]
    values: Mapping[tuple[str, str], Values]

    def __add__(self, other: Numbers) -> Numbers:
        """The counts of both, if no respondent is in both.

        Raises
        ------
        ValueError
            If they are not counts of the same tables.
        """
        if self.tables.keys() != other.tables.keys():
            raise ValueError("counts of different tables cannot be added up")
        tables = {
            table: {
                group: {answer: n + other.tables[table][group][answer] for answer, n in answers.items()}
                for group, answers in groups.items()
            }
            for table, groups in self.tables.items()
        }
        values = {
            table: {
                group: dict(Counter(given) + Counter(other.values[table][group])) for group, given in groups.items()
            }
            for table, groups in self.values.items()
        }
        return Numbers(self.respondents + other.respondents, tables, values)


def count_responses(
    responses: pd.DataFrame,
    questionnaire: Questionnaire,
    tables: Iterable[tuple[str, str]],
    weights: NDArray[np.int64] | None = None,
) -> Numbers:
    """Count some responses under every label of every table.

    Parameters
    ----------
    responses
        One row a respondent, coded.
    questionnaire
        The questionnaire as it is counted.
    tables
        Pairs of question and breakdown.
    weights
        A whole number a respondent to add up in the place of 1.
    """
    wanted = list(dict.fromkeys(tables))
    questions = {
        name: coded_question(responses, questionnaire, name) for name in dict.fromkeys(name for name, _ in wanted)
    }
    breakdowns = {
        name: coded_breakdown(responses, questionnaire, name) if name else everyone(len(responses))
        for name in dict.fromkeys(name for _, name in wanted)
    }
    joint = joint_counts(list(questions.values()), list(breakdowns.values()), weights)
    down, across = _places(breakdowns), _places(questions)
    counted = {}
    for question, breakdown in wanted:
        table = joint[down[breakdown], across[question]].tolist()
        labels = questions[question].labels
        counted[question, breakdown] = {
            group: dict(zip(labels, row, strict=True))
            for group, row in zip(breakdowns[breakdown].labels, table, strict=True)
        }
    numeric = [(q, b) for q, b in wanted if questionnaire.questions[q].kind is Kind.NUMERIC]
    values = {
        (q, b): _values(responses[column_of_answers(questionnaire, q)], breakdowns[b], weights) for q, b in numeric
    }
    return Numbers(len(responses), counted, values)


def count_in_parts(
    parts: Iterable[pd.DataFrame], questionnaire: Questionnaire, tables: Sequence[tuple[str, str]]
) -> Numbers:
    """Count responses that come part by part, of which one is in memory at a time.

    Raises
    ------
    ValueError
        If there is no part.
    """
    total: Numbers | None = None
    for part in parts:
        own = count_responses(part, questionnaire, tables)
        total = own if total is None else total + own
    if total is None:
        raise ValueError("no responses to count: not even an empty part")
    return total


def _places(columns: Mapping[str, Coded]) -> dict[str, slice]:
    places, start = {}, 0
    for name, coded in columns.items():
        places[name] = slice(start, start + len(coded.labels))
        start += len(coded.labels)
    return places


def _values(given: pd.Series[Any], groups: Coded, weights: NDArray[np.int64] | None) -> dict[str, dict[str, int]]:
    """Group -> number -> how many gave it."""
    import numpy as np

    texts = given.cat.categories.tolist()
    codes = given.cat.codes.to_numpy()
    found: dict[str, dict[str, int]] = {}
    said = np.array([text not in (NOT_ANSWERED, NOT_ASKED) for text in texts], dtype=bool)[codes]
    for place, group in enumerate(groups.labels):
        inside = said & groups.counts_under[groups.codes, place].astype(bool)
        times = np.zeros(len(texts), dtype=np.int64)
        # `bincount` adds weights as floating point, which is exact for whole numbers as small as these.
        np.add.at(times, codes[inside], 1 if weights is None else weights[inside])
        found[group] = {texts[code]: int(times[code]) for code in np.flatnonzero(times)}
    return found
