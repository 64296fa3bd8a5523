"""Where things lie: parameters, notebooks, outputs and the lock file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.editions import FULL
from findings.consultation.faults import closest
from findings.consultation.names import NAME
from findings.errors import ParameterError, Problem

EXAMPLE_EDITION = "For example: midpoint."


@dataclass(frozen=True)
class Layout:
    """The folders of one call.

    Parameters
    ----------
    params
        A folder a consultation.
    out
        Runs, and the cache of steps.
    notebooks
        The notebooks and the common plan.
    lock
        The exact versions that "the same bytes" refers to.
    edition
        The name of the edition; empty for every edition that the parameters give.
    """

    params: Path
    out: Path
    notebooks: Path
    lock: Path
    edition: str = FULL

    @property
    def common_plan(self) -> Path:
        """The plan that a consultation without its own follows."""
        return self.notebooks / "plan.yaml"

    @property
    def cache(self) -> Path:
        """What need not be done again; restricted."""
        return self.out / ".cache"

    def edition_folder(self, name: str) -> Path:
        """The folder of a consultation's runs of this edition."""
        return self.out / name / self.edition


def find_layout(params: Path | None, out: Path | None, edition: str | None = FULL) -> Layout:
    """The folders: as asked for, or those of the project that this package stands in.

    Without an edition (None), every edition that the parameters give.

    Raises
    ------
    ParameterError
        If a folder that must exist does not, or the edition has no possible name.
    """
    project = Path(__file__).resolve().parents[3]
    if not (project / "notebooks").is_dir():
        project = Path.cwd()
    layout = Layout(
        params=(params or project / "params").resolve(),
        out=(out or project / "outputs").resolve(),
        notebooks=project / "notebooks",
        lock=project / "requirements.lock",
        edition=edition or "",
    )
    problems = [
        Problem(str(folder), f"there is no folder of {what}", do=do)
        for folder, what, do in (
            (layout.params, "parameters", "Name it with --params."),
            (layout.notebooks, "notebooks", "Call the program in the project's folder."),
        )
        if not folder.is_dir()
    ]
    if edition is not None and not re.fullmatch(NAME, edition):
        problems.append(Problem("--edition", "not a name", edition, "small letters, digits and _", EXAMPLE_EDITION))
    if problems:
        raise ParameterError(problems)
    return layout


def consultations(layout: Layout, names: Sequence[str] = ()) -> list[str]:
    """The consultations asked for, or all under the folder of parameters.

    Raises
    ------
    ParameterError
        If one that was asked for does not exist, or there is none at all.
    """
    # A folder with a misnamed file counts too: it is told of, not passed over.
    known = sorted({path.parent.name for path in layout.params.glob("*/*.y*ml")})
    folders = sorted(path.name for path in layout.params.iterdir() if path.is_dir())
    problems = [
        Problem(str(layout.params), "no such consultation", name, ", ".join(known), closest(name, known))
        for name in names
        if name not in folders
    ]
    if not known and not names:
        problems.append(
            Problem(str(layout.params), "no consultation", do="Make a folder with consultation.yaml in it.")
        )
    if problems:
        raise ParameterError(problems)
    return list(dict.fromkeys(names)) or known
