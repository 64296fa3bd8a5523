"""`restricted/ro-crate-metadata.json`: everything of a run, with hashes, in a standard form.

The crate is a Provenance Run Crate 0.5, and with that a Workflow Run Crate and a Process Run Crate,
over RO-Crate 1.1. Its root is `restricted/`. RO-Crate 1.1 lets a file of a crate only be named by
a path below its root or by a web address ("Data Entities"), so `public/`, `board/` and the inputs
that are not copied cannot be its data entities: they are described beside them, as contextual
`CreativeWork`s in a `Collection` each, with hash, size and type. `#public/report.html` names such
a description; it is no path.

No time stands in it: when a run ended would make two equal runs differ.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from findings.audit.description import RunDescription
from findings.audit.entities import OUTER, collection, context, file_properties, media_type, refs
from findings.audit.manifest import files_of, sha256_of
from findings.audit.steps import add_workflow
from findings.errors import Problem, VerificationFailed

METADATA = "ro-crate-metadata.json"
PROFILES = (
    ("https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate", "0.5"),
    ("https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate", "0.5"),
    ("https://w3id.org/ro/wfrun/provenance/0.5", "Provenance Run Crate", "0.5"),
    ("https://w3id.org/workflowhub/workflow-ro-crate/1.0", "Workflow RO-Crate", "1.0"),
)
# RO-Crate 1.1 has no word for a SHA-256; this is that of the Workflow Run vocabulary.
_SHA256 = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}


def crate_json(run: Path, description: RunDescription) -> str:
    """The text of `restricted/ro-crate-metadata.json`.

    Parameters
    ----------
    run
        The run's folder with every other file in place: the workflow and the notebooks as written
        are to be copied below `restricted/` first (`RunDescription.workflow`, `NotebookRun.source`).
    description
        What the files do not say themselves.

    Raises
    ------
    VerificationFailed
        If the description names a file that the run lacks, or a copy differs from what was read.
    """
    from rocrate.rocrate import ROCrate

    _check(run, description)
    crate = ROCrate(version="1.1")
    crate.metadata.extra_terms.update(_SHA256)
    _describe(crate, description)
    parts = _add_files(crate, run, description)
    parts |= _add_outer(crate, run)
    _add_inputs(crate, description, parts)
    _add_software(crate, description)
    add_workflow(crate, description, parts)
    content = crate.metadata.generate()
    content["@graph"] = [_compact(entity) for entity in content["@graph"]]
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _compact(entity: dict[str, Any]) -> dict[str, Any]:
    """A list of one thing as that thing, as RO-Crate 1.1 recommends."""
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in entity.items()}


def _check(run: Path, description: RunDescription) -> None:
    """Refuse a description of files that are not there: a crate must not say more than the run holds."""
    restricted = run / "restricted"
    copies = {entry.copy: entry for entry in description.inputs if entry.copy}
    sources = [description.workflow, *(name for n in description.notebooks for name in (n.source, n.executed))]
    problems = [
        Problem(f"restricted/{name}", "the crate is to describe this file, but the run lacks it")
        for name in dict.fromkeys([*sources, *copies])
        if not (restricted / name).is_file()
    ]
    problems += [
        Problem(f"restricted/{name}", "this copy differs from the input that was read", sha256, entry.sha256)
        for name, entry in copies.items()
        if (restricted / name).is_file() and (sha256 := sha256_of(restricted / name)) != entry.sha256
    ]
    known = {entry.path for entry in description.inputs} | {
        name for name in files_of(run) if name != f"restricted/{METADATA}"
    }
    problems += [
        Problem(
            f"notebook {notebook.name}", "it is said to read or write a file that neither inputs nor run hold", name
        )
        for notebook in description.notebooks
        for name in (*notebook.inputs, *notebook.outputs)
        if name not in known
    ]
    if problems:
        raise VerificationFailed(problems)


def _describe(crate: Any, description: RunDescription) -> None:
    """The root: what this is, whose, under which terms."""
    root = crate.root_dataset
    crate.name = f"{description.title}: how the findings were made"
    crate.description = (
        f"One run of the analysis of '{description.title}' ({description.organisation}), edition "
        f"{description.edition}: what was read, what was executed and what came out, with hashes."
    )
    root["datePublished"] = description.published.isoformat()
    root["identifier"] = description.run
    root["conformsTo"] = refs(profile for profile, _, _ in PROFILES)
    for profile, name, version in PROFILES:
        context(crate, profile, "CreativeWork", name=name, version=version)
    url = {"url": description.organisation_url} if description.organisation_url else {}
    root["publisher"] = root["author"] = context(
        crate, "#organisation", "Organization", name=description.organisation, **url
    )
    root["license"] = context(crate, "#licence", "CreativeWork", name="Terms of use", description=description.licence)
    crate.metadata["conformsTo"] = refs(["https://w3id.org/ro/crate/1.1", PROFILES[-1][0]])


def _add_files(crate: Any, run: Path, description: RunDescription) -> dict[str, str]:
    """Every file below `restricted/`, as a part of the crate; returns path of the run -> identifier."""
    copies = {entry.copy: entry for entry in description.inputs if entry.copy}
    parts = {}
    for name in files_of(run / "restricted"):
        if name == METADATA:
            continue
        properties = file_properties(run / "restricted" / name)
        if name in copies:
            properties["description"] = f"The input {copies[name].path} ({copies[name].role}), as it was read"
        parts[f"restricted/{name}"] = crate.add_file(dest_path=name, properties=properties).id
    return parts


def _add_outer(crate: Any, run: Path) -> dict[str, str]:
    """The files of `public/` and `board/`, which lie outside the crate's root; path of the run -> identifier."""
    parts = {}
    for folder, title in OUTER.items():
        names = files_of(run / folder)
        for name in names:
            parts[f"{folder}/{name}"] = f"#{folder}/{quote(name)}"
            context(
                crate, parts[f"{folder}/{name}"], "CreativeWork",
                **file_properties(run / folder / name) | {"name": f"{folder}/{name}"},
            )  # fmt: skip
        collection(crate, folder, title, [parts[f"{folder}/{name}"] for name in names])
    return parts


def _add_inputs(crate: Any, description: RunDescription, parts: dict[str, str]) -> None:
    """Inputs without a copy, described beside the crate; adds label -> identifier of all inputs to `parts`."""
    outside = []
    for entry in description.inputs:
        parts[entry.path] = parts[f"restricted/{entry.copy}"] if entry.copy else f"#input/{quote(entry.path)}"
        if not entry.copy:
            outside.append(parts[entry.path])
            context(
                crate, parts[entry.path], "CreativeWork",
                name=entry.path, description=f"Read as {entry.role}; not copied into the run", sha256=entry.sha256,
                contentSize=str(entry.size), encodingFormat=media_type(entry.path),
            )  # fmt: skip
    collection(crate, "inputs", "What was read and is not copied into the run", outside)


def _add_software(crate: Any, description: RunDescription) -> None:
    url = {"url": description.program_url} if description.program_url else {}
    context(
        crate, "#findings", "SoftwareApplication",
        name="findings", softwareVersion=description.version,
        identifier=[f"code:{description.code}", f"requirements.lock:sha256:{description.lock}"],
        operatingSystem=description.system or "not stated",
        softwareRequirements=[f"python=={description.python}"]
        + [f"{name}=={version}" for name, version in description.packages],
        **url,
    )  # fmt: skip
