"""What goes when a question or an answer goes: everything that speaks of it."""

from __future__ import annotations

from findings.consultation.model import CROSSED
from findings.setup.content import Content, Data, set_or_drop
from findings.setup.table import Notes


def remove_question(content: Content, name: str, notes: Notes, *, told: bool = True) -> None:
    """Take out a question, with its place in a section, its breakdowns and the routing that asks for it."""
    was_there = name in content.questions or name in content.also_asked
    columns = columns_of(content, name) if told and was_there else {}
    scale = content.question(name).get("scale")
    for part in ("questions", "also_asked"):
        if name in (content.questionnaire.get(part) or {}):
            del content.questionnaire[part][name]
            drop_guess(content, f"{part}.{name}")
    drop_guess(content, f"bands.{name}")
    if not content.also_asked:
        content.questionnaire.pop("also_asked", None)
    if name in (content.questionnaire.get("profile") or ()):
        left = [other for other in content.questionnaire["profile"] if other != name]
        set_or_drop(content.questionnaire, "profile", left)
    for section in content.sections.values():
        if name in (section.get("questions") or ()):
            section["questions"] = [other for other in section["questions"] if other != name]
    remove_breakdowns_of(content, name, notes)
    for other, own in (*content.questions.items(), *content.also_asked.items()):
        if name in (own.get("asked_if") or {}):
            del own["asked_if"][name]
            set_or_drop(own, "asked_if", own["asked_if"])
            notes.changes.append(f"question {other}: counts as asked of everyone, since {name} is gone")
    if scale and not any(own.get("scale") == scale for own in content.questions.values()):
        content.scales.pop(scale, None)
        drop_guess(content, f"scales.{scale}")
    for of in content.sources.values():
        if name in (of.get("columns") or {}):
            set_or_drop(of, "columns", {key: value for key, value in of["columns"].items() if key != name})
    for channel, headings in columns.items():
        of = content.sources[channel]
        known = [*(of.get("never_read") or ()), *(of.get("ignored_columns") or ())]
        new = [heading for heading in headings if heading not in known]
        set_or_drop(of, "ignored_columns", [*(of.get("ignored_columns") or ()), *new])
    if told and was_there:
        notes.changes.append(f"question {name}: taken out; its column is not used")


def columns_of(content: Content, name: str) -> dict[str, list[str]]:
    """The columns that a question is read from, in the file of each channel."""
    question = content.question(name)
    if question.get("given_by", "answers") != "answers":
        return {}
    options = (question.get("options") or {}).values()
    own = [str(option["column"]) for option in options if option.get("column")]
    default = str(question.get("column") or "") or (name if not own else "")
    found = {}
    for channel, of in content.sources.items():
        column = str((of.get("columns") or {}).get(name) or default)
        found[channel] = [*([column] if column else []), *own]
    return found


def as_headed(content: Content, text: str) -> str:
    """A heading as the files write it: spaces within it do not come back from every spreadsheet program."""
    known = [heading for of in content.sources.values() for heading in of.get("ignored_columns") or ()]
    for name in (*content.questions, *content.also_asked):
        known += [heading for headings in columns_of(content, name).values() for heading in headings]
    same = [heading for heading in known if heading.split() == text.split()]
    return text if text in known or not same else str(same[0])


def remove_breakdowns_of(content: Content, question: str, notes: Notes) -> None:
    """Take out the breakdowns that a question makes."""
    for breakdown in [key for key, own in content.breakdowns.items() if own.get("question") == question]:
        remove_breakdown(content, breakdown, notes)


def remove_breakdown(content: Content, name: str, notes: Notes) -> None:
    """Take out a breakdown."""
    if name in content.breakdowns:
        del content.breakdowns[name]
        if not content.breakdowns:
            content.questionnaire.pop("breakdowns", None)
        drop_guess(content, f"breakdowns.{name}")
        notes.changes.append(f"breakdown {name}: taken out")
    for pair in [pair for pair in content.questionnaire.get("crossed") or () if name in str(pair).split(CROSSED)]:
        left = [other for other in content.questionnaire["crossed"] if other != pair]
        set_or_drop(content.questionnaire, "crossed", left)
        notes.changes.append(f"the crossed breakdowns {pair}: taken out")


def replace_answer(content: Content, holder: str, old: str, new: str, notes: Notes) -> None:
    """Take out an answer; what spoke of it speaks of `new`, or of nothing where `new` is empty."""
    owner = content.holders()[holder]
    del owner["options"][old]
    _in_nets(owner, holder, old, new, notes)
    for question in content.users_of(holder):
        if owner is not content.question(question):
            _in_nets(content.question(question), f"question {question}", old, new, notes)
        for name, breakdown in content.breakdowns.items():
            if breakdown.get("question") == question and breakdown.get("groups"):
                _in_groups(breakdown, name, old, new, notes)
        for other, own in (*content.questions.items(), *content.also_asked.items()):
            if question in (own.get("asked_if") or {}):
                answers = _replaced(own["asked_if"][question], old, new)
                if answers:
                    own["asked_if"][question] = answers
                    continue
                del own["asked_if"][question]
                set_or_drop(own, "asked_if", own["asked_if"])
                notes.changes.append(f"question {other}: counts as asked of everyone, since '{old}' is gone")


def replace_band(content: Content, question: str, old: str, new: str, notes: Notes) -> None:
    """Let the groups of a breakdown that held a band hold the one that takes its numbers."""
    for name, breakdown in content.breakdowns.items():
        if breakdown.get("question") == question and breakdown.get("groups"):
            _in_groups(breakdown, name, old, new, notes)


def tidy(content: Content, notes: Notes) -> None:
    """Take out the sections whose last question is gone: a section without questions is none."""
    for name in [key for key, own in content.sections.items() if not own.get("questions")]:
        del content.sections[name]
        notes.changes.append(f"section {name}: taken out, it has no question any more")


def drop_guess(content: Content, of_what: str) -> None:
    """Nobody needs to confirm a guess about what is gone."""
    (content.guesses.get("guesses") or {}).pop(of_what, None)


def _in_nets(owner: Data, holder: str, old: str, new: str, notes: Notes) -> None:
    nets = owner.get("nets") or {}
    for name, net in list(nets.items()):
        if old not in net.get("of", ()):
            continue
        net["of"] = _replaced(net["of"], old, new)
        if len(net["of"]) >= 2:
            continue
        # Of one answer there is nothing to count together; what it measured, that answer measures.
        del nets[name]
        set_or_drop(owner, "nets", nets)
        for left in net["of"]:
            option = (owner.get("options") or {}).get(left)
            if net.get("stance") and option is not None and owner.get("kind") != "multiple":
                option["stance"] = net["stance"]
        notes.changes.append(f"{holder}: the net '{net.get('label', name)}' is taken out, one answer is left in it")


def _in_groups(breakdown: Data, name: str, old: str, new: str, notes: Notes) -> None:
    groups = breakdown["groups"]
    holds_new = any(new in group["of"] for group in groups.values())
    for key, group in list(groups.items()):
        if old not in group["of"]:
            continue
        # The answer that takes its place stays in the group where it stands already.
        group["of"] = _replaced(group["of"], old, "" if holds_new and new not in group["of"] else new)
        if not group["of"]:
            del groups[key]
            notes.changes.append(f"breakdown {name}: the group '{group.get('label', key)}' is empty and taken out")
    set_or_drop(breakdown, "groups", groups)


def _replaced(names: list[str], old: str, new: str) -> list[str]:
    return list(dict.fromkeys(new if name == old else name for name in names if name != old or new))
