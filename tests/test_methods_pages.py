"""The pages of `docs/methods`: each has its parts, and every worked number is worked out again."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

METHODS = Path(__file__).resolve().parents[1] / "docs" / "methods"
PAGES = sorted(path for path in METHODS.glob("*.md") if path.name != "README.md")
MODULE = re.compile(r"^Module: (`findings(?:\.\w+)+`(?:, `findings(?:\.\w+)+`)*)$", re.M)
LIBRARIES = ("numpy", "pandas", "fractions", "decimal")
"""What a worked number may use besides the module that the page is about."""


def worked(text: str) -> str:
    """The worked blocks of a page, one after the other."""
    return "\n".join(re.findall(r"^```worked\n(.*?)^```$", text, re.M | re.S))


def test_there_are_pages() -> None:
    assert len(PAGES) >= 9


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_its_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.match(r"# \S.*\n\n\S", text), "a title, and below it what the statistic is"
    for part in ("Formula", "Worked number", "Source"):
        body = re.search(rf"^## {part}\n\n(.+?)(?=^## |\Z)", text, re.M | re.S)
        assert body, f"no part {part}"
        assert body[1].strip(), f"{part} is empty"
    assert re.findall(r"^## (.+)$", text, re.M)[-1] == "Source"
    assert re.search(r"\b(1[89]|20)\d\d\b", text.split("## Source")[1]), "a source has a year"
    named = MODULE.search(text)
    assert named, "no line 'Module: `findings...`'"
    modules = re.findall(r"`([^`]+)`", named[1])
    for module in modules:
        assert importlib.import_module(module).__doc__
    imported = re.findall(r"^>>> (?:from|import) ([\w.]+)", worked(text), re.M)
    assert set(modules) & set(imported), "the worked number is not made by the module that the page names"
    others = [name for name in imported if name.split(".")[0] not in ("findings", *LIBRARIES)]
    assert others == [], "a worked number is ours, not another's"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_worked_number_is_what_it_says(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = worked(text)
    outside = re.sub(r"^```worked\n.*?^```$", "", text, flags=re.M | re.S)
    assert ">>>" not in outside, "an example outside a worked block is not run"
    test = doctest.DocTestParser().get_doctest(blocks, {}, page.name, str(page), 0)
    assert any(example.want for example in test.examples), "no number to compare with"
    report: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert results.failed == 0, "".join(report)
    assert results.attempted == len(test.examples) >= 2


def test_the_index_lists_every_page_and_no_other() -> None:
    index = (METHODS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[(\w+\.md)\]\((\w+\.md)\) \|", index, re.M)
    assert all(shown == link for shown, link in listed)
    assert sorted(link for _, link in listed) == [page.name for page in PAGES]


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in METHODS.glob("*.md"):
        for link in re.findall(r"\]\(([^)#\s:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
