"""The number wall's last check: every figure on a finished page says where it comes from."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

from findings.errors import Problem
from findings.exhibits.model import Origin

_READ_OUT = ("alt", "title", "aria-label", "aria-description", "placeholder", "summary", "content")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
# What no reader sees: the style sheet, and meta elements, which are checked for their content only
# where a reader may meet it (a description in a list of search results).
_UNSEEN = frozenset({"style", "script", "template"})


def figures_without_origin(html: str) -> tuple[Problem, ...]:
    """What stands on the page as a figure but in no element with `data-cell` or `data-origin`.

    Looks at all text but that of `style` and `script` (so also at `title` and `desc` of a chart),
    and at the attributes that are read out: alt, title, aria-label and their like. A figure is any
    character of Unicode's number categories, so also a half sign or an Arabic digit.

    Examples
    --------
    >>> figures_without_origin('<p>In <span data-origin="cell">85</span> of <b>100</b></p>')[0].found
    '100'
    >>> figures_without_origin('<svg data-origin="cell"><text>85</text></svg>')
    ()
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.problems)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[Problem] = []
        self._open: list[tuple[str, bool]] = []
        self._near = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        own = bool(given.get("data-cell")) or given.get("data-origin") not in (None, "", Origin.WORDS)
        covered = self._covered() or own
        self._near = given.get("id") or self._near
        for name in _READ_OUT:
            machine_only = name == "content" and given.get("name") not in ("description", "author", "keywords")
            if not machine_only and not covered:
                self._check(given.get(name) or "", f"the attribute {name} of a {tag} element")
        if tag not in _VOID:
            self._open.append((tag, covered))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        # In SVG `<path/>` closes itself; in HTML `<p/>` does not, and browsers leave it open.
        if tag not in _VOID and any(name in ("svg", "math") for name, _ in self._open):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        element = self._open[-1][0] if self._open else "page"
        if element not in _UNSEEN and not self._covered():
            self._check(data, f"the text of a {element} element")

    def _covered(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _check(self, text: str, where: str) -> None:
        if any(unicodedata.category(character).startswith("N") for character in text):
            near = f", at or after '{self._near}'" if self._near else ""
            self.problems.append(
                Problem(
                    where + near,
                    "a figure without origin",
                    found=_short(text),
                    allowed="figures that come from a cell, a parameter, a label, a citation or the numbering",
                    do="Quote the cell with say(), or take the figure out of the text.",
                )
            )


def _short(text: str) -> str:
    words = re.sub(r"\s+", " ", text).strip()
    return words if len(words) <= 80 else words[:79] + "…"
