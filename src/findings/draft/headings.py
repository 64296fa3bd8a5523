"""What the words of a heading ask for: several answers, an order, an amount, a choice, or own words."""

from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(phrases)})\b", re.IGNORECASE)


SEVERAL = _any(
    r"(select|tick|check|choose|mark|indicate|click|circle) (all|any|as many|each|every)",
    r"(select|tick|check|choose|mark|indicate|click|circle) (one or more|up to|multiple)",
    r"(select|tick|check|choose|mark|indicate|click|circle) the (two|three|four|five)",
    r"all that apply|as many as apply|more than one (answer|option|box)|multiple answers",
    r"up to (two|three|four|five|\d)",
    r"which of (the following|these|them)\b.*\bhave you",
)
"""Several answers may be given."""

OWN_WORDS = _any(
    r"why|explain|comments?|describe|tell us|specify|elaborate|suggestions?|feedback|free ?text|txt|thoughts",
    r"in your own words|in a few words|further details?|give details|please (give|provide|add|use)|your views?",
    r"anything else|any other|reasons? for|examples? of|list (any|your|the)|what (role|impact|changes|improvements)",
    r"what do you think|what (would|could|should) (you|we|the)|what (do|did) you (like|dislike|want|need|hope|expect)",
    r"how (could|can|should|might) (we|the|this)|if (other|so|not|yes|no)\b.*\b(what|which|how|who)",
)
"""The respondent's own words are wanted."""

CHOICE = _any(
    r"(please )?(select|choose|pick|tick)|one answer|one only|multiple choice|single choice|from the list|cat|ind",
    r"which (statement|category|option|sector|of the following)|best describes|most closely|type|sector|category",
    r"size of",
)
"""A list of answers is offered."""

RANKED = _any("rank", "ranking", "order of (preference|importance|priority)")
"""Things are to be put in order."""

AMOUNT = _any(
    "how many|number of|years?|per ?cent(age)?|age in|amount|how much (money|time)|no|n|count|days|hours",
)
"""A number is wanted."""
