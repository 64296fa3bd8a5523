"""What the documentation shows works: the example of `docs/set_up_a_consultation.md` is built and counted."""

from __future__ import annotations

import re
from pathlib import Path

from findings.consultation.build import Parameters, build
from findings.intake import receive
from findings.tabulation import tabulate

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "set_up_a_consultation.md"


def written(folder: Path) -> Parameters:
    """The files of the page, in the order in which it shows them, built."""
    blocks = re.findall(r"```(?:csv|yaml)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    folder.mkdir()
    for name, block in zip(("data.csv", "consultation.yaml", "questionnaire.yaml"), blocks, strict=True):
        (folder / name).write_text(block, encoding="utf-8")
    return build(folder, PROJECT / "notebooks" / "plan.yaml")


def test_the_example_is_counted_as_it_stands_on_the_page(tmp_path: Path) -> None:
    parameters = written(tmp_path / "example")
    counted = {cell.cell: cell.value for cell in tabulate(parameters, receive(parameters)).cells}
    # Five responses: r5 left Q1 out, r4 left Q2 out; two of three residents agree.
    assert counted["hub#net_agree"] == "3"
    assert counted["hub#base"] == "4"
    assert counted["hub#net_agree!percent"] == "75"
    assert counted["hub.by.respondent_type#net_agree@resident!percent"] == "67"
    assert counted["travel#base"] == "5"
    assert counted["travel#not_answered!percent"] == "20"


def test_every_page_of_the_docs_is_named_on_the_map() -> None:
    page_of_the_house = (PROJECT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (PROJECT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in page_of_the_house
