"""The files of a consultation's commentary read, each with the place of what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from findings.consultation.commentary import (
    COPIES,
    FOLDER,
    METHOD,
    SECTION,
    SUMMARY,
    WHO_RESPONDED,
    Commentary,
    file_of,
    slot_of,
)
from findings.consultation.commentary_text import TextFault, bound_in, one_line
from findings.consultation.editions import FULL
from findings.consultation.faults import closest, problems_of
from findings.consultation.yamlfile import YamlFile, read_yaml
from findings.errors import Problem


@dataclass(frozen=True)
class SlotFile:
    """What was written for a slot of an edition, and where it stands.

    Parameters
    ----------
    slot, edition
        For which part of which report.
    path
        The file.
    said
        What it says.
    places
        Where each value stands.
    text
        The file as it is written.
    """

    slot: str
    edition: str
    path: Path
    said: Commentary
    places: YamlFile
    text: str

    @property
    def copy(self) -> str:
        """The name that a run's copy has."""
        edition = "" if self.edition == FULL else f"{self.edition}/"
        return f"{COPIES}/{edition}{self.path.name}"

    def problem(self, number: int, fault: TextFault) -> Problem:
        """A fault of a paragraph's text, told at its file, line and column."""
        return Problem(self._where(number, fault), fault.what, fault.found, fault.allowed, fault.do)

    def unnamed(self, number: int) -> list[Problem]:
        """The values of then of numbers that a paragraph's text does not name."""
        paragraph = self.said.paragraphs[number]
        names = [bound.name for bound in bound_in(one_line(paragraph.text))]
        what = "a value of a number that the text does not name"
        return [
            Problem(
                self.places.where(("paragraphs", number, "when_written", name)),
                what,
                name,
                ", ".join(names),
                closest(name, names) or "Take it out.",
            )
            for name in paragraph.when_written
            if name not in names
        ]

    def _where(self, number: int, fault: TextFault) -> str:
        keys = ("paragraphs", number, "text")
        place = self.places.where(keys)
        line, column = self.places.places.get(keys, (0, 0))
        wanted = fault.found.removesuffix("…").split(" ")[0]
        if not line or not wanted:
            return place
        # A text may be folded over lines: what is wrong is searched for from where the text begins, and counted, since
        # the same may stand in it twice.
        said = one_line(self.said.paragraphs[number].text)
        before = said.count(wanted, 0, fault.at)
        lines = self.text.splitlines(keepends=True)
        start = sum(map(len, lines[: line - 1])) + column - 1
        for _ in range(before + 1):
            found = self.text.find(wanted, start)
            if found < 0:
                return place
            start = found + 1
        line, column = self.text.count("\n", 0, found) + 1, found - self.text.rfind("\n", 0, found)
        return f"{self.places.path}, line {line}, column {column} ({'.'.join(map(str, keys))})"


Files = Mapping[str, Mapping[str, SlotFile]]
"""Edition -> slot -> its file."""


def read_commentary(
    folder: Path, sections: Mapping[str, object], editions: Sequence[str]
) -> tuple[dict[str, dict[str, SlotFile]], list[Problem]]:
    """Every file of commentary of a consultation, and every problem of all of them.

    Parameters
    ----------
    folder
        The consultation's.
    sections
        The sections of its questionnaire by name.
    editions
        The editions that it has, or may have.
    """
    place = folder / FOLDER
    files: dict[str, dict[str, SlotFile]] = {}
    problems: list[Problem] = []
    if not place.is_dir():
        return files, problems
    for path in sorted(place.iterdir()):
        if path.is_dir():
            shown = f"{folder.name}/{FOLDER}/{path.name}"
            if path.name == FULL or path.name not in editions:
                allowed = ", ".join(name for name in editions if name != FULL)
                do = f"The full edition's files lie in {FOLDER} itself."
                problems.append(Problem(shown, "a folder for an edition that there is not", path.name, allowed, do))
                continue
            for file in sorted(path.iterdir()):
                _add(file, f"{shown}/{file.name}", path.name, sections, files, problems)
        else:
            _add(path, f"{folder.name}/{FOLDER}/{path.name}", FULL, sections, files, problems)
    return files, problems


def _add(
    path: Path,
    shown: str,
    edition: str,
    sections: Mapping[str, object],
    files: dict[str, dict[str, SlotFile]],
    problems: list[Problem],
) -> None:
    if path.name.startswith((".", "~")):
        # What editors and file systems leave.
        return
    slot = slot_of(path.name)
    if not slot or (slot.startswith(SECTION) and slot.removeprefix(SECTION) not in sections):
        # Whether the report has another part of this name, its plan says (`findings.pipeline.slots`).
        names = [file_of(slot) for slot in (SUMMARY, WHO_RESPONDED, *(f"{SECTION}{name}" for name in sections), METHOD)]
        what = "no part of the report has a file of this name"
        problems.append(Problem(shown, what, path.name, ", ".join(names), closest(path.name, names)))
        return
    file, found = read_slot(path, shown, slot, edition)
    problems += found
    if file is not None:
        files.setdefault(edition, {})[slot] = file


def read_slot(path: Path, shown: str, slot: str, edition: str) -> tuple[SlotFile | None, list[Problem]]:
    """One file of commentary; its faults are returned, not raised."""
    places = read_yaml(path, shown_as=shown)
    problems = list(places.problems)
    if places.content is None:
        return None, problems
    try:
        said = Commentary.model_validate(places.content)
    except ValidationError as error:
        told = {problem.where for problem in problems}
        found = problems_of(error, places, Commentary)
        return None, problems + [problem for problem in found if problem.where not in told]
    text = path.read_text(encoding="utf-8-sig")
    file = SlotFile(slot, edition, path, said, places, text)
    problems += [
        Problem(places.where(("paragraphs", number, "text")), "an empty text", do="Fill it in.")
        for number, paragraph in enumerate(said.paragraphs)
        if not one_line(paragraph.text)
    ]
    return (None if problems else file), problems
