"""The made-up data of the seed case: made again byte for byte, one in four from carers, real figures as published."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from findings.cli import main

PROJECT = Path(__file__).resolve().parents[1]
DATA = PROJECT / "data" / "llr-2021"
CHANNELS = ("online", "paper", "easy_read", "telephone")


def test_one_in_four_is_from_a_carer() -> None:
    said = []
    for channel in CHANNELS:
        with (DATA / f"{channel}.csv").open(encoding="utf-8-sig", newline="") as file:
            said += [row["A2. How would you describe yourself?"] for row in csv.DictReader(file)]
    answered = [one for one in said if one]
    assert len(said) == 6000
    assert 0.24 <= answered.count("Carer or family member") / len(answered) <= 0.27


def test_easy_read_asks_less_and_posted_forms_come_later() -> None:
    heads, last = {}, {}
    for channel in CHANNELS:
        with (DATA / f"{channel}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        heads[channel], last[channel] = set(rows[0]), sorted(row["received"] for row in rows)
    assert len(heads["online"] - heads["easy_read"]) == 14
    assert heads["easy_read"] < heads["online"] == heads["paper"] == heads["telephone"]
    assert any("2021-08-15" < day <= "2021-08-25" for day in last["paper"])


@pytest.mark.slow
def test_the_responses_are_made_again_byte_for_byte(tmp_path: Path) -> None:
    out = tmp_path / "made"
    words = ["rehearse", "llr-2021", "--params", str(PROJECT / "params"), "--responses", "6000", "--seed", "2021"]
    assert main([*words, "--by-channel", "--out", str(out)]) == 0
    for name in (*CHANNELS, "codings"):
        assert (out / f"{name}.csv").read_bytes() == (DATA / f"{name}.csv").read_bytes(), name
