"""What is counted beside respondents: submissions by theme, how far coders agree, what became of a machine's codes."""

from __future__ import annotations

from findings.consultation.build import Parameters
from findings.consultation.model import ThresholdDisclosure
from findings.freetext.code import FreeText
from findings.tabulation.agreement import agreement_cells
from findings.tabulation.candidates import candidate_cells
from findings.tabulation.cells import Counted
from findings.tabulation.submissions import submission_cells


def free_text_cells(parameters: Parameters, free_text: FreeText) -> Counted:
    """The cells and sums of submissions, agreement and candidates."""
    parts = [submission_cells(parameters.counting, free_text)]
    if free_text.plan is not None:
        profile = parameters.consultation.disclosure
        threshold = profile.threshold if isinstance(profile, ThresholdDisclosure) else 0
        kind, found = free_text.received.source_kind, free_text.agreements
        own = agreement_cells(free_text.plan, parameters.counting, found, kind, threshold)
        parts.append(Counted(tuple(own), ()))
        parts.append(candidate_cells(free_text.plan, parameters.counting, free_text.codings, kind))
    cells = tuple(cell for part in parts for cell in part.cells)
    return Counted(cells, tuple(relation for part in parts for relation in part.relations))
