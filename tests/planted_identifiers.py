"""Identifiers planted in real comments, so that it is known what a redactor has to find.

Names are given by whoever measures (see `benchmarks/redaction.py`), from lists that the redactor's author did not see.
Where a name goes is decided by the comment: it takes the place of a pronoun or of "the nurse", or follows "thank you"
or "my mother", or stands in a sentence of its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Planted:
    """A comment with one identifier in it: its kind, how it was planted, and where it stands."""

    kind: str
    way: str
    text: str
    start: int
    end: int

    @property
    def identifier(self) -> str:
        return self.text[self.start : self.end]

    def found(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether every letter and digit of it is taken out."""
        gone = {place for start, end in spans for place in range(start, end)}
        return all(
            place in gone
            for place in range(self.start, self.end)
            if self.text[place].isalnum() or self.text[place] == "@"
        )


Name = Callable[[random.Random], tuple[str, str]]
"""Draws a given name and a surname."""

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def plant_names(comments: Sequence[str], name: Name, chance: random.Random, how_many: int) -> list[Planted]:
    """Comments with a name each, in ways that take turns; a fifth in small letters, some in capitals."""
    ways = list(_WAYS)
    found: list[Planted] = []
    while len(found) < how_many:
        way = ways[len(found) % len(ways)]
        comment = _fit(chance.choice(comments))
        given, surname = name(chance)
        put = _WAYS[way](chance, comment, given, surname)
        if put is None:
            continue
        text, start, end = put
        draw = chance.random()
        if draw < 0.2:
            text = text[:start] + text[start:end].lower() + text[end:]
            way += ", small letters"
        elif draw < 0.25:
            text = text.upper()
            if len(text) != len(put[0]):
                continue
            way += ", all in capitals"
        found.append(Planted("name", way, text, start, end))
    return found


