"""The texts of the parameters in another language: options, groups, questions, titles, sources, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from findings.publishing.language.catalogue import ABOUT, LABEL, Catalogue

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_SMALL = re.compile(r"[a-z]")
_BETWEEN = (": ", ". ", ", ")
_IDENTIFIER = re.compile(r"\S+#\S+")
_DESCRIBED = re.compile(r"^([^()]{1,20}) \((.+)\), (.+): (.+), (.+?)$")
_MORE_THAN = "percentage points more than "


@dataclass(frozen=True)
class Labels:
    """What the consultation's texts say, from its file of translations, and fixed labels from the catalogue.

    Parameters
    ----------
    catalogue
        The report's own words.
    own
        English text -> what it says, as `languages/<language>.yaml` has it.
    """

    catalogue: Catalogue
    own: Mapping[str, str] = field(default_factory=dict)

    def find(self, text: str) -> str:
        """What a text says; an empty text where nobody translated it.

        Examples
        --------
        >>> labels = Labels(Catalogue("cy", {("label", "Base"): "Sail", ("label", "Ranked {1}"): "Safle {1}"}),
        ...                 {"Yes": "Ydw", "Type of respondent": "Math o ymatebydd"})
        >>> labels.find("Yes"), labels.find("Ranked 3"), labels.find("Q8: Yes"), labels.find("type of respondent")
        ('Ydw', 'Safle 3', 'Q8: Ydw', 'math o ymatebydd')
        """
        said = self._whole(text)
        return said or self._described(text) or next(self._in_parts(text), "")

    def _whole(self, text: str) -> str:
        key = " ".join(text.split())
        if not _SMALL.search(key) or _IDENTIFIER.fullmatch(key):
            # A question's number, a year, the name of a cell: the same in each language.
            return text
        said = self.own.get(key) or self.catalogue.find(key, LABEL) or self.catalogue.date(key)
        return said or self._with_figures(key) or self._within_a_sentence(key)

    def _with_figures(self, key: str, context: str = LABEL) -> str:
        figures = _FIGURE.findall(key)
        if not figures:
            return self.catalogue.find(key, context)
        numbers = iter(range(1, len(figures) + 1))
        said = self.catalogue.find(_FIGURE.sub(lambda _: f"{{{next(numbers)}}}", key), context)
        return re.sub(r"\{(\d+)\}", lambda place: figures[int(place[1]) - 1], said)

    def _within_a_sentence(self, key: str) -> str:
        """A title begins with a small letter within a sentence."""
        large = key[:1].upper() + key[1:]
        said = self.own.get(large, "") if large != key else ""
        return said[:1].lower() + said[1:]

    def _described(self, text: str) -> str:
        """What a cell counts, of whom, as `findings.exhibits.about` says it."""
        found = _DESCRIBED.match(text)
        if not found:
            return ""
        number, short, group, option, tail = found.groups()
        names = [self._whole(name) for name in (number, short, group, option)]
        counted, _, other = tail.partition(_MORE_THAN)
        said = self.catalogue.find(f"{_MORE_THAN}{{1}}", ABOUT) if other else self._with_figures(tail, ABOUT)
        if other and not counted:
            said = said.replace("{1}", self.find(other)) if self.find(other) else ""
        return "{} ({}), {}: {}, {}".format(*names, said) if all(names) and said else ""

    def _in_parts(self, text: str) -> Iterator[str]:
        """Several texts in one, such as a group of two breakdowns, or a source with its publisher."""
        for between in _BETWEEN:
            parts = text.split(between)
            for place in range(1, len(parts)):
                left = self._whole(between.join(parts[:place]))
                right = self.find(between.join(parts[place:])) if left else ""
                if right:
                    yield f"{left}{between}{right}"
