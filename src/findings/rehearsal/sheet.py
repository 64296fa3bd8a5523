"""A part of a rehearsal as tables of text: the responses, the list of the cases, the codings.

Every row of every table says that it is made up.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings.consultation.madeup import COLUMN, ID_PREFIX, VALUE
from findings.consultation.model import Questionnaire
from findings.consultation.rehearsal import AlsoAnswered, given_by, heading_of
from findings.rehearsal import cases
from findings.rehearsal.also_cells import also_columns
from findings.rehearsal.by_channel import channel_asked, last_days
from findings.rehearsal.codings import NOT_CODED
from findings.rehearsal.comments import THEMES
from findings.rehearsal.headings import headings
from findings.rehearsal.labelled import labelled, shown_as
from findings.rehearsal.made import Made
from findings.rehearsal.network import CAMPAIGN as CAMPAIGN_STATES
from findings.rehearsal.network import CHANNEL as CHANNEL_STATES
from findings.rehearsal.script import Script

LATE_DAYS = 14
"""Late responses come within so many days of the closing date."""

CODERS = ("coder_a", "coder_b")


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
        names.received: _days(script, rows, _last_days(script, made)),
    }
    if names.channel:
        columns[names.channel] = labelled(list(script.said.channels), made.answers[CHANNEL_STATES][made.source])
    people = made.part.start + person[made.source]
    columns[names.email] = _numbered("person.", people, script.responses, "@made-up.invalid")
    by_campaigns = given_by("campaign", questionnaire)
    for name, question in questionnaire.questions.items():
        if name not in by_campaigns:
            columns[heading_of(name, question)] = labelled(cells(questionnaire, name), made.answers[name][made.source])
    written = {
        name: (heading, pa.array(made.comments[name].text[made.source], type=pa.string()))
        for name, heading in names.comments.items()
    }
    for name, asked in questionnaire.also_asked.items():
        if name in made.also:
            opened = script.parameters.consultation.opened
            said = script.said.also_asked.get(name, AlsoAnswered())
            columns |= also_columns(name, asked, made.also[name], said, made.source, opened)
        else:
            columns |= [written.pop(name)]
    columns |= written.values()
    if names.may_quote:
        columns[names.may_quote] = labelled(["no", "yes"], made.may_quote[made.source].astype(np.int8))
    return pa.table(columns)


def cells(questionnaire: Questionnaire, question: str) -> list[str | None]:
    """What stands in the cell for each state: an option as it is written, and nothing for who did not answer."""
    options = questionnaire.scale_of(question).options
    return [*(shown_as(name, option.label) for name, option in options.items()), None, None]


def cases_table(script: Script, made: Made) -> Any:
    """Which rows of the part are what, and of which row or campaign."""
    import pyarrow as pa

    start, tables = made.part.start, []

    def add(case: str, rows: NDArray[np.int64], of: Any) -> None:
        kinds = labelled([case], np.zeros(len(rows), dtype=np.int8))
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
        add(cases.CAMPAIGN, followers, labelled(list(states), taking[followers]))
    table = pa.concat_tables(tables)
    if script.by_channel:
        states, codes = channels_of_rows(script, made)
        numbers = [int(text.removeprefix(ID_PREFIX)) - 1 - start for text in table["response_id"].to_pylist()]
        table = table.add_column(2, "channel", labelled(list(states), codes[np.array(numbers, dtype=np.int64)]))
    return table


def codings_table(script: Script, made: Made) -> Any:
    """One row a comment and coder, place by place; an exact copy of a response is coded once."""
    import pyarrow as pa

    own = made.source == np.arange(made.part.rows)
    themes = [theme.name for theme in THEMES]
    tables = []
    names = headings(script.questionnaire)
    for place, heading in names.comments.items():
        # A question is called by its name, as files of codings are read.
        question = heading if heading in names.unasked else place
        for coder, codes in zip(
            CODERS, (made.comments[place].first_code, made.comments[place].second_code), strict=True
        ):
            rows = np.flatnonzero(own & (codes != NOT_CODED))
            same = np.zeros(len(rows), dtype=np.int8)
            columns = {
                COLUMN: _marks(len(rows)),
                "response_id": _ids(script, made.part.start + rows),
                "question": labelled([question], same),
                "coder": labelled([coder], same),
                "code": labelled(themes, codes[rows]),
            }
            tables.append(pa.table(columns))
    return pa.concat_tables(tables)


def channels_of_rows(script: Script, made: Made) -> tuple[tuple[str, ...], NDArray[np.int16]]:
    """The channels, and by which of them each row came."""
    key = channel_asked(script.questionnaire)
    return script.network.by_name[key].states, made.answers[key][made.source]


def _last_days(script: Script, made: Made) -> NDArray[np.int64]:
    """How many days each row had to come in time: those of its channel, where each has a file."""
    consultation = script.parameters.consultation
    if not script.by_channel:
        return np.full(made.part.rows, (consultation.closed - consultation.opened).days + 1)
    states, codes = channels_of_rows(script, made)
    closed = last_days(script.parameters)
    days = [(closed.get(state, consultation.closed) - consultation.opened).days + 1 for state in states]
    return np.array(days)[codes]


def is_late(script: Script, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows of the file are late: the last, since it stands in the order in which responses came."""
    return rows >= script.responses - script.counts[cases.LATE]


def _days(script: Script, rows: NDArray[np.int64], open_days: NDArray[np.int64]) -> Any:
    """The day of each row: evenly while the consultation is open, then evenly over the days after it."""
    opened = script.parameters.consultation.opened
    late = script.counts[cases.LATE]
    in_time = max(script.responses - late, 1)
    day = np.where(
        is_late(script, rows), open_days + (rows - in_time) * LATE_DAYS // max(late, 1), rows * open_days // in_time
    )
    calendar = [
        (opened + datetime.timedelta(days)).isoformat() for days in range(int(open_days.max(initial=0)) + LATE_DAYS)
    ]
    return labelled(calendar, day)


def _ids(script: Script, rows: NDArray[np.int64]) -> Any:
    return _numbered(ID_PREFIX, rows, script.responses, "")


def _numbered(before: str, rows: NDArray[np.int64], responses: int, after: str) -> Any:
    """A text a row with its number, from 1, all of the same length."""
    import pyarrow as pa
    from pyarrow import compute

    digits = compute.utf8_lpad(pa.array(rows + 1).cast(pa.string()), max(7, len(str(responses))), padding="0")
    return compute.binary_join_element_wise(pa.scalar(before), digits, pa.scalar(after), "")


def _marks(rows: int) -> Any:
    return labelled([VALUE], np.zeros(rows, dtype=np.int8))
