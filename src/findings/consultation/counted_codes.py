"""What is counted of coded free text: questions that nobody was asked, made of the themes that coders gave.

Of an open question `q9` that a code frame serves:

- `q9_themes`: which themes a comment holds; of those who commented (answered), or of all;
- `q9_sentiment`: how it speaks, where coders said so;
- `q9_together`: which whole themes are named together;
- `q9_principles`: which principles its themes stand for.

Of a section with several open questions of one frame `<section>_themes` counts respondents once, however often they
said it. Of submissions (`letters`) `letters_themes` counts submissions, never respondents, and `letters_people` of how
many of them it is known how many people stand behind them; these are in no section and have no groups.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from findings.consultation.asked import CROSSED, Kind, Option, Question, Questionnaire
from findings.consultation.codeframe import (
    FIXED_CODES,
    PRINCIPLES,
    SENTIMENT,
    THEMES,
    TOGETHER,
    WITH,
    CodeFrame,
    FreeTextPlan,
    Sentiment,
    Theme,
)

FEWER = "fewer"
"""Of `_together`: fewer than two whole themes."""
NO_PRINCIPLE = "no_principle"
PEOPLE = "_people"
"""What follows the name of submissions in the question of how many people took part or signed."""
KNOWN, UNKNOWN = "known", "unknown"
MOST_TOGETHER = 12
"""Whole themes of which every pair is counted: 66 pairs. A frame with more names those that it is asked of."""
ANY_THEME = "any_theme"
"""The net of all themes of a frame: with the fixed codes it makes up the comments received."""
_SENTIMENTS = {
    Sentiment.POSITIVE: "Positive",
    Sentiment.MIXED: "Positive and negative",
    Sentiment.NEUTRAL: "Neutral",
    Sentiment.NEGATIVE: "Negative",
    Sentiment.UNCLEAR: "Not clear",
}


def coded_questions(name: str, asked: Question, plan: FreeTextPlan | None) -> dict[str, Question]:
    """The questions that are counted from the codings of an open question; none where no frame serves it."""
    frame = plan.frame_of(name) if plan is not None else None
    if plan is None or frame is None:
        return {}
    made = {name + THEMES: of_themes(asked, frame, [name])}
    if frame.sentiment:
        options = {str(one): label for one, label in _SENTIMENTS.items()}
        made[name + SENTIMENT] = _question(asked, Kind.SINGLE, f"{asked.short}: how comments speak", options)
    whole = named_together(frame, name)
    if len(whole) > 1:
        pairs = {
            f"{one}{WITH}{other}": f"{frame.themes[one].label} with {_lowered(frame.themes[other].label)}"
            for one, other in itertools.combinations(whole, 2)
        }
        options = {**pairs, FEWER: "Fewer than two themes"}
        made[name + TOGETHER] = _question(asked, Kind.MULTIPLE, f"{asked.short}: themes named together", options)
    stated = {principle: own.label for principle, own in plan.principles.items() if set(own.themes) & set(frame.themes)}
    if stated:
        options = {**stated, NO_PRINCIPLE: "None of the principles"}
        made[name + PRINCIPLES] = _question(asked, Kind.MULTIPLE, f"{asked.short}: principles", options)
    return made


def named_together(frame: CodeFrame, question: str) -> tuple[str, ...]:
    """The whole themes of which it is counted how often two are named in one answer; none where nobody asks for it."""
    if not frame.together:
        return ()
    wanted = frame.together_of or frame.whole
    return tuple(theme for theme in frame.whole if theme in wanted and theme in frame.serving(question))


def has_table(name: str, question: Question, breakdown: str) -> bool:
    """Whether a question has a table by a breakdown, or one of all (without a name).

    Of what coders gave, pairs of themes stand for all respondents only, and principles by no crossed breakdown.

    Examples
    --------
    >>> asked = _open("Q9", "Why?")
    >>> pairs = _question(asked, Kind.MULTIPLE, "Together", {"cost_with_travel": "Cost with travel"})
    >>> [has_table("q9_together", pairs, breakdown) for breakdown in ("", "area")]
    [True, False]
    """
    if not breakdown or question.given_by != "coders":
        return True
    return not name.endswith(TOGETHER) and not (name.endswith(PRINCIPLES) and CROSSED in breakdown)


def is_of_themes(name: str, question: Question) -> bool:
    """Whether a question counts themes: of those who commented and, in each of its groups, of all who were asked."""
    return question.given_by == "coders" and name.endswith(THEMES)


def of_themes(asked: Question, frame: CodeFrame, names: Iterable[str]) -> Question:
    """The themes of a frame that serve any of these questions, as a question with several answers."""
    serving: dict[str, Theme] = {}
    for name in names:
        serving |= frame.serving(name)
    ordered = {name: theme for name, theme in frame.themes.items() if name in serving}
    options = {**{name: theme.label for name, theme in ordered.items()}, **FIXED_CODES}
    nets = {
        name: {"label": f"{frame.themes[name].label}, with its parts", "of": (name, *parts)}
        for name in frame.whole
        if (parts := tuple(part for part in frame.parts_of(name) if part in ordered)) and name in ordered
    }
    nets[ANY_THEME] = {"label": "A theme of the code frame", "of": tuple(ordered)}
    return _question(asked, Kind.MULTIPLE, f"{asked.short}: themes", options, nets)


def section_themes(questionnaire: Questionnaire, plan: FreeTextPlan | None) -> dict[str, dict[str, Question]]:
    """Section -> the question that counts themes over all its open questions, where several share a frame."""
    found: dict[str, dict[str, Question]] = {}
    for name, section in questionnaire.sections.items():
        several = section_parts(questionnaire, plan, name)
        if plan is None or len(several) < 2:
            continue
        frame = plan.frame_of(several[0])
        assert frame is not None
        first = questionnaire.also_asked[several[0]]
        asked = _open(first.number, section.title)
        found[name] = {name + THEMES: of_themes(asked, frame, several)}
    return found


def section_parts(questionnaire: Questionnaire, plan: FreeTextPlan | None, section: str) -> tuple[str, ...]:
    """The open questions of a section that the frame of the first of them serves."""
    if plan is None:
        return ()
    own = [name for name in questionnaire.sections[section].questions if name in plan.coded]
    first = plan.frame_of(own[0]) if own else None
    return tuple(name for name in own if plan.frame_of(name) is first)


def submission_questions(plan: FreeTextPlan | None) -> dict[str, Question]:
    """The questions that are counted of submissions: their themes, and of how many it is known who stands behind."""
    made: dict[str, Question] = {}
    for name, own in plan.submissions.items() if plan is not None else ():
        frame = plan.frame_of(name) if plan is not None else None
        if frame is None:
            continue
        asked = _open(own.label, own.label)
        made[name + THEMES] = of_themes(asked, frame, [name])
        if own.people_column:
            options = {KNOWN: "Number of people known", UNKNOWN: "Number of people not known"}
            made[name + PEOPLE] = _question(asked, Kind.SINGLE, f"{own.label}: number of people", options)
    return made


def _open(number: str, title: str) -> Question:
    """An open question that nobody was asked as such, for its name."""
    return Question.model_validate({"kind": Kind.OPEN, "number": number, "wording": title, "short": title})


def _question(
    asked: Question, kind: Kind, short: str, options: Mapping[str, str], nets: Mapping[str, object] | None = None
) -> Question:
    return Question.model_validate(
        {
            "kind": kind,
            "number": asked.number,
            "wording": asked.wording,
            "short": short,
            "options": {name: Option.model_validate({"label": label}) for name, label in options.items()},
            "nets": nets or {},
            "asked_if": asked.asked_if,
            "given_by": "coders",
        }
    )


def _lowered(label: str) -> str:
    """A label in the middle of a phrase; names and abbreviations stay as they are."""
    first, _, rest = label.partition(" ")
    return f"{first.lower()} {rest}".strip() if first.istitle() and rest else label
