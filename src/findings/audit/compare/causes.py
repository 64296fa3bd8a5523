"""Finding what made a cell another, by changing one thing at a time: data or codings, then parameters, the program.

Where only one thing differs between two runs, it is the cause of everything. Where several do, each run's data are
counted with each run's parameters (`combinations`). What that does not explain is the work of the program: the
code, the lock file or Python, which no file of a run can tell apart, so all of them that differ are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from findings.audit.compare.cause import Cause, Clue, Part, cause_from
from findings.audit.compare.changes import Change, Kind, number_of, step
from findings.audit.compare.combinations import OWN_FIRST, OWN_SECOND, PAIRS, Combinations
from findings.audit.compare.inputs import Factor, Inputs
from findings.audit.compare.reading import keeps_otherwise, reads_otherwise
from findings.audit.compare.side import Side
from findings.audit.compare.status import WHY, signatures, stands_small
from findings.audit.rows import conditions_of
from findings.consultation.names import FUNNEL
from findings.evidence.cell import Cell

_TELL = "Run once with only one of them changed to tell which it was."
_BY_DATA = "Counting the second run's data with the first run's parameters shows it."
_BY_PARAMETERS = "Counting the first run's data with the second run's parameters shows it."
_BY_PROGRAM = "One of the runs shows what its own data and parameters do not give."


@dataclass(frozen=True)
class Case:
    """Two runs, what differs between their inputs, and their cells counted anew."""

    first: Side
    second: Side
    inputs: Inputs
    counted: Combinations


def cause_of(change: Change, case: Case) -> Cause:
    """What made a cell another."""
    factors = case.inputs.factors
    if not factors:
        return Cause((), "Data, parameters, code, lock file and Python are the same in both runs.")
    if len(factors) == 1:
        return Cause((factors,), f"The runs differ in nothing but the {_THE[factors[0]]}.{_doubt(change, case)}")
    if change.kind is Kind.CHANGED:
        return _of_value(change, case)
    if change.kind in (Kind.HIDDEN, Kind.SHOWN):
        return _of_status(change, case)
    return _of_definition(change, case) if change.kind is Kind.REDEFINED else _of_existence(change, case)


# --- by kind of change ----------------------------------------------------------------------------


def _of_value(change: Change, case: Case) -> Cause:
    assert change.first is not None and change.second is not None
    ruled = [case.counted.of(pair, change.cell) for pair in PAIRS]
    if any(value is None for value in ruled):
        return _undecided(change, case, "The cell cannot be counted with each run's data and parameters.")
    clues = list(_input_clues(change, case, ruled))
    strays = _off(change.first, ruled[0]) != _off(change.second, ruled[3])
    if strays and not case.inputs.program:
        return _undecided(change, case, "Counting again does not give what the runs show: see findings verify.")
    if strays:
        clues.append(_program_clue(case))
    if not clues:
        return _undecided(change, case, "Counting again gives the same in both runs: see findings verify.")
    return cause_from(clues, _parts(change, case, ruled, strays))


def _of_existence(change: Change, case: Case) -> Cause:
    exists = [case.counted.exists(pair, change.cell) for pair in PAIRS]
    clues = list(_input_clues(change, case, exists))
    if (change.first is not None, change.second is not None) != (exists[0], exists[3]) and case.inputs.program:
        clues.append(_program_clue(case))
    if clues:
        return cause_from(clues)
    return _undecided(change, case, "By the rules the cell stands in both runs or in neither.")


def _of_status(change: Change, case: Case) -> Cause:
    pair, side = (OWN_SECOND, case.second) if change.kind is Kind.SHOWN else (OWN_FIRST, case.first)
    if case.inputs.program and stands_small(side.cells[change.cell], side, case.counted, pair):
        return cause_from([Clue(case.inputs.program, "A run shows what its own threshold hides.")])
    for place, signature in enumerate(signatures(change, case.first, case.second, case.counted)):
        if signature[0] == signature[3]:
            continue
        clues = list(_input_clues(change, case, signature))
        if place == 0 or not case.inputs.program:
            return cause_from([Clue(clue.factors, WHY[place]) for clue in clues])
        # Which neighbours are hidden is a choice that other code may make otherwise.
        possible = {factor for clue in clues for factor in (*clue.factors, *case.inputs.program)}
        factors = tuple(factor for factor in Factor if factor in possible)
        return cause_from([Clue(factors, f"{WHY[place]} {_TELL}")])
    return _undecided(change, case, "What decides about hiding in this question came out alike.")


def _of_definition(change: Change, case: Case) -> Cause:
    assert change.first is not None and change.second is not None
    made = [
        (conditions_of(cell.identifier, side.lineage), frozenset(cell.origins), cell.base_kind, cell.base_cell)
        for cell, side in ((change.first, case.first), (change.second, case.second))
    ]
    if Factor.PARAMETERS in case.inputs.factors and made[0] != made[1]:
        return cause_from([Clue((Factor.PARAMETERS,), "The parameters say otherwise what it is made of.")])
    return _undecided(change, case, "It is told otherwise what it is made of.")


# --- clues ----------------------------------------------------------------------------------------


def _input_clues(change: Change, case: Case, outcomes: Sequence[object]) -> Iterator[Clue]:
    """Data, parameters or both, by what comes out of the four combinations (in the order of `PAIRS`)."""
    neither, data, parameters, both = outcomes
    if neither == both:
        return
    if not (data == neither and parameters == both):
        yield _source_clue(change, case)
    if not (data == both and parameters == neither):
        yield Clue((Factor.PARAMETERS,), _BY_PARAMETERS)


def _source_clue(change: Change, case: Case) -> Clue:
    """What made the analysed responses others: the file, the way it was read, or the code that read it."""
    factors = case.inputs.factors
    coded = _coded_in(change.any_cell, case)
    if coded:
        return _coding_clue(coded, case)
    read = Factor.PARAMETERS in factors and _read_otherwise(change.any_cell, case)
    if Factor.DATA in factors:
        if not read:
            return Clue((Factor.DATA,), _BY_DATA)
        why = "The file of data and the parameters that say how it is read differ, and cannot be told apart here."
        return Clue((Factor.DATA, Factor.PARAMETERS), why)
    if read and not case.inputs.program:
        return Clue((Factor.PARAMETERS,), "The parameters say otherwise how the same file of data is read.")
    possible = tuple(factor for factor in factors if factor is not Factor.PARAMETERS or read)
    why = "The same file of data was read otherwise."
    return Clue(possible, f"{why} {_TELL}" if len(possible) > 1 else why)


def _coded_in(cell: Cell, case: Case) -> tuple[str, ...]:
    """The open questions of whose codings a cell is counted."""
    return case.first.coded_in(cell.asked) or case.second.coded_in(cell.asked)


def _coding_clue(coded: Sequence[str], case: Case) -> Clue:
    """What made the codes that were counted others: the codings, the frame, the comments, or the code that reads."""
    factors, frames = case.inputs.factors, [side.parameters["codeframe.yaml"] for side in (case.first, case.second)]
    possible = [Factor.DATA] if Factor.DATA in factors and case.inputs.source.moved(coded) != 0 else []
    possible += [Factor.CODINGS] if Factor.CODINGS in factors else []
    possible += [Factor.PARAMETERS] if Factor.PARAMETERS in factors and frames[0] != frames[1] else []
    if not possible:
        return Clue(case.inputs.program or factors, "The same codings were read otherwise.")
    why = "Coders gave other codes." if possible == [Factor.CODINGS] else "What was coded, or how, differs."
    return Clue(tuple(possible), f"{why} {_TELL}" if len(possible) > 1 else why)


def _read_otherwise(cell: Cell, case: Case) -> bool:
    """Whether the parameters can have made the responses behind a cell others."""
    if cell.question == FUNNEL:
        return keeps_otherwise(case.first, case.second)
    sides = (case.first, case.second)
    names = {cell.asked, *(asked for side in sides for asked in side.asked_by(cell.breakdown))}
    names = {column for side in sides for column in side.columns_of(names)}
    if any(reads_otherwise(case.first, case.second, name) for name in names):
        return True
    source = case.inputs.source
    others = not source.comparable or source.tally or bool(source.added or source.gone)
    return others and keeps_otherwise(case.first, case.second)


def _program_clue(case: Case) -> Clue:
    program = case.inputs.program
    return Clue(program, f"{_BY_PROGRAM} {_TELL}" if len(program) > 1 else _BY_PROGRAM)


def _undecided(change: Change, case: Case, why: str) -> Cause:
    """Everything that differs and could have done it, as one cause that cannot be told apart."""
    cell = change.any_cell
    untouched = case.inputs.source.moved(case.second.columns_of([cell.asked])) == 0
    factors = case.inputs.factors
    untouched |= any(side.lineage.is_of_submissions(cell.asked) for side in (case.first, case.second))
    possible = tuple(factor for factor in factors if factor is not Factor.DATA or not untouched)
    if not _coded_in(cell, case) and set(case.second.columns_of([cell.asked])) <= case.inputs.source.columns:
        # What respondents answered themselves is nothing that coders gave.
        possible = tuple(factor for factor in possible if factor is not Factor.CODINGS) or possible
    return cause_from([Clue(possible, f"{why} {_TELL}" if len(possible) > 1 else why)])


# --- sizes ----------------------------------------------------------------------------------------


def _parts(change: Change, case: Case, ruled: Sequence[str | None], strays: bool) -> tuple[Part, ...]:
    """What data alone, parameters alone, both together and the program did; none where one thing did it all."""
    assert change.first is not None and change.second is not None
    sides = (case.first, case.second)
    by = {asked for side in sides for asked in side.asked_by(change.any_cell.breakdown)}
    if ({change.any_cell.asked} | by) & (case.first.hidden_questions | case.second.hidden_questions):
        # A combination that was never released could give a hidden count away.
        return ()
    neither, data, parameters, both = (Decimal(value) if value else None for value in ruled)
    parts = []
    if neither != both and data == both and parameters == neither:
        parts = [Part("by data", step(neither, both))] if strays else []
    elif neither != both and parameters == both and data == neither:
        parts = [Part("by parameters", step(neither, both))] if strays else []
    elif neither != both:
        parts = [
            Part("by data alone", step(neither, data)),
            Part("by parameters alone", step(neither, parameters)),
            Part("by data and parameters together", step(neither, both)),
        ]
    own = (number_of(change.first), number_of(change.second))
    if parts and strays and own[0] is not None and own[1] is not None and neither is not None and both is not None:
        parts.append(Part("by the program", step(both - neither, own[1] - own[0])))
    return tuple(parts)


def _off(cell: Cell, ruled: str | None) -> object:
    """How far a run's own value is from what its data and parameters give."""
    if cell.value and ruled:
        return Decimal(cell.value) - Decimal(ruled)
    return Decimal(0) if cell.value == (ruled or "") else (cell.value, ruled)


def _doubt(change: Change, case: Case) -> str:
    """Said where a run's own value is not what its own data and parameters give, though that is no cause."""
    for cell, pair, which in ((change.first, OWN_FIRST, "first"), (change.second, OWN_SECOND, "second")):
        if cell is not None and cell.visible and case.counted.of(pair, change.cell) not in (None, cell.value):
            return f" The {which} run shows what its own data and parameters do not give: see findings verify."
    return ""


_THE = {
    Factor.EDITION: "edition",
    Factor.DATA: "file of data",
    Factor.CODINGS: "codings",
    Factor.PARAMETERS: "parameters",
    Factor.CODE: "code",
    Factor.LOCK: "lock file",
    Factor.PYTHON: "version of Python",
}
assert set(_THE) == set(Factor)
