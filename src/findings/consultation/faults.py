"""pydantic's errors as problems that name file, line, key, what was found and what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from findings.consultation.yamlfile import KeyPath, YamlFile
from findings.errors import Problem


def problems_of(error: ValidationError, file: YamlFile, model: type[BaseModel]) -> list[Problem]:
    """Every fault of a validation, in the order of the file."""
    found = []
    for fault in error.errors(include_url=False):
        keys = key_path(fault["loc"], file.content)
        found.append((file.places.get(keys, (0, 0)), _problem(fault, keys, file, model)))
    return [problem for _, problem in sorted(found, key=lambda pair: pair[0])]


def key_path(location: Sequence[str | int], content: Any) -> KeyPath:
    """The keys of a fault without what pydantic adds (the name of a union's member, `[key]`)."""
    keys: list[str | int] = []
    for part in location:
        if part == "[key]":
            continue
        exists = (isinstance(content, Mapping) and part in content) or (
            isinstance(content, list) and isinstance(part, int) and part < len(content)
        )
        if exists:
            content = content[part]
            keys.append(part)
        elif part == location[-1]:
            keys.append(part)
    return tuple(keys)


def closest(word: str, allowed: Sequence[str]) -> str:
    """A hint at what was meant, or an empty text.

    Examples
    --------
    >>> closest("secton", ["section", "store"])
    "Did you mean 'section'?"
    """
    near = difflib.get_close_matches(word, allowed, n=1)
    return f"Did you mean '{near[0]}'?" if near else ""


def _problem(fault: Any, keys: KeyPath, file: YamlFile, model: type[BaseModel]) -> Problem:
    where = file.where(keys)
    key = str(keys[-1]) if keys else ""
    kind = fault["type"]
    if kind == "extra_forbidden":
        allowed = allowed_keys(model, fault["loc"][:-1])
        do = closest(key, allowed) or "Take it out."
        return Problem(where, "an unknown key", key, ", ".join(allowed), do)
    if kind == "missing":
        return Problem(where, f"the key '{key}' is missing", do=f"Add '{key}:'.")
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        context = fault["ctx"]
        tag = context["discriminator"].strip("'")
        return Problem(
            where,
            f"'{tag}' does not say which kind this is",
            str(context.get("tag", "nothing")),
            context.get("expected_tags", ""),
            f"Write '{tag}:' and one of the allowed.",
        )
    found = fault["input"]
    if kind == "string_type" and isinstance(found, int | float):
        return Problem(where, "a number where a text belongs", str(found), "a text", f'Put it in quotes: "{found}".')
    if kind in ("literal_error", "enum"):
        return Problem(where, "not one of the allowed values", repr(found), fault["ctx"]["expected"])
    return Problem(where, _sentence(fault["msg"]), _short(found))


def allowed_keys(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The keys that may stand in the object at a location, from the model's JSON Schema."""
    schema = model.model_json_schema()
    node = schema
    for part in location:
        node = _step(_resolved(node, schema), part, schema)
    return list(_resolved(node, schema).get("properties", {}))


def _step(node: dict[str, Any], part: str | int, schema: dict[str, Any]) -> dict[str, Any]:
    mapping = node.get("discriminator", {}).get("mapping", {})
    if part in mapping:
        return {"$ref": mapping[part]}
    if isinstance(part, int):
        return dict(node.get("items", {}))
    inner = node.get("properties", {}).get(part, node.get("additionalProperties", {}))
    return dict(inner) if isinstance(inner, dict) else {}


def _resolved(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return node


def _sentence(message: str) -> str:
    return message[0].lower() + message[1:]


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
