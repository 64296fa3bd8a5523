"""Files -> responses or a tally, and a ledger of what happened to every row received."""
