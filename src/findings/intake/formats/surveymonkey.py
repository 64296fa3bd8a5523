"""SurveyMonkey: "all individual responses" as CSV or XLSX, with two header rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from findings.consultation.names import as_compared
from findings.intake.export import Export, Opening
from findings.intake.formats.grid import export_of, open_grid
from findings.intake.formats.layout import begin_of, squeezed
from findings.intake.formats.two_rows import ANSWER, OPEN, columns_of

SYSTEM = {
    **dict.fromkeys(("respondentid", "collectorid", "startdate", "enddate"), "paradata"),
    **dict.fromkeys(("datecreated", "datemodified", "language", "collectornm", "collector"), "paradata"),
    **dict.fromkeys(("ipaddress", "emailaddress", "email", "firstname", "lastname"), "identity"),
    # Whoever sends the invitations fills these, often with a number that leads to a person.
    **dict.fromkeys(("customdata", *(f"customdata{number}" for number in range(1, 11)), "customvalue"), "identity"),
}


class _SurveyMonkey:
    name = "surveymonkey"
    title = "SurveyMonkey (CSV or XLSX with two header rows)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        if len(head) < 2:
            return 0
        first, second = head[0], head[1]
        answers = sum(as_compared(cell) in (*ANSWER, *OPEN) for cell in second)
        below_nothing = any(below.strip() and not above.strip() for above, below in zip(first, second, strict=False))
        if squeezed(first[0]) == "respondentid" and not second[0].strip():
            return 3 if answers or below_nothing else 0
        return 2 if answers and below_nothing and squeezed(first[0]) not in ("userid", "userno") else 0

    def open(self, path: Path, opening: Opening) -> Export:
        grid = open_grid(path, opening)
        begin = begin_of(grid, headers=2)
        columns = columns_of(begin.rows[0], begin.rows[1], SYSTEM, begin.after(2))
        return export_of(grid, self.name, columns, begin.numbers[1] + 1, {"header rows": "2"})


READER = _SurveyMonkey()
