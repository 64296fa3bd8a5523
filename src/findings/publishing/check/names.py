"""What is said of a number: its description, and the names of the row and column that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from findings.consultation.language import OWN
from findings.consultation.names import ALL, BASE
from findings.errors import Problem
from findings.evidence.cell import Cell
from findings.evidence.store import Evidence
from findings.evidence.story import FIXED_LABELS
from findings.exhibits.about import about
from findings.exhibits.coded import is_coded, part_of
from findings.exhibits.lines import every_line
from findings.exhibits.model import Exhibit, Figure, Line, Origin, Span, Table, plain
from findings.exhibits.number_words import number_in
from findings.publishing.annex import TABLE as ANNEX
from findings.publishing.check.labels import Labels
from findings.publishing.check.named import name_of
from findings.publishing.check.page import Page, at, short
from findings.publishing.check.values import text_problem

MEND = "Say the number under its own names."
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_BASES = frozenset(label for option, label in FIXED_LABELS.items() if option.startswith(BASE))
_DASH = re.compile(r"^[–—-] ")


def wrong_names(page: Page, exhibits: Sequence[Exhibit], evidence: Evidence, spoken: str) -> Iterator[Problem]:
    """Every number that is described as what its cell does not count, or stands under another's name."""
    names = _Names(evidence)
    described: set[tuple[str, str]] = set()
    for exhibit in exhibits:
        where = name_of(exhibit)
        for ref, words in _descriptions(exhibit):
            if (ref, words) not in described:
                described.add((ref, words))
                yield from _description(where, ref, words, evidence, spoken == OWN)
        if isinstance(exhibit, Table) and exhibit.id != ANNEX:
            yield from _table(where, exhibit, names)
        if isinstance(exhibit, Figure):
            yield from _alternative(where, exhibit.alt, names)
    for said in page.said:
        if said.ref and said.ref in evidence.cells:
            rest = said.text.replace(about(evidence, evidence.cells[said.ref]), " ")
            rest = rest.replace(evidence.cells[said.ref].text, " ")
            if number_in(rest):
                yield Problem(
                    f"the attribute {said.name} of a {said.tag} element{at(said.near)}",
                    f"a number is described as what its cell does not count: {said.ref}",
                    short(said.text),
                    about(evidence, evidence.cells[said.ref]),
                    MEND,
                )


