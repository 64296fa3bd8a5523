"""The points register: nothing that anybody said is lost, and only what a person confirmed has words outside."""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coded import EVENTS, LETTERS, THEMES, as_csv, codings, themes_of, write_coded
from findings.consultation.build import Parameters, build
from findings.consultation.points_file import KeptPoint, PointSource, PointStatus, finals
from findings.consultation.points_rules import read_points
from findings.errors import InputRefused
from findings.evidence.cell import Cell, SourceKind, Status
from findings.evidence.quote import Point, with_counts
from findings.freetext import code
from findings.freetext.coverage import Coverage, check
from findings.freetext.drafts import kind_of
from findings.freetext.heard import digest
from findings.freetext.passages import LONGEST, frames_of, passages
from findings.freetext.points import Register
from findings.freetext.unlike import nearest
from findings.intake import receive
from findings.intake.received import Received
from findings.setup.points_now import register_now
from findings.tabulation import tabulate

PLAN = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"
HEAD = "point,status,says,kind,themes,sections,from,into,confirmed_by,note\n"
FLOODS = "The road to it floods every winter, and no ambulance could pass."
THRESHOLD = "disclosure: {profile: threshold, threshold: 10}"


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Received:
    folder = write_coded(tmp_path_factory.mktemp("received"))
    return receive(build(folder, PLAN))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_coded(tmp_path)


def register(folder: Path, received: Received) -> Register:
    """The register of a folder whose responses are those of the small consultation."""
    return register_now(build(folder, PLAN), received)


def decide(folder: Path, *rows: str) -> None:
    (folder / "kept" / "points.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def letters(folder: Path, *own: Mapping[str, str]) -> None:
    """Other letters than those of the small consultation."""
    rows = [{"id": "", "from": "", "proposals": "", "text": "", **letter} for letter in own]
    (folder / "letters.csv").write_text(as_csv(rows), encoding="utf-8")
    kept = [row for row in codings() if row["question"] != "letters"]
    (folder / "kept" / "codings" / "team.csv").write_text(as_csv(kept), encoding="utf-8")


def coded_as(folder: Path, **codes: tuple[str, ...]) -> None:
    """Other codes than the small consultation's for some comments on the hub, by respondent."""
    rows = [row for row in codings() if row["question"] != "hub_why" or row["response_id"] not in codes]
    shape = codings()[0]
    rows += [{**shape, "response_id": unit, "code": one} for unit, own in codes.items() for one in own]
    (folder / "kept" / "codings" / "team.csv").write_text(as_csv(rows), encoding="utf-8")


def places(own: Register, status: str) -> list[str]:
    return [source.place for entry in own.entries if entry.status == status for source in entry.sources]


def problems(folder: Path, received: Received) -> str:
    with pytest.raises(InputRefused) as error:
        register(folder, received)
    return str(error.value)


# Passages


@settings(max_examples=150)
@given(st.text(alphabet="ab .?!\n\r\t-*\u2028é’", max_size=400), st.booleans())
def test_every_letter_of_a_text_stands_in_one_passage(text: str, by_line: bool) -> None:
    parts = passages(text, by_line=by_line)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part.strip() == part and part for part in parts)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["word ", "A sentence. ", "x" * 700, "\n"]), min_size=1, max_size=60))
def test_a_long_text_is_divided_and_nothing_of_it_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    parts = passages(text)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= LONGEST for part in parts)


def test_a_comment_of_a_hundred_thousand_letters_is_read_in_parts() -> None:
    parts = passages("It is too far for us all. " * 4_000)
    # 57 sentences of 26 letters fit into 1,500; each part ends at the end of a sentence.
    assert {len(part) for part in parts[:-1]} == {57 * 26 - 1}
    assert sum(part.count("too far") for part in parts) == 4_000


@pytest.mark.parametrize(
    "letter",
    [
        ["Dear Sir or Madam,"],
        ["Dear Councillor Jones"],
        ["To whom it may concern:"],
        ["12 Mill Lane\nLittle Example\nLE1 9ZZ"],
        ["Example Parish Council\nThe Old School\nExample\nLE1 9ZZ\n3 May 2024\nclerk@example.org"],
        ["3rd May 2024"],
        ["Tel: 01234 567890\nclerk@example.org"],
        ["Yours faithfully,"],
        ["Kind regards\nJo Bloggs\nClerk to the Council"],
        ["* * *"],
    ],
)  # fmt: skip
def test_what_frames_a_letter_is_set_aside_with_its_reason(letter: list[str]) -> None:
    assert all(frames_of(letter))


