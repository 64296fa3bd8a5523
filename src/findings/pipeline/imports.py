"""The import of Papermill and nbformat without the two seconds of a grammar that nothing asks for."""

from __future__ import annotations

import functools
import importlib
import sys
import threading
from types import ModuleType

SLOW = "rfc3987_syntax"
_lock = threading.Lock()


def import_papermill() -> ModuleType:
    """Import Papermill, which imports nbformat."""
    import_nbformat()
    return importlib.import_module("papermill")


def import_nbformat() -> ModuleType:
    """Import nbformat, which imports jsonschema.

    jsonschema's optional check of the format "iri" imports a package that builds a grammar while it
    is imported. nbformat checks no formats, and there is no switch: while jsonschema is imported, a
    module stands in for that package, whose only function imports the real one when it is called.
    So jsonschema checks what it checked before, and who does not ask for it does not wait.
    """
    with _lock:
        if "jsonschema" not in sys.modules and SLOW not in sys.modules:
            sys.modules[SLOW] = _stand_in()
            try:
                importlib.import_module("jsonschema")
            except ImportError:
                # nbformat's own import, next, says what is missing.
                pass
            finally:
                del sys.modules[SLOW]
    return importlib.import_module("nbformat")


def _stand_in() -> ModuleType:
    module = ModuleType(SLOW)
    module.is_valid_syntax = _is_valid_syntax  # type: ignore[attr-defined]
    return module


@functools.cache
def _real() -> ModuleType:
    return importlib.import_module(SLOW)


def _is_valid_syntax(term: str, value: str) -> bool:
    return bool(_real().is_valid_syntax(term, value))