def plant_structured(
    comments: Sequence[str], chance: random.Random, how_many: int, more: dict[str, Callable[[], str]] | None = None
) -> list[Planted]:
    """Comments with a number, address or date each, in forms that take turns; `more` adds forms of others' making."""
    forms: dict[str, Callable[[random.Random], str]] = dict(_FORMS)
    forms |= {kind: (lambda _, make=make: make()) for kind, make in (more or {}).items()}
    found: list[Planted] = []
    for place in range(how_many):
        kind = list(forms)[place % len(forms)]
        comment = _fit(chance.choice(comments))
        own = forms[kind](chance)
        lead = chance.choice(_LEADS.get(kind.partition(" /")[0], ("", "")))
        if lead or chance.random() < 0.5:
            parts = SENTENCE.split(comment)
            before = " ".join(parts[: len(parts) // 2])
            after = " ".join(parts[len(parts) // 2 :])
            head = f"{before} {lead}{own}".lstrip()
            text = f"{head}. {after}" if chance.random() < 0.6 else f"{head} {after}"
            start = len(head) - len(own)
        else:
            words = comment.split(" ")
            at = chance.randrange(len(words) + 1)
            head = " ".join([*words[:at], own])
            text, start = " ".join([head, *words[at:]]), len(head) - len(own)
        found.append(Planted(kind, "", text, start, start + len(own)))
    return found


def _fit(comment: str) -> str:
    return comment.strip()[:600]


def _replaced(
    chance: random.Random, comment: str, pattern: str, name: str, head: str = ""
) -> tuple[str, int, int] | None:
    places = list(re.finditer(pattern, comment))
    if not places:
        return None
    chosen = chance.choice(places)
    start = chosen.start() + len(head)
    text = f"{comment[: chosen.start()]}{head}{name}{comment[chosen.end() :]}"
    return text, start, start + len(name)


def _added(chance: random.Random, comment: str, sentence: str, name: str) -> tuple[str, int, int]:
    """A sentence with {} where the name goes, before, between or after those of the comment."""
    parts = [part for part in SENTENCE.split(comment) if part]
    at = chance.randrange(len(parts) + 1)
    before = " ".join(parts[:at])
    if before and before[-1].isalnum():
        before += "."
    lead, _, rest = sentence.partition("{}")
    head = f"{before} {lead}".lstrip() if lead else (f"{before} " if before else "")
    return f"{head}{name}{rest} {' '.join(parts[at:])}".rstrip(), len(head), len(head) + len(name)


def _pronoun(chance: random.Random, comment: str, given: str, surname: str) -> tuple[str, int, int] | None:
    return _replaced(
        chance, comment, r"\b(?:[Ss]he|[Hh]e|[Tt]hey)\b(?!')", chance.choice([given, f"{given} {surname}"])
    )


def _role(chance: random.Random, comment: str, given: str, surname: str) -> tuple[str, int, int] | None:
    role = chance.choice(["Nurse", "nurse", "Sister", "the physio", "the doctor,", "our health visitor"])
    return _replaced(
        chance,
        comment,
        r"\b[Tt]he (?:nurses?|doctors?|staff|team|paramedics?|crew|driver|lady|man)\b",
        given,
        f"{role} ",
    )


def _title(chance: random.Random, comment: str, given: str, surname: str) -> tuple[str, int, int] | None:
    title = chance.choice(["Dr", "Dr.", "Mr", "Mrs", "Miss", "dr", "Prof", "Ms"])
    name = chance.choice([surname, surname, f"{given} {surname}", f"{given[0]} {surname}"])
    return _replaced(
        chance,
        comment,
        r"\b[Tt]he (?:nurses?|doctors?|staff|team|paramedics?|crew|driver|lady|man)\b",
        name,
        f"{title} ",
    )


def _family(chance: random.Random, comment: str, given: str, surname: str) -> tuple[str, int, int] | None:
    found = re.search(r"\b[Mm]y (?:mother|mum|father|dad|son|daughter|husband|wife|child|partner|grand\w+)\b", comment)
    if found is None:
        return None
    head = comment[: found.end()] + " "
    return head + given + comment[found.end() :], len(head), len(head) + len(given)


def _thanked(chance: random.Random, comment: str, given: str, surname: str) -> tuple[str, int, int] | None:
    found = re.search(r"\b[Tt]hank(?: you|s|you)\b", comment)
    if found is None:
        return None
    head = comment[: found.end()] + chance.choice([" ", " to "])
    name = chance.choice([given, f"{given} {surname}"])
    return head + name + comment[found.end() :], len(head), len(head) + len(name)


def _signed(chance: random.Random, comment: str, given: str, surname: str) -> tuple[str, int, int]:
    name = chance.choice([given, f"{given} {surname}", f"{given[0]}. {surname}"])
    head = comment + chance.choice(["\nRegards, ", "\nKind regards\n", " Many thanks, ", "\nYours sincerely,\n", " - "])
    return head + name, len(head), len(head) + len(name)


def _own(chance: random.Random, comment: str, given: str, surname: str) -> tuple[str, int, int]:
    lead = chance.choice(["My name is {}.", "I am {} and I live locally.", "My name's {} by the way.", "I'm {}."])
    return _added(chance, comment, lead, chance.choice([given, f"{given} {surname}"]))


def _mentioned(chance: random.Random, comment: str, given: str, surname: str) -> tuple[str, int, int]:
    lead = chance.choice(
        [
            "Special mention to {} on reception.",
            "{} was amazing.",
            "I saw {} and cannot fault the care.",
            "Ask for {} as nobody else listens.",
            "A lady called {} took my bloods.",
            "I would like to complain about {} who was rude.",
            "{} and the team went above and beyond.",
            "The crew were {} and a student.",
            "Please give {} a pay rise!",
            "{}'s manner was lovely.",
        ]
    )
    return _added(chance, comment, lead, chance.choice([given, given, f"{given} {surname}"]))


_WAYS = {
    "in place of a pronoun": _pronoun,
    "after a role": _role,
    "after a title": _title,
    "after a relation": _family,
    "after thanks": _thanked,
    "as a signature": _signed,
    "as an introduction": _own,
    "in a sentence of its own": _mentioned,
}


def _digits(chance: random.Random, n: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(n))


def nhs_number(chance: random.Random) -> str:
    """Ten digits, the last of them so that the weighted sum of all is a multiple of 11."""
    while True:
        nine = chance.choice("4679") + _digits(chance, 8)
        check = next(
            (
                last
                for last in "0123456789"
                if sum((10 - place) * int(digit) for place, digit in enumerate(nine + last)) % 11 == 0
            ),
            "",
        )
        if check:
            return nine + check


def _nhs(chance: random.Random) -> str:
    own = nhs_number(chance)
    return chance.choice([own, f"{own[:3]} {own[3:6]} {own[6:]}", f"{own[:3]}-{own[3:6]}-{own[6:]}"])


def _mobile(chance: random.Random) -> str:
    own = "07" + chance.choice("3456789") + _digits(chance, 8)
    return chance.choice(
        [own, f"{own[:5]} {own[5:]}", f"{own[:5]} {own[5:8]} {own[8:]}", f"+44 {own[1:5]} {own[5:]}", f"0044{own[1:]}",
         f"+44 (0){own[1:]}", f"{own[:5]}-{own[5:8]}-{own[8:]}", f"{own[:3]} {own[3:7]} {own[7:]}", f"+44{own[1:]}"]
    )  # fmt: skip


def _landline(chance: random.Random) -> str:
    own = chance.choice(["0116", "0191", "0114"]) + _digits(chance, 7)
    other = chance.choice(["01536", "01604", "01325"]) + _digits(chance, 6)
    return chance.choice(
        [own, f"{own[:4]} {own[4:7]} {own[7:]}", f"({own[:4]}) {own[4:]}", f"{own[:4]}.{own[4:7]}.{own[7:]}", other,
         f"{other[:5]} {other[5:]}", f"({other[:5]}) {other[5:]}", f"+44 {other[1:5]} {other[5:]}"]
    )  # fmt: skip


def _e_mail(chance: random.Random) -> str:
    who = chance.choice(["j.bloggs", "sam_1962", "aunty-jo", "kaz", "the.smiths", "r.t"])
    where = chance.choice([("gmail", "com"), ("hotmail", "co", "uk"), ("nhs", "net"), ("example", "org")])
    plain = f"{who}@{'.'.join(where)}"
    said = f"{re.sub('[^a-z]', '', who)} at {' dot '.join(where)}"
    return chance.choice(
        [plain, plain, plain.upper(), said, f"{who}(at){'.'.join(where)}", f"{who} [at] {'.'.join(where)}"]
    )


def _postcode(chance: random.Random) -> str:
    outward = chance.choice(["LE1", "LE67", "NN16", "NE3", "SW1A", "M1", "B33", "W1A", "CR2", "EC1A", "DH1", "SR4"])
    inward = chance.choice("0123456789") + chance.choice("ABDEFGHJLN") + chance.choice("PQRSTUWXYZ")
    full = chance.choice([f"{outward} {inward}", f"{outward}{inward}", f"{outward}  {inward}"])
    return full.lower() if chance.random() < 0.3 else full


def _insurance(chance: random.Random) -> str:
    own = chance.choice("ABCEHJLMPRS") + chance.choice("ABCEHJLMPRST") + _digits(chance, 6) + chance.choice("ABCD")
    return chance.choice([own, f"{own[:2]} {own[2:4]} {own[4:6]} {own[6:8]} {own[8]}", own.lower()])


def _birth(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1925, 2015)
    months = "January February March April May June July August September October November December"
    name = months.split()[month - 1]
    return chance.choice(
        [
            f"{day:02}/{month:02}/{year}",
            f"{day}/{month}/{year % 100:02}",
            f"{day}.{month}.{year}",
            f"{day} {name} {year}",
            f"{day}th {name[:3]} {year}",
            f"{year}-{month:02}-{day:02}",
            f"{name} {day}, {year}",
            f"{day:02}-{month:02}-{year}",
        ]
    )


def _address(chance: random.Random) -> str:
    street = chance.choice(
        ["Acacia", "Station", "London", "St James", "Victoria", "Queens", "Mill", "Church", "Elm Tree"]
    )
    of = chance.choice(["Road", "Street", "Avenue", "Lane", "Close", "Drive", "Crescent", "Terrace", "Rd", "Gardens"])
    number = chance.randint(1, 240)
    full = chance.choice(
        [f"{number} {street} {of}", f"{number}A {street} {of}", f"Flat {number % 20 + 1}, {number} {street} {of}"]
    )
    return full.lower() if chance.random() < 0.3 else full


def _web(chance: random.Random) -> str:
    who = chance.choice(["janesblog", "smith-family", "ourstory77"])
    return chance.choice(
        [f"www.{who}.co.uk", f"https://{who}.com/me?id=7", f"@{who}", f"{who}.org.uk", f"facebook.com/{who}"]
    )


def _reference(chance: random.Random) -> str:
    return chance.choice(
        [
            f"K{_digits(chance, 6)}",
            f"{_digits(chance, 7)}",
            f"RX{_digits(chance, 5)}",
            f"{_digits(chance, 4)}/{_digits(chance, 2)}",
        ]
    )


def _vehicle(chance: random.Random) -> str:
    letters = "ABCDEFGHJKLMNOPRSTUVWXY"
    own = "".join(chance.choice(letters) for _ in range(2)) + f"{chance.randint(2, 73):02} "
    own += "".join(chance.choice(letters.replace("I", "")) for _ in range(3))
    return chance.choice([own, own.replace(" ", ""), own.lower()])


def _bank(chance: random.Random) -> str:
    two = [_digits(chance, 2) for _ in range(3)]
    return chance.choice(["-".join(two), _digits(chance, 8), " ".join(_digits(chance, 4) for _ in range(4))])


_FORMS: dict[str, Callable[[random.Random], str]] = {
    "NHS number": _nhs,
    "mobile": _mobile,
    "landline": _landline,
    "e-mail": _e_mail,
    "postcode": _postcode,
    "National Insurance": _insurance,
    "date of birth": _birth,
    "address": _address,
    "web": _web,
    "reference": _reference,
    "vehicle": _vehicle,
    "bank": _bank,
}
_LEADS: dict[str, tuple[str, ...]] = {
    "date of birth": ("I was born on ", "DOB ", "my date of birth is "),
    "reference": ("my hospital number is ", "Case ref: ", "complaint no. ", "Patient ID "),
    "vehicle": ("my car is ", "the ambulance was ", ""),
    "bank": ("my account is ", "the bank details ", "paid by card "),
    "address": ("I live at ", "they came to ", ""),
    "mobile": ("please ring me on ", "", "Tel: "),
    "landline": ("please ring me on ", "", "Tel: "),
}
