"""A table of population as a run keeps it, read again: which of its rows are people of which group.

Written from `docs/methods/representation.md`: the rows of `only` count; a text of the level column belongs to the group
that `levels` names it under, or to the group that is called so or has an option called so; what is `left_out` is nobody
who was asked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.audit.recount.codelists import read_questionnaire_file
from findings.audit.recount.question import NUMERIC, ONE_ANSWER, Breakdown, Questionnaire
from findings.audit.recount.settings import CONSULTATION, QUESTIONNAIRE
from findings.audit.recount.yamlfile import ASK, Faults, Node, read_mapping
from findings.errors import Problem, VerificationFailed

FOLDER = "restricted/inputs/populations"
ANSWER = "answer"


@dataclass(frozen=True)
class Counted:
    """A row of the file that counts: its line, what stands in its level column, and its people."""

    line: int
    text: str
    people: int


@dataclass(frozen=True)
class Population:
    """The people of each group of a breakdown.

    Parameters
    ----------
    breakdown, file
        The breakdown, and the file from the run's folder.
    unit
        What the people are called.
    level_column, count_column
        Where the file says which group people are in, and how many they are.
    rows
        Group -> the rows that are its people; a group that the table does not know is missing.
    """

    breakdown: str
    file: str
    unit: str
    level_column: str
    count_column: str
    rows: Mapping[str, tuple[Counted, ...]]

    @property
    def residents(self) -> dict[str, int]:
        """Group -> its people."""
        return {level: sum(row.people for row in rows) for level, rows in self.rows.items()}


def read_populations(run: Path, questionnaire: Questionnaire) -> tuple[Population, ...]:
    """The tables of population that a run was counted with, those of its breakdowns.

    Raises
    ------
    VerificationFailed
        If a file is missing, or a row of it is nobody's and not left out.
    """
    declared = read_mapping(run / CONSULTATION).child("populations")
    parameters = read_questionnaire_file(run / QUESTIONNAIRE)
    return tuple(
        _population(run, questionnaire.breakdowns[name], declared.child(name), questionnaire, parameters)
        for name in declared.own_keys
        if name in questionnaire.breakdowns
    )


def compared(text: str) -> str:
    """A text as names are compared: letter case and the width of spaces say nothing.

    Examples
    --------
    >>> compared("  Under  25 ")
    'under 25'
    """
    return " ".join(text.casefold().split())


def _population(
    run: Path, breakdown: Breakdown, node: Node, questionnaire: Questionnaire, parameters: Node
) -> Population:
    file, faults = f"{FOLDER}/{breakdown.name}.csv", Faults(Path(CONSULTATION).name)
    level_column, count_column = node.text("level_column", ""), node.text("count_column", "")
    own = {level: node.child("levels").names(level, faults) for level in node.child("levels").own_keys}
    left_out = {compared(text) for text in node.names("left_out", faults)}
    only = {column: node.child("only").names(column, faults) for column in node.child("only").own_keys}
    if faults.problems:
        raise VerificationFailed(faults.problems)
    owner = _owners(_called(breakdown, questionnaire, parameters), own, left_out)
    rows: dict[str, list[Counted]] = {level: [] for level in dict.fromkeys(owner.values())}
    for line, cells in _rows(run, file, (level_column, count_column, *only)):
        if any(compared(cells[column]) not in map(compared, texts) for column, texts in only.items()):
            continue
        text, people = cells[level_column], cells[count_column]
        where = f"{file}, line {line}"
        if not (people.isascii() and people.isdigit()):
            raise _harmed(where, "not a number of people", people)
        if compared(text) in owner:
            rows[owner[compared(text)]].append(Counted(line, text, int(people)))
        elif compared(text) not in left_out:
            raise _harmed(where, "neither a group of the breakdown nor left out", text)
    unit = node.text("unit", "residents")
    told = {level: tuple(of) for level, of in rows.items()}
    return Population(breakdown.name, file, unit, level_column, count_column, told)


def _called(breakdown: Breakdown, questionnaire: Questionnaire, parameters: Node) -> dict[str, list[list[str]]]:
    """Group -> what it is called, then what each of its options is; without those of who prefers not to say."""
    question = questionnaire.questions[breakdown.question]
    node = parameters.child("questions" if question.kind in ONE_ANSWER else "also_asked").child(question.source)
    kept = node.child("bands" if question.kind == NUMERIC else "options")
    options = kept if kept.own_keys else parameters.child("scales").child(node.text("scale", "")).child("options")
    groups = parameters.child("breakdowns").child(breakdown.name).child("groups")
    called: dict[str, list[list[str]]] = {}
    for level, of in breakdown.levels.items():
        told = [options.child(option) for option in of]
        if any(option.text("kind", ANSWER) == ANSWER for option in told):
            own = groups.child(level) if groups.own_keys else options.child(level)
            each = [[one.text("label", ""), *one.names("also", Faults(""))] for one in told]
            called[level] = [[own.text("label", "")], *each]
    return called


def _owners(
    called: Mapping[str, Sequence[Sequence[str]]], own: Mapping[str, Sequence[str]], left_out: set[str]
) -> dict[str, str]:
    """Text of the level column -> its group. What is named outright goes first, then labels of groups, then options."""
    named = {compared(text): level for level, texts in own.items() for text in texts if level in called}
    titles = {compared(names[0][0]): level for level, names in called.items() if level not in own}
    taken = {*named, *titles, *left_out}
    owner = dict(named)
    for level, names in called.items():
        if level in own or compared(names[0][0]) in left_out:
            continue
        if compared(names[0][0]) not in named:
            owner[compared(names[0][0])] = level
        for text in (compared(text) for option in names[1:] for text in option):
            if text not in taken:
                owner[text] = level
        taken |= owner.keys()
    # In the order of the breakdown.
    return {text: level for group in called for text, level in owner.items() if level == group}


def _rows(run: Path, file: str, wanted: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    try:
        text = (run / file).read_text(encoding="utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""))
        lines = [(reader.line_num, [cell.strip() for cell in line]) for line in reader]
    except OSError:
        raise _harmed(file, "this file of the run is missing") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise _harmed(file, "not a table of population that can be read", str(error)[:120]) from None
    (_, head), *rows = [(line, cells) for line, cells in lines if any(cells)] or [(1, [])]
    missing = [column for column in wanted if head.count(column) != 1]
    if missing:
        raise _harmed(file, "a column is missing, or stands twice", ", ".join(missing), ", ".join(head))
    return [(line, {name: (*cells, *[""] * len(head))[at] for at, name in enumerate(head)}) for line, cells in rows]


def _harmed(where: str, what: str, found: str = "", allowed: str = "") -> VerificationFailed:
    return VerificationFailed([Problem(where, what, found, allowed, ASK)])
