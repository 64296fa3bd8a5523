"""Headings within a letter or a note: the passages below one are about the proposal that it names.

A heading is a line by itself, the first of a passage. One that names no proposal of the questionnaire is no guess: the
passages below it are about none, and whoever runs the check is told.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.asked import Questionnaire
from findings.consultation.names import as_compared

HEADING = "a heading"
"""Why a passage that is a heading and nothing else is set aside."""
GENERAL = ("general", "in general", "all proposals", "other", "conclusion", "in conclusion", "summary")
"""Headings that end a section: what stands below is about whatever the whole submission is about."""
LONGEST = 90
_ALIKE = 0.8
_MARKS = " \t#*_"
_NUMBERED = re.compile(r"(?:\(?\d{1,2}[.)]\s*)(?P<name>\S.*)")
_PROPOSAL = re.compile(
    r"proposal(?:\s+(?:(?:no\.?|number)\s*)?\d{1,2}\s*(?:[:.)\u2013\u2014-]\s*)?|\s*[:\u2013\u2014-]\s*)(?P<name>.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Headed:
    """What stands over a passage.

    Parameters
    ----------
    sections
        The section that a heading names; none below one that names no proposal; None where no heading says.
    alone
        Whether the passage is a heading and nothing else.
    unknown
        The heading that it begins with, where that names no proposal.
    """

    sections: tuple[str, ...] | None = None
    alone: bool = False
    unknown: str = ""


def headed(parts: Sequence[str], names: Mapping[str, str], *, colon: bool = False) -> tuple[Headed, ...]:
    r"""What stands over each passage of a submission.

    Parameters
    ----------
    parts
        Its passages, in order.
    names
        Titles and names of sections as they are compared -> section; `section_names` makes them.
    colon
        Whether only a line with a colon at its end is a heading: in notes of events a title alone may be what was said.

    Examples
    --------
    >>> own = headed(["Dear Sir,", "The hub:", "It is far.", "Proposal: A tram\nNever."], {"the hub": "hub"})
    >>> [one.sections for one in own], [one.alone for one in own], own[3].unknown
    ([None, ('hub',), ('hub',), ()], [False, True, False, False], 'Proposal: A tram')
    """
    found: list[Headed] = []
    current: tuple[str, ...] | None = None
    for part in parts:
        first, _, rest = part.partition("\n")
        meant = _named(first, names, colon=colon)
        if meant is None:
            found.append(Headed(current))
            continue
        section, unknown = meant
        current = (section,) if section else () if unknown else None
        found.append(Headed(current, not rest.strip() and not unknown, unknown))
    return tuple(found)


def section_names(questionnaire: Questionnaire) -> dict[str, str]:
    """By name or title, as they are compared -> the section."""
    names = {as_compared(section.title): name for name, section in questionnaire.sections.items()}
    return names | {name: name for name in questionnaire.sections}


def unknown_headings(
    parts: Sequence[str], text: str, names: Mapping[str, str], *, colon: bool = False
) -> Iterator[tuple[int, str]]:
    """The line within a text, from 1, and the heading, of each that names no proposal."""
    lines = [line.strip() for line in text.splitlines()]
    after = 0
    for part, own in zip(parts, headed(parts, names, colon=colon), strict=True):
        first = part.partition("\n")[0]
        after = next((place for place in range(after, len(lines)) if lines[place] == first), after)
        if own.unknown:
            yield after + 1, own.unknown


def _named(line: str, names: Mapping[str, str], *, colon: bool) -> tuple[str, str] | None:
    """The section and, where there is none, the heading that names none; None for a line that is no heading."""
    bare = line.strip(_MARKS)
    ended = bare.endswith(":")
    if len(bare) > LONGEST or bare.endswith((".", "?", "!")) or (colon and not ended):
        return None
    proposal = _PROPOSAL.fullmatch(bare)
    numbered = _NUMBERED.fullmatch(bare)
    match = proposal or numbered
    name = as_compared((match["name"] if match else bare).rstrip(": ").strip(_MARKS))
    if name in names:
        return names[name], ""
    if name in GENERAL and (ended or proposal):
        return "", ""
    if proposal or (ended and difflib.get_close_matches(name, names, 1, _ALIKE)):
        return "", bare
    return None
