"""Times every question by every breakdown: ours, DuckDB's grouping sets, and a loop of pandas.crosstab.

    python benchmarks/tabulation.py [LARGEST]

60 closed questions, 3 with 10 answers of which several may be given, 12 breakdowns; 10,000, 100,000 ... respondents up
to LARGEST (1,000,000). Answers come from a fixed seed. Each side starts from loaded codes, in a process of its own, so
that its memory is its own; the counts of all sides are compared. pandas.crosstab is left out where it would not end in
minutes: its time there is told as at least the time of the size before.
"""

from __future__ import annotations

import hashlib
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from findings.consultation.model import Breakdown, Option, Question, Questionnaire
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED
from findings.tabulation.counting import count_responses

QUESTIONS, SEVERAL, BREAKDOWNS = 60, 3, 12
OPTIONS, TICKS, LEVELS = 5, 10, 8
MISSING = [NOT_ANSWERED, NOT_ASKED]
LARGEST_CROSSTAB = 100_000
SIDES = ("ours", "duckdb, one query", "duckdb, a query a question", "crosstab")
Table = dict[tuple[str, str], Any]


def option_names(n: int, letter: str) -> list[str]:
    return [f"{letter}{number}" for number in range(n)]


def questionnaire() -> Questionnaire:
    def question(kind: str, names: list[str]) -> Question:
        told = {"kind": kind, "number": "Q", "wording": "?", "short": "?"}
        return Question.model_validate({**told, "options": {name: Option(label=name) for name in names}})

    asked = {f"q{n}": question("single", option_names(OPTIONS, "o")) for n in range(QUESTIONS)}
    asked |= {f"m{n}": question("multiple", option_names(TICKS, "t")) for n in range(SEVERAL)}
    asked |= {f"b{n}": question("single", option_names(LEVELS, "l")) for n in range(BREAKDOWNS)}
    breakdowns = {f"by{n}": Breakdown(title="B", question=f"b{n}") for n in range(BREAKDOWNS)}
    return Questionnaire.model_construct(
        questions=asked, sections={}, scales={}, matrices={}, also_asked={}, profile=(), breakdowns=breakdowns
    )


def codes(respondents: int) -> dict[str, np.ndarray]:
    """Column -> code a respondent; of several answers a bit pattern, 0 for none."""
    rng = np.random.default_rng(1)
    drawn = {f"q{n}": rng.integers(0, OPTIONS + 1, respondents).astype(np.int8) for n in range(QUESTIONS)}
    drawn |= {f"m{n}": rng.integers(0, 2**TICKS, respondents).astype(np.int16) for n in range(SEVERAL)}
    return drawn | {f"b{n}": rng.integers(0, LEVELS, respondents).astype(np.int8) for n in range(BREAKDOWNS)}


def frame(drawn: dict[str, np.ndarray]) -> pd.DataFrame:
    """The responses as intake hands them on."""
    ticks = option_names(TICKS, "t")
    patterns = [";".join(t for bit, t in enumerate(ticks) if code >> bit & 1) for code in range(2**TICKS)]
    patterns[0] = NOT_ANSWERED
    names = {"q": [*option_names(OPTIONS, "o"), *MISSING], "m": [*patterns, NOT_ASKED]}
    names["b"] = [*option_names(LEVELS, "l"), *MISSING]
    return pd.DataFrame({c: pd.Categorical.from_codes(v, pd.Index(names[c[0]], dtype="str")) for c, v in drawn.items()})


def tables() -> list[tuple[str, str]]:
    asked = [*(f"q{n}" for n in range(QUESTIONS)), *(f"m{n}" for n in range(SEVERAL))]
    return [(question, by) for question in asked for by in ("", *(f"b{n}" for n in range(BREAKDOWNS)))]


def labels(column: str) -> list[str]:
    return [*option_names(OPTIONS, "o"), *MISSING] if column[0] == "q" else option_names(LEVELS, "l")


def ours(drawn: dict[str, np.ndarray]) -> Callable[[], Table]:
    responses, asked = frame(drawn), questionnaire()
    wanted = [(question, f"by{by[1:]}" if by else "") for question, by in tables()]

    def count() -> Table:
        found = count_responses(responses, asked, wanted).tables
        return {(q, by): found[q, f"by{by[1:]}" if by else ""] for q, by in tables()}

    return count


