"""Letters, notes of events and petitions: submissions, each with its text and what coders made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.asked import Questionnaire
from findings.consultation.build import Parameters
from findings.consultation.codeframe import THEMES, FreeTextPlan, Submissions
from findings.consultation.data import DateOrder
from findings.consultation.names import NOT_ASKED, as_compared
from findings.consultation.voices import BY_LINE, VoiceKind
from findings.errors import InputRefused, Problem
from findings.freetext.coding import Coding, by_comment, decided
from findings.freetext.columns import answer_of
from findings.freetext.headings import section_names, unknown_headings
from findings.freetext.layouts import rows_named
from findings.freetext.layouts.sheet import open_sheet
from findings.freetext.passages import passages
from findings.freetext.row_faults import RowFaults, short
from findings.intake.clean import clean, clean_answer
from findings.intake.dates import read_day

if TYPE_CHECKING:
    import pandas as pd

SUBMISSION_ID, CHANNEL, PEOPLE = "submission_id", "channel", "people"
SEPARATOR = ";"
"""Between the proposals of a submission that is about several."""


UNKNOWN = "a heading names no proposal, and what stands below it is about none"


@dataclass(frozen=True)
class Submission:
    """One submission.

    Parameters
    ----------
    channel
        The name of its kind in `codeframe.yaml`: letters, events ...
    unit
        Its identifier.
    text
        What it says; a paragraph may hold a point of its own.
    sender
        Who wrote it, as the file says; an empty text where it does not say. Named only in restricted files.
    date
        ISO date, or empty.
    sections
        The proposals that it is about, if it says so; one that the questionnaire does not know stays as it is written.
    people
        How many took part or signed; None where that is not known.
    file, row
        Where it was read.
    body
        Whether `bodies` of `codeframe.yaml` says that the sender is a body, which may be named.
    """

    channel: str
    unit: str
    text: str
    sender: str = ""
    date: str = ""
    sections: tuple[str, ...] = ()
    people: int | None = None
    file: str = ""
    row: int = 0
    body: bool = False


def read_submissions(parameters: Parameters) -> tuple[Submission, ...]:
    """Every submission of every kind, from CSV or from a sheet of a workbook.

    Raises
    ------
    InputRefused
        With every fault of every file: columns that are missing, a submission without identifier or text, an
        identifier that stands twice, a number of people or a date that is none.
    """
    plan = parameters.free_text
    found: list[Submission] = []
    faults = RowFaults()
    problems: list[Problem] = []
    for channel, own in plan.submissions.items() if plan is not None else ():
        path = (parameters.folder / own.file).resolve()
        try:
            sheet = open_sheet(path, path.name, own.sheet)
        except InputRefused as refused:
            problems += refused.problems
            continue
        places, missing = sheet.places(_columns(own))
        problems += [*sheet.problems, *missing]
        first: dict[str, int] = {}
        for number, cells in sheet.cells(places) if not missing else ():
            one = _submission(channel, own, path.name, number, cells, parameters.questionnaire, faults)
            before = first.setdefault(one.unit, number)
            if one.unit and before != number:
                what, do = (
                    "an identifier that stands twice",
                    "Give each its own, or take out the one that does not count.",
                )
                faults.add(
                    path.name, number, what, f"{short(one.unit)}, first on row {before}", do=do, column=own.id_column
                )
            found.append(one)
    if problems or faults.problems:
        raise InputRefused([*problems, *faults.problems])
    return tuple(found)


def submissions_told(parameters: Parameters, submissions: Sequence[Submission]) -> Iterator[str]:
    """What a person should know: proposals that nobody knows, no number of people, senders that are not named."""
    plan = parameters.free_text
    names = section_names(parameters.questionnaire)
    headings: list[str] = []
    unknown: dict[tuple[str, str], list[int]] = {}
    unnumbered: dict[str, list[int]] = {}
    unnamed: dict[str, set[str]] = {}
    for one in submissions:
        for section in one.sections:
            if section not in parameters.questionnaire.sections:
                unknown.setdefault((one.file, section), []).append(one.row)
        own = plan.submissions[one.channel] if plan is not None else None
        if own is not None:
            letter = own.kind is VoiceKind.LETTER
            parts = passages(one.text, by_line=own.kind in BY_LINE)
            for place, heading in unknown_headings(parts, one.text, names, colon=not letter):
                headings.append(f"{one.file}, row {one.row}, line {place} of the text: {UNKNOWN}: {short(heading)}")
        if own is not None and own.people_column and one.people is None:
            unnumbered.setdefault(one.file, []).append(one.row)
        if one.sender and not one.body:
            unnamed.setdefault(one.file, set()).add(as_compared(one.sender))
    for (file, section), rows in unknown.items():
        what = "a proposal that the questionnaire does not have is kept as it is written"
        yield f"{file}, {rows_named(rows)}: {what}: {short(section)}"
    yield from headings
    if headings:
        titles = ", ".join(section.title for section in parameters.questionnaire.sections.values())
        yield f"headings may name: {titles}; correct the letter's heading, or leave it if it is about something else"
    for file, rows in unnumbered.items():
        yield f"{file}, {rows_named(rows)}: how many people stand behind it is not known, and not counted"
    for file, senders in unnamed.items():
        are = "sender is not in 'bodies' and is" if len(senders) == 1 else "senders are not in 'bodies' and are"
        yield f"{file}: {len(senders):,} {are} not named"


def submission_frame(
    plan: FreeTextPlan, submissions: Sequence[Submission], codings: Sequence[Coding]
) -> pd.DataFrame | None:
    """One row a submission with its answers to the questions counted of submissions; None without any.

    Returns
    -------
    pandas.DataFrame
        `submission_id`, `channel`, `people` (a number as text, or empty), and `<kind>_themes` of each kind: the themes,
        or why there are none; `to_code` where nobody coded it, `not_asked` in the rows of the other kinds.
    """
    import pandas as pd

    if not submissions:
        return None
    given = by_comment(codings)
    columns: dict[str, object] = {
        SUBMISSION_ID: [one.unit for one in submissions],
        CHANNEL: [one.channel for one in submissions],
        PEOPLE: ["" if one.people is None else str(one.people) for one in submissions],
    }
    for name in plan.submissions:
        frame = plan.frame_of(name)
        answers = [
            answer_of(decided(given.get((name, one.unit), {})), frame) if one.channel == name else NOT_ASKED
            for one in submissions
        ]
        columns[name + THEMES] = pd.Categorical(answers, categories=sorted({*answers, NOT_ASKED}))
    return pd.DataFrame(columns)


def _columns(own: Submissions) -> dict[str, str]:
    """Use -> column, of those that it names."""
    return {
        "id_column": own.id_column,
        "text_column": own.text_column,
        "from_column": own.from_column,
        "date_column": own.date_column,
        "proposal_column": own.proposal_column,
        "people_column": own.people_column,
    }


def _submission(
    channel: str,
    own: Submissions,
    file: str,
    number: int,
    cells: Mapping[str, str],
    questionnaire: Questionnaire,
    faults: RowFaults,
) -> Submission:
    unit, text = clean(cells["id_column"]), clean_answer(cells["text_column"])
    if not unit:
        faults.add(file, number, "a submission without an identifier", do="Give it one.", column=own.id_column)
    if not text:
        do = "Put in what it says, or take the row out: nothing can be coded of it."
        faults.add(file, number, "a submission without a text", do=do, column=own.text_column)
    written = cells.get("date_column", "")
    day = read_day(written, DateOrder.DAY_FIRST) if written else None
    if written and day is None:
        allowed = "a day as 2024-12-31 or 31/12/2024"
        faults.add(file, number, "a date that is none", written, allowed, column=own.date_column)
    sender = clean(cells.get("from_column", ""))
    return Submission(
        channel,
        unit,
        text,
        sender,
        day.isoformat() if day is not None else "",
        _sections(cells.get("proposal_column", ""), questionnaire),
        _people(cells.get("people_column", ""), own, file, number, faults),
        file,
        number,
        as_compared(sender) in {as_compared(body) for body in own.bodies},
    )


def _sections(cell: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The proposals of a cell: by name or title those of the questionnaire, others as they are written."""
    names = section_names(questionnaire)
    parts = [clean(part) for part in cell.split(SEPARATOR)]
    return tuple(dict.fromkeys(names.get(as_compared(part), part) for part in parts if part))


def _people(cell: str, own: Submissions, file: str, number: int, faults: RowFaults) -> int | None:
    """A whole number, with or without commas between its thousands; None where nothing is said."""
    text = clean(cell).replace(",", "").replace(" ", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        do = "Write the number alone, or leave it empty where it is not known."
        what = "a number of people that is none"
        faults.add(file, number, what, cell, "a whole number, or nothing", do, own.people_column)
        return None
    return int(text)
