"""Counting a file part by part: one that is larger than memory, or on the machines of a Dask cluster.

A part is counted where it lies and its whole numbers are added up, so the result is that of counting the file at once,
to the byte, however many parts there are and in whichever order they end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings.consultation.counted import column_of_answers
from findings.consultation.model import CROSSED, Questionnaire
from findings.tabulation.counting import Numbers, count_in_parts

if TYPE_CHECKING:
    import pandas as pd

Tables = Sequence[tuple[str, str]]
ROWS = 131_072
"""Responses of a part: a million need eight."""


def count_file(path: str | Path, questionnaire: Questionnaire, tables: Tables, rows: int = ROWS) -> Numbers:
    """Count `responses.parquet`, with one part of it in memory at a time.

    Parameters
    ----------
    path
        The file, as intake writes it.
    questionnaire
        The questionnaire as it is counted.
    tables
        Pairs of question and breakdown.
    rows
        Responses of a part.
    """
    return count_in_parts(_parts(Path(path), columns_of(questionnaire, tables), rows), questionnaire, tables)


def count_files(
    paths: Sequence[str | Path],
    questionnaire: Questionnaire,
    tables: Tables,
    get: Callable[..., Any] | None = None,
) -> Numbers:
    """Count files of responses, each a task of a Dask graph, and add up what they give, two at a time.

    Parameters
    ----------
    paths
        Files as intake writes them, of which no response is in two; each must be seen by whoever counts it.
    questionnaire, tables
        As `count_file` takes them.
    get
        What runs the graph: a scheduler's `get`, or that of a `distributed.Client`; threads of this machine if none.

    Raises
    ------
    ValueError
        If no file is given.
    """
    if not paths:
        raise ValueError("no files to count")
    if get is None:
        from dask.threaded import get as threads

        get = threads
    graph: dict[Any, Any] = {
        ("count", place): (count_file, str(path), questionnaire, list(tables)) for place, path in enumerate(paths)
    }
    level, keys = 0, list(graph)
    while len(keys) > 1:
        level += 1
        pairs = [keys[start : start + 2] for start in range(0, len(keys), 2)]
        keys = [(f"add {level}", place) for place in range(len(pairs))]
        graph |= {key: (add, *pair) if len(pair) == 2 else pair[0] for key, pair in zip(keys, pairs, strict=True)}
    counted: Numbers = get(graph, keys[0])
    return counted


def columns_of(questionnaire: Questionnaire, tables: Tables) -> list[str]:
    """The columns of the coded responses that some tables are counted from."""
    asked = dict.fromkeys(question for question, _ in tables)
    breakdowns = dict.fromkeys(part for _, breakdown in tables for part in breakdown.split(CROSSED) if part)
    asked |= dict.fromkeys(questionnaire.breakdowns[breakdown].question for breakdown in breakdowns)
    return list(dict.fromkeys(column_of_answers(questionnaire, question) for question in asked))


def _parts(path: Path, columns: Sequence[str], rows: int) -> Iterator[pd.DataFrame]:
    """The responses of a file in parts; an empty file has one part without any."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        none = True
        for batch in file.iter_batches(batch_size=rows, columns=list(columns)):
            none = False
            yield _categorical(batch.to_pandas())
        if none:
            yield _categorical(file.schema_arrow.empty_table().select(list(columns)).to_pandas())


def _categorical(part: pd.DataFrame) -> pd.DataFrame:
    return part.astype(dict.fromkeys(part.columns, "category"))
