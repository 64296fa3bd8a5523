"""The board's evidence: the same numbers as the store, valid against its schema, safe to open."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from findings.consultation.names import CellId
from findings.decision.board import (
    DecisionEvidence,
    _results,
    decision_evidence,
    evidence_json,
    schema_json,
    write_board,
)
from findings.decision.figure import Figure
from findings.decision.workbook import workbook_bytes
from findings.evidence.cell import Status
from findings.evidence.store import Evidence
from sample import evidence_of


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of()


@pytest.fixture(scope="module")
def content(evidence: Evidence) -> DecisionEvidence:
    return decision_evidence(evidence)


def test_support_opposition_and_difference_by_group(content: DecisionEvidence) -> None:
    (section,) = content.sections
    assert (section.section, section.proposal, content.analysed.value) == ("plan", True, 13)
    first = section.questions[0]
    assert (first.support, first.opposition, first.base_kind) == ("Agree (net)", "Disagree (net)", "answered")
    found = {
        result.label: (
            result.support_percent.value,
            result.support_count.value,
            result.opposition_percent.value,
            result.opposition_count.value,
            result.base.value,
            result.difference.value,
        )
        for result in first.results
        if result.breakdown in ("", "kind")
    }
    # By hand from tests/sample.py: 5 of 7 people and 2 of 5 bodies agree; 40% - 71.43% = -31.43 points.
    assert found == {
        "All respondents": (58, 7, 25, 3, 12, None),
        "People": (71, 5, 14, 1, 7, None),
        "Bodies": (40, 2, 40, 2, 5, -31),
    }


def test_a_base_of_all_counts_those_who_left_it_out(content: DecisionEvidence) -> None:
    second = content.sections[0].questions[1].results[0]
    # 6 of 13 say yes, 6 no, 1 left it out: 46% of all.
    assert (second.support_count.value, second.support_percent.value, second.base.value) == (6, 46, 13)


def test_an_option_of_any_name_is_no_support_where_none_is_measured(evidence: Evidence) -> None:
    """An option called `none` once stood as the support of a question that measures none."""
    question = next(iter(next(iter(evidence.story.questionnaire.sections.values())).questions))
    option = next(iter(evidence.story.questionnaire.scale_of(question).options))
    called = {
        name.replace(f"#{option}", "#none"): replace(cell, cell=cell.cell.replace(f"#{option}", "#none"), option="none")
        for name, cell in evidence.cells.items()
        if cell.question == question and cell.option == option
    }
    known = Evidence(evidence.story, {**evidence.cells, **called})
    assert known.find(CellId(question, "none")) is not None
    for result in _results(known, question, "", ""):
        assert [result.support_percent, result.support_count, result.opposition_count, result.difference] == [
            Figure(cell="", value=None, status=Status.NOT_APPLICABLE)
        ] * 4
        assert result.base.cell


def test_the_json_is_valid_against_its_schema(content: DecisionEvidence) -> None:
    document, schema = json.loads(evidence_json(content)), json.loads(schema_json())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    assert document["$schema"] == "evidence.schema.json"
    del document["sections"][0]["questions"][0]["results"][0]["base"]
    with pytest.raises(jsonschema.ValidationError, match="'base' is a required property"):
        jsonschema.validate(document, schema)


def test_a_hidden_number_is_a_status_and_no_number(evidence: Evidence) -> None:
    cells = dict(evidence.cells)
    cells["q1#net_agree!percent"] = cells["q1#net_agree!percent"].hidden()
    hidden = decision_evidence(Evidence(evidence.story, cells))
    figure = hidden.sections[0].questions[0].results[0].support_percent
    assert (figure.value, figure.status) == (None, "[c]")
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(hidden, evidence.story)))["Section 1"]
    assert [cell.value for cell in sheet[6]][:6] == ["Q1", "The plan", "All respondents", "responses", "[c]", 7]
    assert sheet["A3"].value == "[c] means not shown, to protect confidentiality; [z] means not applicable"


def test_the_workbook_keeps_the_rules_of_accessible_spreadsheets(content: DecisionEvidence, evidence: Evidence) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(workbook_bytes(content, evidence.story)))
    assert workbook.sheetnames == ["Cover", "Contents", "Notes", "Section 1", "Highlights"]
    for sheet in workbook:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not [row for row, size in sheet.row_dimensions.items() if size.hidden]
        for table in sheet.tables.values():
            rows = list(sheet[table.ref])
            heads = [cell.value for cell in rows[0]]
            assert len(set(heads)) == len(heads)
            assert all(cell.value is not None for row in rows for cell in row)
    assert [len(sheet.tables) for sheet in workbook] == [0, 1, 1, 1, 1]


def test_every_sheet_prints_as_wide_as_a_page(content: DecisionEvidence, evidence: Evidence) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook_bytes(content, evidence.story))):
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_workbook_gives_the_same_bytes_and_no_formula(content: DecisionEvidence, evidence: Evidence) -> None:
    first = workbook_bytes(content, evidence.story)
    assert first == workbook_bytes(content, evidence.story)
    workbook = openpyxl.load_workbook(io.BytesIO(first))
    assert not [cell for sheet in workbook for row in sheet for cell in row if cell.data_type == "f"]


def test_an_office_program_opens_the_workbook(evidence: Evidence, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    write_board(evidence, tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "evidence.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (sheet,) = tmp_path.glob("evidence-*.csv")
    lines = sheet.read_text(encoding="utf-8").splitlines()
    assert lines[5] == "Q1,The plan,All respondents,responses,58,7,25,3,12,[z],Agree (net),Disagree (net)"
