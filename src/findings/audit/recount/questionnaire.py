"""The questionnaire as the recount needs it: who counts under which name, and of whom.

Read from `questionnaire.yaml` by a reader of its own. What it does not need (wording, titles) it does not look at;
what it needs and cannot read is told, since nothing may be counted from a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from findings.audit.recount.alsoasked import questions_of
from findings.audit.recount.codedquestions import CodedQuestion, of_question, of_section, of_submissions
from findings.audit.recount.codeframe import read_codeframe
from findings.audit.recount.codelists import read_questionnaire_file
from findings.audit.recount.identifiers import CROSSED, ITEM_NAME
from findings.audit.recount.question import (
    BASE_KINDS,
    DATE,
    MULTIPLE,
    NUMERIC,
    ONE_ANSWER,
    OPEN,
    RANKING,
    SINGLE,
    Breakdown,
    Column,
    Question,
    Questionnaire,
    crossed,
)
from findings.audit.recount.said import asked_of, base_kind, known_names, nets_of
from findings.audit.recount.yamlfile import Faults, Node
from findings.errors import VerificationFailed

STANCES = ("support", "oppose")

__all__ = ["Questionnaire", "read_questionnaire"]


def read_questionnaire(path: Path) -> Questionnaire:
    """Read a `questionnaire.yaml`, and what `codeframe.yaml` beside it has counted of comments.

    Raises
    ------
    VerificationFailed
        With everything that the recount needs and cannot find there: a file that is none, a question without
        options, an unknown scale, a net or a group of an unknown option.
    """
    content = read_questionnaire_file(path)
    free_text = read_codeframe(path.parent / "codeframe.yaml")
    faults = Faults(path.name)
    scales = dict(content.entries("scales", faults))
    entries = dict(content.entries("questions", faults, ITEM_NAME))
    questions = {name: _question(name, node, scales, faults) for name, node in entries.items()}
    if not questions:
        faults.add("questions", "a questionnaire without questions", do="Ask for the folder as the run left it.")
    columns = {name: Column(name, one.kind, one.options, frozenset(), one.asked_if) for name, one in questions.items()}
    profile = content.names("profile", faults)
    sections = {
        name: (section.text("title", ""), section.names("questions", faults))
        for name, section in content.entries("sections", faults)
    }
    told = {*profile, *(name for _, names in sections.values() for name in names)}
    made: dict[str, tuple[str, ...]] = {}
    coded: dict[str, CodedQuestion] = {}
    kept = []
    for name, node in content.entries("also_asked", faults):
        columns[name] = _column(name, node, faults)
        if name in told and columns[name].kind != DATE:
            own = questions_of(columns[name], node, faults)
            if columns[name].kind == OPEN:
                found = {one.question.name: one for one in of_question(name, free_text, columns[name].asked_if)}
                coded |= found
                own |= {key: one.question for key, one in found.items()}
            made[name] = tuple(own)
            questions |= own
        else:
            kept.append(name)
    of_sections = (of_section(name, title, names, free_text) for name, (title, names) in sections.items())
    further = [one for one in of_sections if one is not None] + list(of_submissions(free_text))
    coded |= {one.question.name: one for one in further}
    questions |= {one.question.name: one.question for one in further}
    breakdowns = {
        name: _breakdown(name, node, questions, faults) for name, node in content.entries("breakdowns", faults)
    }
    for name in content.names("crossed", faults):
        parts = name.split(CROSSED)
        known_names("crossed", "breakdown", parts, breakdowns, faults)
        if len(parts) == 2 and set(parts) <= breakdowns.keys():
            breakdowns[name] = crossed(breakdowns[parts[0]], breakdowns[parts[1]])
    for column in columns.values():
        where = f"{'questions' if column.kind in ONE_ANSWER else 'also_asked'}.{column.name}.asked_if"
        for other, options in column.asked_if.items():
            known_names(where, "question", (other,), columns, faults)
            if other in columns:
                known_names(where, "option", options, columns[other].options, faults)
    if faults.problems:
        raise VerificationFailed(faults.problems)
    in_order = tuple(one for name in profile for one in made.get(name, (name,)))
    return Questionnaire(questions, breakdowns, in_order, tuple(kept), columns, coded)


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
    parts = nets_of(f"questions.{name}", nets, options, faults)
    kind = base_kind(node, "answered", faults)
    left_out = node.names("leave_out_of_base", faults)
    chosen = [option for option, spec in options.items() if spec.text("kind", "answer") not in left_out]
    in_base = (*chosen, *BASE_KINDS[kind])
    compared = tuple(found for stance in STANCES if (found := _of_stance(stance, options, nets)))
    scores = {
        option: score
        for option, spec in options.items()
        if (score := spec.whole_number("score", None, faults)) is not None
    }
    return Question(
        name, tuple(options), parts, kind, in_base, compared, asked_of(node, faults),
        node.text("kind", SINGLE), name, scores, node.whole_number("digits", 2, faults) or 0,
    )  # fmt: skip


def _column(name: str, node: Node, faults: Faults) -> Column:
    options = dict(node.entries("options", faults))
    alone = frozenset(option for option, spec in options.items() if spec.flag("exclusive", False))
    kind = node.text("kind", "")
    if kind not in (MULTIPLE, RANKING, NUMERIC, DATE, OPEN):
        faults.add(f"also_asked.{name}.kind", "an unknown kind of question", kind)
    return Column(name, kind, tuple(options), alone, asked_of(node, faults))


def _of_stance(stance: str, options: Mapping[str, Node], nets: Mapping[str, Node]) -> str:
    """The first net that measures a stance, or else the first option; empty where nothing does."""
    entries = {**{f"net_{name}": spec for name, spec in nets.items()}, **options}
    return next((name for name, spec in entries.items() if spec.text("stance", "") == stance), "")


def _breakdown(name: str, node: Node, questions: Mapping[str, Question], faults: Faults) -> Breakdown:
    question = node.text("question", "")
    known_names(f"breakdowns.{name}.question", "question", (question,), questions, faults)
    options = questions[question].options if question in questions else ()
    groups = {level: spec.names("of", faults) for level, spec in node.entries("groups", faults)}
    for level, of in groups.items():
        if options:
            known_names(f"breakdowns.{name}.groups.{level}", "option", of, options, faults)
    levels = groups or {option: (option,) for option in options}
    return Breakdown(name, question, levels, node.flag("compare", True))
