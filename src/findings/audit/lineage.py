"""`restricted/lineage.json`: what the run knew about its source, for whoever follows a number back.

For a tally it holds, for each count, the places in the file that it was read from. For responses it
holds what makes a group, a net and a base, so that the rows can be counted again from
`responses.parquet` without the code that counted them first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from findings.audit.condition import UNSAID, Condition, Names, Way
from findings.audit.runfolder import read_json
from findings.consultation.counted import UNRANKED
from findings.consultation.model import ONE_ANSWER, Kind
from findings.consultation.names import BASE, BASE_ANSWERED, BASE_ASKED, BASE_SCORED, RESERVED, RESERVED_PREFIXES
from findings.errors import Problem, VerificationFailed

LINEAGE = "restricted/lineage.json"
BASES = (BASE, BASE_ANSWERED, BASE_ASKED, BASE_SCORED)


@dataclass(frozen=True)
class Place:
    """Where a count was read: file, line, column, and the text that stands there."""

    file: str
    line: int
    column: str
    text: str


@dataclass(frozen=True)
class Coded:
    """What a question made of codes is counted of.

    Parameters
    ----------
    of
        The open questions whose comments were coded; of submissions their name.
    by
        themes, sentiment, together, principles or people.
    unit
        What is counted, as `letters`; an empty text for responses.
    """

    of: Names
    by: str
    unit: str = ""


@dataclass(frozen=True)
class Lineage:
    """The content of `lineage.json`.

    Parameters
    ----------
    source_kind
        tally, responses or made_up (responses that a rehearsal wrote).
    inputs
        Path and SHA-256 of each data file.
    places
        For a tally: the places of each count, by the cell's identifier.
    filters
        Filter -> question -> the values that it keeps.
    groups, breakdown_question
        Breakdown -> level -> options; breakdown -> the question whose answers make the groups.
    nets, base
        Question -> net (with `net_`) -> options; question -> the values that its base counts.
    labels, breakdowns
        Question -> number, wording, options; breakdown -> title, levels.
    kinds, columns, bases, bands, scores
        Question -> how it is answered; the column that it is counted from; each base with the answers that it adds up;
        each band with its ends; each option with its score. An item of a ranking is a question, `q9.parks`.
    coded
        Question that is counted of codes -> what was coded.
    """

    source_kind: str
    inputs: tuple[tuple[str, str], ...] = ()
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    filters: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    breakdown_question: Mapping[str, str] = field(default_factory=dict)
    nets: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    base: Mapping[str, Names] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    breakdowns: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    bands: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    coded: Mapping[str, Coded] = field(default_factory=dict)

    def is_of_submissions(self, question: str) -> bool:
        """Whether a question counts submissions, and not responses."""
        return question in self.coded and bool(self.coded[question].unit)

    def kind(self, question: str) -> str:
        """How a question is answered; with one answer, unless the lineage says otherwise."""
        return self.kinds.get(question, Kind.SINGLE)

    def column(self, question: str) -> str:
        """The column of the responses that a question is counted from."""
        return self.columns.get(question, question)

    def values_of(self, question: str, option: str) -> Names | None:
        """The answers that a count counts; None where the lineage does not say.

        Of several answers a net counts whoever gave any of these, and a base stands for itself.

        Examples
        --------
        >>> lineage = Lineage("responses", nets={"q1": {"net_agree": ("agree", "tend_to_agree")}})
        >>> lineage.values_of("q1", "net_agree"), lineage.values_of("q1", "not_asked")
        (('agree', 'tend_to_agree'), ('not_asked',))
        """
        bases = self.bases.get(question, {})
        if option in bases:
            return bases[option]
        if option == BASE:
            return self.base.get(question)
        if option == BASE_ANSWERED:
            return (option,) if self.kind(question) == Kind.MULTIPLE else self.options_of(question) or None
        if option.startswith("net_"):
            return self.nets.get(question, {}).get(option)
        return (option,)

    def conditions(self, question: str, options: Names) -> tuple[Condition, ...] | None:
        """What a row must hold to count under any of some options, nets or bases; None where that is not said."""
        kind, column = self.kind(question), self.column(question)
        values = [self.values_of(question, option) for option in options]
        if any(value is None for value in values):
            return None
        answers = tuple(dict.fromkeys(one for value in values if value for one in value))
        if set(answers) <= set(UNSAID) or kind in ONE_ANSWER:
            return (Condition(column, Way.IS, answers),)
        if len(options) == 1 and options[0] in BASES and not self._is_scored(question, options[0]):
            # Everyone but those who gave no answer, for one reason or the other.
            return (Condition(column, Way.IS_NOT, tuple(name for name in UNSAID if name not in answers)),)
        one = _CONDITIONS[Kind(kind)](self, question, column, options, answers)
        outside = self._outside(question)
        if one is not None and one.way is Way.NEITHER and outside:
            return (Condition(column, Way.IS_NOT, outside), one)
        return None if one is None else (one,)

    def _outside(self, question: str) -> Names:
        """Who gave no answer and does not belong to the base."""
        return tuple(name for name in UNSAID if name not in (self.values_of(question, BASE) or ()))

    def _is_scored(self, question: str, option: str) -> bool:
        return option == BASE_SCORED and self.kind(question) == Kind.RANKING

    def _several(self, question: str, column: str, options: Names, answers: Names) -> Condition | None:
        if len(options) == 1 and options[0].startswith("not_"):
            chosen = options[0].removeprefix("not_")
            others = self.values_of(question, chosen)
            if others is None:
                return None
            return Condition(column, Way.NAMES_NOT if self._outside(question) == UNSAID else Way.NEITHER, others)
        if any(option.startswith("not_") for option in options):
            return None
        return Condition(column, Way.NAMES, answers)

    def _ranked(self, question: str, column: str, options: Names, answers: Names) -> Condition | None:
        item = question.partition(".")[2]
        if answers == (UNRANKED,):
            return Condition(column, Way.NAMES_NOT, (item,))
        if UNRANKED in answers:
            return None
        return Condition(column, Way.PLACED, (item, *(answer.removeprefix("rank_") for answer in answers)))

    def _numbers(self, question: str, column: str, options: Names, answers: Names) -> Condition | None:
        bands = self.bands.get(question)
        if not bands:
            return Condition(column, Way.IS_NOT, UNSAID)
        if not set(answers) <= bands.keys():
            return None
        return Condition(column, Way.WITHIN, tuple("..".join(bands[answer]) for answer in answers))

    def _own_words(self, question: str, column: str, options: Names, answers: Names) -> Condition | None:
        return Condition(column, Way.IS, answers)

    def options_of(self, question: str) -> Names:
        """The answers that could be chosen: neither nets and bases, nor those who chose none.

        Examples
        --------
        >>> labels = {"q1": {"options": {"yes": "Yes", "no": "No", "base": "Base", "not_answered": "Not answered"}}}
        >>> Lineage("responses", labels=labels).options_of("q1")
        ('yes', 'no')
        """
        options = self.labels.get(question, {}).get("options", {})
        return tuple(name for name in options if name not in RESERVED and not name.startswith(RESERVED_PREFIXES))

    def question_text(self, question: str) -> str:
        """Number and wording as the questionnaire has them, or the name where it has none."""
        label = self.labels.get(question, {})
        number, wording = str(label.get("number", "")), str(label.get("wording", ""))
        return f'{number or question} "{wording}"' if wording else number or question

    def option_text(self, question: str, option: str) -> str:
        """The label of an option, or its name."""
        return str(self.labels.get(question, {}).get("options", {}).get(option, option))

    def level_text(self, breakdown: str, level: str) -> str:
        """Title and level of a breakdown, or their names."""
        label = self.breakdowns.get(breakdown, {})
        return f"{label.get('title', breakdown)}: {label.get('levels', {}).get(level, level)}"


_CONDITIONS = {
    Kind.MULTIPLE: Lineage._several,
    Kind.RANKING: Lineage._ranked,
    Kind.NUMERIC: Lineage._numbers,
    Kind.OPEN: Lineage._own_words,
}


def read_lineage(run: Path) -> Lineage:
    """Read `restricted/lineage.json` of a run.

    Raises
    ------
    VerificationFailed
        If it is missing, or is not what a run writes.
    """
    content = read_json(run / LINEAGE)
    try:
        return _lineage(content)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        problem = Problem(LINEAGE, "not what a run writes", do="Run again, or ask for the folder as the run left it.")
        raise VerificationFailed([problem]) from error


def _lineage(content: dict[str, Any]) -> Lineage:
    labels = {str(name): dict(label) for name, label in content.get("labels", {}).items()}
    breakdowns = labels.pop("breakdowns", content.get("breakdowns", {}))
    return Lineage(
        source_kind=str(content["source_kind"]),
        inputs=tuple((str(entry["path"]), str(entry["sha256"])) for entry in content.get("inputs", ())),
        places={
            cell: tuple(Place(str(file), int(line), str(column), str(text)) for file, line, column, text in places)
            for cell, places in content.get("cells", {}).items()
        },
        filters=_lists(content.get("filters", {})),
        groups=_lists(content.get("groups", {})),
        breakdown_question={str(key): str(value) for key, value in content.get("breakdown_question", {}).items()},
        # The questionnaire names a net 'agree', a cell 'net_agree': either may stand in the file.
        nets={
            question: {f"net_{name.removeprefix('net_')}": options for name, options in nets.items()}
            for question, nets in _lists(content.get("nets", {})).items()
        },
        base={str(question): tuple(values) for question, values in content.get("base", {}).items()},
        labels=labels,
        breakdowns=breakdowns,
        kinds={str(name): str(Kind(kind)) for name, kind in content.get("kinds", {}).items()},
        columns={str(name): str(column) for name, column in content.get("columns", {}).items()},
        bases=_lists(content.get("bases", {})),
        bands=_lists(content.get("bands", {})),
        scores={name: {o: int(s) for o, s in own.items()} for name, own in content.get("scores", {}).items()},
        coded={
            str(name): Coded(tuple(map(str, own["of"])), str(own["by"]), str(own.get("unit", "")))
            for name, own in content.get("coded", {}).items()
        },
    )


def _lists(content: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, Names]]:
    return {outer: {inner: tuple(names) for inner, names in entry.items()} for outer, entry in content.items()}
