"""Tables of population: what is read of them, and every fault in full."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from findings.audit.identity import identity_problems
from findings.audit.inventory import inventory_problems
from findings.cli import main
from findings.consultation import Parameters, build
from findings.consultation.code_list import list_file
from findings.errors import ExitCode, ParameterError
from small_consultation import CONSULTATION, QUESTIONNAIRE, RESPONSES, changed, place, write_small

ROOT = Path(__file__).resolve().parent.parent
COMMON_PLAN = ROOT / "notebooks" / "plan.yaml"
LLR = ROOT / "data" / "llr"

AGE = """\
  age:
    kind: single
    number: P1
    wording: How old are you?
    short: Age
    options:
      young: {label: Under 25, also: [16 to 24]}
      middle: {label: 25 to 64}
      old: {label: 65 and over, also: [65+]}
      unsaid: {label: Prefer not to say, kind: prefer_not_to_say}
"""
WITH_AGE = changed(QUESTIONNAIRE, "profile: [who]\n", f"{AGE}profile: [who, age]\n")
BY_AGE = WITH_AGE + "  age:\n    title: Age\n    question: age\n"
SEVERAL = """\
also_asked:
  places:
    kind: multiple
    number: Q2
    wording: Where do you sit?
    short: Places
    separator: ";"
    options:
      park: {label: Park}
      pond: {label: Pond}
"""
POPULATION = """\
populations:
  age:
    file: people.csv
    level_column: age_band
    count_column: people
    only: {town: [Ash]}
    left_out: [0 to 15]
    year: 2020
    source: The statistics office, 2020
"""
PEOPLE = """\
town,age_band,people
Ash,0 to 15,50
Ash,under 25,100
Ash,25 to 64,500
Ash,65+,150
Ash,65 AND over,250
Bow,Under 25,7
"""
# 65+ is another way of writing the same group, so the file of the tests has it once.
PEOPLE = changed(PEOPLE, "Ash,65+,150\n", "Ash,25 to  64,250\n")


def written(
    folder: Path, *, people: str | bytes | None = PEOPLE, population: str = POPULATION, questionnaire: str = BY_AGE
) -> Path:
    rows = RESPONSES.splitlines()
    data = "\n".join([f"{rows[0]},age", *(f"{row},25 to 64" for row in rows[1:])]) + "\n"
    write_small(folder, consultation=CONSULTATION + population, questionnaire=questionnaire, data=data)
    if people is not None:
        (folder / "people.csv").write_bytes(people if isinstance(people, bytes) else people.encode("utf-8"))
    return folder


def read(folder: Path) -> Parameters:
    return build(folder, COMMON_PLAN)


def refusal(folder: Path) -> str:
    with pytest.raises(ParameterError) as caught:
        read(folder)
    return str(caught.value)


# --- what is read -------------------------------------------------------------------------------------------


def test_rows_are_filtered_left_out_and_added_up(tmp_path: Path) -> None:
    parameters = read(written(tmp_path / "town"))
    residents = parameters.residents["age"]
    # Prefer not to say is no group of a population.
    assert residents.by_level == {"young": 100, "middle": 750, "old": 250}
    assert list(residents.by_level) == ["young", "middle", "old"]
    assert (residents.total, residents.unit) == (1100, "residents")
    assert parameters.consultation.populations["age"].year == 2020


def test_texts_that_are_named_take_the_place_of_labels(tmp_path: Path) -> None:
    people = "age_band,people\nkids,1\nteens,2\nadults,30\nolder,4\n"
    levels = "    levels: {young: [Kids, teens], middle: [adults], old: [older]}\n"
    population = changed(changed(POPULATION, "    only: {town: [Ash]}\n", levels), "    left_out: [0 to 15]\n", "")
    found = read(written(tmp_path / "town", people=people, population=population)).residents["age"]
    assert found.by_level == {"young": 3, "middle": 30, "old": 4}


def test_the_mark_that_excel_puts_first_is_no_part_of_a_heading(tmp_path: Path) -> None:
    people = PEOPLE.replace("town,age_band,people", "age_band,town,people").replace("Ash,0 to 15", "0 to 15,Ash")
    people = "\n".join(
        row if "," not in row or row.startswith(("age", "0")) else ",".join([row.split(",")[1], row.split(",")[0],
                                                                            row.split(",")[2]])
        for row in people.splitlines()
    )  # fmt: skip
    found = read(written(tmp_path / "town", people=f"\ufeff{people}\n".encode())).residents["age"]
    assert found.by_level == {"young": 100, "middle": 750, "old": 250}


def test_a_group_that_is_called_as_an_option_of_another_is_that_group(tmp_path: Path) -> None:
    questionnaire = changed(BY_AGE, "middle: {label: 25 to 64}", "middle: {label: 25 to 64, also: [Others]}")
    questionnaire += (
        "    groups:\n      working: {label: 16 to 64, of: [young, middle]}\n      others: {label: Others, of: [old]}\n"
        "      unsaid: {label: Prefer not to say, of: [unsaid]}\n"
    )
    people = "town,age_band,people\nAsh,0 to 15,1\nAsh,16 to 64,20\nAsh,Others,300\n"
    found = read(written(tmp_path / "town", people=people, questionnaire=questionnaire)).residents["age"]
    assert found.by_level == {"working": 20, "others": 300}


def test_a_group_can_be_said_to_have_no_population(tmp_path: Path) -> None:
    people = PEOPLE.replace("Ash,65 AND over,250\n", "")
    population = changed(POPULATION, "    left_out", "    levels: {old: []}\n    left_out")
    found = read(written(tmp_path / "town", people=people, population=population)).residents["age"]
    assert found.by_level == {"young": 100, "middle": 750}


def test_a_group_whose_label_is_left_out_is_no_group_of_the_population(tmp_path: Path) -> None:
    population = changed(POPULATION, "left_out: [0 to 15]", "left_out: [0 to 15, Under 25]")
    found = read(written(tmp_path / "town", population=population)).residents["age"]
    assert found.by_level == {"middle": 750, "old": 250}


LISTED = """\
  {name}:
    kind: single
    number: P1
    wording: Which?
    short: Which
    code_list: {of}
