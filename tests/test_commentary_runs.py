"""Commentary from end to end: written, run, new data, told, confirmed; and what of it is looked up."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from findings.audit.compare import compare
from findings.audit.figures import figure_problems
from findings.audit.verify import verify
from findings.cli import main
from findings.evidence.cell import from_csv
from findings.pipeline.commentary import newest_run, workbooks_in, workbooks_out
from findings.pipeline.layout import Layout, find_layout
from findings.pipeline.run import explain, open_project, run

PROJECT = Path(__file__).resolve().parents[1]
NAME = "scotland-2016"
WRITTEN = """\
paragraphs:
  - text: >-
      {q1#yes!percent} of all {q1#base} respondents said yes, {q1#yes!percent:in_words}; <b>not</b> #bold *text*.
    role: The analysis team
    when_written:
      q1#yes!percent: "45%"
      q1#base: "598"
      q1#yes!percent:in_words: a minority of all respondents
"""
SAID = (
    "45% of all 598 respondents said yes, a minority of all respondents; <b>not</b> #bold *text*. – The analysis team"
)
TOLD = "Written when “Q1. The most important priorities: {}” was {}; it is now {}."
SHARE = "Yes, All respondents, percentage of all respondents"
BASE = "Base, All respondents, number of responses"


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A copy of the real consultation and its data, with outputs of its own."""
    folder = tmp_path_factory.mktemp("commentary")
    shutil.copytree(PROJECT / "data" / NAME, folder / "data" / NAME)
    shutil.copytree(PROJECT / "params" / NAME, folder / "params" / NAME)
    return find_layout(folder / "params", folder / "outputs")


def ran(layout: Layout) -> tuple[Path, tuple[str, ...]]:
    (result,) = run(layout, [NAME], jobs=2, quiet=True)
    assert result.error is None, result.error
    assert result.folder is not None
    return result.folder, result.told


def page(folder: Path) -> str:
    """The words of the page, without its elements."""
    text = (folder / "public" / "report.html").read_text(encoding="utf-8")
    plain = re.sub(r"<[^>]*>", "", text.partition("<main")[2])
    for sign, code in (("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"), ("&", "&amp;")):
        plain = plain.replace(code, sign)
    return " ".join(plain.split())


def events(folder: Path) -> Mapping[str, str]:
    lines = (folder / "restricted" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return {event["step"]: event["event"] for event in map(json.loads, lines)}


def found(folder: Path) -> list[str]:
    cells = {cell.cell: cell for cell in from_csv((folder / "public" / "evidence.csv").read_text(encoding="utf-8"))}
    return [problem.what for problem in figure_problems(folder, cells)]


def without_run(layout: Layout, tmp_path: Path) -> Layout:
    return find_layout(layout.params, tmp_path / "none")


def test_without_a_run_there_is_no_workbook_and_it_is_said_what_to_do(
    layout: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    params = Path(shutil.copytree(layout.params, tmp_path / "params"))
    none = ["--params", str(params), "--out", str(tmp_path / "outputs")]
    assert main(["workbook", "out", NAME, *none]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"written: {params / NAME / 'setup.xlsx'}",
        "no workbook of commentary: no complete run whose numbers it could list. Run it first: findings run "
        "scotland-2016",
    ]
    assert main(["workbook", "out", NAME, "commentary.xlsx", *none]) == 2
    assert capsys.readouterr().err == (
        "commentary.xlsx: no complete run whose numbers could stand in commentary\n"
        "  do:      Run it first: findings run scotland-2016\n"
    )
    assert main(["workbook", "in", NAME, *none]) == 0
    assert capsys.readouterr().out == "nothing changed\n"


@pytest.mark.slow
def test_commentary_is_written_told_of_new_data_and_confirmed(
    layout: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    slot = layout.params / NAME / "kept" / "commentary" / "section_priorities.yaml"
    slot.parent.mkdir(parents=True)
    first, told = ran(layout)
    assert "Commentary by the analysts" not in page(first)
    before = events(first)
    assert told == ()

    # A changed paragraph runs its chapter and the pages again, and nothing else.
    slot.write_text(WRITTEN, encoding="utf-8")
    why = [line for line in explain(layout, NAME) if not line.endswith("kept, done before with the same content")]
    assert why[0] == "chapter section:priorities: would run, changed: commentary section_priorities.yaml"
    pages = [step for step in before if step.endswith((".html", ".pdf"))]
    assert [line.partition(":")[0] for line in why[1:]] == pages
    second, told = ran(layout)
    assert told == ()
    assert f"Commentary by the analysts {SAID}" in page(second)
    again = [step for step, event in events(second).items() if event == "done"]
    assert sorted(again) == sorted(["chapter section:priorities", *pages])
    assert (first / "public" / "evidence.csv").read_bytes() == (second / "public" / "evidence.csv").read_bytes()
    assert verify(second).lines()[-1].startswith("verified: ")

    told_of = compare(first, second, None)
    assert "What people wrote changed, and nothing else: all 252 cells are the same." in " ".join(told_of.split())
    assert "section_priorities.yaml" in told_of

    # New data: twelve more individuals said yes.
    tally = layout.params.parent / "data" / NAME / "tally.csv"
    counts = tally.read_text(encoding="utf-8")
    for line, now in (
        ("all,respondent_type,individual,364", "376"),
        ("individual,q1,yes,181", "193"),
        ("individual,q1,base,364", "376"),
    ):
        assert f"{line}\n" in counts
        counts = counts.replace(line, f"{line.rpartition(',')[0]},{now}")
    tally.write_text(counts, encoding="utf-8")
    consultation = layout.params / NAME / "consultation.yaml"
    consultation.write_text(consultation.read_text(encoding="utf-8").replace("598", "610"), encoding="utf-8")
    third, told = ran(layout)
    # 271 and 12 of 610 are 46.4 per cent.
    new = SAID.replace("45%", "46%").replace("598", "610")
    changed = f"{TOLD.format(SHARE, '45%', '46%')} {TOLD.format(BASE, '598', '610')}"
    assert f"{new} {changed}" in page(third)
    where = "kept/commentary/section_priorities.yaml, paragraph 1: written when Q1. The most important priorities: "
    assert told == (
        f"{where}{SHARE} was 45%; it is now 46%",
        f"{where}{BASE} was 598; it is now 610",
        "If the paragraphs still hold, confirm them: findings workbook out scotland-2016",
    )
    assert slot.read_text(encoding="utf-8") == WRITTEN
    assert verify(third).lines()[-1].startswith("verified: ")
    assert main(["check", NAME, "--params", str(layout.params)]) == 0
    assert tuple(capsys.readouterr().out.splitlines()[2:]) == told

    # Whoever changes the value of before in the page is found.
    copy = Path(shutil.copytree(third, third.parent / "copy"))
    report = copy / "public" / "report.html"
    text = report.read_text(encoding="utf-8")
    span = '<span data-origin="parameter">{}</span>'
    assert text.count(span.format("598")) == 1
    report.write_text(text.replace(span.format("598"), span.format("589")), encoding="utf-8")
    assert {
        "a parameter with a figure that the run's parameters do not have",
        "not what the notebook shows here",
    } <= set(found(copy))
    shutil.rmtree(copy)

    # A person confirms.
    _, written = workbooks_out(layout, NAME, None)
    book = layout.params / NAME / "commentary.xlsx"
    assert written == f"written: {book}, with the numbers of run {third.name}"
    sheet = openpyxl.load_workbook(book)
    head = [cell.value for cell in sheet["Commentary"][1]]
    sheet["Commentary"].cell(2, head.index("still true?") + 1).value = "yes"
    sheet.save(book)
    lines = workbooks_in(layout, NAME, None)
    assert lines[0] == "nothing changed"
    assert lines[1].startswith("commentary.xlsx: still true: Section: Priorities for the new strategy, ")
    assert "- text: >-" in slot.read_text(encoding="utf-8")
    fourth, told = ran(layout)
    assert told == ()
    assert new in page(fourth)
    assert "Written when" not in page(fourth)
    assert verify(fourth).lines()[-1].startswith("verified: ")
    assert newest_run(open_project(layout, NAME)) == fourth
    assert "before:" in slot.read_text(encoding="utf-8")
    assert '"45%"' in slot.read_text(encoding="utf-8")
