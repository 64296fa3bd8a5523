"""Code lists put into a questionnaire: `code_list` becomes options, `roll_up` becomes groups.

This is done once, on the plain content of `questionnaire.yaml` before anything else reads it, so whatever comes after
sees options and groups as if they had been written out.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from findings.consultation.code_list import list_names, plain_list
from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.yamlfile import KeyPath, YamlFile

Lists = Mapping[str, Mapping[str, Any]]
"""Name -> what the file of the list says."""


def lists_named(content: Any) -> tuple[str, ...]:
    """The code lists that questions name, each once.

    Examples
    --------
    >>> lists_named({"questions": {"eth": {"code_list": "ethnic_group_2021"}, "q1": {"options": {}}}})
    ('ethnic_group_2021',)
    """
    named = (question.get("code_list") for question in _entries(content, "questions").values())
    return tuple(dict.fromkeys(name for name in named if isinstance(name, str) and name))


def expanded(content: Any, lists: Lists) -> Any:
    """The content with the options and groups of the lists written out; the content itself stays as it is.

    What names no list that is there, or has options or groups of its own, is left alone: `list_faults` tells it.

    Examples
    --------
    >>> lists = {"sex_2021": {"options": {"f": {"label": "Female"}},
    ...                       "roll_ups": {"one": {"groups": {"all_of": {"label": "All", "of": ["f"]}}}}}}
    >>> content = {"questions": {"sex": {"code_list": "sex_2021"}},
    ...            "breakdowns": {"sex": {"question": "sex", "roll_up": "one"}}}
    >>> told = expanded(content, lists)
    >>> told["questions"]["sex"]["options"], told["breakdowns"]["sex"]["groups"]
    ({'f': {'label': 'Female'}}, {'all_of': {'label': 'All', 'of': ['f']}})
    """
    questions, breakdowns = _entries(content, "questions"), _entries(content, "breakdowns")
    written: dict[str, dict[str, Any]] = {"questions": {}, "breakdowns": {}}
    for name, question in questions.items():
        found = _found(question, "code_list", lists)
        if found is not None and not question.get("options"):
            written["questions"][name] = {**question, "options": copy.deepcopy(dict(found["options"]))}
    for name, breakdown in breakdowns.items():
        of = _found(_found(breakdown, "question", questions) or {}, "code_list", lists)
        roll_up = _found(breakdown, "roll_up", (of or {}).get("roll_ups") or {})
        if roll_up is not None and not breakdown.get("groups"):
            written["breakdowns"][name] = {**breakdown, "groups": copy.deepcopy(dict(roll_up["groups"]))}
    if not any(written.values()):
        return content
    return {key: {**part, **written[key]} if written.get(key) else part for key, part in content.items()}


def with_code_lists(file: YamlFile) -> tuple[YamlFile, tuple[Fault, ...], tuple[str, ...]]:
    """`questionnaire.yaml` with the lists written out.

    Parameters
    ----------
    file
        As it was read; where its values stand remains known.

    Returns
    -------
    tuple
        The file, what is wrong with the lists that it names, and the names of those that were put in.
    """
    wanted = lists_named(file.content)
    known = list_names() if wanted else ()
    lists = {name: plain_list(name) for name in wanted if name in known}
    faults = tuple(list_faults(file.content, lists, known))
    return replace(file, content=expanded(file.content, lists)), faults, tuple(lists)


def list_faults(content: Any, lists: Lists, known: Collection[str]) -> Iterator[Fault]:
    """What is wrong with the lists and roll-ups that a questionnaire names.

    Parameters
    ----------
    content
        As it stands in the file.
    lists
        Those that it names.
    known
        The names of all that there are.
    """
    questions = _entries(content, "questions")
    for name, question in questions.items():
        keys: KeyPath = ("questions", name)
        listed = question.get("code_list")
        if not isinstance(listed, str) or not listed:
            continue
        beside = [key for key in ("options", "scale") if question.get(key)]
        if listed not in lists:
            do = closest(listed, list(known)) or "Write the options out under 'options'."
            yield Fault((*keys, "code_list"), "an unknown code list", listed, ", ".join(known), do)
        for key in beside:
            what = f"a question has either '{key}' or 'code_list'"
            yield Fault((*keys, key), what, "both", do="Take one of them out: the answers of a list are not changed.")
    for name, breakdown in _entries(content, "breakdowns").items():
        yield from _roll_up_faults(("breakdowns", name), breakdown, questions, lists)


def _roll_up_faults(
    keys: KeyPath, breakdown: Mapping[str, Any], questions: Mapping[str, Mapping[str, Any]], lists: Lists
) -> Iterator[Fault]:
    wanted, spec = breakdown.get("roll_up"), _found(breakdown, "question", questions)
    if not isinstance(wanted, str) or not wanted:
        return
    if breakdown.get("groups"):
        what = "a breakdown has either 'groups' or 'roll_up'"
        yield Fault((*keys, "groups"), what, "both", do="Take one of them out.")
    if spec is None:
        # A breakdown of an unknown question is told by its own rule.
        return
    if not spec.get("code_list"):
        do = "Give the question 'code_list', or the breakdown 'groups'."
        yield Fault(
            (*keys, "roll_up"), "a roll-up of a question without a code list", str(breakdown["question"]), do=do
        )
    elif (of := _found(spec, "code_list", lists)) is not None and wanted not in (of.get("roll_ups") or {}):
        there = list(of.get("roll_ups") or {})
        yield Fault(
            (*keys, "roll_up"),
            f"the code list '{spec['code_list']}' has no such roll-up",
            wanted,
            ", ".join(there) or "none: the list has no roll-ups",
            closest(wanted, there) or "Write the groups out under 'groups'.",
        )


def _entries(content: Any, part: str) -> dict[str, dict[str, Any]]:
    """What stands under a key of the questionnaire, without entries that are none: those are told elsewhere."""
    found = content.get(part) if isinstance(content, dict) else None
    return {name: entry for name, entry in found.items() if isinstance(entry, dict)} if isinstance(found, dict) else {}


def _found(entry: Mapping[str, Any], key: str, among: Mapping[str, Any]) -> Mapping[str, Any] | None:
    name = entry.get(key)
    return among.get(name) if isinstance(name, str) else None
