"""What a run read, each file with its hash, and what it kept of it for auditors."""

from __future__ import annotations

from pathlib import Path

from findings.audit.account import Fact
from findings.audit.lineage import Lineage
from findings.audit.manifest import sha256_of
from findings.audit.rows import RESPONSES
from findings.audit.tallyfile import TALLY

INPUTS = "restricted/inputs"


def input_facts(lineage: Lineage, run: Path) -> tuple[Fact, ...]:
    """File -> its hash and what it is: the data as the run read them, then what the run's folder holds of its inputs.

    The hash of the data is the one that the run wrote down, since the file itself is not in the run; the others are
    those of the files as they are now.
    """
    data = [Fact(path, f"SHA-256 {sha256}, the data as received") for path, sha256 in lineage.inputs]
    kept = [
        (RESPONSES, "the responses analysed, made from the data"),
        (TALLY, "the counts analysed, made from the data"),
        *((path.relative_to(run).as_posix(), _what(path)) for path in sorted((run / INPUTS).rglob("*"))),
    ]
    return (
        *data,
        *(Fact(name, f"SHA-256 {sha256_of(run / name)}, {what}") for name, what in kept if (run / name).is_file()),
    )


def _what(path: Path) -> str:
    of_folder = {
        "codings": "what people coded, as read",
        "kept": "what people confirmed of the points, as read",
        "free_text": "submissions or codings, as read",
    }
    of_folder |= {"code_lists": "a code list, as read", "populations": "a table of population, as read"}
    of_folder |= {"context": "a table that others published, as read"}
    return of_folder.get(path.parent.name, "the lock file" if path.suffix == ".lock" else "the parameters, as read")
