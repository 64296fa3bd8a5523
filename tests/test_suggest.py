"""Suggested themes and codes: the rule against other libraries, what may be suggested, and that none of it counts."""

from __future__ import annotations

import csv
import dataclasses
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from coded import TEXTS, as_csv, codings, respondent, themes_of, write_coded
from coded_run import PLAN, counted_into
from findings.cli import main
from findings.consultation.build import Parameters, build
from findings.errors import ParameterError
from findings.freetext.coding import Coding, Status
from findings.freetext.codings import read_codings
from findings.freetext.submissions import read_submissions
from findings.freetext.suggest import Suggestions, nearest, suggested_codings, suggested_themes, suggestions
from findings.freetext.suggest.calibrate import calibrated, cut_offs
from findings.freetext.suggest.codes import MACHINE
from findings.freetext.suggest.learnt import Coded, learn
from findings.freetext.suggest.measure import (
    brier,
    calibration_error,
    cross_validated,
    figures,
    macro_f1,
    reliability,
    together,
)
from findings.freetext.suggest.rule import fit_rule
from findings.freetext.suggest.words import learn_features
from findings.intake import receive
from findings.intake.received import Received
from findings.setup.coding_suggest import suggest

GUJARATI = "બસ સેવા ખૂબ મોડી છે અને હોસ્પિટલ ખૂબ દૂર છે"
CODED = 96
WELSH = "Mae'r ysbyty yn rhy bell ac nid oes bws gyda'r nos"


# --- the rule ---------------------------------------------------------------------------------------------------------


def drawn(seed: int, comments: int = 40, codes: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Comments of which some are the same, with codes, of respondents of whom some wrote several."""
    chance = np.random.default_rng(seed)
    distinct = chance.normal(size=(12, 5))
    place = np.concatenate([np.arange(12), chance.integers(12, size=comments - 12)])
    labels = (chance.random((comments, codes)) < 0.4).astype(float)
    people = [f"p{number}" for number in chance.integers(20, size=comments)]
    return distinct @ distinct.T, place, labels, people


@pytest.mark.parametrize("seed", range(4))
def test_scores_are_those_of_another_library_and_left_out_ones_those_of_a_second_fit(seed: int) -> None:
    from sklearn.kernel_ridge import KernelRidge

    likeness, place, labels, people = drawn(seed)
    weights, left_out = fit_rule(likeness, place, labels, people, 0.7)
    whole = likeness[np.ix_(place, place)]
    theirs = KernelRidge(alpha=0.7, kernel="precomputed").fit(whole, labels)
    np.testing.assert_allclose(likeness[place] @ weights, theirs.predict(whole), atol=1e-9)
    for person in set(people):
        own = np.array([one == person for one in people])
        again = KernelRidge(alpha=0.7, kernel="precomputed").fit(whole[np.ix_(~own, ~own)], labels[~own])
        np.testing.assert_allclose(left_out[own], again.predict(whole[np.ix_(own, ~own)]), atol=1e-8)


def test_a_score_that_says_nothing_makes_every_comment_as_likely() -> None:
    labels = np.array([[1.0], [0.0], [0.0], [0.0]] * 10)
    away = 1 - labels
    found = calibrated(away, labels, np.ones(labels.shape, dtype=bool))
    assert found.slope.tolist() == [0.0]
    assert found.likely(away).ravel() == pytest.approx((10 + 0.5) / 41)


def test_likelihoods_add_up_to_what_people_gave() -> None:
    """The first condition of the likelihood's maximum, whatever program finds it."""
    chance = np.random.default_rng(3)
    labels = (chance.random((400, 2)) < [0.2, 0.5]).astype(float)
    scores = labels * 0.3 + chance.normal(0, 0.3, labels.shape)
    found = calibrated(scores, labels, np.ones(labels.shape, dtype=bool))
    np.testing.assert_allclose(found.likely(scores).sum(0), labels.sum(0), rtol=1e-3)


def test_comments_of_other_questions_have_no_part_in_a_codes_likelihood() -> None:
    labels = np.array([[1.0], [0.0]] * 20 + [[0.0]] * 60)
    may = np.array([[True]] * 40 + [[False]] * 60)
    scores = labels + 0.1
    alone = calibrated(scores[:40], labels[:40], may[:40])
    assert calibrated(scores, labels, may) == alone or np.allclose(calibrated(scores, labels, may).slope, alone.slope)
    assert cut_offs(scores, labels, may).tolist() == cut_offs(scores[:40], labels[:40], may[:40]).tolist()


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=2, max_size=40))
@settings(max_examples=25, deadline=None)
def test_no_other_cut_off_within_the_limits_is_better_than_the_one_chosen_unless_it_lies_outside(
    drawn: list[tuple[int, bool]],
) -> None:
    from sklearn.metrics import f1_score

    likely = np.array([[level / 20] for level, _ in drawn])
    labels = np.array([[float(own)] for _, own in drawn])
    (cut,) = cut_offs(likely, labels, np.ones(labels.shape, dtype=bool))
    assert 0.25 <= cut <= 0.4
    if 0.25 < cut < 0.4:
        own = f1_score(labels[:, 0], likely[:, 0] >= cut, zero_division=0)
        tried = [f1_score(labels[:, 0], likely[:, 0] >= one / 40, zero_division=0) for one in range(41)]
        assert own >= max(tried) - 1e-12


