"""Parameters: every rule with its whole message, the traps of YAML, the schemas, and the grammar of names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError
from ruamel.yaml import YAML

from findings.consultation import Parameters, build
from findings.consultation.model import Consultation, Questionnaire
from findings.consultation.names import RESERVED, RESERVED_PREFIXES, CellId, name_fault, parse_cell
from findings.consultation.plan import Plan
from findings.consultation.schema import schemas
from findings.errors import ExitCode, ParameterError
from small_consultation import (
    CONSULTATION,
    PLAN,
    QUESTIONNAIRE,
    TALLY_CONSULTATION,
    changed,
    place,
    write_small,
    write_tally,
)

ROOT = Path(__file__).resolve().parent.parent
COMMON_PLAN = ROOT / "notebooks" / "plan.yaml"


def read(folder: Path) -> Parameters:
    return build(folder, COMMON_PLAN)


def refusal(folder: Path) -> str:
    """The message with which a folder is refused."""
    with pytest.raises(ParameterError) as caught:
        read(folder)
    assert caught.value.exit_code is ExitCode.PARAMETERS == 2
    return str(caught.value)


# --- rules of one file --------------------------------------------------------------------------

# What stands in the file -> what a careless hand makes of it, the text that the message points at, and the message.
Case = tuple[str, str, str, str]

QUESTIONNAIRE_CASES: dict[str, Case] = {
    "an option with a reserved name": (
        "      unsure: {",
        "      base: {",
        "{label: Not sure",
        """\
(questions.q1.options.base): a reserved name: all, base, by, funnel, if, population, sample, x have a meaning in \
identifiers
  found:   base
  do:      Choose another name; what readers see is its label.""",
    ),
    "a section with a reserved beginning": (
        "  benches:\n",
        "  not_benches:\n",
        "title: Benches",
        """\
(sections.not_benches): a reserved name: names that begin with 'not_' are made by the program
  found:   not_benches
  do:      Choose another name; what readers see is its label.""",
    ),
    "a breakdown that is not a name": (
        "breakdowns:\n  who:",
        "breakdowns:\n  Who:",
        "title: Who answered",
        """\
(breakdowns.Who): not a name: names are small letters, digits and _, and begin with a letter
  found:   Who
  do:      Choose another name; what readers see is its label.""",
    ),
    "an unknown scale": (
        "    column: Want benches?\n    options:\n",
        "    column: Want benches?\n    scale: agreemnt\n    options:\n",
        "agreemnt",
        """\
(questions.q1.scale): an unknown scale
  found:   agreemnt
  do:      Describe it under 'scales'.""",
    ),
    "options and a scale": (
        "questions:\n  who:\n    kind: single\n",
        "scales:\n  both:\n    options: {a: {label: A}, b: {label: B}}\n"
        "questions:\n  who:\n    kind: single\n    scale: both\n",
        "kind: single\n    scale",
        """\
(questions.who): a question has either 'options' or 'scale'
  found:   both
  do:      Take one of them out.""",
    ),
    "neither options nor a scale": (
        "    options:\n      person: {label: A person}\n      body: {label: A body, also: [Organisation]}\n",
        "",
        "kind: single\n    number: Q0",
        """\
