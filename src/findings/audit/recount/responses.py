"""The responses that were counted: whole, each once, each answer an answer, and the same in every file.

A message names responses by their identifiers, and an answer only where it is none of the questionnaire's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from findings.audit.recount.csvfile import is_strict
from findings.audit.recount.evidence import Row
from findings.audit.recount.funnel import LEDGER
from findings.audit.recount.identifiers import MISSING, NOT_ASKED
from findings.audit.recount.meaning import SEPARATOR
from findings.audit.recount.question import DATE, NUMERIC, ONE_ANSWER, OPEN, RANKING, Column, Questionnaire
from findings.audit.recount.settings import Settings
from findings.audit.recount.source import (
    CSV,
    ID,
    LOADED,
    SOURCE_KIND,
    SOURCE_ROW,
    Source,
    first_line,
    in_file,
    missing_columns,
)
from findings.audit.recount.sqltext import any_of, literal, quoted
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem

CSV_FILE = "restricted/responses.csv"
FORMS = {
    NUMERIC: ("a number", r"0|-?(0\.[0-9]*[1-9]|[1-9][0-9]*(\.[0-9]*[1-9])?)"),
    DATE: ("a day", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    OPEN: ("answered", "answered"),
}
"""What a column holds whose answers are no options, in words and as a pattern."""
NAMED = 3
"""How many responses a message names."""


def response_problems(
    run: Path, source: Source, questionnaire: Questionnaire, settings: Settings, rows: Sequence[Row]
) -> Iterator[Problem]:
    """What is wrong with `responses.parquet`, or between it and what stands beside it.

    Parameters
    ----------
    run
        The run's folder.
    source, questionnaire, settings
        Its responses, opened, what may stand in them, and which channel did not put which question.
    rows
        Its evidence, for the number of responses that it says were analysed.
    """
    yield from _column_problems(source, questionnaire, settings)
    yield from _identifier_problems(source)
    for name in source.questions:
        if name not in questionnaire.columns:
            # What was counted of comments is made again from the codings: `codings`.
            continue
        column = questionnaire.columns[name]
        yield from _answer_problems(source, column)
        if set(column.asked_if) <= set(source.questions):
            yield from _routing_problems(source, column, settings)
    yield from _number_problems(source, rows)
    yield from _told(LEDGER, run, source, _ledger_problems)
    yield from _told(CSV_FILE, run, source, _csv_problems)


def _column_problems(source: Source, questionnaire: Questionnaire, settings: Settings) -> Iterator[Problem]:
    several = ("channel", "source_file") if settings.channels else ()
    own = [name for name in several if name not in questionnaire.columns]
    of_sample = settings.sample.columns if settings.sample is not None else ()
    wanted = (ID, SOURCE_ROW, *own, *questionnaire.columns, *of_sample, *questionnaire.of_comments)
    missing = [column for column in wanted if column not in source.columns]
    unexpected = [column for column in source.columns if column not in (*wanted, SOURCE_KIND)]
    if missing:
        yield missing_columns(source.name, missing, source.columns, wanted)
    elif unexpected:
        yield Problem(source.name, "a column that the questionnaire does not know", ", ".join(unexpected), do=ASK)


def _identifier_problems(source: Source) -> Iterator[Problem]:
    identifier = f"coalesce({quoted(ID)}, '')"
    query = (
        f"SELECT {identifier}, count(*) FROM {LOADED} GROUP BY 1 HAVING count(*) > 1 OR {identifier} = '' ORDER BY 1"
    )
    found = source.fetch(query)
    shared = [name for name, _ in found if name]
    if shared:
        yield Problem(source.name, "identifiers of more than one response", _listed(shared), do=ASK)
    if found and not found[0][0]:
        yield Problem(source.name, "responses without an identifier", f"{found[0][1]:,}", do=ASK)


def _answer_problems(source: Source, column: Column) -> Iterator[Problem]:
    answer = f"coalesce(CAST({quoted(column.name)} AS VARCHAR), 'an empty cell')"
    allowed, wrong = _never(column, "answer")
    distinct = f"SELECT {answer} AS answer, count(*) AS n FROM {LOADED} GROUP BY 1"
    query = f"SELECT answer, n FROM ({distinct}) WHERE answer NOT IN ({any_of(MISSING)}) AND ({wrong}) ORDER BY 1"
    for found, n in source.fetch(query):
        what = f"an answer outside the options of {column.name} (responses: {n:,})"
        yield Problem(source.name, what, str(found)[:80], ", ".join((*allowed, *MISSING)), ASK)


def _never(column: Column, answer: str) -> tuple[tuple[str, ...], str]:
    """What may stand in a column, in words, and the condition of an answer that may not."""
    if column.kind in FORMS:
        words, form = FORMS[column.kind]
        return (words,), f"NOT regexp_full_match({answer}, {literal(form)})"
    if column.kind in ONE_ANSWER:
        return column.options, f"{answer} NOT IN ({any_of(column.options)})"
    names, order = f"string_split({answer}, {literal(SEPARATOR)})", f"[{any_of(column.options)}]"
    unknown = f"NOT list_has_all({order}, {names})"
    twice = f"len(list_distinct({names})) < len({names})"
    if column.kind == RANKING:
        return column.options, f"{unknown} OR {twice}"
    # The options of a respondent stand in the order of the questionnaire; one that stands alone has none beside it.
    ordered = f"list_transform({names}, lambda name: list_position({order}, name))"
    conditions = [unknown, twice, f"list_sort({ordered}) <> {ordered}"]
    if column.alone:
        conditions.append(f"len({names}) > 1 AND list_has_any({names}, [{any_of(sorted(column.alone))}])")
    return column.options, " OR ".join(f"({one})" for one in conditions)


def _routing_problems(source: Source, question: Column, settings: Settings) -> Iterator[Problem]:
    """`not_asked` stands where the questionnaire did not ask, and nowhere else."""
    asked = [f"coalesce({quoted(other)} IN ({any_of(of)}), false)" for other, of in question.asked_if.items() if of]
    silent = [channel for channel, left_out in settings.channels.items() if question.name in left_out]
    if silent:
        asked.append(f"channel NOT IN ({any_of(silent)})")
    not_asked = f"coalesce({quoted(question.name)} = {literal(NOT_ASKED)}, false)"
    query = f"SELECT {quoted(ID)} FROM {LOADED} WHERE ({' AND '.join(asked) or 'true'}) = {not_asked} ORDER BY 1"
    found = [name for (name,) in source.fetch(query)]
    if found:
        what = f"who was asked {question.name}, and who was not, is not as its 'asked_if' says"
        yield Problem(source.name, what, _listed(found), do=ASK)


def _number_problems(source: Source, rows: Sequence[Row]) -> Iterator[Problem]:
    analysed = next((row["value"] for row in rows if row["cell"] == "funnel#analysed"), "")
    n = str(source.fetch(f"SELECT count(*) FROM {LOADED}")[0][0])
    if n != analysed:
        what = "it holds another number of responses than funnel#analysed says"
        yield Problem(source.name, what, n, analysed or "nothing", ASK)


def _ledger_problems(path: Path, source: Source) -> Iterator[Problem]:
    """The ledger names each response that was analysed, and no other."""
    # In a CSV file an identifier that begins like a formula is led by an apostrophe.
    own, led = f"SELECT {quoted(ID)} FROM {LOADED}", f"SELECT '''' || {quoted(ID)} FROM {LOADED}"
    named = f"SELECT response_id FROM read_csv({in_file(path)}, {CSV}) WHERE outcome = 'analysed'"
    gone = source.fetch(f"({named}) EXCEPT ({own} UNION ALL {led}) ORDER BY 1")
    new = source.fetch(f"({own}) EXCEPT ({named} UNION ALL SELECT substr(response_id, 2) FROM ({named})) ORDER BY 1")
    for found, what in ((gone, "are missing"), (new, "are not among those that the ledger names")):
        if found:
            yield Problem(source.name, f"analysed responses {what}", _listed([name for (name,) in found]), do=ASK)


def _csv_problems(path: Path, source: Source) -> Iterator[Problem]:
    """`responses.csv` holds the same rows, in the same order."""
    file = f"read_csv({in_file(path)}, {CSV})"
    columns = tuple(str(row[0]) for row in source.fetch(f"DESCRIBE SELECT * FROM {file}"))
    if columns != source.columns:
        what = f"not the columns of {source.name}"
        yield Problem(CSV_FILE, what, ", ".join(columns), ", ".join(source.columns), ASK)
        return
    own, other = (source.fetch(f"SELECT count(*) FROM {of}")[0][0] for of in (file, source.file))
    if own != other:
        yield Problem(CSV_FILE, f"not as many rows as {source.name}", f"{own:,}", f"{other:,}", ASK)
        return
    if not is_strict(path, columns, own):
        yield Problem(CSV_FILE, "lines beside its rows, or line ends that no run writes", do=ASK)
    same = " AND ".join(_same(f"p.{quoted(column)}", f"c.{quoted(column)}") for column in columns)
    query = f"SELECT p.{quoted(ID)} FROM {source.file} AS p POSITIONAL JOIN {file} AS c WHERE NOT ({same})"
    found = [name for (name,) in source.fetch(query)]
    if found:
        yield Problem(CSV_FILE, f"rows that are not those of {source.name}", _listed(found), do=ASK)


def _same(value: str, written: str) -> str:
    """Whether the CSV holds what the Parquet file does, an apostrophe before what looks like a formula aside."""
    value = f"coalesce(CAST({value} AS VARCHAR), '')"
    return f"coalesce({written}, '') IN ({value}, '''' || {value})"


def _told(name: str, run: Path, source: Source, look: Callable[[Path, Source], Iterator[Problem]]) -> Iterator[Problem]:
    """What a look at another file of the run finds; or that it cannot be read."""
    import duckdb

    if not (run / name).is_file():
        yield Problem(name, "this file of the run is missing", do=ASK)
        return
    try:
        yield from look(run / name, source)
    except duckdb.Error as error:
        yield Problem(name, "it cannot be read", first_line(error).replace(f"{run.as_posix()}/", ""), do=ASK)


def _listed(identifiers: Sequence[object]) -> str:
    """How many responses, and the first of them.

    Examples
    --------
    >>> _listed(["r1", "r2", "r3", "r4"])
    '4: r1, r2, r3, ...'
    """
    first = ", ".join(str(identifier) for identifier in identifiers[:NAMED])
    return f"{len(identifiers):,}: {first}" + (", ..." if len(identifiers) > NAMED else "")
