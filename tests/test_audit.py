"""The audit room: manifest, crate, trace and log, over two small runs built here by hand."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.audit import validator
from findings.audit.arithmetic import half_up
from findings.audit.crate import crate_json
from findings.audit.description import InputFile, NotebookRun, RunDescription
from findings.audit.lineage import Lineage
from findings.audit.log import Event, log_lines
from findings.audit.manifest import check_manifest, manifest
from findings.audit.printed import EXHIBIT
from findings.audit.rows import conditions_of, rows_of
from findings.audit.runfolder import run_folder
from findings.audit.trace import trace
from findings.consultation.names import parse_cell
from findings.errors import ExitCode, ParameterError, Problem, VerificationFailed
from findings.evidence.cell import Cell, SourceKind, Status, to_csv
from findings.exhibits.model import MIMETYPE, Origin, Paragraph, Row, Span, Table, to_json

# --- two runs by hand -------------------------------------------------------------------------

FIXED = {
    "base": "Base",
    "base_answered": "Those who answered",
    "not_answered": "Not answered",
    "not_asked": "Not asked",
}
OPTIONS = {"yes": "Yes", "no": "No", "unsure": "Not sure", "net_sure": "Sure (net)", **FIXED}
QUESTIONS = {
    "q1": {"number": "Q1", "wording": "Do you agree?", "options": OPTIONS},
    "who": {"number": "Q9", "wording": "Who are you?", "options": {"person": "A person", "charity": "A charity"}},
}
BREAKDOWNS = {"type": {"title": "Type of respondent", "levels": {"people": "People", "bodies": "Organisations"}}}


def write(path: Path, text: str) -> str:
    """Write a text; returns its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def cell(name: str, value: str, kind: SourceKind, origins: Sequence[str] = (), base: str = "", **other: Any) -> Cell:
    """A cell from its identifier and its value."""
    parts = parse_cell(name)
    return Cell(
        cell=name, table=parts.table, measure=parts.measure, question=parts.question, item=parts.item,
        option=parts.option, breakdown=parts.breakdown, level=parts.level, filter=parts.filter, value=value,
        unit="responses" if parts.measure == "count" else "percent", digits=0, low="", high="", base_cell=base,
        base_kind="answered" if base else "", origins=tuple(origins),
        status=other.get("status", Status.SHOWN), source_kind=kind, note=other.get("note", ""),
    )  # fmt: skip


def notebook(*exhibits: Paragraph | Table) -> str:
    """An executed notebook: a markdown cell, then a code cell for each exhibit."""
    code = [
        {
            "cell_type": "code",
            "source": "show()",
            "outputs": [{"output_type": "display_data", "data": {MIMETYPE: to_json(e)}}],
        }
        for e in exhibits
    ]
    return json.dumps({"cells": [{"cell_type": "markdown", "source": "# Q1"}, *code], "nbformat": 4})


def span(name: str, text: str) -> tuple[Span, ...]:
    return (Span(text, Origin.CELL, name),)


def build(run: Path, cells: Sequence[Cell], lineage: Mapping[str, Any], disclosure: str = "") -> Path:
    write(run / "public/evidence.csv", to_csv(cells))
    write(run / "restricted/lineage.json", json.dumps(lineage))
    write(run / "restricted/disclosure.csv", "cell,table,reason,step,note\n" + disclosure)
    sentence = Paragraph((Span("Of all, "), *span("q1#yes!percent", "67%"), Span(" said yes.")), "finding")
    table = Table(
        "q1", (Span("Q1"),), (Span("Answer"),), ((Span("All"),),),
        (Row((Span("Yes"),), (span("q1#yes!percent", "67%"),)),),
    )  # fmt: skip
    write(run / "restricted/notebooks/010_q1.ipynb", notebook(sentence, table))
    return run


TALLY = SourceKind.TALLY
RESPONSES = SourceKind.RESPONSES


@pytest.fixture
def tally_run(tmp_path: Path) -> Path:
    """1,002 yes and 501 no of two groups: 66.66...% yes."""
    cells = [
        cell("q1#yes", "1002", TALLY),
        cell("q1#no", "501", TALLY),
        cell("q1#net_any", "1503", TALLY, ["q1#yes", "q1#no"]),
        cell("q1#base", "1503", TALLY),
        cell("q1#yes!percent", "67", TALLY, ["q1#yes"], "q1#base"),
        cell("q1#no!percent", "34", TALLY, ["q1#no"], "q1#base", note="planted: it is 33"),
    ]
    lineage = {
        "source_kind": "tally",
        "inputs": [{"path": "data/demo/tally.csv", "sha256": "ab" * 32}],
        "labels": {**QUESTIONS, "breakdowns": BREAKDOWNS},
        "cells": {
            "q1#yes": [["tally.csv", 2, "n", "1,000"], ["tally.csv", 4, "n", "2"]],
            "q1#no": [["tally.csv", 3, "n", "501"]],
            "q1#base": [["tally.csv", 2, "n", "1,000"], ["tally.csv", 3, "n", "501"], ["tally.csv", 4, "n", "2"]],
        },
    }
    return build(tmp_path / "outputs/demo/full/r1", cells, lineage)


