"""What proves a run: its manifest, its crate, its log, and a number's way back to the rows."""
