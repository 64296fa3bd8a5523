"""What became of the rows received, in lines for the analyst: what `findings check` prints."""

from __future__ import annotations

from collections import Counter

from findings.intake.reasons import REASONS
from findings.intake.received import FunnelRow, Received


def account_lines(received: Received) -> list[str]:
    """The funnel, in all and by channel, what was flagged, and the campaigns that no parameter knows."""
    lines = [_steps("received", received.funnel)]
    lines += [_steps(f"  {channel}", own) for channel, own in received.by_channel.items()]
    times = Counter(flag.reason for flag in received.flags)
    if times:
        lines.append("to look at, and counted all the same (flags.csv of a run names them):")
        lines += [f"  {n:,} x {code}: {REASONS[code].meaning}" for code, n in sorted(times.items())]
    found = received.campaigns_found.count("    text: ")
    if found:
        lines.append(
            f"{found} text{'s' if found > 1 else ''} sent by many people, and not registered as a campaign: "
            "a run writes them into restricted/campaigns_found.yaml, to be read, named and put into consultation.yaml"
        )
    if received.not_compared:
        lines.append(
            "too many comments to compare them all: neither near copies nor new campaign texts were looked for"
        )
    return lines


def _steps(name: str, funnel: tuple[FunnelRow, ...]) -> str:
    first, *taken, last = funnel
    parts = [f"{row.name} {row.n:,}" for row in taken]
    return f"{name} {first.n:,}" + (f", less {', '.join(parts)}" if parts else "") + f": analysed {last.n:,}"
