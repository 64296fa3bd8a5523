"""Exhibits: what is said of a cell is the cell's, and a hidden cell leaves no number anywhere."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from findings.consultation.model import Stance
from findings.disclosure.guard import guard
from findings.errors import ParameterError
from findings.evidence.cell import Status
from findings.evidence.store import Evidence
from findings.exhibits.charts import diverging_segments, question_figure, wrapped
from findings.exhibits.model import Figure, Origin, Span, from_json, plain, to_json
from findings.exhibits.sentences import line, say, typed_number
from findings.exhibits.style import contrast, paint
from findings.exhibits.tables import funnel_table, group_table, question_table
from sample import evidence_of


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Twelve people on one scale: 3 4 2 2 1 among 12, of whom 7 are individuals; 1 organisation left it out."""
    return evidence_of()


def hide(evidence: Evidence, *names: str) -> Evidence:
    cells = guard([cell.hidden() if name in names else cell for name, cell in evidence.cells.items()])
    return replace(evidence, cells={cell.cell: cell for cell in cells})


def test_a_sentence_prints_what_its_cells_say(evidence: Evidence) -> None:
    spoken = say(
        "{support:percent} ({support:count} of {support:base} {support:of_whom}) of {support:group}: {support:option}.",
        support=evidence.cell("q1.by.kind#net_agree@person"),
    )
    # 3 + 2 of 7 persons agree: 71.4%.
    assert plain(spoken.text) == "71% (5 of 7 who answered) of People: Agree (net)."
    assert [span.ref for span in spoken.text if span.origin is Origin.CELL] == [
        "q1.by.kind#net_agree@person!percent",
        "q1.by.kind#net_agree@person",
        "q1.by.kind#base@person",
    ]


@pytest.mark.parametrize(
    ("template", "typed"),
    [("In 2021 {a}", "2021"), ("Two thirds: {a}", "Two"), ("{a}, the majority", "majority"), ("½ of {a}", "½")],
)
def test_a_number_typed_in_a_sentence_is_refused(evidence: Evidence, template: str, typed: str) -> None:
    with pytest.raises(ParameterError) as caught:
        say(template, a=evidence.cell("q1#agree"))
    assert str(caught.value) == (
        f"a sentence: a number typed in a sentence\n  found:   {typed}\n  do:      Bind it to a cell: {{name:percent}}."
    )


def test_a_sentence_tells_all_its_problems(evidence: Evidence) -> None:
    with pytest.raises(ParameterError) as caught:
        line("Half of {a:share} and {b}", a=evidence.cell("q1#agree"))
    assert [problem.what for problem in caught.value.problems] == [
        "a number typed in a sentence",
        "an unknown form of the cell 'a'",
        "a field without a value",
    ]


def test_words_without_numbers_pass() -> None:
    assert typed_number("Everyone who answered agreed, and nobody left it out") == ""


def test_a_cell_that_was_not_declared_is_refused(evidence: Evidence) -> None:
    with pytest.raises(ParameterError, match=r"found:   q1#agrees\n  allowed: q1#agree"):
        evidence.cell("q1#agrees")


def test_few_groups_stand_as_columns(evidence: Evidence) -> None:
    table = group_table(evidence, "q1", "kind")
    assert [plain(column) for column in table.columns] == ["All respondents", "People", "Bodies"]
    rows = {plain(row.header): [plain(value) for value in row.values] for row in table.rows}
    # Counted by hand in tests/sample.py.
    assert rows == {
        "Strongly agree": ["25% (3)", "43% (3)", "0% (0)"],
        "Agree": ["33% (4)", "29% (2)", "40% (2)"],
        "Neither": ["17% (2)", "14% (1)", "20% (1)"],
        "Disagree": ["17% (2)", "14% (1)", "20% (1)"],
        "Strongly disagree": ["8% (1)", "0% (0)", "20% (1)"],
        "Agree (net)": ["58% (7)", "71% (5)", "40% (2)"],
        "Disagree (net)": ["25% (3)", "14% (1)", "40% (2)"],
        "Not answered": ["1", "0", "1"],
        "Base": ["12", "7", "5"],
    }
    assert [row.kind for row in table.rows] == ["option"] * 5 + ["net"] * 2 + ["missing", "base"]


def test_many_groups_stand_as_rows(evidence: Evidence) -> None:
    table = group_table(evidence, "q1", "town")
    assert [plain(row.header) for row in table.rows] == ["A", "B", "C", "D", "E", "All respondents"]
    assert plain(table.columns[0]) == "Strongly agree"


