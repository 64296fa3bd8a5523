"""What was mentioned most in comments, in sentences bound to cells: for and against side by side, in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from findings.consultation.codeframe import Polarity
from findings.consultation.names import CellId
from findings.evidence.share_words import phrase_for, says_in_words
from findings.evidence.store import Evidence
from findings.exhibits.coded import frame_of, is_of_submissions, takes_sides, unsure_of
from findings.exhibits.findings_told import nobody_answered
from findings.exhibits.in_words import in_words
from findings.exhibits.model import Line, Paragraph
from findings.exhibits.not_coded import all_coded, none_coded, none_coded_told, not_coded_told
from findings.exhibits.sentences import line
from findings.exhibits.theme_rows import WholeTheme, whole_themes
from findings.exhibits.wording import label, question_heading, words

NO_THEME = "No theme of the code frame was found in these comments."
NO_THEME_YET = "No theme of the code frame was found in those that are coded."
SMALL = "Which themes were mentioned most is not said, since some counts are hidden."
MOST_ALIKE = 3
"""Themes that are mentioned alike most, and can still all be named in a sentence."""


@dataclass(frozen=True)
class Side:
    """Themes of one side: what a sentence, a title and a list call it, and the themes that were mentioned most."""

    said: Line
    in_short: Line
    leading: tuple[WholeTheme, ...]


@cache
def _sides() -> tuple[tuple[frozenset[Polarity], Line, Line], ...]:
    return (
        (frozenset({Polarity.FOR}), words("For it, mentioned most: "), words("for it: ")),
        (frozenset({Polarity.AGAINST}), words("Against it, mentioned most: "), words("against it: ")),
        (
            frozenset({Polarity.NEUTRAL, Polarity.EITHER}),
            words("Neither or both, mentioned most: "),
            words("neither or both: "),
        ),
    )


@cache
def _no_sides() -> tuple[tuple[frozenset[Polarity], Line, Line], ...]:
    """Of a code frame whose themes say nothing of how people stand: what was mentioned most, on no side."""
    return ((frozenset(Polarity), words("Mentioned most: "), ()),)


def theme_findings(evidence: Evidence, question: str) -> Iterator[Paragraph]:
    """The findings of a coded question: of each side the theme mentioned most, and which themes are not in it."""
    if nobody_answered(evidence, question):
        yield Paragraph(words("Nobody commented."), "finding")
        return
    if none_coded(evidence, question):
        yield Paragraph(none_coded_told(evidence, question), "finding")
        return
    left = not_coded_told(evidence, question)
    if left:
        yield Paragraph(left)
    if not whole_themes(evidence, question):
        # A hidden count of comments that are not coded may be all of them.
        unread = NO_THEME_YET if left else SMALL
        yield Paragraph(words(NO_THEME if all_coded(evidence, question) else unread), "finding")
        return
    sides = most_mentioned(evidence, question)
    if sides is None:
        yield Paragraph(words(SMALL))
    elif sides:
        text: Line = ()
        for side in sides:
            text = (*text, *words(" " if text else ""), *side.said, *_leading(evidence, question, side), *words("."))
        text = (*text, *_not_named(evidence, question))
        yield Paragraph(tuple(span for span in text if span.text), "finding")
    yield from _left_out(evidence, question)


def _not_named(evidence: Evidence, question: str) -> Line:
    """That nothing for it or against it was named, where the code frame has such themes and the other side was."""
    if not all_coded(evidence, question):
        return ()
    frame = frame_of(evidence, question)
    named = {theme.polarity for theme in whole_themes(evidence, question)}
    there = {theme.polarity for name, theme in (frame.themes if frame else {}).items()
             if evidence.find(CellId(question, name)) is not None}  # fmt: skip
    if Polarity.FOR in there - named and Polarity.AGAINST in named:
        return words(" No theme that is for it was named.")
    if Polarity.AGAINST in there - named and Polarity.FOR in named:
        return words(" No theme that is against it was named.")
    return ()


def most_mentioned(evidence: Evidence, question: str) -> list[Side] | None:
    """Of each side the themes that were mentioned most; None where a hidden count may be larger.

    A theme of which coders did not agree is in no headline (`Story.unsure`); neither is the whole of which it is a
    part. Of both sides or of none: what can be said of one side alone would take it.
    """
    themes = [theme for theme in whole_themes(evidence, question) if not is_unsure(evidence, question, theme)]
    counts = {theme.option: evidence.cell(CellId(question, theme.option).text).cell for theme in themes}
    if not all(cell.visible for cell in counts.values()):
        return None
    sides = []
    for polarities, said, in_short in _sides() if takes_sides(frame_of(evidence, question)) else _no_sides():
        own = [theme for theme in themes if theme.polarity in polarities]
        top = max((counts[theme.option].number for theme in own), default=0)
        leading = tuple(theme for theme in own if counts[theme.option].number == top)
        if leading and len(leading) <= MOST_ALIKE:
            sides.append(Side(said, in_short, leading))
    return sides


def is_unsure(evidence: Evidence, question: str, theme: WholeTheme) -> bool:
    """Whether coders did not agree enough on a theme or on a part of it."""
    return bool({theme.theme, *theme.parts} & unsure_of(evidence, question))


def theme_headline(evidence: Evidence, question: str) -> Line:
    """The title of a chart of themes: of each side the theme mentioned most, with its share."""
    name = label(evidence.story.questionnaire.questions[question].short)
    told = _in_short(evidence, question, "{cell:option} {cell:percent}")
    return (*name, *_most(evidence, question), *told) if told else (*name, *words(", all respondents"))


def themes_in_a_line(evidence: Evidence, question: str) -> Iterator[Line]:
    """The same for the summary, each share with its count and base, and how many comments are not coded yet.

    Nothing where nothing stands out and all are coded.
    """
    if none_coded(evidence, question):
        yield (*question_heading(evidence, question), *words(". "), *none_coded_told(evidence, question))
        return
    told = _in_short(evidence, question, "{cell:option}, {cell:percent} ({cell:count} of {cell:base} who commented)")
    left = not_coded_told(evidence, question)
    told = (*_most(evidence, question), *told, *words(".")) if told else ()
    if told or left:
        between = words(" " if told else ". ") if left else ()
        yield (*question_heading(evidence, question), *told, *between, *left)


def _most(evidence: Evidence, question: str) -> Line:
    sides = takes_sides(frame_of(evidence, question))
    return words(". Mentioned most, " if sides else ". Mentioned most: ")


def _in_short(evidence: Evidence, question: str, template: str) -> Line:
    text: Line = ()
    for side in most_mentioned(evidence, question) or ():
        text = (*text, *words("; " if text else ""), *side.in_short)
        for place, theme in enumerate(side.leading):
            told = line(template, cell=evidence.cell(CellId(question, theme.option).text))
            text = (*text, *words(" and " if place else ""), *told)
    return text


def _leading(evidence: Evidence, question: str, side: Side) -> Line:
    text: Line = ()
    for place, theme in enumerate(side.leading):
        cell = evidence.cell(CellId(question, theme.option).text)
        phrase = (*in_words(cell), *words(", ")) if _has_phrase(evidence, question, theme.option) else ()
        unit = _unit(evidence, question)
        told = line("{cell:option}, {phrase}{cell:percent} ({cell:count} of {cell:base}{unit})", cell=cell,
                    phrase=phrase, unit=unit)  # fmt: skip
        text = (*text, *words("; " if place else ""), *told)
    return tuple(span for span in text if span.text)


def _unit(evidence: Evidence, question: str) -> Line:
    return words(" submissions" if is_of_submissions(evidence, question) else " who commented")


def _has_phrase(evidence: Evidence, question: str, option: str) -> bool:
    """Whether a word for the share stands beside it: of each theme of the sentence or of none, and of enough people."""
    base = evidence.find(CellId(question, "base"))
    if base is None or not base.visible or not says_in_words(base.number):
        return False
    sides = most_mentioned(evidence, question) or []
    options = [theme.option for side in sides for theme in side.leading]
    asked = evidence.find(CellId(question, "base_asked"))
    for one in {*options, option}:
        count = evidence.cell(CellId(question, one).text).cell
        # A word that is true of those who commented and not of all who were asked would take a base's side.
        others = [asked.number] if asked is not None and asked.visible and asked.number else []
        if len({phrase_for(count.number, number) for number in (base.number, *others)}) > 1:
            return False
    return True


def _left_out(evidence: Evidence, question: str) -> Iterator[Paragraph]:
    names: Line = ()
    for theme in whole_themes(evidence, question):
        if is_unsure(evidence, question, theme):
            name = label(evidence.story.option_label(question, theme.option))
            names = (*names, *words("; " if names else ""), *name)
    if names:
        yield Paragraph(
            (*words("Not said here, since coders did not agree enough on it: "), *names, *words(".")), "note"
        )