ANSWERS = [
    # response, row, q1, who
    ("a1", 2, "yes", "person"),
    ("a2", 3, "no", "person"),
    ("a3", 5, "yes", "charity"),
    ("a4", 6, "unsure", "person"),
    ("a5", 7, "not_answered", "person"),
    ("a6", 8, "yes", "person"),
    ("a7", 9, "not_asked", "charity"),
]
RESPONSE_LINEAGE = {
    "source_kind": "responses",
    "inputs": [{"path": "data/demo/answers.csv", "sha256": "cd" * 32}],
    "labels": {**QUESTIONS, "breakdowns": BREAKDOWNS},
    "groups": {"type": {"people": ["person"], "bodies": ["charity"]}},
    "breakdown_question": {"type": "who"},
    "nets": {"q1": {"sure": ["yes", "no"]}},
    "base": {"q1": ["yes", "no", "unsure"]},
    "filters": {"sure_only": {"q1": ["yes", "no"]}},
}


@pytest.fixture
def response_run(tmp_path: Path) -> Path:
    hidden = {"status": Status.CONFIDENTIAL}
    cells = [
        cell("q1#yes", "3", RESPONSES),
        cell("q1#net_sure", "4", RESPONSES, ["q1#yes", "q1#no"]),
        cell("q1#base", "5", RESPONSES),
        cell("q1#yes!percent", "60", RESPONSES, ["q1#yes"], "q1#base"),
        cell("q1#not_answered", "2", RESPONSES, note="planted: it is 1"),
        cell("q1.by.type#yes@people", "2", RESPONSES),
        cell("q1.by.type#base@people", "4", RESPONSES),
        cell("q1.by.type#yes@people!percent", "50", RESPONSES, ["q1.by.type#yes@people"], "q1.by.type#base@people"),
        cell("q1.by.type#yes@bodies", "", RESPONSES, **hidden),
        cell("q1.by.type#base@bodies", "1", RESPONSES),
        cell(
            "q1.by.type#yes@bodies!percent", "", RESPONSES, ["q1.by.type#yes@bodies"], "q1.by.type#base@bodies",
            **hidden,
        ),
        cell("who.if.sure_only#person", "3", RESPONSES),
        cell("q1#unknown_thing", "1", RESPONSES),
        cell("q1#base_answered", "5", RESPONSES),
        cell("q1.by.type#yes@not_answered", "0", RESPONSES),
        cell("funnel#received", "9", RESPONSES),
    ]  # fmt: skip
    run = build(
        tmp_path / "outputs/demo/full/r1", cells, RESPONSE_LINEAGE,
        "q1.by.type#yes@bodies,q1.by.type,primary,1,a count from 1 to 4\n",
    )  # fmt: skip
    frame = pd.DataFrame(ANSWERS, columns=["response_id", "source_row", "q1", "who"])
    frame.to_parquet(run / "restricted/responses.parquet")
    return run


# --- trace ------------------------------------------------------------------------------------


def test_a_tally_s_percentage_is_followed_to_file_row_and_column(tally_run: Path) -> None:
    assert trace("q1#yes!percent", tally_run) == (
        "RESTRICTED. For auditors: do not publish it or pass it on.\n\n"
        "q1#yes!percent\n"
        "  Printed:   67%\n"
        '  Counts:    the answer "Yes"\n'
        '  Question:  Q1 "Do you agree?"\n'
        "  Of whom:   all respondents\n"
        "  Measure:   a percentage of the base\n"
        "  Base:      1,503, those who answered the question (q1#base)\n"
        "  Filter:    none\n"
        "  Rounding:  half-up, once, from counts; digits after the point: 0\n"
        "  Hidden:    no: the value is printed as counted\n"
        "  Made from: q1#yes\n"
        "\n"
        "Worked out again\n"
        "  1,002 / 1,503 = 66.666666...%   (q1#yes / q1#base)\n"
        "  rounded half-up: 67, the value printed\n"
        "\n"
        "Inputs\n"
        f"  data/demo/tally.csv   SHA-256 {'ab' * 32}, the data as received\n"
        "\n"
        "Shown in\n"
        "  restricted/notebooks/010_q1.ipynb, cell 2: paragraph\n"
        "  restricted/notebooks/010_q1.ipynb, cell 3: table q1\n"
        "\n"
        "Source of q1#yes\n"
        '  tally.csv, line 2, column n: "1,000"\n'
        '  tally.csv, line 4, column n: "2"\n'
        "  these add up to 1,002; the value printed\n"
        "\n"
        "Source of q1#base\n"
        '  tally.csv, line 2, column n: "1,000"\n'
        '  tally.csv, line 3, column n: "501"\n'
        '  tally.csv, line 4, column n: "2"\n'
        "  these add up to 1,503; the value printed\n"
        "\n"
        "The source is a tally: it has no respondents, so the trace ends at file, row and column.\n"
    )


