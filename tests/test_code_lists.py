"""Code lists: what they hold against what was published, how a questionnaire names them, and what it is told."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest

from findings.audit.codelists import with_lists_of_run
from findings.audit.recount.questionnaire import read_questionnaire
from findings.consultation import build
from findings.consultation.answer_rules import labels_differ
from findings.consultation.code_list import code_list, list_file, list_names
from findings.consultation.expansion import expanded
from findings.consultation.model import AnswerKind, Questionnaire
from findings.consultation.names import name_fault
from findings.consultation.yamlfile import read_yaml
from findings.errors import ParameterError, VerificationFailed
from small_consultation import QUESTIONNAIRE, RESPONSES, changed, place, write_small

ROOT = Path(__file__).resolve().parent.parent
COMMON_PLAN = ROOT / "notebooks" / "plan.yaml"
DATA = ROOT / "data" / "llr"

RELEASED = {
    "age_bands_1": "5e311c5288b92fdf",
    "carer_2021": "b1079d40a630f11c",
    "disability_2010": "f1137ba1b089442b",
    "disability_2021": "cb737e45cfa8d412",
    "ethnic_group_2011": "eaccd49891b67d73",
    "ethnic_group_2021": "e0e3c26ffcbb4130",
    "gender_identity_2021": "c2bb65ed933299b6",
    "imd_quintile_2019": "79d64e871ac02f26",
    "legal_partnership_2021": "7326598c52feac38",
    "llr_districts_2021": "aaf264d0b1dc5974",
    "pregnancy_maternity_1": "b7da11276db7ca70",
    "relation_to_service_1": "519d9a9fb0073a94",
    "religion_2021": "edfa00dde1200fed",
    "respondent_type_1": "4b95a38e0d975659",
    "sex_2021": "8f2ae4adf508173c",
    "sexual_orientation_2021": "8ba397db5f0f066d",
}
"""A list once released is never changed: a new version is a new file with a new name."""

OPTIONS = """\
    options:
      person: {label: A person}
      body: {label: A body, also: [Organisation]}