"""


@pytest.mark.parametrize(
    ("name", "of", "roll_up", "file", "column", "due"),
    [
        # Leicester, added up by hand from the rows of the files.
        ("age", "age_bands_1", "three", "population_by_age.csv", "age_band",
         {"under_25": 59358, "from_25_to_64": 57871 + 44650 + 38012 + 34671, "from_65": 24671 + 18931}),
        ("eth", "ethnic_group_2021", "five", "census2021_ethnic_group.csv", "ethnic_group",
         {"asian": 7055 + 2481 + 126421 + 12673 + 11347, "black": 21536 + 4466 + 2764,
          "mixed": 3659 + 1776 + 5025 + 3439, "white": 122395 + 1789 + 457 + 839 + 25177,
          "other_ethnic": 3402 + 11870}),
        ("dis", "disability_2021", "two", "census2021_disability.csv", "disability",
         {"disabled": 57146, "without_disability": 311426}),
        ("imd", "imd_quintile_2019", "two", "imd2019_quintile_areas.csv", "imd_2019_quintile",
         {"most_deprived": 68, "others": 67 + 34 + 18 + 5}),
    ],
)  # fmt: skip
def test_the_published_tables_fit_the_code_lists(
    name: str, of: str, roll_up: str, file: str, column: str, due: dict[str, int], tmp_path: Path
) -> None:
    questionnaire = changed(QUESTIONNAIRE, "profile: [who]\n", LISTED.format(name=name, of=of) + "profile: [who]\n")
    questionnaire = changed(questionnaire, "profile: [who]\n", f"profile: [who, {name}]\n")
    questionnaire += f"  {name}:\n    title: Which\n    question: {name}\n    roll_up: {roll_up}\n"
    count = "small_areas" if name == "imd" else "population"
    population = f"""\
populations:
  {name}:
    file: {LLR / file}
    level_column: {column}
    count_column: {count}
    only: {{district: [Leicester]}}
    unit: {"small areas" if name == "imd" else "residents"}
    year: 2021
    source: Official
"""
    if name == "age":
        population += "    left_out: [0 to 15]\n"
    folder = write_small(tmp_path / "town", consultation=CONSULTATION + population, questionnaire=questionnaire)
    found = read(folder).residents[name]
    assert found.by_level == due
    assert list(found.by_level) == list(due)


def test_a_run_is_named_by_the_content_of_its_tables_of_population(tmp_path: Path) -> None:
    folder = written(tmp_path / "town")
    first = read(folder)
    path = folder / "people.csv"
    assert first.beside == {"populations/age.csv": path.resolve()}
    assert first.files["populations/age.csv"] == hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(PEOPLE.replace("Bow,Under 25,7", "Bow,Under 25,8"), encoding="utf-8")
    second = read(folder)
    assert {name for name in first.files if first.files[name] != second.files[name]} == {"populations/age.csv"}
    # It is no data of this consultation: where a number's rows are looked for, it is not looked at.
    assert first.data_hash == second.data_hash


# --- faults at keys of consultation.yaml ---------------------------------------------------------------------------

CASES = {
    "an unknown breakdown": (
        "populations:\n  age:", "populations:\n  aeg:", "file: people",
        """\
