"""What `docs/tutorial/` tells an analyst to do, done as it stands there: its commands, its cells, its files.

The pages are read in order. A block of `sh` is what she types, a block of `text` what she should see, a table under
`write in BOOK` what she writes in a workbook, and `copy` what she copies in Explorer.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

from findings.cli import main

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = ROOT / "docs" / "tutorial"
PAGES = sorted(TUTORIAL.glob("[0-9]_*.md"))
SMALL = "6_the_whole_case.md"
"""The page about the seed case, whose commands are run on a part of its rows and tables."""

KINDS = re.compile(
    r"^```sh\n(?P<sh>.*?)^```$|^```text\n(?P<text>.*?)^```$"
    r"|^<!-- copy (?P<copy>\S+ to \S+) -->$|^<!-- write in (?P<book>\S+) -->\n(?P<rows>(?:\|[^\n]*\n)+)",
    re.S | re.M,
)
REFUSED = "<!-- this is refused -->\n"
SUBCOMMANDS = {"init", "workbook", "run", "check", "trace", "verify", "compare", "purge"}
TAKE_PARAMS = {"workbook", "run", "check", "purge"}
TAKE_OUT = {"workbook", "run", "purge"}


@dataclass
class Desk:
    """Where the tutorial is followed: what was run, and what was said last."""

    folder: Path
    runs: dict[str, list[Path]] = field(default_factory=dict)
    """The folders that `run` named, by consultation and edition."""

    def typed(self, line: str, refused: bool = False) -> str:
        """Type a command; what it said."""
        words = shlex.split(line)
        assert words[0] == "findings"
        words = [self._run(word) for word in words[1:]]
        words += ["--params", "params"] if words[0] in TAKE_PARAMS else []
        words += ["--out", "outputs"] if words[0] in TAKE_OUT else []
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words)
        assert (code == 3) if refused else (code == 0), f"{line}: {code}\n{out.getvalue()}{err.getvalue()}"
        for name, edition, run in re.findall(r"done, \S*?outputs/([\w-]+)/(\w+)/(\w+)$", out.getvalue(), re.M):
            self.runs.setdefault(f"{name}/{edition}", []).append(self.folder / "outputs" / name / edition / run)
        return out.getvalue() + err.getvalue()

    def _run(self, word: str) -> str:
        """EARLIER and LATER stand for the names of the last two runs."""
        for place, name in ((-2, "EARLIER"), (-1, "LATER")):
            if word.endswith(f"/{name}"):
                edition = "/".join(word.split("/")[1:3])
                return str(self.runs[edition][place])
        return word

    def write(self, book: str, rows: str) -> None:
        """Fill in the cells of a workbook as a table of the page says."""
        path = self.folder / "params" / "first_day" / book
        opened = openpyxl.load_workbook(path)
        new: dict[str, int] = {}
        for sheet, row, column, value in cells(rows):
            own = opened[sheet]
            place = {str(cell.value): cell.column for cell in own[1]}
            if ": " in row and not row.startswith("new row"):
                heading, text = row.split(": ", 1)
                found = [line[0].row for line in own.iter_rows(2) if str(line[place[heading] - 1].value) == text]
                assert len(found) == 1, f"{book}, {sheet}: {row} stands in {len(found)} rows"
                number = found[0]
            else:
                number = new.setdefault(f"{sheet} {row}", own.max_row + 1)
            own.cell(number, place[column]).value = value
        opened.save(path)


def cells(rows: str) -> list[tuple[str, str, str, str]]:
    """The rows of a table of a page: sheet, row, column, what to write."""
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in rows.splitlines()[2:]]
    return [(sheet, row, column, value) for sheet, row, column, value in lines]


def follow(page: Path, desk: Desk) -> None:
    """Do what a page says from top to bottom, and look for what it shows."""
    text = page.read_text(encoding="utf-8")
    said = ""
    for part in KINDS.finditer(text):
        if part["sh"] is not None:
            refused = text[: part.start()].endswith(REFUSED)
            said = "".join(desk.typed(line, refused) for line in part["sh"].splitlines())
        elif part["text"] is not None:
            wanted = ".*?".join(re.escape(piece) for piece in part["text"].rstrip("\n").split("..."))
            assert re.search(wanted, said, re.S), f"{page.name} shows\n{part['text']}\nand not\n{said}"
        elif part["copy"] is not None:
            source, target = part["copy"].split(" to ")
            (desk.folder / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, desk.folder / target)
        else:
            desk.write(part["book"], part["rows"])


@contextlib.contextmanager
def at_a_desk(folder: Path) -> Iterator[Desk]:
    """The folder as the one that commands are typed in."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield Desk(folder)
    finally:
        os.chdir(before)


