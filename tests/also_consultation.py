"""A consultation with every kind of question that is kept, and questions that channel, campaign and postcode answer."""

from __future__ import annotations

from pathlib import Path

CONSULTATION = """\
title: The park
organisation: Town council
purpose: People were asked about the park.
opened: 2024-01-08
closed: 2024-02-09
published: 2024-03-04
data:
  reader: sources
  source: Three files
  channels:
    online:
      label: Online form
      file: online.csv
      id_column: ID
      submitted: Sent
      date_order: dmy
      same_person: {columns: [Email], combine: first}
      postcodes: {column: Postcode, file: postcodes.csv, gives: {area: ward}}
    paper: {label: Paper form, file: paper.csv, id_column: ID, date_order: dmy}
    telephone: {label: Telephone, file: telephone.csv, id_column: ID, date_order: dmy}
  pooled: {of: [online, paper], because: both put the same questions}
  campaigns:
    keep: {label: Keep the park, question: more, text: A real letter., counting: identical_as_one}
    sell: {label: Sell the park, question: why, text: Another real letter.}
disclosure: {profile: none, reason: The people are made up.}
"""

QUESTIONNAIRE = """\
# The clerk's.
questions:
  channel:
    kind: single
    number: P1
    wording: How it came.
    short: Channel
    given_by: channel
    options: {online: {label: Online form}, paper: {label: Paper form}, telephone: {label: Telephone}}
  campaign:
    kind: single
    number: P2
    wording: Which campaign it follows.
    short: Campaign
    given_by: campaign
    options: {sell: {label: Sell the park}, keep: {label: Keep the park}, other: {label: None}}
  area:
    kind: single
    number: P3
    wording: Where people live.
    short: Area
    given_by: postcode
    options: {north: {label: North}, south: {label: South}}
  q1:
    kind: scale
    number: Q1
    wording: Trees?
    short: Trees
    options:
      agree: {label: Agree, stance: support}
      neither: {label: Neither}
      disagree: {label: Disagree, stance: oppose}
  q2: {kind: single, number: Q2, wording: Ponds?, short: Ponds, options: {"yes": {label: "Yes"}, "no": {label: "No"}}}
also_asked:
  uses:
    kind: multiple
    number: Q3
    wording: What for?
    short: Uses
    options:
      walk: {label: To walk, column: 3.1 Walk}
      run: {label: To run, column: 3.2 Run}
      "no": {label: "No", column: "3.3"}
  why: {kind: open, number: Q4, wording: Why?, short: Why, column: "Why?"}
  wishes:
    kind: multiple
    number: Q5
    wording: What else?
    short: Wishes
    separator: "; "
    options: {bench: {label: Benches}, cafe: {label: "Café; with tables"}, more: {label: "+ more trees"}}
  order:
    kind: ranking
    number: Q6
    wording: In which order?
    short: Order
    options:
      one: {label: One, column: The 6.1}
      two: {label: Two, column: The 6.2}
      three: {label: Three, column: The 6.3}
      four: {label: Four, column: The 6.4}
  top:
    kind: ranking
    number: Q7
    wording: What first?
    short: Top
    column: The top
    separator: ","
    options: {low: {label: Low}, mid: {label: Mid}, high: {label: High}}
  visits: {kind: numeric, number: Q8, wording: How often?, short: Visits}
  since: {kind: date, number: Q9, wording: Since when?, short: Since}
  more: {kind: open, number: Q10, wording: More?, short: More}
profile: [channel, campaign, area]
sections: {trees: {title: The trees, questions: [q1]}, ponds: {title: The ponds, questions: [q2]}}
breakdowns: {campaign: {title: Campaign, question: campaign}, channel: {title: Channel, question: channel}}
"""

SAID = """\
also_asked:
  uses: {shares: {walk: 0.6, run: 0.25, "no": 0.1}}
  wishes: {shares: {bench: 0.5, cafe: 0.4, more: 0.2}}
  order: {shares: {one: 0.5, two: 0.3, three: 0.2, four: 0}, ranked: 2}
  top: {shares: {low: 0.2, mid: 0.2, high: 0.6}, ranked: 3}
  visits: {least: -2, most: 12}
left_out: {uses: 0.1, wishes: 0.2, order: 0.3, top: 0, visits: 0.05, since: 0.5}
campaigns:
  keep: {share: 0.1, section: trees, answers: {q1: agree}, variants: 5}
  sell: {share: 0.05, section: trees, answers: {q1: disagree}}
comments: 0.4
"""


def write_also(
    folder: Path, said: str = SAID, questionnaire: str = QUESTIONNAIRE, consultation: str = CONSULTATION
) -> Path:
    """Write the parameters; the files of responses that they name are not there."""
    folder.mkdir(parents=True)
    files = {"consultation": consultation, "questionnaire": questionnaire, "rehearsal": said}
    for name, text in files.items():
        if text:
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
