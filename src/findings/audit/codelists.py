"""The code lists that a run keeps, put into its questionnaire: for whoever looks up what an answer is called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from findings.consultation.expansion import expanded, lists_named

FOLDER = "code_lists"


def with_lists_of_run(content: Any, inputs: Path) -> Any:
    """What a run's `questionnaire.yaml` says, with options and groups where it names a list.

    Parameters
    ----------
    content
        The file as plain data.
    inputs
        The folder that it lies in; the lists lie in `code_lists` there. One that is missing is told as a missing
        file of the run, and leaves its question without options here.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    lists: dict[str, Any] = {}
    for name in lists_named(content):
        path = inputs / FOLDER / f"{name}.yaml"
        try:
            found = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) if name.isidentifier() else None
        except (OSError, YAMLError, ValueError):
            continue
        if isinstance(found, dict) and isinstance(found.get("options"), dict):
            lists[name] = found
    return expanded(content, lists)
