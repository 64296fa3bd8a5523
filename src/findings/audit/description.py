"""What the crate is told about a run, beside the files that it finds there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

LICENCE = "Restricted: for the auditors of this run. No licence to publish or to pass it on."


@dataclass(frozen=True)
class InputFile:
    """A file that the run read.

    Parameters
    ----------
    path
        Its label: a POSIX path from the project's folder, never an absolute one.
    sha256, size
        Of its bytes as read.
    role
        data, parameters, plan, lock or another word for what it was read as.
    copy
        Where its copy lies below `restricted/`; empty where none is kept. The file of responses is
        not copied, since it may hold columns that were never to be read.
    """

    path: str
    sha256: str
    size: int
    role: str
    copy: str = ""


@dataclass(frozen=True)
class NotebookRun:
    """One notebook, executed.

    Parameters
    ----------
    name, title
        As the plan has them.
    source
        The notebook as written: its copy below `restricted/`.
    executed
        The notebook as executed: its path below `restricted/`.
    parameters
        Name and value of each parameter that it was given, in order.
    inputs
        Labels of input files, or paths of the run (`restricted/store/cells.parquet`), that it read.
    outputs
        Paths of the run that it wrote, beside `executed`.
    """

    name: str
    title: str
    source: str
    executed: str
    parameters: tuple[tuple[str, str], ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunDescription:
    """A run, as its crate describes it.

    Parameters
    ----------
    name, title, organisation
        The consultation's name and title, and the public body that publishes.
    published
        The date that the report carries; no clock is read.
    run, edition
        The run's fingerprint, and the edition that it is of.
    workflow
        The file that says what runs: its copy below `restricted/`, for example `workflow/plan.yaml`.
    code, lock
        The fingerprint of the code, and the SHA-256 of `requirements.lock`.
    version, python, system
        Of this program, and of Python; the name of the operating system, as `sys.platform` has it.
    packages
        Name and version of each package that was there, in order.
    inputs, notebooks
        What was read, and what was executed, in order.
    licence
        Under which terms the restricted folder may be used.
    organisation_url, program_url
        Addresses, where there are any.
    """

    name: str
    title: str
    organisation: str
    published: datetime.date
    run: str
    edition: str
    workflow: str
    code: str
    lock: str
    version: str
    python: str
    packages: tuple[tuple[str, str], ...] = ()
    inputs: tuple[InputFile, ...] = ()
    notebooks: tuple[NotebookRun, ...] = ()
    licence: str = LICENCE
    organisation_url: str = ""
    program_url: str = ""
    system: str = ""
