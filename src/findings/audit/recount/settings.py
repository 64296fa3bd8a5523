"""What else a run says about its tables: which it declares, what it hides, how the data came in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from findings.audit.recount.engine import possible_tables
from findings.audit.recount.identifiers import TableName, read_table
from findings.audit.recount.question import Questionnaire
from findings.audit.recount.source import Source, groups_of_tally
from findings.audit.recount.yamlfile import ASK, Faults, Node, read_mapping
from findings.errors import Problem, VerificationFailed

CONSULTATION = "restricted/inputs/consultation.yaml"
QUESTIONNAIRE = "restricted/inputs/questionnaire.yaml"
PLAN = "restricted/workflow/plan.yaml"
SOURCES = {
    "responses": "restricted/responses.parquet",
    "sources": "restricted/responses.parquet",
    "tally": "restricted/tally.csv",
}
EVERY = "every"
OF_SAMPLE = ("weight", "stratum", "cluster", "stratum_size")
CRATE, MIDPOINT = "restricted/ro-crate-metadata.json", "midpoint"


@dataclass(frozen=True)
class Sample:
    """How respondents were drawn.

    Parameters
    ----------
    columns
        Which of weight, stratum, cluster and stratum_size the data give; they stand in the responses by these names.
    margins, trimmed
        The breakdowns that weights were raked to, and whether weights were kept within bounds.
    compared
        The breakdowns whose groups are compared.
    """

    columns: tuple[str, ...]
    margins: tuple[str, ...] = ()
    trimmed: bool = False
    compared: tuple[str, ...] = ()


def read_sample(consultation: Node, faults: Faults) -> Sample | None:
    """What the parameters say of a sample; None where they declare none."""
    node = consultation.child("sample")
    if not node.content:
        return None
    raking = node.child("raking")
    return Sample(
        tuple(name for name in OF_SAMPLE if node.text(name, "")),
        raking.names("margins", faults),
        raking.value("trim") is not None,
        node.child("comparisons").names("breakdowns", faults),
    )


@dataclass(frozen=True)
class Settings:
    """A consultation's settings.

    Parameters
    ----------
    reader
        `responses` or `tally`.
    grouped_by
        The question whose options are the groups of a tally.
    funnel
        For a tally, the declared steps from received to analysed, in order; else empty.
    steps
        For a tally, what the declared steps between these two are called.
    threshold
        Counts from 1 to one less are hidden; None where everything is shown.
    tables
        The tables that the plan lists; None for every table that the data give.
    channels
        Where there are several files: channel -> the questions that it did not put.
    respondents_only
        Whether this is a look while the consultation is open, which shows who responded and no answers.
    sample
        How respondents were drawn, where the consultation declares that they were drawn by chance.
    """

    reader: str
    grouped_by: str
    funnel: Mapping[str, str]
    steps: Mapping[str, str]
    threshold: int | None
    tables: tuple[str, ...] | None
    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    respondents_only: bool = False
    sample: Sample | None = None

    @property
    def source(self) -> str:
        """The file that is counted again, from the run's folder."""
        return SOURCES[self.reader]


def read_settings(run: Path) -> Settings:
    """Read `consultation.yaml` and `plan.yaml` of a run.

    Raises
    ------
    VerificationFailed
        With everything that the recount needs and cannot find there.
    """
    consultation, plan = read_mapping(run / CONSULTATION), read_mapping(run / PLAN)
    faults = Faults(Path(CONSULTATION).name)
    data = consultation.child("data")
    reader = data.text("reader", "")
    if reader not in SOURCES:
        faults.add("data.reader", "an unknown reader", reader, ", ".join(SOURCES))
    funnel = _declared_funnel(data.child("funnel"), faults) if reader == "tally" else {}
    removed = data.child("funnel").child("removed")
    steps = {name: " ".join(removed.child(name).text("label", "").split()) for name in removed.own_keys}
    threshold = _threshold(consultation.child("disclosure"), faults)
    of_plan = Faults(Path(PLAN).name)
    tables = None if plan.text("tables", EVERY) == EVERY else plan.names("tables", of_plan)
    channels = {name: channel.names("not_asked", faults) for name, channel in data.entries("channels", faults)}
    if faults.problems or of_plan.problems:
        raise VerificationFailed([*faults.problems, *of_plan.problems])
    midpoint = consultation.child("midpoint")
    open_yet = bool(midpoint.content) and _edition(run) == MIDPOINT and not midpoint.flag("show_answers", False)
    sample = read_sample(consultation, faults) if reader != "tally" else None
    if faults.problems:
        raise VerificationFailed(faults.problems)
    grouped_by = data.text("grouped_by", "")
    return Settings(reader, grouped_by, funnel, steps, threshold, tables, channels, open_yet, sample)


