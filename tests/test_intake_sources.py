"""Several sources, one consultation: channels, persons, campaigns, postcodes, flags, and a ledger that adds up."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.consultation import build
from findings.consultation.editions import editions_of
from findings.consultation.madeup import MARK
from findings.errors import InputRefused, ParameterError
from findings.intake import receive, write_received
from findings.intake import responses as responses_module
from findings.intake.ledger import balanced
from findings.intake.received import Flag, LedgerRow, Received
from small_consultation import CONSULTATION, QUESTIONNAIRE, changed

COMMON_PLAN = Path(__file__).resolve().parent.parent / "notebooks" / "plan.yaml"
BEFORE = CONSULTATION[: CONSULTATION.index("data:")]
AFTER = CONSULTATION[CONSULTATION.index("disclosure:") :]

WHY = """\
also_asked:
  why: {kind: open, number: Q2, wording: Why?, short: Why}
profile: [who]
"""
SMALL = changed(QUESTIONNAIRE, "    column: Want benches?\n", "")
ASKED = changed(SMALL, "profile: [who]\n", WHY)
HEADER = ("id", "who", "q1", "why")

Row = tuple[str, ...]


def as_csv(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def write(
    folder: Path,
    data: str,
    files: Mapping[str, str | bytes],
    questionnaire: str = ASKED,
    withdrawn: Sequence[str] = (),
) -> Path:
    """A consultation's folder with its files; `data` is what stands under `data:`."""
    indented = "".join(f"  {line}\n" for line in data.strip("\n").splitlines())
    contents = {
        "consultation.yaml": f"{BEFORE}data:\n{indented}  source: Made for a test\n{AFTER}",
        "questionnaire.yaml": questionnaire,
        **files,
    }
    if withdrawn:
        contents["kept/withdrawn.csv"] = "response_id\n" + "".join(f"{name}\n" for name in withdrawn)
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def received_from(folder: Path, edition: str = "") -> Received:
    return receive(build(folder, COMMON_PLAN, edition))


def refusal(folder: Path, edition: str = "") -> str:
    with pytest.raises(InputRefused) as caught:
        received_from(folder, edition)
    return str(caught.value)


def refused_parameters(folder: Path) -> str:
    with pytest.raises(ParameterError) as caught:
        received_from(folder)
    return str(caught.value)


def steps(rows: Iterable[object]) -> dict[str, int]:
    """A funnel as step -> n."""
    return {row.name: row.n for row in rows}  # type: ignore[attr-defined]


def frame_of(received: Received) -> pd.DataFrame:
    assert received.responses is not None
    return received.responses.astype(str)


def fates_of(received: Received) -> dict[str, str]:
    """Response -> `analysed`, or the reason and into what it was merged."""
    return {
        row.response_id: " into ".join(part for part in (row.reason, row.into) if part) or row.outcome
        for row in received.ledger
    }


def quarantined(received: Received) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(received.quarantine)))


# --- channels -----------------------------------------------------------------------------------

CHANNELS = """\
reader: sources
channels:
  web: {label: Online form, file: web.csv, id_column: id}
  paper: {label: Paper form, file: paper.csv, id_column: id}
  petition: {label: Petition, file: petition.csv, id_column: id, counts: submissions, unit: signatures}
"""
POOLED = CHANNELS + "pooled: {of: [web, paper], because: Both put the same questions.}\n"
WEB = [("w1", "person", "yes", ""), ("w2", "person", "no", ""), ("w3", "body", "", ""), ("w4", "body", "yes", "")]
PAPER = [("p1", "person", "yes", "tired legs"), ("p2", "person", "", "")]
PETITION = [("s1", "", "yes", ""), ("s2", "", "yes", ""), ("s3", "", "yes", "")]
FILES = {"web.csv": as_csv(WEB), "paper.csv": as_csv(PAPER), "petition.csv": as_csv(PETITION)}


def test_pooled_channels_are_counted_together_and_the_rest_is_told(tmp_path: Path) -> None:
    received = received_from(write(tmp_path, POOLED, FILES))
    assert steps(received.funnel) == {"received": 9, "counted_apart": 3, "blank": 2, "analysed": 4}
    assert {channel: steps(rows) for channel, rows in received.by_channel.items()} == {
        "web": {"received": 4, "blank": 1, "analysed": 3},
        "paper": {"received": 2, "blank": 1, "analysed": 1},
        "petition": {"received": 3, "counted_apart": 3, "analysed": 0},
    }
    assert frame_of(received).to_dict("list") == {
        "response_id": ["w1", "w2", "w4", "p1"],
        "source_row": ["2", "3", "5", "2"],
        "channel": ["web", "web", "web", "paper"],
        "source_file": ["web.csv", "web.csv", "web.csv", "paper.csv"],
        "who": ["person", "person", "body", "person"],
        "q1": ["yes", "no", "yes", "yes"],
        "why": ["not_answered", "not_answered", "not_answered", "answered"],
    }
    assert [(row.channel, row.source_file, row.source_row, row.outcome, row.reason) for row in received.ledger] == [
        ("web", "web.csv", 2, "analysed", ""),
        ("web", "web.csv", 3, "analysed", ""),
        ("web", "web.csv", 4, "set_aside", "blank"),
        ("web", "web.csv", 5, "analysed", ""),
        ("paper", "paper.csv", 2, "analysed", ""),
        ("paper", "paper.csv", 3, "set_aside", "blank"),
        ("petition", "petition.csv", 2, "set_aside", "counted_apart"),
        ("petition", "petition.csv", 3, "set_aside", "counted_apart"),
        ("petition", "petition.csv", 4, "set_aside", "counted_apart"),
    ]


@pytest.mark.parametrize(
    ("edition", "analysed", "other"),
    [("web", ["w1", "w2", "w4"], "paper"), ("paper", ["p1"], "web"), ("", ["w1", "w2", "w4"], "paper")],
)
def test_channels_are_never_counted_together_unless_the_parameters_say_so(
    edition: str, analysed: list[str], other: str, tmp_path: Path
) -> None:
    received = received_from(write(tmp_path, CHANNELS, FILES), edition)
    assert frame_of(received)["response_id"].tolist() == analysed
    reasons = Counter((row.channel, row.reason) for row in received.ledger if row.reason != "blank")
    assert reasons[other, "other_channel"] == len(FILES[f"{other}.csv"].splitlines()) - 1
    assert reasons["petition", "counted_apart"] == 3
    assert steps(received.funnel)["received"] == 9
    assert steps(received.by_channel[other])["analysed"] == 0


