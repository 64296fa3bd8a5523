"""Text as a person would have typed it: entities, odd spaces and unseen characters out.

NFC, so that an é made of two characters and an é that is one are the same answer; not NFKC, which would turn "m²" into
"m2" and "½" into "1⁄2" and so change what people wrote.
"""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import html5

_NOTHING = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad\u200e\u200f"))
"""Byte order mark, zero-width space, word joiner, soft hyphen, marks of direction. Joiners stay: words need them."""
# With its semicolon; without it only &nbsp, which some tools leave. "R&D" and "?a=1&copy=2" hold no entities.
_ENTITY = re.compile(r"&(?:nbsp;?|(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_SPACES = re.compile(r"\s+")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
_PLAIN = re.compile(r"[!-%'-~]+(?: [!-%'-~]+)*")
"""What needs no cleaning: letters of ASCII with single spaces between, and no ampersand."""


def clean(text: str) -> str:
    """A heading or a label on one line.

    Examples
    --------
    >>> clean("  3.12.&nbsp Don't know" + chr(0xA0) + chr(13) + chr(10) + "R&amp;D  ")
    "3.12. Don't know R&D"
    """
    if not text or _PLAIN.fullmatch(text):
        return text
    return _SPACES.sub(" ", _seen(text)).strip()


def clean_answer(text: str) -> str:
    """What somebody wrote, its lines kept.

    Examples
    --------
    >>> clean_answer(" First." + chr(13) + chr(10) + "Second  &lt;ly&gt;. ").splitlines()
    ['First.', 'Second <ly>.']
    """
    if not text or _PLAIN.fullmatch(text):
        return text
    lines = _seen(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(_SPACES_IN_LINE.sub(" ", line).strip() for line in lines).strip()


def _seen(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    return unicodedata.normalize("NFC", text.translate(_NOTHING))


def _character(entity: re.Match[str]) -> str:
    name = entity[1]
    if name is None:
        return " "
    return html.unescape(entity[0]) if name[0] == "#" or f"{name};" in html5 else entity[0]
