"""An exhibit as the problems of the check name it."""

from __future__ import annotations

from findings.exhibits.model import Bullets, Exhibit, Figure, Table


def name_of(exhibit: Exhibit) -> str:
    """An exhibit as a problem names it.

    Examples
    --------
    >>> from findings.exhibits.model import Paragraph
    >>> name_of(Bullets(())), name_of(Paragraph(()))
    ('a list', 'a paragraph')
    """
    if isinstance(exhibit, Table | Figure):
        return f"{type(exhibit).__name__.lower()} '{exhibit.id}'"
    return "a list" if isinstance(exhibit, Bullets) else f"a {type(exhibit).__name__.lower()}"
