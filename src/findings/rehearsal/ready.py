"""Parameters with which a rehearsal can be run at once, also where the consultation's own data are a tally."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from findings.consultation.build import Parameters
from findings.consultation.data import SourcesData
from findings.consultation.model import SourceFile, sources_of
from findings.rehearsal.by_channel import channels_of
from findings.rehearsal.coded import FILE as CODEFRAME
from findings.rehearsal.coded import codeframe_of
from findings.rehearsal.headings import headings
from findings.rehearsal.keep import NOTE
from findings.rehearsal.places import arrives_at, registered
from findings.rehearsal.script import Script
from findings.rehearsal.texts import letter_of

if TYPE_CHECKING:
    from ruamel.yaml import YAML

COPIED = ("questionnaire.yaml", "plan.yaml", "guesses.yaml")
"""As they are: what was guessed of the questionnaire stays guessed, so a rehearsal of a draft is marked as both."""

AT_THE_DOOR = ("channel", "postcode")
"""What answers a question at the door, and in one made-up file in a column."""

_ONE_FILE = "# For made-up responses: what the channel or the postcode tells of real ones stands in a column."


def ready_files(script: Script, out: Path) -> dict[str, bytes]:
    """File name -> content of the folder of parameters.

    They are the consultation's own, with a code frame for the made-up codings; but for where the data are and why none
    of them needs to be hidden; and but for questions that channels or postcodes answer, since made-up responses are one
    file without postcodes.

    Parameters
    ----------
    script
        The rehearsal.
    out
        The made-up responses, two folders above these files.
    """
    folder = script.parameters.folder
    copied = {name: (folder / name).read_bytes() for name in COPIED if (folder / name).is_file()}
    if any(question.given_by in _told_in_columns(script) for question in script.questionnaire.questions.values()):
        copied["questionnaire.yaml"] = _questionnaire(script).encode("utf-8")
    frame = codeframe_of(script, f"{out.name}/codings.csv" if script.by_channel else f"{out.stem}.codings.csv")
    coded = {CODEFRAME: frame.encode("utf-8")} if frame else {}
    return {"consultation.yaml": _consultation(script, out).encode("utf-8"), **copied, **coded}


def is_known(parameters: Parameters) -> bool:
    """Whether the consultation says by which columns one person's several responses are known."""
    return _combined(parameters) is not None


def _combined(parameters: Parameters) -> str | None:
    """The rule by which one person's responses are combined, or None."""
    rules = [source.same_person.combine for source in _sources(parameters) if source.same_person is not None]
    return next(iter(rules), None)


def _sources(parameters: Parameters) -> list[SourceFile]:
    return list(sources_of(parameters.consultation.data).values())


def _consultation(script: Script, out: Path) -> str:
    """The consultation's file with other `data`; its comments and the order of its keys stay."""
    yaml = _yaml()
    content = yaml.load((script.parameters.folder / "consultation.yaml").read_text(encoding="utf-8-sig"))
    content["data"] = _data(script, out)
    for name, population in (content.get("populations") or {}).items():
        # From the folder of these files, which is two below that of the responses.
        original = script.parameters.folder / script.parameters.consultation.populations[name].file
        population["file"] = _path_between(out.parent / "folder" / "folder", original)
    tables = (content.get("context") or {}).get("tables") or {}
    for name, table in tables.items():
        original = script.parameters.folder / script.parameters.consultation.context.tables[name].file
        table["file"] = _path_between(out.parent / "folder" / "folder", original)
    for key in ("weight", "stratum", "cluster", "stratum_size"):
        # Made-up responses have no columns of a design: each weighs the same.
        (content.get("sample") or {}).pop(key, None)
    if content["disclosure"]["profile"] == "none":
        # The reason why nothing needs to be hidden is one of the real data.
        content["disclosure"]["reason"] = "These responses are made up, and nobody is in them."
    text = io.StringIO()
    yaml.dump(content, text)
    return f"{NOTE}\n{text.getvalue()}"


def _path_between(folder: Path, file: Path) -> str:
    """A file as a folder names it; by its full path where no way leads from one to the other."""
    try:
        return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return file.resolve().as_posix()


def _told_in_columns(script: Script) -> tuple[str, ...]:
    """What answers a question at the door, and here in a column: not the channel, where each has a file."""
    return tuple(source for source in AT_THE_DOOR if not (script.by_channel and source == "channel"))


def _questionnaire(script: Script) -> str:
    """The questionnaire's file, with a column for what is otherwise known at the door."""
    yaml = _yaml()
    content = yaml.load((script.parameters.folder / "questionnaire.yaml").read_text(encoding="utf-8-sig"))
    for name, question in script.questionnaire.questions.items():
        if question.given_by in _told_in_columns(script):
            content["questions"][name]["given_by"] = "answers"
    text = io.StringIO()
    yaml.dump(content, text)
    return f"{_ONE_FILE}\n{text.getvalue()}"


def _yaml() -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 118
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _data(script: Script, out: Path) -> dict[str, object]:
    """Where the responses are: one file, or one a channel."""
    source = f"Made-up responses, drawn from the questionnaire with the seed {script.seed}; nobody gave them"
    campaigns = {"campaigns": _campaigns(script)} if registered(script.parameters.consultation) else {}
    if not script.by_channel:
        return {"reader": "responses", "file": f"../../{out.name}", **_columns(script), **campaigns, "source": source}
    channels = {}
    for name, channel in channels_of(script.parameters).items():
        own: dict[str, object] = {"label": channel.label, "file": f"../../{out.name}/{name}.csv"}
        own |= _columns(script)
        if channel.columns:
            own["columns"] = dict(channel.columns)
        if channel.not_asked:
            own["not_asked"] = list(channel.not_asked)
        if channel.closed:
            own["closed"] = channel.closed
        channels[name] = own
    data: dict[str, object] = {"reader": "sources", "source": source, "channels": channels}
    original = script.parameters.consultation.data
    if isinstance(original, SourcesData) and original.pooled and len(channels) > 1:
        data["pooled"] = {"of": list(channels), "because": original.pooled.because}
    return {**data, **campaigns}


def _columns(script: Script) -> dict[str, object]:
    """What stands in a made-up file beside the answers."""
    names = headings(script.questionnaire)
    dated = any(source.submitted for source in _sources(script.parameters))
    data: dict[str, object] = {"id_column": names.id}
    if dated:
        data["submitted"] = names.received
    if dated or any(asked.kind == "date" for asked in script.questionnaire.also_asked.values()):
        data["date_order"] = "ymd"
    data["ignored_columns"] = [heading for heading in names.ignored if not dated or heading != names.received]
    combine = _combined(script.parameters)
    if combine is None:
        data["never_read"] = [names.email]
    else:
        data["same_person"] = {"columns": [names.email], "combine": combine}
    return data


def _campaigns(script: Script) -> dict[str, dict[str, str]]:
    """The registered campaigns with the letters of the rehearsal; one that is not rehearsed stays as it is.

    Each response counts, whatever the consultation says of real ones, so that what comes out is what was put in.
    """
    consultation, questionnaire = script.parameters.consultation, script.questionnaire
    known, said = registered(consultation), script.said.campaigns or {}
    found = {}
    for name in {**known, **said}:
        own = known.get(name)
        label = own.label if own else name.replace("_", " ").capitalize()
        if name in said:
            text = letter_of(script, name, said[name])
            question = arrives_at(name, said[name].section, consultation, questionnaire)
        else:
            text, question = known[name].text, known[name].question
        found[name] = {"label": label, "question": question, "text": text}
    return found
