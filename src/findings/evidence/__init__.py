"""The store: released cells, and the words that they are told in; all that a published page may read."""
