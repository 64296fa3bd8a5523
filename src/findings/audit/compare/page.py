"""The memorandum as one HTML file that asks nothing of anyone and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

from findings.audit.compare.mark import marks
from findings.audit.compare.memo import RESTRICTED, Grid, Memo, Part

_WARNING = "WARNING"
_REHEARSAL = "at least one of these runs is a rehearsal, and nobody gave its answers. Not for any decision."


def page_of(memo: Memo) -> str:
    """The memorandum as a page: no script, no style but its own, every text escaped."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return "\n".join(_lines(memo, style)) + "\n"


def _lines(memo: Memo, style: str) -> Iterator[str]:
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    mark = f"{escape(memo.mark)}: " if memo.mark else ""
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="robots" content="noindex">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{mark}{escape(memo.title)} (restricted)</title>"
    yield f"<style>{style}</style>"
    yield "</head>"
    yield "<body>"
    yield '<a class="skip" href="#content">Skip to the comparison</a>'
    yield f'<p class="banner restricted"><strong>{escape(RESTRICTED.partition(":")[0])}:</strong>'
    yield f"{escape(RESTRICTED.partition(':')[2].strip())}</p>"
    if memo.mark:
        yield f'<p class="banner made-up"><strong>{escape(memo.mark)}:</strong> {_REHEARSAL}</p>'
    yield '<header class="front"><div class="inner">'
    yield f"<h1>{mark}{escape(memo.title)}</h1>"
    yield "<dl>"
    yield from (f"<div><dt>{escape(name)}</dt><dd>{escape(run)}</dd></div>" for name, run in memo.runs)
    yield "</dl>"
    yield "</div></header>"
    yield '<main id="content" tabindex="-1">'
    yield '<div class="lead">'
    yield from (f"<p>{escape(sentence)}</p>" for sentence in memo.lead)
    yield "</div>"
    for part in memo.parts:
        yield from _part(part, mark)
    yield "</main>"
    if memo.mark:
        yield from marks(memo.mark)
    yield "</body>"
    yield "</html>"


def _part(part: Part, mark: str) -> Iterator[str]:
    yield '<section class="warning">' if part.heading.startswith(_WARNING) else "<section>"
    yield f"<h2>{mark}{escape(part.heading)}</h2>"
    yield from (f"<p>{escape(text)}</p>" for text in part.paragraphs)
    for grid in part.grids:
        yield from _table(grid, mark)
    yield "</section>"


def _table(grid: Grid, mark: str) -> Iterator[str]:
    caption = f"{mark}{escape(grid.caption)}"
    # Whoever uses a keyboard alone must be able to scroll it.
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
    yield "<table>"
    yield f"<caption>{caption}</caption>"
    yield "<thead><tr>" + "".join(f'<th scope="col">{escape(name)}</th>' for name in grid.columns) + "</tr></thead>"
    yield "<tbody>"
    for first, *others in grid.rows:
        cells = "".join(f"<td>{escape(text)}</td>" for text in others)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody>"
    yield "</table>"
    if grid.more:
        yield f'<p class="more">and {grid.more:,} more in comparison.csv</p>'
    yield "</div>"
