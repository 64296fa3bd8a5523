"""The questionnaire as it is counted: every question a set of answers, whatever its kind.

A questionnaire says how a question was put; tables need to know what can be counted. So the questions of `also_asked`
that a section or the profile names become questions with options here, and two breakdowns that are crossed become one:

- several answers: its options, of which a respondent may have given many;
- a ranking: a question an item, `q9.parks`, whose options are the places 1, 2, 3 ... and not ranked;
- a number: its bands, or that a number was given;
- own words: that something was written, and where a code frame serves it, its themes (`counted_codes`).

Everything after intake (tabulation, store, exhibits) sees this questionnaire only.
"""

from __future__ import annotations

from collections.abc import Collection

from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.counted_codes import coded_questions, section_themes, submission_questions
from findings.consultation.model import (
    CROSSED,
    AlsoAsked,
    BaseKind,
    Breakdown,
    Kind,
    Matrix,
    Option,
    Question,
    Questionnaire,
)

ANSWERED = "answered"
"""The one option of a question of which only is counted that it was answered."""
UNRANKED = "unranked"
TOP = "top"
_DEFAULT_BASE = {Kind.OPEN: BaseKind.ASKED}


def counted(questionnaire: Questionnaire, free_text: FreeTextPlan | None = None) -> Questionnaire:
    """The questionnaire with every question that is counted under `questions`, and crossed breakdowns as breakdowns.

    With `free_text` also what is counted of the codings of open questions.

    What is left under `also_asked` is kept and not counted. Counting a counted questionnaire changes nothing.

    Examples
    --------
    >>> from findings.consultation.model import Choice, Section
    >>> asked = AlsoAsked(kind="ranking", number="Q9", wording="Rank these.", short="Places", separator=";",
    ...                   options={"parks": Choice(label="Parks"), "roads": Choice(label="Roads")}, top=1)
    >>> section = Section(title="Places", questions=("q9",))
    >>> whole = counted(Questionnaire(questions={}, also_asked={"q9": asked}, sections={"places": section}))
    >>> whole.sections["places"].questions, list(whole.questions["q9.parks"].options)
    (('q9.parks', 'q9.roads'), ['rank_1', 'rank_2', 'unranked'])
    """
    made = {
        name: questions_of(name, asked)
        for name, asked in questionnaire.also_asked.items()
        if name in questionnaire.told and asked.kind != "date"
    }
    for name, own in made.items():
        if questionnaire.also_asked[name].kind == "open":
            own |= coded_questions(name, own[name], free_text)
    over_sections = section_themes(questionnaire, free_text)
    of_sections = {key: one for own in over_sections.values() for key, one in own.items()}

    def expanded(names: Collection[str]) -> tuple[str, ...]:
        return tuple(one for name in names for one in made.get(name, (name,)))

    also = questionnaire.also_asked
    rankings = {name: also[name] for name in made if also[name].kind == "ranking"}
    return questionnaire.model_copy(
        update={
            "questions": {
                **questionnaire.questions,
                **{key: one for own in made.values() for key, one in own.items()},
                **of_sections,
                **submission_questions(free_text),
            },
            "matrices": {
                **questionnaire.matrices,
                **{
                    name: Matrix(number=asked.number, wording=asked.wording, short=asked.short)
                    for name, asked in rankings.items()
                },
            },
            "also_asked": {name: asked for name, asked in questionnaire.also_asked.items() if name not in made},
            "profile": expanded(questionnaire.profile),
            "sections": {
                name: section.model_copy(
                    update={"questions": (*expanded(section.questions), *over_sections.get(name, {}))}
                )
                for name, section in questionnaire.sections.items()
            },
            "breakdowns": {
                **questionnaire.breakdowns,
                **{name: _crossed(questionnaire, name) for name in questionnaire.crossed},
            },
        }
    )


def of_respondents(questionnaire: Questionnaire) -> Questionnaire:
    """A counted questionnaire with only what is asked about the respondents: for a look while others still answer.

    Breakdowns of the profile stay; with them stands who was reached against who lives there.
    """
    profile = {name: questionnaire.questions[name] for name in questionnaire.profile}
    breakdowns = {
        name: spec
        for name, spec in questionnaire.breakdowns.items()
        if CROSSED not in name and spec.question in profile
    }
    update = {"questions": profile, "sections": {}, "breakdowns": breakdowns, "also_asked": {}, "crossed": ()}
    return questionnaire.model_copy(update=update)


def questions_of(name: str, asked: AlsoAsked) -> dict[str, Question]:
    """What is counted of a question of another kind: one question, or of a ranking one an item."""
    kind = Kind(asked.kind)
    told: dict[str, object] = {
        "kind": kind,
        "number": asked.number,
        "base": asked.base or _DEFAULT_BASE.get(kind, BaseKind.ANSWERED),
        "asked_if": asked.asked_if,
    }
    if kind is Kind.RANKING:
        return {f"{name}.{item}": _ranked(asked, name, item, told) for item in asked.options}
    options = {
        Kind.MULTIPLE: {option: _option(choice.label) for option, choice in asked.options.items()},
        Kind.NUMERIC: {band: _option(spec.label) for band, spec in asked.bands.items()}
        or {ANSWERED: _option("Gave a number")},
        Kind.OPEN: {ANSWERED: _option("Wrote an answer")},
    }[kind]
    one = Question.model_validate(
        {
            **told,
            "wording": asked.wording,
            "short": asked.short,
            "options": options,
            "nets": asked.nets if kind is Kind.MULTIPLE else {},
            "bands": asked.bands if kind is Kind.NUMERIC else {},
            "digits": asked.digits if kind is Kind.NUMERIC else 2,
        }
    )
    return {name: one}


def _option(label: str, score: int | None = None) -> Option:
    return Option.model_validate({"label": label, "score": score})


def _ranked(asked: AlsoAsked, name: str, item: str, told: dict[str, object]) -> Question:
    places = range(1, len(asked.options) + 1)
    options = {f"rank_{place}": _option(f"Ranked {place}", place) for place in places}
    first = tuple(options)[: asked.top]
    label = asked.options[item].label
    return Question.model_validate(
        {
            **told,
            "wording": f"{asked.wording} {label}",
            "short": label,
            "options": {**options, UNRANKED: _option("Not ranked")},
            "nets": {TOP: {"label": f"Ranked in the first {asked.top}", "of": first}} if len(first) > 1 else {},
            "matrix": name,
        }
    )


def _crossed(questionnaire: Questionnaire, name: str) -> Breakdown:
    outer, inner = (questionnaire.breakdowns[part] for part in name.split(CROSSED))
    title = f"{outer.title} and {inner.title[:1].lower()}{inner.title[1:]}"
    return Breakdown.model_validate({"title": title, "question": outer.question, "compare": False})


def column_of_answers(questionnaire: Questionnaire, question: str) -> str:
    """The column of the coded responses that a counted question is counted from: an item's is its ranking's."""
    spec = questionnaire.questions[question]
    return spec.matrix if spec.kind is Kind.RANKING else question
