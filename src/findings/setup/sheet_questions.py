"""Sheet 'Questions': what was asked, of which type, where its answers come from and in which section it is told."""

from __future__ import annotations

from typing import Any

from findings.setup.content import (
    COUNTED,
    OF_ITS_KIND,
    OWN,
    PROFILE,
    WITH_ANSWERS,
    Content,
    Data,
    option_named,
    set_or_drop,
)
from findings.setup.removal import as_headed, drop_guess, remove_breakdowns_of, remove_question
from findings.setup.table import KEEP, REMOVE, Column, Edited, Edits, Filled, Notes, Table

SHEET = "Questions"
TYPES = ("single", "scale", "multiple", "ranking", "numeric", "date", "open")
TEXTS = ("number", "wording", "short", "column", "separator")
_SAME = ("number", "wording", "short", "column")
"""What a question keeps whatever its type."""


def table(content: Content) -> Table:
    """The sheet, from what the files say."""
    places = dict.fromkeys(content.questionnaire.get("profile") or (), PROFILE)
    for section, own in content.sections.items():
        places |= dict.fromkeys(own.get("questions") or (), section)
    rows = []
    for name, question in (*content.questions.items(), *content.also_asked.items()):
        kind = str(question.get("kind", ""))
        rows.append(
            {
                "name": name,
                **{text: str(question.get(text) or "") for text in TEXTS},
                "type": kind,
                "answers": str(question.get("scale") or OWN) if kind in COUNTED else "",
                "section": places.get(name, ""),
                "matrix": str(question.get("matrix") or ""),
                "counted": "yes" if kind in COUNTED or name in places else "no",
                "use": KEEP,
            }
        )
    matrices = tuple(content.questionnaire.get("matrices") or {})
    columns = (
        Column("name", 16, edit=False),
        Column("number", 9, help="As the questionnaire numbers it."),
        Column("wording", 60, help="The question as it was asked, in full."),
        Column("short", 28, help="A few words for headings and charts."),
        Column(
            "type", 11, choices=TYPES, closed=True, help="single: one answer; scale: one of several in their order."
        ),
        Column("answers", 16, choices=(OWN, *content.scales), help="A scale that several questions share, or its own."),
        Column(
            "section",
            18,
            choices=(PROFILE, *content.sections),
            help="Where the report tells it. Empty: kept and not counted; not for single and scale.",
        ),
        Column("matrix", 14, choices=matrices, help="The question of several rows that it is a row of."),
        Column("column", 40, help="The heading of its column in the file."),
        Column("separator", 10, help="What stands between several answers in one cell."),
        Column("counted", 9, edit=False),
        Column("use", 9, choices=(KEEP, REMOVE), closed=True),
    )
    return Table(SHEET, columns, ("name",), tuple(rows))


def apply(content: Content, edits: Edits, notes: Notes) -> None:
    """Put the changes of the sheet into the files."""
    used = _used_scales(content)
    for row in edits.added:
        _add(content, row, notes)
    for edited in edits.edited:
        (name,) = edited.key
        if edited.cells.get("use") == REMOVE:
            continue
        question = content.question(name)
        for text in TEXTS:
            if text in edited:
                value = as_headed(content, edited.cells[text]) if text == "column" else edited.cells[text]
                if not value and text in ("number", "wording", "short"):
                    notes.problem(edited.row.at(text), "an empty cell", do="Fill it in.")
                set_or_drop(question, text, value)
                notes.changes.append(f"question {name}: {text} is now '{value}'")
        if "type" in edited:
            _retype(content, name, edited, notes)
        if "answers" in edited and "type" not in edited:
            _take_answers(content, name, edited.cells["answers"], edited.row, notes)
        if "matrix" in edited:
            _set_matrix(content, name, edited, notes)
        if "section" in edited:
            _move(content, name, edited.cells["section"], edited.row, notes)
    # A scale that lost its last question would be read and never used.
    for scale in sorted(used - _used_scales(content)):
        content.scales.pop(scale, None)
        drop_guess(content, f"scales.{scale}")
        notes.changes.append(f"scale {scale}: taken out, no question uses it any more")


def check(content: Content, edits: Edits, notes: Notes) -> None:
    """Questions that are counted now have answers; after those of sheet 'Answers' are there."""
    rows = {row.cells["name"]: row for row in edits.added} | {edited.key[0]: edited.row for edited in edits.edited}
    for name, row in rows.items():
        if name in content.questions and len(content.options_of(name)) < 2:
            do = f"Add rows of 'question {name}' on sheet 'Answers', or choose a scale in 'answers'."
            notes.problem(row.where, "a counted question has two answers or more", name, "", do)


