"""`start.cmd`: what a person on Windows double-clicks to read her workbook in, check her consultation and run it."""

from __future__ import annotations

import re
from pathlib import Path

from findings.errors import ParameterError, Problem

START_FILE = "start.cmd"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def write_start_file(folder: Path, name: str) -> Path:
    r"""Write the start file into a parameter folder, `params/<name>`.

    Its first line goes to the folder of the project, from where the file lies, so that it works wherever
    the project is moved to, also on a network share. Its second does the work, each step only if the one
    before was in order; the window stays open, so that what is said can be read. It needs no
    administrator's rights: the program is that of the project's own `.venv`, or the one on the path.

    Raises
    ------
    ParameterError
        If the name could mean something else to Windows than a name.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     lines = write_start_file(Path(place), "parking").read_text(encoding="ascii").splitlines()
    >>> print(lines[0])
    @chcp 65001 >nul & set "PATH=%~dp0..\..\.venv\Scripts;%PATH%" & pushd "%~dp0..\.."
    >>> print(*lines[1].split(" && "), sep="\n")
    @findings workbook in parking "%~dp0setup.xlsx" --params "%~dp0.."
    findings check parking --params "%~dp0.."
    findings run parking --params "%~dp0.." & pause
    """
    if not _NAME.fullmatch(name):
        allowed = "letters, digits, - and _"
        raise ParameterError([Problem(START_FILE, "not a folder's name", name, allowed, "Rename the folder.")])
    params = '--params "%~dp0.."'
    # `pushd` gives a share a drive letter, which `cd` cannot; 65001 is UTF-8.
    steps = (f'findings workbook in {name} "%~dp0setup.xlsx"', f"findings check {name}", f"findings run {name}")
    lines = (
        '@chcp 65001 >nul & set "PATH=%~dp0..\\..\\.venv\\Scripts;%PATH%" & pushd "%~dp0..\\.."',
        "@" + " && ".join(f"{step} {params}" for step in steps) + " & pause",
    )
    path = Path(folder) / START_FILE
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("ascii"))
    return path
