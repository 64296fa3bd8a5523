"""What people made of the codes that a machine proposed, as cells: the table `q9_candidates`.

They are codes, no respondents; but where a machine proposed a single theme they would be as many as named it, so they
are hidden as counts of respondents are.
"""

from __future__ import annotations

from collections.abc import Sequence

from findings.consultation.codeframe import CANDIDATES, THEMES, FreeTextPlan
from findings.consultation.model import BaseKind, Questionnaire
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.evidence.relation import Relation
from findings.freetext.candidates import candidate_counts
from findings.freetext.coding import Coding
from findings.tabulation.cells import Counted

TOLD = {
    "accepted": "accepted by a person",
    "changed": "changed to another by a person",
    "refused": "refused by a person",
    "waiting": "waiting for a person",
    BASE: "codes that a machine proposed",
}


def candidate_cells(
    plan: FreeTextPlan, questionnaire: Questionnaire, codings: Sequence[Coding], source_kind: SourceKind
) -> Counted:
    """The cells of every question for which a machine proposed codes, and that they add up."""
    sums: dict[str, dict[str, int]] = {}
    for one in candidate_counts(plan, codings):
        own = sums.setdefault(one.question, dict.fromkeys(TOLD, 0))
        for option, n in zip(TOLD, (one.accepted, one.changed, one.refused, one.open, one.proposed), strict=True):
            own[option] += n
    cells: list[Cell] = []
    relations = []
    for name, own in sums.items():
        if name + THEMES in questionnaire.questions:
            short = questionnaire.questions[name + THEMES].short.removesuffix(": themes")
            cells += (_cell(name, option, n, short, source_kind) for option, n in own.items())
            parts = tuple(CellId(name + CANDIDATES, option).text for option in own if option != BASE)
            relations.append(Relation(CellId(name + CANDIDATES, BASE).text, parts))
    return Counted(tuple(cells), tuple(relations))


def _cell(name: str, option: str, n: int, short: str, source_kind: SourceKind) -> Cell:
    identifier = CellId(name + CANDIDATES, option)
    return Cell(
        cell=identifier.text,
        table=identifier.table,
        measure=Measure.COUNT,
        question=identifier.question,
        item="",
        option=option,
        breakdown="",
        level="",
        filter="",
        value=str(n),
        unit="codes",
        digits=0,
        low="",
        high="",
        base_cell="",
        base_kind=str(BaseKind.ANSWERED),
        origins=(),
        status=Status.SHOWN,
        source_kind=source_kind,
        note=f"{short}: {TOLD[option]}",
    )
