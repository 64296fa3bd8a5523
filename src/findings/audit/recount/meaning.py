"""What makes an answer count under a name: as a condition of SQL, and in words.

One answer is a name; several are names divided by `;`, a ranking is names in their order, and a number is a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from findings.audit.recount.identifiers import BASE_SCORED, BASES, MISSING
from findings.audit.recount.question import MULTIPLE, NUMERIC, ONE_ANSWER, OPEN, RANKING, UNRANKED, Question
from findings.audit.recount.sqltext import any_of, literal

SEPARATOR = ";"


def condition(question: Question, name: str, decimals: int = 0, answer: str = "answer") -> str:
    """The condition under which an answer counts.

    Parameters
    ----------
    question
        What was asked.
    name
        An option, net or base, or who chose none (`Question.counted`).
    decimals
        Of a number: the digits after the point that any answer or band has.
    answer
        How SQL calls the answer.

    Examples
    --------
    >>> ways = Question("q2", ("bus", "car"), {"net_motor": ("bus", "car")}, "answered", ("base_answered",), (), {},
    ...                 "multiple")
    >>> condition(ways, "net_motor")
    "list_has_any(string_split(answer, ';'), ['bus', 'car'])"
    >>> condition(ways, "not_bus")
    "answer NOT IN ('not_answered', 'not_asked') AND NOT list_contains(string_split(answer, ';'), 'bus')"
    """
    if question.kind in ONE_ANSWER:
        return _among(question.counted[name], answer)
    if name in MISSING:
        return _among((name,), answer)
    if name in BASES and not (name == BASE_SCORED and question.kind == RANKING):
        return _belongs(question, name, answer)
    if question.kind == MULTIPLE:
        return _several(question, name, answer)
    if question.kind == RANKING:
        return _ranked(question, name, answer)
    if question.kind == NUMERIC and question.bands:
        return _in_band(question, name, decimals, answer)
    return _answered(answer)


def _among(names: Sequence[str], answer: str) -> str:
    # SQL has no empty list; a base that leaves every option out is nobody.
    return f"{answer} IN ({any_of(names)})" if names else "false"


def _answered(answer: str) -> str:
    return f"{answer} NOT IN ({any_of(MISSING)})"


def _belongs(question: Question, name: str, answer: str) -> str:
    """Whoever belongs to a base: all but some of those who gave no answer."""
    outside = [missing for missing in MISSING if missing not in question.counted[name]]
    return f"{answer} NOT IN ({any_of(outside)})" if outside else "true"


def _split(answer: str) -> str:
    return f"string_split({answer}, {literal(SEPARATOR)})"


def _several(question: Question, name: str, answer: str) -> str:
    if name in question.nets:
        return f"list_has_any({_split(answer)}, [{any_of(question.nets[name])}])"
    if name in question.options:
        return f"list_contains({_split(answer)}, {literal(name)})"
    chosen = name.removeprefix("not_")
    return f"{_belongs(question, 'base', answer)} AND NOT {_several(question, chosen, answer)}"


def _ranked(question: Question, name: str, answer: str) -> str:
    if name == UNRANKED:
        return f"{_answered(answer)} AND NOT list_contains({_split(answer)}, {literal(question.item)})"
    if name == BASE_SCORED:
        return f"list_contains({_split(answer)}, {literal(question.item)})"
    ranks = [str(question.scores[rank]) for rank in question.nets.get(name, (name,))]
    return f"{place_of(question, answer)} IN ({', '.join(ranks)})"


def place_of(question: Question, answer: str = "answer") -> str:
    """The place at which an item was ranked; NULL where it was not."""
    return f"nullif(list_position({_split(answer)}, {literal(question.item)}), 0)"


def _in_band(question: Question, name: str, decimals: int, answer: str) -> str:
    low, below = question.bands[name]
    number = in_units(decimals, answer)
    ends = [f"{number} >= {_units(low, decimals)}"] if low else []
    ends += [f"{number} < {_units(below, decimals)}"] if below else []
    return " AND ".join(ends) or _answered(answer)


def in_units(decimals: int, answer: str = "answer") -> str:
    """A number as a whole number of units of the last digit that any has, so that nothing is rounded; else NULL.

    Examples
    --------
    >>> in_units(0), in_units(2)
    ('TRY_CAST(answer AS HUGEINT)', "TRY_CAST(split_part(answer, '.', 1) || rpad(split_part(answer, '.', 2), 2, '0') \
AS HUGEINT)")
    """
    if not decimals:
        return f"TRY_CAST({answer} AS HUGEINT)"
    whole, part = f"split_part({answer}, '.', 1)", f"split_part({answer}, '.', 2)"
    return f"TRY_CAST({whole} || rpad({part}, {decimals}, '0') AS HUGEINT)"


def _units(number: str, decimals: int) -> str:
    return str(int(Decimal(number).scaleb(decimals)))


def decimals_of(numbers: Sequence[str]) -> int:
    """The most digits after the point that any number has.

    Examples
    --------
    >>> decimals_of(["12", "0.25", ""])
    2
    """
    return max((len(number.partition(".")[2]) for number in numbers), default=0)


def number_of(question: Question, decimals: int) -> str:
    """The number that an answer says of itself: a number given, a score, a place; NULL where it says none."""
    if question.kind == NUMERIC:
        return in_units(decimals)
    if question.kind == RANKING:
        return place_of(question)
    scores = " ".join(f"WHEN {literal(option)} THEN {score}" for option, score in question.scores.items())
    return f"CASE answer {scores} END"


def in_words(question: Question, name: str) -> str:
    """The condition as an auditor reads it."""
    column = question.source
    if question.kind in ONE_ANSWER:
        return f"{column} is {either(question.counted[name])}"
    if name in MISSING:
        return f"{column} is {name}"
    if name in BASES and not (name == BASE_SCORED and question.kind == RANKING):
        outside = [missing for missing in MISSING if missing not in question.counted[name]]
        return f"{column} is not {either(outside)}" if outside else "every response"
    if question.kind == MULTIPLE:
        if name.startswith("not_"):
            return f"{in_words(question, 'base')}, and does not name {_named(question, name.removeprefix('not_'))}"
        return f"{column} names {_named(question, name)}"
    if question.kind == RANKING:
        if name in (UNRANKED, BASE_SCORED):
            return f"{column} is answered and {'does not name' if name == UNRANKED else 'names'} {question.item}"
        ranks = [str(question.scores[rank]) for rank in question.nets.get(name, (name,))]
        return f"{question.item} has the place {either(ranks)} in {column}"
    if question.kind == NUMERIC and question.bands:
        low, below = question.bands[name]
        ends = [f"at least {low}"] * bool(low) + [f"below {below}"] * bool(below)
        return f"{column} is {' and '.join(ends) or 'a number'}"
    return f"{column} is {'answered' if question.kind == OPEN else 'a number'}"


def _named(question: Question, name: str) -> str:
    return either(question.nets.get(name, (name,)))


def either(names: Sequence[str]) -> str:
    """Names as alternatives."""
    return " or ".join(names) if names else "nothing"
