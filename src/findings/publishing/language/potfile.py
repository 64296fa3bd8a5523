"""The files of messages: `findings.pot` with all of them, and each language's catalogue brought up to it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from findings.consultation.language import Language
from findings.publishing.language.catalogue import LOCALE
from findings.publishing.language.messages import Message

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

POT = LOCALE / "findings.pot"
_HEAD = """\
# The own words of the reports that findings makes: every message, with {1}, {2} ... where a number or a label stands.
# Made by: python -m findings.publishing.language RUN ...
"""


def pot_text(messages: Iterable[Message]) -> str:
    """The text of `findings.pot`: without a date, so that it changes only with the messages."""
    from babel.messages.catalog import Catalog

    catalogue = Catalog(project="findings", header_comment=_HEAD.strip(), fuzzy=False)
    for message in sorted(messages):
        catalogue.add(message.text, context=message.context or None)
    return _written(catalogue)


def messages_of_pot() -> set[Message]:
    """The messages that `findings.pot` holds."""
    return {Message(str(message.id), message.context or "") for message in _read(POT.read_bytes()) if message.id}


def brought_up(language: Language, pot: str) -> str:
    """A language's catalogue with the messages of the template: what it says of those that stay is kept."""
    path = LOCALE / f"{language}.po"
    catalogue = _read(path.read_bytes(), str(language))
    catalogue.update(_read(pot.encode("utf-8")), no_fuzzy_matching=True, keep_user_comments=True)
    catalogue.obsolete.clear()
    return _written(catalogue)


def _read(content: bytes, locale: str | None = None) -> Catalog:
    from babel.messages.pofile import read_po

    return read_po(io.BytesIO(content), locale=locale)


def _written(catalogue: Catalog) -> str:
    from babel.messages.pofile import write_po

    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=118, omit_header=False, sort_output=True, include_previous=False)
    dated = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Language-Team",
             "Report-Msgid-Bugs-To")  # fmt: skip
    lines = buffer.getvalue().decode("utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith(tuple(f'"{name}:' for name in dated)))
