"""How far coders agree, as a report shows it: cells, what disclosure control hides, the story, the page's table."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from coded import RESPONDENTS, as_csv, codings, respondent, write_coded
from findings.audit.coders import source_lines, worked_out_lines
from findings.audit.figures.coders import rule_of_headlines, stands_between
from findings.audit.recount.agreement import agreement_cells, end_problems
from findings.audit.recount.candidates import candidate_cells
from findings.audit.recount.questionnaire import read_questionnaire
from findings.consultation import build
from findings.consultation.build import Parameters
from findings.disclosure import release, write_release
from findings.errors import ParameterError
from findings.evidence.cell import Cell
from findings.evidence.store import Evidence, open_store, sliced
from findings.exhibits.coding_agreement import coding_agreement
from findings.exhibits.model import Exhibit, Heading, Table, plain
from findings.freetext import code, write_free_text
from findings.freetext.code import FreeText
from findings.intake import receive
from findings.tabulation import lineage_json, tabulate

COMMON_PLAN = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"
LEFT_OUT = ("    sentiment: true\n", "    together: true\n")
"""What these tests need not count."""
TABLE = "hub_why_agreement"
HIDING = ("disclosure: {profile: none, reason: A test.}", "disclosure: {profile: threshold, threshold: 10}")
Rows = Sequence[dict[str, str]]


@dataclasses.dataclass(frozen=True)
class Made:
    """A consultation as far as its store."""

    folder: Path
    parameters: Parameters
    free_text: FreeText
    cells: dict[str, Cell]
    evidence: Evidence


def made(folder: Path, rows: Rows | None = None, *changes: tuple[str, str]) -> Made:
    """The coded sample with other codings, and with texts of its parameters changed."""
    own = write_coded(folder)
    if rows is not None:
        (own / "kept/codings/team.csv").write_text(as_csv(list(rows)), encoding="utf-8", newline="\n")
    for name in ("consultation.yaml", "codeframe.yaml"):
        text = (own / name).read_text(encoding="utf-8").partition("\nquotes:")[0]
        for old, new in (*((part, "") for part in LEFT_OUT), *changes):
            text = text.replace(old, new)
        (own / name).write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    # Of the tables of groups none: only what the themes of all add up with matters here.
    plan = folder / "plan.yaml"
    plan.write_text("tables: [hub]" + COMMON_PLAN.read_text(encoding="utf-8").partition("tables: every")[2], "utf-8")
    parameters = build(own, plan)
    free_text = code(parameters, receive(parameters))
    received = free_text.received
    counted = tabulate(parameters, received, free_text)
    released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
    lineage = lineage_json(parameters, received, counted.cells, free_text)
    restricted = folder / "run" / "restricted"
    restricted.mkdir(parents=True)
    write_free_text(free_text, restricted)
    kind, unsure = received.source_kind, free_text.unsure
    write_release(released, parameters, kind, lineage, folder / "store", restricted, unsure=unsure)
    inputs = restricted / "inputs"
    inputs.mkdir()
    for name in ("questionnaire.yaml", "codeframe.yaml"):
        (inputs / name).write_bytes((own / name).read_bytes())
    return Made(
        folder, parameters, free_text, {cell.cell: cell for cell in released.cells}, open_store(folder / "store")
    )


def row(place: int, codes: str, coder: str, question: str = "hub_why") -> list[dict[str, str]]:
    """A coder's codes of a comment."""
    own = {"response_id": f"r{place}", "question": question, "coder": coder, "date": "", "sentiment": ""}
    return [{**own, "code": name, "status": "given", "note": "", "quote": ""} for name in codes.split()]


def commented() -> list[int]:
    return [place for place in range(RESPONDENTS) if respondent(place)["hub_why"]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("agreement"))


def value(made: Made, cell: str) -> str:
    found = made.cells[f"{TABLE}#{cell}"]
    return found.value or str(found.status)


