"""A zip that may be hostile: what size it says it has, and whether that is true, before another library opens it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from findings.errors import InputRefused, Problem

MOST_UNPACKED = 2_000_000_000
"""Bytes of all members together; a sheet of a million rows has fewer."""
MOST_PACKED = 200
"""How many times smaller than its content a large member may be; a sheet of answers comes to 10 or 30."""
LARGE = 50_000_000
MOST_MEMBERS = 10_000
_CHUNK = 1 << 20
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError)
"""All that zipfile raises over bytes that are no zip, or a zip that is encrypted or damaged."""


@contextmanager
def opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open it once its members' sizes are known to be bearable.

    Raises
    ------
    InputRefused
        If it is damaged, encrypted, or unpacks to more than a survey can hold.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(path.name, archive)
            yield archive
    except _FAULTS as error:
        raise InputRefused([damaged(path.name, str(error))]) from None


def chunks(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """A member in pieces, to its end, where its check sum is compared: no member is larger than it says."""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def check_members(archive: zipfile.ZipFile, but: frozenset[str] = frozenset()) -> None:
    """Read every member to its end, but those that are read anyway."""
    for member in archive.namelist():
        if member not in but:
            for _ in chunks(archive, member):
                pass


def damaged(name: str, reason: str = "") -> Problem:
    """A file that was cut off or changed on its way."""
    do = "Open it in Excel or LibreOffice and save it again, or export it again."
    return Problem(name, "the workbook is damaged or was cut off", reason[:200], do=do)


def _refuse_bomb(name: str, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    worst = max(members, key=lambda member: member.file_size / max(member.compress_size, 1), default=None)
    swollen = worst is not None and any(
        member.file_size > LARGE and member.file_size > MOST_PACKED * max(member.compress_size, 1) for member in members
    )
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or swollen:
        found = f"{len(members)} members, {unpacked} bytes unpacked from {path_size(archive)}"
        allowed = f"{MOST_UNPACKED} bytes unpacked, and {MOST_PACKED} times what is packed"
        do = "Save the sheet of responses as CSV."
        raise InputRefused([Problem(name, "the workbook unpacks to more than a survey can hold", found, allowed, do)])


def path_size(archive: zipfile.ZipFile) -> int:
    """Bytes of the members as they are packed."""
    return sum(member.compress_size for member in archive.infolist())