"""
LISTED = changed(QUESTIONNAIRE, OPTIONS, "    code_list: respondent_type_1\n")
ROLLED_UP = LISTED + "    roll_up: two\n"
ANSWERED = RESPONSES.replace("A person", "Individual").replace("A body", "Third sector").replace("body", "Charity")


def refusal(folder: Path) -> str:
    with pytest.raises(ParameterError) as caught:
        build(folder, COMMON_PLAN)
    return str(caught.value)


# --- what the lists hold ---------------------------------------------------------------------------


def test_the_lists_that_were_released_are_as_they_were() -> None:
    hashes = {name: hashlib.sha256(list_file(name).read_bytes()).hexdigest()[:16] for name in list_names()}
    assert hashes == RELEASED


@pytest.mark.parametrize("name", RELEASED)
def test_a_list_keeps_the_rules_of_a_questionnaire(name: str) -> None:
    found = code_list(name)
    assert found.name == name
    assert name.endswith(f"_{found.version}")
    assert [fault for option in found.options if (fault := name_fault(option))] == []
    question = {"kind": "single", "number": "P", "wording": "W", "short": "S", "options": found.options}
    assert list(labels_differ(Questionnaire.model_validate({"questions": {"q": question}, "sections": {}}))) == []
    for roll_up in found.roll_ups.values():
        assert [fault for group in roll_up.groups if (fault := name_fault(group))] == []
        grouped = [option for group in roll_up.groups.values() for option in group.of]
        assert sorted(grouped) == sorted(found.options)
    # Whoever prefers not to say is in a group alone, so that the others are groups of people.
    for roll_up in found.roll_ups.values():
        for group in roll_up.groups.values():
            kinds = {found.options[option].kind for option in group.of}
            assert kinds == {AnswerKind.ANSWER} or len(group.of) == 1


def answers(name: str) -> list[str]:
    return [option.label for option in code_list(name).options.values() if option.kind is AnswerKind.ANSWER]


def published(file: str, column: str) -> list[str]:
    with (DATA / file).open(encoding="utf-8", newline="") as rows:
        return list(dict.fromkeys(row[column] for row in csv.DictReader(rows)))


@pytest.mark.parametrize(
    ("name", "file", "column"),
    [
        ("ethnic_group_2021", "census2021_ethnic_group.csv", "ethnic_group"),
        ("sex_2021", "census2021_sex.csv", "sex"),
        ("disability_2010", "census2021_disability.csv", "disability"),
        ("age_bands_1", "population_by_age.csv", "age_band"),
    ],
)
def test_the_answers_of_a_list_are_the_categories_of_the_published_table(name: str, file: str, column: str) -> None:
    assert answers(name) == published(file, column)


def test_the_districts_are_those_of_the_published_tables() -> None:
    *districts, elsewhere = answers("llr_districts_2021")
    assert (sorted(districts), elsewhere) == (sorted(published("census2021_sex.csv", "district")), "Elsewhere")
    with (DATA / "census2021_sex.csv").open(encoding="utf-8", newline="") as rows:
        codes = {row["district"]: row["district_code"] for row in csv.DictReader(rows)}
    options = code_list("llr_districts_2021").options.values()
    assert {option.label: option.also[0] for option in options if option.label in codes} == codes


def test_the_fifths_of_deprivation_are_written_as_the_published_table_writes_them() -> None:
    written = published("imd2019_quintile_areas.csv", "imd_2019_quintile")
    options = list(code_list("imd_quintile_2019").options.values())
    assert [next(text for text in (option.label, *option.also) if text in written) for option in options[:5]] == written


# GOV.UK, Ethnicity facts and figures, "List of ethnic groups": those of the 2011 Census of England and Wales.
ETHNIC_GROUPS_2011 = {
    "White": ["English, Welsh, Scottish, Northern Irish or British", "Irish", "Gypsy or Irish Traveller",
              "Any other White background"],
    "Mixed or multiple ethnic groups": ["White and Black Caribbean", "White and Black African", "White and Asian",
                                        "Any other Mixed or multiple ethnic background"],
    "Asian or Asian British": ["Indian", "Pakistani", "Bangladeshi", "Chinese", "Any other Asian background"],
    "Black, African, Caribbean or Black British": ["African", "Caribbean",
                                                   "Any other Black, African or Caribbean background"],
    "Other ethnic group": ["Arab", "Any other ethnic group"],
}  # fmt: skip


def test_the_ethnic_groups_of_2011_are_18_in_5() -> None:
    written_out = [f"{group}: {one}" for group, own in ETHNIC_GROUPS_2011.items() for one in own]
    assert answers("ethnic_group_2011") == written_out
    assert len(written_out) == 18
    found = code_list("ethnic_group_2011")
    *groups, rest = found.roll_ups["five"].groups.values()
    told = {group.label: [found.options[option].label.partition(": ")[2] for option in group.of] for group in groups}
    assert (told, rest.label) == (ETHNIC_GROUPS_2011, "Prefer not to say")


def test_the_ethnic_groups_of_2021_roll_up_to_what_stands_before_their_colon() -> None:
    found = code_list("ethnic_group_2021")
    *groups, rest = found.roll_ups["five"].groups.values()
    assert [len(group.of) for group in groups] == [5, 3, 4, 5, 2]
    for group in groups:
        assert {found.options[option].label.partition(": ")[0] for option in group.of} == {group.label}
    assert rest.of == ("prefer_not_to_say",)


# Census 2021 dictionary, legal_partnership_status (9 groups without the sex of partners), and table TS002.
PARTNERSHIPS = {
    "Never married and never registered a civil partnership": [
        "Never married and never registered a civil partnership"],
    "Married or in a registered civil partnership": ["Married", "In a registered civil partnership"],
    "Separated, but still legally married or still legally in a civil partnership": [
        "Separated, but still legally married", "Separated, but still legally in a civil partnership"],
    "Divorced or civil partnership dissolved": [
        "Divorced", "Formerly in a civil partnership which is now legally dissolved"],
    "Widowed or surviving civil partnership partner": ["Widowed", "Surviving partner from a civil partnership"],
}  # fmt: skip


def test_legal_partnership_is_9_answers_in_the_5_groups_of_the_census() -> None:
    found = code_list("legal_partnership_2021")
    *groups, _ = found.roll_ups["five"].groups.values()
    assert {group.label: [found.options[one].label for one in group.of] for group in groups} == PARTNERSHIPS


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("religion_2021", ["No religion", "Christian", "Buddhist", "Hindu", "Jewish", "Muslim", "Sikh",
                           "Other religion"]),
        ("sexual_orientation_2021", ["Straight or Heterosexual", "Gay or Lesbian", "Bisexual",
                                     "All other sexual orientations"]),
        ("carer_2021", ["Provides no unpaid care", "Provides 19 hours or less unpaid care a week",
                        "Provides 20 to 49 hours unpaid care a week", "Provides 50 or more hours unpaid care a week"]),
        ("disability_2021", [
            "Disabled under the Equality Act: Day-to-day activities limited a lot",
            "Disabled under the Equality Act: Day-to-day activities limited a little",
            "Not disabled under the Equality Act: Has long term physical or mental health condition but day-to-day "
            "activities are not limited",
            "Not disabled under the Equality Act: No long term physical or mental health conditions"]),
    ],
)  # fmt: skip
def test_the_answers_are_those_of_the_census_tables_ts030_ts077_ts039_ts038(name: str, labels: list[str]) -> None:
    assert answers(name) == labels


# Equality Act 2010, section 4, and what boards ask beside it.
PROTECTED = {
    "age": "age_bands_1", "disability": "disability_2021", "gender reassignment": "gender_identity_2021",
    "marriage and civil partnership": "legal_partnership_2021", "pregnancy and maternity": "pregnancy_maternity_1",
    "race": "ethnic_group_2021", "religion or belief": "religion_2021", "sex": "sex_2021",
    "sexual orientation": "sexual_orientation_2021",
}  # fmt: skip


def test_each_protected_characteristic_has_a_list_with_prefer_not_to_say() -> None:
    assert len(PROTECTED) == 9
    for name in PROTECTED.values():
        assert code_list(name).options["prefer_not_to_say"].kind is AnswerKind.PREFER_NOT_TO_SAY


def test_the_page_of_the_lists_says_what_they_are() -> None:
    page = (ROOT / "docs" / "code_lists.md").read_text(encoding="utf-8")
    rows = [re.sub(r"\s*\|\s*", "|", line).strip("|") for line in page.splitlines() if line.startswith("| `")]
    due = []
    for name in list_names():
        found = code_list(name)
        groups = ", ".join(f"`{roll_up}` ({len(of.groups)})" for roll_up, of in found.roll_ups.items()) or "none"
        source = f"{found.source.publisher}: {found.source.publication}"
        due.append(f"`{name}`|{found.title}|{len(found.options)}|{groups}|{source}")
    assert rows == due


# --- in a questionnaire -------------------------------------------------------------------------------


def test_a_list_is_as_if_it_had_been_written_out(tmp_path: Path) -> None:
    listed = build(write_small(tmp_path / "town", questionnaire=ROLLED_UP, data=ANSWERED), COMMON_PLAN).questionnaire
    found = code_list("respondent_type_1")
    assert listed.questions["who"].options == found.options
    assert list(listed.questions["who"].options) == list(found.options)
    assert listed.groups_of("who") == found.roll_ups["two"].groups
    # Without a roll-up each answer is a group.
    alone = build(write_small(tmp_path / "alone", questionnaire=LISTED, data=ANSWERED), COMMON_PLAN).questionnaire
    assert list(alone.groups_of("who")) == list(found.options)


def test_what_a_file_says_is_not_changed_by_putting_a_list_in(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "town", questionnaire=ROLLED_UP, data=ANSWERED)
    before = read_yaml(folder / "questionnaire.yaml", "town/questionnaire.yaml").content
    build(folder, COMMON_PLAN)
    assert read_yaml(folder / "questionnaire.yaml", "town/questionnaire.yaml").content == before
    assert "options" not in before["questions"]["who"]
    assert code_list("respondent_type_1").options["individual"].label == "Individual"


def test_options_of_their_own_are_left_alone_and_lists_are_not_shared() -> None:
    lists = {"one": {"options": {"a": {"label": "A"}}}}
    content = {"questions": {"own": {"code_list": "one", "options": {"b": {"label": "B"}}}, "q": {"code_list": "one"}}}
    found = expanded(content, lists)["questions"]
    assert found["own"]["options"] == {"b": {"label": "B"}}
    found["q"]["options"]["a"]["label"] = "Changed"
    assert lists["one"]["options"]["a"]["label"] == "A"


CASES = {
    "an unknown list": (
        LISTED, "respondent_type_1", "respondent_typ_1", "respondent_typ_1",
        f"""\
