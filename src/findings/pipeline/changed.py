"""What changed in the numbers since people wrote about them, for those who may see the values of before."""

from __future__ import annotations

from pathlib import Path

from findings.consultation.commentary import FOLDER
from findings.errors import ParameterError, Problem
from findings.evidence.store import Evidence
from findings.pipeline.slots import evidence_of_run, problems_in, readers
from findings.pipeline.steps import Project


def changed_lines(project: Project, evidence: Evidence) -> list[str]:
    """What changed since paragraphs were written, a line a number; for those who may see the values of before.

    Raises
    ------
    ParameterError
        With everything that is wrong in what was written.
    """
    from findings.exhibits.commentary import changes
    from findings.exhibits.model import plain

    if not project.parameters.commentary:
        return []
    lines: list[str] = []
    problems: list[Problem] = []
    own = readers(project.parameters, project.chapters, evidence, of=project.parameters.commentary)
    for slot, file in project.parameters.commentary.items():
        found = problems_in(file, own[slot])
        problems += found
        for number, paragraph in enumerate(file.said.paragraphs, start=1):
            prose = own[slot].prose(paragraph)
            told = changes(own[slot].evidence, paragraph, prose) if not prose.faults else ()
            lines += [
                f"{FOLDER}/{file.path.name}, paragraph {number}: written when {plain(each.what)} was {each.was}; "
                f"it is now {each.now}"
                for each in told
            ]
    if problems:
        raise ParameterError(problems)
    if lines:
        do = f"If the paragraphs still hold, confirm them: findings workbook out {project.parameters.name}"
        lines.append(do)
    return lines


def changed_in_run(project: Project, run: Path) -> list[str]:
    """What changed since paragraphs were written, by the numbers of a run."""
    if not project.parameters.commentary:
        return []
    return changed_lines(project, evidence_of_run(project.parameters, run))
