"""What is on the coders' desk: the comments, what may be chosen, and what was given so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from findings.consultation.build import Parameters
from findings.consultation.codeframe import Sentiment
from findings.errors import ParameterError, Problem
from findings.freetext.coding import SETTLED, Coding, Status, by_comment
from findings.freetext.codings import read_codings
from findings.freetext.submissions import Submission, read_submissions
from findings.intake import receive
from findings.intake.received import Received
from findings.setup.coding_comments import Comment, ToCode, comments_to_code
from findings.setup.coding_sheets import in_cell
from findings.setup.coding_words import Words, words_of


@dataclass(frozen=True)
class Desk:
    """What coders are given, and what they gave so far.

    Parameters
    ----------
    comments
        Every comment and submission, in its order.
    codings
        What `read_codings` made of all files of codings.
    words
        Question -> what may be chosen.
    received, submissions
        What the comments were taken from.
    """

    parameters: Parameters
    comments: tuple[ToCode, ...]
    codings: tuple[Coding, ...]
    words: Mapping[str, Words]
    received: Received
    submissions: Sequence[Submission]

    @cached_property
    def shown(self) -> dict[str, str]:
        """Key -> the comment's cell as it is written."""
        return {one.key: in_cell(one.text) for one in self.comments}

    @cached_property
    def given(self) -> dict[str, dict[Comment, list[Coding]]]:
        """Coder -> comment -> what the coder gave, refused suggestions too."""
        found: dict[str, dict[Comment, list[Coding]]] = {}
        for one in self.codings:
            if one.status is not Status.CANDIDATE:
                found.setdefault(one.coder, {}).setdefault((one.question, one.unit), []).append(one)
        return found

    @cached_property
    def candidates(self) -> dict[Comment, list[str]]:
        """Comment -> what a machine suggests."""
        found: dict[Comment, list[str]] = {}
        for one in self.codings:
            own = found.setdefault((one.question, one.unit), [])
            if one.status is Status.CANDIDATE and one.code not in own:
                own.append(one.code)
        return {comment: codes for comment, codes in found.items() if codes}

    @cached_property
    def by_coder(self) -> dict[Comment, dict[str, tuple[Coding, ...]]]:
        """Comment -> coder -> what counts of what the coder gave."""
        return by_comment(self.codings)

    @cached_property
    def coded_by(self) -> dict[Comment, tuple[str, ...]]:
        """Comment -> who coded it, or began to."""
        found: dict[Comment, tuple[str, ...]] = {}
        for coder, own in self.given.items():
            for comment, codings in own.items():
                if coder != SETTLED and any(one.status is not Status.REFUSED for one in codings):
                    found[comment] = (*found.get(comment, ()), coder)
        return found

    @cached_property
    def sentiments(self) -> dict[Comment, frozenset[Sentiment]]:
        """Comment -> the sentiments that its coders gave, each for themselves."""
        return {
            comment: frozenset(speaks for coder, own in given.items() if coder != SETTLED for speaks in _speaks(own))
            for comment, given in self.by_coder.items()
        }

    def agreed(self, comment: Comment) -> Sentiment | None:
        """The sentiment of all coders who gave one to a comment, if it is the same."""
        given = self.sentiments.get(comment, frozenset())
        return next(iter(given)) if len(given) == 1 else None

    @property
    def differing(self) -> list[ToCode]:
        """The comments to which two coders gave different codes."""
        return [one for one in self.comments if _differ(self.by_coder.get(one.comment, {}))]


def _differ(given: Mapping[str, Sequence[Coding]]) -> bool:
    own = [codings for coder, codings in given.items() if coder != SETTLED]
    speaks = {one for codings in own for one in _speaks(codings)}
    return len({frozenset(one.code for one in codings) for codings in own}) > 1 or len(speaks) > 1


def _speaks(codings: Sequence[Coding]) -> list[Sentiment]:
    return [one.sentiment for one in codings if one.sentiment is not None]


def open_desk(parameters: Parameters) -> Desk:
    """The desk of a consultation.

    Raises
    ------
    ParameterError
        If nothing is coded there.
    InputRefused
        With every fault of the responses, submissions and codings.
    """
    plan = parameters.free_text
    if plan is None:
        do = "Write a code frame first; see docs/code_free_text.md."
        raise ParameterError([Problem(parameters.name, "no codeframe.yaml, so nothing is to be coded", do=do)])
    received = receive(parameters)
    submissions = read_submissions(parameters)
    codings, _ = read_codings(parameters, received, submissions)
    words = words_of(plan, parameters.questionnaire)
    comments = tuple(one for one in comments_to_code(parameters, received, submissions) if one.question in words)
    return Desk(parameters, comments, codings, words, received, submissions)
