"""The structure of a LimeSurvey survey (`.lss`): its questions with their types, subquestions and answers.

The file is XML from outside: no document type, no entity and no network is allowed, and its size is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from findings.errors import InputRefused, Problem
from findings.intake.clean import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 20_000_000
"""A survey of a thousand questions takes about two million."""
OTHER = "-oth-"
"""How LimeSurvey stores the answer "Other"."""
_TAG = re.compile(r"<[^<>]{1,2000}>")
_POINTS = {"5": 5, "A": 5, "B": 10}
_FIXED = {
    "Y": {"Y": "Yes", "N": "No"},
    "G": {"F": "Female", "M": "Male"},
    "C": {"Y": "Yes", "U": "Uncertain", "N": "No"},
    "E": {"I": "Increase", "S": "Same", "D": "Decrease"},
    "M": {"Y": "Yes", "N": "No"},
    "P": {"Y": "Yes", "N": "No"},
}


@dataclass(frozen=True)
class Asked:
    """One question of the structure.

    Parameters
    ----------
    code, type, text
        As LimeSurvey has them; the type is one character.
    answers
        Code -> label, in order; those of the type itself where it has its own.
    parts
        Code -> text of its subquestions, in order.
    """

    code: str
    type: str
    text: str
    answers: Mapping[str, str]
    parts: Mapping[str, str]


def read_structure(path: Path) -> dict[str, Asked]:
    """The questions of a `.lss`, `.lsg` or `.lsq` file by code, in order.

    Raises
    ------
    InputRefused
        If it cannot be read, is too large, or is not what LimeSurvey writes.
    """
    root = _parsed(path)
    language = next(iter(_texts(root, "languages/language")), "")
    rows = {name: [row for row in _rows(root, name) if row.get("language", language) == language] for name in _TABLES}
    wording = {row.get("qid", ""): row.get("question", "") for row in rows["question_l10ns"]}
    labels = {row.get("aid", ""): row.get("answer", "") for row in rows["answer_l10ns"]}
    # Before version 4 the texts stand in the rows of the questions and answers themselves.
    asked: dict[str, Asked] = {}
    parts: dict[str, dict[str, str]] = {}
    answers: dict[str, dict[str, str]] = {}
    for row in sorted(rows["subquestions"], key=lambda row: _order(row, "question_order")):
        if row.get("scale_id", "0") == "0":
            text = wording.get(row.get("qid", ""), row.get("question", ""))
            parts.setdefault(row.get("parent_qid", ""), {})[row.get("title", "")] = plain(text)
    for row in sorted(rows["answers"], key=lambda row: _order(row, "sortorder")):
        if row.get("scale_id", "0") == "0":
            text = labels.get(row.get("aid", ""), row.get("answer", ""))
            answers.setdefault(row.get("qid", ""), {})[row.get("code", "")] = plain(text)
    for row in rows["questions"]:
        number, kind, code = row.get("qid", ""), row.get("type", ""), row.get("title", "")
        own = _own_answers(kind) or dict(answers.get(number, {}))
        if row.get("other") == "Y" and kind in ("L", "!"):
            own[OTHER] = "Other"
        text = wording.get(number, row.get("question", ""))
        asked[code] = Asked(code, kind, plain(text), own, parts.get(number, {}))
    return asked


_TABLES = ("questions", "subquestions", "answers", "question_l10ns", "answer_l10ns")


def plain(markup: str) -> str:
    """A text of LimeSurvey without its markup.

    Examples
    --------
    >>> plain("<p>Do you <strong>agree</strong>?</p>")
    'Do you agree?'
    """
    return clean(_TAG.sub(" ", markup)).replace(" ?", "?")


def _own_answers(kind: str) -> dict[str, str]:
    if points := _POINTS.get(kind):
        return {str(point): str(point) for point in range(1, points + 1)}
    return dict(_FIXED.get(kind, {}))


def _order(row: Mapping[str, str], name: str) -> int:
    order = row.get(name, "")
    return int(order) if order.isascii() and order.isdigit() and len(order) < 10 else 0


def _rows(root: _Element, name: str) -> Iterator[dict[str, str]]:
    for row in root.iterfind(f"{name}/rows/row"):
        yield {cell.tag: cell.text or "" for cell in row if isinstance(cell.tag, str)}


def _texts(root: _Element, path: str) -> list[str]:
    return [element.text or "" for element in root.iterfind(path)]


def _parsed(path: Path) -> _Element:
    from lxml import etree

    do = "Export the structure again in LimeSurvey (Display/Export, .lss), or take the file away."
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise InputRefused([Problem(path.name, "the structure cannot be read", str(error.strerror), do=do)]) from None
    if size > MOST_BYTES:
        what = "the structure is larger than a survey's can be"
        raise InputRefused([Problem(path.name, what, f"{size} bytes", f"{MOST_BYTES} bytes", do)])
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputRefused([Problem(path.name, "the structure declares a document type or entities", do=do)])
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputRefused([Problem(path.name, "the structure cannot be read", str(error)[:200], do=do)]) from None
    if root.getroottree().docinfo.doctype:
        raise InputRefused([Problem(path.name, "the structure declares a document type or entities", do=do)])
    if root.find("LimeSurveyDocType") is None:
        raise InputRefused([Problem(path.name, "not a structure that LimeSurvey wrote", str(root.tag)[:80], do=do)])
    return root