(questions.who): a question has either 'options' or 'scale'
  found:   neither
  do:      Add 'options:', or 'scale:' with a scale's name.""",
    ),
    "one option": (
        "      body: {label: A body, also: [Organisation]}\n",
        "",
        "person: {",
        """\
(questions.who.options): a question has at least two options
  found:   1
  do:      Add the other options.""",
    ),
    "a net of an unknown option": (
        "profile: [who]",
        "    nets:\n      some: {label: Some, of: [yes, unsre]}\nprofile: [who]",
        "[yes, unsre]",
        """\
(questions.q1.nets.some.of): a net of an unknown option
  found:   unsre
  allowed: yes, no, unsure
  do:      Did you mean 'unsure'?""",
    ),
    "a net that counts an option twice": (
        "profile: [who]",
        "    nets:\n      some: {label: Some, of: [yes, yes]}\nprofile: [who]",
        "[yes, yes]",
        """\
(questions.q1.nets.some.of): a net counts an option twice
  found:   yes, yes
  do:      Name it once.""",
    ),
    "two options of support without a net": (
        '"no": {label: "No", stance: oppose}',
        '"no": {label: "No", stance: support}',
        "kind: single\n    number: Q1",
        """\
(questions.q1): several options have the stance 'support' and no net counts them together
  found:   yes, no
  do:      Add a net of them with 'stance: support'.""",
    ),
    "two nets of opposition": (
        "profile: [who]",
        "    nets:\n      a: {label: A, of: [yes, no], stance: oppose}\n"
        "      b: {label: B, of: [no, unsure], stance: oppose}\nprofile: [who]",
        "a: {label: A, of",
        """\
(questions.q1.nets): more than one net has the stance 'oppose'
  found:   a, b
  do:      Leave the stance with the net that measures it best.""",
    ),
    "an unknown question in the profile": (
        "profile: [who]",
        "profile: [who, whom]",
        "whom",
        """\
(profile.1): an unknown question
  found:   whom
  allowed: who, q1
  do:      Did you mean 'who'?""",
    ),
    "a question that stands nowhere": (
        "profile: [who]\n",
        "",
        "kind: single\n    number: Q0",
        """\
(questions.who): a question that stands in no section
  found:   who
  do:      Name it in a section's 'questions' or in 'profile'.""",
    ),
    "a question that stands twice": (
        "profile: [who]",
        "profile: [who, q1]",
        "kind: single\n    number: Q1",
        """\
(questions.q1): a question that stands in more than one place
  found:   q1
  do:      Name it once in a section or in 'profile'.""",
    ),
    "asked after an unknown question": (
        "    column: Want benches?\n",
        "    column: Want benches?\n    asked_if: {whom: [person]}\n",
        "[person]",
        """\
(questions.q1.asked_if.whom): asked_if names an unknown question
  found:   whom
  allowed: who, q1
  do:      Did you mean 'who'?""",
    ),
    "asked after an unknown option": (
        "    column: Want benches?\n",
        "    column: Want benches?\n    asked_if: {who: [persn]}\n",
        "[persn]",
        """\
(questions.q1.asked_if.who): asked_if names an unknown option
  found:   persn
  allowed: person, body
  do:      Did you mean 'person'?""",
    ),
    "asked after no option": (
        "    column: Want benches?\n",
        "    column: Want benches?\n    asked_if: {who: []}\n",
        "[]",
        """\
(questions.q1.asked_if.who): asked_if names no option
  found:   []
  do:      Name the options after which it is asked.""",
    ),
    "asked after itself": (
        "    column: Want benches?\n",
        "    column: Want benches?\n    asked_if: {q1: [yes]}\n",
        "{q1: [yes]}",
        """\
(questions.q1.asked_if): a question that is asked only after itself
  found:   q1
  do:      Let 'asked_if' name questions that come before.""",
    ),
    "a breakdown by an unknown question": (
        "    question: who\n",
        "    question: whom\n",
        "whom",
        """\
(breakdowns.who.question): an unknown question
  found:   whom
  allowed: who, q1
  do:      Did you mean 'who'?""",
    ),
    "a group of an unknown option": (
        "    question: who\n",
        "    question: who\n    groups:\n      all_of_them: {label: A, of: [person, body, bodies]}\n",
        "all_of_them: {",
        """\
(breakdowns.who.groups): a group of an unknown option
  found:   bodies
  allowed: person, body
  do:      Did you mean 'body'?""",
    ),
    "an option in two groups": (
        "    question: who\n",
        "    question: who\n    groups:\n      a: {label: A, of: [person, body]}\n      b: {label: B, of: [body]}\n",
        "a: {label: A, of",
        """\
(breakdowns.who.groups): an option that stands in more than one group
  found:   body
  do:      Keep it in one.""",
    ),
    "an option in no group": (
        "    question: who\n",
        "    question: who\n    groups:\n      a: {label: A, of: [person]}\n",
        "a: {label: A, of",
        """\
(breakdowns.who.groups): options that stand in no group
  found:   body
  do:      Put each option into a group, so that the groups add up to all respondents.""",
    ),
    "two options written alike but for spaces and letter case": (
        "{label: A person}",
        '{label: A person, also: ["a   BODY"]}',
        "{label: A body",
        """\
(questions.who.options.body): two options that are written alike
  found:   a body
  do:      Change the label or 'also' of 'person' or 'body'.""",
    ),
    "a section without questions": (
        "    questions: [q1]\n",
        "    questions: [q1]\n  more:\n    title: More\n    questions: []\n",
        "[]",
        """\
(sections.more.questions): a section without questions
  found:   []
  allowed: one or more of: who, q1
  do:      Name its questions, or take the section out.""",
    ),
    # What pydantic finds, in words of ours.
    "an unknown key": (
        "    wording: Who are you?\n",
        "    wording: Who are you?\n    wordng: Who?\n",
        "Who?\n",
        """\
(questions.who.wordng): an unknown key
  found:   wordng
  allowed: kind, number, wording, short, scale, code_list, options, nets, base, leave_out_of_base, asked_if, column, \
matrix, digits, bands, given_by
  do:      Did you mean 'wording'?""",
    ),
    "an unknown key like no other": (
        "    title: Benches\n",
        "    title: Benches\n    zzz: 1\n",
        "1\n    questions",
        """\
(sections.benches.zzz): an unknown key
  found:   zzz
  allowed: title, questions, introduction, proposal, about
  do:      Take it out.""",
    ),
    "a missing key": (
        "    wording: Who are you?\n",
        "",
        "kind: single\n    number: Q0",
        """\
(questions.who.wording): the key 'wording' is missing
  do:      Add 'wording:'.""",
    ),
    "a number where a text belongs": (
        "number: Q0",
        "number: 10",
        "10",
        """\
(questions.who.number): a number where a text belongs
  found:   10
  allowed: a text
  do:      Put it in quotes: "10".""",
    ),
    "a truth value where a text belongs": (
        "short: Who\n",
        "short: true\n",
        "true",
        """\
(questions.who.short): a truth value where a text belongs
  found:   true
  allowed: a text
  do:      Put it in quotes: "true".""",
    ),
    "a date where a text belongs": (
        "short: Who\n",
        "short: 2024-01-08\n",
        "2024",
        """\
(questions.who.short): a date where a text belongs
  found:   2024-01-08
  allowed: a text
  do:      Put it in quotes: "2024-01-08".""",
    ),
    "an empty text": (
        "short: Who\n",
        'short: ""\n',
        '""',
        """\
(questions.who.short): an empty text
  found:   ''
  do:      Fill it in.""",
    ),
    "a value left out": (
        "short: Who\n",
        "short:\n",
        "short:\n",
        """\
(questions.who.short): nothing where a text belongs
  allowed: a text
  do:      Fill it in, or take the key out.""",
    ),
    "a list where a text belongs": (
        "short: Who\n",
        "short: [Who]\n",
        "[Who]",
        """\
(questions.who.short): a text belongs here
  found:   ['Who']
  allowed: a text
  do:      Put it in quotes: "...".""",
    ),
    "a text where a list belongs": (
        "questions: [q1]",
        "questions: q1",
        "q1\nbreakdowns",
        """\
(sections.benches.questions): a list belongs here
  found:   'q1'
  do:      Write it in square brackets: [first, second].""",
    ),
    "a text where keys belong": (
        "{label: A person}",
        "A person",
        "A person",
        """\
(questions.who.options.person): keys and values belong here
  found:   'A person'
  do:      Write keys below this one, each with its value.""",
    ),
    "a value that is not allowed": (
        "stance: support",
        "stance: suport",
        "suport",
        """\
(questions.q1.options.yes.stance): not one of the allowed values
  found:   'suport'
  allowed: 'support', 'neutral' or 'oppose'""",
    ),
    "a net of one option": (
        "profile: [who]",
        '    nets:\n      some: {label: Some, of: ["yes"]}\nprofile: [who]',
        '["yes"]',
        """\
(questions.q1.nets.some.of): too few
  found:   ['yes']
  allowed: 2 or more""",
    ),
}


