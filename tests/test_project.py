"""The project's own files: the top level, the lock, the conda environment, the parameters' schemas, the commands."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from rattler import MatchSpec
from ruamel.yaml import YAML

from findings.consultation.model import Consultation, Questionnaire

ROOT = Path(__file__).resolve().parent.parent
CONSULTATIONS = ("scotland-2016", "scotland-2023")

FILES = (
    "run_all.py",
    "environment.yml",
    "requirements.lock",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    ".ci/run",
    "outputs/README.md",
    "docs/README.md",
    "benchmarks/README.md",
)
FOLDERS = (
    "params",
    "params/schema",
    "notebooks",
    "src/findings",
    "data",
    "outputs",
    "tests",
    "docs",
    "docs/decisions",
    "benchmarks",
)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def yaml(name: str) -> Any:
    return YAML(typ="safe", pure=True).load(text(name))


def pyproject() -> dict[str, Any]:
    return tomllib.loads(text("pyproject.toml"))


def requirements(*extras: str) -> dict[str, SpecifierSet]:
    project = pyproject()["project"]
    written = [
        *project["dependencies"],
        *(line for extra in extras for line in project["optional-dependencies"][extra]),
    ]
    return {canonicalize_name(Requirement(line).name): Requirement(line).specifier for line in written}


def lock_entries() -> list[str]:
    """The lock's logical lines: a pin, perhaps a marker, and its hashes."""
    joined = text("requirements.lock").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def locked() -> dict[str, Version]:
    pins = [Requirement(re.split(r"\s+--hash=", entry)[0].strip()) for entry in lock_entries()]
    return {canonicalize_name(pin.name): Version(str(pin.specifier).removeprefix("==")) for pin in pins}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_top_level_exists(name: str) -> None:
    assert (ROOT / name).is_file()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_the_top_level_exists(name: str) -> None:
    assert (ROOT / name).is_dir()


def test_nothing_else_stands_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if listed.returncode:
        pytest.skip("not a clone: git lists no files here")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    known = {name.split("/")[0] for name in (*FILES, *FOLDERS)} | {".gitignore", ".gitattributes"}
    assert top <= known


def test_the_licence_is_the_one_that_the_project_names() -> None:
    assert pyproject()["project"]["license"] == "MIT"
    assert text("LICENSE").startswith("MIT License")


# --- the lock ---------------------------------------------------------------------------------------------------------


def test_every_requirement_is_locked_at_a_version_that_satisfies_it() -> None:
    pins = locked()
    wanted = requirements("test", "dev") | {
        canonicalize_name(Requirement(line).name): Requirement(line).specifier
        for line in pyproject()["build-system"]["requires"]
    }
    assert {name for name in wanted if name not in pins} == set()
    assert {name: pins[name] for name, allowed in wanted.items() if pins[name] not in allowed} == {}


def test_what_an_editable_installation_needs_is_locked() -> None:
    assert {"hatchling", "editables"} <= set(locked())


def test_every_line_of_the_lock_is_one_version_with_hashes() -> None:
    pin = re.compile(r"[A-Za-z0-9._-]+==[^\s;]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+")
    assert [entry for entry in lock_entries() if not pin.fullmatch(re.sub(r"\s+", " ", entry).strip())] == []
    assert len(lock_entries()) == len(locked())


@pytest.mark.parametrize("word", ["://", "index-url", "find-links", "file:", "trusted-host", "+cpu"])
def test_the_lock_names_no_place(word: str) -> None:
    assert word not in text("requirements.lock")


# --- the conda environment --------------------------------------------------------------------------------------------


def conda_specs() -> dict[str, SpecifierSet]:
    """Name -> versions of everything in environment.yml, read by the matcher that conda's tools use."""
    listed = yaml("environment.yml")["dependencies"]
    matches = [MatchSpec(line) for line in listed if isinstance(line, str)]
    found = {canonicalize_name(spec.name.normalized): SpecifierSet(str(spec.version or "")) for spec in matches}
    by_pip = [Requirement(line) for entry in listed if isinstance(entry, dict) for line in entry["pip"]]
    return found | {canonicalize_name(line.name): line.specifier for line in by_pip}


def test_environment_yml_asks_for_what_pyproject_asks_for() -> None:
    found = conda_specs()
    assert found.pop("pip") == SpecifierSet("")
    assert found.pop("python") == SpecifierSet(pyproject()["project"]["requires-python"])
    assert found == requirements("test")


def test_environment_yml_uses_one_channel() -> None:
    assert yaml("environment.yml")["channels"] == ["conda-forge"]


# --- the parameters ---------------------------------------------------------------------------------------------------


def parameter_files() -> list[Path]:
    return sorted([*ROOT.glob("params/*/*.yaml"), *ROOT.glob("notebooks/*.yaml")])


