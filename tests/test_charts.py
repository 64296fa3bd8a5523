"""Charts: what is drawn is what the cells say, by measures read from the finished SVG."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charted import Answers, all_figures, charted, marks_of, texts_of, view_of
from findings.consultation.model import Kind, Stance
from findings.evidence.store import Evidence
from findings.exhibits.charts import (
    difference_figure,
    heat_figure,
    heat_table,
    multiples_figure,
    question_figure,
    scale_figure,
)
from findings.exhibits.charts.bands import bands_for
from findings.exhibits.model import Figure, Origin, plain
from findings.exhibits.small_chart import small_bar
from findings.publishing.svg import drawing

SUPPORT, NEUTRAL, OPPOSE = Stance.SUPPORT, Stance.NEUTRAL, Stance.OPPOSE
SCALE = {"For": SUPPORT, "Middle": NEUTRAL, "Against": OPPOSE}
SIDES = {"Yes": SUPPORT, "No": OPPOSE}


def shares(counts: list[int]) -> list[int]:
    return [(200 * count + sum(counts)) // (2 * sum(counts)) for count in counts]


def check_marks(evidence: Evidence, svg: str) -> None:
    """One scale a drawing: lengths are multiples of values, places lie on a line, shades are bands; hidden is not."""
    marks = marks_of(svg)
    values = {mark.cell: evidence.cells[mark.cell] for mark in marks}
    assert marks and all(cell.visible for cell in values.values())
    lengths = [mark for mark in marks if mark.kind == "length"]
    # By the longest, of which rounding takes the least.
    longest = max(lengths, key=lambda mark: mark.wide, default=None)
    scale = longest.wide / values[longest.cell].number if longest else 0.0
    for mark in lengths:
        assert mark.wide == pytest.approx(values[mark.cell].number * scale, abs=2e-3)
    dots = sorted((values[mark.cell].number, mark.middle) for mark in marks if mark.kind == "position")
    if dots and dots[0][0] < dots[-1][0]:
        slope = (dots[-1][1] - dots[0][1]) / (dots[-1][0] - dots[0][0])
        for value, middle in dots:
            assert middle == pytest.approx(dots[0][1] + slope * (value - dots[0][0]), abs=2e-3)
    by_shade: dict[str, list[int]] = {}
    for mark in marks:
        if mark.kind == "shade":
            by_shade.setdefault(mark.fill, []).append(values[mark.cell].number)
    ranges = sorted((min(own), max(own)) for own in by_shade.values())
    assert all(before[1] < after[0] for before, after in itertools.pairwise(ranges))
    for text, cell in texts_of(svg):
        assert not cell or evidence.cells[cell].text == text
        assert cell or not re.search(r"\d+%|\[c\]", text) or "% to " in text or text in ("0%", "100%")


def told_whole(evidence: Evidence, figure: Figure) -> None:
    """A finding for a title, a subtitle, a source, words for each number; every number of the words is a cell's."""
    assert plain(figure.title) and plain(figure.subtitle)
    assert plain(figure.source) == "Source: Made for a test"
    assert plain(figure.alt).startswith(plain(figure.title))
    for line in (figure.title, figure.subtitle, figure.alt, *figure.notes):
        for span in line:
            assert span.origin is not Origin.WORDS or not re.search(r"\d", span.text), span
            assert span.origin is not Origin.CELL or evidence.cells[span.ref].text == span.text
    drawn_cells = {mark.cell for mark in marks_of(figure.svg)}
    assert drawn_cells <= {span.ref for span in figure.alt if span.ref}


counts_of = st.lists(st.integers(0, 400), min_size=3, max_size=3).filter(any)


@settings(max_examples=6, deadline=None)
@given(st.lists(counts_of, min_size=1, max_size=3), st.lists(counts_of, min_size=2, max_size=4), st.data())
def test_each_mark_measures_its_cell(everyone: list[list[int]], groups: list[list[int]], data: st.DataObject) -> None:
    measures(everyone, groups, data)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.lists(counts_of, min_size=1, max_size=3), st.lists(counts_of, min_size=2, max_size=4), st.data())
