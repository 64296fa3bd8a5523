"""The points register: every argument that anybody made, drafted from what was sent and confirmed by people.

`drafts` says what yields a draft, `register` lays what people decided over them, `released_points` says what may leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from findings.consultation.answers_file import ANSWERS, KeptAnswer, read_answers
from findings.consultation.build import Parameters
from findings.consultation.codeframe_file import POINTS
from findings.consultation.model import ThresholdDisclosure
from findings.consultation.points_file import THEME, KeptPoint, PointStatus, listed
from findings.consultation.points_rules import read_points
from findings.errors import InputRefused
from findings.evidence.cell import SOURCE_KIND, SourceKind
from findings.evidence.csvtext import csv_text
from findings.evidence.quote import Point
from findings.freetext.coding import Coding
from findings.freetext.coverage import Coverage, coverages
from findings.freetext.coverage import told as coverage_told
from findings.freetext.drafts import MOST_COMPARED, drafts_of
from findings.freetext.heard import Heard, heard
from findings.freetext.point_words import looked_through
from findings.freetext.register import SET_ASIDE, Entry, Merged, Source, merged
from findings.freetext.released_points import released_points
from findings.freetext.submissions import Submission
from findings.intake.comments import QUESTION
from findings.intake.received import Received

HEAD = (
    "point", "status", "says", "kind", "themes", "sections", "into", "confirmed_by", "note", "answer", "why",
    "channel", "place", "unit", "paragraph", "sender", "text", "source_note", SOURCE_KIND,
)  # fmt: skip
"""The columns of `restricted/points.csv`: a row a point and place."""
_MOST_TOLD = 12


@dataclass(frozen=True)
class Register:
    """The register: its released points, its restricted text as CSV, and what a person should know.

    `entries` is the register itself, `heard` every passage, `kept` what people decided, `coverage` what became of every
    comment.
    """

    points: tuple[Point, ...] = ()
    text: str = ""
    told: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    heard: Heard | None = None
    kept: tuple[KeptPoint, ...] = ()
    answers: Mapping[str, KeptAnswer] = field(default_factory=dict)
    made_up: bool = False
    coverage: tuple[Coverage, ...] = ()


def points_of(
    parameters: Parameters, received: Received, submissions: Sequence[Submission], codings: Sequence[Coding]
) -> Register:
    """The register of a run.

    Raises
    ------
    InputRefused
        With every row of `kept/points.csv` and `kept/answers.csv` that cannot be read, or whose words hold what
        may lead to a person.
    """
    plan = parameters.free_text
    if plan is None:
        return Register()
    coverage = coverages(plan, received, submissions, codings)
    kept, problems = read_points(parameters.folder / POINTS, plan, parameters.questionnaire)
    answers: dict[str, KeptAnswer] = {}
    if not problems:
        # Against a register that cannot be read, every answer would be one to no point.
        answers, problems = read_answers(parameters.folder / ANSWERS, kept)
    said = heard(plan, received, submissions)
    drafts = drafts_of(plan, parameters.questionnaire, said, codings)
    known = {row.response_id for row in received.ledger}
    found = merged(drafts, () if problems else kept, {} if problems else answers, said, known)
    look_at, unfit = looked_through(plan, kept, answers, said)
    if problems or found.problems or unfit:
        raise InputRefused([*problems, *found.problems, *unfit])
    disclosure = parameters.consultation.disclosure
    threshold = disclosure.threshold if isinstance(disclosure, ThresholdDisclosure) else 0
    shown = parameters.shows_answers
    return Register(
        released_points(plan, found.entries, said, codings, threshold) if shown else (),
        csv_text([HEAD, *(row for entry in found.entries for row in _rows(entry, said, str(received.source_kind)))]),
        (*coverage_told(coverage), *_told(found), *_some(look_at), *_too_many(received)),
        found.entries,
        said,
        kept,
        answers,
        received.source_kind is SourceKind.MADE_UP,
        coverage,
    )


def summary(entries: Sequence[Entry]) -> str:
    """How many points there are, and how many are without an answer.

    Examples
    --------
    >>> one = Entry("P-1", "confirmed", "The road floods.", "argument", (), (), ())
    >>> summary([one, Entry("D-2", "draft", "", "argument", (), (), ())])
    '2 points: 1 confirmed, 1 draft to read; 2 unanswered'
    """
    confirmed = [entry for entry in entries if entry.confirmed]
    drafts = [entry for entry in entries if entry.to_read]
    unanswered = len(drafts) + sum(not entry.answered for entry in confirmed)
    many = len(confirmed) + len(drafts)
    return (
        f"{many:,} point{'' if many == 1 else 's'}: {len(confirmed):,} confirmed, {len(drafts):,} "
        f"draft{'' if len(drafts) == 1 else 's'} to read; {unanswered:,} unanswered"
    )


def _told(found: Merged) -> Iterator[str]:
    entries = found.entries
    if not entries:
        return
    yield summary(entries)
    by_status = Counter(entry.status for entry in entries)
    if by_status[PointStatus.NO_POINT] or by_status[PointStatus.MERGED]:
        yield f"{by_status[PointStatus.MERGED]:,} merged into others, {by_status[PointStatus.NO_POINT]:,} no point"
    if by_status[SET_ASIDE]:
        aside = sum(len(entry.sources) for entry in entries if entry.status == SET_ASIDE)
        yield f"{aside:,} greetings, closings, addresses and signatures set aside by rule: points.csv lists them"
    yield from found.told[:_MOST_TOLD]
    if len(found.told) > _MOST_TOLD:
        yield f"and {len(found.told) - _MOST_TOLD:,} more sources of points to look at: points.csv says which"


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST_TOLD]
    if len(lines) > _MOST_TOLD:
        yield f"and {len(lines) - _MOST_TOLD:,} more words of points and answers to look at"


def _too_many(received: Received) -> Iterator[str]:
    if received.comments is not None:
        for question, n in received.comments[QUESTION].value_counts().sort_index().items():
            if n > MOST_COMPARED:
                yield f"{question}: too many comments to look for those that no other resembles"


def _rows(entry: Entry, said: Heard, kind: str) -> Iterator[tuple[str, ...]]:
    kept, draft = entry.kept, entry.draft
    aside = draft.aside if draft is not None else ""
    own = (
        entry.point, entry.status, entry.says, entry.kind, listed(entry.themes), listed(entry.sections),
        kept.into if kept else "", kept.confirmed_by if kept else "", kept.note if kept else aside,
        entry.answer.answer if entry.answer else "", "; ".join(draft.why) if draft else "",
    )  # fmt: skip
    for source in entry.sources:
        yield (*own, *_of_source(source, said, draft.text if draft is not None else ""), kind)


def _of_source(source: Source, said: Heard, of_theme: str) -> tuple[str, ...]:
    passage = source.passage
    if passage is None:
        channel = source.place.partition(":")[0]
        return (channel, source.place, "", "", "", of_theme if channel == THEME else "", source.note)
    submission = said.submissions.get((passage.channel, passage.unit))
    sender = submission.sender if submission is not None else ""
    part = str(passage.part)
    return (passage.channel, source.place, passage.unit, part, sender, passage.text, source.note)
