"""Real files of coded comments in, tables out: counted again with plain pandas and plain Python."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from coded import as_csv
from findings.cli import main
from findings.consultation.build import build
from findings.consultation.codeframe import FIXED_CODES
from findings.freetext import code
from findings.freetext.candidates import candidate_counts
from findings.freetext.code import FreeText
from findings.freetext.drafted_frame import draft_frame, frame_yaml
from findings.intake import receive
from findings.tabulation import tabulate
from layouts import SHARED

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real files (../shared/data) are not here")

PLAN = "notebooks/plan.yaml"
NHS = SHARED / "nhs_coded_comments" / "v6framework.csv"
GAMBLING = SHARED / "consultation_layouts" / "gambling_synthetic"
BEFORE_THEMES = 11
"""Columns of the NHS file before its themes."""
FIXED = {"Labelling not possible": "no_content", "Not assigned": "outside"}
SENTIMENTS = {"1": "positive", "2": "positive", "3": "mixed", "4": "negative", "5": "negative"}
SERVICES = {
    "transport": "PTS - Patient Transport",
    "see_and_convey": "See and Convey",
    "one_one_one": "111",
    "mental_health": "Local partnerships- MH",
    "community": "Community health services",
    "forensic": "Forensic",
    "unknown": "Unknown",
    "specialist": "Specialist Services and CYP",
}

NHS_CONSULTATION = """
title: What patients said
organisation: Two NHS trusts
purpose: Patients were asked about their care.
opened: 2021-04-01
closed: 2022-12-31
published: 2023-01-31
data:
  reader: responses
  file: {file}
  id_column: Comment ID
  ignored_columns: {ignored}
  source: NHS England, coded patient comments
disclosure: {{profile: none, reason: A test.}}
"""

NHS_QUESTIONNAIRE = """
questions:
  service:
    {{kind: single, number: S1, wording: Which?, short: Service, column: Service type 1, options: {services}}}
  rating:
    {{kind: single, number: Q1, wording: How?, short: Rating, column: FFT categorical answer, options: {ratings}}}
also_asked:
  why: {{kind: open, number: Q2, wording: Why do you say that?, short: Why, column: FFT answer}}
profile: [service]
sections:
  care: {{title: Care, questions: [rating, why]}}
breakdowns:
  service: {{title: Service, question: service}}
  rating: {{title: Rating, question: rating}}
"""


def nhs_folder(folder: Path) -> Path:
    """The parameters of the NHS file, which is read where it lies."""
    from ruamel.yaml import YAML

    own = folder / "params" / "nhs"
    own.mkdir(parents=True)
    table = pd.read_csv(NHS, dtype=str, keep_default_na=False)
    used = {"Comment ID", "Service type 1", "FFT categorical answer", "FFT answer"}
    ignored = json.dumps([column for column in table.columns if column not in used])
    services = json.dumps({name: {"label": label} for name, label in SERVICES.items()})
    ratings = json.dumps({f"r{n}": {"label": f"Rating {n}", "also": [str(n)]} for n in range(1, 8)})
    headings = [name for name in table.columns[BEFORE_THEMES:] if (table[name] == "1").any() and name not in FIXED]
    frame = draft_frame(headings)
    content = {
        "frames": {"nhs": {"version": "6", "questions": ["why"], "sentiment": True, "themes": frame}},
        "codings": [
            {
                "file": str(NHS),
                "layout": "wide",
                "question": "why",
                "id_column": "Comment ID",
                "sentiment_column": "Comment sentiment",
                "sentiments": SENTIMENTS,
                "themes": {**{theme["label"]: name for name, theme in frame.items()}, **FIXED},
                "coder": "NHS England",
            }
        ],
    }
    (own / "consultation.yaml").write_text(NHS_CONSULTATION.format(file=NHS, ignored=ignored), encoding="utf-8")
    texts = NHS_QUESTIONNAIRE.format(services=services, ratings=ratings)
    (own / "questionnaire.yaml").write_text(texts, encoding="utf-8")
    with (own / "codeframe.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(content, file)
    return own


@pytest.mark.slow
def test_themes_by_service_and_rating_are_those_that_pandas_counts(tmp_path: Path) -> None:
    parameters = build(nhs_folder(tmp_path), PLAN)
    free_text = code(parameters, receive(parameters))
    cells = {cell.cell: cell.value for cell in tabulate(parameters, free_text.received, free_text).cells}
    table = pd.read_csv(NHS, dtype=str, keep_default_na=False)
    assert len(table) == 7908
    said = table[table["FFT answer"].str.strip() != ""]
    assert len(said) == 7400
    frame = parameters.free_text.frames["nhs"] if parameters.free_text else None
    assert frame is not None
    columns = {name: theme.label for name, theme in frame.themes.items()} | {v: k for k, v in FIXED.items()}
    service = said["Service type 1"].str.replace(r"\s+", " ", regex=True)
    compared = 0
    for theme, heading in columns.items():
        of_theme = said[heading] == "1"
        assert cells[f"why_themes#{theme}"] == str(of_theme.sum()), theme
        for name, label in SERVICES.items():
            expected = str((of_theme & (service == label)).sum())
            assert cells[f"why_themes.by.service#{theme}@{name}"] == expected, (theme, name)
            compared += 1
        for rating in range(1, 8):
            expected = str((of_theme & (said["FFT categorical answer"] == str(rating))).sum())
            assert cells[f"why_themes.by.rating#{theme}@r{rating}"] == expected, (theme, rating)
            compared += 1
    # 44 of the 50 themes were given to a comment with words, and two columns say that a comment has none.
    assert (len(frame.themes), compared) == (44, 46 * 15)
    assert cells["why_themes#to_code"] == "0"
    speaks = said["Comment sentiment"].map(SENTIMENTS)
    for sentiment in ("positive", "mixed", "negative"):
        assert cells[f"why_sentiment#{sentiment}"] == str((speaks == sentiment).sum())
    blank = table[table["FFT answer"].str.strip() == ""]
    # One of them was given a theme, and twelve are of no theme of the frame.
    odd = blank[blank.columns[BEFORE_THEMES:]].eq("1").drop(columns="Labelling not possible").any(axis=1).sum()
    assert (len(blank), odd) == (508, 13)
    told = "v6framework.csv: codes of 508 responses without a comment to why are not counted; 13 of these were "
    assert [line for line in free_text.told if line.startswith("v6")] == [told + "given a theme"]
    assert len(free_text.set_aside) == 509
    assert {one.reason for one in free_text.set_aside} == {"the response has no comment to why"}


GAMBLING_CONSULTATION = """
title: Gambling advertisements
organisation: Example Department
purpose: People were asked about two proposals.
opened: 2024-01-01
closed: 2024-03-31
published: 2024-05-01
data: {reader: responses, file: responses.csv, id_column: id, source: Made-up answers}
disclosure: {profile: none, reason: A test.}
"""

GAMBLING_QUESTIONNAIRE = """
questions:
  nation:
    kind: single
    number: P1
    wording: Where do you live?
    short: Nation
    options:
      {england: {label: England}, scotland: {label: Scotland}, wales: {label: Wales}, ni: {label: Northern Ireland}}