def test_every_value_of_a_table_is_bound_to_its_cell(evidence: Evidence) -> None:
    for table in (question_table(evidence, "q1"), group_table(evidence, "q1", "kind"), funnel_table(evidence)):
        spans = [span for row in table.rows for value in row.values for span in value]
        for span in spans:
            if re.search(r"\d", span.text):
                assert span.origin is Origin.CELL
                assert evidence.cells[span.ref].text == span.text


def test_the_funnel_is_told_step_by_step(evidence: Evidence) -> None:
    rows = [(plain(row.header), plain(row.values[0])) for row in funnel_table(evidence).rows]
    assert rows == [("Responses received", "14"), ("Removed: Blank: no question of the report was answered", "1"),
                    ("Responses analysed", "13")]  # fmt: skip


def test_a_hidden_cell_leaves_no_number_in_table_or_chart(evidence: Evidence) -> None:
    hidden = hide(evidence, "q1.by.kind#disagree@body", "q1.by.kind#strongly_disagree@body")
    table = group_table(hidden, "q1", "kind")
    rows = {plain(row.header): plain(row.values[2]) for row in table.rows}
    assert (rows["Disagree"], rows["Strongly disagree"], rows["Disagree (net)"]) == ("[c]", "[c]", "[c]")
    assert [plain(entry) for entry in table.legend] == ["[c] means not shown, to protect confidentiality"]
    figure = question_figure(replace_widest(hidden), "q1", (Span("t"),))
    assert "Bodies: [c], not shown, to protect confidentiality." in plain(figure.alt)
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", figure.svg)
    assert texts.count("[c]") == 1
    # The bar of the hidden group is not drawn at all: 40% would be its share of Agree, and nothing else is 40%.
    assert "40%" not in texts


def replace_widest(evidence: Evidence) -> Evidence:
    """The same store without the breakdown of five towns, so that the chart shows the two kinds."""
    story = evidence.story
    breakdowns = {"kind": story.questionnaire.breakdowns["kind"]}
    questionnaire = story.questionnaire.model_copy(update={"breakdowns": breakdowns})
    tables = tuple(table for table in story.tables if "town" not in table)
    return replace(evidence, story=story.model_copy(update={"questionnaire": questionnaire, "tables": tables}))


def test_a_chart_carries_no_style_and_repeats_its_bytes(evidence: Evidence) -> None:
    figure = question_figure(replace_widest(evidence), "q1", (Span("t"),))
    again = question_figure(replace_widest(evidence), "q1", (Span("t"),))
    assert figure == again
    assert "style=" not in figure.svg and "<style" not in figure.svg and "<metadata" not in figure.svg
    assert plain(figure.alt).startswith(
        "Bar chart of Q1. The plan. All respondents: Strongly agree 25%, Agree 33%, Neither 17%, Disagree 17%, "
        "Strongly disagree 8%. People: Strongly agree 43%"
    )


def test_segments_run_from_opposition_to_support(evidence: Evidence) -> None:
    order = [segment.option for segment in diverging_segments(evidence, "q1")]
    assert order == ["strongly_disagree", "disagree", "neither", "agree", "strongly_agree"]


@pytest.mark.parametrize("has_neutral", [True, False])
@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_neighbouring_colours_differ_by_three_to_one(has_neutral: bool, steps: int) -> None:
    oppose = [paint(Stance.OPPOSE, step, has_neutral) for step in reversed(range(steps))]
    neutral = [paint(Stance.NEUTRAL, 0, True)] if has_neutral else []
    support = [paint(Stance.SUPPORT, step, has_neutral) for step in range(steps)]
    for left, right in itertools.pairwise([*oppose, *neutral, *support]):
        assert contrast(left.fill, right.fill) >= 3
    for colour in (*oppose, *neutral, *support):
        assert contrast(colour.fill, colour.text) >= 4.5


def test_exhibits_survive_json(evidence: Evidence) -> None:
    for exhibit in (group_table(evidence, "q1", "kind"), question_figure(evidence, "q1", (Span("t"),))):
        assert from_json(to_json(exhibit)) == exhibit
        assert isinstance(exhibit, Figure) or exhibit.id == "q1.by.kind"


def test_long_labels_are_broken_into_lines() -> None:
    assert wrapped("Membership or professional body of health") == "Membership or professional\nbody of health"


def test_only_status_words_stand_for_hidden_values(evidence: Evidence) -> None:
    hidden = hide(evidence, "q1#agree").cells["q1#agree"]
    assert (hidden.text, hidden.value, hidden.status) == ("[c]", "", Status.CONFIDENTIAL)
    with pytest.raises(ValueError, match="it has no number"):
        _ = hidden.number
