"""`findings compare`: what changed between two runs, and what did it."""

from findings.audit.compare.command import compare

__all__ = ["compare"]
