"""A text in the passages that each may hold a point, and which of them are a letter's frame and no point.

The rule that sets a passage aside is narrow on purpose: it knows whole greetings, closings, addresses and signatures,
and whatever else stands with them makes the passage a draft that a person reads. Nothing that it sets aside vanishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LONGEST = 1_500
"""Letters: a longer passage is divided at the end of a sentence, so that one that is read is read as a whole."""
GREETING, CLOSING, ADDRESS, SIGNATURE, NO_WORDS = (
    "a greeting",
    "a closing",
    "an address or date",
    "a signature",
    "no words",
)
_BULLET = re.compile(r"\s*(?:[-*\u2022\u2023\u25e6\u2013\u2014]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+\S")
_ENDED = re.compile(r"[.?!:;][\"'\u2019\u201d)\]]*\s*$")
_SENTENCE = re.compile(r"(?<=[.?!])[\"'\u2019\u201d)\]]*\s+")
_SPACE = re.compile(r"\s+")
_SMALL = "of|the|and|for|or|to|in|on|upon|at"
_NAMED = rf"(?:[^\W\d_a-z][\w'\u2019.&/-]*|{_SMALL})"
"""A word that begins with a capital, or a small word between such words."""
_GREETING = re.compile(
    rf"(?:dear(?: {_NAMED}){{1,7}}|to whom it may concern|good (?:morning|afternoon|evening)(?: all)?|hello|hi)[,.:;]?",
)
_CLOSING = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly|ever)|(?:kind|best|warm|with kind) regards|regards|with best wishes"
    r"|best wishes|with thanks|many thanks|thanks|thank you|sincerely|faithfully)[,.]?"
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$")
_DATE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?\d{1,2}(?:st|nd|rd|th)? (?:january|february|march|april|may"
    r"|june|july|august|september|october|november|december),? \d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}-\d{2}"
)
_CONTACT = re.compile(r"(?:(?:tel|telephone|phone|mobile|e-?mail|web|website)[.:]? )?[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
                      r"|(?:tel|telephone|phone|mobile)[.:]? ?[+\d][\d ()-]{6,18}")  # fmt: skip
_NAME_LINE = re.compile(rf"(?:{_NAMED},?(?: {_NAMED},?){{0,5}})")
_ADDRESS_LINE = re.compile(rf"(?:\d{{1,4}}[A-Za-z]?,? )?{_NAMED},?(?: {_NAMED},?){{0,5}}(?: \d{{1,4}})?")
_MOST_LINES, _MOST_NAMES, _ABBREVIATED = 8, 3, 3


def passages(text: str, *, by_line: bool = False) -> tuple[str, ...]:
    r"""The passages of a text, in order; every character that is no space stands in one of them.

    Parameters
    ----------
    text
        A letter, a note or a comment.
    by_line
        Whether each line is one, as in notes of events; a line that goes on in small letters belongs to the one above.

    Examples
    --------
    >>> passages("Dear Sir,\n\nThe road\nfloods.\n\n- It is far.\n- It is dear.")
    ('Dear Sir,', 'The road\nfloods.', '- It is far.', '- It is dear.')
    >>> passages("They wait too long,\nso they said.\nA van could come.", by_line=True)
    ('They wait too long,\nso they said.', 'A van could come.')
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    found: list[list[str]] = [[]]
    loose = not re.search(r"\S[^\S\n]*\n\s*\n\s*\S", lines)
    for line in re.split(r"[\n\v\f]", lines):
        if not line.strip():
            found.append([])
            continue
        before = found[-1][-1] if found[-1] else ""
        goes_on = line.lstrip()[:1].islower()
        if before and (
            _BULLET.match(line) or (by_line and not goes_on) or (loose and _ENDED.search(before) and not goes_on)
        ):
            found.append([])
        found[-1].append(line.strip())
    return tuple(part for lines_of in found if lines_of for part in _short("\n".join(lines_of)))


