"""Suggested codes on real coded comments: a part of the file, so that it does not take long.

The whole file, with every figure, is measured by `benchmarks/suggested_codes.py`; see docs/methods/suggested_codes.md.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from findings.consultation.build import build
from findings.freetext.codings import read_codings
from findings.freetext.suggest import suggestions
from findings.freetext.suggest.learnt import Coded
from findings.freetext.suggest.measure import (
    brier,
    calibration_error,
    cross_validated,
    figures,
    macro_f1,
    together,
)
from findings.intake import receive
from layouts import SHARED
from test_codings_real import FIXED, nhs_folder

NHS = SHARED / "nhs_coded_comments" / "v6framework.csv"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not NHS.is_file(), reason="the real files (../shared/data) are not here"),
]
FIRST_THEME, PART, LEAST = 11, 4, 20


@pytest.fixture(scope="module")
def coded() -> Coded:
    """Every fourth respondent."""
    with NHS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    people = {name: place for place, name in enumerate(dict.fromkeys(row["Respondent ID"] for row in rows))}
    rows = [row for row in rows if people[row["Respondent ID"]] % PART == 0]
    labels = np.array([[float(row[theme] == "1") for theme in list(row)[FIRST_THEME:]] for row in rows])
    labels = labels[:, labels.sum(0) >= LEAST]
    texts, asked, own = ([row[name] for row in rows] for name in ("FFT answer", "FFT question", "Respondent ID"))
    return Coded(texts, asked, own, labels, np.ones(labels.shape, dtype=bool))


def test_suggested_codes_are_far_better_than_the_most_common_theme(coded: Coded) -> None:
    judged = cross_validated(coded)
    own = figures(coded.labels, judged.suggested)
    common = np.zeros(coded.labels.shape, dtype=bool)
    common[:, coded.labels.sum(0).argmax()] = True
    assert together(figures(coded.labels, common)).f1 < 0.3
    assert together(own).f1 >= 0.70
    assert macro_f1(own) >= 0.50
    # What is said to be likely comes true about as often.
    assert calibration_error(judged.likely, coded.labels) < 0.01
    base = np.broadcast_to(coded.labels.mean(0), coded.labels.shape)
    assert brier(judged.likely, coded.labels) < brier(base, coded.labels) / 2


def test_what_was_measured_holds_for_comments_that_nobody_coded(tmp_path: Path) -> None:
    """Half of a fifth of the comments is coded; the other half gets suggestions, which the file then judges."""
    from ruamel.yaml import YAML

    folder = nhs_folder(tmp_path)
    table = pd.read_csv(NHS, dtype=str, keep_default_na=False)
    table = table[table["FFT answer"].str.strip() != ""].iloc[::5]
    table.iloc[::2].to_csv(folder / "coded.csv", index=False)
    table.to_csv(folder / "received.csv", index=False)
    yaml = YAML()
    for name, change in (("codeframe", "coded.csv"), ("consultation", "received.csv")):
        path = folder / f"{name}.yaml"
        content = yaml.load(path.read_text(encoding="utf-8"))
        (content["codings"][0] if name == "codeframe" else content["data"])["file"] = change
        with path.open("w", encoding="utf-8") as file:
            yaml.dump(content, file)
    parameters = build(folder, "notebooks/plan.yaml")
    received = receive(parameters)
    codings, _ = read_codings(parameters, received, ())
    made = suggestions(parameters, received, codings)
    measured = together(tuple(made.measured["nhs"].values()))
    plan = parameters.free_text
    assert plan is not None
    themes = plan.frames["nhs"].themes.items()
    headings = {name: theme.label for name, theme in themes} | {code: heading for heading, code in FIXED.items()}
    rest = table.iloc[1::2].set_index("Comment ID")
    right = sum(rest.loc[one.unit, headings[one.code]] == "1" for one in made.codings)
    given = sum(int((rest[headings[code]] == "1").sum()) for code in made.measured["nhs"])
    assert {one.unit for one in made.codings} <= set(rest.index)
    precision, recall = right / len(made.codings), right / given
    assert abs(precision - measured.precision) < 0.06, (precision, measured.precision)
    assert abs(recall - measured.recall) < 0.06, (recall, measured.recall)