@pytest.mark.parametrize(
    ("data", "editions"),
    [
        (POOLED, {"full": ("web", "paper")}),
        (CHANNELS, {"web": ("web",), "paper": ("paper",)}),
        (CHANNELS.replace("paper.csv, id_column: id", "paper.csv, counts: submissions"), {"full": ("web",)}),
        (
            POOLED + "channels_placeholder: 0\n",
            {"full": ("web", "paper"), "post": ("post",)},
        ),
    ],
    ids=["pooled", "apart", "one that counts", "one more"],
)
def test_an_edition_for_those_pooled_and_one_for_each_of_the_others(
    data: str, editions: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    if "placeholder" in data:
        data = POOLED.replace("  petition:", "  post: {label: Post, file: paper.csv, id_column: id}\n  petition:")
    parameters = build(write(tmp_path, data, FILES), COMMON_PLAN)
    assert editions_of(parameters.consultation.data) == editions


def test_identifiers_of_two_channels_that_are_the_same_are_told_apart(tmp_path: Path) -> None:
    """Each tool counts from 1; the same number in the same channel still names one response."""
    same = {
        "web.csv": as_csv([("1", "person", "yes", ""), ("2", "person", "no", "")]),
        "paper.csv": as_csv([("1", "body", "no", ""), ("1", "body", "no", "")]),
        "petition.csv": as_csv([("7", "", "yes", "")]),
    }
    received = received_from(write(tmp_path, POOLED, same))
    assert fates_of(received) == {
        "web-1": "analysed",
        "web-2": "analysed",
        "paper-1": "exact_duplicate into paper-1",
        "petition-7": "counted_apart",
    }
    assert frame_of(received)["response_id"].tolist() == ["web-1", "web-2", "paper-1"]
    doubled = {**same, "paper.csv": as_csv([("1", "body", "no", ""), ("1", "body", "yes", "")])}
    assert refusal(write(tmp_path / "other", POOLED, doubled)) == (
        "paper.csv, row 3, column 'id': an identifier of two different responses\n  found:   paper-1 on rows 2, 3\n"
        "  do:      Give each response its own, or take out the one that does not count."
    )


def test_responses_without_identifiers_are_named_by_channel_and_row(tmp_path: Path) -> None:
    data = POOLED.replace(", id_column: id", "")
    files = {name: as_csv([row[1:] for row in csv.reader(io.StringIO(text))][1:], HEADER[1:])
             for name, text in FILES.items()}  # fmt: skip
    received = received_from(write(tmp_path, data, files))
    assert frame_of(received)["response_id"].tolist() == ["web-row-2", "web-row-3", "web-row-5", "paper-row-2"]


def test_a_channel_has_columns_of_its_own_and_need_not_put_every_question(tmp_path: Path) -> None:
    data = POOLED.replace(
        "file: paper.csv, id_column: id",
        'file: paper.csv, id_column: No, columns: {q1: "7. Benches"}, not_asked: [why]',
    )
    files = {**FILES, "paper.csv": as_csv([("p1", "person", "yes"), ("p2", "person", "")], ("No", "who", "7. Benches"))}
    frame = frame_of(received_from(write(tmp_path, data, files)))
    assert frame[["response_id", "q1", "why"]].values.tolist() == [
        ["w1", "yes", "not_answered"],
        ["w2", "no", "not_answered"],
        ["w4", "yes", "not_answered"],
        ["p1", "yes", "not_asked"],
    ]


GIVEN = """\
  came:
    kind: single
    number: Q9
    wording: How did it come?
    short: Channel
    given_by: channel
    options: {paper: {label: Paper form}, web: {label: Online form}}
also_asked:
"""


@pytest.mark.parametrize("place", ["profile: [who, came]", "profile: [who]"], ids=["profile", "section"])
def test_the_channel_may_answer_a_question_and_makes_no_blank_response_an_answered_one(
    place: str, tmp_path: Path
) -> None:
    questionnaire = changed(changed(ASKED, "also_asked:\n", GIVEN), "profile: [who]", place)
    if "came" not in place:
        questionnaire = changed(questionnaire, "questions: [q1]", "questions: [q1, came]")
    received = received_from(write(tmp_path, POOLED, FILES, questionnaire))
    assert frame_of(received)["came"].tolist() == ["web", "web", "web", "paper"]
    assert steps(received.funnel) == {"received": 9, "counted_apart": 3, "blank": 2, "analysed": 4}


def test_the_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    files = {"web.csv": as_csv([("w1", "dog", "yes", "")]), "paper.csv": as_csv([("", "person", "yes", "")])}
    assert refusal(write(tmp_path, POOLED, files)) == (
        "web.csv, row 2, column 'who': an answer outside its options (1 row)\n  found:   dog\n"
        "  allowed: A person (person), A body (body)\n"
        "  do:      Correct it, or add it to an option's 'also' or 'data.no_answer'.\n"
        "paper.csv, row 2, column 'id': a response without an identifier\n"
        "  do:      Give it one; every response must be traceable.\n"
        f"petition.csv: the file is missing\n  found:   {(tmp_path / 'petition.csv').resolve().as_posix()}\n"
        "  do:      Put it there, or correct 'data.file'."
    )


def test_a_made_up_file_among_real_ones_is_refused(tmp_path: Path) -> None:
    made_up = as_csv([(*row, "made up") for row in PAPER], (*HEADER, "made_up"))
    assert refusal(write(tmp_path, POOLED, {**FILES, "paper.csv": made_up})) == (
        "paper.csv: a file of made-up responses among files of real ones\n  found:   real: web.csv, petition.csv\n"
        "  allowed: files that are all made up, or none of them\n"
        "  do:      Take the made-up file out of 'data.channels'."
    )


def test_files_that_are_all_made_up_say_so_in_every_row(tmp_path: Path) -> None:
    files = {
        name: as_csv([(*row, "made up") for row in list(csv.reader(io.StringIO(text)))[1:]], (*HEADER, "made_up"))
        for name, text in FILES.items()
    }
    received = received_from(write(tmp_path / "in", POOLED, files))
    assert received.source_kind == "made_up"
    write_received(received, tmp_path / "out")
    for name in ("ledger.csv", "quarantine.csv", "responses.csv"):
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert {row["source_kind"] for row in csv.DictReader(io.StringIO(text))} == {"made_up"}, name


# --- withdrawn ----------------------------------------------------------------------------------


def test_a_withdrawn_response_is_set_aside_and_told_of(tmp_path: Path) -> None:
    received = received_from(write(tmp_path, POOLED, FILES, withdrawn=["w2", "p2", "", " w4 ", "nobody"]))
    assert frame_of(received)["response_id"].tolist() == ["w1", "p1"]
    assert steps(received.funnel) == {
        "received": 9, "withdrawn": 3, "counted_apart": 3, "blank": 1, "analysed": 2,
    }  # fmt: skip
    assert {name for name, fate in fates_of(received).items() if fate == "withdrawn"} == {"w2", "w4", "p2"}
    # Of what was withdrawn nothing is kept but that it was.
    kept = {row["source_row"]: row["q1"] for row in quarantined(received) if row["reason"] == "withdrawn"}
    assert kept == dict.fromkeys(("3", "5"), "")


def test_a_response_is_withdrawn_by_its_own_number_or_by_that_of_its_channel(tmp_path: Path) -> None:
    """Which one depends on what the run that the person's response stood in called it."""
    same = {"web.csv": as_csv([("1", "person", "yes", "")]), "paper.csv": as_csv([("1", "body", "no", "")])}
    data = POOLED[: POOLED.index("  petition:")] + POOLED[POOLED.index("pooled:") :]
    received = received_from(write(tmp_path, data, same, withdrawn=["paper-1"]))
    assert fates_of(received) == {"web-1": "analysed", "paper-1": "withdrawn"}
    apart = {**same, "paper.csv": as_csv([("2", "body", "no", "")])}
    received = received_from(write(tmp_path / "apart", data, apart, withdrawn=["paper-2"]))
    assert fates_of(received) == {"1": "analysed", "2": "withdrawn"}


def test_a_withdrawn_response_stays_withdrawn_under_the_number_of_an_earlier_export(tmp_path: Path) -> None:
    """Where another channel now has the same number, it is withdrawn all the same, or the run stops and asks which."""
    same = {"web.csv": as_csv([("1", "person", "yes", "")]), "paper.csv": as_csv([("1", "body", "no", "")])}
    data = POOLED[: POOLED.index("  petition:")] + POOLED[POOLED.index("pooled:") :]
    message = refusal(write(tmp_path, data, same, withdrawn=["1"]))
    assert "web-1" in message
    assert "paper-1" in message


# --- one person ---------------------------------------------------------------------------------

PERSONS = """\
reader: responses
file: data.csv
id_column: id
submitted: sent
date_order: dmy
same_person: {{columns: [e-mail], combine: {combine}}}
"""
PERSON_HEADER = (*HEADER, "sent", "e-mail")
# By the days in the file's own order 1 is the latest of Jo's; read as month first, 2 would be.
JO = [
    ("1", "person", "yes", "", "03/02/2024", "jo@example.org"),
    ("2", "person", "no", "my knees", "12/01/2024", " JO@example.org"),
    ("3", "", "", "a gap", "01/02/2024", "Jo@Example.org "),
    ("4", "person", "no", "", "01/02/2024", "ann@example.org"),
    ("5", "person", "no", "", "02/02/2024", "n/a"),
    ("6", "person", "no", "", "02/02/2024", "n/a"),
]


@pytest.mark.parametrize(
    ("combine", "kept", "answers", "differs"),
    [
        ("latest", "1", ("person", "yes", "not_answered"), {("1", "q1", "2")}),
        ("fill", "1", ("person", "yes", "answered"), {("1", "q1", "2")}),
        ("first", "2", ("person", "no", "answered"), {("2", "q1", "1")}),
    ],
)
def test_responses_of_one_person_are_combined_by_the_stated_rule(
    combine: str, kept: str, answers: tuple[str, str, str], differs: set[tuple[str, str, str]], tmp_path: Path
) -> None:
    folder = write(tmp_path, PERSONS.format(combine=combine), {"data.csv": as_csv(JO, PERSON_HEADER)})
    received = received_from(folder)
    frame = frame_of(received).set_index("response_id")
    assert list(frame.index) == [kept, "4", "5", "6"]
    assert tuple(frame.loc[kept, ["who", "q1", "why"]]) == answers
    merged = {name for name, fate in fates_of(received).items() if fate == f"same_person into {kept}"}
    assert merged == {"1", "2", "3"} - {kept}
    assert steps(received.funnel) == {"received": 6, "same_person": 2, "analysed": 4}
    flags = {(flag.response_id, flag.column, flag.value) for flag in received.flags if flag.reason == "answers_differ"}
    assert flags == differs


def test_one_person_is_known_in_every_channel(tmp_path: Path) -> None:
    person = "id_column: id, same_person: {columns: [e-mail]}, submitted: sent, date_order: ymd"
    data = POOLED.replace("file: web.csv, id_column: id", f"file: web.csv, {person}")
    data = data.replace("file: paper.csv, id_column: id", f"file: paper.csv, {person}")
    files = {
        **FILES,
        "web.csv": as_csv([("w1", "person", "yes", "", "2024-02-02", "jo@example.org")], PERSON_HEADER),
        "paper.csv": as_csv([("p1", "person", "no", "", "2024-02-01", "JO@example.org")], PERSON_HEADER),
    }
    received = received_from(write(tmp_path / "pooled", data, files))
    assert {name: fate for name, fate in fates_of(received).items() if name in ("w1", "p1")} == {
        "w1": "analysed",
        "p1": "same_person into w1",
    }
    # Where each channel is counted apart, what came through another has no part in it.
    apart = data[: data.index("pooled:")]
    assert frame_of(received_from(write(tmp_path / "apart", apart, files), "paper"))["response_id"].tolist() == ["p1"]


def test_many_responses_from_one_sender_are_looked_at_and_not_combined(tmp_path: Path) -> None:
    crowd = [(str(n), "person", "yes", "", "01/02/2024", "office@example.org") for n in range(6)]
    received = received_from(
        write(tmp_path, PERSONS.format(combine="latest"), {"data.csv": as_csv(crowd, PERSON_HEADER)})
    )
    assert steps(received.funnel) == {"received": 6, "analysed": 6}
    assert received.flags == tuple(
        Flag("data.csv", n + 2, str(n), "many_from_one", "", "6 responses") for n in range(6)
    )
    five = received_from(
        write(tmp_path / "five", PERSONS.format(combine="latest"), {"data.csv": as_csv(crowd[:5], PERSON_HEADER)})
    )
    assert steps(five.funnel) == {"received": 5, "same_person": 4, "analysed": 1}


def test_a_blank_response_of_a_person_is_blank_and_fills_nothing(tmp_path: Path) -> None:
    rows = [JO[0], ("7", "person", "", "", "01/03/2024", "jo@example.org")]
    received = received_from(
        write(tmp_path, PERSONS.format(combine="latest"), {"data.csv": as_csv(rows, PERSON_HEADER)})
    )
    assert fates_of(received) == {"1": "analysed", "7": "blank"}


# --- campaigns ----------------------------------------------------------------------------------

LETTER = "Please keep the benches in the park, since old people need a place to rest on their long way home."
CAMPAIGN = f"""\
reader: responses
file: data.csv
id_column: id
campaigns:
  rest:
    label: A place to rest
    question: why
    counting: {{counting}}
    text: "{LETTER}"
"""
SENT = [
    ("1", "person", "yes", LETTER),
    ("2", "person", "yes", LETTER.upper()),
    ("3", "person", "no", LETTER),
    ("4", "person", "yes", f"{LETTER} I sit there every day with my dog."),
    ("5", "person", "yes", "I like them."),
]


@pytest.mark.parametrize(
    ("counting", "taken"),
    [
        ("each", {}),
        ("identical_as_one", {"2": "campaign_copy into 1"}),
        ("identical_apart", dict.fromkeys("123", "campaign_apart")),
        ("apart", dict.fromkeys("1234", "campaign_apart")),
    ],
)
def test_a_campaign_is_counted_as_it_is_registered(counting: str, taken: dict[str, str], tmp_path: Path) -> None:
    received = received_from(write(tmp_path, CAMPAIGN.format(counting=counting), {"data.csv": as_csv(SENT)}))
    assert fates_of(received) == {**dict.fromkeys("12345", "analysed"), **taken}
    follows = {"1": "identical", "2": "identical", "3": "identical", "4": "variant"}
    assert {flag.response_id: (flag.reason, flag.value) for flag in received.flags} == {
        name: ("campaign_text", f"rest, {how}") for name, how in follows.items() if name not in taken
    }


def test_campaign_responses_that_answered_otherwise_are_not_one_response(tmp_path: Path) -> None:
    """Nobody's answers are lost: neither those that are counted now nor those that are kept."""
    questionnaire = changed(
        ASKED, "also_asked:\n", "also_asked:\n  age: {kind: numeric, number: Q3, wording: Age?, short: Age}\n"
    )
    rows = [
        ("1", "person", "yes", LETTER, "40"),
        ("2", "person", "yes", LETTER, "41"),
        ("3", "person", "yes", LETTER, "40"),
    ]
    data = {"data.csv": as_csv(rows, (*HEADER, "age"))}
    received = received_from(write(tmp_path, CAMPAIGN.format(counting="identical_as_one"), data, questionnaire))
    assert fates_of(received) == {"1": "analysed", "2": "analysed", "3": "campaign_copy into 1"}


def test_a_question_that_the_campaigns_answer(tmp_path: Path) -> None:
    given_by = GIVEN.replace("given_by: channel", "given_by: campaign")
    given_by = given_by.replace("{paper: {label: Paper form}, web: {label: Online form}}",
                                "{rest: {label: A place to rest}, other: {label: None}}")  # fmt: skip
    questionnaire = changed(changed(ASKED, "also_asked:\n", given_by), "profile: [who]", "profile: [who, came]")
    folder = write(tmp_path, CAMPAIGN.format(counting="each"), {"data.csv": as_csv(SENT)}, questionnaire)
    assert frame_of(received_from(folder))["came"].tolist() == ["rest", "rest", "rest", "rest", "other"]


def test_a_text_that_many_sent_and_nobody_registered_is_found_and_not_taken_out(tmp_path: Path) -> None:
    rows = [(str(n), "person", "yes", LETTER) for n in range(12)] + [("x", "person", "no", "I like them.")]
    data = "reader: responses\nfile: data.csv\nid_column: id\n"
    received = received_from(write(tmp_path, data, {"data.csv": as_csv(rows)}))
    assert steps(received.funnel) == {"received": 13, "analysed": 13}
    assert Counter(flag.reason for flag in received.flags) == {"campaign_text": 12}
    assert LETTER in received.campaigns_found


@pytest.mark.parametrize("counting", ["apart", "identical_apart"])
def test_what_is_merged_stands_in_a_response_that_is_not_set_aside(counting: str, tmp_path: Path) -> None:
    """The letter that a person sent last is counted apart; what the person said before is not lost with it."""
    rows = [(*SENT[4], "01/02/2024", "jo@example.org"), (*SENT[0], "02/02/2024", "jo@example.org")]
    campaigns = CAMPAIGN.format(counting=counting)
    data = PERSONS.format(combine="latest") + campaigns[campaigns.index("campaigns:") :]
    received = received_from(write(tmp_path, data, {"data.csv": as_csv(rows, PERSON_HEADER)}))
    outcomes = {row.response_id: row.outcome for row in received.ledger}
    assert [row.into for row in received.ledger if row.outcome == "merged" and outcomes[row.into] == "set_aside"] == []


def test_campaigns_found_of_made_up_responses_say_so(tmp_path: Path) -> None:
    rows = [(f"made-up-{n}", "person", "yes", LETTER) for n in range(12)]
    data = "reader: responses\nfile: data.csv\nid_column: id\n"
    received = received_from(write(tmp_path / "in", data, {"data.csv": as_csv(rows)}))
    write_received(received, tmp_path / "out")
    text = (tmp_path / "out" / "campaigns_found.yaml").read_text(encoding="utf-8")
    assert LETTER in text
    assert MARK in text.splitlines()[0]


# --- the published funnels, from made-up rows -------------------------------------------------------

FHFSS = """\
reader: sources
channels:
  online: {label: Online, file: web.csv, id_column: id}
  email: {label: E-mail, file: paper.csv, id_column: id}
pooled: {of: [online, email], because: The same form.}
"""


def test_the_funnel_of_food_high_in_fat_sugar_or_salt(tmp_path: Path) -> None:
    """692 online and 36 by e-mail, less a duplicate and a blank: 726, of 632 individuals and 94 organisations."""
    people = [(str(n), "person" if n < 632 else "body", "yes", "") for n in range(726)]
    online, email = [*people[:691], people[0]], [*people[691:], ("blank", "person", "", "")]
    files = {"web.csv": as_csv(online), "paper.csv": as_csv(email)}
    received = received_from(write(tmp_path, FHFSS, files))
    assert steps(received.funnel) == {"received": 728, "blank": 1, "exact_duplicate": 1, "analysed": 726}
    assert {channel: steps(rows) for channel, rows in received.by_channel.items()} == {
        "online": {"received": 692, "exact_duplicate": 1, "analysed": 691},
        "email": {"received": 36, "blank": 1, "analysed": 35},
    }
    assert Counter(frame_of(received)["who"]) == {"person": 632, "body": 94}


def test_the_funnel_of_the_draft_referendum_bill(tmp_path: Path) -> None:
    """7,667 less 199 invalid, 70 blank and 200 duplicates: 7,198. 188 people sent more than one response.

    Twelve of these sent three and 176 sent two, so that 200 are more than one a person; the first 50 are the same
    response twice, which its identifier tells, and the others are combined by who sent them.
    """
    answers = [("person", "yes"), ("person", "no"), ("body", "unsure")]
    rows: list[Row] = [(f"r{n}", *answers[n % 3], "", "2024-01-10", f"p{n}@example.org") for n in range(7198)]
    again = [*range(188), *range(176, 188)]
    rows += [rows[n] if n < 50 else (f"a{n}-{at}", *answers[at % 3], "", "2024-01-09", f"P{n}@example.org")
             for at, n in enumerate(again)]  # fmt: skip
    rows += [(f"b{n}", "person", "", "", "2024-01-11", f"p{n}@example.org") for n in range(70)]
    rows += [(f"i{n}", "person", "yes") for n in range(199)]
    data = PERSONS.format(combine="latest").replace("dmy", "ymd")
    received = received_from(write(tmp_path, data, {"data.csv": as_csv(rows, PERSON_HEADER)}))
    assert steps(received.funnel) == {
        "received": 7667, "unreadable": 199, "blank": 70, "exact_duplicate": 50, "same_person": 150, "analysed": 7198,
    }  # fmt: skip
    merged = [row for row in received.ledger if row.outcome == "merged"]
    assert len(merged) == 200
    assert len({row.into for row in merged}) == 188
    # Who answered otherwise in a response that was merged is told: the rest of the division by three differs.
    differ = {f"r{n}" for at, n in enumerate(again) if n >= 50 and at % 3 != n % 3}
    assert {flag.response_id for flag in received.flags if flag.reason == "answers_differ"} == differ
    assert len(quarantined(received)) == 469


BANK = f"""\
reader: sources
channels:
  hub: {{label: Online hub, file: hub.csv, id_column: id}}
  mail: {{label: Mail, file: mail.csv, id_column: id}}
  campaign: {{label: Campaign, file: campaign.csv, id_column: id}}
pooled: {{of: [hub, mail, campaign], because: All answered the same questions.}}
campaigns:
  bank: {{label: A bank for people, question: why, counting: COUNTING, text: "{LETTER}"}}
"""


def bank(tmp_path: Path, counting: str, hub: int, mail: int, identical: int, variants: int) -> Received:
    own = [
        f"In row {n} somebody wrote {n * n} other words of their own, about nothing else." for n in range(hub + mail)
    ]
    letters = [(f"c{n}", "person", "yes", LETTER) for n in range(identical)]
    varied = [(f"v{n}", "person", "yes", f"{LETTER} My number is {n}, and I live nearby.") for n in range(variants)]
    files = {
        "hub.csv": as_csv((f"h{n}", "person", "yes", own[n]) for n in range(hub)),
        "mail.csv": as_csv((f"m{n}", "body", "no", own[hub + n]) for n in range(mail)),
        "campaign.csv": as_csv([*varied[: variants // 2], *letters, *varied[variants // 2 :]]),
    }
    return received_from(write(tmp_path, BANK.replace("COUNTING", counting), files))


def test_the_final_funnel_of_the_scottish_national_investment_bank(tmp_path: Path) -> None:
    """1,443 = 40 + 20 + 1,383; of these 1,360 identical ones are one response and 23 variants one each: 84."""
    received = bank(tmp_path, "identical_as_one", 40, 20, 1360, 23)
    assert steps(received.funnel) == {"received": 1443, "campaign_copy": 1359, "analysed": 84}
    assert {channel: steps(rows)["analysed"] for channel, rows in received.by_channel.items()} == {
        "hub": 40, "mail": 20, "campaign": 24,
    }  # fmt: skip
    assert {row.into for row in received.ledger if row.reason == "campaign_copy"} == {"c0"}
    assert Counter(flag.value for flag in received.flags) == {"bank, identical": 1, "bank, variant": 23}


def test_the_interim_funnel_of_the_scottish_national_investment_bank(tmp_path: Path) -> None:
    """1,108 = 335 + 20 + 753; 709 identical ones are counted apart: 399 = 335 + 20 + 44 variants."""
    received = bank(tmp_path, "identical_apart", 335, 20, 709, 44)
    assert steps(received.funnel) == {"received": 1108, "campaign_apart": 709, "analysed": 399}
    assert {channel: steps(rows)["analysed"] for channel, rows in received.by_channel.items()} == {
        "hub": 335, "mail": 20, "campaign": 44,
    }  # fmt: skip


def test_the_funnel_of_healthier_future(tmp_path: Path) -> None:
    """363 received, one out: 179 individuals and 183 organisations."""
    rows = [(str(n), "person" if n < 180 else "body", "yes", "") for n in range(363)]
    data = "reader: responses\nfile: data.csv\nid_column: id\n"
    received = received_from(write(tmp_path, data, {"data.csv": as_csv(rows)}, withdrawn=["7"]))
    assert steps(received.funnel) == {"received": 363, "withdrawn": 1, "analysed": 362}
    assert Counter(frame_of(received)["who"]) == {"person": 179, "body": 183}


@pytest.mark.slow
def test_the_funnel_of_the_referendum_consultation_of_2012(tmp_path: Path) -> None:
    """30,219 less 4,000 counted apart: 26,219 = 21,198 individuals, 164 organisations, 4,857 of another campaign."""
    other = "A second letter says that every bench in every park ought to be painted green before the summer comes."
    rows = [(f"a{n}", "person", "no", LETTER) for n in range(4000)]
    rows += [(f"o{n}", "person", "yes", other) for n in range(4857)]
    rows += [(f"p{n}", "person", "yes", "") for n in range(21198)] + [(f"b{n}", "body", "no", "") for n in range(164)]
    data = CAMPAIGN.format(counting="apart") + (
        f'  green: {{label: Green, question: why, counting: each, text: "{other}"}}\n'
    )
    given_by = GIVEN.replace("given_by: channel", "given_by: campaign")
    given_by = given_by.replace("{paper: {label: Paper form}, web: {label: Online form}}",
                                "{rest: {label: Rest}, green: {label: Green}, other: {label: None}}")  # fmt: skip
    questionnaire = changed(changed(ASKED, "also_asked:\n", given_by), "profile: [who]", "profile: [who, came]")
    received = received_from(write(tmp_path, data, {"data.csv": as_csv(rows)}, questionnaire))
    assert steps(received.funnel) == {"received": 30219, "campaign_apart": 4000, "analysed": 26219}
    assert Counter(zip(frame_of(received)["came"], frame_of(received)["who"], strict=True)) == {
        ("green", "person"): 4857, ("other", "person"): 21198, ("other", "body"): 164,
    }  # fmt: skip


# --- when it was sent ---------------------------------------------------------------------------

DATED = """reader: responses
file: data.csv
id_column: id
submitted: sent
date_order: ORDER
"""


@pytest.mark.parametrize(
    ("order", "flags"),
    [
        # The consultation is open from 8 January to 9 February 2024, both days included.
        ("dmy", {"2": ("late", "2024-02-10"), "3": ("early", "2024-01-07"), "5": ("not_a_day", "01/13/2024"),
                 "6": ("not_a_day", "01/02/24"), "8": ("late", "2024-10-01")}),
        ("mdy", {"1": ("late", "2024-09-02"), "2": ("late", "2024-10-02"), "3": ("late", "2024-07-01"),
                 "4": ("late", "2024-08-01"), "6": ("not_a_day", "01/02/24")}),
        ("ymd", {name: ("not_a_day", text) for name, text in {
            "1": "09/02/2024", "2": "10/02/2024 09:15", "3": "07/01/2024", "4": "08/01/2024", "5": "01/13/2024",
            "6": "01/02/24", "8": "01/10/2024"}.items()}),
    ],
)  # fmt: skip
def test_late_and_early_responses_are_flagged_by_the_declared_order_of_dates(
    order: str, flags: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    days = ["09/02/2024", "10/02/2024 09:15", "07/01/2024", "08/01/2024", "01/13/2024", "01/02/24", "", "01/10/2024"]
    rows = [(str(n), "person", "yes", "", day) for n, day in enumerate(days, start=1)]
    files = {"data.csv": as_csv(rows, (*HEADER, "sent"))}
    received = received_from(write(tmp_path, DATED.replace("ORDER", order), files))
    assert {flag.response_id: (flag.reason, flag.value) for flag in received.flags} == flags
    assert {(flag.source_file, flag.column) for flag in received.flags} == {("data.csv", "sent")}
    assert all(flag.source_row == int(flag.response_id) + 1 for flag in received.flags)
    assert steps(received.funnel) == {"received": 8, "analysed": 8}


def test_a_channel_has_a_last_day_of_its_own(tmp_path: Path) -> None:
    sent = "id_column: id, submitted: sent, date_order: ymd"
    data = POOLED.replace("web.csv, id_column: id", f"web.csv, {sent}")
    data = data.replace("paper.csv, id_column: id", f"paper.csv, closed: 2024-02-16, {sent}")
    row = ("person", "yes", "", "2024-02-12")
    files = {
        **FILES,
        "web.csv": as_csv([("w1", *row)], (*HEADER, "sent")),
        "paper.csv": as_csv([("p1", *row), ("p2", *row[:3], "2024-02-17")], (*HEADER, "sent")),
    }
    flags = received_from(write(tmp_path, data, files)).flags
    assert flags == (
        Flag("web.csv", 2, "w1", "late", "sent", "2024-02-12", "web"),
        Flag("paper.csv", 3, "p2", "late", "sent", "2024-02-17", "paper"),
    )


def test_dates_without_a_declared_order_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    message = refused_parameters(write(tmp_path / "town", DATED.replace("date_order: ORDER\n", ""), {}))
    assert message == (
        "town/consultation.yaml, line 8, column 3 (data): 'submitted' is read from 'sent', and no order of dates is "
        "declared\n  allowed: ymd, dmy, mdy\n"
        "  do:      Say in which order the file writes them: 'date_order: dmy' for day, month, year."
    )


# --- what is looked at ----------------------------------------------------------------------------

ODD = changed(
    ASKED,
    "also_asked:\n",
    """\
also_asked:
  age: {kind: numeric, number: Q3, wording: How old are you?, short: Age}
  born: {kind: date, number: Q4, wording: When were you born?, short: Born}
  ways:
    kind: multiple
    number: Q5
    wording: How do you come?
    short: Ways
    separator: ";"
    options: {bus: {label: Bus}, tram: {label: Tram, also: [Metro]}}
""",
)


def test_what_is_no_answer_of_its_kind_is_flagged_and_the_response_counted(tmp_path: Path) -> None:
    rows = [
        ("1", "person", "yes", "", "1,250.50", "31/12/1980", "Tram; bus"),
        ("2", "person", "yes", "", "about 40", "31/02/1980", "Bus; on foot"),
        ("3", "person", "yes", "", "", "", "a helicopter"),
        ("4", "person", "", "", "07", "", ""),
        ("5", "person", "", "", "old", "", ""),
    ]
    data = "reader: responses\nfile: data.csv\nid_column: id\ndate_order: dmy\n"
    files = {"data.csv": as_csv(rows, (*HEADER, "age", "born", "ways"))}
    received = received_from(write(tmp_path / "in", data, files, ODD))
    frame = frame_of(received)
    assert frame[["response_id", "age", "born", "ways"]].values.tolist() == [
        ["1", "1250.5", "1980-12-31", "bus;tram"],
        ["2", "not_answered", "not_answered", "bus"],
        ["3", "not_answered", "not_answered", "not_answered"],
        ["4", "7", "not_answered", "not_answered"],
    ]
    # A number that is none answers nothing: the fifth response says nothing else.
    assert fates_of(received)["5"] == "blank"
    assert received.flags == (
        Flag("data.csv", 3, "2", "not_a_day", "born", "31/02/1980"),
        Flag("data.csv", 3, "2", "not_a_number", "age", "about 40"),
        Flag("data.csv", 3, "2", "other_answer", "ways", "Bus; on foot"),
        Flag("data.csv", 4, "3", "other_answer", "ways", "a helicopter"),
    )
    write_received(received, tmp_path / "out")
    assert (tmp_path / "out" / "flags.csv").read_text(encoding="utf-8").splitlines()[:2] == [
        "channel,source_file,source_row,response_id,reason,column,value,source_kind",
        ",data.csv,3,2,not_a_day,born,31/02/1980,responses",
    ]


def test_the_same_words_with_the_same_answers_are_flagged_and_stay(tmp_path: Path) -> None:
    words = "My mother is ninety and walks to the park each day, so the benches are her whole world."
    rows = [("1", "person", "yes", words), ("2", "person", "yes", words), ("3", "person", "no", words)]
    data = "reader: responses\nfile: data.csv\nid_column: id\n"
    received = received_from(write(tmp_path, data, {"data.csv": as_csv(rows)}))
    assert steps(received.funnel) == {"received": 3, "analysed": 3}
    assert received.flags == (Flag("data.csv", 3, "2", "near_duplicate", "", "1"),)


# --- privacy at the door --------------------------------------------------------------------------

PRIVATE = """reader: responses
file: data.csv
id_column: id
never_read: [name]
submitted: sent
date_order: ymd
same_person: {columns: [e-mail, born], combine: latest}
postcodes: {column: Postcode, file: areas.csv, gives: {area: ward, fifth: quintile}}
"""
AREAS = "postcode,ward,quintile\nZQ1 1AA,Northgate,1\nZQ1 1AB,Southgate,5\nZQ2,Southgate,4\n"
AREA = """\
  area:
    kind: single
    number: Q9
    wording: Where do you live?
    short: Area
    given_by: postcode
    options: {north: {label: Northgate}, south: {label: Southgate}}
  fifth:
    kind: scale
    number: Q10
    wording: How deprived is it?
    short: Fifth
    given_by: postcode
    options: {first: {label: "1"}, fourth: {label: "4"}, fifth: {label: "5"}}
also_asked:
"""
LIVING = changed(changed(ASKED, "also_asked:\n", AREA), "profile: [who]", "profile: [who, area, fifth]")
PRIVATE_HEADER = (*HEADER, "sent", "e-mail", "born", "Postcode", "name")
SECRETS = ("zqann", "zqjo", "ZQ1", "zq1", "ZQ2", "ZQ9", "Zqname", "1999-09-09", "1ab", "1AA", "9ZZ", "not-a-postcode")


def private_rows() -> list[Row]:
    jo = ("zqjo@example.org", "1999-09-09")
    return [
        ("1", "person", "yes", "", "2024-01-20", *jo, "ZQ1 1AA", "Zqname One"),
        ("2", "person", "no", "", "2024-01-21", *jo, "zq11ab", "Zqname One"),
        ("3", "person", "yes", "", "2024-01-21", "zqann@example.org", "1999-09-09", "ZQ2 9ZZ", "Zqname Two"),
        ("4", "body", "yes", "", "2024-03-21", "", "", "ZQ9 9ZZ", "Zqname Three"),
        ("5", "body", "no", "", "2024-01-21", "", "", "not-a-postcode", ""),
        ("6", "body", "no", "", "2024-01-21", "", "", "", ""),
        ("7", "person", "", "", "2024-01-21", *jo, "ZQ1 1AA", "Zqname One"),
        ("6", "body", "no", "", "2024-01-21", "zqann@example.org", "1999-09-09", "", "Zqname"),
        ("8", "person"),
    ]


def test_postcodes_become_areas_and_nothing_that_identifies_is_in_any_file(tmp_path: Path) -> None:
    files = {"data.csv": as_csv(private_rows(), PRIVATE_HEADER), "areas.csv": AREAS}
    received = received_from(write(tmp_path / "in", PRIVATE, files, LIVING))
    assert frame_of(received)[["response_id", "area", "fifth"]].values.tolist() == [
        ["2", "south", "fifth"],
        ["3", "south", "fourth"],
        ["4", "not_answered", "not_answered"],
        ["5", "not_answered", "not_answered"],
        ["6", "not_answered", "not_answered"],
    ]
    assert {(flag.response_id, flag.reason) for flag in received.flags} == {
        ("2", "answers_differ"), ("4", "late"), ("4", "outside_lookup"), ("5", "outside_lookup"),
    }  # fmt: skip
    assert Counter(row.reason for row in received.ledger) == {
        "": 5, "same_person": 1, "blank": 1, "exact_duplicate": 1, "unreadable": 1,
    }  # fmt: skip
    assert quarantined(received)[0].keys() == {
        *("channel", "source_file", "source_row", "reason", "fault", "column", "value", "source_kind"),
        *HEADER,
        "sent",
    }
    write_received(received, tmp_path / "out")
    told = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    told["read parquet"] = pd.read_parquet(tmp_path / "out" / "responses.parquet").to_csv().encode()
    assert {(name, secret) for name, text in told.items() for secret in SECRETS if secret.encode() in text} == set()
    assert len(told) == 7


@pytest.mark.parametrize("column", ["e-mail", "born", "Postcode", "name"])
def test_a_row_that_cannot_be_read_tells_nothing_that_identifies(column: str, tmp_path: Path) -> None:
    """Of a cell that no reader takes the quarantine holds the value, unless it could name a person."""
    rows = private_rows()[:8]
    place = PRIVATE_HEADER.index(column)
    rows[2] = (*rows[2][:place], rows[2][place] + "\0", *rows[2][place + 1 :])
    files = {"data.csv": as_csv(rows, PRIVATE_HEADER), "areas.csv": AREAS}
    received = received_from(write(tmp_path / "in", PRIVATE, files, LIVING))
    write_received(received, tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        assert [secret for secret in SECRETS if secret.encode() in path.read_bytes()] == [], path.name
    fates = {row.source_row: row.reason for row in received.ledger}
    assert fates[4] == ("" if column == "name" else "unreadable")


def test_nothing_that_identifies_is_told_on_the_terminal(tmp_path: Path) -> None:
    """A file of which too much is damaged is refused by naming the place, not the person."""
    rows = [(*row[:5], row[5] + "\0", *row[6:]) for row in private_rows()[:7]]
    files = {"data.csv": as_csv(rows, PRIVATE_HEADER), "areas.csv": AREAS}
    message = refusal(write(tmp_path, PRIVATE, files, LIVING))
    assert message.startswith("data.csv, row 2, column 'e-mail': 7 of 7 rows cannot be read, and this is the first\n")
    assert [secret for secret in SECRETS if secret in message] == []


def test_no_output_depends_on_the_key_that_was_drawn(tmp_path: Path) -> None:
    files = {"data.csv": as_csv(private_rows(), PRIVATE_HEADER), "areas.csv": AREAS}
    folder = write(tmp_path / "in", PRIVATE, files, LIVING)
    for name in ("one", "two"):
        write_received(received_from(folder), tmp_path / name)
    contents = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two")]
    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id_column: id", "id_column: e-mail"),
        ("column: Postcode", "column: id"),
        ("columns: [e-mail, born]", "columns: [e-mail, id]"),
        ("columns: [e-mail, born]", "columns: [e-mail, who]"),
        ("column: Postcode", "column: who"),
    ],
)
def test_a_column_that_is_dropped_at_the_door_is_kept_for_nothing_else(old: str, new: str, tmp_path: Path) -> None:
    files = {"data.csv": as_csv(private_rows(), PRIVATE_HEADER), "areas.csv": AREAS}
    message = refused_parameters(write(tmp_path, changed(PRIVATE, old, new), files, LIVING))
    assert "a column that is read twice" in message


# --- what cannot be read --------------------------------------------------------------------------

PLAIN = "reader: responses\nfile: data.csv\nid_column: id\nignored_columns: [note]\n"


def test_a_row_that_cannot_be_read_stands_in_the_quarantine_with_file_row_column_value_and_reason(
    tmp_path: Path,
) -> None:
    lines = as_csv([(str(n), "person", "yes", "") for n in range(1, 15)]).splitlines()
    lines[2] = "2,person,y\0es,"
    lines[4] = "4,person"
    lines[6] = '6,"=1+1\0",yes,'
    lines[8] = "8,person,,"
    received = received_from(write(tmp_path, PLAIN, {"data.csv": "\n".join(lines) + "\n"}))
    assert received.quarantine == (
        "channel,source_file,source_row,reason,fault,column,value,source_kind,id,who,q1,why\n"
        ",data.csv,3,unreadable,nul_byte,q1,y[U+0000]es,responses,,,,\n"
        ',data.csv,5,unreadable,wrong_length,,"2 cells, not 4",responses,,,,\n'
        ",data.csv,7,unreadable,nul_byte,who,'=1+1[U+0000],responses,,,,\n"
        ",data.csv,9,blank,,,,responses,8,person,,\n"
    )
    assert steps(received.funnel) == {"received": 14, "unreadable": 3, "blank": 1, "analysed": 10}
    assert frame_of(received)["response_id"].tolist() == ["1", "3", "5", "7", *(str(n) for n in range(9, 15))]


def test_a_cell_in_another_encoding_is_set_aside_and_no_letter_is_made_up(tmp_path: Path) -> None:
    rows = [f"caf\xe9 {n},person,yes,".encode() for n in range(8)]
    rows[3] = "caf\xe9 3,person,yes,".encode("cp1252")
    data = b"id,who,q1,why\n" + b"\n".join(rows) + b"\n"
    received = received_from(write(tmp_path, PLAIN, {"data.csv": data}))
    assert [row["value"] for row in quarantined(received)] == ["caf[0xE9] 3"]
    assert [(row.source_row, row.reason) for row in received.ledger if row.reason] == [(5, "unreadable")]
    assert frame_of(received)["response_id"].tolist() == [f"caf\xe9 {n}" for n in range(8) if n != 3]


def test_a_row_taken_out_keeps_its_cells_though_one_that_nobody_reads_is_damaged(tmp_path: Path) -> None:
    lines = as_csv([(str(n), "person", "yes", "", "") for n in range(1, 9)], (*HEADER, "note")).splitlines()
    lines[8] = "8,person,,,a\0note"
    received = received_from(write(tmp_path, PLAIN, {"data.csv": "\n".join(lines) + "\n"}))
    (row,) = quarantined(received)
    assert (row["source_row"], row["reason"], row["id"], row["who"]) == ("9", "blank", "8", "person")


@pytest.mark.parametrize("damaged", [1, 5, 8])
def test_what_nobody_reads_may_be_damaged_everywhere(damaged: int, tmp_path: Path) -> None:
    lines = as_csv([(str(n), "person", "yes", "", "") for n in range(1, 9)], (*HEADER, "note")).splitlines()
    lines[1 : damaged + 1] = [f"{line}a\0note" for line in lines[1 : damaged + 1]]
    lines[3] = lines[3].replace("yes", "")
    received = received_from(write(tmp_path, PLAIN, {"data.csv": "\n".join(lines) + "\n"}))
    assert steps(received.funnel) == {"received": 8, "blank": 1, "analysed": 7}


def test_two_channels_in_one_workbook_are_two_sheets_and_their_rows_are_told_apart(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book["Sheet"])
    sheets = {"Web": [*WEB, ("w5", "", "", "")], "Paper": PAPER}
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in (HEADER, *rows):
            sheet.append([cell or None for cell in row])
    data = POOLED[: POOLED.index("  petition:")] + POOLED[POOLED.index("pooled:") :]
    data = data.replace("file: web.csv", "file: both.xlsx, sheet: Web").replace(
        "file: paper.csv", "file: both.xlsx, sheet: Paper"
    )
    folder = write(tmp_path, data, {})
    book.save(folder / "both.xlsx")
    received = received_from(folder)
    assert frame_of(received)["response_id"].tolist() == ["w1", "w2", "w4", "p1"]
    assert [(row["channel"], row["source_row"], row["id"], row["reason"]) for row in quarantined(received)] == [
        ("web", "4", "w3", "blank"), ("web", "6", "w5", "blank"), ("paper", "3", "p2", "blank"),
    ]  # fmt: skip


# --- the ledger adds up ---------------------------------------------------------------------------


def ledger_rows() -> list[LedgerRow]:
    return [
        LedgerRow(2, "w1", "analysed", "", "web", "web.csv"),
        LedgerRow(3, "w2", "merged", "exact_duplicate", "web", "web.csv", "w1"),
        LedgerRow(4, "w3", "set_aside", "blank", "web", "web.csv"),
        LedgerRow(2, "p1", "analysed", "", "paper", "paper.csv"),
    ]


REPORT = "This is a fault of ours: report it with this message. Nothing was written."


def test_a_ledger_that_adds_up_in_every_channel_passes() -> None:
    balanced(ledger_rows(), {"web": 3, "paper": 1})


@pytest.mark.parametrize(
    ("ledger", "message"),
    [
        (
            ledger_rows()[:2] + ledger_rows()[3:],
            "the ledger, channel web: the ledger does not add up\n"
            f"  found:   2 = 1 + 1 + 0 (analysed, merged, set aside)\n  allowed: 3\n  do:      {REPORT}",
        ),
        (
            # What one channel has too many, the other has too few: in all they add up.
            [*ledger_rows()[:3], replace(ledger_rows()[0], channel="paper"), replace(ledger_rows()[3], source_row=3)],
            "the ledger, channel paper: the ledger does not add up\n"
            f"  found:   2 = 2 + 0 + 0 (analysed, merged, set aside)\n  allowed: 1\n  do:      {REPORT}",
        ),
        (
            [*ledger_rows()[:2], replace(ledger_rows()[2], source_row=3), ledger_rows()[3]],
            f"the ledger, channel web, row 3: a row that stands in the ledger twice\n  do:      {REPORT}",
        ),
        (
            [*ledger_rows()[:2], replace(ledger_rows()[2], reason="lost"), ledger_rows()[3]],
            f"the ledger: a reason that is not described\n  found:   lost\n  do:      {REPORT}",
        ),
        (
            [*ledger_rows()[:2], replace(ledger_rows()[2], outcome="forgotten"), ledger_rows()[3]],
            "the ledger, channel web: the ledger does not add up\n"
            f"  found:   2 = 1 + 1 + 0 (analysed, merged, set aside)\n  allowed: 3\n  do:      {REPORT}",
        ),
        (
            [*ledger_rows(), LedgerRow(2, "x", "analysed", "", "fax", "fax.csv")],
            "the ledger, channel fax: the ledger does not add up\n"
            f"  found:   1 = 1 + 0 + 0 (analysed, merged, set aside)\n  allowed: 0\n  do:      {REPORT}",
        ),
    ],
    ids=["a row less", "a row in the wrong channel", "a row twice", "an unknown reason", "an unknown outcome",
         "an unknown channel"],
)  # fmt: skip
def test_a_ledger_that_does_not_add_up_stops_the_run(ledger: list[LedgerRow], message: str) -> None:
    with pytest.raises(InputRefused) as caught:
        balanced(ledger, {"web": 3, "paper": 1})
    assert str(caught.value) == message


@pytest.mark.parametrize("lost", [0, 4, 6])
def test_a_row_that_is_lost_on_the_way_stops_the_run(
    lost: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = responses_module._ledger

    def leaky(*arguments: object) -> Iterable[LedgerRow]:
        return (row for at, row in enumerate(whole(*arguments)) if at != lost)  # type: ignore[arg-type]

    monkeypatch.setattr(responses_module, "_ledger", leaky)
    channel = {0: "web", 4: "paper", 6: "petition"}[lost]
    assert refusal(write(tmp_path, POOLED, FILES)).startswith(f"the ledger, channel {channel}: ")


responses = st.lists(
    st.tuples(
        st.sampled_from("abcdef"), st.sampled_from(["person", "body"]), st.sampled_from(["yes", "no", ""]),
        st.sampled_from(["", "", LETTER, f"{LETTER} So say I."]), st.sampled_from(["", "jo", "ann"]), st.booleans(),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(
    web=responses, paper=responses, counting=st.sampled_from(["each", "identical_as_one", "identical_apart", "apart"])
)
def test_received_is_analysed_and_merged_and_set_aside_in_every_channel(
    web: list[tuple[str, str, str, str, str, bool]],
    paper: list[tuple[str, str, str, str, str, bool]],
    counting: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    files: dict[str, str | bytes] = {}
    received_rows: dict[str, int] = {}
    for name, drawn in (("web", web), ("paper", paper)):
        rows: list[Row] = []
        for n, (_, who, answer, why, email, twice) in enumerate(drawn):
            rows += [(f"{n}", who, answer, why, email)] * (2 if twice else 1)
        short = [("short",)] if len(rows) > 4 else []
        files[f"{name}.csv"] = as_csv([*rows, *short], (*HEADER, "e-mail"))
        received_rows[name] = len(rows) + len(short)
    person = "id_column: id, same_person: {columns: [e-mail]}"
    data = POOLED[: POOLED.index("  petition:")] + POOLED[POOLED.index("pooled:") :]
    data = data.replace("id_column: id", person) + (
        f'campaigns: {{rest: {{label: Rest, question: why, counting: {counting}, text: "{LETTER}"}}}}\n'
    )
    received = received_from(write(tmp_path_factory.mktemp("drawn"), data, files))
    outcomes = Counter((row.channel, row.outcome) for row in received.ledger)
    for name, n in received_rows.items():
        assert sum(outcomes[name, outcome] for outcome in ("analysed", "merged", "set_aside")) == n
        rows_told = [row.source_row for row in received.ledger if row.channel == name]
        assert rows_told == list(range(2, n + 2))
        by_channel = received.by_channel[name]
        assert by_channel[0].n == n == by_channel[-1].n + sum(row.n for row in by_channel if row.removed)
    analysed = [row.response_id for row in received.ledger if row.outcome == "analysed"]
    assert frame_of(received)["response_id"].tolist() == analysed
    assert received.analysed == len(analysed) == len(set(analysed))
    # What was merged stands in a response that counts, or that was itself merged into one.
    standing = {row.response_id for row in received.ledger if row.outcome != "set_aside"}
    assert {row.into for row in received.ledger if row.outcome == "merged"} <= standing
    assert all((row.reason and not row.into) or row.outcome != "set_aside" for row in received.ledger)
    assert len(quarantined(received)) == sum(received_rows.values()) - len(analysed)