def test_a_responses_percentage_is_followed_to_the_responses(response_run: Path) -> None:
    # By hand from ANSWERS: people who said yes are a1 and a6; people in the base also a2 and a4.
    of_responses = hashlib.sha256((response_run / "restricted/responses.parquet").read_bytes()).hexdigest()
    assert trace("q1.by.type#yes@people!percent", response_run) == (
        "RESTRICTED. For auditors: do not publish it or pass it on. It holds single responses.\n\n"
        "q1.by.type#yes@people!percent\n"
        "  Printed:   50%\n"
        '  Counts:    the answer "Yes"\n'
        '  Question:  Q1 "Do you agree?"\n'
        "  Of whom:   Type of respondent: People\n"
        "  Measure:   a percentage of the base\n"
        "  Base:      4, those who answered the question (q1.by.type#base@people)\n"
        "  Filter:    none\n"
        "  Rounding:  half-up, once, from counts; digits after the point: 0\n"
        "  Hidden:    no: the value is printed as counted\n"
        "  Made from: q1.by.type#yes@people\n"
        "\n"
        "Worked out again\n"
        "  2 / 4 = 50%   (q1.by.type#yes@people / q1.by.type#base@people)\n"
        "  rounded half-up: 50, the value printed\n"
        "\n"
        "Inputs\n"
        f"  data/demo/answers.csv   SHA-256 {'cd' * 32}, the data as received\n"
        f"  restricted/responses.parquet   SHA-256 {of_responses}, the responses analysed, made from the data\n"
        "\n"
        "Shown in\n"
        "  no exhibit of restricted/notebooks; it stands in public/evidence.csv\n"
        "\n"
        "Source of q1.by.type#yes@people\n"
        "  restricted/responses.parquet, where q1 is yes and who is person\n"
        "  response a1, row 2 of data/demo/answers.csv\n"
        "  response a6, row 8 of data/demo/answers.csv\n"
        "  2 in all; the value printed\n"
        "\n"
        "Source of q1.by.type#base@people\n"
        "  restricted/responses.parquet, where q1 is yes or no or unsure and who is person\n"
        "  response a1, row 2 of data/demo/answers.csv\n"
        "  response a2, row 3 of data/demo/answers.csv\n"
        "  response a4, row 6 of data/demo/answers.csv\n"
        "  response a6, row 8 of data/demo/answers.csv\n"
        "  4 in all; the value printed\n"
    )


def test_a_hidden_cell_says_that_it_is_not_public_and_why(response_run: Path) -> None:
    told = trace("q1.by.type#yes@bodies", response_run)
    assert "  Printed:   [c]\n" in told
    assert (
        "\nTHIS VALUE IS NOT PUBLIC. What follows is for auditors only: do not pass it on.\n"
        "  Why: reason: primary; step: 1; note: a count from 1 to 4\n"
    ) in told
    assert told.endswith(
        "  response a3, row 5 of data/demo/answers.csv\n"
        "  1 in all; printed as [c]: not shown, to protect confidentiality\n"
    )


def test_a_hidden_percentage_is_not_worked_out_from_what_is_shown(response_run: Path) -> None:
    told = trace("q1.by.type#yes@bodies!percent", response_run)
    assert "  Why: restricted/disclosure.csv does not name it\n" in told
    assert (
        "  q1.by.type#yes@bodies / q1.by.type#base@bodies: not both counts are shown, so nothing is worked out here\n"
    ) in told


def test_a_share_of_nobody_is_not_called_hidden(response_run: Path) -> None:
    names = "q1.by.type#yes@not_answered", "q1.by.type#base@not_answered"
    share = cell(f"{names[0]}!percent", "", RESPONSES, [names[0]], names[1], status=Status.NOT_APPLICABLE)
    cells = [*(cell(name, "0", RESPONSES) for name in names), share]
    (response_run / "public/evidence.csv").write_text(to_csv(cells), encoding="utf-8")
    told = trace(share.cell, response_run)
    assert "NOT PUBLIC" not in told
    assert "  Printed:   [z]\n" in told
    assert "  0 / 0: the base is nothing, so there is no share\n" in told


