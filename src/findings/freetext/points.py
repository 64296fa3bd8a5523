"""The points register: every argument that anybody made, drafted from what was sent and confirmed by people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from findings.consultation.build import Parameters
from findings.evidence.quote import Point
from findings.freetext.coding import Coding
from findings.freetext.submissions import Submission
from findings.intake.received import Received


@dataclass(frozen=True)
class Register:
    """The register: its released points, its restricted text as CSV, and what a person should know."""

    points: tuple[Point, ...] = ()
    text: str = ""
    told: tuple[str, ...] = ()


def points_of(
    parameters: Parameters, received: Received, submissions: Sequence[Submission], codings: Sequence[Coding]
) -> Register:
    """The register of a run.

    Raises
    ------
    InputRefused
        With every row of `kept/points.csv` that cannot be read.
    """
    return Register()
