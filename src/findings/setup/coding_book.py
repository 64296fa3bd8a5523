"""`findings workbook out` and `in` for coders: `coding_<coder>.xlsx` beside the parameters, and back.

A coder gets her own comments only. What she chose is put into `kept/codings`, comment by comment; a comment that her
workbook leaves blank stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from findings.consultation.build import Parameters
from findings.consultation.codeframe_file import CODINGS
from findings.errors import FindingsError, InputRefused, ParameterError, Problem
from findings.freetext.coding import SETTLED
from findings.freetext.codings import read_codings
from findings.freetext.units import Units
from findings.setup.coding_comments import ToCode
from findings.setup.coding_desk import Desk, open_desk
from findings.setup.coding_guide import cover_for
from findings.setup.coding_kept import read_kept, restoring
from findings.setup.coding_merge import choices_of
from findings.setup.coding_read import absent, coders_of, read_book
from findings.setup.coding_sheets import (
    CodingSheet,
    as_said,
    long_table,
    question_table,
    theme_blocks,
    themes_table,
)
from findings.setup.coding_split import (
    CODERS,
    Given,
    coders_bytes,
    coders_in,
    read_coders,
    read_split,
    split,
    split_bytes,
    stem_of,
)
from findings.setup.coding_split import FILE as SPLIT
from findings.setup.coding_words import Words, some_comments
from findings.setup.coding_write import CODED_ON, CODER, READ_ME, workbook_bytes
from findings.setup.read import read_workbook, text_of
from findings.setup.table import Table
from findings.setup.workbook import replace_files

PREFIX, SETTLE = "coding_", "settle.xlsx"
_USUAL = (0.10, 0.20)
_MORE = 'Name them: findings workbook out {name} --coders "Ann,Bo"'


def file_of(coder: str) -> str:
    """The name of a coder's workbook.

    Examples
    --------
    >>> file_of("Ann"), file_of("settled")
    ('coding_ann.xlsx', 'settle.xlsx')
    """
    return SETTLE if coder == SETTLED else f"{PREFIX}{stem_of(coder)}.xlsx"


def is_coding_file(path: Path) -> bool:
    """Whether a file is called as a coder's workbook is."""
    name = path.name.casefold()
    return name.endswith(".xlsx") and (name.startswith(PREFIX) or name.startswith(Path(SETTLE).stem))


def is_coding(path: Path) -> bool:
    """Whether a file is a coder's workbook, by its name or by its first sheet; one that cannot be read is none."""
    if is_coding_file(path):
        return True
    try:
        cover = read_workbook(path).sheets.get(READ_ME, ())
    except FindingsError:
        return False
    return any(line and text_of(line[0]) == CODER for line in cover)


def coding_out(
    parameters: Parameters, coders: str | None = None, seed: int | None = None, file: Path | None = None
) -> list[str]:
    """Write the workbooks of coders, and the one in which their disagreements are settled; returns what to print.

    Parameters
    ----------
    parameters
        The consultation.
    coders
        Who codes, with commas between; those of before unless given.
    seed
        Of the draw of who gets what; that of `codeframe.yaml` unless given. What was dealt before stays.
    file
        Only this one of the workbooks, under this name.

    Raises
    ------
    ParameterError
        If a workbook is there with what nobody has read in; nothing is written then.
    """
    folder, plan = parameters.folder, parameters.free_text
    known = read_coders(folder)
    if plan is not None and coders is None and not (known or plan.codings or any((folder / CODINGS).glob("*.csv"))):
        return [f"no workbooks for coders: nobody codes yet. {_MORE.format(name=parameters.name)}"]
    desk = open_desk(parameters)
    assert plan is not None
    before = read_split(folder)
    names = _named(coders, coders_of(desk)) if coders is not None else tuple(one for one, now in known.items() if now)
    told: list[str] = []
    files: dict[Path, bytes] = {}
    if names:
        share, seed = plan.agreement.share_coded_twice, plan.agreement.seed if seed is None else seed
        given = _dealt(desk, names, share, seed, before)
        files[folder / SPLIT] = split_bytes(_noted(given, before, names))
        files[folder / CODERS] = coders_bytes({**dict.fromkeys(known, False), **dict.fromkeys(names, True)})
        for coder in names:
            own = [one for one in desk.comments if coder in given[one.comment]]
            path = folder / file_of(coder)
            files[path] = _bytes(desk, coder, own, path.name)
            also = sum(len(given[one.comment]) > 1 for one in own)
            told.append(f"written: {path}, {some_comments(len(own))}, {also} of them given to another coder too")
        told += _share_told(desk, given, names, share)
    elif file is None or file.name != SETTLE:
        told.append(f"no workbooks for coders: nobody codes yet. {_MORE.format(name=parameters.name)}")
    if desk.differing:
        path = folder / SETTLE
        files[path] = _bytes(desk, SETTLED, desk.differing, path.name)
        told.append(f"written: {path}, {some_comments(len(desk.differing))} to which two coders gave different codes")
    if file is not None:
        files, told = _only(file, files, told, folder)
    _nothing_lost(desk, files)
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_files(files)
    return told


