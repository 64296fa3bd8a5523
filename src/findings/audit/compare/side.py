"""One of the two runs: what it was made from and what it shows, read from its folder."""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from findings.audit.codelists import with_lists_of_run
from findings.audit.lineage import Lineage, read_lineage
from findings.audit.manifest import files_of, sha256_of
from findings.audit.runfolder import EVIDENCE, run_folder
from findings.audit.whole import CRATE, harmed_files
from findings.consultation.model import CROSSED
from findings.consultation.names import FUNNEL, parse_cell
from findings.errors import Problem, VerificationFailed
from findings.evidence.cell import Cell, SourceKind, from_csv

RELEASE_NOTEBOOK = "00_release.ipynb"
QUESTIONNAIRE = "restricted/inputs/questionnaire.yaml"
PARAMETER_FILES = {
    "consultation.yaml": "restricted/inputs/consultation.yaml",
    "questionnaire.yaml": QUESTIONNAIRE,
    "codeframe.yaml": "restricted/inputs/codeframe.yaml",
    "plan.yaml": "restricted/workflow/plan.yaml",
}
_NOT_EVERYWHERE = "codeframe.yaml"
RESPONSES, TALLY = "restricted/responses.parquet", "restricted/tally.csv"
_ASK = "Ask for the folder as the run left it."
_TOLD = 5


@dataclass(frozen=True)
class Made:
    """What a run was made with, beside data and parameters: fingerprints, and versions in words."""

    data: str
    code: str
    lock: str
    python: str


