"""The pieces that a crate is put together from: entities, references, and what is said of a file.

A thin layer over the library `rocrate`, which has no types: what it returns is `Any` here.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from findings.audit.manifest import sha256_of

# The folders of a run beside `restricted/`, and what they are.
OUTER = {"public": "What was published", "board": "What the decision makers were given"}
# By suffix, and not asked of the system, whose answer differs from one machine to the next.
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".lock": "text/plain",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".py": "text/x-python",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
}


def media_type(path: str) -> str:
    """The media type of a file, by its suffix.

    Examples
    --------
    >>> media_type("report.cy.html"), media_type("LICENSE")
    ('text/html', 'application/octet-stream')
    """
    return MEDIA_TYPES.get(PurePosixPath(path).suffix, "application/octet-stream")


def context(crate: Any, identifier: str, type_: str, /, **properties: Any) -> Any:
    """Add a contextual entity (no file below the root) and return it."""
    from rocrate.model.contextentity import ContextEntity

    return crate.add(ContextEntity(crate, identifier, properties={"@type": type_, **properties}))


def ref(identifier: str) -> dict[str, str]:
    """A reference to an entity."""
    return {"@id": identifier}


def refs(identifiers: Iterable[str]) -> list[dict[str, str]]:
    """References to entities, each once, in the order given."""
    return [ref(identifier) for identifier in dict.fromkeys(identifiers)]


def file_properties(path: Path) -> dict[str, Any]:
    """Name, hash, size and media type of a file."""
    return {
        "name": path.name,
        "sha256": sha256_of(path),
        "contentSize": str(path.stat().st_size),
        "encodingFormat": media_type(path.name),
    }


def collection(crate: Any, name: str, title: str, members: list[str]) -> None:
    """Files that lie outside the crate, taken together; none is made of no files."""
    if not members:
        return
    collection = context(crate, f"#{name}", "Collection", name=title, hasPart=refs(members))
    collection["mainEntity"] = ref(members[0])
    crate.root_dataset.append_to("mentions", collection)
