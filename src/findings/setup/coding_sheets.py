"""The sheets of a coding workbook: a row a comment, the themes with what they mean, and comments too long for a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from findings.consultation.codeframe import FIXED_CODES, Polarity, Sentiment
from findings.setup.coding_comments import Comment, ToCode
from findings.setup.coding_rows import (
    AS_WRITTEN,
    COMMENT,
    CONTEXT,
    MAY_QUOTE,
    NOTE,
    QUOTE,
    ROW,
    SENTIMENT,
    SUGGESTED,
    THEME,
    Choices,
)
from findings.setup.coding_words import FIXED_HELP, NO, SENTIMENTS, YES, Words
from findings.setup.table import Cells, Column, Table

THEMES, LONG = "Themes", "Long comments"
FEWEST_THEMES = 5
GAVE = "What each gave"
MOST_IN_CELL, MOST_BREAKS = 32_000, 250
"""A cell holds 32,767 letters, counted in pairs where one takes two, and is shown with 253 breaks of a line."""
MOST_SHOWN, WIDTH = 20, 60
"""The lines of a comment that a row shows, and their letters: no program makes a row higher than 27 lines."""
PIECE = 1_800
"""Letters of a piece of a long comment, on a sheet of its own."""
_CONTINUED = " [The rest is on the sheet 'Long comments'.]"
_READ_LONG = "A long comment: all of it is on the sheet 'Long comments'."
_POLARITY = {Polarity.FOR: "for", Polarity.AGAINST: "against", Polarity.NEUTRAL: "neutral", Polarity.EITHER: ""}


@dataclass(frozen=True)
class CodingSheet:
    """The sheet of a question: its words, its comments, and what stands in their rows.

    Parameters
    ----------
    given
        Of comments to settle: what each coder gave, in words.
    agreed
        Of comments to settle: the sentiment that stands in a row of which nothing is settled yet.
    """

    words: Words
    comments: Sequence[ToCode]
    chosen: Mapping[Comment, Choices]
    suggested: Mapping[Comment, Sequence[str]]
    given: Mapping[Comment, str] | None = None
    agreed: Mapping[Comment, Sentiment] = field(default_factory=dict)


def question_table(sheet: CodingSheet) -> Table:
    """The table of a question: what is to be read, what is to be chosen, what stands beside."""
    words = sheet.words
    most = max((len(sheet.chosen.get(one.comment, Choices()).codes) for one in sheet.comments), default=0)
    themes = [f"{THEME} {number}" for number in range(1, max(FEWEST_THEMES, most) + 1)]
    has_suggested = any(sheet.suggested.get(one.comment) for one in sheet.comments)
    has_context = any(one.context or is_long(one.text) for one in sheet.comments)
    labels = tuple(words.labels.values())
    columns = (
        Column(ROW, 15, edit=False, help="What the comment is known by. Leave it as it is."),
        Column(COMMENT, WIDTH, edit=False),
        *([Column(CONTEXT, 28, edit=False)] if has_context else []),
        *([Column(GAVE, 34, edit=False)] if sheet.given is not None else []),
        *([Column(SUGGESTED, 22, edit=False)] if has_suggested else []),
        *(Column(name, 22, choices=labels, closed=True) for name in themes),
        *([Column(SENTIMENT, 12, choices=tuple(SENTIMENTS), closed=True)] if words.frame.sentiment else []),
        Column(QUOTE, 9, choices=(YES, NO), closed=True, help="Should the report quote it?"),
        Column(NOTE, 30, help="Why it is set aside, or what you want remembered."),
        Column(MAY_QUOTE, 9, edit=False),
        Column(AS_WRITTEN, 11, edit=False),
    )
    rows = tuple(_row(sheet, one, themes) for one in sheet.comments)
    headings = {column.heading for column in columns}
    return Table(words.title, columns, (ROW,), tuple({n: row[n] for n in row if n in headings} for row in rows))


def _row(sheet: CodingSheet, one: ToCode, themes: Sequence[str]) -> Cells:
    labels = sheet.words.labels
    own = sheet.chosen.get(one.comment, Choices())
    speaks = own.sentiment if own else sheet.agreed.get(one.comment)
    named = [labels[code] for code in own.codes if code in labels]
    long = [_READ_LONG] if is_long(one.text) else []
    return {
        ROW: one.key,
        COMMENT: in_cell(one.text),
        CONTEXT: "\n".join([*long, *one.context]),
        GAVE: sheet.given.get(one.comment, "") if sheet.given is not None else "",
        SUGGESTED: "\n".join(labels[code] for code in sheet.suggested.get(one.comment, ()) if code in labels),
        **dict.fromkeys(themes, ""),
        **dict(zip(themes, named, strict=False)),
        SENTIMENT: str(speaks or "").capitalize(),
        QUOTE: YES if own.quote else "",
        NOTE: own.note,
        MAY_QUOTE: YES if one.may_quote else NO,
        AS_WRITTEN: own.stamp,
    }


def in_cell(text: str) -> str:
    """A comment as its cell holds it: all of it, or its beginning and where the rest is."""
    if _letters(text) <= MOST_IN_CELL and text.count("\n") <= MOST_BREAKS:
        return text
    # Each of these letters may count as two.
    lines = text[: MOST_IN_CELL // 2].split("\n")
    return "\n".join(lines[:MOST_BREAKS]) + _CONTINUED


def is_long(text: str) -> bool:
    """Whether a row cannot show all of a comment."""
    return _lines(text, WIDTH) > MOST_SHOWN or in_cell(text) != text


def pieces(text: str) -> Iterator[str]:
    r"""A long comment in pieces that one reads in a row each; together they are all of it.

    Examples
    --------
    >>> text = "word " * 1000
    >>> parts = list(pieces(text))
    >>> len(parts), "".join(parts) == text, all(part.endswith(" ") for part in parts)
    (3, True, True)
    """
    while text:
        end = len(text)
        if end > PIECE or text.count("\n") > MOST_SHOWN:
            end = min(end, PIECE)
            breaks = [place + 1 for place, letter in enumerate(text[:end]) if letter == "\n"]
            if len(breaks) > MOST_SHOWN:
                end = breaks[MOST_SHOWN - 1]
            elif end < len(text):
                spaces = [place + 1 for place, letter in enumerate(text[:end]) if letter.isspace()]
                end = next((place for place in reversed(breaks) if place > PIECE // 2), max(spaces, default=end))
        yield text[:end]
        text = text[end:]


def _letters(text: str) -> int:
    """Letters as the program counts them that the file is for."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-len(line) * 11 // (10 * width))) for line in text.split("\n"))