def remove(content: Content, edits: Edits, notes: Notes) -> None:
    """Take out the questions that are marked so; after all else, so that other sheets can still speak of them."""
    for edited, use in edits.of("use"):
        if use == REMOVE:
            remove_question(content, edited.key[0], notes)


def _add(content: Content, row: Filled, notes: Notes) -> None:
    """A question that was not there before."""
    cells = row.cells
    name = cells["name"]
    missing = [column for column in ("name", "number", "wording", "short", "type") if not cells[column]]
    for column in missing:
        notes.problem(row.at(column), "a new question without this", do="Fill it in, or empty the row.")
    if missing or cells["use"] == REMOVE:
        return
    texts = {text: cells[text] for text in TEXTS if cells[text]}
    texts |= {"column": as_headed(content, texts["column"])} if "column" in texts else {}
    kept: Data = {"kind": cells["type"], **texts}
    if cells["type"] in COUNTED:
        content.part("questions")[name] = kept
        kept.pop("separator", None)
        if cells["answers"] not in ("", OWN):
            _take_answers(content, name, cells["answers"], row, notes)
        set_or_drop(kept, "matrix", cells["matrix"])
    else:
        content.part("also_asked")[name] = kept
    if cells["type"] in COUNTED or cells["section"]:
        _move(content, name, cells["section"], row, notes)
    notes.changes.append(f"question {name}: new")


def _retype(content: Content, name: str, edited: Edited, notes: Notes) -> None:
    """Another type; from one answer to another kind or back, the question moves with what it needs."""
    new = edited.cells["type"]
    question = content.question(name)
    old = str(question.get("kind", ""))
    if new not in TYPES:
        return notes.problem(edited.row.at("type"), "not a type of question", new, TYPES, "Choose one from the list.")
    notes.changes.append(f"question {name}: {old} is now {new}")
    answers = edited.row.cells["answers"]
    if old in COUNTED and new in COUNTED:
        question["kind"] = new
        if "answers" in edited:
            _take_answers(content, name, answers, edited.row, notes)
    elif old in COUNTED:
        _to_another_kind(content, name, new, notes)
    elif new in COUNTED:
        _count(content, name, new, edited, notes)
    else:
        _among_other_kinds(content, name, new, notes)
    if new == "date" and "section" not in edited:
        # A day is kept: no report counts it.
        _out_of_its_place(content, name)
    return None


def _among_other_kinds(content: Content, name: str, new: str, notes: Notes) -> None:
    """What belongs to the kind that a question was goes, and the breakdowns that were made of it."""
    question = content.also_asked[name]
    old, question["kind"] = str(question.get("kind", "")), new
    for key in OF_ITS_KIND.get(old, ()):
        if key not in OF_ITS_KIND.get(new, ()):
            question.pop(key, None)
    for option in (question.get("options") or {}).values() if new == "ranking" else ():
        option.pop("exclusive", None)
        option.pop("other", None)
    drop_guess(content, f"bands.{name}")
    remove_breakdowns_of(content, name, notes)


def _to_another_kind(content: Content, name: str, new: str, notes: Notes) -> None:
    """A question with one answer becomes one of another kind, and stands where it stood."""
    question = content.questions[name]
    options = content.options_of(name)
    kept: Data = {"kind": new}
    kept |= {text: question[text] for text in (*_SAME, "asked_if") if question.get(text)}
    if new in WITH_ANSWERS:
        set_or_drop(kept, "separator", question.get("separator"))
        kept["options"] = {
            option: {key: value for key, value in own.items() if key in ("label", "also")}
            for option, own in options.items()
        }
    guess = (content.guesses.get("guesses") or {}).get(f"questions.{name}")
    places = [(place, key, list(place[key])) for place, key in _places(content) if name in (place.get(key) or ())]
    remove_question(content, name, notes, told=False)
    content.part("also_asked")[name] = kept
    for place, key, questions in places:
        place[key] = questions
    if guess is not None:
        content.guesses["guesses"][f"also_asked.{name}"] = guess


def _count(content: Content, name: str, new: str, edited: Edited, notes: Notes) -> None:
    """A question of another kind becomes one with one answer."""
    kept = content.also_asked[name]
    cells = edited.row.cells
    own_columns = [option for option, own in (kept.get("options") or {}).items() if own.get("column")]
    if own_columns and not kept.get("column"):
        return notes.problem(
            edited.row.at("type"),
            "each answer of this question has a column of its own, so a person may have given several",
            new,
            "multiple, ranking",
            "Leave it as it was, or name the one column that holds its answer.",
        )
    counted: Data = {"kind": new}
    counted |= {text: kept[text] for text in (*_SAME, "asked_if") if kept.get(text)}
    if kept.get("options"):
        counted["options"] = {
            option: {key: value for key, value in own.items() if key in ("label", "also")}
            for option, own in kept["options"].items()
        }
    del content.also_asked[name]
    if not content.also_asked:
        content.questionnaire.pop("also_asked", None)
    content.part("questions")[name] = counted
    guesses = content.guesses.get("guesses") or {}
    if f"also_asked.{name}" in guesses:
        guesses[f"questions.{name}"] = guesses.pop(f"also_asked.{name}")
    drop_guess(content, f"bands.{name}")
    remove_breakdowns_of(content, name, notes)
    if cells["answers"] not in ("", OWN):
        _take_answers(content, name, cells["answers"], edited.row, notes)
    if "section" not in edited and name not in content.told:
        _move(content, name, cells["section"], edited.row, notes)
    return None


