"""From a file to a folder of parameters that can be run as it is."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.guesses import Guess, Guesses, Sure
from findings.consultation.model import Kind
from findings.draft import nouns
from findings.draft.proposal import Proposal, propose
from findings.draft.texts import clean
from findings.draft.write import NO_DATE, consultation_of, files_of, write
from findings.errors import ParameterError, Problem
from findings.intake.export import Opening
from findings.intake.formats import open_export


@dataclass(frozen=True)
class Drafted:
    """What was drafted.

    Parameters
    ----------
    files
        The files that were written.
    guesses
        Everything that was guessed.
    told
        Lines for the analyst.
    """

    files: tuple[Path, ...]
    guesses: Guesses
    told: tuple[str, ...]


def draft(file: Path, folder: Path, opening: Opening | None = None) -> Drafted:
    """Draft a parameter folder from a survey file.

    Parameters
    ----------
    file
        The file as the survey tool wrote it; it stays where it is.
    folder
        The parameter folder, for example `params/parking`; made if it is not there.
    opening
        How the file is to be opened, where that is not to be found out.

    Raises
    ------
    ParameterError
        If the folder holds files already: nothing is overwritten.
    InputRefused
        If the file cannot be read, or holds nothing that could be counted.
    """
    file, folder = Path(file), Path(folder)
    opening = opening or Opening()
    _refuse_files(folder)
    export = open_export(file, opening)
    proposal = propose(export)
    content = consultation_of(proposal, export, opening, _title(file), _relative(file, folder))
    guesses = Guesses(drafted_from=file.name, guesses={**_about_file(proposal, export.format), **proposal.guesses})
    written = write(folder, files_of(content, proposal, guesses))
    return Drafted(tuple(written), guesses, tuple(_told(proposal, guesses, export.format, file, folder)))


def _refuse_files(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "the folder holds files already" if folder.is_dir() else "this is a file, not a folder"
        do = "Name a new folder: nothing is overwritten."
        found = ", ".join(sorted(path.name for path in folder.iterdir())[:5]) if folder.is_dir() else ""
        raise ParameterError([Problem(folder.as_posix(), what, found, do=do)])


def _relative(file: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:
        # On Windows, another drive has no relative path.
        return file.resolve().as_posix()


def _title(file: Path) -> str:
    """The file's name as words, in the letters that it is written in: only a plain word becomes a first word."""
    title = clean(file.stem.replace("_", " ").replace("-", " ")) or "A consultation"
    first = title.split()[0]
    return title[:1].upper() + title[1:] if first.isalpha() and first.islower() and len(first) > 3 else title


def _about_file(proposal: Proposal, format: str) -> dict[str, Guess]:
    told = {
        "data.format": nouns.guess(
            f"a file of the format '{format}'", sure=Sure.LIKELY, because="Its layout is that of this format."
        )
    }
    because = (
        "The first and the last day in that column."
        if proposal.first
        else f"No column says it in one order alone; {NO_DATE.isoformat()} stands in its place."
    )
    told["consultation.dates"] = nouns.guess(
        f"opened {proposal.first or NO_DATE}, closed {proposal.last or NO_DATE}",
        sure=Sure.LIKELY if proposal.first else Sure.UNSURE,
        because=because,
    )
    return told


def _told(proposal: Proposal, guesses: Guesses, format: str, file: Path, folder: Path) -> list[str]:
    asked = proposal.questionnaire
    told = set(asked.told)
    counted = Counter(str(question.kind) for question in asked.questions.values())
    counted.update(str(question.kind) for name, question in asked.also_asked.items() if name in told)
    kept = Counter(str(question.kind) for name, question in asked.also_asked.items() if name not in told)
    sure = Counter(guess.sure for guess in guesses.guesses.values())
    lines = [
        f"{file.name}: {proposal.rows} rows, read as '{format}'",
        f"{counted.total()} questions to be counted: {_listed(counted)}"
        + (f"; kept and not counted: {_listed(kept)}" if kept else "")
        + (f"; breakdowns: {', '.join(asked.breakdowns)}" if asked.breakdowns else ""),
    ]
    if proposal.never_read:
        lines.append(f"never read, since they could say who someone is: {', '.join(proposal.never_read)}")
    lines.append(
        f"{len(guesses.guesses)} guesses: {sure[Sure.CERTAIN]} certain, {sure[Sure.LIKELY]} likely, "
        f"{sure[Sure.UNSURE]} unsure; they stand in {folder.name}/guesses.yaml"
    )
    return lines


def _listed(kinds: Counter[str]) -> str:
    return ", ".join(f"{kinds[kind]} {kind}" for kind in Kind if kinds[kind])
