"""The set-up workbook with questions of every kind: their section, their answers, their bands, out and in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from findings.setup import read_setup, write_setup
from test_setup_workbook import add, answer, built, cell, fill, refused, texts

pytestmark = pytest.mark.slow

CONSULTATION = """\
title: The park
organisation: Town council
purpose: People were asked about the park.
opened: 2024-01-08
closed: 2024-02-09
published: 2024-03-04
data: {reader: responses, file: data.csv, id_column: id, date_order: dmy, source: The online form}
disclosure: {profile: threshold, threshold: 10}
"""

QUESTIONNAIRE = """\
questions:
  sex: {kind: single, number: Q1, wording: Sex?, short: Sex, column: Sex,
    options: {female: {label: Female}, male: {label: Male}}}
  trees:
    kind: scale
    number: Q2
    wording: More trees?
    short: Trees
    column: Trees
    digits: 1
    options:
      agree: {label: Agree, score: 2}
      neither: {label: Neither, score: 0}
      disagree: {label: Disagree, score: -2}
      dont_know: {label: Don't know, kind: dont_know}
also_asked:
  # In whole years.
  age:
    kind: numeric
    number: Q3
    wording: How old are you?
    short: Age
    column: Age
    digits: 0
    bands:
      young: {label: Under 25, below: 25}
      middle: {label: 25 to 64, at_least: 25, below: 65}   # of working age
      old: {label: 65 and over, at_least: 65}
  uses:
    kind: multiple
    number: Q4
    wording: What for?
    short: Uses
    column: Uses
    separator: ";"
    base: all
    asked_if: {trees: [agree, neither]}
    options:
      walk: {label: To walk}
      run: {label: To run}
      nothing: {label: None of these, exclusive: true}
      more: {label: "Other, please specify", other: true}
    nets:
      sport: {label: Any sport, of: [walk, run]}
  order:
    kind: ranking
    number: Q5
    wording: In which order?
    short: Order
    top: 1
    options: {ponds: {label: Ponds, column: Order 1}, paths: {label: Paths, column: Order 2}}
  why: {kind: open, number: Q6, wording: Why?, short: Why, column: Why, base: answered}
  since: {kind: date, number: Q7, wording: Since when?, short: Since, column: Since}
  extra: {kind: open, number: Q8, wording: More?, short: More, column: More}
profile: [sex, age]
sections:
  park:
    title: The park
    questions: [trees, uses, order, why]
breakdowns:
  sex: {title: Sex, question: sex}
  age:
    title: Age
    question: age
    groups: {under_65: {label: Under 65, of: [young, middle]}, over: {label: 65 and over, of: [old]}}
  uses: {title: Use, question: uses}
  why: {title: Comments, question: why}
crossed: [sex.x.age]
"""

GUESSES = """\
drafted_from: data.csv
guesses:
  also_asked.age: {guess: a number, sure: likely, because: Numbers.}
  bands.age: {guess: counted in bands, sure: likely, because: It asks for an age.}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds") / "park"
    folder.mkdir()
    for name, text in {"consultation": CONSULTATION, "questionnaire": QUESTIONNAIRE, "guesses": GUESSES}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    write_setup(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "park"))


def written(folder: Path, *changes: tuple[str, str]) -> None:
    """The questionnaire is as it was, but for these lines."""
    expected = QUESTIONNAIRE
    for old, new in changes:
        assert expected.count(old) == 1, old
        expected = expected.replace(old, new)
    assert texts(folder)["questionnaire.yaml"].decode() == expected


def sheet(folder: Path, name: str) -> list[dict[str, Any]]:
    rows = openpyxl.load_workbook(folder / "setup.xlsx")[name].iter_rows(values_only=True)
    head = next(rows)
    return [{str(name): None if cell == "" else cell for name, cell in zip(head, row, strict=True)} for row in rows]


# --- out ----------------------------------------------------------------------------------------


def test_out_in_and_out_again_gives_the_same_bytes(folder: Path) -> None:
    before, path = texts(folder), folder / "setup.xlsx"
    first = path.read_bytes()
    assert read_setup(folder, path).told == "nothing changed"
    assert texts(folder) == before
    path.unlink()
    assert write_setup(folder).read_bytes() == first