# --- what is measured -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_figures_equal_those_of_another_library(seed: int) -> None:
    from sklearn.metrics import brier_score_loss, f1_score, precision_recall_fscore_support

    chance = np.random.default_rng(seed)
    labels, suggested = chance.random((60, 4)) < 0.3, chance.random((60, 4)) < 0.3
    own = figures(labels, suggested)
    precision, recall, f1, support = precision_recall_fscore_support(labels, suggested, zero_division=0)
    np.testing.assert_allclose([one.precision for one in own], precision)
    np.testing.assert_allclose([one.recall for one in own], recall)
    np.testing.assert_allclose([one.f1 for one in own], f1)
    assert [one.given for one in own] == support.tolist()
    assert together(own).f1 == pytest.approx(f1_score(labels, suggested, average="micro"))
    assert macro_f1(own) == pytest.approx(f1_score(labels, suggested, average="macro", zero_division=0))
    likely = chance.random((60, 1))
    assert brier(likely, labels[:, :1]) == pytest.approx(brier_score_loss(labels[:, 0], likely[:, 0]))


def test_the_calibration_error_of_a_few_by_hand() -> None:
    likely = np.array([[0.05, 0.15], [0.05, 0.95]])
    came = np.array([[0.0, 1.0], [1.0, 1.0]])
    assert [(round(said, 3), true, n) for said, true, n in reliability(likely, came)] == [
        (0.05, 0.5, 2),
        (0.15, 1.0, 1),
        (0.95, 1.0, 1),
    ]
    # (0.45 x 2 + 0.85 + 0.05) / 4
    assert calibration_error(likely, came) == pytest.approx(0.45)


def lesson(texts: Sequence[str], people: Sequence[str], labels: np.ndarray) -> Coded:
    return Coded(texts, ["q"] * len(texts), people, labels, np.ones(labels.shape, dtype=bool))


def test_what_a_respondent_wrote_elsewhere_teaches_nothing_about_the_respondent() -> None:
    """Each person has a word of her own and says it four times, all four coded alike, by chance."""
    chance = np.random.default_rng(1)
    own = np.repeat((chance.random((60, 1)) < 0.5).astype(float), 4, axis=0)
    people = np.repeat([f"p{number}" for number in range(60)], 4).tolist()
    texts = [f"word{person} {chance.choice(['ward', 'bus', 'cost'])}" for person in people]
    judged = cross_validated(lesson(texts, people, own))
    assert ((judged.likely > 0.5) == (own > 0.5)).mean() < 0.62
    # Were they of as many people as there are comments, the words would tell all.
    alone = cross_validated(lesson(texts, [f"c{row}" for row in range(240)], own))
    assert ((alone.likely > 0.5) == (own > 0.5)).mean() > 0.95


