"""A plain sheet of a workbook (XLSX, XLS, ODS): one row of headings, one row a response."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from findings.intake.export import Export, Opening
from findings.intake.formats.kinds import Kind, kind_of
from findings.intake.formats.plain import plain_export


class _Workbook:
    name = "xlsx"
    title = "Workbook of Excel or LibreOffice (XLSX, XLS, ODS; one row of headings)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        """1 for any workbook with a header."""
        return int(bool(head) and kind_of(path) is Kind.WORKBOOK)

    def open(self, path: Path, opening: Opening) -> Export:
        """Open it."""
        return plain_export(self.name, path, opening)


READER = _Workbook()
