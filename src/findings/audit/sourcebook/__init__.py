"""A number's way back as a workbook, to be filtered to the count that was printed."""

from findings.audit.sourcebook.write import SourcebookWritten, write_sourcebook

__all__ = ["SourcebookWritten", "write_sourcebook"]