def test_each_mark_measures_its_cell_often(
    everyone: list[list[int]], groups: list[list[int]], data: st.DataObject
) -> None:
    measures(everyone, groups, data)


def measures(everyone: list[list[int]], groups: list[list[int]], data: st.DataObject) -> None:
    stances = data.draw(st.lists(st.sampled_from([SUPPORT, NEUTRAL, OPPOSE]), min_size=3, max_size=3))
    options = dict(zip(("One", "Two", "Three"), stances, strict=True))
    evidence = charted(options, everyone, [Answers(f"G{n}", own) for n, own in enumerate(groups)])
    for figure in all_figures(evidence):
        check_marks(evidence, figure.svg)


def test_a_bar_is_drawn_segment_by_segment_and_none_over_another() -> None:
    evidence = charted(SCALE, [30, 20, 50], [Answers("Here", [1, 1, 2]), Answers("There", [0, 4, 0])])
    figure = question_figure(evidence, "q0", ())
    marks = marks_of(figure.svg)
    # What nobody chose is no mark: of There only the middle is.
    assert [mark.cell for mark in marks] == [
        "q0#o2!percent", "q0#o1!percent", "q0#o0!percent",
        "q0.by.area#o2@g0!percent", "q0.by.area#o1@g0!percent", "q0.by.area#o0@g0!percent",
        "q0.by.area#o1@g1!percent",
    ]  # fmt: skip
    ends = [(mark.middle - mark.wide / 2, mark.middle + mark.wide / 2) for mark in marks[:3]]
    assert ends[0][1] == pytest.approx(ends[1][0], abs=0.01) and ends[1][1] == pytest.approx(ends[2][0], abs=0.01)
    # The middle of the neutral lies on the line, in every bar.
    assert len({round(mark.middle, 1) for mark in marks if "#o1" in mark.cell}) == 1
    check_marks(evidence, figure.svg)


def test_without_a_middle_the_sides_meet_at_the_line_with_a_gap_between_them() -> None:
    figure = question_figure(charted(SIDES, [45, 55]), "q0", ())
    against, support = marks_of(figure.svg)
    assert 1 < (support.middle - support.wide / 2) - (against.middle + against.wide / 2) < 3


def test_a_hidden_cell_has_no_mark_and_its_group_no_bar() -> None:
    groups = [Answers("Here", [3, None, 4]), Answers("There", [2, 2, 2]), Answers("Far", [5, 1, 1])]
    evidence = charted(SCALE, [[10, 3, 7], [9, 9, 2]], groups)
    for figure in all_figures(evidence):
        check_marks(evidence, figure.svg)
        told_whole(evidence, figure)
        hidden = [mark.cell for mark in marks_of(figure.svg) if "@g0" in mark.cell]
        # A dot shows one answer; a bar shows all of them, so that the length of what is hidden would be seen.
        assert hidden == (["q0.by.area#o0@g0!percent", "q0.by.area#o2@g0!percent"]
                          if figure.id == "difference.area" else [])  # fmt: skip
    tiles = charted(SCALE, [[10, None, 7], [9, 9, 2]])
    figure = heat_figure(tiles, ["q0", "q1"])
    assert figure is not None
    assert "q0#o1!percent" not in [mark.cell for mark in marks_of(figure.svg)]
    assert ("[c]", "q0#o1!percent") in texts_of(figure.svg)
    assert [plain(note) for note in figure.notes] == ["[c] means not shown, to protect confidentiality"]


