"""A rehearsal in several files, one a channel: its own headings, questions and last day, and what comes out of them."""

from __future__ import annotations

import csv
import datetime
import json
import math
from collections import Counter
from pathlib import Path

import pytest

from findings.consultation import build
from findings.errors import ParameterError
from findings.intake import receive
from findings.rehearsal import Rehearsed, rehearse
from small_consultation import CONSULTATION, QUESTIONNAIRE, changed

PROJECT = Path(__file__).resolve().parents[1]
PLAN = PROJECT / "notebooks" / "plan.yaml"

DATA = """\
data:
  reader: sources
  source: Made for a test
  channels:
    web: {label: Online form, file: web.csv, id_column: id, submitted: sent, date_order: ymd}
    paper:
      label: Paper form
      file: paper.csv
      id_column: id
      submitted: sent
      date_order: ymd
      closed: 2024-02-19
      columns: {q1: "7. Benches"}
      not_asked: [q2]
  pooled: {of: [web, paper], because: Both put the same questions.}
"""
SOURCES = CONSULTATION[: CONSULTATION.index("data:")] + DATA + CONSULTATION[CONSULTATION.index("disclosure:") :]

MORE = """\
  q2:
    kind: single
    number: Q3
    wording: And trees?
    short: Trees
    options: {"yes": {label: "Yes", stance: support}, "no": {label: "No", stance: oppose}}
  came:
    kind: single
    number: Q9
    wording: How did it come?
    short: Channel
    given_by: channel
    options: {paper: {label: Paper form}, web: {label: Online form}}
  may_quote:
    kind: single
    number: Q4
    wording: May we quote you?
    short: Permission
    options: {"yes": {label: "Yes"}, "no": {label: "No"}}
also_asked:
  why: {kind: open, number: Q2, wording: Why?, short: Why}
profile: [who, came, may_quote]
"""
CAME = "  came:\n    title: How it came\n    question: came\n"
ASKED = changed(changed(QUESTIONNAIRE, "profile: [who]\n", MORE), "questions: [q1]", "questions: [q1, q2, why]") + CAME
SAID = "shares: {came: {paper: 0.25, web: 0.75}}\neffects: []\nleft_out: {q1: 0.1, q2: 0.2}\n"


def consultation(folder: Path, data: str = SOURCES, questionnaire: str = ASKED, said: str = SAID) -> Path:
    folder.mkdir(parents=True)
    for name, text in {"consultation": data, "questionnaire": questionnaire, "rehearsal": said}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def rehearsed(folder: Path, responses: int = 2_000) -> Rehearsed:
    parameters = build(consultation(folder / "params" / "park"), PLAN)
    return rehearse(parameters, responses, 7, folder / "made", by_channel=True)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_channel_has_a_file_with_its_own_headings_and_without_what_it_did_not_ask(tmp_path: Path) -> None:
    done = rehearsed(tmp_path, 200)
    assert sorted(path.name for path in done.responses.iterdir()) == [
        "cases.csv",
        "codings.csv",
        "effects.json",
        "paper.csv",
        "web.csv",
    ]
    beside = ["made_up", "response_id", "received", "email"]
    web, paper = rows_of(done.responses / "web.csv"), rows_of(done.responses / "paper.csv")
    # Nowhere the channel, nor a second column for the permission that the questionnaire asks for.
    assert sorted(web[0]) == sorted([*beside, "who", "Want benches?", "q2", "may_quote", "why"])
    assert sorted(paper[0]) == sorted([*beside, "who", "7. Benches", "may_quote", "why"])
    assert len(web) + len(paper) == 200


def test_the_last_day_is_that_of_the_channel_and_only_what_came_after_it_is_late(tmp_path: Path) -> None:
    done = rehearsed(tmp_path)
    late = {row["response_id"]: row["channel"] for row in rows_of(done.cases) if row["case"] == "late"}
    days = {"web": datetime.date(2024, 2, 9), "paper": datetime.date(2024, 2, 19)}
    for channel, last in days.items():
        rows = rows_of(done.responses / f"{channel}.csv")
        after = {row["response_id"] for row in rows if datetime.date.fromisoformat(row["received"]) > last}
        assert after == {name for name, own in late.items() if own == channel}
    assert any(
        days["web"] < datetime.date.fromisoformat(row["received"]) <= days["paper"]
        for row in rows_of(done.responses / "paper.csv")
    )
    flags = receive(build(done.params / "park", PLAN)).flags
    assert {flag.response_id: flag.channel for flag in flags if flag.reason == "late"} == late


def test_what_a_channel_did_not_ask_is_expected_so_and_the_shares_come_out(tmp_path: Path) -> None:
    done = rehearsed(tmp_path)
    record = json.loads(done.effects.read_text(encoding="utf-8"))
    received = receive(build(done.params / "park", PLAN))
    assert received.analysed == record["analysed"]
    assert received.responses is not None
    for question in ("q1", "q2", "came", "may_quote"):
        found = Counter(received.responses[question].astype(str))
        for answer, share in record["expected"][question]["all"].items():
            error = math.sqrt(received.analysed * share * (1 - share))
            assert abs(found[answer] - received.analysed * share) <= 4 * error, (question, answer)
    # Who came on paper was not asked, and everybody else was.
    assert record["expected"]["q2"]["came"]["paper"]["answers"]["not_asked"] == 1
    assert record["expected"]["q2"]["came"]["web"]["answers"]["not_asked"] == 0
    # A quarter came on paper; one in ten of them leaves out q1 and has answered nothing, of the others 0.1 x 0.2.
    paper, web = 0.25 * (1 - 0.1), 0.75 * (1 - 0.1 * 0.2)
    assert record["expected"]["q2"]["all"]["not_asked"] == pytest.approx(paper / (paper + web), abs=1e-8)


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    first, second = rehearsed(tmp_path / "one", 200), rehearsed(tmp_path / "two", 200)
    for path in first.responses.iterdir():
        assert path.read_bytes() == (second.responses / path.name).read_bytes()


def test_by_channel_takes_a_folder_and_a_consultation_with_channels(tmp_path: Path) -> None:
    sources = build(consultation(tmp_path / "sources"), PLAN)
    with pytest.raises(ParameterError) as caught:
        rehearse(sources, 200, 1, tmp_path / "made.csv", by_channel=True)
    assert str(caught.value) == (
        "--out: a file, and each channel has one\n"
        "  found:   made.csv\n"
        "  allowed: the name of a folder\n"
        "  do:      Write made."
    )
    one = build(consultation(tmp_path / "one", CONSULTATION, QUESTIONNAIRE, "{}\n"), PLAN)
    with pytest.raises(ParameterError) as caught:
        rehearse(one, 200, 1, tmp_path / "made", by_channel=True)
    assert str(caught.value) == (
        "--by-channel: a consultation whose responses do not come in several files\n"
        "  do:      Take --by-channel out: one file is written."
    )
