"""Counting, rounding, nets and sums, each against another way of doing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.consultation.model import Questionnaire
from findings.consultation.names import parse_cell
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.intake.received import FunnelRow, Received, Tally
from findings.tabulation.cells import Counted, make_cells
from findings.tabulation.counting import Counts
from findings.tabulation.rounding import percent, points, ratio
from findings.tabulation.tables import counts_of, shown_groups
from findings.tabulation.tallying import why_not

EXACT = Context(prec=60)
QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "questions": {
            "town": {
                "kind": "single",
                "number": "P1",
                "wording": "Where do you live?",
                "short": "Town",
                "options": {"ash": {"label": "Ash"}, "bow": {"label": "Bow"}, "cam": {"label": "Cam"}},
            },
            "plan": {
                "kind": "scale",
                "number": "Q1",
                "wording": "Do you agree?",
                "short": "The plan",
                "base": "asked",
                "leave_out_of_base": ["dont_know"],
                "options": {
                    "fully": {"label": "Fully", "stance": "support"},
                    "partly": {"label": "Partly", "stance": "support"},
                    "against": {"label": "Not", "stance": "oppose"},
                    "unsure": {"label": "Don't know", "kind": "dont_know"},
                },
                "nets": {"agree": {"label": "Agree (net)", "of": ["fully", "partly"], "stance": "support"}},
            },
        },
        "profile": ["town"],
        "sections": {"only": {"title": "Only", "questions": ["plan"]}},
        "breakdowns": {
            "town": {"title": "Town", "question": "town"},
            "side": {
                "title": "Side of the river",
                "question": "town",
                "groups": {
                    "north": {"label": "North", "of": ["ash", "bow"]},
                    "south": {"label": "South", "of": ["cam"]},
                },
            },
        },
    }
)
TOWNS = ("ash", "bow", "cam", "not_answered")
ANSWERS = ("fully", "partly", "against", "unsure", "not_answered", "not_asked")
SIDE = {"ash": "north", "bow": "north", "cam": "south", "not_answered": "not_answered"}
PAIRS = st.lists(st.tuples(st.sampled_from(TOWNS), st.sampled_from(ANSWERS)), max_size=60)


def half_up(share: Fraction, digits: int) -> str:
    exact = EXACT.divide(Decimal(share.numerator), Decimal(share.denominator))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT)
    return str(abs(rounded) if rounded == 0 else rounded)


def responses(pairs: Sequence[tuple[str, str]]) -> Received:
    frame = pd.DataFrame(
        {
            "response_id": [str(number) for number in range(len(pairs))],
            "source_row": range(2, len(pairs) + 2),
            "town": pd.Categorical([town for town, _ in pairs], [*TOWNS, "not_asked"]),
            "plan": pd.Categorical([answer for _, answer in pairs], ANSWERS),
        }
    )
    return Received(SourceKind.RESPONSES, frame, None, (FunnelRow("analysed", "", len(pairs)),), (), "")


def count(received: Received, questionnaire: Questionnaire, question: str, breakdown: str = "") -> Counts:
    table = question, breakdown
    return shown_groups(counts_of(received, questionnaire, [table]).tables[table])


def made(pairs: Sequence[tuple[str, str]], breakdown: str) -> tuple[Counts, Counted]:
    counts = count(responses(pairs), QUESTIONNAIRE, "plan", breakdown)
    return counts, make_cells(QUESTIONNAIRE, "plan", breakdown, counts, SourceKind.RESPONSES)


def by_name(counted: Counted) -> dict[str, Cell]:
    return {cell.cell: cell for cell in counted.cells}


# Rounding


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 4))
def test_a_quotient_is_rounded_as_decimal_does(numerator: int, denominator: int, digits: int) -> None:
    assert ratio(numerator, denominator, digits) == half_up(Fraction(numerator, denominator), digits)


@given(st.integers(0, 200), st.integers(1, 200), st.integers(0, 2))
def test_a_percentage_is_rounded_half_up(n: int, base: int, digits: int) -> None:
    assert percent(n, base, digits) == half_up(Fraction(100 * n, base), digits)


def test_every_tie_of_bases_up_to_400_goes_up() -> None:
    ties = [(n, base) for base in range(1, 401) for n in range(base + 1) if Fraction(100 * n, base).denominator == 2]
    assert len(ties) > 500
    assert [percent(n, base) for n, base in ties] == [str((200 * n + base) // (2 * base)) for n, base in ties]
    # Where round() and f-strings go down: the reason for all this.
    assert (percent(1, 8), f"{100 / 8:.0f}") == ("13", "12")


@given(st.integers(0, 90), st.integers(1, 90), st.integers(0, 90), st.integers(1, 90))
def test_a_difference_is_rounded_once_and_turns_its_sign_when_turned(n: int, base: int, m: int, other: int) -> None:
    assert points(n, base, m, other) == half_up(Fraction(100 * n, base) - Fraction(100 * m, other), 0)
    assert int(points(n, base, m, other)) == -int(points(m, other, n, base))


@pytest.mark.parametrize("denominator", [0, -4])
def test_a_quotient_by_nothing_is_refused(denominator: int) -> None:
    with pytest.raises(ValueError, match=f"^a quotient needs a positive denominator, not {denominator}$"):
        ratio(1, denominator)


# Counting


@given(PAIRS)
def test_counts_are_those_of_a_counter(pairs: list[tuple[str, str]]) -> None:
    by_answer, by_pair = Counter(answer for _, answer in pairs), Counter(pairs)
    received = responses(pairs)
    assert count(received, QUESTIONNAIRE, "plan") == {"": {answer: by_answer[answer] for answer in ANSWERS}}
    unsaid = any(town == "not_answered" for town, _ in pairs)
    assert count(received, QUESTIONNAIRE, "plan", "town") == {
        town: {answer: by_pair[town, answer] for answer in ANSWERS}
        for town in TOWNS
        if town != "not_answered" or unsaid
    }
    by_side = Counter((SIDE[town], answer) for town, answer in pairs)
    assert count(received, QUESTIONNAIRE, "plan", "side") == {
        side: {answer: by_side[side, answer] for answer in ANSWERS}
        for side in ("north", "south", "not_answered")
        if side != "not_answered" or unsaid
    }


@given(PAIRS)
def test_a_tally_of_the_same_people_gives_the_same_counts(pairs: list[tuple[str, str]]) -> None:
    said = [(town, answer) for town, answer in pairs if town != "not_answered"]
    by_pair = Counter(said)
    towns = Counter(town for town, _ in said)
    plan = {town: {answer: by_pair[town, answer] for answer in ANSWERS} for town in TOWNS[:3]}
    tally = Tally({"town": {"all": {town: towns[town] for town in TOWNS[:3]}}, "plan": plan}, {}, "town")
    received = Received(SourceKind.TALLY, None, tally, (FunnelRow("analysed", "", len(said)),), (), "")
    for breakdown in ("", "town", "side"):
        assert count(received, QUESTIONNAIRE, "plan", breakdown) == count(
            responses(said), QUESTIONNAIRE, "plan", breakdown
        )


def test_a_tally_without_groups_is_not_divided() -> None:
    numbers = dict.fromkeys(ANSWERS, 1)
    tally = Tally({"plan": {"all": numbers}, "town": {"all": dict.fromkeys(TOWNS, 1)}}, {}, "town")
    received = Received(SourceKind.TALLY, None, tally, (FunnelRow("analysed", "", 6),), (), "")
    reason = "the tally counts plan for all respondents only, so it cannot be shown by town"
    assert why_not(received, QUESTIONNAIRE, "plan", "town") == reason
    with pytest.raises(ValueError, match=f"^{reason}$"):
        count(received, QUESTIONNAIRE, "plan", "town")


# Cells


@given(PAIRS, st.sampled_from(["", "town", "side"]))
def test_bases_nets_and_percentages_are_those_of_the_counts(pairs: list[tuple[str, str]], breakdown: str) -> None:
    counts, counted = made(pairs, breakdown)
    found = by_name(counted)
    table = f"plan.by.{breakdown}" if breakdown else "plan"
    for level, n in counts.items():
        at = f"@{level}" if level else ""
        # Asked, less don't know: those who chose one of the three, and those who were asked and did not answer.
        base = n["fully"] + n["partly"] + n["against"] + n["not_answered"]
        answered = n["fully"] + n["partly"] + n["against"] + n["unsure"]
        net = n["fully"] + n["partly"]
        assert found[f"{table}#base{at}"].number == base
        assert found[f"{table}#base_answered{at}"].number == answered
        assert found[f"{table}#net_agree{at}"].number == net
        assert found[f"{table}#net_agree{at}"].origins == (f"{table}#fully{at}", f"{table}#partly{at}")
        shares = {option: n[option] for option in ("fully", "partly", "against")} | {"net_agree": net}
        for option, of_it in {**shares, "not_answered": n["not_answered"]}.items():
            share = found[f"{table}#{option}{at}!percent"]
            assert (share.status, share.value) == (
                (Status.SHOWN, half_up(Fraction(100 * of_it, base), 0)) if base else (Status.NOT_APPLICABLE, "")
            )
            assert (share.base_cell, share.base_kind) == (f"{table}#base{at}", "asked")
        for option, of_it in {**shares, "unsure": n["unsure"]}.items():
            share = found[f"{table}#{option}{at}!percent_of_answered"]
            assert share.value == (half_up(Fraction(100 * of_it, answered), 0) if answered else "")
            assert (share.base_cell, share.base_kind) == (f"{table}#base_answered{at}", "answered")
        # Left out of the base: no share of it.
        assert f"{table}#unsure{at}!percent" not in found
        assert f"{table}#not_asked{at}!percent" not in found


@given(PAIRS)
def test_a_difference_is_taken_from_the_first_group(pairs: list[tuple[str, str]]) -> None:
    counts, counted = made(pairs, "town")
    found = {name: cell for name, cell in by_name(counted).items() if cell.measure == Measure.DIFFERENCE}
    assert set(found) == {
        f"plan.by.town#{option}@{town}!difference" for option in ("net_agree", "against") for town in ("bow", "cam")
    }
    for town in ("bow", "cam"):
        bases = {
            at: sum(counts[at][answer] for answer in ("fully", "partly", "against", "not_answered"))
            for at in ("ash", town)
        }
        cell = found[f"plan.by.town#net_agree@{town}!difference"]
        assert cell.origins == (
            f"plan.by.town#net_agree@{town}",
            f"plan.by.town#base@{town}",
            "plan.by.town#net_agree@ash",
            "plan.by.town#base@ash",
        )
        if all(bases.values()):
            shares = {at: Fraction(100 * (counts[at]["fully"] + counts[at]["partly"]), bases[at]) for at in bases}
            assert (cell.status, cell.value) == (Status.SHOWN, half_up(shares[town] - shares["ash"], 0))
        else:
            assert (cell.status, cell.value) == (Status.NOT_APPLICABLE, "")


def test_a_rounded_difference_is_not_the_difference_of_rounded_percentages() -> None:
    # 1 of 8 is 12.5, shown as 13; 1 of 3 is 33.3, shown as 33: 20.8 apart, so 21 and not 20.
    pairs = [("ash", "fully"), *[("ash", "against")] * 7, ("bow", "fully"), *[("bow", "against")] * 2, ("cam", "fully")]
    found = by_name(made(pairs, "town")[1])
    assert [found[f"plan.by.town#net_agree@{town}!percent"].value for town in ("ash", "bow")] == ["13", "33"]
    assert found["plan.by.town#net_agree@bow!difference"].value == "21"


@given(PAIRS, st.sampled_from(["", "town", "side"]))
def test_every_sum_within_a_table_holds(pairs: list[tuple[str, str]], breakdown: str) -> None:
    _, counted = made(pairs, breakdown)
    found = by_name(counted)
    totals = {parse_cell(relation.total).option for relation in counted.relations}
    # Who did not answer is in the base, so all who were asked are no further base.
    assert totals == {"base", "base_answered", "net_agree"}
    for relation in counted.relations:
        assert found[relation.total].number == sum(found[part].number for part in relation.parts)
