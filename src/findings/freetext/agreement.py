"""How far coders agree, over what two or more of them coded; and which themes are too unsure for a headline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from findings.consultation.codeframe import FIXED_CODES, AgreementRule, FreeTextPlan
from findings.freetext.coding import Coding
from findings.freetext.decisions import Decisions, decisions_of
from findings.freetext.intervals import Interval, intervals
from findings.freetext.sums import AGREED, ALPHA, KAPPA, MEASURES, additive

ALL_CODES = ""
"""The name of all codes together."""


@dataclass(frozen=True)
class Estimate:
    """A measure: its value, None where it is not defined, and its interval, None where there is none."""

    value: Fraction | None
    interval: Interval | None = None


@dataclass(frozen=True)
class OfCode:
    """How far coders agree on one code.

    Parameters
    ----------
    code
        A theme, why a comment has none, or `ALL_CODES`.
    given
        To how many comments any of their coders gave it; of all codes, how many comments there are.
    agreed
        Of each two coders' decisions the share that is the same; of all codes, of comments with the same codes.
    kappa, alpha
        Cohen's kappa and Krippendorff's alpha (`findings.freetext.sums`).
    """

    code: str
    given: int
    agreed: Estimate
    kappa: Estimate
    alpha: Estimate


@dataclass(frozen=True)
class Agreement:
    """How far coders agree on a question's comments.

    Parameters
    ----------
    question
        The open question, or the name of the submissions.
    comments
        How many comments two or more people coded: what everything here is worked out from.
    coded
        How many anybody coded.
    codes
        A row a code, in the order of the frame.
    overall
        All codes together.
    """

    question: str
    comments: int
    coded: int
    codes: tuple[OfCode, ...]
    overall: OfCode

    def of(self, code: str) -> OfCode:
        """A row by its code."""
        return next(own for own in self.codes if own.code == code)


def agreements(plan: FreeTextPlan, codings: Sequence[Coding]) -> Mapping[str, Agreement]:
    """Question -> agreement, of each question of which some comments were coded by two people.

    Examples
    --------
    >>> plan = FreeTextPlan.model_validate({
    ...     "frames": {"plan": {"version": "1", "questions": ["q9"], "themes": {"cost": {"label": "Cost"}}}},
    ... })
    >>> given = {"Ann": ["cost", "cost", "no_content"], "Bo": ["cost", "no_content", "no_content"]}
    >>> own = agreements(plan, [Coding(str(n), "q9", code, who) for who in given for n, code in enumerate(given[who])])
    >>> own["q9"].comments, own["q9"].of("cost").agreed.value, own["q9"].of("cost").alpha.value
    (3, Fraction(2, 3), Fraction(4, 9))
    """
    return {name: _agreement(own, plan.agreement) for name, own in decisions_of(plan, codings).items()}


def held_back(agreements: Mapping[str, Agreement], rule: AgreementRule) -> frozenset[tuple[str, str]]:
    """The themes that may stand in no headline, as (question, theme).

    A theme is held back where its alpha, before it is rounded, is lower than the rule asks for. Of fewer comments than
    the rule asks for nothing is held back; nor is a theme that nobody gave.
    """
    return frozenset(
        (question, own.code)
        for question, agreement in agreements.items()
        if agreement.comments >= rule.least_comments
        for own in agreement.codes
        if own.code not in FIXED_CODES
        and own.alpha.value is not None
        and own.alpha.value < Fraction(repr(rule.least_alpha))
    )


def unsure(agreements: Mapping[str, Agreement], rule: AgreementRule) -> dict[str, tuple[str, ...]]:
    """Question -> the themes that are held back, in the order of the frame; questions without any are left out."""
    held = held_back(agreements, rule)
    named = {
        question: tuple(own.code for own in agreement.codes if (question, own.code) in held)
        for question, agreement in agreements.items()
    }
    return {question: themes for question, themes in named.items() if themes}


def _agreement(decisions: Decisions, rule: AgreementRule) -> Agreement:
    import numpy as np

    summed = additive(decisions)
    comments = len(decisions.comments)
    found = intervals(decisions.question, summed, rule.resamples, rule.seed)
    rows = []
    for column, code in enumerate((*decisions.codes, ALL_CODES)):
        own = {name: Estimate(summed.exact(name, column, np.ones(comments)), found[name][column]) for name in MEASURES}
        given = comments if code == ALL_CODES else int((summed.given[:, column] > 0).sum())
        rows.append(OfCode(code, given, own[AGREED], own[KAPPA], own[ALPHA]))
    return Agreement(decisions.question, comments, decisions.coded, tuple(rows[:-1]), rows[-1])
