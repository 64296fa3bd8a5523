"""A code frame with which a rehearsal's codings are read, so that its report has themes too."""

from __future__ import annotations

import io

from findings.rehearsal.grammar import THEMES, Polarity
from findings.rehearsal.keep import NOTE
from findings.rehearsal.places import places
from findings.rehearsal.script import Script

FILE = "codeframe.yaml"
_POLARITY = {
    Polarity.SUPPORT: "for",
    Polarity.OPPOSE: "against",
    Polarity.MIXED: "either",
    Polarity.NEITHER: "neutral",
}


def codeframe_of(script: Script, codings: str) -> str:
    """The text of `codeframe.yaml`; empty where no open question is told, since then nothing can be coded.

    Parameters
    ----------
    script
        The rehearsal.
    codings
        What its two coders gave, from two folders above.
    """
    from ruamel.yaml import YAML

    told = script.questionnaire.told
    questions = [place.name for place in places(script.questionnaire) if place.asked and place.name in told]
    if not questions:
        return ""
    themes = {
        theme.name: {"label": theme.label, "definition": theme.definition, "polarity": _POLARITY[theme.polarity]}
        for theme in THEMES
    }
    content = {
        "frames": {"rehearsal": {"version": "1", "questions": questions, "themes": themes}},
        "codings": [
            {
                "file": f"../../{codings}",
                "layout": "long",
                "question_column": "question",
                "coder_column": "coder",
            }
        ],
    }
    yaml = YAML()
    yaml.width = 118
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    yaml.dump(content, text)
    return f"{NOTE}\n{text.getvalue()}"
