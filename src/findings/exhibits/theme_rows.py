"""The themes of a coded question in the order in which they are told, and the rows that they make in a table."""

from __future__ import annotations

from dataclasses import dataclass

from findings.consultation.codeframe import FIXED_CODES, Polarity
from findings.consultation.counted_codes import ANY_THEME
from findings.consultation.names import BASE, CellId
from findings.evidence.store import Evidence
from findings.exhibits.coded import frame_of
from findings.exhibits.model import Line
from findings.exhibits.rows import Told
from findings.exhibits.wording import label, words

PART = "part"
"""The kind of row that a part of a theme is."""
WITH_A_THEME = f"net_{ANY_THEME}"


@dataclass(frozen=True)
class WholeTheme:
    """A theme that is no part of another, as a report tells it.

    Parameters
    ----------
    theme
        Its name in the code frame.
    option
        What counts it: with its parts, where it has some.
    polarity
        How whoever names it stands to what is asked about.
    parts
        What counts it without a part and each of its parts, most named first; nothing for a theme without parts.
    """

    theme: str
    option: str
    polarity: Polarity
    parts: tuple[str, ...]


def whole_themes(evidence: Evidence, question: str) -> list[WholeTheme]:
    """The themes that somebody named, most named first; a count that is hidden stands behind those that are shown."""
    frame = frame_of(evidence, question)
    if frame is None:
        return []
    found = []
    for name in frame.whole:
        net = f"net_{name}"
        option = net if _counted(evidence, question, net) else name
        if not _counted(evidence, question, option) or is_nobody(evidence, question, option):
            continue
        own = (name, *frame.parts_of(name)) if option == net else ()
        parts = [part for part in own if _counted(evidence, question, part) and not is_nobody(evidence, question, part)]
        parts.sort(key=lambda part: _place(evidence, question, part))
        found.append(WholeTheme(name, option, frame.themes[name].polarity, tuple(parts)))
    return sorted(found, key=lambda theme: _place(evidence, question, theme.option))


def nobody_named(evidence: Evidence, question: str) -> list[str]:
    """The labels of the themes that nobody named, in the order of the frame."""
    frame = frame_of(evidence, question)
    named = frame.themes if frame is not None else ()
    return [
        evidence.story.option_label(question, theme)
        for theme in named
        if _counted(evidence, question, theme) and is_nobody(evidence, question, theme)
    ]


def theme_rows(evidence: Evidence, question: str) -> list[Told]:
    """A row for each theme that somebody named, its parts below it."""
    rows = []
    for theme in whole_themes(evidence, question):
        rows.append(Told(theme.option, "option", label(evidence.story.option_label(question, theme.option))))
        for part in theme.parts:
            rows.append(Told(part, PART, part_name(evidence, question, part, theme)))
    return rows


def part_name(evidence: Evidence, question: str, part: str, theme: WholeTheme) -> Line:
    """What a part is called below its theme; what names the theme and none of its parts is told as such."""
    name = (*words("– "), *label(evidence.story.option_label(question, part)))
    return (*name, *words(", in general")) if part == theme.theme else name


def fixed_rows(evidence: Evidence, question: str) -> list[Told]:
    """A row for each other thing that a comment may be, where a comment is."""
    return [
        Told(code, "missing", label(evidence.story.option_label(question, code)))
        for code in FIXED_CODES
        if _counted(evidence, question, code) and not is_nobody(evidence, question, code)
    ]


def table_rows(evidence: Evidence, question: str) -> list[Told]:
    """The rows of a table by group: themes, what is none, the base."""
    base = Told(BASE, "base", label(evidence.story.option_label(question, BASE)))
    return [*theme_rows(evidence, question), *fixed_rows(evidence, question), base]


def is_nobody(evidence: Evidence, question: str, option: str) -> bool:
    """Whether it can be seen that nobody's comment has a code."""
    cell = evidence.find(CellId(question, option))
    return cell is not None and cell.visible and cell.number == 0


def _counted(evidence: Evidence, question: str, option: str) -> bool:
    return evidence.find(CellId(question, option)) is not None


def _place(evidence: Evidence, question: str, option: str) -> tuple[bool, int]:
    """Largest first; what is hidden last, whatever it is."""
    cell = evidence.find(CellId(question, option))
    return (False, -cell.number) if cell is not None and cell.visible else (True, 0)
