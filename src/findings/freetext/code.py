"""Comments and what coders made of them -> answers that can be counted: the way through the room."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from findings.consultation.build import Parameters
from findings.consultation.codeframe import FreeTextPlan
from findings.evidence.quote import Point, Quote
from findings.freetext.agreement import Agreement, agreements, unsure
from findings.freetext.coding import Coding
from findings.freetext.codings import read_all_codings
from findings.freetext.columns import with_columns
from findings.freetext.coverage import Coverage
from findings.freetext.kept_out import SetAside
from findings.freetext.points import points_of
from findings.freetext.quotes import ChosenQuote, notes_not_understood, quotes_of
from findings.freetext.submissions import Submission, read_submissions, submission_frame
from findings.intake.received import Received

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class FreeText:
    """What free text comes to.

    Parameters
    ----------
    received
        The responses, with a column for each question that is counted from codings.
    codings
        Every coding that was read, brought forward to the present code frame; candidates and refused ones too.
    submissions
        Letters and others, one each.
    submitted
        One row a submission: `submission_id`, `channel`, and a column for each question counted of submissions; None
        without any.
    agreements
        Question -> how far two coders agree.
    quotes
        Those chosen and those left out, each with its reason; only the chosen ones' `quote` is released.
    points
        The register, as it may be released.
    register
        All of it, as CSV text.
    coverage
        Of each coded question and kind of submissions what became of everything received.
    told
        What a person should know: a line each.
    set_aside
        Rows of files of codings that are kept out, each with its reason.
    """

    received: Received
    plan: FreeTextPlan | None = None
    codings: tuple[Coding, ...] = ()
    submissions: tuple[Submission, ...] = ()
    submitted: pd.DataFrame | None = None
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    quotes: tuple[ChosenQuote, ...] = ()
    points: tuple[Point, ...] = ()
    register: str = ""
    coverage: tuple[Coverage, ...] = ()
    told: Sequence[str] = ()
    set_aside: tuple[SetAside, ...] = ()

    @property
    def released_quotes(self) -> tuple[Quote, ...]:
        """The quotes that may be shown."""
        return tuple(chosen.quote for chosen in self.quotes if chosen.quote is not None)

    @property
    def unsure(self) -> dict[str, tuple[str, ...]]:
        """Question -> the themes on which coders did not agree enough for a headline."""
        return unsure(self.agreements, self.plan.agreement) if self.plan is not None else {}


def code(parameters: Parameters, received: Received) -> FreeText:
    """Read what coders gave and make it countable.

    Raises
    ------
    InputRefused
        With every coding that fits no comment, no theme or no coder, and every fault of a file.
    """
    plan = parameters.free_text
    if plan is None or received.responses is None or not parameters.shows_answers:
        return FreeText(received)
    submissions = read_submissions(parameters)
    read = read_all_codings(parameters, received, submissions)
    codings = read.codings
    coded = dataclasses.replace(received, responses=with_columns(plan, parameters.questionnaire, received, codings))
    register = points_of(parameters, coded, submissions, codings)
    return FreeText(
        coded,
        plan,
        codings,
        submissions,
        submission_frame(plan, submissions, codings),
        agreements(plan, codings),
        quotes_of(parameters, coded, codings),
        register.points,
        register.text,
        register.coverage,
        (*read.told, *notes_not_understood(codings), *register.told),
        read.set_aside,
    )
