"""A report says that it is a draft until every guess is confirmed: on each page, sheet, table and chart."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest

import sample
from conftest import PROJECT, once
from crops import CHROMIUM
from findings.audit import verify as verifying
from findings.audit.drafts import GUESSES, is_draft
from findings.audit.marked import draft_problems
from findings.audit.trace import trace
from findings.audit.verify import Look, crate_look, files_look, printed_look, verify
from findings.cli import main
from findings.consultation import build
from findings.consultation.madeup import MARK
from findings.decision.board import decision_evidence
from findings.decision.workbook import workbook_bytes
from findings.evidence.cell import SourceKind
from findings.evidence.draft import DO, DRAFT, NOTICE, headed
from findings.evidence.store import Evidence
from findings.evidence.story import Story, tell
from findings.publishing.report import write_html, write_pdf
from small_consultation import changed

PLAN = PROJECT / "notebooks" / "plan.yaml"
UNCONFIRMED = """\
drafted_from: data.csv
guesses:
  questions.q1: {guess: A scale., sure: likely, because: Its answers., confirmed: true}
  questions.q2: {guess: One answer., sure: unsure, because: Its answers.}
"""
CONFIRMED = UNCONFIRMED.replace("because: Its answers.}", "because: Its answers., confirmed: true}")
PAGES = ("public/report.html", "restricted/audit.html")


@pytest.fixture(scope="module")
def made(shared_folder: Path) -> Path:
    """The folder of parameters and outputs of one draft's run."""
    return once(shared_folder / "draft", lambda folder: make_run(folder, UNCONFIRMED))


@pytest.fixture(scope="module")
def confirmed(shared_folder: Path) -> Path:
    """The same when all was confirmed."""
    return run_in(once(shared_folder / "confirmed", lambda folder: make_run(folder, CONFIRMED)))


def make_run(folder: Path, guesses: str = "") -> None:
    parameters = folder / "params" / "sample"
    sample.write_parameters(parameters)
    if guesses:
        (parameters / "guesses.yaml").write_text(guesses, encoding="utf-8")
    command = ["--params", str(parameters.parent), "--out", str(folder / "out"), "--jobs", "2", "--quiet"]
    assert main(["run", "sample", *command]) == 0


def run_in(folder: Path) -> Path:
    out = folder / "out" / "sample" / "full"
    return out / str(json.loads((out / "latest.json").read_text(encoding="utf-8"))["run"])


@pytest.fixture(scope="module")
def run(made: Path) -> Path:
    return run_in(made)


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", markup).split())


def pages_of(pdf: Path) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf.read_bytes())]


# --- what is said -------------------------------------------------------------------------------