@pytest.mark.parametrize("name", QUESTIONNAIRE_CASES)
def test_a_fault_of_the_questionnaire_is_told_in_full(name: str, tmp_path: Path) -> None:
    old, new, points_at, message = QUESTIONNAIRE_CASES[name]
    text = changed(QUESTIONNAIRE, old, new)
    where = place(text, points_at)
    folder = write_small(tmp_path / "town", questionnaire=text)
    assert refusal(folder) == f"town/questionnaire.yaml, {where} {message}"


CONSULTATION_CASES: dict[str, Case] = {
    "closed before it opened": (
        "closed: 2024-02-09",
        "closed: 2024-01-07",
        "2024-01-07",
        """\
(closed): the consultation closed before it opened
  found:   2024-01-07
  allowed: 2024-01-08 or later
  do:      Correct 'opened' or 'closed'.""",
    ),
    "published before it opened": (
        "published: 2024-03-04",
        "published: 2023-03-04",
        "2023-03-04",
        """\
(published): the report is dated before the consultation opened
  found:   2023-03-04
  allowed: 2024-01-08 or later
  do:      Correct 'opened' or 'published'.""",
    ),
    "a funnel that does not add up": (
        "received: 13",
        "received: 15",
        "12\n",
        """\
(data.funnel.analysed): the funnel does not add up
  found:   12
  allowed: 14: received less all that was removed
  do:      Correct the step that is wrong.""",
    ),
    "a step of the funnel with a reserved name": (
        "twice: {",
        "received: {",
        "{label: Sent",
        """\
(data.funnel.removed.received): a reserved name: received and analysed are the first and the last step
  found:   received
  do:      Choose another name for the step.""",
    ),
    "a step of the funnel that is not a name": (
        "twice: {",
        "Sent twice: {",
        "{label: Sent",
        """\
(data.funnel.removed.Sent twice): not a name: names are small letters, digits and _, and begin with a letter
  found:   Sent twice
  do:      Choose another name for the step.""",
    ),
    "an unknown grouping question": (
        "grouped_by: who",
        "grouped_by: whom",
        "whom",
        """\
(data.grouped_by): an unknown question
  found:   whom
  allowed: who, q1
  do:      Did you mean 'who'?""",
    ),
    "a day that does not exist": (
        "opened: 2024-01-08",
        "opened: 2023-02-30",
        "2023-02-30",
        """\
(opened): this looks like a date and is none
  found:   2023-02-30
  do:      Correct it, or put it in quotes if it is a text: "2023-02-30".""",
    ),
    "a date in words": (
        "opened: 2024-01-08",
        "opened: 8 January 2024",
        "8 January",
        """\
(opened): not a date
  found:   '8 January 2024'
  allowed: a day as 2024-12-31""",
    ),
    "a negative count": (
        "removed: 1}",
        "removed: -1}",
        "-1}",
        """\
(data.funnel.removed.twice.removed): a number that is too small
  found:   -1
  allowed: 0 or more""",
    ),
    "half a response": (
        "removed: 1}",
        "removed: 1.5}",
        "1.5}",
        """\
(data.funnel.removed.twice.removed): not a whole number
  found:   1.5
  allowed: a whole number""",
    ),
    "an unknown reader": (
        "reader: tally",
        "reader: taly",
        "reader: taly",
        """\
(data): 'reader' does not say which kind this is
  found:   taly
  allowed: 'responses', 'sources', 'tally'
  do:      Write 'reader:' and one of the allowed.""",
    ),
    "no disclosure profile": (
        "  profile: none\n",
        "",
        "reason: The people",
        """\
(disclosure): 'profile' does not say which kind this is
  found:   nothing
  allowed: 'none', 'threshold'
  do:      Write 'profile:' and one of the allowed.""",
    ),
    "an unknown key of the tally": (
        "grouped_by: who",
        "encoding: cp1252",
        "cp1252",
        """\
(data.encoding): an unknown key
  found:   encoding
  allowed: reader, file, grouped_by, funnel, source
  do:      Take it out.""",
    ),
    "a language that is none": (
        "opened: 2024-01-08",
        "language: English\nopened: 2024-01-08",
        "English",
        """\
(language): not written as it must be
  found:   'English'
  allowed: two small letters, for example en""",
    ),
    "a threshold that hides nothing": (
        "profile: none\n  reason: The people and the park are made up.",
        "profile: threshold\n  threshold: 1",
        "1\n",
        """\
(disclosure.threshold): a number that is too small
  found:   1
  allowed: 2 or more""",
    ),
}


