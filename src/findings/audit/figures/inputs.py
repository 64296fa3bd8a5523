"""What a run's own parameters say: the only other place from which a figure may have come into a report.

They are read from the files that the run keeps, by their keys, as an auditor would read them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from findings.audit.codelists import with_lists_of_run
from findings.audit.figures.coders import rule_of_headlines
from findings.audit.figures.codes import coded_questions, comments_of, is_quoted, known_texts
from findings.audit.figures.commentary import Paragraphs, read_commentary, typed_figures
from findings.audit.figures.text import has_figure, spaced, unmarked
from findings.audit.recount.settings import read_settings
from findings.errors import Problem, VerificationFailed

FOLDER = "restricted/inputs"
FILES = ("consultation.yaml", "questionnaire.yaml")
LONG_WORD = 20
"""Letters of a word from which a chart may break it."""
_ASK = "Ask for the folder as the run left it."
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_SHORTEST_PART, _SHORTEST_WITHOUT_LETTERS = 4, 10
"""A text shorter than this may stand for a figure only where it is the whole text: a label `1` would excuse any 1.

Of texts without letters, dates such as 2016-12-05 are long enough; a label `100%` is not.
"""
LEAST_BASE = "30"
"""How many of a group must have answered for its difference to be named, where the parameters say nothing."""
OF_NO_OPTION = {
    "not_answered": "Not answered",
    "not_asked": "Not asked",
    "base": "Base",
    "base_answered": "Those who answered",
    "base_asked": "Those who were asked",
    "base_scored": "Those whose answer has a score",
}
OF_NO_LEVEL = {
    "": "All respondents",
    "all": "All respondents",
    "not_answered": "Group not stated",
    "not_asked": "Not asked which group",
}


@dataclass(frozen=True)
class Inputs:
    """The parameters of a run.

    Parameters
    ----------
    consultation, questionnaire
        What the two files say.
    notes
        What the cells of the store say of themselves; the funnel's steps are named by them.
    commentary
        What people wrote, by the name of its file.
    coded
        The questions that coders answered, by name.
    comments
        What respondents and others wrote, in which a quote stands.
    in_context
        What the rows of tables of others' figures hold: good in a row of a table, and nowhere else.
    """

    consultation: Mapping[str, Any]
    questionnaire: Mapping[str, Any]
    notes: frozenset[str] = frozenset()
    commentary: Mapping[str, Paragraphs] = field(default_factory=dict)
    coded: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    comments: tuple[str, ...] = ()
    in_context: frozenset[str] = frozenset()
    _known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    _labels: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)
    _counted: dict[str, Mapping[str, Any]] = field(default_factory=dict, compare=False, repr=False)

    def hold(self, text: str) -> bool:
        """Whether every figure of a text is one that the parameters say, in the words in which they say it."""
        if text not in self._known:
            self._known[text] = not has_figure(text) or self._found(spaced(unmarked(text)))
        return self._known[text]

    def _found(self, text: str) -> bool:
        if text in self.texts:
            return True
        for part in self._parts:
            if part in text:
                text = text.replace(part, " ")
        return not has_figure(text) or is_quoted(text, self.comments)

    def hold_line(self, text: str) -> bool:
        """Whether a text is a line of a longer one, or how a line begins: a label that a chart breaks or cuts."""
        begins = spaced(text.removesuffix("…"))
        if text.endswith("…") and any(f" {begins} " in f" {known} " for known in self.texts):
            return True
        if len(begins) >= LONG_WORD and " " not in begins and any(begins in known for known in self.texts):
            return True
        line = f" {spaced(text)} "
        return self.hold(text) or any(line in f" {known} " for known in self.texts if has_figure(known))

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every text that the parameters hold, dates as they are printed."""
        own = {spaced(text) for content in (self.consultation, self.questionnaire) for text in _texts(content)}
        for item in self.items:
            # What the program calls places and items, where the questionnaire has no words for them.
            question = self.question(item)
            own |= {spaced(str(said["label"])) for part in ("options", "nets") for said in question[part].values()}
            own |= {spaced(f"{question['number']}. {question['short']}"), spaced(str(question["wording"]))}
        for coded in self.coded.values():
            own |= {spaced(f"{coded['number']}. {coded['short']}"), spaced(coded["short"])}
            own |= {spaced(str(said["label"])) for part in ("options", "nets") for said in coded[part].values()}
        units = [self.unit(name) for name in self.consultation.get("populations") or {}]
        own |= {unit[:1].upper() + unit[1:] for unit in units}
        if "least_base" not in (self.consultation.get("report") or {}):
            own.add(LEAST_BASE)
        started_small = {text[:1].lower() + text[1:] for text in own}
        return frozenset(own | started_small | {spaced(note) for note in self.notes}) - {""}

    @cached_property
    def in_commentary(self) -> frozenset[str]:
        """The expressions with figures that may stand in what people wrote, and nowhere else."""
        return typed_figures(self.commentary, self)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of questions, options, sections, groups and scales."""
        return frozenset((*_names(self.questionnaire), *self.items, *self.coded, *_names(self.coded)))

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        """The texts with figures that may be part of a longer one, longest first."""
        parts = (
            text
            for text in self.texts
            if has_figure(text)
            and len(text) >= (_SHORTEST_PART if any(map(str.isalpha, text)) else _SHORTEST_WITHOUT_LETTERS)
        )
        return tuple(sorted(parts, key=lambda text: (-len(text), text)))

    def also_holding(self, texts: Iterable[str]) -> Inputs:
        """The same with more texts that may hold figures: translations of its own."""
        return replace(self, notes=self.notes | frozenset(texts))

    def question(self, name: str) -> Mapping[str, Any]:
        """What is said of a question, as it is counted; empty if there is none of that name.

        Of a ranking each item is a question: what is said of it is its own name, and its places are its options.
        """
        if name not in self._counted:
            self._counted[name] = self._question(name)
        return self._counted[name]

    def _question(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.questionnaire.get("questions", {}).get(name, {})
        found = found or self.coded.get(name, {})
        if found:
            return found
        whole, _, item = name.partition(".")
        asked = self.questionnaire.get("also_asked", {}).get(whole, {})
        kind, options = asked.get("kind"), asked.get("options", {})
        if kind == "ranking" and item in options:
            label = options[item].get("label", "")
            ranks = {f"rank_{place}": {"label": f"Ranked {place}"} for place in range(1, len(options) + 1)}
            top = int(asked.get("top", 3))
            nets = {"top": {"label": f"Ranked in the first {top}"}} if min(top, len(ranks)) > 1 else {}
            wording = f"{asked.get('wording', '')} {label}"
            own = {"options": {**ranks, "unranked": {"label": "Not ranked"}}, "nets": nets}
            told = {key: asked[key] for key in ("kind", "base") if key in asked}
            return {**told, "number": asked.get("number", ""), "wording": wording, "short": label, **own}
        if item or kind in (None, "ranking", "date"):
            return {}
        if kind == "multiple":
            return {**asked, "options": options}
        gave = "Gave a number" if kind == "numeric" else "Wrote an answer"
        bands = asked.get("bands") if kind == "numeric" else None
        return {**asked, "options": bands or {"answered": {"label": gave}}}

    def short_name(self, name: str) -> str:
        """A question's short name; of an item of a ranking, the item."""
        return spaced(str(self.question(name).get("short", "")))

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The items of rankings with their questions, `q9.parks`."""
        also = self.questionnaire.get("also_asked") or {}
        return tuple(
            f"{name}.{item}"
            for name, asked in also.items()
            if asked.get("kind") == "ranking"
            for item in asked["options"]
        )

    def channel_label(self, name: str) -> str:
        """What a channel is called; empty if there is none of that name."""
        return spaced(str(self.consultation.get("data", {}).get("channels", {}).get(name, {}).get("label", "")))

    def unit(self, breakdown: str) -> str:
        """What a breakdown's table of population calls the people who live in its groups."""
        said = (self.consultation.get("populations") or {}).get(breakdown, {})
        return spaced(str(said.get("unit", "residents")))

    def title(self, breakdown: str) -> str:
        """What a breakdown is called; empty if there is none of that name."""
        return spaced(str(self.questionnaire.get("breakdowns", {}).get(breakdown, {}).get("title", "")))

    def heads_of_coded(self, name: str) -> set[str]:
        """What a coded question, the open questions behind it, its proposal and its submissions are called."""
        coded = self.coded[name]
        found = {self.question_heading(name), self.short_name(name)}
        if "unit" in coded:
            return found | {spaced(f"{coded['wording']}: number of {coded['unit']}")}
        for asked in coded["of"]:
            found |= {self.question_heading(asked), self.short_name(asked)}
        for section in (self.questionnaire.get("sections") or {}).values():
            if set(coded["of"]) & set(section.get("questions") or ()):
                title = spaced(str(section.get("title", "")))
                found |= {title, f"Responses: {title}, of those who commented"}
        return found

    def question_heading(self, name: str) -> str:
        """A question's number and its short name."""
        question = self.question(name)
        return spaced(f"{question.get('number', '')}. {question.get('short', '')}")

    def option_label(self, question: str, option: str) -> str:
        """What an option, a net, or a reason for no answer is called; empty if it has no name."""
        if (question, option) not in self._labels:
            self._labels[question, option] = spaced(self._option_label(question, option))
        return self._labels[question, option]

    def _option_label(self, question: str, option: str) -> str:
        if option in OF_NO_OPTION:
            return OF_NO_OPTION[option]
        if option.startswith("not_"):
            return f"Not chosen: {self._option_label(question, option.removeprefix('not_'))}"
        kind, name = ("nets", option.removeprefix("net_")) if option.startswith("net_") else ("options", option)
        return str(self._answers(question, kind).get(name, {}).get("label", ""))

    def stance_option(self, question: str, stance: str) -> str:
        """The net, or else the first option, that measures support or opposition; empty if none does."""
        for kind, prefix in (("nets", "net_"), ("options", "")):
            for name, answer in self._answers(question, kind).items():
                if answer.get("stance") == stance:
                    return prefix + name
        return ""

    def level_label(self, breakdown: str, level: str) -> str:
        """What a group is called; empty if it has no name."""
        key = f"@{breakdown}", level
        if key not in self._labels:
            self._labels[key] = spaced(self._level_label(breakdown, level))
        return self._labels[key]

    def _level_label(self, breakdown: str, level: str) -> str:
        if ".x." in breakdown:
            pairs = zip(breakdown.split(".x."), level.split("."), strict=False)
            return ", ".join(self._level_label(*pair) for pair in pairs)
        declared = self.questionnaire.get("breakdowns", {}).get(breakdown, {})
        groups = declared.get("groups") or self._answers(str(declared.get("question", "")), "options")
        label = groups.get(level, {}).get("label")
        return str(label or OF_NO_LEVEL.get(level, ""))

    def _answers(self, question: str, kind: str) -> Mapping[str, Any]:
        """The options or nets of a question, its own or those of its shared scale."""
        own = self.question(question)
        shared: Mapping[str, Any] = self.questionnaire.get("scales", {}).get(own.get("scale"), {})
        if kind == "nets":
            return {**shared.get(kind, {}), **own.get(kind, {})}
        answers: Mapping[str, Any] = own.get(kind) or shared.get(kind, {})
        return answers


