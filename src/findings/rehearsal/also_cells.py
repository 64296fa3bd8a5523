"""Answers to the questions of other kinds as a survey tool would write them: heading -> a column of text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings.consultation.model import AlsoAsked
from findings.consultation.rehearsal import AlsoAnswered
from findings.rehearsal.also import Also
from findings.rehearsal.headings import also_heading, in_columns
from findings.rehearsal.labelled import labelled, shown_as
from findings.rehearsal.numbers import ranges_of
from findings.rehearsal.others import other_of, own_texts


def also_columns(
    name: str, asked: AlsoAsked, also: Also, said: AlsoAnswered, source: NDArray[np.int64], opened: datetime.date
) -> Iterator[tuple[str, Any]]:
    """Heading and cells of each column of a question.

    Parameters
    ----------
    name, asked, also, said
        The question and its answers, and what was said of them.
    source
        The row that each row shows.
    opened
        The day that days are counted from.
    """
    import pyarrow as pa

    answered, values = also.answered[source], also.values[source]
    if not asked.options:
        texts = (
            values[:, 0].astype("datetime64[D]") + _days_to(opened)
            if asked.kind == "date"
            else np.array(ranges_of(asked, said).written(values[:, 0]), dtype=object)
        )
        yield also_heading(name, asked), pa.array(texts, mask=~answered).cast(pa.string())
        return
    values = np.where(answered[:, None], values, 0)
    if in_columns(asked):
        ranks = [str(rank) for rank in range(1, len(asked.options) + 1)]
        for (option, choice), column in zip(asked.options.items(), values.T, strict=True):
            ranked = asked.kind == "ranking"
            cells = labelled([None, *ranks], column) if ranked else _chosen(asked, option, column, also.wrote[source])
            yield choice.column, cells
    else:
        yield also_heading(name, asked), _in_one_cell(asked, values, also.wrote[source])


def _chosen(asked: AlsoAsked, option: str, column: NDArray[np.int32], wrote: NDArray[np.int8]) -> Any:
    """The label of an option where it was chosen, or what was written in its place; nothing where it was not."""
    label = shown_as(option, asked.options[option].label)
    if option != other_of(asked):
        return labelled([None, label], column)
    return labelled([None, label, *own_texts(asked)], np.where(column > 0, wrote + 1, 0))


def _in_one_cell(asked: AlsoAsked, values: NDArray[np.int32], wrote: NDArray[np.int8]) -> Any:
    """The labels of what was chosen with the separator between them, in order; nothing where nothing was."""
    import pyarrow as pa
    from pyarrow import compute

    labels = [None, *(shown_as(option, choice.label) for option, choice in asked.options.items())]
    if asked.kind == "multiple":
        pieces = [_chosen(asked, option, own, wrote) for option, own in zip(asked.options, values.T, strict=True)]
    else:
        # Of each rank the answer that has it, from 1; 0 where nobody ranked so many.
        ranks = [values == rank for rank in range(1, int(values.max(initial=0)) + 1)]
        pieces = [labelled(labels, np.where(has.any(axis=1), has.argmax(axis=1) + 1, 0)) for has in ranks]
    # An empty text leads each row: Arrow drops a row that is made of nothing but missing pieces.
    led = [pa.array([""] * len(values)), *pieces]
    joined = compute.binary_join_element_wise(*led, asked.separator, null_handling="skip")
    cells = compute.utf8_slice_codeunits(joined, start=len(asked.separator))
    return compute.if_else(compute.equal(cells, ""), pa.scalar(None, pa.string()), cells)


def _days_to(day: datetime.date) -> np.timedelta64:
    return np.datetime64(day, "D") - np.datetime64(0, "D")
