"""What `context` of `consultation.yaml` must keep in itself, before any file is read. One rule, one function."""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.context import Context, ContextTable
from findings.consultation.fault import Fault
from findings.consultation.names import name_fault
from findings.consultation.yamlfile import KeyPath


def context_faults(context: Context) -> Iterator[Fault]:
    """Every broken rule."""
    titles: dict[str, str] = {}
    for name, table in context.tables.items():
        keys: KeyPath = ("context", "tables", name)
        if fault := name_fault(name):
            yield Fault(keys, fault, name, do="Choose another name; what readers see is its title.")
        if table.title in titles:
            what = f"the title of '{titles[table.title]}': nobody could tell them apart"
            yield Fault((*keys, "title"), what, table.title, do="Give it a title of its own.")
        titles.setdefault(table.title, name)
        yield from _has_figures(keys, table)
        yield from _headings_differ(keys, table)


def _has_figures(keys: KeyPath, table: ContextTable) -> Iterator[Fault]:
    """The figures stand in columns after the first, or are spread over columns; not both."""
    if table.spread is None and len(table.columns) == 1:
        do = "Name a column of figures after the one that names the rows, or write 'spread'."
        yield Fault((*keys, "columns"), "a table without a column of figures", table.first, do=do)
    if table.spread is not None and len(table.columns) > 1:
        more = ", ".join(list(table.columns)[1:])
        do = "Take these columns out, or 'spread'."
        yield Fault((*keys, "columns"), "columns of figures beside those of 'spread'", more, do=do)
    for key in ("column", "figures") if table.spread is not None else ():
        column = getattr(table.spread, key)
        if column == table.first:
            what = "the column that names the rows: it cannot say what a figure is, or be one"
            yield Fault((*keys, "spread", key), what, column, do="Name another column.")


def _headings_differ(keys: KeyPath, table: ContextTable) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    place: KeyPath = (*keys, "columns") if table.spread is None else (*keys, "spread", "headings")
    named = table.columns if table.spread is None else table.spread.headings
    for column, heading in named.items():
        if heading in owners:
            what = f"the heading of '{owners[heading]}': nobody could tell them apart"
            yield Fault((*place, column), what, heading, do="Give it a heading of its own.")
        owners.setdefault(heading, column)