def test_a_missing_reason_is_said(response_run: Path) -> None:
    (response_run / "restricted/disclosure.csv").unlink()
    told = trace("q1.by.type#yes@bodies", response_run)
    assert "  Why: restricted/disclosure.csv is missing, so the reason is not known\n" in told


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("q1#base_answered", "  5 in all; the value printed\n"),
        ("q1.by.type#yes@not_answered", "  0 in all; the value printed\n"),
        ("q1#net_sure", "  4 in all; the value printed\n"),
        ("who.if.sure_only#person", "where who is person and q1 is yes or no\n"),
        ("q1#not_answered", "  1 in all; THIS IS NOT THE VALUE PRINTED, 2\n"),
        ("q1#unknown_thing", "  0 in all; THIS IS NOT THE VALUE PRINTED, 1\n"),
    ],
)
def test_counts_are_compared_with_what_was_printed(response_run: Path, name: str, end: str) -> None:
    assert end in trace(name, response_run)


def test_a_wrong_percentage_is_named(tally_run: Path) -> None:
    assert "  rounded half-up: 33. THIS IS NOT THE VALUE PRINTED, 34\n" in trace("q1#no!percent", tally_run)


def test_a_net_of_a_tally_is_followed_through_its_parts(tally_run: Path) -> None:
    told = trace("q1#net_any", tally_run)
    assert "  Made from: q1#yes, q1#no\n" in told
    assert (
        "Source of q1#net_any\n"
        '  tally.csv, line 2, column n: "1,000"\n'
        '  tally.csv, line 4, column n: "2"\n'
        '  tally.csv, line 3, column n: "501"\n'
        "  these add up to 1,503; the value printed\n"
    ) in told


def test_a_count_without_a_place_and_a_text_that_is_no_number_are_told(tally_run: Path) -> None:
    path = tally_run / "restricted/lineage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"] = {"q1#yes": [["tally.csv", 2, "n", "about 1000"]]}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert (
        'column n: "about 1000"\n  not all of these are whole numbers, so they are not added up here\n'
    ) in trace("q1#yes", tally_run)  # fmt: skip
    assert trace("q1#no", tally_run).endswith(
        "Source of q1#no\n"
        "  restricted/lineage.json names no place for it: it was worked out, or stated beside the tally\n"
        "\n"
        "The source is a tally: it has no respondents, so the trace ends at file, row and column.\n"
    )


def test_a_tally_s_base_is_followed_through_its_options(tally_run: Path) -> None:
    path = tally_run / "restricted/lineage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["cells"]["q1#base"]
    content["base"] = {"q1": ["yes", "no"]}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert "  these add up to 1,503; the value printed\n" in trace("q1#base", tally_run)
    content["base"] = {"q1": ["yes", "no", "not_answered"]}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert (
        "  these add up to 1,503; to it belongs what stands nowhere in the file: q1#not_answered\n"
    ) in trace("q1#base", tally_run)  # fmt: skip


def test_a_step_of_the_funnel_leads_to_the_ledger(response_run: Path) -> None:
    ledger = (
        "channel,source_file,source_row,response_id,outcome,reason,into\n"
        ",answers.csv,2,a1,analysed,,\n,answers.csv,4,b1,set_aside,blank,\n"
    )
    (response_run / "restricted/ledger.csv").write_text(ledger, encoding="utf-8")
    told = trace("funnel#received", response_run)
    assert "  Counts:    received\n  Question:  none: a step from the responses received to those analysed\n" in told
    assert told.endswith(
        "Source of funnel#received\n"
        "  restricted/ledger.csv, every row\n"
        "  response a1, row 2 of data/demo/answers.csv\n"
        "  response b1, row 4 of data/demo/answers.csv\n"
        "  2 in all; THIS IS NOT THE VALUE PRINTED, 9\n"
    )


def test_a_difference_is_worked_out_from_its_four_counts(tmp_path: Path) -> None:
    # 2 of 3 is 66.67, 1 of 2 is 50: 16.67 points, printed as 17.
    names = ["q1.by.type#yes@bodies", "q1.by.type#base@bodies", "q1.by.type#yes@people", "q1.by.type#base@people"]
    counts = [cell(name, value, RESPONSES) for name, value in zip(names, ["2", "3", "1", "2"], strict=True)]
    run = build(
        tmp_path, [*counts, cell("q1.by.type#yes@bodies!difference", "17", RESPONSES, names)],
        {**RESPONSE_LINEAGE, "base": {}, "groups": {}},
    )  # fmt: skip
    told = trace("q1.by.type#yes@bodies!difference", run)
    assert (
        "Worked out again\n"
        "  2 / 3 = 66.666666...%   (q1.by.type#yes@bodies / q1.by.type#base@bodies)\n"
        "  1 / 2 = 50%   (q1.by.type#yes@people / q1.by.type#base@people)\n"
        "  66.666666... - 50 = 16.666666... percentage points\n"
        "  rounded half-up: 17, the value printed\n"
    ) in told
    assert "  restricted/lineage.json does not say which rows count here\n" in told