def test_the_sheets_say_what_the_files_say(folder: Path) -> None:
    assert [(row["name"], row["section"], row["counted"]) for row in sheet(folder, "Questions")] == [
        ("sex", "(who responded)", "yes"), ("trees", "park", "yes"), ("age", "(who responded)", "yes"),
        ("uses", "park", "yes"), ("order", "park", "yes"), ("why", "park", "yes"), ("since", None, "no"),
        ("extra", None, "no"),
    ]  # fmt: skip
    said = {row["name"]: (row["score"], row["exclusive"], row["other"]) for row in sheet(folder, "Answers")}
    assert said["agree"] == (2, None, None) and said["disagree"] == ("-2", None, None)
    assert said["neither"] == (0, None, None) and said["dont_know"] == (None, None, None)
    assert said["nothing"] == (None, "yes", None) and said["more"] == (None, None, "yes")
    assert [(row["question"], row["name"], row["label"], row["from"]) for row in sheet(folder, "Bands")] == [
        ("age", "young", "Under 25", None), ("age", "middle", "25 to 64", 25), ("age", "old", "65 and over", 65),
    ]  # fmt: skip
    assert [(row["breakdown"], row["answer"], row["group"]) for row in sheet(folder, "Breakdowns")] == [
        ("sex", "Female", "Female"), ("sex", "Male", "Male"), ("age", "Under 25", "Under 65"),
        ("age", "25 to 64", "Under 65"), ("age", "65 and over", "65 and over"), ("uses", "To walk", "To walk"),
        ("uses", "To run", "To run"), ("uses", "None of these", "None of these"),
        ("uses", "Other, please specify", "Other, please specify"), ("why", "Wrote an answer", "Wrote an answer"),
    ]  # fmt: skip
    assert [(row["of"], row["label"]) for row in sheet(folder, "Nets")] == [("question uses", "Any sport")]


def test_what_the_workbook_does_not_show_survives_changes(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Questions", {"name": "uses"}, "short", "Use"),
        ("Questions", {"name": "age"}, "short", "Years"),
        ("Questions", {"name": "order"}, "wording", "Put them in order."),
        ("Answers", answer("question uses", "walk"), "label", "Walking"),
    )
    read_setup(folder, path)
    # base, asked_if, nets, top, digits, crossed and every comment.
    written(
        folder,
        ("short: Uses", "short: Use"),
        ("short: Age", "short: Years"),
        ("wording: In which order?", "wording: Put them in order."),
        ("walk: {label: To walk}", "walk: {label: Walking, also: [To walk]}"),
    )


# --- sections -----------------------------------------------------------------------------------


def test_a_question_of_any_kind_moves_into_a_section_and_out_of_it(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Questions", {"name": "extra"}, "section", "park"),
        ("Questions", {"name": "age"}, "section", "park"),
        ("Questions", {"name": "why"}, "section", ""),
    )
    assert read_setup(folder, path).lines == (
        "question age: stands in park",
        "breakdown why: taken out",
        "question why: kept and not counted",
        "question extra: stands in park",
    )
    written(
        folder,
        ("profile: [sex, age]", "profile: [sex]"),
        ("questions: [trees, uses, order, why]", "questions: [trees, uses, order, age, extra]"),
        ("  why: {title: Comments, question: why}\n", ""),
    )
    assert read_setup(folder, path).told == "nothing changed"


def test_a_day_stands_in_no_section(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Questions", {"name": "since"}, "section", "park"),
        ("Questions", {"name": "sex"}, "section", ""),
    )
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Questions', row 2, column 'section': a question with one answer without a section\n"
        "  allowed: (who responded), park\n"
        "  do:      Choose one from the list.\n"
        "setup.xlsx, sheet 'Questions', row 8, column 'section': a day is kept and not counted in a section\n"
        "  found:   park\n"
        "  do:      Leave the cell empty, or choose another type."
    )


def test_a_new_question_of_another_kind_goes_into_its_section(folder: Path) -> None:
    path = folder / "setup.xlsx"
    new = {"name": "ideas", "number": "Q9", "wording": "Ideas?", "short": "Ideas", "type": "open", "column": "Ideas"}
    add(path, ("Questions", {**new, "section": "park"}))
    assert read_setup(folder, path).lines == ("question ideas: stands in park", "question ideas: new")
    assert built(folder).questionnaire.sections["park"].questions == ("trees", "uses", "order", "why", "ideas")


