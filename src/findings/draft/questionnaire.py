"""The questionnaire of a draft: every question with a name, its options, its section; and what was guessed of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from findings.consultation.guesses import Guess, Sure
from findings.consultation.model import AlsoAsked, Breakdown, Matrix, Question, Questionnaire, Scale
from findings.consultation.names import as_compared
from findings.draft import nouns
from findings.draft.also import guess_of, guess_of_bands, parts_of
from findings.draft.counted import Counted, counted_of, share, with_options
from findings.draft.groups import heading_of, numbered
from findings.draft.names import TAKEN, slug, unused
from findings.draft.options import Answer
from findings.draft.profile import Profile
from findings.draft.readings import DATE, MATRIX, SCALE, SINGLE, Asked
from findings.draft.respondents import Respondents, about_respondents
from findings.draft.sections import Placed, sections_of
from findings.draft.texts import alike, clean, in_words, shortened


@dataclass
class _Draft:
    """The questionnaire while it is put together."""

    names: set[str] = field(default_factory=lambda: set(TAKEN))
    numbers: set[str] = field(default_factory=set)
    shorts: set[str] = field(default_factory=set)
    questions: dict[str, Question] = field(default_factory=dict)
    also_asked: dict[str, AlsoAsked] = field(default_factory=dict)
    matrices: dict[str, Matrix] = field(default_factory=dict)
    guesses: dict[str, Guess] = field(default_factory=dict)
    ages: list[str] = field(default_factory=list)
    asked: int = 0

    def name(self, wanted: str, number: str) -> str:
        name = unused(wanted, self.names, slug(_plain_number(number)) or "q")
        self.names.add(name)
        return name

    def number(self, wanted: str) -> str:
        number = wanted or f"Q{self.asked}"
        if number in self.numbers:
            times = 2
            while f"{number} ({times})" in self.numbers:
                times += 1
            number = f"{number} ({times})"
        self.numbers.add(number)
        return number

    def short(self, wording: str, number: str) -> str:
        short = shortened(wording, 60)
        if as_compared(short) in self.shorts:
            short = f"{number}: {short}"
        self.shorts.add(as_compared(short))
        return short


@dataclass(frozen=True)
class Drawn:
    """A questionnaire, what was guessed of it, and the breakdowns that could be added."""

    questionnaire: Questionnaire | None
    guesses: dict[str, Guess]
    further: dict[str, Breakdown]


def draw(questions: Sequence[Asked]) -> Drawn:
    """Make the questionnaire of the questions as they were guessed; none where none of them can be counted."""
    draft = _Draft()
    columns = [counted for question in questions if _is_counted(question) for counted in counted_of(question)]
    columns, scales, scale_names = share(columns)
    by_place = {column.profile.place: (column, name) for column, name in zip(columns, scale_names, strict=True)}
    placed: list[Placed] = []
    for question in questions:
        draft.asked += 1
        if question.kind == MATRIX:
            placed += _add_matrix(draft, question, by_place)
        elif _is_counted(question):
            placed.append(_add_question(draft, question, *by_place[question.columns[0].place]))
        else:
            one = _add_also_asked(draft, question)
            if question.kind != DATE and not question.kept:
                placed.append(one)
    for name, scale in scales.items():
        labels = ", ".join(option.label for option in scale.options.values())
        questions_of = [question for question, spec in draft.questions.items() if spec.scale == name]
        because = f"{len(questions_of)} questions have these answers."
        draft.guesses[f"scales.{name}"] = nouns.guess(f"in this order: {labels}", sure=Sure.LIKELY, because=because)
    if not draft.questions:
        return Drawn(None, draft.guesses, {})
    who = about_respondents(draft.questions, scales, draft.also_asked, draft.ages, [one.name for one in placed])
    told = [one for one in placed if one.name not in who.profile]
    if not told:
        # The only questions are about respondents: they are what is told.
        told, who = placed, Respondents((), {}, {}, {})
    draft.guesses |= who.guesses
    questionnaire = Questionnaire(
        scales=scales,
        questions=draft.questions,
        matrices=draft.matrices,
        also_asked=draft.also_asked,
        profile=who.profile,
        sections=sections_of(told),
        breakdowns=who.active,
        crossed=(),
    )
    return Drawn(questionnaire, draft.guesses, who.further)


def _is_counted(question: Asked) -> bool:
    return question.kind in (SINGLE, SCALE, MATRIX)


def _add_question(draft: _Draft, question: Asked, column: Counted, scale: str) -> Placed:
    number = draft.number(question.bundle.number)
    name = draft.name(_wanted(column.profile, number), number)
    wording = in_words(question.bundle.wording or heading_of(column.profile))
    own = Scale.model_construct(options={}, nets={}) if scale else with_options(column)
    draft.questions[name] = nouns.question(
        kind="scale" if question.kind == SCALE else "single",
        number=number,
        wording=wording,
        short=draft.short(wording, number),
        scale=scale,
        options=own.options,
        nets=own.nets,
        column=column.profile.column.name,
    )
    what = "a scale" if question.kind == SCALE else "a single choice"
    answers = "; ".join(f"{answer.label} ({answer.times})" for answer in column.answers[:12])
    more = "" if len(column.answers) <= 12 else f"; and {len(column.answers) - 12} more"
    draft.guesses[f"questions.{name}"] = nouns.guess(
        f"{what}: {answers}{more}", sure=question.sure, because=question.because, instead=question.instead
    )
    return Placed(name, number, wording)


def _add_matrix(draft: _Draft, question: Asked, by_place: dict[int, tuple[Counted, str]]) -> list[Placed]:
    first = question.columns[0]
    # The rows carry the numbers of the headings; the matrix has what they begin with.
    number = question.bundle.number or f"Q{draft.asked}"
    wording = question.bundle.wording or f"Questions {number}"
    matrix = unused(slug(_plain_number(number)) or "matrix", draft.matrices, "matrix")
    draft.matrices[matrix] = Matrix(number=number, wording=wording, short="")
    placed = []
    for row, (profile, part) in enumerate(question.bundle.members, start=1):
        told = numbered(heading_of(profile))[0]
        own_number = draft.number(told if told and told != number else f"{number}.{row}")
        name = draft.name(_wanted(profile, own_number), own_number)
        column, scale = by_place[profile.place]
        own = Scale.model_construct(options={}, nets={}) if scale else with_options(column)
        told_wording = part if not question.bundle.wording else f"{wording} - {part}"
        draft.questions[name] = nouns.question(
            kind="scale",
            number=own_number,
            wording=in_words(clean(told_wording) or heading_of(profile)),
            short=draft.short(in_words(part or heading_of(profile)), own_number),
            scale=scale,
            options=own.options,
            nets=own.nets,
            column=profile.column.name,
            matrix=matrix,
        )
        placed.append(Placed(name, own_number, in_words(part or heading_of(profile)), matrix, question.bundle.wording))
    own_answers = by_place[first.place][0].answers[:12]
    answers = "; ".join(f"{answer.label} ({_times(answer, question.columns)})" for answer in own_answers)
    draft.guesses[f"matrices.{matrix}"] = nouns.guess(
        f"a matrix of {len(placed)} rows: {answers}",
        sure=question.sure,
        because=question.because,
        instead=question.instead,
    )
    return placed


def _times(answer: Answer, columns: Sequence[Profile]) -> int:
    """How often an answer was given in all rows of a matrix."""
    written = {alike(text) for text in (answer.label, *answer.spellings)}
    return sum(n for column in columns for text, n in column.texts.items() if alike(text) in written)


def _add_also_asked(draft: _Draft, question: Asked) -> Placed:
    first = question.columns[0]
    number = draft.number(question.bundle.number)
    wording = question.bundle.wording or (heading_of(first) if len(question.columns) == 1 else _common(question))
    hint = _wanted(first, number) if len(question.columns) == 1 else ""
    name = draft.name(hint, number)
    wording = in_words(wording)
    parts = parts_of(question)
    draft.also_asked[name] = nouns.also_asked(
        kind=question.kind,
        number=number,
        wording=wording,
        short=draft.short(wording, number),
        column=first.column.name if len(question.columns) == 1 else "",
        separator=parts.separator,
        options=parts.options,
        bands=parts.banded.bands if parts.banded else {},
    )
    draft.guesses[f"also_asked.{name}"] = nouns.guess(
        guess_of(question, parts), sure=question.sure, because=question.because, instead=question.instead
    )
    if parts.banded:
        bands = parts.banded
        draft.guesses[f"bands.{name}"] = nouns.guess(guess_of_bands(bands), sure=bands.sure, because=bands.because)
        if bands.is_age:
            draft.ages.append(name)
    return Placed(name, number, wording)


def _wanted(profile: Profile, number: str) -> str:
    """The tool's own short name, where it is one; else the number."""
    for text in (profile.column.code, profile.column.name):
        name = slug(text, "q")
        plain = text.replace("_", "").replace(".", "").isalnum() and " " not in text
        if plain and 2 <= len(name) <= 30 and not text.isdigit() and not text.startswith("QID"):
            return name
    return slug(_plain_number(number))


def _plain_number(number: str) -> str:
    """Q3, 3.1 and q20 as names begin: q3, q3.1, q20."""
    return f"q{number[1:]}" if number[:1] in "Qq" else f"q{number}"


def _common(question: Asked) -> str:
    """What the headings of several columns begin with, or the list of what they stand for."""
    parts = [in_words(clean(part)) for _, part in question.bundle.members if part]
    told = shortened(", ".join(parts), 120)
    return f"Question {question.bundle.number}: {told}" if question.bundle.number else told
