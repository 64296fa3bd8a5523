"""The page's script: the files of `templates/html/script` in the order of their names, as one.

A page of coded comments has those of `templates/html/script_coded` too, each in its place by its name.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from markupsafe import Markup

from findings.publishing.exporter import names_in, template_text

_FOLDER = "html/script"
_CODED = "html/script_coded"


@cache
def script(*, coded: bool = False) -> tuple[Markup, str]:
    """The script's text, and its hash as the page's security policy names it."""
    files = {
        name: f"{folder}/{name}" for folder in (_FOLDER, *([_CODED] if coded else [])) for name in names_in(folder)
    }
    text = "".join(template_text(files[name]) for name in sorted(files))
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return Markup(text), f"sha256-{digest}"
