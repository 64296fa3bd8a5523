"""The steps of a run: what each reads, which decides whether it runs again, and what it makes.

A step reads files of steps before it and named parts of the project. Its key is the content of all
that; when the key is known, its outputs are taken from the cache.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.build import Parameters
from findings.consultation.editions import FULL
from findings.consultation.language import OWN, suffixed
from findings.errors import (
    ExitCode,
    FindingsError,
    InputRefused,
    NotebookFailed,
    ParameterError,
    Problem,
    ReleaseRefused,
)
from findings.evidence.store import Evidence, write_store
from findings.pipeline import pages
from findings.pipeline.fingerprint import of_bytes, of_file, of_rooms
from findings.pipeline.layout import Layout
from findings.pipeline.plan import RELEASE_NOTEBOOK, STORE, ChapterRun
from findings.pipeline.side import beside, warm
from findings.pipeline.slots import commentary_parts, files_for, with_commentary

Folders = Mapping[str, Path]
"""Step -> the folder of its outputs."""

RUNNER = "pipeline/kernel.py"
"""The code that runs a notebook and decides what its executed copy keeps."""

_TOLD_IN_WORDS = {error.__name__: error for error in (InputRefused, ParameterError, ReleaseRefused)}


@dataclass(frozen=True)
class Step:
    """One step of a consultation's run.

    Parameters
    ----------
    name
        Unique in the run; `release`, `chapter summary`, `report.html` ...
    needs
        The steps whose outputs it reads.
    reads
        From the outputs of those, the content that it depends on: a name a part -> a hash.
    make
        Fills a folder with its outputs.
    """

    name: str
    needs: tuple[str, ...]
    reads: Callable[[Folders], dict[str, str]]
    make: Callable[[Folders, Path], None]


@dataclass(frozen=True)
class Project:
    """What all steps of a consultation share."""

    layout: Layout
    parameters: Parameters
    chapters: tuple[ChapterRun, ...]

    @property
    def name(self) -> str:
        """The consultation's name, with the edition where it is not the full one."""
        edition = self.layout.edition
        return self.parameters.name if edition == FULL else f"{self.parameters.name}/{edition}"

    @property
    def translated(self) -> tuple[str, ...]:
        """The languages that the report is also made in."""
        return tuple(map(str, self.parameters.consultation.languages))

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages that the report is there in, that of its own words first."""
        return (OWN, *self.translated)

    @property
    def surroundings(self) -> dict[str, str]:
        """The parts that every step depends on: the exact versions of the packages, and Python."""
        version = ".".join(str(part) for part in sys.version_info[:3])
        return {"requirements.lock": of_file(self.layout.lock), "Python": f"{version} {sys.platform}"}


def steps_of(project: Project) -> list[Step]:
    """Every step of a run, in an order in which each stands after those that it needs."""
    chapters = [_chapter(project, chapter) for chapter in project.chapters]
    names = tuple(chapter.name for chapter in chapters)
    return [_release(project), *chapters, *_reports(project, names), _board(project)]


def _store(folders: Folders) -> Path:
    return folders["release"] / "store"


def _store_of(folders: Folders) -> Evidence:
    return pages.store_in(_store(folders))


def _release(project: Project) -> Step:
    parameters, layout = project.parameters, project.layout
    notebook = layout.notebooks / RELEASE_NOTEBOOK

    def reads(_: Folders) -> dict[str, str]:
        return {
            "data": parameters.data_hash,
            "channels": of_bytes("\n".join(parameters.counted).encode("utf-8")),
            "until": of_bytes(str(parameters.until).encode("utf-8")),
            **parameters.read_by_release,
            f"notebook {notebook.name}": of_file(notebook),
            **of_rooms("errors.py", "consultation", "evidence", "intake", "freetext"),
            **of_rooms("tabulation", "disclosure", RUNNER),
            **project.surroundings,
        }

    def make(_: Folders, folder: Path) -> None:
        warm()
        given = {
            "folder": str(parameters.folder),
            "plan": str(layout.common_plan),
            "edition": parameters.edition,
        }
        _run(project, notebook, given, folder, folder / "notebooks" / notebook.name)
        shown = {str(parameters.folder): f"params/{parameters.name}", str(layout.common_plan): "notebooks/plan.yaml"}
        _without_paths(folder / "notebooks" / notebook.name, shown)

    return Step("release", (), reads, make)


def _chapter(project: Project, chapter: ChapterRun) -> Step:
    def slice_of(folders: Folders) -> dict[str, bytes]:
        return files_for(chapter, project.parameters, _store_of(folders))

    def reads(folders: Folders) -> dict[str, str]:
        given = json.dumps(chapter.parameters, sort_keys=True).encode("utf-8")
        return {
            **{f"store {name}": of_bytes(content) for name, content in slice_of(folders).items()},
            **commentary_parts(chapter, project.parameters),
            f"notebook {chapter.notebook.name}": of_file(chapter.notebook),
            "notebook parameters": of_bytes(given),
            **of_rooms("errors.py", "consultation", "evidence", "exhibits", RUNNER),
            **project.surroundings,
        }

    def make(folders: Folders, folder: Path) -> None:
        from findings.pipeline.kernel import private_folder

        given = with_commentary(chapter, project.parameters, _store_of(folders))
        with private_folder() as place:
            write_store(place / STORE, given)
            _run(project, chapter.notebook, chapter.parameters, place, folder / "notebooks" / chapter.executed_name)

    return Step(f"chapter {chapter.id}", ("release",), reads, make)


def _reports(project: Project, chapters: tuple[str, ...]) -> list[Step]:
    def reads(folders: Folders) -> dict[str, str]:
        executed = {f"executed {path.name}": of_file(path) for path in _executed(project, folders)}
        return {
            **executed,
            "title and dates": of_bytes(_front_bytes(folders)),
            **of_rooms("errors.py", "consultation", "evidence", "exhibits", "publishing"),
            **project.surroundings,
        }

    def reads_attached(folders: Folders) -> dict[str, str]:
        store = _store(folders)
        return {**reads(folders), "evidence.csv": of_file(store / "evidence.csv"), "languages": _said(project, "")}

    def html(folders: Folders, folder: Path) -> None:
        beside(pages.html, _pairs(project, folders), _store(folders), folder / "report.html", project.languages)

    def pdf(folders: Folders, folder: Path) -> None:
        beside(pages.pdf, _pairs(project, folders), _store(folders), folder / "report.pdf")

    def audit(folders: Folders, folder: Path) -> None:
        release = (RELEASE_NOTEBOOK.removesuffix(".ipynb"), folders["release"] / "notebooks" / RELEASE_NOTEBOOK)
        beside(pages.audit, [release, *_pairs(project, folders)], _store(folders), folder / "audit.html")

    needs = ("release", *chapters)
    return [
        Step("report.html", needs, reads_attached, html),
        Step("report.pdf", needs, reads_attached, pdf),
        Step("audit.html", needs, reads_attached, audit),
        *(_translated(project, needs, language, reads_attached) for language in project.translated),
        *(_easy_read(project, language) for language in project.languages),
    ]


def _translated(
    project: Project, needs: tuple[str, ...], language: str, reads: Callable[[Folders], dict[str, str]]
) -> Step:
    """The page in another language, from the same executed notebooks."""

    def make(folders: Folders, folder: Path) -> None:
        own = dict(project.parameters.translations[language])
        page = folder / suffixed("report.html", language)
        chapters = _pairs(project, folders)
        beside(pages.translated, chapters, _store(folders), page, language, own, project.languages)

    def also_reads(folders: Folders) -> dict[str, str]:
        return {**reads(folders), "words of the consultation": _said(project, language)}

    return Step(suffixed("report.html", language), needs, also_reads, make)


def _easy_read(project: Project, language: str) -> Step:
    """The easy-read text for a person to finish; in another language from the same sentences."""

    def reads(folders: Folders) -> dict[str, str]:
        store = _store(folders)
        return {
            **{f"store {path.name}": of_file(path) for path in sorted(store.iterdir())},
            "words of the consultation": _said(project, language),
            **of_rooms("errors.py", "consultation", "evidence", "exhibits", "publishing"),
            **project.surroundings,
        }

    def make(folders: Folders, folder: Path) -> None:
        own = project.parameters.translations.get(language)
        path = folder / suffixed("easy_read.docx", language)
        beside(pages.easy_read, _store(folders), path, language, None if own is None else dict(own))

    return Step(suffixed("easy_read.docx", language), ("release",), reads, make)


def _said(project: Project, language: str) -> str:
    """A hash of the consultation's texts in a language; without one, of the languages that there are."""
    said = sorted(project.parameters.translations.get(language, {}).items()) if language else project.languages
    return of_bytes(repr(said).encode("utf-8"))