def read_inputs(run: Path, notes: frozenset[str] = frozenset()) -> tuple[Inputs | None, list[Problem]]:
    """The parameters that a run keeps, or what is wrong with them."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    contents: list[Mapping[str, Any]] = []
    problems: list[Problem] = []
    for name in FILES:
        where = f"{FOLDER}/{name}"
        try:
            content = YAML(typ="safe", pure=True).load((run / where).read_text(encoding="utf-8"))
        except OSError:
            problems.append(Problem(where, "this file of the run is missing: no label can be looked up", do=_ASK))
            continue
        except (YAMLError, ValueError) as error:
            problems.append(
                Problem(where, "this file of the run cannot be read", " ".join(str(error).split()), do=_ASK)
            )
            continue
        if isinstance(content, dict):
            contents.append(content)
        else:
            problems.append(Problem(where, "not the parameters of a run", type(content).__name__, do=_ASK))
    if problems:
        return None, problems
    commentary, unreadable = read_commentary(run)
    known = notes | rule_of_headlines(run) | known_texts(run, long_date)
    asked = with_lists_of_run(contents[1], run / FOLDER)
    coded = coded_questions(run, asked) if _shows_answers(run) else {}
    comments = comments_of(run) if coded else ()
    return Inputs(contents[0], asked, known, commentary, coded, comments), unreadable


def translations_of(run: Path, language: str) -> dict[str, str]:
    """The consultation's own texts in a language, by the English, with one space where there is any."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    path = run / FOLDER / "languages" / f"{language}.yaml"
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, YAMLError, ValueError):
        content = {}
    said = content.items() if isinstance(content, dict) else ()
    return {spaced(str(text)): spaced(str(other)) for text, other in said}


