"""The check of the finished page: silent on clean pages, and refusing every planted fault.

What it sees is asked for twice: of faults planted in the page (`page_faults`), which its notebook gives away too, and
of faults in the notebook that the page was made from, which only the store and the questionnaire give away.
"""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import every_kind
from charted import Answers, all_figures, charted
from conftest import once
from faults_charts import a_bar_made_longer, a_dot_moved, a_shade_changed
from findings.consultation.model import Stance
from findings.errors import ReleaseRefused
from findings.exhibits.model import MIMETYPE, Heading, Origin, Paragraph, Span
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run
from findings.publishing import report
from findings.publishing.check import page_problems
from findings.publishing.html import report_html
from findings.publishing.report import front_of
from page_faults import Kind, planted
from page_faults import every_kind as kinds_of_faults
from page_of_run import Finished, executed, finished, page_of
from told_kinds import AGES, AREAS, POPULATIONS

KINDS = kinds_of_faults()
QUICK = [kind for kind in KINDS if kind.__name__ in (
    "a_typed_number", "number_words", "a_word_for_a_share_typed", "a_number_read_out", "a_number_written_by_the_style",
    "a_number_that_claims_to_be_a_label", "a_stale_number", "a_count_for_a_percentage", "digits_of_another_script",
    "two_numbers_swapped_with_their_cells", "a_number_of_another_measure", "a_percentage_of_the_wrong_base",
    "a_base_said_to_be_of_others", "a_link_to_another_number", "a_word_too_strong", "a_word_without_its_base",
    "a_quote_turned_into_words", "two_rows_swapped", "support_called_opposition", "a_bar_made_longer",
    "a_bar_of_another_cell", "a_text_of_a_chart_changed", "an_alternative_text_with_another_number",
    "a_number_in_the_data", "an_answer_named_otherwise_in_the_data",
)]  # fmt: skip
HIDING = "disclosure: {profile: threshold, threshold: 10}"


@pytest.fixture(scope="session")
def vision(real_out: Path, real_runs: dict[str, Path]) -> Finished:
    return finished(real_out, "scotland-2016", real_runs["scotland-2016"])


def problems_of(page: Finished, html: str | None = None) -> list[str]:
    return [problem.what for problem in page_problems(html or page.html, page.notebook, page.evidence)]


# -- one report, in the default run


def test_a_clean_page_passes(vision: Finished) -> None:
    assert problems_of(vision) == []


@pytest.mark.parametrize("fault", QUICK, ids=lambda fault: fault.__name__)
def test_a_fault_is_refused(vision: Finished, fault: Kind) -> None:
    html = planted(vision.html, vision.evidence, fault, 1)
    assert html is not None
    assert problems_of(vision, html)


def test_the_message_says_what_stands_there_and_what_may(vision: Finished) -> None:
    number = '<a class="figure-link" href="#q1%23yes%21percent" data-origin="cell" data-cell="q1#yes!percent">45%</a>'
    assert number in vision.html
    changed = vision.html.replace(number, number.replace("45%", "54%"), 1)
    (problem,) = page_problems(changed, vision.notebook, vision.evidence)
    assert (problem.what, problem.found, problem.allowed) == (
        "a number that is not its cell's: q1#yes!percent",
        "54%",
        "45%",
    )
    assert problem.where.startswith("the text of a a element, at or after '")


def test_a_majority_of_2016_has_its_base(vision: Finished) -> None:
    """45% of all 598 and 51% of the 535 who answered: the one is no majority, the other only of those who answered."""
    bases = {"percent": " of all respondents", "percent_of_answered": " of those who answered"}
    for measure, own in bases.items():
        for named in (*bases.values(), ""):
            said = sentence_of(vision, f"q1#yes!{measure}", "A majority", f"{named} said yes.")
            passes = named == own == " of those who answered"
            assert (problems_of(said) == []) == passes, (measure, named)


def sentence_of(page: Finished, ref: str, text: str, words: str) -> Finished:
    """The page with a sentence at the end that shows a cell as a text, and is followed by words."""
    notebook = copy.deepcopy(page.notebook)
    (cell,) = executed([Paragraph((Span(text, Origin.CELL, ref), Span(words)))]).cells
    # Before the annex, which is last.
    notebook.cells[-2].outputs += cell.outputs
    return Finished(report_html(notebook, front_of(page.evidence.story), page.evidence, {}), notebook, page.evidence)


