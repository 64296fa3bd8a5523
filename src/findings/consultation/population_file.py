"""The file of a table of population, read and checked: every row is counted for one group, left out, or told."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from findings.consultation.counted import counted
from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import AnswerKind, Group, Questionnaire
from findings.consultation.names import as_compared
from findings.consultation.population import Population, Residents
from findings.consultation.population_rules import population_faults
from findings.consultation.yamlfile import KeyPath, YamlFile
from findings.errors import Problem

_MOST_TOLD = 12
"""Texts of a file that a message lists: a table of every ward would fill a page."""


@dataclass
class _Found:
    """What reading finds: texts of the level column with their people, and what is wrong."""

    file: str
    people: dict[str, int] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)
    """Other years than the one that the parameters name, and the line where each stands first."""
    problems: list[Problem] = field(default_factory=list)

    def problem(self, place: str, what: str, found: str = "", allowed: str = "", do: str = "") -> None:
        self.problems.append(Problem(f"{self.file}{place}", what, found, allowed, do))


def population_paths(populations: Mapping[str, Population], folder: Path) -> dict[str, Path]:
    """The files of the tables of population, by the names that a run's copies have."""
    return {f"populations/{name}.csv": (folder / of.file).resolve() for name, of in populations.items()}


def read_populations(
    populations: Mapping[str, Population], questionnaire: Questionnaire, folder: Path, parameters: YamlFile
) -> tuple[dict[str, Residents], list[Problem]]:
    """Read every table of population.

    Parameters
    ----------
    populations
        What `consultation.yaml` says of them; one whose breakdown cannot have a population is told by its rule.
    questionnaire
        The questionnaire, in order in itself.
    folder, parameters
        The folder of `consultation.yaml`, and that file.

    Returns
    -------
    tuple
        Breakdown -> its people, and every problem of all files.
    """
    read: dict[str, Residents] = {}
    problems: list[Problem] = []
    whole = counted(questionnaire)
    for name, population in populations.items():
        if not any(population_faults({name: population}, questionnaire)):
            residents, found = read_population(name, population, whole, folder / population.file, parameters)
            problems += found
            read |= {name: residents} if residents is not None else {}
    return read, problems


def read_population(
    breakdown: str, population: Population, questionnaire: Questionnaire, path: Path, parameters: YamlFile
) -> tuple[Residents | None, list[Problem]]:
    """Read how many people live in each group of a breakdown.

    Parameters
    ----------
    breakdown, population
        The breakdown, and what `consultation.yaml` says of its table.
    questionnaire
        As it is counted (`findings.consultation.counted`); the breakdown is one of it.
    path
        The file.
    parameters
        `consultation.yaml`, for where its values stand.

    Returns
    -------
    tuple
        The groups with their people, and every problem of the file and of what is said of it; None with problems.
    """
    keys: KeyPath = ("populations", breakdown)
    found = _Found(path.name)
    values = _read_rows(path, population, found)
    levels = _levels(questionnaire, breakdown, population)
    faults: list[Fault] = list(_unknown_levels(keys, population, questionnaire.groups_of(breakdown)))
    if values is not None:
        faults += _filter_faults(keys, population, values)
        # With a filter that finds no row, nothing can be said of the groups.
        if found.people or not faults:
            faults += _text_faults(keys, population, found)
            faults += _level_faults(keys, population, levels, found)
    owners = {text: level for level, texts in levels.items() for text in texts}
    if values is not None:
        _unknown_texts(population, questionnaire.groups_of(breakdown), owners, found)
    by_level = {level: sum(found.people.get(text, 0) for text in texts) for level, texts in levels.items()}
    if values is not None and not faults and not found.problems and not sum(by_level.values()):
        found.problem(
            f", column {population.count_column}", "a population of nobody", "0", "more than 0", "Correct the file."
        )
    placed = [Problem(parameters.where(f.keys), f.what, f.found, f.allowed, f.do) for f in faults]
    problems = [*placed, *found.problems]
    return (None if problems else Residents(by_level, population.unit)), problems


