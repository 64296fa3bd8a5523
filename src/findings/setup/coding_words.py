"""The words of a coding workbook: what each theme is called in the drop-downs, and which theme a cell means."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from findings.consultation.asked import Questionnaire
from findings.consultation.codeframe import FIXED_CODES, SET_ASIDE, TO_CODE, CodeFrame, FreeTextPlan, Sentiment, Theme
from findings.consultation.names import as_compared

YES, NO = "yes", "no"
SENTIMENTS = {str(one).capitalize(): one for one in Sentiment}
FIXED_HELP = {
    "outside": "It answers the question with a point that no theme holds. Say in 'Note' what the point is.",
    "no_content": "It says nothing that answers the question: 'n/a', 'see above', a full stop.",
    SET_ASIDE: "It cannot be coded, for example abuse. Say in 'Note' why: without a reason it is not taken.",
}
_NEAR = 3


@dataclass(frozen=True)
class Words:
    """What may be chosen in the rows of one question.

    Parameters
    ----------
    question
        The open question, or the name of the submissions.
    frame
        Its code frame.
    title
        What the question's sheet is called.
    """

    question: str
    frame: CodeFrame
    title: str

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """The themes that serve the question, each followed by its parts."""
        return in_order(self.frame.serving(self.question))

    @cached_property
    def labels(self) -> dict[str, str]:
        """Code -> what the drop-down calls it, each of its own; the codes that stand alone come last."""
        words = {name: " ".join(theme.label.split()) for name, theme in self.themes.items()}
        words |= {name: label for name, label in FIXED_CODES.items() if name != TO_CODE}
        count = Counter(map(as_compared, words.values()))
        return {name: label if count[as_compared(label)] == 1 else f"{label} ({name})" for name, label in words.items()}

    @cached_property
    def _known(self) -> dict[str, str]:
        """Everything that a cell may say for a code, as compared; labels go before other spellings."""
        known: dict[str, str] = {}
        for name, label in self.labels.items():
            known.setdefault(as_compared(label), name)
        for name in self.labels:
            known.setdefault(as_compared(name), name)
        for name, theme in self.themes.items():
            for other in theme.also:
                known.setdefault(as_compared(other), name)
        known.setdefault(as_compared(FIXED_CODES[TO_CODE]), TO_CODE)
        known.setdefault(TO_CODE, TO_CODE)
        return known

    def code_of(self, text: str) -> str:
        """The code that a cell means, or an empty text; `to_code` for one that says that it is not coded yet."""
        return self._known.get(as_compared(text), "")

    def nearest(self, text: str) -> str:
        """Which labels may have been meant."""
        by_words = {as_compared(label): label for label in self.labels.values()}
        near = difflib.get_close_matches(as_compared(text), list(by_words), n=_NEAR)
        named = ", ".join(f"'{by_words[one]}'" for one in near)
        return f"Did you mean {named}?" if named else "Choose one from the list; they stand on the sheet 'Themes'."


def in_order(themes: Mapping[str, Theme]) -> dict[str, Theme]:
    """Themes in the order of their frame, the parts of each right after it.

    Examples
    --------
    >>> named = {"bus": Theme(label="Bus", under="travel"), "cost": Theme(label="C"), "travel": Theme(label="T")}
    >>> list(in_order(named))
    ['cost', 'travel', 'bus']
    """
    whole = [name for name, theme in themes.items() if theme.under not in themes]
    parts = {name: [part for part, theme in themes.items() if theme.under == name] for name in whole}
    return {one: themes[one] for name in whole for one in (name, *parts[name])}


def words_of(plan: FreeTextPlan, questionnaire: Questionnaire) -> dict[str, Words]:
    """Question or submissions -> what may be chosen, in the order of the questions."""
    titles = {name: f"{asked.number} {asked.short}" for name, asked in questionnaire.also_asked.items()}
    titles |= {name: own.label for name, own in plan.submissions.items()}
    found: dict[str, Words] = {}
    taken: set[str] = set()
    for name in (*plan.coded, *plan.submissions):
        frame = plan.frame_of(name)
        if frame is not None and name in titles:
            found[name] = Words(name, frame, sheet_name(titles[name], taken))
    return found


def some_comments(number: int) -> str:
    """So many comments, in words."""
    return "1 comment" if number == 1 else f"{number} comments"


RESERVED = ("read me", "themes", "long comments", "history")
"""Sheets that every workbook has; and the one name that Excel keeps for itself."""


def sheet_name(title: str, taken: set[str]) -> str:
    """A sheet's name made of a title: at most 31 letters, none that is forbidden, and its own; noted in `taken`.

    Examples
    --------
    >>> taken = set()
    >>> sheet_name("Q2 Why? [in your own words, please]", taken)
    'Q2 Why  (in your own words, ple'
    >>> sheet_name("Q2 Why  (in your own words, please!", taken)
    'Q2 Why  (in your own words, (2)'
    """
    plain = "".join("(" if one == "[" else ")" if one == "]" else " " if one in ":*?/\\" else one for one in title)
    plain = plain.replace("\n", " ").strip(" '") or "Question"
    name, number = plain[:31].strip(" '"), 1
    while name.casefold() in taken or name.casefold() in RESERVED:
        number += 1
        name = f"{plain[: 31 - len(f' ({number})')].strip()} ({number})"
    taken.add(name.casefold())
    return name
