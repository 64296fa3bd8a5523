"""One question over several columns: ticks, ranks, or the rows of a matrix."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from findings.consultation.guesses import Sure
from findings.draft import headings
from findings.draft.closed import NO_TICKS, TICKS
from findings.draft.groups import Bundle, heading_of
from findings.draft.profile import Profile
from findings.draft.readings import (
    DATE,
    DECLARED,
    MATRIX,
    MULTIPLE,
    NUMERIC,
    OPEN,
    RANKING,
    Asked,
    order_among,
    plain_numbers,
)
from findings.draft.scales import Order, is_beside, numeric_scale, ordered
from findings.draft.several import MOST_ANSWERS
from findings.draft.texts import alike, words

_Member = tuple[Profile, str]


def together(bundle: Bundle) -> list[Asked]:
    """The questions that several columns answer together; columns that fit into none are left over."""
    found = _declared(bundle)
    if found is not None:
        return found
    if {profile.column.says for profile, _ in bundle.members} & {NUMERIC, OPEN, DATE, MULTIPLE}:
        return []
    done: list[Asked] = []
    for part, guess in ((_ranked(bundle), _as_ranking), (_scaled(bundle), _as_matrix), (_ticked(bundle), _as_multiple)):
        left = [member for member in part if member[0].place not in {p.place for q in done for p in q.columns}]
        if len(left) >= 2:
            done.append(guess(replace(bundle, members=tuple(left))))
    return done


def is_tick(profile: Profile, part: str) -> bool:
    """Whether a column stands for one answer that is chosen or not.

    What says no chooses nothing: a column of zeros is an answer that nobody chose.
    """
    chosen = set(profile.merged) - NO_TICKS
    if not chosen:
        return bool(part)
    if len(chosen) > 1:
        return False
    (text,) = chosen
    if text in TICKS or text == alike(part):
        return True
    return len(profile.merged) == 1 and profile.filled < profile.rows and len(text.split()) <= 25


def _declared(bundle: Bundle) -> list[Asked] | None:
    """What the file itself says of the columns; None where it does not say it of several."""
    for kind in (MULTIPLE, RANKING, MATRIX):
        same = [member for member in bundle.members if member[0].column.says == kind]
        if kind == MULTIPLE:
            # Columns that are not held together are questions of their own with several answers in a cell each.
            same = [member for member in same if member[0].column.group or member[0].column.part]
        if len(same) < 2:
            continue
        own = replace(bundle, members=tuple(same))
        left = tuple(member for member in bundle.members if member not in same)
        rest = together(replace(bundle, members=left)) if len(left) > 1 else []
        if kind == MULTIPLE and not all(is_tick(*member) for member in same):
            if any(profile.column.separator for profile, _ in same) or not one_list(own):
                return rest
            because = f"{DECLARED} Each column holds one answer of one list, so each is counted."
            return [Asked(MATRIX, own, Sure.LIKELY, because, "several answers, whatever their order"), *rest]
        order = _shared_order(own) if kind == MATRIX else None
        if kind == MATRIX and order is None and not one_list(own):
            return None
        return [Asked(kind, own, Sure.CERTAIN, DECLARED, order=order), *rest]
    return None


def _ranked(bundle: Bundle) -> list[_Member]:
    told = " ".join([bundle.wording, *(heading_of(profile) for profile, _ in bundle.members[:1])])
    if not headings.RANKED.search(told):
        return []
    ranks = {str(rank) for rank in range(1, len(bundle.members) + 1)}
    return [member for member in bundle.members if member[0].filled and plain_numbers(member[0]) <= ranks]


def _scaled(bundle: Bundle) -> list[_Member]:
    """The columns that share a scale; or, where one heading holds them together, one list of answers."""
    closed = [member for member in bundle.members if member[0].filled and len(member[0].merged) <= 12]
    best: list[_Member] = []
    for first, _ in closed:
        own = list(first.merged)
        told = bundle.wording or heading_of(first)
        if ordered(own) is None and numeric_scale(own, told) is None:
            continue
        best = max(best, [one for one in closed if order_among([*own, *one[0].merged], told)], key=len)
    if best or bundle.sure is Sure.UNSURE:
        return best
    strong = [member for member in closed if len(member[0].merged) >= 2]
    if bundle.sure is Sure.CERTAIN or "bracket" in bundle.by:
        union = Counter(text for profile, _ in strong for text in profile.merged)
        shared = [text for text, times in union.items() if times >= max(2, len(strong) / 2)]
        plain = all(text in TICKS | NO_TICKS for text in union)
        if len(strong) >= 2 and len(shared) >= 2 and len(union) <= len(shared) + 2 and not plain:
            return strong
    return []


def _ticked(bundle: Bundle) -> list[_Member]:
    """The columns of which each stands for one answer that is chosen or not."""
    ticked = _with_all_chosen(bundle, [member for member in bundle.members if is_tick(*member)])
    says_no = [member for member in ticked if NO_TICKS & member[0].merged.keys()]
    if says_no and len(says_no) == len(ticked) and bundle.sure is Sure.UNSURE:
        # Yes or no, lettered a, b, c: parts of one list share words, and ask nothing by themselves.
        common = set.intersection(*(set(words(part).split()) for _, part in ticked)) if ticked else set()
        if len(ticked) < 3 or any("?" in heading_of(profile) for profile, _ in ticked) or len(common - {"ind"}) < 1:
            return []
    if says_no and len(says_no) == len(ticked) and bundle.sure is Sure.LIKELY and len(ticked) < 3:
        return []
    if sum(1 for profile, _ in ticked if profile.filled) < 2:
        return []
    if bundle.sure is not Sure.CERTAIN and any(part.endswith("?") and len(part.split()) > 3 for _, part in ticked):
        return []
    return ticked if _answers_differ(bundle, ticked) else []


def _with_all_chosen(bundle: Bundle, ticked: list[_Member]) -> list[_Member]:
    """The ticks with the columns that everybody ticked: they hold the one word that the others hold too."""
    word = Counter(text for profile, part in ticked if part for text in set(profile.merged) - NO_TICKS)
    return [
        member
        for member in bundle.members
        if member in ticked or (len(member[0].merged) == 1 and all(word[text] > 1 for text in member[0].merged))
    ]


def _answers_differ(bundle: Bundle, ticked: list[_Member]) -> bool:
    """Whether columns without parts are answers of one question, and not one question asked again and again.

    Then the cells say which answer a column stands for: each another one.
    """
    bare = [profile for profile, part in ticked if not part]
    if not bare:
        return True
    texts = [text for profile in bare for text in profile.merged]
    filled = sum(1 for profile, _ in bundle.members if profile.filled)
    told = len(set(texts)) == len(texts) and not any(text in TICKS or ";" in text for text in texts)
    return told and len(ticked) >= max(2, filled - 1)


def _as_ranking(bundle: Bundle) -> Asked:
    return Asked(RANKING, bundle, Sure.LIKELY, f"It asks for an order; {bundle.by}, and the cells hold ranks.")


def _as_matrix(bundle: Bundle) -> Asked:
    order = _shared_order(bundle)
    because = f"{_told(bundle.by)}, and they share {'one scale' if order else 'one list of answers'}."
    return Asked(MATRIX, bundle, _at_most_likely(bundle), because, "questions of their own", order=order)


def _as_multiple(bundle: Bundle) -> Asked:
    because = f"{_told(bundle.by)}, and each holds one answer or none."
    return Asked(MULTIPLE, bundle, _at_most_likely(bundle), because, "questions with yes and no")


def _at_most_likely(bundle: Bundle) -> Sure:
    """The file may say that columns belong together; what they hold is still a guess."""
    return Sure.LIKELY if bundle.sure is Sure.CERTAIN else bundle.sure


def _told(by: str) -> str:
    return by[:1].upper() + by[1:]


def _shared_order(bundle: Bundle) -> Order | None:
    texts: Counter[str] = Counter()
    for profile, _ in bundle.members:
        texts.update({text: sum(spellings.values()) for text, spellings in profile.merged.items()})
        texts.update(dict.fromkeys((alike(label) for label in profile.column.labels.values()), 0))
    told = bundle.wording or heading_of(bundle.members[0][0])
    return order_among(texts, told, any(profile.column.says == "scale" for profile, _ in bundle.members))


def one_list(bundle: Bundle) -> bool:
    """Whether the columns hold answers of one list, which is no longer than those of a survey."""
    texts = {text for profile, _ in bundle.members for text in profile.merged if not is_beside(text)}
    return 2 <= len(texts) <= MOST_ANSWERS
