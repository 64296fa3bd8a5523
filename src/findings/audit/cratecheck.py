"""Whether `restricted/ro-crate-metadata.json` is a crate, by the rules that an auditor leans on.

RO-Crate 1.1, "RO-Crate Metadata File Descriptor", "Root Data Entity" and "Data Entities"; Provenance Run Crate 0.5,
"Requirements". Hashes are compared elsewhere (`whole`); here the graph itself is judged: that every reference leads
somewhere, and that what was run, by what, from what, is all there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from findings.audit.crate import METADATA
from findings.errors import Problem

WHERE = f"restricted/{METADATA}"
DESCRIPTOR = METADATA
ROOT = "./"
_NEEDED = {
    ROOT: ("name", "description", "datePublished", "license", "hasPart", "mainEntity", "conformsTo", "identifier"),
    DESCRIPTOR: ("about", "conformsTo"),
    "#findings": ("name", "softwareVersion", "identifier", "softwareRequirements"),
    "#run": ("instrument", "object", "result", "actionStatus"),
}
_NEEDED_OF_TYPE = {
    "CreateAction": ("instrument", "object", "result", "agent"),
    "HowToStep": ("position", "workExample"),
    "ControlAction": ("instrument", "object"),
    "OrganizeAction": ("instrument", "object", "result"),
    "FormalParameter": ("additionalType", "name"),
}
_PROFILE = "https://w3id.org/ro/wfrun/provenance/"


def crate_problems(content: Any) -> Iterator[Problem]:
    """What is wrong with the graph of a crate, as read from its JSON."""
    graph = content.get("@graph") if isinstance(content, dict) else None
    if not isinstance(graph, list) or not all(isinstance(e, dict) and isinstance(e.get("@id"), str) for e in graph):
        yield Problem(WHERE, "not a crate: it has no graph of entities", do="Ask for the folder as the run left it.")
        return
    entities: dict[str, dict[str, Any]] = {}
    for entity in graph:
        if entity["@id"] in entities:
            yield Problem(WHERE, "an entity stands twice", entity["@id"])
        entities[entity["@id"]] = entity
    yield from _missing(entities)
    yield from _loose_references(entities)
    if ROOT in entities and DESCRIPTOR in entities:
        yield from _shape(entities)


def _missing(entities: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    """What an entity must say and does not."""
    for identifier, keys in _NEEDED.items():
        if identifier not in entities:
            yield Problem(WHERE, "an entity is missing", identifier)
            continue
        yield from _without(entities[identifier], keys)
    for identifier, entity in entities.items():
        for kind in _list(entity.get("@type")):
            if identifier not in _NEEDED:
                yield from _without(entity, _NEEDED_OF_TYPE.get(str(kind), ()))
        if "@type" not in entity:
            yield Problem(WHERE, "an entity without a type", identifier)


def _without(entity: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[Problem]:
    for key in keys:
        if entity.get(key) in (None, "", [], {}):
            yield Problem(WHERE, f"{entity['@id']} does not say its '{key}'")


def _loose_references(entities: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    """References that lead nowhere; addresses of others may."""
    for identifier, entity in entities.items():
        for key, value in entity.items():
            for item in _list(value):
                if not isinstance(item, dict):
                    continue
                target = item.get("@id")
                if not isinstance(target, str):
                    yield Problem(WHERE, f"{identifier}, '{key}': a reference without a target")
                elif target not in entities and not target.startswith("https://"):
                    yield Problem(WHERE, f"{identifier}, '{key}': a reference that leads nowhere", target)


def _shape(entities: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    """The root is what the descriptor is about; every file is a part; every step was carried out, in order."""
    root = entities[ROOT]
    if _targets(entities[DESCRIPTOR].get("about")) != [ROOT]:
        yield Problem(WHERE, "the descriptor is not about the root", str(entities[DESCRIPTOR].get("about")))
    if not any(profile.startswith(_PROFILE) for profile in _targets(root.get("conformsTo"))):
        yield Problem(WHERE, "the root does not conform to the profile of a provenance run")
    parts = set(_targets(root.get("hasPart")))
    for identifier, entity in entities.items():
        if "File" in _list(entity.get("@type")) and not identifier.startswith("#") and identifier not in parts:
            yield Problem(WHERE, "a file that is no part of the root", identifier)
    main = _targets(root.get("mainEntity"))
    if main and "ComputationalWorkflow" not in _list(entities.get(main[0], {}).get("@type")):
        yield Problem(WHERE, "the main entity is not a workflow", main[0])
    elif main:
        yield from _steps(entities, entities[main[0]])


def _steps(entities: Mapping[str, dict[str, Any]], workflow: Mapping[str, Any]) -> Iterator[Problem]:
    steps = _targets(workflow.get("step"))
    if not steps:
        yield Problem(WHERE, f"{workflow['@id']} does not say its 'step'")
    positions = [str(entities.get(step, {}).get("position")) for step in steps]
    if positions != [str(number) for number in range(1, len(steps) + 1)]:
        yield Problem(WHERE, "the steps are not numbered in order", ", ".join(positions))
    carried_out = {
        target
        for entity in entities.values()
        if "ControlAction" in _list(entity.get("@type"))
        for target in _targets(entity.get("instrument"))
    }
    for step in steps:
        if step not in carried_out:
            yield Problem(WHERE, "a step that nothing says was carried out", step)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _targets(value: Any) -> list[str]:
    return [str(item["@id"]) for item in _list(value) if isinstance(item, dict) and "@id" in item]