def test_the_cells_say_what_was_worked_out_by_hand(sample: Made) -> None:
    # Of the 40 comments that both coded (tests/test_agreement.py): how often a code was given of 80, and disputed.
    given = {"travel": (28, 2), "parking": (16, 0), "buses": (11, 1), "waiting": (28, 2), "staffing": (10, 2),
             "cost": (5, 5), "no_content": (10, 0)}  # fmt: skip
    for name, (times, apart) in given.items():
        alpha = 1 - Fraction(79 * apart, times * (80 - times))
        assert abs(Fraction(value(sample, f"{name}!alpha")) - alpha) <= Fraction(1, 200), name
    assert value(sample, "base") == "40"
    assert [value(sample, f"{name}!agreed") for name in ("travel", "buses", "cost", "base")] == ["95", "98", "88", "88"]
    every = 1 - Fraction(79 * 12, sum(times * (80 - times) for times, _ in given.values()))
    assert value(sample, "base!alpha") == "0.85"
    assert round(float(every), 3) == 0.853
    assert [value(sample, f"cost!{name}") for name in ("kappa", "alpha")] == ["0.00", "-0.05"]
    assert [value(sample, f"outside!{name}") for name in ("agreed", "kappa", "alpha")] == ["100", "[z]", "[z]"]


def test_a_cell_says_its_unit_its_base_its_words_and_what_hides_it(sample: Made) -> None:
    alpha, base = sample.cells[f"{TABLE}#travel!alpha"], sample.cells[f"{TABLE}#base"]
    assert (alpha.unit, alpha.digits, alpha.base_cell) == ("coefficient", 2, base.cell)
    assert alpha.origins == ("hub_why_themes#travel",)
    assert alpha.note == "Comments on the hub, Travel and access: alpha of those who coded the same comments"
    assert (base.unit, base.note) == ("comments", "Comments on the hub: comments that two or more people coded")
    assert float(alpha.low) < float(alpha.value) < float(alpha.high)
    agreed = sample.cells[f"{TABLE}#base!agreed"]
    assert (agreed.text, agreed.unit, agreed.origins) == ("88%", "percent", ())
    assert [cell.cell for cell in sample.cells.values() if cell.table == "hours_why_agreement"] == []


@pytest.mark.slow
def test_letters_that_two_people_coded_have_a_table_too(tmp_path: Path) -> None:
    own = made(
        tmp_path, [*codings(), *({**one, "response_id": "l1"} for one in row(0, "travel cost", "Bo", "letters"))]
    )
    assert own.cells["letters_agreement#base"].value == "1"
    assert own.cells["letters_agreement#travel!agreed"].value == "100"
    assert own.cells["letters_agreement#cost!agreed"].origins == ("letters_themes#cost",)
    tables = [one for one in coding_agreement(own.evidence) if isinstance(one, Table)]
    assert [plain(table.title) for table in tables] == [
        "How far coders agree: Q2. Comments on the hub", "How far coders agree: Letters"
    ]  # fmt: skip


# What disclosure control hides.


def test_the_agreement_on_a_theme_whose_count_is_hidden_is_hidden(tmp_path: Path) -> None:
    rows = [one for place in commented() for one in row(place, "cost" if place < 8 else "travel parking", "Ann")]
    rows += [one for place in commented()[:60] for one in row(place, "cost" if place < 9 else "travel", "Bo")]
    own = made(tmp_path, rows, HIDING)
    hidden = [
        cell.option
        for cell in own.cells.values()
        if cell.table == "hub_why_themes" and str(cell.status) == "[c]" and cell.measure == "count"
    ]
    assert "cost" in hidden
    assert {value(own, f"cost!{name}") for name in ("agreed", "kappa", "alpha")} == {"[c]"}
    assert own.cells[f"{TABLE}#cost!alpha"].low == own.cells[f"{TABLE}#cost!alpha"].note == ""
    shown = [cell for cell in own.cells.values() if cell.table == TABLE and cell.visible]
    assert {cell.option for cell in shown} & set(hidden) == set()
    # Forty comments were coded by Ann alone: of these, which hide how often it was given, no measure says anything.
    assert value(own, "base!alpha") != "[c]"


def test_where_all_was_coded_twice_nothing_tells_of_a_hidden_theme(tmp_path: Path) -> None:
    rows = [one for place in commented() for coder in ("Ann", "Bo")
            for one in row(place, "cost" if place < 8 else "travel", coder)]  # fmt: skip
    own = made(tmp_path, rows, HIDING)
    shown = {
        cell.cell for cell in own.cells.values() if cell.table == TABLE and cell.visible and cell.measure != "count"
    }
    assert value(own, "base!alpha") == "[c]"
    counts = {cell.option: cell.visible for cell in own.cells.values() if cell.table == "hub_why_themes"}
    assert all(counts[name.partition("#")[2].partition("!")[0]] for name in shown)


