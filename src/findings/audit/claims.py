"""Whether what the crate says of a run is what the run itself says: title, publisher, day, sizes, what made what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from findings.audit.cratecheck import ROOT, WHERE
from findings.audit.drafts import is_draft
from findings.audit.recount.settings import CONSULTATION
from findings.audit.recount.yamlfile import Faults, Node, read_mapping
from findings.audit.strictjson import strict_json
from findings.errors import Problem, VerificationFailed
from findings.evidence.draft import headed

_DO = "Ask for the folder as the run left it."
LOG = "restricted/log.jsonl"
_WRITTEN = ("audit.html", "board", "easy_read.docx", "report.html", "report.pdf")
_OUTSIDE = ("#public/", "#board/")


def claim_problems(run: Path, entities: Mapping[str, dict[str, Any]], made_up: bool) -> Iterator[Problem]:
    """Where the crate says something else than the files that it describes.

    Parameters
    ----------
    run
        A run's folder.
    entities
        The entities of its crate by identifier.
    made_up
        Whether its evidence says that the data are made up: then the crate's title says so too.
    """
    yield from _root_problems(run, entities, made_up)
    yield from _file_problems(run, entities)
    yield from _action_problems(entities)
    yield from _log_problems(run, entities)


def _root_problems(run: Path, entities: Mapping[str, dict[str, Any]], made_up: bool) -> Iterator[Problem]:
    try:
        consultation = read_mapping(run / CONSULTATION)
    except VerificationFailed:
        # Told by the recount.
        return
    root, title = entities.get(ROOT, {}), consultation.text("title", "")
    title = headed(title, made_up=made_up, draft=is_draft(run))
    organisation = consultation.text("organisation", "")
    edition = str(entities.get("#value/edition", {}).get("value", ""))
    due = {
        (ROOT, "name"): f"{title}: how the findings were made",
        (ROOT, "description"): f"One run of the analysis of '{title}' ({organisation}), edition {edition}: what was "
        "read, what was executed and what came out, with hashes.",
        (ROOT, "datePublished"): consultation.text("published", ""),
        ("#organisation", "name"): organisation,
        ("#run", "name"): f"The run {root.get('identifier', '')}",
    }
    files = _data_files(consultation.child("data"))
    for identifier, entity in entities.items():
        if str(entity.get("description", "")).startswith("Read as data"):
            own = str(entity.get("name", "")).rpartition("/")
            file = own[2] if own[2] in files else ", ".join(files)
            due |= {
                (identifier, "name"): f"{own[0]}{own[1]}{file}",
                (identifier, "@id"): f"#input/{quote(own[0] + own[1] + file)}",
            }
    for (identifier, key), allowed in due.items():
        found = str(entities.get(identifier, {}).get(key, ""))
        if " ".join(found.split()) != " ".join(allowed.split()):
            yield Problem(WHERE, f"{identifier}, '{key}': not what the run says", found, allowed, _DO)


def _data_files(data: Node) -> tuple[str, ...]:
    """The names of the files that the parameters read data from: one, or one a channel, and lookups of postcodes."""
    faults = Faults(CONSULTATION)
    sources = [data, *(channel for _, channel in data.entries("channels", faults))]
    named = [of.text("file", "") for source in sources for of in (source, source.child("postcodes"))]
    return tuple(dict.fromkeys(name.rpartition("/")[2] for name in named if name))


def _file_problems(run: Path, entities: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    """Name and size of each file; a hash is compared elsewhere."""
    for identifier, entity in entities.items():
        name = unquote(identifier)
        outside = name.startswith(_OUTSIDE)
        if "sha256" not in entity or (name.startswith("#") and not outside):
            continue
        path = run / name.removeprefix("#") if outside else run / "restricted" / name
        if not path.is_file():
            continue
        due = {
            "contentSize": str(path.stat().st_size),
            "name": name.removeprefix("#") if outside else path.name,
            "version": f"sha256:{entity['sha256']}",
        }
        for key, allowed in due.items():
            if str(entity.get(key, "" if key != "version" else allowed)) != allowed:
                what = f"{identifier}, '{key}': not what the file says"
                yield Problem(WHERE, what, str(entity.get(key, "")), allowed, _DO)


def _action_problems(entities: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    """Each step carried out its own notebook, and made the executed copy of that."""
    for identifier, action in entities.items():
        if not identifier.startswith("#run/"):
            continue
        step = entities.get(identifier.replace("#run/", "#step/", 1), {})
        control = entities.get(identifier.replace("#run/", "#control/", 1), {})
        tool = _target(action.get("instrument"))
        if tool != _target(step.get("workExample")) or _target(control.get("object")) != identifier:
            yield Problem(WHERE, f"{identifier}: another notebook than that of its step", tool, do=_DO)
        stem = tool.removeprefix("workflow/").removesuffix(".ipynb")
        made = [name for name in _targets(action.get("result")) if name.startswith("notebooks/")]
        if len(made) != 1 or not made[0].startswith(f"notebooks/{stem}"):
            yield Problem(WHERE, f"{identifier}: not the executed copy of its notebook", ", ".join(made), stem, _DO)
    executed = [name for name in entities if name.startswith("notebooks/")]
    made_by_steps = [
        name
        for identifier, action in entities.items()
        if identifier.startswith("#run/")
        for name in _targets(action.get("result"))
        if name.startswith("notebooks/")
    ]
    if sorted(executed) != sorted(made_by_steps):
        odd = sorted(set(executed) ^ set(made_by_steps))
        yield Problem(WHERE, "executed notebooks that no step made, or that two made", ", ".join(odd), do=_DO)


def _in_languages(run: Path) -> Iterator[str]:
    """What is written in each further language."""
    try:
        languages = read_mapping(run / CONSULTATION).names("languages", Faults(CONSULTATION))
    except VerificationFailed:
        return
    for language in languages:
        yield from (f"report.{language}.html", f"easy_read.{language}.docx")


def _log_problems(run: Path, entities: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    """The log tells of each step once: those of the crate, and the writing of the files."""
    path = run / LOG
    if not path.is_file():
        # Told as missing.
        return
    titles = (str(entity.get("name", "")) for name, entity in entities.items() if name.startswith("#step/"))
    chapters = (title[:1].lower() + title[1:] for title in titles if title.startswith("Chapter "))
    due = ["release", *chapters, *_WRITTEN, *_in_languages(run)]
    try:
        events = [strict_json(line) for line in path.read_text(encoding="utf-8").splitlines()]
        steps = [str(event["step"]) for event in events]
        strange = [event for event in events if set(event) != {"event", "step", "reason"}]
    except (ValueError, KeyError, TypeError) as error:
        yield Problem(LOG, "not a log as a run writes it", str(error)[:120], do=_DO)
        return
    if strange or sorted(steps) != sorted(due):
        odd = sorted(set(steps) ^ set(due)) or ["a step that stands twice, or says more than a log does"]
        yield Problem(LOG, "not each step of the run once", ", ".join(odd)[:200], do=_DO)


def _target(value: Any) -> str:
    return str(value.get("@id", "")) if isinstance(value, dict) else ""


def _targets(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_target(item) for item in values]