def _board(project: Project) -> Step:
    def reads(folders: Folders) -> dict[str, str]:
        store = _store(folders)
        return {
            **{f"store {path.name}": of_file(path) for path in sorted(store.iterdir())},
            **of_rooms("errors.py", "consultation", "evidence", "decision"),
            **project.surroundings,
        }

    def make(folders: Folders, folder: Path) -> None:
        beside(pages.board, _store(folders), folder)

    return Step("board", ("release",), reads, make)


def _run(project: Project, notebook: Path, given: Mapping[str, object], folder: Path, executed: Path) -> None:
    """Run a notebook in a folder; a failure is told in words, and its executed copy kept.

    Raises
    ------
    FindingsError
        The error that the notebook raised for a user's mistake, as it is; any other as `NotebookFailed`
        with notebook, cell, error and the place of the executed copy.
    """
    from findings.pipeline.kernel import CellError, run_notebook

    try:
        run_notebook(notebook, given, folder, executed)
    except CellError as error:
        if error.name in _TOLD_IN_WORDS:
            raise told_in_words(error.name, error.text) from None
        layout = project.layout
        kept = layout.cache / "failed" / project.parameters.name / layout.edition / executed.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(executed, kept)
        raise NotebookFailed(
            [
                Problem(
                    f"{notebook.name}, cell {error.cell}",
                    "the notebook stopped with an error",
                    f"{error.name}: {error.text}",
                    do=f"Open the executed copy: {_shown(kept, layout)}",
                )
            ]
        ) from None


