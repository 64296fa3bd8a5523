"""The page in a real browser: axe-core, the keyboard alone, no message and no request."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser import chromium, opened
from conftest import once
from every_kind import drawn, write
from findings.pipeline.layout import consultations, find_layout
from findings.pipeline.run import run

__all__ = ["chromium"]
pytestmark = pytest.mark.slow

PAGES = ("scotland-2016", "scotland-2023", "kinds", "rehearsal")
WIDTHS = {"wide": 1280, "phone": 390}
NORTH = "q1.by.area#net_agree@leicester!percent"


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="session")
def kinds_out(shared_folder: Path) -> Path:
    """A made consultation of every kind of question; and one whose answers are made up, small counts hidden."""

    def make(folder: Path) -> None:
        for name in ("kinds", "rehearsal"):
            made = write(folder / "params" / name, drawn(160)).folder
            if name == "rehearsal":
                _replace(
                    made / "consultation.yaml", "profile: none, reason: Made up.", "profile: threshold, threshold: 5"
                )
                _replace(made / "answers.csv", "\nr", "\nmade-up-r")
        layout = find_layout(folder / "params", folder / "outputs")
        for result in run(layout, consultations(layout), jobs=2, quiet=True):
            if result.error is not None:
                raise result.error

    return once(shared_folder / "kinds", make) / "outputs"


@pytest.fixture
def report(real_runs: dict[str, Path], kinds_out: Path) -> Callable[[str], Path]:
    """The page of a consultation, by its name."""

    def page(name: str) -> Path:
        if name in real_runs:
            return real_runs[name] / "public" / "report.html"
        return next((kinds_out / name / "full").glob("*/public/report.html"))

    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(chromium: Any, report: Callable[[str], Path], name: str, width: str, scheme: str) -> None:
    size = {"width": WIDTHS[width], "height": 900}
    with opened(chromium, report(name), viewport=size, color_scheme=scheme) as watched:
        page = watched.page
        assert watched.violations() == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen"
        page.locator("main table a[data-cell]").first.click()
        page.locator("#panel summary").click()
        assert page.locator("#panel").is_visible()
        assert watched.violations() == []
        watched.keys("Escape")
        if width == "phone":
            page.get_by_role("button", name="Contents and search").click()
        page.locator("#find-text").fill("respon")
        page.wait_for_selector(".found li")
        assert watched.violations() == []
        assert watched.said == []
        assert watched.asked == [page.url.partition("#")[0]]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_print(chromium: Any, report: Callable[[str], Path], name: str) -> None:
    with opened(chromium, report(name), viewport={"width": 794, "height": 1123}, color_scheme="dark") as watched:
        watched.page.emulate_media(media="print", color_scheme="dark")
        assert watched.violations() == []
        # Whatever a reader's scheme, paper is white, and controls are not printed.
        assert watched.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert not watched.page.locator(".contents, .bar, .tools").locator("visible=true").count()


def test_high_contrast_and_forced_colours(chromium: Any, report: Callable[[str], Path]) -> None:
    for how in ({"contrast": "more"}, {"forced_colors": "active"}, {"reduced_motion": "reduce"}):
        with opened(chromium, report("scotland-2023"), **how) as watched:
            assert watched.violations() == []


def test_the_panel_by_keyboard_alone(chromium: Any, report: Callable[[str], Path]) -> None:
    with opened(chromium, report("kinds")) as watched:
        page = watched.page
        page.locator("#content").focus()
        for _ in range(60):
            watched.keys("Tab")
            if page.evaluate("document.activeElement.matches('p a[data-cell]')"):
                break
        number, cell = watched.focused(), watched.focused("dataset.cell")
        watched.keys("Enter")
        panel = page.get_by_role("dialog", name=f"About this number {number}")
        assert panel.is_visible()
        # The focus is in the panel, and stays there.
        for _ in range(30):
            assert page.evaluate("document.activeElement === document.body || panel.contains(document.activeElement)")
            watched.keys("Tab")
        # The part for auditors is folded; the command in it names the cell.
        page.locator("#panel summary").focus()
        assert not page.locator("#panel details code").first.is_visible()
        watched.keys("Enter")
        assert f"findings trace '{cell}' --run RUN" in panel.inner_text()
        watched.keys("Escape")
        assert not panel.is_visible()
        assert watched.focused("dataset.cell") == cell
        assert watched.said == []


def test_a_table_is_one_tab_stop_and_arrows_go_through_its_numbers(
    chromium: Any, report: Callable[[str], Path]
) -> None:
    with opened(chromium, report("scotland-2023")) as watched:
        page = watched.page
        stops = "[...document.querySelectorAll('main table')].map(t => t.querySelectorAll('[tabindex=\"0\"]').length)"
        counts = page.evaluate(stops)
        assert counts and set(counts) == {1}
        first = page.locator("main table tbody a[data-cell][tabindex='0']").first
        first.focus()
        # Named by their place, since the tab stop moves with the focus.
        at = first.evaluate("link => [[...document.querySelectorAll('main table')].indexOf(link.closest('table')), "
                            "link.closest('tr').rowIndex]")  # fmt: skip
        row = page.locator("main table").nth(at[0]).locator("tr").nth(at[1])
        assert first.locator("xpath=ancestor::*[@role='region'][1]").get_attribute("aria-describedby") == "numbers-hint"
        own = row.locator("a[data-cell]")
        watched.keys("ArrowRight")
        assert watched.focused("dataset.cell") == own.nth(1).get_attribute("data-cell")
        watched.keys("ArrowDown")
        assert page.evaluate("document.activeElement.closest('tr').rowIndex") == at[1] + 1
        watched.keys("ArrowUp", "Home")
        assert watched.focused("dataset.cell") == own.first.get_attribute("data-cell")
        watched.keys("End")
        assert watched.focused("dataset.cell") == own.last.get_attribute("data-cell")
        # Where the focus was, the table is entered again.
        assert page.evaluate("document.activeElement.closest('table').querySelectorAll('[tabindex=\"0\"]').length") == 1
        watched.keys("Enter")
        assert page.locator("#panel").is_visible()


def test_the_panel_says_what_the_store_says(chromium: Any, report: Callable[[str], Path]) -> None:
    """Question 8 of 2023, as everybody who reads `evidence.csv` would put it."""
    with opened(
        chromium, report("scotland-2023"), fragment="#q8.by.respondent_type%23net_agree%40organisation%21percent"
    ) as watched:
        panel = watched.page.get_by_role("dialog", name="About this number 84%")
        assert panel.is_visible()
        told = dict(zip(panel.locator("dt").all_inner_texts(), panel.locator("dd").all_inner_texts(), strict=False))
        text = panel.inner_text()
        assert told["What it counts"] == (
            "Of those in the group “Organisation” who answered the question, the share who answered “Agree (net)”."
        )
        assert "Number counted\n31\nOut of\n37: those who answered the question." in text
        assert "Q8. How far do you agree that" in text
        assert "Individuals and organisations: Organisation." in text
        # On to the count, and back.
        watched.keys("Tab", "Tab")
        panel.get_by_role("link", name="31").press("Enter")
        assert watched.page.get_by_role("dialog", name="About this number 31").is_visible()
        panel = watched.page.locator("#panel")
        panel.get_by_role("button", name="Back").press("Enter")
        assert "84%" in panel.locator("h2").inner_text()
        watched.keys("Escape")
        assert watched.focused() == "84%"
        assert "#" not in watched.page.url
        # The same link opens it again.
        watched.page.evaluate("location.hash = '#q8%23net_agree%21percent'")
        watched.page.wait_for_selector("#panel[open]")
        assert "71%" in panel.locator("h2").inner_text()


def test_every_number_of_every_page_can_be_asked(chromium: Any, report: Callable[[str], Path]) -> None:
    for name in PAGES:
        with opened(chromium, report(name)) as watched:
            script = """() => {
                const wrong = [], links = new Map(), ids = new Set();
                for (const one of document.querySelectorAll("main [data-cell]")) {
                    ids.add(one.dataset.cell);
                    if (one.matches("a") && !links.has(one.dataset.cell)) links.set(one.dataset.cell, one.textContent);
                }
                for (const id of ids) {
                    if (!ask(id)) { wrong.push("not known: " + id); continue; }
                    const text = panel.textContent;
                    if (/undefined|null|NaN|\\{\\w+\\}|\\[object/.test(text)) wrong.push(id + ": " + text);
                    if (!panel.querySelector("dd").textContent.trim()) wrong.push("says nothing: " + id);
                    const shown = links.get(id), value = panel.querySelector(".value").textContent;
                    // A phrase of the scale of words for shares, or an end of an interval, is not the value itself.
                    if (shown && /^[0-9,.%-]+$/.test(shown) && shown !== value) wrong.push(id + ": " + value);
                }
                panel.close();
                return wrong;
            }"""
            assert watched.page.evaluate(script) == []
            assert watched.said == []


def test_a_number_in_a_chart_can_be_clicked(chromium: Any, report: Callable[[str], Path]) -> None:
    with opened(chromium, report("scotland-2023")) as watched:
        marks = watched.page.locator("main figure svg [data-cell]")
        if not marks.count():
            pytest.skip("the charts of this report name no cells")
        cell = marks.first.get_attribute("data-cell")
        marks.first.click()
        watched.page.locator("#panel summary").click()
        assert str(cell) in watched.page.locator("#panel").inner_text()


def test_a_click_beside_the_panel_closes_it_or_asks_the_number_there(
    chromium: Any, report: Callable[[str], Path]
) -> None:
    with opened(chromium, report("scotland-2023")) as watched:
        page = watched.page
        numbers = page.locator("main td a[data-cell]")
        numbers.first.scroll_into_view_if_needed()
        page.evaluate("ask(document.querySelector('main td a[data-cell]').dataset.cell)")
        page.mouse.click(30, 30)
        assert not page.locator("#panel").is_visible()


def test_search_by_keyboard_alone(chromium: Any, report: Callable[[str], Path]) -> None:
    with opened(chromium, report("kinds")) as watched:
        page = watched.page
        watched.keys("Tab", "Tab")
        assert watched.focused("id") == "find-text"
        page.keyboard.type("come here")
        page.wait_for_selector(".found li")
        assert "found" in page.locator(".find [role=status]").inner_text()
        assert page.locator(".found mark").first.inner_text().lower() in ("come", "here")
        assert page.evaluate("CSS.highlights.get('found').size") >= 1
        watched.keys("ArrowDown", "Enter")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        block = "document.activeElement.closest('p, li, tr, h2, h3, h4, h5, caption, figcaption').textContent"
        # Both words, wherever they stand in it.
        assert all(word in page.evaluate(block).lower() for word in ("come", "here"))
        page.locator("#find-text").focus()
        watched.keys("ControlOrMeta+a")
        page.keyboard.type("zebra crossing")
        page.locator(".find [role=status]", has_text="No results").wait_for()
        watched.keys("Escape")
        assert page.locator("#find-text").input_value() == ""
        assert page.locator("#contents > ol").is_visible()


def test_tables_by_one_breakdown_by_keyboard_alone(chromium: Any, report: Callable[[str], Path]) -> None:
    with opened(chromium, report("kinds")) as watched:
        page = watched.page
        page.locator("#tables-by").focus()
        every = page.locator("main .exhibit.table").locator("visible=true").count()
        watched.keys("ArrowDown")
        assert page.locator("#tables-by").evaluate("one => one.selectedOptions[0].textContent") == "Area"
        told = page.locator(".choose [role=status]").inner_text()
        shown = page.locator("main .exhibit.table").locator("visible=true")
        assert told == f"{shown.count()} of {every} tables are shown: those by Area, and those of all respondents."
        assert 0 < shown.count() < every
        by = """all => all.map(table => [...table.querySelectorAll('[data-cell]')].map(
            number => number.dataset.cell.split('#')[0].split('.by.')[1] || ''))"""
        for breakdowns in page.locator("main .exhibit.table:not(.out)").evaluate_all(by):
            assert "area" in breakdowns or set(breakdowns) <= {""}
        assert watched.violations() == []
        page.get_by_role("button", name="Show all tables").press("Enter")
        assert page.locator("main .exhibit.table").locator("visible=true").count() == every
        # On paper nothing is left out.
        watched.keys("ArrowDown")
        page.emulate_media(media="print")
        assert page.locator("main .exhibit.table").locator("visible=true").count() == every


def csv_of(watched: Any, button: Any) -> tuple[str, list[list[str]]]:
    with watched.page.expect_download() as started:
        button.press("Enter")
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    return started.value.suggested_filename, list(csv.reader(io.StringIO(text, newline="")))


def test_a_table_as_a_file(chromium: Any, report: Callable[[str], Path]) -> None:
    with opened(chromium, report("scotland-2023")) as watched:
        table = watched.page.locator("main .exhibit.table").nth(1)
        name, rows = csv_of(watched, table.get_by_role("button"))
        number = table.locator("caption .label").inner_text()
        assert name == number.lower().replace(" ", "-").replace(".", "-") + ".csv"
        as_shown = """rows => rows.map(row => [...row.cells].filter(cell => !cell.matches('.drawn')).map(
            cell => cell.textContent.trim().replace(/\\s+/g, ' ')))"""
        shown = table.locator("tr").evaluate_all(as_shown)
        assert rows == shown
        assert watched.asked == [watched.page.url]
    with opened(chromium, report("rehearsal")) as watched:
        table = watched.page.locator("main .exhibit.table").nth(1)
        name, rows = csv_of(watched, table.get_by_role("button"))
        assert name.startswith("made-up-data-table-")
        assert rows[0][-1] == "Data"
        assert {row[-1] for row in rows[1:]} == {"MADE-UP DATA"}


def test_what_a_spreadsheet_would_run_is_text_in_the_file(chromium: Any, report: Callable[[str], Path]) -> None:
    with opened(chromium, report("scotland-2016")) as watched:
        values = ["=1+1", "+x", "-x", "@x", "-3", "60%", "6,650", "[c]", 'say "yes"', "two\nlines"]
        line = watched.page.evaluate("values => csvLine(values)", values)
        assert next(csv.reader(io.StringIO(line, newline=""))) == [
            "'=1+1", "'+x", "'-x", "'@x", "-3", "60%", "6,650", "[c]", 'say "yes"', "two\nlines"
        ]  # fmt: skip


def test_the_contents_follow(chromium: Any, report: Callable[[str], Path]) -> None:
    with opened(chromium, report("scotland-2023")) as watched:
        page = watched.page
        for place in (2, 5, -1):
            link = page.locator("#contents > ol a").nth(place)
            goal = link.get_attribute("href")
            link.click()
            page.locator(f"#contents a[aria-current][href='{goal}']").wait_for()
            assert page.locator("#contents a[aria-current]").count() == 1


def test_the_contents_of_a_phone_open_over_the_page(chromium: Any, report: Callable[[str], Path]) -> None:
    with opened(chromium, report("scotland-2023"), viewport={"width": 390, "height": 844}) as watched:
        page = watched.page
        opener = page.get_by_role("button", name="Contents and search")
        opener.press("Enter")
        assert opener.get_attribute("aria-expanded") == "true"
        assert watched.focused("id") == "find-text"
        assert watched.violations() == []
        watched.keys("Escape")
        assert opener.get_attribute("aria-expanded") == "false"
        assert watched.focused() == "Contents and search"
        opener.press("Enter")
        page.locator("#contents > ol a").nth(3).click()
        assert opener.get_attribute("aria-expanded") == "false"


def test_without_a_script_the_report_is_whole(chromium: Any, report: Callable[[str], Path]) -> None:
    with opened(chromium, report("scotland-2023"), java_script_enabled=False) as watched:
        page = watched.page
        assert page.locator("button, input, select, dialog").count() == 0
        link = page.locator("main p a.figure-link").first
        goal = link.get_attribute("data-cell")
        link.click()
        assert page.locator(f'tr[id="{goal}"]').is_visible()
        assert page.locator("main table a[data-cell][tabindex='-1']").count() > 100


def test_a_copied_link_opens_the_number(chromium: Any, report: Callable[[str], Path]) -> None:
    with opened(chromium, report("scotland-2016"), permissions=["clipboard-read", "clipboard-write"]) as watched:
        page = watched.page
        page.locator("main p a.figure-link").first.press("Enter")
        page.get_by_role("button", name="Copy link to this number").press("Enter")
        page.locator("#panel [role=status]", has_text="Copied.").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        value = page.locator("#panel .value").inner_text()
    context = chromium.new_context()
    page = context.new_page()
    page.goto(copied)
    page.wait_for_selector("#panel[open]")
    assert page.locator("#panel .value").inner_text() == value
    context.close()
