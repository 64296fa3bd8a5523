"""Row headers in a tagged PDF: Typst marks the header row of a table, this marks the first column."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any


def with_row_headers(pdf: bytes) -> bytes:
    """The PDF with the first cell of each body row of each table as that row's header.

    The structure element becomes a ``TH`` whose scope is its row (ISO 32000-1, table 349), so that a
    screen reader says the row's name with each value. Nothing that is seen changes.

    Examples
    --------
    See ``tests/test_publishing.py``.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for row in _body_rows(document.Root.StructTreeRoot):
            for cell in _children(row):
                # Typst names the column's header in every cell. A list of headers is taken as
                # complete, so it would keep the row's header out: scopes say both.
                for attributes in _attributes(cell):
                    if "/Headers" in attributes:
                        del attributes["/Headers"]
            first = next(_children(row), None)
            if first is not None and _name(first) == "/TD":
                first.S = pikepdf.Name.TH
                scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
                first.A = pikepdf.Array([*_attributes(first), scope])
        out = io.BytesIO()
        document.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def _body_rows(root: Any) -> Iterator[Any]:
    """The rows of all tables that stand in a table's body."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if _name(element) == "/TBody":
            yield from (child for child in _children(element) if _name(child) == "/TR")
        else:
            waiting += _children(element)


def _children(element: Any) -> Iterator[Any]:
    """The structure elements below one; not the marks in the page's content."""
    import pikepdf

    below = element.get("/K")
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child


def _attributes(element: Any) -> list[Any]:
    import pikepdf

    attributes = element.get("/A")
    if attributes is None:
        return []
    return list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]


def _name(element: Any) -> str:
    return str(element.get("/S", ""))
