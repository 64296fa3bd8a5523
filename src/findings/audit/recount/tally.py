"""The tally that was counted: each count once, of answers and groups that exist, and adding up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from findings.audit.recount.evidence import Row
from findings.audit.recount.identifiers import MISSING
from findings.audit.recount.query import ALL
from findings.audit.recount.question import Questionnaire
from findings.audit.recount.source import LOADED, SOURCE_KIND, TALLY_COLUMNS, Source
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem


def tally_problems(run: Path, source: Source, questionnaire: Questionnaire, rows: Sequence[Row]) -> Iterator[Problem]:
    """What is wrong with `tally.csv`; `run` is not looked at."""
    unexpected = [column for column in source.columns if column not in (*TALLY_COLUMNS, SOURCE_KIND)]
    if unexpected:
        yield Problem(source.name, "a column that a tally does not have", ", ".join(unexpected), do=ASK)
    counts = source.fetch(
        "SELECT coalesce(question, ''), coalesce(\"group\", ''), coalesce(answer, ''), count(*),"
        f" sum(CAST(n AS BIGINT)) FROM {LOADED} GROUP BY ALL ORDER BY ALL"
    )
    for question, group, answer, times, _ in counts:
        if times > 1:
            yield Problem(source.name, "a count that stands more than once", f"{group}, {question}, {answer}", do=ASK)
        known = questionnaire.questions.get(question)
        if known is None:
            what = "a question that the questionnaire does not know"
            yield Problem(source.name, what, question, ", ".join(questionnaire.questions), ASK)
        elif answer not in (*known.options, *MISSING):
            what = f"an answer outside the options of {question}"
            yield Problem(source.name, what, answer, ", ".join((*known.options, *MISSING)), ASK)
    yield from _sum_problems(source, counts, rows)


def _sum_problems(
    source: Source, counts: Sequence[tuple[str, str, str, int, int]], rows: Sequence[Row]
) -> Iterator[Problem]:
    """Every question is a count of all that were analysed; a group that is counted by is as large as it is."""
    analysed = next((row["value"] for row in rows if row["cell"] == "funnel#analysed"), "")
    sums: dict[str, int] = {}
    for question, _, _, _, n in counts:
        sums[question] = sums.get(question, 0) + int(n)
    for question, n in sums.items():
        if str(n) != analysed:
            what = f"{question} does not add up to funnel#analysed"
            yield Problem(source.name, what, str(n), analysed or "nothing", ASK)
    groups: dict[str, dict[str, int]] = {}
    for question, group, _, _, n in counts:
        if group != ALL:
            own = groups.setdefault(group, {})
            own[question] = own.get(question, 0) + int(n)
    for group, sizes in groups.items():
        if len(set(sizes.values())) > 1:
            found = ", ".join(f"{question} {n}" for question, n in sizes.items())
            yield Problem(source.name, f"the group {group} is not as large in every question", found, do=ASK)
