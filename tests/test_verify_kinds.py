"""`findings verify` of a run with every kind of question: silent when clean, and not to be deceived in any file."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import every_kind
from conftest import once
from corruptions import OF_KINDS, Corruption, corrupt, seal
from findings.audit.verify import cells_look, printed_look, verify
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run

# Whole runs, or very many cells: .ci/run does these after the others.
pytestmark = pytest.mark.slow

PAGE, BOARD = "public/report.html", "board/evidence.json"


def made(folder: Path, edition: str) -> None:
    every_kind.write(folder / "params" / "places", every_kind.drawn(200, 5))
    (result,) = run(find_layout(folder / "params", folder / "outputs", edition), ["places"], jobs=2, quiet=True)
    if result.error is not None:
        raise result.error


def clean_run(shared_folder: Path, edition: str) -> Path:
    folder = once(shared_folder / f"every_kind_{edition}", lambda at: made(at, edition))
    return next((folder / "outputs" / "places" / edition).glob("*/public")).parent


@pytest.fixture(scope="session")
def places(shared_folder: Path) -> Path:
    return clean_run(shared_folder, "full")


@pytest.fixture
def copy(places: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(places, tmp_path / "run"))


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["full", "midpoint"])
def test_a_clean_run_is_verified(shared_folder: Path, edition: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("findings.audit.verify.is_installed", lambda: False)
    verification = verify(clean_run(shared_folder, edition))
    assert verification.verified, "\n".join(verification.lines(5))


@pytest.mark.parametrize("corruption", OF_KINDS[:7], ids=lambda corruption: corruption.name)
def test_a_corruption_of_the_evidence_is_found_by_both_looks(corruption: Corruption, copy: Path) -> None:
    planted = corrupt(copy, corruption, seed=3)
    assert cells_look(copy).problems, planted


def replaced(path: Path, pattern: str, make: Callable[[re.Match[str]], str]) -> None:
    text = path.read_text(encoding="utf-8")
    match = re.search(pattern, text)
    assert match is not None, pattern
    path.write_text(text[: match.start()] + make(match) + text[match.end() :], encoding="utf-8", newline="\n")


IN_THE_PAGE = {
    "a mean": r'data-cell="(q1#base!mean)"([^>]*)>(\d+\.\d+)<',
    "a median": r'data-cell="(q4#base!median)"([^>]*)>(\d+\.\d+)<',
    "points": r'data-cell="(q3\.parks#base!borda)"([^>]*)>(\d+)<',
    "choices made": r'data-cell="(q2#base!mentions)"([^>]*)>(\d+)<',
    "a share of those who were asked": r'data-cell="(q2#bus!percent_of_asked)"([^>]*)>(\d+)%<',
    "a crossed group": r'data-cell="(q1\.by\.area\.x\.age#net_agree@[a-z_0-9.]+!percent)"([^>]*)>(\d+)%<',
}


@pytest.mark.parametrize("what", IN_THE_PAGE)
def test_a_digit_of_the_page_is_found(what: str, copy: Path) -> None:
    def other(match: re.Match[str]) -> str:
        last = match.end(3) - match.start() - 1
        return match[0][:last] + str((int(match[0][last]) + 1) % 10) + match[0][last + 1 :]

    replaced(copy / PAGE, IN_THE_PAGE[what], other)
    seal(copy)
    assert any(problem.what.startswith("a number that is not its cell's") for problem in printed_look(copy).problems)


def test_two_items_of_a_ranking_that_changed_places_are_found(copy: Path) -> None:
    """In the executed notebook, from which the page is made: each number is some cell's, and stands at another's."""
    (path,) = copy.glob("restricted/notebooks/30_section_plan.ipynb")
    text = path.read_text(encoding="utf-8")
    swapped = text.replace('"q3.parks#base!borda"', '"SWAP"').replace('"q3.roads#base!borda"', '"q3.parks#base!borda"')
    path.write_text(swapped.replace('"SWAP"', '"q3.roads#base!borda"'), encoding="utf-8")
    seal(copy)
    assert any("q3.roads#base!borda" in str(problem) for problem in printed_look(copy).problems)


@pytest.mark.parametrize(("key", "value"), [("says", "Median"), ("answer", "Something else")])
def test_words_beside_a_highlight_of_the_board_are_held_against_its_cell(key: str, value: str, copy: Path) -> None:
    content = json.loads((copy / BOARD).read_text(encoding="utf-8"))
    highlights = [h for s in content["sections"] for q in s["questions"] for h in q["highlights"]]
    highlight = next(h for h in highlights if h["figure"]["cell"].endswith("!mean"))
    highlight[key] = value
    (copy / BOARD).write_text(json.dumps(content, indent=2), encoding="utf-8")
    seal(copy)
    found = [problem.what for problem in printed_look(copy).problems if problem.where.startswith(BOARD)]
    assert f"words that are not those of the number beside them: {highlight['figure']['cell']}" in found


def test_a_highlight_with_another_base_is_found(copy: Path) -> None:
    content = json.loads((copy / BOARD).read_text(encoding="utf-8"))
    highlights = [h for s in content["sections"] for q in s["questions"] for h in q["highlights"]]
    mean = next(h for h in highlights if h["figure"]["cell"] == "q1#base!mean")
    assert mean["base"]["cell"] == "q1#base_scored"
    mean["base"] = next(h["base"] for h in highlights if h["base"]["cell"] == "q2#base")
    (copy / BOARD).write_text(json.dumps(content, indent=2), encoding="utf-8")
    seal(copy)
    assert any("with the base of another" in problem.what for problem in printed_look(copy).problems)
