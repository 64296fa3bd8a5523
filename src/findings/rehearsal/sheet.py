"""A part of a rehearsal as tables of text: the responses, the list of the cases, the codings.

Every row of every table says that it is made up.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings.consultation.madeup import COLUMN, ID_PREFIX, VALUE
from findings.consultation.model import Questionnaire
from findings.consultation.rehearsal import CHANNEL, channel_question, heading_of
from findings.errors import ParameterError, Problem
from findings.rehearsal import cases
from findings.rehearsal.codings import NOT_CODED
from findings.rehearsal.comments import THEMES
from findings.rehearsal.made import Made
from findings.rehearsal.network import CAMPAIGN as CAMPAIGN_STATES
from findings.rehearsal.network import CHANNEL as CHANNEL_STATES
from findings.rehearsal.script import Script

LATE_DAYS = 14
"""Late responses come within so many days of the closing date."""

FORMULA_SIGNS = ("=", "+", "-", "@")
CODERS = ("coder_a", "coder_b")


@dataclass(frozen=True)
class Headings:
    """The headings of the columns beside the questions, none of which is a question's.

    Parameters
    ----------
    id, received, channel, email, may_quote
        Of these columns; none for the channel where a question asks for it.
    comments
        Section -> heading.
    """

    id: str
    received: str
    channel: str
    email: str
    may_quote: str
    comments: Mapping[str, str]

    @property
    def ignored(self) -> list[str]:
        """The columns that the analysis does not use."""
        found = [self.received, self.channel, *self.comments.values(), self.may_quote]
        return [heading for heading in found if heading]


def headings(questionnaire: Questionnaire) -> Headings:
    """Headings for everything that is no question.

    Raises
    ------
    ParameterError
        If a question's column has the heading that marks made-up data, or that of another question.
    """
    taken, problems = {COLUMN: "the mark of made-up data"}, []
    for name, question in questionnaire.questions.items():
        heading = heading_of(name, question)
        owner = taken.setdefault(heading, f"question {name}")
        if owner != f"question {name}":
            where, do = f"questionnaire.yaml (questions.{name})", "Give the question another 'column'."
            problems.append(Problem(where, f"its column is that of {owner} too", heading, do=do))
    if problems:
        raise ParameterError(problems)

    def free(heading: str) -> str:
        while heading in taken:
            heading += "_"
        taken[heading] = heading
        return heading

    return Headings(
        id=free("response_id"),
        received=free("received"),
        channel="" if channel_question(questionnaire) else free(CHANNEL),
        email=free("email"),
        may_quote=free("may_quote"),
        comments={section: free(f"comment_{section}") for section in questionnaire.sections},
    )


def responses_table(script: Script, made: Made) -> Any:
    """The rows of the part as a survey tool would export them (an Arrow table of text)."""
    import pyarrow as pa

    questionnaire, names = script.questionnaire, headings(script.questionnaire)
    rows = made.part.start + made.source
    person = np.arange(made.part.rows)
    person[made.placed.pairs[cases.TWICE][:, 1]] = made.placed.pairs[cases.TWICE][:, 0]
    columns: dict[str, Any] = {
        COLUMN: _marks(made.part.rows),
        names.id: _ids(script, rows),
        names.received: _days(script, rows),
    }
    if names.channel:
        columns[names.channel] = _labelled(list(script.said.channels), made.answers[CHANNEL_STATES][made.source])
    people = made.part.start + person[made.source]
    columns[names.email] = _numbered("person.", people, script.responses, "@made-up.invalid")
    for name, question in questionnaire.questions.items():
        columns[heading_of(name, question)] = _labelled(cells(questionnaire, name), made.answers[name][made.source])
    for section, heading in names.comments.items():
        columns[heading] = pa.array(made.comments[section].text[made.source], type=pa.string())
    columns[names.may_quote] = _labelled(["no", "yes"], made.may_quote[made.source].astype(np.int8))
    return pa.table(columns)


def cells(questionnaire: Questionnaire, question: str) -> list[str | None]:
    """What stands in the cell for each state: the option's label, and nothing for who did not answer.

    A label that a spreadsheet would run gives way to the option's name, which intake knows too.
    """
    options = questionnaire.scale_of(question).options
    shown = [
        name if option.label.strip().startswith(FORMULA_SIGNS) else option.label for name, option in options.items()
    ]
    return [*shown, None, None]


def cases_table(script: Script, made: Made) -> Any:
    """Which rows of the part are what, and of which row or campaign."""
    import pyarrow as pa

    start, tables = made.part.start, []

    def add(case: str, rows: NDArray[np.int64], of: Any) -> None:
        kinds = _labelled([case], np.zeros(len(rows), dtype=np.int8))
        tables.append(
            pa.table({COLUMN: _marks(len(rows)), "response_id": _ids(script, start + rows), "case": kinds, "of": of})
        )

    def nothing(rows: NDArray[np.int64]) -> Any:
        return pa.nulls(len(rows), pa.string())

    add(cases.BLANK, made.placed.blank, nothing(made.placed.blank))
    for case, pairs in made.placed.pairs.items():
        # An exact copy has its original's identifier.
        add(case, made.source[pairs[:, 1]], _ids(script, start + pairs[:, 0]))
    own = np.flatnonzero(made.source == np.arange(made.part.rows))
    late = own[is_late(script, start + own)]
    add(cases.LATE, late, nothing(late))
    if script.said.campaigns:
        states = script.network.by_name[CAMPAIGN_STATES].states
        taking = made.answers[CAMPAIGN_STATES]
        followers = own[taking[own] > 0]
        add(cases.CAMPAIGN, followers, _labelled(list(states), taking[followers]))
    return pa.concat_tables(tables)


def codings_table(script: Script, made: Made) -> Any:
    """One row a comment and coder, section by section; an exact copy of a response is coded once."""
    import pyarrow as pa

    own = made.source == np.arange(made.part.rows)
    themes = [theme.name for theme in THEMES]
    tables = []
    for section, heading in headings(script.questionnaire).comments.items():
        for coder, codes in zip(
            CODERS, (made.comments[section].first_code, made.comments[section].second_code), strict=True
        ):
            rows = np.flatnonzero(own & (codes != NOT_CODED))
            same = np.zeros(len(rows), dtype=np.int8)
            columns = {
                COLUMN: _marks(len(rows)),
                "response_id": _ids(script, made.part.start + rows),
                "question": _labelled([heading], same),
                "coder": _labelled([coder], same),
                "code": _labelled(themes, codes[rows]),
            }
            tables.append(pa.table(columns))
    return pa.concat_tables(tables)


def is_late(script: Script, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows of the file are late: the last, since it stands in the order in which responses came."""
    return rows >= script.responses - script.counts[cases.LATE]


