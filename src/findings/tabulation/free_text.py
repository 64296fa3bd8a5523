"""What is counted beside respondents: submissions by theme, how far coders agree, what became of a machine's codes."""

from __future__ import annotations

from findings.consultation.build import Parameters
from findings.freetext.code import FreeText
from findings.tabulation.cells import Counted


def free_text_cells(parameters: Parameters, free_text: FreeText) -> Counted:
    """The cells and sums of submissions, agreement and candidates."""
    return Counted((), ())
