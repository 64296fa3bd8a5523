"""JSON Schemas of the parameter files, from the models, so that editors complete and check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.commentary import Commentary
from findings.consultation.guesses import Guesses
from findings.consultation.model import Consultation, Questionnaire
from findings.consultation.plan import Plan
from findings.consultation.rehearsal import Rehearsal

MODELS: dict[str, type[BaseModel]] = {
    "consultation": Consultation,
    "questionnaire": Questionnaire,
    "plan": Plan,
    "rehearsal": Rehearsal,
    "guesses": Guesses,
    "commentary": Commentary,
    "codeframe": FreeTextPlan,
}


def schemas() -> dict[str, str]:
    """File name -> JSON text, one a parameter file."""
    return {f"{name}.schema.json": _text(name, model.model_json_schema()) for name, model in MODELS.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write the schemas; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        written.append(folder / name)
    return written


def _text(name: str, schema: dict[str, Any]) -> str:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"{name}.yaml"}
    return json.dumps({**schema, **head}, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
