"""The store: released cells and their words. Written once, by `disclosure`; read many times.

It is a folder of two files, `evidence.csv` and `story.json`. A notebook is given a slice of it: the
tables and words that its chapter may read, and nothing else, so that what it depends on is known.
"""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.model import CROSSED
from findings.consultation.names import ALL, FUNNEL, CellId, parse_cell, table_id
from findings.errors import ParameterError, Problem
from findings.evidence.cell import Cell, Measure, from_csv, to_csv
from findings.evidence.published import NO_CONTEXT
from findings.evidence.story import Story

CELLS_FILE = "evidence.csv"
STORY_FILE = "story.json"


@dataclass(frozen=True)
class Evidence:
    """An opened store.

    Parameters
    ----------
    story
        The words.
    cells
        The released cells by identifier, in the order of the tables.
    """

    story: Story
    cells: Mapping[str, Cell]

    def cell(self, identifier: str) -> CellView:
        """A cell, to be put into a sentence.

        Raises
        ------
        ParameterError
            If no declared table holds it.
        """
        if identifier not in self.cells:
            raise ParameterError([_undeclared("cell", identifier, self.cells)])
        return CellView(self, self.cells[identifier])

    def find(self, identifier: CellId) -> Cell | None:
        """A cell that may not exist (a percentage of an option that the base leaves out)."""
        return self.cells.get(identifier.text)

    def table(self, identifier: str) -> dict[CellId, Cell]:
        """The cells of a table, in order.

        Raises
        ------
        ParameterError
            If the table was not declared.
        """
        if identifier not in self.story.tables:
            raise ParameterError([_undeclared("table", identifier, self.story.tables)])
        return dict(self._by_table.get(identifier, {}))

    @functools.cached_property
    def _by_table(self) -> dict[str, dict[CellId, Cell]]:
        """The cells of each table: a chapter that reads every table asks for thousands of them."""
        tables: dict[str, dict[CellId, Cell]] = {}
        for cell in self.cells.values():
            tables.setdefault(cell.table, {})[cell.identifier] = cell
        return tables

    def breakdowns_of(self, question: str) -> tuple[str, ...]:
        """The breakdowns that the question's answers are shown by, in the order of the questionnaire."""
        declared = self.story.questionnaire.breakdowns
        return tuple(name for name in declared if table_id(question, name) in self.story.tables)

    def compared_groups(self, question: str) -> tuple[tuple[str, str], ...]:
        """Breakdown and level of all respondents (two empty texts), then of every group that is compared."""
        compared = [name for name in self.breakdowns_of(question) if self.story.questionnaire.breakdowns[name].compare]
        return (("", ""), *((name, level) for name in compared for level in self.levels(table_id(question, name))))

    def levels(self, identifier: str) -> tuple[str, ...]:
        """The groups of a table in their order, an empty text without a breakdown; not all of them together."""
        return tuple(dict.fromkeys(own.level for own in self.table(identifier) if own.level != ALL))


@dataclass(frozen=True)
class CellView:
    """A cell and the store that it stands in, so that a sentence can name its base and its percentage."""

    evidence: Evidence
    cell: Cell

    def sibling(self, option: str = "", measure: str = Measure.COUNT) -> Cell:
        """Another cell of the same question and group.

        Raises
        ------
        ParameterError
            If there is none.
        """
        own = self.cell.identifier
        wanted = CellId(own.asked, option or own.option, own.breakdown, own.level, measure, filter=own.filter)
        return self.evidence.cell(wanted.text).cell


def _undeclared(what: str, identifier: str, known: Iterable[str]) -> Problem:
    near = difflib.get_close_matches(identifier, list(known), n=3)
    return Problem(
        what,
        f"a {what} that this chapter was not given: the plan does not declare it, or the chapter does not read it",
        identifier,
        ", ".join(near),
        "Declare it in plan.yaml, or read another.",
    )


def store_files(story: Story, cells: Iterable[Cell]) -> dict[str, bytes]:
    """The files of a store, by name."""
    words = json.dumps(story.model_dump(mode="json"), indent=1, ensure_ascii=False)
    return {CELLS_FILE: to_csv(cells).encode("utf-8"), STORY_FILE: (words + "\n").encode("utf-8")}


