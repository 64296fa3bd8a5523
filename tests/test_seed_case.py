"""The seed case as a whole: it runs, it is verified, its chapters stand in order, and nothing in it passes for real."""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest

from conftest import SEED
from findings.audit.compare.comparison import compare_runs
from findings.audit.compare.inputs import Factor
from findings.audit.compare.lead import first_sentence
from findings.audit.verify import verify
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run
from seed_run import SeedRun, seed_run

__all__ = ["seed_run"]

# A whole run of the seed case is made here: .ci/run does it after the tests.
pytestmark = pytest.mark.slow

MADE_UP = "made-up data"
MOST_BYTES = 6 * 1024 * 1024
# The reading order of the design, with the proposals as facts about the consultation name them.
ORDER = [
    "Summary", "About the programme", "How to read this report", "Who responded", "Across the proposals",
    "Groups and equality", "Method",
]  # fmt: skip


def page_of(run: SeedRun) -> str:
    return (run.folder / "public" / "report.html").read_text(encoding="utf-8")


def test_it_is_verified(seed_run: SeedRun, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\nllr-2021 from an empty cache: {seed_run.seconds:.0f} s")
    verification = verify(seed_run.folder)
    assert verification.verified, "\n".join(verification.lines())


def test_the_page_can_be_sent(seed_run: SeedRun) -> None:
    assert (seed_run.folder / "public" / "report.html").stat().st_size < MOST_BYTES


def test_the_chapters_stand_in_the_reading_order(seed_run: SeedRun) -> None:
    body = page_of(seed_run).partition("</nav>")[2]
    found = re.findall(r"<h2\b.*?</h2>", body, flags=re.DOTALL)
    headings = [" ".join(html.unescape(re.sub(r"<[^>]+>", "", one)).split()) for one in found]
    places = [next((at for at, own in enumerate(headings) if title in own), None) for title in ORDER]
    assert None not in places, headings
    assert places == sorted(places, key=lambda place: place or 0), headings
    # Between who responded and what all proposals share, a chapter each.
    who, across = (places[ORDER.index(title)] or 0 for title in ("Who responded", "Across the proposals"))
    assert across - who - 1 == 8, headings


def test_every_page_of_the_pdf_is_marked(seed_run: SeedRun) -> None:
    document = pypdfium2.PdfDocument(seed_run.folder / "public" / "report.pdf")
    texts = [" ".join(page.get_textpage().get_text_range().split()).lower() for page in document]
    assert texts
    assert [number for number, text in enumerate(texts, 1) if MADE_UP not in text] == []


def test_every_sheet_is_marked(seed_run: SeedRun) -> None:
    files = sorted(seed_run.folder.rglob("*.xlsx"))
    assert files
    unmarked = []
    for file in files:
        for sheet in openpyxl.load_workbook(file, read_only=True):
            told = " ".join(
                str(value) for row in sheet.iter_rows(max_row=5, values_only=True) for value in row if value
            )
            if MADE_UP not in told.lower():
                unmarked.append((file.name, sheet.title))
    assert unmarked == []


def csv_files(folder: Path) -> list[Path]:
    """Every CSV file that the run wrote; what stands under `inputs` is a copy of what came in."""
    return sorted(file for file in folder.rglob("*.csv") if "inputs" not in file.relative_to(folder).parts)


def test_every_row_of_every_csv_file_is_marked(seed_run: SeedRun) -> None:
    # Who lives in the districts is real, and its rows say that they are official figures.
    files = csv_files(seed_run.folder)
    names = {file.name for file in files}
    assert {"evidence.csv", "ledger.csv", "submissions.csv", "coverage.csv", "codings.csv", "points.csv"} <= names
    unmarked = {}
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = [row.get("source_kind") for row in csv.DictReader(opened)]
        others = len(rows) - rows.count("made_up") - rows.count("official")
        if others:
            unmarked[file.name] = others
    assert unmarked == {}


def test_every_chart_is_marked(seed_run: SeedRun) -> None:
    charts = re.findall(r"<figure\b.*?</figure>", page_of(seed_run), flags=re.DOTALL)
    assert len(charts) > 50
    assert [number for number, chart in enumerate(charts, 1) if MADE_UP not in chart.lower()] == []


def test_the_easy_read_text_is_marked_on_every_page(seed_run: SeedRun) -> None:
    document = docx.Document(str(seed_run.folder / "board" / "easy_read.docx"))
    # The head of a section stands on each of its pages.
    heads = [" ".join(part.text for part in section.header.paragraphs) for section in document.sections]
    assert heads
    assert all(MADE_UP in head.lower() for head in heads), heads


def test_the_midpoint_is_verified_and_told_apart_from_the_whole(seed_run: SeedRun) -> None:
    out = seed_run.folder.parents[2]
    (result,) = run(find_layout(None, out, "midpoint"), [SEED], jobs=2, quiet=True)
    assert result.error is None
    assert result.folder is not None
    verification = verify(result.folder)
    assert verification.verified, "\n".join(verification.lines())
    comparison = compare_runs(result.folder, seed_run.folder)
    assert comparison.inputs.factors == (Factor.EDITION,)
    assert {one.cause.factors for one in comparison.found} == {((Factor.EDITION,),)}
    said = first_sentence(comparison)
    assert said.startswith("The second run has another edition (midpoint before, full now), with the same data,")
    assert said.endswith("all because of the edition.")
    analysed = {one.change.cell: one for one in comparison.found}["funnel#analysed"]
    assert analysed.second == "5,820"