def test_every_parameter_file_names_a_schema_that_exists() -> None:
    line = re.compile(r"# yaml-language-server: \$schema=(\S+)")
    assert parameter_files()
    for path in parameter_files():
        first = path.read_text(encoding="utf-8").splitlines()[0]
        match = line.fullmatch(first)
        assert match, f"{path.name}: {first}"
        assert (path.parent / match[1]).resolve() == ROOT / "params" / "schema" / f"{path.stem}.schema.json"
        assert (path.parent / match[1]).is_file(), f"{path.name}: {match[1]}"


@pytest.mark.parametrize("name", CONSULTATIONS)
def test_the_parameters_of_a_real_consultation_are_valid(name: str) -> None:
    consultation = Consultation.model_validate(yaml(f"params/{name}/consultation.yaml"))
    Questionnaire.model_validate(yaml(f"params/{name}/questionnaire.yaml"))
    assert (ROOT / "params" / name / consultation.data.file).resolve() == ROOT / "data" / name / "tally.csv"
    assert (ROOT / "data" / name / "SOURCES.md").is_file()


@pytest.mark.parametrize("name", CONSULTATIONS)
def test_a_tally_speaks_of_its_questionnaire_only(name: str) -> None:
    consultation = Consultation.model_validate(yaml(f"params/{name}/consultation.yaml"))
    questionnaire = Questionnaire.model_validate(yaml(f"params/{name}/questionnaire.yaml"))
    assert consultation.data.reader == "tally"
    groups = {"all", *questionnaire.scale_of(consultation.data.grouped_by).options}
    rows = list(csv.DictReader(text(f"data/{name}/tally.csv").splitlines()))
    assert {row["group"] for row in rows} <= groups
    for row in rows:
        answers = {*questionnaire.scale_of(row["question"]).options, "base", "not_answered"}
        assert row["answer"] in answers, row
    assert len({(row["group"], row["question"], row["answer"]) for row in rows}) == len(rows)
    assert {row["question"] for row in rows} == set(questionnaire.questions)


@pytest.mark.parametrize("name", CONSULTATIONS)
def test_the_groups_of_a_tally_add_up_to_the_funnel(name: str) -> None:
    consultation = Consultation.model_validate(yaml(f"params/{name}/consultation.yaml"))
    rows = csv.DictReader(text(f"data/{name}/tally.csv").splitlines())
    sizes = [int(row["n"]) for row in rows if (row["group"], row["question"]) == ("all", "respondent_type")]
    assert consultation.data.reader == "tally"
    funnel = consultation.data.funnel
    assert sum(sizes) == funnel.analysed == funnel.received - sum(step.removed for step in funnel.removed.values())


def test_no_published_percentage_stands_beside_the_data() -> None:
    for name in CONSULTATIONS:
        for path in (ROOT / "data" / name).glob("*.csv"):
            assert path.read_text(encoding="utf-8").splitlines()[0] == "group,question,answer,n", path.name
    # Of the seed case: a table of population, of whole people or areas.
    for name in ("population_by_age", "census2021_*", "imd2019_*"):
        for path in (ROOT / "data" / "llr").glob(f"{name}.csv"):
            heading = path.read_text(encoding="utf-8").splitlines()[0]
            assert re.fullmatch(r"district_code,.*,(population|small_areas),year", heading), path.name


def test_every_row_of_the_seed_case_says_that_it_is_made_up() -> None:
    files = sorted((ROOT / "data" / "llr-2021").glob("*.csv"))
    assert files
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            assert {row.get("made_up") for row in csv.DictReader(opened)} == {"made up"}, path.name


# --- the commands of the README ---------------------------------------------------------------------------------------


def test_the_readme_marks_its_two_commands() -> None:
    blocks = re.findall(r"<!-- command: (\w+) -->\n```bash\n(.*?)\n```", text("README.md"), re.DOTALL)
    assert [name for name, _ in blocks] == ["run", "test"]
    commands = dict(blocks)
    assert commands["run"].splitlines()[0] == commands["test"].splitlines()[0] == "set -e"
    assert commands["run"].splitlines()[-1] == ".venv/bin/python run_all.py"
    assert commands["test"].splitlines()[-1] == ".venv/bin/python -m pytest -n 2"


def test_ci_reads_the_commands_from_the_readme() -> None:
    script = [sys.executable, str(ROOT / ".ci" / "readme_commands.py")]
    printed = subprocess.run([*script, "run"], capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert printed.splitlines()[-1] == ".venv/bin/python run_all.py"
    unknown = subprocess.run([*script, "rum"], capture_output=True, text=True, encoding="utf-8")
    assert unknown.returncode == 1
    assert unknown.stderr == "README.md: no command 'rum'; it has: run, test\n"


def links(name: str) -> list[str]:
    found = re.findall(r"\]\(([^)#\s]+)\)", text(name))
    return [link for link in found if not link.startswith(("https:", "http:"))]


@pytest.mark.parametrize("name", ["README.md", "docs/README.md", "outputs/README.md", "CHANGELOG.md"])
def test_links_between_the_pages_lead_somewhere(name: str) -> None:
    here = (ROOT / name).parent
    assert [link for link in links(name) if not (here / link).exists()] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in ROOT.glob("docs/decisions/[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
