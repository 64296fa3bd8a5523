"""What `docs/first_report.md` tells an analyst to do, done as it stands there: its commands, its cells, its numbers."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from findings.audit.drafts import is_draft
from findings.cli import main
from findings.consultation.build import Parameters, build
from findings.errors import InputRefused
from findings.intake import receive
from findings.intake.received import Received

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "first_report.md").read_text(encoding="utf-8")
SURVEY = ROOT / "docs" / "examples" / "parking_survey.csv"
LIMIT = "How far do you agree with a two-hour limit in High Street?"


def shown(marker: str) -> list[str]:
    """The lines that the page shows under a marker."""
    (block,) = re.findall(rf"<!-- {marker} -->\n```text\n(.*?)```", PAGE, re.S)
    return str(block).splitlines()


def changes() -> list[tuple[str, str, str, str]]:
    """The rows of the page's table: sheet, row, column, what to write."""
    (table,) = re.findall(r"<!-- changes in the workbook -->\n((?:\|.*\n)+)", PAGE)
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    return [(sheet, row, column, write) for sheet, row, column, write in cells]


def set_up(path: Path) -> None:
    """Write into the workbook what the table says."""
    book = openpyxl.load_workbook(path)
    for sheet, row, column, write in changes():
        own = book[sheet]
        place = {str(cell.value): cell.column for cell in own[1]}
        number = own.max_row + 1 if row == "a new row" else own.max_row
        if ": " in row:
            heading, text = row.split(": ", 1)
            (number,) = [cells[0].row for cells in own.iter_rows(2) if cells[place[heading] - 1].value == text]
        own.cell(number, place[column]).value = write
    book.save(path)


