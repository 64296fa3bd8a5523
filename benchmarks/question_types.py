"""Judges the drafts of `findings init` against what the questions of real files are.

    python benchmarks/question_types.py [SHARED_DATA]

The truth is `tests/question_types/*.csv`: written from the files by a person, before any draft was seen. A line is a
question as it was asked, with the columns that it covers as a spreadsheet counts them. It is right if the draft holds
those columns together, no other with them, as a question of that kind or of one that is `also_right`; a scale must
have its answers in order, from either end. Several open texts, or rows of a matrix where `scale` is also right, may be
drafted one by one. Columns without a single answer are not counted. Prints a Markdown table, and what was wrong.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
TRUTH = ROOT / "tests" / "question_types"
DATA = ROOT.parent / "shared" / "data"
FILES = {
    "toronto_engagement": "toronto_engagement/survey_data.csv",
    "star_wars": "surveymonkey/star_wars.csv",
    "learning_r_2018": "google_forms/learning_r_2018.tsv",
    "r_community_2019": "google_forms/r_community_2019.xlsx",
    "rse_2016_uk": "limesurvey/rse_2016_uk.csv",
    "apha_cpd_survey": "nhs_analysts_cpd/apha_cpd_survey.csv",
    "everse": "eusurvey/EVERSE_nopersonal.xls",
    "safi_clean": "odk/SAFI_clean.csv",
    "qualtrics_sample": "qualtrics/sample.csv",
    "qualtrics_sample_legacy": "qualtrics/sample_legacy.csv",
    "spss_hotel": "spss/hotel.sav",
    "spss_mr_simple": "spss/pyreadstat_mr_simple_alltypes.sav",
    "spss_testdata": "spss/testdata.sav",
    "responses_biomass_format": "consultation_layouts/responses_biomass_format.csv",
    "responses_lgr_format": "consultation_layouts/responses_lgr_format.csv",
    "responses_scr_format": "consultation_layouts/responses_scr_format.csv",
}
"""Table of the truth -> its file. Of the SPSS files these three are surveys, or made to look like one."""
WHOLE = ("multiple", "matrix", "ranking")
"""Kinds whose columns stand together as one question."""
ABOUT = ("identity", "paradata")
"""Kinds of columns that are no question."""


@dataclass(frozen=True)
class Truth:
    """A question as it was asked: the positions of its columns from 1, and what it is."""

    columns: frozenset[int]
    kinds: tuple[str, ...]
    note: str
    order: tuple[str, ...] = ()
    """How the answers of a scale begin, from one end to the other; some may not occur."""

    @property
    def counted(self) -> bool:
        return not self.note.startswith("no answers")

    @property
    def question(self) -> bool:
        return self.kinds[0] not in ABOUT


@dataclass(frozen=True)
class Reading:
    """What a draft makes of a column: a question, its kind, of a matrix the kind of the row, and the answers."""

    name: str
    kind: str
    row: str = ""
    answers: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Judged:
    """A question, and what the draft made of each kind of its columns."""

    truth: Truth
    right: bool
    drafted: str


def read_truth(path: Path) -> list[Truth]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Truth(
                frozenset(_span(f"{line['first_column']}-{line['last_column']}")) | _span(line["further_columns"]),
                (line["kind"], *filter(None, line["also_right"].split("|"))),
                line["note"],
                tuple(filter(None, line["order"].split("|"))),
            )
            for line in csv.DictReader(file)
        ]


def _span(written: str) -> frozenset[int]:
    if not written:
        return frozenset()
    first, _, last = written.partition("-")
    return frozenset(range(int(first), int(last or first) + 1))


def readings(
    columns: Sequence[str], consultation: Mapping[str, Any], questionnaire: Mapping[str, Any]
) -> dict[int, Reading]:
    """Position of a column -> what the parameters make of it; a column that they do not name is missing."""
    data = consultation["data"]
    found: dict[str, Reading] = {}
    for name in (data.get("id_column"), data.get("submitted")):
        if name:
            found[name] = Reading(name, "paradata")
    _mark(found, columns, data.get("ignored_columns", ()), "paradata")
    _mark(found, columns, data.get("never_read", ()), "identity")
    if data.get("postcodes"):
        _mark(found, columns, [data["postcodes"]["column"]], "identity")
    renamed = data.get("columns", {})
    for name, question in questionnaire.get("questions", {}).items():
        column = renamed.get(name, question.get("column") or name)
        scale = questionnaire.get("scales", {}).get(question.get("scale"), question)
        answers = tuple(option["label"] for option in scale.get("options", {}).values())
        if question.get("matrix"):
            found[column] = Reading(question["matrix"], "matrix", question["kind"], answers)
        else:
            found[column] = Reading(name, question["kind"], "", answers)
    for name, question in questionnaire.get("also_asked", {}).items():
        own = [option["column"] for option in question.get("options", {}).values() if option.get("column")]
        for column in own or [renamed.get(name, question.get("column") or name)]:
            found[column] = Reading(name, question["kind"])
    return {place: found[column] for place, column in enumerate(columns, 1) if column in found}


def _mark(found: dict[str, Reading], columns: Iterable[str], patterns: Iterable[str], kind: str) -> None:
    for pattern in patterns:
        for column in columns:
            if column == pattern or (pattern.endswith("*") and column.startswith(pattern[:-1])):
                found[column] = Reading(column, kind)


def judge(truths: Iterable[Truth], drafted: Mapping[int, Reading]) -> list[Judged]:
    """Every question that is counted, right or wrong."""
    known = list(truths)
    held: dict[tuple[str, str], set[int]] = {}
    for place, reading in drafted.items():
        held.setdefault((reading.kind, reading.name), set()).add(place)
    # A rating of "other" is a row of the matrix beside it or a question of its own: its line allows both.
    guests = {
        place for truth in known if len(truth.columns) == 1 and "matrix" in truth.kinds for place in truth.columns
    }
    return [
        Judged(
            truth,
            _in_order(truth, drafted) and (_together(truth, drafted, held, guests) or _apart(truth, drafted)),
            _told(truth, drafted, held),
        )
        for truth in known
        if truth.counted
    ]


def _in_order(truth: Truth, drafted: Mapping[int, Reading]) -> bool:
    """Whether every scale drafted from the columns has its answers from one end to the other."""
    for place in truth.columns:
        reading = drafted.get(place)
        if reading is None or "scale" not in (reading.kind, reading.row):
            continue
        places = [_place(begin, reading.answers) for begin in truth.order]
        met = [place for place in places if place is not None]
        if met not in (sorted(met), sorted(met, reverse=True)):
            return False
    return True


def _place(begin: str, answers: Sequence[str]) -> int | None:
    """Where the answer stands that is these words or begins with them."""
    words = re.compile(rf"{re.escape(begin.casefold())}(?!\w)")
    plain = [" ".join(answer.casefold().split()) for answer in answers]
    exact = [place for place, answer in enumerate(plain) if answer == begin.casefold()]
    return next(iter(exact or [place for place, answer in enumerate(plain) if words.match(answer)]), None)


def _together(
    truth: Truth, drafted: Mapping[int, Reading], held: Mapping[tuple[str, str], set[int]], guests: set[int]
) -> bool:
    """Whether all columns, and no other but a guest, are one question of several columns or several answers."""
    made = {drafted.get(place) for place in truth.columns}
    reading = next(iter(made))
    if len(made) > 1 or reading is None or reading.kind not in WHOLE or reading.kind not in truth.kinds:
        return False
    # Rows of a matrix are scales: as single choices they would be counted in no order.
    others = held[reading.kind, reading.name] - truth.columns
    return reading.row in ("", "scale") and (truth.columns <= guests or others <= guests)


def _apart(truth: Truth, drafted: Mapping[int, Reading]) -> bool:
    """Whether each column by itself is of a right kind; where there are several, rows of a matrix stand for it."""
    several = len(truth.columns) > 1
    for place in truth.columns:
        reading = drafted.get(place)
        if reading is None:
            return False
        kind = reading.row if several and reading.row else reading.kind
        if kind in WHOLE or kind not in truth.kinds:
            return False
    return True


def _told(truth: Truth, drafted: Mapping[int, Reading], held: Mapping[tuple[str, str], set[int]]) -> str:
    """`multiple, with columns 5, 6`, `scale in another order`, `open in 2 parts, not read` ..."""
    by_kind: dict[str, set[str]] = {}
    others: set[int] = set()
    for place in sorted(truth.columns):
        reading = drafted.get(place)
        if reading is None:
            by_kind.setdefault("not read", set()).add("")
        else:
            by_kind.setdefault(reading.kind, set()).add(reading.name)
            others |= held[reading.kind, reading.name] - truth.columns
    told = ", ".join(f"{kind} in {len(names)} parts" if len(names) > 1 else kind for kind, names in by_kind.items())
    if others:
        told += f", with columns {', '.join(str(place) for place in sorted(others))}"
    return told if _in_order(truth, drafted) else f"{told} in another order"


def drafted(file: Path, folder: Path) -> dict[int, Reading]:
    """Draft the parameters of a file into an empty folder, and read there what became of each column."""
    from findings.draft import draft
    from findings.intake.export import Opening
    from findings.intake.formats import open_export

    draft(file, folder)
    columns = [column.name for column in open_export(file, Opening()).columns]
    yaml = YAML(typ="safe", pure=True)
    consultation, questionnaire = (
        yaml.load((folder / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("consultation", "questionnaire")
    )
    return readings(columns, consultation, questionnaire)


def rows(folder: Path) -> tuple[int, int]:
    """How many rows a drafted folder takes in: received, and analysed."""
    from findings.consultation.build import build
    from findings.intake import receive

    taken = receive(build(folder, ROOT / "notebooks" / "plan.yaml"))
    return taken.funnel[0].n, taken.analysed


def share(judged: Sequence[Judged]) -> str:
    right = sum(one.right for one in judged)
    return f"{right} of {len(judged)} ({right / len(judged):.0%})" if judged else "none"


def main(arguments: Sequence[str]) -> None:
    data = next((Path(one) for one in arguments if not one.startswith("--")), DATA)
    everything: list[Judged] = []
    wrong: list[str] = []
    print("| file | questions | right | wrong | columns about the response | right | rows received | analysed |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, file in FILES.items():
        with tempfile.TemporaryDirectory() as folder:
            own = Path(folder) / name.replace("_", "-")
            judged = judge(read_truth(TRUTH / f"{name}.csv"), drafted(data / file, own))
            received, analysed = rows(own)
        asked = [one for one in judged if one.truth.question]
        about = [one for one in judged if not one.truth.question]
        right, right_about = (sum(one.right for one in some) for some in (asked, about))
        print(
            f"| {file} | {len(asked)} | {right} | {len(asked) - right} | {len(about)} | {right_about} "
            f"| {received:,} | {analysed:,} |"
        )
        everything += judged
        wrong += [_line(file, one) for one in judged if not one.right]
    asked = [one for one in everything if one.truth.question]
    print(f"\nQuestions right: {share(asked)}. With the columns about the response: {share(everything)}.")
    print("\nWrong:\n")
    print(*wrong, sep="\n")


def _line(file: str, one: Judged) -> str:
    first, last = min(one.truth.columns), max(one.truth.columns)
    where = f"column {first}" if first == last else f"columns {first} to {last}"
    return f"- {file}, {where} ({one.truth.note}): {' or '.join(one.truth.kinds)}, drafted as {one.drafted}"


if __name__ == "__main__":
    main(sys.argv[1:])
