"""Texts that stand for no answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from findings.draft.profile import Profile
from findings.draft.scales import kind_words
from findings.draft.texts import alike

FILE_SAYS = "The file says so"


def _missing(profile: Profile) -> set[str]:
    return {alike(label) for label in profile.column.missing}


def _is_label(label: str, of: Profile, profiles: Sequence[Profile]) -> bool:
    """Whether another column declares the label as an answer."""
    return any(
        alike(label) in set(map(alike, other.column.labels.values())) - _missing(other)
        for other in profiles
        if other is not of
    )


def missing_texts(profiles: Sequence[Profile]) -> dict[str, str]:
    """Texts that stand for no answer wherever they occur: as written -> why.

    `N/A` is one where several columns have it; in one column alone it is an answer.
    """
    found: dict[str, str] = {}
    times: Counter[str] = Counter()
    written: dict[str, str] = {}
    declared = {alike(label) for profile in profiles for label in profile.column.labels.values()}
    answered = Counter(text for profile in profiles for text in set(profile.merged) - _missing(profile))
    for profile in profiles:
        for label, why in profile.column.missing.items():
            # It means no answer everywhere or nowhere: 9 may be missing in one column and a number in another.
            if not answered[alike(label)] and not _is_label(label, profile, profiles):
                found[label] = f"{FILE_SAYS} ({why.replace('_', ' ')})."
        for text, spellings in profile.merged.items():
            if text in kind_words()["missing"] or text in ("n/a", "n.a", "n\\a"):
                times[text] += 1
                written.setdefault(text, max(spellings, key=lambda spelling: (spellings[spelling], spelling)))
    for text, columns in times.items():
        if text in declared or (text not in kind_words()["missing"] and columns < 2):
            continue
        found.setdefault(
            written[text], f"It stands in {columns} column{'s' if columns > 1 else ''} in place of an answer."
        )
    return found
