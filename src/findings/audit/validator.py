"""A crate judged by a validator that is not ours (`roc-validator`), without a network.

It is an extra: where it is not installed, a crate is judged by our own rules alone (`cratecheck`), and who asks is
told so. It takes seconds and a hundred libraries, so it is meant to run in a process of its own::

    python -m findings.audit.validator RUN/restricted CACHE
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

PROFILE = "provenance-run-crate"
"""The profile of a provenance run takes in those of workflow run, process run, workflow and RO-Crate 1.1."""

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_BIOSCHEMAS = "https://bioschemas.org/"


def is_installed() -> bool:
    """Whether the validator is there; finds out without importing it."""
    return importlib.util.find_spec("rocrate_validator") is not None


class Answer:
    """What the validator gets when it asks for the context."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.status_code = 200 if url == CONTEXT else 504
        self.headers = {"Content-Type": "application/ld+json"}

    def json(self) -> Any:
        """The words of RO-Crate 1.1.

        The library `rocrate` carries the context of RO-Crate 1.3. In 1.1 these four stand for other addresses,
        and there is no word for a SHA-256; all other words that a crate of ours uses are the same.
        """
        from rocrate.vocabs import RO_CRATE

        terms = {key: value for key, value in RO_CRATE["@context"].items() if key != "sha256"}
        terms["ComputationalWorkflow"] = _BIOSCHEMAS + "ComputationalWorkflow"
        terms["FormalParameter"] = _BIOSCHEMAS + "FormalParameter"
        terms["input"] = _BIOSCHEMAS + "ComputationalWorkflow#input"
        terms["output"] = _BIOSCHEMAS + "ComputationalWorkflow#output"
        return {"@context": terms}


class Offline:
    """Stands where the validator has its web session; nothing leaves the machine."""

    def get(self, url: str, **_: Any) -> Answer:
        """The context, or "not available" for any other address."""
        return Answer(url)

    head = get

    def close(self) -> None:
        """Nothing to close."""


def faults(folder: Path, cache: Path, profile: str = PROFILE, severity: str = "REQUIRED") -> set[str]:
    """What the validator finds in a crate, as its messages.

    Parameters
    ----------
    folder
        The crate's root: a run's `restricted/`.
    cache
        A folder that the validator may write to.
    profile, severity
        What it judges by; REQUIRED or RECOMMENDED.
    """
    from rocrate_validator import services
    from rocrate_validator.utils.http import HttpRequester

    options = services.ValidationSettings(
        rocrate_uri=str(folder), profile_identifier=profile, requirement_severity=severity, offline=True,
        cache_path=cache,
    )  # fmt: skip
    HttpRequester().session = Offline()
    return {issue.message or "" for issue in services.validate(options).get_issues()}


def main() -> int:
    """Print what is wrong, a line each; returns 1 if anything is."""
    folder, cache = (Path(argument) for argument in sys.argv[1:3])
    # The validator reads a path as an address, and stumbles over spaces and percent signs: it is given none.
    os.chdir(folder)
    found = sorted(faults(Path(), cache))
    # The validator may print lines of its own: ours are known by their beginning.
    print(*(f"fault: {' '.join(message.split())}" for message in found), sep="\n")
    print("judged")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