def test_the_words_hold_no_figure_and_say_what_to_do() -> None:
    assert f"{headed('A plan', made_up=False, draft=True)} | {NOTICE} | {DO}" == (
        "DRAFT. A plan | Not every guess about the data is confirmed, and numbers may change. Not for publication. | "
        "Confirm the guesses in setup.xlsx."
    )
    assert headed("A plan", made_up=True, draft=True) == "MADE-UP DATA. DRAFT. A plan"
    assert headed("A plan", made_up=False, draft=False) == "A plan"


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_so_at_its_top_in_its_titles_and_over_each_table_and_chart(run: Path, name: str) -> None:
    page = (run / name).read_text(encoding="utf-8")
    body = page.partition("<body>")[2]
    # Before anything else that is seen.
    assert words(body.partition("</p>")[0]) == f"Skip to the report DRAFT. {NOTICE} {DO}"
    (title,) = re.findall(r"<title\b[^>]*>(.*?)</title>", page.partition("<svg")[0], re.DOTALL)
    (heading,) = re.findall(r"<h1\b[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert (title.startswith("DRAFT. A plan: "), heading) == (True, "DRAFT. A plan")
    captions = [words(found) for found in re.findall(r"<(?:fig)?caption\b.*?</(?:fig)?caption>", page, re.DOTALL)]
    assert len(captions) > 12
    assert [caption for caption in captions if not re.match(r"(Table|Figure) \d\.\d+ DRAFT\. ", caption)] == []


def test_every_page_of_the_pdf_says_so_and_its_properties_and_its_attachment(run: Path) -> None:
    path = run / "public" / "report.pdf"
    pages = pages_of(path)
    assert len(pages) > 8
    assert [number for number, text in enumerate(pages, start=1) if f"{DRAFT}. {NOTICE}" not in text] == []
    assert DO in pages[0]
    with pikepdf.open(path) as document:
        assert document.docinfo["/Title"] == "DRAFT. A plan"
        assert DRAFT in str(document.docinfo["/Keywords"])
        assert document.attachments["evidence.csv"].description == "DRAFT. The numbers of this report as data"
        # Still what a screen reader can walk.
        assert document.open_metadata()["pdfuaid:part"] == "1"


def test_every_sheet_of_the_boards_workbook_says_so_and_so_does_its_json(run: Path) -> None:
    book = openpyxl.load_workbook(run / "board" / "evidence.xlsx")
    assert book.sheetnames == ["Draft Cover", "Draft Contents", "Draft Notes", "Draft Section 1", "Draft Highlights"]
    for sheet in book:
        assert sheet["A1"].value.startswith("DRAFT. ")
        assert sheet.oddHeader.center.text.endswith(f"DRAFT. {NOTICE} {DO}")
        assert sheet.sheet_properties.tabColor.rgb == "FF7A4B00"
    assert book.properties.keywords == DRAFT
    content = json.loads((run / "board" / "evidence.json").read_text(encoding="utf-8"))
    assert content["notice"] == f"DRAFT. {NOTICE} {DO}"
    assert [content["title"], content["sections"][0]["title"]] == ["DRAFT. A plan", "DRAFT. The plan"]


def test_a_trace_says_so(run: Path) -> None:
    assert trace("q1#agree", run).splitlines()[:2] == [
        "RESTRICTED. For auditors: do not publish it or pass it on. It holds single responses.",
        f"DRAFT. {NOTICE} {DO}",
    ]


def test_the_workbook_of_a_trace_says_so_on_each_sheet(run: Path, tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    assert main(["trace", "q1#agree", "--run", str(run), "--xlsx", str(path)]) == 0
    for sheet in openpyxl.load_workbook(path):
        assert f"DRAFT. {NOTICE} {DO}" in sheet["A2"].value
        assert sheet.oddHeader.center.text == "DRAFT, RESTRICTED"


def story_of(folder: Path, kind: SourceKind, *, draft: bool) -> Story:
    parameters = build(folder, PLAN)
    return tell(parameters.consultation, parameters.questionnaire, kind, (), draft=draft)


def test_what_is_a_draft_and_made_up_says_both(tmp_path: Path) -> None:
    sample.write_parameters(tmp_path / "sample")
    story = story_of(tmp_path / "sample", SourceKind.MADE_UP, draft=True)
    write_html([], Evidence(story, {}), tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    # One block that stays at the top, so that neither line covers the other.
    bands = re.search(r'<div class="bands">(.*?)</div>', page, re.DOTALL)
    assert bands
    assert words(bands[1]).startswith(f"{MARK}. Made up")
    assert words(bands[1]).endswith(f"{DRAFT}. {NOTICE} {DO}")
    assert page.count('class="marks"') == 1
    # A store without cells: nothing is told of any question, and the marks stand all the same.
    untold = story.questionnaire.model_copy(update={"sections": {}})
    content = decision_evidence(Evidence(story.model_copy(update={"questionnaire": untold}), {}))
    assert content.title == "MADE-UP DATA. DRAFT. A plan"
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(content, story)))
    assert book.sheetnames[0] == "Made-up draft Cover"
    header = book.worksheets[0].oddHeader.center.text
    assert f"{MARK}. Made up" in header
    assert header.endswith(f"DRAFT. {NOTICE} {DO}")
    # A header of a sheet holds so much and no more, with its codes.
    assert len(header) < 240
    assert book.properties.keywords == f"{MARK}, rehearsal, {DRAFT}"


# --- when it goes -------------------------------------------------------------------------------


@pytest.mark.slow
def test_what_is_confirmed_is_published_as_if_nothing_had_been_guessed(confirmed: Path, tmp_path: Path) -> None:
    make_run(tmp_path)
    one, other = confirmed, run_in(tmp_path)
    assert verify(one).verified
    for part in ("public", "board"):
        for path in sorted((one / part).iterdir()):
            assert path.read_bytes() == (other / part / path.name).read_bytes(), path.name
    page = (one / "public" / "report.html").read_text(encoding="utf-8")
    # The page's script knows the mark, since it looks for it.
    assert DRAFT not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("guesses", "expected"),
    [
        (UNCONFIRMED, True),
        (CONFIRMED, False),
        ("drafted_from: data.csv\nguesses: {}\n", False),
        # Whatever cannot be read, or says it otherwise, confirms nothing.
        ("drafted_from: [", True),
        ("", True),
        ("guesses: [q1]", True),
        ("guesses: {q1: confirmed}", True),
        (CONFIRMED.replace("confirmed: true", "confirmed: 1"), True),
    ],
)
def test_a_run_is_a_draft_while_a_guess_of_it_is_not_confirmed(guesses: str, expected: bool, tmp_path: Path) -> None:
    assert not is_draft(tmp_path)
    (tmp_path / GUESSES).parent.mkdir(parents=True)
    (tmp_path / GUESSES).write_text(guesses, encoding="utf-8")
    assert is_draft(tmp_path) is expected