@pytest.mark.parametrize("name", CONSULTATION_CASES)
def test_a_fault_of_the_consultation_is_told_in_full(name: str, tmp_path: Path) -> None:
    old, new, points_at, message = CONSULTATION_CASES[name]
    text = changed(TALLY_CONSULTATION, old, new)
    folder = write_small(tmp_path / "town", consultation=text)
    assert refusal(folder) == f"town/consultation.yaml, {place(text, points_at)} {message}"


# --- rules of two files -------------------------------------------------------------------------


def test_what_could_identify_a_person_is_not_read_for_anything_else(tmp_path: Path) -> None:
    text = changed(CONSULTATION, "[email]", "[email, Want*]")
    text = changed(text, "[comment]", "[id]")
    folder = write_small(tmp_path / "town", consultation=text)
    assert (
        refusal(folder)
        == f"""\
town/consultation.yaml, {place(text, "Want*")} (data.never_read.1): a column in 'never_read' that is read for \
question q1
  found:   Want benches?
  do:      Take it out of 'never_read', or do not read it.
town/consultation.yaml, {place(text, "id]")} (data.ignored_columns.0): a column in 'ignored_columns' that is read for \
data.id_column
  found:   id
  do:      Take it out of 'ignored_columns', or do not read it."""
    )


def test_a_column_is_read_for_one_question(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "town", questionnaire=changed(QUESTIONNAIRE, "Want benches?", "who"))
    assert (
        refusal(folder)
        == f"""\
town/consultation.yaml, {place(CONSULTATION, "reader: responses")} (data): a column that is read twice: for \
question who and for question q1
  found:   who
  do:      Correct the 'column' of one of them."""
    )


