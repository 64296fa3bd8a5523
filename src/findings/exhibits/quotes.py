"""Quotes under the themes that they illustrate, and who speaks as far as may be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from findings.evidence.quote import Quote
from findings.evidence.store import Evidence
from findings.exhibits.coded import frame_of, part_of
from findings.exhibits.model import Exhibit, Heading, Line, Origin, Paragraph, Span
from findings.exhibits.theme_rows import whole_themes
from findings.exhibits.wording import label, words

TITLE = "In people's own words"
ILLUSTRATIONS = (
    "Quotes are illustrations, not counts: they show how people put a point, and say nothing of how many did. Their "
    "writers allowed it. What could tell who wrote, or whom they wrote about, is taken out, and words in square "
    "brackets stand for it."
)


def quotes_under_themes(evidence: Evidence, question: str, *, noted: bool = False, level: int = 3) -> list[Exhibit]:
    """The quotes of a coded question, each once, under the first of its themes; nothing where none may be shown.

    Parameters
    ----------
    evidence
        The store.
    question
        The question that counts themes, as `q9_themes`.
    noted
        Whether the chapter has said already what quotes are.
    level
        Of the heading; those of themes stand below it.
    """
    left = [quote for quote in evidence.story.quotes if quote.question == part_of(question)]
    frame = frame_of(evidence, question)
    if not left or frame is None:
        return []
    exhibits: list[Exhibit] = [Heading(_title(evidence, question), level, f"quotes-{question}")]
    if not noted:
        exhibits.append(Paragraph(words(ILLUSTRATIONS), "note"))
    ordered = [theme.theme for theme in whole_themes(evidence, question)]
    ordered += [name for name in frame.whole if name not in ordered]
    for theme in ordered:
        own = [quote for quote in left if _is_about(quote, {theme, *frame.parts_of(theme)})]
        if own:
            exhibits.append(Heading(label(frame.themes[theme].label), level + 1, f"quotes-{question}-{theme}"))
            exhibits += quoted(evidence, own)
            left = [quote for quote in left if quote not in own]
    if left:
        exhibits.append(Heading(words("Other points"), level + 1, f"quotes-{question}-others"))
        exhibits += quoted(evidence, left)
    return exhibits


def quotes_about(evidence: Evidence, themes: Collection[str], most: int) -> list[Exhibit]:
    """The first quotes with any of these themes, of as many questions as there are before a second of one."""
    own = [quote for quote in evidence.story.quotes if _is_about(quote, themes)]
    by_question: dict[str, list[Quote]] = {}
    for quote in own:
        by_question.setdefault(quote.question, []).append(quote)
    ordered = sorted(own, key=lambda quote: by_question[quote.question].index(quote))
    return quoted(evidence, ordered[:most])


def quoted(evidence: Evidence, quotes: Iterable[Quote]) -> list[Exhibit]:
    """Each quote as a block, and below it who speaks."""
    exhibits: list[Exhibit] = []
    for quote in quotes:
        exhibits.append(Paragraph((Span(quote.text, Origin.QUOTE),), "quote"))
        speaker = _speaker(evidence, quote)
        if speaker:
            exhibits.append(Paragraph((*words("– "), *speaker), "speaker"))
    return exhibits


def _speaker(evidence: Evidence, quote: Quote) -> Line:
    """'Individuals, the town': the groups by which nobody can be recognised; of a submission what it is."""
    submissions = evidence.story.submissions.get(quote.question)
    text: Line = label(submissions.label) if submissions is not None else ()
    for breakdown, level in quote.speaker.items():
        if breakdown in evidence.story.questionnaire.breakdowns:
            name = label(evidence.story.level_label(breakdown, level))
            text = (*text, *words(", " if text else ""), *name)
    return text


def _title(evidence: Evidence, question: str) -> Line:
    """Of submissions also which they are: no heading above says so."""
    told = evidence.story.submissions.get(part_of(question))
    return words(TITLE) if told is None else (*words(TITLE), *words(": "), *label(told.label))


def _is_about(quote: Quote, themes: Collection[str]) -> bool:
    return any(theme in themes for theme in quote.themes)
