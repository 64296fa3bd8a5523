"""A run's folder of the coded consultation, made by the project's own functions, without notebooks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from coded import write_coded
from findings.audit.crate import METADATA, crate_json
from findings.audit.description import InputFile, RunDescription
from findings.audit.manifest import manifest
from findings.consultation.build import Parameters, build, sha256_of
from findings.disclosure import release, write_release
from findings.freetext import code, write_free_text
from findings.freetext.code import FreeText
from findings.intake import receive, write_received
from findings.tabulation import lineage_json, tabulate

PLAN = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"


def coded_parameters(folder: Path, change: Callable[[Path], None] = lambda own: None) -> Parameters:
    """The parameters of the coded consultation, after something in its folder was changed."""
    own = write_coded(folder)
    change(own)
    return build(own, PLAN)


def coded_run(folder: Path, change: Callable[[Path], None] = lambda own: None) -> Path:
    """Release the coded consultation and keep what a run keeps of it; returns the run's folder."""
    parameters = coded_parameters(folder, change)
    run = folder / "run"
    restricted, public = run / "restricted", run / "public"
    restricted.mkdir(parents=True)
    public.mkdir()
    counted_into(parameters, restricted, folder / "store")
    shutil.copyfile(folder / "store" / "evidence.csv", public / "evidence.csv")
    copies = {
        **{name: parameters.folder / name for name in ("consultation.yaml", "questionnaire.yaml")},
        **parameters.beside,
    }
    for name, path in copies.items():
        copy = restricted / "inputs" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    (restricted / "workflow").mkdir()
    shutil.copyfile(PLAN, restricted / "workflow" / "plan.yaml")
    (public / "manifest.json").write_text(manifest(public), encoding="utf-8", newline="\n")
    described(run, parameters, copies)
    return run


def described(run: Path, parameters: Parameters, copies: dict[str, Path]) -> None:
    """Write the run's crate."""
    data = parameters.data_file
    inputs = [
        InputFile(f"data/{data.name}", sha256_of(data), data.stat().st_size, "data"),
        *(
            InputFile(f"params/coded/{name}", sha256_of(path), path.stat().st_size, "parameters", f"inputs/{name}")
            for name, path in copies.items()
        ),
        InputFile("notebooks/plan.yaml", sha256_of(PLAN), PLAN.stat().st_size, "plan", "workflow/plan.yaml"),
    ]
    consultation = parameters.consultation
    told = RunDescription(
        name=parameters.name,
        title=consultation.title,
        organisation=consultation.organisation,
        published=consultation.published,
        run="0123456789ab",
        edition="full",
        workflow="workflow/plan.yaml",
        code="0" * 64,
        lock="0" * 64,
        version="0",
        python="3.11.0",
        system="linux",
        inputs=tuple(inputs),
    )
    text = crate_json(run, told)
    (run / "restricted" / METADATA).write_text(text, encoding="utf-8", newline="\n")


def counted_into(parameters: Parameters, restricted: Path, store: Path) -> FreeText:
    """What the first notebook does, step by step."""
    received = receive(parameters)
    free_text = code(parameters, received)
    received = free_text.received
    write_received(received, restricted)
    write_free_text(free_text, restricted)
    counted = tabulate(parameters, received, free_text)
    lineage = lineage_json(parameters, received, counted.cells, free_text)
    released = release(counted.cells, counted.relations, parameters.consultation.disclosure, counted.bounds)
    write_release(
        released,
        parameters,
        received.source_kind,
        lineage,
        store,
        restricted,
        counted.weights,
        free_text.released_quotes,
        free_text.points,
    )
    return free_text