def long_table(comments: Iterable[ToCode]) -> Table:
    """The comments that no row shows whole, in pieces."""
    rows: list[Cells] = []
    for one in comments:
        if is_long(one.text):
            parts = list(pieces(one.text))
            rows += [
                {ROW: one.key, "Part": f"{number} of {len(parts)}", COMMENT: part}
                for number, part in enumerate(parts, start=1)
            ]
    columns = (Column(ROW, 15, edit=False), Column("Part", 11, edit=False), Column(COMMENT, 110, edit=False))
    return Table(LONG, columns, (ROW, "Part"), tuple(rows))


def theme_blocks(words: Iterable[Words]) -> dict[tuple[str, ...], list[Words]]:
    """Labels -> the questions that have just these, in the order of the questions."""
    blocks: dict[tuple[str, ...], list[Words]] = {}
    for own in words:
        blocks.setdefault(tuple(own.labels.values()), []).append(own)
    return blocks


def themes_table(words: Iterable[Words]) -> Table:
    """The themes, what belongs to each, and on which sheets they are chosen; a block for each choice of them."""
    rows: list[Cells] = []
    for labels, several in theme_blocks(words).items():
        first = several[0]
        sheets = ", ".join(own.title for own in several)
        for code, label in zip(first.labels, labels, strict=True):
            theme = first.themes.get(code)
            under = theme.under if theme is not None else ""
            rows.append(
                {
                    "Theme": label,
                    "What belongs to it": theme.definition if theme is not None else FIXED_HELP[code],
                    "Examples": "\n".join(theme.examples) if theme is not None else "",
                    "For or against": _POLARITY[theme.polarity] if theme is not None else "",
                    "Part of": first.labels.get(under, under),
                    "Chosen on": sheets,
                }
            )
    columns = (
        Column("Theme", 34, edit=False),
        Column("What belongs to it", 60, edit=False),
        Column("Examples", 60, edit=False),
        Column("For or against", 14, edit=False),
        Column("Part of", 26, edit=False),
        Column("Chosen on", 34, edit=False),
    )
    return Table(THEMES, columns, ("Theme", "Chosen on"), tuple(rows))


def as_said(words: Words, choices: Choices) -> str:
    """What a coder gave, in words: for whoever settles what two gave.

    Examples
    --------
    >>> from findings.consultation.codeframe import CodeFrame, Theme
    >>> frame = CodeFrame(version="1", themes={"cost": Theme(label="Cost")})
    >>> as_said(Words("q9", frame, "Q9"), Choices(("cost",), note="Dear."))
    'Cost (Dear.)'
    """
    labels = [words.labels.get(code, FIXED_CODES.get(code, code)) for code in choices.codes]
    named = "; ".join([*labels, *([str(choices.sentiment)] if choices.sentiment else [])])
    return f"{named} ({choices.note})" if choices.note else named
