"""What `codeframe.yaml` must keep: whole messages, all at once; and a history that carries codes forward."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coded import CODEFRAME, write_coded
from findings.consultation.build import build
from findings.consultation.codeframe import CodeFrame, FrameChange
from findings.consultation.frame_history import history_faults, standing
from findings.errors import ParameterError
from findings.freetext.history import Codes, carried

PLAN = "notebooks/plan.yaml"


def messages(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """The problems of the example with some text of `codeframe.yaml` in the place of other."""
    own = write_coded(folder)
    text = CODEFRAME.lstrip("\n")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    (own / "codeframe.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as refused:
        build(own, PLAN)
    return [re.sub(r"line \d+, column \d+ ", "", str(problem)) for problem in refused.value.problems]


WHOLE = "travel, waiting, staffing, cost"
THEMES = "travel, parking, buses, waiting, staffing, cost"
OPEN = "hub_why, hours_why, hours_else"
RULES = {
    "a theme's name": (
        "      cost: {label: Cost,",
        "      Cost: {label: Cost,",
        [
            "coded/codeframe.yaml, (frames.plan.themes.Cost): not a name: names are small letters, digits and _, and "
            "begin with a letter\n  found:   Cost\n  do:      Choose another name for the theme.",
            "coded/codeframe.yaml, (frames.plan.history.0.added.0): a theme that does not stand in version 2\n"
            "  found:   cost\n  allowed: Cost, buses, parking, staffing, travel, waiting\n"
            "  do:      Did you mean 'Cost'?",
        ],
    ),
    "a theme called as what every comment may be": (
        "    history:",
        "      outside: {label: Out of doors}\n    history:",
        [
            "coded/codeframe.yaml, (frames.plan.themes.outside): a name that means something of every comment: "
            "'Another point than those of the code frame'\n  found:   outside\n"
            "  do:      Choose another name for the theme; this one may be given without it.",
        ],
    ),
    "a part of nothing": (
        "buses: {label: Buses, under: travel",
        "buses: {label: Buses, under: travle",
        [
            "coded/codeframe.yaml, (frames.plan.themes.buses.under): a part of an unknown theme\n"
            f"  found:   travle\n  allowed: {WHOLE}\n  do:      Did you mean 'travel'?"
        ],
    ),
    "a part of a part": (
        "buses: {label: Buses, under: travel",
        "buses: {label: Buses, under: parking",
        [
            "coded/codeframe.yaml, (frames.plan.themes.buses.under): a part of a theme that is a part itself\n"
            f"  found:   parking\n  allowed: {WHOLE}\n"
            "  do:      Parts go one level deep: name a whole theme, or take 'under' out."
        ],
    ),
    "a question and a proposal that are none": (
        "definition: How people get there.,",
        "definition: How people get there., questions: [hub], proposals: [hubb],",
        [
            "coded/codeframe.yaml, (frames.plan.themes.travel.questions.0): not one of the frame's questions\n"
            f"  found:   hub\n  allowed: {OPEN}, letters, events\n  do:      Did you mean 'hub_why'?",
            "coded/codeframe.yaml, (frames.plan.themes.travel.proposals.0): not a section\n"
            "  found:   hubb\n  allowed: hub, hours\n  do:      Did you mean 'hub'?",
        ],
    ),
    "one text for two themes": (
        "also: [Staff numbers]",
        "also: [Staff numbers, ' WAITING  times']",
        [
            "coded/codeframe.yaml, (frames.plan.themes.staffing.also.1): a text that stands for 'waiting' too\n"
            "  found:    WAITING  times\n"
            "  do:      Name them apart: a file of codings may write a code by its name, its label or under 'also'."
        ],
    ),
    "questions that cannot be coded": (
        "questions: [hub_why, hours_why, hours_else]",
        "questions: [hub_why, hours_wy, hours, hours_why, hub_why]",
        [
            "coded/codeframe.yaml, (frames.plan.questions.1): an unknown question\n"
            f"  found:   hours_wy\n  allowed: {OPEN}\n  do:      Did you mean 'hours_why'?",
            "coded/codeframe.yaml, (frames.plan.questions.2): not an open question\n"
            f"  found:   hours\n  allowed: {OPEN}\n  do:      Did you mean 'hours_why'?",
            "coded/codeframe.yaml, (frames.plan.questions.4): a question that frame 'plan' serves already\n"
            "  found:   hub_why\n  do:      Let one frame serve it, and name it there once.",
        ],
    ),
    "two frames for one question": (
        "submissions:",
        "  other: {version: '1', questions: [hub_why], themes: {noise: {label: Noise}}}\nsubmissions:",
        [
            "coded/codeframe.yaml, (frames.other.questions.0): a question that frame 'plan' serves already\n"
            "  found:   hub_why\n  do:      Let one frame serve it, and name it there once."
        ],
    ),
    "submissions called as a question, of no frame, without a file": (
        "  letters:\n    kind: letter\n    label: Letters\n    unit: letters\n    frame: plan\n    file: letters.csv",
        "  hub:\n    kind: letter\n    label: Letters\n    unit: letters\n    frame: plann\n    file: lettres.csv",
        [
            "coded/codeframe.yaml, (submissions.hub): the name of a question\n"
            "  found:   hub\n  do:      Choose another name for these submissions.",
            "coded/codeframe.yaml, (submissions.hub.frame): an unknown frame\n"
            "  found:   plann\n  allowed: plan\n  do:      Did you mean 'plan'?",
            "coded/codeframe.yaml, (submissions.hub.file): the file is missing\n"
            "  found:   lettres.csv\n  do:      Put it there, or correct its name, which is read from this folder.",
        ],
    ),
    "quotes of unknown things": (
        'quotes: {permission: may_quote, allowed_by: ["yes"], per_theme: 2, told_by: [respondent_type, area], '
        "spread_over: area}",
        "quotes: {permission: may_quote, allowed_by: [Yes!], told_by: [respondent], spread_over: aera, longest: 30}",
        [
            "coded/codeframe.yaml, (quotes.allowed_by.0): an unknown option\n  found:   Yes!\n  allowed: yes, no",
            "coded/codeframe.yaml, (quotes.told_by.0): an unknown breakdown\n"
            "  found:   respondent\n  allowed: respondent_type, area\n  do:      Did you mean 'respondent_type'?",
            "coded/codeframe.yaml, (quotes.spread_over): an unknown breakdown\n"
            "  found:   aera\n  allowed: respondent_type, area\n  do:      Did you mean 'area'?",
            "coded/codeframe.yaml, (quotes.longest): quotes whose longest is shorter than the shortest\n"
            "  found:   30\n  allowed: 40 or more",
        ],
    ),
    "a permission that nobody was asked for": (
        "permission: may_quote",
        "permission: may_quot",
        [
            "coded/codeframe.yaml, (quotes.permission): an unknown question\n"
            "  found:   may_quot\n  allowed: area, respondent_type, may_quote, hub, hours\n"
            "  do:      Did you mean 'may_quote'?",
        ],
    ),
    "a principle of an unknown theme": (
        "themes: [waiting, staffing]",
        "themes: [waiting, staff]",
        [
            "coded/codeframe.yaml, (principles.soon.themes.1): an unknown theme\n"
            f"  found:   staff\n  allowed: {THEMES}\n  do:      Did you mean 'staffing'?"
        ],
    ),
    "a history that ends before the present": (
        'version: "2"\n    questions',
        'version: "3"\n    questions',
        [
            "coded/codeframe.yaml, (frames.plan.version): the last version of the history is not the frame's\n"
            "  found:   3\n  allowed: 2\n  do:      Add the change that made this version, or correct 'version'."
        ],
    ),
    "themes that are not there, or still there": (
        "renamed: {staff: staffing}",
        "renamed: {staff: stafing, waiting: cost}\n        removed: [parking]",
        [
            "coded/codeframe.yaml, (frames.plan.history.0.renamed.staff): a theme that does not stand in version 2\n"
            "  found:   stafing\n  allowed: buses, cost, parking, staffing, travel, waiting\n"
            "  do:      Did you mean 'staffing'?",
            "coded/codeframe.yaml, (frames.plan.history.0.renamed.waiting): a theme that was renamed, and still stands "
            "in version 2\n  found:   waiting\n"
            "  do:      Take it out of 'themes', or out of the history; if it came back later, add it in that change.",
            "coded/codeframe.yaml, (frames.plan.history.0.removed.0): a theme that was removed, and still stands in "
            "version 2\n  found:   parking\n"
            "  do:      Take it out of 'themes', or out of the history; if it came back later, add it in that change.",
        ],
    ),
    "one theme twice in a change": (
        "renamed: {staff: staffing}",
        "renamed: {staff: staffing, nurses: staffing, tickets: buses}",
        [
            "coded/codeframe.yaml, (frames.plan.history.0): a theme of which one change says two things\n"
            "  found:   tickets\n  do:      Say once whether it was renamed, merged, split or removed.",
            "coded/codeframe.yaml, (frames.plan.history.0.renamed): two themes that were renamed to the same one\n"
            "  found:   staffing\n  do:      Say that they were merged: 'merged: {new: [old, old]}'.",
        ],
    ),
    "files of codings that cannot be read": (
        "submissions:",
        "codings:\n"
        "  - {file: a.csv, layout: long, question: hub_whi}\n"
        "  - {file: letters.csv, layout: wide}\n"
        "  - {file: events.csv, layout: cell, question: hub_why, separator: ' ', version: '0.9', "
        "themes: {A: cots, B: '', C: tickets}}\n"
        "  - {file: events.csv, layout: cell, question: hub_why, version: '1.9'}\n"
        "submissions:",
        [
            "coded/codeframe.yaml, (codings.0.question): not a question or submissions that a frame serves\n"
            f"  found:   hub_whi\n  allowed: {OPEN}, letters, events\n  do:      Did you mean 'hub_why'?",
            "coded/codeframe.yaml, (codings.0.file): the file is missing\n"
            "  found:   a.csv\n  do:      Put it there, or correct its name, which is read from this folder.",
            "coded/codeframe.yaml, (codings.1): nothing says of which question these codings are\n"
            f"  found:   letters.csv\n  allowed: {OPEN}, letters, events\n"
            "  do:      Name 'question', or the column that tells it: 'question_column'.",
            "coded/codeframe.yaml, (codings.2.separator): nothing that divides the codes of a cell\n"
            "  found:   ' '\n  do:      Name what stands between several codes, for example ';'.",
            "coded/codeframe.yaml, (codings.2.themes.A): an unknown theme\n"
            f"  found:   cots\n  allowed: {THEMES}, staff, tickets, outside, no_content, set_aside, to_code\n"
            "  do:      Did you mean 'cost'?",
            "coded/codeframe.yaml, (codings.3.version): no version of frame 'plan'\n"
            "  found:   1.9\n  allowed: 0.9, 2\n  do:      Did you mean '0.9'?",
        ],
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_names_key_found_and_allowed(rule: str, tmp_path: Path) -> None:
    before, after, expected = RULES[rule]
    assert messages(tmp_path, (before, after)) == expected


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    found = messages(
        tmp_path,
        ("themes: [waiting, staffing]", "themes: [waiting, staff]"),
        ("permission: may_quote", "permission: may_quot"),
        ("under: travel, polarity: against, also", "under: nowhere, polarity: against, also"),
    )
    assert [line.split(": ")[0].rsplit("(", 1)[1] for line in found] == [
        "frames.plan.themes.parking.under)",
        "principles.soon.themes.1)",
        "quotes.permission)",
    ]


def test_names_that_are_counted_belong_to_nothing_else(tmp_path: Path) -> None:
    own = write_coded(tmp_path)
    text = (own / "questionnaire.yaml").read_text(encoding="utf-8")
    more = (
        "  hub_why_themes: {kind: scale, number: Q9, wording: Again?, short: Again, scale: agree}\nalso_asked:",
        "questions: [hub, hub_why, hub_why_themes]",
    )
    text = text.replace("also_asked:", more[0]).replace("questions: [hub, hub_why]", more[1])
    (own / "questionnaire.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as refused:
        build(own, PLAN)
    (problem,) = refused.value.problems
    assert problem.what == "themes would be counted under a name that questions.hub_why_themes has"
    assert problem.found == "hub_why_themes"


def frame(themes: list[str], *history: dict[str, object], version: str = "") -> CodeFrame:
    return CodeFrame.model_validate(
        {
            "version": version or str(len(history) + 1),
            "themes": {name: {"label": name.title()} for name in themes},
            "history": [
                {"version": str(place), "on": f"2024-0{place}-01", "why": "So.", **change}
                for place, change in enumerate(history, start=2)
            ],
        }
    )


THREE = frame(
    ["bus", "train", "parking", "cost"],
    {"renamed": {"money": "cost"}, "added": ["transport"]},
    {"split": {"transport": ["bus", "train"]}, "merged": {"parking": ["parking", "cars"]}},
)


def test_the_versions_of_a_frame_are_worked_out_from_its_history() -> None:
    assert not list(history_faults((), THREE))
    first, second, third = standing(THREE)
    assert third == {"bus", "train", "parking", "cost"}
    # What a split left may have stood before: nothing says that it did not.
    assert second == {"bus", "train", "parking", "cost", "cars", "transport"}
    assert first == {"bus", "train", "parking", "cars", "money"}


@pytest.mark.parametrize(
    ("text", "version", "code", "why"),
    [
        ("money", "1", "cost", ""),
        ("MONEY ", "", "cost", ""),
        ("cars", "1", "parking", ""),
        ("cars", "2", "parking", ""),
        ("transport", "2", "", "split into bus and train in version 3"),
        ("Bus", "1", "bus", ""),
        ("Outside", "1", "outside", ""),
    ],
)
def test_codes_of_an_older_version_are_carried_forward(text: str, version: str, code: str, why: str) -> None:
    became = Codes(THREE, version=version).read(text)
    assert became is not None
    assert (became.code, became.why) == (code, why)


def test_a_kept_code_of_before_a_split_is_coded_again_by_its_date() -> None:
    again = frame(["travel", "parking"], {"split": {"travel": ["travel", "parking"]}})
    kept = Codes(again, by_date=True)
    before, after = kept.read("travel", "2024-01-31"), kept.read("travel", "2024-02-01")
    assert before is not None and after is not None
    assert (before.code, before.old, before.why) == ("", "travel", "split into travel and parking in version 2")
    assert after.code == "travel"
    undated = kept.read("Travel")
    assert undated is not None and undated.code == "travel"


def test_what_no_version_knows_is_nothing() -> None:
    assert Codes(THREE).read("boats") is None
    assert Codes(THREE, version="2").read("money") is not None, "an old name is understood in a later file too"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=2), st.data())
def test_a_chain_of_renames_and_merges_ends_in_the_present(names: list[str], data: st.DataObject) -> None:
    """Each step puts some names into one; whatever stood first is found at the end under the name that it came to."""
    standing_now = {name: name for name in names}
    present = list(names)
    changes = []
    for step in range(3):
        some = data.draw(st.lists(st.sampled_from(present), unique=True, min_size=1, max_size=3))
        target = f"t{step}"
        made = {"renamed": {some[0]: target}} if len(some) == 1 else {"merged": {target: some}}
        changes.append(FrameChange.model_validate({"version": str(step), "on": date(2024, 1, 1), "why": "So.", **made}))
        standing_now = {name: target if now in some else now for name, now in standing_now.items()}
        present = [name for name in present if name not in some] + [target]
    assert {name: carried(name, changes).code for name in names} == standing_now


def test_versions_and_days_in_order() -> None:
    odd = CodeFrame.model_validate(
        {
            "version": "1.9",
            "themes": {"cost": {"label": "Cost"}},
            "history": [
                {"version": "1.10", "on": "2024-05-01", "why": "So."},
                {"version": "1.9", "on": "2024-04-01", "why": "So."},
            ],
        }
    )
    assert [(fault.keys, fault.what, fault.allowed) for fault in history_faults((), odd)] == [
        (("history", 1, "version"), "a version that stands after a later one", "a version after 1.10"),
        (("history", 1, "on"), "a change from before the one above it", "2024-05-01 or later"),
    ]


def test_two_pairs_of_one_name(tmp_path: Path) -> None:
    found = messages(
        tmp_path,
        (
            "    history:",
            "      a: {label: A}\n      b_with_c: {label: B with C}\n"
            "      a_with_b: {label: A with B}\n      c: {label: C}\n    history:",
        ),
    )
    assert found == [
        "coded/codeframe.yaml, (frames.plan.together): two pairs of themes that would have one name\n"
        "  found:   a_with_b_with_c\n  do:      Choose names without '_with_' in them, or take 'together' out."
    ]
