"""Columns that are no answers: who someone is, how the response came about, and what names it."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from findings.consultation.guesses import Sure
from findings.draft.dates import is_day
from findings.draft.profile import Profile
from findings.draft.texts import as_number, clean, words


class Role(enum.StrEnum):
    """What a column is, if not an answer."""

    IDENTITY = "identity"
    """It could say who someone is: never read."""
    PARADATA = "paradata"
    """It is about the response (times, status, language): ignored."""
    EMPTY = "empty"
    """Nothing stands in it: ignored."""


@dataclass(frozen=True)
class Found:
    """A role, how sure it is, and what led to it."""

    role: Role
    sure: Sure
    because: str


_STRONG = re.compile(
    r"\b(e ?mail|e mail address|email ?address|ip ?addr(ess)?|ip|post ?code|zip ?code|zip|postal ?code|"
    r"(tele)?phone( number| no)?|mobile( number| no| phone number)|sur ?name|"
    r"(first|last|full|family|given|fore|middle|recipient|user|contact|your|respondent'?s?) ?name( s)?|"
    r"latitude|longitude|gps|geo ?point|date of birth|dob|nhs number|national insurance|passport|signature|"
    r"name of (your |the )?(organi[sz]ation|company|group|business)|(organi[sz]ation|company|business)(s|'s)? name|"
    r"twitter handle|device ?id|subscriber ?id|sim ?serial|social security)\b"
)
_ONLY = re.compile(
    r"(name|names|address|home address|location|what is your (full )?name|your (full )?name.*|staff ?id)"
)
_WEAK = re.compile(r"\b(address|street|house number|city or town and postcode)\b")
_QUESTION_ABOUT = re.compile(
    r"\b(did you|do you|have you|how (often|likely|many|much|did|do|would|satisfied)|would you|which|prefer|should"
    r"|use of|agree|activities|newsletters?|heard|hear about|contact(ed)? by|via|through|apps?)\b"
)
_PARADATA = re.compile(
    r"(time ?stamp|start ?date( utc| time)?|end ?date( utc| time)?"
    r"|date ?(submitted|created|modified|completed|received)"
    r"|(submission|creation|completion|recorded|received|submit|last update|last modified) ?(date|time)?"
    r"|start ?time|(end|completion) ?time"
    r"|started at|submitted (at|on)?|recorded ?date|status|progress"
    r"|duration( in seconds)?|finished|interview ?time|total ?time|group ?time.*|question ?time.*|page ?time.*"
    r"|(start|user|survey|response|form) ?language|language|distribution ?channel|collector ?(id|name)?"
    r"|external ?(data)? ?reference|user ?agent|browser.*|operating system version|referr?er( url)?|last ?page|seed"
    r"|response ?set|custom ?data ?\d*|location ?accuracy|score|device( type)?|sys.*time.*|today|start|end"
    r"|form (started|ended|start|end)( dttm| time)?|formhub.*|meta ?instance.*|version|weight|wt|caseid|case ?id"
    r"|response ?(id|no|number|type)|answer ?id"
    r"|(contribution|submission|record|respondent|participant|instance|key|serial)"
    r" ?(id|no|number|key)?|id|uuid|index|row( number)?|unnamed.*|column ?\d*|invitation ?(number|id)|export(ed)? ?date"
    r"|contribution.*|tags?)"
)
_DTTM = re.compile(r"\b(dttm|datetime|timestamp|start time|end time)$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
_IP = re.compile(r"(\d{1,3})(\.\d{1,3}){3}|(?=.*:.*:)[0-9a-f:]{11,39}", re.IGNORECASE)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|0)[\d ()-]{9,18}")
_UUID = re.compile(r"(uuid:)?[0-9a-f]{8}-[0-9a-f-]{27}|R_[A-Za-z0-9]{12,20}")
_VALUES = ((_EMAIL, "e-mail addresses"), (_IP, "IP addresses"), (_POSTCODE, "postcodes"), (_PHONE, "telephone numbers"))
_IDENTIFIER = re.compile(
    r"\b(id|uuid|identifier|ref|reference|no|number|key|index|respondent|serial|response|submission)\b"
)


def role_of(profile: Profile) -> Found | None:
    """What a column is, if it is no answer.

    A heading or the texts may say it. A column that could identify someone is told first, and in doubt:
    what is not read cannot be printed.
    """
    column = profile.column
    name = words(column.heading or column.name)
    if column.says == "identity":
        return Found(Role.IDENTITY, Sure.CERTAIN, "The file says what it is.")
    for pattern, what in _VALUES:
        if _share(profile, pattern) >= 0.3:
            return Found(Role.IDENTITY, Sure.CERTAIN, f"Its cells hold {what}.")
    if not column.part or name == words(column.part):
        found = _by_heading(profile, name)
        if found is not None:
            return found
    if column.says == "paradata":
        return Found(Role.PARADATA, Sure.CERTAIN, "The file says what it is.")
    if not profile.filled:
        return Found(Role.EMPTY, Sure.LIKELY, "All its cells are empty.")
    if column.says or column.part:
        return None
    bare = words(column.name)
    if _PARADATA.fullmatch(name) or _PARADATA.fullmatch(bare) or _DTTM.search(name) or not name:
        return Found(Role.PARADATA, Sure.LIKELY, "Its heading is that of a column about the response.")
    if _share(profile, _UUID) >= 0.9:
        return Found(Role.PARADATA, Sure.LIKELY, "Its cells are identifiers.")
    if names_responses(profile):
        return Found(Role.PARADATA, Sure.LIKELY, "Every row has a text of its own, as an identifier has.")
    return None


def names_responses(profile: Profile) -> bool:
    """Whether a column can name responses: each row its own, and a heading or texts as identifiers have."""
    if not profile.unique:
        return False
    name = words(profile.column.heading or profile.column.name)
    if _IDENTIFIER.search(name) and len(name.split()) <= 4:
        return True
    return profile.rows > 20 and (_share(profile, _UUID) >= 0.9 or _counts_up(profile))


def is_time_sent(profile: Profile) -> bool:
    """Whether a column holds the day on which each response was sent."""
    days = sum(times for text, times in profile.texts.items() if is_day(text))
    name = words(profile.column.heading or profile.column.name)
    told = re.search(
        r"\b(time ?stamp|submi|end ?date|completed|completion|recorded|creation|received|end ?time|ended)", name
    )
    return bool(told) and profile.counted > 0 and days == profile.counted and profile.filled == profile.rows


def _by_heading(profile: Profile, name: str) -> Found | None:
    numbered = re.sub(r"^(q ?)?\d+[a-z]?( \d+)* ", "", name)
    few = len(profile.merged) <= max(2, min(30, profile.filled // 2)) and not profile.cut
    about = bool(_QUESTION_ABOUT.search(name)) and len(name.split()) > 3
    told = _STRONG.search(name)
    if told and not about and not (few and profile.filled >= 5 and len(name.split()) > 4 and "post" not in told[0]):
        return Found(Role.IDENTITY, Sure.LIKELY, f"Its heading says '{told[0]}'.")
    if (_ONLY.fullmatch(numbered) or _WEAK.search(name)) and not few and not about:
        return Found(Role.IDENTITY, Sure.LIKELY, "Its heading is that of a name or a place, and its texts differ.")
    if _ONLY.fullmatch(numbered) and "name" in numbered:
        return Found(Role.IDENTITY, Sure.LIKELY, "Its heading is that of a name.")
    return None


def _share(profile: Profile, pattern: re.Pattern[str]) -> float:
    if not profile.counted:
        return 0.0
    return sum(times for text, times in profile.texts.items() if pattern.fullmatch(clean(text))) / profile.counted


def _counts_up(profile: Profile) -> bool:
    numbers = [as_number(text) for text in profile.texts]
    whole = [number for number in numbers if number is not None and number == int(number)]
    if len(whole) != len(numbers) or not whole:
        return False
    return whole == sorted(whole) and (max(whole) - min(whole) < 3 * len(whole) or min(whole) > 100_000)
