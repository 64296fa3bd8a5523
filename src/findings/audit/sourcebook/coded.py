"""The words behind a count of themes, in the workbook of its source: comments beside their codes, and submissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from findings.audit.coded import COMMENTS, INPUTS, codings_of, comments_of, submissions_of, texts_of, words
from findings.audit.codedsource import KNOWN, PEOPLE, UNKNOWN, counting, people_of
from findings.audit.lineage import Lineage
from findings.audit.plaintext import one_line
from findings.audit.rows import Conditions
from findings.audit.sourcebook.table import MIDDLE, NARROW, WIDE, WIDEST, Choice, Column, Counted, SourceTable, width_of
from findings.consultation.names import parse_cell
from findings.evidence.cell import Cell

Roles = tuple[tuple[str, str, str], ...]
_NO_WORDS = ""


def words_columns(units: Sequence[str], columns: Sequence[str], lineage: Lineage, run: Path) -> Iterator[Column]:
    """Of each open question that is counted by its codes here: what everybody wrote, and the codes that it was given.

    Parameters
    ----------
    units
        The responses, a row each.
    columns
        The columns of the responses that the count looks at.
    lineage, run
        What these are counted of, and the folder that holds the words.
    """
    told: set[str] = set()
    for coded in (lineage.coded[name] for name in columns if name in lineage.coded):
        fresh = [question for question in coded.of if question not in told]
        told |= set(fresh)
        if not fresh:
            continue
        comments, given = comments_of(run, coded), codings_of(run, coded)
        for question in fresh:
            number = lineage.question_text(question)
            wrote = [
                words(comments[question, unit].text, COMMENTS) if (question, unit) in comments else _NO_WORDS
                for unit in units
            ]
            codes = ["; ".join(one.text for one in given.get((question, unit), ())) for unit in units]
            yield Column(f"Words: {one_line(number)}", WIDEST, wrote)
            yield Column(f"Codes: {question}", WIDE, codes)


def of_submissions(
    cell: Cell, roles: Roles, conditions: Mapping[str, Conditions], lineage: Lineage, run: Path
) -> SourceTable:
    """The submissions of a kind as the source of a count."""
    coded = lineage.coded[cell.asked]
    (channel,) = coded.of
    rows = submissions_of(run, channel)
    texts, given = texts_of(run, channel), codings_of(run, coded)
    units = [row["submission_id"] for row in rows]
    adds_people = cell.option == PEOPLE
    names = [row.get(cell.asked, UNKNOWN if people_of(row) is None else KNOWN) for row in rows]
    answers = {name: "; ".join(lineage.option_text(cell.asked, one) for one in name.split(";")) for name in names}
    columns = (
        Column("submission_id", width_of(units, MIDDLE), [one_line(unit) for unit in units]),
        Column("channel", MIDDLE, [channel] * len(rows)),
        Column("source_row", NARROW, [texts[unit].row if unit in texts else "" for unit in units]),
        Column(
            "Words", WIDEST, [words(texts[unit].text, f"{INPUTS}/{texts[unit].file}") if unit in texts else _NO_WORDS
                              for unit in units],
        ),
        Column("Codes", WIDE, ["; ".join(one.text for one in given.get((channel, unit), ())) for unit in units]),
        Column(one_line(lineage.question_text(cell.asked)), WIDE, [answers[name] for name in names]),
        *([Column("people", NARROW, [people_of(row) or 0 for row in rows])] if adds_people else []),
    )  # fmt: skip
    counted = []
    for name, role, heading in roles:
        of_people = parse_cell(name).option == PEOPLE
        counts = counting(rows, conditions[name], adds_people=of_people)
        chosen = tuple(dict.fromkeys(one for one, counts_here in zip(names, counts, strict=True) if counts_here))
        choice = Choice(5, tuple(answers[one] for one in chosen), chosen)
        number = sum(people_of(row) or 0 for row in rows) if of_people else sum(counts)
        counted.append(Counted(name, role, heading, (choice,), counts, number))
    one_row = f"One row is one of the {coded.unit}: a submission, and no respondent."
    return SourceTable(one_row, columns, 6 if adds_people else None, 0, tuple(counted))