def _edition(run: Path) -> str:
    """The edition that the run's crate names; an empty text where it names none, which is told elsewhere."""
    try:
        graph = json.loads((run / CRATE).read_text(encoding="utf-8"))["@graph"]
        return next((str(entity["value"]) for entity in graph if entity.get("@id") == "#value/edition"), "")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""


def _declared_funnel(node: Node, faults: Faults) -> dict[str, str]:
    removed = {name: step.text("removed", "") for name, step in node.entries("removed", faults)}
    steps = {"received": node.text("received", ""), **removed, "analysed": node.text("analysed", "")}
    for name, n in steps.items():
        if not (n.isascii() and n.isdigit()):
            faults.add(f"data.funnel, {name}", "not a number of responses", n, "a whole number, 0 or more")
    return steps


def _threshold(node: Node, faults: Faults) -> int | None:
    profile, threshold = node.text("profile", ""), node.text("threshold", "")
    if profile == "none":
        return None
    if profile == "threshold" and threshold.isascii() and threshold.isdigit():
        return int(threshold)
    faults.add(
        "disclosure", "what is hidden is not said", f"{profile} {threshold}".strip(), "none, or threshold with a number"
    )
    return None


def declared_tables(settings: Settings, questionnaire: Questionnaire, source: Source) -> tuple[str, ...]:
    """The tables that a run must hold, in the order of the questionnaire.

    `every` is each question for all respondents, and by each breakdown that the data give, but for the questions
    about the respondents themselves. A list stands beside every question for all respondents; a star in it stands for
    any letters of a name.

    Raises
    ------
    VerificationFailed
        If the plan lists a table that the questionnaire does not give.
    """
    possible = possible_tables(questionnaire)
    if settings.tables is None:
        return tuple(text for text in possible if _of_every(text, settings, questionnaire, source))
    listed = [text for text in settings.tables if "*" not in text]
    # In a look while others still answer the tables of answers are not there, though the plan may list them.
    unknown = [] if settings.respondents_only else [text for text in listed if text not in possible]
    if unknown:
        what = "a table that the questionnaire does not give"
        raise VerificationFailed([Problem(f"{Path(PLAN).name}, tables", what, text, do=ASK) for text in unknown])
    wanted = {*listed, *questionnaire.questions}
    starred = [text for text in settings.tables if "*" in text]
    return tuple(
        text
        for text in possible
        if text in wanted
        or (any(_fits(text, entry) for entry in starred) and _of_every(text, settings, questionnaire, source))
    )


def _fits(table: str, entry: str) -> bool:
    """Whether a table is one that an entry with stars names: question with question, breakdown with breakdown."""
    pairs = zip(table.partition(".by."), entry.partition(".by."), strict=True)
    return all(re.fullmatch(".*".join(map(re.escape, wanted.split("*"))), own) for own, wanted in pairs)


def _of_every(text: str, settings: Settings, questionnaire: Questionnaire, source: Source) -> bool:
    table = read_table(text)
    assert table is not None
    if not table.breakdown:
        return True
    return table.asked not in questionnaire.profile and _is_given(table, settings, questionnaire, source)


def _is_given(table: TableName, settings: Settings, questionnaire: Questionnaire, source: Source) -> bool:
    """Whether the data tell a question's answers by a breakdown: a tally does so by one question's groups only."""
    if not source.rows.tally:
        return True
    by = questionnaire.breakdowns[table.breakdown].asked
    return by == (settings.grouped_by,) and "all" not in groups_of_tally(source, table.asked)