(populations.aeg): not a breakdown: a table of population belongs to one
  found:   aeg
  allowed: who, age
  do:      Did you mean 'age'?""",
    ),
    "an unknown group": (
        "    left_out", "    levels: {yuong: []}\n    left_out", "[]",
        """\
(populations.age.levels.yuong): not a group of the breakdown
  found:   yuong
  allowed: young, middle, old, unsaid
  do:      Did you mean 'young'?""",
    ),
    "another place": (
        "[Ash]", "[Ashe]", "[Ashe]",
        """\
(populations.age.only.town): no row of people.csv has this in the column 'town'
  found:   Ashe
  allowed: Ash, Bow
  do:      Did you mean 'Ash'?""",
    ),
    "a text that is left out and not there": (
        "[0 to 15]", "[0 to 15, 0 to 14]", "[0 to 15, 0",
        """\
(populations.age.left_out): a text that the column 'age_band' does not hold
  found:   0 to 14
  allowed: 0 to 15, under 25, 25 to 64, 65 AND over
  do:      Did you mean '0 to 15'?""",
    ),
    "a text that is named twice": (
        "    left_out", "    levels: {young: [0 to 15, under 25]}\n    left_out", "[0 to 15]\n",
        """\
(populations.age.left_out): a text that is named twice: under levels.young and under left_out
  found:   0 to 15
  do:      Name it once: its people would be counted twice.""",
    ),
    "a key that is missing": (
        "    year: 2020\n", "", "file: people",
        """\
(populations.age.year): the key 'year' is missing
  do:      Add 'year:'.""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_fault_of_what_is_said_of_a_population_is_told_in_full(name: str, tmp_path: Path) -> None:
    old, new, points_at, message = CASES[name]
    population = changed(POPULATION, old, new)
    folder = written(tmp_path / "town", population=population)
    assert refusal(folder) == f"town/consultation.yaml, {place(CONSULTATION + population, points_at)} {message}"


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("several answers", "question places has several answers, so its groups overlap: their shares are not those of "
         "people"),
        ("own words", "question places makes no groups of people"),
    ],
)  # fmt: skip
def test_a_population_of_groups_that_are_none_is_refused_with_the_reason(
    kind: str, message: str, tmp_path: Path
) -> None:
    asked = SEVERAL if kind == "several answers" else (
        "also_asked:\n  places: {kind: open, number: Q2, wording: Where?, short: Places}\n"
    )  # fmt: skip
    questionnaire = changed(BY_AGE, "profile: [who, age]\n", f"{asked}profile: [who, age, places]\n")
    questionnaire += "  places:\n    title: Places\n    question: places\n"
    population = changed(POPULATION, "populations:\n  age:", "populations:\n  places:")
    told = refusal(written(tmp_path / "town", population=population, questionnaire=questionnaire))
    where = place(CONSULTATION + population, "file: people")
    assert f"town/consultation.yaml, {where} (populations.places): {message}\n  found:   places\n" in f"{told}\n"
    assert "do:      Take it out, or ask for one answer each." in told


# --- faults of the file ----------------------------------------------------------------------------------------------