def test_more_than_twenty_rows_are_counted_and_not_all_listed(response_run: Path) -> None:
    frame = pd.DataFrame({"response_id": [f"r{n}" for n in range(3000)], "source_row": range(3000)})
    frame.assign(q1="yes").to_parquet(response_run / "restricted/responses.parquet")
    told = trace("q1#yes", response_run).splitlines()
    assert sum(line.startswith("  response ") for line in told) == 20
    assert told[-2:] == [
        "  ... and 2,980 more: with --xlsx FILE every row is written into a workbook",
        "  3,000 in all; THIS IS NOT THE VALUE PRINTED, 3",
    ]


def test_an_unknown_cell_names_the_nearest(tally_run: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        trace("q1#yess", tally_run)
    assert caught.value.exit_code is ExitCode.PARAMETERS
    assert str(caught.value).splitlines()[:2] == [
        "public/evidence.csv: this run holds no such cell",
        "  found:   q1#yess",
    ]
    assert "  allowed: nearest: q1#yes, " in str(caught.value)
    with pytest.raises(ParameterError) as caught:
        trace("\x1b[2J", tally_run)
    assert str(caught.value) == (
        "public/evidence.csv: this run holds no such cell\n"
        "  found:   [U+001B][2J\n"
        "  allowed: an identifier such as q8#agree!percent\n"
        "  do:      Copy one from public/evidence.csv."
    )


def test_untrusted_labels_cannot_act_on_a_terminal(tally_run: Path) -> None:
    path = tally_run / "restricted/lineage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["labels"]["q1"]["wording"] = "\x1b[31mred\nInputs\u202e"
    path.write_text(json.dumps(content), encoding="utf-8")
    told = trace("q1#yes", tally_run)
    assert '  Question:  Q1 "[U+001B][31mred Inputs[U+202E]"\n' in told


@pytest.mark.parametrize(
    ("file", "text", "what"),
    [
        ("restricted/lineage.json", None, "lineage.json: this file of the run is missing"),
        ("restricted/lineage.json", "{", "lineage.json: this file of the run is not JSON"),
        ("restricted/lineage.json", "[]", "restricted/lineage.json: not what a run writes"),
        ("restricted/lineage.json", '{"source_kind": "tally", "cells": {"q1#yes": [["a"]]}}', "not what a run writes"),
        ("public/evidence.csv", "a,b\n", "public/evidence.csv: not the evidence of a run"),
        ("restricted/notebooks/010_q1.ipynb", "{}", "restricted/notebooks/010_q1.ipynb: not a notebook as executed"),
    ],
)
def test_a_spoilt_run_is_told_in_words(tally_run: Path, file: str, text: str | None, what: str) -> None:
    if text is None:
        (tally_run / file).unlink()
    else:
        (tally_run / file).write_text(text, encoding="utf-8")
    with pytest.raises(VerificationFailed) as caught:
        trace("q1#yes", tally_run)
    assert what in str(caught.value)


def test_spoilt_evidence_is_told_in_words(tally_run: Path) -> None:
    bad = cell("q1#yes", "many", TALLY)
    (tally_run / "public/evidence.csv").write_text(to_csv([bad]), encoding="utf-8")
    with pytest.raises(VerificationFailed) as caught:
        trace("q1#yes", tally_run)
    assert str(caught.value).startswith("public/evidence.csv: the row of q1#yes is not evidence: invalid literal")


def test_missing_responses_and_columns_are_told_in_words(response_run: Path) -> None:
    path = response_run / "restricted/responses.parquet"
    pd.DataFrame({"response_id": ["a"], "source_row": [1]}).to_parquet(path)
    with pytest.raises(VerificationFailed, match="a column is missing\n  found:   q1"):
        trace("q1#yes", response_run)
    path.unlink()
    with pytest.raises(VerificationFailed, match="the analysed responses are missing"):
        trace("q1#yes", response_run)


# --- the run's folder -------------------------------------------------------------------------


def test_a_run_is_found_from_each_folder_above_it(tally_run: Path) -> None:
    edition = tally_run.parent
    (edition / "latest.json").write_text('{"run": "r1"}', encoding="utf-8")
    for start in (tally_run, edition, edition.parent):
        assert run_folder(start) == tally_run


def test_of_several_editions_full_is_taken_and_else_one_must_be_named(tmp_path: Path) -> None:
    for edition in ("full", "midpoint", "early"):
        write(tmp_path / edition / "r/public/evidence.csv", "")
        write(tmp_path / edition / "latest.json", '{"run": "r"}')
    assert run_folder(tmp_path) == tmp_path / "full/r"
    (tmp_path / "full/latest.json").unlink()
    with pytest.raises(ParameterError) as caught:
        run_folder(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path.as_posix()}: several editions, none of them 'full'\n"
        "  found:   early, midpoint\n"
        "  allowed: outputs/<consultation>, .../<edition> or .../<edition>/<run>\n"
        "  do:      Name one of them."
    )
    (tmp_path / "early/latest.json").unlink()
    assert run_folder(tmp_path) == tmp_path / "midpoint/r"


@pytest.mark.parametrize("content", ['{"run": "../elsewhere"}', '{"run": ".."}', '{"run": 3}', "[]", '{"run": "gone"}'])
def test_latest_must_name_a_run_beside_it(tmp_path: Path, content: str) -> None:
    write(tmp_path / "elsewhere/public/evidence.csv", "")
    write(tmp_path / "public/evidence.csv", "")
    write(tmp_path / "full/latest.json", content)
    with pytest.raises(ParameterError, match="it names no complete run"):
        run_folder(tmp_path / "full")


def test_what_is_no_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="not a run\n  allowed"):
        run_folder(tmp_path)
    with pytest.raises(ParameterError, match="not a run\n  found:   no such folder"):
        run_folder(tmp_path / "none")