@pytest.mark.parametrize("everyone", [[0, 0, 0], [1, 0, 0], [None, None, None]])
def test_nobody_one_respondent_and_all_hidden_are_drawn_plainly(everyone: list[int | None]) -> None:
    evidence = charted(SCALE, [everyone, everyone], [Answers(f"G{n}", everyone) for n in range(3)])
    figures = all_figures(evidence)
    assert len(figures) >= 3
    for figure in figures:
        told_whole(evidence, figure)
        assert len(marks_of(figure.svg)) == (0 if everyone[0] != 1 else len(marks_of(figure.svg)))
        for text, cell in texts_of(figure.svg):
            assert not cell or evidence.cells[cell].text == text


def test_one_option_and_one_group() -> None:
    for options in ({"Yes": SUPPORT}, {"Yes": None}, {"No": OPPOSE}):
        evidence = charted(options, [4], [Answers("Here", [4])])
        figure = question_figure(evidence, "q0", ())
        (mark,) = marks_of(figure.svg)
        assert mark.cell == "q0#o0!percent"
        assert multiples_figure(evidence, "q0", "area") is None
        assert heat_figure(evidence, ["q0"]) is None
        assert difference_figure(evidence, "area") is None


def test_the_same_chart_gives_the_same_bytes_and_asks_for_nothing() -> None:
    evidence = charted(SCALE, [[3, 4, 5], [1, 1, 9]], [Answers(f"G{n}", [n, 2, 3]) for n in range(3)])
    first, second = all_figures(evidence), all_figures(evidence)
    assert len(first) == 4
    assert [figure.svg for figure in first] == [figure.svg for figure in second]
    for figure in first:
        assert not re.search(r"style=|<style|<metadata|<script|\bhref=\"(?!#)|url\((?!#)", figure.svg)
        assert view_of(drawing(figure.svg, "f-"))[0] == pytest.approx(518.4)


def test_made_up_charts_carry_their_mark_beside_every_row() -> None:
    evidence = charted(SCALE, [[3, 4, 5], [1, 1, 9]], [Answers(f"G{n}", [n, 2, 3]) for n in range(3)], made_up=True)
    for figure in all_figures(evidence):
        texts = [text for text, _ in texts_of(figure.svg)]
        assert texts.count("MADE-UP DATA") >= 12, figure.id
        assert all(span.made_up for span in figure.alt if span.ref)


def test_a_question_says_of_whom_it_is() -> None:
    evidence = charted(SIDES, [45, 55], [Answers("Here", [1, 1]), Answers("There", [2, 3])])
    assert plain(question_figure(evidence, "q0", ()).subtitle) == "Q0, area; base: 100 who answered"
    assert plain(question_figure(charted(SIDES, [45, 55]), "q0", ()).subtitle) == (
        "Q0, all respondents; base: 100 who answered"
    )
    cells = {name: cell.hidden() if name == "q0#base" else cell for name, cell in evidence.cells.items()}
    hidden = Evidence(evidence.story, cells)
    assert plain(question_figure(hidden, "q0", ()).subtitle) == "Q0, area; base: those who answered, [c]"


def test_an_alternative_text_begins_with_the_finding() -> None:
    evidence = charted(SIDES, [45, 55], [Answers("Here", [1, 3]), Answers("There", [2, 3])])
    title = question_figure(evidence, "q0", ()).alt
    assert plain(title) == (
        "Q0. Thing 0. Bar chart of shares. All respondents: Yes 45%, No 55%. Here: Yes 25%, No 75%. "
        "There: Yes 40%, No 60%."
    )
    figure = multiples_figure(
        charted(SIDES, [45, 55], [Answers("Here", [1, 3]), Answers("There", [2, 3]), Answers("Far", [9, 1])]),
        "q0", "area",
    )  # fmt: skip
    assert figure is not None
    finding = "Thing 0: Yes: lowest Here 25%, highest Far 90%; No: lowest Far 10%, highest Here 75%"
    assert plain(figure.title) == finding
    assert plain(figure.alt) == (
        f"{finding}. A small bar chart for each group, all on one scale. All respondents: Yes 45%, No 55%. "
        "Here: Yes 25%, No 75%. There: Yes 40%, No 60%. Far: Yes 90%, No 10%."
    )


