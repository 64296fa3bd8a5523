"""Quotes where counts are hidden: which there are is told by the released cells, whatever the hidden counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coded import CODEFRAME, CONSULTATION, RESPONDENTS, as_csv, codings, respondent, write_coded
from findings.consultation.build import build
from findings.consultation.model import NoDisclosureControl, ThresholdDisclosure
from findings.disclosure import quotes_released
from findings.evidence.quote import Quote
from findings.evidence.store import Evidence
from findings.intake import receive
from findings.intake.shingles import words
from findings.setup.commentary_now import counted_now

PLAN = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"
THRESHOLD = 10
WORDS = words(
    "apple river stone candle mirror ladder garden window market bridge basket pencil blanket kettle hammer saddle "
    "carpet bottle button needle pepper ribbon saucer tunnel velvet walnut yellow zipper anchor barrel"
)


def area_of(place: int) -> str:
    return "town" if place < RESPONDENTS // 2 else "villages"


def other_area_of(place: int) -> str:
    return "villages" if place < RESPONDENTS // 2 else "town"


def themes_of(place: int) -> tuple[str, ...]:
    """Travel of three in the one area and of eighteen in the other; parking is said by four, buses by seven."""
    half = RESPONDENTS // 2
    first = "travel" if place % half < (3 if place < half else 18) else "waiting"
    part = {20: "parking", 50: "parking", 81: "parking", 110: "parking"}.get(place, "buses" if place % 17 == 2 else "")
    return (first, part) if part else (first,)


def other_themes_of(place: int) -> tuple[str, ...]:
    turned = {"parking": "buses", "buses": "parking"}
    return tuple(turned.get(theme, theme) for theme in themes_of(place))


def text_of(place: int) -> str:
    first, second, third = WORDS[place % 30], WORDS[(place * 7 + 3) % 30], WORDS[(place * 11 + 5 + place // 30) % 30]
    return f"The {first} and the {second} are what people here talk about when they think of the {third} and more."


def written(
    folder: Path, areas: Callable[[int], str], themes: Callable[[int], tuple[str, ...]], threshold: bool = True
) -> Path:
    own = write_coded(folder)
    shown, hidden = "{profile: none, reason: A test.}", f"{{profile: threshold, threshold: {THRESHOLD}}}"
    consultation = CONSULTATION.replace(shown, hidden) if threshold else CONSULTATION
    frame = CODEFRAME.replace("sentiment: true", "sentiment: false").replace("together: true", "together: false")
    frame = frame.replace("per_theme: 2, told_by: [respondent_type, area]", "per_theme: 6, told_by: [area]")
    rows = [
        {
            **respondent(place),
            "area": areas(place),
            "respondent_type": "individual",
            "may_quote": "yes",
            "hub_why": text_of(place),
            "hours": "agree",
            "hours_why": "",
            "hours_else": "",
        }
        for place in range(RESPONDENTS)
    ]
    like = codings()[0]
    given = [
        {**like, "response_id": f"r{place}", "question": "hub_why", "code": theme, "coder": "Ann", "sentiment": ""}
        for place in range(RESPONDENTS)
        for theme in themes(place)
    ]
    given += [row for row in codings() if row["question"] in ("letters", "events")]
    texts = {
        "consultation.yaml": consultation,
        "codeframe.yaml": frame,
        "responses.csv": as_csv(rows),
        "kept/codings/team.csv": as_csv(given),
    }
    for name, text in texts.items():
        (own / name).write_text(text.lstrip("\n"), encoding="utf-8", newline="\n")
    return own


def evidence_of(folder: Path) -> Evidence:
    parameters = build(folder, PLAN)
    return counted_now(parameters, receive(parameters))


def shown_by(evidence: Evidence) -> dict[str, str]:
    return {name: cell.text for name, cell in evidence.cells.items()}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return evidence_of(written(tmp_path_factory.mktemp("before"), area_of, themes_of))


@pytest.mark.parametrize(
    ("areas", "themes", "hidden"),
    [
        (other_area_of, themes_of, ("hub_why_themes.by.area#travel@town", "hub_why_themes.by.area#travel@villages")),
        (area_of, other_themes_of, ("hub_why_themes#parking", "hub_why_themes#buses")),
    ],
    ids=["areas", "themes"],
)
def test_hidden_counts_that_are_swapped_change_no_quote(
    before: Evidence,
    tmp_path: Path,
    areas: Callable[[int], str],
    themes: Callable[[int], tuple[str, ...]],
    hidden: tuple[str, str],
) -> None:
    swapped = evidence_of(written(tmp_path, areas, themes))
    assert shown_by(before) == shown_by(swapped)
    assert not any(before.cells[name].visible for name in hidden)
    assert before.story.quotes == swapped.story.quotes
    assert len(before.story.quotes) == 12


def test_no_speaker_is_described_and_no_hidden_theme_has_a_quote(before: Evidence) -> None:
    assert all(quote.speaker == {} for quote in before.story.quotes)
    assert {quote.themes for quote in before.story.quotes} == {("travel",), ("waiting",)}
    assert {quote.quote.split(".")[1] for quote in before.story.quotes} == {"travel", "waiting"}


@pytest.mark.slow
def test_the_same_quotes_without_a_threshold_are_described_and_of_every_theme(tmp_path: Path) -> None:
    """The measure of the test above: without its profile this input does give what it must not give."""
    quotes = evidence_of(written(tmp_path, area_of, themes_of, threshold=False)).story.quotes
    assert {theme for quote in quotes for theme in quote.themes} == {"travel", "waiting", "parking", "buses"}
    assert any(quote.speaker for quote in quotes)


def test_a_text_of_two_themes_is_released_once_and_under_one_that_is_shown(before: Evidence) -> None:
    def quote(theme: str, number: int, text: str) -> Quote:
        name = f"hub_why_themes.{theme}.{number}"
        return Quote(quote=name, question="hub_why", themes=(theme, "buses"), text=text, speaker={"area": "town"})

    given = [quote("parking", 3, "Too far."), quote("travel", 8, "Too far."), quote("waiting", 5, "Too far.")]
    given.append(quote("waiting", 9, "Too late."))
    hidden = ThresholdDisclosure(profile="threshold", threshold=THRESHOLD)
    released = quotes_released(given, hidden, before.cells)
    assert [(one.quote, one.themes, one.speaker) for one in released] == [
        ("hub_why_themes.travel.8", ("travel",), {}),
        ("hub_why_themes.waiting.9", ("waiting",), {}),
    ]
    assert quotes_released(given, NoDisclosureControl(profile="none", reason="A test."), before.cells) == tuple(given)