(questions.who.code_list): an unknown code list
  found:   respondent_typ_1
  allowed: {", ".join(list_names())}
  do:      Did you mean 'respondent_type_1'?""",
    ),
    "a list like no other": (
        LISTED, "respondent_type_1", "zz", "zz",
        f"""\
(questions.who.code_list): an unknown code list
  found:   zz
  allowed: {", ".join(list_names())}
  do:      Write the options out under 'options'.""",
    ),
    "options and a list": (
        QUESTIONNAIRE, OPTIONS, f"    code_list: respondent_type_1\n{OPTIONS}", "person: {label",
        """\
(questions.who.options): a question has either 'options' or 'code_list'
  found:   both
  do:      Take one of them out: the answers of a list are not changed.""",
    ),
    "a scale and a list": (
        LISTED, "    code_list", "    scale: any\n    code_list", "any\n",
        """\
(questions.who.scale): a question has either 'scale' or 'code_list'
  found:   both
  do:      Take one of them out: the answers of a list are not changed.""",
    ),
    "an unknown roll-up": (
        ROLLED_UP, "roll_up: two", "roll_up: tow", "tow\n",
        """\
(breakdowns.who.roll_up): the code list 'respondent_type_1' has no such roll-up
  found:   tow
  allowed: two
  do:      Did you mean 'two'?""",
    ),
    "a roll-up of a list without any": (
        ROLLED_UP.replace("respondent_type_1", "sex_2021"), "roll_up: two", "roll_up: five", "five\n",
        """\