def _days(script: Script, rows: NDArray[np.int64]) -> Any:
    """The day of each row: evenly while the consultation is open, then evenly over the days after it."""
    opened, closed = script.parameters.consultation.opened, script.parameters.consultation.closed
    open_days = (closed - opened).days + 1
    late = script.counts[cases.LATE]
    in_time = max(script.responses - late, 1)
    day = np.where(
        is_late(script, rows), open_days + (rows - in_time) * LATE_DAYS // max(late, 1), rows * open_days // in_time
    )
    calendar = [(opened + datetime.timedelta(days)).isoformat() for days in range(open_days + LATE_DAYS)]
    return _labelled(calendar, day)


def _ids(script: Script, rows: NDArray[np.int64]) -> Any:
    return _numbered(ID_PREFIX, rows, script.responses, "")


def _numbered(before: str, rows: NDArray[np.int64], responses: int, after: str) -> Any:
    """A text a row with its number, from 1, all of the same length."""
    import pyarrow as pa
    from pyarrow import compute

    digits = compute.utf8_lpad(pa.array(rows + 1).cast(pa.string()), max(7, len(str(responses))), padding="0")
    return compute.binary_join_element_wise(pa.scalar(before), digits, pa.scalar(after), "")


def _marks(rows: int) -> Any:
    return _labelled([VALUE], np.zeros(rows, dtype=np.int8))


def _labelled(labels: Sequence[str | None], codes: NDArray[Any]) -> Any:
    import pyarrow as pa

    return pa.array(labels, type=pa.string()).take(pa.array(codes))
