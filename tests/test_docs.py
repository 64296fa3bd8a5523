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


COUNTED = PROJECT / "docs" / "what_is_counted.md"


def test_the_example_of_every_kind_is_counted_as_it_stands_on_the_page(tmp_path: Path) -> None:
    blocks = re.findall(r"^`([\w.]+)`:\n\n```(?:csv|yaml)\n(.*?)```", COUNTED.read_text(encoding="utf-8"), re.S | re.M)
    folder = tmp_path / "example"
    folder.mkdir()
    for name, block in blocks:
        (folder / name).write_text(block, encoding="utf-8")
    assert sorted(name for name, _ in blocks) == [
        "consultation.yaml",
        "data.csv",
        "questionnaire.yaml",
        "residents.csv",
    ]
    parameters = build(folder, PROJECT / "notebooks" / "plan.yaml")
    counted = {cell.cell: cell.value for cell in tabulate(parameters, receive(parameters)).cells}
    # Four responses: "I do not come" beside bus does not count, a boat is another way, and r4 was not asked Q4.
    expected = {
        "plan#base!mean": "2.33",
        "ways#base": "3",
        "ways#bus": "2",
        "ways#net_motor": "2",
        "ways#net_motor!mentions": "3",
        "ways#none": "0",
        "ways#other": "1",
        "order.care#rank_1": "2",
        "order.care#base!mean": "1.33",
        "order.care#base!borda": "8",
        "miles#from_5": "2",
        "miles#base!median": "7.5",
        "miles#not_asked": "1",
        "more#answered!percent": "50",
        "plan.by.role#base@carer": "2",
        "plan.by.area.x.deprived#base@town.most_deprived": "1",
        "population.by.area#respondents@town!difference": "-10",
    }
    assert {name: counted.get(name) for name in expected} == expected
    midpoint = build(folder, PROJECT / "notebooks" / "plan.yaml", "midpoint")
    reached = {cell.cell: cell.value for cell in tabulate(midpoint, receive(midpoint)).cells}
    assert reached["area#base"] == "3"
    assert "plan#base" not in reached
