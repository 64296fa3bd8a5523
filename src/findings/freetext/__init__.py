"""Free text -> codings that people gave, how far coders agree, points that were made, and quotes that may be shown."""

from findings.freetext.code import FreeText, code
from findings.freetext.write import write_free_text

__all__ = ["FreeText", "code", "write_free_text"]
