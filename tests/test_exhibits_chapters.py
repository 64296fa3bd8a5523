"""Summary, who responded and method, and the board, of a consultation with every kind of question."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

import every_kind
from findings.consultation.counted import of_respondents
from findings.consultation.names import CellId
from findings.decision.board import decision_evidence as board_evidence
from findings.decision.board import evidence_json, schema_json
from findings.decision.workbook import workbook_bytes
from findings.evidence.cell import Measure, Status
from findings.evidence.reached import UNDER_REPRESENTED_BELOW
from findings.evidence.store import Evidence
from findings.exhibits import limits, method, what_people_said, what_was_asked, who_answered, who_responded
from findings.exhibits.bases import APART_POINTS
from findings.exhibits.charts import reach_finding, representation_figure
from findings.exhibits.method import NO_SAMPLE
from findings.exhibits.model import Bullets, Exhibit, Figure, Heading, Paragraph, Table, plain
from findings.exhibits.representation import not_reached, representation, representation_table
from findings.exhibits.sample_tables import weighted_tables
from told_kinds import AGES, AREAS, evidence_of_kinds

PEOPLE = every_kind.drawn(400)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of_kinds(PEOPLE)


def said(exhibits: list[Exhibit]) -> list[str]:
    lines = [one.items if isinstance(one, Bullets) else (one.text,) for one in exhibits
             if isinstance(one, Bullets | Heading | Paragraph)]  # fmt: skip
    return [plain(line) for each in lines for line in each]


def percent(n: int, of: int) -> str:
    return f"{(200 * n + of) // (2 * of)}"


# Summary


def test_the_summary_shows_sides_in_a_table_and_the_others_in_a_line(evidence: Evidence) -> None:
    exhibits = what_people_said(evidence)
    (table,) = (one for one in exhibits if isinstance(one, Table))
    assert [plain(row.header) for row in table.rows] == ["Q1. The plan"]
    others = [one for one in exhibits if isinstance(one, Bullets)][-1]
    lines = [plain(item) for item in others.items]
    bus, answered = sum("bus" in one.q2 for one in PEOPLE), sum(bool(one.q2) for one in PEOPLE)
    wrote, points = (
        sum(bool(one.q5) for one in PEOPLE),
        sum(3 - one.q3.index("parks") for one in PEOPLE if "parks" in one.q3),
    )
    assert lines[0] == (
        f"Q2. Ways of coming: Bus, {percent(bus, answered)}% of the {answered} who answered; {percent(bus, 400)}% of "
        "the 400 who were asked."
    )
    assert lines[1] == f"Q3. Places: Parks stands highest, with {points} points."
    assert lines[2].startswith("Q4. Miles: The mean of the numbers given is ")
    assert lines[3] == f"Q5. Comments: {wrote} of 400 who were asked wrote an answer."


# Who was reached


def test_respondents_stand_beside_residents(evidence: Evidence) -> None:
    table = representation_table(evidence, "age")
    rows = {plain(row.header): [plain(value) for value in row.values] for row in table.rows}
    known = [one.band for one in PEOPLE if one.band]
    residents = dict(zip(("under_25", "a25_to_64", "a65"), AGES.values(), strict=True))
    young = known.count("under_25")
    # 6,000 of 10,000 residents are young.
    difference = (2 * (100 * young * 10000 - 100 * 6000 * len(known)) + len(known) * 10000) // (2 * len(known) * 10000)
    index = percent(young * 10000, len(known) * residents["under_25"])
    assert rows["Under 25"] == [str(young), f"{percent(young, len(known))}%", "6,000", "60%", str(difference), index]
    assert rows["All groups"] == [str(len(known)), "[z]", "10,000", "[z]", "[z]", "[z]"]
    assert [plain(column) for column in table.columns] == [
        "Respondents", "Respondents, share", "Residents", "Residents, share", "Difference", "Index",
    ]  # fmt: skip
    assert plain(table.source) == "Source: Town Council survey; residents: Census 2021, 2021"


def test_groups_not_reached_and_under_represented_are_named(evidence: Evidence) -> None:
    known = [one.band for one in PEOPLE if one.band]
    young, county = known.count("under_25"), sum(one.area == "county" for one in PEOPLE)
    of_area = sum(bool(one.area) for one in PEOPLE)
    told = said(representation(evidence))
    assert told[1:3] == ["Nobody responded from these groups:", "Area, Rutland: 1,000 residents (2021)"]
    under = [
        (f"Area, County: {percent(county, of_area)}% of respondents, 60% of residents (2021), index ",
         100 * county * 10000, of_area * 6000),
        (f"Age, Under 25: {percent(young, len(known))}% of respondents, 60% of residents (2021), index ",
         100 * young * 10000, len(known) * 6000),
    ]  # fmt: skip
    due = [text for text, n, of in under if (2 * n + of) // (2 * of) < UNDER_REPRESENTED_BELOW]
    assert [line.rpartition("index ")[0] + "index " for line in told if "index " in line] == due
    assert due
    assert "less than half their share of residents" in " ".join(told)


def test_the_chart_of_who_was_reached_says_both_shares(evidence: Evidence) -> None:
    names = {"respondents": "Respondents", "residents": "Residents"}
    figure = representation_figure(evidence, "area", reach_finding(evidence, "area", names), names)
    of_area = [one.area for one in PEOPLE if one.area]
    shares = [percent(of_area.count(area), len(of_area)) for area in every_kind.AREAS]
    total = sum(AREAS.values())
    live = [percent(n, total) for n in AREAS.values()]
    gap, area, own, lives = max(
        (abs(int(a) - int(b)), area, a, b) for area, a, b in zip(AREAS, shares, live, strict=True)
    )
    finding = f"Area: furthest from those who live there is {area}, Respondents {own}% and Residents {lives}%"
    assert gap and plain(figure.title) == finding
    assert plain(figure.alt) == f"{finding}. Bar chart of respondents beside those who live there." + "".join(
        f" {label}: Respondents {own}%, Residents {lives}%."
        for label, own, lives in zip(AREAS, shares, live, strict=True)
    )


def test_a_hidden_group_is_not_called_missed(evidence: Evidence) -> None:
    name = CellId("population", "respondents", "area", "rutland").text
    hidden = replace(evidence, cells={**evidence.cells, name: evidence.cells[name].hidden()})
    assert "Area, Rutland: 1,000 residents (2021)" not in said(representation(hidden))


def test_without_a_population_nothing_is_compared(evidence: Evidence) -> None:
    tables = tuple(table for table in evidence.story.tables if not table.startswith("population"))
    without = replace(evidence, story=evidence.story.model_copy(update={"tables": tables}))
    assert representation(without) == []


# While it is open


def test_a_group_that_stands_in_two_breakdowns_is_told_once(evidence: Evidence) -> None:
    def again(text: str) -> str:
        return text.replace(".by.area#", ".by.area_again#")

    own = [cell for cell in evidence.cells.values() if cell.table == "population.by.area"]
    copies = [
        replace(
            cell,
            cell=again(cell.cell),
            table="population.by.area_again",
            breakdown="area_again",
            base_cell=again(cell.base_cell),
            origins=tuple(map(again, cell.origins)),
        )
        for cell in own
    ]
    breakdowns = evidence.story.questionnaire.breakdowns
    questionnaire = evidence.story.questionnaire.model_copy(
        update={"breakdowns": {**breakdowns, "area_again": breakdowns["area"]}}
    )
    update = {"questionnaire": questionnaire, "tables": (*evidence.story.tables, "population.by.area_again")}
    twice = Evidence(evidence.story.model_copy(update=update), {**evidence.cells, **{one.cell: one for one in copies}})
    assert said(list(not_reached(twice))) == said(list(not_reached(evidence)))
    assert len(said(list(not_reached(evidence)))) > 1


def test_a_look_while_it_is_open_shows_no_answers(evidence: Evidence) -> None:
    story = evidence.story
    update = {"questionnaire": of_respondents(story.questionnaire)}
    tables = tuple(table for table in story.tables if not table.startswith("q"))
    cells = {name: cell for name, cell in evidence.cells.items() if not cell.question.startswith("q")}
    still = Evidence(story.model_copy(update={**update, "tables": tables}), cells)
    assert said(what_was_asked(still))[1:] == [
        "People were asked about places in the town.",
        "Town Council runs the consultation, open from 1 January 2024 to 1 March 2024.",
    ]
    told = said(who_answered(still))
    assert told[:3] == [
        "400 responses were received so far and 400 analysed.",
        "No answers are shown while the consultation is open, so that they do not sway those still to come.",
        "Nobody responded from these groups:",
    ]
    # Where the files hold what came after that day, it is no part of what came so far.
    later = replace(cells["funnel#received"], cell="funnel#after_midpoint", option="after_midpoint", value="30")
    with_later = Evidence(still.story, {**cells, later.cell: later})
    assert said(who_answered(with_later))[0] == (
        "400 responses were received, 30 of them after the last day that is counted here; 400 were analysed."
    )
    shown = [*who_answered(still), *what_people_said(still), *who_responded(still)]
    assert {one.id for one in shown if isinstance(one, Table | Figure)} == {
        "funnel", "population.by.area", "population.by.age", "area", "age", "role",
    }  # fmt: skip


# Method


def test_the_method_explains_what_the_report_uses(evidence: Evidence) -> None:
    told = " ".join(said(method(evidence)))
    assert NO_SAMPLE in told and "differ by five percentage points" in told and APART_POINTS == 5
    for words in ("Questions with more than one answer: ", "Mean and median of a scale: ", "Rankings: ", "Numbers: ",
                  "Answers in people's own words: ", "Two breakdowns together: ", "overlap: ", "Who was reached: ",
                  "P4. Born"):  # fmt: skip
        assert words in told, words
    plain_story = evidence.story.model_copy(update={"methods": ()})
    assert "Rankings: " not in " ".join(said(method(replace(evidence, story=plain_story))))


def test_a_sample_has_other_limits_and_no_reason_against_intervals(evidence: Evidence) -> None:
    drawn = replace(evidence, story=evidence.story.model_copy(update={"sample_because": "Drawn from the register."}))
    told = " ".join(said(method(drawn)))
    assert NO_SAMPLE not in told
    assert "The respondents were drawn by chance. Drawn from the register. Shares are therefore also given" in told
    assert "not a sample" not in " ".join(said(limits(drawn)))
    assert "not a sample" in " ".join(said(limits(evidence)))


def weighed(evidence: Evidence) -> Evidence:
    """The same as of a sample: a weighted share of Agree by area, an effective base, a test, a group that is above."""
    cells = dict(evidence.cells)

    def add(source: str, measure: Measure, value: str, option: str = "", **more: str) -> None:
        cell = cells[source]
        own = CellId(cell.asked, option or cell.option, cell.breakdown, more.pop("level", cell.level), measure)
        unit = "percent" if measure == Measure.WEIGHTED else ""
        told = {"cell": own.text, "option": own.option, "level": own.level, "measure": measure, "unit": unit, **more}
        cells[own.text] = replace(cell, value=value, status=Status.SHOWN, **told)

    add("q1#agree!percent", Measure.WEIGHTED, "33", low="29", high="38")
    for level in ("leicester", "county"):
        add(
            f"q1.by.area#agree@{level}!percent",
            Measure.WEIGHTED,
            "35" if level == "leicester" else "27",
            low="20",
            high="41",
        )
        add(f"q1.by.area#base@{level}", Measure.EFFECTIVE, "150")
    add("q1.by.area#agree@leicester", Measure.HIGHER_THAN, "1", note="county")
    add("q1.by.area#base@leicester", Measure.P_VALUE, "0.012", level="all")
    add("q1.by.area#base@leicester", Measure.CRAMERS_V, "0.21", level="all")
    return Evidence(evidence.story.model_copy(update={"sample_because": "Drawn from the register."}), cells)


def test_weighted_stands_beside_unweighted_with_its_interval(evidence: Evidence) -> None:
    own = weighed(evidence)
    (alone,) = weighted_tables(own, "q1", "")
    assert [plain(column) for column in alone.columns] == ["Weighted", "Interval from", "to", "Unweighted"]
    rows = {plain(row.header): [plain(value) for value in row.values] for row in alone.rows}
    agree, answered = sum(one.q1 == "agree" for one in PEOPLE), sum(bool(one.q1) for one in PEOPLE)
    assert rows["Agree"] == ["33%", "29%", "38%", f"{percent(agree, answered)}% ({agree})"]
    (by_area,) = weighted_tables(own, "q1", "area")
    rows = {plain(row.header): [plain(value) for value in row.values] for row in by_area.rows}
    assert rows["Agree"][1:3] == ["35% (20%–41%); above County", "27% (20%–41%)"]
    assert rows["Effective base"][1:3] == ["150", "150"]
    assert plain(by_area.notes[0]) == (
        "Whether groups differ more than chance would make them: p = 0.012; how far they differ: Cramer's V = 0.21."
    )
    assert weighted_tables(evidence, "q1", "area") == []


# The board


def test_the_board_has_what_each_question_comes_down_to(evidence: Evidence) -> None:
    content = board_evidence(evidence)
    document, schema = json.loads(evidence_json(content)), json.loads(schema_json())
    jsonschema.validate(document, schema)
    found = {question.question: {one.says: (one.figure.value, one.base.value) for one in question.highlights}
             for section in content.sections for question in section.questions}  # fmt: skip
    bus, answered = sum("bus" in one.q2 for one in PEOPLE), sum(bool(one.q2) for one in PEOPLE)
    first, ranked = sum(one.q3[:1] == ("parks",) for one in PEOPLE), sum(bool(one.q3) for one in PEOPLE)
    assert found["q2"]["Most chosen"] == (int(percent(bus, answered)), answered)
    assert found["q2"]["Choices made"] == (sum(len(one.q2) for one in PEOPLE), answered)
    assert found["q3.parks"]["Ranked first"] == (int(percent(first, ranked)), ranked)
    numbers = [float(one.q4) for one in PEOPLE if one.q4]
    assert found["q4"]["Mean"] == (pytest.approx(sum(numbers) / len(numbers), abs=0.051), len(numbers))
    assert found["q5"]["Wrote an answer"] == (sum(bool(one.q5) for one in PEOPLE), 400)
    assert workbook_bytes(content, evidence.story) == workbook_bytes(content, evidence.story)
