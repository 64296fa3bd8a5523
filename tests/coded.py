"""A small consultation whose comments are coded: two proposals, three coded open questions, letters, events.

What each respondent says is made from the place in the list, so that every count can be worked out by hand.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

RESPONDENTS = 120

CONSULTATION = """
title: A plan for the hub
organisation: Example NHS Trust
purpose: People were asked about two proposals.
opened: 2024-01-01
closed: 2024-03-31
published: 2024-05-01
data: {reader: responses, file: responses.csv, id_column: id, source: Responses to a questionnaire}
disclosure: {profile: none, reason: A test.}
"""

QUESTIONNAIRE = """
scales:
  agree:
    options:
      agree: {label: Agree, stance: support}
      neither: {label: Neither, stance: neutral}
      disagree: {label: Disagree, stance: oppose}
questions:
  area:
    kind: single
    number: P1
    wording: Where do you live?
    short: Area
    options: {town: {label: The town}, villages: {label: The villages}}
  respondent_type:
    kind: single
    number: P2
    wording: Do you answer for yourself or for an organisation?
    short: Respondent type
    options: {individual: {label: Individuals}, organisation: {label: Organisations}}
  may_quote:
    kind: single
    number: P3
    wording: May we quote what you write?
    short: Permission to quote
    options: {"yes": {label: "Yes"}, "no": {label: "No"}}
  hub: {kind: scale, number: Q1, wording: Do you agree with the hub?, short: The hub, scale: agree}
  hours: {kind: scale, number: Q3, wording: Do you agree with longer hours?, short: Longer hours, scale: agree}
also_asked:
  hub_why: {kind: open, number: Q2, wording: Why do you say that about the hub?, short: Comments on the hub}
  hours_why: {kind: open, number: Q4, wording: Why do you say that about the hours?, short: Comments on the hours}
  hours_else: {kind: open, number: Q5, wording: Anything else about the hours?, short: More on the hours}
profile: [area, respondent_type, may_quote]
sections:
  hub: {title: The hub, questions: [hub, hub_why], proposal: true}
  hours: {title: Longer hours, questions: [hours, hours_why, hours_else], proposal: true}
breakdowns:
  respondent_type: {title: Respondent type, question: respondent_type}
  area: {title: Area, question: area}
"""

CODEFRAME = """
frames:
  plan:
    version: "2"
    questions: [hub_why, hours_why, hours_else]
    sentiment: true
    together: true
    themes:
      travel: {label: Travel and access, definition: How people get there., polarity: against}
      parking: {label: Parking, under: travel, polarity: against, also: ["3"]}
      buses: {label: Buses, under: travel, polarity: against}
      waiting: {label: Waiting times, polarity: for}
      staffing: {label: Staffing, polarity: against, also: [Staff numbers]}
      cost: {label: Cost, polarity: either}
    history:
      - version: "2"
        on: 2024-04-02
        why: Coders could not tell tickets from buses.
        merged: {buses: [buses, tickets]}
        renamed: {staff: staffing}
        added: [cost]
submissions:
  letters:
    kind: letter
    label: Letters
    unit: letters
    frame: plan
    file: letters.csv
    from_column: from
    bodies: [Example Parish Council (fictitious)]
    proposal_column: proposals
    source: Letters received by post
  events:
    kind: event
    label: Public events
    unit: events
    frame: plan
    file: events.csv
    people_column: people
    source: Notes of the events
quotes: {permission: may_quote, allowed_by: ["yes"], per_theme: 2, told_by: [respondent_type, area], spread_over: area}
principles:
  near: {label: Close to home, statement: Care is close to where people live., themes: [travel, parking, buses]}
  soon: {label: Without delay, statement: People are seen soon., themes: [waiting, staffing]}
"""

TEXTS = {
    "travel": "It is too far for me to get to the new hub, I would need half a day.",
    "parking": "There is nowhere to park near the hub, and my mother cannot walk far.",
    "buses": "No bus goes there after six in the evening, so people without a car are left out.",
    "waiting": "If it means that people are seen sooner then I am all for it, the waiting lists are long.",
    "staffing": "Where will the nurses come from, the wards have too few people as it is.",
    "cost": "I wonder what all of this will cost and who is going to pay for it in the end.",
}
THEMES = list(TEXTS)


def themes_of(place: int) -> tuple[str, ...]:
    """The themes of a respondent's comment on the hub: a first, and of every third respondent a second."""
    first = THEMES[place % len(THEMES)]
    second = THEMES[(place + 3) % len(THEMES)]
    return (first, second) if place % 3 == 0 else (first,)