def test_a_handful_of_comments_coded_twice_is_hidden(tmp_path: Path) -> None:
    rows = [one for place in commented() for one in row(place, "travel", "Ann")]
    rows += [one for place in commented()[:9] for one in row(place, "travel", "Bo")]
    own = made(tmp_path, rows, HIDING)
    assert {value(own, name) for name in ("base", "base!agreed", "travel!agreed", "travel!alpha")} == {"[c]"}
    assert own.evidence.story.unsure == {}


@pytest.mark.slow
def test_hidden_counts_do_not_change_what_is_said_of_coders(tmp_path: Path) -> None:
    twice = commented()[:60]

    def rows(few: int) -> Rows:
        """Few comments on cost among those that Ann alone coded; of the others the same."""
        both = [one for place in twice for coder in ("Ann", "Bo")
                for one in row(place, "travel" if place % 2 or coder == "Bo" else "parking", coder)]  # fmt: skip
        alone = commented()[60:]
        return both + [
            one for at, place in enumerate(alone) for one in row(place, "cost" if at < few else "buses", "Ann")
        ]

    four, seven = (made(tmp_path / str(few), rows(few), HIDING) for few in (4, 7))
    for own in (four, seven):
        assert str(own.cells["hub_why_themes#cost"].status) == "[c]"
    assert [one for one in four.cells.values() if one.table == TABLE] == [
        one for one in seven.cells.values() if one.table == TABLE
    ]
    assert four.evidence.story.unsure == seven.evidence.story.unsure


# The story, and what a chapter is given.


def test_the_story_names_themes_too_unsure_for_a_headline(sample: Made, tmp_path: Path) -> None:
    assert sample.evidence.story.unsure == {"hub_why": ("cost",)}
    frame = ("\nsubmissions:", "\nagreement: {least_alpha: 0.78, least_comments: 40}\nsubmissions:")
    assert made(tmp_path / "more", None, frame).evidence.story.unsure == {"hub_why": ("staffing", "cost")}
    few = ("\nsubmissions:", "\nagreement: {least_comments: 41}\nsubmissions:")
    assert made(tmp_path / "few", None, few).evidence.story.unsure == {}


@pytest.mark.slow
def test_a_theme_whose_agreement_is_hidden_is_not_named_as_unsure(tmp_path: Path) -> None:
    rows = [one for place in commented() for one in row(place, "cost" if place < 8 else "travel", "Ann")]
    rows += [one for place in commented() for one in row(place, "travel" if place < 8 else "parking", "Bo")]
    own = made(tmp_path, rows, HIDING)
    assert "cost" in own.free_text.unsure["hub_why"]
    assert value(own, "cost!alpha") == "[c]"
    assert "cost" not in own.evidence.story.unsure.get("hub_why", ())


def test_a_chapter_is_told_of_its_own_questions_only(sample: Made, tmp_path: Path) -> None:
    for name, questions in (("own", ["hub_why_themes", "hub_why"]), ("other", ["hours_why_themes", "hours_why"])):
        folder = tmp_path / name
        folder.mkdir()
        for file, content in sliced(sample.evidence, questions, []).items():
            (folder / file).write_bytes(content)
    assert open_store(tmp_path / "own").story.unsure == {"hub_why": ("cost",)}
    assert open_store(tmp_path / "other").story.unsure == {}


# What the page shows.


def of_method(own: Made, folder: Path) -> list[Exhibit]:
    questions = [
        "sample",
        *(name + part for name in ("hub_why", "hours_why", "letters") for part in ("", "_agreement")),
    ]
    for file, content in sliced(own.evidence, questions, [], method=True).items():
        (folder / file).write_bytes(content)
    return coding_agreement(open_store(folder))


