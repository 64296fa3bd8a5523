"""What the analysed respondents wrote in the open questions that are coded: one row a comment."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from findings.intake.columns import CHANNEL, RESPONSE_ID, SOURCE_FILE, SOURCE_ROW
from findings.intake.door import Through
from findings.intake.fates import Fates

if TYPE_CHECKING:
    import pandas as pd

QUESTION, TEXT = "question", "text"
COLUMNS = (RESPONSE_ID, QUESTION, TEXT, CHANNEL, SOURCE_FILE, SOURCE_ROW)


def comments_of(
    through: Mapping[str, Through], frame: pd.DataFrame, fates: Fates, questions: Collection[str]
) -> pd.DataFrame:
    """The comments of analysed responses.

    Parameters
    ----------
    through
        Every file as it came through the door.
    frame
        One row a response of all files, in their order.
    fates
        What became of each.
    questions
        The open questions that are coded.

    Returns
    -------
    pandas.DataFrame
        `COLUMNS`, in the order of the questions and then of the responses; comments of spaces are none. Where
        responses of a person were combined, a comment that only the one that went has is the kept one's.
    """
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    for question in questions:
        texts = [text for own in through.values() for text in own.words.get(question, [""] * len(own.responses))]
        own: dict[str, tuple[object, ...]] = {}
        of_merged: dict[str, tuple[object, ...]] = {}
        for text, identifier, row, channel, file, analysed, into in zip(
            texts,
            frame[RESPONSE_ID].tolist(),
            frame[SOURCE_ROW].tolist(),
            frame[CHANNEL].tolist() if CHANNEL in frame else [""] * len(frame),
            frame[SOURCE_FILE].tolist() if SOURCE_FILE in frame else [""] * len(frame),
            fates.analysed.tolist(),
            fates.into,
            strict=True,
        ):
            if not text.strip():
                continue
            if analysed:
                own[identifier] = (identifier, question, text, channel, file, row)
            elif into:
                of_merged.setdefault(into, (into, question, text, channel, file, row))
        answered = set(frame[RESPONSE_ID][fates.analysed & (frame[question].astype(str) == "answered").to_numpy()])
        own |= {kept: comment for kept, comment in of_merged.items() if kept in answered and kept not in own}
        rows += [own[name] for name in frame[RESPONSE_ID][fates.analysed].tolist() if name in own and name in answered]
    return pd.DataFrame(rows, columns=list(COLUMNS))
