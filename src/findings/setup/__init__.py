"""Setting up a consultation without writing YAML: a workbook out and in, and a file to double-click."""

from findings.setup.startfile import write_start_file
from findings.setup.workbook import Changes, read_setup, write_setup

__all__ = ["Changes", "read_setup", "write_setup", "write_start_file"]