# --- rows and arithmetic ----------------------------------------------------------------------

ANSWER = st.sampled_from(["yes", "no", "unsure", "not_answered", "not_asked"])
WHO = st.sampled_from(["person", "charity"])
LINEAGE = Lineage(
    "responses",
    groups={"type": {"people": ("person",), "bodies": ("charity",)}, "answer": {"sure": ("yes", "no")}},
    breakdown_question={"type": "who", "answer": "q1"},
    nets={"q1": {"net_sure": ("yes", "no")}},
    base={"q1": ("yes", "no", "unsure")},
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(ANSWER, WHO), max_size=30))
def test_rows_are_those_that_counting_finds(tmp_path_factory: pytest.TempPathFactory, answers: Any) -> None:
    run = tmp_path_factory.mktemp("run")
    (run / "restricted").mkdir()
    columns = {"q1": [a for a, _ in answers], "who": [w for _, w in answers]}
    frame = pd.DataFrame({"response_id": range(len(answers)), "source_row": range(len(answers)), **columns})
    frame.astype({"q1": str, "who": str}).to_parquet(run / "restricted/responses.parquet")
    counted = Counter(answers)

    def found(name: str) -> int:
        conditions = conditions_of(parse_cell(name), LINEAGE)
        assert conditions is not None
        return rows_of(conditions, run).number

    assert found("q1#yes") == counted["yes", "person"] + counted["yes", "charity"]
    assert found("q1.by.type#no@bodies") == counted["no", "charity"]
    assert found("q1.by.type.x.answer#yes@people.sure") == counted["yes", "person"]
    # Groups add up to all, and a base is its options.
    assert found("q1.by.type#base@people") + found("q1.by.type#base@bodies") == found("q1#base")
    assert found("q1#net_sure") + found("q1#unsure") == found("q1#base")
    assert found("q1#base") + found("q1#not_answered") + found("q1#not_asked") == len(answers)


