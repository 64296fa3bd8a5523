"""What `docs/intake.md` says is what the code does: its tables against the code, its examples against the models."""

from __future__ import annotations

import csv
import importlib
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from ruamel.yaml import YAML

from findings.consultation.build import build
from findings.consultation.model import (
    AlsoAsked,
    Breakdown,
    Campaign,
    Consultation,
    Question,
    ResponsesData,
    SourcesData,
)
from findings.intake import receive
from findings.intake.copies import How
from findings.intake.formats import READERS
from findings.intake.ledger import write_received
from findings.intake.people import CROWD
from findings.intake.reasons import REASONS, Outcome, Severity

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "intake.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The cells of the table whose first heading is this one; code marks are taken off."""
    (found,) = re.findall(rf"^\| {re.escape(heading)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.M)
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in str(found).splitlines()]


def code(cell: str) -> list[str]:
    """What stands between code marks."""
    return re.findall(r"`([^`]+)`", cell)


def example(first_line: str) -> Any:
    """The YAML block that begins with this comment."""
    (block,) = re.findall(rf"```yaml\n# {re.escape(first_line)}\n(.*?)```", PAGE, re.S)
    return YAML(typ="safe", pure=True).load(block)


def examples_of_data() -> list[Any]:
    blocks = re.findall(r"```yaml\n# data of consultation.yaml\n(.*?)```", PAGE, re.S)
    return [YAML(typ="safe", pure=True).load(block) for block in blocks]


def test_the_reasons_are_those_of_the_code_in_their_order() -> None:
    (block,) = re.findall(r"<!-- reasons: [^\n]*\n[^\n]*\n[^\n]*\n(.*?)<!-- end of reasons -->", PAGE, re.S)
    expected = [f"| `{r.code}` | {r.severity} | {r.outcome} | {r.meaning} |" for r in REASONS.values()]
    assert str(block).splitlines() == expected


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md")))
def test_links_lead_to_a_page_and_its_heading(name: str) -> None:
    page = ROOT / name
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if link.startswith(("https:", "http:")):
            continue
        target, _, heading = link.partition("#")
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), link
        assert not heading or heading in anchors(there), link


def test_every_severity_and_outcome_is_explained() -> None:
    assert [row[0] for row in table("severity")] == [str(severity) for severity in Severity]
    assert all(f"`{outcome}`" in PAGE for outcome in Outcome)


def test_the_formats_are_those_of_the_code_in_the_order_of_preference() -> None:
    assert [name for row in table("`format`") for name in code(row[0])] == list(READERS)


def test_the_tools_of_the_formats_are_those_that_the_readers_name() -> None:
    for name, tool in ((code(row[0])[0], row[1]) for row in table("`format`")):
        title = importlib.import_module(f"findings.intake.formats.{name}").READER.title
        first = re.split(r"[ ,(]", title)[0]
        assert first in tool or name in ("csv", "xlsx"), (tool, title)


def test_every_fault_of_a_row_is_named() -> None:
    """The constants that readers put into `BadRow.reason`, found in their text."""
    from findings.intake.formats import grid, nested, sss_cells, sss_data, text, workbook

    faults = {
        grid.WRONG_LENGTH,
        text.NUL_BYTE,
        text.MIXED_ENCODING,
        workbook.ERROR_CELL,
        nested.NOT_A_SUBMISSION,
        sss_data.NUL,
        sss_cells.NOT_DECLARED,
        sss_cells.BAD_FIELD,
    }
    (sentence,) = re.findall(r"names its fault in the quarantine: (.*?)\n\n", PAGE, re.S)
    assert set(code(str(sentence))) - {"#REF!"} == faults


def test_how_duplicates_are_found_are_the_ways_of_the_code() -> None:
    assert [code(row[0])[0] for row in table("how")] == [str(how) for how in How]
    assert CROWD == 5 and "More than five responses of one key" in " ".join(PAGE.split())
    named = {reason for row in table("how") for reason in code(row[5]) if reason != "combine"}
    assert named <= set(REASONS)


def test_the_ways_of_counting_a_campaign_are_those_of_the_model() -> None:
    rows = table("`counting`")
    assert [code(row[0])[0] for row in rows] == list(get_args(Campaign.model_fields["counting"].annotation))
    assert {reason for row in rows for reason in code(row[2])} <= set(REASONS)


def test_the_examples_of_data_are_parameters() -> None:
    one, several = examples_of_data()
    ResponsesData.model_validate(one)
    data = SourcesData.model_validate(several)
    assert data.pooled is not None and set(data.pooled.of) <= set(data.channels)


def test_the_questions_that_are_kept_are_parameters() -> None:
    """The example of `docs/data_files.md`, of which the page of intake says what becomes."""
    text = (ROOT / "docs" / "data_files.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(also_asked:\n.*?)```", text, re.S)
    asked = YAML(typ="safe", pure=True).load(block)["also_asked"].values()
    assert [AlsoAsked.model_validate(own).kind for own in asked] == ["numeric", "multiple", "open"]


def test_the_example_of_a_campaign_is_parameters() -> None:
    for campaign in example("campaigns of data")["campaigns"].values():
        Campaign.model_validate(campaign)
    asked = example("questionnaire.yaml")
    options = [list(Question.model_validate(own).options) for own in asked["questions"].values()]
    assert options == [[*example("campaigns of data")["campaigns"], "other"]]
    for breakdown in asked["breakdowns"].values():
        assert Breakdown.model_validate(breakdown).question in asked["questions"]


# --- the page's sources, campaign and breakdown as one consultation, with a few rows ----------------------------------

