"""The definition file of Triple-S (XML 1.1, 1.2, 2.0 and 3.0) as frozen objects.

Written after the standard's pages 1.1 and 1.2 at triple-s.org and what suppliers publish of 2.0. The text of 3.0 was
not at hand: what it adds is read as far as it keeps the names of 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from findings.errors import InputRefused, Problem
from findings.intake.clean import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

TYPES = ("single", "multiple", "quantity", "character", "logical", "date", "time")
MOST_BYTES = 64 << 20
"""A definition of the largest survey is a hundredth of this."""
MOST_PLACES = 10_000_000


@dataclass(frozen=True)
class Spread:
    """Answers to a question with several, one after the other: how many, and how wide each is."""

    subfields: int
    width: int


@dataclass(frozen=True)
class Variable:
    """One variable.

    Parameters
    ----------
    ident, name, label
        Its identifier, its short name, and the question's text if there is one.
    type
        One of `TYPES`.
    start, finish
        The characters of a record that it stands in, or the cells of a CSV file; both included, from 1.
    literal
        Whether codes are texts rather than numbers.
    spread
        Of a question with several answers; without it each place of the field stands for one answer.
    values
        Code -> label, in the order of the file.
    missing
        Codes that the file itself marks as no answer -> the word that it uses.
    scored
        Whether every answer has a score, so that the answers have an order.
    use
        `serial`, `weight`, or an empty text.
    """

    ident: str
    name: str
    label: str
    type: str
    start: int
    finish: int
    literal: bool
    spread: Spread | None
    values: Mapping[str, str]
    missing: Mapping[str, str]
    scored: bool
    use: str


@dataclass(frozen=True)
class Definition:
    """A definition file: its version, how its data file is written, and its variables in their order."""

    version: str
    encoding: str
    href: str
    is_csv: bool
    skip: int
    variables: tuple[Variable, ...]


def read_definition(path: Path) -> Definition:
    """Read a definition file.

    Raises
    ------
    InputRefused
        With every problem, if it is no definition of one survey.
    """
    root, encoding = _parsed(path)
    if root.tag != "sss":
        what, allowed = "not a Triple-S definition: its outermost element is another", "<sss>"
        do = "Name the .xml or .sss file that the survey tool wrote."
        raise InputRefused([Problem(path.name, what, f"<{root.tag}>", allowed, do)])
    if (hierarchy := root.find(".//hierarchy")) is not None:
        raise InputRefused([_of_levels(path, hierarchy)])
    record = root.find("./survey/record")
    if record is None:
        do = "Export the survey again as Triple-S."
        raise InputRefused([Problem(path.name, "the definition has no <record>", do=do)])
    problems: list[Problem] = []
    elements = record.findall("./variable")
    if not elements:
        problems.append(Problem(path.name, "the definition has no <variable>", do="Export the survey again."))
    is_csv = (record.get("format") or "fixed").strip().lower() == "csv"
    variables = [one for element in elements if (one := _variable(path, element, is_csv, problems)) is not None]
    skip = _number(record.get("skip") or "0")
    if skip is None:
        where = f"{path.name}, <record>"
        problems.append(Problem(where, "'skip' is no number", record.get("skip") or "", do="Correct it."))
    if problems:
        raise InputRefused(problems)
    version = (root.get("version") or "").strip()
    return Definition(version, encoding, (record.get("href") or "").strip(), is_csv, skip or 0, tuple(variables))


def _parsed(path: Path) -> tuple[_Element, str]:
    from lxml import etree

    size = path.stat().st_size
    if size > MOST_BYTES:
        found, allowed = f"{size:,} bytes", f"{MOST_BYTES:,} bytes"
        raise InputRefused([Problem(path.name, "too large for a Triple-S definition", found, allowed)])
    data = path.read_bytes()
    if b"<!ENTITY" in data.replace(b"\0", b""):
        do = "Take the <!ENTITY ...> lines out, or export the survey again."
        raise InputRefused([Problem(path.name, "the definition declares entities, which are not read", do=do)])
    # No entity is filled in, no other file is opened, and no address is asked.
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        what, do = "the definition is not XML that can be read", "Export the survey again as Triple-S."
        raise InputRefused([Problem(path.name, what, str(error), do=do)]) from None
    return root, root.getroottree().docinfo.encoding or "UTF-8"


def _of_levels(path: Path, hierarchy: _Element) -> Problem:
    levels = [level.get("href") or level.get("ident") or "" for level in hierarchy.iter("level")]
    return Problem(
        path.name,
        "the survey has several levels (households and persons, say), each in a file of its own",
        ", ".join(levels),
        "the definition of one level",
        "Name with 'data.file' the definition of the level whose rows are the responses.",
    )


def _variable(path: Path, element: _Element, is_csv: bool, problems: list[Problem]) -> Variable | None:
    ident = (element.get("ident") or "").strip()
    name = _text(element.find("./name")) or ident
    where = f"{path.name}, variable '{name}'"
    kind = (element.get("type") or "").strip().lower()
    before = len(problems)
    if kind not in TYPES:
        problems.append(Problem(where, "a type that Triple-S does not have", kind, ", ".join(TYPES)))
    start, finish = _places(where, element, problems)
    literal = (element.get("format") or "").strip().lower() == "literal"
    values = _values(where, element, literal, problems)
    spread = None
    if kind == "multiple":
        spread = _spread(where, element, values, finish - start + 1, is_csv, problems)
    if len(problems) > before:
        return None
    answers = element.findall("./values/value")
    return Variable(
        ident=ident,
        name=name,
        label=_text(element.find("./label")),
        type=kind,
        start=start,
        finish=finish,
        literal=literal,
        spread=spread,
        values=values,
        missing=_marked(element),
        scored=bool(answers) and all(answer.get("score") for answer in answers),
        use=(element.get("use") or "").strip().lower(),
    )


def _places(where: str, element: _Element, problems: list[Problem]) -> tuple[int, int]:
    position = element.find("./position")
    told = "" if position is None else f"{position.get('start') or ''} to {position.get('finish') or ''}"
    start = None if position is None else _number(position.get("start") or "")
    finish = start if position is None else _number(position.get("finish") or position.get("start") or "")
    if start is None or finish is None or not 1 <= start <= finish <= MOST_PLACES:
        do = "Export the survey again, or correct its <position>."
        problems.append(Problem(where, "its position in the data file cannot be used", told, "start and finish", do))
        return 1, 1
    return start, finish


def _values(where: str, element: _Element, literal: bool, problems: list[Problem]) -> dict[str, str]:
    values: dict[str, str] = {}
    for answer in element.iterfind("./values//value"):
        code = (answer.get("code") or "").strip()
        number = code if literal else plain_number(code)
        if not number:
            what, do = "a code that is no number", 'Correct it, or say format="literal".'
            problems.append(Problem(where, what, code, do=do))
        elif number in values:
            problems.append(Problem(where, "a code that stands twice", code, do="Correct the definition."))
        else:
            values[number] = _text(answer)
    return values


def _marked(element: _Element) -> dict[str, str]:
    """Codes that the definition marks as missing, by an attribute or by standing in an element of that name."""
    marked: dict[str, str] = {}
    for answer in element.iterfind("./values//value"):
        parent = answer.getparent()
        inside = parent is not None and parent.tag == "missing"
        word = (answer.get("missing") or "").strip()
        if (word and word.lower() not in ("no", "false", "0")) or inside:
            code = (answer.get("code") or "").strip()
            marked[plain_number(code) or code] = word
    return marked


def _spread(
    where: str, element: _Element, values: Mapping[str, str], field: int, is_csv: bool, problems: list[Problem]
) -> Spread | None:
    told = element.find("./spread")
    codes = [int(code) for code in values if code.isdigit()]
    if told is None:
        # In a CSV file the field is a cell, as long as it needs to be.
        if not is_csv and max(codes, default=0) > field:
            what = "its field is too short for its highest code: each answer has a place of its own"
            problems.append(Problem(where, what, f"{field} places", f"{max(codes)} places", "Export the survey again."))
        return None
    subfields = _number(told.get("subfields") or "")
    # Where it is not said, a subfield is as wide as the longest code.
    width = _number(told.get("width") or str(max(map(len, values), default=1)))
    if not subfields or not width or (not is_csv and subfields * width > field):
        what = "its <spread> does not fit into its field"
        found = f"{told.get('subfields')} of {told.get('width') or width} in {field} places"
        problems.append(Problem(where, what, found, do="Export the survey again."))
        return None
    return Spread(subfields, width)


def _text(element: _Element | None) -> str:
    """The text of an element: `<br/>` is a space, and wordings for other languages and modes are left out."""
    return "" if element is None else clean("".join(_pieces(element)))


def _pieces(element: _Element) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if child.tag == "br":
            pieces.append(" ")
        elif not isinstance(child.tag, str):
            # An entity that was not filled in; `clean` knows those of HTML.
            pieces.append(child.text or "")
        elif child.tag != "text":
            pieces += _pieces(child)
        pieces.append(child.tail or "")
    return pieces


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def plain_number(text: str) -> str:
    """A number without the zeros before and after it, or an empty text.

    Examples
    --------
    >>> plain_number(" 007"), plain_number("-1.50"), plain_number("0"), plain_number("a")
    ('7', '-1.5', '0', '')
    """
    text = text.strip()
    bare = text.removeprefix("-").removeprefix("+")
    whole, _, part = bare.partition(".")
    if not (whole + part).isascii() or not (whole + part).isdigit():
        return ""
    plain = (whole.lstrip("0") or "0") + (f".{part.rstrip('0')}" if part.rstrip("0") else "")
    return f"-{plain}" if text.startswith("-") and plain != "0" else plain
