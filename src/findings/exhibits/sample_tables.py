"""Tables of a declared sample: weighted beside unweighted shares with their intervals, and which groups differ."""

from __future__ import annotations

from dataclasses import replace

from findings.consultation.model import CROSSED
from findings.consultation.names import ALL, BASE, SAMPLE, CellId
from findings.evidence.cell import Cell, Measure
from findings.evidence.store import Evidence
from findings.exhibits.asked import groups_of
from findings.exhibits.model import Line, Origin, Row, Span, Table
from findings.exhibits.rows import NOTHING, Told, rows_of, value_of
from findings.exhibits.sentences import line
from findings.exhibits.tables import group_table, legend_of, question_table, source
from findings.exhibits.wording import cell_span, label, words

UNWEIGHTED, WEIGHTED = "Unweighted", "Weighted"
LOW, HIGH = "Interval from", "to"
INTERVAL_NOTE = "The interval says how far chance alone may have moved the share, at the level that the method names."
ABOVE_NOTE = "A share is 'above' that of another group where they differ by more than chance would make them."


def sample_table(evidence: Evidence) -> list[Table]:
    """What weights did to a declared sample; nothing where none is declared."""
    if SAMPLE not in evidence.story.tables:
        return []
    cells = evidence.table(SAMPLE).values()
    rows = tuple(Row(label(cell.note), ((cell_span(evidence, cell),),)) for cell in cells)
    return [
        Table(
            id=SAMPLE,
            title=words("What the weights did"),
            stub=words("Of all respondents"),
            columns=(words("Number"),),
            rows=rows,
            source=source(evidence),
        )
    ]


def weighted_tables(evidence: Evidence, question: str, breakdown: str) -> list[Table]:
    """What a declared sample adds to a table; nothing where none is declared, or the table has no such cells.

    Groups of crossed breakdowns are left to the evidence file: their intervals would not fit on a page.
    """
    if not evidence.story.sample_because or CROSSED in breakdown:
        return []
    rows = rows_of(evidence, question)
    groups = groups_of(evidence, question, breakdown) if breakdown else [("", "")]
    cells = [_main(evidence, question, row, *group) for row in rows for group in groups]
    if not any(cell is not None and (cell.measure == Measure.WEIGHTED or cell.low) for cell in cells):
        return []
    return [_by_group(evidence, question, breakdown, rows) if breakdown else _alone(evidence, question, rows)]


def _main(evidence: Evidence, question: str, row: Told, at: str, level: str) -> Cell | None:
    """The share that the interval belongs to: the weighted one where there is one."""
    if row.measure is not None:
        return None
    return next(
        (cell for measure in (Measure.WEIGHTED, Measure.PERCENT)
         if (cell := evidence.find(CellId(question, row.option, at, level, measure))) is not None), None
    )  # fmt: skip


def _alone(evidence: Evidence, question: str, rows: list[Told]) -> Table:
    """All respondents: weighted, the interval, unweighted with counts."""
    body = []
    for row in rows:
        own = value_of(evidence, question, row, "", "")
        main = _main(evidence, question, row, "", "")
        shown = main is not None and row.kind != "base"
        weighted = (cell_span(evidence, main),) if shown and main else NOTHING
        body.append(Row(row.name, (weighted, _bound(main, "low"), _bound(main, "high"), own), row.kind))
    table = question_table(evidence, question)
    columns = (words(WEIGHTED), words(LOW), words(HIGH), words(UNWEIGHTED))
    own_columns = replace(table, columns=columns, rows=tuple(body), legend=legend_of(body))
    return replace(own_columns, notes=(*table.notes, words(INTERVAL_NOTE)))


def _bound(cell: Cell | None, end: str) -> Line:
    value = "" if cell is None or not cell.visible else str(getattr(cell, end))
    if not value or cell is None:
        return NOTHING
    return (Span(f"{value}%", Origin.CELL, cell.cell),)


def _by_group(evidence: Evidence, question: str, breakdown: str, rows: list[Told]) -> Table:
    """Weighted shares by group with their intervals in brackets; below them, how sure the difference is."""
    groups = [("", ""), *groups_of(evidence, question, breakdown)]
    body = []
    for row in rows:
        mains = [_main(evidence, question, row, at, level) for at, level in groups]
        if row.kind != "base" and any(mains):
            body.append(Row(row.name, tuple(_with_interval(evidence, main) for main in mains), row.kind))
    for option, measure, name in ((BASE, Measure.EFFECTIVE, "Effective base"),):
        values = [evidence.find(CellId(question, option, at, level, measure)) for at, level in groups]
        if any(values):
            body.append(Row(words(name), tuple((cell_span(evidence, c),) if c else NOTHING for c in values), "base"))
    heads = tuple(label(evidence.story.level_label(at, level)) for at, level in groups)
    table = group_table(evidence, question, breakdown)
    told = replace(table, id=f"{table.id}.weighted", title=(*table.title, *words(": weighted, with intervals")))
    notes = (*_test(evidence, question, breakdown), words(INTERVAL_NOTE), words(ABOVE_NOTE))
    return replace(told, stub=words("Answer"), columns=heads, rows=tuple(body), legend=legend_of(body), notes=notes)


def _with_interval(evidence: Evidence, cell: Cell | None) -> Line:
    """A share, its interval in brackets, and the groups whose share it is higher than."""
    if cell is None:
        return NOTHING
    text: Line = (cell_span(evidence, cell),)
    if cell.visible and cell.low and cell.high:
        text = (*text, *words(" ("), *_bound(cell, "low"), *words("–"), *_bound(cell, "high"), *words(")"))
    higher = evidence.find(CellId(cell.asked, cell.option, cell.breakdown, cell.level, Measure.HIGHER_THAN))
    lower = higher.note.split() if higher is not None and higher.visible else []
    for place, level in enumerate(lower):
        text = (*text, *words(", " if place else "; above "), *label(evidence.story.level_label(cell.breakdown, level)))
    return text


def _test(evidence: Evidence, question: str, breakdown: str) -> tuple[Line, ...]:
    test = CellId(question, BASE, breakdown, ALL, Measure.P_VALUE)
    if evidence.find(test) is None:
        return ()
    told = "Whether groups differ more than chance would make them: p = {p:value}"
    told_line = line(told, p=evidence.cell(test.text))
    size = CellId(question, BASE, breakdown, ALL, Measure.CRAMERS_V)
    if evidence.find(size) is not None:
        told_line = (*told_line, *line("; how far they differ: Cramer's V = {v:value}", v=evidence.cell(size.text)))
    return ((*told_line, *words(".")),)