def _read_rows(path: Path, population: Population, found: _Found) -> dict[str, dict[str, str]] | None:
    """Count the rows that pass the filter; returns each filter's texts in the file, or None if it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        found.problem("", "the table of population is missing", do=f"Put it there: {path.parent.name}/{path.name}.")
        return None
    except (OSError, UnicodeDecodeError):
        found.problem("", "the file cannot be read as text in UTF-8", do="Save it as CSV in UTF-8.")
        return None
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        found.problem(f", line {reader.line_num}", "not a CSV file", str(error), do="Save it as CSV in UTF-8.")
        return None
    headings = [heading.strip() for heading in rows[0][1]] if rows else []
    if not _has_columns(headings, population, found):
        return None
    place = {heading: number for number, heading in enumerate(headings)}
    values: dict[str, dict[str, str]] = {column: {} for column in population.only}
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows[1:]:
        cells = {heading: row[number].strip() if number < len(row) else "" for heading, number in place.items()}
        for column, texts in values.items():
            texts.setdefault(as_compared(cells[column]), cells[column])
        if all(as_compared(cells[c]) in map(as_compared, texts) for c, texts in population.only.items()):
            first = seen.setdefault(tuple(row), line)
            if first != line:
                what = "a row that stands twice: its people would be counted twice"
                found.problem(f", line {line}", what, f"the same as line {first}", do="Keep one of them.")
            _count_row(line, cells, population, found)
            if population.year_column and cells[population.year_column] != str(population.year):
                found.years.setdefault(cells[population.year_column], line)
    _other_years(population, found)
    return values


def _other_years(population: Population, found: _Found) -> None:
    """A year is told once: a table of another year would fill a page, a row a line."""
    for year, line in found.years.items():
        do = "Take the table of that year, choose its rows under 'only', or correct 'year' in consultation.yaml."
        place = f", line {line}, column {population.year_column}"
        found.problem(place, "people of another year than 'year' says", year, str(population.year), do)


def _has_columns(headings: list[str], population: Population, found: _Found) -> bool:
    named = [population.level_column, population.count_column, population.year_column, *population.only]
    wanted = dict.fromkeys(column for column in named if column)
    missing = [column for column in wanted if column not in headings]
    twice = [column for column in wanted if headings.count(column) > 1]
    if not headings:
        found.problem("", "the file is empty", do="Put a row of headings and the counts into it.")
        return False
    for column in missing:
        do = closest(column, headings) or "Name the column as the file does, in consultation.yaml."
        found.problem(", line 1", "a column is missing", column, ", ".join(headings), do)
    for column in twice:
        found.problem(", line 1", "a heading that stands twice", column, do="Rename one of the columns.")
    return not missing and not twice


def _count_row(line: int, cells: Mapping[str, str], population: Population, found: _Found) -> None:
    text, count = cells[population.level_column], cells[population.count_column]
    compared = as_compared(text)
    found.written.setdefault(compared, text)
    found.lines.setdefault(compared, line)
    found.people.setdefault(compared, 0)
    if count.isascii() and count.isdigit():
        found.people[compared] += int(count)
    else:
        do = "Write the number of people in digits only, without commas; estimates in whole people."
        found.problem(f", line {line}, column {population.count_column}", "not a whole number", count, "0 or more", do)


def _levels(questionnaire: Questionnaire, breakdown: str, population: Population) -> dict[str, tuple[str, ...]]:
    """Group -> its texts as they are compared, for the groups that the table is to know.

    A group is written as `levels` says, or as its own label, or as its options are. Those who prefer not to say are
    no group of a population.
    """
    options = questionnaire.scale_of(questionnaire.breakdowns[breakdown].question).options
    left_out = {as_compared(text) for text in population.left_out}
    named = _named(population)
    levels: dict[str, tuple[str, ...]] = {}
    taken = set(named)
    groups = {
        name: group
        for name, group in questionnaire.groups_of(breakdown).items()
        if any(options[option].kind is AnswerKind.ANSWER for option in group.of if option in options)
    }
    # Labels of groups go before those of options, since a group may be called as an option of another is.
    taken |= {as_compared(group.label) for name, group in groups.items() if name not in population.levels}
    for name, group in groups.items():
        if name not in population.levels and as_compared(group.label) in left_out:
            continue
        if name in population.levels:
            texts = [as_compared(text) for text in population.levels[name]]
        else:
            own = as_compared(group.label)
            texts = [] if own in named else [own]
            for option in group.of:
                told = (options[option].label, *options[option].also)
                texts += [text for text in map(as_compared, told) if text not in taken]
        taken |= set(texts)
        if texts:
            levels[name] = tuple(dict.fromkeys(texts))
    return levels


def _unknown_levels(keys: KeyPath, population: Population, groups: Mapping[str, Group]) -> Iterator[Fault]:
    for level in population.levels:
        if level not in groups:
            do = closest(level, list(groups)) or "Name a group of the breakdown."
            yield Fault((*keys, "levels", level), "not a group of the breakdown", level, ", ".join(groups), do)


def _filter_faults(keys: KeyPath, population: Population, values: Mapping[str, Mapping[str, str]]) -> Iterator[Fault]:
    """A table of other places than those asked for is told, and not taken for nobody."""
    for column, texts in population.only.items():
        for text in texts:
            if as_compared(text) not in values[column]:
                there = list(values[column].values())
                do = closest(text, there) or "Correct it, or take the table of the right place."
                what = f"no row of {population.file.rpartition('/')[2]} has this in the column '{column}'"
                yield Fault((*keys, "only", column), what, text, _some(there), do)


def _text_faults(keys: KeyPath, population: Population, found: _Found) -> Iterator[Fault]:
    """What is named of the file stands in it."""
    named: list[tuple[KeyPath, tuple[str, ...]]] = [
        *(((*keys, "levels", level), texts) for level, texts in population.levels.items()),
        ((*keys, "left_out"), population.left_out),
    ]
    for place, texts in named:
        for text in texts:
            if as_compared(text) not in found.people:
                there = list(found.written.values())
                what = f"a text that the column '{population.level_column}' does not hold"
                yield Fault(place, what, text, _some(there), closest(text, there) or "Correct it, or take it out.")


def _level_faults(
    keys: KeyPath, population: Population, levels: Mapping[str, tuple[str, ...]], found: _Found
) -> Iterator[Fault]:
    """Each group is there once: not absent, and not whole beside its parts."""
    used = {text for texts in levels.values() for text in texts} | _named(population)
    for level, texts in levels.items():
        there = [text for text in texts if text in found.people]
        if level in population.levels:
            continue
        if not there:
            unused = [written for text, written in found.written.items() if text not in used]
            do = (
                f"Say under 'levels' how the file writes it: '{level}: [...]'; or '{level}: []' if it has nobody of it."
            )
            yield Fault(keys, "a group without population", level, _some(unused) or "nothing is left in the file", do)
        elif there[0] == texts[0] and len(there) > 1:
            do = f"Name under 'levels' which are counted, '{level}: [...]', and the others under 'left_out'."
            told = ", ".join(found.written[text] for text in there)
            yield Fault(keys, f"'{level}' is in the file whole and in parts: people would count twice", told, do=do)


def _unknown_texts(population: Population, groups: Mapping[str, Group], owners: Collection[str], found: _Found) -> None:
    named = _named(population)
    labels = [group.label for group in groups.values()]
    for text, line in found.lines.items():
        if text not in owners and text not in named:
            found.problem(
                f", line {line}, column {population.level_column}",
                "neither a group of the breakdown nor left out",
                found.written[text],
                ", ".join(labels),
                closest(found.written[text], labels) or "Name it under 'levels', or under 'left_out'.",
            )


def _named(population: Population) -> set[str]:
    """The texts of the level column that the parameters name, as they are compared."""
    named = [*population.left_out, *(text for texts in population.levels.values() for text in texts)]
    return {as_compared(text) for text in named}


def _some(texts: Collection[str]) -> str:
    told = list(texts)[:_MOST_TOLD]
    more = len(texts) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")
