"""Code lists of a run's questionnaire, written out again by this room's own hands.

A run keeps the lists that its questionnaire names beside it (`inputs/code_lists`), so that they can be read as data:
what the package holds today does not matter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from findings.audit.recount.yamlfile import Faults, Node, read_mapping
from findings.errors import VerificationFailed

FOLDER = "code_lists"


def read_questionnaire_file(path: Path) -> Node:
    """A run's `questionnaire.yaml` with the options and groups of its code lists where their names stand.

    Raises
    ------
    VerificationFailed
        If the file or a list that it names cannot be read, or a list has no such roll-up.
    """
    content = read_mapping(path)
    faults = Faults(path.name)
    questions, breakdowns = content.child("questions"), content.child("breakdowns")
    lists = {
        name: read_mapping(path.parent / FOLDER / f"{name}.yaml")
        for question in questions.own_keys
        if (name := questions.child(question).text("code_list", "")).isidentifier()
    }
    written: dict[str, dict[Any, Any]] = {"questions": {}, "breakdowns": {}}
    for question in questions.own_keys:
        node = questions.child(question)
        named = node.text("code_list", "")
        if named in lists:
            written["questions"][question] = {**node.content, "options": lists[named].child("options").content}
        elif named:
            faults.add(f"questions.{question}.code_list", "not the name of a code list", named[:80])
    for breakdown in breakdowns.own_keys:
        node = breakdowns.child(breakdown)
        roll_up = node.text("roll_up", "")
        if not roll_up:
            continue
        of = lists.get(questions.child(node.text("question", "")).text("code_list", ""))
        groups = of.child("roll_ups").child(roll_up).child("groups") if of is not None else Node({})
        if not groups.content:
            faults.add(f"breakdowns.{breakdown}.roll_up", "a roll-up that the question's code list lacks", roll_up)
        written["breakdowns"][breakdown] = {**node.content, "groups": groups.content}
    if faults.problems:
        raise VerificationFailed(faults.problems)
    parts = {part: {**content.child(part).content, **own} for part, own in written.items() if own}
    return Node({**content.content, **parts})
