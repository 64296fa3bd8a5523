"""Bad input through the command line: its message, its exit code, and nothing that looks complete.

One run is made first; every later call writes to the same folder of outputs and must leave it alone.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from findings.cli import main
from small_consultation import (
    CONSULTATION,
    PLAN,
    QUESTIONNAIRE,
    RESPONSES,
    TALLY,
    changed,
    place,
    write_small,
    write_tally,
)


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of outputs with one complete run of `town`, whose parameters stand beside it."""
    home = tmp_path_factory.mktemp("earlier")
    write_small(home / "params" / "town", plan=PLAN)
    assert main(["run", "--params", str(home / "params"), "--out", str(home / "out"), "--quiet", "--jobs", "2"]) == 0
    return home


@pytest.fixture
def params(earlier: Path, tmp_path: Path) -> Path:
    """A folder of parameters with `town` in it, to which a test adds."""
    shutil.copytree(earlier / "params" / "town", tmp_path / "params" / "town")
    return tmp_path / "params"


def seen(out: Path) -> dict[str, str]:
    """Every file under the outputs but for the cache -> its bytes' hash; and every folder."""
    paths = [path for path in out.rglob("*") if ".cache" not in path.relative_to(out).parts]
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in paths
    }


def run(earlier: Path, params: Path, *names: str) -> int:
    """Run into the folder of the earlier run, which must come out of it as it was; nothing else may stand there."""
    before = seen(earlier / "out")
    assert sum(name.endswith("latest.json") for name in before) == 1
    code = main(["run", *names, "--params", str(params), "--out", str(earlier / "out"), "--jobs", "2", "--quiet"])
    assert seen(earlier / "out") == before
    return code


# --- parameters: exit code 2, and no notebook starts --------------------------------------------

# File, what stands in it, what a careless hand makes of it, what the message points at, the message.
PARAMETERS: dict[str, tuple[str, str, str, str, str]] = {
    "a_key_given_twice": (
        "consultation.yaml", "organisation: Town council\n", "organisation: Town council\norganisation: The town\n",
        "organisation: The town",
        """\
 (organisation): a key is given twice
  found:   'organisation' on lines 2 and 3
  do:      Keep one of them.""",
    ),
    "a_section_without_questions": (
        "questionnaire.yaml", "    questions: [q1]\n",
        "    questions: [q1]\n  parks:\n    title: Parks\n    questions: []\n",
        "[]",
        """\
 (sections.parks.questions): a section without questions
  found:   []
  allowed: one or more of: who, q1
  do:      Name its questions, or take the section out.""",
    ),
    "a_reserved_name": (
        "questionnaire.yaml", "      unsure: {label", "      net_unsure: {label", "{label: Not sure",
        """\
 (questions.q1.options.net_unsure): a reserved name: names that begin with 'net_' are made by the program
  found:   net_unsure
  do:      Choose another name; what readers see is its label.""",
    ),
    "a_parameter_misspelt": (
        "plan.yaml", "for_each: section\n", "for_each: section\n    parameters: {setion: benches}\n", "{setion",
        """\
 (chapters.section.parameters): 30_section.ipynb has no parameter 'setion'
  found:   setion
  allowed: store, section
  do:      Did you mean 'section'?""",
    ),
    "no_for_each": (
        "plan.yaml", "    for_each: section\n    reads: section\n", "    reads: everything\n",
        "notebook: 30_section",
        """\
 (chapters.section.parameters): 30_section.ipynb needs the parameter 'section' and the plan does not give it
  do:      Add 'for_each: section' to the chapter.""",
    ),
    "for_each_too_many": (
        "plan.yaml", "reads: everything\n", "reads: everything\n    for_each: section\n", "notebook: 10_summary",
        """\
 (chapters.summary.parameters): 10_summary.ipynb has no parameter 'section'
  found:   section
  allowed: store
  do:      Take 'for_each' out of the chapter.""",
    ),
    "no_such_notebook": (
        "plan.yaml", "10_summary.ipynb", "10_sumary.ipynb", "10_sumary",
        """\
 (chapters.summary.notebook): no such notebook
  found:   10_sumary.ipynb
  allowed: 10_summary.ipynb, 12_context.ipynb, 15_how_to_read.ipynb, 20_who_responded.ipynb, 30_section.ipynb, \
40_across_the_proposals.ipynb, 42_groups_and_equality.ipynb, 43_principles.ipynb, 44_other_channels.ipynb, \
46_points_raised.ipynb, 50_method_and_limits.ipynb, 60_annexes.ipynb
  do:      Did you mean '10_summary.ipynb'?""",
    ),
}  # fmt: skip
FILES = {"consultation.yaml": CONSULTATION, "questionnaire.yaml": QUESTIONNAIRE, "plan.yaml": PLAN}


