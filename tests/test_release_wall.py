"""The two walls: nothing published imports what reads responses, and no number is typed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from findings.errors import ParameterError, Problem
from findings.exhibits import say
from findings.pipeline.notebooks import read_notebook, rule_problems
from findings.publishing.check import figures_without_origin

PROJECT = Path(__file__).resolve().parents[1]
CONTRACTS = 6


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter over the package in `folder/src`, by the contracts of the project."""
    program = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports_command as c; c()"
    return subprocess.run(
        [sys.executable, "-c", program, "--config", str(PROJECT / "pyproject.toml"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_rooms_keep_the_import_contracts() -> None:
    done = lint_imports(PROJECT)
    assert f"Contracts: {CONTRACTS} kept, 0 broken." in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(("module", "line", "told"), [
    ("exhibits/tables.py", "import findings.tabulation", "findings.exhibits.tables -> findings.tabulation"),
    ("publishing/front.py", "from findings.intake import receive", "findings.publishing.front -> findings.intake"),
    ("exhibits/quotes.py", "import findings.freetext.coding", "findings.exhibits.quotes -> findings.freetext.coding"),
    ("evidence/story.py", "import findings.disclosure", "findings.evidence.story -> findings.disclosure"),
    ("pipeline/run.py", "import findings.intake.tally", "findings.pipeline.run -> findings.intake.tally"),
    ("audit/rows.py", "import findings.exhibits.model", "findings.audit.rows -> findings.exhibits.model"),
    ("audit/recount/query.py", "import findings.evidence", "findings.audit.recount.query -> findings.evidence"),
    ("rehearsal/draw.py", "import findings.tabulation", "findings.rehearsal.draw -> findings.tabulation"),
])  # fmt: skip
def test_a_planted_import_through_the_wall_is_found(tmp_path: Path, module: str, line: str, told: str) -> None:
    shutil.copytree(PROJECT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "src" / "findings" / module
    future = "from __future__ import annotations\n"
    file.write_text(file.read_text(encoding="utf-8").replace(future, f"{future}{line}\n", 1), encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert told in done.stdout


@pytest.mark.parametrize("room", ["programme"])
def test_the_wall_stands_before_a_room_that_is_not_built_yet(tmp_path: Path, room: str) -> None:
    shutil.copytree(PROJECT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    package = tmp_path / "src" / "findings"
    (package / room).mkdir()
    (package / room / "__init__.py").write_text('"""New."""\n', encoding="utf-8")
    assert lint_imports(tmp_path).returncode == 0
    with (package / "publishing" / "front.py").open("a", encoding="utf-8") as file:
        file.write(f"import findings.{room}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert f"findings.publishing.front -> findings.{room}" in done.stdout


def test_a_room_without_a_place_in_the_line_is_found(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "src" / "findings" / "attic.py").write_text('"""New."""\n', encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "- findings.attic" in done.stdout


# Notebooks


def code(source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source, **more}


def words(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


PARAMETERS = code('store = ""', metadata={"tags": ["parameters"]})
IMPORTS = code("from findings.evidence import open_store\nfrom findings.exhibits import show")


def problems(folder: Path, *cells: dict[str, Any], published: bool = True) -> list[Problem]:
    path = folder / "10_planted.ipynb"
    path.write_text(json.dumps({"cells": list(cells)}), encoding="utf-8")
    return rule_problems(read_notebook(path), published=published)


def test_a_notebook_that_keeps_the_rules_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, PARAMETERS, IMPORTS, words("Words only."), code("\n".join(["show()"] * 8))) == []


def test_the_notebooks_of_the_project_keep_the_rules() -> None:
    notebooks = sorted((PROJECT / "notebooks").glob("*.ipynb"))
    assert len(notebooks) >= 6
    for path in notebooks:
        assert rule_problems(read_notebook(path), published=not path.name.startswith("00")) == []


LOOP = "a definition or loop in a notebook"
ANOTHER = "a published notebook imports another room"
MOVE = "Move it into the package."
ALLOWED = "findings.evidence, findings.exhibits"


@pytest.mark.parametrize(("source", "what", "found", "allowed", "do"), [
    ("def f():\n    return None", LOOP, "FunctionDef", "", MOVE),
    ("async def f():\n    return None", LOOP, "AsyncFunctionDef", "", MOVE),
    ("class C:\n    pass", LOOP, "ClassDef", "", MOVE),
    ("for q in store:\n    show(q)", LOOP, "For", "", MOVE),
    ("while store:\n    pass", LOOP, "While", "", MOVE),
    ("show(*[q for q in store])", LOOP, "ListComp", "", MOVE),
    ("show(*(q for q in store))", LOOP, "GeneratorExp", "", MOVE),
    ("f = lambda: store", LOOP, "Lambda", "", MOVE),
    ("\n".join(["show()"] * 9), "a code cell that is too long", "9 lines", "8 lines", ""),
    ("import pandas", ANOTHER, "pandas", ALLOWED, ""),
    ("from findings.intake import receive", ANOTHER, "findings.intake", ALLOWED, ""),
    ("from findings import tabulation", ANOTHER, "findings", ALLOWED, ""),
    ("import findings.exhibits, findings.disclosure", ANOTHER, "findings.disclosure", ALLOWED, ""),
])  # fmt: skip
def test_a_planted_cell_is_found(tmp_path: Path, source: str, what: str, found: str, allowed: str, do: str) -> None:
    assert problems(tmp_path, PARAMETERS, IMPORTS, code(source)) == [
        Problem("10_planted.ipynb, cell 3", what, found, allowed, do)
    ]


@pytest.mark.parametrize(("source", "found"), [
    ("__import__('findings.intake')", "__import__"),
    ("open('../responses.csv')", "open"),
    ("eval(store)", "eval"),
    ("exec(store)", "exec"),
    ("import importlib", "importlib"),
    ("from . import intake", ""),
])  # fmt: skip
def test_an_import_by_another_way_is_found(tmp_path: Path, source: str, found: str) -> None:
    assert problems(tmp_path, PARAMETERS, code(source)) == [
        Problem("10_planted.ipynb, cell 2", ANOTHER, found, ALLOWED)
    ]


@pytest.mark.parametrize("source", ["%run other.py", "!ls", "show("])
def test_a_cell_that_is_not_python_is_told_in_words(tmp_path: Path, source: str) -> None:
    do = "Write plain Python; commands that begin with % or ! do not belong in a notebook that is run."
    assert problems(tmp_path, PARAMETERS, code(source)) == [
        Problem("10_planted.ipynb, cell 2", "a cell that is not Python", source, do=do)
    ]


@pytest.mark.parametrize("stored", [
    {"outputs": [{"output_type": "stream", "name": "stdout", "text": "85"}]},
    {"execution_count": 3},
])  # fmt: skip
def test_a_stored_output_is_found(tmp_path: Path, stored: dict[str, Any]) -> None:
    assert problems(tmp_path, PARAMETERS, code("show()", **stored)) == [
        Problem("10_planted.ipynb, cell 2", "a stored output", do="Clear all outputs before saving.")
    ]


@pytest.mark.parametrize(
    ("text", "found"), [("In all 102 answered.", "102"), ("## Findings of 2023", "2023"), ("٣ people", "٣")]
)
def test_a_figure_in_a_markdown_cell_is_found(tmp_path: Path, text: str, found: str) -> None:
    assert problems(tmp_path, PARAMETERS, words(text)) == [
        Problem(
            "10_planted.ipynb, cell 2",
            "a figure in a markdown cell",
            found,
            do="Bind it to a cell of evidence with say().",
        )
    ]


@pytest.mark.parametrize("how_many", [0, 2])
def test_a_notebook_has_one_parameters_cell(tmp_path: Path, how_many: int) -> None:
    assert problems(tmp_path, *[PARAMETERS] * how_many, code("show()")) == [
        Problem("10_planted.ipynb", "a notebook has one cell tagged 'parameters'", str(how_many))
    ]


def test_the_release_notebook_may_import_what_reads_responses(tmp_path: Path) -> None:
    assert problems(tmp_path, PARAMETERS, code("from findings.intake import receive"), published=False) == []


# The number wall


@pytest.mark.parametrize(("sentence", "typed"), [
    ("In all, 85 people agreed.", "85"),
    ("Two thirds agreed.", "Two"),
    ("Most people agreed.", "Most"),
    ("A half agreed.", "half"),
    ("Nearly everyone agreed.", "Nearly"),
    ("½ agreed.", "½"),
    ("٨٥ agreed.", "٨٥"),
    ("People agreed with {name}, all 3 of them.", "3"),
])  # fmt: skip
def test_a_typed_number_is_refused(sentence: str, typed: str) -> None:
    with pytest.raises(ParameterError) as refused:
        say(sentence, name="the plan")
    assert str(refused.value) == (
        f"a sentence: a number typed in a sentence\n  found:   {typed}\n  do:      Bind it to a cell: {{name:percent}}."
    )


def test_a_number_in_a_label_is_that_of_the_questionnaire() -> None:
    assert [span.text for span in say("People agreed with {name}.", name="plan 9").text] == [
        "People agreed with ",
        "plan 9",
        ".",
    ]


@pytest.mark.parametrize(
    "planted", ["<p>In all 85 agreed.</p>", '<img alt="85 agreed">', '<p title="85">x</p>', "<b>¾</b>"]
)
def test_a_planted_figure_on_a_finished_page_is_found(real_runs: dict[str, Path], planted: str) -> None:
    page = (real_runs["scotland-2016"] / "public" / "report.html").read_text(encoding="utf-8")
    assert figures_without_origin(page) == ()
    (problem,) = figures_without_origin(page.replace("</main>", f"{planted}</main>", 1))
    assert problem.what == "a figure without origin"
    assert problem.found in planted
