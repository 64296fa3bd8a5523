"""The evidence on equality: who answered against who lives there, support and themes by group, what is not told."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from coded import as_csv
from coded_run import coded_parameters, counted_into
from findings.consultation.names import CellId
from findings.evidence.cell import Measure, Status
from findings.evidence.store import Evidence, open_store
from findings.exhibits.characteristics import ADDITIONAL, CHARACTERISTICS
from findings.exhibits.equality import overview
from findings.exhibits.group_reach import furthest
from findings.exhibits.group_themes import particular_themes
from findings.exhibits.groups import groups_and_equality
from findings.exhibits.model import Bullets, Heading, Origin, Paragraph, Table, plain

NEEDS = """  needs:
    kind: multiple
    number: P4
    wording: Does any of these apply to you?
    short: Inclusion health
    separator: ";"
    options: {homeless: {label: Homeless}, refugee: {label: Refugee}, none: {label: None of these, exclusive: true}}
"""
POPULATION = """
populations:
  deprivation: {file: people.csv, level_column: area, count_column: n, unit: residents, year: 2021, source: A census}
"""


def asked_of_areas(own: Path) -> None:
    """Where people live tells deprivation, of whom a census knows; what applies to them, inclusion health."""
    path = own / "questionnaire.yaml"
    text = path.read_text(encoding="utf-8").replace("also_asked:\n", "also_asked:\n" + NEEDS)
    text = text.replace("profile: [area,", "profile: [area, needs,")
    text += "  deprivation: {title: Deprivation, question: area}\n"
    text += "  inclusion_health: {title: Inclusion health, question: needs, compare: false}\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    said = own / "consultation.yaml"
    said.write_text(said.read_text(encoding="utf-8") + POPULATION, encoding="utf-8", newline="\n")
    people = [{"area": "The town", "n": "900"}, {"area": "The villages", "n": "100"}]
    (own / "people.csv").write_text(as_csv(people), encoding="utf-8", newline="\n")
    answers = own / "responses.csv"
    with answers.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for place, row in enumerate(rows):
        row["needs"] = ("homeless;refugee", "refugee", "none", "none")[place % 4]
    answers.write_text(as_csv(rows), encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    folder = tmp_path_factory.mktemp("equality")
    parameters = coded_parameters(folder, asked_of_areas)
    restricted = folder / "restricted"
    restricted.mkdir()
    counted_into(parameters, restricted, folder / "store")
    return open_store(folder / "store")


def row_of(table: Table, header: str) -> list[str]:
    return next([plain(value) for value in row.values] for row in table.rows if plain(row.header) == header)


def test_every_characteristic_has_a_row_and_what_was_not_asked_says_so(evidence: Evidence) -> None:
    table = overview(evidence)
    named = [plain(row.header) for row in table.rows]
    every = [name[:1].upper() + name[1:] for name in dict.fromkeys((*CHARACTERISTICS.values(), *ADDITIONAL.values()))]
    assert named[:12] == every and len(every) == 12
    assert row_of(table, "Religion or belief") == ["Not told by the data", "[z]", "[z]", "[z]"]


def test_a_row_says_who_answered_who_is_missing_and_what_differs(evidence: Evidence) -> None:
    # Half of 120 live in the town, where nine of ten do: 50 - 90 points. Of the hours both sides are told: everybody of
    # the villages agrees or disagrees by half, the town agrees by half and nobody there disagrees.
    answered, below, support, themes = row_of(overview(evidence), "Deprivation")
    assert (answered, below) == ("120", "The town: -40 points")
    assert support == "Q3. Longer hours: The villages, Agree 0, Disagree 50"
    assert themes == "The villages: Staffing more often; The villages: Travel and access, with its parts less often"


def test_groups_that_overlap_are_told_and_not_compared(evidence: Evidence) -> None:
    assert row_of(overview(evidence), "Inclusion health")[2] == "Groups overlap: not compared"
    tables = [one for one in groups_and_equality(evidence) if isinstance(one, Table)]
    own = next(table for table in tables if table.id == "groups.inclusion_health")
    assert [plain(column) for column in own.columns] == ["Support", "Opposition", "Base"]
    # Homeless and refugee of every fourth, refugee alone of the next: the bases add to more than 120.
    assert [plain(row.values[-1]) for row in own.rows[:4]] == ["120", "30", "60", "60"]


def test_themes_are_told_in_both_directions_with_both_shares(evidence: Evidence) -> None:
    # Of 40 in the town who commented all name travel or a part of it, of 60 in the villages 32; staffing 0 and 16.
    told = [plain(item) for one in groups_and_equality(evidence) if isinstance(one, Bullets) for item in one.items]
    assert any("Staffing: The villages 27% (16 of 60), The town 0% (0 of 40) who commented." in text for text in told)
    assert any(": The villages 53% (32 of 60), The town 100% (40 of 40) who commented." in text for text in told)


def test_a_hidden_number_is_neither_told_nor_counted_in_what_is_furthest(evidence: Evidence) -> None:
    themes = particular_themes(evidence, "deprivation")
    gone = {CellId(one.question, one.option, one.breakdown, one.level).text for one in themes}
    gone |= {CellId(one.question, one.option, one.breakdown, one.level, Measure.PERCENT).text for one in themes}
    gone.add("population.by.deprivation#respondents@town!difference")
    cells = {name: replace(cell, value="", status=Status.CONFIDENTIAL) if name in gone else cell
             for name, cell in evidence.cells.items()}  # fmt: skip
    hidden = Evidence(evidence.story, cells)
    left = {(one.question, one.option, one.level) for one in particular_themes(hidden, "deprivation")}
    assert not left & {(one.question, one.option, one.level) for one in themes}
    assert furthest(hidden, "deprivation")[1] is None
    assert row_of(overview(hidden), "Deprivation")[1] == "No group shown is below"


def test_fewer_than_the_stated_number_are_not_named(evidence: Evidence) -> None:
    strict = evidence.story.model_copy(update={"report": evidence.story.report.model_copy(update={"least_base": 41})})
    assert particular_themes(Evidence(strict, evidence.cells), "deprivation") == []


def test_the_section_says_who_lives_there_with_unit_source_and_year(evidence: Evidence) -> None:
    exhibits = groups_and_equality(evidence)
    place = next(i for i, one in enumerate(exhibits) if isinstance(one, Heading) and one.anchor == "groups-deprivation")
    told = exhibits[place + 1]
    assert isinstance(told, Paragraph)
    assert plain(told.text) == (
        "Who answered, against who lives there: furthest above its share, of those shown: The villages 50% of "
        "respondents, 10% of those who live there, difference 40 percentage points; furthest below its share, of those "
        "shown: The town 50% of respondents, 90% of those who live there, difference -40 percentage points. Share of: "
        "residents, A census, 2021. Every group stands in the chapter on who responded."
    )


def test_every_number_is_bound(evidence: Evidence) -> None:
    for row in overview(evidence).rows:
        for span in (span for value in row.values for span in value):
            assert span.origin is not Origin.WORDS or not any(letter.isdigit() for letter in span.text), span
