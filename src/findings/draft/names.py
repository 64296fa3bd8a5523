"""Names for what a draft holds: made from headings and labels, by the grammar of identifiers, each once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from findings.consultation.madeup import COLUMN
from findings.consultation.names import as_compared, name_fault
from findings.draft.texts import clean

LONGEST = 40
TAKEN = frozenset({"response_id", "source_row", "source_file", "source_kind", "channel", "respondent", COLUMN})
"""Names of columns that the run's own files have."""


def slug(text: str, begin: str = "n") -> str:
    """A name made of a text; `begin` stands before a digit.

    Examples
    --------
    >>> slug("Strongly agree"), slug("25-34 years"), slug("Not useful"), slug("Fran\u00e7ais \u2013 autre")
    ('strongly_agree', 'n25_34_years', 'is_not_useful', 'francais_autre')
    """
    plain = unicodedata.normalize("NFKD", clean(text).casefold().replace("'", "").replace("\u2019", ""))
    name = re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode("ascii")).strip("_")
    if len(name) > LONGEST:
        name = name[: LONGEST + 1].rsplit("_", 1)[0][:LONGEST].strip("_")
    if not name[:1].isalpha():
        name = f"{begin}{name}" if name else ""
    return f"is_{name}" if name and name_fault(name) else name


def unused(name: str, used: Collection[str], otherwise: str) -> str:
    """The name, or `otherwise` where it is empty, with a number where it is used already.

    Examples
    --------
    >>> unused("q1", {"q1", "q1_2"}, "q"), unused("", {}, "q")
    ('q1_3', 'q')
    """
    name = name or otherwise
    if name not in used:
        return name
    number = 2
    while f"{name}_{number}" in used:
        number += 1
    return f"{name}_{number}"


def option_names(labels: list[str], spellings: Sequence[Collection[str]] = ()) -> list[str]:
    """A name for each label, none of them written as another's label.

    Parameters
    ----------
    labels
        The labels of a question's options.
    spellings
        Other ways of writing each of them.

    Examples
    --------
    >>> option_names(["Yes", "No", "Yes!", "n1", "1"])
    ['yes', 'no', 'yes_2', 'n1', 'n1_2']
    """
    written = [as_compared(label) for label in labels]
    others = [{as_compared(text) for text in texts} for texts in spellings] or [set()] * len(labels)
    names: list[str] = []
    for place, label in enumerate(labels):
        elsewhere = {text for other, text in enumerate(written) if other != place}
        elsewhere.update(*(texts for other, texts in enumerate(others) if other != place))
        names.append(unused(slug(label), {*names, *elsewhere}, f"option_{place + 1}"))
    return names