def _named(coders: str, known: Sequence[str]) -> tuple[str, ...]:
    """Who codes, by the names that they had before: 'ann' is 'Ann'."""
    before = {stem_of(one): one for one in known}
    return tuple(before.get(stem_of(one), one) for one in coders_in(coders))


def _only(file: Path, files: dict[Path, bytes], told: list[str], folder: Path) -> tuple[dict[Path, bytes], list[str]]:
    """Of all files the one that was asked for, at the place that was named."""
    own = {path.name.casefold(): path for path in files if path.suffix == ".xlsx"}
    path = own.get(file.name.casefold())
    if path is None:
        do = "Write one of these, or name its coder with --coders."
        allowed = ", ".join(one.name for one in own.values())
        raise ParameterError([Problem(str(file), "no coder's workbook is called so", "", allowed, do)])
    kept = {one: files[one] for one in files if one.suffix == ".csv" and path.name != SETTLE}
    lines = [line.replace(str(path), str(file)) for line in told if f"{path}," in line]
    return {**kept, file: files[path]}, lines


def _dealt(desk: Desk, names: Sequence[str], share: float, seed: int, before: Given) -> Given:
    """Who has which comment: who coded it, who was given it and codes still, and whom it is dealt to now."""
    coded = desk.coded_by
    held = {
        one.comment: (
            *(coder for coder in before.get(one.comment, ()) if coder in names or coder in coded.get(one.comment, ())),
            *coded.get(one.comment, ()),
        )
        for one in desk.comments
    }
    return split([one.comment for one in desk.comments], names, share, seed, held)


def _noted(given: Given, before: Given, names: Sequence[str]) -> Given:
    """What is kept of who was given what: comments that are not received now are still their coders'."""
    gone = {comment: own for comment, own in before.items() if comment not in given}
    left = {comment: tuple(one for one in own if one in names) for comment, own in gone.items()}
    return {**given, **{comment: own for comment, own in left.items() if own}}


def _share_told(desk: Desk, given: Given, names: Sequence[str], share: float) -> list[str]:
    total, twice = len(desk.comments), sum(len(given[one.comment]) > 1 for one in desk.comments)
    if len(names) < 2:
        return ["with one coder no comment is given to two, so agreement cannot be measured"]
    percent = 100 * twice / total if total else 0.0
    lines = [f"given to two coders: {twice} of {some_comments(total)}, {percent:.1f}%"]
    least, most = _USUAL
    if not least <= share <= most:
        lines.append(
            f"codeframe.yaml asks for {100 * share:g}% (agreement.share_coded_twice); "
            f"{100 * least:g} to {100 * most:g}% is usual"
        )
    return lines


