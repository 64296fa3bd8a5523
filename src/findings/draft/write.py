"""The files of a draft, as a person reads them: YAML with a schema for her editor and a word on what to do next."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from findings.consultation.guesses import Guesses
from findings.consultation.model import Breakdown, Consultation, Questionnaire
from findings.draft.proposal import Proposal
from findings.draft.respondents import MOST_BREAKDOWNS, MOST_TABLES
from findings.draft.texts import clean
from findings.intake.export import Export, Opening

NO_DATE = datetime.date(2000, 1, 1)
"""Stands where no date is known; the file says so beside it."""
THRESHOLD = 10
ENCODINGS = ("utf-8", "cp1252", "latin-1", "utf-16")


def consultation_of(proposal: Proposal, export: Export, opening: Opening, title: str, file: str) -> dict[str, Any]:
    """`consultation.yaml` as plain data; checked by building it."""
    opened, closed = proposal.first or NO_DATE, proposal.last or NO_DATE
    data: dict[str, Any] = {"reader": "responses", "file": file, "format": export.format}
    data |= {"sheet": opening.sheet, "delimiter": opening.delimiter}
    data["encoding"] = opening.encoding if opening.encoding in ENCODINGS else ""
    data |= {"id_column": proposal.id_column, "submitted": proposal.submitted}
    data["date_order"] = proposal.date_order.value if proposal.date_order else ""
    data |= {
        "no_answer": list(proposal.no_answer),
        "never_read": list(proposal.never_read),
        "ignored_columns": list(proposal.ignored_columns),
    }
    data = {key: value for key, value in data.items() if value}
    data["source"] = f"Responses in the file {clean(export.file)}"
    content = {
        "title": title,
        "organisation": "Organisation not named yet",
        "purpose": "What people were asked about has not been written yet.",
        "opened": opened,
        "closed": closed,
        "published": closed,
        "language": "en",
        "data": data,
        "disclosure": {"profile": "threshold", "threshold": THRESHOLD},
    }
    Consultation.model_validate(content)
    return content


def files_of(consultation: Mapping[str, Any], proposal: Proposal, guesses: Guesses) -> dict[str, str]:
    """File name -> its text."""
    no_dates = consultation["opened"] == NO_DATE
    dates = (
        "# No column says in one order of day, month and year when responses were sent, so 2000-01-01 stands for\n"
        "# 'opened', 'closed' and 'published': put the real dates there.\n"
        if no_dates
        else "# 'opened' and 'closed' are the first and the last day on which a response was sent; 'published' is the\n"
        "# day of the report.\n"
    )
    return {
        "consultation.yaml": _head("consultation")
        + "# A draft: put the title, the organisation and the purpose in your own words.\n"
        + dates
        + _yaml(consultation),
        "questionnaire.yaml": _head("questionnaire")
        + "# A draft: the answers stand in the order in which the report prints them; 'also' holds other spellings.\n"
        + _yaml(_plain(proposal.questionnaire))
        + _further(proposal.further),
        "guesses.yaml": _head("guesses")
        + "# What was guessed, how sure it is, and why. Write 'confirmed: true' where a guess is right, and correct\n"
        + "# the other files where it is not; pages say DRAFT while one is not confirmed.\n"
        + _yaml(_plain(guesses)),
    }


def write(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write the files into a folder, which is made; returns them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in files]


def _head(name: str) -> str:
    return f"# yaml-language-server: $schema=../schema/{name}.schema.json\n"


def _plain(model: Questionnaire | Guesses | Breakdown) -> dict[str, Any]:
    content = model.model_dump(mode="json", exclude_defaults=True)
    if isinstance(model, Questionnaire):
        for asked in content.get("also_asked", {}).values():
            for band in asked.get("bands", {}).values():
                band |= {end: _number(band[end]) for end in ("at_least", "below") if end in band}
        keys = ("scales", "questions", "matrices", "also_asked", "profile", "sections", "breakdowns")
        return {key: content[key] for key in keys if key in content}
    return content


def _number(text: str) -> int | float:
    """The end of a band as a person writes it: 16, not a text in quotes."""
    return int(text) if re.fullmatch(r"-?\d+", text) else float(text)


def _further(breakdowns: Mapping[str, Breakdown]) -> str:
    """Breakdowns that could be added, as comments."""
    if not breakdowns:
        return ""
    text = _yaml({name: _plain(breakdown) for name, breakdown in breakdowns.items()})
    lines = "".join(f"#   {line}\n" for line in text.splitlines())
    head = (
        "\n# Further breakdowns; put them under 'breakdowns:' to show results by them too. Every question is counted\n"
        f"# by every breakdown: so that a first report is quick, a draft has at most {MOST_BREAKDOWNS}, and fewer\n"
        f"# where questions times breakdowns would be more than {MOST_TABLES}.\n"
    )
    return head + lines


def _yaml(content: Mapping[str, Any]) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()
    # A long heading stays on its line: as a key it could not be read again over several.
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    yaml.representer.ignore_aliases = lambda _: True
    out = io.StringIO()
    yaml.dump(_quoted(content), out)
    return out.getvalue()


_MISREAD = re.compile(r"[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|~")
"""Words that other readers of YAML take for true or false."""


def _quoted(value: Any) -> Any:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, Mapping):
        return {key: _quoted(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_quoted(item) for item in value]
    if isinstance(value, str) and _MISREAD.fullmatch(value):
        return DoubleQuotedScalarString(value)
    return value