# Dots


def test_dots_say_where_groups_are_furthest_apart_and_show_both_sides() -> None:
    evidence = charted(SIDES, [45, 55], [Answers("Here", [1, 3]), Answers("There", [7, 3])])
    figure = difference_figure(evidence, "area")
    assert figure is not None and figure.id == "difference.area"
    # Yes 25% and 70%, No 75% and 30%: 45 points each, so neither is furthest.
    assert plain(figure.title) == "Area: support and opposition by question"
    uneven = charted(SCALE, [4, 5, 6], [Answers("Here", [1, 2, 3]), Answers("There", [7, 0, 3])])
    figure = difference_figure(uneven, "area")
    assert figure is not None
    # For: 17% and 70%; against: 50% and 30%.
    finding = "Area: furthest apart on Thing 0, For: Here 17%, There 70%"
    assert plain(figure.title) == finding
    assert plain(figure.alt) == (
        f"{finding}. A dot for the share in each group, question by question. "
        "Q0. Thing 0: For: Here 17%, There 70%; Against: Here 50%, There 30%."
    )
    told_whole(uneven, figure)


def test_dots_are_for_two_or_three_groups_that_are_compared() -> None:
    for groups, drawn in ((1, False), (2, True), (3, True), (4, False)):
        answers = [Answers(f"G{n}", [1, n]) for n in range(groups)]
        assert (difference_figure(charted(SIDES, [4, 5], answers), "area") is not None) is drawn
        assert difference_figure(charted(SIDES, [4, 5], answers, compare=False), "area") is None
    plain_options = {"Red": None, "Blue": None}
    answers = [Answers(f"G{n}", [1, n]) for n in range(2)]
    assert difference_figure(charted(plain_options, [4, 5], answers), "area") is None
    assert difference_figure(charted(SIDES, [4, 5]), "area") is None


def test_a_number_stands_outside_of_its_dots() -> None:
    evidence = charted(SIDES, [4, 5], [Answers("Here", [5, 5]), Answers("There", [5, 5]), Answers("Far", [6, 4])])
    figure = difference_figure(evidence, "area")
    assert figure is not None
    check_marks(evidence, figure.svg)
    assert [text for text, cell in texts_of(figure.svg) if cell] == ["50%", "50%", "60%", "40%", "50%", "50%"]


# Tiles


def test_tiles_stand_with_the_fewer_as_columns() -> None:
    wide = charted({f"Theme {n}": None for n in range(5)}, [[n, 2, 3, 4, 5] for n in (1, 2)], kind=Kind.MULTIPLE)
    table = heat_table(wide, ["q0", "q1"])
    assert table is not None
    assert [plain(column) for column in table.columns] == ["Q0. Thing 0", "Q1. Thing 1"]
    assert [plain(row.header) for row in table.rows] == [*(f"Theme {n}" for n in range(5)), "Base"]
    long = charted(SIDES, [[1, n] for n in range(1, 5)])
    table = heat_table(long, [f"q{n}" for n in range(4)])
    assert table is not None
    assert [plain(column) for column in table.columns] == ["Yes", "No", "Base"]
    assert [[plain(value) for value in row.values] for row in table.rows] == [
        ["50%", "50%", "2"], ["33%", "67%", "3"], ["25%", "75%", "4"], ["20%", "80%", "5"],
    ]  # fmt: skip


def test_tiles_say_the_largest_share_of_either_side() -> None:
    figure = heat_figure(charted(SIDES, [[1, 3], [2, 3]]), ["q0", "q1"])
    assert figure is not None and figure.table == figure.id == "heat.q0"
    assert plain(figure.title) == "Largest share of either side: Thing 1, Yes 40%; Thing 0, No 75%"
    themes = charted({"Cost": None, "Noise": None}, [[1, 3], [3, 1]])
    figure = heat_figure(themes, ["q0", "q1"])
    assert figure is not None
    assert plain(figure.title) == "Largest share: Thing 0, Noise 75%, Thing 1, Cost 75%"
    legend = [text for text, cell in texts_of(figure.svg) if not cell and "%" in text]
    assert legend == ["0% to 19%", "20% to 39%", "40% to 59%", "60% to 79%", "80% to 100%"]
    told_whole(themes, figure)


