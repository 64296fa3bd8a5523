"""What open questions and submissions are called in the notes of cells that count no answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from findings.audit.recount.codeframe import CODEFRAME, read_codeframe
from findings.audit.recount.settings import QUESTIONNAIRE
from findings.audit.recount.yamlfile import Faults, read_mapping


def short_names(run: Path) -> Mapping[str, str]:
    """Open question or submissions -> the short name.

    Raises
    ------
    VerificationFailed
        If the questionnaire or the code frame cannot be read.
    """
    asked = read_mapping(run / QUESTIONNAIRE).entries("also_asked", Faults(Path(QUESTIONNAIRE).name))
    named = {name: node.text("short", "") for name, node in asked}
    return named | {name: own.label for name, own in read_codeframe(run / CODEFRAME).submissions.items()}
