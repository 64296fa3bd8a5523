"""Codings -> a column for each question that is counted from them, one entry a respondent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from findings.consultation.asked import Questionnaire
from findings.consultation.codeframe import (
    FIXED_CODES,
    OUTSIDE,
    PRINCIPLES,
    SENTIMENT,
    THEMES,
    TO_CODE,
    TOGETHER,
    WITH,
    CodeFrame,
    FreeTextPlan,
)
from findings.consultation.counted import questions_of
from findings.consultation.counted_codes import (
    FEWER,
    NO_PRINCIPLE,
    coded_questions,
    named_together,
    section_parts,
    section_themes,
)
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED
from findings.freetext.coding import Coding, by_comment, decided
from findings.intake.columns import RESPONSE_ID
from findings.intake.received import Received

if TYPE_CHECKING:
    import pandas as pd

SEPARATOR = ";"
"""As between several answers of a respondent."""


def with_columns(
    plan: FreeTextPlan, questionnaire: Questionnaire, received: Received, codings: Sequence[Coding]
) -> pd.DataFrame:
    """The responses with a column for each question that is counted from codings.

    A respondent without a comment has not answered; one whose comment nobody coded is to be coded.
    """
    import pandas as pd

    assert received.responses is not None
    responses = received.responses
    given = by_comment(codings)
    columns: dict[str, pd.Categorical[str]] = {}
    final: dict[str, list[str]] = {}
    for name in plan.coded:
        frame = plan.frame_of(name)
        if name not in questionnaire.also_asked or name not in responses or frame is None:
            continue
        made = coded_questions(name, questions_of(name, questionnaire.also_asked[name])[name], plan)
        codes, sentiments = [], []
        for unit, answered in zip(responses[RESPONSE_ID].tolist(), responses[name].astype(str).tolist(), strict=True):
            own = decided(given.get((name, unit), {})) if answered not in (NOT_ANSWERED, NOT_ASKED) else ()
            codes.append(answer_of(own, frame) if answered not in (NOT_ANSWERED, NOT_ASKED) else answered)
            sentiments.append(next((str(one.sentiment) for one in own if one.sentiment), _unsaid(answered)))
        final[name] = codes
        columns[name + THEMES] = _categorical(codes)
        if name + SENTIMENT in made:
            columns[name + SENTIMENT] = _categorical(sentiments)
        if name + TOGETHER in made:
            wanted = named_together(frame, name)
            columns[name + TOGETHER] = _categorical([together(one, frame, wanted) for one in codes])
        if name + PRINCIPLES in made:
            columns[name + PRINCIPLES] = _categorical([principles(one, plan) for one in codes])
    for section in section_themes(questionnaire, plan):
        names = [name for name in section_parts(questionnaire, plan, section) if name in final]
        if names:
            frame = plan.frame_of(names[0])
            parts = zip(*(final[name] for name in names), strict=True)
            columns[section + THEMES] = _categorical([union(one, frame) for one in parts])
    return pd.concat([responses, pd.DataFrame(columns, index=responses.index)], axis=1)


def answer_of(codings: Iterable[Coding], frame: CodeFrame | None = None) -> str:
    """What a comment's codings come to: its themes in the order of the frame, or why it has none.

    Examples
    --------
    >>> answer_of([Coding("7", "q9", "travel", "Ann"), Coding("7", "q9", "cost", "Ann")]), answer_of([])
    ('cost;travel', 'to_code')
    """
    codes = {coding.code for coding in codings}
    themes = _in_order(codes - set(FIXED_CODES) | (codes & {OUTSIDE}), frame)
    return SEPARATOR.join(themes) or next((code for code in FIXED_CODES if code in codes), TO_CODE)


def _in_order(codes: Iterable[str], frame: CodeFrame | None) -> list[str]:
    """Codes as the frame has them, the fixed ones last; by their names where no frame is given."""
    places = {name: place for place, name in enumerate((*(frame.themes if frame is not None else ()), *FIXED_CODES))}
    return sorted(codes, key=lambda code: (places.get(code, -1), code))


def together(answer: str, frame: CodeFrame, wanted: Sequence[str] | None = None) -> str:
    """The pairs of whole themes in an answer, of those whose pairs are counted; of all, where none are named.

    Examples
    --------
    >>> from findings.consultation.codeframe import Theme
    >>> frame = CodeFrame(version="1", themes={name: Theme(label=name) for name in ("cost", "travel")})
    >>> together("cost;travel", frame), together("cost", frame), together("not_answered", frame)
    ('cost_with_travel', 'fewer', 'not_answered')
    """
    if answer in (NOT_ANSWERED, NOT_ASKED, TO_CODE):
        return answer if answer != TO_CODE else FEWER
    own = {frame.themes[code].under or code for code in answer.split(SEPARATOR) if code in frame.themes}
    whole = [name for name in (frame.whole if wanted is None else wanted) if name in own]
    pairs = [f"{one}{WITH}{other}" for place, one in enumerate(whole) for other in whole[place + 1 :]]
    return SEPARATOR.join(pairs) or FEWER


def principles(answer: str, plan: FreeTextPlan) -> str:
    """The principles that an answer's themes stand for."""
    if answer in (NOT_ANSWERED, NOT_ASKED):
        return answer
    own = set(answer.split(SEPARATOR))
    return SEPARATOR.join(name for name, one in plan.principles.items() if own & set(one.themes)) or NO_PRINCIPLE


def union(answers: Sequence[str], frame: CodeFrame | None = None) -> str:
    """What a respondent said in answer to any of several questions.

    Examples
    --------
    >>> union(["cost", "not_answered"]), union(["to_code", "cost"]), union(["not_answered", "not_asked"])
    ('cost', 'cost', 'not_answered')
    """
    said = [answer for answer in answers if answer not in (NOT_ANSWERED, NOT_ASKED)]
    codes = {code for answer in said for code in answer.split(SEPARATOR)}
    themes = codes - (set(FIXED_CODES) - {OUTSIDE})
    if themes:
        return SEPARATOR.join(_in_order(themes, frame))
    if said:
        return next(code for code in (TO_CODE, *FIXED_CODES) if code in codes)
    return NOT_ANSWERED if NOT_ANSWERED in answers else NOT_ASKED


def _unsaid(answered: str) -> str:
    return NOT_ASKED if answered == NOT_ASKED else NOT_ANSWERED


def _categorical(values: list[str]) -> pd.Categorical[str]:
    import pandas as pd

    return pd.Categorical(values, categories=sorted({*values, NOT_ANSWERED}))