# --- the plan -----------------------------------------------------------------------------------


def test_a_plan_gives_no_notebook_another_store(tmp_path: Path) -> None:
    plan = changed(PLAN, "reads: everything\n", "reads: everything\n    parameters: {store: /etc, section: benches}\n")
    assert (
        refusal(write_small(tmp_path / "town", plan=plan))
        == f"""\
town/plan.yaml, {place(plan, "/etc")} (chapters.summary.parameters.store): 'store' is given by the program
  found:   store
  do:      Take it out.
town/plan.yaml, {place(plan, "benches}")} (chapters.summary.parameters.section): 'section' is given by the program
  found:   section
  do:      Take it out, and write 'for_each: section'."""
    )


def test_a_chapter_has_a_name(tmp_path: Path) -> None:
    plan = changed(PLAN, "  summary:\n", "  ../summary:\n")
    assert (
        refusal(write_small(tmp_path / "town", plan=plan))
        == f"""\
town/plan.yaml, {place(plan, "notebook: 10")} (chapters.../summary): not a name: names are small letters, \
digits and _, and begin with a letter
  found:   ../summary
  do:      Choose another name for the chapter."""
    )


def test_a_plan_has_chapters(tmp_path: Path) -> None:
    plan = "chapters: {}\n"
    assert (
        refusal(write_small(tmp_path / "town", plan=plan))
        == """\
town/plan.yaml, line 1, column 11 (chapters): too few
  found:   {}
  allowed: 1 or more"""
    )


# --- all problems at once -----------------------------------------------------------------------


def test_every_problem_of_every_file_is_told_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    consultation = changed(CONSULTATION, "closed: 2024-02-09", "closed: 2023-02-09")
    questionnaire = changed(QUESTIONNAIRE, "number: Q1", "number: 1")
    questionnaire = changed(questionnaire, "    question: who\n", "    question: whose\n")
    questionnaire = changed(questionnaire, "profile: [who]", "profile: [who, where]")
    plan = changed(PLAN, "for_each: section", "for_each: question")
    folder = write_small(tmp_path / "town", consultation=consultation, questionnaire=questionnaire, plan=plan)
    with pytest.raises(ParameterError) as caught:
        read(folder)
    assert [problem.where for problem in caught.value.problems] == [
        f"town/consultation.yaml, {place(consultation, '2023-02-09')} (closed)",
        f"town/questionnaire.yaml, {place(questionnaire, '1' + chr(10) + '    wording')} (questions.q1.number)",
        f"town/questionnaire.yaml, {place(questionnaire, 'where]')} (profile.1)",
        f"town/questionnaire.yaml, {place(questionnaire, 'whose')} (breakdowns.who.question)",
        f"town/plan.yaml, {place(plan, 'question')} (chapters.section.for_each)",
    ]


