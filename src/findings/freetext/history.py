"""Codes as files write them -> themes of the present code frame, through its history.

A theme that was renamed or merged is carried forward. One that was split or removed cannot be: what was coded with it
has to be coded again, and the old code is kept in the note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.codeframe import FIXED_CODES, CodeFrame, FrameChange
from findings.consultation.frame_history import old_names, standing
from findings.consultation.names import as_compared
from findings.intake.clean import clean


@dataclass(frozen=True)
class Became:
    """What a code is in the present frame.

    Parameters
    ----------
    code
        A theme of the present frame or one of the fixed codes; empty where it has to be coded again.
    old
        What it was called, where the history changed it.
    why
        What became of it, where it has to be coded again.
    """

    code: str
    old: str = ""
    why: str = ""


def carried(name: str, changes: Iterable[FrameChange]) -> Became:
    """A theme brought forward through changes, the oldest first.

    Examples
    --------
    >>> from datetime import date
    >>> change = FrameChange(version="2", on=date(2024, 4, 2), why="Too wide.",
    ...                      renamed={"staff": "staffing"}, split={"travel": ("buses", "parking")})
    >>> carried("staff", [change]).code, carried("cost", [change]).code
    ('staffing', 'cost')
    >>> carried("travel", [change])
    Became(code='', old='travel', why='split into buses and parking in version 2')
    """
    now = name
    for change in changes:
        merged = next((target for target, sources in change.merged.items() if now in sources), "")
        if now in change.split:
            targets = [*change.split[now]]
            into = " and ".join([", ".join(targets[:-1]), targets[-1]]) if len(targets) > 1 else targets[0]
            return Became("", name, f"split into {into} in version {change.version}")
        if now in change.removed:
            return Became("", name, f"removed in version {change.version}")
        now = change.renamed.get(now) or merged or now
    return Became(now, name if now != name else "")


class Codes:
    """What the texts of a file stand for in a code frame.

    Parameters
    ----------
    frame
        The present code frame.
    themes
        Texts of the file -> theme of the version that it was coded with; an empty text for what is no code.
    version
        The version that the file was coded with; empty for the present one.
    by_date
        Whether a code with a date before a change was given under the version before it, as in the files that people
        keep through all versions.
    """

    def __init__(
        self, frame: CodeFrame, themes: Mapping[str, str] | None = None, version: str = "", by_date: bool = False
    ) -> None:
        self.frame = frame
        self.version = version or frame.version
        self._by_date = by_date and not version
        self._mapped = {_key(text): theme for text, theme in (themes or {}).items()}
        self._present = _texts(frame)
        versions = [change.version for change in frame.history]
        # The version before the first change has whatever name the files give it.
        first = versions.index(self.version) + 1 if self.version in versions else 0
        self._since = frame.history[first:] if self.version != frame.version else ()
        self._then = {_key(name): name for name in standing(frame)[first]} if self._since else {}
        self._olds = {_key(name): name for change in frame.history for name in old_names(change)}

    def knows(self, text: str) -> bool:
        """Whether a text stands for a code, or for what is none."""
        key = _key(text)
        return key in self._mapped or key in self._present or key in self._then or key in self._olds

    def left_out(self, text: str) -> bool:
        """Whether `themes` says that a text is no code."""
        return self._mapped.get(_key(text)) == ""

    def read(self, text: str, date: str = "") -> Became | None:
        """What a text is in the present frame, given on an ISO date; None where nothing says so."""
        key = _key(self._mapped.get(_key(text)) or text)
        present = self._present.get(key, "")
        if self._since:
            then = self._then.get(key) or (present if present in self._then.values() else "")
            if then:
                return carried(then, self._since)
        elif present and self._by_date and date:
            return carried(present, [change for change in self.frame.history if change.on.isoformat() > date])
        if present:
            return Became(present)
        old = self._olds.get(key, "")
        return carried(old, self._changes_since_last(old)) if old else None

    def _changes_since_last(self, old: str) -> Sequence[FrameChange]:
        """The changes from the last that did away with a theme of this name."""
        places = [place for place, change in enumerate(self.frame.history) if old in old_names(change)]
        return self.frame.history[places[-1] :]

    @property
    def allowed(self) -> tuple[str, ...]:
        """The codes that may be given now."""
        return (*self.frame.themes, *FIXED_CODES)


def _texts(frame: CodeFrame) -> dict[str, str]:
    """Text as compared -> code, by names, labels and other spellings."""
    texts = {_key(text): code for code, label in FIXED_CODES.items() for text in (code, label)}
    for name, theme in frame.themes.items():
        for text in (name, theme.label, *theme.also):
            texts.setdefault(_key(text), name)
    return texts


def _key(text: str) -> str:
    return as_compared(clean(text))