def comments(place: int) -> bool:
    """Whether a respondent comments on the hub: five of six do."""
    return place % 6 != 5


def respondent(place: int) -> dict[str, str]:
    """A respondent's row, by the place in the list."""
    words = " ".join(TEXTS[theme] for theme in themes_of(place)) if comments(place) else ""
    if comments(place) and place % 10 == 4:
        words = "n/a really"
    return {
        "id": f"r{place}",
        "area": "town" if place % 2 else "villages",
        "respondent_type": "organisation" if place % 8 == 0 else "individual",
        "may_quote": "no" if place % 4 == 1 else "yes",
        "hub": ("agree", "disagree", "neither")[place % 3],
        "hours": ("agree", "agree", "disagree", "neither")[place % 4],
        "hub_why": words,
        "hours_why": f"{TEXTS['staffing']} I am number {place}." if place % 5 == 0 else "",
        "hours_else": f"{TEXTS['cost']} And {TEXTS['staffing'].lower()}" if place % 10 == 0 else "",
    }


def codings() -> list[dict[str, str]]:
    """What two coders gave: Ann everything, Bo the first forty comments on the hub, of which every tenth otherwise."""
    rows = []
    for place in range(RESPONDENTS):
        own = respondent(place)
        if own["hub_why"]:
            codes = ("no_content",) if own["hub_why"] == "n/a really" else themes_of(place)
            speaks = "negative" if place % 2 else "positive"
            rows += [_coding(place, "hub_why", code, "Ann", speaks) for code in codes]
            if place < 48:
                other = ("cost",) if place % 10 == 0 else codes
                rows += [_coding(place, "hub_why", code, "Bo", speaks) for code in other]
        if own["hours_why"]:
            rows.append(_coding(place, "hours_why", "staffing", "Ann"))
        if own["hours_else"] and place != 110:
            rows += [_coding(place, "hours_else", code, "Ann") for code in ("cost", "staffing")]
    rows += [
        {**_coding(0, "letters", "travel", "Ann"), "response_id": "l1"},
        {**_coding(0, "letters", "parking", "Ann"), "response_id": "l2"},
        {**_coding(0, "events", "waiting", "Ann"), "response_id": "e1"},
    ]
    return rows


def _coding(place: int, question: str, code: str, coder: str, sentiment: str = "") -> dict[str, str]:
    own = {"response_id": f"r{place}", "question": question, "code": code, "coder": coder, "date": "2024-04-10"}
    return {**own, "sentiment": sentiment, "status": "given", "note": "", "quote": ""}


LETTERS = [
    {
        "id": "l1",
        "from": "Example Parish Council (fictitious)",
        "proposals": "hub",
        "text": "We write about the hub.\n\nThe road to it floods every winter, and no ambulance could pass.",
    },
    {"id": "l2", "from": "", "proposals": "", "text": "There is nowhere to park."},
]
EVENTS = [
    {"id": "e1", "people": "31", "text": "People said that they wait too long."},
    {"id": "e2", "people": "", "text": "Somebody asked whether a mobile unit could come to the villages instead."},
]


def write_coded(folder: Path) -> Path:
    """Write the consultation's folder, `params/coded`, under a folder; returns it."""
    own = folder / "params" / "coded"
    (own / "kept" / "codings").mkdir(parents=True, exist_ok=True)
    texts = {
        "consultation.yaml": CONSULTATION,
        "questionnaire.yaml": QUESTIONNAIRE,
        "codeframe.yaml": CODEFRAME,
        "responses.csv": as_csv([respondent(place) for place in range(RESPONDENTS)]),
        "letters.csv": as_csv(LETTERS),
        "events.csv": as_csv(EVENTS),
        "kept/codings/team.csv": as_csv(codings()),
    }
    for name, text in texts.items():
        (own / name).write_text(text.lstrip("\n"), encoding="utf-8", newline="\n")
    return own


def as_csv(rows: list[dict[str, str]]) -> str:
    """Rows as CSV text, with the heading of the first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
