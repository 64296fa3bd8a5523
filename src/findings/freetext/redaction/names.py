"""Names of people, told by titles, introductions, lists of names, capitals, and by what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from findings.freetext.redaction.lists import by_hand, packed
from findings.freetext.redaction.name_cues import (
    ACTS,
    ARTICLES,
    CLOSES,
    CUES_BY_LAST,
    DOES,
    PARTICLES,
    PLACED,
    ROLES,
    SURE_CUES,
    THINGS,
    TITLES,
)
from findings.freetext.redaction.seen import Seen
from findings.freetext.redaction.span import Kind, Span
from findings.freetext.redaction.tokens import Token, case_tells, is_english, is_plain, is_slip, tokens_of

_LEAST_UNKNOWN = 4
"""Letters that a word needs to be a name because no list knows it: shorter ones are abbreviations."""


def names(seen: Seen) -> Iterator[Span]:
    """The names in a text; words of a name that follow each other are one.

    Examples
    --------
    >>> from findings.freetext.redaction.seen import see
    >>> text = "Dr Patel and nurse jane were kind. Will I see Mark again?"
    >>> [text[span.start : span.end] for span in names(see(text))]
    ['Patel', 'jane', 'Mark']
    """
    tokens = tokens_of(seen.text)
    if not tokens:
        return
    marked = _Reader(tokens, case_tells(tokens), is_english(tokens)).marked()
    place = 0
    while place < len(tokens):
        if place not in marked:
            place += 1
            continue
        last = place
        while last + 1 in marked and _follows(tokens[last + 1]):
            last += 1
        yield seen.span(tokens[place].start, tokens[last].end, Kind.NAME)
        place = last + 1


def is_given(low: str) -> bool:
    """Whether it is a given name and no other word."""
    listed = low in packed("given") or low in by_hand("given")
    return low in by_hand("small") or (len(low) > 2 and listed and not is_plain(low) and low not in by_hand("places"))


def is_surname(low: str) -> bool:
    """Whether it is a surname and no other word."""
    bare = low.replace("'", "")
    listed = low in packed("surnames") or bare in packed("surnames") or bare in by_hand("surnames")
    return listed and not is_plain(low) and low not in by_hand("places")


def _follows(token: Token) -> bool:
    """Whether nothing but a space, or the stop of an abbreviation, stands before a word."""
    return len(token.gap) <= 3 and token.gap.strip(" .") == "" and "\n" not in token.gap


def _listed(token: Token) -> bool:
    return is_given(token.low) or is_surname(token.low)


def _known(token: Token) -> bool:
    """Whether it is written with a capital and no name of a person: a place, a country, a maker."""
    return token.low in packed("proper") or token.low in by_hand("places")


def _unknown(token: Token) -> bool:
    """Whether no list knows it."""
    return not is_plain(token.low) and not _known(token)


@dataclass(frozen=True)
class _Reader:
    """A text's words; whether capitals mark names in it, and whether it is English."""

    tokens: Sequence[Token]
    telling: bool
    english: bool

    def marked(self) -> set[int]:
        """The places of the words that are names or parts of one."""
        found: set[int] = set()
        for place, token in enumerate(self.tokens):
            if token.low in TITLES:
                found |= self._after_title(place)
            elif token.low in ROLES:
                found |= self._after_role(place)
            if self._introduced(place) or (place not in found and self._by_itself(place)):
                found.add(place)
            if place in found:
                found |= self._going_on(place)
        return found | self._signature()

    def _maybe(self, token: Token) -> bool:
        """A word that is a name too, where its capital tells."""
        return (
            self.telling and token.capital and (token.low in by_hand("also_words") or token.low in packed("surnames"))
        )

    def _after_title(self, place: int) -> set[int]:
        found: set[int] = set()
        whole = False
        title = self.tokens[place]
        for step in range(place + 1, min(place + 5, len(self.tokens))):
            token = self.tokens[step]
            abbreviated = step == place + 1 or len(self.tokens[step - 1].low) == 1
            if not _follows(token) or ("." in token.gap and not abbreviated):
                break
            initial = len(token.low) == 1 and token.low != "a" and (token.capital or "." in token.gap or not whole)
            if token.low in TITLES or (initial and token.low != "i") or token.low in PARTICLES:
                found.add(step)
                continue
            plain = is_plain(token.low)
            cased = self.telling and token.capital and token.low not in ROLES
            if whole:
                own = _listed(token) or self._maybe(token) or token.foreign or (cased and not plain)
            elif title.low == "miss" and not (title.capital and self.telling):
                own = _listed(token)
            else:
                # "dr long" is a name no more than "the dr was".
                own = not plain or (cased and len(token.low) > 1 and ("." not in token.gap or not token.first))
            if not own:
                break
            found.add(step)
            whole = True
        titles = {step for step in found if self.tokens[step].low in TITLES}
        return found - titles if whole else set()

    def _after_role(self, place: int) -> set[int]:
        if place + 1 == len(self.tokens):
            return set()
        token = self.tokens[place + 1]
        if not (_follows(token) or token.gap == ", ") or "." in token.gap or token.low in ROLES | THINGS:
            return set()
        unknown = _unknown(token) and len(token.low) >= _LEAST_UNKNOWN and (token.capital or not is_slip(token.low))
        return {place + 1} if _listed(token) or unknown or (self._maybe(token) and token.gap == " ") else set()

    def _introduced(self, place: int) -> bool:
        token = self.tokens[place]
        if token.gap.strip(" :,-\"'") or "\n\n" in token.gap or token.low in ("is", "was"):
            return False
        last = self.tokens[place - 1].low if place else ""
        for cue in CUES_BY_LAST.get(last, ()):
            before = tuple(one.low for one in self.tokens[max(0, place - len(cue)) : place])
            if before != cue:
                continue
            sure = cue in SURE_CUES
            unknown = _unknown(token) and ((token.capital and self.telling) or not is_slip(token.low) or sure)
            cased = self.telling and token.capital
            if (
                _listed(token)
                or (unknown and (len(token.low) > 3 or cased))
                or (cased and (sure or self._maybe(token)))
            ):
                return True
        return False

    def _by_itself(self, place: int) -> bool:
        token = self.tokens[place]
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        before = self.tokens[place - 1].low if place and not token.first else ""
        cased = token.capital and self.telling
        if after is not None and after.low in THINGS and after.gap == " ":
            return False
        if is_given(token.low):
            sure = token.low in by_hand("given") or token.low in by_hand("small")
            return cased or (self.english and (sure or (len(token.low) > 3 and not is_slip(token.low))))
        if token.low in by_hand("calendar"):
            return cased and _does(after, ACTS)
        if token.low in by_hand("also_words") and cased:
            return _does(after, DOES) if token.first else before not in ARTICLES
        if not _unknown(token) or len(token.low) < 3 or (token.shouted and self.telling):
            return False
        if token.foreign and self.english:
            return True
        # "an Actimel" is a thing, "at Rushcliffe" a place.
        if before in ARTICLES or (before in PLACED and cased and not token.owns):
            return False
        if cased and not token.first:
            return True
        if len(token.low) < _LEAST_UNKNOWN or not self.english:
            return False
        if cased and (_does(after, DOES) or token.owns or self._two_names(token, after)):
            return not token.low.endswith(("ing", "ed", "ly"))
        return not is_slip(token.low)

    def _two_names(self, token: Token, after: Token | None) -> bool:
        return after is not None and after.gap == " " and after.capital and not after.shouted and _unknown(after)

    def _going_on(self, place: int) -> set[int]:
        """The words of a name after its first: surnames, initials, particles."""
        found: set[int] = set()
        for step in range(place + 1, min(place + 4, len(self.tokens))):
            token = self.tokens[step]
            if not _follows(token) or ("." in token.gap and len(self.tokens[step - 1].low) > 1) or token.low in THINGS:
                break
            cased = token.capital and self.telling
            known = token.low in packed("surnames") or token.low in by_hand("places")
            surname = is_surname(token.low) or (cased and (known or not is_plain(token.low)))
            surname = surname or (self.english and _unknown(token) and len(token.low) > 3 and not is_slip(token.low))
            particle = token.low in PARTICLES and step + 1 < len(self.tokens) and self.tokens[step + 1].capital
            initial = len(token.low) == 1 and token.capital and token.low != "i"
            if not (surname or particle or initial):
                break
            found.add(step)
        return found

    def _signature(self) -> set[int]:
        """Up to three words at the end of a text, after the close of a letter, on an own line or after a dash."""
        for length in (1, 2, 3):
            start = len(self.tokens) - length
            if start < 1:
                return set()
            gap, before = self.tokens[start].gap, self.tokens[start - 1].low
            marked = "\n" in gap or gap in (" - ", "- ", " -")
            if not (before in CLOSES or marked):
                continue
            own = self.tokens[start:]
            if before in CLOSES and not marked and length == 1 and not self._signs(own[0]):
                return set()
            parts = all(self._signs(one) or len(one.low) == 1 for one in own)
            if parts and any(len(one.low) > 1 for one in own):
                return set(range(start, len(self.tokens)))
        return set()

    def _signs(self, token: Token) -> bool:
        plain = is_plain(token.low) and token.low not in by_hand("also_words")
        return (
            _listed(token)
            or self._maybe(token)
            or (token.capital and not plain)
            or (_unknown(token) and len(token.low) > 3 and not is_slip(token.low))
        )


def _does(after: Token | None, what: frozenset[str]) -> bool:
    return after is not None and after.gap == " " and after.low in what
