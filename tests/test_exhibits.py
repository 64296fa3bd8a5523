"""Exhibits: what is said of a cell is the cell's, and a hidden cell leaves no number anywhere."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace

import pytest

from findings.consultation.model import Group, Option, Stance
from findings.disclosure.guard import guard
from findings.errors import ParameterError
from findings.evidence.cell import Status
from findings.evidence.leading import largest
from findings.evidence.store import Evidence
from findings.exhibits.charts import diverging_segments, question_figure
from findings.exhibits.charts.parts import bars_of, ends_of
from findings.exhibits.differences import measured_by
from findings.exhibits.findings_told import headline, question_findings
from findings.exhibits.funnel import funnel_table
from findings.exhibits.model import Figure, Origin, Span, Table, from_json, plain, to_json
from findings.exhibits.questions import question_story
from findings.exhibits.sentences import line, say, typed_number
from findings.exhibits.tables import group_table, question_table
from findings.publishing.svg import drawing
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
        "t. Bar chart of shares. All respondents: Strongly agree 25%, Agree 33%, Neither 17%, Disagree 17%, "
        "Strongly disagree 8%. People: Strongly agree 43%"
    )


def test_segments_run_from_opposition_to_support(evidence: Evidence) -> None:
    order = [segment.option for segment in diverging_segments(evidence, "q1")]
    assert order == ["strongly_disagree", "disagree", "neither", "agree", "strongly_agree"]


def test_exhibits_survive_json(evidence: Evidence) -> None:
    for exhibit in (group_table(evidence, "q1", "kind"), question_figure(evidence, "q1", (Span("t"),))):
        assert from_json(to_json(exhibit)) == exhibit
        assert isinstance(exhibit, Figure) or exhibit.id == "q1.by.kind"


def test_only_status_words_stand_for_hidden_values(evidence: Evidence) -> None:
    hidden = hide(evidence, "q1#agree").cells["q1#agree"]
    assert (hidden.text, hidden.value, hidden.status) == ("[c]", "", Status.CONFIDENTIAL)
    with pytest.raises(ValueError, match="it has no number"):
        _ = hidden.number


def test_a_table_of_all_respondents_has_a_share_beside_its_count(evidence: Evidence) -> None:
    table = question_table(evidence, "q1")
    assert [plain(column) for column in table.columns] == ["All respondents"]
    rows = {plain(row.header): [plain(value) for value in row.values] for row in table.rows}
    # 3 4 2 2 1 of 12 who answered; a base has no share.
    assert (rows["Strongly agree"], rows["Not answered"], rows["Base"]) == (["25% (3)"], ["1"], ["12"])
    assert plain(table.notes[-1]) == "Counts stand in brackets beside percentages."


def test_an_answer_that_is_a_sentence_stands_as_a_row(evidence: Evidence) -> None:
    sentence = "I agree with the plan as it stands, and want it soon"
    table = group_table(with_option(evidence, Option(label=sentence, stance=Stance.SUPPORT)), "q1", "town")
    assert [plain(column) for column in table.columns] == ["All respondents", "A", "B", "C", "D", "E"]
    assert plain(table.rows[1].header) == sentence


def with_option(evidence: Evidence, option: Option) -> Evidence:
    """The same store with another option in place of Agree."""
    questionnaire = evidence.story.questionnaire
    scale = questionnaire.scales["agreement"]
    scale = scale.model_copy(update={"options": {**scale.options, "agree": option}})
    questionnaire = questionnaire.model_copy(update={"scales": {"agreement": scale}})
    return replace(evidence, story=evidence.story.model_copy(update={"questionnaire": questionnaire}))


def test_the_answer_given_most_often_is_named_although_others_are_hidden(evidence: Evidence) -> None:
    # 7 people and 6 bodies: people are more than the 6 that are left of 13, bodies are not more than the 7.
    assert largest(hide(evidence, "kind#body"), "kind") == "kind#person"
    assert largest(hide(evidence, "kind#person"), "kind") == ""
    assert plain(headline(hide(evidence, "kind#person"), "kind")) == "Kind, all respondents"
    # 3 of A, D and E each: nobody is alone at the top, and all of them are named.
    assert plain(headline(evidence, "town")) == "Town: A 23%, D 23%, E 23%"
    assert plain(headline(hide(evidence, "town#b"), "town")) == "Town, all respondents"


def test_a_hidden_number_in_a_sentence_is_explained(evidence: Evidence) -> None:
    by_group = list(question_findings(hide(evidence, "q1.by.kind#net_agree@body"), "q1"))[1]
    assert plain(by_group.text) == (
        "Agree (net) by group: People 71% (5 of 7); Bodies [c]. Disagree (net) by group: People 14% (1 of 7); Bodies "
        "40% (2 of 5). [c] means not shown, to protect confidentiality."
    )
    assert plain(list(question_findings(evidence, "q1"))[1].text).endswith("People 14% (1 of 7); Bodies 40% (2 of 5).")


def settled_by(evidence: Evidence, tables_by: tuple[str, ...] | None) -> Evidence:
    """The same store of a report that settles by which groups its chapters have tables."""
    report = evidence.story.report.model_copy(update={"tables_by": tables_by})
    return replace(evidence, story=evidence.story.model_copy(update={"report": report}))


@pytest.mark.parametrize(("tables_by", "told"), [(None, 1), (("kind",), 1), (("town",), 0), ((), 0)])
def test_groups_are_told_in_sentences_where_the_chapter_has_their_tables(
    evidence: Evidence, tables_by: tuple[str, ...] | None, told: int
) -> None:
    settled = settled_by(evidence, tables_by)
    assert sum("by group" in plain(one.text) for one in question_findings(settled, "q1")) == told


def test_a_chart_shows_the_breakdown_of_which_most_groups_can_be_drawn(evidence: Evidence) -> None:
    assert question_figure(evidence, "q1", (Span("t"),)).table == "q1.by.town"
    towns = hide(evidence, *(f"q1.by.town#neither@{town}" for town in "abcd"))
    assert question_figure(towns, "q1", (Span("t"),)).table == "q1.by.kind"


@pytest.mark.parametrize(("tables_by", "table"), [(("kind",), "q1.by.kind"), (("town",), "q1.by.town"), ((), "q1")])
def test_a_chart_is_by_groups_of_which_the_chapter_has_a_table(
    evidence: Evidence, tables_by: tuple[str, ...], table: str
) -> None:
    assert question_figure(settled_by(evidence, tables_by), "q1", (Span("t"),)).table == table


def test_groups_of_which_none_can_be_drawn_are_left_out_and_named(evidence: Evidence) -> None:
    hidden = hide(replace_widest(evidence), "q1.by.kind#neither@body", "q1.by.kind#neither@person")
    figure = question_figure(hidden, "q1", (Span("t"),))
    assert plain(figure.notes[-1]) == "Groups are not drawn: of each, at least one share is not shown."
    assert "People" not in figure.svg and "People" not in plain(figure.alt)


def test_a_chart_says_what_it_does_not_draw(evidence: Evidence) -> None:
    # One of the 13 left the second question out, and its base counts them.
    notes = [plain(note) for note in question_figure(evidence, "q2", (Span("t"),)).notes]
    assert notes == ["Not drawn, but counted in the base: Not answered."]


def test_every_chart_of_a_question_has_its_numbers_in_a_table_beside_it(evidence: Evidence) -> None:
    plain_options = {name: Option(label=name) for name in ("y", "n")}
    questions = evidence.story.questionnaire.questions
    second = questions["q2"].model_copy(update={"options": plain_options})
    questionnaire = evidence.story.questionnaire.model_copy(update={"questions": {**questions, "q2": second}})
    neutral = replace(evidence, story=evidence.story.model_copy(update={"questionnaire": questionnaire}))
    for question in ("q1", "q2"):
        exhibits = question_story(neutral, question)
        figure = next(exhibit for exhibit in exhibits if isinstance(exhibit, Figure))
        assert figure.table in {exhibit.id for exhibit in exhibits if isinstance(exhibit, Table)}
    # What neither supports nor opposes is not among the questions on which sides were taken.
    assert "q2" not in measured_by(neutral, "kind")


def test_letters_without_a_glyph_and_money_are_drawn_as_text(evidence: Evidence) -> None:
    story = evidence.story
    label = "Pobl \U0001f3f4 $5 to $6"
    kind = story.questionnaire.breakdowns["kind"]
    groups = {**kind.groups, "person": Group(label=label, of=("person",))}
    questionnaire = story.questionnaire.model_copy(
        update={"breakdowns": {"kind": kind.model_copy(update={"groups": groups})}}
    )
    labelled = replace(replace_widest(evidence), story=story.model_copy(update={"questionnaire": questionnaire}))
    with warnings.catch_warnings():
        # A warning is an output of the notebook that is no exhibit, and would stop the run.
        warnings.simplefilter("error")
        figure = question_figure(labelled, "q1", (Span("t"),))
    assert f">{label}<" in figure.svg


def test_a_long_label_has_a_row_of_its_height(evidence: Evidence) -> None:
    def height(label: str) -> float:
        story = evidence.story
        town = story.questionnaire.questions["town"]
        town = town.model_copy(update={"options": {**town.options, "a": Option(label=label)}})
        questions = {**story.questionnaire.questions, "town": town}
        questionnaire = story.questionnaire.model_copy(update={"questions": questions})
        changed = replace(evidence, story=story.model_copy(update={"questionnaire": questionnaire}))
        view = re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', question_figure(changed, "town", (Span("t"),)).svg)
        assert view is not None
        return float(view[1])

    # 240 letters are at least five lines; a line of 9.5 points is 11.4 high; the other rows stay as they are.
    assert height("A") + 3 * 11.4 < height("Towns and " * 24) < height("A") + 6 * 11.4


def test_the_answer_given_most_often_is_alone_at_the_top(evidence: Evidence) -> None:
    # Of q1 'agree' was chosen by 4, one more than any other; in towns A, D and E lived 3 each.
    assert largest(evidence, "q1") == "q1#agree"
    assert largest(evidence, "town") == ""


def test_a_bar_lies_with_the_middle_of_its_neutral_segment_on_the_line(evidence: Evidence) -> None:
    # Shares of 8, 17, 17, 33 and 25 percent (`sample`): left of the line 8 + 17 and half of the neutral 17.
    figure = question_figure(evidence, "q1", (Span("t"),))
    assert "All respondents: Strongly agree 25%, Agree 33%, Neither 17%, Disagree 17%, Strongly disagree 8%." in plain(
        figure.alt
    )
    segments = diverging_segments(evidence, "q1")
    (bar,) = bars_of(evidence, "q1", "", [segment.option for segment in segments])
    assert ends_of(segments, bar) == [(-33.5, -25.5), (-25.5, -8.5), (-8.5, 8.5), (8.5, 41.5), (41.5, 66.5)]


def test_each_number_of_a_chart_names_the_cell_that_it_shows(evidence: Evidence) -> None:
    # q1 is drawn as diverging bars by town, town as plain bars.
    for question, least in (("q1", 10), ("town", 5)):
        svg = drawing(question_figure(evidence, question, (Span("t"),)).svg, "f-")
        bound = re.findall(r'<text [^>]*data-cell="([^"]+)"[^>]*>([^<]+)</text>', svg)
        assert len(bound) >= least
        assert [(cell, text) for cell, text in bound if evidence.cells[cell].text != text] == []
        assert len(re.findall(r">[\d]+%</text>", svg)) == len(bound)
