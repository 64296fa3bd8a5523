"""pydantic's errors as problems that name file, line, key, what was found and what is allowed."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from findings.consultation.yamlfile import KeyPath, YamlFile
from findings.errors import Problem

_MAPPING = ("keys and values belong here", "", "Write keys below this one, each with its value.")
_DATE = ("not a date", "a day as 2024-12-31", "")
_NUMBER = ("not a number", "a number", "Write it with a point, without quotes: half is 0.5.")
_WORDS: dict[str, tuple[str, str, str]] = {
    "model_type": _MAPPING,
    "dict_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "tuple_type": ("a list belongs here", "", "Write it in square brackets: [first, second]."),
    "string_type": ("a text belongs here", "a text", 'Put it in quotes: "...".'),
    "string_too_short": ("an empty text", "", "Fill it in."),
    "string_pattern_mismatch": ("not written as it must be", "{pattern}", ""),
    "string_too_long": ("a text that is too long", "no more letters than {max_length}", ""),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "int_type": ("not a whole number", "a whole number", ""),
    "int_parsing": ("not a whole number", "a whole number", ""),
    "int_from_float": ("not a whole number", "a whole number", ""),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "greater_than": ("a number that is too small", "more than {gt}", ""),
    "less_than": ("a number that is too large", "less than {lt}", ""),
    "greater_than_equal": ("a number that is too small", "{ge} or more", ""),
    "less_than_equal": ("a number that is too large", "{le} or less", ""),
    "too_short": ("too few", "{min_length} or more", ""),
}
"""pydantic's kind of error -> what is wrong, what is allowed, what to do: in words for people who do not program."""

_PATTERNS = {r"^[a-z]{2}$": "two small letters, for example en"}


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
    tagged = False
    for position, part in enumerate(location):
        last = position == len(location) - 1
        if part == "[key]":
            continue
        if not last and not tagged and isinstance(content, Mapping) and part in _tags(content):
            tagged = True
            continue
        exists = (isinstance(content, Mapping) and part in content) or (
            isinstance(content, list) and isinstance(part, int) and part < len(content)
        )
        if exists:
            content = content[part]
            keys.append(part)
        elif last:
            keys.append(part)
    return tuple(keys)


def _tags(content: Mapping[str, Any]) -> list[Any]:
    """The member of a union that an object says it is, which pydantic puts among the keys."""
    return [content[key] for key in ("reader", "profile") if isinstance(content.get(key), str)]


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
            ", ".join(f"'{name}'" for name in tags_of(model, fault["loc"])),
            f"Write '{tag}:' and one of the allowed.",
        )
    found = fault["input"]
    if kind == "string_type" and isinstance(found, bool):
        text = "true" if found else "false"
        return Problem(where, "a truth value where a text belongs", text, "a text", f'Put it in quotes: "{text}".')
    if kind == "string_type" and found is None:
        return Problem(where, "nothing where a text belongs", allowed="a text", do="Fill it in, or take the key out.")
    if kind == "string_type" and isinstance(found, datetime.date):
        return Problem(where, "a date where a text belongs", str(found), "a text", f'Put it in quotes: "{found}".')
    if kind == "string_type" and isinstance(found, int | float):
        return Problem(where, "a number where a text belongs", str(found), "a text", f'Put it in quotes: "{found}".')
    if kind in ("literal_error", "enum"):
        return Problem(where, "not one of the allowed values", repr(found), fault["ctx"]["expected"])
    what, limit, do = _WORDS.get(kind, (_sentence(fault["msg"]), "", ""))
    limits = {name: str(value) for name, value in fault.get("ctx", {}).items()}
    wanted = limit.format(**limits)
    return Problem(where, what, _short(found), _PATTERNS.get(wanted, wanted), do)


def allowed_keys(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The keys that may stand in the object at a location, from the model's JSON Schema."""
    schema = model.model_json_schema()
    node = schema
    for part in location:
        node = _step(_resolved(node, schema), part)
    return list(_resolved(node, schema).get("properties", {}))


def tags_of(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The kinds that the object at a location may be, where one of its keys says which."""
    schema = model.model_json_schema()
    node = schema
    for part in location:
        node = _step(_resolved(node, schema), part)
    return list(node.get("discriminator", {}).get("mapping", {}))


def _step(node: dict[str, Any], part: str | int) -> dict[str, Any]:
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