@pytest.mark.parametrize(
    "passage",
    [
        "Dear Sir, where will the van park?",
        "Dear me, what a plan.",
        "Dear all we are against it",
        "Yours sincerely\nPS the last bus goes at six",
        "Yours faithfully, and do not close it",
        "Thank you for nothing",
        "Regards the hub, it floods.",
        "Close It Now",
        "Dear Sir Keep Ward Five Open",
        "Tel: 01234 567890 is never answered",
        "1,200",
        "12 Mill Lane floods\nLE1 9ZZ",
        "The last bus goes at six\nLE1 9ZZ",
        "Annwyl Syr,",
        "પાર્કિંગ નથી",
        "No.",
    ],
)
def test_whatever_may_hold_an_argument_is_read_by_a_person(passage: str) -> None:
    assert frames_of([passage]) == ("",)


def test_names_are_a_signature_only_after_a_closing() -> None:
    assert frames_of(["Jo Bloggs", "Yours faithfully", "Jo Bloggs\nChair"]) == ("", "a closing", "a signature")
    assert frames_of(["Yours faithfully", "Jo Bloggs", "The van could stop in the square."])[2] == ""
    assert frames_of(["Yours faithfully", "KEEP THE WARD OPEN"]) == ("a closing", "")
    assert frames_of(["Yours faithfully", "Jo Bloggs\nCEO, NHS Example"])[1] == "a signature"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Why not send a van?", "alternative"),
        ("Could you not use the old school", "alternative"),
        ("Open the old ward instead.", "alternative"),
        ("I would rather than this keep it.", "alternative"),
        ("We agree provided that buses run.", "condition"),
        ("Only if it is staffed", "condition"),
        ("Who pays?", "question"),
        ("It floods.", "argument"),
    ],
)
def test_the_kind_is_guessed_from_plain_words(text: str, kind: str) -> None:
    assert kind_of(text) == kind


# Drafts


def test_every_passage_of_letters_and_notes_is_a_draft(folder: Path, received: Received) -> None:
    own = register(folder, received)
    drafts = places(own, "draft")
    # By hand from tests/coded.py: letter 1 has two paragraphs, letter 2 one, each of two notes a line.
    assert drafts[:5] == ["letters:l1:1", "letters:l1:2", "letters:l2", "events:e1", "events:e2"]
    text = {entry.sources[0].place: entry.draft for entry in own.entries if entry.draft is not None}
    assert (text["letters:l1:2"].text, text["letters:l1:2"].themes) == (FLOODS, ("travel",))
    assert (text["letters:l1:2"].sections, text["events:e2"].kind) == (("hub",), "alternative")


def test_a_theme_that_many_gave_is_a_draft_and_one_that_few_gave_is_each_comment(
    folder: Path, received: Received
) -> None:
    whole = register(folder, received)
    given = Counter(theme for place in range(120) if place % 6 != 5 and place % 10 != 4 for theme in themes_of(place))
    assert [place for place in places(whole, "draft") if place.startswith("theme:hub_why")] == [
        f"theme:hub_why:{theme}" for theme in THEMES if given[theme] > 5
    ]
    coded_as(folder, r0=("cost",), r1=("cost", "parking"), r2=("buses",))
    own = register(folder, received)
    drafts = places(own, "draft")
    # No other comment was coded with cost, so it is rare: two respondents gave it, and both comments are drafts.
    assert given["cost"] == 0
    assert [place for place in drafts if place.startswith("hub_why")] == ["hub_why:r0", "hub_why:r1"]
    assert "theme:hub_why:cost" not in drafts


def test_a_comment_coded_outside_is_a_draft_and_one_without_content_is_none(folder: Path, received: Received) -> None:
    coded_as(folder, r0=("outside",), r1=("no_content",), r2=("travel", "outside"))
    own = register(folder, received)
    found = {
        source.place: entry.draft.why for entry in own.entries if entry.draft is not None for source in entry.sources
    }
    assert found["hub_why:r0"] == found["hub_why:r2"] == ("coded outside the code frame",)
    assert "hub_why:r1" not in found


def test_the_same_words_are_one_draft_with_every_sender(folder: Path, received: Received) -> None:
    letters(folder, {"id": "a", "text": "Keep  it open."}, {"id": "b", "text": "Keep it open."},
            {"id": "c", "text": "Keep it open!"})  # fmt: skip
    own = register(folder, received)
    first, second = [entry for entry in own.entries if entry.sources[0].place.startswith("letters")]
    assert [source.place for source in first.sources] == ["letters:a", "letters:b"]
    assert [source.place for source in second.sources] == ["letters:c"]


