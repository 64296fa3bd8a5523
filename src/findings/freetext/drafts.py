"""What yields a draft of a point: every passage of a letter or note, every rare comment, every theme that was given.

A draft is a hint for whoever reads: it guesses and decides nothing. Passages of the same words are one draft with
several sources, so that a letter that hundreds sent is read once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.asked import Questionnaire
from findings.consultation.codeframe import FIXED_CODES, OUTSIDE, FreeTextPlan
from findings.consultation.points_file import THEME, PointKind
from findings.consultation.voices import VoiceKind
from findings.freetext.coding import Coding, by_comment, decided
from findings.freetext.headings import HEADING, headed, section_names
from findings.freetext.heard import Heard, Passage
from findings.freetext.passages import frames_of
from findings.freetext.unlike import LEAST_ALIKE, nearest

OF_A_SUBMISSION, IS_OUTSIDE, IS_RARE, IS_ALTERNATIVE, ASKS, IS_UNLIKE, OF_A_THEME = (
    "a passage of a submission",
    "coded outside the code frame",
    "a theme that few gave",
    "words of an alternative",
    "a question",
    "like no other comment",
    "a theme that was given",
)
MOST_COMPARED = 100_000
"""Comments to a question; of more, none is looked at for being like no other, and that is told."""
_ALTERNATIVE = re.compile(
    r"\b(?:instead|alternatives?|alternatively|why not|rather than|what about|how about|suggest(?:ion|ions|ed)?|propose"
    r"|couldn['\u2019]?t|wouldn['\u2019]?t it|could\b[^.?!\n]{0,80}\bnot|would it not be|better (?:to|if|idea)"
    r"|have you (?:considered|thought))\b"
)
_CONDITION = re.compile(
    r"\b(?:provided (?:that|it|they|there|the)|providing (?:that|it|they|there|the)|only if|as long as|so long as"
    r"|on (?:the )?condition|unless)\b"
)


@dataclass(frozen=True)
class Draft:
    """One draft of a point.

    Parameters
    ----------
    number
        Its place among all drafts of the run, decided ones too: reading one does not give the others new numbers.
    channel
        The kind of submissions, the open question, or `theme`.
    places
        Where it comes from, as the register names it; several where the same words were sent several times.
    text
        What it says, in the words of whoever wrote; of a theme its label and definition.
    why
        Why it is a draft.
    kind
        A guess.
    themes, sections
        What the submission or comment was coded with, and what it is about.
    passages
        What it was made of; none of a theme.
    aside
        Why it is no point by the rule of `findings.freetext.passages`; else empty.
    """

    number: int
    channel: str
    places: tuple[str, ...]
    text: str
    why: tuple[str, ...]
    kind: PointKind
    themes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    aside: str = ""


def drafts_of(
    plan: FreeTextPlan, questionnaire: Questionnaire, heard: Heard, codings: Sequence[Coding]
) -> tuple[Draft, ...]:
    """Every draft: of submissions, then of comments, then of themes.

    Parameters
    ----------
    plan, questionnaire
        What is coded, and in which section a question stands.
    heard
        Every passage.
    codings
        What coders gave, brought forward to the present code frame.
    """
    given = {key: tuple(one.code for one in decided(own)) for key, own in by_comment(codings).items()}
    section_of = {name: part for part, own in questionnaire.sections.items() for name in own.questions}
    found = [*_of_submissions(plan, questionnaire, heard, given)]
    for question in plan.coded:
        sections = (section_of[question],) if question in section_of else ()
        own = {unit: parts for (name, unit), parts in heard.commented.items() if name == question}
        codes = {unit: given.get((question, unit), ()) for unit in own}
        found += _of_comments(plan, own, codes, sections)
        found += _of_themes(plan, question, codes, sections)
    found.sort(key=lambda draft: draft.channel == THEME)
    return tuple(_numbered(found))


def kind_of(text: str) -> PointKind:
    """What kind of point a text seems to be.

    Examples
    --------
    >>> [kind_of(text) for text in ("Why not a van?", "Only if buses run.", "Who will pay?", "It floods.")]
    ['alternative', 'condition', 'question', 'argument']
    """
    plain = text.casefold()
    if _ALTERNATIVE.search(plain):
        return "alternative"
    if _CONDITION.search(plain):
        return "condition"
    return "question" if "?" in text else "argument"


def _of_submissions(
    plan: FreeTextPlan, questionnaire: Questionnaire, heard: Heard, given: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[Draft]:
    names = section_names(questionnaire)
    for key, parts in heard.submitted.items():
        themes = _themes(given.get(key, ()))
        texts = [one.text for one in parts]
        # Only a letter has a frame: in notes of an event a single word may be what somebody said.
        letter = _is_letter(plan, key[0])
        asides = frames_of(texts) if letter else [""] * len(parts)
        over = headed(texts, names, colon=not letter)
        for part, aside, own in zip(parts, asides, over, strict=True):
            sections = heard.submissions[key].sections if own.sections is None else own.sections
            yield _draft(part, (OF_A_SUBMISSION,), themes, sections, aside or (HEADING if own.alone else ""))


def _is_letter(plan: FreeTextPlan, channel: str) -> bool:
    return plan.submissions[channel].kind is VoiceKind.LETTER


def _of_comments(
    plan: FreeTextPlan,
    comments: Mapping[str, tuple[Passage, ...]],
    codes: Mapping[str, tuple[str, ...]],
    sections: tuple[str, ...],
) -> Iterator[Draft]:
    """The rare comments of a question; what coders found empty or set aside is not drafted again."""
    read = {unit: parts for unit, parts in comments.items() if not _settled(codes[unit])}
    often = Counter(code for own in codes.values() for code in set(_themes(own)))
    alone = set(_unlike(read)) if len(read) <= MOST_COMPARED else set()
    for unit, parts in read.items():
        own = codes[unit]
        of_all = [IS_OUTSIDE] if OUTSIDE in own else []
        of_all += [IS_RARE] if any(often[theme] <= plan.rare for theme in _themes(own)) else []
        of_all += [IS_UNLIKE] if unit in alone else []
        for part in parts:
            says = [IS_ALTERNATIVE] if _ALTERNATIVE.search(part.text.casefold()) else []
            why = (*of_all, *says, *([ASKS] if "?" in part.text else []))
            if why:
                yield _draft(part, why, _themes(own), sections)


def _of_themes(
    plan: FreeTextPlan, question: str, codes: Mapping[str, tuple[str, ...]], sections: tuple[str, ...]
) -> Iterator[Draft]:
    """A draft a theme that more than a few gave: what many say is a point as well as what one says."""
    frame = plan.frame_of(question)
    often = Counter(code for own in codes.values() for code in set(_themes(own)))
    for name, theme in frame.serving(question).items() if frame is not None else ():
        if often[name] > plan.rare:
            text = f"{theme.label}: {theme.definition}" if theme.definition else theme.label
            yield Draft(0, THEME, (f"{THEME}:{question}:{name}",), text, (OF_A_THEME,), "argument", (name,), sections)


def _settled(codes: Iterable[str]) -> bool:
    return bool(set(codes) & (set(FIXED_CODES) - {OUTSIDE})) and not _themes(codes)


def _themes(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code not in FIXED_CODES))


def _unlike(comments: Mapping[str, tuple[Passage, ...]]) -> Iterator[str]:
    """The comments that no other comment to the same question resembles."""
    if len(comments) < 2:
        return
    texts = [" ".join(part.text for part in parts) for parts in comments.values()]
    for unit, near, text in zip(comments, nearest(texts), texts, strict=True):
        if near < LEAST_ALIKE and any(character.isalnum() for character in text):
            yield unit


def _draft(
    part: Passage, why: tuple[str, ...], themes: tuple[str, ...], sections: tuple[str, ...], aside: str = ""
) -> Draft:
    return Draft(0, part.channel, (part.place,), part.text, why, kind_of(part.text), themes, sections, (part,), aside)


def _numbered(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Drafts of the same words in the same channel as one, numbered."""
    groups: dict[tuple[str, str, str], list[Draft]] = {}
    for draft in drafts:
        words = " ".join(draft.text.split()) if draft.channel != THEME else draft.places[0]
        groups.setdefault((draft.channel, words, draft.aside), []).append(draft)
    for number, group in enumerate(groups.values(), start=1):
        first = group[0]
        yield Draft(
            number,
            first.channel,
            tuple(place for draft in group for place in draft.places),
            first.text,
            tuple(dict.fromkeys(why for draft in group for why in draft.why)),
            first.kind,
            tuple(dict.fromkeys(theme for draft in group for theme in draft.themes)),
            tuple(dict.fromkeys(section for draft in group for section in draft.sections)),
            tuple(part for draft in group for part in draft.passages),
            first.aside,
        )