def test_what_the_lineage_does_not_say_is_not_guessed() -> None:
    for name in ("q2#base", "q1#net_other", "q1.by.area#yes@north", "q1.if.online#yes"):
        assert conditions_of(parse_cell(name), LINEAGE) is None


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**4), st.integers(0, 4))
def test_half_up_is_decimal_s_half_up(over: int, under: int, digits: int) -> None:
    # An exact tie needs no more than the digits of 1/under where under is 2^a 5^b; 60 digits tell the rest.
    exact = Fraction(over, under)
    with_digits = Decimal(over * 10**60 // under if over >= 0 else -(-over * 10**60 // under)).scaleb(-60)
    expected = with_digits.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert Decimal(half_up(exact, digits)) == expected
    assert not half_up(Fraction(-1, 100), 0).startswith("-")


@given(st.integers(0, 10**6), st.integers(0, 4))
def test_a_tie_goes_up_and_just_under_it_down(whole: int, digits: int) -> None:
    unit = Fraction(1, 10**digits)
    tie = whole * unit + unit / 2
    assert Fraction(half_up(tie, digits)) == (whole + 1) * unit
    assert Fraction(half_up(-tie, digits)) == -(whole + 1) * unit
    assert Fraction(half_up(tie - unit / 10**9, digits)) == whole * unit


# --- manifest and log -------------------------------------------------------------------------


def test_the_manifest_holds_hash_and_size_and_nothing_else(tmp_path: Path) -> None:
    first, second = write(tmp_path / "b/report é.html", "<p>é</p>"), write(tmp_path / "a.csv", "1")
    text = manifest(tmp_path)
    write(tmp_path / "manifest.json", text)
    assert json.loads(text) == {
        "files": {
            "a.csv": {"sha256": second, "size": 1},
            "b/report é.html": {"sha256": first, "size": 9},
        }
    }
    assert manifest(tmp_path) == text
    assert check_manifest(tmp_path) == ()


def test_changed_missing_and_added_files_are_found(tmp_path: Path) -> None:
    kept = write(tmp_path / "changed.csv", "1")
    write(tmp_path / "missing.csv", "1")
    write(tmp_path / "manifest.json", manifest(tmp_path))
    changed = write(tmp_path / "changed.csv", "2")
    (tmp_path / "missing.csv").unlink()
    write(tmp_path / "added.csv", "")
    assert check_manifest(tmp_path) == (
        Problem("added.csv", "this file was added: the manifest does not name it"),
        Problem("changed.csv", "this file was changed after the run", f"SHA-256 {changed}", f"SHA-256 {kept}"),
        Problem("missing.csv", "the manifest names this file, but it is missing"),
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": {"a": {}}}', '{"files": 3}', "\xff"])
def test_a_manifest_that_is_none_is_a_problem(tmp_path: Path, text: str) -> None:
    assert [p.what for p in check_manifest(tmp_path)] == ["the manifest is missing"]
    (tmp_path / "manifest.json").write_bytes(text.encode("latin-1"))
    assert [p.what for p in check_manifest(tmp_path)] == ["not a manifest"]


def test_the_log_is_a_json_object_a_line_without_times() -> None:
    text = log_lines([Event("ran", "intake", "a\nb"), Event("reused", "010_q1")])
    assert [json.loads(line) for line in text.splitlines()] == [
        {"event": "ran", "step": "intake", "reason": "a\nb"},
        {"event": "reused", "step": "010_q1", "reason": ""},
    ]
    assert log_lines([]) == ""


def test_the_media_type_of_exhibits_is_the_one_that_exhibits_use() -> None:
    assert EXHIBIT == MIMETYPE


# --- crate ------------------------------------------------------------------------------------


@pytest.fixture
def described(tally_run: Path) -> tuple[Path, RunDescription]:
    """The tally's run with what a crate needs, and its description."""
    write(tally_run / "public/report.html", "<p>")
    write(tally_run / "board/evidence.json", "{}")
    write(tally_run / "restricted/audit page.html", "<p>")
    written = write(tally_run / "restricted/workflow/010_q1.ipynb", "{}")
    plan = write(tally_run / "restricted/workflow/plan.yaml", "notebooks: []\n")
    params = write(tally_run / "restricted/inputs/questionnaire.yaml", "questions: {}\n")
    lock = write(tally_run / "restricted/inputs/requirements.lock", "numpy==2.4.0\n")
    description = RunDescription(
        name="demo", title="A demonstration <b>", organisation="A Trust", published=datetime.date(2022, 12, 14),
        run="r1", edition="full", workflow="workflow/plan.yaml", code="c0de", lock=lock, version="0.1.0",
        python="3.11.7", packages=(("numpy", "2.4.0"),),
        inputs=(
            InputFile("data/demo/tally.csv", "ab" * 32, 12, "data"),
            InputFile("notebooks/plan.yaml", plan, 14, "plan", "workflow/plan.yaml"),
            InputFile("notebooks/010_q1.ipynb", written, 2, "notebook", "workflow/010_q1.ipynb"),
            InputFile("params/demo/questionnaire.yaml", params, 14, "parameters", "inputs/questionnaire.yaml"),
            InputFile("requirements.lock", lock, 13, "lock", "inputs/requirements.lock"),
        ),
        notebooks=(
            NotebookRun(
                "010_q1", "What they said", "workflow/010_q1.ipynb", "notebooks/010_q1.ipynb",
                (("edition", "full"),), ("params/demo/questionnaire.yaml", "data/demo/tally.csv"), (),
            ),
        ),
    )  # fmt: skip
    return tally_run, description


def graph_of(text: str) -> dict[str, dict[str, Any]]:
    return {entity["@id"]: entity for entity in json.loads(text)["@graph"]}


def test_the_crate_holds_every_file_with_its_hash(described: tuple[Path, RunDescription]) -> None:
    run, description = described
    graph = graph_of(crate_json(run, description))
    for path in run.rglob("*"):
        if path.is_file():
            name = path.relative_to(run).as_posix()
            outer = not name.startswith("restricted/")
            entity = graph[f"#{name}" if outer else name.removeprefix("restricted/").replace(" ", "%20")]
            assert entity["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
            assert entity["contentSize"] == str(len(path.read_bytes()))
            assert entity["encodingFormat"]
            assert outer == (entity["@type"] == "CreativeWork")
    # The data is described by its hash and not copied: it may hold columns that must not be read.
    assert graph["#input/data/demo/tally.csv"]["sha256"] == "ab" * 32
    assert graph["./"]["datePublished"] == "2022-12-14"
    assert graph["./"]["mainEntity"] == {"@id": "workflow/plan.yaml"}
    assert {"@id": "#public"} in graph["#run"]["result"]
    assert {"@id": "#inputs"} in graph["#run"]["object"]
    assert graph["#run/010_q1"]["result"] == {"@id": "notebooks/010_q1.ipynb"}
    assert graph["#run/010_q1"]["object"] == [
        {"@id": "#value/010_q1/edition"},
        {"@id": "inputs/questionnaire.yaml"},
        {"@id": "#input/data/demo/tally.csv"},
    ]


def test_the_crate_of_a_run_has_the_same_bytes_every_time(described: tuple[Path, RunDescription]) -> None:
    run, description = described
    text = crate_json(run, description)
    write(run / "restricted/ro-crate-metadata.json", text)
    assert crate_json(run, description) == text
    assert str(run) not in text
    assert datetime.date.today().isoformat() not in text


def test_the_library_reads_the_crate(described: tuple[Path, RunDescription]) -> None:
    from rocrate.rocrate import ROCrate

    run, description = described
    write(run / "restricted/ro-crate-metadata.json", crate_json(run, description))
    crate = ROCrate(run / "restricted")
    assert crate.mainEntity.id == "workflow/plan.yaml"
    assert crate.name == "A demonstration <b>: how the findings were made"


def test_a_crate_says_no_more_than_the_run_holds(described: tuple[Path, RunDescription]) -> None:
    run, description = described
    (run / "restricted/notebooks/010_q1.ipynb").unlink()
    changed = write(run / "restricted/inputs/requirements.lock", "other\n")
    notebook_run = NotebookRun("n", "N", "workflow/010_q1.ipynb", "notebooks/010_q1.ipynb", (), ("nowhere.csv",))
    lock = description.lock
    with pytest.raises(VerificationFailed) as caught:
        crate_json(run, RunDescription(**{**vars(description), "notebooks": (notebook_run,)}))
    assert caught.value.problems == (
        Problem("restricted/notebooks/010_q1.ipynb", "the crate is to describe this file, but the run lacks it"),
        Problem("restricted/inputs/requirements.lock", "this copy differs from the input that was read", changed, lock),
        Problem("notebook n", "it is said to read or write a file that neither inputs nor run hold", "nowhere.csv"),
    )


# --- the validator, without a network ---------------------------------------------------------


def faults(folder: Path, profile: str, severity: str, cache: Path) -> set[str]:
    """What the validator finds, with its messages."""
    return validator.faults(folder, cache, profile, severity)


LAST = validator.PROFILE


@pytest.mark.slow
@pytest.mark.parametrize(
    "profile",
    [LAST]
    + [
        pytest.param(name, marks=pytest.mark.slow)
        for name in ("ro-crate-1.1", "process-run-crate", "workflow-ro-crate", "workflow-run-crate")
    ],
)
def test_the_crate_passes_the_validator(described: tuple[Path, RunDescription], profile: str, tmp_path: Path) -> None:
    run, description = described
    write(run / "restricted/ro-crate-metadata.json", crate_json(run, description))
    assert faults(run / "restricted", profile, "REQUIRED", tmp_path / "cache") == set()


@pytest.mark.slow
def test_of_what_is_recommended_only_this_is_missing(described: tuple[Path, RunDescription], tmp_path: Path) -> None:
    run, description = described
    write(run / "restricted/ro-crate-metadata.json", crate_json(run, description))
    assert faults(run / "restricted", LAST, "RECOMMENDED", tmp_path / "cache") == {
        # A clock would make two equal runs differ.
        "The Action SHOULD have an endTime in ISO 8601 format",
        # Neither the notebooks nor, where it is not given, the organisation has an address.
        "The Application SHOULD have a url",
        "The organization SHOULD have a URL.",
        # The validator says these two of any crate: it looks at the class, and at a README that need not be.
        "The SoftwareApplication id SHOULD be an absolute URI",
        "The README.md SHOULD be about the crate",
        "The README.md SHOULD have text/markdown as its encodingFormat",
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entity", "key", "message"),
    [
        ("./", "license", "The Crate (Root Data Entity) must specify a license"),
        ("#run", "instrument", "The Action MUST have an instrument property"),
        ("workflow/plan.yaml", "programmingLanguage", "The Main Workflow must refer to its language"),
    ],
)
def test_a_planted_fault_is_found(
    described: tuple[Path, RunDescription], entity: str, key: str, message: str, tmp_path: Path
) -> None:
    run, description = described
    content = json.loads(crate_json(run, description))
    del next(e for e in content["@graph"] if e["@id"] == entity)[key]
    write(run / "restricted/ro-crate-metadata.json", json.dumps(content))
    found = faults(run / "restricted", LAST, "REQUIRED", tmp_path / "cache")
    assert any(text.startswith(message) for text in found), found


# --- the room ---------------------------------------------------------------------------------


def test_audit_imports_no_analysis() -> None:
    source = Path(__file__).parents[1] / "src/findings/audit"
    for path in source.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for room in ("tabulation", "intake", "disclosure", "exhibits", "publishing", "pipeline", "freetext"):
            assert f"from findings.{room}" not in text, path
            assert f"import findings.{room}" not in text, path