def test_greetings_stand_in_the_register_with_their_reason(folder: Path, received: Received) -> None:
    letters(folder, {"id": "a", "text": "Dear Sir,\n\nIt floods.\n\nYours faithfully,\nJo Bloggs"})
    own = register(folder, received)
    assert places(own, "set_aside") == ["letters:a:1", "letters:a:3"]
    rows = {row["place"]: row for row in csv.DictReader(io.StringIO(own.text))}
    assert (rows["letters:a:1"]["note"], rows["letters:a:3"]["note"]) == ("a greeting", "a closing")
    assert "2 greetings, closings, addresses and signatures set aside by rule: points.csv lists them" in own.told


def test_in_notes_of_an_event_nothing_is_a_signature(folder: Path, received: Received) -> None:
    text = "Thanks\nParking\nTransport Links"
    (folder / "events.csv").write_text(as_csv([{"id": "e1", "people": "", "text": text}]), encoding="utf-8")
    own = register(folder, received)
    assert [place for place in places(own, "draft") if place.startswith("events")] == [
        "events:e1:1", "events:e1:2", "events:e1:3",
    ]  # fmt: skip
    assert places(own, "set_aside") == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=12))
def test_the_nearest_other_is_the_one_of_all_pairs(texts: list[str]) -> None:
    """Beside tf-idf worked out pair by pair in plain Python."""
    bags = [Counter(text.split()) for text in texts]
    held = Counter(word for bag in bags for word in bag)
    weights = {word: math.log((1 + len(texts)) / (1 + n)) + 1 for word, n in held.items()}

    def cosine(one: Counter[str], other: Counter[str]) -> float:
        dot = sum(one[word] * other[word] * weights[word] ** 2 for word in one)
        lengths = [math.sqrt(sum((n * weights[word]) ** 2 for word, n in bag.items())) for bag in (one, other)]
        return dot / (lengths[0] * lengths[1])

    expected = [
        max((cosine(bag, other) for j, other in enumerate(bags) if j != i), default=0.0) for i, bag in enumerate(bags)
    ]
    assert list(nearest(texts)) == pytest.approx(expected)


# What people decided


def test_a_confirmed_point_takes_the_place_of_its_draft(folder: Path, received: Received) -> None:
    decide(folder, "P-1,confirmed,The road floods.,argument,travel,hub,letters:l1:2,,BB,")
    own = register(folder, received)
    first = own.points[0]
    assert (first.point, first.says, first.confirmed, first.status) == ("P-1", "The road floods.", True, "unanswered")
    assert (dict(first.voices), first.named) == ({"letters": "1"}, ("Example Parish Council (fictitious)",))
    assert "letters:l1:2" not in places(own, "draft")
    assert places(own, "draft")[:2] == ["letters:l1:1", "letters:l2"]
    # 13 drafts of the small consultation (5 passages, 5 + 1 + 2 themes), of which one is decided.
    assert "13 points: 1 confirmed, 12 drafts to read; 13 unanswered" in own.told


def test_a_draft_has_no_words_outside(folder: Path, received: Received) -> None:
    own = register(folder, received)
    drafts = [point for point in own.points if not point.confirmed]
    assert len(drafts) == 13
    assert all(point.says == "" and point.status == "unanswered" for point in drafts)
    assert "floods" not in "".join(point.model_dump_json() for point in own.points)
    assert FLOODS in own.text


def test_a_letter_named_as_a_whole_decides_no_passage_of_it(folder: Path, received: Received) -> None:
    decide(folder, "P-1,confirmed,They object.,argument,,,letters:l1,,BB,")
    own = register(folder, received)
    assert places(own, "draft")[:2] == ["letters:l1:1", "letters:l1:2"]
    told = "P-1 names letters:l1 as a whole, so its passages are still to be read: name one, such as letters:l1:1"
    assert told in own.told


