"""How people answered: the funnel of each channel, what is counted together, and results without campaigns."""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.model import Stance
from findings.consultation.names import BASE, FUNNEL, CellId, table_id
from findings.evidence.cell import Measure, Status
from findings.evidence.store import Evidence
from findings.exhibits.kinds_of_respondent import campaigns
from findings.exhibits.model import Bullets, Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.tables import legend_of, source
from findings.exhibits.wording import cell_span, citation, found, label, parameter, question_heading, words

CHANNEL = "channel"


def channels_counted(evidence: Evidence) -> Iterator[Exhibit]:
    """The channels that this report counts, those with an edition of their own, and those that are not answers."""
    story = evidence.story
    by_part: dict[str, list[str]] = {}
    for channel in story.channels.values():
        by_part.setdefault(channel.part, []).append(channel.label)
    counted = by_part.get("counted", [])
    if len(counted) > 1:
        yield Paragraph((*words("This report counts together the answers that came by "), *_listed(counted),
                         *words(". The reason: "), *parameter(story.pooled_because)), "finding")  # fmt: skip
    elif counted:
        yield Paragraph(
            (*words("This report counts the answers that came by "), *_listed(counted), *words(".")), "finding"
        )
    if apart := by_part.get("apart"):
        told = "are not added to these: each of these channels is counted in an edition of its own."
        yield Paragraph((*words("Answers that came by "), *_listed(apart), *words(f" {told}")))
    if submissions := by_part.get("submissions"):
        told = "No answers are counted from these, only how much came: "
        yield Paragraph((*words(told), *_listed(submissions), *words(".")))


def _listed(names: list[str]) -> Line:
    spans: Line = ()
    for place, name in enumerate(names):
        between = "" if not place else " and " if place == len(names) - 1 else ", "
        spans = (*spans, *(words(between) if between else ()), *label(name))
    return spans


def funnel_by_channel(evidence: Evidence, table: str) -> Table:
    """From received to analysed, a column a channel."""
    cells = evidence.table(table)
    channels = evidence.story.channels
    steps = list(dict.fromkeys(identifier.option for identifier in cells))
    rows = []
    for place, step in enumerate(steps):
        own = [cells[CellId(FUNNEL, step, CHANNEL, channel)] for channel in channels]
        last = place == len(steps) - 1
        head = label(own[0].note) if place in (0, len(steps) - 1) else (*words("Removed: "), *label(own[0].note))
        rows.append(Row(head, tuple((cell_span(evidence, cell),) for cell in own), "base" if last else "option"))
    return Table(
        id=table,
        title=words("From responses received to responses analysed, by channel"),
        stub=words("Step"),
        columns=tuple(label(told.label) for told in channels.values()),
        rows=tuple(rows),
        source=(*words("Source: "), *citation(evidence.story.funnel_source)),
    )


def campaign_headlines(evidence: Evidence) -> list[Exhibit]:
    """Support and opposition with and without each campaign, where a breakdown tells campaign texts apart."""
    tables: list[Exhibit] = []
    for name in campaigns(evidence):
        rows = tuple(_campaign_rows(evidence, name))
        if rows:
            tables.append(_campaign_table(evidence, name, rows))
    return [Heading(words("With and without campaigns"), 2, "campaigns"), *tables] if tables else []


def _campaign_rows(evidence: Evidence, breakdown: str) -> Iterator[Row]:
    for section in evidence.story.questionnaire.sections.values():
        for question in section.questions:
            if breakdown not in evidence.breakdowns_of(question):
                continue
            stances = [
                evidence.story.questionnaire.stance_option(question, stance)
                for stance in (Stance.SUPPORT, Stance.OPPOSE)
            ]
            if not all(stances):
                continue
            for at, level in (("", ""), *((breakdown, own) for own in evidence.levels(table_id(question, breakdown)))):
                group = label(evidence.story.level_label(at, level))
                header = question_heading(evidence, question) if not at else (*words("– "), *group)
                shares = [found(evidence, CellId(question, stance, at, level, Measure.PERCENT)) for stance in stances]
                values = [share or words(str(Status.NOT_APPLICABLE)) for share in shares]
                base = found(evidence, CellId(question, BASE, at, level))
                yield Row(header, (*values, base), "option" if at else "net")


def _campaign_table(evidence: Evidence, breakdown: str, rows: tuple[Row, ...]) -> Table:
    title = evidence.story.questionnaire.breakdowns[breakdown].title
    return Table(
        id=f"campaigns.{breakdown}",
        title=(*words("Support and opposition with and without campaigns: "), *label(title)),
        stub=words("Question and group"),
        columns=(words("Support"), words("Opposition"), words("Base")),
        rows=rows,
        notes=(words("Which responses follow a campaign's text is found by comparing the words that people sent."),),
        legend=legend_of(rows),
        source=source(evidence),
    )


def kept_questions(evidence: Evidence) -> list[Exhibit]:
    """The questions that were asked as well, and that no table of this report counts."""
    asked = evidence.story.questionnaire.also_asked
    if not asked:
        return []
    items = tuple((*label(question.number), *words(". "), *label(question.short)) for question in asked.values())
    told = "These questions were asked as well. Their answers are kept, and not counted in tables of this report:"
    return [Paragraph(words(told)), Bullets(items)]
