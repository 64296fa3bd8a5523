"""SmartSurvey: the raw export, with two header rows and the respondent's number first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from findings.intake.export import Export, Opening
from findings.intake.formats.grid import export_of, open_grid
from findings.intake.formats.layout import begin_of, squeezed
from findings.intake.formats.two_rows import columns_of

SYSTEM = {
    **dict.fromkeys(("userid", "userno", "responseid", "status", "completed", "started", "ended"), "paradata"),
    **dict.fromkeys(("startdate", "enddate", "datestarted", "dateended", "timetaken", "duration"), "paradata"),
    **dict.fromkeys(("language", "device", "browser", "os", "trackinglink", "collector", "referrer"), "paradata"),
    **dict.fromkeys(("uniqueid", "ipaddress", "name", "firstname", "lastname", "email"), "identity"),
    **dict.fromkeys(("emailaddress", "username", "contactid", "location", "customdata"), "identity"),
}
_NUMBERED = ("userid", "userno")
_SURE = 3


class _SmartSurvey:
    name = "smartsurvey"
    title = "SmartSurvey (CSV or XLSX with two header rows)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        if len(head) < 2 or squeezed(head[0][0]) not in _NUMBERED:
            return 0
        own = sum(
            squeezed(above) in SYSTEM and not below.strip() for above, below in zip(head[0], head[1], strict=False)
        )
        return 3 if own >= _SURE else 2 if own else 0

    def open(self, path: Path, opening: Opening) -> Export:
        grid = open_grid(path, opening)
        begin = begin_of(grid, headers=2)
        columns = columns_of(begin.rows[0], begin.rows[1], SYSTEM, begin.after(2))
        return export_of(grid, self.name, columns, begin.numbers[1] + 1, {"header rows": "2"})


READER = _SmartSurvey()