def test_a_passage_that_was_changed_since_is_a_draft_again(folder: Path, received: Received) -> None:
    seen = digest(FLOODS)
    decide(folder, f"P-1,confirmed,The road floods.,argument,,,letters:l1:2 [{seen}],,BB,")
    assert "letters:l1:2" not in places(register(folder, received), "draft")
    text = (folder / "letters.csv").read_text(encoding="utf-8").replace("no ambulance", "no bus")
    (folder / "letters.csv").write_text(text, encoding="utf-8")
    own = register(folder, received)
    assert "letters:l1:2" in places(own, "draft")
    told = "P-1: what stands at letters:l1:2 was changed since it was read, so it is a draft again"
    assert told in own.told
    assert next(point for point in own.points if point.point == "P-1").voices == {"letters": "1"}
    decide(
        folder,
        f"P-1,confirmed,The road floods.,argument,,,letters:l1:2 [{seen}],,BB,",
        f"P-2,merged,,argument,,,letters:l1:2 [{digest(FLOODS.replace('no ambulance', 'no bus'))}],P-1,BB,",
    )
    assert told not in register(folder, received).told


def test_a_point_that_lost_its_source_stays_and_is_told(folder: Path, received: Received) -> None:
    decide(folder, "P-1,confirmed,It floods.,argument,,,letters:gone:2 [0123456789ab],,BB,")
    own = register(folder, received)
    assert own.points[0].says == "It floods."
    assert own.points[0].voices == {}
    assert "P-1 lost its source letters:gone:2: it is not among what was read now; the point stays" in own.told


def test_merged_points_bring_their_voices(folder: Path, received: Received) -> None:
    decide(
        folder,
        "P-1,confirmed,No parking.,argument,parking,hub,letters:l2; theme:hub_why:parking,,BB,",
        "P-2,merged,,argument,,,events:e1,P-3,BB,",
        "P-3,merged,,argument,,,letters:l1:1,P-1,BB,",
        "P-4,no_point,,argument,,,events:e2,,BB,It asks when the meeting ends.",
    )
    own = register(folder, received)
    (first,) = [point for point in own.points if point.confirmed]
    parking = sum("parking" in themes_of(p) for p in range(120) if p % 6 != 5 and p % 10 != 4)
    assert dict(first.voices) == {"letters": "2", "events": "1", "hub_why": str(parking)}
    assert first.cells == ("hub_why_themes#parking",)
    assert "2 merged into others, 1 no point" in own.told
    assert places(own, "draft")[0] == "letters:l1:2"


def test_every_problem_of_the_register_is_told_at_its_row(folder: Path, received: Received) -> None:
    decide(
        folder,
        "P-1,confirmed,,argument,trafic,,letters:l1:2,,BB,",
        "P-1,confirmed,It floods.,opinion,,hubs,letters:l2,,BB,",
        "P-2,merged,,argument,,,letters:l2,P-9,BB,",
        "P-3,merged,,argument,,,letters:l2,P-4,BB,",
        "P-4,merged,,argument,,,letters:l2,P-3,BB,",
        "D-5,done,It floods.,argument,,,post:7,,,",
        "P-6,no_point,,argument,,,,,BB,",
        "P-7,confirmed,Yes.,argument,,,theme:hub_why:roads,,,",
    )
    told = problems(folder, received)
    themes, sections = "buses, cost, parking, staffing, travel, waiting", "hub, hours"
    for message in (
        "kept/points.csv, row 2, column 'says': a confirmed point that says nothing\n  found:   nothing",
        f"kept/points.csv, row 2, column 'themes': a theme that no code frame has\n  found:   trafic\n"
        f"  allowed: {themes}",
        "kept/points.csv, row 3, column 'kind': an unknown kind of point\n  found:   opinion\n"
        "  allowed: argument, alternative, condition, question",
        f"kept/points.csv, row 3, column 'sections': a section that the questionnaire does not have\n"
        f"  found:   hubs\n  allowed: {sections}",
        "kept/points.csv, row 3, column 'point': this point stands on row 2 already\n  found:   P-1",
        "kept/points.csv, row 4, column 'into': merged into a point that is not there\n  found:   P-9",
        "kept/points.csv, row 5, column 'into': merged in a circle\n  found:   P-4",
        "kept/points.csv, row 6, column 'into': merged in a circle\n  found:   P-3",
        "kept/points.csv, row 7, column 'point': a point without a name that can be used\n  found:   D-5",
        "kept/points.csv, row 7, column 'status': an unknown status\n  found:   done\n"
        "  allowed: confirmed, merged, no_point, draft",
        "kept/points.csv, row 7, column 'from': not a place where a point can come from\n  found:   post:7",
        "kept/points.csv, row 8, column 'note': no point, and no reason why",
        "kept/points.csv, row 8, column 'from': a point that comes from nowhere",
        "kept/points.csv, row 9, column 'confirmed_by': a decision without who made it",
        "kept/points.csv, row 9, column 'from': a theme that 'hub_why' does not have\n  found:   roads",
    ):
        assert message in told
    assert len(re.findall(r"^kept/points.csv, row", told, re.MULTILINE)) == 15


