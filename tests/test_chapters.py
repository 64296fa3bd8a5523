"""What a report of a real consultation tells, chapter by chapter: a reader misses it before a program does."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pypdfium2
import pytest

# As the issue lists them ("exhibits, notebooks"), and what a consultation's results are not, as domain guidance says.
TOLD = (
    "Summary", "What was asked, and who answered", "What people said", "What differs between groups",
    "How to read this report", "Who responded and who did not", "From received to analysed", "Groups and equality",
    "Method and limits", "The questionnaire as asked",
    "How the responses were counted", "rounded half up", "No count is hidden.",
    "What the results can and cannot say", "It is not a vote and not a sample", "not weighted",
    "Sources", "Where the numbers come from",
)  # fmt: skip
# As their consultation.yaml names them: the engagement paper or the consultation paper, and a limit of its own.
OWN = {
    "scotland-2016": ("Mental Health in Scotland - a 10 year vision", "Only the first question is reported here."),
    "scotland-2023": ("quality standards: consultation", "no individual response was available."),
}


@pytest.mark.parametrize("name", ["scotland-2016", "scotland-2023"])
def test_every_chapter_tells_what_it_is_there_for(real_runs: dict[str, Path], name: str) -> None:
    page = (real_runs[name] / "public" / "report.html").read_text(encoding="utf-8")
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("</nav>")[2])).split())
    assert [words for words in (*TOLD, *OWN[name]) if words not in text] == []


# The chapters in the order of the issue; one without content is not there.
ORDER = {
    "scotland-2016": [
        "Summary", "How to read this report", "Who responded and who did not", "Priorities for the new strategy",
        "Groups and equality", "Method and limits", "The questionnaire as asked", "Where the numbers come from",
    ],
    "scotland-2023": [
        "Summary", "How to read this report", "Who responded and who did not", "The standards as a whole", "Access",
        "Assessment, care planning, treatment and support", "Moving between and out of services", "Workforce",
        "Governance and accountability", "Across the proposals", "Groups and equality", "Method and limits",
        "The questionnaire as asked", "Where the numbers come from",
    ],
}  # fmt: skip


def page_of(run: Path) -> str:
    return (run / "public" / "report.html").read_text(encoding="utf-8").partition("</nav>")[2]


def text_of(markup: str) -> str:
    """What is read, a block a line."""
    blocks = re.sub(r"</(p|li|h\d|tr|caption|figcaption|blockquote|desc|title|text)>", "\n", markup)
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<(script|style)\b.*?</\1>", "", blocks, flags=re.DOTALL)))


def summary_of(page: str) -> str:
    return re.split(r"<h2 ", page)[1]


@pytest.mark.parametrize("name", ["scotland-2016", "scotland-2023"])
def test_the_chapters_stand_in_reading_order(real_runs: dict[str, Path], name: str) -> None:
    headings = re.findall(r"<h2 id=\"[^\"]+\">(.*?)</h2>", page_of(real_runs[name]), re.DOTALL)
    assert [" ".join(text_of(heading).split()).split(" ", 1)[1] for heading in headings] == ORDER[name]


def test_the_summary_shows_everyone_individuals_and_organisations_together(real_runs: dict[str, Path]) -> None:
    # As the issue has them, from the published analysis of question 8.
    found = re.findall(r"<tr.*?</tr>", summary_of(page_of(real_runs["scotland-2023"])), re.DOTALL)
    rows = [[" ".join(text_of(cell).split()) for cell in re.split(r"</th>|</td>", row)] for row in found]
    place = next(number for number, row in enumerate(rows) if row[0].startswith("Q8. "))
    assert [row[:2] for row in rows[place : place + 3]] == [
        ["Q8. Access: experiences", "71% (60 of 85)"],
        ["– Individual", "60% (29 of 48)"],
        ["– Organisation", "84% (31 of 37)"],
    ]


@pytest.mark.parametrize("name", ["scotland-2016", "scotland-2023"])
def test_the_limits_stand_before_the_first_result(real_runs: dict[str, Path], name: str) -> None:
    summary = text_of(summary_of(page_of(real_runs[name])))
    assert summary.index("It is not a vote and not a sample") < summary.index("What people said\n")


def test_yes_is_told_with_both_bases_and_never_as_a_majority_alone(real_runs: dict[str, Path]) -> None:
    page = page_of(real_runs["scotland-2016"])
    summary = " ".join(text_of(summary_of(page)).split())
    assert "Yes: 45% of all 598 respondents; 51% of the 535 who answered" in summary
    text = text_of(page)
    for sentence in re.split(r"(?<=[.!?])\s|\n", text):
        if "majorit" in sentence.lower():
            explains_the_word = sentence.startswith("A majority is more than a half and a minority less")
            assert explains_the_word or re.search(r"of (?:all|those who|the) ", sentence), sentence
    # The word is never there for yes: of all who responded it is less than half.
    assert not re.search(r"majority[^.]*\b[Yy]es\b|\b[Yy]es\b[^.]*majority", text)


@pytest.mark.parametrize(("name", "most"), [("scotland-2016", 2), ("scotland-2023", 4)])
def test_the_summary_stands_on_few_pages_of_paper(real_runs: dict[str, Path], name: str, most: int) -> None:
    document = pypdfium2.PdfDocument((real_runs[name] / "public" / "report.pdf").read_bytes())
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    begins = {title: next(n for n, page in enumerate(pages) if title in page and "....." not in page.replace(" ", ""))
              for title in ("What was asked, and who answered", "How to read this report")}  # fmt: skip
    assert 1 <= begins["How to read this report"] - begins["What was asked, and who answered"] <= most
