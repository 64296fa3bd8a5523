"""What can show or hide a number beside the text: pictures, and scripts and styles that are not the package's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from findings.errors import Problem
from findings.publishing.check.page import Page, at, short
from findings.publishing.exporter import names_in, template_text
from findings.publishing.script import script

MEND = "Take it out: a page holds nothing whose numbers nobody can look up."
_FOLDER = "html"
_DARK = re.compile(
    r"@media screen and \(prefers-color-scheme: dark\) \{\n"
    r"(?: *main svg(?: \[(?:fill|stroke)=\"#[0-9a-fA-F]{6}\"\])? \{ (?:fill|stroke): #[0-9a-fA-F]{6}; \}\n)*\}\n"
)
"""The only rules that are made for a report: colours of its drawings on a dark ground."""


def beyond_text(page: Page) -> Iterator[Problem]:
    """Elements that nobody can read, scripts and styles that are not the package's, a page without a policy."""
    for tag, near in page.unreadable:
        yield Problem(f"a {tag} element{at(near)}", "an element whose numbers nobody can look up", do=MEND)
    for text in page.scripts:
        if text not in (script()[0], script(coded=True)[0]):
            yield Problem("a script", "one that is not the report's own", short(text), do=MEND)
    for style in page.styles:
        if rest := _not_ours(style):
            yield Problem("a style sheet", "rules that are not the report's own", short(rest), do=MEND)
    if not page.policy:
        yield Problem("the page", "no policy of what it may run and ask", do=MEND)


def _not_ours(style: str) -> str:
    """What a style sheet holds beside those of the package."""
    for own in _own_styles():
        style = style.replace(own, "", 1)
    return _DARK.sub("", style, count=1).strip()


@cache
def _own_styles() -> tuple[str, ...]:
    return tuple(template_text(f"{_FOLDER}/{name}") for name in names_in(_FOLDER) if name.endswith(".css"))