def test_a_theme_of_an_earlier_version_is_told_by_its_name_now(folder: Path, received: Received) -> None:
    decide(folder, "P-1,confirmed,Few nurses.,argument,staff,,theme:hub_why:tickets,,BB,")
    told = problems(folder, received)
    # By hand from the history in tests/coded.py: staff was renamed, tickets went into buses.
    assert "found:   staff\n  allowed: buses, cost, parking, staffing, travel, waiting\n" in told
    assert "do:      The code frame has it as staffing now." in told
    assert "do:      The code frame has it as buses now." in told


def test_a_place_where_nothing_ever_was_is_refused(folder: Path, received: Received) -> None:
    decide(folder, "P-1,confirmed,It floods.,argument,,,letters:l7:2; letters:l1:9; hub_why:r999,,BB,")
    told = problems(folder, received)
    for place in ("letters:l7:2", "letters:l1:9", "hub_why:r999"):
        what = "kept/points.csv, row 2, column 'from': no such response, submission or paragraph\n  found:   "
        assert what + place in told


def test_a_damaged_file_is_refused_in_words(folder: Path, received: Received) -> None:
    (folder / "kept" / "points.csv").write_bytes(b"point,says\nP-1,caf\xe9\n")
    assert problems(folder, received) == ("kept/points.csv: the file is not UTF-8\n  do:      Save it as CSV UTF-8.")
    (folder / "kept" / "points.csv").write_text("point,says,says\nP-1,It floods.,x\n", encoding="utf-8")
    told = problems(folder, received)
    assert "kept/points.csv, row 1: a heading is missing\n  found:   status" in told
    assert "kept/points.csv, row 1: a heading stands twice\n  found:   says" in told


@settings(max_examples=60)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=6))
def test_merges_end_at_a_point_that_stands(into: list[int]) -> None:
    """Each point is merged into an earlier one, or stands: followed one step at a time in the test."""
    targets = {place: target for place, target in enumerate(into) if target < place}
    points = [
        KeptPoint(
            f"P-{place}",
            PointStatus.MERGED if place in targets else PointStatus.CONFIRMED,
            "x", "argument", (), (), (PointSource("letters:l1"),), f"P-{targets[place]}" if place in targets else "",
        )
        for place in range(len(into))
    ]  # fmt: skip
    for place in range(len(into)):
        end = place
        while end in targets:
            end = targets[end]
        assert finals(points)[f"P-{place}"] == f"P-{end}"


# Answers


def answers(folder: Path, *rows: str) -> None:
    text = "point,answer,change,owner,date,decision\n" + "".join(f"{row}\n" for row in rows)
    (folder / "kept" / "answers.csv").write_text(text, encoding="utf-8")


def test_an_answer_closes_the_gap(folder: Path, received: Received) -> None:
    decide(folder, "P-1,confirmed,It floods.,argument,,,letters:l1:2,,BB,",
           "P-2,confirmed,No parking.,argument,,,letters:l2,,BB,")  # fmt: skip
    answers(folder, "P-1,We raise the road.,The road,Estates,2024-05-02,Board of May", "P-2,,,Estates,,")
    own = register(folder, received)
    first, second = own.points[:2]
    assert (first.status, first.answer, first.change) == ("answered", "We raise the road.", "The road")
    assert (first.owner, first.date, first.decision) == ("Estates", "2024-05-02", "Board of May")
    # Somebody has to answer the second, and has not.
    assert (second.status, second.owner) == ("unanswered", "Estates")
    assert "13 points: 2 confirmed, 11 drafts to read; 12 unanswered" in own.told


def test_an_answer_to_nothing_and_a_second_answer_are_told(folder: Path, received: Received) -> None:
    decide(folder, "P-1,confirmed,It floods.,argument,,,letters:l1:2,,BB,",
           "P-2,merged,,argument,,,letters:l2,P-1,BB,")  # fmt: skip
    answers(folder, "P-1,Yes.,,,,", "P-1,No.,,,,", "P-8,Yes.,,,02/05/2024,", "P-2,Yes.,,,,")
    assert problems(folder, received).split("\nkept/") == [
        "kept/answers.csv, row 3, column 'point': a second answer to this point; the first stands on row 2\n"
        "  found:   P-1\n  do:      Keep one row.",
        "answers.csv, row 4, column 'point': an answer to a point that is not there\n  found:   P-8\n  allowed: P-1",
        "answers.csv, row 4, column 'date': not a date\n  found:   02/05/2024\n  allowed: a day such as 2024-12-31",
        "answers.csv, row 5, column 'point': an answer to a point that was merged into P-1\n"
        "  found:   P-2\n  do:      Answer P-1.",
    ]


