"""The easy-read skeleton: short sentences, one idea a line, for a person to finish and to find pictures for.

What is said stands here; how it lies on paper in `easy_word`. Each sentence goes through the gate of all sentences, so
no number is typed. A count stands as a whole number beside the number that it is out of: people who find reading hard
find percentages harder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from findings.consultation.model import BaseKind, Kind, Stance
from findings.consultation.names import BASE, BASE_ANSWERED, FUNNEL, CellId
from findings.evidence.cell import Cell, Measure, Status
from findings.evidence.leading import is_only_answered, largest
from findings.evidence.store import Evidence
from findings.exhibits.mark import marked
from findings.exhibits.model import Line, Paragraph, plain
from findings.exhibits.sentences import line
from findings.exhibits.wording import label, words
from findings.publishing.language.translator import Translator

LONGEST_TAG = 64
"""Word keeps no longer tag with a number; a cell with a longer name is told in words."""
MOST_GROUPS = 3
FIRST = "rank_1"
THUMBS = ("a thumb that points up", "a thumb that points down")
"""Pictures for support and for opposition."""


@dataclass(frozen=True)
class Idea:
    """One line of the text, and what a picture beside it could show.

    `kind` is idea, asked (a question as it was asked, which is said above it) or write (what only a person can write).
    """

    text: Line
    picture: Line = ()
    kind: str = "idea"


@dataclass(frozen=True)
class Part:
    """A heading and the ideas below it; level 2 stands within level 1."""

    heading: Line
    ideas: tuple[Idea, ...]
    level: int = 1


@dataclass(frozen=True)
class EasyRead:
    """The text: its title, who publishes it, its parts, and the list of hard words with what they mean."""

    title: Line
    organisation: Line
    parts: tuple[Part, ...]
    hard_words: tuple[tuple[Line, Line], ...]


HARD_WORDS = (
    ("consultation", "A public body asks people what they think. It does this before it decides."),
    ("organisation", "A group of people who work together. A charity and a council are examples."),
    ("respondent", "A person or group who answered the questions."),
    ("proposal", "A plan that nobody has agreed yet."),
    ("strategy", "A plan for a long time."),
    ("draft", "A text that is not finished."),
    ("report", "A long text that says what was found out."),
)
"""Hard words, and what they mean; a word is explained where it stands in the text."""


def easy_read(evidence: Evidence) -> EasyRead:
    """The easy-read skeleton of a report, from its whole store."""
    story = evidence.story
    parts = (
        _about(evidence),
        _who(evidence),
        *(part for name in story.questionnaire.sections for part in _section(evidence, name)),
        _limits(evidence),
        _next(),
    )
    title, organisation = label(story.title), label(story.organisation)
    text = " ".join(plain(line) for part in parts for line in (part.heading, *(idea.text for idea in part.ideas)))
    hard = tuple((words(word), words(meaning)) for word, meaning in HARD_WORDS if _stands(word, text))
    return EasyRead(title, organisation, parts, hard)


def _stands(word: str, text: str) -> bool:
    return re.search(rf"\b{word}s?\b", text, re.IGNORECASE) is not None


def _idea(text: Line, picture: str, kind: str = "idea") -> Idea:
    led = marked(Paragraph(text))
    assert isinstance(led, Paragraph)
    return Idea(led.text, words(picture), kind)


def _about(evidence: Evidence) -> Part:
    story = evidence.story
    return Part(
        words("What this is about"),
        (
            _idea(line("{who} asked people what they think.", who=story.organisation), "people who talk together"),
            _idea(words("The questions were about:"), "the thing that the questions were about"),
            _idea(label(story.title), "the thing that the questions were about"),
            _idea(words("Say here why it matters. Use short sentences."), "why it matters to people", kind="write"),
        ),
    )


def _who(evidence: Evidence) -> Part:
    """How many took part, and from which groups."""
    ideas = []
    analysed = evidence.find(CellId(FUNNEL, "analysed"))
    if analysed is not None and analysed.visible:
        text = line("{n} people and groups took part.", n=evidence.cell(analysed.cell))
        ideas.append(_idea(text, "many different people"))
    for breakdown, spec in evidence.story.questionnaire.breakdowns.items():
        groups = [_group(evidence, spec.question, option) for option in _options(evidence, breakdown)]
        if spec.question in evidence.story.questionnaire.profile and 0 < len(groups) <= MOST_GROUPS + 1:
            ideas += [idea for idea in groups if idea is not None]
            break
    text = words("You can see more about who took part in the long report.")
    return Part(words("Who took part"), (*ideas, _idea(text, "a thick report")))


def _options(evidence: Evidence, breakdown: str) -> tuple[str, ...]:
    questionnaire = evidence.story.questionnaire
    return tuple(questionnaire.scale_of(questionnaire.breakdowns[breakdown].question).options)


def _group(evidence: Evidence, question: str, option: str) -> Idea | None:
    cell = evidence.find(CellId(question, option))
    if cell is None:
        return None
    return _said(evidence, cell, "{n} of them: {what}.", evidence.story.option_label(question, option), "this group")


def _section(evidence: Evidence, section: str) -> Iterator[Part]:
    spec = evidence.story.questionnaire.sections[section]
    yield Part(label(spec.title), ())
    for question in spec.questions:
        yield _question(evidence, question)


def _question(evidence: Evidence, question: str) -> Part:
    spec = evidence.story.questionnaire.questions[question]
    ideas = [
        _idea(label(spec.wording), "the thing that we asked about", kind="asked"),
        *_base(evidence, question),
        *_answers(evidence, question),
        _idea(words("Say here what people wrote. Use their own words."), "a person who speaks", kind="write"),
    ]
    return Part(label(spec.short), tuple(ideas), 2)


def _base(evidence: Evidence, question: str) -> Iterator[Idea]:
    """Of how many the numbers are; where that is of all who took part, also how many answered."""
    base = evidence.find(CellId(question, BASE))
    if base is None:
        return
    if not base.visible:
        yield _hidden("We do not show how many answered.")
        return
    kind = evidence.story.questionnaire.questions[question].base
    if kind is BaseKind.ANSWERED:
        text = line("{n} people and groups answered.", n=evidence.cell(base.cell))
    elif kind is BaseKind.ASKED:
        text = line("We asked {n} people and groups.", n=evidence.cell(base.cell))
    else:
        text = line("{n} people and groups took part.", n=evidence.cell(base.cell))
    yield _idea(text, "people who fill in a form")
    answered = evidence.find(CellId(question, BASE_ANSWERED))
    if answered is not None and answered.visible and len(answered.cell) <= LONGEST_TAG:
        yield _idea(line("{n} of them answered this question.", n=evidence.cell(answered.cell)), "an answer on a form")


def _answers(evidence: Evidence, question: str) -> Iterator[Idea]:
    """What most matters of a question: support and opposition, or the answer given most often."""
    questionnaire = evidence.story.questionnaire
    spec = questionnaire.questions[question]
    stances = [
        option
        for stance in (Stance.SUPPORT, Stance.OPPOSE)
        if (option := questionnaire.stance_option(question, stance))
    ]
    if spec.kind is Kind.RANKING:
        cell = evidence.cell(CellId(question, FIRST).text).cell
        yield _said(evidence, cell, "{n} out of {base} put this first: {what}.", spec.short, "a cup for the winner")
    elif is_only_answered(questionnaire, question):
        yield _idea(words("They wrote what they think, or gave a number."), "a pen")
    elif stances:
        for option, picture in _pictured(evidence, question, stances):
            cell = evidence.cell(CellId(question, option).text).cell
            yield _said(evidence, cell, "{n} out of {base} said: {what}.", _named(evidence, question, option), picture)
        yield from _by_group(evidence, question, stances)
    elif top := largest(evidence, question):
        cell = evidence.cell(top).cell
        yield _idea(words("The answer that most often came up:"), "a tick in a box")
        yield _said(
            evidence, cell, "{n} out of {base} said: {what}.", _named(evidence, question, cell.option), "this answer"
        )
    else:
        yield _idea(words("Look at the long report for this question."), "a thick report")


def _named(evidence: Evidence, question: str, option: str) -> str:
    """What was said: of a net the answers that it counts, since nobody said the net."""
    scale = evidence.story.questionnaire.scale_of(question)
    net = scale.nets.get(option.removeprefix("net_")) if option.startswith("net_") else None
    if net is None or len(net.of) > MOST_GROUPS:
        return evidence.story.option_label(question, option)
    return " / ".join(scale.options[name].label for name in net.of)


def _pictured(evidence: Evidence, question: str, stances: list[str]) -> Iterator[tuple[str, str]]:
    """Each side with a picture for it."""
    support = evidence.story.questionnaire.stance_option(question, Stance.SUPPORT)
    for option in stances:
        yield option, THUMBS[0 if option == support else 1]


def _by_group(evidence: Evidence, question: str, stances: list[str]) -> Iterator[Idea]:
    """What each group of the first comparison said, each side of it, where there are few groups."""
    groups = [(name, level) for name, level in evidence.compared_groups(question) if name]
    first = [(name, level) for name, level in groups if name == groups[0][0]]
    if not 1 < len(first) <= MOST_GROUPS:
        return
    for breakdown, level in first:
        for option, picture in _pictured(evidence, question, stances):
            cell = evidence.find(CellId(question, option, breakdown, level))
            if cell is not None:
                group, named = evidence.story.level_label(breakdown, level), _named(evidence, question, option)
                yield _said(evidence, cell, "{group}: {n} out of {base} said: {what}.", named, picture, group)


def _said(evidence: Evidence, cell: Cell, template: str, what: str, picture: str, group: str = "") -> Idea:
    """A count in a sentence; a hidden one in words."""
    led = line("{group}: ", group=group) if group else ()
    base = _base_of(evidence, cell)
    if cell.status is Status.CONFIDENTIAL or (base is not None and base.status is Status.CONFIDENTIAL):
        return _hidden("We do not show how many said: {what}.", what, led)
    if not cell.visible or len(cell.cell) > LONGEST_TAG or (base is not None and len(base.cell) > LONGEST_TAG):
        return _idea((*led, *line("Look at the long report for: {what}.", what=what)), "a thick report")
    named = {"n": evidence.cell(cell.cell), **({"base": evidence.cell(base.cell)} if base is not None else {})}
    return _idea(line(template, what=what, group=group, **named), picture)


def _base_of(evidence: Evidence, cell: Cell) -> Cell | None:
    share = evidence.find(replace(cell.identifier, measure=Measure.PERCENT))
    return evidence.cell(share.base_cell).cell if share is not None and share.base_cell else None


def _hidden(template: str, what: str = "", led: Line = ()) -> Idea:
    return _idea((*led, *line(template, what=what), *words(" This keeps people safe.")), "a lock")


def _limits(evidence: Evidence) -> Part:
    ideas: tuple[Idea, ...] = (_idea(words("We asked people who were picked by chance."), "names in a hat"),)
    if not evidence.story.sample_because:
        ideas = (
            _idea(words("Everyone was free to take part."), "an open door"),
            _idea(words("It was not a vote."), "a ballot box with a line through it"),
            _idea(words("The numbers show what these people think."), "some people"),
            _idea(words("They do not show what all people think."), "very many people"),
        )
    return Part(words("What the numbers mean"), ideas)


def _next() -> Part:
    return Part(
        words("What happens next"),
        (
            _idea(words("Say here who decides, and when."), "people at a table", kind="write"),
            _idea(words("Say here how people can find out more."), "a phone and a letter", kind="write"),
        ),
    )


def sentences(text: EasyRead) -> tuple[str, ...]:
    """The sentences of our own that a reader meets: without titles, wordings, and what is there for the writer."""
    lines = [plain(idea.text) for part in text.parts for idea in part.ideas if idea.kind == "idea"]
    return tuple(sentence for each in lines for sentence in re.split(r"(?<=[.?!]) ", each) if sentence.strip())


def words_a_sentence(text: EasyRead) -> float:
    """How many words a sentence has on average.

    A label counts as its words do: a long option makes a long sentence, which whoever finishes the text sees.
    """
    found = sentences(text)
    return sum(len(sentence.split()) for sentence in found) / max(1, len(found))


def in_language(text: EasyRead, translator: Translator) -> EasyRead:
    """The same in another language; what the catalogue does not hold stays English, and is marked as English."""
    said = translator.line
    return EasyRead(
        said(text.title),
        said(text.organisation),
        tuple(
            Part(
                said(part.heading),
                tuple(Idea(said(idea.text), said(idea.picture), idea.kind) for idea in part.ideas),
                part.level,
            )
            for part in text.parts
        ),
        tuple((said(word), said(meaning)) for word, meaning in text.hard_words),
    )
