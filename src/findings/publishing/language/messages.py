"""Every message that a catalogue should hold: from the code's own literals, the notebooks, and reports as executed.

The code is read, not run: what is given as a literal to `words`, `line`, `say` and their like is a message, and so is
each paragraph of a notebook's markdown. What the code puts together is met in executed notebooks.
"""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.codeframe import FIXED_CODES
from findings.consultation.language import NAMES
from findings.consultation.madeup import MARK
from findings.evidence import draft
from findings.evidence.cell import Status
from findings.evidence.mark import NOTICE
from findings.evidence.share_words import SCALE
from findings.evidence.story import FIXED_LABELS, FIXED_LEVEL_LABELS
from findings.exhibits.coded import OF_WHOM, SUBMISSIONS, WHO_COMMENTED
from findings.exhibits.lines import every_line
from findings.exhibits.model import MIMETYPE, Exhibit, Origin, from_json
from findings.exhibits.wording import BASE_NOTE, MONTHS
from findings.publishing.annex import TITLE
from findings.publishing.easy_read import HARD_WORDS, THUMBS
from findings.publishing.easy_word import NOTE
from findings.publishing.furniture import WORDS
from findings.publishing.language.catalogue import ABOUT, LABEL, MONTH, SHARE
from findings.publishing.language.markdown import messages_of
from findings.publishing.language.skeleton import SMALLEST, STOPS, has_words, listed, parted, renumbered, skeleton

PACKAGE = Path(__file__).resolve().parents[2]
_ROOMS = ("exhibits", "publishing", "evidence")
_EASY = frozenset(("_idea", "_said", "_hidden"))
_SAYING = frozenset(("words", "line", "say", "chapter_heading", "Span", *_EASY))
_LABELLING = frozenset(("label", "_option"))
_MADE = ("Ranked {1}", "Ranked in the first {1}", "Responses received", "Responses analysed")
"""Labels that the counting makes, or writes into the evidence."""
_OF_CODES = (
    *FIXED_CODES.values(),
    *("themes", "how comments speak", "themes named together", "principles", "with its parts"),
    *("A theme of the code frame", "None of the principles", "number of people", "Number of people"),
    *("Positive", "Positive and negative", "Negative", "Not clear"),
)
"""Labels that the counting of coded comments makes."""
_DESCRIBING = (
    "number of responses",
    "number of submissions",
    "where it was noted",
    "number of choices made",
    "number of codes given",
    "percentage points more than {1}",
)
"""How `findings.exhibits.about` ends what it says of a cell."""
_SENTENCE = 4
"""Spaces from which a text under a name is taken for a sentence."""
_MOST_PLACES = 8
"""A sentence with more places is a list of any length: its parts are messages."""


@dataclass(frozen=True, order=True)
class Message:
    """A message with its context."""

    text: str
    context: str = ""


