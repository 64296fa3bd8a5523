"""An exhibit as a notebook's output: JSON for publishing, plain text for whoever opens the notebook."""

from __future__ import annotations

from findings.exhibits.mark import marked
from findings.exhibits.model import MIMETYPE, Bullets, Exhibit, Figure, Table, plain, to_json


def show(*exhibits: Exhibit) -> None:
    """Display exhibits, one output each, in order; those that show made-up numbers with their mark."""
    from IPython.display import display

    for exhibit in map(marked, exhibits):
        display({MIMETYPE: to_json(exhibit), "text/plain": as_text(exhibit)}, raw=True)  # type: ignore[no-untyped-call]


def as_text(exhibit: Exhibit) -> str:
    """An exhibit in plain text."""
    if isinstance(exhibit, Bullets):
        return "\n".join(f"- {plain(item)}" for item in exhibit.items)
    if isinstance(exhibit, Figure):
        return f"{plain(exhibit.title)}\n{plain(exhibit.alt)}"
    if isinstance(exhibit, Table):
        rows = [[plain(exhibit.stub), *map(plain, exhibit.columns)]]
        rows += [[plain(row.header), *map(plain, row.values)] for row in exhibit.rows]
        return "\n".join([plain(exhibit.title), *(" | ".join(row) for row in rows)])
    return plain(exhibit.text)
