"""Made-up responses from any questionnaire, with everything that was put into them written down."""

from findings.rehearsal.rehearsing import Rehearsed, rehearse

__all__ = ["Rehearsed", "rehearse"]
