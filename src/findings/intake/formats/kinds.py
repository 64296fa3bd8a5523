"""What a file is, by its first bytes and not by its name."""

from __future__ import annotations

import enum
import re
from pathlib import Path

FIRST_BYTES = 4096
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Kind(enum.Enum):
    """A kind of file, as a message names it."""

    TEXT = "text"
    WORKBOOK = "a workbook"
    SAV = "an SPSS file"
    XML = "an XML or HTML file"
    JSON = "a JSON file"
    PDF = "a PDF file"


_BINARY = {ZIP: Kind.WORKBOOK, OLE: Kind.WORKBOOK, b"$FL2": Kind.SAV, b"$FL3": Kind.SAV, b"%PDF-": Kind.PDF}
# A heading may begin with a bracket; what follows it in JSON may not.
_JSON = re.compile(rb'\s*(\{\s*["}]|\[\s*[\[{\]"])')
_XML = re.compile(rb"\s*<(\?xml|!|[A-Za-z])")


def kind_of(path: Path) -> Kind:
    """What the file is; `TEXT` if nothing says otherwise.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        first = file.read(FIRST_BYTES)
    for begins, kind in _BINARY.items():
        if first.startswith(begins):
            return kind
    text = first.removeprefix(b"\xef\xbb\xbf")
    if _JSON.match(text):
        return Kind.JSON
    if _XML.match(text):
        return Kind.XML
    return Kind.TEXT
