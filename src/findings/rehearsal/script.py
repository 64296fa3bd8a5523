"""What a rehearsal follows: settings with nothing left open, and the tables that come of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from findings.consultation.build import Parameters
from findings.consultation.model import Questionnaire, sources_of
from findings.consultation.rehearsal import Rehearsal, given_by
from findings.errors import ParameterError, Problem
from findings.rehearsal.also_settings import impossible_shares
from findings.rehearsal.by_channel import as_put
from findings.rehearsal.cases import Part, counts_of, parts
from findings.rehearsal.draft import filled, with_one_answer
from findings.rehearsal.expected import likely_blank
from findings.rehearsal.network import Network, build_network
from findings.rehearsal.places import registered

MOST_BLANK = 0.9
"""Blank responses are drawn again; where nearly all are, there is nothing to rehearse."""


@dataclass(frozen=True)
class Script:
    """A rehearsal before anything of it is drawn.

    Parameters
    ----------
    parameters
        The consultation's.
    said
        The settings, filled in.
    network
        The tables of probabilities.
    responses, seed
        How many rows, and where chance comes from.
    by_channel
        Whether each channel has a file of its own.
    """

    parameters: Parameters
    said: Rehearsal
    network: Network
    responses: int
    seed: int
    by_channel: bool = False

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return self.parameters.questionnaire

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The questions with one answer of the report's sections: whoever answers none of them is drawn again."""
        by_campaigns = given_by("campaign", self.questionnaire)
        asked = (name for section in self.questionnaire.sections.values() for name in section.questions)
        return tuple(name for name in with_one_answer(self.questionnaire, asked) if name not in by_campaigns)

    @cached_property
    def blank(self) -> float:
        """How likely a response is blank by chance; such a one is drawn again."""
        return likely_blank(self.network, self.told)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Case -> how many rows."""
        return counts_of(self.responses, self.said.cases)

    def parts(self, largest: int) -> Iterator[Part]:
        """The file in parts."""
        return parts(self.responses, self.said.cases, largest)


def write_script(parameters: Parameters, responses: int, seed: int, by_channel: bool = False) -> Script:
    """Fill in the settings and work out the tables.

    Raises
    ------
    ParameterError
        If numbers are impossible, or almost nobody would answer anything.
    """
    problems = list(impossible_shares(parameters))
    if responses < 1:
        do = "Ask for at least one."
        problems.append(Problem("--responses", "a rehearsal without responses", str(responses), "1 or more", do))
    if seed < 0:
        problems.append(Problem("--seed", "a seed below nought", str(seed), "0 or more"))
    if problems:
        raise ParameterError(problems)
    if by_channel:
        parameters = as_put(parameters)
    data = parameters.consultation.data
    said = filled(
        parameters.rehearsal,
        parameters.questionnaire,
        seed,
        campaigns=list(registered(parameters.consultation)),
        unused=[name for name in sources_of(data) if name not in parameters.counted],
    )
    script = Script(parameters, said, build_network(parameters.questionnaire, said), responses, seed, by_channel)
    if not script.told and not any(asked.kind == "open" for asked in parameters.questionnaire.also_asked.values()):
        where, what = (
            f"{parameters.name}/questionnaire.yaml (sections)",
            "nothing by which a response is surely not blank",
        )
        do = "Let a section have a question with one answer, or an open one."
        raise ParameterError([Problem(where, what, do=do)])
    if script.blank > MOST_BLANK:
        raise ParameterError(
            [
                Problem(
                    f"{parameters.name}/rehearsal.yaml",
                    "almost nobody would answer a question of the report",
                    f"{script.blank:.3f} of the responses would be blank",
                    f"{MOST_BLANK} or less",
                    "Correct 'left_out', or the shares of the questions that others are asked after.",
                )
            ]
        )
    return script