def test_another_type_takes_only_what_it_has_and_stays_where_it_stood(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Questions", {"name": "age"}, "type", "open"),
        ("Questions", {"name": "uses"}, "type", "ranking"),
        ("Questions", {"name": "trees"}, "type", "multiple"),
        ("Questions", {"name": "trees"}, "separator", ";"),
    )
    assert read_setup(folder, path).lines == (
        "question trees: separator is now ';'",
        "question trees: scale is now multiple",
        "question uses: counts as asked of everyone, since trees is gone",
        "question age: numeric is now open",
        "breakdown age: taken out",
        "the crossed breakdowns sex.x.age: taken out",
        "question uses: multiple is now ranking",
        "breakdown uses: taken out",
    )
    asked = built(folder).questionnaire
    assert asked.sections["park"].questions == ("trees", "uses", "order", "why")
    assert (asked.profile, asked.crossed, list(asked.breakdowns)) == (("sex", "age"), (), ["sex", "why"])
    assert asked.also_asked["age"].bands == {}
    assert not any(one.exclusive or one.other for one in asked.also_asked["uses"].options.values())
    assert (asked.also_asked["uses"].nets, asked.also_asked["uses"].asked_if) == ({}, {})
    guesses = built(folder).guesses
    assert guesses is not None and list(guesses.guesses) == ["also_asked.age"]


