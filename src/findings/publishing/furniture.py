"""The page's own words: what stands on every report, whatever it reports, and what the panel is made of.

They stand in one file, `templates/html/words.json`, so that another language is another mapping with the same names.
Names that begin with ``page.`` are the templates'; all others are handed to the page's script.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from findings.publishing.exporter import template_text

_FILE = "html/words.json"
_OF_TEMPLATES = "page."
_OF_CODES = "coded."


def _read() -> dict[str, str]:
    words: dict[str, str] = json.loads(template_text(_FILE))
    return words


WORDS: Mapping[str, str] = _read()
"""The words in English, by name. In braces stands what is put in: a group, a number, a date."""


def of_script(words: Mapping[str, str], *, coded: bool = False) -> dict[str, str]:
    """The words that the page's script needs; those of coded comments only where there are some.

    Examples
    --------
    >>> of_script({"page.contents": "Contents", "panel.close": "Close"})
    {'panel.close': 'Close'}
    """
    others = (_OF_TEMPLATES,) if coded else (_OF_TEMPLATES, _OF_CODES)
    return {name: text for name, text in words.items() if not name.startswith(others)}
