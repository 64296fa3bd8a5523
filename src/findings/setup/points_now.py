"""The points register as it is now, without a run: what the workbook of points is written from and read against."""

from __future__ import annotations

from findings.consultation.build import Parameters
from findings.errors import ParameterError, Problem
from findings.freetext.codings import read_codings
from findings.freetext.points import Register, points_of
from findings.freetext.submissions import read_submissions
from findings.intake import receive
from findings.intake.received import Received


def register_now(parameters: Parameters, received: Received | None = None) -> Register:
    """The register of what was received and of what people decided.

    Parameters
    ----------
    parameters
        The consultation.
    received
        Its responses, where they were read already.

    Raises
    ------
    ParameterError
        If no code frame says what is coded.
    InputRefused
        If responses, submissions, codings or the register cannot be read.
    """
    received = received if received is not None else received_now(parameters)
    submissions = read_submissions(parameters)
    codings, _ = read_codings(parameters, received, submissions)
    return points_of(parameters, received, submissions, codings)


def received_now(parameters: Parameters) -> Received:
    """The responses, of a consultation that has something to read points from.

    Raises
    ------
    ParameterError
        If no code frame says what is coded.
    InputRefused
        If the responses cannot be read.
    """
    if parameters.free_text is None:
        what = "no points register: nothing says which open questions and submissions are read"
        do = "Write codeframe.yaml; see docs/points.md."
        raise ParameterError([Problem(f"{parameters.name}/codeframe.yaml", what, do=do)])
    return receive(parameters)