(breakdowns.who.roll_up): the code list 'sex_2021' has no such roll-up
  found:   five
  allowed: none: the list has no roll-ups
  do:      Write the groups out under 'groups'.""",
    ),
    "a roll-up without a list": (
        QUESTIONNAIRE, "    question: who\n", "    question: who\n    roll_up: two\n", "two\n",
        """\
(breakdowns.who.roll_up): a roll-up of a question without a code list
  found:   who
  do:      Give the question 'code_list', or the breakdown 'groups'.""",
    ),
    "groups and a roll-up": (
        ROLLED_UP, "    roll_up: two\n",
        "    roll_up: two\n    groups:\n      one: {label: One, of: [individual, public_sector, third_sector, "
        "membership_body, private_sector, elected_representative, other_organisation]}\n",
        "one: {label",
        """\
(breakdowns.who.groups): a breakdown has either 'groups' or 'roll_up'
  found:   both
  do:      Take one of them out.""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_fault_of_a_list_is_told_in_full(name: str, tmp_path: Path) -> None:
    before, old, new, points_at, message = CASES[name]
    text = changed(before, old, new)
    folder = write_small(tmp_path / "town", questionnaire=text, data=ANSWERED)
    assert refusal(folder) == f"town/questionnaire.yaml, {place(text, points_at)} {message}"


def test_an_unknown_list_is_told_once_and_not_again_by_what_refers_to_its_options(tmp_path: Path) -> None:
    text = changed(LISTED, "respondent_type_1", "zz")
    text = changed(
        text, "    column: Want benches?\n", "    column: Want benches?\n    asked_if: {who: [individual]}\n"
    )
    told = refusal(write_small(tmp_path / "town", questionnaire=text, data=ANSWERED))
    assert told.count("found:") == 1


