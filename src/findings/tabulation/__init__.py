"""Responses or a tally -> counts, bases, percentages, nets and differences."""

from findings.tabulation.lineage import lineage_json
from findings.tabulation.tables import tabulate

__all__ = ["lineage_json", "tabulate"]
