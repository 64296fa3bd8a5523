"""What kind of question a column, or several that belong together, is the answer to."""

from __future__ import annotations

import itertools

from findings.consultation.guesses import Sure
from findings.draft import headings
from findings.draft.closed import is_closed
from findings.draft.dates import is_day
from findings.draft.declared import as_declared
from findings.draft.groups import Bundle, alone, heading_of
from findings.draft.profile import Profile
from findings.draft.readings import DATE, MULTIPLE, NUMERIC, OPEN, SCALE, SINGLE, Asked, order_among, plain_numbers
from findings.draft.scales import Order, asks_for_points, ordered
from findings.draft.several import MOST_ANSWERS, Pieces, pieces_of, several_in_a_cell
from findings.draft.spread import together
from findings.draft.texts import words


def asked(bundle: Bundle) -> list[Asked]:
    """The questions that a bundle of columns answers: one, or several where they do not fit together."""
    if len(bundle.members) == 1:
        return [_alone(bundle)]
    found = together(bundle)
    taken = {profile.place for question in found for profile in question.columns}
    rest = [member for member in bundle.members if member[0].place not in taken]
    # What is left of a question with a shared wording says so in its own: "Other, please specify".
    for profile, part in rest:
        own = alone(profile, part)
        found.append(_alone(own) if profile.filled else Asked(OPEN, own, Sure.UNSURE, "Nobody answered it."))
    return sorted(found, key=lambda question: question.columns[0].place)


def _alone(bundle: Bundle) -> Asked:
    ((profile, _),) = bundle.members
    return as_declared(bundle, profile) or _by_answers(bundle, profile)


def _by_answers(bundle: Bundle, profile: Profile) -> Asked:
    heading = heading_of(profile)
    name = words(heading)
    texts = profile.texts
    if _are_days(profile):
        return Asked(DATE, bundle, Sure.LIKELY, "Its cells are days.")
    order = _order_of_most(profile, heading)
    if order is not None:
        sure = Sure.LIKELY if len(order.answers) > 2 else Sure.UNSURE
        told = "points of a scale" if order.family == "numbers" else "words of a scale"
        return Asked(SCALE, bundle, sure, f"Its answers are {told}.", "a single choice without order", order=order)
    invited = bool(headings.SEVERAL.search(heading))
    pieces = several_in_a_cell(texts, invited)
    if profile.cut and pieces is None and profile.pieces:
        pieces = _of_cut(profile, invited)
    if pieces is not None and (invited or not headings.OWN_WORDS.search(name) or pieces.frequent > 0.95):
        told = "Its heading asks for several answers" if invited else "The same pieces come back in different cells"
        because = f"{told}, and cells hold several, divided by {_visible(pieces.separator)}."
        return Asked(MULTIPLE, bundle, Sure.LIKELY if invited else Sure.UNSURE, because, "open text", pieces=pieces)
    amounts = profile.amounts >= (0.7 if headings.AMOUNT.search(name) and not headings.OWN_WORDS.search(name) else 0.95)
    if (profile.numbers >= 0.95 or amounts) and not (len(profile.merged) <= 2 and plain_numbers(profile) <= {"0", "1"}):
        few = len(profile.merged) <= 7 and not headings.AMOUNT.search(name)
        if few and (headings.CHOICE.search(name) or "multiple choice" in name):
            return Asked(SINGLE, bundle, Sure.UNSURE, "Few different numbers, as codes of answers are.", "a number")
        sure = Sure.UNSURE if few else Sure.LIKELY
        return Asked(NUMERIC, bundle, sure, "Its cells are numbers.", "codes of answers" if few else "")
    return _list_or_words(bundle, profile, name)


def _list_or_words(bundle: Bundle, profile: Profile, name: str) -> Asked:
    own_words = bool(headings.OWN_WORDS.search(name)) and not headings.CHOICE.search(name)
    closed = is_closed(profile, own_words)
    different = len(profile.merged)
    told = f"{different} different answers in {profile.counted} cells"
    if closed:
        sure = Sure.UNSURE if own_words or profile.counted < 20 or different > MOST_ANSWERS else Sure.LIKELY
        return Asked(SINGLE, bundle, sure, f"{told}: they come back.", "open text")
    asks = " Its heading asks for own words." if own_words else ""
    sure = Sure.LIKELY if own_words or profile.mean_words > 5 or profile.counted > 100 else Sure.UNSURE
    return Asked(OPEN, bundle, sure, f"{told}.{asks}", "" if sure is Sure.LIKELY else "a single choice")


def _order_of_most(profile: Profile, heading: str) -> Order | None:
    """The order of the answers; a few cells may hold something else, which then stands beside the scale."""
    times = {text: sum(spellings.values()) for text, spellings in profile.merged.items()}
    if profile.cut or len(times) > 4 * MOST_ANSWERS:
        return None
    whole = order_among(times, heading)
    if whole is not None or not times:
        return whole
    whole = _but_for_one(times, heading, profile.counted)
    if whole is not None:
        return whole
    least = max(2, profile.counted // 50)
    frequent = [text for text, count in times.items() if count >= least]
    if len(frequent) < 3 or sum(times[text] for text in frequent) < 0.9 * profile.counted:
        return None
    order = order_among(frequent, heading)
    if order is None or (order.family == "numbers" and not asks_for_points(heading)):
        return None
    return order


def _but_for_one(times: dict[str, int], heading: str, total: int) -> Order | None:
    """The order of all answers but one that few gave: "I do not use it" beside "daily", "weekly", "monthly"."""
    if not 4 <= len(times) <= 12:
        return None
    for left_out in sorted(times, key=lambda text: (times[text], text)):
        if times[left_out] > 0.15 * total:
            return None
        order = ordered(text for text in times if text != left_out)
        if order is not None and len(order.answers) >= 3:
            return order
    return None


def _of_cut(profile: Profile, invited: bool) -> Pieces | None:
    """The pieces of a column with too many different cells; counted while the file was read."""
    for separator, times in profile.pieces.items():
        sample = pieces_of(profile.texts, separator)
        total = sum(times.values())
        frequent = sum(sorted(times.values(), reverse=True)[:MOST_ANSWERS]) / total if total else 0.0
        if sample.several >= 0.1 and frequent >= (0.6 if invited else 0.9):
            return Pieces(separator, times, sample.several, sample.shared, frequent)
    return None


def _are_days(profile: Profile) -> bool:
    first = list(itertools.islice(profile.texts, 20))
    if 2 * sum(map(is_day, first)) < len(first) or not first:
        # Most columns hold no day at all: a few texts tell.
        return False
    return sum(times for text, times in profile.texts.items() if is_day(text)) >= 0.95 * profile.counted


def _visible(separator: str) -> str:
    return {",": "commas", ";": "semicolons", "|": "bars", "\n": "line ends"}.get(separator.strip(" "), repr(separator))
