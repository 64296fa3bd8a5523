"""The page held against the combined notebook: its spans and words, in reading order, are those of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from findings.errors import Problem
from findings.exhibits.lines import lines_of
from findings.exhibits.model import Exhibit, Origin, plain
from findings.publishing.check.drawings import other_drawings
from findings.publishing.check.named import name_of
from findings.publishing.check.page import Page, Piece, at, short

_BOUND = frozenset({"cell", "label", "parameter", "citation", "quote"})
_NEAR = 100
"""How many letters before a place are looked at for a fault that was told already."""
ROOM = 500
"""How many letters of the page's own may stand between two lines."""
MEND = "Find out who changed it: the page is made from the executed notebooks and from nothing else."
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Due:
    """A span that is due on the page, and the place of its exhibit among all."""

    text: str
    origin: str
    ref: str
    exhibit: int

    @property
    def key(self) -> Key:
        """What is compared."""
        return self.text, self.origin, self.ref


def unlike_the_notebook(page: Page, exhibits: Sequence[Exhibit], own_words: Iterable[str]) -> Iterator[Problem]:
    """Every exhibit of which the page shows other spans, words or drawings, each told once; and words of neither.

    `own_words` are those that stand on every report: in its templates, and in markdown of its notebooks.
    """
    told: set[int] = set()
    yield from _other_spans(page, exhibits, told)
    yield from _missing_words(page, exhibits, told)
    yield from _other_words(page, exhibits, own_words)
    yield from other_drawings(page, exhibits, told)


def _other_spans(page: Page, exhibits: Sequence[Exhibit], told: set[int]) -> Iterator[Problem]:
    due = [span for span in _spans(exhibits) if span.text]
    places = [place for place, piece in enumerate(page.pieces) if _is_compared(piece)]
    found = [page.pieces[place] for place in places]
    wanted, shown = [span.key for span in due], [(_squeezed(piece.text), piece.origin, piece.ref) for piece in found]
    for first, last, start, end in _differences(wanted, shown):
        pieces, spans = found[start:end], due[first:last]
        concerned = {span.exhibit for span in spans or due[max(0, first - 1) : first]}
        before = places[start - 1] if start else 0
        after = places[end] if end < len(places) else len(page.pieces)
        # What was told already, of its value or its origin, is not told again; nor two differences of one exhibit.
        known = any(piece.wrong for piece in page.pieces[before + 1 : after]) or bool(concerned & told)
        told |= concerned
        if known:
            continue
        where = name_of(exhibits[min(concerned)]) if concerned else "the page"
        yield Problem(
            f"{where}{at(pieces[0].near) if pieces else ''}",
            "a page that shows something else than its notebook",
            _told([(piece.spaced, piece.ref) for piece in pieces]) or "nothing",
            _told([(span.text, span.ref) for span in spans]) or "nothing",
            MEND,
        )


def _is_compared(piece: Piece) -> bool:
    return piece.where == "main" and not piece.drawing and piece.origin in _BOUND and bool(piece.spaced)


def _differences(due: list[Key], found: list[Key]) -> list[tuple[int, int, int, int]]:
    """What differs; only what stands between the equal beginning and the equal end is compared at length."""
    first = next((n for n, (a, b) in enumerate(zip(due, found, strict=False)) if a != b), min(len(due), len(found)))
    last = 0
    while last < min(len(due), len(found)) - first and due[-1 - last] == found[-1 - last]:
        last += 1
    matcher = SequenceMatcher(None, due[first : len(due) - last], found[first : len(found) - last], autojunk=False)
    return [
        (a + first, b + first, c + first, d + first) for what, a, b, c, d in matcher.get_opcodes() if what != "equal"
    ]


def _spans(exhibits: Sequence[Exhibit]) -> Iterator[Due]:
    for place, exhibit in enumerate(exhibits):
        for line in lines_of(exhibit):
            for span in line:
                if span.origin in _BOUND:
                    yield Due(_squeezed(span.text), str(span.origin), span.ref, place)


def _missing_words(page: Page, exhibits: Sequence[Exhibit], told: set[int]) -> Iterator[Problem]:
    """Every exhibit of which a line does not stand on the page, in its order, with its numbers between the words."""
    pieces = [piece for piece in page.pieces if piece.where == "main" and not piece.drawing]
    text, wrong = "", []
    for piece in pieces:
        if piece.wrong:
            wrong.append(len(text))
        text += _squeezed(piece.text)
    place, room = 0, ROOM
    for number, exhibit in enumerate(exhibits):
        for line in lines_of(exhibit):
            wanted = _squeezed(plain(line))
            there = text.find(wanted, place, place + room + len(wanted)) if wanted and number not in told else -1
            if there >= 0:
                place, room = there + len(wanted), ROOM
                continue
            # Of what was told already the words may be others: the next line stands behind them.
            room += 2 * len(wanted)
            if not wanted or number in told:
                continue
            told.add(number)
            if not any(place - _NEAR <= other <= place + room for other in wrong):
                what = "words that the page does not have"
                yield Problem(name_of(exhibit), what, "nothing", short(plain(line)), MEND)


def _other_words(page: Page, exhibits: Sequence[Exhibit], own_words: Iterable[str]) -> Iterator[Problem]:
    """Every run of words in the report that no exhibit holds and that is not the page's own."""
    # Lines that follow each other without a number between them are one run of words on the page.
    told = "".join(_letters(plain(line)) for exhibit in exhibits for line in lines_of(exhibit))
    known = "\n".join((told, *map(_letters, own_words)))
    seen: set[str] = set()
    # Words beside what was told already, typed together with it, are told with it.
    wrong = {piece.block for piece in page.pieces if piece.wrong}
    for piece in page.pieces:
        if piece.where != "main" or piece.drawing or piece.block in wrong or piece.origin not in ("", Origin.WORDS):
            continue
        words = _letters(piece.text)
        if words and words not in seen and words not in known:
            yield Problem(
                f"the text of a {piece.tag} element{at(piece.near)}",
                "words that neither the notebook nor the page's own have",
                short(piece.text),
                do=MEND,
            )
        seen.add(words)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _told(parts: list[tuple[str, str]]) -> str:
    return short(", ".join(f"{text} [{ref}]" if ref else text for text, ref in parts))
