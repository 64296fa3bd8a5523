"""Corruptions of what is printed: the page, its charts, the auditors' page, the board's files."""

from __future__ import annotations

import itertools
import random
import re
from pathlib import Path

from corruptions.corruption import NotHereError, other_digit, replaced

_NUMBER = r'<a href="[^"]+" data-origin="cell" data-cell="([^"]+)"[^>]*>([\d,]+%?)</a>'
"""A number of a table; one of a sentence has a class too."""


def html_table_digit(run: Path, draw: random.Random) -> str:
    return replaced(run / "public/report.html", draw, _NUMBER, lambda m: _in_text(m[0]))


def html_sentence_digit(run: Path, draw: random.Random) -> str:
    pattern = r'<a class="figure-link"[^>]*>[\d,]+%?</a>'
    return replaced(run / "public/report.html", draw, pattern, lambda m: _in_text(m[0]))


def html_title_digit(run: Path, draw: random.Random) -> str:
    """What the page says of a number when it is asked: a cell of the block that the panel is made from."""
    pattern = r'(?<=\[)\d+,\d+,\d+,\d+,"[\d,]+%?"'
    return replaced(run / "public/report.html", draw, pattern, _in_quotes)


def html_cells_swapped(run: Path, draw: random.Random) -> str:
    """Two numbers of the page change their places, each with another's identifier."""
    path = run / "public/report.html"
    text = path.read_text(encoding="utf-8")
    found = list(re.finditer(_NUMBER, text))
    pairs = [(a, b) for a, b in itertools.pairwise(found) if a[2] != b[2] and a[1] != b[1]]
    if not pairs:
        raise NotHereError
    a, b = draw.choice(pairs)
    text = text[: a.start(2)] + b[2] + text[a.end(2) : b.start(2)] + a[2] + text[b.end(2) :]
    path.write_text(text, encoding="utf-8", newline="\n")
    return f"{a[1]} and {b[1]}"


def html_unknown_cell(run: Path, draw: random.Random) -> str:
    return replaced(run / "public/report.html", draw, _NUMBER, lambda m: m[0].replace('data-cell="', 'data-cell="x'))


def html_chart_digit(run: Path, draw: random.Random) -> str:
    pattern = r"<text[^>]*>\d+%</text>"
    return replaced(run / "public/report.html", draw, pattern, lambda m: _in_text(m[0]))


def html_alternative_digit(run: Path, draw: random.Random) -> str:
    pattern = r"<desc[^>]*>[^<]*\d+%[^<]*</desc>"
    return replaced(run / "public/report.html", draw, pattern, lambda m: _percent_in(m[0], draw))


def html_numbering(run: Path, draw: random.Random) -> str:
    pattern = r'<span class="label" data-origin="numbering">(Table|Figure) \d+\.\d+</span>'
    return replaced(run / "public/report.html", draw, pattern, lambda m: _in_text(m[0]))


def html_figure_added(run: Path, draw: random.Random) -> str:
    return replaced(
        run / "public/report.html", draw, r"</p>\n", lambda m: f" As many as {draw.randint(40, 99)} agreed.</p>\n"
    )


def audit_digit(run: Path, draw: random.Random) -> str:
    return replaced(run / "restricted/audit.html", draw, _NUMBER, lambda m: _in_text(m[0]))


def _in_quotes(match: re.Match[str]) -> str:
    head, text, _ = match[0].split('"')
    return f'{head}"{other_digit(text)}"'


def _in_text(element: str) -> str:
    head, text, tail = re.fullmatch(r"(<.*>)([^<]+)(</\w+>)", element, re.S).groups()  # type: ignore[union-attr]
    return head + other_digit(text) + tail


def _percent_in(text: str, draw: random.Random) -> str:
    found = draw.choice(list(re.finditer(r"\d+%", text)))
    return text[: found.start()] + other_digit(found[0]) + text[found.end() :]


def notebook_digit(run: Path, draw: random.Random) -> str:
    paths = sorted((run / "restricted/notebooks").glob("[1-9]*.ipynb"))
    pattern = r'"origin": "cell",\s*"ref": "[^"]+",\s*"text": "[\d,]+%?"'
    holding = [path for path in paths if re.search(pattern, path.read_text(encoding="utf-8"))]
    if not holding:
        raise NotHereError
    return replaced(draw.choice(holding), draw, pattern, lambda m: other_digit(m[0]))


def json_value(run: Path, draw: random.Random) -> str:
    return replaced(run / "board/evidence.json", draw, r'"value": -?\d+', lambda m: other_digit(m[0]))


def json_hidden_shown(run: Path, draw: random.Random) -> str:
    pattern = r'"value": null,\s*"status": "\[c\]"'
    return replaced(run / "board/evidence.json", draw, pattern, lambda m: m[0].replace("null", "3"))


def json_figure_in_words(run: Path, draw: random.Random) -> str:
    return replaced(run / "board/evidence.json", draw, r'"organisation": "', lambda m: m[0] + "9731 members of ")


def workbook_number(run: Path, draw: random.Random) -> str:
    import openpyxl

    path = run / "board/evidence.xlsx"
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if isinstance(cell.value, int)]
    if not cells:
        raise NotHereError
    cell = draw.choice(cells)
    cell.value += 1
    book.save(path)
    return f"{cell.parent.title}!{cell.coordinate}"
