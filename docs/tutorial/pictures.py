"""Make the pictures of the tutorial again: follow its pages, and look at what comes out.

    python docs/tutorial/pictures.py

It needs what no report needs: Playwright and Chromium (`.ci/browser.txt`), LibreOffice and `pdftoppm`. Look at each
picture afterwards: no test does.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from PIL import Image

HERE = Path(__file__).resolve().parent
IMAGES = HERE / "images"
sys.path.insert(0, str(HERE.parents[1] / "tests"))

NUMBER = "q6#net_agree!percent"
"""The number that page 5 asks about."""
COLOURS = 160
"""A page with a chart needs no more, and is half as large."""


def small(path: Path) -> None:
    """Fewer colours, so that the pages load fast."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


@contextmanager
def report(run: Path) -> Iterator[Any]:
    """The report of a run in a browser."""
    from playwright.sync_api import sync_playwright

    from crops import CHROMIUM

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page(viewport={"width": 1200, "height": 760})
        page.goto((run / "public" / "report.html").as_uri())
        yield page
        browser.close()


def shown(page: Any, name: str, height: int = 760) -> None:
    """The window as it stands, from its upper edge."""
    page.wait_for_timeout(400)
    page.screenshot(path=str(IMAGES / name), clip={"x": 0, "y": 0, "width": 1200, "height": height})
    small(IMAGES / name)


def scroll_to(page: Any, selector: str, above: int = 120) -> None:
    """The first of these, some way below the upper edge of the window."""
    page.locator(selector).first.scroll_into_view_if_needed()
    top = page.locator(selector).first.evaluate("node => node.getBoundingClientRect().top")
    page.mouse.wheel(0, top - above)


def sheet(workbook: Path, name: str, columns: int, picture: str) -> None:
    """The first columns of one sheet of a workbook, as LibreOffice shows it."""
    with tempfile.TemporaryDirectory() as folder:
        book = openpyxl.load_workbook(workbook)
        for other in book.sheetnames:
            if other != name:
                book[other].sheet_state = "hidden"
        own = book[name]
        book.active = book.sheetnames.index(name)
        last = openpyxl.utils.get_column_letter(columns)
        own.print_area = f"A1:{last}{max(own.max_row, 12)}"
        own.page_setup.orientation = "landscape"
        own.page_setup.fitToHeight = 0
        own.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
        path = Path(folder) / "sheet.xlsx"
        book.save(path)
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True)
        page_of(Path(folder) / "sheet.pdf", 1, picture, cut=True)


def page_of(pdf: Path, number: int, picture: str, *, cut: bool = False) -> None:
    """One page of a PDF; with `cut`, without the white below and beside what stands on it."""
    target = IMAGES / picture
    command = [
        "pdftoppm",
        "-png",
        "-r",
        "80" if not cut else "120",
        "-f",
        str(number),
        "-l",
        str(number),
        "-singlefile",
    ]
    subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True)
    if cut:
        with Image.open(target) as whole:
            box = whole.convert("L").point(lambda light: 255 if light < 250 else 0).getbbox()
            whole.crop(box).save(target)
    small(target)


def page_with(pdf: Path, text: str) -> int:
    """The number of the last page on which this stands: before it, the lists of contents."""
    said = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8").stdout
    return max(number for number, page in enumerate(said.split("\f"), 1) if text in page)


def after_page(page: str, folder: Path, run: Path) -> None:
    """The pictures that a page shows, once it was followed."""
    params = folder / "params" / "first_day"
    if page.startswith("1_"):
        with report(run) as shown_page:
            shown(shown_page, "draft.png")
        sheet(params / "setup.xlsx", "Questions", 9, "setup.png")
    if page.startswith("2_"):
        with report(run) as shown_page:
            scroll_to(shown_page, f"main p a[data-cell='{NUMBER}']", 260)
            shown(shown_page, "proposal.png")
        pdf = run / "public" / "report.pdf"
        page_of(pdf, page_with(pdf, "Figure 5.1"), "pdf.png")
    if page.startswith("3_"):
        sheet(params / "commentary.xlsx", "Commentary", 6, "commentary.png")
        with report(run) as shown_page:
            scroll_to(shown_page, ".commentary", 160)
            shown(shown_page, "written.png", 530)
    if page.startswith("4_"):
        with report(run) as shown_page:
            scroll_to(shown_page, f"main p a[data-cell='{NUMBER}']", 260)
            shown_page.locator(f"main p a[data-cell='{NUMBER}']").first.click()
            shown(shown_page, "panel.png")


def main() -> None:
    """Follow the pages in a folder of their own, and take the pictures of each."""
    from test_tutorial import PAGES, SMALL, at_a_desk, follow

    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, at_a_desk(Path(folder)) as desk:
        for page in PAGES:
            if page.name != SMALL:
                follow(page, desk)
                after_page(page.name, Path(folder), desk.runs["first_day/full"][-1])


if __name__ == "__main__":
    main()
