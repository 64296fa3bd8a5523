"""The plan as data: the chapters of a consultation, each a notebook with its parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.build import Parameters
from findings.consultation.codeframe import AGREEMENT, CANDIDATES, THEMES
from findings.consultation.faults import closest
from findings.consultation.names import FUNNEL, POPULATION, SAMPLE
from findings.consultation.plan import Chapter, Reads
from findings.errors import ParameterError, Problem
from findings.pipeline.notebooks import parameter_problems, read_notebook, rule_problems

RELEASE_NOTEBOOK = "00_release.ipynb"
STORE = "store"


@dataclass(frozen=True)
class ChapterRun:
    """One notebook of the report to run.

    Parameters
    ----------
    id
        The chapter's name in the plan, with the section where it runs once a section.
    notebook
        The file.
    parameters
        What its parameters cell is given; `store` is the slice in the kernel's own folder.
    reads, section
        The part of the store that it is given.
    """

    id: str
    notebook: Path
    parameters: dict[str, object]
    reads: Reads
    section: str = ""

    @property
    def executed_name(self) -> str:
        """The name of the executed copy."""
        return f"{self.notebook.stem}_{self.section}.ipynb" if self.section else self.notebook.name

    def questions(self, parameters: Parameters) -> tuple[str, ...]:
        """The questions whose tables this chapter may read."""
        questionnaire = parameters.counting
        if self.reads is Reads.METHOD:
            return (SAMPLE, *_agreement(parameters))
        if self.reads is Reads.PROFILE:
            return (FUNNEL, POPULATION, *questionnaire.profile)
        if self.reads is Reads.SECTION:
            return questionnaire.sections[self.section].questions
        return (FUNNEL, POPULATION, *questionnaire.questions)

    def sections(self, parameters: Parameters) -> tuple[str, ...]:
        """The sections whose titles this chapter may read."""
        if self.reads is Reads.EVERYTHING:
            return tuple(parameters.counting.sections)
        return (self.section,) if self.section else ()


def _agreement(parameters: Parameters) -> Iterator[str]:
    """The coded questions with the tables of their themes, how far coders agree, and what a machine proposed."""
    plan = parameters.free_text
    for name in (*plan.coded, *plan.submissions) if plan is not None else ():
        yield from (name, name + THEMES, name + AGREEMENT, name + CANDIDATES)


def _sections(parameters: Parameters, chapter: Chapter) -> tuple[str, ...]:
    """The sections that a chapter tells, one a run."""
    every = parameters.counting.sections.items()
    return tuple(name for name, section in every if chapter.about in (None, section.about))


def _told_twice(parameters: Parameters, runs: list[ChapterRun]) -> Iterator[Problem]:
    """Two chapters that run one notebook for one section: their executed copies would have one name."""
    first: dict[str, str] = {}
    for run in runs:
        chapter = run.id.partition(":")[0]
        if run.executed_name in first:
            where = parameters.places["plan.yaml"].where(("chapters", chapter, "notebook"))
            what = f"a notebook that the chapter '{first[run.executed_name]}' runs already"
            of = f"{run.notebook.name}, section '{run.section}'" if run.section else run.notebook.name
            yield Problem(where, what, of, do="Let each say what it is about, or take one of them out.")
        first.setdefault(run.executed_name, chapter)


def chapter_runs(parameters: Parameters, notebooks: Path) -> list[ChapterRun]:
    """Every notebook that the plan wants run, in the order of the report.

    Raises
    ------
    ParameterError
        If a notebook is missing, breaks a rule, or is given parameters that it does not have.
    """
    problems: list[Problem] = []
    runs: list[ChapterRun] = []
    place = parameters.places["plan.yaml"]
    known = sorted(path.name for path in notebooks.glob("*.ipynb") if path.name != RELEASE_NOTEBOOK)
    for name, chapter in parameters.plan.chapters.items():
        if chapter.answers and not parameters.shows_answers:
            continue
        path = notebooks / chapter.notebook
        if chapter.notebook not in known:
            problems.append(
                Problem(
                    place.where(("chapters", name, "notebook")),
                    "no such notebook",
                    chapter.notebook,
                    ", ".join(known),
                    closest(chapter.notebook, known),
                )
            )
            continue
        if chapter.reads is Reads.SECTION and chapter.for_each != "section":
            problems.append(
                Problem(
                    place.where(("chapters", name, "reads")),
                    "a chapter that reads a section runs once a section",
                    do="Add 'for_each: section'.",
                )
            )
        notebook = read_notebook(path)
        problems += rule_problems(notebook, published=True)
        sections = _sections(parameters, chapter) if chapter.for_each else ("",)
        for section in sections:
            given: dict[str, object] = {"store": STORE, **({"section": section} if section else {})}
            given |= chapter.parameters
            chapter_id = f"{name}:{section}" if section else name
            runs.append(ChapterRun(chapter_id, path, given, chapter.reads, section))
        if sections:
            problems += parameter_problems(notebook, runs[-1].parameters, place.where(("chapters", name, "parameters")))
    problems += _told_twice(parameters, runs)
    release = notebooks / RELEASE_NOTEBOOK
    problems += rule_problems(read_notebook(release), published=False)
    if problems:
        raise ParameterError(problems)
    return runs
