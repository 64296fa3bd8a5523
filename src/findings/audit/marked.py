"""Made-up data are marked for ever: whether the files of a rehearsal still say so, and those of no other run do.

A draft is marked until its guesses are confirmed: whether the files of one say so. A report that is none may have the
word in its own title, so nothing is said of that.

Pages, documents and workbooks are compared with each other without the mark, since each carries it in its own way. So
it is looked for here, in each by itself.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from findings.audit.figures.context import titles_of
from findings.consultation.madeup import MARK
from findings.errors import Problem
from findings.evidence.draft import DRAFT, NOTICE, drafted

PAGES = ("public/report.html", "restricted/audit.html")
PDF = "public/report.pdf"
BOARD = "board/evidence.json"
BOOK = "board/evidence.xlsx"
_DO = "Do not pass this run on; run again from the data."
_EXHIBIT = re.compile(r"<(?:figure|table)\b.*?</(?:figure|table)>", re.DOTALL)
_CAPTION = re.compile(r"<(figcaption|caption)\b.*?</\1>", re.DOTALL)
_BAND = re.compile(r'<p class="draft"[^>]*>(.*?)</p>', re.DOTALL)
_PUBLISHED = re.compile(r"<table\b[^>]*published")
"""A table that the page's script keeps as a file without the mark."""
_NUMBER = re.compile(r"\d+\.\d+")
_TAG = re.compile(r"<[^>]*>")
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.DOTALL)


def mark_problems(run: Path, made_up: bool) -> Iterator[Problem]:
    """Where the mark of made-up data is missing, or stands though the data are not made up.

    Parameters
    ----------
    run
        A run's folder; a file that is missing or cannot be read is told elsewhere.
    made_up
        Whether its data are made up.
    """
    titles = titles_of(run) if made_up else frozenset()
    for name in _pages(run):
        text = _text(run / name)
        if text:
            # In another language a table has another title, and the number that it has in the report.
            real = _numbers_of(text, titles) if name in PAGES else _numbers_of(_text(run / PAGES[0]), titles)
            yield from _page(name, text, made_up, real)
    for where, text in (*_board(run), *_pdf(run), *_sheets(run), *_easy_read(run)):
        if (MARK in text) != made_up:
            yield _wrong(where, made_up)


def draft_problems(run: Path) -> Iterator[Problem]:
    """Where a draft does not say that it is one: a page's title, line, tables and charts; a page of paper; a sheet."""
    for name in _pages(run):
        text = _text(run / name)
        if text:
            yield from _draft_page(name, text)
    for where, text in (*_board(run), *_sheets(run), *_easy_read(run)):
        if drafted("") not in text:
            yield _undrafted(where)
    for where, text in _pdf(run):
        # Words may be parted at the end of a line.
        if "".join(drafted(NOTICE).split()) not in "".join(text.split()):
            yield _undrafted(where)
    notice = str(_content(run).get("notice", ""))
    if (run / BOARD).is_file() and drafted(NOTICE) not in notice:
        yield _undrafted(f"{BOARD}, 'notice'")


def _pages(run: Path) -> tuple[str, ...]:
    """The pages of a run, those in other languages among them."""
    others = sorted(path.name for path in (run / "public").glob("report.*.html"))
    return (*PAGES, *(f"public/{name}" for name in others))


def _easy_read(run: Path) -> Iterator[tuple[str, str]]:
    """What stands at the head of each page of the easy-read texts, which are drafts until a person finished them."""
    for path in sorted((run / "board").glob("easy_read*.docx")):
        try:
            with zipfile.ZipFile(path) as package:
                heads = [name for name in package.namelist() if name.startswith("word/header")]
                text = "".join(_TAG.sub("", package.read(name).decode("utf-8")) for name in heads)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            # What cannot be read is told where its numbers are looked up.
            continue
        yield f"board/{path.name}, the head of its pages", html.unescape(text)


def _undrafted(where: str) -> Problem:
    what = "guesses about the data are not confirmed, and it does not say so"
    return Problem(where, what, allowed=DRAFT, do=_DO)


