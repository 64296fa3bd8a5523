"""What the decision makers need: support, opposition and differences by section or proposal."""

from findings.decision.board import decision_evidence, write_board

__all__ = ["decision_evidence", "write_board"]
