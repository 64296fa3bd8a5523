"""What the words of a quote tell of somebody, though no name is left in them: details by which people know people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from findings.freetext.redaction.one_of import one_of
from findings.freetext.redaction.span import Kind

_POSTS = one_of(
    r"nurse doctor gp midwife teacher head_?teacher councillor vicar priest imam farmer solicitor",
    r"police\w* officer paramedic pharmacist dentist manager director consultant surgeon social_worker",
    r"chair\w* secretary treasurer owner shopkeeper landlord publican driver carer_for foster\w* governor",
    r"trustee professor lecturer engineer accountant journalist mayor magistrate firefighter soldier veteran",
)
_IS = r"(?:i am|i'm|im|as|being|i was|was|i work as|i worked as|wife is|husband is|retired)"
_CONDITIONS = one_of(
    r"rare \w{3,40}(?:oma|osis|itis|pathy|trophy|plegia|aemia|emia|plasia|sclerosis|ectomy) syndrome",
    r"transplant huntington'?s? parkinson'?s? motor_neurone m\.?n\.?d",
    r"creutzfeldt\w* cjd cystic_fibrosis sickle_cell haemophili\w+ leukaemia lymphoma tumou?r",
    r"hiv aids amput\w+ paraly[sz]ed wheelchair deaf_?blind autis\w+ bipolar schizo\w+",
    r"epilep\w+ transgender trans_man trans_woman non-binary intersex",
)
_EVENTS = one_of(
    r"suicid\w+ killed murder\w* stabb\w+ rape[ds]? abus\w+ assault\w* overdose\w* self[_-]harm\w* prison police",
    r"arrest\w* court_case inquest stillb\w+ miscarr\w+ triplets? twins? adopt\w+ asylum refugee section(?:ed|\s[23])",
    r"died death_of passed_away widow\w* divorc\w+ took_(?:her|his|their)_own_(?:life|lives)",
)
_MONTHS = one_of("jan feb mar apr may jun jul aug sep oct nov dec")
_NO_AGE = one_of(
    r"% minutes? mins? hours? hrs? miles? weeks? days? months? years?(?!\sold) st\b nd\b rd\b th\b people patients of"
)
_TAKEN = one_of(
    "e-mail_address web_address user_name NHS_number National_Insurance_number telephone_number bank_details",
    "vehicle_registration reference_number number",
)

CONDITION = "a condition that few have"
OF_FEW = "what is said of one alone"
_SOMEBODY = one_of(
    r"i_am i'm im i_was we_are we're we_were she_is she's she_was he_is he's he_was as my_\w{2,12}_is my_\w{2,12}_was"
)
_PEOPLE = one_of("person man woman girl boy couple family patient resident child mother father parent carer")
_OF_FEW = re.compile(
    rf"\b(?:{_SOMEBODY}\s(?:\w{{1,12}}\s)?the\s(?:only|one\swith)|the\sone\swho"
    rf"|the\sonly\s(?:[\w-]{{1,30}}\s){{0,3}}?(?:{_PEOPLE}|{_POSTS})"
    rf"|{_SOMEBODY}\s(?:an?\s|the\s|your\s)(?:\w{{1,30}}\s)?(?:mp|member\sof\sparliament)"
    r"|(?:vicar|rector|minister|mayor|councillor|head\s?teacher|mp)'s\s(?:wife|husband|widow|son|daughter)"
    r"|i\s(?:chair|chaired|own|owned|run|ran)\sthe(?!\srisk))\b",
    re.I,
)
_DETAILS: dict[str, re.Pattern[str]] = {
    "an age": re.compile(
        r"\b(?:aged?\s(?:of\s)?\d{1,3}|\d{1,3}[\s-]?(?:years?|yrs?|months?|weeks?|days?)[\s-]old|\d{1,3}\s?y/?o"
        rf"|(?:i am|i'm|im|he is|she is|he's|she's|was|am|turned)\s(?:now\s)?\d{{2,3}}(?![\d:.]|\s?{_NO_AGE})"
        r"|\d{2,3}(?:st|nd|rd|th)\sbirthday|(?:sixty|seventy|eighty|ninety)[\s-]?\w{0,10}\syears?[\s-]old)\b",
        re.I,
    ),
    "a post or trade": re.compile(
        rf"\b(?:{_IS}\s(?:an?\s|the\s)?(?:\w{{1,30}}\s){{0,2}}?{_POSTS}"
        r"|(?:chief executive|head ?teacher|headmaster|headmistress|chair(?:man|woman|person)? of|mayor of|vicar of"
        r"|owner of|member of parliament|(?-i:MP)|my (?:shop|pub|farm|surgery|parish|school)))\b",
        re.I,
    ),
    OF_FEW: _OF_FEW,
    CONDITION: re.compile(rf"\b{_CONDITIONS}\b", re.I),
    "an event in a life": re.compile(rf"\b{_EVENTS}\b", re.I),
    "a day": re.compile(
        rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTHS}\w*|(?:19|20)\d\d|christmas (?:eve|day)|boxing day"
        r"|new year'?s? (?:eve|day)|easter (?:sunday|monday))\b|\[date(?: of birth)?\]",
        re.I,
    ),
    "a place": re.compile(
        r"\[(?:address|place|postcode)\]|\b(?:my|our|this) (?:village|hamlet|street|road|farm|close)\b", re.I
    ),
    "a name": re.compile(r"\[name\]"),
    "a number or address of somebody": re.compile(rf"\[{_TAKEN}\]"),
}
_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(Kind)})\]")
_ENOUGH = 2
"""Kinds of detail from which on a quote waits for a person's word."""
_MOST_TAKEN_OUT = 2
"""Of more passages that were taken out little is left to read, and what is left tells of somebody."""


