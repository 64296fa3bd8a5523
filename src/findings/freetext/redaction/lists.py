"""The word lists that names are told by; data/README.md says where they come from and what they may be used for."""

from __future__ import annotations

import functools
import gzip
from importlib import resources

_DATA = "findings.freetext.redaction"


@functools.cache
def packed(name: str) -> frozenset[str]:
    """The words of a packed list: `words`, `given`, `surnames` or `proper`."""
    content = (resources.files(_DATA) / "data" / f"{name}.txt.gz").read_bytes()
    return frozenset(gzip.decompress(content).decode("utf-8").split())


@functools.cache
def by_hand(section: str) -> frozenset[str]:
    """The words of a section of `data/by_hand.txt`."""
    found: dict[str, set[str]] = {}
    own: set[str] = set()
    for line in (resources.files(_DATA) / "data" / "by_hand.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            own = found.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            own.update(line.split())
    return frozenset(found[section])
