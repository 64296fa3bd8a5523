"""The fonts that the PDF is set in, and the characters that they hold.

Noto Sans comes as packages under the SIL Open Font License; DejaVu Sans comes with matplotlib and
stands in for the signs and scripts that those lack. matplotlib's folder also holds LastResort, which
prints a box for every character there is and would hide that one is missing: only the named files
are handed over.
"""

from __future__ import annotations

import functools
import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

TEXT_FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "DejaVu Sans")
CODE_FAMILIES = ("DejaVu Sans Mono", *TEXT_FAMILIES)
_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_noto_sans_devanagari")
_DEJAVU = (
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSans-Oblique.ttf",
    "DejaVuSans-BoldOblique.ttf",
    "DejaVuSansMono.ttf",
    "DejaVuSansMono-Bold.ttf",
)
_SANS = 4


def font_files() -> tuple[tuple[Path, ...], ...]:
    """The files of each family, in the order in which families are tried."""
    noto = tuple(tuple(sorted((_folder(name) / "files").glob("*.ttf"))) for name in _PACKAGES)
    dejavu = tuple(_folder("matplotlib") / "mpl-data" / "fonts" / "ttf" / name for name in _DEJAVU)
    return (*noto, dejavu[:_SANS], dejavu[_SANS:])


@functools.cache
def characters() -> frozenset[int]:
    """The code points that can be set in every style of some family for text."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    held: set[int] = set()
    for files in font_files()[: len(TEXT_FAMILIES)]:
        styles = []
        for file in files:
            with TTFont(file, lazy=True) as font:
                styles.append(frozenset(font.getBestCmap()))
        held.update(frozenset.intersection(*styles))
    return frozenset(held)


@contextmanager
def font_folder() -> Iterator[Path]:
    """A folder with these fonts and no others, for as long as the block lasts.

    Windows keeps files that are still mapped; what cannot be removed is left to the system.
    """
    with TemporaryDirectory(prefix="findings-fonts-", ignore_cleanup_errors=True) as folder:
        for file in (file for files in font_files() for file in files):
            shutil.copyfile(file, Path(folder) / file.name)
        yield Path(folder)


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {package} is not installed; it holds a font of the PDF")
    return Path(spec.origin).parent