def long_date(date: datetime.date) -> str:
    """A date as a report prints it.

    Examples
    --------
    >>> long_date(datetime.date(2022, 12, 4))
    '4 December 2022'
    """
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def date_of(content: Any) -> datetime.date | None:
    """The date that a value of the parameters is, written with or without quotation marks; none if it is no date.

    Examples
    --------
    >>> date_of("2022-12-04"), date_of("soon")
    (datetime.date(2022, 12, 4), None)
    """
    if isinstance(content, datetime.date):
        return content
    try:
        return datetime.date.fromisoformat(content) if isinstance(content, str) else None
    except ValueError:
        return None


def _texts(content: Any) -> Iterator[str]:
    """Every text and number of the parameters; a source also as it is cited, a question as it is headed."""
    if isinstance(content, dict):
        if "number" in content and "short" in content:
            yield f"{content['number']}. {content['short']}"
        if "publisher" in content and "title" in content:
            yield f"{content['publisher']}, {content['title']}"
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)
    elif content is not None and not isinstance(content, bool):
        yield str(content)
        if isinstance(content, int):
            # How many signatures a petition had, as a page prints it.
            yield f"{content:,}"
        date = date_of(content)
        if date is not None:
            yield long_date(date)


def _names(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield str(key)
            yield from _names(value)


def _shows_answers(run: Path) -> bool:
    """Whether the run shows answers, and so what coders gave; what its settings cannot say is told by the recount."""
    try:
        return not read_settings(run).respondents_only
    except VerificationFailed:
        return True
