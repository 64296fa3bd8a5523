"""Which files a run holds, from its plan: what is missing though no hash speaks of it, and what no run writes.

Whoever takes a file out of a run and out of its crate leaves hashes that are all right. So the list is made here a
second time, from the plan and the questionnaire.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from findings.audit.drafts import GUESSES
from findings.audit.manifest import files_of
from findings.audit.recount.codeframe import CODEFRAME, read_codeframe
from findings.audit.recount.codings import CODINGS, COMMENTS
from findings.audit.recount.keptcodings import SET_ASIDE
from findings.audit.recount.settings import CONSULTATION, PLAN, QUESTIONNAIRE, read_settings
from findings.audit.recount.submissions import SUBMISSIONS
from findings.audit.recount.weights import WEIGHTS
from findings.audit.recount.yamlfile import Faults, Node, read_mapping
from findings.audit.whole import CRATE
from findings.errors import Problem, VerificationFailed

_ALWAYS = (
    "board/easy_read.docx", "board/evidence.json", "board/evidence.schema.json", "board/evidence.xlsx",
    "public/evidence.csv", "public/manifest.json", "public/report.html", "public/report.pdf",
    "restricted/audit.html", "restricted/disclosure.csv", "restricted/inputs/requirements.lock",
    "restricted/ledger.csv", "restricted/lineage.json", "restricted/log.jsonl", "restricted/missing_characters.csv",
    "restricted/quarantine.csv", CRATE, CONSULTATION, QUESTIONNAIRE, PLAN,
)  # fmt: skip
_OF_RESPONSES = (
    "restricted/campaigns_found.yaml",
    "restricted/flags.csv",
    "restricted/responses.csv",
    "restricted/responses.parquet",
)
RESPONSES = "restricted/responses.parquet"
WITHDRAWN = "restricted/inputs/withdrawn.csv"
_COMMENTARY, _LANGUAGES = "restricted/inputs/commentary/", "restricted/inputs/languages/"
_FREE_TEXT = (CODEFRAME, CODINGS, COMMENTS, "restricted/quotes.csv")
"""What every run holds whose comments are coded."""
_OF_FREE_TEXT = (
    SET_ASIDE, "restricted/candidates.csv", "restricted/coding_told.csv", "restricted/coverage.csv",
    "restricted/disagreements.csv", "restricted/points.csv", SUBMISSIONS,
)  # fmt: skip
_FREE_TEXT_INPUTS = ("restricted/inputs/free_text/", "restricted/inputs/kept/")
_OF_READER = {
    "tally": ("restricted/tally.csv",),
    "responses": _OF_RESPONSES,
    "sources": _OF_RESPONSES,
}
_RELEASE = "00_release.ipynb"


def inventory_problems(run: Path) -> Iterator[Problem]:
    """The files that a run must hold and does not, and those that no run writes; nothing if its plan cannot be read."""
    try:
        due = _due(run)
    except VerificationFailed:
        # What cannot be read of the parameters is told by the recount.
        return
    there = set(files_of(run))
    # Only a drafted run has guesses, only some have commentary; that none was taken out is told by the run's name.
    due |= there & {GUESSES, WITHDRAWN} | {name for name in there if name.startswith((_COMMENTARY, _LANGUAGES))}
    if CODEFRAME in there and read_settings(run).respondents_only:
        # A look that shows no answers reads no comment: what coders sent stands among its inputs, and nothing of it.
        due |= {CODEFRAME} | {name for name in there if name.startswith(_FREE_TEXT_INPUTS)}
    elif CODEFRAME in there:
        # What coders, petitioners and clerks sent is as many files as they chose: the run's name tells of each.
        due |= {name for name in there if name in _OF_FREE_TEXT or name.startswith(_FREE_TEXT_INPUTS)}
        due |= {*_FREE_TEXT} if RESPONSES in due else {CODEFRAME}
        due |= {SUBMISSIONS} if any(_submitted(run)) else set()
    for name in sorted(due - there):
        yield Problem(name, "this file of the run is missing", do="Ask for the folder as the run left it.")
    for name in sorted(there - due):
        yield Problem(name, "a file that no run of this plan writes", do="Take it out.")


def _submitted(run: Path) -> Iterator[str]:
    """The kinds of submissions of which anything was received."""
    for name, own in read_codeframe(run / CODEFRAME).submissions.items():
        copies = sorted((run / "restricted/inputs/free_text").rglob(own.file)) if own.file else []
        if any(len(path.read_bytes().splitlines()) > 1 for path in copies):
            yield name


def _due(run: Path) -> set[str]:
    plan, questionnaire = read_mapping(run / PLAN), read_mapping(run / QUESTIONNAIRE)
    consultation = read_mapping(run / CONSULTATION)
    reader = consultation.child("data").text("reader", "")
    settings = read_settings(run)
    # A look while the consultation is open shows who responded: chapters of answers are left out.
    silent = settings.respondents_only
    sections = [] if silent else [name for name, _ in questionnaire.entries("sections", Faults(QUESTIONNAIRE))]
    due = {*_ALWAYS, *_OF_READER.get(reader, ()), *_beside(consultation, questionnaire)} | _of_notebook(_RELEASE, [""])
    due |= {WEIGHTS} if settings.sample is not None else set()
    for _, chapter in plan.entries("chapters", Faults(PLAN)):
        over = sections if chapter.text("for_each", "") else [""]
        if over and not (silent and chapter.flag("answers", False)):
            due |= _of_notebook(chapter.text("notebook", ""), over)
    return due


def _beside(consultation: Node, questionnaire: Node) -> Iterator[str]:
    """The code lists and boundaries that the questionnaire names, and what the consultation does: tables, languages."""
    for _, question in questionnaire.entries("questions", Faults(QUESTIONNAIRE)):
        if name := question.text("code_list", ""):
            yield f"restricted/inputs/code_lists/{name}.yaml"
    for language in consultation.names("languages", Faults(CONSULTATION)):
        yield f"public/report.{language}.html"
        yield f"board/easy_read.{language}.docx"
        yield f"restricted/untranslated.{language}.csv"
    for name in consultation.child("populations").own_keys:
        yield f"restricted/inputs/populations/{name}.csv"
    for name in consultation.child("context").child("tables").own_keys:
        yield f"restricted/inputs/context/{name}.csv"
    for name, breakdown in questionnaire.entries("breakdowns", Faults(QUESTIONNAIRE)):
        if breakdown.child("boundaries").own_keys:
            yield f"restricted/inputs/boundaries/{name}.geojson"


def _of_notebook(notebook: str, sections: list[str]) -> set[str]:
    """A notebook as written, and as executed: once, or once a section."""
    stem = PurePosixPath(notebook).stem
    executed = {f"restricted/notebooks/{stem}{f'_{section}' if section else ''}.ipynb" for section in sections}
    return {f"restricted/workflow/{notebook}", *executed}
