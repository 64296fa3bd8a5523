"""The file that is counted again, opened in DuckDB: responses (Parquet) or a tally (CSV)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings.audit.recount.identifiers import MISSING
from findings.audit.recount.meaning import decimals_of
from findings.audit.recount.members import levels_met, member_of, unsaid_of
from findings.audit.recount.query import Rows
from findings.audit.recount.question import NUMERIC, Questionnaire
from findings.audit.recount.sqltext import literal, quoted
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed

if TYPE_CHECKING:
    import duckdb

ID, SOURCE_ROW, SOURCE_KIND = "response_id", "source_row", "source_kind"
TALLY_COLUMNS = ("group", "question", "answer", "n", "line", "checked_by")
# A folder on the way that is called `area=north` would be taken for a column of that name.
PLAIN = "hive_partitioning = false"
CSV = f"header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', parallel = false, {PLAIN}"
THREADS = 2
LOADED = "loaded"


@dataclass(frozen=True)
class Source:
    """An opened file.

    Parameters
    ----------
    name
        The file as messages name it.
    columns
        Its columns, in order.
    questions
        The columns of answers that it holds; of a tally, the questions.
    rows
        What a query counts: a table in memory with the answers to these.
    file
        The file itself, as it stands after FROM.
    """

    name: str
    columns: tuple[str, ...]
    questions: tuple[str, ...]
    rows: Rows
    file: str
    connection: duckdb.DuckDBPyConnection

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        return self.connection.execute(query).fetchall()


@contextmanager
def open_source(path: Path, questionnaire: Questionnaire, threads: int = THREADS) -> Iterator[Source]:
    """Open `responses.parquet` or `tally.csv`, and load what the questionnaire knows of it.

    Columns too many, and questions that are not there, are no fault here: another questionnaire may be asked of it.

    Raises
    ------
    VerificationFailed
        If it is missing or cannot be read.
    """
    import duckdb

    name = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise _failed(name, "the file that was counted is missing")
    tally = path.suffix == ".csv"
    # Nothing is fetched from elsewhere to read a file.
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=config) as connection:
        file = f"read_csv({in_file(path)}, {CSV})" if tally else f"read_parquet({in_file(path)}, {PLAIN})"
        try:
            found = connection.execute(f"DESCRIBE SELECT * FROM {file}").fetchall()
            columns = tuple(str(row[0]) for row in found)
            load = _load_tally if tally else _load_responses
            wanted = questionnaire.questions if tally else (*questionnaire.columns, *questionnaire.of_comments)
            questions = load(connection, name, file, columns, tuple(wanted))
            decimals = {} if tally else dict(_decimals(connection, questionnaire, questions))
        except duckdb.Error as error:
            what = f"not a {'tally' if tally else 'Parquet file'} that can be read"
            raise _failed(name, what, first_line(error).replace(path.as_posix(), name)) from None
        yield Source(name, columns, questions, Rows(LOADED, tally, decimals), file, connection)


def in_file(path: Path) -> str:
    """A path as SQL writes it; DuckDB would take some characters for a pattern of names.

    Examples
    --------
    >>> in_file(Path("runs [1]/tally.csv"))
    "'runs [[]1]/tally.csv'"
    """
    return literal("".join(f"[{character}]" if character in "*?[" else character for character in path.as_posix()))


def _load_responses(
    connection: duckdb.DuckDBPyConnection, name: str, file: str, columns: tuple[str, ...], questions: tuple[str, ...]
) -> tuple[str, ...]:
    """Each answer once in a list of answers, and the responses as numbers of it: quick to count."""
    if ID not in columns:
        raise VerificationFailed([missing_columns(name, [ID], columns, questions)])
    known = tuple(question for question in questions if question in columns)
    each = [f"SELECT DISTINCT CAST({quoted(question)} AS VARCHAR) AS answer FROM {file}" for question in known]
    # An ENUM cannot be empty, and a missing value has no place in it.
    distinct = " UNION ".join([*(f"SELECT {literal(answer)} AS answer" for answer in MISSING), *each])
    connection.execute(
        f"CREATE TYPE answers AS ENUM (SELECT answer FROM ({distinct}) WHERE answer IS NOT NULL ORDER BY answer)"
    )
    loaded = [f"CAST(CAST({quoted(question)} AS VARCHAR) AS answers) AS {quoted(question)}" for question in known]
    identifier = f"CAST({quoted(ID)} AS VARCHAR) AS {quoted(ID)}"
    if "channel" in columns and "channel" not in known:
        identifier += ", CAST(channel AS VARCHAR) AS channel"
    connection.execute(f"CREATE TABLE {LOADED} AS SELECT {', '.join([identifier, *loaded])} FROM {file}")
    return known


def _decimals(
    connection: duckdb.DuckDBPyConnection, questionnaire: Questionnaire, known: Sequence[str]
) -> Iterator[tuple[str, int]]:
    """Of each column of numbers the most digits after the point, in an answer or in an end of a band."""
    for question in questionnaire.questions.values():
        if question.kind == NUMERIC and question.source in known:
            part = f"length(split_part(CAST({quoted(question.source)} AS VARCHAR), '.', 2))"
            ((most,),) = connection.execute(f"SELECT coalesce(max({part}), 0) FROM {LOADED}").fetchall()
            ends = [end for band in question.bands.values() for end in band]
            yield question.source, max(int(most), decimals_of(ends))


def _load_tally(
    connection: duckdb.DuckDBPyConnection, name: str, file: str, columns: tuple[str, ...], questions: tuple[str, ...]
) -> tuple[str, ...]:
    missing = [column for column in TALLY_COLUMNS if column not in columns]
    if missing:
        raise VerificationFailed([missing_columns(name, missing, columns, ())])
    connection.execute(f"CREATE TABLE {LOADED} AS SELECT * FROM {file}")
    digits = "regexp_full_match(coalesce(n, ''), '[0-9]{1,12}')"
    wrong = connection.execute(f'SELECT "group", question, answer, n FROM {LOADED} WHERE NOT {digits}').fetchall()
    if wrong:
        where, do = "a whole number, 0 or more", ASK
        raise VerificationFailed(
            [
                Problem(name, f"not a count: {group}, {question}, {answer}", str(n or "nothing"), where, do)
                for group, question, answer, n in wrong
            ]
        )
    there = {str(row[0]) for row in connection.execute(f"SELECT DISTINCT question FROM {LOADED}").fetchall()}
    return tuple(question for question in questions if question in there)


def missing_columns(name: str, missing: Sequence[str], columns: Sequence[str], questions: Sequence[str]) -> Problem:
    """Columns that a file lacks, and those that may stand in their place under another name."""
    known = {ID, SOURCE_ROW, SOURCE_KIND, *TALLY_COLUMNS, *questions}
    unexpected = [column for column in columns if column not in known]
    what = "a column is missing" if len(missing) == 1 else "columns are missing"
    return Problem(name, what, f"in its place: {', '.join(unexpected)}" if unexpected else "", ", ".join(missing), ASK)


def unsaid_levels(source: Source, questionnaire: Questionnaire, question: str, breakdown: str) -> Sequence[str]:
    """Which levels of those who did not answer, or were not asked, a table has, because someone is in them."""
    if not breakdown:
        return ()
    own = questionnaire.breakdowns[breakdown]
    possible = unsaid_of(own)
    if source.rows.tally:
        rows = f'SELECT "group" AS member FROM {LOADED} WHERE question = {literal(question)} AND CAST(n AS BIGINT) > 0'
    else:
        rows = f"SELECT DISTINCT {member_of(questionnaire, own, LOADED)} AS member FROM {LOADED}"
    met = ", ".join(levels_met(questionnaire, own, possible, source.rows.decimals))
    found = {level for (level,) in source.fetch(f"SELECT DISTINCT unnest([{met}]) FROM ({rows})")}
    return [level for level in possible if level in found]


def groups_of_tally(source: Source, question: str) -> tuple[str, ...]:
    """The groups that a tally counts a question by."""
    query = f'SELECT DISTINCT "group" FROM {LOADED} WHERE question = {literal(question)} ORDER BY 1'
    return tuple(str(group) for (group,) in source.fetch(query))


def first_line(error: Exception) -> str:
    """What DuckDB says, without the query."""
    return str(error).strip().splitlines()[0][:160]


def _failed(name: str, what: str, found: str = "") -> VerificationFailed:
    return VerificationFailed([Problem(name, what, found, do=ASK)])