QUESTIONNAIRE: dict[str, Any] = {
    "questions": {
        name: {
            "kind": "single",
            "number": name,
            "wording": name,
            "short": name,
            "column": name,
            "options": {"a": {"label": "A"}, "b": {"label": "B"}},
        }
        for name in ("who", "plan", "travel")
    },
    "also_asked": {
        "comments": {"kind": "open", "number": "C", "wording": "C", "short": "C", "column": "comments"},
    },
    "sections": {"plan": {"title": "The plan", "questions": ["plan", "travel"]}},
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Edition -> what intake writes of the page's consultation."""
    import dataclasses
    import io

    from openpyxl import Workbook

    base = tmp_path_factory.mktemp("page")
    folder = base / "page"
    folder.mkdir()
    data = examples_of_data()[1]
    campaigns = example("campaigns of data")
    added = example("questionnaire.yaml")
    letter = campaigns["campaigns"]["keep_park"]["text"]
    questionnaire = {
        **QUESTIONNAIRE,
        "questions": {**QUESTIONNAIRE["questions"], **added["questions"]},
        "profile": ["who", *added["profile"]],
        "breakdowns": added["breakdowns"],
    }
    consultation = {
        "title": "T",
        "organisation": "O",
        "purpose": "P",
        "opened": "2024-03-01",
        "closed": "2024-03-20",
        "published": "2024-05-01",
        "data": {**data, **campaigns},
        "disclosure": {"profile": "none", "reason": "an example"},
    }
    assert Consultation.model_validate(consultation).data.reader == "sources"
    for name, content in (("consultation", consultation), ("questionnaire", questionnaire)):
        out = io.StringIO()
        YAML().dump(content, out)
        text = re.sub(r"'(\d{4}-\d\d-\d\d)'", r"\1", out.getvalue())
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    files = {
        "online.csv": [
            ["ID", "Sent", "E-mail", "who", "plan", "travel", "comments"],
            ["1", "02/03/2024", "jo@example.org", "A", "A", "B", letter],
            ["2", "25/03/2024", "al@example.org", "A", "B", "", ""],
            ["3", "03/03/2024", "kim@example.org", "B", "A", "B", letter],
            ["4", "04/03/2024", "lee@example.org", "B", "A", "B", letter.upper()],
        ],
        "telephone.csv": [["Call", "who", "plan", "travel"], ["t1", "A", "A", "A"]],
        "petition.csv": [["Name", "Address"], ["Ann Other", "1 High Street"], ["Bob Other", "2 High Street"]],
    }
    for name, rows in files.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Form", "E-mail", "who", "3. The plan", "comments"], ["p1", "JO@example.org ", "A", "B", ""]):
        sheet.append(row)
    book.save(folder / "paper.xlsx")
    parameters = build(folder, ROOT / "notebooks" / "plan.yaml")
    written = {}
    for edition in ("full", "telephone"):
        written[edition] = base / edition
        write_received(receive(dataclasses.replace(parameters, edition=edition)), written[edition])
    return written


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("name", ["ledger.csv", "flags.csv", "quarantine.csv", "responses.csv"])
def test_the_files_have_the_columns_of_the_page(name: str, written: dict[str, Path]) -> None:
    (row,) = [row for row in table("file") if name in code(row[0])]
    head = rows_of(written["full"] / name)[0]
    if name == "responses.csv":
        questions = [own for own in head if own in ("who", "plan", "travel", "campaign", "comments")]
        told = code(row[2])
        assert head == [*told[:-1], *questions, told[-1]]
    else:
        told = code(row[2])
        assert head[: len(told)] == told
        # Only the quarantine goes on, with the columns of the files.
        assert (head == told) == (name != "quarantine.csv")


def test_each_row_has_the_fate_that_the_page_tells(written: dict[str, Path]) -> None:
    fates = {
        edition: {
            (row["channel"], row["source_row"]): (row["response_id"], row["outcome"], row["reason"], row["into"])
            for row in csv.DictReader((folder / "ledger.csv").read_text(encoding="utf-8").splitlines())
        }
        for edition, folder in written.items()
    }
    # Paper has no day, so the online response of the same person is the latest. Rows 2, 4 and 5 carry the letter; those
    # with the same answers count as one, and row 2 answered as another person.
    assert fates["full"] == {
        ("online", "2"): ("1", "analysed", "", ""),
        ("online", "3"): ("2", "analysed", "", ""),
        ("online", "4"): ("3", "analysed", "", ""),
        ("online", "5"): ("4", "merged", "campaign_copy", "3"),
        ("paper", "2"): ("p1", "merged", "same_person", "1"),
        ("telephone", "2"): ("t1", "set_aside", "other_channel", ""),
        ("petition", "2"): ("petition-row-2", "set_aside", "counted_apart", ""),
        ("petition", "3"): ("petition-row-3", "set_aside", "counted_apart", ""),
    }
    other = {place: fate[2] for place, fate in fates["telephone"].items()}
    assert other == {
        **{("online", str(row)): "other_channel" for row in (2, 3, 4, 5)},
        ("paper", "2"): "other_channel",
        ("telephone", "2"): "",
        ("petition", "2"): "counted_apart",
        ("petition", "3"): "counted_apart",
    }


def test_nothing_that_identifies_goes_further_than_the_page_says(written: dict[str, Path]) -> None:
    for folder in written.values():
        for path in folder.iterdir():
            data = path.read_bytes().lower()
            assert [secret for secret in (b"example.org", b"ann other", b"high street") if secret in data] == []