FILES: dict[str, tuple[str | bytes | None, str]] = {
    "missing": (None, "people.csv: the table of population is missing\n  do:      Put it there: town/people.csv."),
    "empty": ("", "people.csv: the file is empty\n  do:      Put a row of headings and the counts into it."),
    "not UTF-8": (
        PEOPLE.replace("Bow", "Böw").encode("cp1252"),
        "people.csv: the file cannot be read as text in UTF-8\n  do:      Save it as CSV in UTF-8.",
    ),
    "missing columns": (
        PEOPLE.replace("town,age_band,people", "Town,age band,people"),
        """\
people.csv, line 1: a column is missing
  found:   age_band
  allowed: Town, age band, people
  do:      Did you mean 'age band'?
people.csv, line 1: a column is missing
  found:   town
  allowed: Town, age band, people
  do:      Did you mean 'Town'?""",
    ),
    "a heading twice": (
        PEOPLE.replace("town,age_band,people", "town,age_band,people,people").replace(",7\n", ",7,8\n"),
        """\
people.csv, line 1: a heading that stands twice
  found:   people
  do:      Rename one of the columns.""",
    ),
    "no whole number": (
        PEOPLE.replace("under 25,100", 'under 25,"1,000"').replace("over,250", "over,250.5").replace("Bow,Under 25,7",
                                                                                                     "Bow,Under 25,x"),
        """\
people.csv, line 3, column people: not a whole number
  found:   1,000
  allowed: 0 or more
  do:      Write the number of people in digits only, without commas; estimates in whole people.
people.csv, line 6, column people: not a whole number
  found:   250.5
  allowed: 0 or more
  do:      Write the number of people in digits only, without commas; estimates in whole people.""",
    ),
    "less than nobody": (
        PEOPLE.replace("under 25,100", "under 25,-1"),
        """\
people.csv, line 3, column people: not a whole number
  found:   -1
  allowed: 0 or more
  do:      Write the number of people in digits only, without commas; estimates in whole people.""",
    ),
    "an unknown text": (
        PEOPLE.replace("Bow,Under 25,7", "Ash,Unknown,7"),
        """\
people.csv, line 7, column age_band: neither a group of the breakdown nor left out
  found:   Unknown
  allowed: Under 25, 25 to 64, 65 and over, Prefer not to say
  do:      Name it under 'levels', or under 'left_out'.""",
    ),
    "nobody": (
        "town,age_band,people\nAsh,0 to 15,0\nAsh,under 25,0\nAsh,25 to 64,0\nAsh,65+,0\n",
        """\
people.csv, column people: a population of nobody
  found:   0
  allowed: more than 0
  do:      Correct the file.""",
    ),
    "a row twice": (
        PEOPLE + "Ash,under 25,100\n",
        """\
people.csv, line 8: a row that stands twice: its people would be counted twice
  found:   the same as line 3
  do:      Keep one of them.""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_fault_of_the_file_is_told_in_full(name: str, tmp_path: Path) -> None:
    people, message = FILES[name]
    assert refusal(written(tmp_path / "town", people=people)) == message


def test_a_group_without_population_is_told_with_what_is_left_in_the_file(tmp_path: Path) -> None:
    folder = written(tmp_path / "town", people=PEOPLE.replace("65 AND over", "Pensioners"))
    where = place(CONSULTATION + POPULATION, "file: people")
    assert (
        refusal(folder)
        == f"""\
town/consultation.yaml, {where} (populations.age): a group without population
  found:   old
  allowed: Pensioners
  do:      Say under 'levels' how the file writes it: 'old: [...]'; or 'old: []' if it has nobody of it.
people.csv, line 6, column age_band: neither a group of the breakdown nor left out
  found:   Pensioners
  allowed: Under 25, 25 to 64, 65 and over, Prefer not to say
  do:      Name it under 'levels', or under 'left_out'."""
    )


def test_a_group_that_stands_whole_and_in_parts_is_not_counted_twice(tmp_path: Path) -> None:
    folder = written(tmp_path / "town", people=PEOPLE + "Ash,65+,9\n")
    where = place(CONSULTATION + POPULATION, "file: people")
    assert (
        refusal(folder)
        == f"""\
town/consultation.yaml, {where} (populations.age): 'old' is in the file whole and in parts: people would count twice
  found:   65 AND over, 65+
  do:      Name under 'levels' which are counted, 'old: [...]', and the others under 'left_out'."""
    )


def test_a_table_of_another_year_is_told_once_a_year(tmp_path: Path) -> None:
    of_years = ["town,age_band,people,mid"]
    of_years += [f"{row},{2020 if row.startswith('Ash,0') else 2011}" for row in PEOPLE.splitlines()[1:]]
    population = changed(POPULATION, "    year: 2020\n", "    year: 2020\n    year_column: mid\n")
    told = refusal(written(tmp_path / "town", people="\n".join(of_years) + "\n", population=population))
    assert (
        told
        == """\
people.csv, line 3, column mid: people of another year than 'year' says
  found:   2011
  allowed: 2020
  do:      Take the table of that year, choose its rows under 'only', or correct 'year' in consultation.yaml."""
    )


def test_a_table_with_the_rows_of_its_year_is_read(tmp_path: Path) -> None:
    rows = PEOPLE.splitlines()
    # The year before had a person more in every row that is counted: they are chosen away, and not added.
    years = [f"{rows[0]},mid", *(f"{row},2020" for row in rows[1:]), *(f"{row}1,2019" for row in rows[1:])]
    population = changed(POPULATION, "only: {town: [Ash]}", 'only: {town: [Ash], mid: ["2020"]}\n    year_column: mid')
    found = read(written(tmp_path / "town", people="\n".join(years) + "\n", population=population))
    assert found.residents["age"].total == 100 + (500 + 250) + 250


def test_a_table_of_other_districts_is_told_by_what_is_absent_and_what_is_unknown(tmp_path: Path) -> None:
    people = "town,age_band,people\nAsh,Derby,3\nAsh,Corby,4\n"
    population = changed(POPULATION, "    left_out: [0 to 15]\n", "")
    told = refusal(written(tmp_path / "town", people=people, population=population))
    for group in ("young", "middle", "old"):
        assert f"a group without population\n  found:   {group}\n  allowed: Derby, Corby\n" in told
    for line, text in ((2, "Derby"), (3, "Corby")):
        where = f"people.csv, line {line}, column age_band: neither a group of the breakdown nor left out"
        assert f"{where}\n  found:   {text}\n" in told


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    people = PEOPLE.replace("under 25,100", "under 25,many").replace("65 AND over", "Pensioners")
    told = refusal(written(tmp_path / "town", people=people, population=changed(POPULATION, "[0 to 15]", "[no band]")))
    found = [line.removeprefix("  found:   ") for line in told.splitlines() if line.startswith("  found:")]
    # 0 to 15 is told since it was meant to be left out and is not.
    assert found == ["no band", "old", "many", "0 to 15", "Pensioners"]


def test_the_population_of_a_questionnaire_that_is_wrong_is_not_judged(tmp_path: Path) -> None:
    told = refusal(
        written(tmp_path / "town", people=None, questionnaire=changed(BY_AGE, "question: age", "question: aeg"))
    )
    assert told.count("found:") == 1
    assert "people.csv" not in told


# --- further on ------------------------------------------------------------------------------------------------------


def test_a_rehearsal_finds_the_table_of_population_from_where_its_parameters_stand(tmp_path: Path) -> None:
    written(tmp_path / "params" / "town")
    out = tmp_path / "elsewhere" / "deep" / "made.csv"
    given = ["rehearse", "town", "--params", str(tmp_path / "params"), "--responses", "40", "--out", str(out)]
    assert main(given) == ExitCode.DONE
    (made,) = out.parent.glob("*/town/consultation.yaml")
    assert read(made.parent).residents["age"].by_level == {"young": 100, "middle": 750, "old": 250}


@pytest.mark.slow
def test_a_run_keeps_lists_and_tables_and_is_named_by_them(tmp_path: Path) -> None:
    questionnaire = changed(BY_AGE, AGE, LISTED.format(name="age", of="age_bands_1")) + "    roll_up: three\n"
    people = "town,age_band,people\nAsh,0 to 15,50\nAsh,16 to 24,100\nAsh,25 to 34,500\nAsh,75 and over,150\n"
    folder = written(tmp_path / "params" / "town", questionnaire=questionnaire, people=people)
    data = (folder / "data.csv").read_text(encoding="utf-8").replace("25 to 64", "25-34")
    (folder / "data.csv").write_text(data, encoding="utf-8")
    given = ["run", "town", "--params", str(tmp_path / "params"), "--out", str(tmp_path / "out"), "--quiet"]
    assert main(given) == ExitCode.DONE
    (run,) = (path for path in (tmp_path / "out" / "town" / "full").iterdir() if path.is_dir())
    inputs = run / "restricted" / "inputs"
    assert (inputs / "code_lists" / "age_bands_1.yaml").read_bytes() == list_file("age_bands_1").read_bytes()
    assert (inputs / "populations" / "age.csv").read_text(encoding="utf-8") == people
    graph = json.loads((run / "restricted" / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    entities = {entity["@id"]: entity for entity in graph}
    assert identity_problems(entities, run.name) == ()
    assert list(inventory_problems(run)) == []
    for name in ("inputs/code_lists/age_bands_1.yaml", "inputs/populations/age.csv"):
        other = {**entities, name: {**entities[name], "sha256": "0" * 64}}
        assert [problem.what for problem in identity_problems(other, run.name)] == [
            "the run's name is not the fingerprint of what the crate says was read"
        ]
        (run / "restricted" / name).unlink()
        assert [problem.where for problem in inventory_problems(run)] == [f"restricted/{name}"]
        (run / "restricted" / name).write_bytes(b"")
