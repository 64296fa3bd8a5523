"""Headings in letters: the passages below one are about the proposal that it names, and unknown ones are told."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from coded import as_csv, write_coded
from findings.consultation.build import Parameters, build
from findings.freetext.headings import headed
from findings.freetext.submissions import read_submissions, submissions_told

PLAN = "notebooks/plan.yaml"
NAMES = {"the hub": "hub", "hub": "hub", "longer hours": "hours"}
LETTER = (
    "Dear Sir or Madam,\n\n"
    "We write about all of it.\n\n"
    "The hub:\n\n"
    "It is far.\n\n"
    "Proposal 2: Longer hours\n"
    "Who will staff them?\n\n"
    "Proposal: Mobile library\n\n"
    "Keep it.\n\n"
    "In general:\n\n"
    "Please answer."
)


def sections(*parts: str, colon: bool = False) -> list[tuple[str, ...] | None]:
    return [one.sections for one in headed(parts, NAMES, colon=colon)]


@pytest.mark.parametrize(
    "line",
    ["The hub:", "The hub", "THE  HUB :", "1. The hub", "Proposal: The hub", "Proposal 3 - the hub:", "## The hub"],
)
def test_a_line_that_is_a_title_begins_a_section(line: str) -> None:
    """However it is written, with its number or without; what follows is about that proposal."""
    assert sections("Before.", line, "It is far.") == [None, ("hub",), ("hub",)]


@pytest.mark.parametrize(
    "line", ["The hub is far:", "We ask:", "The hub.", "Is it the hub?", "Proposal", "Proposals we like:", "", "1."]
)
def test_other_lines_begin_none(line: str) -> None:
    """A sentence, a list's beginning, and the word alone leave things as they were."""
    assert sections("Longer hours:", line, "So.") == [("hours",)] * 3


@pytest.mark.parametrize("line", ["Proposal: A tram", "Proposal 9", "Longer huors:"])
def test_a_heading_that_names_no_proposal_takes_the_passages_out(line: str) -> None:
    """They are not taken for being about the proposal above, and the heading is kept to be told."""
    own = headed(["The hub:", line, "So."], NAMES)
    assert [one.sections for one in own] == [("hub",), (), ()]
    assert [one.unknown for one in own] == ["", line, ""]
    assert [one.alone for one in own] == [True, False, False]


def test_in_notes_a_title_without_a_colon_is_what_somebody_said() -> None:
    """A single word may be a note."""
    assert sections("The hub", "So.", colon=True) == [None, None]
    assert sections("The hub:", "So.", colon=True) == [("hub",), ("hub",)]


def built(own: Path) -> Parameters:
    return build(own, PLAN)


def with_files(folder: Path, letter: str = LETTER) -> Path:
    own = write_coded(folder)
    letters = [{"id": "l1", "from": "", "proposals": "hub; Tram", "text": letter}]
    (own / "letters.csv").write_text(as_csv(letters), encoding="utf-8")
    return own


def told(own: Path) -> list[str]:
    parameters = built(own)
    return list(submissions_told(parameters, read_submissions(parameters)))


def test_unknown_headings_and_unknown_numbers_are_told_whole(tmp_path: Path) -> None:
    """A cell and a heading that name no proposal, and an event of which nobody noted how many came."""
    assert told(with_files(tmp_path)) == [
        "letters.csv, row 2: a proposal that the questionnaire does not have is kept as it is written: Tram",
        "letters.csv, row 2, line 12 of the text: a heading names no proposal, and what stands below it is about none: "
        "Proposal: Mobile library",
        "headings may name: The hub, Longer hours; correct the letter's heading, or leave it if it is about something "
        "else",
        "events.csv, row 3: how many people stand behind it is not known, and not counted",
    ]


def test_a_letter_without_headings_is_told_nothing_more(tmp_path: Path) -> None:
    """The sections of its row stand."""
    assert not [line for line in told(with_files(tmp_path, "It is far.\n\nWe ask:\n\n- a bus.")) if "heading" in line]


def test_drafts_have_the_section_of_their_heading(tmp_path: Path) -> None:
    """And a heading alone is set aside by rule, not lost."""
    from findings.freetext.drafts import drafts_of
    from findings.freetext.heard import Heard, Passage
    from findings.freetext.passages import passages

    parameters = built(with_files(tmp_path))
    one = read_submissions(parameters)[0]
    parts = passages(one.text)
    key = ("letters", "l1")
    said = Heard({key: tuple(Passage(*key, n, len(parts), part) for n, part in enumerate(parts, 1))}, {}, {key: one})
    assert parameters.free_text is not None
    found = {d.text: (d.sections, d.aside) for d in drafts_of(parameters.free_text, parameters.questionnaire, said, ())}
    assert found == {
        "Dear Sir or Madam,": (("hub", "Tram"), "a greeting"),
        "We write about all of it.": (("hub", "Tram"), ""),
        "The hub:": (("hub",), "a heading"),
        "It is far.": (("hub",), ""),
        "Proposal 2: Longer hours\nWho will staff them?": (("hours",), ""),
        "Proposal: Mobile library": ((), ""),
        "Keep it.": ((), ""),
        "In general:": (("hub", "Tram"), "a heading"),
        "Please answer.": (("hub", "Tram"), ""),
    }


def test_the_example_s_letters_and_events_say_that_they_are_made_up() -> None:
    """Every row of everything beside the survey of the rehearsed case."""
    folder = Path(__file__).parents[1] / "data" / "llr-2021"
    for name in ("letters", "events", "feed_in", "petitions"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert rows
        assert {row["made_up"] for row in rows} == {"made up"}
        assert all("(fictitious)" in row["from"] for row in rows if "from" in row)
