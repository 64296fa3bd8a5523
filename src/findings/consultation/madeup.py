"""How made-up data are marked, for ever: in the file itself, and wherever they are shown.

`findings.rehearsal` writes the marks, `findings.intake` knows them again whatever the parameters say, and whatever
shows a number prints `MARK` with it.
"""

from __future__ import annotations

MARK = "MADE-UP DATA"
"""What a reader sees on every page, chart and sheet."""

COLUMN = "made_up"
"""The column of a rehearsed file that says so in every row."""

VALUE = "made up"
"""What stands in that column."""

ID_PREFIX = "made-up-"
"""How the identifier of a made-up response begins, so that a file that lost the column is still known."""
