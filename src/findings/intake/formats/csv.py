"""Plain CSV and TSV: one row of headings, one row a response."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from findings.intake.export import Export, Opening
from findings.intake.formats.kinds import Kind, kind_of
from findings.intake.formats.plain import plain_export


class _Csv:
    name = "csv"
    title = "CSV, TSV and other delimited text (one row of headings)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        """1 for any text with a header."""
        return int(bool(head) and kind_of(path) is Kind.TEXT)

    def open(self, path: Path, opening: Opening) -> Export:
        """Open it."""
        return plain_export(self.name, path, opening)


READER = _Csv()
