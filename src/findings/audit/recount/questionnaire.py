"""The questionnaire as the recount needs it: who counts under which name, and of whom.

Read from `questionnaire.yaml` by a reader of its own. What it does not need (labels, wording, sections) it does not
look at; what it needs and cannot read is told, since nothing may be counted from a guess.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from findings.audit.recount.identifiers import BASE, BASE_ANSWERED, MISSING, NOT_ANSWERED, NOT_ASKED
from findings.audit.recount.yamlfile import Faults, Node, read_mapping
from findings.errors import VerificationFailed

BASE_KINDS = {"answered": (), "asked": (NOT_ANSWERED,), "all": (NOT_ANSWERED, NOT_ASKED)}
"""Kind of base -> those who chose no option and yet belong to it."""
STANCES = ("support", "oppose")


@dataclass(frozen=True)
class Question:
    """A question's answers.

    Parameters
    ----------
    name
        Its name, which is its column.
    options
        What can be chosen, in order.
    nets
        `net_<name>` -> the options that it counts.
    base_kind
        Of whom percentages are taken: answered, asked or all.
    in_base
        The answers that the base counts.
    compared
        The option or net that measures support, then the one for opposition, where there are such.
    asked_if
        Other question -> its options of which one must be chosen for this question to be asked.
    """

    name: str
    options: tuple[str, ...]
    nets: Mapping[str, tuple[str, ...]]
    base_kind: str
    in_base: tuple[str, ...]
    compared: tuple[str, ...]
    asked_if: Mapping[str, tuple[str, ...]]

    @cached_property
    def answered_beside(self) -> bool:
        """Whether those who answered are others than the base, so that both are shown."""
        return set(self.in_base) != set(self.options)

    @cached_property
    def counted(self) -> Mapping[str, tuple[str, ...]]:
        """Everything that a cell may count, in the order of a table -> the answers that it counts."""
        single = {name: (name,) for name in self.options}
        missing = {name: (name,) for name in MISSING}
        bases = {BASE: self.in_base, **({BASE_ANSWERED: self.options} if self.answered_beside else {})}
        return {**single, **self.nets, **missing, **bases}


@dataclass(frozen=True)
class Breakdown:
    """Groups of respondents: level -> the options of `question` that make it; `compared` with the first or not."""

    name: str
    question: str
    levels: Mapping[str, tuple[str, ...]]
    compared: bool

    @property
    def reference(self) -> str:
        """The level that the others are compared with."""
        return next(iter(self.levels))

    def members(self, level: str) -> tuple[str, ...] | None:
        """The answers of those in a level; None where there is no such level."""
        return (level,) if level in MISSING else self.levels.get(level)


@dataclass(frozen=True)
class Questionnaire:
    """Questions and breakdowns by name, in their order.

    `profile` are the questions about the respondents, `also_asked` those that are kept and not counted.
    """

    questions: Mapping[str, Question]
    breakdowns: Mapping[str, Breakdown]
    profile: tuple[str, ...] = ()
    also_asked: tuple[str, ...] = ()


def read_questionnaire(path: Path) -> Questionnaire:
    """Read a `questionnaire.yaml`.

    Raises
    ------
    VerificationFailed
        With everything that the recount needs and cannot find there: a file that is none, a question without
        options, an unknown scale, a net or a group of an unknown option.
    """
    content = read_mapping(path)
    faults = Faults(path.name)
    scales = dict(content.entries("scales", faults))
    questions = {name: _question(name, node, scales, faults) for name, node in content.entries("questions", faults)}
    if not questions:
        faults.add("questions", "a questionnaire without questions", do="Ask for the folder as the run left it.")
    breakdowns = {
        name: _breakdown(name, node, questions, faults) for name, node in content.entries("breakdowns", faults)
    }
    for question in questions.values():
        for other, options in question.asked_if.items():
            _known(f"questions.{question.name}.asked_if", "question", (other,), questions, faults)
            if other in questions:
                _known(f"questions.{question.name}.asked_if", "option", options, questions[other].options, faults)
    profile = content.names("profile", faults)
    if faults.problems:
        raise VerificationFailed(faults.problems)
    also_asked = tuple(name for name, _ in content.entries("also_asked", Faults(path.name)))
    return Questionnaire(questions, breakdowns, profile, also_asked)


def _question(name: str, node: Node, scales: Mapping[str, Node], faults: Faults) -> Question:
    scale_name = node.text("scale", "")
    scale = scales.get(scale_name)
    if scale_name and scale is None:
        faults.add(f"questions.{name}.scale", "an unknown scale", scale_name, ", ".join(scales))
    own = dict(node.entries("options", faults))
    options = own or (dict(scale.entries("options", faults)) if scale else {})
    if not options and (scale or not scale_name):
        faults.add(f"questions.{name}", "a question without options", do="Ask for the folder as the run left it.")
    nets = {**(dict(scale.entries("nets", faults)) if scale else {}), **dict(node.entries("nets", faults))}
    parts = {f"net_{net}": spec.names("of", faults) for net, spec in nets.items()}
    for net, of in parts.items():
        _known(f"questions.{name}, {net}", "option", of, options, faults)
    kind = node.text("base", "answered")
    if kind not in BASE_KINDS:
        faults.add(f"questions.{name}.base", "an unknown kind of base", kind, ", ".join(BASE_KINDS))
    left_out = node.names("leave_out_of_base", faults)
    chosen = [option for option, spec in options.items() if spec.text("kind", "answer") not in left_out]
    in_base = (*chosen, *BASE_KINDS.get(kind, ()))
    compared = tuple(found for stance in STANCES if (found := _of_stance(stance, options, nets)))
    asked = node.child("asked_if")
    asked_if = {other: asked.names(other, faults) for other in asked.own_keys}
    return Question(name, tuple(options), parts, kind, in_base, compared, asked_if)


def _of_stance(stance: str, options: Mapping[str, Node], nets: Mapping[str, Node]) -> str:
    """The first net that measures a stance, or else the first option; empty where nothing does."""
    entries = {**{f"net_{name}": spec for name, spec in nets.items()}, **options}
    return next((name for name, spec in entries.items() if spec.text("stance", "") == stance), "")


def _breakdown(name: str, node: Node, questions: Mapping[str, Question], faults: Faults) -> Breakdown:
    question = node.text("question", "")
    _known(f"breakdowns.{name}.question", "question", (question,), questions, faults)
    options = questions[question].options if question in questions else ()
    groups = {level: spec.names("of", faults) for level, spec in node.entries("groups", faults)}
    for level, of in groups.items():
        if options:
            _known(f"breakdowns.{name}.groups.{level}", "option", of, options, faults)
    levels = groups or {option: (option,) for option in options}
    return Breakdown(name, question, levels, node.flag("compare", True))


def _known(where: str, what: str, names: tuple[str, ...], known: Collection[str], faults: Faults) -> None:
    for name in names:
        if name not in known:
            faults.add(where, f"an unknown {what}", name, ", ".join(known))
