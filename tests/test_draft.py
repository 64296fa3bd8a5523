"""Drafting a parameter folder from a file: what columns are taken for, and that the draft keeps every rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from findings.consultation.build import Parameters, build
from findings.consultation.guesses import Sure
from findings.draft import Proposal, draft, propose
from findings.errors import InputRefused, ParameterError
from findings.intake.export import Column, Export, Part

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
AGREEMENT = ["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"]


def export_of(columns: dict[str, Sequence[str]], **described: Column) -> Export:
    """A file held in memory: heading -> cells."""
    rows = list(zip(*columns.values(), strict=True))

    def parts(names: Sequence[str]) -> Iterator[Part]:
        places = [list(columns).index(name) for name in names]
        yield Part(range(2, len(rows) + 2), [[row[place] for place in places] for row in rows])

    return Export("csv", "made.csv", tuple(described.get(name, Column(name, name)) for name in columns), parts)


def kinds(proposal: Proposal) -> dict[str, str]:
    """Column -> the kind that it was taken for."""
    asked = proposal.questionnaire
    found = {question.column: question.kind for question in asked.questions.values()}
    for question in asked.also_asked.values():
        for column in [question.column, *(choice.column for choice in question.options.values())]:
            found[column] = question.kind
    found.pop("", None)
    return found


def repeated(answers: Sequence[str], rows: int) -> list[str]:
    return [answers[place % len(answers)] for place in range(rows)]


def test_each_column_is_taken_for_what_it_is() -> None:
    rows = 60
    found = propose(
        export_of(
            {
                "Response ID": [f"R{n:03}" for n in range(rows)],
                "Email address": [f"p{n}@example.org" for n in range(rows)],
                "What is your name?": [f"Ada {n}" for n in range(rows)],
                "How far do you agree?": repeated(AGREEMENT, rows),
                "Do you drive?": repeated(["Yes", "No"], rows),
                "How do you travel? (select all that apply)": repeated(["Bus; Car", "Bus", "Car; Bike", "Bike"], rows),
                "How many cars do you have?": repeated([str(n) for n in range(12)], rows),
                "Please explain your answer": [f"I think that number {n} is the best of all" for n in range(rows)],
                "Nothing": [""] * rows,
                "Gender": repeated(["Female", "Male", "Female"], rows),
            }
        )
    )
    assert kinds(found) == {
        "How far do you agree?": "scale",
        "Do you drive?": "single",
        "How do you travel? (select all that apply)": "multiple",
        "How many cars do you have?": "numeric",
        "Please explain your answer": "open",
        "Gender": "single",
    }
    assert found.id_column == "Response ID"
    assert found.never_read == ("Email address", "What is your name?")
    assert found.ignored_columns == ("Nothing",)
    assert {name: made.question for name, made in found.questionnaire.breakdowns.items()} == {"sex": "gender"}
    assert found.questionnaire.profile == ("gender",)
    (scale,) = [one for one in found.questionnaire.questions.values() if one.kind == "scale"]
    assert [option.label for option in scale.options.values()] == AGREEMENT
    assert {name: net.of for name, net in scale.nets.items()} == {
        "agree": ("strongly_agree", "agree"),
        "disagree": ("disagree", "strongly_disagree"),
    }


def test_columns_of_one_number_are_one_question_and_two_spellings_one_answer() -> None:
    rows = 40
    found = propose(
        export_of(
            {
                "1.1. Bus": repeated(["1", ""], rows),
                "1.2. Car": repeated(["", "1", ""], rows),
                "1.3. Other, please specify": [f"by way of {n}" if n % 3 == 0 else "" for n in range(rows)],
                "2.1. It is safe": repeated(AGREEMENT, rows),
                "2.2. It is cheap": repeated([answer.upper() + " " for answer in AGREEMENT[:3]], rows),
            }
        )
    )
    assert kinds(found) == {
        "1.1. Bus": "multiple",
        "1.2. Car": "multiple",
        "1.3. Other, please specify": "open",
        "2.1. It is safe": "scale",
        "2.2. It is cheap": "scale",
    }
    asked = found.questionnaire
    assert [one.matrix for one in asked.questions.values()] == ["q2", "q2"]
    assert {one.scale for one in asked.questions.values()} == {"agreement"}
    assert [option.label.casefold() for option in asked.scales["agreement"].options.values()] == [
        answer.casefold() for answer in AGREEMENT
    ]


def test_what_one_person_typed_is_no_printed_label() -> None:
    typed = ["A unicorn of my own", "None of your business"]
    found = propose(export_of({"What do you use?": [*repeated(["Bus", "Car"], 120), *typed]}))
    (question,) = found.questionnaire.questions.values()
    assert [option.label for option in question.options.values()] == ["Bus", "Car", "Other answers"]
    assert question.options["other_answers"].also == tuple(sorted(typed, key=typed.index))


def test_what_is_missing_in_one_column_stays_a_number_in_another() -> None:
    years = repeated([str(n) for n in range(1, 30)], 60)
    codes = repeated(["Yes", "No", "9"], 60)
    described = Column("Asked", "Asked", says="single", labels={"1": "Yes", "2": "No"}, missing={"9": "refused"})
    found = propose(export_of({"Asked": codes, "How many years?": years}, Asked=described))
    assert "9" not in found.no_answer
    (question,) = found.questionnaire.questions.values()
    assert "9" in {text for option in question.options.values() for text in (option.label, *option.also)}


def test_the_file_has_the_last_word() -> None:
    described = Column("Q", "Q", says="scale", labels={"1": "Low", "2": "Middle", "3": "High"})
    found = propose(export_of({"Q": ["High", "Low"], "R": ["Yes", "No"]}, Q=described))
    assert [option.label for option in found.questionnaire.questions["q1"].options.values()] == [
        "Low",
        "Middle",
        "High",
    ]
    assert found.guesses["questions.q1"].sure is Sure.CERTAIN


def test_a_file_of_words_alone_is_refused() -> None:
    with pytest.raises(InputRefused) as refused:
        propose(export_of({"Comments": [f"Something that I think, number {n}" for n in range(100)]}))
    assert str(refused.value) == (
        "made.csv: no question that could be counted: none whose answers come back\n"
        "  do:      Name its format with '--format', or set the questionnaire up by hand."
    )


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "parking").mkdir()
    (tmp_path / "parking" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ParameterError) as refused:
        draft(tmp_path / "a.csv", tmp_path / "parking")
    assert str(refused.value) == (
        f"{(tmp_path / 'parking').as_posix()}: the folder holds files already\n"
        "  found:   notes.txt\n"
        "  do:      Name a new folder: nothing is overwritten."
    )


def drafted(folder: Path, rows: Sequence[Sequence[str]]) -> Parameters:
    """The parameters that are drafted from a CSV file with these rows."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    folder.mkdir()
    (folder / "data.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    draft(folder / "data.csv", folder / "params" / "drafted")
    return build(folder / "params" / "drafted", ROOT / "notebooks" / "plan.yaml")


CELL = st.one_of(
    st.sampled_from(["", "Yes", "No", "-", "N/A", "yes ", "Agree", "Disagree", "1", "=1+1", "&amp;", "a; b", "Other"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    table=st.integers(1, 6)
    .flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=2))
    # One column with a semicolon in every row cannot be told from two columns.
    .filter(lambda table: len(table[0]) > 1 or not all(";" in row[0] for row in table))
)
def test_whatever_is_drafted_keeps_every_rule(table: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    heading = [f"Question {place}: {text}" for place, text in enumerate(table[0])]
    try:
        parameters = drafted(tmp_path_factory.mktemp("draft") / "one", [heading, *table[1:]])
    except InputRefused:
        return
    asked = parameters.questionnaire
    data = parameters.consultation.data
    used = [question.column for question in asked.questions.values()]
    used += [one.column for question in asked.also_asked.values() for one in (question, *question.options.values())]
    used += [data.id_column, data.submitted, *data.never_read, *data.ignored_columns]  # type: ignore[union-attr]
    used = [name for name in used if name]
    # Every column of the file has one use: nothing is lost, nothing is read twice.
    assert len(used) == len(set(used)) == len(heading)


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not here")
def test_a_real_file_is_drafted(tmp_path: Path) -> None:
    done = draft(DATA / "nhs_analysts_cpd" / "apha_cpd_survey.csv", tmp_path / "params" / "cpd")
    parameters = build(tmp_path / "params" / "cpd", ROOT / "notebooks" / "plan.yaml")
    assert parameters.draft
    assert done.told[0] == "apha_cpd_survey.csv: 237 rows, read as 'csv'"
    assert set(parameters.questionnaire.breakdowns) == {"age", "sex"}
    again = draft(DATA / "nhs_analysts_cpd" / "apha_cpd_survey.csv", tmp_path / "params" / "other")
    assert [path.read_bytes() for path in done.files] == [path.read_bytes() for path in again.files]
