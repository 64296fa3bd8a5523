"""The parameters that say how data are read, apart from those that say how answers are counted.

When the file of data differs and so does the way of reading it, nobody can tell from the runs alone which of the
two made an analysed answer another. But a file with an answer that its parameters do not know is refused. So two
ways of reading that give no text two meanings cannot have made an answer another: then it was the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from findings.audit.compare.side import Side
from findings.consultation.editions import MIDPOINT
from findings.consultation.names import NOT_ANSWERED, as_compared

_RESPONSES = ("reader", "id_column", "encoding", "delimiter")
_TALLY = ("reader", "grouped_by")
_NOT_READ = ("number", "wording", "short", "nets", "base", "top", "bands", "digits")


def reads_otherwise(first: Side, second: Side, question: str) -> bool:
    """Whether the parameters of two runs can read another answer to a question from the same file."""
    if question in first.also_asked or question in second.also_asked:
        read = [_as_read(side.also_asked.get(question)) for side in (first, second)]
        return bool(read[0] != read[1])
    one, other = first.questions.get(question), second.questions.get(question)
    if one is None or other is None:
        return one is not other
    if (one.get("column") or question) != (other.get("column") or question):
        return True
    if (one.get("asked_if") or {}) != (other.get("asked_if") or {}):
        return True
    meanings, others = _meanings(first, question), _meanings(second, question)
    return any(text in others and others[text] != meaning for text, meaning in meanings.items())


def _as_read(asked: Any) -> Any:
    """Of a question of another kind what its reading depends on: not what it is called, or how it is counted."""
    if not isinstance(asked, dict):
        return None
    return {key: value for key, value in asked.items() if key not in _NOT_READ}


def keeps_otherwise(first: Side, second: Side) -> bool:
    """Whether the parameters of two runs can keep other rows of the same file, or find other rows in it."""
    if _rows(first) != _rows(second):
        return True
    both = {*first.questions, *first.also_asked} & {*second.questions, *second.also_asked}
    return any(reads_otherwise(first, second, question) for question in both)


def _rows(side: Side) -> dict[str, Any]:
    """What decides which responses there are: how the file is divided, and what makes a response blank."""
    keys = _TALLY if side.is_tally else _RESPONSES
    found: dict[str, Any] = {key: side.data.get(key) for key in keys}
    if side.is_tally:
        # Who did not answer is the number of all respondents less the answers.
        found["analysed"] = (side.data.get("funnel") or {}).get("analysed")
        return found
    sections = side.parameters["questionnaire.yaml"].get("sections") or {}
    found["until"] = (
        (side.parameters["consultation.yaml"].get("midpoint") or {}).get("until") if side.edition == MIDPOINT else None
    )
    found["told"] = sorted({name for section in sections.values() for name in section.get("questions") or ()})
    return found


def _meanings(side: Side, question: str) -> dict[str, str]:
    """Text of the file, as it is compared -> the option that it means, or not_answered."""
    spec = side.questions[question]
    scales = side.parameters["questionnaire.yaml"].get("scales") or {}
    options: Mapping[str, Any] = spec.get("options") or (scales.get(spec.get("scale")) or {}).get("options") or {}
    meanings = {as_compared(str(text)): NOT_ANSWERED for text in ("", *(side.data.get("no_answer") or ()))}
    for name, option in options.items():
        texts = (name, option.get("label", ""), *(option.get("also") or ()))
        meanings |= {as_compared(str(text)): name for text in texts}
    return meanings
