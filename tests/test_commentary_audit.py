"""What `findings verify` finds in commentary: its own reading of the run's files, held against the notebooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from findings.audit.figures.commentary import commentary_problems, read_commentary
from findings.audit.figures.inputs import Inputs
from findings.audit.figures.lookup import Lookup
from findings.audit.figures.notebooks import Notebook, Shown, notebook_problems
from findings.consultation.build import build
from findings.consultation.commentary import Written
from findings.exhibits import commentary
from findings.exhibits.model import to_json
from findings.exhibits.show import as_text
from findings.exhibits.written import Reader
from findings.intake import receive
from findings.pipeline.plan import chapter_runs
from findings.pipeline.slots import readers
from findings.setup.commentary_now import counted_now
from small_consultation import CONSULTATION, QUESTIONNAIRE, write_small

PROJECT = Path(__file__).resolve().parents[1]
FILE = "restricted/notebooks/30_section_benches.ipynb"
WRITTEN = (
    Written(
        text="{q1#yes!percent} of {q1#base} said yes to Question 1 in January 2024, {{so}} {q1#yes!percent:in_words}.",
        role="Clerk",
        when_written={"q1#yes!percent": "45%", "q1#base": "10", "q1#yes!percent:in_words": "most"},
    ),
    Written(text="And {q1#no} said no.", when_written={"q1#no": "3"}),
)
Spans = list[dict[str, Any]]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    parameters = build(write_small(tmp_path_factory.mktemp("small") / "benches"), PROJECT / "notebooks" / "plan.yaml")
    evidence = counted_now(parameters, receive(parameters))
    return readers(parameters, chapter_runs(parameters, PROJECT / "notebooks"), evidence)["section:benches"]


def paragraphs() -> tuple[Mapping[str, Any], ...]:
    return tuple(written.model_dump(mode="json") for written in WRITTEN)


def found(
    own: Reader, change: Callable[[list[Spans]], None] | None = None, disclosure: str = "none", **inputs: Any
) -> list[tuple[str, str]]:
    """What is told of the chapter whose lines were changed."""
    story = own.evidence.story.model_copy(update={"commentary": {"section:benches": WRITTEN}})
    exhibits = commentary(replace(own.evidence, story=story), "section:benches")
    shown = [to_json(exhibit) for exhibit in exhibits]
    lines: list[Spans] = [list(exhibit["text"]) for exhibit in shown]
    if change is not None:
        change(lines)
    shown = [{**exhibit, "text": line} for exhibit, line in zip(shown, lines, strict=False) if line]
    notebook = Notebook(FILE, tuple(Shown(3, exhibit, "") for exhibit in shown), frozenset(), "")
    assert [as_text(exhibit) for exhibit in exhibits]
    own_yaml = YAML(typ="safe", pure=True)
    given = {"commentary": {"section_benches": paragraphs()}, **inputs}
    consultation = {**own_yaml.load(CONSULTATION), "disclosure": {"profile": disclosure, "threshold": 5}}
    known = Inputs(consultation, own_yaml.load(QUESTIONNAIRE), **given)
    lookup = Lookup(own.evidence.cells, known)
    problems = [*notebook_problems(notebook, lookup), *commentary_problems(notebook, lookup)]
    return [(problem.what, problem.found) for problem in problems]


def with_text(number: int, old: str, new: str) -> Callable[[list[Spans]], None]:
    """Another text in one span of a line."""

    def change(lines: list[Spans]) -> None:
        place = next(n for n, span in enumerate(lines[number]) if old in span["text"])
        span = lines[number][place]
        lines[number][place] = {**span, "text": span["text"].replace(old, new)}

    return change


def test_what_was_written_and_what_changed_is_found_right(own: Reader) -> None:
    # The word for the share is the report's own check's to judge.
    assert [problem for problem in found(own) if "not its cell's" not in problem[0]] == []


NOT_ITS = "not what its author wrote"
NO_PARAMETER = "a parameter with a figure that the run's parameters do not have"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (with_text(1, "50%", "60%"), "a number that is not its cell's: q1#yes!percent"),
        (with_text(1, "said yes", "said no"), NOT_ITS),
        (with_text(1, "Question 1", "Question 9"), NOT_ITS),
        (with_text(1, "Question 1", "Question 9"), "a label with a figure that the run's parameters do not have"),
        (with_text(1, "Clerk", "Mayor"), NOT_ITS),
        (with_text(1, "January 2024", "January 2023"), NO_PARAMETER),
        (with_text(2, "45%", "44%"), NO_PARAMETER),
        (with_text(2, "45%", "10"), "not what changed since this was written"),
        (with_text(2, "Benches", "Fences"), "a number is described as what its cell does not count: q1#yes!percent"),
        (lambda lines: lines.pop(2), "not what changed since this was written"),
        (lambda lines: lines[3].append({"text": " And 3 more.", "origin": "words"}), "a figure without origin"),
        (lambda lines: lines[3].append({"text": " And more.", "origin": "words"}), NOT_ITS),
        (lambda lines: lines.pop(3), "a paragraph that its chapter does not show"),
    ],
)  # fmt: skip
def test_what_was_changed_since_is_found(own: Reader, change: Callable[[list[Spans]], None], what: str) -> None:
    def shorter(lines: list[Spans]) -> None:
        before = list(lines)
        change(lines)
        if len(lines) < len(before):
            # Keep each line with its own exhibit: an empty line is one that is not shown.
            gone = next(n for n, line in enumerate(before) if n >= len(lines) or lines[n] is not line)
            lines.insert(gone, [])

    assert what in [told for told, _ in found(own, shorter)]


def test_a_swapped_cell_is_not_what_its_author_wrote(own: Reader) -> None:
    def change(lines: list[Spans]) -> None:
        lines[3] = [{**span, "ref": "q1.by.who#base@person"} if span.get("ref") else span for span in lines[3]]

    told = found(own, change)
    assert (NOT_ITS, "And {q1.by.who#base@person} said no.") in told


def test_a_chapter_without_a_file_shows_no_commentary(own: Reader) -> None:
    what = "a paragraph that nobody wrote for this part of the report"
    assert what in [told for told, _ in found(own, commentary={})]


def test_the_value_of_before_is_not_told_where_small_counts_are_hidden(own: Reader) -> None:
    story = own.evidence.story
    hides = story.protection.model_copy(update={"threshold": 5, "profile": "threshold"})
    protected = Reader(replace(own.evidence, story=story.model_copy(update={"protection": hides})))
    what = "not what changed since this was written"
    # What the report prints and what the run's parameters say of small counts must agree.
    assert [what in [problem for problem, _ in found(*case)] for case in (
        (protected, None, "threshold"), (own, None, "none"), (protected, None, "none"), (own, None, "threshold"),
    )] == [False, False, True, True]  # fmt: skip


def test_a_value_of_before_excuses_no_figure_elsewhere(own: Reader) -> None:
    own_yaml = YAML(typ="safe", pure=True)
    known = Inputs(own_yaml.load(CONSULTATION), own_yaml.load(QUESTIONNAIRE), commentary={"a": paragraphs()})
    assert (known.hold("45%"), known.hold("January 2024"), "45%" in known.in_commentary) == (False, False, True)


def test_the_copies_of_an_edition_are_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "restricted" / "inputs" / "commentary"
    (folder / "midpoint").mkdir(parents=True)
    (folder / "summary.yaml").write_text("paragraphs: [{text: Of all.}]\n", encoding="utf-8")
    (folder / "midpoint" / "summary.yaml").write_text("paragraphs: [{text: Half way.}]\n", encoding="utf-8")
    (folder / "broken.yaml").write_text("paragraphs: [{]\n", encoding="utf-8")

    def texts() -> list[str]:
        return [str(paragraph["text"]) for slot in read_commentary(tmp_path)[0].values() for paragraph in slot]

    assert texts() == ["Of all."]
    assert [problem.where for problem in read_commentary(tmp_path)[1]] == ["restricted/inputs/commentary/broken.yaml"]
    crate = '{"@graph": [{"@id": "#value/edition", "value": "midpoint"}]}'
    (tmp_path / "restricted" / "ro-crate-metadata.json").write_text(crate, encoding="utf-8")
    assert texts() == ["Half way."]
