"""What is drafted of answers is what intake then reads: ticks, days, spellings, and no answer that nobody gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from findings.consultation.guesses import Sure
from findings.consultation.model import DateOrder
from findings.draft import Proposal, propose
from findings.draft.write import consultation_of
from findings.intake.coding import no_answer_texts
from findings.intake.export import Column, Export, Opening, Part
from findings.intake.kept import coder_of_other

DRIVES = "Do you drive?"
WAYS = ["Bus", "Car", "Bike", "On foot", "Other way"]


def export_of(columns: dict[str, Sequence[str]], **described: Column) -> Export:
    """A file held in memory: name -> cells."""
    rows = list(zip(*columns.values(), strict=True))

    def parts(names: Sequence[str]) -> Iterator[Part]:
        places = [list(columns).index(name) for name in names]
        yield Part(range(2, len(rows) + 2), [[row[place] for place in places] for row in rows])

    return Export("csv", "made.csv", tuple(described.get(name, Column(name, name)) for name in columns), parts)


def repeated(answers: Sequence[str], rows: int) -> list[str]:
    return [answers[place % len(answers)] for place in range(rows)]


def labels(found: Proposal, column: str) -> list[str]:
    """The answers of the question that is read from a column."""
    asked = found.questionnaire
    (question,) = [one for one in asked.questions.values() if one.column == column]
    options = question.options or asked.scales[question.scale].options
    return [option.label for option in options.values()]


def chosen(found: Proposal, columns: dict[str, Sequence[str]]) -> list[set[str]]:
    """Which columns each row chose, as intake reads them by the draft."""
    ((name, asked),) = [pair for pair in found.questionnaire.also_asked.items() if pair[1].kind == "multiple"]
    coder = coder_of_other(name, asked, "", no_answer_texts(found.no_answer), None)
    coder.add([columns[column] for column in coder.columns])
    assert coder.odd == []
    column_of = {option: choice.column for option, choice in asked.options.items()}
    return [{column_of[one] for one in str(text).split(";") if one in column_of} for text in coder.answers()]


@settings(max_examples=60, deadline=None)
@given(
    ticks=st.integers(3, 5).flatmap(
        lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=6, max_size=20)
    ),
    marks=st.sampled_from(
        [
            *(("1", "0"), ("1", ""), ("Yes", "No"), ("yes", ""), ("x", ""), ("TRUE", "FALSE")),
            *(("Quoted", "Not quoted"), ("", ""), ("Oui", "")),
        ]
    ),
)
def test_ticks_are_read_as_they_were_put_in(ticks: list[list[bool]], marks: tuple[str, str]) -> None:
    yes, no = marks
    ways = WAYS[: len(ticks[0])]
    headings = [f"1.{number}. {way}" for number, way in enumerate(ways, start=1)]
    columns: dict[str, Sequence[str]] = {
        heading: [(yes or way) if row[place] else no for row in ticks]
        for place, (heading, way) in enumerate(zip(headings, ways, strict=True))
    }
    filled = [cells for cells in columns.values() if any(cells)]
    assume(len(filled) >= 2)
    # A word of no list that stands in every row could be anything, unless others hold it now and then.
    assume(marks != ("Oui", "") or sum("" in cells for cells in filled) >= 2)
    found = propose(export_of({**columns, DRIVES: repeated(["Yes", "No"], len(ticks))}))
    told = [{heading for heading, on in zip(headings, row, strict=True) if on} for row in ticks]
    assert chosen(found, columns) == told


def test_a_tick_of_everybody_is_a_tick() -> None:
    columns = {"1.1. Bus": ["Oui"] * 4, "1.2. Car": ["Oui", "", "Oui", ""], "1.3. Bike": ["", "Oui", "", ""]}
    found = propose(export_of({**columns, DRIVES: repeated(["Yes", "No"], 4)}))
    assert chosen(found, columns) == [
        {"1.1. Bus", "1.2. Car"},
        {"1.1. Bus", "1.3. Bike"},
        {"1.1. Bus", "1.2. Car"},
        {"1.1. Bus"},
    ]


def test_one_answer_in_each_of_several_columns_of_one_heading_is_asked_again() -> None:
    cells = {"first": ["Plan", "", "Plan", "", "", ""], "second": ["", "Plan", "", "", "Plan", ""]}
    described = {name: Column(name, "Which stage?") for name in cells}
    found = propose(export_of({**cells, DRIVES: repeated(["Yes", "No"], 6)}, **described))
    assert {one.column for one in found.questionnaire.also_asked.values()} <= set(cells)
    assert all(one.kind != "multiple" for one in found.questionnaire.also_asked.values())


def test_a_declared_column_of_zeros_is_chosen_by_nobody() -> None:
    columns: dict[str, Sequence[str]] = {"a": ["1", "0", "1"], "b": ["0", "0", "0"], "c": ["0", "1", "1"]}
    described = {name: Column(name, "Which?", f"Way {name}", says="multiple", group="set") for name in columns}
    found = propose(export_of({**columns, DRIVES: ["Yes", "No", "Yes"]}, **described))
    assert chosen(found, columns) == [{"a"}, {"c"}, {"a", "c"}]
    (asked,) = found.questionnaire.also_asked.values()
    assert [choice.also for choice in asked.options.values()] == [(), (), ()]


def test_several_columns_of_one_list_are_counted_each() -> None:
    columns = {"a": ["x1", "y1", "x1"], "b": ["y1", "y1", "z1"]}
    described = {name: Column(name, "Mentions", name, says="multiple", group="set") for name in columns}
    found = propose(export_of({**columns}, **described))
    assert [(one.column, one.matrix) for one in found.questionnaire.questions.values()] == [("a", "q1"), ("b", "q1")]
    assert found.guesses["matrices.q1"].sure is Sure.LIKELY


def test_one_question_asked_again_is_no_list_of_ticks() -> None:
    heading = "For which stage does it apply?"
    cells = {
        "first": ["Plan; Build", "Build", "Run; Plan", "Run", "Plan", "Build; Run"],
        "second": ["Plan", "", "", "Plan", "", ""],
        "third": ["", "Build; Run", "", "", "", ""],
    }
    described = {name: Column(name, heading) for name in cells}
    described["first"] = Column("first", heading, says="multiple")
    found = propose(export_of({**cells, DRIVES: repeated(["Yes", "No"], 6)}, **described))
    kept = {one.column: one for one in found.questionnaire.also_asked.values()}
    assert {column: one.kind for column, one in kept.items()} == dict.fromkeys(cells, "multiple")
    assert [option.label for option in kept["third"].options.values()] == ["Build", "Run"]


@pytest.mark.parametrize(
    ("days", "kind", "order"),
    [
        (["2016-11-17T00:00:00Z", "2016-11-18T00:00:00Z"], "date", DateOrder.YEAR_FIRST),
        (["13/01/2024", "02/03/2024"], "date", DateOrder.DAY_FIRST),
        (["01/02/2024", "03/04/2024"], "open", None),
        (["13/01/24", "14/01/24"], "open", None),
    ],
)
def test_a_day_is_read_only_in_a_certain_order(days: list[str], kind: str, order: DateOrder | None) -> None:
    export = export_of({DRIVES: repeated(["Yes", "No"], 6), "Day of your visit": repeated(days, 6)})
    found = propose(export)
    ((name, asked),) = found.questionnaire.also_asked.items()
    assert (asked.kind, found.date_order) == (kind, order)
    data = consultation_of(found, export, Opening(), "Title", "made.csv")["data"]
    assert data.get("date_order") == (order.value if order else None)
    guess = found.guesses[f"also_asked.{name}"]
    if order is None:
        assert "data.date_order" not in found.guesses
        assert (guess.sure, guess.instead) == (Sure.UNSURE, "a day")
        assert guess.because == (
            "Its cells are days, and no one order of day, month and year is certain, so they are not read as days."
        )
    else:
        told = {DateOrder.YEAR_FIRST: "year, month, day", DateOrder.DAY_FIRST: "day, month, year"}[order]
        assert found.guesses["data.date_order"].guess == f"days are written as {told}"


def test_the_day_of_sending_is_not_also_told_to_be_unused() -> None:
    described = Column("EndDate", "End Date", says="paradata")
    cells = {"EndDate": [f"2024-05-{n:02}" for n in range(1, 11)], DRIVES: repeated(["Yes", "No"], 10)}
    found = propose(export_of(cells, EndDate=described))
    assert (found.submitted, found.date_order, found.ignored_columns) == ("EndDate", DateOrder.YEAR_FIRST, ())
    assert [key for key in found.guesses if "EndDate" in key] == []
    guess = found.guesses["data.submitted"]
    assert (guess.guess, guess.sure) == ("'EndDate' says on which day a response was sent", Sure.CERTAIN)


def test_no_answer_is_drafted_that_nobody_gave() -> None:
    cells = {DRIVES: repeated(["Yes", "No"], 20), "Do you consent to this?": ["Yes"] * 20}
    found = propose(export_of(cells))
    (asked,) = found.questionnaire.also_asked.values()
    assert (asked.kind, asked.column) == ("open", "Do you consent to this?")
    guess = found.guesses["also_asked.q2"]
    assert (guess.sure, guess.instead) == (Sure.UNSURE, "a single choice")
    assert guess.because == "Everyone who answered gave the same answer, so there is nothing to compare yet."
    assert labels(found, DRIVES) == ["No", "Yes"]


def test_a_file_of_one_row_has_a_question_to_count() -> None:
    found = propose(export_of({"Do you like the plan?": ["Yes"], "Please explain": ["It is good for me and mine"]}))
    assert [one.column for one in found.questionnaire.questions.values()] == ["Do you like the plan?"]


def test_answers_typed_in_for_sex_are_counted_as_one() -> None:
    cells = ["Male"] * 40 + ["M"] * 12 + ["man"] * 5 + ["Female"] * 30 + ["F"] * 9 + ["Woman"] * 3 + ["Nonbinary"]
    cells += ["Non-binary", "queer", *(f"I am number {n}" for n in range(20))]
    found = propose(
        export_of({"What gender do you identify with?": cells, DRIVES: repeated(["Yes", "No"], len(cells))})
    )
    (question,) = [one for one in found.questionnaire.questions.values() if "gender" in one.wording]
    options = {name: (option.label, option.also) for name, option in question.options.items()}
    assert list(options) == ["male", "female", "other_answers"]
    assert options["male"] == ("Male", ("M", "man"))
    assert options["female"] == ("Female", ("F", "Woman"))
    assert len(options["other_answers"][1]) == 23


def test_codes_that_the_file_does_not_declare_are_doubted() -> None:
    colours = Column("Q", "Q", says="single", labels={"1": "red", "2": "green"})
    found = propose(export_of({"Q": ["red", "green", "4", "9", "red"]}, Q=colours))
    assert labels(found, "Q") == ["red", "green", "4", "9"]
    guess = found.guesses["questions.q1"]
    assert (guess.sure, guess.instead) == (Sure.UNSURE, "those cells hold no answer")
    assert guess.because == "The file declares its answers; cells also hold '4', '9', which it does not declare."


def test_points_between_labelled_ends_are_a_scale() -> None:
    ends = Column("Q", "Q", says="single", labels={"5": "all of it", "1": "none of it"})
    found = propose(export_of({"Q": ["4", "all of it", "2", "none of it", "3"]}, Q=ends))
    assert labels(found, "Q") == ["none of it", "2", "3", "4", "all of it"]
    assert found.questionnaire.questions["q1"].kind == "scale"


def test_labels_of_a_scale_are_written_in_one_way() -> None:
    written = ["Strongly Agree", "Agree", "Disagree", "Strongly disagree"]
    found = propose(export_of({"How far do you agree?": repeated(written, 40)}))
    assert labels(found, "How far do you agree?") == ["Strongly agree", "Agree", "Disagree", "Strongly disagree"]
    titled = [answer.title() for answer in written]
    found = propose(export_of({"How far do you agree?": repeated(titled, 40)}))
    assert labels(found, "How far do you agree?") == titled


def test_what_a_few_of_many_typed_in_is_no_list() -> None:
    rows = 60
    typed = ["my very own", "none of that", "a unicorn", "what is it"]
    cells = {
        "What best describes your home?": repeated(["House", "Flat"], rows),
        "What best describes your home? - other": [*typed, *[""] * (rows - 4)],
    }
    found = propose(export_of(cells))
    assert {one.column: one.kind for one in found.questionnaire.also_asked.values()} == {
        "What best describes your home? - other": "open"
    }


def test_a_long_matrix_stays_in_one_section_and_names_it() -> None:
    rows = 40
    matrix = {f"How far do you agree? [Thing {n}]": repeated(["Agree", "Disagree", "Neither"], rows) for n in range(30)}
    cells = {DRIVES: repeated(["Yes", "No"], rows), **matrix, "Do you walk?": repeated(["Yes", "No"], rows)}
    found = propose(export_of({**cells, "Your age": repeated(["18-24", "25-64", "65+"], rows)}))
    sections = found.questionnaire.sections
    assert [(one.title, len(one.questions)) for one in sections.values()] == [
        ("Do you drive?", 1),
        ("How far do you agree?", 30),
        ("Do you walk?", 1),
    ]
    assert found.questionnaire.profile == ("q4",)


def test_questions_beside_age_are_about_respondents() -> None:
    rows = 40
    cells = {
        "Do you have a degree?": repeated(["Yes", "No"], rows),
        DRIVES: repeated(["Yes", "No"], rows),
        "Household income": repeated(["Low income", "Large income"], rows),
        "Your age": repeated(["18-24", "25-64", "65+"], rows),
    }
    found = propose(export_of(cells))
    # By hand: income stands beside age; the question on a degree stands apart, behind another.
    assert found.questionnaire.profile == ("q3", "q4")
