"""The rules of what `codeframe.yaml` says of files: those of codings and of submissions, and that each is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from findings.consultation.codeframe import FIXED_CODES, CodeFrame, CodingFile, FreeTextPlan
from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.frame_history import old_themes
from findings.consultation.yamlfile import KeyPath


def coding_file_faults(plan: FreeTextPlan, folder: Path | None) -> Iterator[Fault]:
    """Every broken rule of the files that a plan names; without a folder none is looked for."""
    first: dict[str, str] = {}
    for place, one in enumerate(plan.codings):
        keys: KeyPath = ("codings", place)
        frames = _frames_of(one, plan)
        yield from _question_is_coded(keys, one, plan)
        yield from _layout_is_said(keys, one)
        if one.version:
            for name, frame in frames.items():
                yield from _version_is_known(keys, one.version, name, frame, first)
        yield from _codes_stand(keys, one, list(frames.values()))
        if folder is not None:
            yield from _is_there((*keys, "file"), one.file, folder)
    for name, own in plan.submissions.items():
        if folder is not None:
            yield from _is_there(("submissions", name, "file"), own.file, folder)


def _frames_of(one: CodingFile, plan: FreeTextPlan) -> dict[str, CodeFrame]:
    """The frames that a file could be coded with: its question's, or of a file of several questions all."""
    own = plan.frame_of(one.question) if one.question else None
    return {name: frame for name, frame in plan.frames.items() if not one.question or frame is own}


def _question_is_coded(keys: KeyPath, one: CodingFile, plan: FreeTextPlan) -> Iterator[Fault]:
    known = [*plan.coded, *plan.submissions]
    if one.question and one.question not in known:
        what, do = "not a question or submissions that a frame serves", closest(one.question, known)
        yield Fault((*keys, "question"), what, one.question, ", ".join(known), do)
    elif not one.question and not one.question_column and len(known) > 1:
        what = "nothing says of which question these codings are"
        do = "Name 'question', or the column that tells it: 'question_column'."
        yield Fault(keys, what, one.file, ", ".join(known), do)
    elif one.question and one.question_column:
        what = "both 'question' and 'question_column'"
        yield Fault((*keys, "question_column"), what, one.question_column, do="Keep the one that is meant.")


def _layout_is_said(keys: KeyPath, one: CodingFile) -> Iterator[Fault]:
    if one.layout == "cell" and not one.separator.strip(" "):
        do = "Name what stands between several codes, for example ';'."
        yield Fault((*keys, "separator"), "nothing that divides the codes of a cell", repr(one.separator), do=do)


def _version_is_known(
    keys: KeyPath, version: str, name: str, frame: CodeFrame, first: dict[str, str]
) -> Iterator[Fault]:
    """A file's version is one of the history; the version before the first change has the name that files give it."""
    known = [frame.version, *(change.version for change in frame.history)]
    if version in known or (frame.history and first.setdefault(name, version) == version):
        return
    allowed = list(dict.fromkeys([*([first[name]] if name in first else []), *known[1:], frame.version]))
    do = closest(version, allowed) or f"Say in the history of frame '{name}' what changed since."
    yield Fault((*keys, "version"), f"no version of frame '{name}'", version, ", ".join(allowed), do)


def _codes_stand(keys: KeyPath, one: CodingFile, frames: Sequence[CodeFrame]) -> Iterator[Fault]:
    """What a file writes stands for a theme, one of the fixed codes, or with an empty text for none."""
    present = dict.fromkeys(theme for frame in frames for theme in frame.themes)
    past = dict.fromkeys(theme for frame in frames for theme in old_themes(frame)) if one.version else {}
    allowed = [*present, *(theme for theme in past if theme not in present), *FIXED_CODES]
    for text, theme in one.themes.items():
        if frames and theme and theme not in allowed:
            own = (*keys, "themes", text)
            yield Fault(own, "an unknown theme", theme, ", ".join(allowed), closest(theme, allowed))


def _is_there(keys: KeyPath, file: str, folder: Path) -> Iterator[Fault]:
    if not (folder / file).is_file():
        what = "the file is missing" if not (folder / file).is_dir() else "a folder, not a file"
        yield Fault(keys, what, file, do="Put it there, or correct its name, which is read from this folder.")