# --- in a run ---------------------------------------------------------------------------------------------


def test_a_run_is_named_by_the_content_of_its_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_small(tmp_path / "town", questionnaire=ROLLED_UP, data=ANSWERED)
    first = build(folder, COMMON_PLAN)
    file = list_file("respondent_type_1")
    assert first.beside == {"code_lists/respondent_type_1.yaml": file}
    assert first.files["code_lists/respondent_type_1.yaml"] == hashlib.sha256(file.read_bytes()).hexdigest()
    lists = tmp_path / "lists"
    lists.mkdir()
    text = file.read_text(encoding="utf-8").replace("label: Individual\n", "label: A person\n")
    (lists / file.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr("findings.consultation.code_list.FOLDER", lists)
    second = build(folder, COMMON_PLAN)
    assert second.questionnaire.questions["who"].options["individual"].label == "A person"
    assert {name for name in first.files if first.files[name] != second.files[name]} == {
        "code_lists/respondent_type_1.yaml"
    }


def test_without_a_list_nothing_is_beside(tmp_path: Path) -> None:
    parameters = build(write_small(tmp_path / "town"), COMMON_PLAN)
    assert parameters.beside == {}
    assert set(parameters.files) == {"consultation.yaml", "questionnaire.yaml", "plan.yaml"}


def kept(folder: Path, questionnaire: str = ROLLED_UP) -> Path:
    """The inputs of a run as it keeps them."""
    (folder / "code_lists").mkdir(parents=True)
    (folder / "questionnaire.yaml").write_text(questionnaire, encoding="utf-8")
    own = list_file("respondent_type_1").read_bytes()
    (folder / "code_lists" / "respondent_type_1.yaml").write_bytes(own)
    return folder


def test_the_recount_reads_the_lists_of_the_run_by_itself(tmp_path: Path) -> None:
    found = read_questionnaire(kept(tmp_path / "inputs") / "questionnaire.yaml")
    listed = code_list("respondent_type_1")
    assert found.questions["who"].options == tuple(listed.options)
    groups = {level: tuple(group.of) for level, group in listed.roll_ups["two"].groups.items()}
    assert found.breakdowns["who"].levels == groups


def test_the_recount_counts_nothing_from_a_list_that_is_not_there(tmp_path: Path) -> None:
    folder = kept(tmp_path / "inputs")
    (folder / "code_lists" / "respondent_type_1.yaml").unlink()
    with pytest.raises(VerificationFailed) as caught:
        read_questionnaire(folder / "questionnaire.yaml")
    assert str(caught.value) == (
        "respondent_type_1.yaml: this file of the run is missing\n  do:      Ask for the folder as the run left it."
    )


def test_the_recount_leaves_the_folder_of_lists_for_no_name(tmp_path: Path) -> None:
    folder = kept(tmp_path / "inputs", ROLLED_UP.replace("respondent_type_1", "../questionnaire"))
    with pytest.raises(VerificationFailed) as caught:
        read_questionnaire(folder / "questionnaire.yaml")
    assert "questions.who.code_list: not the name of a code list" in str(caught.value)
    content = read_yaml(folder / "questionnaire.yaml", "questionnaire.yaml").content
    assert with_lists_of_run(content, folder) == content


def test_labels_are_looked_up_in_the_lists_of_the_run(tmp_path: Path) -> None:
    folder = kept(tmp_path / "inputs")
    list_of_run = folder / "code_lists" / "respondent_type_1.yaml"
    list_of_run.write_text(
        list_of_run.read_text(encoding="utf-8").replace("label: Individual\n", "label: One\n"), "utf-8"
    )
    content = read_yaml(folder / "questionnaire.yaml", "questionnaire.yaml").content
    found = with_lists_of_run(content, folder)
    assert found["questions"]["who"]["options"]["individual"]["label"] == "One"
    assert found["breakdowns"]["who"]["groups"]["organisation"]["label"] == "Organisations"
