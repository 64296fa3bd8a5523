"""The table of all ways in which people spoke: each number in its row and column, held against names written twice."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from findings.audit.figures.beside import stands_beside

CODED = {
    "letters_themes": {"unit": "letters", "number": "Letters"},
    "events_themes": {"unit": "events", "number": "Public events"},
    "events_people": {"unit": "events", "number": "Public events"},
    "hub_why_themes": {"number": "Q2"},
}


def cell(asked: str, option: str, level: str = "") -> SimpleNamespace:
    return SimpleNamespace(asked=asked, question=asked.partition(".")[0], option=option, level=level, measure="count")


FUNNEL = [cell("funnel", option, level) for level in ("online", "paper") for option in ("received", "copy", "analysed")]
LOOKUP = SimpleNamespace(
    cells=dict(enumerate(FUNNEL)),
    inputs=SimpleNamespace(coded=CODED, channel_label={"online": "Online form", "paper": "Paper form"}.get),
)


@pytest.mark.parametrize(
    ("own", "header", "column", "before", "fits"),
    [
        (FUNNEL[2], "Online form", "How many", "", True),
        (FUNNEL[2], "Paper form", "How many", "", False),
        (FUNNEL[2], "Online form", "People, where noted", "", False),
        (FUNNEL[0], "Online form", "How many", "", False),
        (cell("letters_themes", "base"), "Letters", "How many", "", True),
        (cell("letters_themes", "base"), "Public events", "How many", "", False),
        (cell("letters_themes", "travel"), "Letters", "How many", "", False),
        (cell("events_people", "people"), "Public events", "People, where noted", "", True),
        (cell("events_people", "known"), "Public events", "People, where noted", ", noted for ", True),
        (cell("events_people", "unknown"), "Public events", "People, where noted", "; not known for ", True),
        (cell("events_people", "unknown"), "Public events", "People, where noted", ", noted for ", False),
        (cell("events_people", "people"), "Letters", "People, where noted", "", False),
        (cell("events_people", "people"), "Public events", "How many", "", False),
        (cell("hub_why_themes", "base"), "Q2", "How many", "", False),
    ],
)
def test_a_number_stands_only_at_its_own_names(
    own: SimpleNamespace, header: str, column: str, before: str, fits: bool
) -> None:
    """A row of another way, a step of the funnel that is not the last, and the wrong words before it are all told."""
    spans = [{"text": "1"}, {"text": before}] if before else []
    assert stands_beside(own, header, column, spans, LOOKUP) is fits  # type: ignore[arg-type]
