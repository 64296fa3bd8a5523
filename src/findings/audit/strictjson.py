"""JSON in which every name stands once.

Of a name that stands twice, one reader takes the first value and another the last: such a file says two things.
"""

from __future__ import annotations

import json
from typing import Any


def strict_json(text: str) -> Any:
    """The content of a JSON text.

    Raises
    ------
    ValueError
        If it is no JSON, or a name stands twice in an object, or a number is none (`NaN`).

    Examples
    --------
    >>> strict_json('{"n": 1}')
    {'n': 1}
    >>> strict_json('{"n": 1, "n": 2}')
    Traceback (most recent call last):
    ValueError: a name that stands twice: n
    """
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, value in pairs:
        if name in content:
            raise ValueError(f"a name that stands twice: {name[:80]}")
        content[name] = value
    return content


def _no_number(name: str) -> Any:
    raise ValueError(f"not a number: {name}")