def _draft_page(name: str, text: str) -> Iterator[Problem]:
    title, band = _TITLE.search(text), _BAND.search(text)
    if title is None or drafted("") not in html.unescape(title[1]):
        yield _undrafted(f"{name}, its title")
    if band is None or not _words(band[1]).startswith(drafted(NOTICE)):
        yield _undrafted(f"{name}, the line at its top")
    captions = [_words(caption[0]) for caption in _CAPTION.finditer(text)]
    without = sum(drafted("") not in caption for caption in captions)
    if without:
        yield _undrafted(f"{name}, {without:,} of its tables and charts")


def _words(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


def _wrong(where: str, made_up: bool) -> Problem:
    if made_up:
        return Problem(where, "the data are made up, and it does not say so", allowed=MARK, do=_DO)
    return Problem(where, "it says that the data are made up, and they are not", MARK, do=_DO)


def _numbers_of(text: str, titles: frozenset[str]) -> frozenset[str]:
    """The numbers of the tables of what others published: real figures, which must not be called made up."""
    captions = [_words(caption[0]) for caption in _CAPTION.finditer(text)]
    return frozenset(_number(caption) for caption in captions if any(caption.endswith(f" {title}") for title in titles))


def _number_of(exhibit: str) -> str:
    """The number of a table; empty for a chart, which may have the number of a table."""
    caption = _CAPTION.search(exhibit) if exhibit.startswith("<table") else None
    return _number(_words(caption[0])) if caption else ""


def _number(caption: str) -> str:
    found = _NUMBER.search(caption)
    return found[0] if found else ""


def _page(name: str, text: str, made_up: bool, real: frozenset[str]) -> Iterator[Problem]:
    """A web page: its title, and each table and chart of it; of real figures, that they are not called made up."""
    if not made_up:
        if MARK in text:
            yield _wrong(name, made_up)
        return
    title = _TITLE.search(text)
    if title is None or MARK not in html.unescape(title[1]):
        yield _wrong(f"{name}, its title", made_up)
    exhibits = [html.unescape(exhibit[0]) for exhibit in _EXHIBIT.finditer(text)]
    numbered = [(_number_of(exhibit), exhibit) for exhibit in exhibits]
    without = sum(MARK not in each for number, each in numbered if number not in real)
    if without:
        yield _wrong(f"{name}, {without:,} of its tables and charts", made_up)
    freed = sum(bool(_PUBLISHED.match(each)) != (number in real) for number, each in numbered)
    if freed:
        what = "whether a table is kept as made up does not follow from who published it"
        yield Problem(f"{name}, {freed:,} of its tables", what, do=_DO)
    called = sum(MARK in each for number, each in numbered if number in real)
    if called:
        what = "figures that others published are called made up, and they are not"
        yield Problem(f"{name}, {called:,} of its tables", what, MARK, do=_DO)


def _board(run: Path) -> Iterator[tuple[str, str]]:
    """The titles that the board's file gives: its own and those of its sections."""
    content = _content(run)
    try:
        titles = [content["title"], *(section["title"] for section in content["sections"])]
    except (KeyError, TypeError):
        return
    yield from ((f"{BOARD}, '{title}'", str(title)) for title in titles)


def _content(run: Path) -> dict[str, Any]:
    """What the board's file says; nothing where it cannot be read, which is told elsewhere."""
    try:
        content: Any = json.loads(_text(run / BOARD) or "null")
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _pdf(run: Path) -> Iterator[tuple[str, str]]:
    """The text of each page of the PDF."""
    import pypdfium2

    if not (run / PDF).is_file():
        return
    try:
        document = pypdfium2.PdfDocument(run / PDF)
    except pypdfium2.PdfiumError:
        return
    try:
        for number, page in enumerate(document, start=1):
            yield f"{PDF}, page {number}", " ".join(page.get_textpage().get_text_range().split())
    finally:
        document.close()


def _sheets(run: Path) -> Iterator[tuple[str, str]]:
    """The text of each sheet of the board's workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with (run / BOOK).open("rb") as stream:
            book = CalamineWorkbook.from_filelike(stream)
            sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except (OSError, ValueError, CalamineError):
        return
    for name, rows in sheets.items():
        yield f"{BOOK}, sheet '{name}'", " ".join(str(cell) for row in rows for cell in row)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
