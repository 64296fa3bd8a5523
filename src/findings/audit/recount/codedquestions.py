"""What is counted of coded free text, written again from docs/decisions/0028: questions made of the codes of coders."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from findings.audit.recount.codeframe import FIXED_CODES, Frame, FreeText
from findings.audit.recount.identifiers import BASE_ANSWERED
from findings.audit.recount.question import MULTIPLE, SINGLE, Question

THEMES, SENTIMENT, TOGETHER, PRINCIPLES, PEOPLE = "_themes", "_sentiment", "_together", "_principles", "_people"
WITH, FEWER, NO_PRINCIPLE = "_with_", "fewer", "no_principle"
KNOWN, UNKNOWN = "known", "unknown"
ANY_THEME = "net_any_theme"
_SENTIMENTS = {
    "positive": "Positive",
    "mixed": "Positive and negative",
    "neutral": "Neutral",
    "negative": "Negative",
    "unclear": "Not clear",
}


@dataclass(frozen=True)
class CodedQuestion:
    """A question that is counted of codes.

    Parameters
    ----------
    question
        As the recount counts it.
    of
        The open questions whose comments were coded; the name of the submissions.
    by
        What follows the name: `_themes` and others.
    labels
        Answer or net -> what it is called.
    title
        Where nobody was asked it as it stands: its wording, and its number if that is no question's.
    unit
        What is counted; an empty text for responses.
    """

    question: Question
    of: tuple[str, ...]
    by: str
    labels: Mapping[str, str]
    title: str = ""
    unit: str = ""


def of_question(name: str, free_text: FreeText, asked_if: Mapping[str, tuple[str, ...]]) -> Iterator[CodedQuestion]:
    """What is counted of the comments on an open question."""
    frame = free_text.frame_of(name)
    if frame is None or name in free_text.submissions:
        return
    yield _themes(name, (name,), frame, asked_if)
    if frame.sentiment:
        yield _coded(name, SENTIMENT, _SENTIMENTS, asked_if, kind=SINGLE)
    pairs = dict(_pairs(name, frame)) if frame.together else {}
    if pairs:
        yield _coded(name, TOGETHER, {**pairs, FEWER: "Fewer than two themes"}, asked_if)
    principles = {
        principle: label
        for principle, (label, themes) in free_text.principles.items()
        if set(themes) & frame.themes.keys()
    }
    if principles:
        yield _coded(name, PRINCIPLES, {**principles, NO_PRINCIPLE: "None of the principles"}, asked_if)


def of_section(section: str, title: str, names: Iterable[str], free_text: FreeText) -> CodedQuestion | None:
    """The themes of all open questions of a section that are coded with one frame, where they are several."""
    coded = [name for name in names if name not in free_text.submissions and free_text.frame_of(name) is not None]
    frame = free_text.frame_of(coded[0]) if coded else None
    own = tuple(name for name in coded if free_text.frame_of(name) is frame)
    return None if frame is None or len(own) < 2 else _themes(section, own, frame, {}, title)


def of_submissions(free_text: FreeText) -> Iterator[CodedQuestion]:
    """What is counted of letters, notes of events and petitions: their themes, and of how many people is known."""
    for name, own in free_text.submissions.items():
        frame = free_text.frame_of(name)
        if frame is not None:
            yield _themes(name, (name,), frame, {}, own.label, own.unit)
            if own.people_column:
                labels = {KNOWN: "Number of people known", UNKNOWN: "Number of people not known"}
                yield _coded(name, PEOPLE, labels, {}, kind=SINGLE, title=own.label, unit=own.unit)


def _themes(
    name: str,
    of: tuple[str, ...],
    frame: Frame,
    asked_if: Mapping[str, tuple[str, ...]],
    title: str = "",
    unit: str = "",
) -> CodedQuestion:
    serving = {theme for question in of for theme in frame.serving(question)}
    themes = [theme for theme in frame.themes if theme in serving]
    labels = {**{theme: frame.themes[theme].label for theme in themes}, **FIXED_CODES}
    nets = {
        f"net_{whole}": (whole, *parts)
        for whole in themes
        if not frame.themes[whole].under
        and (parts := tuple(theme for theme in themes if frame.themes[theme].under == whole))
    }
    told = {net: f"{frame.themes[theme].label}, with its parts" for net, (theme, *_) in nets.items()}
    nets[ANY_THEME], told[ANY_THEME] = tuple(themes), "A theme of the code frame"
    return _coded(name, THEMES, labels, asked_if, nets=nets, net_labels=told, of=of, title=title, unit=unit)


def _coded(
    name: str,
    by: str,
    labels: Mapping[str, str],
    asked_if: Mapping[str, tuple[str, ...]],
    *,
    kind: str = MULTIPLE,
    nets: Mapping[str, tuple[str, ...]] | None = None,
    net_labels: Mapping[str, str] | None = None,
    of: tuple[str, ...] = (),
    title: str = "",
    unit: str = "",
) -> CodedQuestion:
    options = tuple(labels)
    in_base = (BASE_ANSWERED,) if kind == MULTIPLE else options
    question = Question(
        name + by, options, nets or {}, "answered", in_base, (), asked_if, kind, asked_by_groups=by == THEMES
    )
    return CodedQuestion(question, of or (name,), by, {**labels, **(net_labels or {})}, title, unit)


def _pairs(name: str, frame: Frame) -> Iterator[tuple[str, str]]:
    for one, other in itertools.combinations(pairing(name, frame), 2):
        labels = frame.themes[one].label, frame.themes[other].label
        yield f"{one}{WITH}{other}", f"{labels[0]} with {_lowered(labels[1])}"


def pairing(name: str, frame: Frame) -> tuple[str, ...]:
    """The whole themes of which it is counted how often two are named together."""
    whole = tuple(theme for theme in frame.serving(name) if not frame.themes[theme].under)
    return tuple(theme for theme in whole if not frame.together_of or theme in frame.together_of)


def _lowered(label: str) -> str:
    """A label in the middle of a phrase; names and abbreviations stay as they are."""
    first, space, rest = label.partition(" ")
    return f"{first.lower()} {rest}" if first.istitle() and rest and space else label
