"""Whether the answers of a column come from a list, or are the respondents' own words."""

from __future__ import annotations

from collections import Counter

from findings.draft import headings
from findings.draft.groups import heading_of
from findings.draft.profile import Profile
from findings.draft.scales import is_beside
from findings.draft.several import MOST_ANSWERS
from findings.draft.texts import words
from findings.intake.kept import CHOSEN, CHOSEN_NOT

TICKS = frozenset(CHOSEN)
"""What stands in a cell of an answer that was chosen."""
NO_TICKS = frozenset(CHOSEN_NOT)
"""What stands there where it was not."""


def is_closed(profile: Profile, own_words: bool) -> bool:
    """Whether the answers come from a list: a few of them, given again and again, make up most."""
    if profile.cut or not profile.counted:
        return False
    times = Counter({text: sum(spellings.values()) for text, spellings in profile.merged.items()})
    total, different = profile.counted, len(times)
    if total < 20:
        known = all(text in _KNOWN or is_beside(text) for text in times)
        listed = bool(headings.CHOICE.search(words(heading_of(profile))))
        if listed and profile.mean_words <= 20:
            # Texts that all differ are typed in, whatever was offered: nobody's own words become a printed label.
            # Few cells of a long file are rare answers; of a short file they are all that there is.
            return different <= 0.8 * total or (total < 5 and profile.rows < 20)
        short = profile.mean_words <= 4 or (different <= total / 2 and profile.mean_words <= 20)
        return known or (short and not own_words and (different <= 0.7 * total or different == 1))
    least = max(3, total // 200) if total >= 60 else 2
    frequent = [text for text, count in times.items() if count >= least]
    covered = sum(times[text] for text in frequent) / total
    if len(frequent) < 2 or len(frequent) > 2 * MOST_ANSWERS:
        # One answer alone comes back where the rest are words of their own: "No", and what it is if yes.
        return different == 1 or (different <= 3 and covered >= 0.9)
    if own_words:
        return covered >= 0.85 and len(frequent) >= 3
    if different <= 8 and profile.mean_words <= 12:
        return True
    return covered >= (0.75 if headings.CHOICE.search(words(heading_of(profile))) else 0.8)


_KNOWN = TICKS | NO_TICKS | {"maybe", "none", "male", "female", "woman", "man", "individual", "organisation"}
