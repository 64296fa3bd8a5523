"""The readers, by the name that `data.reader` gives."""

from __future__ import annotations

from findings.consultation.build import Parameters
from findings.intake.received import Reader, Received
from findings.intake.responses import read_responses
from findings.intake.tally import read_tally

READERS: dict[str, Reader] = {"responses": read_responses, "sources": read_responses, "tally": read_tally}


def receive(parameters: Parameters) -> Received:
    """Read a consultation's data with the reader that its parameters name.

    Raises
    ------
    InputRefused
        With every problem that the reader found.
    """
    return READERS[parameters.consultation.data.reader](parameters)
