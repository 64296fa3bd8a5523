"""What a page runs: the package's own script and no other, as its security policy says by hash.

The script's text is compared with the files of the package as installed, so a page whose script was changed is refused
even if its policy and every hash were made again.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import findings
from findings.audit.figures.lookup import MEND
from findings.errors import Problem

_TEMPLATES = Path(findings.__file__).parent / "publishing" / "templates" / "html"
DATA = {"type": "application/json", "id": "asked"}
"""The attributes of the element that holds what the script is told."""
_POLICY = (
    "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; base-uri 'none'; form-action 'none'"
)


@dataclass(slots=True)
class Script:
    """A script element of a page: its attributes and its text."""

    attributes: Mapping[str, str]
    text: str = ""

    @property
    def runs(self) -> bool:
        """Whether a browser would run it; what it is told runs nothing."""
        return dict(self.attributes) != DATA


@cache
def own_script(*, coded: bool = False) -> str:
    """The script of a report, as the package has it; of coded comments it has a part more."""
    folders = ("script", "script_coded") if coded else ("script",)
    paths = [path for folder in folders for path in (_TEMPLATES / folder).iterdir() if path.is_file()]
    return "".join(_text(path) for path in sorted(paths, key=lambda path: path.name))


@cache
def own_words(*, coded: bool = False) -> dict[str, str]:
    """What the script says, as the package has it in English."""
    words: dict[str, str] = json.loads(_text(_TEMPLATES / "words.json"))
    others = ("page.",) if coded else ("page.", "coded.")
    return {name: text for name, text in words.items() if not name.startswith(others)}


def script_problems(file: str, scripts: list[Script], style: str, policies: list[str]) -> Iterator[Problem]:
    """Where a page would run something else than the package's script, or lets something else run."""
    running = [script for script in scripts if script.runs]
    own = own_script(coded=[script.text for script in running] == [own_script(coded=True)])
    if [script.text for script in running] != [own] or any(script.attributes for script in running):
        found = f"{len(running)} scripts" if len(running) != 1 else f"{len(running[0].text)} letters"
        what = "a script that is not this program's own"
        do = "Do not open this file in a browser: find out who changed it. Or it is of another version of the program."
        yield Problem(file, what, found, f"one script of {len(own)} letters", do)
    due = _POLICY.format(style=_hash(style), script=_hash(own))
    if policies != [due]:
        what = "a security policy that is not the one due: it lets other styles or scripts be used"
        yield Problem(file, what, "; ".join(policies), due, MEND)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")
