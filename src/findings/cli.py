"""The commands. Each line of `COMMANDS` is a command and the function that does it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from findings.errors import ExitCode, FindingsError, InputRefused, Problem, written_out

MOST_PROBLEMS = 40
"""One response taken out of a run changes hundreds of cells: as many problems of a kind are enough to begin with."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do a command; returns its exit code.

    What is wrong with parameters, data or a notebook is told in words on standard error.
    """
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles and pipes may have an encoding that lacks a respondent's letters.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        return int(COMMANDS[options.command](options))
    except FindingsError as error:
        # Messages quote data and parameters of others: a terminal must not obey what they hold.
        print(written_out(str(error)), file=sys.stderr)
        return int(error.exit_code)
    except BrokenPipeError:
        # Whoever read the output had enough (`findings trace ... | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.DONE)


def _run(options: argparse.Namespace) -> ExitCode:
    from findings.evidence.mark import marked
    from findings.pipeline.latest import is_made_up
    from findings.pipeline.layout import consultations, find_layout
    from findings.pipeline.run import run
    from findings.pipeline.steps import exit_code

    layout = find_layout(options.params, options.out, options.edition)
    names = consultations(layout, options.names)
    results = run(layout, names, jobs=options.jobs, force=options.force, quiet=options.quiet)
    failures = []
    for result in results:
        if result.error is not None:
            failures.append(exit_code(result.error))
            notes = getattr(result.error, "__notes__", [])
            kind = (
                "" if isinstance(result.error, FindingsError) else f"a fault of ours, {type(result.error).__name__}: "
            )
            told = "\n".join([f"{result.name}: not run", f"{kind}{result.error}", *notes])
            print(written_out(told), file=sys.stderr)
        elif result.folder is not None and not options.quiet:
            state = "nothing changed" if result.up_to_date else "done"
            told = f"{result.name}: {state}, {result.folder}"
            print(marked(told) if is_made_up(result.folder) else told)
            print(*(f"  {written_out(line)}\n" for line in result.told), sep="", end="")
    return failures[0] if failures else ExitCode.DONE


def _init(options: argparse.Namespace) -> ExitCode:
    from findings.draft import draft
    from findings.intake.export import Opening
    from findings.setup import write_setup, write_start_file

    folder = options.folder
    drafted = draft(options.file, folder, Opening(format=options.format, sheet=options.sheet))
    workbook, start = write_setup(folder), write_start_file(folder, folder.resolve().name)
    print(*(written_out(line) for line in drafted.told), sep="\n")
    print(f"to set it up in Excel: {workbook}; on Windows, double-click {start} afterwards")
    return ExitCode.DONE


def _workbook(options: argparse.Namespace) -> ExitCode:
    from findings.pipeline.commentary import workbooks_in, workbooks_out
    from findings.pipeline.layout import consultations, find_layout
    from findings.pipeline.run import open_project
    from findings.setup.coding_book import coding_in, coding_out, is_coding, is_coding_file
    from findings.setup.points_book import is_points_file, points_book

    layout = find_layout(options.params, options.out, options.edition)
    (name,) = consultations(layout, [options.name])
    file, told = options.file, list[str]()
    if file is not None and options.way == "in":
        file = _workbook_file(file, layout.params / name)
    if file is not None and is_points_file(options.way, file):
        told = points_book(options.way, open_project(layout, name).parameters, file)
    elif options.way == "in":
        is_coders = file is not None and is_coding(file)
        told = coding_in(open_project(layout, name).parameters, file) if is_coders else workbooks_in(layout, name, file)
    else:
        for_coders = options.coders is not None or options.suggest or (file is not None and is_coding_file(file))
        told = [] if for_coders else workbooks_out(layout, name, file)
        if options.suggest:
            from findings.setup.coding_suggest import suggest

            told += suggest(open_project(layout, name).parameters)
        if for_coders or (file is None and open_project(layout, name).parameters.free_text is not None):
            told += coding_out(open_project(layout, name).parameters, options.coders, options.seed, file)
    print(*(written_out(line) for line in told), sep="\n")
    return ExitCode.DONE


def _workbook_file(file: Path, folder: Path) -> Path:
    """The workbook that is named: as it was typed, or in the consultation's folder, where workbooks are written."""
    beside = folder / file
    for place in (file, beside):
        if place.exists():
            return place
    found = f"neither {file} nor {beside}" if file != beside else ""
    do = "Check its name, or write it: findings workbook out NAME"
    raise InputRefused([Problem(file.name, "the file is missing", found, do=do)])


