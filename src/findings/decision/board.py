"""By section or proposal: support, opposition, and the difference between groups, from the store.

A number that may not be seen stands as its status ("[c]") and never as a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import Field

from findings.consultation.model import BaseKind, Frozen, Kind, Stance
from findings.consultation.names import ALL, BASE, FUNNEL, CellId
from findings.decision.figure import NOT_MEASURED, Figure, figure_of
from findings.decision.highlights import Highlight, highlights_of
from findings.decision.points import PointRaised, points_raised
from findings.evidence import draft
from findings.evidence.cell import Measure, SourceKind, Status
from findings.evidence.mark import NOTICE
from findings.evidence.store import Evidence
from findings.evidence.story import Story


class GroupResult(Frozen):
    """Support and opposition of one group of respondents."""

    source_kind: SourceKind = Field(description="What the numbers were counted from.")
    breakdown: str = Field(description="The name of the breakdown; empty for all respondents.")
    group: str = Field(description="The name of the group; empty for all respondents.")
    label: str
    support_percent: Figure
    support_count: Figure
    opposition_percent: Figure
    opposition_count: Figure
    base: Figure
    difference: Figure = Field(description="Support less that of the first group listed, in percentage points.")


class QuestionResult(Frozen):
    """One question: what counts as support and opposition, and the results."""

    question: str
    number: str
    short: str
    wording: str
    base_kind: BaseKind
    support: str = Field(description="What was counted as support, as the report labels it; empty if nothing is.")
    opposition: str = Field(description="What was counted as opposition; empty if nothing is.")
    kind: Kind = Field(description="How the question is answered; an item of a ranking is a question here.")
    highlights: tuple[Highlight, ...] = Field(description="What the question comes down to, of all respondents.")
    results: tuple[GroupResult, ...] = Field(description="By group; of a question without sides, all respondents only.")


class SectionEvidence(Frozen):
    """A section of the questionnaire, or a proposal."""

    section: str
    title: str
    proposal: bool
    questions: tuple[QuestionResult, ...]


class DecisionEvidence(Frozen):
    """`board/evidence.json`."""

    title: str
    source_kind: SourceKind = Field(description="What the numbers were counted from; 'made_up' is a rehearsal.")
    notice: str = Field(description="What must be known before any number is used; empty where nothing must.")
    organisation: str
    source: str
    analysed: Figure
    shorthand: dict[str, str] = Field(description="What each status means.")
    sections: tuple[SectionEvidence, ...]
    points: tuple[PointRaised, ...] = Field(description="Every point that was raised, unanswered ones first.")


def decision_evidence(evidence: Evidence) -> DecisionEvidence:
    """Everything that the board receives about support and opposition."""
    story = evidence.story
    return DecisionEvidence(
        title=story.title,
        source_kind=story.source_kind,
        notice=notice_of(story),
        organisation=story.organisation,
        source=story.data_source,
        analysed=figure_of(evidence, CellId(FUNNEL, "analysed")),
        shorthand={str(status): status.meaning for status in Status if str(status).startswith("[")},
        sections=tuple(
            SectionEvidence(
                section=name,
                title=story.headed(section.title),
                proposal=section.proposal,
                questions=tuple(_question(evidence, question) for question in section.questions),
            )
            for name, section in story.questionnaire.sections.items()
        ),
        points=points_raised(story),
    )


def notice_of(story: Story) -> str:
    """What must be known before any number is used; an empty text where nothing must."""
    of_draft = f"{draft.drafted(draft.NOTICE)} {draft.DO}" if story.draft else ""
    return " ".join(notice for notice in (NOTICE if story.made_up else "", of_draft) if notice)


def evidence_json(content: DecisionEvidence) -> str:
    """The text of `evidence.json`; it names its schema."""
    document: dict[str, Any] = {"$schema": "evidence.schema.json", **content.model_dump(mode="json")}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def schema_json() -> str:
    """The JSON Schema of `evidence.json`."""
    schema = DecisionEvidence.model_json_schema(mode="serialization")
    schema["properties"]["$schema"] = {"type": "string"}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "board/evidence.json"}
    return json.dumps({**schema, **head}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write_board(evidence: Evidence, folder: Path) -> None:
    """Write `evidence.json`, its schema and `evidence.xlsx`."""
    from findings.decision.workbook import workbook_bytes

    content = decision_evidence(evidence)
    (folder / "evidence.json").write_text(evidence_json(content), encoding="utf-8", newline="\n")
    (folder / "evidence.schema.json").write_text(schema_json(), encoding="utf-8", newline="\n")
    (folder / "evidence.xlsx").write_bytes(workbook_bytes(content, evidence.story))


def _question(evidence: Evidence, question: str) -> QuestionResult:
    story = evidence.story
    spec = story.questionnaire.questions[question]
    support = story.questionnaire.stance_option(question, Stance.SUPPORT)
    opposition = story.questionnaire.stance_option(question, Stance.OPPOSE)
    return QuestionResult(
        question=question,
        number=spec.number,
        short=spec.short,
        wording=spec.wording,
        base_kind=spec.base,
        support=story.option_label(question, support) if support else "",
        opposition=story.option_label(question, opposition) if opposition else "",
        kind=spec.kind,
        highlights=highlights_of(evidence, question),
        results=tuple(_results(evidence, question, support, opposition)),
    )


def _results(evidence: Evidence, question: str, support: str, opposition: str) -> Iterator[GroupResult]:
    story = evidence.story
    groups = evidence.compared_groups(question) if support or opposition else (("", ""),)
    for breakdown_name, level in groups:
        if level == ALL:
            # What is said of all groups together (a test) is no group.
            continue

        def figure(option: str, measure: str, at: str = breakdown_name, group: str = level) -> Figure:
            # A question without support or opposition may well have an option of any name.
            return figure_of(evidence, CellId(question, option, at, group, measure)) if option else NOT_MEASURED

        yield GroupResult(
            source_kind=story.source_kind,
            breakdown=breakdown_name,
            group=level,
            label=story.level_label(breakdown_name, level),
            support_percent=figure(support, Measure.PERCENT),
            support_count=figure(support, Measure.COUNT),
            opposition_percent=figure(opposition, Measure.PERCENT),
            opposition_count=figure(opposition, Measure.COUNT),
            base=figure(BASE, Measure.COUNT),
            difference=figure(support, Measure.DIFFERENCE),
        )
