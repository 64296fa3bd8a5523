"""Whether a run's name is the fingerprint of what its crate says was read.

A run is named by its data, parameters, notebooks, code and lock file. Whoever edits one of them in the crate, or
gives a run the inputs of another, leaves a name that no longer fits.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from findings.audit.crate import METADATA
from findings.errors import Problem

WHERE = f"restricted/{METADATA}"
_LOCK = "inputs/requirements.lock"
_A_RUN = re.compile(r"[0-9a-f]{12}")
_DO = "Ask for the folder as the run left it."
_PARAMETERS = ("inputs/consultation.yaml", "inputs/questionnaire.yaml", "workflow/plan.yaml")
_WHERE_THERE = ("inputs/codeframe.yaml", "inputs/guesses.yaml", "inputs/withdrawn.csv")
_BESIDE = (
    "inputs/boundaries/", "inputs/code_lists/", "inputs/commentary/", "inputs/context/", "inputs/free_text/",
    "inputs/kept/", "inputs/languages/", "inputs/populations/",
)  # fmt: skip


def identity_problems(entities: Mapping[str, dict[str, Any]], folder: str = "") -> tuple[Problem, ...]:
    """What speaks against the run's name.

    Parameters
    ----------
    entities
        The entities of its crate by identifier.
    folder
        The name of the folder that it lies in. A run may be copied anywhere, but not be called by another run's name.
    """
    try:
        said, worked_out = str(entities["./"]["identifier"]), run_name(entities)
        lock, kept = _code_and_lock(entities)[1], str(entities[_LOCK]["sha256"])
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        return (Problem(WHERE, "what the run was made from is not all there", str(error)),)
    problems = []
    if said != worked_out:
        what = "the run's name is not the fingerprint of what the crate says was read"
        problems.append(Problem(WHERE, what, said, worked_out, _DO))
    if lock != kept:
        problems.append(Problem(f"restricted/{_LOCK}", "not the lock file that the run was made with", kept, lock, _DO))
    if _A_RUN.fullmatch(folder) and folder != said:
        problems.append(Problem(WHERE, "the run lies in a folder with the name of another run", folder, said, _DO))
    return tuple(problems)


def run_name(entities: Mapping[str, dict[str, Any]]) -> str:
    """The fingerprint of the inputs that the crate describes, as twelve hexadecimal digits."""
    software = entities["#findings"]
    code, lock = _code_and_lock(entities)
    python = str(software["softwareRequirements"][0]).removeprefix("python==")
    data = sorted(str(entity["sha256"]) for name, entity in entities.items() if _role(name, entity) == "data")
    joined = data[0] if len(data) == 1 else hashlib.sha256("\n".join(data).encode("utf-8")).hexdigest()
    parts = {
        "name": str(entities["#value/consultation"]["value"]),
        "data": joined,
        # A file that somebody else named may have spaces in its name, which the crate writes as an address does.
        **{unquote(name).partition("/")[2]: str(entities[name]["sha256"]) for name in _parameters(entities)},
        **{
            f"notebook {PurePosixPath(name).name}": str(entity["sha256"])
            for name, entity in entities.items()
            if name.startswith("workflow/") and name.endswith(".ipynb")
        },
        "code": code,
        "requirements.lock": lock,
        "Python": f"{python} {software['operatingSystem']}",
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()[:12]


def _parameters(entities: Mapping[str, dict[str, Any]]) -> tuple[str, ...]:
    beside = (name for name in entities if name.startswith(_BESIDE))
    return (*_PARAMETERS, *(name for name in _WHERE_THERE if name in entities), *beside)


def _code_and_lock(entities: Mapping[str, dict[str, Any]]) -> tuple[str, str]:
    code, lock = (str(name).rpartition(":")[2] for name in entities["#findings"]["identifier"])
    return code, lock


def _role(name: str, entity: Mapping[str, Any]) -> str:
    """What an input that is not copied was read as."""
    told = str(entity.get("description", ""))
    return told.removeprefix("Read as ").partition(";")[0] if name.startswith("#input/") else ""


def _one(names: Any) -> str:
    found = list(names)
    if len(found) != 1:
        raise KeyError(f"one file of data, not {len(found)}")
    return str(found[0])