def _purge(options: argparse.Namespace) -> ExitCode:
    from findings.pipeline.layout import find_layout
    from findings.pipeline.purge import purge

    layout = find_layout(options.params, options.out)
    purged = purge(layout, options.name, response=options.response, yes=options.yes, keep_latest=not options.all)
    print(*(written_out(line) for line in purged.lines()), sep="\n")
    return ExitCode.FAULT if purged.problems else ExitCode.DONE


def _check(options: argparse.Namespace) -> ExitCode:
    from findings.evidence.cell import SourceKind
    from findings.evidence.mark import marked
    from findings.freetext import code
    from findings.intake import account_lines, receive
    from findings.pipeline.changed import changed_lines
    from findings.pipeline.layout import consultations, find_layout
    from findings.pipeline.run import open_editions
    from findings.setup.commentary_now import counted_now
    from findings.tabulation.tables import declared_tables

    layout = find_layout(options.params, None, None)
    (name,) = consultations(layout, [options.name])
    for project in open_editions(layout, name):
        received = receive(project.parameters)
        tables = declared_tables(project.parameters, received)
        # Faults of codings come before anything is said to be in order.
        free_text = code(project.parameters, received)
        told = f"{project.name}: parameters and data are in order; {received.analysed} responses, {len(tables)} tables"
        print(marked(told) if received.source_kind is SourceKind.MADE_UP else told)
        print(*(written_out(line) for line in account_lines(received)), sep="\n")
        print(*(f"{written_out(line)}\n" for line in free_text.told), sep="", end="")
        if project.parameters.commentary:
            changed = changed_lines(project, counted_now(project.parameters, received))
            print(*(f"{written_out(line)}\n" for line in changed), sep="", end="")
    return ExitCode.DONE


def _explain(options: argparse.Namespace) -> ExitCode:
    from findings.pipeline.layout import consultations, find_layout
    from findings.pipeline.run import explain

    layout = find_layout(options.params, options.out, options.edition)
    (name,) = consultations(layout, [options.name])
    print(*explain(layout, name), sep="\n")
    return ExitCode.DONE


def _trace(options: argparse.Namespace) -> ExitCode:
    from findings.audit.trace import trace

    if options.xlsx is not None:
        from findings.audit.sourcebook import write_sourcebook

        print(written_out(write_sourcebook(options.cell, options.run, options.xlsx).told))
        return ExitCode.DONE
    print(trace(options.cell, options.run), end="")
    return ExitCode.DONE


def _verify(options: argparse.Namespace) -> ExitCode:
    if options.sql is not None:
        from findings.audit.recount import sql_of
        from findings.audit.runfolder import run_folder

        print(sql_of(options.sql, run_folder(options.run)))
        return ExitCode.DONE
    from findings.audit.verify import verify

    verification = verify(options.run)
    print(*(written_out(line) for line in verification.lines(0 if options.all else MOST_PROBLEMS)), sep="\n")
    return ExitCode.DONE if verification.verified else ExitCode.VERIFICATION_FAILED


def _compare(options: argparse.Namespace) -> ExitCode:
    from findings.audit.compare import compare

    print(written_out(compare(options.first, options.second, options.out)))
    return ExitCode.DONE


def _rehearse(options: argparse.Namespace) -> ExitCode:
    from findings.pipeline.layout import consultations, find_layout
    from findings.pipeline.run import open_project
    from findings.rehearsal import rehearse

    layout = find_layout(options.params, None)
    (name,) = consultations(layout, [options.name])
    parameters = open_project(layout, name).parameters
    print(
        written_out(
            rehearse(parameters, options.responses, options.seed, options.out, by_channel=options.by_channel).told
        )
    )
    return ExitCode.DONE


def _schema(options: argparse.Namespace) -> ExitCode:
    from findings.consultation.schema import write_schemas
    from findings.pipeline.layout import find_layout

    for path in write_schemas(find_layout(options.params, None).params / "schema"):
        print(path)
    return ExitCode.DONE


