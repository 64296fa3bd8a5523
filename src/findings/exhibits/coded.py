"""Questions that coders answered: of which open question, section or submissions they are, and with which frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from findings.consultation.codeframe import PRINCIPLES, SENTIMENT, THEMES, TOGETHER, CodeFrame, Polarity, Theme
from findings.consultation.counted_codes import PEOPLE
from findings.consultation.model import BaseKind
from findings.evidence.store import Evidence

SUFFIXES = (THEMES, SENTIMENT, TOGETHER, PRINCIPLES, PEOPLE)
OF_WHOM = {
    BaseKind.ANSWERED: "who answered",
    BaseKind.ASKED: "who were asked",
    BaseKind.ALL: "respondents",
}
WHO_COMMENTED = "who commented"
SUBMISSIONS = "submissions"
"""What is counted of letters, events and petitions, which are no respondents."""


def is_coded(evidence: Evidence, question: str) -> bool:
    """Whether coders gave the answers of a question, and no respondent."""
    asked = evidence.story.questionnaire.questions.get(question)
    return asked is not None and asked.given_by == "coders"


def coded_as(evidence: Evidence, question: str) -> str:
    """What is counted of the codings: one of `SUFFIXES`; empty for a question that was asked."""
    if not is_coded(evidence, question):
        return ""
    return next((suffix for suffix in SUFFIXES if question.endswith(suffix)), "")


def part_of(question: str) -> str:
    """The open question, section or submissions that a coded question is of.

    Examples
    --------
    >>> part_of("q9_themes"), part_of("letters_themes"), part_of("q9")
    ('q9', 'letters', 'q9')
    """
    suffix = next((suffix for suffix in SUFFIXES if question.endswith(suffix)), "")
    return question.removesuffix(suffix)


def is_of_submissions(evidence: Evidence, question: str) -> bool:
    """Whether a coded question counts letters, events or petitions."""
    return is_coded(evidence, question) and part_of(question) in evidence.story.submissions


def is_of_section(evidence: Evidence, question: str) -> bool:
    """Whether a coded question counts all comments of a section together."""
    own = part_of(question)
    sections = evidence.story.questionnaire.sections
    return is_coded(evidence, question) and own in sections and own not in evidence.story.frames


def whom_of(evidence: Evidence, question: str, kind: BaseKind) -> str:
    """Of whom a share of a question is: 'who answered', of coded comments 'who commented', of letters 'submissions'."""
    if is_of_submissions(evidence, question):
        return SUBMISSIONS
    return WHO_COMMENTED if kind is BaseKind.ANSWERED and is_coded(evidence, question) else OF_WHOM[kind]


def frame_of(evidence: Evidence, question: str) -> CodeFrame | None:
    """The code frame that a coded question was coded with; of a section that of its first coded question."""
    frames, own = evidence.story.frames, part_of(question)
    if own in frames:
        return frames[own]
    section = evidence.story.questionnaire.sections.get(own)
    named = section.questions if section is not None else ()
    return next((frames[name] for name in named if name in frames), None)


def takes_sides(frame: CodeFrame | None) -> bool:
    """Whether any theme of a code frame says how who names it stands to what is asked about."""
    return frame is not None and any(theme.polarity is not Polarity.EITHER for theme in frame.themes.values())


def theme_of(evidence: Evidence, question: str, option: str) -> Theme | None:
    """The theme that an option of a coded question is, with its parts where it is a net."""
    frame = frame_of(evidence, question)
    return frame.themes.get(option.removeprefix("net_")) if frame is not None else None


def without_coded(evidence: Evidence, questions: Iterable[str]) -> Iterator[str]:
    """The questions that were asked."""
    return (question for question in questions if not is_coded(evidence, question))


def themes_of_section(evidence: Evidence, section: str) -> str:
    """The question that counts the themes of a section: of all its comments, or of the one question that is coded."""
    named = evidence.story.questionnaire.sections[section].questions
    themes = [question for question in named if coded_as(evidence, question) == THEMES]
    whole = section + THEMES
    return whole if whole in themes else (themes[0] if themes else "")


def unsure_of(evidence: Evidence, question: str) -> frozenset[str]:
    """The themes of which coders did not agree enough for a headline; of a section those of any of its questions."""
    unsure = getattr(evidence.story, "unsure", {})
    own = part_of(question)
    section = evidence.story.questionnaire.sections.get(own)
    named = (own, *(section.questions if section is not None and own not in evidence.story.frames else ()))
    return frozenset(theme for name in named for theme in unsure.get(name, ()))
