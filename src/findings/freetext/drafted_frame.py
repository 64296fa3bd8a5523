"""A first draft of a code frame's themes, out of what another program or person called them."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from findings.consultation.codeframe import FIXED_CODES
from findings.consultation.counted_codes import ANY_THEME
from findings.consultation.names import name_fault
from findings.freetext.layouts.themefinder import read_themes

_LONGEST = 40
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


def draft_frame(labels: Iterable[str] | Path) -> dict[str, dict[str, object]]:
    """Themes with a name each, to be read, changed and put under `themes:` of a frame in `codeframe.yaml`.

    Parameters
    ----------
    labels
        The headings of a wide file that are themes, or the codes of another; or the path of a ThemeFinder
        `themes.json`, whose keys become other spellings (`also`) and whose descriptions become definitions.

    Returns
    -------
    dict
        Name -> label, and definition and `also` where they are known; in the order given, each label once.

    Raises
    ------
    InputRefused
        If the file holds no list of themes.

    Examples
    --------
    >>> draft_frame(["Travel & access", "Travel / access", "Base"])
    {'travel_access': {'label': 'Travel & access'}, 'travel_access_2': {'label': 'Travel / access'}, 'theme_base': \
{'label': 'Base'}}
    """
    if isinstance(labels, Path):
        own = [(label, {"definition": definition, "also": [key]}) for key, label, definition in read_themes(labels)]
    else:
        own = [(label, {}) for label in dict.fromkeys(labels)]
    themes: dict[str, dict[str, object]] = {}
    for label, more in own:
        themes[_name(label, themes)] = {"label": label, **{key: value for key, value in more.items() if value}}
    return themes


def frame_yaml(name: str, question: str, themes: Mapping[str, Mapping[str, object]]) -> str:
    """A draft of `codeframe.yaml` with one frame, which serves one open question.

    Examples
    --------
    >>> print(frame_yaml("hub", "hub_why", draft_frame(["Cost"])), end="")
    frames:
      hub:
        version: '1'
        questions:
          - hub_why
        themes:
          cost:
            label: Cost
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 118
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    frame = {"version": "1", "questions": [question], "themes": {key: dict(own) for key, own in themes.items()}}
    yaml.dump({"frames": {name: frame}}, text)
    return text.getvalue()


def _name(label: str, taken: Mapping[str, object]) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    name = _NOT_A_NAME.sub("_", plain.casefold()).strip("_")[:_LONGEST].strip("_")
    if name_fault(name) or name in FIXED_CODES or name == ANY_THEME:
        name = f"theme_{name}".strip("_")
    number = 1
    first = name
    while name in taken:
        number += 1
        name = f"{first}_{number}"
    return name
