"""The store: written once, read as written, sliced to what a chapter may read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from findings.errors import ParameterError
from findings.evidence.cell import COLUMNS, from_csv, to_csv
from findings.evidence.csvtext import safe_text
from findings.evidence.store import Evidence, open_store, sliced, store_files, write_store
from sample import evidence_of


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of()


def test_the_columns_of_a_cell_are_fixed() -> None:
    assert ",".join(COLUMNS) == (
        "cell,table,measure,question,item,option,breakdown,level,filter,value,unit,digits,low,high,"
        "base_cell,base_kind,from,status,source_kind,note"
    )


def test_cells_survive_csv(evidence: Evidence) -> None:
    cells = list(evidence.cells.values())
    assert list(from_csv(to_csv(cells))) == cells


def test_other_columns_are_refused() -> None:
    with pytest.raises(ValueError, match=r"not evidence: its columns are \['a', 'b'\]"):
        list(from_csv("a,b\n1,2\n"))


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@x", "\tx", "\rx"])
def test_no_text_can_be_a_formula(text: str) -> None:
    assert safe_text(text) == "'" + text


def test_a_store_is_written_once(evidence: Evidence, tmp_path: Path) -> None:
    files = store_files(evidence.story, evidence.cells.values())
    write_store(tmp_path, files)
    assert open_store(tmp_path) == evidence
    with pytest.raises(FileExistsError):
        write_store(tmp_path, files)


def test_a_slice_holds_its_own_questions_and_nothing_else(evidence: Evidence, tmp_path: Path) -> None:
    write_store(tmp_path, sliced(evidence, ["q2"], ["plan"]))
    part = open_store(tmp_path)
    assert {cell.question for cell in part.cells.values()} == {"q2"}
    assert part.story.tables == ("q2", "q2.by.kind", "q2.by.town")
    assert part.story.questionnaire.profile == ()
    assert part.table("q2").keys() == evidence.table("q2").keys()
    with pytest.raises(ParameterError, match="this chapter was not given"):
        part.table("q1")


def test_a_slice_does_not_change_with_what_it_does_not_hold(evidence: Evidence) -> None:
    story = evidence.story
    questions = dict(story.questionnaire.questions)
    questions["q1"] = questions["q1"].model_copy(update={"short": "Another label"})
    changed = Evidence(
        story.model_copy(update={"questionnaire": story.questionnaire.model_copy(update={"questions": questions})}),
        evidence.cells,
    )
    assert sliced(changed, ["q2"], []) == sliced(evidence, ["q2"], [])
    assert sliced(changed, ["q1"], []) != sliced(evidence, ["q1"], [])


def test_only_the_method_chapter_is_given_limits_and_sources(evidence: Evidence) -> None:
    changed = Evidence(evidence.story.model_copy(update={"limits": ("Another limit.",)}), evidence.cells)
    assert sliced(changed, ["q1", "q2"], ["plan"]) == sliced(evidence, ["q1", "q2"], ["plan"])
    assert sliced(changed, [], [], method=True) != sliced(evidence, [], [], method=True)


def test_the_store_says_nothing_of_how_the_data_are_written(evidence: Evidence) -> None:
    words = json.dumps(evidence.story.model_dump(mode="json"))
    assert "data.csv" not in words and "id_column" not in words
