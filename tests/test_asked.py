"""What the page is told of its numbers: the block of data, and that verify looks all of it up."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.audit.figures.asked import asked_problems
from findings.audit.figures.inputs import read_inputs
from findings.audit.figures.lookup import Lookup
from findings.audit.figures.notebooks import read_notebooks
from findings.audit.figures.pagereader import read_page
from findings.audit.figures.scripts import script_problems
from findings.consultation.names import CellId
from findings.evidence.cell import Measure, SourceKind
from findings.evidence.store import Evidence, open_store
from findings.exhibits.model import MIMETYPE, Figure, Heading, Paragraph, Row, Span, Table, to_json
from findings.exhibits.wording import cell_span
from findings.publishing.asked import asked_json
from findings.publishing.combine import combine
from findings.publishing.dark import in_the_dark
from findings.publishing.furniture import WORDS, of_script
from findings.publishing.html import report_html
from findings.publishing.report import front_of
from made_run import Made, make_run

SHARE = "q1.by.area#net_favour@north!percent"
DRAWN = "q2.by.area#yes@south"


@dataclass(frozen=True)
class Asked:
    """A made run, its store, its combined notebook and its page."""

    run: Path
    evidence: Evidence
    notebook: nbformat.NotebookNode
    page: str

    @property
    def block(self) -> dict[str, Any]:
        return json.loads(block_of(self.page))


def block_of(page: str) -> str:
    match = re.search('<script type="application/json" id="asked">(.*?)</script>', page, re.DOTALL)
    assert match is not None
    return match[1]


def made(folder: Path, made: Made | None = None) -> Asked:
    """A run whose one notebook shows a share in a sentence, three numbers in a table and one in a drawing."""
    run = make_run(folder, made)
    evidence = open_store(run.parent.parent / "store")

    def number(ref: str) -> Span:
        return cell_span(evidence, evidence.cells[ref])

    rows = (
        Row((Span("Yes"),), ((number("q2.by.area#yes@north"),), (number("q2.by.area#yes@north!percent"),))),
        Row((Span("Base"),), ((number("q2.by.area#base@north"),), ()), "base"),
    )
    exhibits = (
        Heading((Span("Trees"),), 1, "trees"),
        Paragraph((number(SHARE), Span(" were in favour."))),
        Table("q2.by.area", (Span("Benches"),), (Span("Answer"),), ((Span("Count"),), (Span("Share"),)), rows),
        Figure("f", (Span("A bar"),), f'<svg xmlns="http://www.w3.org/2000/svg"><rect data-cell="{DRAWN}"/></svg>',
               (Span("A bar."),), "q2.by.area"),
    )  # fmt: skip
    outputs = [nbformat.v4.new_output("display_data", {MIMETYPE: to_json(one), "text/plain": ""}) for one in exhibits]
    cells = [nbformat.v4.new_code_cell("a"), nbformat.v4.new_code_cell("b", outputs=outputs)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    (run / "restricted" / "notebooks").mkdir()
    nbformat.write(notebook, run / "restricted" / "notebooks" / "10_trees.ipynb")
    front = front_of(evidence.story)
    combined = combine([("trees", notebook)], front)
    page = report_html(combined, front, evidence, {"trees": "10_trees.ipynb"})
    (run / "public" / "report.html").write_text(page, encoding="utf-8")
    return Asked(run, evidence, combined, page)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return made(tmp_path_factory.mktemp("asked"))


def cells_by_name(block: dict[str, Any]) -> dict[str, list[Any]]:
    """The cells of a block under their identifiers, put together as `docs/decisions/0023` says."""
    found = {}
    for row in block["cells"]:
        question, breakdown, chosen = block["table"][row[0]]
        name = CellId(question, block["option"][row[1]][0], breakdown, block["level"][row[2]][0],
                      block["measure"][row[3]], filter=chosen).text  # fmt: skip
        found[name] = row
    return found


def test_the_block_holds_what_the_page_shows_and_what_that_names_and_no_more(asked: Asked) -> None:
    shown = {SHARE, DRAWN, "q2.by.area#yes@north", "q2.by.area#yes@north!percent", "q2.by.area#base@north"}
    north, south = "@north", "@south"
    named = {f"q1.by.area#{one}{north}" for one in ("net_favour", "base", "yes", "partly")}
    named |= {f"q2.by.area#base{south}"}
    assert set(cells_by_name(asked.block)) == shown | named


def test_a_cell_of_the_block_says_what_the_store_says(asked: Asked) -> None:
    with (asked.run / "public/evidence.csv").open(encoding="utf-8", newline="") as file:
        store = {row["cell"]: row for row in csv.DictReader(file)}
    block = asked.block
    names = list(cells_by_name(block))
    for name, row in cells_by_name(block).items():
        cell = store[name]
        assert row[4] == cell["value"] + ("%" if cell["unit"] == "percent" else "")
        assert block["whom"][row[5] if len(row) > 5 else 0] == cell["base_kind"]
        if cell["base_cell"]:
            assert names[row[6] - 1] == cell["base_cell"]
    # Three of the eight of the north said yes and two more said yes to another question's answers: see made_run.
    assert cells_by_name(block)[SHARE][4] == "75%"
    question = block["questions"]["q1"]
    assert (question["number"], question["short"], question["wording"]) == ("Q1", "Trees", "Trees?")


def test_the_block_says_which_notebook_and_cell_printed_a_number(asked: Asked) -> None:
    block = asked.block
    row = cells_by_name(block)[SHARE]
    assert [[block["notebook"][file], at] for file, at in (block["printed"][place] for place in row[7])] == [
        ["10_trees.ipynb", 2]
    ]
    # What is only named by another number was printed nowhere.
    assert len(cells_by_name(block)["q1.by.area#yes@north"]) <= 7


def test_nothing_in_the_block_can_end_its_element(tmp_path: Path) -> None:
    nasty = "Trees? </script><script>alert(1)</script><!-- \\u2028 & ]]>"
    questionnaire = Made().questionnaire.replace("wording: Trees?", f'wording: "{nasty}"')
    page = made(tmp_path, Made(questionnaire=questionnaire)).page
    assert page.count("<script") == 2
    assert "<" not in block_of(page)
    assert json.loads(block_of(page))["questions"]["q1"]["wording"].startswith("Trees? </script><script>alert(1)")


@given(st.text())
def test_any_text_reads_back_from_the_block(text: str) -> None:
    block = asked_json(None, nbformat.v4.new_notebook(), {}, {"panel.close": text})
    assert "<" not in block and "\u2028" not in block
    assert json.loads(block)["words"] == {"panel.close": text}


def test_the_page_of_a_store_of_thirty_thousand_cells_stays_small(asked: Asked) -> None:
    """As many cells as the largest consultations have, of made groups and questions: under three megabytes."""
    pattern = [cell for cell in asked.evidence.cells.values() if cell.breakdown == "area" and cell.asked == "q1"]
    questionnaire = asked.evidence.story.questionnaire
    questions = dict(questionnaire.questions)
    cells = {}
    number = 0
    while len(cells) < 30_000:
        number += 1
        name = f"q1_{number}"
        questions[name] = questions["q1"].model_copy(
            update={"number": f"Q{number}", "wording": f"{number} Trees? " * 9}
        )
        for cell in pattern:
            told = {key: getattr(cell, key).replace("q1.", f"{name}.") for key in ("cell", "table", "base_cell")}
            origins = tuple(one.replace("q1.", f"{name}.") for one in cell.origins)
            one = replace(cell, question=name, origins=origins, value="1234" if cell.value else "", **told)
            cells[one.cell] = one
    story = asked.evidence.story.model_copy(
        update={"questionnaire": questionnaire.model_copy(update={"questions": questions})}
    )
    # A drawing of them all is the quickest way to show them.
    figure = Figure("t", (), "<svg>" + "".join(f'<rect data-cell="{ref}"/>' for ref in cells) + "</svg>", (), "t")
    output = nbformat.v4.new_output("display_data", {MIMETYPE: to_json(figure)})
    notebook = combine([("t", nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])]))],
                       front_of(story))  # fmt: skip
    block = asked_json(Evidence(story, cells), notebook, {"t": "30_section_t.ipynb"}, of_script(WORDS))
    assert len(json.loads(block)["cells"]) >= 30_000
    assert len(block.encode("utf-8")) < 3_000_000


def test_every_word_that_the_script_says_is_there_and_none_that_it_never_says() -> None:
    folder = Path(__file__).parent.parent / "src/findings/publishing/templates/html/script"
    script = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
    of_measures = {str(measure) for measure in Measure}
    for name in of_script(WORDS):
        stem = re.sub("(_in|_all|_all_in|_share)$", "", name)
        group, _, own = stem.partition(".")
        assert f'"{stem}' in script or f'"{group}."' in script or own in of_measures or f'"{own}"' in script, name
    for said in re.findall(r'say(?:In)?\("([a-z_.]+)"', script):
        assert said in WORDS or f"{said}_in" in WORDS or said.endswith("."), said


def test_words_hold_no_figure() -> None:
    assert [name for name, text in WORDS.items() if any(sign.isnumeric() for sign in text)] == []


# -- verify ------------------------------------------------------------------


def told(asked: Asked, block: str | None = None, leading: str = SHARE) -> list[str]:
    """What verify says of a block, in short; `leading` is a cell whose number leads to the panel."""
    inputs, problems = read_inputs(asked.run)
    assert inputs is not None and not problems
    lookup = Lookup(asked.evidence.cells, inputs)
    notebooks, _ = read_notebooks(asked.run)
    found = asked_problems("page", [block_of(asked.page) if block is None else block], [leading], lookup, notebooks)
    return [f"{problem.what}: {problem.found}" for problem in found]


def test_a_clean_block_has_no_problem(asked: Asked, tmp_path: Path) -> None:
    assert told(asked) == []
    kept = made(tmp_path, Made(made_up=True))
    assert kept.block["made_up"] == ["MADE-UP DATA", "Made up for a rehearsal: nobody gave these answers. Not for any "
                                     "decision."]  # fmt: skip
    assert told(kept) == []


def test_a_number_that_the_block_does_not_know_is_told(asked: Asked) -> None:
    assert told(asked, leading="q1#base") == ["a number that cannot be asked where it comes from: q1#base"]


def place_of(block: dict[str, Any], name: str) -> list[Any]:
    return cells_by_name(block)[name]


def _value(block: dict[str, Any]) -> None:
    place_of(block, SHARE)[4] = "76%"


def _base(block: dict[str, Any]) -> None:
    place_of(block, SHARE)[6] = 1


def _kind_of_base(block: dict[str, Any]) -> None:
    block["whom"][0] = "all"


def _printed(block: dict[str, Any]) -> None:
    block["printed"][0] = [0, 1]


def _wording(block: dict[str, Any]) -> None:
    block["questions"]["q1"]["wording"] = "Trees or no trees?"


def _filter(block: dict[str, Any]) -> None:
    block["questions"]["q1"]["asked"] = [["Q2", "Benches", ["Yes"]]]


def _group(block: dict[str, Any]) -> None:
    block["level"][1][1] = "South"


def _answer(block: dict[str, Any]) -> None:
    block["option"][0][1] = "Against (net)"


def _source(block: dict[str, Any]) -> None:
    block["source"] = "Another council's form"


def _threshold(block: dict[str, Any]) -> None:
    block["threshold"] = 5


def _reason(block: dict[str, Any]) -> None:
    block["because"] = "We say so."


def _word(block: dict[str, Any]) -> None:
    block["words"]["whom.answered"] = "everybody in the town"


def _breakdown(block: dict[str, Any]) -> None:
    block["breakdowns"]["area"] = ["Wealth"]


def _more(block: dict[str, Any]) -> None:
    block["run"] = "1a29191a4331"


def _twice(block: dict[str, Any]) -> None:
    block["cells"].append(block["cells"][0])


def _unknown(block: dict[str, Any]) -> None:
    block["level"].append(["west", "West"])
    block["cells"].append([*block["cells"][0][:2], len(block["level"]) - 1, *block["cells"][0][3:]])


def _made_up(block: dict[str, Any]) -> None:
    block["made_up"] = ["FINE", "All is well."]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_value, f"a value that is not its cell's: {SHARE}: 76%"),
        (_base, f"a base that is not its cell's: {SHARE}: {SHARE}"),
        (_kind_of_base, f"a kind of base that is not its cell's: {SHARE}: all"),
        (_printed, f"a notebook that does not print it: {SHARE}: 10_trees.ipynb, cell 1"),
        (_wording, "something of q1 that is not the run's: "),
        (_filter, "something of q1 that is not the run's: "),
        (_group, f"a group that is not its cell's: {SHARE}: South"),
        (_answer, f"an answer that is not its cell's: {SHARE}: Against (net)"),
        (_source, "a source that is not the run's: Another council's form"),
        (_threshold, "a threshold that is not the run's: 5"),
        (_reason, "a reason that is not the run's: We say so."),
        (_word, "words of the panel that is not the run's: "),
        (_breakdown, "a name of area that is not the run's: ['Wealth']"),
        (_more, "data that the panel does not know: run"),
        (_twice, "a cell that stands twice: "),
        (_unknown, "a cell that the store does not have: q1.by.area#net_favour@west!percent: "),
        (_made_up, "a mark that is not the run's: ['FINE', 'All is well.']"),
    ],
)
def test_whatever_is_changed_in_the_block_is_found(
    asked: Asked, change: Callable[[dict[str, Any]], None], found: str
) -> None:
    block = asked.block
    change(block)
    assert any(text.startswith(found) for text in told(asked, json.dumps(block))), told(asked, json.dumps(block))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"words": 1, "words": 2}', '{"words": {}, "cells": [[9]]}'])
def test_a_block_that_cannot_be_read_is_told(asked: Asked, text: str) -> None:
    assert any(problem.startswith("a block of data that cannot be read") for problem in told(asked, text))


def scripts_told(page: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    read = read_page(path)
    problems = [*script_problems("page", read.scripts, read.style, read.policies)]
    return [*(problem.what for problem in problems), *(what for what, _ in read.unreadable)]


OTHER_SCRIPT = "a script that is not this program's own"
OTHER_POLICY = "a security policy that is not the one due: it lets other styles or scripts be used"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ("beginNumbers();\n</script>", "beginNumbers(); \n</script>", [OTHER_SCRIPT]),
        ("</body>", "<script>x()</script></body>", [OTHER_SCRIPT]),
        ("</body>", '<script src="https://example.org/x.js"></script></body>', [OTHER_SCRIPT]),
        ("<script>", '<script type="module">', [OTHER_SCRIPT]),
        ("default-src 'none'; ", "", [OTHER_POLICY]),
        ("script-src '", "script-src 'unsafe-inline' '", [OTHER_POLICY]),
        ("<style>", "<style>p{}", [OTHER_POLICY]),
        ("</body>", '<p onclick="x()">x</p></body>', ["p with onclick"]),
        ("</body>", "<iframe></iframe></body>", ["iframe"]),
        ("</body>", "<input></body>", ["input"]),
    ],
)
def test_another_script_or_policy_is_found(asked: Asked, tmp_path: Path, old: str, new: str, found: list[str]) -> None:
    assert asked.page.count(old) >= 1
    assert scripts_told(asked.page.replace(old, new, 1), tmp_path) == found


def test_a_page_without_its_policy_or_its_script_is_found(asked: Asked, tmp_path: Path) -> None:
    without = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", asked.page)
    assert scripts_told(without, tmp_path) == [OTHER_POLICY]
    bare = re.sub("<script>.*?</script>", "", asked.page, flags=re.DOTALL)
    assert scripts_told(bare, tmp_path) == [OTHER_SCRIPT]


# -- the dark scheme ---------------------------------------------------------


def test_colours_of_charts_keep_their_contrasts_in_the_dark() -> None:
    """Worked out here from the definition in WCAG 2.2; half a step of a byte may be lost to rounding."""
    from findings.exhibits import style

    def bright(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05

    house = {value for value in vars(style).values() if isinstance(value, str) and re.fullmatch("#[0-9a-f]{6}", value)}
    house |= set(style.BANDS)
    assert len(house) > 10
    for one in house:
        for other in house:
            light = bright(one) / bright(other)
            dark = bright(in_the_dark(other)) / bright(in_the_dark(one))
            assert dark == pytest.approx(light, rel=0.03), (one, other)


def test_made_up_data_are_told_by_kind(tmp_path: Path) -> None:
    kept = made(tmp_path, Made(made_up=True))
    assert kept.block["kind"] == [SourceKind.MADE_UP]