def test_one_answer_of_a_question_with_several_keeps_its_place(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Questions", {"name": "uses"}, "type", "single"), ("Questions", {"name": "age"}, "type", "date"))
    assert read_setup(folder, path).lines == (
        "question age: numeric is now date",
        "breakdown age: taken out",
        "the crossed breakdowns sex.x.age: taken out",
        "question uses: multiple is now single",
        "breakdown uses: taken out",
    )
    asked = built(folder).questionnaire
    assert asked.sections["park"].questions == ("trees", "uses", "order", "why")
    assert asked.questions["uses"].asked_if == {"trees": ("agree", "neither")}
    assert asked.profile == ("sex",)


# --- answers ------------------------------------------------------------------------------------


def test_scores_and_answers_that_stand_alone_are_said_on_the_sheet(folder: Path) -> None:
    path = folder / "setup.xlsx"
    of = "question trees"
    fill(
        path,
        ("Answers", answer(of, "agree"), "score", 3),
        ("Answers", answer(of, "neither"), "score", None),
        ("Answers", answer("question uses", "nothing"), "exclusive", None),
        ("Answers", answer("question uses", "run"), "exclusive", "Yes"),
        ("Answers", answer("question uses", "more"), "other", None),
    )
    add(path, ("Answers", {"of": of, "label": "Other", "score": -3}))
    assert read_setup(folder, path).lines == (
        "question trees: a new answer 'Other'",
        "question trees: 'Agree': score is now '3'",
        "question trees: 'Neither': score is now ''",
        "question uses: 'To run': exclusive is now 'yes'",
        "question uses: 'None of these': exclusive is now ''",
        "question uses: 'Other, please specify': other is now ''",
    )
    written(
        folder,
        ("{label: Agree, score: 2}", "{label: Agree, score: 3}"),
        ("{label: Neither, score: 0}", "{label: Neither}"),
        ("kind: dont_know}\n", "kind: dont_know}\n      other: {label: Other, score: -3}\n"),
        ("{label: To run}", "{label: To run, exclusive: true}"),
        ("{label: None of these, exclusive: true}", "{label: None of these}"),
        (", other: true}", "}"),
    )
    assert read_setup(folder, path).told == "nothing changed"


def test_a_score_of_nought_is_one(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Answers", answer("question trees", "agree"), "score", 0))
    read_setup(folder, path)
    written(folder, ("{label: Agree, score: 2}", "{label: Agree, score: 0}"))


def test_what_an_answer_cannot_have_is_told_at_its_row(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Answers", answer("question trees", "agree"), "score", "high"),
        ("Answers", answer("question trees", "neither"), "exclusive", "yes"),
        ("Answers", answer("question uses", "walk"), "score", 1),
        ("Answers", answer("question uses", "run"), "other", "perhaps"),
        ("Answers", answer("question order", "ponds"), "other", "yes"),
    )
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Answers', row 4, column 'score': not a whole number\n"
        "  found:   high\n"
        "  allowed: 1, 2, 3 ...\n"
        "  do:      Write the answer's place on the scale as a number.\n"
        "setup.xlsx, sheet 'Answers', row 5, column 'exclusive': 'exclusive' is said of answers of a question of type "
        "'multiple'\n"
        "  found:   question trees\n"
        "  do:      Empty the cell.\n"
        "setup.xlsx, sheet 'Answers', row 8, column 'score': a score for an answer of a question with several\n"
        "  found:   1\n"
        "  do:      Empty the cell.\n"
        "setup.xlsx, sheet 'Answers', row 9, column 'other': neither yes nor empty\n"
        "  found:   perhaps\n"
        "  allowed: yes\n"
        "  do:      Choose it, or leave the cell empty.\n"
        "setup.xlsx, sheet 'Answers', row 12, column 'other': 'other' is said of answers of a question of type "
        "'multiple'\n"
        "  found:   question order\n"
        "  do:      Empty the cell."
    )


def test_an_answer_that_goes_takes_its_net_and_its_routing_with_it(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Answers", answer("question uses", "run"), "use", "remove"),
        ("Answers", answer("question trees", "agree"), "use", "remove"),
    )
    assert read_setup(folder, path).lines == (
        "question trees: the answer 'Agree' is taken out",
        "question uses: the net 'Any sport' is taken out, one answer is left in it",
        "question uses: the answer 'To run' is taken out",
    )
    assert built(folder).questionnaire.also_asked["uses"].asked_if == {"trees": ("neither",)}


def test_a_rule_that_an_answer_breaks_is_told_at_its_row(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Answers", answer("question trees", "dont_know"), "score", 1))
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Answers', row 7: a score for an option of kind 'dont_know'\n"
        "  found:   1\n"
        "  do:      Take it out: who does not say is no point of the scale."
    )


# --- bands --------------------------------------------------------------------------------------

MIDDLE = "{label: 25 to 64, at_least: 25, below: 65}   # of working age"


def band(name: str) -> dict[str, str]:
    return {"question": "age", "name": name}


def test_a_band_that_begins_elsewhere_ends_the_one_before(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Bands", band("middle"), "from", 16.5),
        ("Bands", band("middle"), "label", "16½ to 64"),
        ("Bands", band("young"), "label", "Younger"),
    )
    assert read_setup(folder, path).lines == (
        "question age: the band 'Under 25' is now 'Younger'",
        "question age: the band '25 to 64' is now '16½ to 64'",
        "question age: its bands are now Younger, 16½ to 64, 65 and over",
    )
    written(
        folder,
        ("{label: Under 25, below: 25}", "{label: Younger, below: 16.5}"),
        (MIDDLE, '{label: "16½ to 64", at_least: 16.5, below: 65}   # of working age'),
    )
    assert read_setup(folder, path).told == "nothing changed"


def test_a_new_band_comes_in_its_place_and_is_read_once(folder: Path) -> None:
    path = folder / "setup.xlsx"
    add(path, ("Bands", {"question": "age", "label": "45 to 64", "from": 45}))
    fill(path, ("Bands", band("middle"), "label", "25 to 44"))
    message = refused(folder, path)
    # The new band has no group yet; the row of the breakdown says so.
    assert message.startswith("setup.xlsx, sheet 'Breakdowns', row 4: ") and "band_45_to_64" in message
    fill(path, ("Breakdowns", {"breakdown": "age", "answer name": "old"}, "group", "65 or more"))
    assert read_setup(folder, path).lines == (
        "question age: the band '25 to 64' is now '25 to 44'",
        "question age: a new band '45 to 64'",
        "question age: its bands are now Under 25, 25 to 44, 45 to 64, 65 and over",
        "breakdown age: its groups are now Under 65, 45 to 64, 65 or more",
    )
    asked = built(folder).questionnaire
    assert [(name, str(one.at_least), str(one.below)) for name, one in asked.also_asked["age"].bands.items()] == [
        ("young", "None", "25"), ("middle", "25", "45"), ("band_45_to_64", "45", "65"), ("old", "65", "None"),
    ]  # fmt: skip
    assert read_setup(folder, path).told == "nothing changed"


def test_the_numbers_of_a_band_that_goes_belong_to_the_one_before(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Bands", band("old"), "use", "remove"))
    assert read_setup(folder, path).lines == (
        "question age: the band '65 and over' is taken out, its numbers belong to '25 to 64'",
        "breakdown age: the group '65 and over' is empty and taken out",
        "question age: its bands are now Under 25, 25 to 64",
    )
    written(
        folder,
        (MIDDLE, "{label: 25 to 64, at_least: 25}   # of working age"),
        ("      old: {label: 65 and over, at_least: 65}\n", ""),
        (", over: {label: 65 and over, of: [old]}", ""),
    )
    assert read_setup(folder, path).told == "nothing changed"


def test_the_numbers_of_a_band_in_the_middle_go_to_the_one_below(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Breakdowns", {"breakdown": "age", "answer name": "middle"}, "group", "Middle"))
    read_setup(folder, path)
    fill(path, ("Bands", band("middle"), "use", "remove"))
    assert read_setup(folder, path).lines == (
        "question age: the band '25 to 64' is taken out, its numbers belong to 'Under 25'",
        "breakdown age: the group 'Middle' is empty and taken out",
        "question age: its bands are now Under 25, 65 and over",
    )
    bands = built(folder).questionnaire.also_asked["age"].bands
    assert [(name, one.at_least, one.below) for name, one in bands.items()] == [("young", None, 65), ("old", 65, None)]


def test_where_the_first_band_goes_the_next_one_begins_nowhere(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Bands", band("young"), "use", "remove"))
    read_setup(folder, path)
    bands = built(folder).questionnaire.also_asked["age"].bands
    assert [(name, one.at_least) for name, one in bands.items()] == [("middle", None), ("old", 65)]
    groups = built(folder).questionnaire.breakdowns["age"].groups
    assert {name: group.of for name, group in groups.items()} == {"under_65": ("middle",), "over": ("old",)}


def test_a_number_without_bands_is_given_some_or_loses_all(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        *(("Bands", band(name), "use", "remove") for name in ("young", "middle", "old")),
    )
    assert read_setup(folder, path).lines == (
        "question age: has no bands any more",
        "breakdown age: taken out",
        "the crossed breakdowns sex.x.age: taken out",
    )
    assert built(folder).questionnaire.also_asked["age"].bands == {}
    path = write_setup(folder, folder / "new.xlsx")
    add(
        path, ("Bands", {"question": "age", "label": "Few"}), ("Bands", {"question": "age", "label": "Many", "from": 9})
    )
    assert read_setup(folder, path).lines == (
        "question age: a new band 'Few'",
        "question age: a new band 'Many'",
        "question age: its bands are now Few, Many",
    )
    bands = built(folder).questionnaire.also_asked["age"].bands
    assert [(name, one.at_least, one.below) for name, one in bands.items()] == [("few", None, 9), ("many", 9, None)]


def test_bands_that_cannot_be_are_told_at_their_row(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Bands", band("middle"), "from", "about 25"),
        ("Bands", band("old"), "label", None),
    )
    row = add(
        path,
        ("Bands", {"question": "trees", "label": "Many", "from": 1}),
        ("Bands", {"question": "age", "from": 1}),
    )
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Bands', row 4, column 'label': a band without a label\n"
        "  do:      Fill it in; 'use' takes a band out.\n"
        f"setup.xlsx, sheet 'Bands', row {row - 1}, column 'question': no question of this name asks for a number\n"
        "  found:   trees\n"
        "  allowed: age\n"
        "  do:      Copy it from a row of the same question.\n"
        f"setup.xlsx, sheet 'Bands', row {row}, column 'label': a new band without this\n"
        "  do:      Fill it in, or empty the row.\n"
        "setup.xlsx, sheet 'Bands', row 3, column 'from': not a number\n"
        "  found:   about 25\n"
        "  allowed: 16, 2.5 ...\n"
        "  do:      Write the lowest number that belongs to the band."
    )


def test_two_bands_that_begin_with_one_number_and_one_alone_are_told(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Bands", band("middle"), "from", 65))
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Bands', row 4, column 'from': two bands that begin with one number\n"
        "  found:   65\n"
        "  do:      Write the lowest number that belongs to it, another in each band."
    )
    fill(path, ("Bands", band("middle"), "from", None))
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Bands', row 3, column 'from': a second band without a lower end\n"
        "  do:      Write the lowest number that belongs to it, another in each band."
    )
    fill(
        path,
        ("Bands", band("middle"), "from", 25),
        ("Bands", band("middle"), "use", "remove"),
        ("Bands", band("old"), "use", "remove"),
    )
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Bands', row 2, column 'use': one band alone, which holds every number\n"
        "  found:   Under 25\n"
        "  do:      Add another band, or take this one out too."
    )


# --- breakdowns ---------------------------------------------------------------------------------


def test_a_breakdown_may_be_by_bands_by_several_answers_or_by_who_wrote(folder: Path) -> None:
    path = folder / "setup.xlsx"
    book = openpyxl.load_workbook(path)
    lists = {str(column[0].value): [c.value for c in column[1:] if c.value] for column in book["Lists"].iter_cols()}
    assert lists["Breakdowns: question"] == ["sex", "trees", "age", "uses", "why"]
    fill(path, ("Breakdowns", {"breakdown": "age", "answer name": "young"}, "group", "Young"))
    add(path, ("Breakdowns", {"breakdown": "more", "title": "More", "question": "extra"}))
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Breakdowns', row 12, column 'question': no question of this name makes groups\n"
        "  found:   extra\n"
        "  allowed: sex, trees, age, uses, why\n"
        "  do:      Choose one from the list."
    )
    fill(path, ("Questions", {"name": "extra"}, "section", "park"))
    assert read_setup(folder, path).lines == (
        "question extra: stands in park",
        "breakdown more: new",
        "breakdown age: its groups are now Under 65, 65 and over, Young",
    )
    groups = built(folder).questionnaire.breakdowns["age"].groups
    assert {name: (group.label, group.of) for name, group in groups.items()} == {
        "under_65": ("Under 65", ("middle",)), "over": ("65 and over", ("old",)), "young": ("Young", ("young",)),
    }  # fmt: skip