def test_what_refers_to_a_faulty_entry_is_not_called_unknown(tmp_path: Path) -> None:
    scale = 'scales:\n  wanted:\n    options:\n      "yes": {label: 1}\n      "no": {label: "No"}\n'
    start = QUESTIONNAIRE.index('    options:\n      "yes"')
    end = QUESTIONNAIRE.index("profile:")
    text = scale + QUESTIONNAIRE[:start] + "    scale: wanted\n" + QUESTIONNAIRE[end:]
    assert (
        refusal(write_small(tmp_path / "town", questionnaire=text))
        == f"""\
town/questionnaire.yaml, {place(text, "1}")} (scales.wanted.options.yes.label): a number where a text belongs
  found:   1
  allowed: a text
  do:      Put it in quotes: "1"."""
    )


# --- traps of YAML ------------------------------------------------------------------------------

MENDED = "    wording: Do you want benches?\n"
YAML_CASES: dict[str, tuple[str, str]] = {
    "a key given twice": (
        MENDED + MENDED,
        """\
, line 14, column 5 (questions.q1.wording): a key is given twice
  found:   'wording' on lines 13 and 14
  do:      Keep one of them.""",
    ),
    "an alias": (
        "    wording: &words Do you want benches?\n    base: *words\n",
        """\
, line 13, column 14: anchors and aliases are not read
  do:      Write the value out; put quotes around a text that begins with & or *.""",
    ),
    "a text that begins with an ampersand": (
        "    wording: &more benches, please\n",
        """\
, line 13, column 14: anchors and aliases are not read
  do:      Write the value out; put quotes around a text that begins with & or *.""",
    ),
    "a tag": (
        "    wording: !!python/object/apply:os.system [ls]\n",
        """\
, line 13, column 14 (questions.q1.wording): tags are not read
  found:   tag:yaml.org,2002:python/object/apply:os.system
  do:      Write a plain value.""",
    ),
    "a tab": (
        "\twording: Do you want benches?\n",
        """\
, line 13, column 1: this is not YAML: found character '\\t' that cannot start any token
  do:      Use spaces, not tabs.""",
    ),
    "a colon in a text": (
        "    wording: Benches: do you want them?\n",
        """\
, line 13, column 21: this is not YAML: mapping values are not allowed here
  do:      Check indentation, colons and quotation marks here and just above.""",
    ),
    "a key that is a list": (
        MENDED + "    ? [a, b]\n    : 1\n",
        """\
, line 14, column 7: a key that is not a text
  do:      Write a word before the colon.""",
    ),
    "a number that is none": (
        "    wording: !!int many\n",
        """\
, line 13, column 14 (questions.q1.wording): this looks like a number and is none
  found:   many
  do:      Correct it, or put it in quotes if it is a text: "many".""",
    ),
}


@pytest.mark.parametrize("name", YAML_CASES)
def test_a_trap_of_yaml_is_told_in_full(name: str, tmp_path: Path) -> None:
    written, message = YAML_CASES[name]
    folder = write_small(tmp_path / "town", questionnaire=changed(QUESTIONNAIRE, MENDED, written))
    assert refusal(folder) == f"town/questionnaire.yaml{message}"


