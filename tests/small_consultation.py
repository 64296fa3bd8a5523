"""A small consultation for tests: two questions, twelve responses; and a tally of it."""

from __future__ import annotations

from pathlib import Path

CONSULTATION = """\
title: Benches in the park
organisation: Town council
purpose: People were asked about benches.
opened: 2024-01-08
closed: 2024-02-09
published: 2024-03-04
data:
  reader: responses
  file: data.csv
  id_column: id
  ignored_columns: [comment]
  never_read: [email]
  no_answer: ["-", No reply]
  source: The town council's online form
disclosure:
  profile: none
  reason: The people and the park are made up.
"""

QUESTIONNAIRE = """\
questions:
  who:
    kind: single
    number: Q0
    wording: Who are you?
    short: Who
    options:
      person: {label: A person}
      body: {label: A body, also: [Organisation]}
  q1:
    kind: single
    number: Q1
    wording: Do you want benches?
    short: Benches
    column: Want benches?
    options:
      "yes": {label: "Yes", stance: support}
      "no": {label: "No", stance: oppose}
      unsure: {label: Not sure, kind: dont_know}
profile: [who]
sections:
  benches:
    title: Benches
    questions: [q1]
breakdowns:
  who:
    title: Who answered
    question: who
"""

RESPONSES = """\
id,who,Want benches?,comment,email
r01,A person,Yes,good,ann@example.org
r02,A person,Yes,,
r03,A person,Yes,,
r04,A person,No,"no, thanks",
r05,A person,No,,
r06,A person,Not sure,,
r07,A person,,,
r08,A body,Yes,,
r09,Organisation,yes,,
r10,body,NO,,
r11,A body,Not sure,,
r12,A body,-,,
"""

TALLY_DATA = """\
data:
  reader: tally
  file: data.csv
  grouped_by: who
  funnel:
    received: 13
    removed:
      twice: {label: Sent twice, removed: 1}
    analysed: 12
    source: The clerk's list
  source: The clerk's counts
disclosure:
"""
TALLY_CONSULTATION = (
    CONSULTATION[: CONSULTATION.index("data:")] + TALLY_DATA + CONSULTATION.partition("disclosure:\n")[2]
)

# The same counts as the responses give: 3 yes, 2 no, 1 unsure and 1 without answer of 7 people; 2, 1, 1, 1 of 5 bodies.
TALLY = """\
group,question,answer,n
all,who,person,7
all,who,body,5
person,q1,yes,3
person,q1,no,2
person,q1,unsure,1
person,q1,base,6
body,q1,yes,2
body,q1,no,1
body,q1,unsure,1
"""

PLAN = """\
tables: every
chapters:
  summary:
    notebook: 10_summary.ipynb
    reads: everything
  section:
    notebook: 30_section.ipynb
    for_each: section
    reads: section
"""


def write_small(
    folder: Path,
    *,
    consultation: str = CONSULTATION,
    questionnaire: str = QUESTIONNAIRE,
    data: str | bytes | None = RESPONSES,
    plan: str | None = None,
) -> Path:
    """Write a consultation's folder; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "consultation.yaml": consultation,
        "questionnaire.yaml": questionnaire,
        "data.csv": data,
        "plan.yaml": plan,
    }
    for name, content in files.items():
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def write_tally(folder: Path, data: str | bytes = TALLY, questionnaire: str = QUESTIONNAIRE) -> Path:
    """Write the consultation with a tally instead of responses."""
    return write_small(folder, consultation=TALLY_CONSULTATION, questionnaire=questionnaire, data=data)


def changed(text: str, old: str, new: str) -> str:
    """The text with one thing changed; fails if it does not stand there exactly once."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def place(text: str, value: str) -> str:
    """Line and column of a text that stands there once, as messages write them."""
    assert text.count(value) == 1, f"{value!r} stands {text.count(value)} times"
    before = text[: text.index(value)]
    return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"