def _take_answers(content: Content, name: str, scale: str, row: Filled, notes: Notes) -> None:
    """Answers of a shared scale, or its own ones from here on."""
    question = content.question(name)
    old = dict(content.options_of(name))
    question.pop("code_list", None)
    if scale in (OWN, ""):
        shared = content.scales.get(question.pop("scale", ""), {})
        question["options"] = {option: dict(own) for option, own in old.items()}
        if shared.get("nets"):
            question["nets"] = {**shared["nets"], **question.get("nets", {})}
    elif scale not in content.scales:
        allowed = (OWN, *content.scales)
        return notes.problem(row.at("answers"), "an unknown scale", scale, allowed, "Choose one from the list.")
    else:
        question.pop("options", None)
        question.pop("nets", None)
        question["scale"] = scale
        options = content.scales[scale].get("options") or {}
        _follow(content, name, {option: option_named(options, str(own.get("label"))) for option, own in old.items()})
        lost = [str(own["label"]) for own in old.values() if not option_named(options, str(own.get("label")))]
        if lost:
            do = f"Write them into 'also written as' of an answer of 'scale {scale}' on sheet 'Answers', or add them."
            return notes.problem(row.at("answers"), "answers that the scale does not have", ", ".join(lost), "", do)
    notes.changes.append(f"question {name}: its answers are now {scale or OWN}")
    return None


def _follow(content: Content, question: str, names: dict[str, str]) -> None:
    """Let groups and routing follow answers whose names changed."""
    for breakdown in content.breakdowns.values():
        if breakdown.get("question") == question:
            for group in (breakdown.get("groups") or {}).values():
                group["of"] = [names.get(option) or option for option in group["of"]]
    for other in (*content.questions.values(), *content.also_asked.values()):
        if question in (other.get("asked_if") or {}):
            other["asked_if"][question] = [names.get(option) or option for option in other["asked_if"][question]]


def _set_matrix(content: Content, name: str, edited: Edited, notes: Notes) -> None:
    matrix = edited.cells["matrix"]
    known = content.questionnaire.get("matrices") or {}
    if matrix and matrix not in known:
        return notes.problem(
            edited.row.at("matrix"), "an unknown matrix", matrix, known, "Choose one, or leave it empty."
        )
    set_or_drop(content.question(name), "matrix", matrix)
    notes.changes.append(f"question {name}: matrix is now '{matrix}'")
    return None


def _move(content: Content, name: str, section: str, row: Filled, notes: Notes) -> None:
    """Into a section or the profile, at its end, and out of where it stood; what stands nowhere is only kept."""
    kept = content.also_asked.get(name)
    if kept is not None and not section:
        _out_of_its_place(content, name)
        remove_breakdowns_of(content, name, notes)
        notes.changes.append(f"question {name}: kept and not counted")
        return None
    if kept is not None and kept.get("kind") == "date":
        do = "Leave the cell empty, or choose another type."
        return notes.problem(row.at("section"), "a day is kept and not counted in a section", section, "", do)
    if section != PROFILE and section not in content.sections:
        allowed = (PROFILE, *content.sections)
        what = "an unknown section" if section else "a question with one answer without a section"
        return notes.problem(row.at("section"), what, section, allowed, "Choose one from the list.")
    _out_of_its_place(content, name)
    if section == PROFILE:
        content.questionnaire["profile"] = [*(content.questionnaire.get("profile") or ()), name]
    else:
        own = content.sections[section]
        own["questions"] = [*(own.get("questions") or ()), name]
    notes.changes.append(f"question {name}: stands in {section}")
    return None


def _out_of_its_place(content: Content, name: str) -> None:
    for place, key in _places(content):
        if name in (place.get(key) or ()):
            place[key] = [other for other in place[key] if other != name]


def _places(content: Content) -> list[tuple[Any, str]]:
    """Where questions can stand."""
    own = [(section, "questions") for section in content.sections.values()]
    return [(content.questionnaire, "profile"), *own]


def _used_scales(content: Content) -> set[str]:
    return {str(question["scale"]) for question in content.questions.values() if question.get("scale")}
