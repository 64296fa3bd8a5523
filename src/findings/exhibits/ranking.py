"""A ranking in one table: its items as rows, and what became of each; by group one table more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from findings.consultation.counted import TOP
from findings.consultation.model import CROSSED
from findings.consultation.names import BASE, BASE_SCORED, CellId, table_id
from findings.evidence.cell import Cell, Measure
from findings.evidence.methods import MEASURES
from findings.evidence.store import Evidence
from findings.exhibits.asked import FIRST, Ranking, groups_of, lower_first, overlapping
from findings.exhibits.bases import COLUMN, Of, base_note, of_both, other_base, own_base
from findings.exhibits.model import Line, Paragraph, Row, Table
from findings.exhibits.rows import NOTHING, share_and_count
from findings.exhibits.sentences import line, say
from findings.exhibits.tables import (
    BRACKETS_NOTE,
    LONGEST_HEADER,
    MOST_COLUMNS,
    OVERLAP_NOTE,
    by,
    in_parts,
    legend_of,
    part_of,
    source,
)
from findings.exhibits.wording import found, label, words

RANKED_FIRST = "Ranked first"
RANKED_BY = "Ranked by"
MEAN_RANK = "Mean rank"
POINTS_NOTE = (
    "Mean rank: of the places that an item was given, by those who ranked it; the lower it is, the higher the item "
    "stands. Points: the first place counts as many as there are items, each place after it a point less, and no place "
    "nothing."
)


def ranking_table(evidence: Evidence, ranking: Ranking) -> Table:
    """The items of a ranking: ranked first, in the first places, mean rank, points, and by how many.

    Where the other base says something else, the share of it that ranked an item first stands beside.
    """
    first = ranking.items[0]
    net, other = CellId(first, f"net_{TOP}"), ranking_other_base(evidence, ranking)
    shown = [FIRST, *([net.option] if evidence.find(net) else [])]
    columns = [words(RANKED_FIRST), *(label(evidence.story.option_label(first, option)) for option in shown[1:])]
    columns += [words(MEAN_RANK), words(MEASURES[Measure.BORDA]), words(RANKED_BY), words("Base")]
    if other is not None:
        columns += [words(f"{RANKED_FIRST}: {lower_first(COLUMN[other.kind])}"), words(COLUMN[other.kind])]
    rows = [_item(evidence, item, shown, other) for item in ranking.items]
    return Table(
        id=ranking.name,
        title=ranking.followed_by("all respondents"),
        stub=words("Item"),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(base_note(evidence, first, beside=False), words(POINTS_NOTE), words(BRACKETS_NOTE)),
        legend=legend_of(rows),
        source=source(evidence),
    )


def ranking_other_base(evidence: Evidence, ranking: Ranking) -> Of | None:
    """The other base, where it makes a difference to any item."""
    return next((other for item in ranking.items if (other := other_base(evidence, item)) is not None), None)


def _item(evidence: Evidence, item: str, shown: Sequence[str], other: Of | None) -> Row:
    values = [share_and_count(evidence, item, option, "", "") for option in shown]
    for measure in (Measure.MEAN, Measure.BORDA):
        values.append(found(evidence, CellId(item, BASE, measure=measure)) or NOTHING)
    ranked = BASE_SCORED if evidence.find(CellId(item, BASE_SCORED)) else BASE
    values += [found(evidence, CellId(item, ranked)), found(evidence, CellId(item, BASE))]
    if other is not None:
        values.append(found(evidence, CellId(item, FIRST, measure=other.measure)) or NOTHING)
        values.append(found(evidence, CellId(item, other.option)))
    return Row(_name(evidence, item), tuple(values))


def ranking_group_tables(evidence: Evidence, ranking: Ranking, breakdown: str) -> list[Table]:
    """Who ranked which item first, by group: groups as rows, unless items are many or their names are sentences."""
    first = ranking.items[0]
    groups = groups_of(evidence, first, breakdown)
    names = [evidence.story.questionnaire.questions[item].short for item in ranking.items]
    if len(names) < MOST_COLUMNS and max(map(len, names)) <= LONGEST_HEADER:
        spec = evidence.story.questionnaire.breakdowns[breakdown]
        rows = [_group(evidence, ranking, *led) for led in _led(evidence, first, breakdown, groups)]
        heads = tuple(_name(evidence, item) for item in ranking.items)
        return [_by_group(evidence, ranking, breakdown, label(spec.title), (*heads, words("Base")), rows)]
    parts = in_parts(groups)
    tables = []
    for part in parts:
        columns = [("", ""), *part]
        heads = tuple(label(evidence.story.level_label(at, level)) for at, level in columns)
        rows = [_first_by_group(evidence, item, columns) for item in ranking.items]
        bases = tuple(found(evidence, CellId(first, BASE, at, level)) for at, level in columns)
        table = _by_group(
            evidence, ranking, breakdown, words("Item"), heads, [*rows, Row(words("Base"), bases, "base")]
        )
        tables.append(part_of(evidence, table, part) if len(parts) > 1 else table)
    return tables


def _first_by_group(evidence: Evidence, item: str, columns: Sequence[tuple[str, str]]) -> Row:
    values = tuple(share_and_count(evidence, item, FIRST, at, level) for at, level in columns)
    return Row(_name(evidence, item), values)


def _led(
    evidence: Evidence, item: str, breakdown: str, groups: list[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """The groups with their kind of row, those of a crossed breakdown led by the outer group; all respondents last."""
    outer = breakdown.split(CROSSED)[0]
    leads = CROSSED in breakdown and table_id(item, outer) in evidence.story.tables
    before = ""
    for at, level in groups:
        own = level.split(".")[0]
        if leads and own != before:
            yield outer, own, "net"
        before = own
        yield at, level, "option"
    yield "", "", "base"


def _group(evidence: Evidence, ranking: Ranking, at: str, level: str, kind: str) -> Row:
    values = [share_and_count(evidence, item, FIRST, at, level) for item in ranking.items]
    base = found(evidence, CellId(ranking.items[0], BASE, at, level))
    return Row(label(evidence.story.level_label(at, level)), (*values, base), kind)


def _by_group(
    evidence: Evidence, ranking: Ranking, breakdown: str, stub: Line, columns: tuple[Line, ...], rows: list[Row]
) -> Table:
    notes = [base_note(evidence, ranking.items[0], beside=False), words(BRACKETS_NOTE)]
    if overlapping(evidence.story.questionnaire, breakdown):
        notes.insert(1, words(OVERLAP_NOTE))
    return Table(
        id=table_id(ranking.name, breakdown),
        title=(*ranking.followed_by("ranked first"), *by(evidence, breakdown)),
        stub=stub,
        columns=columns,
        rows=tuple(rows),
        notes=tuple(notes),
        legend=legend_of(rows),
        source=source(evidence),
    )


def ranking_findings(evidence: Evidence, ranking: Ranking) -> Iterator[Paragraph]:
    """Which item has most points and which was most often ranked first, where each is alone at the top."""
    leader = alone_in_points(evidence, ranking)
    if leader is not None:
        item = leader.asked
        yield say(
            "{item} has more points ({base:borda}) than any other. It was ranked first by {share}; its mean rank is "
            "{base:mean}, among the {base:of_mean} who ranked it.",
            "finding",
            share=_ranked_first(evidence, ranking, item),
            item=evidence.story.questionnaire.questions[item].short,
            base=evidence.cell(CellId(item, BASE).text),
        )
    first = alone_at_the_top(evidence, [CellId(item, FIRST) for item in ranking.items])
    if first is not None and (leader is None or first.asked != leader.asked):
        yield say(
            "{item} was ranked first more often than any other: by {share}.",
            "body" if leader else "finding",
            item=evidence.story.questionnaire.questions[first.asked].short,
            share=_ranked_first(evidence, ranking, first.asked),
        )


def _ranked_first(evidence: Evidence, ranking: Ranking, item: str) -> Line:
    """'38% (117 of 306 who answered)', or of both bases where that makes a difference."""
    other = ranking_other_base(evidence, ranking)
    if other is not None:
        return of_both(evidence, CellId(item, FIRST), (own_base(evidence, item), other))
    first = evidence.cell(CellId(item, FIRST).text)
    return line("{first:percent} ({first:count} of {first:base} {first:of_whom})", first=first)


def alone_in_points(evidence: Evidence, ranking: Ranking) -> Cell | None:
    """The points of the item that has more than any other."""
    return alone_at_the_top(evidence, [CellId(item, BASE, measure=Measure.BORDA) for item in ranking.items])


def alone_at_the_top(evidence: Evidence, identifiers: Sequence[CellId]) -> Cell | None:
    """The cell with the greatest number, where all may be seen and no other has as much."""
    cells = [evidence.find(identifier) for identifier in identifiers]
    seen = sorted((cell for cell in cells if cell is not None and cell.visible), key=lambda cell: -cell.number)
    if len(seen) < len(cells) or not seen or seen[0].number == 0:
        return None
    return seen[0] if len(seen) == 1 or seen[0].number > seen[1].number else None


def _name(evidence: Evidence, item: str) -> Line:
    return label(evidence.story.questionnaire.questions[item].short)
