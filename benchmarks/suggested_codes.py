"""How far suggested codes may be trusted, on coded comments of patients: docs/methods/suggested_codes.md.

    python benchmarks/suggested_codes.py COMMENTS.csv [others]

Five-fold cross-validation grouped by respondent, of `v6framework.csv` (NHS, CDU-data-science-team/pxtextmining), over
the themes with at least 20 comments. Beside it in the same run: the most common theme for every comment, and no theme.
With `others` also a plain tf-idf with a linear SVM a theme, and what more context than the question would add. No
comment is printed.
"""

from __future__ import annotations

import csv
import platform
import resource
import sys
import time
from pathlib import Path

import numpy as np
import sklearn

from findings.freetext.suggest.learnt import Coded, Flags
from findings.freetext.suggest.measure import (
    FOLDS,
    Figures,
    brier,
    calibration_error,
    cross_validated,
    figures,
    macro_f1,
    reliability,
    together,
)
from findings.freetext.suggest.rule import Floats

FIRST_THEME, LEAST = 11, 20


def read(file: str) -> tuple[list[str], Coded, list[dict[str, str]]]:
    """The names of the themes with enough comments, the coded comments, and the rows as they are."""
    with Path(file).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    themes = list(rows[0])[FIRST_THEME:]
    labels = np.array([[row[theme] == "1" for theme in themes] for row in rows], dtype=np.float64)
    enough = labels.sum(0) >= LEAST
    labels = labels[:, enough]
    names = [theme for theme, own in zip(themes, enough, strict=True) if own]
    texts = [row["FFT answer"] for row in rows]
    questions = [" ".join(row["FFT question"].split()) for row in rows]
    respondents = [row["Respondent ID"] for row in rows]
    return names, Coded(texts, questions, respondents, labels, np.ones(labels.shape, dtype=bool)), rows


def majority(labels: Floats) -> Flags:
    """The theme that most comments have, for every comment."""
    found = np.zeros(labels.shape, dtype=bool)
    found[:, labels.sum(0).argmax()] = True
    return found


def plain_svm(coded: Coded) -> Flags:
    """Words and letters, a linear SVM a theme, folded in the same way: what was there before."""
    import scipy.sparse
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.model_selection import GroupKFold
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.svm import LinearSVC

    found = np.zeros(coded.labels.shape, dtype=bool)
    for others, own in GroupKFold(FOLDS).split(coded.labels, groups=np.asarray(coded.respondents)):
        parts = [
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
        ]
        learnt_from, judged = coded.only(others).texts, coded.only(own).texts
        rows = scipy.sparse.hstack([part.fit_transform(learnt_from) for part in parts]).tocsr()
        model = OneVsRestClassifier(LinearSVC(random_state=1)).fit(rows, coded.labels[others].astype(int))
        found[own] = model.predict(scipy.sparse.hstack([part.transform(judged) for part in parts]).tocsr()) > 0
    return found


def line(name: str, of_codes: tuple[Figures, ...], more: str = "") -> None:
    whole = together(of_codes)
    numbers = (whole.f1, macro_f1(of_codes), whole.precision, whole.recall)
    print(f"| {name} | " + " | ".join(f"{number:.3f}" for number in numbers) + f" |{more}", flush=True)


def with_context(coded: Coded, rows: list[dict[str, str]], *columns: str) -> Coded:
    """The same comments, where more than the question counts as what they answer."""
    own = zip(coded.questions, rows, strict=True)
    asked = ["|".join([question, *(row[name] for name in columns)]) for question, row in own]
    return Coded(coded.texts, asked, coded.respondents, coded.labels, coded.may)


def main(file: str, others: str = "") -> None:
    names, coded, rows = read(file)
    people = len(set(coded.respondents))
    print(f"{len(coded.texts)} comments of {people} respondents, {len(names)} themes with at least {LEAST} comments")
    print(f"Python {platform.python_version()}, scikit-learn {sklearn.__version__}, numpy {np.__version__}\n")
    start, spent = time.perf_counter(), time.process_time()
    judged = cross_validated(coded)
    took, spent = time.perf_counter() - start, time.process_time() - spent
    ours = figures(coded.labels, judged.suggested)
    print("| | micro-F1 | macro-F1 | precision | recall |\n|---|---:|---:|---:|---:|")
    line("suggested codes", ours)
    line("the most common theme, always", figures(coded.labels, majority(coded.labels)))
    line("never a theme", figures(coded.labels, np.zeros(coded.labels.shape, dtype=bool)))
    if others:
        line("plain tf-idf, linear SVM", figures(coded.labels, plain_svm(coded)))
        alone = Coded(coded.texts, [""] * len(rows), coded.respondents, coded.labels, coded.may)
        line("ours, without the question", figures(coded.labels, cross_validated(alone).suggested))
        rated = with_context(coded, rows, "FFT categorical answer")
        line("ours, question and rating", figures(coded.labels, cross_validated(rated).suggested))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nsuggested codes: {took:.0f} s ({spent:.0f} s of processor); at most {most:,.0f} MB")
    score, error = brier(judged.likely, coded.labels), calibration_error(judged.likely, coded.labels)
    base = brier(np.broadcast_to(coded.labels.mean(0), coded.labels.shape), coded.labels)
    print(f"Brier score {score:.4f} ({base:.4f} where every comment is as likely as any other)")
    print(f"expected calibration error {error:.4f}\n")
    print("| said to be likely | given by people | pairs of comment and theme |\n|---:|---:|---:|")
    for said, came, n in reliability(judged.likely, coded.labels):
        print(f"| {said:.2f} | {came:.2f} | {n:,} |")
    print("\n| theme | comments | precision | recall | F1 |\n|---|---:|---:|---:|---:|")
    for name, own in sorted(zip(names, ours, strict=True), key=lambda pair: -pair[1].given):
        print(f"| {name} | {own.given:,} | {own.precision:.2f} | {own.recall:.2f} | {own.f1:.2f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
