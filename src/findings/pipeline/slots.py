"""The parts of a report for which people write: which chapter shows which, and what may be read there."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from findings.consultation.build import Parameters
from findings.consultation.commentary import SECTION, file_of
from findings.consultation.commentary_file import SlotFile
from findings.consultation.faults import closest
from findings.consultation.plan import Reads
from findings.errors import ParameterError, Problem
from findings.evidence.cell import from_csv
from findings.evidence.store import Evidence, slice_of, store_files
from findings.evidence.story import tell
from findings.pipeline.fingerprint import of_bytes
from findings.pipeline.plan import ChapterRun

if TYPE_CHECKING:
    from findings.exhibits.written import Reader

_SHOWS = "*commentary(evidence"
_NUMBER = re.compile(r"^\d+_")


def slot_of(chapter: ChapterRun) -> str:
    """The slot that a chapter's notebook shows: of its section, or by the notebook's own name; or an empty text."""
    if _SHOWS not in chapter.notebook.read_text(encoding="utf-8"):
        return ""
    return f"{SECTION}{chapter.section}" if chapter.section else _NUMBER.sub("", chapter.notebook.stem)


def slots(parameters: Parameters, chapters: Iterable[ChapterRun]) -> dict[str, ChapterRun]:
    """Slot -> the chapter that shows it, in the order of the report.

    Raises
    ------
    ParameterError
        If something was written for a slot that no chapter of this edition shows.
    """
    shown = {slot: chapter for chapter in chapters if (slot := slot_of(chapter))}
    problems = [
        Problem(
            file.places.path,
            "written for a part of the report that no chapter of the plan shows",
            file_of(slot),
            ", ".join(file_of(each) for each in shown) or "none",
            closest(file_of(slot), [file_of(each) for each in shown])
            or "Take it away, or add the chapter to plan.yaml.",
        )
        for slot, file in parameters.commentary.items()
        if slot not in shown
    ]
    if problems:
        raise ParameterError(problems)
    return shown


def slice_for(chapter: ChapterRun, parameters: Parameters, evidence: Evidence) -> Evidence:
    """The slice of the store that a chapter is given, without what people wrote."""
    method, whole = (chapter.reads is reads for reads in (Reads.METHOD, Reads.EVERYTHING))
    questions, sections = chapter.questions(parameters), chapter.sections(parameters)
    return slice_of(evidence, questions, sections, method=method, whole=whole)


def files_for(chapter: ChapterRun, parameters: Parameters, evidence: Evidence) -> dict[str, bytes]:
    """The files of that slice."""
    own = slice_for(chapter, parameters, evidence)
    return store_files(own.story, own.cells.values())


def with_commentary(chapter: ChapterRun, parameters: Parameters, evidence: Evidence) -> dict[str, bytes]:
    """The files of the slice with what people wrote for the chapter's slot.

    Raises
    ------
    ParameterError
        With everything that is wrong in it, each at its file, line and column.
    """
    slot = slot_of(chapter)
    file = parameters.commentary.get(slot)
    if file is None:
        return files_for(chapter, parameters, evidence)
    written = {slot: tuple(paragraph.printed for paragraph in file.said.paragraphs)}
    told = replace(evidence, story=evidence.story.model_copy(update={"commentary": written}))
    own = slice_for(chapter, parameters, told)
    problems = problems_in(file, reader_of(own, evidence))
    if problems:
        raise ParameterError(problems)
    return store_files(own.story, own.cells.values())


def commentary_parts(chapter: ChapterRun, parameters: Parameters) -> dict[str, str]:
    """What a chapter's step reads of commentary: a part with the file's name, of what it prints."""
    file = parameters.commentary.get(slot_of(chapter))
    if file is None:
        return {}
    printed = [paragraph.printed.model_dump(mode="json") for paragraph in file.said.paragraphs]
    return {f"commentary {file.path.name}": of_bytes(json.dumps(printed).encode("utf-8"))}


def evidence_of_run(parameters: Parameters, run: Path) -> Evidence:
    """The released cells of a complete run, with the words that the parameters have for them now."""
    text = (run / "public" / "evidence.csv").read_text(encoding="utf-8")
    cells = {cell.cell: cell for cell in from_csv(text)}
    tables = tuple(dict.fromkeys(cell.table for cell in cells.values()))
    kind = next(iter(cells.values())).source_kind
    story = tell(
        parameters.consultation,
        parameters.counting,
        kind,
        tables,
        draft=parameters.draft,
        counted=parameters.counted,
        until=parameters.until,
    )
    return Evidence(story, cells)


def readers(
    parameters: Parameters, chapters: Iterable[ChapterRun], evidence: Evidence, of: Collection[str] | None = None
) -> dict[str, Reader]:
    """Slot -> what its paragraphs are read with: of every slot, or of some alone."""
    return {
        slot: reader_of(slice_for(chapter, parameters, evidence), evidence)
        for slot, chapter in slots(parameters, chapters).items()
        if of is None or slot in of
    }


def reader_of(own: Evidence, whole: Evidence) -> Reader:
    """What the paragraphs of a slot are read with, from its slice and the whole store."""
    from findings.exhibits.written import Reader

    return Reader(own, frozenset(whole.cells))


def problems_in(file: SlotFile, reader: Reader) -> list[Problem]:
    """Everything that is wrong in a file of commentary."""
    problems: list[Problem] = []
    for number, paragraph in enumerate(file.said.paragraphs):
        faults = reader.prose(paragraph).faults
        # A cell that is misspelt leaves its value without a cell, which need not be told too.
        problems += [file.problem(number, fault) for fault in faults] or file.unnamed(number)
    return problems
