"""The chapter on points raised: every argument that anybody made, by proposal and never by how many made it."""

from __future__ import annotations

from dataclasses import replace

from findings.evidence.quote import Point
from findings.evidence.store import Evidence
from findings.exhibits.coded import part_of
from findings.exhibits.model import Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.wording import cell_span, label, parameter, words

TOLD = (
    "Every point that was put is listed, by proposal and in the order of the register, whoever put it and in whatever "
    "way. Size does not matter here: a point that a single person made is considered like a point that was made often."
)
READ = (
    "A point is read and confirmed by a person before its words are printed. Until then it is listed by its number "
    "alone, and counts as unanswered."
)
UNCONFIRMED = "Not yet confirmed"
UNANSWERED = "Unanswered"
ABOUT_ALL = "Not about a single proposal"
UNDER_EACH = "A point about more than one proposal stands under each of them."
KINDS: dict[str, Line] = {
    "argument": (),
    "alternative": words("Alternative suggested: "),
    "condition": words("Condition: "),
    "question": words("Question put: "),
}


def points_raised(evidence: Evidence) -> list[Exhibit]:
    """The chapter; nothing where there is no register of points."""
    points = evidence.story.points
    if not points:
        return []
    exhibits: list[Exhibit] = [
        Heading(words("Points raised, and what became of them"), 1, "points-raised"),
        Paragraph(words(TOLD)),
    ]
    if any(not point.confirmed for point in points):
        exhibits.append(Paragraph(words(READ)))
    sections = evidence.story.questionnaire.sections
    for name, section in sections.items():
        own = [point for point in points if name in point.sections]
        if own:
            exhibits += [Heading(label(section.title), 2, f"points-{name}"),
                         _table(evidence, name, label(section.title), own)]  # fmt: skip
    rest = [point for point in points if not set(point.sections) & set(sections)]
    if rest:
        exhibits += [Heading(words(ABOUT_ALL), 2, "points-of-all"), _table(evidence, "all", words(ABOUT_ALL), rest)]
    return exhibits


def _table(evidence: Evidence, name: str, title: Line, points: list[Point]) -> Table:
    rows = [
        Row(_name(evidence, point), (_says(point), _raised(evidence, point), _themes(evidence, point), _answer(point)))
        for point in points
    ]
    several = any(len(point.sections) > 1 for point in points)
    return Table(
        id=f"points.{name}",
        title=(*words("Points raised: "), *title),
        stub=words("Point"),
        columns=(words("What it says"), words("Raised in"), words("Themes"), words("Answer")),
        rows=tuple(rows),
        notes=(words(UNDER_EACH),) if several else (),
    )


def _name(evidence: Evidence, point: Point) -> Line:
    """Its number; of made-up data it carries the mark, since no cell stands in the row."""
    return tuple(replace(span, made_up=evidence.story.made_up) for span in label(point.point))


def _says(point: Point) -> Line:
    """What it says, in the words that a person confirmed."""
    if not point.confirmed or not point.says:
        return words(UNCONFIRMED)
    return (*KINDS[point.kind], *parameter(point.says))


def _raised(evidence: Evidence, point: Point) -> Line:
    """'Letters: 1; Q2. Comments on the hub: 36; named: Example Parish Council'."""
    text: Line = ()
    for channel, how_many in point.voices.items():
        said = _counted(evidence, point, channel, how_many)
        text = (*text, *words("; " if text else ""), *_channel(evidence, channel), *words(": "), *said)
    for place, body in enumerate(point.named):
        text = (*text, *words("; " if text and not place else ", " if place else ""), *label(body))
    return text or words("Not recorded")


def _counted(evidence: Evidence, point: Point, channel: str, how_many: str) -> Line:
    """From how many it came; where a released cell counts them, that cell, which can be asked."""
    for name in point.cells:
        cell = evidence.cells.get(name)
        if cell is not None and part_of(cell.asked) == channel and cell.text == how_many:
            return (cell_span(evidence, cell),)
    return parameter(how_many)


def _channel(evidence: Evidence, channel: str) -> Line:
    if channel in evidence.story.submissions:
        return label(evidence.story.submissions[channel].label)
    asked = evidence.story.questionnaire.questions.get(channel)
    if asked is not None:
        return (*label(asked.number), *words(". "), *label(asked.short))
    told = evidence.story.channels.get(channel)
    return label(told.label if told is not None else channel)


def _themes(evidence: Evidence, point: Point) -> Line:
    names = {theme: own.label for frame in evidence.story.frames.values() for theme, own in frame.themes.items()}
    text: Line = ()
    for theme in point.themes:
        text = (*text, *words("; " if text else ""), *label(names.get(theme, theme)))
    return text or words("No theme is told")


def _answer(point: Point) -> Line:
    """What the body says to it and what changes, or that there is no answer."""
    if point.status == "unanswered" or not point.answer:
        return words(UNANSWERED)
    change = (*words(" Change: "), *parameter(point.change)) if getattr(point, "change", "") else ()
    return (*parameter(point.answer), *change)
