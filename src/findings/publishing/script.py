"""The page's script: the files of `templates/html/script` in the order of their names, as one."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from markupsafe import Markup

from findings.publishing.exporter import names_in, template_text

_FOLDER = "html/script"


@cache
def script() -> tuple[Markup, str]:
    """The script's text, and its hash as the page's security policy names it."""
    text = "".join(template_text(f"{_FOLDER}/{name}") for name in names_in(_FOLDER))
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return Markup(text), f"sha256-{digest}"
