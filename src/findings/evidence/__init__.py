"""The store: released cells, and the words that they are told in; all that a published page may read."""

from findings.evidence.store import Evidence, open_store

__all__ = ["Evidence", "open_store"]
