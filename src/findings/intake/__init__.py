"""Files -> responses or a tally, and a ledger of what happened to every row received."""

from findings.intake.account import account_lines
from findings.intake.ledger import write_received
from findings.intake.registry import receive

__all__ = ["account_lines", "receive", "write_received"]
