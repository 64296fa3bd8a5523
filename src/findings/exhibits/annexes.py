"""The questionnaire as it was asked: every question with its answers and of whom its shares are."""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.model import AlsoAsked, Kind
from findings.consultation.names import BASE, CellId
from findings.evidence.store import Evidence
from findings.exhibits.asked import Ranking, asked_in
from findings.exhibits.code_frames import code_frames
from findings.exhibits.coded import without_coded
from findings.exhibits.model import Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.tables import source
from findings.exhibits.wording import BASE_NOTE, found, label, question_heading, words

HOW = {
    Kind.SINGLE: "Answer, one of: ",
    Kind.SCALE: "Answer, one of: ",
    Kind.MULTIPLE: "Answers, as many as apply: ",
    Kind.RANKING: "In order: ",
    Kind.NUMERIC: "Answer: a number",
    Kind.DATE: "Answer: a day",
    Kind.OPEN: "Answer: in own words",
}
assert set(HOW) == set(Kind)
NOT_COUNTED = "Kept, and not counted"


def questionnaire_as_asked(evidence: Evidence) -> list[Exhibit]:
    """The annex: a table for the questions about respondents, one a section, one for what is kept and not counted."""
    questionnaire = evidence.story.questionnaire
    parts = [("profile", words("About the respondents"), questionnaire.profile)]
    parts += [(name, label(section.title), section.questions) for name, section in questionnaire.sections.items()]
    tables = [
        _table(evidence, name, title, list(_rows(evidence, questions))) for name, title, questions in parts if questions
    ]
    if questionnaire.also_asked:
        rows = [_kept(asked) for asked in questionnaire.also_asked.values()]
        tables.append(_table(evidence, "kept", words("Asked as well"), rows))
    if not tables:
        return []
    text = "Every question in the words in which it was put, with the answers that were offered and its base."
    asked: list[Exhibit] = [Heading(words("The questionnaire as asked"), 1, "questionnaire"), Paragraph(words(text))]
    return [*asked, *tables, *code_frames(evidence)]


def _table(evidence: Evidence, name: str, title: Line, rows: list[Row]) -> Table:
    return Table(
        id=f"asked.{name}",
        title=(*title, *words(": the questions as asked")),
        stub=words("Question"),
        columns=(words("As asked, with its answers"), words("Base")),
        rows=tuple(rows),
        notes=(words("Base: of how many the shares of a question are taken."),),
        source=source(evidence),
    )


def _rows(evidence: Evidence, questions: tuple[str, ...]) -> Iterator[Row]:
    questionnaire = evidence.story.questionnaire
    for asked in asked_in(questionnaire, without_coded(evidence, questions)):
        question = asked.items[0] if isinstance(asked, Ranking) else asked
        spec = questionnaire.questions[question]
        wording = asked.wording if isinstance(asked, Ranking) else spec.wording
        head = asked.heading if isinstance(asked, Ranking) else question_heading(evidence, question)
        answers = _answers(evidence, asked.items if isinstance(asked, Ranking) else (), question)
        whom = words(f". {BASE_NOTE[spec.base].replace('Base:', 'Shares are of')}.")
        yield Row(head, ((*label(wording), *words(" "), *answers, *whom), found(evidence, CellId(question, BASE))))


def _answers(evidence: Evidence, items: tuple[str, ...], question: str) -> Line:
    """The answers that were offered, in their order."""
    questionnaire = evidence.story.questionnaire
    kind = questionnaire.questions[question].kind
    if items:
        names = [questionnaire.questions[item].short for item in items]
    elif kind in (Kind.NUMERIC, Kind.DATE, Kind.OPEN):
        return words(HOW[kind])
    else:
        names = [option.label for option in questionnaire.scale_of(question).options.values()]
    return (*words(HOW[kind]), *_listed(names))


def _listed(names: list[str]) -> Line:
    text: Line = ()
    for name in names:
        text = (*text, *words("; " if text else ""), *label(name))
    return tuple(span for span in text if span.text)


def _kept(asked: AlsoAsked) -> Row:
    kind = Kind(asked.kind)
    names = _listed([choice.label for choice in asked.options.values()])
    head = (*label(asked.number), *words(". "), *label(asked.short))
    how = words(HOW[kind] if names else HOW[kind].removesuffix(": "))
    return Row(head, ((*label(asked.wording), *words(" "), *how, *names, *words(".")), words(NOT_COUNTED)))
