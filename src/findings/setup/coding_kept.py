"""What people coded, as `kept/codings/*.csv` has it row by row: read, changed for some comments, and put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from findings.consultation.asked import Questionnaire
from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.codeframe_file import CODINGS
from findings.consultation.kept_csv import unled
from findings.consultation.names import as_compared
from findings.evidence.csvtext import csv_text
from findings.freetext.called import question_names
from findings.freetext.coding import Coding
from findings.freetext.layouts.sheet import open_sheet
from findings.freetext.units import Units
from findings.freetext.write import CODINGS_HEAD, coding_row
from findings.intake.clean import clean
from findings.setup.coding_comments import Comment

EARLIER = "kept/earlier"
"""Each file as it was before rows of it were replaced. No run reads it."""
Owner = tuple[str, str, str]
"""Question, response and coder of a row."""


@dataclass
class KeptFile:
    """A file of codings: its headings, and each row with whose it is."""

    headings: list[str]
    rows: list[tuple[Owner, dict[str, str]]] = field(default_factory=list)

    def text(self) -> str:
        """The file's content."""
        return csv_text([self.headings, *([row.get(name, "") for name in self.headings] for _, row in self.rows)])

    def made(self, coding: Coding) -> tuple[Owner, dict[str, str]]:
        """A coding as a row under the headings of this file, which gets those that it lacks."""
        own = {as_compared(name): name for name in self.headings}
        self.headings += [name for name in CODINGS_HEAD if name not in own]
        cells = zip(CODINGS_HEAD, coding_row(coding), strict=True)
        return (coding.question, coding.unit, coding.coder), {own.get(name, name): cell for name, cell in cells}


@dataclass
class Kept:
    """Every file of codings beside the parameters, by its name.

    Parameters
    ----------
    folder
        That of the parameters.
    files
        As they are now; `put` changes them.
    changed
        Name -> whether rows that stood in the file were replaced; a file that is not named is as it was.
    """

    folder: Path
    files: dict[str, KeptFile]
    changed: dict[str, bool] = field(default_factory=dict)

    def put(self, coder: str, stem: str, new: Mapping[Comment, Sequence[Coding]]) -> None:
        """Put a coder's codings in the place of those that she gave to the same comments; others come last."""
        left = dict(new)
        for name, file in self.files.items():
            rows: list[tuple[Owner, dict[str, str]]] = []
            for owner, row in file.rows:
                comment = owner[:2]
                if comment in new and owner[2] == coder:
                    self.changed[name] = True
                    rows += [file.made(one) for one in left.pop(comment, ())]
                else:
                    rows.append((owner, row))
            file.rows = rows
        if left:
            # Names of files are not told apart by the case of their letters on every system.
            name = next((own for own in self.files if own.casefold() == f"{stem}.csv"), f"{stem}.csv")
            file = self.files.setdefault(name, KeptFile(list(CODINGS_HEAD)))
            file.rows += [file.made(one) for codings in left.values() for one in codings]
            self.changed.setdefault(name, False)

    def to_write(self) -> dict[Path, bytes]:
        """Each file that changed, and what those were whose rows were replaced."""
        found: dict[Path, bytes] = {}
        for name, replaced in self.changed.items():
            path = self.folder / CODINGS / name
            if replaced:
                found[self._earlier(path.stem)] = path.read_bytes()
            found[path] = self.files[name].text().encode("utf-8")
        return found

    def _earlier(self, stem: str) -> Path:
        """Where a file goes before it is changed: the next number, since the clock stays out."""
        begins = f"codings_{stem}_"
        numbers = [path.stem[len(begins) :] for path in (self.folder / EARLIER).glob(f"{begins}*.csv")]
        last = max((int(number) for number in numbers if number.isdigit()), default=0)
        return self.folder / EARLIER / f"{begins}{last + 1:04}.csv"


def read_kept(folder: Path, plan: FreeTextPlan, questionnaire: Questionnaire, units: Units) -> Kept:
    """The files of codings beside the parameters; `read_codings` has checked them.

    Raises
    ------
    InputRefused
        If one cannot be read at all.
    """
    names = question_names(plan, questionnaire)
    files = {path.name: _read(path, names, units) for path in sorted((folder / CODINGS).glob("*.csv"))}
    return Kept(folder, files)


def _read(path: Path, names: Mapping[str, str], units: Units) -> KeptFile:
    sheet = open_sheet(path, path.name)
    places = {name: sheet.place(name) for name in ("question", "response_id", "coder")}
    rows = []
    for _, cells in sheet.rows:
        question, unit, coder = (clean(cells[at]) if at is not None else "" for at in places.values())
        question = names.get(as_compared(question), question)
        found = units.look_up(unled(unit), question).unit or unit
        rows.append(((question, found, coder or path.stem), dict(zip(sheet.headings, cells, strict=True))))
    return KeptFile(list(sheet.headings), rows)


def restoring(files: Mapping[Path, bytes]) -> Callable[[], None]:
    """What puts files back as they are now."""
    before = {path: path.read_bytes() if path.is_file() else None for path in files}

    def restore() -> None:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)

    return restore