LISTED = """\
questions:
  ethnicity: {kind: single, number: Q1, wording: Ethnic group?, short: Ethnic group, code_list: ethnic_group_2021}
  trees: {kind: single, number: Q2, wording: Trees?, short: T, options: {more: {label: More}, fewer: {label: Fewer}}}
profile: [ethnicity]
sections: {park: {title: The park, questions: [trees]}}
breakdowns: {ethnicity: {title: Ethnic group, question: ethnicity, roll_up: five}}
"""


def test_a_question_with_a_code_list_keeps_it_and_its_roll_up(folder: Path) -> None:
    (folder / "questionnaire.yaml").write_text(LISTED, encoding="utf-8")
    (folder / "guesses.yaml").unlink()
    path = write_setup(folder, folder / "new.xlsx")
    roma = {"breakdown": "ethnicity", "answer name": "roma"}
    rows = openpyxl.load_workbook(path)["Breakdowns"]
    assert (cell(rows, roma, "answer").value, cell(rows, roma, "group").value) == ("White: Roma", "White")
    fill(path, ("Questions", {"name": "ethnicity"}, "short", "Group"))
    read_setup(folder, path)
    expected = LISTED.replace("short: Ethnic group", "short: Group")
    assert texts(folder)["questionnaire.yaml"].decode() == expected
    fill(path, ("Breakdowns", roma, "group", "Roma"))
    read_setup(folder, path)
    breakdown = built(folder).questionnaire.breakdowns["ethnicity"]
    assert breakdown.roll_up == ""
    assert [(group.label, len(group.of)) for group in breakdown.groups.values()][-2:] == [
        ("Prefer not to say", 1),
        ("Roma", 1),
    ]


def test_a_breakdown_that_goes_takes_the_crossed_ones_with_it(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Breakdowns", {"breakdown": "sex", "answer name": "male"}, "use", "remove"))
    assert read_setup(folder, path).lines == (
        "breakdown sex: taken out",
        "the crossed breakdowns sex.x.age: taken out",
    )
    written(folder, ("  sex: {title: Sex, question: sex}\n", ""), ("crossed: [sex.x.age]\n", ""))


def test_a_question_of_another_kind_that_goes_is_gone_everywhere(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Questions", {"name": "age"}, "use", "remove"))
    read_setup(folder, path)
    asked, guesses = built(folder).questionnaire, built(folder).guesses
    assert "age" not in asked.also_asked and asked.profile == ("sex",) and asked.crossed == ()
    assert guesses is not None and guesses.guesses == {}
    assert cell(openpyxl.load_workbook(write_setup(folder, folder / "n.xlsx"))["Questions"], {"name": "uses"}, "type")