def _short(text: str) -> Iterator[str]:
    """A passage in parts that are short enough, ended at a sentence, else at a space, else anywhere."""
    while len(text) > LONGEST:
        ends = [match.end() for match in _SENTENCE.finditer(text, 0, LONGEST)]
        spaces = [match.end() for match in _SPACE.finditer(text, 0, LONGEST)]
        place = next((each[-1] for each in (ends, spaces) if each and each[-1] > LONGEST // 3), LONGEST)
        yield text[:place].strip()
        text = text[place:].lstrip()
    if text.strip():
        yield text.strip()


def frames_of(parts: Sequence[str]) -> tuple[str, ...]:
    r"""Of each passage of a letter why it is set aside as part of its frame, or an empty text.

    Examples
    --------
    >>> letter = ["Dear Sir or Madam,", "Why not a van?", "Yours faithfully,", "A. Person\nClerk to the Council"]
    >>> frames_of(letter)
    ('a greeting', '', 'a closing', 'a signature')
    >>> frames_of(["Dear Sir, close it."])
    ('',)
    """
    reasons: list[str] = []
    for place, part in enumerate(parts):
        after_closing = any(reason == CLOSING for reason in reasons)
        reasons.append(_frame(part, first=place == 0, after_closing=after_closing))
    return tuple(reasons)


def _frame(part: str, *, first: bool, after_closing: bool) -> str:
    lines = [_SPACE.sub(" ", line).strip() for line in part.split("\n") if line.strip()]
    if not any(character.isalpha() for character in part):
        # Figures may say something by themselves: only what holds neither letters nor figures says nothing.
        if any(character.isdigit() for character in part):
            return ADDRESS if _is_address(lines, first) else ""
        return NO_WORDS
    if any(_shouted(line) for line in lines):
        return ""
    if len(lines) == 1 and _GREETING.fullmatch(_lowered_first(lines[0])) and _few_names(lines[0]):
        return GREETING
    if _CLOSING.fullmatch(lines[0].casefold()) and all(_NAME_LINE.fullmatch(line) for line in lines[1:_MOST_LINES]):
        return CLOSING if len(lines) <= _MOST_LINES else ""
    if _is_address(lines, first):
        return ADDRESS
    if after_closing and len(lines) <= _MOST_LINES and all(_NAME_LINE.fullmatch(line) for line in lines):
        return SIGNATURE
    return ""


def _is_address(lines: Sequence[str], first: bool) -> bool:
    """Only dates and ways to reach somebody; or, at the head of a letter, lines of names that end with a postcode."""
    reached = [_DATE.fullmatch(line.casefold()) or _CONTACT.fullmatch(line.casefold()) for line in lines]
    if all(reached):
        return True
    kept = [line for line, found in zip(lines, reached, strict=True) if not found]
    if not first or len(lines) > _MOST_LINES or len(kept) < 2:
        return False
    ends = [place for place, line in enumerate(kept) if _POSTCODE.search(line)]
    return ends == [len(kept) - 1] and all(
        _ADDRESS_LINE.fullmatch(line) for line in (*kept[:-1], _POSTCODE.sub("", kept[-1]).strip() or "Town")
    )


def _shouted(line: str) -> bool:
    """Whether a line is written in capitals: a slogan looks like names otherwise."""
    words = [str(word) for word in re.findall(r"[^\W\d_]+", line)]
    return sum(len(word) > _ABBREVIATED and word.isupper() for word in words) > 1


def _few_names(line: str) -> bool:
    """Whether no more than a title and two names follow 'Dear'; other greetings have none."""
    names = [word for word in line.split()[1:] if word not in _SMALL.split("|")]
    return not line.casefold().startswith("dear ") or len(names) <= _MOST_NAMES


def _lowered_first(line: str) -> str:
    """A line whose known first words are in small letters; names keep their capitals, by which they are known."""
    if line[:5].casefold() == "dear ":
        return "dear " + line[5:]
    return line.casefold()
