"""Planted faults: hidden cells, and the data block."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from page_faults import NUMBER, SHAPE, Target, kind, other_number, with_text


def data_of(target: Target) -> dict[str, Any] | None:
    match = re.search(r'<script type="application/json" id="asked">(.*?)</script>', target.html, re.S)
    block: dict[str, Any] | None = json.loads(match[1]) if match else None
    return block


def with_data(target: Target, block: object) -> str:
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    start = target.html.index(">", target.html.index('id="asked"')) + 1
    return target.html[:start] + text + target.html[target.html.index("</script>", start) :]


def changed_data(target: Target, value: Callable[[list[object]], list[object]], *, hide: bool = False) -> str | None:
    """A row of the block changed."""
    block = data_of(target)
    rows = block["cells"] if block else []
    fitting = [n for n, row in enumerate(rows) if isinstance(row, list) and len(row) > 6 and (row[4] == "[c]") == hide]
    if not block or not fitting:
        return None
    place = target.rng.choice(fitting)
    block["cells"][place] = value(list(rows[place]))
    return with_data(target, block)


def hidden(target: Target) -> re.Match[str] | None:
    """A hidden cell's shorthand on the page."""
    return target.one(NUMBER, lambda match: match[3] == "[c]")


@kind
def a_hidden_number_in_the_text(target: Target) -> str | None:
    match = hidden(target)
    return target.replaced(match, with_text(match, "3")) if match else None


@kind
def a_hidden_number_as_a_word(target: Target) -> str | None:
    match = hidden(target)
    return target.replaced(match, with_text(match, "a few")) if match else None


@kind
def a_hidden_number_in_a_title(target: Target) -> str | None:
    match = hidden(target)
    return target.replaced(match, match[0].replace(" data-cell", ' title="3 of 41" data-cell', 1)) if match else None


@kind
def a_hidden_number_read_out(target: Target) -> str | None:
    match = hidden(target)
    return target.replaced(match, match[0].replace(" data-cell", ' aria-label="three people" data-cell', 1))\
        if match else None  # fmt: skip


@kind
def a_hidden_number_in_an_alternative_text(target: Target) -> str | None:
    match = target.one(re.compile(r"(<desc\b[^>]*>[^<]*?)\[c\]"))
    return target.replaced(match, f"{match[1]}3") if match else None


@kind
def a_hidden_number_in_the_data(target: Target) -> str | None:
    return changed_data(target, hide=True, value=lambda row: [*row[:4], "3", *row[5:]])


@kind
def a_hidden_number_in_the_notes_of_the_data(target: Target) -> str | None:
    block = data_of(target)
    if block is None or not block.get("note"):
        return None
    block["note"] = [*block["note"][:-1], f"{block['note'][-1]} (3)"]
    return with_data(target, block)


@kind
def a_bar_of_a_hidden_cell(target: Target) -> str | None:
    match, own = target.one(SHAPE), hidden(target)
    if not match or not own:
        return None
    bar = f'<rect x="10" y="10" width="9" height="9" data-cell="{own[2]}" data-mark="length" fill="#003087"/>'
    return target.replaced(match, match[0] + bar)


@kind
def another_shorthand(target: Target) -> str | None:
    match = hidden(target)
    return target.replaced(match, with_text(match, "[low]")) if match else None


@kind
def a_number_in_the_data(target: Target) -> str | None:
    def changed(row: list[object]) -> list[object]:
        text = str(row[4])
        return [*row[:4], other_number(text) if re.search(r"\d", text) else "9", *row[5:]]

    return changed_data(target, changed)


@kind
def a_base_in_the_data(target: Target) -> str | None:
    return changed_data(target, lambda row: [*row[:6], 1 if row[6] != 1 else 2, *row[7:]])


@kind
def a_kind_of_base_in_the_data(target: Target) -> str | None:
    block = data_of(target)
    if not block or len(block.get("whom", [])) < 2:
        return None
    block["whom"] = list(reversed(block["whom"]))
    return with_data(target, block)


@kind
def an_answer_named_otherwise_in_the_data(target: Target) -> str | None:
    block = data_of(target)
    options = block.get("option") if block else None
    named = [n for n, option in enumerate(options or []) if isinstance(option, list) and option[1]]
    if not block or not named:
        return None
    place = target.rng.choice(named)
    block["option"][place] = [block["option"][place][0], "Undecided"]
    return with_data(target, block)


@kind
def a_number_in_the_words_of_the_panel(target: Target) -> str | None:
    block = data_of(target)
    if not block or "words" not in block:
        return None
    words = dict(block["words"])
    words[target.rng.choice(sorted(words))] = "Most of the 85 agreed."
    return with_data(target, {**block, "words": words})


@kind
def another_wording_in_the_data(target: Target) -> str | None:
    block = data_of(target)
    if not block or not block.get("questions"):
        return None
    questions = json.loads(json.dumps(block["questions"]))
    questions[target.rng.choice(sorted(questions))]["wording"] = "Do you agree, as 71% do?"
    return with_data(target, {**block, "questions": questions})


@kind
def more_in_the_data_than_there_is(target: Target) -> str | None:
    block = data_of(target)
    return with_data(target, {**block, "before": {"q1": 41}}) if block else None
