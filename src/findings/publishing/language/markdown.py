"""The markdown cells of a notebook in another language: a message a paragraph, heading or item of a list."""

from __future__ import annotations

import re

from findings.exhibits.model import Span
from findings.publishing.language.translator import Translator

_LEAD = re.compile(r"^(\s*(?:#{1,6} |[-*+] |\d{1,3}[.)] |> ?)?)(.*)$", re.DOTALL)


def messages_of(source: str) -> list[tuple[str, str]]:
    r"""The blocks of a markdown text: what leads each, and its words on one line.

    Examples
    --------
    >>> messages_of("## How it\n\nThis is\nsaid.\n\n- one\n- two")
    [('## ', 'How it'), ('', 'This is said.'), ('- ', 'one'), ('- ', 'two')]
    """
    blocks: list[tuple[str, str]] = []
    for paragraph in re.split(r"\n\s*\n", source.strip()):
        open_block = False
        for row in paragraph.split("\n"):
            match = _LEAD.match(row)
            lead, words = (match[1], match[2].strip()) if match else ("", row)
            if open_block and not lead.strip():
                blocks[-1] = (blocks[-1][0], f"{blocks[-1][1]} {words}".strip())
            else:
                blocks.append((lead, words))
            # A heading ends with its line.
            open_block = not lead.startswith("#")
    return blocks


def translated_markdown(source: str, translator: Translator) -> str:
    r"""The text with each block translated; a block that is not known stays as it was.

    Examples
    --------
    >>> from findings.publishing.language.catalogue import Catalogue
    >>> from findings.publishing.language.labels import Labels
    >>> welsh = Catalogue("cy", {("", "How it was done"): "Sut"})
    >>> translated_markdown("## How it was done\n\nWell.", Translator(welsh, Labels(welsh)))
    '## Sut\n\nWell.'
    """
    said, last = "", ""
    for lead, words in messages_of(source):
        text = "".join(span.text for span in translator.line((Span(words),)))
        items = bool(last.strip() and lead.strip()) and not (last + lead).count("#")
        said += ("\n" if items else "\n\n" if said else "") + f"{lead}{text}"
        last = lead
    return said
