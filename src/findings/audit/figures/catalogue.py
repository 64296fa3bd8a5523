"""The catalogue of a language as the package has it, read by code of its own: what a page in that language may say."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import findings

_LOCALE = Path(findings.__file__).parent / "publishing" / "locale"
_PLACE = re.compile(r"\{\w+\}")
_STOPS = re.compile(r"[.;:,()“”\"]\s*|\s–\s|\s/\s")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Sayings:
    """What each message says, by context and message; of one that nobody translated nothing."""

    messages: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def fragments(self) -> frozenset[str]:
        """What stands between the places and stops of everything that the catalogue says."""
        said = (text for (context, _), text in self.messages.items() if context != "share")
        return frozenset(part for text in said for part in fragments_of(text))

    @cached_property
    def reordered(self) -> tuple[frozenset[str], ...]:
        """Of each message that says its places in another order, the words of the English."""
        return tuple(
            frozenset(fragments_of(message))
            for (_, message), text in self.messages.items()
            if _PLACE.findall(message) != _PLACE.findall(text)
        )

    @cached_property
    def shares(self) -> dict[str, str]:
        """What each phrase for a share is in English, also where it begins a sentence."""
        found = {text: phrase for (context, phrase), text in self.messages.items() if context == "share"}
        return found | {_large(text): _large(phrase) for text, phrase in found.items()}


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]


def fragments_of(text: str) -> list[str]:
    """The words of a text between its places and stops.

    Examples
    --------
    >>> fragments_of("Sail: y {1} a atebodd, a phawb.")
    ['Sail', 'y', 'a atebodd', 'a phawb']
    """
    parts = (part.strip() for whole in _PLACE.split(text) for part in _STOPS.split(whole))
    return [" ".join(part.split()) for part in parts if _LETTER.search(part)]


@cache
def sayings(language: str) -> Sayings:
    """The catalogue of a language; an empty one where the package has none."""
    path = _LOCALE / f"{language}.po"
    return Sayings(_messages(path.read_text(encoding="utf-8"))) if path.is_file() else Sayings()


def _messages(text: str) -> dict[tuple[str, str], str]:
    r"""The messages of a file of the kind of gettext.

    Examples
    --------
    >>> _messages('msgctxt "month"\nmsgid "May"\nmsgstr ""\n"Mai"\n')
    {('month', 'May'): 'Mai'}
    """
    found: dict[tuple[str, str], str] = {}
    for entry in text.split("\n\n"):
        if "\n#, fuzzy" in f"\n{entry}":
            continue
        parts = {"msgctxt": "", "msgid": "", "msgstr": ""}
        now = ""
        for line in entry.split("\n"):
            key, space, rest = line.partition(" ")
            if key in parts and space:
                now, line = key, rest
            if now and line.startswith('"'):
                parts[now] += str(ast.literal_eval(line))
        if parts["msgid"] and parts["msgstr"]:
            found[parts["msgctxt"], parts["msgid"]] = parts["msgstr"]
    return found
