"""Text and bytes as Typst code that can only be text and bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

# Marks that turn the direction of what follows them: in a stranger's words they could make the text
# after them read differently from what it says.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str, held: Collection[int]) -> str:
    r"""The text with every character that the fonts do not hold as ``[U+XXXX]``.

    Parameters
    ----------
    text
        Any text; control characters become spaces, since a PDF cannot say them.
    held
        The code points that can be set (`findings.publishing.fonts.characters`).

    Examples
    --------
    >>> printable("a\tb અ", {ord("a"), ord("b"), ord(" ")})
    'a b [U+0A85]'
    """
    spaced = re.sub(r"\s", " ", text)
    # Few texts hold such a character: those are looked at one by one.
    if all(_shown(character, held) == character for character in set(spaced)):
        return spaced
    return "".join(_shown(character, held) for character in spaced)


def _shown(character: str, held: Collection[int]) -> str:
    if unicodedata.category(character) == "Cc":
        return " "
    if ord(character) in held and character not in _TURNING:
        return character
    return f"[U+{ord(character):04X}]"


def string_literal(text: str) -> str:
    r"""The text as a Typst string.

    Examples
    --------
    >>> print(string_literal('say "#x" \\ y'))
    "say \"#x\" \\ y"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    # Attached files are long and of few characters: each is looked up once.
    turned = {
        ord(character): f"\\u{{{ord(character):x}}}"
        for character in set(escaped)
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
    }
    return f'"{escaped.translate(turned)}"' if turned else f'"{escaped}"'


def bytes_literal(content: bytes) -> str:
    r"""The content as Typst bytes: through a string where it is UTF-8, which is shorter.

    Examples
    --------
    >>> bytes_literal(b"cell,value"), bytes_literal(b"\xff\x00")
    ('bytes("cell,value")', 'bytes((255,0,))')
    """
    try:
        return f"bytes({string_literal(content.decode('utf-8'))})"
    except UnicodeDecodeError:
        return "bytes((" + "".join(f"{byte}," for byte in content) + "))"