def test_tiles_are_for_questions_with_the_same_answers() -> None:
    evidence = charted(SIDES, [[1, 3], [2, 3]])
    assert heat_figure(evidence, ["q0", "q0"]) is None
    questions = evidence.story.questionnaire.questions
    other = questions["q1"].model_copy(
        update={"options": {**questions["q1"].options, "o1": questions["q1"].options["o0"]}}
    )
    questionnaire = evidence.story.questionnaire.model_copy(update={"questions": {**questions, "q1": other}})
    unlike = Evidence(evidence.story.model_copy(update={"questionnaire": questionnaire}), evidence.cells)
    assert heat_figure(unlike, ["q0", "q1"]) is None and heat_table(unlike, ["q0", "q1"]) is None


def test_a_shade_means_what_the_legend_says() -> None:
    for most in (3, 25, 26, 50, 51, 100):
        bands = bands_for([most])
        assert len(bands.entries) == len({fill for _, fill in bands.entries}) == 5
        for share in range(most + 1):
            (fill,) = (fill for text, fill in bands.entries
                       if (ends := [int(end) for end in re.findall(r"\d+", text)])[0] <= share <= ends[1])  # fmt: skip
            assert bands.fill_of(share) == fill, (most, share)


# Small charts


def test_a_small_chart_is_the_whole_base_with_a_side_at_each_end() -> None:
    svg = small_bar(charted(SCALE, [30, 20, 50]), "q0")
    marks = marks_of(svg)
    assert [(mark.cell, mark.wide, mark.middle) for mark in marks] == [
        ("q0#o2!percent", 50, 25), ("q0#o1!percent", 20, 60), ("q0#o0!percent", 30, 85),
    ]  # fmt: skip
    assert texts_of(svg) == []
    assert 'data-mark="length"' in drawing(svg, "row-")


def test_a_small_chart_of_more_than_the_whole_has_no_segment_over_another() -> None:
    # 1, 1 and 1 of 200 each side: 50.5% twice would be 51 and 51 by rounding up; here 33.3 + 33.3 + 33.3.
    counts = [101, 0, 99]
    assert sum(shares(counts)) == 101
    marks = marks_of(small_bar(charted(SCALE, counts), "q0"))
    assert marks[0].middle + marks[0].wide / 2 < marks[1].middle - marks[1].wide / 2


def test_a_small_chart_hides_what_is_hidden_and_is_of_two_sides_only() -> None:
    for counts in ([None, 20, 50], [30, None, 50], [30, 20, None], [0, 0, 0]):
        assert small_bar(charted(SCALE, counts), "q0") == ""
    assert small_bar(charted({"Yes": SUPPORT, "Maybe": NEUTRAL}, [3, 4]), "q0") == ""
    group = charted(SIDES, [3, 4], [Answers("Here", [1, 3])])
    assert [mark.cell for mark in marks_of(small_bar(group, "q0", "area", "g0"))] == [
        "q0.by.area#o1@g0!percent", "q0.by.area#o0@g0!percent",
    ]  # fmt: skip


def test_questions_on_one_scale_stand_below_each_other() -> None:
    evidence = charted(SCALE, [[1, 2, 3], [3, 2, 1]])
    figure = scale_figure(evidence, ["q0", "q1"], "glance.scale", question_figure(evidence, "q0", ()).subtitle)
    check_marks(evidence, figure.svg)
    assert [text for text, cell in texts_of(figure.svg) if text.startswith("Q")] == ["Q0. Thing 0", "Q1. Thing 1"]
