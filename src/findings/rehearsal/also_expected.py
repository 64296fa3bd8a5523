"""What intake must find of the questions that are kept and not counted, but for chance."""

from __future__ import annotations

from typing import Any

import numpy as np

from findings.consultation.rehearsal import AlsoAnswered, drawn_also
from findings.rehearsal.also import first_choices, left_out_by_channel
from findings.rehearsal.network import Floats
from findings.rehearsal.script import Script


def also_expected(script: Script, channels: Floats) -> dict[str, dict[str, Any]]:
    """Question -> of those analysed, the share that answers it, and how they do.

    Of several answers `chosen` is the share of all that are analysed; of a ranking `first`, of a number `mean`, and of
    a day `first_day` and `last_day` are of those who answer.

    Parameters
    ----------
    script
        What is followed.
    channels
        The share of each channel among those analysed; 1 where channels do not matter.
    """
    found = {}
    for name in drawn_also(script.questionnaire):
        asked, said = script.questionnaire.also_asked[name], script.said.also_asked.get(name, AlsoAnswered())
        reached = 1 - float((left_out_by_channel(script, name) * channels).sum())
        told: dict[str, Any] = {"kind": asked.kind}
        if asked.kind == "multiple":
            # Who chooses none of the answers has left the question out, as far as a file can say.
            shares = [said.shares[option] for option in asked.options]
            told["answered"] = reached * (1 - float(np.prod([1 - share for share in shares])))
            told["chosen"] = {option: round(reached * said.shares[option], 9) for option in asked.options}
        else:
            told["answered"] = reached
        told["answered"] = round(told["answered"], 9)
        if asked.kind == "ranking":
            first = first_choices(asked, said).tolist()
            told["first"] = {option: round(share, 9) for option, share in zip(asked.options, first, strict=True)}
        elif asked.kind == "numeric":
            told["mean"] = ((said.least or 0) + (said.most or 0)) / 2
        elif asked.kind == "date":
            consultation = script.parameters.consultation
            told |= {"first_day": consultation.opened.isoformat(), "last_day": consultation.closed.isoformat()}
        found[name] = told
    return found