def details(text: str) -> tuple[str, ...]:
    """Which kinds of detail a redacted text tells of whoever wrote it, or of others.

    Examples
    --------
    >>> details("I am 84 and was a midwife for years."), details("Nobody over 80 can walk that far.")
    (('an age', 'a post or trade'), ())
    """
    said = text.replace("\u2019", "'")
    return tuple(what for what, pattern in _DETAILS.items() if pattern.search(said))


def why_left_out(text: str, named: Counter[str], least: int) -> str:
    """Why a person has to read a redacted text before it is shown; empty if nobody has to.

    A text waits if it tells two kinds of detail, or a condition that few name, or what is said of one alone ("the only
    midwife", "I chaired the"), or if more than two passages were taken out of it.

    Parameters
    ----------
    text
        Redacted.
    named
        Condition -> in how many comments it stands; see `conditions_in`.
    least
        Comments that have to name a condition, so that it tells of nobody.

    Examples
    --------
    >>> why_left_out("People with a rare illness wait too long.", Counter({"rare": 3}), 10)
    'it tells a condition that few have'
    """
    taken = len(_PLACEHOLDER.findall(text))
    if taken > _MOST_TAKEN_OUT:
        return f"{taken} passages had to be taken out"
    kinds = details(text)
    if len(kinds) >= _ENOUGH:
        return f"it tells {', '.join(kinds)}"
    if OF_FEW in kinds:
        return f"it tells {OF_FEW}"
    if any(named[condition] < least for condition in conditions_in([text])):
        return f"it tells {CONDITION}"
    return ""


def conditions_in(texts: Collection[str]) -> Counter[str]:
    """Condition -> in how many of the texts it stands.

    Examples
    --------
    >>> conditions_in(["My epilepsy, epilepsy!", "A transplant"])
    Counter({'epilepsy': 1, 'transplant': 1})
    """
    pattern = _DETAILS[CONDITION]
    return Counter(
        word for text in texts for word in sorted({found.group().lower() for found in pattern.finditer(text)})
    )
