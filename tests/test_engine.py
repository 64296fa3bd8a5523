"""The engine against other ways of counting: a product of matrices, and loops of plain Python."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import dask
import numpy as np
import pandas as pd
import pytest
from dask.multiprocessing import get as in_processes
from hypothesis import given, settings
from hypothesis import strategies as st

from every_kind import Answers, drawn, write
from findings.consultation.build import build
from findings.intake import receive
from findings.tabulation import engine
from findings.tabulation.coded import Coded, coded_breakdown, coded_question, everyone
from findings.tabulation.counting import count_in_parts, count_responses
from findings.tabulation.engine import joint_counts
from findings.tabulation.parts import count_file, count_files


def coded(codes: list[int], table: list[list[int]]) -> Coded:
    labels = tuple(f"l{n}" for n in range(len(table[0])))
    return Coded(labels, np.array(codes, dtype=np.int16), np.array(table, dtype=np.uint8))


def by_matrix_product(
    answers: list[Coded], groups: list[Coded], weights: np.ndarray | None = None, block: int = 7
) -> np.ndarray:
    """Zeros and ones of all labels, groups times answers, block by block: 32-bit floats are exact up to 2**24."""
    number = np.float32 if weights is None else np.float64
    total = 0
    for start in range(0, len(answers[0].codes), block):
        rows = slice(start, start + block)
        across = np.hstack([own.counts_under[own.codes[rows]] for own in answers]).astype(number)
        down = np.hstack([own.counts_under[own.codes[rows]] for own in groups]).astype(number)
        if weights is not None:
            down *= weights[rows, None]
        total = total + (down.T @ across).astype(np.int64)
    return np.asarray(total)


@st.composite
def columns(draw: st.DrawFn, respondents: int) -> Coded:
    size = draw(st.integers(1, 9))
    labels = draw(st.integers(1, 5))
    table = draw(st.lists(st.lists(st.integers(0, 1), min_size=labels, max_size=labels), min_size=size, max_size=size))
    codes = draw(st.lists(st.integers(0, size - 1), min_size=respondents, max_size=respondents))
    return coded(codes, table)


@st.composite
def questionnaires(draw: st.DrawFn) -> tuple[list[Coded], list[Coded], np.ndarray]:
    respondents = draw(st.integers(1, 40))
    answers = draw(st.lists(columns(respondents), min_size=1, max_size=7))
    groups = draw(st.lists(columns(respondents), min_size=1, max_size=5))
    weights = draw(st.lists(st.integers(0, 10**9), min_size=respondents, max_size=respondents))
    return answers, groups, np.array(weights, dtype=np.int64)


@settings(deadline=None, max_examples=60)
@given(questionnaires())
def test_joined_codes_count_what_a_product_of_matrices_counts(
    drawn_: tuple[list[Coded], list[Coded], np.ndarray],
) -> None:
    answers, groups, weights = drawn_
    expected = by_matrix_product(answers, groups)
    assert (joint_counts(answers, groups) == expected).all()
    assert (joint_counts(answers, groups, block=5) == expected).all()
    assert (joint_counts(answers, groups, weights) == by_matrix_product(answers, groups, weights)).all()


@settings(deadline=None, max_examples=30)
@given(questionnaires(), st.integers(0, 40))
def test_counts_of_two_parts_add_up_and_the_order_of_rows_does_not_matter(
    drawn_: tuple[list[Coded], list[Coded], np.ndarray], cut: int
) -> None:
    answers, groups, weights = drawn_

    def rows(order: np.ndarray) -> np.ndarray:
        def part(own: Coded) -> Coded:
            return Coded(own.labels, own.codes[order], own.counts_under)

        return joint_counts([part(own) for own in answers], [part(own) for own in groups], weights[order])

    every = np.arange(len(weights))
    whole = rows(every)
    assert (rows(every[:cut]) + rows(every[cut:]) == whole).all()
    assert (rows(every[::-1]) == whole).all()


def test_a_column_with_very_many_answers_is_counted_label_by_label(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    answer = coded(rng.integers(0, 64, 500).tolist(), [[n >> bit & 1 for bit in range(6)] for n in range(64)])
    group = coded(rng.integers(0, 3, 500).tolist(), [[1, 0], [0, 1], [1, 1]])
    weights = rng.integers(0, 1000, 500)
    monkeypatch.setattr(engine, "MOST_AT_ONCE", 100)
    assert (joint_counts([answer], [group]) == by_matrix_product([answer], [group])).all()
    assert (joint_counts([answer], [group], weights) == by_matrix_product([answer], [group], weights)).all()


def test_weights_that_would_not_add_up_exactly_are_refused() -> None:
    one = everyone(2)
    with pytest.raises(ValueError, match="weights too large to be added up exactly"):
        joint_counts([one], [one], np.array([2**52, 2**52]))


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"columns of different lengths: \[2, 3\]"):
        joint_counts([everyone(2)], [everyone(3)])


def test_nobody_counts_as_nothing() -> None:
    nobody = Coded(("yes", "no"), np.array([], dtype=np.int8), np.eye(2, dtype=np.uint8))
    assert joint_counts([nobody], [nobody]).tolist() == [[0, 0], [0, 0]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Answers], pd.DataFrame, object]:
    folder = tmp_path_factory.mktemp("kinds") / "places"
    people = drawn(300, seed=5)
    write(folder, people)
    parameters = build(folder, "notebooks/plan.yaml")
    received = receive(parameters)
    assert received.responses is not None
    kept = {int(name.removeprefix("r")) - 1 for name in received.responses["response_id"]}
    return [one for place, one in enumerate(people) if place in kept], received.responses, parameters


TABLES = [
    (question, breakdown)
    for question in ("q1", "q2", "q3.parks", "q3.roads", "q4", "q5")
    for breakdown in ("", "area", "age", "role", "area.x.age")
]


def labels_given(one: Answers, question: str) -> set[str]:
    """What a respondent counts under, by the words of the questionnaire and not by our tables."""
    if question == "q1":
        return {one.q1 or "not_answered"}
    if question == "q2":
        return set(one.q2) | {"base_answered"} | ({"net_motor"} if one.q2 & {"bus", "car"} else set()) if one.q2 else {
            "not_answered"}  # fmt: skip
    if question.startswith("q3."):
        place = question.removeprefix("q3.")
        if not one.q3:
            return {"not_answered"}
        return {f"rank_{one.q3.index(place) + 1}" if place in one.q3 else "unranked"}
    if question == "q4":
        return {"answered" if one.q4 else "not_answered" if one.asked_q4 else "not_asked"}
    return {"answered" if one.q5 else "not_answered"}


def groups_of(one: Answers, breakdown: str) -> set[str]:
    if breakdown == "area":
        return {one.area or "not_answered"}
    if breakdown == "age":
        return {one.band or "not_answered"}
    if breakdown == "role":
        return set(one.role) or {"not_answered"}
    if breakdown == "area.x.age":
        return {f"{one.area or 'not_answered'}.{one.band or 'not_answered'}"}
    return {""}


@pytest.mark.parametrize(("question", "breakdown"), TABLES)
def test_every_kind_of_question_by_every_kind_of_breakdown_equals_plain_counting(
    made: tuple[list[Answers], pd.DataFrame, object], question: str, breakdown: str
) -> None:
    people, responses, parameters = made
    expected = Counter(
        (group, label) for one in people for group in groups_of(one, breakdown) for label in labels_given(one, question)
    )
    numbers = count_responses(responses, parameters.counting, [(question, breakdown)])  # type: ignore[attr-defined]
    found = Counter(
        {
            (group, label): n
            for group, answers in numbers.tables[question, breakdown].items()
            for label, n in answers.items()
            if n
        }
    )
    assert found == expected
    assert numbers.respondents == len(people)


def test_the_numbers_given_are_kept_group_by_group(made: tuple[list[Answers], pd.DataFrame, object]) -> None:
    people, responses, parameters = made
    values = count_responses(responses, parameters.counting, [("q4", "role")]).values["q4", "role"]  # type: ignore[attr-defined]
    for role in ("user", "carer", "staff"):
        assert dict(values[role]) == dict(Counter(one.q4 for one in people if role in one.role and one.q4))
    assert dict(values["not_answered"]) == dict(Counter(one.q4 for one in people if not one.role and one.q4))


def test_parts_of_any_size_give_the_same_numbers(made: tuple[list[Answers], pd.DataFrame, object]) -> None:
    _, responses, parameters = made
    asked = parameters.counting  # type: ignore[attr-defined]
    whole = count_responses(responses, asked, TABLES)
    for size in (61, 299):
        parts = (responses.iloc[start : start + size] for start in range(0, len(responses), size))
        assert count_in_parts(parts, asked, TABLES) == whole


def test_a_file_is_counted_in_parts_and_by_a_dask_graph_to_the_same_numbers(
    made: tuple[list[Answers], pd.DataFrame, object], tmp_path: Path
) -> None:
    _, responses, parameters = made
    asked = parameters.counting  # type: ignore[attr-defined]
    whole = count_responses(responses, asked, TABLES)
    responses.to_parquet(tmp_path / "all.parquet")
    for rows in (1_000, 64):
        assert count_file(tmp_path / "all.parquet", asked, TABLES, rows=rows) == whole
    paths = []
    for start in range(0, len(responses), 151):
        paths.append(tmp_path / f"{start}.parquet")
        responses.iloc[start : start + 151].to_parquet(paths[-1])
    assert count_files(paths, asked, TABLES) == whole
    assert count_files(paths[::-1], asked, TABLES, get=dask.get) == whole
    # Other processes are what the workers of a cluster are: the tasks go there and the counts come back.
    assert count_files(paths, asked, TABLES[:6], get=in_processes) == count_responses(responses, asked, TABLES[:6])


def test_no_files_are_refused(made: tuple[list[Answers], pd.DataFrame, object]) -> None:
    with pytest.raises(ValueError, match="no files to count"):
        count_files([], made[2].counting, TABLES)  # type: ignore[attr-defined]


def test_codes_and_groups_are_exclusive_only_where_a_respondent_gives_one_answer(
    made: tuple[list[Answers], pd.DataFrame, object],
) -> None:
    _, responses, parameters = made
    asked = parameters.counting  # type: ignore[attr-defined]
    assert coded_question(responses, asked, "q1").exclusive
    assert not coded_question(responses, asked, "q2").exclusive
    assert coded_breakdown(responses, asked, "area.x.age").exclusive
    assert not coded_breakdown(responses, asked, "role").exclusive
