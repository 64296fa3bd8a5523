"""Identifiers planted in thousands of real comments: found, and hardly anything else taken out."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from findings.freetext.redaction import redact
from planted_identifiers import Planted, plant_structured

ROOT = Path(__file__).resolve().parents[1]
COMMENTS = ROOT.parent / "shared" / "data" / "nhs_coded_comments" / "v6framework.csv"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not COMMENTS.is_file(), reason="the NHS comments of shared/data are not here"),
]
SEED = 404


@pytest.fixture(scope="module")
def comments() -> list[str]:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from redaction import comments_of

    return comments_of(COMMENTS, "FFT answer", "final")


def found(planted: list[Planted]) -> float:
    """The share of them of which nothing is left."""
    return sum(one.found([(span.start, span.end) for span in redact(one.text).spans]) for one in planted) / len(planted)


def test_structured_identifiers(comments: list[str]) -> None:
    planted = plant_structured([text for text in comments if len(text) > 30], random.Random(SEED), 480)
    assert found(planted) >= 0.98


def test_names_of_a_list_that_was_not_seen(comments: list[str]) -> None:
    pytest.importorskip("faker", reason="names come from the package faker: pip install faker")
    from redaction import SETS, faker_names

    from planted_identifiers import plant_names

    name, _ = faker_names(SETS["final"][0], SEED)
    planted = plant_names([text for text in comments if len(text) > 30], name, random.Random(SEED), 400)
    assert found(planted) >= 0.85


def test_of_a_hundred_comments_at_most_five_lose_something(comments: list[str]) -> None:
    # Whatever is taken out, rightly or not: false alarms alone are fewer. See docs/methods/redaction.md.
    assert sum(len(redact(text).spans) for text in comments) <= 5 * len(comments) / 100


def test_a_very_long_comment(comments: list[str]) -> None:
    text = " ".join(comments)[:100_000]
    redacted = redact(text)
    assert len(text) == 100_000
    assert sum(span.end - span.start for span in redacted.spans) < 5_000