def with_duckdb(drawn: dict[str, np.ndarray], *, at_once: bool) -> Callable[[], Table]:
    """Grouping sets: all tables of closed questions in one query, or a query a question, which DuckDB likes better."""
    connection = duckdb.connect(":memory:", config={"threads": 2})
    given = pd.DataFrame(drawn)
    connection.register("given", given)
    connection.execute("CREATE TABLE loaded AS SELECT * FROM given")
    closed, breakdowns = [f"q{n}" for n in range(QUESTIONS)], [f"b{n}" for n in range(BREAKDOWNS)]
    batches = [closed] if at_once else [[question] for question in closed]

    def count() -> Table:
        found: Table = {}
        for batch in batches:
            sets = ", ".join(
                s for question in batch for s in (f"({question})", *(f"({by}, {question})" for by in breakdowns))
            )
            columns = ", ".join([*breakdowns, *batch])
            query = f"SELECT {columns}, count(*) FROM loaded GROUP BY GROUPING SETS ({sets})"
            for *codes_, n in connection.execute(query).fetchall():
                groups, answers = codes_[:BREAKDOWNS], codes_[BREAKDOWNS:]
                place = next(place for place, answer in enumerate(answers) if answer is not None)
                by, level = group_of(groups)
                table = found.setdefault((batch[place], by), {})
                table.setdefault(level, {})[labels("q")[answers[place]]] = n
        ticks = option_names(TICKS, "t")
        sets = ", ".join(["()", *(f"({by})" for by in breakdowns)])
        for question in (f"m{n}" for n in range(SEVERAL)):
            sums = ", ".join(f"sum({question} >> {bit} & 1)" for bit in range(TICKS))
            query = f"SELECT {', '.join(breakdowns)}, {sums} FROM loaded GROUP BY GROUPING SETS ({sets})"
            for row in connection.execute(query).fetchall():
                by, level = group_of(row[:BREAKDOWNS])
                counts = dict(zip(ticks, map(int, row[BREAKDOWNS:]), strict=True))
                found.setdefault((question, by), {})[level] = counts
        return found

    return count


def group_of(groups: Sequence[int | None]) -> tuple[str, str]:
    """The breakdown and its level that a row of the grouping sets is of."""
    place = next((place for place, group in enumerate(groups) if group is not None), None)
    return ("", "") if place is None else (f"b{place}", labels("b")[groups[place]])


def with_crosstab(drawn: dict[str, np.ndarray]) -> Callable[[], Table]:
    given = pd.DataFrame({c: pd.Categorical.from_codes(v, labels(c)) for c, v in drawn.items() if c[0] != "m"})
    ticks = option_names(TICKS, "t")
    chosen = {c: {t: v >> bit & 1 for bit, t in enumerate(ticks)} for c, v in drawn.items() if c[0] == "m"}

    def count() -> Table:
        found: Table = {}
        for question, by in tables():
            if question[0] == "m":
                rows = {
                    t: pd.crosstab(given[by], of)[1] if by else {"": of.sum()} for t, of in chosen[question].items()
                }
                levels = labels("b") if by else [""]
                found[question, by] = {level: {t: int(rows[t][level]) for t in ticks} for level in levels}
            elif by:
                found[question, by] = pd.crosstab(given[by], given[question]).to_dict("index")
            else:
                found[question, by] = {"": given[question].value_counts().to_dict()}
        return found

    return count


MAKERS = {
    "ours": ours,
    "duckdb, one query": partial(with_duckdb, at_once=True),
    "duckdb, a query a question": partial(with_duckdb, at_once=False),
    "crosstab": with_crosstab,
}


def shown(found: Table) -> Iterator[str]:
    """What every side counts: the options of each table, nothing where there is nobody."""
    for question, by in tables():
        names = option_names(TICKS, "t") if question[0] == "m" else option_names(OPTIONS, "o")
        for level in labels("b") if by else [""]:
            own = found[question, by].get(level, {})
            yield f"{question} {by} {level} " + " ".join(str(int(own.get(name, 0))) for name in names)


def one_side(side: str, respondents: int) -> None:
    count = MAKERS[side](codes(respondents))
    times = []
    for _ in range(3 if side == "ours" else 1):
        start = time.perf_counter()
        found = count()
        times.append(time.perf_counter() - start)
    digest = hashlib.sha256("\n".join(shown(found)).encode()).hexdigest()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(times), "mb": memory, "counts": digest}))


def run(side: str, respondents: int) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__)), "--side", side, str(respondents)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(largest: int) -> None:
    versions = f"numpy {np.__version__}, pandas {pd.__version__}, duckdb {duckdb.__version__}"
    print(f"{platform.platform()}, Python {platform.python_version()}, {versions}; {len(tables())} tables")
    respondents = 10_000
    while respondents <= largest:
        sides = {
            side: run(side, respondents) for side in SIDES if side != "crosstab" or respondents <= LARGEST_CROSSTAB
        }
        if len({side["counts"] for side in sides.values()}) > 1:
            raise SystemExit(f"the sides count differently: {sides}")
        own = sides["ours"]["seconds"]
        print(f"{respondents:,} respondents; all sides counted the same numbers")
        for name, side in sides.items():
            print(
                f"  {name:<28}{side['seconds']:>9.2f} s {side['mb']:>7.0f} MB {side['seconds'] / own:>8.1f} x",
                flush=True,
            )
        respondents *= 10


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        one_side(sys.argv[2], int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
