"""What a report of a real consultation tells, chapter by chapter: a reader misses it before a program does."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

# As the issue lists them ("exhibits, notebooks"), and what a consultation's results are not, as domain guidance says.
TOLD = (
    "Summary", "Who responded", "From received to analysed", "Evidence for the decision", "Method and limits",
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