# --- verify -------------------------------------------------------------------------------------


def test_a_draft_may_be_the_newest_run_and_is_verified_as_it_is(run: Path) -> None:
    # `run` is the one that latest.json names.
    assert is_draft(run)
    looks = (files_look(run), printed_look(run), crate_look(run))
    assert [str(problem) for look in looks for problem in look.problems] == []


@pytest.mark.slow
def test_a_draft_is_verified(run: Path) -> None:
    found = verify(run)
    assert found.verified, "\n".join(found.lines())


def in_text(file: str, old: str, new: str) -> Callable[[Path], None]:
    def do(run: Path) -> None:
        text = (run / file).read_text(encoding="utf-8")
        (run / file).write_text(changed(text, old, new), encoding="utf-8")

    return do


def in_sheet(run: Path) -> None:
    path = run / "board" / "evidence.xlsx"
    book = openpyxl.load_workbook(path)
    book["Draft Notes"]["A1"] = "Notes"
    book.save(path)


BAND = f'<p class="draft" role="note"><strong>DRAFT.</strong> {NOTICE} {DO}</p>'
TAKEN = {
    "the line of the page": (in_text(PAGES[0], BAND, ""), "public/report.html, the line at its top"),
    "the words of the line": (
        in_text(PAGES[0], f"</strong> {NOTICE}", "</strong> Final."),
        "public/report.html, the line at its top",
    ),
    "the line of the auditors' page": (in_text(PAGES[1], BAND, ""), "restricted/audit.html, the line at its top"),
    "a caption": (
        in_text(PAGES[0], "DRAFT. From responses received", "From responses received"),
        "public/report.html, 1 of its tables and charts",
    ),
    "the title of the board's file": (
        in_text("board/evidence.json", '"title": "DRAFT. A plan"', '"title": "A plan"'),
        "board/evidence.json, 'A plan'",
    ),
    "the notice of the board's file": (
        in_text("board/evidence.json", f'"notice": "DRAFT. {NOTICE} {DO}"', '"notice": ""'),
        "board/evidence.json, 'notice'",
    ),
    "a sheet": (in_sheet, "board/evidence.xlsx, sheet 'Draft Notes'"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_mark_that_was_taken_away_is_seen(name: str, run: Path, tmp_path: Path) -> None:
    take, where = TAKEN[name]
    copy = tmp_path / "run"
    shutil.copytree(run, copy)
    assert list(draft_problems(copy)) == []
    take(copy)
    (problem,) = draft_problems(copy)
    assert str(problem) == (
        f"{where}: guesses about the data are not confirmed, and it does not say so\n"
        "  allowed: DRAFT\n"
        "  do:      Do not pass this run on; run again from the data."
    )


def test_a_pdf_without_the_mark_is_seen_page_by_page_and_verify_tells(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "run"
    shutil.copytree(run, copy)
    path = copy / "public" / "report.pdf"
    story = story_of(copy / "restricted" / "inputs", SourceKind.RESPONSES, draft=False)
    write_pdf([], story, copy / "public" / "evidence.csv", path)
    pages = [f"public/report.pdf, page {number}" for number in range(1, len(pages_of(path)) + 1)]
    assert len(pages) == 2
    found = list(draft_problems(copy))
    assert [problem.where for problem in found] == pages
    # The other half of this look takes its time, and has tests of its own.
    monkeypatch.setattr(verifying, "_numbers_look", lambda _: Look("printed numbers", "", ()))
    assert printed_look(copy).problems == tuple(found)


@pytest.mark.parametrize("how", ["all confirmed", "taken out"])
def test_guesses_that_were_changed_in_the_run_are_seen(how: str, run: Path, tmp_path: Path) -> None:
    copy = tmp_path / "run"
    shutil.copytree(run, copy)
    if how == "taken out":
        (copy / GUESSES).unlink()
    else:
        (copy / GUESSES).write_text(CONFIRMED, encoding="utf-8")
    assert GUESSES in {problem.where for problem in files_look(copy).problems}


# --- as it is seen ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to print the page with")
def test_every_page_that_a_browser_prints_says_so(run: Path, tmp_path: Path) -> None:
    import subprocess

    path = tmp_path / "printed.pdf"
    page = (run / "public" / "report.html").as_uri()
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={path}", page]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = pages_of(path)
    assert len(pages) > 5
    # The line is turned, and read out without all of its spaces.
    due = "".join(f"{DRAFT}. {NOTICE}".split())
    assert [number for number, text in enumerate(pages, start=1) if due not in "".join(text.split())] == []
