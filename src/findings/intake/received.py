"""What intake hands on: responses or a tally, the funnel, and what became of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from findings.consultation.build import Parameters
from findings.evidence.cell import SourceKind

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tally:
    """Counts without respondents.

    Parameters
    ----------
    counts
        Question -> group -> answer -> n. A group is an option of the question `grouped_by`, or `all`
        for a question that was counted without groups. The answers of a group, with not_answered and
        not_asked, add up to the group.
    lines
        The line of the file that each count stands on, by (question, group, answer); a count that
        was worked out (not answered, not asked) has none.
    checks
        The line of the base that the answers of a (question, group) were added up against, where the
        file gives one.
    """

    counts: dict[str, dict[str, dict[str, int]]]
    lines: dict[tuple[str, str, str], int]
    grouped_by: str
    checks: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class FunnelRow:
    """One step from received to analysed; `n` is what is left, or with `removed` what went."""

    name: str
    label: str
    n: int
    removed: bool = False


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What became of one row of a file.

    Parameters
    ----------
    source_row, response_id
        Where it stood, and what it is called.
    outcome, reason
        What was done, and why, by their codes.
    channel, source_file
        How it came, where there are several channels, and in which file.
    into
        The response that it was merged into.
    """

    source_row: int
    response_id: str
    outcome: str
    reason: str = ""
    channel: str = ""
    source_file: str = ""
    into: str = ""


@dataclass(frozen=True)
class Flag:
    """Something in a response that a person should look at; the response is counted all the same."""

    source_file: str
    source_row: int
    response_id: str
    reason: str
    column: str = ""
    value: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Received:
    """A consultation's data after intake.

    Parameters
    ----------
    source_kind
        What kind of data they are.
    responses
        One row a respondent: `response_id`, `source_row` (the header is row 1), where there are several channels
        `channel` and `source_file`, and a column a question. A counted question holds an option's name,
        `not_answered` or `not_asked`; the others what `intake.kept` says. None for a tally.
    tally
        Counts without respondents, or None.
    funnel
        From received to analysed; adds up.
    ledger
        One row a row of each file.
    quarantine
        The rows that were taken out, as they were, less the columns that are never read: CSV text.
    flags
        What a person should look at.
    campaigns_found
        Texts that many people sent and that no parameter knows, as lines for `campaigns:` of `consultation.yaml`.
    not_compared
        Whether there were too many comments to look for near copies and for campaigns that are not registered.
    by_channel
        Channel -> its own funnel, where there are several channels.
    comments
        One row a comment of an analysed response to an open question that is coded; None where nothing is coded.
    """

    source_kind: SourceKind
    responses: pd.DataFrame | None
    tally: Tally | None
    funnel: tuple[FunnelRow, ...]
    ledger: tuple[LedgerRow, ...]
    quarantine: str
    flags: tuple[Flag, ...] = ()
    campaigns_found: str = ""
    not_compared: bool = False
    by_channel: Mapping[str, tuple[FunnelRow, ...]] = field(default_factory=dict)
    comments: pd.DataFrame | None = None

    @property
    def analysed(self) -> int:
        """How many responses are analysed."""
        return self.funnel[-1].n


class Reader(Protocol):
    """Reads a file as the parameters say; raises `InputRefused` with every problem."""

    def __call__(self, parameters: Parameters) -> Received:
        """Read, check and hand on."""
        ...
