"""The annex of code frames: each theme with its definition, how it stands, and what changed between versions."""

from __future__ import annotations

from findings.consultation.codeframe import CodeFrame, Polarity
from findings.evidence.store import Evidence
from findings.exhibits.coded import takes_sides
from findings.exhibits.mark import of_made_up
from findings.exhibits.model import Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.wording import label, long_date, parameter, question_heading, words

STANDS: dict[Polarity, Line] = {
    Polarity.FOR: words("For it"),
    Polarity.AGAINST: words("Against it"),
    Polarity.NEUTRAL: words("Neutral"),
    Polarity.EITHER: words("For or against"),
}
TOLD = (
    "The themes that coders gave to comments, with what belongs to each. Below a theme stand its parts, each with a "
    "dash."
)
NO_DEFINITION = "No definition given"


def code_frames(evidence: Evidence) -> list[Exhibit]:
    """A heading and a table for each code frame; nothing where no comments are coded."""
    served: dict[str, tuple[CodeFrame, list[str]]] = {}
    for name, frame in evidence.story.frames.items():
        served.setdefault("\n".join((frame.version, *frame.themes)), (frame, []))[1].append(name)
    if not served or not evidence.story.questionnaire.sections:
        return []
    exhibits: list[Exhibit] = [Heading(words("The code frame"), 2, "code-frame"), Paragraph(words(TOLD))]
    for place, (frame, names) in enumerate(served.values()):
        exhibits.append(_table(evidence, frame, names, place))
        if frame.history:
            exhibits.append(_history(evidence, frame, place))
    return exhibits


def _table(evidence: Evidence, frame: CodeFrame, names: list[str], place: int) -> Table:
    rows = []
    for whole in frame.whole:
        rows.append(_row(frame, whole, label(frame.themes[whole].label)))
        rows += [
            _row(frame, part, (*words("– "), *label(frame.themes[part].label)), "part")
            for part in frame.parts_of(whole)
        ]
    used: Line = ()
    for name in names:
        used = (*used, *words("; " if used else "Used for: "), *_served(evidence, name))
    title = (*words("The code frame, version "), *parameter(frame.version))
    return Table(
        id=f"code_frame.{place}",
        title=of_made_up(title, made_up=evidence.story.made_up),
        stub=words("Theme"),
        columns=(words("What belongs to it"), *([words("How it stands")] if takes_sides(frame) else [])),
        rows=tuple(rows),
        notes=((*used, *words(".")),),
    )


def _row(frame: CodeFrame, theme: str, name: Line, kind: str = "option") -> Row:
    own = frame.themes[theme]
    says = parameter(own.definition) if own.definition else words(NO_DEFINITION)
    return Row(name, (says, *([STANDS[own.polarity]] if takes_sides(frame) else [])), kind)


def _served(evidence: Evidence, name: str) -> Line:
    if name in evidence.story.submissions:
        return label(evidence.story.submissions[name].label)
    return question_heading(evidence, name) if name in evidence.story.questionnaire.questions else label(name)


def _history(evidence: Evidence, frame: CodeFrame, place: int) -> Table:
    rows = tuple(
        Row(parameter(change.version), (parameter(long_date(change.on)), parameter(change.why)))
        for change in frame.history
    )
    return Table(
        id=f"code_frame.{place}.history",
        title=of_made_up(words("What changed between versions of the code frame"), made_up=evidence.story.made_up),
        stub=words("Version"),
        columns=(words("Since"), words("Why")),
        rows=rows,
    )
