"""Public meetings are no people: their counts are shown however small, and only of how many came a few are hidden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coded import CODEFRAME as CODEFRAME_WORDS
from coded import write_coded
from findings.audit.recount.cells import Expected
from findings.audit.recount.codeframe import CODEFRAME as AUDITED
from findings.audit.recount.hidden import hidden_problems
from findings.audit.recount.submissions import of_no_people
from findings.consultation.build import build
from findings.consultation.model import NoDisclosureControl, ThresholdDisclosure
from findings.disclosure import release
from findings.evidence.cell import Cell, Status
from findings.evidence.store import Evidence
from findings.evidence.story import tell
from findings.exhibits.method import not_protected
from findings.exhibits.model import Bullets, plain
from findings.freetext import code
from findings.intake import receive
from findings.tabulation import tabulate
from findings.tabulation.cells import Counted

PROJECT = Path(__file__).resolve().parents[1]
REASON = "Each is a meeting of many people."
TEN = ThresholdDisclosure(profile="threshold", threshold=10)
PUBLIC = NoDisclosureControl(profile="none", reason="The counts are public.")


def counted(folder: Path, came: str) -> tuple[Counted, Evidence]:
    """The example's tables, with two events that are told to be meetings; to the first so many came."""
    own = write_coded(folder)
    frame = own / "codeframe.yaml"
    text = frame.read_text(encoding="utf-8")
    source = "    source: Notes of the events\n"
    assert source in text
    frame.write_text(text.replace(source, f"{source}    shown_as_counted: {REASON}\n"), encoding="utf-8")
    events = own / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace("31", came), encoding="utf-8")
    parameters = build(own, PROJECT / "notebooks" / "plan.yaml", "")
    free_text = code(parameters, receive(parameters))
    made = tabulate(parameters, free_text.received, free_text)
    tables = tuple(dict.fromkeys(cell.table for cell in made.cells))
    story = tell(parameters.consultation, parameters.counting, made.cells[0].source_kind, tables,
                 free_text=parameters.free_text)  # fmt: skip
    return made, Evidence(story, {cell.cell: cell for cell in made.cells})


def shown(made: Counted) -> dict[str, Cell]:
    return {cell.cell: cell for cell in release(made.cells, made.relations, TEN, (), made.as_counted).cells}


def test_few_meetings_are_shown_and_few_letters_are_not(tmp_path: Path) -> None:
    made, _ = counted(tmp_path, "31")
    cells = shown(made)
    # Two events, of which one was given a theme; two letters, each with one.
    assert cells["events_themes#base"].value == "2"
    assert cells["events_themes#waiting"].value == "1"
    assert cells["letters_themes#base"].status is Status.CONFIDENTIAL
    assert cells["letters_themes#travel"].status is Status.CONFIDENTIAL
    assert cells["events_people#people"].value == "31"
    assert (cells["events_people#known"].value, cells["events_people#unknown"].value) == ("1", "1")


def test_of_few_people_at_meetings_no_number_is_shown(tmp_path: Path) -> None:
    made, _ = counted(tmp_path, "7")
    released = release(made.cells, made.relations, TEN, (), made.as_counted)
    cells = {cell.cell: cell for cell in released.cells}
    assert cells["events_people#people"].status is Status.CONFIDENTIAL
    assert cells["events_people#people"].value == ""
    assert cells["events_people#known"].value == "1"
    own = [one for one in released.decisions if one.table == "events_people"]
    assert [(one.cell, one.reason, one.step, one.note) for one in own] == [
        ("events_people#people", "primary", 0, "fewer people took part than the threshold")
    ]


def test_without_a_reason_meetings_are_protected_as_answers_are(tmp_path: Path) -> None:
    made, _ = counted(tmp_path, "31")
    cells = shown(replace(made, as_counted=frozenset()))
    assert cells["events_themes#base"].status is Status.CONFIDENTIAL


@pytest.mark.parametrize(
    ("profile", "told"), [(TEN, [f"Public events: counts are shown however small they are. {REASON}"]), (PUBLIC, [])]
)
def test_the_method_gives_the_reason_where_other_counts_are_hidden(
    tmp_path: Path, profile: ThresholdDisclosure | NoDisclosureControl, told: list[str]
) -> None:
    _, evidence = counted(tmp_path, "31")
    protection = {"profile": profile.profile, "threshold": getattr(profile, "threshold", 0), "reason": ""}
    kept = type(evidence.story.protection).model_validate(protection)
    story = evidence.story.model_copy(update={"protection": kept})
    found = [plain(item) for bullets in not_protected(replace(evidence, story=story))
             if isinstance(bullets, Bullets) for item in bullets.items]  # fmt: skip
    assert found == told


@pytest.mark.parametrize(
    ("reason", "small"),
    [
        (f"    shown_as_counted: {REASON}\n", ["events_people#people"]),
        ("", ["events_people#known", "events_people#people", "events_themes#base"]),
    ],
)
def test_the_audit_reads_for_itself_which_counts_are_of_no_people(
    tmp_path: Path, reason: str, small: list[str]
) -> None:
    frame = CODEFRAME_WORDS.replace("    source: Notes of the events\n", f"    source: Notes of the events\n{reason}")
    (tmp_path / AUDITED).parent.mkdir(parents=True)
    (tmp_path / AUDITED).write_text(frame, encoding="utf-8")
    numbers = {"events_themes#base": "2", "events_people#known": "1", "events_people#people": "7"}
    expected = {
        name: Expected(value, {"question": name.partition("#")[0], "measure": "count", "table": "", "level": "",
                               "option": name.partition("#")[2], "from": "", "base_cell": "",
                               "unit": "people" if name.endswith("#people") else "events"})
        for name, value in numbers.items()
    }  # fmt: skip
    expected |= of_no_people(tmp_path, expected)
    rows = [{"cell": name, "status": "shown", **cell.columns} for name, cell in expected.items()]
    told = hidden_problems(rows, expected, 10, [])
    found = sorted(one.where.partition(", ")[2] for one in told if one.what == "a small count that is not hidden")
    assert found == small