@pytest.mark.slow
def test_the_first_day_goes_as_the_pages_say(tmp_path: Path) -> None:
    with at_a_desk(tmp_path) as desk:
        for page in PAGES:
            if page.name != SMALL:
                follow(page, desk)


RESPONSES = ("online", "paper", "easy_read", "telephone")
EACH = 20
TABLES = ("access_point", "crisis_cafes.by.carer", "crisis_cafes.by.district")


def small_seed_case(folder: Path) -> None:
    """Each twentieth response of the seed case with its codings, and three tables of it."""
    shutil.copytree(ROOT / "data" / "llr", folder / "data" / "llr")
    shutil.copytree(ROOT / "data" / "llr-2021", folder / "data" / "llr-2021")
    shutil.copytree(ROOT / "params" / "llr-2021", folder / "params" / "llr-2021")
    gone: set[str] = set()
    for channel in RESPONSES:
        path = folder / "data" / "llr-2021" / f"{channel}.csv"
        head, *rows = read(path)
        own = head.index("response_id")
        gone |= {row[own] for number, row in enumerate(rows) if number % EACH}
        write(path, [head, *rows[::EACH]])
    path = folder / "data" / "llr-2021" / "codings.csv"
    head, *rows = read(path)
    write(path, [head, *(row for row in rows if not gone & set(row))])
    small_plan(folder / "params" / "llr-2021" / "plan.yaml", TABLES)


def small_plan(plan: Path, tables: tuple[str, ...]) -> None:
    """The chapters of a plan with few tables, and without commentary, which names numbers of others."""
    shutil.rmtree(plan.parent / "kept" / "commentary")
    listed = "tables:\n" + "".join(f"  - {table}\n" for table in tables)
    text = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub(r"^tables:.*?(?=^\w)", listed, text, flags=re.S | re.M), encoding="utf-8")


def read(path: Path) -> list[list[str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> None:
    """Rows as a CSV file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.mark.slow
def test_the_whole_case_goes_as_its_page_says(tmp_path: Path) -> None:
    small_seed_case(tmp_path)
    with at_a_desk(tmp_path) as desk:
        follow(TUTORIAL / SMALL, desk)


def test_every_command_of_the_pages_is_one_that_the_tests_run() -> None:
    typed = []
    for page in [*PAGES, TUTORIAL / "README.md"]:
        text = page.read_text(encoding="utf-8")
        found = [line for part in KINDS.finditer(text) if part["sh"] for line in part["sh"].splitlines()]
        # Nothing that is to be typed stands outside the blocks that are run, and no block has another language.
        outside = re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M)
        assert not re.findall(r"^ {4}\S.*", outside, re.M), page.name
        assert set(re.findall(r"^```(\w+)", text, re.M)) <= {"sh", "text"}, page.name
        assert page in PAGES or not found, page.name
        typed += found
    assert {line.split()[1] for line in typed} == SUBCOMMANDS
    assert all(line.startswith("findings ") for line in typed)


def test_links_and_pictures_are_there_and_pictures_have_words() -> None:
    used = set()
    pages = [TUTORIAL / "README.md", *PAGES]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for mark, words, target in re.findall(r"(!?)\[([^\]]*)\]\(([^)#]+)(?:#[^)]*)?\)", text):
            there = (page.parent / target).resolve()
            assert there.exists(), f"{page.name}: {target}"
            if mark:
                assert len(words) > 30, f"{page.name}: {target} is shown without words for it"
                assert there.stat().st_size < 150_000, target
                used.add(there.name)
    assert used == {path.name for path in (TUTORIAL / "images").glob("*.png")}
    listed = (TUTORIAL / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\((\d_\w+\.md)\)", listed) == [page.name for page in PAGES]


def test_every_row_of_the_two_files_says_that_it_is_made_up() -> None:
    for name, responses in (("export.csv", 400), ("second_export.csv", 600)):
        head, *rows = read(TUTORIAL / "files" / name)
        assert (len(rows), {row[head.index("made_up")] for row in rows}) == (responses, {"made up"})
