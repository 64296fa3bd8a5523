"""Whether a run is a draft: whether the guesses that it keeps beside its parameters are all confirmed.

The file of guesses is among the inputs of the crate and of the run's name, so nobody takes the mark away by taking the
file away.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

GUESSES = "restricted/inputs/guesses.yaml"


def is_draft(run: Path) -> bool:
    """Whether a run's file of guesses has one that is not confirmed; one that cannot be read confirms nothing."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        content: Any = YAML(typ="safe", pure=True).load((run / GUESSES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    except (OSError, YAMLError, ValueError):
        return True
    guesses = content.get("guesses", {}) if isinstance(content, Mapping) else None
    if not isinstance(guesses, Mapping):
        return True
    return any(not isinstance(guess, Mapping) or guess.get("confirmed") is not True for guess in guesses.values())
