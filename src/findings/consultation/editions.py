"""Which channels a report counts: an edition for those that are pooled, and one for each that is not."""

from __future__ import annotations

from findings.consultation.model import ResponsesData, SourcesData, TallyData

FULL = "full"
MIDPOINT = "midpoint"
"""The look while the consultation is open; made where `midpoint` is declared and `--edition midpoint` asks for it."""


def editions_of(data: TallyData | ResponsesData | SourcesData) -> dict[str, tuple[str, ...]]:
    """Edition -> the channels whose answers it counts together.

    One file of responses, or a tally, is the edition `full` of the one channel that has no name. Of several channels,
    those that the parameters pool are the edition `full`, and every other is an edition of its own, under its name;
    so is each where none are pooled. A channel of which only the submissions are counted is in none.
    """
    if not isinstance(data, SourcesData):
        return {FULL: ("",)}
    answering = [name for name, channel in data.channels.items() if channel.counts == "answers"]
    if len(answering) == 1:
        return {FULL: (answering[0],)}
    pooled = [name for name in answering if data.pooled is not None and name in data.pooled.of]
    editions = {FULL: tuple(pooled)} if pooled else {}
    return {**editions, **{name: (name,) for name in answering if name not in pooled}}