def test_the_number_of_threads_changes_nothing() -> None:
    texts = [f"{TEXTS[theme]} {place}" for place in range(30) for theme in TEXTS]
    labels = np.array([[float(theme == own) for own in TEXTS] for _ in range(30) for theme in TEXTS])
    found = []
    for threads in (1, 2):
        with threadpool_limits(limits=threads):
            learnt = learn(lesson(texts, [f"p{row}" for row in range(180)], labels))
            found.append(learnt.likely(["The bus is late", "Park", ""], ["q"] * 3))
    assert found[0].tobytes() == found[1].tobytes()


# --- a consultation's suggestions -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Comments on the hub are coded of the first 96 respondents; staffing is not given in answer to the hours."""
    folder = write_coded(tmp_path_factory.mktemp("half"))
    frame = folder / "codeframe.yaml"
    text = frame.read_text(encoding="utf-8")
    only = text.replace("{label: Staffing, ", "{label: Staffing, questions: [hub_why], ")
    frame.write_text(only, encoding="utf-8")
    own = [row for row in codings() if row["question"] == "hub_why" and int(row["response_id"][1:]) < CODED]
    (folder / "kept" / "codings" / "team.csv").write_text(as_csv(own), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def read(half: Path) -> tuple[Parameters, Received, tuple[Coding, ...]]:
    parameters = build(half, PLAN)
    received = receive(parameters)
    return parameters, received, read_codings(parameters, received, read_submissions(parameters))[0]


@pytest.fixture(scope="module")
def made(read: tuple[Parameters, Received, tuple[Coding, ...]]) -> Suggestions:
    return suggestions(*read)


def test_codes_are_suggested_of_what_nobody_coded_only(made: Suggestions) -> None:
    hub = {}
    for one in made.codings:
        assert (one.status, one.coder, one.date) == (Status.CANDIDATE, MACHINE, "")
        if one.question == "hub_why":
            hub.setdefault(one.unit, set()).add(one.code)
    assert all(int(unit[1:]) >= CODED for unit in hub)
    # The comments are made of a sentence a theme, so what was learnt has to find them all.
    rows = [place for place in range(CODED, 120) if respondent(place)["hub_why"]]
    expected = {
        f"r{place}": {"no_content"} if respondent(place)["hub_why"] == "n/a really" else set(themes_of(place))
        for place in rows
    }
    assert hub == expected


def test_no_theme_is_suggested_where_it_does_not_serve(made: Suggestions) -> None:
    """Comments on the hours speak of staff in the very words of the hub's, but the theme is the hub's alone."""
    found = made.codings
    assert "staffing" in {one.code for one in found if one.question == "hub_why"}
    assert "staffing" not in {one.code for one in found if one.question != "hub_why"}


def test_what_a_person_refused_is_not_suggested_again(
    made: Suggestions, read: tuple[Parameters, Received, tuple[Coding, ...]]
) -> None:
    parameters, received, own = read
    before = [(one.unit, one.code) for one in made.codings if one.unit == "r96"]
    assert ("r96", "travel") in before
    refused = Coding("r96", "hub_why", "travel", "Ann", status=Status.REFUSED)
    after = [(one.unit, one.code) for one in suggested_codings(parameters, received, (*own, refused))]
    assert [pair for pair in after if pair[0] == "r96"] == [pair for pair in before if pair != ("r96", "travel")]


def test_nothing_is_learnt_from_a_machines_codes(
    made: Suggestions, read: tuple[Parameters, Received, tuple[Coding, ...]]
) -> None:
    parameters, received, own = read
    wrong = [
        Coding(f"r{place}", "hub_why", "cost", "a machine", status=Status.CANDIDATE)
        for place in range(120)
        if respondent(place)["hub_why"]
    ]
    assert suggestions(parameters, received, (*own, *wrong)) == made


def test_how_far_to_trust_them_is_told(
    made: Suggestions, read: tuple[Parameters, Received, tuple[Coding, ...]]
) -> None:
    assert made.told[0] == (
        "plan: learnt from 80 comments that people coded. On such comments, when they were not learnt from, "
        "100 of 100 suggested codes were right (precision), and 100 of 100 codes that people gave were suggested "
        "(recall); micro-F1 1.00, macro-F1 1.00."
    )
    travel = sum("travel" in themes_of(place) for place in range(CODED) if comments_count(place))
    assert made.measured["plan"]["travel"].given == travel
    assert f"plan, Travel and access: {travel} of {travel} suggestions were right; " in made.told[1]
    few = suggestions(read[0], read[1], [one for one in read[2] if int(one.unit[1:]) < 72])
    assert few.told[-1] == "plan: never suggested, since fewer than 10 comments have them: staffing, no_content"


def comments_count(place: int) -> bool:
    words = respondent(place)["hub_why"]
    return bool(words) and words != "n/a really"


def test_too_few_coded_comments_are_refused(read: tuple[Parameters, Received, tuple[Coding, ...]]) -> None:
    parameters, received, own = read
    few = [one for one in own if int(one.unit[1:]) < 12]
    with pytest.raises(ParameterError) as refused:
        suggestions(parameters, received, few)
    assert str(refused.value) == (
        "coded, frame plan: too few comments are coded to learn from\n"
        "  found:   comments of 10 respondents, at most 4 of one code\n"
        "  allowed: comments of at least 50 respondents, at least 10 of one code\n"
        "  do:      Code more comments first, chosen without regard to what they say."
    )


def test_comments_of_any_script_and_length_are_gone_through(
    read: tuple[Parameters, Received, tuple[Coding, ...]],
) -> None:
    parameters, received, own = read
    assert received.comments is not None
    odd = {"r96": GUJARATI, "r97": WELSH, "r98": "?!", "r99": "The ward is full. " * 5556}
    comments = received.comments.copy()
    comments["text"] = [
        odd.get(unit, text) for unit, text in zip(comments["response_id"], comments["text"], strict=True)
    ]
    found = suggestions(parameters, dataclasses.replace(received, comments=comments), own)
    assert found.codings
    of_marks = [one for one in found.codings if one.unit == "r98"]
    assert all("Likelihood" in one.note for one in of_marks)


# --- nothing of it counts ---------------------------------------------------------------------------------------------


def test_suggestions_change_nothing_that_is_released_but_their_own_count(half: Path, tmp_path: Path) -> None:
    """The store is all that a published page reads."""
    half = Path(shutil.copytree(half, tmp_path / "params" / "coded"))
    (half / "kept" / "codings" / "suggested.csv").unlink(missing_ok=True)
    stores = []
    for name in ("without", "with"):
        restricted, store = tmp_path / name / "restricted", tmp_path / name / "store"
        restricted.mkdir(parents=True)
        if name == "with":
            suggest(build(half, PLAN))
            # And a file of another machine, which says of every comment that it is about cost.
            every = [
                {"response_id": f"r{place}", "question": "hub_why", "code": "cost"}
                for place in range(120)
                if respondent(place)["hub_why"]
            ]
            (half / "machine.csv").write_text(as_csv(every), encoding="utf-8")
            with (half / "codeframe.yaml").open("a", encoding="utf-8") as file:
                file.write(
                    "codings:\n  - {file: machine.csv, layout: long, question_column: question, machine: true}\n"
                )
            assert (half / "kept" / "codings" / "suggested.csv").read_text(encoding="utf-8").count("candidate") > 20
        counted_into(build(half, PLAN), restricted, store)
        stores.append({path.name: without_candidates(path) for path in sorted(store.iterdir())})
    assert list(stores[0]) == list(stores[1])
    assert [name for name, text in stores[0].items() if stores[1][name] != text] == []
    assert "hub_why_themes#staffing" in stores[0]["evidence.csv"]


def without_candidates(path: Path) -> str:
    """A file of the store without the table that counts what became of suggestions."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return "\n".join(line for line in text.splitlines() if not line.startswith("hub_why_candidates#"))
    return json.dumps(less(json.loads(text), "hub_why_candidates"))


def less(content: Any, name: str) -> Any:
    """Content of JSON without the items of lists that are this name."""
    if isinstance(content, list):
        return [less(one, name) for one in content if one != name]
    return {key: less(one, name) for key, one in content.items()} if isinstance(content, dict) else content


def test_what_was_suggested_stays_where_a_person_has_dealt_with_it(half: Path) -> None:
    """So that a later count of accepted suggestions still knows of them; the others are suggested anew."""
    path = half / "kept" / "codings" / "suggested.csv"
    suggest(build(half, PLAN))
    before = path.read_text(encoding="utf-8")
    first = next(row for row in csv.DictReader(before.splitlines()) if row["question"] == "hub_why")
    ann = half / "kept" / "codings" / "bea.csv"
    taken = {**first, "coder": "Bea", "date": "2024-04-12", "status": "accepted", "note": ""}
    ann.write_text(as_csv([taken]), encoding="utf-8")
    try:
        told = suggest(build(half, PLAN))
        after = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        assert [row for row in after if row["response_id"] == first["response_id"]] == [
            row for row in csv.DictReader(before.splitlines()) if row["response_id"] == first["response_id"]
        ]
        assert told[-1] == f"written: {half / 'suggested_measured.csv'}, what was measured, code by code"
    finally:
        ann.unlink()


def test_a_file_that_a_person_coded_is_not_written_over(half: Path, tmp_path: Path) -> None:
    path = half / "kept" / "codings" / "suggested.csv"
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    own = next(row for row in codings() if row["response_id"] == "r96")
    path.write_text(as_csv([own]), encoding="utf-8")
    try:
        with pytest.raises(ParameterError) as refused:
            suggest(build(half, PLAN))
        assert str(refused.value) == (
            "kept/codings/suggested.csv: a file of this name holds more than what was suggested\n"
            "  do:      Give the file another name, for example suggested_by_people.csv."
        )
        assert path.read_text(encoding="utf-8") == as_csv([own])
    finally:
        path.write_text(kept, encoding="utf-8") if kept else path.unlink()


def test_without_enough_coded_comments_themes_are_suggested(tmp_path: Path) -> None:
    folder = write_coded(tmp_path)
    (folder / "kept" / "codings" / "team.csv").unlink()
    texts, _ = planted()
    said = [{**respondent(place), "hub_why": f"={text}"} for place, text in enumerate(texts)]
    (folder / "responses.csv").write_text(as_csv(said), encoding="utf-8")
    told = suggest(build(folder, PLAN))
    assert told[0].startswith("coded, frame plan: too few comments are coded to learn from\n")
    rows = list(csv.DictReader((folder / "suggested_themes.csv").read_text(encoding="utf-8").splitlines()))
    assert list(rows[0]) == ["question", "draft_label", "words", "comments", "response_id", "comment"]
    assert {row["question"] for row in rows} == {"hub_why"}
    # What begins with = is text in a spreadsheet.
    assert all(row["comment"].startswith("'=I think") for row in rows)
    assert not (folder / "kept" / "codings" / "suggested.csv").exists()


def test_suggestions_reach_the_coders_workbook_by_a_command(
    half: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(half, tmp_path / "params" / "coded"))
    (folder / "kept" / "codings" / "suggested.csv").unlink(missing_ok=True)
    where = ["--params", str(tmp_path / "params"), "--out", str(tmp_path / "out")]
    assert main(["workbook", "out", "coded", *where, "--suggest", "--coders", "Cyd"]) == 0
    assert f"written: {folder / 'kept' / 'codings' / 'suggested.csv'}, " in capsys.readouterr().out
    sheet = openpyxl.load_workbook(folder / "coding_cyd.xlsx")["Q2 Comments on the hub"]
    head, *rows = list(sheet.iter_rows(values_only=True))
    shown = {row[head.index("Row")].split("/")[1]: row[head.index("Suggested")] for row in rows}
    assert shown["r96"] == "Travel and access\nWaiting times"
    # What Ann coded gets no suggestion, whoever is given it.
    assert shown.get("r0") is None


# --- themes and nearest comments --------------------------------------------------------------------------------------

TOPICS = {
    "bus": ["bus", "evening", "timetable", "route", "stop", "driver"],
    "ward": ["ward", "nurse", "night", "bed", "matron", "rounds"],
    "cost": ["cost", "budget", "money", "taxes", "loan", "interest"],
}


def planted() -> tuple[list[str], list[str]]:
    """Sixty comments of three topics, of four of its six words each, among small words."""
    chance = np.random.default_rng(5)
    texts, of = [], []
    for place in range(60):
        topic = list(TOPICS)[place % 3]
        words = chance.choice(TOPICS[topic], size=4, replace=False)
        texts.append(f"I think that the {words[0]} and the {words[1]} are the {words[2]} of our {words[3]} ({place})")
        of.append(topic)
    return texts, of


def test_planted_topics_are_found_with_their_words_and_comments() -> None:
    texts, of = planted()
    found = suggested_themes(texts, 3)
    assert sorted(one.comments for one in found) == [20, 20, 20]
    named = {next(topic for topic, words in TOPICS.items() if set(one.words) == set(words)) for one in found}
    assert named == set(TOPICS)
    for one in found:
        assert len({of[place] for place in one.nearest}) == 1
        assert len(one.nearest) == 3
        assert one.theme().examples == ()


def test_the_same_comments_and_seed_give_the_same_themes() -> None:
    texts, _ = planted()
    assert suggested_themes(texts, seed=4) == suggested_themes(texts, seed=4)
    # A campaign of a thousand copies is one comment; its place is that of the first.
    assert [one.words for one in suggested_themes([*texts, *texts[:1] * 1000], 3)] == [
        one.words for one in suggested_themes(texts, 3)
    ]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["", "  ", "?!"] * 10,
        ["one word"] * 50,
        [f"unlike{place}" for place in range(30)],
        ["the and of to"] * 5 + [f"the and of to it {word}" for word in ("is", "was", "be", "are", "were", "been")],
    ],
)
def test_where_there_is_nothing_to_group_nothing_is_suggested(texts: list[str]) -> None:
    assert suggested_themes(texts) == ()


def test_themes_of_other_scripts_and_of_a_very_long_comment() -> None:
    texts = [*(f"{GUJARATI} {place}" for place in range(10)), *(f"{WELSH} {place}" for place in range(10))]
    found = suggested_themes([*texts, "ward bed " * 11112, ""], 2)
    words = [set(one.words) for one in found]
    # Words of Gujarati keep their vowel signs; small words of Welsh make no theme.
    assert any(own < set(GUJARATI.split()) for own in words)
    assert any(own < {"maer", "ysbyty", "rhy", "bell", "bws", "gydar", "nos"} for own in words)


def test_the_nearest_comment_is_the_one_with_the_same_words() -> None:
    texts = [TEXTS[theme] for theme in TEXTS]
    for place, text in enumerate(texts):
        (first, likeness), *others = nearest(text.upper(), texts, 3)
        assert first == place
        assert likeness == pytest.approx(1.0)
        assert all(other < likeness for _, other in others)
    assert nearest(GUJARATI, texts) == ()
    assert nearest("bus", texts, 0) == ()


def test_likeness_is_half_words_and_half_letters() -> None:
    rows = learn_features(["bus", "buses", "bus buses"]).of(["bus", "buses"])
    both = (rows @ rows.T).toarray()
    np.testing.assert_allclose(np.diag(both), 1.0)
    # No word in common, so all of the likeness is that of the letters.
    assert 0 < both[0, 1] < 0.5
