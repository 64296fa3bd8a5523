"""What a run did, one event a line: which step, what happened, why.

No times and no rows: the log of two equal runs is equal, and no answer stands in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Event:
    """One thing that happened to one step.

    Parameters
    ----------
    event
        ran, reused, skipped, failed, refused or another short word.
    step
        The step's name.
    reason
        Why, in words; never a value or a row of the data.
    """

    event: str
    step: str
    reason: str = ""


def log_lines(events: Iterable[Event]) -> str:
    r"""The text of `log.jsonl`: a JSON object a line, in the order given.

    Examples
    --------
    >>> print(log_lines([Event("ran", "intake", "the data changed")]), end="")
    {"event": "ran", "step": "intake", "reason": "the data changed"}
    """
    return "".join(json.dumps(asdict(event), ensure_ascii=False) + "\n" for event in events)
