"""The real figures around the seed case: as their sources publish them, and in no sum of ours."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from findings.consultation import build
from findings.consultation.model import Context

PROJECT = Path(__file__).resolve().parent.parent
LLR = PROJECT / "data" / "llr"
FACTS = PROJECT.parent / "shared" / "facts"
"""The files that ours were copied from: beside the project where it was made, and on no other machine."""

FIGURE = re.compile(r"\d[\d,]*")
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("file", "column", "published"),
    [
        ("population_by_age.csv", "population", 1_107_597),
        ("census2021_ethnic_group.csv", "population", 1_121_985),
        ("census2021_sex.csv", "population", 1_121_990),
        ("census2021_disability.csv", "population", 1_122_017),
        ("imd2019_quintile_areas.csv", "small_areas", 611),
    ],
)
def test_a_table_of_population_adds_up_to_its_total(file: str, column: str, published: int) -> None:
    found = rows(LLR / file)
    assert sum(int(row[column]) for row in found) == published
    assert len({row["district_code"] for row in found}) == 9


def test_the_facts_of_the_programme_have_a_source_each() -> None:
    facts = rows(LLR / "programme.csv")
    assert all(row["fact"] and row["value"] and row["source"] for row in facts)
    told = {row["fact"]: row["value"] for row in facts}
    assert told["Responses"] == "6650 people, through surveys, workshops and events; one in four were carers"
    assert told["Stage 4 consultation"].startswith(
        "24 May to 15 August 2021, 12 weeks; posted forms accepted to 25 August"
    )
    assert len(rows(LLR / "proposals.csv")) == 8


def test_the_services_are_counted_once_a_year_and_rounded_as_their_source_rounds() -> None:
    services = rows(LLR / "talking_therapies_annual.csv")
    years = [f"{year}-{year % 100 + 1}" for year in range(2017, 2025)]
    for measure in ("referrals_received", "finished_course_treatment"):
        assert sorted(row["year"] for row in services if row["measure"] == measure) == years
    assert len(services) == 2 * len(years)
    assert all(int(row["value"]) % 5 == 0 for row in services)


def test_what_the_source_suppressed_stays_suppressed() -> None:
    waits = {row["measure_id"]: row["value"] for row in rows(LLR / "community_waits_2024.csv")}
    assert {measure for measure, value in waits.items() if not value.isdigit()} == {"MRS01a", "MRS01b"}
    assert (waits["MRS01a"], waits["MRS01b"]) == ("*", "*")


@pytest.fixture(scope="module")
def context() -> Context:
    return build(PROJECT / "params" / "llr-2021", PROJECT / "notebooks" / "plan.yaml").consultation.context


def figures(text: str) -> list[str]:
    return sorted(figure.replace(",", "") for figure in FIGURE.findall(text))


def test_each_fact_of_the_chapter_is_one_of_the_programme_with_its_figures_and_its_source(context: Context) -> None:
    published = rows(LLR / "programme.csv")
    assert len(context.facts) == len(published) == 11
    for told, fact in zip(context.facts, published, strict=True):
        assert told.source == fact["source"]
        # A date stands in its own column here, there in the name of the fact, in its text or in its source.
        named, valued = figures(fact["fact"]), figures(fact["value"])
        both = figures(f"{told.when} {told.what}")
        assert set(valued) <= set(both), told.what
        assert set(both) <= {*named, *valued, *figures(fact["source"])}, told.what
        assert not FIGURE.search(told.what) or set(figures(told.what)) <= {*named, *valued}, told.what
    said = {fact["fact"]: told.what for told, fact in zip(context.facts, published, strict=True)}
    assert said["Responses"] == (
        "6,650 people took part in the real consultation, through surveys, workshops and events; one in four were "
        "carers. Channels are pooled in this number, and no percentage is taken of it."
    )


def test_the_tables_of_the_chapter_are_those_of_the_sources(context: Context) -> None:
    therapies = {(row["year"], row["measure"]): row["value"] for row in rows(LLR / "talking_therapies_annual.csv")}
    shown = context.read["talking_therapies"]
    assert shown.headings == ("Referrals received", "Finished a course of treatment")
    assert len(shown.rows) == 8
    for row in shown.rows:
        assert row.figures == (
            therapies[row.name, "referrals_received"],
            therapies[row.name, "finished_course_treatment"],
        )
    waits = {row["measure_id"]: row["value"] for row in rows(LLR / "community_waits_2024.csv")}
    for name, many in (("community_referrals", 10), ("community_days", 2)):
        table = context.read[name]
        identifiers = {said: measure for measure, said in table.called.items()}
        assert len(table.rows) == len(table.called) == many
        for row in table.rows:
            published = waits[identifiers[row.name]]
            assert row.figures == ("[c]" if published == "*" else published,), row.name
    # A name says what its measure counts.
    measures = {row["measure_id"]: row["measure"] for row in rows(LLR / "community_waits_2024.csv")}
    for measure, said in context.read["community_referrals"].called.items():
        assert measures[measure].startswith("Number of"), measure
        assert figures(said) == [figure for figure in figures(measures[measure]) if figure != "2"], measure
        for word in ("full clock stop", "contact"):
            assert (word in said) == (word in measures[measure]), measure


def test_what_the_report_cites_is_not_told_twice() -> None:
    consultation = build(PROJECT / "params" / "llr-2021", PROJECT / "notebooks" / "plan.yaml").consultation
    notes = [" ".join(source.note.split()) for source in consultation.sources]
    assert figures(" ".join(notes[:2])) == []
    assert notes[2] == (
        "The eight proposals; 24 May to 15 August 2021, 12 weeks; posted forms accepted to 25 August 2021."
    )


@pytest.mark.skipif(not FACTS.is_dir(), reason="the files that these were copied from are not on this machine")
@pytest.mark.parametrize(
    ("ours", "theirs", "whole"),
    [
        ("population_by_age.csv", "llr_population_mid2020_by_age.csv", True),
        ("census2021_ethnic_group.csv", "llr_census2021_ethnic_group.csv", True),
        ("census2021_sex.csv", "llr_census2021_sex.csv", True),
        ("census2021_disability.csv", "llr_census2021_disability.csv", True),
        ("imd2019_quintile_areas.csv", "llr_imd2019_quintile_areas.csv", True),
        ("programme.csv", "llr_programme.csv", True),
        ("proposals.csv", "llr_proposals.csv", True),
        ("talking_therapies_annual.csv", "llr_talking_therapies_annual.csv", False),
        ("community_waits_2024.csv", "llr_mhsds_community_waits_2024.csv", False),
    ],
)
def test_every_figure_is_that_of_the_file_it_was_copied_from(ours: str, theirs: str, whole: bool) -> None:
    # The year of which a table is stands in a column of ours, so that a table of another year can be told.
    here = [{name: value for name, value in row.items() if name != "year" or not whole} for row in rows(LLR / ours)]
    there = rows(FACTS / theirs)
    assert [row for row in here if row not in there] == []
    assert not whole or here == there
