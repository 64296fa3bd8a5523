"""`codeframe.yaml` as the recount needs it: themes, what serves which question, what is counted of it.

Read by this room's own hands; docs/decisions/0028 says what follows from it, and `codedquestions` works it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from findings.audit.recount.yamlfile import Faults, Node, read_mapping
from findings.errors import VerificationFailed

CODEFRAME = "restricted/inputs/codeframe.yaml"
FIXED_CODES = {
    "outside": "Another point than those of the code frame",
    "no_content": "Nothing that answers the question",
    "set_aside": "Set aside, with a reason",
    "to_code": "Not coded yet",
}
OUTSIDE, TO_CODE = "outside", "to_code"


@dataclass(frozen=True)
class Theme:
    """A theme: what it is called, the theme that it is a part of, and the questions that it is kept to."""

    label: str
    under: str = ""
    questions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """What one version made of the names of the version before: old -> new."""

    names: Mapping[str, str]


@dataclass(frozen=True)
class Frame:
    """A code frame as it stands now, and how it came to that."""

    themes: Mapping[str, Theme]
    questions: tuple[str, ...]
    sentiment: bool
    together: bool
    together_of: tuple[str, ...]
    history: tuple[Change, ...]

    def serving(self, question: str) -> tuple[str, ...]:
        """The themes that may be given in answers to a question, in their order."""
        return tuple(name for name, own in self.themes.items() if not own.questions or question in own.questions)

    def whole_of(self, theme: str) -> str:
        """The theme that a theme is a part of, or itself."""
        return self.themes[theme].under or theme

    def present(self, code: str) -> frozenset[str]:
        """The codes that an old one may have become, whichever version it was given in.

        Examples
        --------
        >>> frame = Frame({"staffing": Theme("Staffing")}, (), False, False, (), (Change({"staff": "staffing"}),))
        >>> sorted(frame.present("staff")), sorted(frame.present("Staffing")), sorted(frame.present("gone"))
        (['staffing'], ['staffing'], [])
        """
        found = {name for name in self._named(code) if name in self.themes or name in FIXED_CODES}
        for first in range(len(self.history)):
            name = _plain(code)
            for change in self.history[first:]:
                name = change.names.get(name, name)
            found |= {name} & self.themes.keys()
        return frozenset(found)

    def _named(self, code: str) -> Iterator[str]:
        plain = _plain(code)
        for name, own in self.themes.items():
            if plain in {name, *map(_plain, (own.label, *own.also))}:
                yield name
        yield from (name for name, label in FIXED_CODES.items() if plain in (name, _plain(label)))


def _plain(text: str) -> str:
    """A text as people may write it in several ways: capital letters and spaces left out of account."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True)
class Submitted:
    """Letters, notes of events or petitions: the frame they are coded with, and where they were read."""

    name: str
    frame: str
    label: str
    unit: str
    file: str
    id_column: str
    text_column: str
    people_column: str
    bodies: frozenset[str] = frozenset()
    shown_as_counted: bool = False
    """Whether its counts may be small and shown, since none stands for a person."""


@dataclass(frozen=True)
class FreeText:
    """What `codeframe.yaml` says is counted."""

    frames: Mapping[str, Frame] = field(default_factory=dict)
    submissions: Mapping[str, Submitted] = field(default_factory=dict)
    principles: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def frame_of(self, question: str) -> Frame | None:
        """The frame that an open question or a kind of submissions is coded with."""
        if question in self.submissions:
            return self.frames.get(self.submissions[question].frame)
        return next((frame for frame in self.frames.values() if question in frame.questions), None)


def read_codeframe(path: Path) -> FreeText:
    """Read a run's `codeframe.yaml`; nothing where it has none.

    Raises
    ------
    VerificationFailed
        With everything that the recount needs and cannot find there.
    """
    if not path.is_file():
        return FreeText()
    content, faults = read_mapping(path), Faults(path.name)
    frames = {name: _frame(node, faults) for name, node in content.entries("frames", faults)}
    if not frames:
        faults.add("frames", "a code frame without themes")
    submissions = {
        name: Submitted(
            name,
            node.text("frame", ""),
            node.text("label", ""),
            node.text("unit", ""),
            node.text("file", "").rpartition("/")[2],
            node.text("id_column", "id"),
            node.text("text_column", "text"),
            node.text("people_column", ""),
            frozenset(_plain(body) for body in node.names("bodies", faults)),
            bool(node.text("shown_as_counted", "")),
        )
        for name, node in content.entries("submissions", faults)
    }
    principles = {
        name: (node.text("label", ""), node.names("themes", faults))
        for name, node in content.entries("principles", faults)
    }
    if faults.problems:
        raise VerificationFailed(faults.problems)
    return FreeText(frames, submissions, principles)


def _frame(node: Node, faults: Faults) -> Frame:
    themes = {
        name: Theme(
            theme.text("label", ""), theme.text("under", ""), theme.names("questions", faults),
            theme.names("also", faults),
        )
        for name, theme in node.entries("themes", faults)
    }  # fmt: skip
    for name, theme in themes.items():
        if theme.under and theme.under not in themes:
            faults.add(f"{node.place}.themes.{name}.under", "an unknown theme", theme.under)
    history = node.value("history") or []
    changes = [_change(Node(entry), faults) for entry in history if isinstance(entry, dict)]
    return Frame(
        themes,
        node.names("questions", faults),
        node.flag("sentiment", False),
        node.flag("together", False),
        node.names("together_of", faults),
        tuple(changes),
    )


def _change(node: Node, faults: Faults) -> Change:
    renamed, merged = node.child("renamed"), node.child("merged")
    names = {old: renamed.text(old, "") for old in renamed.own_keys}
    return Change(names | {old: new for new in merged.own_keys for old in merged.names(new, faults)})