@pytest.mark.parametrize("name", PARAMETERS)
def test_wrong_parameters_are_told_by_run_and_by_check(
    name: str, earlier: Path, params: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, old, new, points_at, message = PARAMETERS[name]
    text = changed(FILES[file], old, new)
    write_small(params / name, plan=PLAN)
    (params / name / file).write_text(text, encoding="utf-8")
    told = f"{name}/{file}, {place(text, points_at)}{message}\n"

    assert main(["check", name, "--params", str(params)]) == 2
    assert capsys.readouterr() == ("", told)
    # `town` was run before and has nothing wrong: the other's fault does not stop it.
    assert run(earlier, params) == 2
    assert capsys.readouterr() == ("", f"{name}: not run\n{told}")


# --- data: exit code 3 --------------------------------------------------------------------------

DATA: dict[str, tuple[str | None, str]] = {
    "missing": (
        None,
        "data.csv: the file is missing\n  found:   {data}\n  do:      Put it there, or correct 'data.file'.",
    ),
    "empty": ("", "data.csv: the file is empty\n  do:      Export it again, or name another file."),
    "unknown_column": (
        changed(RESPONSES, "comment,email", "comment,phone"),
        "data.csv, row 1: a column that the questionnaire does not know\n  found:   phone\n"
        "  do:      Name it in a question's 'column', in 'data.ignored_columns' or, if it could identify a person, "
        "in 'data.never_read'.",
    ),
    "unknown_answer": (
        changed(RESPONSES, "r02,A person,Yes", "r02,A person,Maybe"),
        "data.csv, row 3, column 'Want benches?': an answer outside its options (1 row)\n  found:   Maybe\n"
        "  allowed: Yes (yes), No (no), Not sure (unsure)\n"
        "  do:      Correct it, or add it to an option's 'also' or 'data.no_answer'.",
    ),
    "tally": (
        changed(TALLY, "person,q1,base,6", "person,q1,base,7"),
        "data.csv, row 7: q1, group 'person' does not add up to its base\n  found:   6 = 3 + 2 + 1\n  allowed: 7\n"
        "  do:      Correct the answers or the base.",
    ),
}  # fmt: skip


WRONG = changed(QUESTIONNAIRE, "profile: [who]", "profile: [who, whose]")
WRONG_MESSAGE = f"""\
wrong/questionnaire.yaml, {place(WRONG, "whose")} (profile.1): an unknown question
  found:   whose
  allowed: who, q1
  do:      Did you mean 'who'?
"""


def write_bad_data(params: Path) -> dict[str, str]:
    """A consultation a fault -> its message."""
    messages = {}
    for name, (data, message) in DATA.items():
        if name == "tally":
            write_tally(params / name, data or "")
        else:
            write_small(params / name, data=data)
        messages[name] = message.replace("{data}", (params / name / "data.csv").resolve().as_posix())
    return messages


@pytest.mark.parametrize("name", DATA)
def test_wrong_data_are_told_by_check(name: str, params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = write_bad_data(params)[name]
    assert main(["check", name, "--params", str(params)]) == 3
    assert capsys.readouterr() == ("", message + "\n")


@pytest.mark.slow
def test_wrong_data_are_told_by_run_each_for_itself(
    earlier: Path, params: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages = write_bad_data(params)
    write_small(params / "wrong", questionnaire=WRONG)
    # The first failure's exit code, though a later one is of another kind.
    assert run(earlier, params, "town", *messages, "wrong") == 3
    told = "".join(f"{name}: not run\n{message}\n" for name, message in messages.items())
    assert capsys.readouterr() == ("", told + f"wrong: not run\n{WRONG_MESSAGE}")


@pytest.mark.slow
def test_the_exit_code_is_that_of_the_first_failure(earlier: Path, params: Path) -> None:
    write_small(params / "empty", data="")
    write_small(params / "wrong", questionnaire=WRONG)
    assert run(earlier, params, "wrong", "empty", "town") == 2


# --- a notebook that fails: exit code 4 ---------------------------------------------------------


def test_a_notebook_that_fails_is_named_with_its_cell(
    earlier: Path, params: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # It is given the tables of the profile and asks for those of a section.
    plan = changed(PLAN, "reads: section", "reads: profile")
    write_small(params / "fails", plan=plan)
    assert run(earlier, params, "fails") == 4
    assert (
        capsys.readouterr().err
        == """\
fails: not run
30_section.ipynb, cell 5: the notebook stopped with an error
  found:   KeyError: 'q1'
  do:      Open the executed copy: out/.cache/failed/fails/full/30_section_benches.ipynb
"""
    )
    copy = earlier / "out" / ".cache" / "failed" / "fails" / "full" / "30_section_benches.ipynb"
    cells = json.loads(copy.read_text(encoding="utf-8"))["cells"]
    errors = [
        (number, output["ename"])
        for number, cell in enumerate(cells, start=1)
        for output in cell.get("outputs", [])
        if output["output_type"] == "error"
    ]
    assert errors == [(5, "KeyError")]


# --- the command line itself --------------------------------------------------------------------


def test_a_consultation_that_does_not_exist(earlier: Path, params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = f"{params}: no such consultation\n  found:   twon\n  allowed: town\n  do:      Did you mean 'town'?\n"
    assert run(earlier, params, "twon") == 2
    assert capsys.readouterr() == ("", told)
    assert main(["check", "twon", "--params", str(params)]) == 2
    assert capsys.readouterr() == ("", told)


def test_a_folder_without_consultations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--params", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    told = f"{tmp_path}: no consultation\n  do:      Make a folder with consultation.yaml in it.\n"
    assert capsys.readouterr() == ("", told)
    assert not (tmp_path / "out").exists()


def test_a_folder_of_parameters_that_does_not_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--params", str(tmp_path / "prams"), "--out", str(tmp_path / "out")]) == 2
    told = f"{tmp_path / 'prams'}: there is no folder of parameters\n  do:      Name it with --params.\n"
    assert capsys.readouterr() == ("", told)
    assert not (tmp_path / "out").exists()


def test_a_consultation_with_a_misnamed_file_is_not_passed_over(
    earlier: Path, params: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_small(params / "village")
    (params / "village" / "consultation.yaml").rename(params / "village" / "consultation.yml")
    assert run(earlier, params) == 2
    assert capsys.readouterr().err == (
        "village: not run\nvillage/consultation.yaml: the file is missing\n"
        "  do:      Rename consultation.yml to consultation.yaml.\n"
    )


@pytest.mark.parametrize("edition", ["Midpoint", "mid point", "../town", ""])
def test_an_edition_has_a_name(edition: str, earlier: Path, params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = seen(earlier / "out")
    arguments = ["run", "--params", str(params), "--out", str(earlier / "out"), "--edition", edition]
    assert main(arguments) == 2
    found = f"\n  found:   {edition}" if edition else ""
    assert capsys.readouterr() == (
        "",
        f"--edition: not a name{found}\n  allowed: small letters, digits and _\n  do:      For example: midpoint.\n",
    )
    assert seen(earlier / "out") == before


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5", "²"])
def test_jobs_are_counted_from_one(jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["run", f"--jobs={jobs}"])
    assert caught.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == f"findings run: error: argument --jobs: '{jobs}' is not a whole number from 1 up"


def test_the_earlier_run_was_complete(earlier: Path) -> None:
    (latest,) = (earlier / "out").glob("*/*/latest.json")
    folder = latest.parent / json.loads(latest.read_text(encoding="utf-8"))["run"]
    assert (folder / "public" / "report.html").is_file()