WHOLE_FILES: dict[str, tuple[bytes | None, str]] = {
    "empty": (b"", ": the file is empty\n  do:      Fill it, or take it away."),
    "only a comment": (b"# later\n", ": the file is empty\n  do:      Fill it, or take it away."),
    "only a null": (b"~\n", ": the file is empty\n  do:      Fill it, or take it away."),
    "a list": (
        b"- questions\n",
        ", line 1, column 1: the file does not begin with a key\n"
        "  do:      Write keys with values, for example 'title: My consultation'.",
    ),
    "a sentence": (
        b"What was asked\n",
        ", line 1, column 1: the file does not begin with a key\n"
        "  do:      Write keys with values, for example 'title: My consultation'.",
    ),
    "not UTF-8": (
        "questions: {caf\xe9: 1}\n".encode("cp1252"),
        ": the file is not UTF-8\n  found:   byte 15\n  allowed: UTF-8\n  do:      Save it as UTF-8.",
    ),
    "missing": (None, ": the file is missing\n  do:      Create it, or check the folder's name."),
}


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_a_file_without_sense_is_told_in_full(name: str, tmp_path: Path) -> None:
    content, message = WHOLE_FILES[name]
    folder = write_small(tmp_path / "town")
    (folder / "questionnaire.yaml").unlink()
    if content is not None:
        (folder / "questionnaire.yaml").write_bytes(content)
    assert refusal(folder) == f"town/questionnaire.yaml{message}"


def test_a_misnamed_file_is_pointed_at(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "town")
    (folder / "questionnaire.yaml").rename(folder / "questionnaire.yml")
    assert refusal(folder) == (
        "town/questionnaire.yaml: the file is missing\n  do:      Rename questionnaire.yml to questionnaire.yaml."
    )


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    plain = read(write_small(tmp_path / "a" / "town"))
    folder = write_small(tmp_path / "b" / "town")
    for name in ("consultation.yaml", "questionnaire.yaml"):
        path = folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    marked = read(folder)
    assert (marked.consultation, marked.questionnaire) == (plain.consultation, plain.questionnaire)


def test_a_bare_yes_or_no_is_the_word(tmp_path: Path) -> None:
    text = changed(QUESTIONNAIRE, '"yes": {label: "Yes"', "yes: {label: Yes")
    text = changed(text, '"no": {label: "No"', "no: {label: No")
    options = read(write_small(tmp_path / "town", questionnaire=text)).questionnaire.questions["q1"].options
    assert {name: option.label for name, option in options.items()} == {"yes": "Yes", "no": "No", "unsure": "Not sure"}


# --- what is built ------------------------------------------------------------------------------


def test_what_is_built_is_what_the_files_say(tmp_path: Path) -> None:
    parameters = read(write_tally(tmp_path / "town"))
    assert parameters.name == "town"
    assert parameters.data_file == (tmp_path / "town" / "data.csv").resolve()
    assert parameters.consultation.opened.isoformat() == "2024-01-08"
    assert list(parameters.questionnaire.questions) == ["who", "q1"]


@pytest.mark.parametrize(
    "change",
    [
        lambda p: setattr(p, "name", "city"),
        lambda p: setattr(p.consultation, "title", "T"),
        lambda p: setattr(p.consultation.data, "file", "x.csv"),
        lambda p: setattr(p.questionnaire.questions["q1"].options["yes"], "label", "No"),
        lambda p: setattr(p.plan.chapters["summary"], "notebook", "x.ipynb"),
    ],
)
def test_what_is_built_is_frozen(change: Callable[[Parameters], None], tmp_path: Path) -> None:
    parameters = read(write_small(tmp_path / "town"))
    with pytest.raises((ValidationError, AttributeError), match=r"frozen|cannot assign"):
        change(parameters)


# --- schemas ------------------------------------------------------------------------------------


def test_the_schemas_in_the_repository_are_those_of_the_code() -> None:
    folder = ROOT / "params" / "schema"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == schemas()