# What may leave


def protected(folder: Path) -> Parameters:
    path = folder / "consultation.yaml"
    text = re.sub(r"disclosure: .*", THRESHOLD, path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    return build(folder, PLAN)


def test_where_small_counts_are_hidden_none_is_told(folder: Path, received: Received) -> None:
    decide(
        folder,
        "P-1,confirmed,It floods.,argument,,,letters:l1:2,,BB,",
        "P-2,confirmed,No parking.,argument,,,letters:l2; hub_why:r3; hub_why:r9,,BB,",
        "P-3,confirmed,Too far.,argument,travel,,theme:hub_why:travel,,BB,",
    )
    protected(folder)
    first, second, third, *rest = register(folder, received).points
    # A body that is named is no secret; two people's comments and a person's letter are.
    assert dict(first.voices) == {"letters": "1"}
    assert dict(second.voices) == {"letters": "fewer than 10", "hub_why": "fewer than 10"}
    assert dict(third.voices) == {"hub_why": "hub_why_themes#travel"}
    assert [point.point for point in rest] == ["D-1", "D-4", "D-5", "D-comments"]
    assert all(not point.themes and not point.sections and not point.cells for point in rest)
    assert dict(rest[-1].voices) == {}


def test_only_declared_bodies_are_named_and_of_no_draft(folder: Path, received: Received) -> None:
    council = "example  parish council (FICTITIOUS)"
    letters(folder, {"id": "a", "from": "Jo Bloggs", "text": "It floods."}, {"id": "b", "from": council, "text": "No."},
            {"id": "c", "from": "Jo  BLOGGS", "text": "Too far."}, {"id": "d", "text": "Why?"})  # fmt: skip
    decide(folder, "P-1,confirmed,Floods.,argument,,,letters:a; letters:b,,BB,",
           "P-2,confirmed,They object.,argument,,,letters:b,,BB,")  # fmt: skip
    protected(folder)
    own = register(folder, received)
    first, second, *drafts = own.points
    assert (first.named, dict(first.voices)) == (("example parish council (FICTITIOUS)",), {"letters": "fewer than 10"})
    assert dict(second.voices) == {"letters": "1"}
    assert all(point.named == () for point in drafts)
    assert "loggs" not in "".join(point.model_dump_json() for point in own.points).casefold()
    told = code(build(folder, PLAN), received).told
    assert "letters.csv: 1 sender is not in 'bodies' and is not named" in told
    letters(folder, {"id": "a", "from": "Jo", "text": "It floods."}, {"id": "b", "from": "Al", "text": "No."})
    (folder / "kept" / "points.csv").unlink()
    told = code(build(folder, PLAN), received).told
    assert "letters.csv: 2 senders are not in 'bodies' and are not named" in told


def test_words_that_may_lead_to_a_person_are_refused_and_never_repeated(folder: Path, received: Received) -> None:
    decide(
        folder,
        "P-1,confirmed,Ring 07700 900123 or jo@example.org about the road.,argument,,,letters:l1:2,,BB,",
        "P-2,draft,jo@example.org says so.,argument,,,letters:l2,,,",
        "P-3,confirmed,No buses.,argument,,,events:e1,,BB,",
    )
    answers(folder, "P-3,We wrote to NHS 943 476 5919.,The stop at LE1 9ZZ,Estates,,")
    what, do = (
        "words that are published hold what may lead to a person",
        "Take it out; say it without whatever tells who",
    )
    assert problems(folder, received) == (
        f"kept/points.csv, row 2, column 'says': {what}: telephone number, e-mail address\n  do:      {do} wrote.\n"
        f"kept/answers.csv, row 2, column 'answer': {what}: NHS number\n  do:      {do} wrote.\n"
        f"kept/answers.csv, row 2, column 'change': {what}: postcode\n  do:      {do} wrote."
    )


def test_names_and_a_writers_own_words_are_told(folder: Path, received: Received) -> None:
    decide(folder, "P-1,confirmed,Dr Patel was kind.,argument,,,letters:l1:2,,BB,",
           "P-2,confirmed,there is nowhere to  PARK.,argument,,,letters:l2,,BB,")  # fmt: skip
    answers(folder, "P-2,Decided on 2 May 2024.,,Mrs Bloggs,,")
    told = [line for line in register(folder, received).told if ".csv, row" in line]
    assert told == [
        "points.csv, row 2, says: what may be a person's name; look",
        "answers.csv, row 2, owner: what may be a person's name; look",
        "points.csv, row 3, says: the very words of letters:l2; say it in your own words",
    ]


def test_beside_a_theme_no_number_is_told_where_counts_are_hidden(folder: Path, received: Received) -> None:
    decide(
        folder,
        "P-1,confirmed,Too far.,argument,travel,,theme:hub_why:travel; hub_why:r1; letters:l2,,BB,",
        "P-2,confirmed,Nowhere.,argument,,,theme:hub_why:parking; theme:hub_why:buses,,BB,",
    )
    seen = register(folder, received).points
    # By hand: r1 gave parking, not travel; a place gives two themes at most.
    given = [set(themes_of(p)) for p in range(120) if p % 6 != 5 and p % 10 != 4]
    travel = sum("travel" in own for own in given)
    either = sum(bool(own & {"parking", "buses"}) for own in given)
    assert dict(seen[0].voices) == {"hub_why": str(travel + 1), "letters": "1"}
    assert dict(seen[1].voices) == {"hub_why": str(either)}
    protected(folder)
    hidden = register(folder, received).points
    assert dict(hidden[0].voices) == {"hub_why": "not told", "letters": "fewer than 10"}
    assert dict(hidden[1].voices) == {"hub_why": "not told"}


def test_a_theme_whose_count_is_hidden_is_not_told_of_a_comment() -> None:
    own, of_theme = {"themes": ("a", "b"), "says": "Too far.", "kind": "argument"}, "q_themes#a"
    cell = Cell("q_themes#a", "q_themes", "count", "q_themes", "", "a", "", "", "", "4", "responses", 0, "", "", "",
                "", (), Status.SHOWN, SourceKind.RESPONSES)  # fmt: skip
    of_a_comment = Point.model_validate({"point": "P-1", "voices": {"q": "fewer than 10"}, **own})
    of_all = Point.model_validate({"point": "P-2", "voices": {"q": of_theme}, "cells": (of_theme,), **own})
    hidden = {of_theme: cell.hidden()}
    assert with_counts(of_a_comment, {of_theme: cell}).themes == ("a", "b")
    assert with_counts(of_a_comment, hidden).themes == ("b",)
    assert (with_counts(of_all, hidden).themes, with_counts(of_all, hidden).voices) == (("a", "b"), {"q": "[c]"})


def test_a_voice_is_told_by_the_released_cell(received: Received) -> None:
    point = Point(point="P-1", says="Too far.", kind="argument", cells=("q_themes#a", "q_themes#b"),
                  voices={"q": "q_themes#a", "r": "q_themes#b", "letters": "3"})  # fmt: skip
    cell = Cell("q_themes#a", "q_themes", "count", "q_themes", "", "a", "", "", "", "1234", "responses", 0, "", "", "",
                "", (), Status.SHOWN, SourceKind.RESPONSES)  # fmt: skip
    assert with_counts(point, {"q_themes#a": cell}).voices == {"q": "1,234", "r": "not told", "letters": "3"}
    assert with_counts(point, {"q_themes#a": cell.hidden()}).voices["q"] == "[c]"


def test_inputs_that_differ_in_hidden_counts_release_the_same_points(folder: Path, received: Received) -> None:
    """One rare theme given by two or by four people: the drafts differ, and nothing that leaves does."""
    protected(folder)
    coded_as(folder, r0=("cost",), r1=("cost",))
    two = register(folder, received)
    coded_as(folder, r0=("cost",), r1=("cost",), r2=("cost",), r3=("cost",))
    four = register(folder, received)
    assert len(places(two, "draft")) != len(places(four, "draft"))
    assert two.points == four.points


# Coverage


def test_coverage_adds_up_and_equals_the_cells(folder: Path) -> None:
    coded_as(folder, r0=("outside",), r1=("set_aside",), r2=("travel", "outside"), r3=("no_content",))
    path = folder / "kept" / "codings" / "team.csv"
    row = "r1,hub_why,set_aside,Ann,2024-04-10,positive,given,"
    text = path.read_text(encoding="utf-8").replace(f"{row},", f"{row}Abuse.,")
    path.write_text(text, encoding="utf-8")
    parameters = build(folder, PLAN)
    free_text = code(parameters, receive(parameters))
    counted = tabulate(parameters, free_text.received, free_text)
    cells = {cell.cell: cell.value for cell in counted.cells}
    own = {one.question: one for one in free_text.coverage}
    for name in ("hub_why", "hours_why", "hours_else"):
        one, of = own[name], f"{name}_themes#"
        assert str(one.received) == cells[f"{of}base"]
        assert str(one.outside + one.coded_and_outside) == cells[f"{of}outside"]
        assert [str(n) for n in (one.no_content, one.set_aside, one.to_code)] == [
            cells[of + part] for part in ("no_content", "set_aside", "to_code")
        ]
        assert one.received == one.coded + one.outside + one.no_content + one.set_aside + one.to_code
    hub = own["hub_why"]
    # By hand: 100 comments, 12 'n/a really' beside r3; r0 outside, r1 set aside with its reason.
    assert (hub.received, hub.no_content, hub.outside, hub.coded_and_outside, hub.set_aside) == (100, 13, 1, 1, 1)
    assert (hub.without_reason, own["letters"].coded, own["events"].to_code) == (0, 2, 1)
    assert own["events"].told == (
        "events: received 2 = 1 coded + 0 outside the frame + 0 no content + 0 set aside + 1 not coded yet"
    )


def test_a_coverage_that_does_not_add_up_is_refused() -> None:
    whole = Coverage("q9", 5, 2, 1, 1, 1, 0, 1)
    check(whole, ["a", "a;outside", "outside", "no_content", "set_aside", "not_answered"])
    for part in ("received", "coded", "outside", "no_content", "set_aside", "to_code"):
        with pytest.raises(ValueError, match=r"^q9: \d comments were received, and \d are accounted for$"):
            check(replace(whole, **{part: getattr(whole, part) + 1}))
    with pytest.raises(ValueError, match=r"^q9: the tables count \(5, 1, 1, 1, 0\), and the coverage"):
        check(whole, ["a", "a", "outside", "no_content", "set_aside"])


# Nothing is lost


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_every_passage_stands_in_the_register_whatever_was_decided(
    tmp_path_factory: pytest.TempPathFactory, received: Received, data: st.DataObject
) -> None:
    folder = write_coded(tmp_path_factory.mktemp("lost"))
    every = ["letters:l1:1", "letters:l1:2", "letters:l2", "events:e1", "events:e2"]
    rows = []
    for number in range(1, data.draw(st.integers(0, 4)) + 1):
        own = "; ".join(data.draw(st.lists(st.sampled_from([*every, "letters:l1"]), min_size=1, max_size=3)))
        kinds = ["confirmed", "no_point", "draft", *(["merged"] if rows and "confirmed" in rows[0] else [])]
        status = data.draw(st.sampled_from(kinds))
        rows.append(f"P-{number},{status},It floods.,argument,,,{own},{'P-1' if status == 'merged' else ''},BB,Why")
    decide(folder, *rows)
    own_register = register(folder, received)
    stand = [row["place"] for row in csv.DictReader(io.StringIO(own_register.text))]
    assert set(every) <= set(stand)
    drafts = set(places(own_register, "draft"))
    cited = {place for row in rows for place in re.findall(r"(?:letters|events):[\w:]+", row.split(",")[6])}
    assert {place for place in every if place not in cited} <= drafts
    words = " ".join(itertools.chain(*(letter.values() for letter in (*LETTERS, *EVENTS))))
    text = {row["text"] for row in csv.DictReader(io.StringIO(own_register.text)) if row["unit"]}
    assert all(" ".join(part.split()) in " ".join(words.split()) for part in text)


def test_the_register_is_read_back_as_it_was_written(folder: Path) -> None:
    parameters = build(folder, PLAN)
    decide(folder, "P-1,confirmed,'=SUM(A1) is what they wrote,question,travel; cost,hub,"
           "letters:l1:2 [0123456789ab]; theme:hub_why:travel,,BB,")  # fmt: skip
    assert parameters.free_text is not None
    (point,), wrong = read_points(folder / "kept" / "points.csv", parameters.free_text, parameters.questionnaire)
    assert not wrong
    assert point.says == "=SUM(A1) is what they wrote"
    assert point.themes == ("travel", "cost")
    assert point.sources == (PointSource("letters:l1:2", "0123456789ab"), PointSource("theme:hub_why:travel"))
