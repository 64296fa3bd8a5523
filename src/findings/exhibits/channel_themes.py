"""Letters, events and petitions beside the responses: their themes in columns of their own, never added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from findings.consultation.codeframe import THEMES
from findings.consultation.counted_codes import PEOPLE
from findings.consultation.model import About
from findings.consultation.names import BASE, CellId
from findings.evidence.store import Evidence
from findings.exhibits.coded import coded_as, frame_of, is_of_submissions, part_of, themes_of_section
from findings.exhibits.coverage import account_table
from findings.exhibits.findings_told import nobody_answered
from findings.exhibits.model import Bullets, Exhibit, Line, Paragraph, Row, Table
from findings.exhibits.not_coded import none_coded, none_coded_told, not_coded_told
from findings.exhibits.quotes import quotes_under_themes
from findings.exhibits.rows import NOTHING, share_and_count
from findings.exhibits.sentences import line
from findings.exhibits.tables import BRACKETS_NOTE, legend_of
from findings.exhibits.theme_heat import proposal
from findings.exhibits.theme_rows import whole_themes
from findings.exhibits.theme_sources import source_of
from findings.exhibits.wording import citation, found, label, words

TOLD = (
    "Letters, notes of events and petitions were coded with the themes of the comments. Each column is of its own: who "
    "wrote a letter may have answered the questions too, and an event is a note of what was said and no vote."
)
COUNTS_NOTE = "Of submissions counts are given, of comments the share of those who commented."
NOT_ADDED = "No column is added to another."
MOST_BESIDE = 3
"""Proposals that stand beside the submissions in a table; of more there is a table for each few."""


def submission_themes(evidence: Evidence) -> list[str]:
    """The questions that count the themes of submissions."""
    questions = evidence.story.questionnaire.questions
    return [
        name for name in questions if coded_as(evidence, name) == THEMES and is_of_submissions(evidence, name)
        and name in evidence.story.tables
    ]  # fmt: skip


def themes_by_channel(evidence: Evidence) -> list[Exhibit]:
    """What came in, its themes beside those of comments, what became of it, quotes; nothing where nothing was coded."""
    own = submission_themes(evidence)
    if not own:
        return []
    coded = [question for question in own if not none_coded(evidence, question)]
    exhibits: list[Exhibit] = [*([Paragraph(words(TOLD))] if coded else []), Bullets(tuple(received(evidence)))]
    for questions in _by_frame(evidence, coded):
        exhibits += list(_tables(evidence, questions))
    for question in own:
        told = none_coded_told if question not in coded else not_coded_told
        left = told(evidence, question)
        exhibits += [Paragraph(left)] if left else []
        exhibits.append(account_table(evidence, question))
    noted = False
    for question in own:
        quotes = quotes_under_themes(evidence, question, noted=noted, level=2)
        noted = noted or bool(quotes)
        exhibits += quotes
    return exhibits


def received(evidence: Evidence) -> Iterator[Line]:
    """Of each kind of submissions how many came in, and where they can be read."""
    for question in submission_themes(evidence):
        told = evidence.story.submissions[part_of(question)]
        base = evidence.find(CellId(question, BASE))
        if base is not None:
            text = line("{name}: {base:count} {unit} received", name=told.label, unit=told.unit,
                        base=evidence.cell(base.cell))  # fmt: skip
            text = (*text, *_people(evidence, part_of(question)), *words(". "))
            yield (*text, *citation(told.source), *words("."))


def _people(evidence: Evidence, name: str) -> Line:
    """', with 31 people, noted for 1 of them': how many took part or signed."""
    people, known = (found(evidence, CellId(f"{name}{PEOPLE}", option)) for option in ("people", "known"))
    if not people or not known:
        return ()
    return (*words(", with "), *people, *words(" people, noted for "), *known, *words(" of them"))


def _by_frame(evidence: Evidence, own: Sequence[str]) -> list[list[str]]:
    """The questions of submissions that were coded with one frame."""
    found_here: dict[str, list[str]] = {}
    for question in own:
        frame = frame_of(evidence, question)
        if frame is not None:
            found_here.setdefault("\n".join((frame.version, *frame.themes)), []).append(question)
    return list(found_here.values())


def _tables(evidence: Evidence, submissions: Sequence[str]) -> Iterator[Table]:
    frame = frame_of(evidence, submissions[0])
    beside = []
    for name, section in evidence.story.questionnaire.sections.items():
        question = themes_of_section(evidence, name) if section.about is About.PROPOSAL else ""
        told = question and not nobody_answered(evidence, question) and not none_coded(evidence, question)
        if told and frame_of(evidence, question) == frame:
            beside.append(question)
    parts = [beside[start : start + MOST_BESIDE] for start in range(0, len(beside), MOST_BESIDE)] or [[]]
    for part in parts:
        yield _table(evidence, [*submissions, *part])


def _table(evidence: Evidence, questions: Sequence[str]) -> Table:
    frame = frame_of(evidence, questions[0])
    named = {theme.theme for question in questions for theme in whole_themes(evidence, question)}
    rows = []
    for theme in frame.whole if frame is not None else ():
        if theme in named:
            options = [(question, _option(evidence, question, theme)) for question in questions]
            first = next((question, option) for question, option in options if evidence.find(CellId(question, option)))
            values = tuple(_value(evidence, question, option) for question, option in options)
            rows.append(Row(label(evidence.story.option_label(*first)), values))
    rows.append(Row(words("Base"), tuple(found(evidence, CellId(question, BASE)) for question in questions), "base"))
    last = "" if is_of_submissions(evidence, questions[-1]) else questions[-1]
    return Table(
        id=f"channels.{part_of(questions[0])}.{part_of(last)}" if last else f"channels.{part_of(questions[0])}",
        title=words("Themes by channel"),
        stub=words("Theme"),
        columns=tuple(_head(evidence, question) for question in questions),
        rows=tuple(rows),
        notes=(words(COUNTS_NOTE), words(NOT_ADDED), words(BRACKETS_NOTE)),
        legend=legend_of(rows),
        source=source_of(evidence, questions),
    )


def _option(evidence: Evidence, question: str, theme: str) -> str:
    return f"net_{theme}" if evidence.find(CellId(question, f"net_{theme}")) is not None else theme


def _value(evidence: Evidence, question: str, option: str) -> Line:
    if is_of_submissions(evidence, question):
        return found(evidence, CellId(question, option)) or NOTHING
    return share_and_count(evidence, question, option, "", "")


def _head(evidence: Evidence, question: str) -> Line:
    if is_of_submissions(evidence, question):
        told = evidence.story.submissions[part_of(question)]
        return (*label(told.label), *words(": number of "), *label(told.unit))
    return (*words("Responses: "), *proposal(evidence, question), *words(", of those who commented"))