def told_in_words(name: str, text: str) -> FindingsError:
    """The error of a user's mistake that a kernel raised, from its name and its message."""
    return _TOLD_IN_WORDS[name]((), text)


def exit_code(error: BaseException) -> ExitCode:
    """The exit code of a failure; any that is not told in words is a fault of ours."""
    return error.exit_code if isinstance(error, FindingsError) else ExitCode.FAULT


def _shown(path: Path, layout: Layout) -> str:
    """A path as messages show it: from the folder above the outputs."""
    return path.relative_to(layout.out.parent).as_posix()


def _executed(project: Project, folders: Folders) -> list[Path]:
    return [path for _, path in _pairs(project, folders)]


def _pairs(project: Project, folders: Folders) -> list[tuple[str, Path]]:
    """Each chapter's id and its executed notebook, in the order of the report."""
    return [
        (chapter.id.replace(":", "-"), folders[f"chapter {chapter.id}"] / "notebooks" / chapter.executed_name)
        for chapter in project.chapters
    ]


def _front_bytes(folders: Folders) -> bytes:
    story = _store_of(folders).story
    front = (
        story.title,
        story.organisation,
        story.purpose,
        story.opened,
        story.closed,
        story.published,
        story.language,
        str(story.source_kind),
    )
    return repr(front).encode("utf-8")


def _without_paths(executed: Path, shown: Mapping[str, str]) -> None:
    """Name the project's folders in an executed notebook as they stand in the project."""
    text = executed.read_text(encoding="utf-8")
    for path, name in shown.items():
        text = text.replace(json.dumps(path)[1:-1].replace("\\\\", "\\\\\\\\"), name).replace(path, name)
    executed.write_text(text, encoding="utf-8", newline="\n")
