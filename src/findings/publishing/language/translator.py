"""A line in another language, span by span; what stays English is marked as English, and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from findings.consultation.language import OWN
from findings.evidence.share_words import capital, lowered
from findings.exhibits.model import Line, Origin, Span
from findings.publishing.language.catalogue import SHARE, Catalogue
from findings.publishing.language.labels import Labels
from findings.publishing.language.skeleton import (
    SMALLEST,
    STOPS,
    filled,
    has_words,
    listed,
    parted,
    renumbered,
    skeleton,
    words_in,
)

_NAMED = (Origin.LABEL, Origin.PARAMETER, Origin.CITATION)


@dataclass
class Tally:
    """What was met while a report was translated.

    Parameters
    ----------
    words, translated
        How many of the report's own words there are, and how many of them the catalogue holds.
    messages
        The messages that it does not hold, with how often each was met.
    labels
        The texts of the parameters that nobody translated, likewise.
    """

    words: int = 0
    translated: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """The share of the report's own words that is translated, from 0 to 1."""
        return self.translated / self.words if self.words else 1.0


@dataclass(frozen=True)
class Translator:
    """Translates lines, and tells in `tally` what it could not.

    Parameters
    ----------
    catalogue, labels
        The report's own words, and the consultation's.
    tally
        What was met.
    """

    catalogue: Catalogue
    labels: Labels
    tally: Tally = field(default_factory=Tally)

    def line(self, line: Line) -> Line:
        """A line in the other language: the same numbers, links and origins.

        Examples
        --------
        >>> welsh = Catalogue("cy", {("", "{1} of {2} agreed."): "O blith {2}, cytunodd {1}."})
        >>> translator = Translator(welsh, Labels(welsh))
        >>> cells = Span("60", Origin.CELL, "q8#yes"), Span("85", Origin.CELL, "q8#base")
        >>> said = translator.line((cells[0], Span(" of "), cells[1], Span(" agreed. Well!")))
        >>> [(span.text, span.ref, span.lang) for span in said]  # doctest: +NORMALIZE_WHITESPACE
        [('O blith ', '', ''), ('85', 'q8#base', ''), (', cytunodd ', '', ''), ('60', 'q8#yes', ''), ('. ', '', ''),
         ('Well!', '', 'en')]
        """
        message, places = skeleton(line)
        return joined(self._message(message, tuple(map(self.span, places)), 0))

    def silent(self) -> Translator:
        """The same, for what is read a second time: its tally is its own."""
        return replace(self, tally=Tally())

    def text(self, text: str) -> Span:
        """Words of our own that stand alone: a heading of a template, a button."""
        said = self.line((Span(text),))
        left = any(span.lang for span in said)
        return Span(text if left else "".join(span.text for span in said), lang=OWN if left else "")

    def name(self, text: str, origin: Origin = Origin.PARAMETER) -> Span:
        """A text of the parameters that stands alone."""
        return self.span(Span(text, origin))

    def span(self, span: Span) -> Span:
        """A span that is not words."""
        if span.origin is Origin.CELL:
            said = self._share(span.text) if has_words(span.text) else span.text
            known = replace(span, text=said) if said else self._left(span)
            return replace(known, about=self.about(span.about)) if span.about else known
        if span.origin in _NAMED and span.text.strip():
            said = self.labels.find(span.text)
            return replace(span, text=said) if said else self._left(span)
        if span.origin is Origin.NUMBERING:
            return replace(span, text=self.number(span.text))
        if span.origin is Origin.AXIS and has_words(span.text):
            # What a scale means, in sentences: the published scale of words for shares.
            told = self.text(span.text)
            return replace(span, text=told.text, lang=told.lang)
        return replace(span, lang=OWN) if span.origin is Origin.QUOTE else span

    def number(self, number: str) -> str:
        """The number of a table or figure with its word; of a heading, as it is."""
        kind, space, rest = number.partition(" ")
        return f"{self.catalogue.find(kind) or kind}{space}{rest}" if space else number

    def about(self, about: str) -> str:
        """What a cell counts, of whom."""
        return self.labels.find(about) or about

    def _share(self, phrase: str) -> str:
        """A phrase for a share; the catalogue has it as it stands within a sentence."""
        said = self.catalogue.find(lowered(phrase), SHARE)
        return said if phrase == lowered(phrase) else capital(said)

    def _left(self, span: Span) -> Span:
        self.tally.labels[span.text] += 1
        return replace(span, lang=OWN)

    def _message(self, message: str, places: Line, level: int) -> Line:
        """A message as a whole, or else by its sentences; of each, by ever smaller parts, or else in English."""
        core = message.strip()
        if not has_words(core):
            return filled(message, places, Span(""))
        own, numbers = renumbered(core)
        said = self._said(own)
        if level == 0 and not said:
            return tuple(span for part in parted(message, 0) for span in self._message(part, places, 1))
        chosen = [places[number - 1] for number in numbers]
        spans = filled(said, chosen, Span("")) if said else self._in_parts(core, places, 1)
        self._count(own, found=spans is not None)
        if spans is None:
            spans = filled(own, chosen, Span("", lang=OWN))
        before, after = message[: len(message) - len(message.lstrip())], message[len(message.rstrip()) :]
        return (Span(before), *spans, Span(after))

    def _in_parts(self, message: str, places: Line, level: int) -> Line | None:
        """A sentence by its parts, if the catalogue holds all of them: half a sentence helps nobody."""
        core = message.strip()
        if not has_words(core):
            return filled(message, places, Span(""))
        own, numbers = renumbered(core)
        said = self._said(own)
        if said:
            before, after = message[: len(message) - len(message.lstrip())], message[len(message.rstrip()) :]
            return (Span(before), *filled(said, [places[number - 1] for number in numbers], Span("")), Span(after))
        if level > SMALLEST:
            return None
        spans: list[Span] = []
        for part in parted(message, level):
            told = self._in_parts(part, places, level + 1)
            if told is None:
                return None
            spans += told
        return tuple(spans)

    def _said(self, message: str) -> str:
        """What a message says, also where the catalogue has it without the stop at its end."""
        said = self._without_stop(message)
        head, rest = listed(message)
        if said or not rest:
            return said
        said = self._without_stop(head)
        stop = head[len(head.rstrip(STOPS)) :]
        return f"{said.removesuffix(stop)}{rest}{stop}" if said else ""

    def _without_stop(self, message: str) -> str:
        said = self.catalogue.find(message)
        if said or message[-1:] not in STOPS:
            return said
        bare = message.rstrip(STOPS)
        said = self.catalogue.find(bare)
        return said + message[len(bare) :] if said else ""

    def _count(self, message: str, *, found: bool) -> None:
        words = words_in(message)
        self.tally.words += words
        self.tally.translated += words if found else 0
        if not found:
            self.tally.messages[message] += 1


def joined(line: Line) -> Line:
    """The line with each run of own words in one span.

    Examples
    --------
    >>> [span.text for span in joined((Span("a"), Span("b"), Span(""), Span("c", lang="en")))]
    ['ab', 'c']
    """
    spans: list[Span] = []
    for span in line:
        last = spans[-1] if spans else None
        if last is not None and span.origin is last.origin is Origin.WORDS and span.lang == last.lang:
            spans[-1] = replace(last, text=last.text + span.text)
        elif span.text or span.ref:
            spans.append(span)
    return tuple(spans)
