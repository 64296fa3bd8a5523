"""Parameter files read plainly: what a value must be to be counted with, and every fault told.

A run's copies were checked when it ran; whoever changed one since must not stop the recount with a traceback, or,
worse, have it count something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from findings.audit.recount.identifiers import NAME
from findings.errors import Problem, VerificationFailed

ASK = "Ask for the folder as the run left it."


@dataclass
class Faults:
    """The faults of a file, collected as they are found."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, where: str, what: str, found: str = "", allowed: str = "", do: str = ASK) -> None:
        """Note a fault at a key."""
        self.problems.append(Problem(f"{self.file}, {where}", what, found, allowed, do))


@dataclass(frozen=True)
class Node:
    """A mapping of the file, and the keys that lead to it."""

    content: dict[Any, Any]
    place: str = ""

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    @property
    def own_keys(self) -> tuple[str, ...]:
        """Its keys as texts."""
        return tuple(_text(key) for key in self.content)

    def value(self, key: str) -> Any:
        """The value at a key; None where it is not given."""
        return next((value for own, value in self.content.items() if _text(own) == key), None)

    def child(self, key: str) -> Node:
        """The mapping at a key; an empty one where there is none."""
        value = self.value(key)
        return Node(value if isinstance(value, dict) else {}, self._at(key))

    def text(self, key: str, default: str) -> str:
        """The value at a key as text."""
        value = self.value(key)
        return default if value is None else _text(value)

    def whole_number(self, key: str, default: int | None, faults: Faults) -> int | None:
        """The whole number at a key."""
        value = self.value(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            faults.add(self._at(key), "not a whole number", _text(value)[:80])
            return default
        return value

    def flag(self, key: str, default: bool) -> bool:
        """The truth value at a key."""
        value = self.value(key)
        return value if isinstance(value, bool) else default

    def names(self, key: str, faults: Faults) -> tuple[str, ...]:
        """The list of names at a key."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            faults.add(self._at(key), "not a list", _text(value)[:80])
            return ()
        return tuple(_text(entry) for entry in value)

    def entries(self, key: str, faults: Faults, names: re.Pattern[str] = NAME) -> Iterator[tuple[str, Node]]:
        """The mappings under a key by their names, in order."""
        value = self.value(key)
        if value is None:
            return
        if not isinstance(value, dict):
            faults.add(self._at(key), "not a list of names with values", _text(value)[:80])
            return
        for own, entry in value.items():
            name = _text(own)
            # A name becomes part of a query and of what is printed about it: only names may pass.
            if not names.fullmatch(name):
                faults.add(self._at(key), "not a name", name[:80], "small letters, digits and _")
            elif not isinstance(entry, dict):
                faults.add(f"{self._at(key)}.{name}", "nothing is said about it", _text(entry)[:80])
            else:
                yield name, Node(entry, f"{self._at(key)}.{name}")


def read_mapping(path: Path) -> Node:
    """The content of a YAML file.

    Raises
    ------
    VerificationFailed
        If it is missing, or is no YAML, or does not begin with a key.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise VerificationFailed([Problem(path.name, "this file of the run is missing", do=ASK)]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise VerificationFailed(
            [Problem(path.name, "this file of the run is not YAML", first[:120], do=ASK)]
        ) from None
    if not isinstance(content, dict):
        raise VerificationFailed([Problem(path.name, "this file of the run does not begin with a key", do=ASK)])
    return Node(content)


def _text(value: Any) -> str:
    """A scalar as it was written: a bare `true` is a name like any other."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