def messages_of_code(notebooks: Path) -> set[Message]:
    """The messages that can be read from the code and from the notebooks as written."""
    found = set(_constants())
    for path in sorted(path for room in _ROOMS for path in (PACKAGE / room).rglob("*.py")):
        if path.parent.name not in ("language", "check"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= set(_literals(tree)) | set(_sentences(tree))
    found |= set(_literals(ast.parse((PACKAGE / "consultation" / "counted.py").read_text(encoding="utf-8"))))
    for path in sorted(notebooks.glob("[1-9]*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                found |= {Message(part) for _, words in messages_of(source) for part in parts_of(words)}
            else:
                found |= set(_literals(ast.parse(source)))
    return found


def _constants() -> Iterator[Message]:
    """Words that stand in tables of the code."""
    yield from (Message(text) for text in WORDS.values())
    yield from (
        Message(text) for text in (*OF_WHOM.values(), WHO_COMMENTED, *BASE_NOTE.values(), "Table", "Figure", "Box")
    )
    for status in (status for status in Status if str(status).startswith("[")):
        yield Message(f"{status} means {status.meaning}")
        yield Message(status.meaning)
    yield from (Message(text, LABEL) for text in (*FIXED_LABELS.values(), *FIXED_LEVEL_LABELS.values(), "Not chosen"))
    yield from (Message(text, LABEL) for text in (*_MADE, *_OF_CODES))
    yield from (Message(text, ABOUT) for text in _DESCRIBING)
    yield from (Message(f"{{1}} of {{2}} {whom}", ABOUT) for whom in (*OF_WHOM.values(), WHO_COMMENTED, SUBMISSIONS))
    yield from (Message(month, MONTH) for month in MONTHS)
    yield from (Message(phrase.text, SHARE) for phrase in SCALE)
    hard = (text for pair in HARD_WORDS for text in pair)
    for text in (MARK, draft.DRAFT, NOTICE, draft.NOTICE, draft.DO, TITLE, NOTE, *THUMBS, *hard, *NOTES):
        yield from map(Message, parts_of(text))


NOTES = (
    "Some words of this page are not translated. They are in English, and are marked as English.",
    "The words of this translation have not been checked by a speaker of the language.",
    "This report is also there in",
)
"""What a page says of its own language."""
assert NAMES


def _literals(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in _LABELLING:
            texts = [text for text in _strings(node.args[0]) if has_words(text)]
            yield from (Message(text, LABEL) for text in texts)
        elif name in _SAYING:
            for text in _said_by(name, node):
                for message in _filled(text) if name in ("line", "say", *_EASY) else (text.strip(),):
                    yield from map(Message, parts_of(message))


def _sentences(tree: ast.Module) -> Iterator[Message]:
    """Whole sentences that a module keeps under a name."""
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        value = node.value
        kept = value.values if isinstance(value, ast.Dict) else value.elts if isinstance(value, ast.Tuple) else [value]
        for text in (each.value for each in kept if isinstance(each, ast.Constant) and isinstance(each.value, str)):
            if text[:1].isupper() and text.count(" ") >= _SENTENCE and "\n" not in text:
                yield from map(Message, parts_of(text))


def _said_by(name: str, call: ast.Call) -> Iterator[str]:
    """What a call says: its first argument, or of a sentence that is easy to read each of them."""
    for argument in call.args if name in _EASY else call.args[:1]:
        yield from _strings(argument)


def _strings(node: ast.expr) -> Iterator[str]:
    """The whole strings in an argument; one that the code puts together from others is not known before it runs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)


def _filled(template: str) -> Iterator[str]:
    """The messages of a format string: who answered is words, all else a place."""
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError:
        return
    for whom in OF_WHOM.values() if any(form == "of_whom" for _, _, form, _ in fields) else ("",):
        message, places = "", 0
        for text, name, form, _ in fields:
            message += text
            if form == "of_whom":
                message += whom
            elif name is not None:
                places += 1
                message += f"{{{places}}}"
        yield message


def parts_of(message: str, level: int = 0) -> Iterator[str]:
    """The messages that a line is looked up as: its sentences, and of a list of any length its parts.

    Examples
    --------
    >>> list(parts_of("{1}: {2} of {3} people. {4} did not."))
    ['{1}: {2} of {3} people.', '{1} did not.']
    """
    for part in parted(message, level):
        own, numbers = renumbered(listed(part.strip())[0])
        if not has_words(own):
            continue
        if len(numbers) > _MOST_PLACES and level < SMALLEST:
            yield from parts_of(part, level + 1)
        elif level > SMALLEST or own != "":
            yield own


def without_stops(found: set[Message]) -> set[Message]:
    """The messages less those that differ from another only by a stop at their end, which is put there again.

    The page's own words stay as they are: they are looked up as a whole.

    Examples
    --------
    >>> sorted(message.text for message in without_stops({Message("Base"), Message("Base:"), Message("All.")}))
    ['All.', 'Base']
    """
    whole = frozenset(WORDS.values())
    return {
        message
        for message in found
        if message.text in whole
        or message.text[-1:] not in STOPS
        or Message(message.text.rstrip(STOPS), message.context) not in found
    }


def messages_of_runs(runs: Iterable[Path]) -> set[Message]:
    """The messages that executed notebooks of runs hold."""
    found: set[Message] = set()
    for run in runs:
        for path in sorted((run / "restricted" / "notebooks").glob("[1-9]*.ipynb")):
            for exhibit in _exhibits(path):
                for line in every_line(exhibit):
                    found |= {Message(part) for part in parts_of(skeleton(line)[0])}
    return found


def _exhibits(path: Path) -> Iterator[Exhibit]:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            if MIMETYPE in output.get("data", {}):
                yield from_json(output["data"][MIMETYPE])


def fixed_labels_of(exhibit: Exhibit) -> Iterator[str]:
    """The labels that an exhibit shows."""
    for line in every_line(exhibit):
        yield from (span.text for span in line if span.origin is Origin.LABEL)
