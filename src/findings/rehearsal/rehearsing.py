"""A rehearsal from beginning to end: draw a part, write it, count its cases; then write down what was put in."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from findings.consultation.build import Parameters
from findings.consultation.madeup import MARK
from findings.errors import ParameterError, Problem
from findings.rehearsal import cases
from findings.rehearsal.by_channel import channels_of, own_table
from findings.rehearsal.coded import FILE as CODEFRAME
from findings.rehearsal.keep import moved_when_complete, refuse_to_replace
from findings.rehearsal.made import Made, make_part
from findings.rehearsal.ready import COPIED, ready_files
from findings.rehearsal.record import record
from findings.rehearsal.script import Script, write_script
from findings.rehearsal.sheet import cases_table, channels_of_rows, codings_table, responses_table

LARGEST_PART = 50_000
"""Rows that are held in memory at once."""

CASES = (cases.BLANK, *cases.PAIRS, cases.LATE, cases.CAMPAIGN)


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal wrote.

    Parameters
    ----------
    responses, cases, codings, effects
        The files: made-up responses; which of them are blank, copies, late and so on; the codings of their comments;
        and the record of what was put in.
    params, outputs
        A folder of parameters that reads the responses; and where their runs go, apart from runs of real responses.
    told
        What was done and what to do next, in words.
    """

    responses: Path
    cases: Path
    codings: Path
    effects: Path
    params: Path
    outputs: Path
    told: str


def rehearse(
    parameters: Parameters,
    responses: int,
    seed: int,
    out: Path,
    *,
    by_channel: bool = False,
    largest_part: int = LARGEST_PART,
) -> Rehearsed:
    """Make up responses.

    Parameters
    ----------
    parameters
        The consultation. Its own data are not read.
    responses
        How many rows the file is to hold, copies and blank ones included.
    seed
        Same parameters, number and seed: same bytes.
    out
        The file to write, a CSV; the others are written beside it. By channel, the folder that holds them.
    by_channel
        Whether each channel gets a file of its own.
    largest_part
        Rows that are drawn and written together; another number is another rehearsal.

    Raises
    ------
    ParameterError
        If settings are impossible, or something that was not made up stands where a file would be written.
    """
    if by_channel and out.suffix:
        raise ParameterError([_not_named_as_folder(out)])
    if not by_channel and out.suffix.lower() != ".csv":
        raise ParameterError([_not_named_as_csv(out)])
    script = write_script(parameters, responses, seed, by_channel)
    files = Rehearsed(
        responses=out,
        cases=out / "cases.csv" if by_channel else out.with_name(f"{out.stem}.cases.csv"),
        codings=out / "codings.csv" if by_channel else out.with_name(f"{out.stem}.codings.csv"),
        effects=out / "effects.json" if by_channel else out.with_name(f"{out.stem}.effects.json"),
        params=out.with_name(f"{out.stem}_params"),
        outputs=out.with_name(f"{out.stem}_outputs"),
        told="",
    )
    folder = files.params / parameters.name
    ready = {folder / name: content for name, content in ready_files(script, out).items()}
    sometimes = (*COPIED, CODEFRAME)
    beside_it = [files.effects, files.cases, files.codings]
    written = {name: out / f"{name}.csv" for name in channels_of(parameters)} if by_channel else {"": out}
    refuse_to_replace(
        [*written.values(), *beside_it, *ready, *(folder / name for name in sometimes if folder / name not in ready)]
    )
    # The responses last: whoever finds them finds the rest too.
    with moved_when_complete([*ready, *beside_it, *written.values()]) as beside:
        counted = _write_rows(
            script,
            {name: beside[path] for name, path in written.items()},
            beside[files.cases],
            beside[files.codings],
            largest_part,
        )
        beside[files.effects].write_text(record(script, counted), encoding="utf-8", newline="\n")
        for path, content in ready.items():
            beside[path].write_bytes(content)
    for name in sometimes:
        if folder / name not in ready:
            (folder / name).unlink(missing_ok=True)
    return replace(files, told=_told(script, files, counted))


def _write_rows(
    script: Script, responses: Mapping[str, Path], cases_: Path, codings: Path, largest_part: int
) -> Counter[str]:
    """Write the tables part by part; returns the number of each case.

    Each begins with the signature of UTF-8: without it Excel takes every accent and apostrophe for other signs.
    """
    counted: Counter[str] = Counter(dict.fromkeys(CASES, 0))
    with ExitStack() as opened, cases_.open("wb") as of_cases, codings.open("wb") as of_codings:
        rows = {name: opened.enter_context(path.open("wb")) for name, path in responses.items()}
        for part in script.parts(largest_part):
            made = make_part(script, part)
            first = part.number == 0
            if first:
                for file in (*rows.values(), of_cases, of_codings):
                    file.write(codecs.BOM_UTF8)
            for name, table in _tables(script, made).items():
                _append(table, rows[name], headed=first)
            special = cases_table(script, made)
            counted.update(special["case"].to_pylist())
            _append(special, of_cases, headed=first)
            _append(codings_table(script, made), of_codings, headed=first)
    return counted


def _tables(script: Script, made: Made) -> dict[str, Any]:
    """Channel -> its rows of the part; all of them under the empty text, where there is one file."""
    table = responses_table(script, made)
    if not script.by_channel:
        return {"": table}
    states, codes = channels_of_rows(script, made)
    return {
        name: own_table(table, codes == states.index(name), channel, script.questionnaire)
        for name, channel in channels_of(script.parameters).items()
    }


def _append(table: Any, file: BinaryIO, *, headed: bool) -> None:
    from pyarrow import csv

    csv.write_csv(table, file, csv.WriteOptions(include_header=headed))


def _told(script: Script, files: Rehearsed, counted: Counter[str]) -> str:
    rows = "row" if script.responses == 1 else "rows"
    special = ", ".join(f"{counted[case]} {case.replace('_', ' ')}" for case in CASES if counted[case])
    lines = [
        f"{MARK}: {files.responses.as_posix()}, {script.responses} {rows}" + (f" ({special})" if special else ""),
        f"What was put in: {files.effects.as_posix()}",
        f"Blank, copied, second and late responses: {files.cases.as_posix()}",
        f"What two coders made of the comments: {files.codings.as_posix()}",
        f"See the report: findings run {script.parameters.name} "
        f"--params {_typed(files.params)} --out {_typed(files.outputs)}",
    ]
    return "\n".join(lines)


def _typed(path: Path) -> str:
    """A path as it is typed in a command, on any system: in quotation marks where it holds a space or the like."""
    text = path.as_posix()
    return text if re.fullmatch(r"[\w./:~-]+", text) else f'"{text}"'


def _not_named_as_folder(out: Path) -> Problem:
    do = f"Write {out.with_suffix('').name}."
    return Problem("--out", "a file, and each channel has one", out.name, "the name of a folder", do)


def _not_named_as_csv(out: Path) -> Problem:
    if out.is_dir():
        do = f"Write {_typed(out / 'rehearsal.csv')}."
    elif out.name.lower() == ".csv":
        do = "Write rehearsal.csv."
    else:
        do = f"Write {out.with_suffix('.csv').name}."
    return Problem(
        "--out", "a file that is not named as CSV", out.name or out.as_posix(), "a name that ends in .csv", do
    )