def _descriptions(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    if isinstance(exhibit, Table) and exhibit.id == ANNEX:
        for row in exhibit.rows:
            yield row.values[0][0].ref, plain(row.header)
        return
    for line in every_line(exhibit):
        for span in line:
            if span.ref and span.about:
                yield span.ref, span.about


def _description(where: str, ref: str, words: str, evidence: Evidence, own: bool) -> Iterator[Problem]:
    cell = evidence.cells.get(ref)
    if cell is None or words == ref:
        return
    due = about(evidence, cell)
    same = words == due if own else _FIGURE.findall(words) == _FIGURE.findall(due)
    if not same:
        yield Problem(where, f"a number is described as what its cell does not count: {ref}", short(words), due, MEND)


class _Names:
    """The names that belong to a cell, and those of its rivals: other answers, groups and questions."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.labels = Labels(evidence)
        self.everybody = evidence.story.level_label("", "")
        self.own = cache(self._own)
        self.answers = cache(self._answers)
        self.groups = cache(self._groups)
        self.questions = self._questions()
        self._options: dict[str, set[str]] = {}
        self._levels: dict[str, set[str]] = {}
        for cell in evidence.cells.values():
            self._options.setdefault(cell.asked, set()).add(cell.option)
            self._levels.setdefault(cell.breakdown, set()).add(cell.level)

    def rivals(self, cell: Cell, texts: tuple[str, ...]) -> list[str]:
        """Those of the names around a cell that are of something else, of a kind that the cell has too."""
        if cell.asked not in self.evidence.story.questionnaire.questions:
            return []
        others = [text for text in texts if text not in self.own(cell.cell)]
        told = self.labels.option(cell.asked, cell.option) in texts
        return [text for text in others if self._is_rivals(cell, text, told=told)]

    def _is_rivals(self, cell: Cell, text: str, *, told: bool) -> bool:
        if text in self.groups(cell.breakdown) or text in self.questions:
            return True
        # A base stands beside any answer, and an answer's share under the name of any base.
        return not told and text in self.answers(cell.asked) and (text in _BASES) == cell.option.startswith(BASE)

    def _own(self, ref: str) -> frozenset[str]:
        cell = self.evidence.cells[ref]
        found = {self.labels.option(cell.asked, cell.option), self.labels.level(cell.breakdown, cell.level)}
        found |= {self.everybody} if cell.level in ("", ALL) else set()
        found |= self._names_of(cell.asked)
        if is_coded(self.evidence, cell.asked):
            found |= self._also_of_coded(cell.asked)
        found |= {self.labels.level(part, level) for part, level in _parts(cell)}
        # A row may be called by what its groups are of: the breakdown, or the question that tells the groups.
        questionnaire = self.evidence.story.questionnaire
        by = [questionnaire.breakdowns[part] for part in _breakdowns(cell) if part in questionnaire.breakdowns]
        found |= {breakdown.title for breakdown in by}
        found |= {questionnaire.questions[one.question].short for one in by if one.question in questionnaire.questions}
        if cell.measure == "difference":
            found |= self.groups(cell.breakdown)
        return frozenset(found)

    def _also_of_coded(self, asked: str) -> set[str]:
        """What coders gave stands under the open question that the comments answer, and under the proposal, too."""
        questionnaire = self.evidence.story.questionnaire
        own = self._names_of(part_of(asked)) if part_of(asked) in questionnaire.questions else set()
        return own | {section.title for section in questionnaire.sections.values() if asked in section.questions}

    def _answers(self, asked: str) -> frozenset[str]:
        return frozenset(self.labels.option(asked, option) for option in self._options.get(asked, ()))

    def _groups(self, breakdown: str) -> frozenset[str]:
        levels = self._levels.get(breakdown, ())
        return frozenset({self.labels.level(breakdown, level) for level in levels} | {self.everybody})

    def _names_of(self, asked: str) -> set[str]:
        question = self.evidence.story.questionnaire.questions[asked]
        return {question.short, f"{question.number}. {question.short}", question.number}

    def _questions(self) -> frozenset[str]:
        questionnaire = self.evidence.story.questionnaire
        return frozenset(name for asked in questionnaire.questions for name in self._names_of(asked))


def _breakdowns(cell: Cell) -> list[str]:
    return cell.breakdown.split(".x.") if cell.breakdown else []


def _parts(cell: Cell) -> list[tuple[str, str]]:
    """The groups that a crossed group is made of."""
    breakdowns, levels = cell.breakdown.split(".x."), cell.level.split(".")
    return (
        list(zip(breakdowns, levels, strict=True)) if len(breakdowns) == len(levels) > 1 and ALL not in levels else []
    )


def _table(where: str, table: Table, names: _Names) -> Iterator[Problem]:
    columns = [plain(column) for column in table.columns]
    for row in table.rows:
        header = _DASH.sub("", plain(row.header))
        for column, value in zip(columns, row.values, strict=False):
            for span in value:
                cell = names.evidence.cells.get(span.ref)
                if cell is None:
                    continue
                wrong = names.rivals(cell, (header, column))
                if wrong:
                    yield _under(where, cell, " / ".join(wrong), names)


def _alternative(where: str, alt: Line, names: _Names) -> Iterator[Problem]:
    """In the words of a chart each number follows the name of its answer."""
    name = ""
    for span in alt:
        cell = names.evidence.cells.get(span.ref)
        if span.origin is Origin.LABEL:
            name = span.text
        elif cell is not None:
            yield from _said(where, span, cell, names.evidence)
            if name and names.rivals(cell, (name,)):
                yield _under(where, cell, name, names)


def _said(where: str, span: Span, cell: Cell, evidence: Evidence) -> Iterator[Problem]:
    problem = text_problem(f"{where}, its alternative text", span.ref, " ".join(span.text.split()), evidence)
    if problem:
        yield problem


def _under(where: str, cell: Cell, found: str, names: _Names) -> Problem:
    story = names.evidence.story
    due = f"{story.option_label(cell.asked, cell.option)} / {story.level_label(cell.breakdown, cell.level)}"
    return Problem(where, f"a number under names that are not its cell's: {cell.cell}", short(found), due, MEND)