@dataclass(frozen=True)
class Side:
    """A run, as a comparison reads it.

    Parameters
    ----------
    folder
        The run's folder.
    consultation, edition, run
        What it is of, and its name.
    made
        What it was made with.
    cells
        The released cells by identifier, in the order of the tables.
    parameters
        File name -> what that YAML file says, as plain dicts, lists and scalars.
    lineage
        What makes a group, a net and a base, and what they are called.
    source
        The analysed responses (Parquet) or the tally (CSV).
    """

    folder: Path
    consultation: str
    edition: str
    run: str
    made: Made
    cells: Mapping[str, Cell]
    parameters: Mapping[str, Any]
    lineage: Lineage
    source: Path

    @property
    def questions(self) -> Mapping[str, Any]:
        """The questions as the questionnaire describes them."""
        return dict(self.parameters["questionnaire.yaml"].get("questions") or {})

    @property
    def also_asked(self) -> Mapping[str, Any]:
        """The questions with another answer than one out of several."""
        return dict(self.parameters["questionnaire.yaml"].get("also_asked") or {})

    @property
    def data(self) -> Mapping[str, Any]:
        """How the data are read."""
        return dict(self.parameters["consultation.yaml"].get("data") or {})

    @property
    def threshold(self) -> int:
        """Counts from 1 to one less are hidden; 0 where nothing is."""
        profile = self.parameters["consultation.yaml"].get("disclosure") or {}
        return int(profile["threshold"]) if profile.get("profile") == "threshold" else 0

    @property
    def is_tally(self) -> bool:
        """Whether it was counted from counts without respondents."""
        return self.source.name.endswith(".csv")

    @property
    def made_up(self) -> bool:
        """Whether its numbers are those of a rehearsal."""
        return any(cell.source_kind is SourceKind.MADE_UP for cell in self.cells.values())

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables that it shows, in order, the funnel left out."""
        return tuple(dict.fromkeys(cell.table for cell in self.cells.values() if cell.question != FUNNEL))

    @cached_property
    def hidden_questions(self) -> frozenset[str]:
        """The questions of which any cell is hidden."""
        return frozenset(cell.asked for cell in self.cells.values() if cell.status == "[c]")

    def options_of(self, question: str) -> tuple[str, ...]:
        """What can be chosen of a question, in order."""
        return self.lineage.options_of(question)

    def columns_of(self, questions: Iterable[str]) -> tuple[str, ...]:
        """The columns of the responses that questions are counted from: an item's is its ranking's."""
        return tuple(dict.fromkeys(self.lineage.column(question) for question in questions))

    def coded_in(self, question: str) -> tuple[str, ...]:
        """The open questions of whose codings a question is counted; nothing where it is none of those."""
        return self.lineage.coded[question].of if question in self.lineage.coded else ()

    def asked_by(self, breakdown: str) -> tuple[str, ...]:
        """The questions whose answers make a breakdown: one, or two where it is crossed; none where it has none."""
        known = self.lineage.breakdown_question
        return tuple(known[part] for part in breakdown.split(CROSSED) if part in known)

    def hash_of(self, folder: str) -> dict[str, str]:
        """The files below a folder of the run, each with its SHA-256."""
        return {name: sha256_of(self.folder / folder / name) for name in files_of(self.folder / folder)}


def read_side(path: Path) -> Side:
    """Read a run that is whole.

    Parameters
    ----------
    path
        A run, or its edition's or its consultation's folder (`findings.audit.runfolder`).

    Raises
    ------
    ParameterError
        If there is no run.
    VerificationFailed
        If a file of it is missing, changed or added, or is not what a run writes.
    """
    folder = run_folder(path)
    harmed = harmed_files(folder)
    if harmed:
        more = f" and {len(harmed) - _TOLD:,} more" if len(harmed) > _TOLD else ""
        what = "the run is not as it was left: files were changed, added or are missing, so it says nothing"
        raise VerificationFailed([Problem(folder.as_posix(), what, ", ".join(harmed[:_TOLD]) + more, do=_ASK)])
    try:
        entities = {
            str(entity["@id"]): entity for entity in json.loads((folder / CRATE).read_text(encoding="utf-8"))["@graph"]
        }
        side = Side(
            folder=folder,
            consultation=str(entities["#value/consultation"]["value"]),
            edition=str(entities["#value/edition"]["value"]),
            run=str(entities["./"]["identifier"]),
            made=_made(entities),
            cells={cell.cell: cell for cell in from_csv((folder / EVIDENCE).read_text(encoding="utf-8"))},
            parameters={
                name: _said(folder / file) if name != _NOT_EVERYWHERE or (folder / file).is_file() else {}
                for name, file in PARAMETER_FILES.items()
            },
            lineage=read_lineage(folder),
            source=folder / (RESPONSES if (folder / RESPONSES).is_file() else TALLY),
        )
        for cell in side.cells.values():
            parse_cell(cell.cell)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, StopIteration) as error:
        what = "not a run that this version can compare"
        raise VerificationFailed(
            [Problem(folder.as_posix(), what, f"{type(error).__name__}: {error}", do=_ASK)]
        ) from error
    if not side.source.is_file():
        what = "the analysed responses are missing"
        raise VerificationFailed([Problem(folder.as_posix(), what, allowed=f"{RESPONSES} or {TALLY}", do=_ASK)])
    return side


def _made(entities: Mapping[str, Any]) -> Made:
    software = entities["#findings"]
    said = {name: value for name, _, value in (str(text).partition(":") for text in software["identifier"])}
    required = software["softwareRequirements"]
    python = next(
        text.removeprefix("python==")
        for text in ([required] if isinstance(required, str) else required)
        if text.startswith("python==")
    )
    system = str(software.get("operatingSystem", "")).replace("not stated", "")
    data = [entity["sha256"] for entity in entities.values() if _was_read_as_data(entity)]
    return Made(
        data=hashlib.sha256(" ".join(sorted(data)).encode("ascii")).hexdigest(),
        code=said["code"],
        lock=said["requirements.lock"],
        python=f"{python} on {system}" if system else python,
    )


def _was_read_as_data(entity: Mapping[str, Any]) -> bool:
    return str(entity["@id"]).startswith("#input/") and str(entity.get("description", "")).startswith("Read as data;")


def _said(path: Path) -> Any:
    """What a file says; a questionnaire with the answers of its code lists, which are compared like any others."""
    content = _parsed(path.read_text(encoding="utf-8-sig"), path.name)
    return with_lists_of_run(content, path.parent) if path.name == "questionnaire.yaml" else content


@functools.lru_cache(maxsize=12)
def _parsed(text: str, name: str) -> Any:
    """What a YAML file says; two runs mostly say the same, and reading YAML takes longest of all."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        content = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise ValueError(f"{name} is not YAML") from error
    return _plain(content if isinstance(content, dict) else {})


def _plain(value: Any) -> Any:
    """Dates as the text that they are written as, so that every leaf is compared as what it says."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
