"""A survey file -> a first parameter folder, every guess told: `findings init DIR --from FILE`."""

from __future__ import annotations

from findings.draft.drafting import Drafted, draft
from findings.draft.proposal import Proposal, propose

__all__ = ["Drafted", "Proposal", "draft", "propose"]