def test_the_method_tells_how_far_coders_agree(sample: Made, tmp_path: Path) -> None:
    heading, *rest = of_method(sample, tmp_path)
    assert isinstance(heading, Heading) and plain(heading.text) == "How far coders agree"
    told = [plain(one.text) for one in rest if hasattr(one, "text")]
    assert told[-2:] == [
        "A theme stands in no headline of this report where its alpha is lower than 0.667, if at least 20 comments "
        "were coded by more than one person. Tables show it all the same.",
        "Q2. Comments on the hub: 100 comments; coded by more than one person: 40.",
    ]
    (table,) = (one for one in rest if isinstance(one, Table))
    rows = {plain(one.header): [plain(own) for own in one.values] for one in table.rows}
    assert [plain(one) for one in table.columns] == ["Same decision", "Kappa", "Alpha", "Interval of alpha"]
    # Outside and set aside were given by nobody.
    assert list(rows) == [
        "All codes together", "Travel and access", "Parking", "Buses", "Waiting times", "Staffing",
        "Cost, in no headline", "Nothing that answers the question",
    ]  # fmt: skip
    assert rows["Cost, in no headline"][:3] == ["88%", "0.00", "-0.05"]
    assert rows["Parking"] == ["100%", "1.00", "1.00", "1.00 to 1.00"]
    assert plain(table.notes[0]) == "Base: 40 comments that more than one person coded."
    assert plain(table.notes[-1]) == "Coders did not agree enough on: Cost."


@pytest.mark.slow
def test_where_nobody_coded_twice_the_method_says_nothing_of_it(tmp_path: Path) -> None:
    own = made(tmp_path, [one for one in codings() if one["coder"] == "Ann"])
    assert coding_agreement(own.evidence) == []
    assert own.evidence.story.unsure == {}


# What auditors are given.


@pytest.mark.slow
def test_disagreements_are_kept_for_a_person_to_settle(tmp_path: Path) -> None:
    settled = [{**one, "coder": "settled"} for one in row(10, "staffing", "")]
    made(tmp_path, [*codings(), *settled])
    with (tmp_path / "run/restricted/disagreements.csv").open(encoding="utf-8", newline="") as file:
        rows = [tuple(one.values())[:6] for one in csv.DictReader(file)]
    assert rows[:2] == [
        ("hub_why", "r0", "cost", "Bo", "Ann", ""),
        ("hub_why", "r10", "cost", "Bo", "Ann", "not given"),
    ]
    assert ("hub_why", "r10", "staffing", "Ann", "Bo", "given") in rows
    assert len(rows) == 12


@pytest.mark.parametrize("hiding", [False, True])
def test_every_cell_is_counted_again_with_its_interval(hiding: bool, tmp_path: Path) -> None:
    three = [one for place in range(3, 20, 3) for one in row(place, "buses waiting", "Cy")]
    own = made(tmp_path, [*codings(), *three], *([HIDING] if hiding else []))
    run = tmp_path / "run"
    questionnaire = read_questionnaire(run / "restricted/inputs/questionnaire.yaml")
    expected, ends = agreement_cells(run, questionnaire, 10 if hiding else None)
    cells = {name: cell for name, cell in own.cells.items() if cell.question.endswith("_agreement")}
    assert list(expected) == list(cells)
    for name, cell in cells.items():
        due = expected[name]
        if cell.status != "[c]":
            assert (cell.value, cell.note) == (due.value, due.note), name
            assert (cell.low, cell.high) == ends.get(name, ("", "")), name
        assert " ".join(cell.origins) == due.columns["from"], name
        assert (cell.unit, str(cell.digits), cell.base_cell) == tuple(
            due.columns[column] for column in ("unit", "digits", "base_cell")
        )


def test_a_changed_end_of_an_interval_is_seen(sample: Made) -> None:
    run = sample.folder / "run"
    questionnaire = read_questionnaire(run / "restricted/inputs/questionnaire.yaml")
    _, ends = agreement_cells(run, questionnaire, None)
    cell = sample.cells[f"{TABLE}#cost!alpha"]
    right = {"cell": cell.cell, "status": "shown", "low": cell.low, "high": cell.high}
    assert list(end_problems([right], ends)) == []
    (problem,) = end_problems([{**right, "high": "0.40"}], ends)
    assert str(problem) == (
        f"public/evidence.csv, {cell.cell}: drawn again its interval is another\n"
        f"  found:   {cell.low} to 0.40\n"
        f"  allowed: {cell.low} to {cell.high}\n"
        "  do:      Do not use this run; run again from the data."
    )