def write_store(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a store's files.

    Raises
    ------
    FileExistsError
        If the folder holds a store already: it is written once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        with (folder / name).open("xb") as file:
            file.write(content)


def open_store(folder: str | Path) -> Evidence:
    """Open a store for reading.

    Parameters
    ----------
    folder
        The folder of the store, as a notebook's parameter `store` gives it.
    """
    folder = Path(folder)
    story = Story.model_validate_json((folder / STORY_FILE).read_text(encoding="utf-8"))
    cells = from_csv((folder / CELLS_FILE).read_text(encoding="utf-8"))
    return Evidence(story, {cell.cell: cell for cell in cells})


def sliced(
    evidence: Evidence,
    questions: Collection[str],
    sections: Collection[str],
    *,
    method: bool = False,
    whole: bool = False,
) -> dict[str, bytes]:
    """The files of `slice_of`."""
    own = slice_of(evidence, questions, sections, method=method, whole=whole)
    return store_files(own.story, own.cells.values())


def slice_of(
    evidence: Evidence,
    questions: Collection[str],
    sections: Collection[str],
    *,
    method: bool = False,
    whole: bool = False,
) -> Evidence:
    """A store with the tables and words of some questions only.

    Parameters
    ----------
    evidence
        The whole store.
    questions
        The questions whose tables are given; `funnel` among them gives the funnel. Questions that a
        breakdown is made of keep their labels.
    sections
        The sections whose titles are given.
    method
        Whether the limits, sources and purpose are given, which the method chapter tells.
    whole
        Whether what is told of the consultation as a whole is given: its purpose, what came in other ways than as a
        response, what others published around it, and the questions that were asked and are not counted.
    """
    story, kept = evidence.story, set(questions)
    questionnaire = story.questionnaire
    tables = tuple(table for table in story.tables if _question_of(table) in kept)
    shown_by = {name for table in tables if (name := table.partition(".by.")[2])}
    parts = shown_by | {part for name in shown_by for part in name.split(CROSSED)}
    breakdowns = {name: breakdown for name, breakdown in questionnaire.breakdowns.items() if name in parts}
    labelled = kept | {breakdown.question for breakdown in breakdowns.values()}
    own = {name: question for name, question in questionnaire.questions.items() if name in labelled}
    part = questionnaire.model_copy(
        update={
            "questions": own,
            "scales": {
                name: scale
                for name, scale in questionnaire.scales.items()
                if any(question.scale == name for question in own.values())
            },
            "profile": tuple(name for name in questionnaire.profile if name in kept),
            "sections": {name: section for name, section in questionnaire.sections.items() if name in sections},
            "breakdowns": breakdowns,
            "matrices": {
                name: matrix
                for name, matrix in questionnaire.matrices.items()
                if any(question.matrix == name for question in own.values())
            },
            "also_asked": questionnaire.also_asked if method or whole else {},
        }
    )
    cells = {name: cell for name, cell in evidence.cells.items() if cell.asked in kept}
    told: dict[str, object] = {} if method else {"limits": (), "sources": ()}
    if not (method or whole):
        told |= {"purpose": ""}
    told |= {"outlines": {name: areas for name, areas in story.outlines.items() if name in breakdowns}}
    told |= {
        "quotes": tuple(quote for quote in story.quotes if whole or quote.question in kept),
        "frames": {name: frame for name, frame in story.frames.items() if whole or name in kept},
        "unsure": {name: themes for name, themes in story.unsure.items() if whole or name in kept},
        "points": tuple(point for point in story.points if whole or set(point.sections) & set(sections)),
    }
    if not whole:
        # What submissions are called: the method tells how far those who coded them agree.
        told |= {"other_voices": {}, "submissions": story.submissions if method else {}, "principles": {}}
        told |= {"context": NO_CONTEXT}
    if FUNNEL not in kept:
        told |= {"channels": {}, "pooled_because": ""}
    return Evidence(story.model_copy(update={"questionnaire": part, "tables": tables, **told}), cells)


def _question_of(table: str) -> str:
    if ".by." not in table:
        return parse_cell(f"{table}#base").asked
    return parse_cell(f"{table}#base@x.y" if CROSSED in table else f"{table}#base@x").asked