def told(*command: object) -> list[str]:
    """What a command prints, if it is content."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in command])
    assert (code, err.getvalue()) == (0, "")
    return out.getvalue().splitlines()


@dataclass(frozen=True)
class Followed:
    """The page done from its first command to the last before the report: what each printed."""

    params: Path
    printed: dict[str, list[str]]
    drafted: Parameters

    @property
    def parameters(self) -> Parameters:
        return parameters_of(self.params)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    params = tmp_path_factory.mktemp("first") / "params"
    printed = {"init": told("init", params / "parking", "--from", SURVEY)}
    printed["check"] = told("check", "parking", "--params", params)
    drafted = parameters_of(params)
    set_up(params / "parking" / "setup.xlsx")
    printed["workbook in"] = told("workbook", "in", "parking", "--params", params)
    return Followed(params, printed, drafted)


def parameters_of(params: Path) -> Parameters:
    return build(params / "parking", ROOT / "notebooks" / "plan.yaml")


def countif(*texts: str) -> int:
    """COUNTIF over column E, which takes no notice of letter case."""
    with SURVEY.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    assert head[4] == LIMIT
    return sum(row[4].casefold() in {text.casefold() for text in texts} for row in rows)


def test_the_commands_print_what_the_page_shows(followed: Followed) -> None:
    # The last line of `init` names files by the folder that was asked for.
    drafted = [line.replace(f"{followed.params.as_posix()}/", "params/") for line in followed.printed["init"]]
    assert drafted == shown("init prints")
    assert followed.printed["check"] == shown("check prints")
    assert followed.printed["workbook in"] == shown("workbook in prints")


def test_it_is_a_draft_until_the_workbook_says_yes(followed: Followed) -> None:
    assert (followed.drafted.draft, followed.parameters.draft) == (True, False)
    # Nor does anything else in the confirmed parameters say that they are a draft.
    assert followed.parameters.consultation.limits == ()


def test_the_numbers_are_those_that_excel_counts(followed: Followed) -> None:
    from findings.tabulation import tabulate

    parameters = followed.parameters
    received = receive(parameters)
    counted = {cell.cell: cell.value for cell in tabulate(parameters, received).cells}
    name = next(name for name, own in parameters.questionnaire.questions.items() if own.wording == LIMIT)
    assert (counted[f"{name}#net_agree"], countif("Strongly agree", "Agree")) == ("19", 19)
    assert (counted[f"{name}#base"], counted[f"{name}#net_agree!percent"]) == ("40", "48")
    neither = countif("Neither agree nor disagree", "Neither")
    assert (counted[f"{name}#neither_agree_nor_disagree"], neither) == ("7", 7)
    words = " ".join(PAGE.split())
    assert "gives 19, and the report says that 48% agree, 19 of 40." in words
    assert 'is 7: =COUNTIF(E:E,"Neither agree nor disagree")+COUNTIF(E:E,"Neither")' in words


def test_the_ledger_and_the_quarantine_are_as_the_page_says(followed: Followed) -> None:
    received: Received = receive(followed.parameters)
    assert len(received.ledger) == 41
    out = [(row.source_row, row.outcome, row.reason) for row in received.ledger if row.outcome != "analysed"]
    assert out == [(31, "set_aside", "blank")]
    assert "example.org" not in received.quarantine
    (row,) = csv.DictReader(received.quarantine.splitlines())
    assert (row["Response"], row["Date submitted"]) == ("1041", "13/03/2024 12:40")


def test_the_groups_and_the_sections_are_those_of_the_workbook(followed: Followed) -> None:
    questionnaire = followed.parameters.questionnaire
    groups: dict[str, Any] = {
        breakdown: [group.label for group in questionnaire.groups_of(breakdown).values()]
        for breakdown in questionnaire.breakdowns
    }
    assert groups["age"] == ["Under 25", "25 to 44", "45 and over"]
    assert groups["respondent_type"] == ["Resident", "Visitor", "Business"]
    (section,) = questionnaire.sections.values()
    assert (section.title, section.proposal, len(section.questions)) == ("Parking in the town centre", True, 4)


def test_a_new_export_is_told_as_the_page_of_intake_shows(followed: Followed, tmp_path: Path) -> None:
    """A heading changed, and two answers: the messages of `docs/intake.md`, under "A new export", all at once."""
    page = (ROOT / "docs" / "intake.md").read_text(encoding="utf-8").split("## A new export of the same survey")[1]
    shown = "".join(f"{line[4:]}\n" for line in page.splitlines() if line.startswith("    "))
    text = SURVEY.read_text(encoding="utf-8")
    lines = text.replace("How old are you?", "How old are you now?", 1).splitlines(keepends=True)
    types = ["Resident" if n == 6 else "Visitor" if n == 7 else "" for n in range(1, len(lines) + 1)]
    answered = [
        line.replace(f",{was},", ",A resident,", 1) if was else line for line, was in zip(lines, types, strict=True)
    ]
    shutil.copytree(followed.params, tmp_path / "params")
    (tmp_path / "second.csv").write_text("".join(answered), encoding="utf-8", newline="")
    file = tmp_path / "params" / "parking" / "consultation.yaml"
    said = re.sub(r"(?m)^  file: .*$", "  file: ../../second.csv", file.read_text(encoding="utf-8"))
    file.write_text(said, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        receive(parameters_of(tmp_path / "params"))
    assert f"{refused.value}\n" == shown


@pytest.mark.slow
def test_the_report_says_draft_until_the_guesses_are_confirmed(tmp_path: Path) -> None:
    params, out = tmp_path / "params", tmp_path / "out"

    def report() -> str:
        told("run", "parking", "--params", params, "--out", out, "--quiet")
        (latest,) = out.glob("parking/full/latest.json")
        (name,) = re.findall(r'"run": "(\w+)"', latest.read_text(encoding="utf-8"))
        run = latest.parent / name
        page = (run / "public" / "report.html").read_text(encoding="utf-8")
        # The page's script knows the mark, since it looks for it.
        text = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
        assert is_draft(run) == ("DRAFT" in text)
        assert "MADE-UP DATA" in text
        return text

    told("init", params / "parking", "--from", SURVEY)
    assert "DRAFT" in report()
    set_up(params / "parking" / "setup.xlsx")
    told("workbook", "in", "parking", "--params", params)
    assert "DRAFT" not in report()