def as_json(path: Path) -> Any:
    """A YAML file as an editor's checker sees it: dates are texts."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")), default=str))


@pytest.mark.parametrize(
    "path", sorted([*ROOT.glob("params/*/*.yaml"), COMMON_PLAN]), ids=lambda path: path.parent.name
)
def test_the_repositorys_files_follow_their_schemas(path: Path) -> None:
    schema = json.loads(schemas()[f"{path.stem}.schema.json"])
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in checker.iter_errors(as_json(path))] == []


@pytest.mark.parametrize(
    ("model", "text", "old", "new"),
    [
        (Consultation, CONSULTATION, "title:", "titel:"),
        (Consultation, CONSULTATION, "profile: none", "profile: nothing"),
        (Questionnaire, QUESTIONNAIRE, "    questions: [q1]\n", "    questions: []\n"),
        (Questionnaire, QUESTIONNAIRE, "stance: support", "stance: suport"),
        (Plan, PLAN, "for_each: section", "for_each: question"),
    ],
)
def test_an_editor_sees_a_fault_by_the_schema(model: type, text: str, old: str, new: str, tmp_path: Path) -> None:
    checker = Draft202012Validator(json.loads(schemas()[f"{model.__name__.lower()}.schema.json"]))
    for written, valid in ((text, True), (changed(text, old, new), False)):
        (tmp_path / "f.yaml").write_text(written, encoding="utf-8")
        assert checker.is_valid(as_json(tmp_path / "f.yaml")) is valid


# --- names --------------------------------------------------------------------------------------

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda name: not name_fault(name))


@st.composite
def cell_ids(draw: st.DrawFn) -> CellId:
    breakdown = draw(st.sampled_from(["", "one", "two"]))
    parts = {"": 0, "one": 1, "two": 2}[breakdown]
    return CellId(
        question=draw(names),
        option=draw(st.one_of(names, names.map("net_{}".format), st.just("base"), st.just("not_answered"))),
        breakdown=".x.".join(draw(names) for _ in range(parts)),
        level=".".join(draw(names) for _ in range(parts)),
        measure=draw(st.sampled_from(["count", "percent", "mean", "median", "difference"])),
        item=draw(st.one_of(st.just(""), names)),
        filter=draw(st.one_of(st.just(""), names)),
    )


@given(cell_ids())
def test_an_identifier_is_read_back_as_it_was_written(identifier: CellId) -> None:
    assert parse_cell(identifier.text) == identifier
    assert identifier.text.startswith(identifier.table + "#")


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("q8.by.respondent_type#agree@individual", CellId("q8", "agree", "respondent_type", "individual")),
        ("q5.transport#yes", CellId("q5", "yes", item="transport")),
        ("q8.by.area.x.age#agree@leicester.under_25", CellId("q8", "agree", "area.x.age", "leicester.under_25")),
        ("q8.by.area.if.online#base@north", CellId("q8", "base", "area", "north", filter="online")),
        ("q8#net_agree!percent", CellId("q8", "net_agree", measure="percent")),
    ],
)
def test_the_identifiers_of_the_design(text: str, identifier: CellId) -> None:
    assert parse_cell(text) == identifier
    assert identifier.text == text


@pytest.mark.parametrize("text", ["q8", "q8#", "Q8#yes", "q8#yes@north", "q8.by.area#yes", "q8#yes!", "q8#yes\n", ""])
def test_what_is_no_identifier_is_refused(text: str) -> None:
    message = f"not a cell's identifier: {text!r}; one looks like q8.by.area#agree@leicester!percent"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_cell(text)


def test_the_names_that_the_design_reserves_are_reserved() -> None:
    assert {"base", "all", "by", "if", "x"} <= set(RESERVED)
    assert {"net_", "not_"} <= set(RESERVED_PREFIXES)
    for name in (*RESERVED, *(prefix + "a" for prefix in RESERVED_PREFIXES)):
        assert name_fault(name).startswith("a reserved name: ")
    for name in ("q8", "network", "notes", "basement", "all_of_it", "x1"):
        assert name_fault(name) == ""
    for name in ("", "Q8", "8q", "q-8", "q 8", "q8\n", "é", "_q", "q٣"):
        assert name_fault(name) == "not a name: names are small letters, digits and _, and begin with a letter"


def test_nets_of_a_question_stand_beside_those_of_its_scale() -> None:
    options = {name: {"label": name} for name in ("a", "b", "c")}
    asked = {"kind": "scale", "number": "Q1", "wording": "What?", "short": "What", "scale": "shared"}
    questionnaire = Questionnaire.model_validate({
        "scales": {"shared": {"options": options, "nets": {"first": {"label": "First", "of": ["a", "b"]}}}},
        "questions": {"q1": {**asked, "nets": {"last": {"label": "Last", "of": ["b", "c"]}}}, "q2": asked},
        "sections": {},
    })  # fmt: skip
    nets = {question: {name: net.of for name, net in questionnaire.scale_of(question).nets.items()}
            for question in ("q1", "q2")}  # fmt: skip
    assert nets == {"q1": {"first": ("a", "b"), "last": ("b", "c")}, "q2": {"first": ("a", "b")}}
