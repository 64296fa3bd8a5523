"""Parameters with which a rehearsal can be run at once, also where the consultation's own data are a tally."""

from __future__ import annotations

import io
from pathlib import Path

from findings.rehearsal.keep import NOTE
from findings.rehearsal.script import Script
from findings.rehearsal.sheet import headings

COPIED = ("questionnaire.yaml", "plan.yaml")


def ready_files(script: Script, out: Path) -> dict[str, bytes]:
    """File name -> content of the folder of parameters.

    They are the consultation's own, but for where the data are and why none of them needs to be hidden.

    Parameters
    ----------
    script
        The rehearsal.
    out
        The made-up responses, two folders above these files.
    """
    folder = script.parameters.folder
    copied = {name: (folder / name).read_bytes() for name in COPIED if (folder / name).is_file()}
    return {"consultation.yaml": _consultation(script, out).encode("utf-8"), **copied}


def _consultation(script: Script, out: Path) -> str:
    """The consultation's file with other `data`; its comments and the order of its keys stay."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 118
    yaml.indent(mapping=2, sequence=4, offset=2)
    content = yaml.load((script.parameters.folder / "consultation.yaml").read_text(encoding="utf-8-sig"))
    content["data"] = _data(script, out)
    if content["disclosure"]["profile"] == "none":
        # The reason why nothing needs to be hidden is one of the real data.
        content["disclosure"]["reason"] = "These responses are made up, and nobody is in them."
    text = io.StringIO()
    yaml.dump(content, text)
    return f"{NOTE}\n{text.getvalue()}"


def _data(script: Script, out: Path) -> dict[str, object]:
    names = headings(script.questionnaire)
    return {
        "reader": "responses",
        "file": f"../../{out.name}",
        "id_column": names.id,
        "ignored_columns": names.ignored,
        "never_read": [names.email],
        "source": f"Made-up responses, drawn from the questionnaire with the seed {script.seed}; nobody gave them",
    }
