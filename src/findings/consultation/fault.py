"""A broken rule, as the rules yield it; the builder adds file and line."""

from __future__ import annotations

from dataclasses import dataclass

from findings.consultation.yamlfile import KeyPath


@dataclass(frozen=True)
class Fault:
    """A broken rule, at the keys of the value that breaks it."""

    keys: KeyPath
    what: str
    found: str = ""
    allowed: str = ""
    do: str = ""