def proposals() -> Rows:
    """Five codes that a machine proposed: one accepted, one changed, one refused, two that wait."""
    machine = [{**one, "status": "candidate"} for place in (1, 2, 3, 4, 6) for one in row(place, "waiting", "model")]
    said = ((1, "waiting", "accepted", ""), (2, "buses", "changed", "Instead of Waiting times."), (3, "waiting",
             "refused", ""))  # fmt: skip
    people = [{**row(place, name, "Cy")[0], "status": status, "note": note} for place, name, status, note in said]
    return [*machine, *people]


def test_what_became_of_a_machines_codes_is_counted_apart(tmp_path: Path) -> None:
    own = made(tmp_path, [*codings(), *proposals()])
    counts = {cell.option: cell.value for cell in own.cells.values() if cell.table == "hub_why_candidates"}
    assert counts == {"accepted": "1", "changed": "1", "refused": "1", "waiting": "2", "base": "5"}
    base = own.cells["hub_why_candidates#base"]
    assert (base.unit, base.note) == ("codes", "Comments on the hub: codes that a machine proposed")
    questionnaire = read_questionnaire(tmp_path / "run/restricted/inputs/questionnaire.yaml")
    expected, sums = candidate_cells(tmp_path / "run", questionnaire)
    assert {name: (due.value, due.note) for name, due in expected.items()} == {
        name: (cell.value, cell.note) for name, cell in own.cells.items() if cell.table == "hub_why_candidates"
    }
    assert sums == [(base.cell, *(f"hub_why_candidates#{name}" for name in list(counts)[:-1]))]
    table = coding_agreement(own.evidence)[-1]
    assert isinstance(table, Table)
    assert plain(table.title) == "What people made of a machine's codes: Q2. Comments on the hub"
    assert [plain(one.values[0]) for one in table.rows] == ["1", "1", "1", "2", "5"]


@pytest.mark.slow
def test_few_codes_of_a_machine_are_hidden_as_few_respondents_are(tmp_path: Path) -> None:
    own = made(tmp_path, [*codings(), *proposals()], HIDING)
    assert {str(cell.status) for cell in own.cells.values() if cell.table == "hub_why_candidates"} == {"[c]"}


def test_names_around_a_number_of_coders_are_its_own(sample: Made) -> None:
    cost, every = sample.cells[f"{TABLE}#cost!alpha"], sample.cells[f"{TABLE}#base!kappa"]
    assert stands_between(cost, "Cost, in no headline", "Interval of alpha")
    assert stands_between(cost, "Cost", "Alpha")
    assert not stands_between(cost, "Cost", "Kappa")
    assert not stands_between(cost, "Buses", "Alpha")
    assert stands_between(every, "All codes together", "Kappa")
    assert not stands_between(every, "Cost", "Kappa")
    assert rule_of_headlines(sample.folder / "run") == {"0.667", "20"}


def test_a_trace_works_a_measure_out_again(sample: Made) -> None:
    run = sample.folder / "run" / "restricted"
    lines, value = worked_out_lines(sample.cells[f"{TABLE}#cost!alpha"], run.parent)
    assert (lines, value) == (["1 - 395 / 375 = -0.053333...   (differ / by chance)"], "-0.05")
    lines, value = worked_out_lines(sample.cells[f"{TABLE}#base!agreed"], run.parent)
    assert (lines, value) == (["1 - 5 / 40 = 0.875   (pairs of coders who differ / pairs of coders)"], "88")
    told = list(source_lines(sample.cells[f"{TABLE}#cost!alpha"], run.parent))
    assert told[1] == "response r0: Ann: travel, waiting; Bo: cost"
    assert told[-1] == "40 in all"


def test_a_question_may_not_have_the_name_of_a_table_of_coders(tmp_path: Path) -> None:
    own = write_coded(tmp_path)
    path = own / "questionnaire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  hours: {kind", "  hub_why_agreement: {kind").replace(
        "questions: [hours, ", "questions: [hub_why_agreement, "), encoding="utf-8", newline="\n")  # fmt: skip
    with pytest.raises(ParameterError) as refused:
        build(own, COMMON_PLAN)
    assert any(problem.found == "hub_why_agreement" for problem in refused.value.problems)