also_asked:
  q1: {kind: open, number: Q1, wording: Should they be banned?, short: A ban}
  q2: {kind: open, number: Q2, wording: What else could be done?, short: Other ways}
profile: [nation]
sections:
  ban: {title: A ban, questions: [q1], proposal: true}
  other: {title: Other ways, questions: [q2]}
breakdowns:
  nation: {title: Nation, question: nation}
"""
FIXED_KEYS = {"X": "outside", "Y": "no_content", "XX": "outside", "XY": "no_content"}


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def mapping_of(part: int) -> Path:
    return GAMBLING / "outputs" / "mapping" / "2025-07-22" / f"question_part_{part}"


def nations() -> dict[str, str]:
    found = {}
    for one in lines(GAMBLING / "inputs" / "respondents.jsonl"):
        told = one["demographic_data"]
        assert isinstance(told, dict)
        found[str(one["response_id"])] = str(told["Do you live in:"])
    return found


def gambling_folder(folder: Path, machine: bool, kept: str = "") -> Path:
    from ruamel.yaml import YAML

    own = folder / "params" / "gambling"
    (own / "kept" / "codings").mkdir(parents=True)
    said = {
        part: {
            str(one["response_id"]): str(one["response"])
            for one in lines(GAMBLING / "inputs" / f"question_part_{part}" / "responses.jsonl")
        }
        for part in (1, 2)
    }
    rows = [
        {"id": unit, "nation": nation, "q1": said[1].get(unit, ""), "q2": said[2].get(unit, "")}
        for unit, nation in nations().items()
    ]
    frames, codings = {}, []
    for part in (1, 2):
        themes = {
            name: own_theme
            for name, own_theme in draft_frame(mapping_of(part) / "themes.json").items()
            if own_theme["also"] != ["X"] and own_theme["also"] != ["Y"] and own_theme["also"] not in (["XX"], ["XY"])
        }
        frames[f"part_{part}"] = {"version": "1", "questions": [f"q{part}"], "sentiment": True, "themes": themes}
        codings.append(
            {
                "file": str(mapping_of(part) / "mapping.jsonl"),
                "layout": "themefinder",
                "question": f"q{part}",
                "themes": dict(FIXED_KEYS),
                "sentiments": {"AGREE": "positive", "DISAGREE": "negative", "UNCLEAR": "unclear"},
                "coder": "ThemeFinder",
                "machine": machine,
            }
        )
    (own / "consultation.yaml").write_text(GAMBLING_CONSULTATION, encoding="utf-8")
    (own / "questionnaire.yaml").write_text(GAMBLING_QUESTIONNAIRE, encoding="utf-8")
    (own / "responses.csv").write_text(as_csv(rows), encoding="utf-8")
    with (own / "codeframe.yaml").open("w", encoding="utf-8") as file:
        YAML().dump({"frames": frames, "codings": codings}, file)
    if kept:
        (own / "kept" / "codings" / "team.csv").write_text(kept, encoding="utf-8")
    return own


def counted(folder: Path) -> tuple[FreeText, dict[str, str]]:
    parameters = build(folder, PLAN)
    free_text = code(parameters, receive(parameters))
    return free_text, {one.cell: one.value for one in tabulate(parameters, free_text.received, free_text).cells}


def names_of(part: int) -> dict[str, str]:
    """Key -> name of the theme, worked out without the code that is tested."""
    themes = json.loads((mapping_of(part) / "themes.json").read_text(encoding="utf-8"))
    return {
        one["topic_id"]: FIXED_KEYS.get(one["topic_id"]) or re.sub("[^a-z]+", "_", one["topic_label"].lower())
        for one in themes
    }


def test_the_layout_of_themefinder_comes_out_as_tables(tmp_path: Path) -> None:
    _, cells = counted(gambling_folder(tmp_path, machine=False))
    lives = nations()
    for part in (1, 2):
        names = names_of(part)
        given: Counter[tuple[str, str]] = Counter()
        for one in lines(mapping_of(part) / "mapping.jsonl"):
            assert isinstance(one["labels"], list)
            for key in set(one["labels"]):
                given[names[key], lives[str(one["response_id"])]] += 1
        told = {theme for theme, _ in given}
        assert len(told) >= 10
        for theme in names.values():
            n = sum(times for (own, _), times in given.items() if own == theme)
            assert cells[f"q{part}_themes#{theme}"] == str(n), (part, theme)
            for nation, label in (("england", "England"), ("wales", "Wales"), ("scotland", "Scotland")):
                assert cells[f"q{part}_themes.by.nation#{theme}@{nation}"] == str(given[theme, label])
        speaks = Counter(str(one["position"]) for one in lines(mapping_of(part) / "sentiment.jsonl"))
        assert cells[f"q{part}_sentiment#positive"] == str(speaks["AGREE"])
        assert cells[f"q{part}_themes#base"] == str(len(lines(mapping_of(part) / "mapping.jsonl")))


def test_what_a_machine_gave_counts_once_a_person_accepts_it(tmp_path: Path) -> None:
    mapped = lines(mapping_of(1) / "mapping.jsonl")
    names = names_of(1)
    kept = [
        {"response_id": "1001", "question": "Q1", "code": "Complete Ban Support", "coder": "Ann", "status": "accepted"},
        {
            "response_id": "1001",
            "question": "q1",
            "code": "child_protection_focus",
            "coder": "Ann",
            "status": "refused",
        },
        {"response_id": "1002", "question": "q1", "code": "outside", "coder": "Ann", "status": "changed"},
    ]
    notes = ["", "", "Instead of economic_impact_concerns. It is about clubs."]
    rows = [{**row, "note": note} for row, note in zip(kept, notes, strict=True)]
    free_text, cells = counted(gambling_folder(tmp_path, machine=True, kept=as_csv(rows)))
    assert (cells["q1_themes#complete_ban_support"], cells["q1_themes#outside"]) == ("1", "1")
    assert cells["q1_themes#child_protection_focus"] == "0"
    assert (cells["q1_themes#to_code"], cells["q2_themes#to_code"]) == (str(len(mapped) - 2), "100")
    assert free_text.plan is not None
    counts = {(one.question, one.theme): one for one in candidate_counts(free_text.plan, free_text.codings)}
    proposed = Counter(names[str(key)] for one in mapped for key in one["labels"])  # type: ignore[attr-defined]
    for theme, n in proposed.items():
        own = counts["q1", theme]
        assert (own.proposed, own.accepted + own.changed + own.refused + own.open) == (n, n)
    ban, child = counts["q1", "complete_ban_support"], counts["q1", "child_protection_focus"]
    assert (ban.accepted, child.refused, counts["q1", "economic_impact_concerns"].changed) == (1, 1, 1)
    n = sum(proposed.values())
    assert [line for line in free_text.told if line.startswith("q1: a machine")] == [
        f"q1: a machine proposed {n} codes, of which people accepted 1, changed 1 and refused 1; {n - 3} nobody has "
        "decided on, and these do not count"
    ]


def test_a_drafted_frame_is_one_that_can_be_read() -> None:
    from ruamel.yaml import YAML

    themes = draft_frame(mapping_of(1) / "themes.json")
    text = frame_yaml("ban", "q1", themes)
    read = YAML(typ="safe").load(text)
    assert list(read["frames"]["ban"]["themes"]) == list(themes)
    assert not set(themes) & set(FIXED_CODES)


@pytest.mark.slow
def test_a_run_of_the_layout_is_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The names of its questions hold figures, which no parameter gives to what is counted of them."""
    gambling_folder(tmp_path, machine=False)
    out = tmp_path / "out"
    assert main(["run", "gambling", "--params", str(tmp_path / "params"), "--out", str(out), "--quiet"]) == 0
    (run,) = (path for path in (out / "gambling" / "full").iterdir() if path.is_dir())
    assert main(["verify", str(run)]) == 0
    assert "every printed number found in the store" in capsys.readouterr().out