COMMANDS: dict[str, Callable[[argparse.Namespace], ExitCode]] = {
    "init": _init,
    "workbook": _workbook,
    "run": _run,
    "check": _check,
    "explain": _explain,
    "trace": _trace,
    "verify": _verify,
    "compare": _compare,
    "rehearse": _rehearse,
    "purge": _purge,
    "schema": _schema,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="findings", description="Consultation responses in, a report out.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    command = commands.add_parser("init", help="draft a folder of parameters from the file of a survey tool")
    command.add_argument("folder", type=Path, metavar="DIR", help="the folder to draft, for example params/parking")
    command.add_argument("--from", dest="file", type=Path, required=True, metavar="FILE", help="the survey tool's file")
    command.add_argument("--format", default="", metavar="NAME", help="the tool, where the file does not tell it")
    command.add_argument("--sheet", default="", metavar="NAME", help="the sheet of a workbook (default: the first)")

    command = commands.add_parser(
        "workbook",
        help="in Excel, out and in: set up, commentary, comments to code, comments to settle, points",
    )
    command.add_argument("way", choices=["out", "in"], help="write the workbook, or read it in")
    command.add_argument("name", metavar="NAME", help="a folder under params/")
    default = (
        "setup.xlsx, commentary.xlsx, coding_CODER.xlsx, settle.xlsx or points.xlsx; in: a path, or a name in that "
        "folder (default: out, all but points.xlsx; in, setup.xlsx and commentary.xlsx)"
    )
    command.add_argument("file", nargs="?", type=Path, metavar="FILE", help=default)
    command.add_argument("--coders", metavar="NAMES", help='out: a workbook for each of them, for example "Ann,Bo"')
    command.add_argument(
        "--seed", type=_seed, metavar="S", help="out: who gets which comment (default: codeframe.yaml)"
    )
    command.add_argument("--suggest", action="store_true", help="out: suggest codes, or themes for a new code frame")
    _folders(command)

    command = commands.add_parser("run", help="run consultations, all or those named")
    command.add_argument("names", nargs="*", metavar="NAME", help="a folder under params/")
    _folders(command)
    command.add_argument("--jobs", type=_count, default=0, metavar="N", help="steps at once (default: processors)")
    command.add_argument("--force", action="store_true", help="run every step although nothing changed")
    command.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")

    command = commands.add_parser("check", help="check parameters and data without running")
    command.add_argument("name", metavar="NAME")
    command.add_argument("--params", type=Path, metavar="DIR")

    command = commands.add_parser("explain", help="say what would run, and why")
    command.add_argument("name", metavar="NAME")
    _folders(command)

    command = commands.add_parser("trace", help="follow a number back to its source")
    command.add_argument("cell", metavar="CELL", help="for example q8#net_agree!percent")
    command.add_argument("--run", type=Path, required=True, metavar="RUN", help="a run's folder")
    command.add_argument("--xlsx", type=Path, metavar="FILE", help="write a workbook of the source rows instead")

    command = commands.add_parser("verify", help="check a run: its files, every count, every printed number, its crate")
    command.add_argument("run", type=Path, metavar="RUN", help="a run's folder")
    command.add_argument("--sql", metavar="CELL", help="print the query that counts a cell, to be run elsewhere")
    command.add_argument("--all", action="store_true", help=f"print every problem, not {MOST_PROBLEMS} of each kind")

    command = commands.add_parser("compare", help="say what changed between two runs, and what did it")
    command.add_argument("first", type=Path, metavar="RUN", help="the earlier run's folder")
    command.add_argument("second", type=Path, metavar="RUN", help="the later run's folder")
    command.add_argument("--out", type=Path, metavar="DIR", help="write the comparison as a page and as CSV too")

    command = commands.add_parser("rehearse", help="make up responses from a questionnaire")
    command.add_argument("name", metavar="NAME", help="a folder under params/")
    command.add_argument("--responses", type=_count, required=True, metavar="N", help="how many rows the file holds")
    command.add_argument("--seed", type=_seed, default=1, metavar="S", help="the same seed, the same file (default: 1)")
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write, a CSV")
    command.add_argument(
        "--by-channel", action="store_true", help="one file a channel, as the real ones come; --out names their folder"
    )
    command.add_argument("--params", type=Path, metavar="DIR", help="the folder of parameters")

    command = commands.add_parser("purge", help="remove a consultation's restricted data, caches and old runs")
    command.add_argument("name", metavar="NAME")
    command.add_argument(
        "--response", default="", metavar="ID", help="one withdrawn response, and the runs that hold it"
    )
    command.add_argument("--all", action="store_true", help="the newest run too, not its restricted data only")
    command.add_argument("--yes", action="store_true", help="remove it; without this, only say what would be removed")
    command.add_argument("--params", type=Path, metavar="DIR", help="the folder of parameters")
    command.add_argument("--out", type=Path, metavar="DIR", help="the folder of outputs")

    command = commands.add_parser("schema", help="write the JSON Schemas of the parameter files")
    command.add_argument("--params", type=Path, metavar="DIR")
    return parser


def _folders(command: argparse.ArgumentParser) -> None:
    command.add_argument("--params", type=Path, metavar="DIR", help="the folder of parameters")
    command.add_argument("--out", type=Path, metavar="DIR", help="the folder of outputs")
    command.add_argument("--edition", metavar="NAME", help="the edition (default: every one that the parameters give)")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 up, of 18 digits at most")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
