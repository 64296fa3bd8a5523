"""`codeframe.yaml` and the files that it names, read and checked: how free text is coded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from findings.consultation.answers_file import ANSWERS
from findings.consultation.asked import Questionnaire
from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.codeframe_rules import codeframe_faults
from findings.consultation.faults import problems_of
from findings.consultation.yamlfile import read_yaml
from findings.errors import Problem

FILE = "codeframe.yaml"
CODINGS = "kept/codings"
"""Beside the parameters: what people coded, a CSV file a coder or more; no run changes it."""
POINTS = "kept/points.csv"
"""Beside the parameters: the points register, as people confirmed it."""


def read_codeframe(folder: Path, questionnaire: Questionnaire) -> tuple[FreeTextPlan | None, list[Problem]]:
    """What `codeframe.yaml` says, and every problem of it; nothing where there is no such file."""
    path = folder / FILE
    if not path.is_file():
        return None, []
    file = read_yaml(path, shown_as=f"{folder.name}/{FILE}")
    if file.content is None:
        return None, list(file.problems)
    try:
        plan = FreeTextPlan.model_validate(file.content)
    except ValidationError as error:
        told = {problem.where for problem in file.problems}
        found = [problem for problem in problems_of(error, file, FreeTextPlan) if problem.where not in told]
        return None, [*file.problems, *found]
    faults = codeframe_faults(plan, questionnaire, folder)
    found = [Problem(file.where(fault.keys), fault.what, fault.found, fault.allowed, fault.do) for fault in faults]
    # Of a plan with a fault nothing can be counted: a part may name a whole that is not there.
    return (None if found else plan), [*file.problems, *found]


def sentiment_beside(file: Path) -> Path:
    """Where ThemeFinder puts how each response speaks: beside the file that maps responses to themes."""
    return file.with_name("sentiment.jsonl")


def labels_beside(file: Path) -> Path:
    """Where ThemeFinder puts what its themes are called."""
    return file.with_name("themes.json")


def codeframe_paths(folder: Path, plan: FreeTextPlan | None) -> dict[str, Path]:
    """Every file that free text is read from, by the names that a run's copies have."""
    if plan is None:
        return {}
    named = [(folder / file).resolve() for file in (*_coded(plan), *(one.file for one in plan.submissions.values()))]
    paths: dict[str, Path] = {}
    for path in dict.fromkeys(named):
        # Two questions may have files of one name, in folders of their own.
        same = sum(other.name == path.name for other in paths.values())
        paths[f"free_text/{path.name}" if not same else f"free_text/{same + 1}/{path.name}"] = path
    kept = [*sorted((folder / CODINGS).glob("*.csv")), folder / POINTS, folder / ANSWERS]
    paths |= {path.relative_to(folder).as_posix(): path for path in kept if path.is_file()}
    return {"codeframe.yaml": folder / FILE, **{name: path for name, path in paths.items() if path.is_file()}}


def _coded(plan: FreeTextPlan) -> Iterator[str | Path]:
    for one in plan.codings:
        yield one.file
        if one.layout == "themefinder":
            yield from (sentiment_beside(Path(one.file)), labels_beside(Path(one.file)))
