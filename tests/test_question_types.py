"""The judge of drafted question types, and how well real files are drafted."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


def load() -> ModuleType:
    """The benchmark, which is no package."""
    spec = importlib.util.spec_from_file_location("question_types", ROOT / "benchmarks" / "question_types.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


judge = load()
COLUMNS = ("id", "name", "a", "b", "c", "d", "e", "f")


def truth(columns: range | set[int], *kinds: str, note: str = "") -> Any:
    return judge.Truth(frozenset(columns), kinds, note)


def right(known: list[Any], questionnaire: Mapping[str, Any], data: Mapping[str, Any] | None = None) -> list[bool]:
    drafted = judge.readings(COLUMNS, {"data": data or {}}, questionnaire)
    return [one.right for one in judge.judge(known, drafted)]


def one(kind: str, column: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "column": column, **more}


def several(kind: str, *columns: str) -> dict[str, Any]:
    return {"kind": kind, "options": {f"o{n}": {"column": column} for n, column in enumerate(columns)}}


# --- the truth --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", judge.FILES)
def test_a_table_of_the_truth_covers_every_column_once(name: str) -> None:
    truths = judge.read_truth(judge.TRUTH / f"{name}.csv")
    covered = sorted(place for known in truths for place in known.columns)
    assert covered == list(range(1, len(covered) + 1))


def test_every_table_of_the_truth_is_judged() -> None:
    assert {path.stem for path in judge.TRUTH.glob("*.csv")} == set(judge.FILES)


def test_the_tables_name_known_kinds() -> None:
    tables = [judge.read_truth(judge.TRUTH / f"{name}.csv") for name in judge.FILES]
    kinds = {kind for table in tables for known in table for kind in known.kinds}
    known = {"single", "scale", "multiple", "matrix", "ranking", "numeric", "date", "open"}
    assert kinds == known | {"identity", "paradata"}


def test_a_line_of_the_truth_is_read_with_its_further_columns(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    head = "first_column,last_column,further_columns,kind,also_right,order,note\n"
    path.write_text(head + "2,4,6-7,scale,single|open,low|high,ticked\n9,9,,open,,,no answers\n", encoding="utf-8")
    first, second = judge.read_truth(path)
    assert first == judge.Truth(frozenset({2, 3, 4, 6, 7}), ("scale", "single", "open"), "ticked", ("low", "high"))
    assert second == truth({9}, "open", note="no answers")
    assert (first.counted, second.counted) == (True, False)


# --- the judge --------------------------------------------------------------------------------------------------------


def test_what_a_column_is_drafted_as() -> None:
    drafted = judge.readings(
        COLUMNS,
        {"data": {"id_column": "id", "never_read": ["na*"], "ignored_columns": ["f"], "columns": {"q1": "a"}}},
        {
            "questions": {"q1": one("single", "zzz"), "q2": one("scale", "b", matrix="m"), "c": {"kind": "scale"}},
            "also_asked": {"q4": several("multiple", "d", "e")},
        },
    )
    assert drafted == {
        1: judge.Reading("id", "paradata"),
        2: judge.Reading("name", "identity"),
        3: judge.Reading("q1", "single"),
        4: judge.Reading("m", "matrix", "scale"),
        5: judge.Reading("c", "scale"),
        6: judge.Reading("q4", "multiple"),
        7: judge.Reading("q4", "multiple"),
        8: judge.Reading("f", "paradata"),
    }


@pytest.mark.parametrize(
    ("known", "questionnaire", "expected"),
    [
        (truth({3}, "single"), {"questions": {"q": one("single", "a")}}, True),
        (truth({3}, "single"), {"questions": {"q": one("scale", "a")}}, False),
        (truth({3}, "scale", "single"), {"questions": {"q": one("single", "a")}}, True),
        (truth({3}, "single"), {"also_asked": {"q": one("open", "a")}}, False),
        (truth({3}, "single"), {}, False),
        (truth({3}, "scale"), {"questions": {"q": one("scale", "a", matrix="m"), "r": one("scale", "b", matrix="m")}},
         False),
        (truth({3}, "multiple"), {"also_asked": {"q": one("multiple", "a", separator=";")}}, True),
        (truth({3, 4, 5}, "multiple"), {"also_asked": {"q": several("multiple", "a", "b", "c")}}, True),
        (truth({3, 4, 5}, "multiple"), {"also_asked": {"q": several("multiple", "a", "b")}}, False),
        (truth({3, 4, 5}, "multiple"), {"also_asked": {"q": several("multiple", "a", "b", "c", "d")}}, False),
        (truth({3, 4}, "multiple"), {"also_asked": {"q": one("multiple", "a"), "r": one("multiple", "b")}}, False),
        (truth({3, 4}, "ranking"), {"also_asked": {"q": several("ranking", "a", "b")}}, True),
        (truth({3, 4}, "ranking"), {"also_asked": {"q": several("multiple", "a", "b")}}, False),
        (truth({3, 4}, "open"), {"also_asked": {"q": one("open", "a"), "r": one("open", "b")}}, True),
        (truth({3, 4}, "open"), {"also_asked": {"q": one("open", "a"), "r": one("numeric", "b")}}, False),
        (truth({3, 4}, "open"), {"also_asked": {"q": one("open", "a")}}, False),
    ],
)  # fmt: skip
def test_a_question_is_right_if_its_columns_are_together_and_of_its_kind(
    known: Any, questionnaire: Mapping[str, Any], expected: bool
) -> None:
    assert right([known], questionnaire) == [expected]


def matrix(kind: str, *columns: str) -> dict[str, Any]:
    return {"questions": {f"q_{column}": one(kind, column, matrix="m") for column in columns}}


@pytest.mark.parametrize(
    ("kinds", "questionnaire", "expected"),
    [
        (("matrix",), matrix("scale", "a", "b", "c"), True),
        (("matrix",), matrix("single", "a", "b", "c"), False),
        (("matrix",), matrix("scale", "a", "b"), False),
        (("matrix",), matrix("scale", "a", "b", "c", "d"), False),
        (("matrix",), {"questions": {name: {"kind": "scale"} for name in "abc"}}, False),
        (("matrix", "scale"), {"questions": {name: {"kind": "scale"} for name in "abc"}}, True),
        (("matrix", "scale"), matrix("scale", "a", "b", "c", "d"), True),
        (("matrix", "scale"), {"questions": {name: {"kind": "single"} for name in "abc"}}, False),
    ],
)
def test_a_matrix_is_right_if_its_rows_are_scales_of_one_matrix(
    kinds: tuple[str, ...], questionnaire: Mapping[str, Any], expected: bool
) -> None:
    assert right([truth({3, 4, 5}, *kinds)], questionnaire) == [expected]


def test_a_row_for_other_may_stand_in_the_matrix_or_alone() -> None:
    known = [truth({3, 4}, "matrix"), truth({5}, "scale", "matrix")]
    assert right(known, matrix("scale", "a", "b", "c")) == [True, True]
    alone = matrix("scale", "a", "b")
    assert right(known, {"questions": alone["questions"] | {"c": {"kind": "scale"}}}) == [True, True]
    assert right([known[0], truth({5}, "scale")], matrix("scale", "a", "b", "c")) == [False, False]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Very good", "Good", "Bad"), True),
        (("BAD.", "good", "Very  good", "Don't know"), True),
        (("Don't know", "Bad", "Very good"), True),
        (("Good", "Very good", "Bad"), False),
        (("Goodness me", "Very good", "Good at times", "Bad"), True),
        (("Good, very", "Very good", "Good", "Bad"), True),
    ],
)
def test_a_scale_must_stand_in_its_order(labels: tuple[str, ...], expected: bool) -> None:
    known = judge.Truth(frozenset({3}), ("scale", "single"), "", ("very good", "good", "bad"))
    options = {f"o{n}": {"label": label} for n, label in enumerate(labels)}
    asked = {"kind": "scale", "scale": "s", "column": "a"}
    shared = {"scales": {"s": {"options": options}}, "questions": {"q": asked}}
    assert right([known], shared) == [expected]
    assert right([known], {"questions": {"q": {"kind": "scale", "options": options, "column": "a"}}}) == [expected]
    assert right([known], {"questions": {"q": {"kind": "single", "options": options, "column": "a"}}}) == [True]
    (judged,) = judge.judge([known], judge.readings(COLUMNS, {"data": {}}, shared))
    assert judged.drafted == ("scale" if expected else "scale in another order")


def test_an_answer_is_found_by_its_whole_words() -> None:
    known = judge.Truth(frozenset({3}), ("scale",), "", tuple(str(n) for n in range(1, 11)))
    options = {f"o{n}": {"label": str(n)} for n in range(1, 11)}
    assert right([known], {"questions": {"q": {"kind": "scale", "options": options, "column": "a"}}}) == [True]


def test_what_identifies_must_be_marked() -> None:
    known = [truth({1}, "paradata"), truth({2}, "identity"), truth({8}, "identity", "paradata")]
    data = {"id_column": "id", "never_read": ["name"], "ignored_columns": ["f"]}
    assert right(known, {}, data) == [True, True, True]
    assert right(known, {}, {**data, "never_read": [], "ignored_columns": ["name", "f"]}) == [True, False, True]


def test_columns_without_answers_are_not_counted() -> None:
    assert right([truth({3}, "open", note="no answers"), truth({4}, "open")], {}) == [False]


def test_what_was_drafted_is_told() -> None:
    drafted = judge.readings(COLUMNS, {"data": {}}, {"also_asked": {"q": one("open", "a"), "r": one("open", "b")}})
    (judged,) = judge.judge([truth({3, 4, 5}, "multiple", note="ticked")], drafted)
    assert judged.drafted == "open in 2 parts, not read"
    drafted = judge.readings(COLUMNS, {"data": {}}, {"also_asked": {"q": several("multiple", "a", "b", "c")}})
    (judged,) = judge.judge([truth({4}, "multiple")], drafted)
    assert judged.drafted == "multiple, with columns 3, 5"


# --- real files -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_nine_of_ten_question_types_of_real_files_are_right(tmp_path: Path) -> None:
    if not judge.DATA.is_dir():
        pytest.skip("the shared data are not here")
    asked = []
    for name, file in judge.FILES.items():
        made = judge.drafted(judge.DATA / file, tmp_path / name.replace("_", "-"))
        judged = judge.judge(judge.read_truth(judge.TRUTH / f"{name}.csv"), made)
        asked += [one for one in judged if one.truth.question]
    assert len(asked) > 300
    assert sum(one.right for one in asked) >= 0.9 * len(asked), judge.share(asked)