def _bytes(desk: Desk, coder: str, comments: Sequence[ToCode], name: str) -> bytes:
    """A coder's workbook; the one of disagreements says what each gave."""
    chosen = {comment: choices_of(own) for comment, own in desk.given.get(coder, {}).items()}
    tables: list[Table] = []
    used: list[Words] = []
    for question, words in desk.words.items():
        own = [one for one in comments if one.question == question]
        if own:
            given = {one.comment: _what_each_gave(desk, words, one) for one in own} if coder == SETTLED else None
            suggested = desk.candidates if coder != SETTLED else {}
            agreed = {one.comment: speaks for one in own if (speaks := desk.agreed(one.comment)) is not None}
            in_advance = agreed if coder == SETTLED else {}
            tables.append(question_table(CodingSheet(words, own, chosen, suggested, given, in_advance)))
            used.append(words)
    lists: dict[str, tuple[int, int]] = {}
    first = 2
    for labels, several in theme_blocks(used).items():
        lists |= {words.title: (first, first + len(labels) - 1) for words in several}
        first += len(labels)
    cover = cover_for(desk.parameters, coder, name, used)
    return workbook_bytes(cover, tables, themes_table(used), [long_table(comments)], lists)


def _what_each_gave(desk: Desk, words: Words, one: ToCode) -> str:
    own = desk.by_coder.get(one.comment, {})
    return "\n".join(
        f"{coder}: {as_said(words, choices_of(given))}" for coder, given in own.items() if coder != SETTLED
    )


def _nothing_lost(desk: Desk, files: Mapping[Path, bytes]) -> None:
    """Refuse to write over a workbook in which somebody has written something since."""
    problems = []
    do = "Read it in first (findings workbook in), or give it another name."
    for path, new in files.items():
        if path.suffix != ".xlsx" or not path.exists() or path.read_bytes() == new:
            continue
        try:
            read = read_book(desk, read_workbook(path))
        except InputRefused:
            problems.append(Problem(path.name, "a file of this name is there, and is no coder's workbook", do=do))
        except ParameterError:
            problems.append(Problem(path.name, "a workbook is there that cannot be read in as it is", do=do))
        else:
            if read.done.new:
                problems.append(Problem(path.name, "a workbook is there with what was not read in", do=do))
    if problems:
        raise ParameterError(problems)


def coding_in(parameters: Parameters, file: Path) -> list[str]:
    """Put what a coder chose into `kept/codings`; returns what to print.

    Nothing is written unless all of it can be, and the next run can read it. Of a file whose rows are replaced a copy
    is kept in `kept/earlier`.

    Raises
    ------
    InputRefused
        If the file is no workbook that can be read.
    ParameterError
        With every problem of all rows.
    """
    desk = open_desk(parameters)
    workbook = read_workbook(file)
    read = read_book(desk, workbook)
    new = read.done.new
    plan = parameters.free_text
    assert plan is not None
    units = Units.of(plan, desk.received, desk.submissions)
    kept = read_kept(parameters.folder, plan, parameters.questionnaire, units)
    ordered = {one.comment: new[one.comment] for one in desk.comments if one.comment in new}
    told = [*absent(desk, read), *read.done.told]
    if not new:
        return [f"{workbook.name}: nothing changed", *told]
    kept.put(read.coder, stem_of(read.coder), ordered)
    files = kept.to_write()
    _put(desk, files)
    names = [path.relative_to(parameters.folder).as_posix() for path in files]
    own = desk.given.get(read.coder, {})
    blank = sum(not row.choices.codes and row.comment.comment not in own for row in read.said.rows)
    coded = sum(any(one.counts for one in codings) for codings in new.values())
    again = f", {read.done.replaced} of them otherwise than before" if read.done.replaced else ""
    noted = f"; {len(new) - coded} with a note and no theme yet" if coded < len(new) else ""
    settles = read.coder == SETTLED
    done = "settled" if settles else f"coded by {read.coder}"
    line = f"{workbook.name}: {some_comments(coded)} {done}{again}{noted}"
    undated = [] if read.date else [f"no day in '{CODED_ON}' on the sheet '{READ_ME}': these codings have no date"]
    left = f"{some_comments(blank)} still to be {'settled' if settles else 'coded'}"
    return [line, left, *told, *undated, f"written: {', '.join(names)}"]


def _put(desk: Desk, files: Mapping[Path, bytes]) -> None:
    """Write the files, and take them back if what they say is then refused."""
    restore = restoring(files)
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_files(files)
    try:
        read_codings(desk.parameters, desk.received, desk.submissions)
    except FindingsError:
        restore()
        raise