# -- faults that the notebook has as well


Change = Callable[[dict[str, Any]], bool]


def first(page: Finished, change: Change) -> Finished:
    """The page of a notebook in which one exhibit was changed, the first that a change finds a place in."""
    notebook = copy.deepcopy(page.notebook)
    exhibits = [output.data[MIMETYPE] for cell in notebook.cells[:-1] for output in cell.get("outputs", ())]
    assert any(change(exhibit) for exhibit in exhibits)
    return Finished(report_html(notebook, front_of(page.evidence.story), page.evidence, {}), notebook, page.evidence)


def spans_of(exhibit: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("title", "subtitle", "text", "alt"):
        yield from exhibit.get(key, ())
    for key in ("items", "columns", "notes"):
        for line in exhibit.get(key, ()):
            yield from line
    for row in exhibit.get("rows", ()):
        for line in (row["header"], *row["values"]):
            yield from line


def of_span(fits: Callable[[dict[str, Any]], bool], **changes: str) -> Change:
    def change(exhibit: dict[str, Any]) -> bool:
        for span in spans_of(exhibit):
            if fits(span):
                span.update(changes)
                return True
        return False

    return change


def in_headers(exhibit: dict[str, Any]) -> bool:
    rows = [row for row in exhibit.get("rows", ()) if row["values"] and any(span.get("ref", "").startswith("q1#")
            for span in row["values"][0])]  # fmt: skip
    if len(rows) < 2 or rows[0]["header"] == rows[1]["header"]:
        return False
    rows[0]["header"], rows[1]["header"] = rows[1]["header"], rows[0]["header"]
    return True


def in_alternative(exhibit: dict[str, Any]) -> bool:
    labels = [span for span in exhibit.get("alt", ()) if span["origin"] == "label"]
    if len(labels) < 3 or labels[-1]["text"] == labels[-2]["text"]:
        return False
    labels[-1]["text"], labels[-2]["text"] = labels[-2]["text"], labels[-1]["text"]
    return True


def in_drawing(exhibit: dict[str, Any]) -> bool:
    svg = exhibit.get("svg", "")
    match = re.search(r'<rect[^>]*? width="([\d.]+)"[^>]*data-mark="length"', svg)
    if not match or svg.count('data-mark="length"') < 3:
        return False
    exhibit["svg"] = svg[: match.start(1)] + f"{float(match[1]) * 1.1 + 1:.3f}" + svg[match.end(1) :]
    return True


def is_yes(span: dict[str, Any]) -> bool:
    return bool(span.get("ref") == "q1#yes!percent")


def of_alternative(exhibit: dict[str, Any]) -> bool:
    return "alt" in exhibit and of_span(is_yes, text="46%")({"alt": exhibit["alt"]})


def in_words_of_ours(exhibit: dict[str, Any]) -> bool:
    return of_span(lambda span: span["origin"] == "words" and "." in span["text"], text=" Two thirds agreed.")(exhibit)


IN_NOTEBOOKS: dict[str, tuple[Change, str]] = {
    "a number": (of_span(is_yes, text="46%"), "a number that is not its cell's"),
    "a number in an alternative text": (of_alternative, "a number that is not its cell's"),
    "a word": (of_span(is_yes, text="most"), "a word for a share that does not fit"),
    "what is said of a number": (
        of_span(is_yes, about="Question 1: Yes, 271 of 535 who answered"),
        "a number is described as what its cell does not count",
    ),
    "words of our own": (in_words_of_ours, "a number word without origin: Two"),
    "a row's name": (in_headers, "a number under names that are not its cell's"),
    "a name in an alternative text": (in_alternative, "a number under names that are not its cell's"),
    "a bar": (in_drawing, "a length that is not its cell's on the scale of the others"),
}


@pytest.mark.parametrize("name", list(IN_NOTEBOOKS))
def test_a_fault_of_the_notebook_is_refused(vision: Finished, name: str) -> None:
    change, told = IN_NOTEBOOKS[name]
    found = problems_of(first(vision, change))
    assert found
    assert all(what.startswith(told) for what in found), found


def test_a_page_that_is_refused_is_not_written(
    vision: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "combine", lambda chapters, front: vision.notebook)
    monkeypatch.setattr(
        report, "report_html", lambda *given, **more: vision.html.replace("</main>", "<p>85</p></main>")
    )
    with pytest.raises(ReleaseRefused) as refused:
        report.write_html([], vision.evidence, tmp_path / "report.html")
    assert [problem.what for problem in refused.value.problems] == ["a figure without origin"]
    assert list(tmp_path.iterdir()) == []


# -- three consultations, every kind of fault


def hiding(folder: Path) -> None:
    """A run of every kind of question, with hidden cells and populations."""
    text = every_kind.CONSULTATION.replace("disclosure: {profile: none, reason: Made up.}", HIDING) + POPULATIONS
    own = every_kind.write(folder / "params" / "places", every_kind.drawn(400), text).folder
    for file, head, rows in (("age.csv", "band,n", AGES), ("area.csv", "area,n", AREAS)):
        lines = [head, *(f"{level},{n}" for level, n in rows.items())]
        (own / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (result,) = run(find_layout(folder / "params", folder / "outputs"), ["places"], jobs=2, quiet=True)
    if result.error is not None:
        raise result.error


@pytest.fixture(scope="session")
def places(shared_folder: Path) -> Finished:
    folder = once(shared_folder / "page_check", hiding)
    made = next((folder / "outputs" / "places" / "full").glob("*/public")).parent
    return finished(folder / "outputs", "places", made, folder / "params")


@pytest.fixture(scope="session")
def standards(real_out: Path, real_runs: dict[str, Path]) -> Finished:
    return finished(real_out, "scotland-2023", real_runs["scotland-2023"])


def drawn() -> Finished:
    """A page of every kind of chart: bars, tiles, dots on a scale, a small bar an area; a group is hidden."""
    sides = {"Agree": Stance.SUPPORT, "Neither": Stance.NEUTRAL, "Disagree": Stance.OPPOSE}
    # Of the West one count is hidden, so that a chart and its description say so.
    groups = [Answers("North", (40, 10, 13)), Answers("South", (20, 31, 30)), Answers("West", (None, 12, 9))]
    evidence = charted(sides, [(60, 41, 43), (12, 50, 82), (99, 2, 43)], groups)
    return page_of(
        [("charts", executed([Heading((Span("Charts"),), 1, "charts"), *all_figures(evidence)]))], evidence, {}
    )


def test_charts_of_every_kind_pass_and_a_changed_one_does_not() -> None:
    page = drawn()
    assert {mark for mark in ("length", "position", "shade") if f'data-mark="{mark}"' in page.html} == {
        "length", "position", "shade"
    }  # fmt: skip
    assert problems_of(page) == []
    for fault in (a_dot_moved, a_shade_changed, a_bar_made_longer):
        for seed in range(2):
            html = planted(page.html, page.evidence, fault, seed)
            assert html is not None
            assert problems_of(page, html), (fault.__name__, seed)


@pytest.fixture(scope="session")
def pages(vision: Finished, standards: Finished, places: Finished) -> dict[str, Finished]:
    return {"scotland-2016": vision, "scotland-2023": standards, "places": places, "charts": drawn()}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["scotland-2016", "scotland-2023", "places", "charts"])
def test_there_is_no_false_alarm(pages: dict[str, Finished], name: str) -> None:
    assert problems_of(pages[name]) == []


@pytest.mark.slow
@pytest.mark.parametrize("fault", KINDS, ids=lambda fault: fault.__name__)
def test_every_fault_is_refused_wherever_it_can_be_planted(pages: dict[str, Finished], fault: Kind) -> None:
    tried = 0
    for page in pages.values():
        for seed in range(2):
            html = planted(page.html, page.evidence, fault, seed)
            if html is not None:
                tried += 1
                assert problems_of(page, html), seed
    assert tried, "no page has a place for this fault"


@pytest.mark.slow
def test_two_million_letters_are_read_within_seconds(standards: Finished) -> None:
    times = 2_000_000 // len(standards.html) + 1
    main = re.search(r"<main.*?>(.*)</main>", standards.html, re.S)
    assert main
    html = standards.html.replace("</main>", main[1] * (times - 1) + "</main>")
    started = time.process_time()
    page_problems(html, standards.notebook, standards.evidence)
    assert time.process_time() - started < 10


def test_every_kind_of_fault_has_a_name_of_its_own() -> None:
    assert len({kind.__name__ for kind in KINDS}) == len(KINDS) >= 30
    assert len(QUICK) == 25
