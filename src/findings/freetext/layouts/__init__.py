"""The layouts of files of codings, a module each: what `layout` in `codeframe.yaml` names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from findings.errors import InputRefused
from findings.freetext.layouts.cell import read_cell
from findings.freetext.layouts.long import read_long
from findings.freetext.layouts.nvivo import read_nvivo
from findings.freetext.layouts.themefinder import read_themefinder
from findings.freetext.layouts.wide import read_wide
from findings.freetext.layouts.written import Knows, Reading, Source, Written, rows_named, several

LAYOUTS: Mapping[str, Callable[[Source], Reading]] = {
    "long": read_long,
    "wide": read_wide,
    "cell": read_cell,
    "nvivo": read_nvivo,
    "themefinder": read_themefinder,
}

__all__ = ["LAYOUTS", "Knows", "Reading", "Source", "Written", "read_layout", "rows_named", "several"]


def read_layout(source: Source) -> Reading:
    """Read a file of codings as its layout says; a file that cannot be read at all is a problem of it."""
    try:
        return LAYOUTS[source.said.layout](source)
    except InputRefused as refused:
        return Reading(problems=list(refused.problems))
