"""Values written as YAML, in the plainest way that reads back as the same value."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

WIDTH = 116
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ .()/%'-]*")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}
"""A bare one of these is a truth value, or nothing, to one reader of YAML or another."""


def scalar_text(value: Any, quote: str = "") -> str:
    r"""A value that is no list and no mapping.

    Examples
    --------
    >>> [scalar_text(value) for value in ("Agree", "yes", "a: b", "2016", 7, True, "=1+1")]
    ['Agree', '"yes"', '"a: b"', '"2016"', '7', 'true', '"=1+1"']
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if not isinstance(value, str):
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    plain = _PLAIN.fullmatch(value) and value.strip() == value and value.casefold() not in _WORDS
    if plain and not quote:
        return value
    if quote == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    # JSON's quoted texts are YAML's; the line ends of other alphabets are written out, since YAML folds them.
    text = json.dumps(value, ensure_ascii=False)
    return "".join(f"\\u{ord(c):04x}" if c in "\x7f\x85\u2028\u2029\ufeff" else c for c in text)


def flow_text(value: Any, quote: str = "") -> str:
    """A value on one line, in brackets and braces where it has parts."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar_text(key)}: {flow_text(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow_text(inner) for inner in value) + "]"
    return scalar_text(value, quote) or "null"


def entry_text(key: str, value: Any, indent: int, *, written_key: str = "", quote: str = "") -> str:
    r"""A key with its value, on lines of their own.

    Examples
    --------
    >>> print(entry_text("q1", {"kind": "open", "options": {"a": {"label": "A"}}}, 2), end="")
      q1:
        kind: open
        options:
          a: {label: A}
    """
    head = " " * indent + (written_key or scalar_text(key)) + ":"
    if isinstance(value, Mapping) and value:
        if _is_leaf(value) and len(line := f"{head} {flow_text(value)}") <= WIDTH and "label" in value:
            return line + "\n"
        return head + "\n" + "".join(entry_text(str(name), inner, indent + 2) for name, inner in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        if len(line := f"{head} {flow_text(value)}") <= WIDTH:
            return line + "\n"
        return head + "\n" + "".join(item_text(item, indent + 2) for item in value)
    if isinstance(value, Mapping | Sequence) and not isinstance(value, str):
        return f"{head} {flow_text(value)}\n"
    line = f"{head} {scalar_text(value, quote)}"
    if len(line) > WIDTH and isinstance(value, str) and not quote and _folds(value):
        return f"{head} >-\n" + textwrap.indent(_folded(value, indent + 2), " " * (indent + 2)) + "\n"
    return line.rstrip() + "\n"


def item_text(value: Any, indent: int) -> str:
    """An item of a list: on a line of its own, or where it has parts and would be long, a part a line.

    Examples
    --------
    >>> print(item_text({"a": "x", "b": 1}, 2), end="")
      - {a: x, b: 1}
    """
    line = " " * indent + f"- {flow_text(value)}\n"
    if not (isinstance(value, Mapping) and value and len(line) > WIDTH):
        return line
    parts = "".join(entry_text(str(name), inner, indent + 2) for name, inner in value.items())
    return f"{' ' * indent}- {parts[indent + 2 :]}"


def _is_leaf(value: Mapping[str, Any]) -> bool:
    return not any(isinstance(inner, Mapping) for inner in value.values())


def _folds(text: str) -> bool:
    """Whether a folded text reads back as it was: single spaces, and nothing that a fold would change."""
    return text.isprintable() and " ".join(text.split()) == text


def _folded(text: str, indent: int) -> str:
    return textwrap.fill(text, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
