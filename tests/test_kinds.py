"""The cells of every kind of question, against plain counting of the answers; and what a release defends of them."""

from __future__ import annotations

import csv
import statistics
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from every_kind import CONSULTATION, PLACES, QUESTIONNAIRE, SCORES, WAYS, Answers, drawn, write
from findings.consultation.build import Parameters, build
from findings.consultation.model import ThresholdDisclosure
from findings.disclosure import release
from findings.errors import InputRefused
from findings.evidence.cell import Cell, Status
from findings.evidence.relation import sums_of_nets
from findings.intake import receive
from findings.tabulation import tabulate
from findings.tabulation.averages import HALF, QUARTER, mean, quantile
from findings.tabulation.cells import Counted

PLAN = "notebooks/plan.yaml"


def counted(folder: Path, people: list[Answers], edition: str = "") -> tuple[Parameters, list[Answers], Counted]:
    write(folder, people)
    parameters = build(folder, PLAN, edition)
    received = receive(parameters)
    assert received.responses is not None
    kept = [int(name.removeprefix("r")) - 1 for name in received.responses["response_id"]]
    return parameters, [people[place] for place in kept], tabulate(parameters, received)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Answers], dict[str, Cell], Counted]:
    _, people, cells = counted(tmp_path_factory.mktemp("kinds") / "places", drawn(350, seed=11))
    return people, {cell.cell: cell for cell in cells.cells}, cells


def half_up(value: Fraction | float, digits: int) -> str:
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(str(value))
    )
    return str(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def share(part: int, base: int) -> str:
    return half_up(Fraction(100 * part, base), 0)


Made = tuple[list[Answers], dict[str, Cell], Counted]


def test_several_answers_are_counted_per_respondent_and_as_mentions(made: Made) -> None:
    people, cells, _ = made
    answered = [one for one in people if one.q2]
    times = Counter(way for one in answered for way in one.q2)
    for way in WAYS:
        assert cells[f"q2#{way}"].number == times[way]
        assert cells[f"q2#{way}!percent"].value == share(times[way], len(answered))
        assert cells[f"q2#not_{way}"].number == len(answered) - times[way]
        assert cells[f"q2#{way}!mentions"].value == str(times[way])
    assert cells["q2#base"].number == len(answered)
    assert cells["q2#base!mentions"].value == str(sum(times.values()))
    assert sum(int(cells[f"q2#{way}!percent"].value) for way in WAYS) > 100


def test_a_net_of_several_answers_counts_who_gave_any_of_them(made: Made) -> None:
    people, cells, _ = made
    motor = sum(1 for one in people if one.q2 & {"bus", "car"})
    mentions = sum(len(one.q2 & {"bus", "car"}) for one in people)
    assert (cells["q2#net_motor"].number, cells["q2#net_motor!mentions"].value) == (motor, str(mentions))
    assert motor < mentions
    assert cells["q2#not_net_motor"].number == sum(1 for one in people if one.q2) - motor


def test_a_ranking_tells_first_places_top_mean_and_points_of_each_item(made: Made) -> None:
    people, cells, _ = made
    answered = [one.q3 for one in people if one.q3]
    for place in PLACES:
        ranks = [order.index(place) + 1 for order in answered if place in order]
        assert cells[f"q3.{place}#rank_1"].number == ranks.count(1)
        assert cells[f"q3.{place}#rank_1!percent"].value == share(ranks.count(1), len(answered))
        assert cells[f"q3.{place}#net_top"].number == sum(rank <= 2 for rank in ranks)
        assert cells[f"q3.{place}#unranked"].number == len(answered) - len(ranks)
        assert cells[f"q3.{place}#base_scored"].number == len(ranks)
        assert cells[f"q3.{place}#base!mean"].value == half_up(Fraction(sum(ranks), len(ranks)), 2)
        assert cells[f"q3.{place}#base!median"].value == half_up(statistics.median(ranks), 1)
        assert cells[f"q3.{place}#base!borda"].value == str(sum(len(PLACES) + 1 - rank for rank in ranks))
        one = cells[f"q3.{place}#base"]
        assert (one.question, one.item, one.table) == ("q3", place, f"q3.{place}")


@pytest.mark.parametrize("role", ["user", "carer", "staff"])
def test_numbers_have_mean_median_and_quartiles_in_every_group(made: Made, role: str) -> None:
    people, cells, _ = made
    miles = [Decimal(one.q4) for one in people if one.q4 and role in one.role]
    at = f"q4.by.role#base@{role}"
    assert cells[at].number == len(miles)
    assert cells[f"{at}!mean"].value == half_up(Fraction(sum(miles)) / len(miles), 1)
    for measure, at_share in (("lower_quartile", 0.25), ("median", 0.5), ("upper_quartile", 0.75)):
        # numpy's default is the same definition, in floating point.
        assert cells[f"{at}!{measure}"].value == half_up(float(np.quantile([float(m) for m in miles], at_share)), 1)
    assert cells[f"{at}!mean"].base_cell == at


def test_bands_count_every_number_once(made: Made) -> None:
    people, cells, _ = made
    bands = Counter(one.band for one in people)
    for band in ("under_25", "a25_to_64", "a65"):
        assert cells[f"age#{band}"].number == bands[band]
    assert cells["age#not_answered"].number == bands[""]


def test_a_scale_has_a_mean_of_those_whose_answer_has_a_score(made: Made) -> None:
    people, cells, _ = made
    scores = [SCORES[one.q1] for one in people if one.q1 in SCORES]
    assert cells["q1#base_scored"].number == len(scores) < cells["q1#base"].number
    assert cells["q1#base!mean"].value == half_up(Fraction(sum(scores), len(scores)), 2)
    assert cells["q1#base!median"].value == half_up(statistics.median(scores), 1)
    assert cells["q1#base!mean"].base_cell == "q1#base_scored"


def test_an_open_question_is_counted_as_written_or_not_of_those_asked(made: Made) -> None:
    people, cells, _ = made
    wrote = sum(bool(one.q5) for one in people)
    assert (cells["q5#answered"].number, cells["q5#base"].number) == (wrote, len(people))
    assert cells["q5#answered!percent"].value == share(wrote, len(people))
    assert cells["q5#base"].base_kind == "asked"


def test_who_was_not_asked_is_in_no_base(made: Made) -> None:
    people, cells, _ = made
    assert cells["q4#not_asked"].number == sum(not one.asked_q4 for one in people)
    assert cells["q4#base_asked"].number == sum(one.asked_q4 for one in people)
    assert cells["q4#answered!percent_of_asked"].value == share(
        sum(bool(one.q4) for one in people), sum(one.asked_q4 for one in people)
    )


def test_crossed_groups_stay_in_declared_order_even_where_nobody_is_in_them(made: Made) -> None:
    people, cells, _ = made
    levels = list(dict.fromkeys(cell.level for cell in cells.values() if cell.breakdown == "area.x.age"))
    declared = [
        f"{area}.{band}" for area in ("leicester", "county", "rutland") for band in ("under_25", "a25_to_64", "a65")
    ]
    assert [level for level in levels if "not_" not in level] == declared
    assert not any(one.area == "rutland" for one in people)
    nobody = cells["q1.by.area.x.age#net_agree@rutland.a65!percent"]
    assert (cells["q1.by.area.x.age#base@rutland.a65"].number, nobody.value, nobody.status) == (
        0,
        "",
        Status.NOT_APPLICABLE,
    )
    assert cells["q1.by.area.x.age#base@rutland.a65!mean"].status is Status.NOT_APPLICABLE


def test_every_sum_that_is_declared_holds(made: Made) -> None:
    _, cells, whole = made
    assert len(whole.relations) > 500
    for relation in whole.relations:
        assert cells[relation.total].number == sum(cells[part].number for part in relation.parts), relation


def test_groups_that_overlap_are_no_sum(made: Made) -> None:
    _, cells, whole = made
    over_groups = [
        relation for relation in whole.relations if len({part.partition("@")[2] for part in relation.parts}) > 1
    ]
    assert {relation.parts[0].partition("#")[0].partition(".by.")[2] for relation in over_groups} == {
        "area", "age", "area.x.age",
    }  # fmt: skip
    assert (
        sum(cells[f"q1.by.role#base@{role}"].number for role in ("user", "carer", "staff")) != cells["q1#base"].number
    )


def test_a_date_is_kept_and_not_counted(made: Made) -> None:
    _, cells, _ = made
    assert not [cell for cell in cells.values() if cell.question == "born"]


def test_a_release_of_every_kind_holds_against_the_attack(tmp_path: Path) -> None:
    _, _, whole = counted(tmp_path / "places", drawn(60, seed=2))
    released = release(whole.cells, whole.relations, ThresholdDisclosure(profile="threshold", threshold=5))
    by_name = {cell.cell: cell for cell in released.cells}
    small = [c for c in whole.cells if c.measure == "count" and c.question != "funnel" and 0 < c.number < 5]
    assert small
    assert all(not by_name[cell.cell].visible and by_name[cell.cell].value == "" for cell in small)
    # What is made of a hidden count is hidden with it: means, mentions, points and nets too.
    for cell in released.cells:
        if any(not by_name[part].visible for part in cell.origins):
            assert not cell.visible, cell.cell
    hidden = {cell.cell for cell in released.cells if cell.status is Status.CONFIDENTIAL}
    # The complement of a small count would give it back.
    for way in WAYS:
        for level in ("leicester", "county"):
            pair = {f"q2.by.area#{way}@{level}", f"q2.by.area#not_{way}@{level}"}
            assert not pair & hidden or pair <= hidden


def test_the_midpoint_counts_until_its_day_and_shows_nobodys_answers(tmp_path: Path) -> None:
    everyone = drawn(200, seed=4)
    parameters, people, whole = counted(tmp_path / "places", everyone, "midpoint")
    blank = [one for one in everyone if not (one.q1 or one.q2 or one.q3 or one.q4 or one.q5 or one.role or one.age)]
    assert len(people) == sum(one.sent <= "2024-01-31" for one in everyone if one not in blank)
    assert not parameters.shows_answers
    assert {cell.question for cell in whole.cells} == {"funnel", "area", "age", "role"}
    steps = {cell.option: cell.number for cell in whole.cells if cell.table == "funnel"}
    assert steps["received"] == 200
    assert steps["after_midpoint"] == sum(one.sent > "2024-01-31" for one in everyone)


def with_last_row_again(folder: Path, **changed: str) -> tuple[int, Path]:
    """The example with a last response of February that stands in the file twice; how many rows came after January."""
    people = drawn(40, seed=4)
    written = write(folder, people)
    answers = written.folder / "answers.csv"
    with answers.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    last = dict(zip(head, rows[-1], strict=True)) | {"sent": "2024-02-20"}
    rows[-1:] = [list(last.values()), list((last | changed).values())]
    with answers.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    place = head.index("sent")
    return sum(row[place] > "2024-01-31" for row in rows), written.folder


def test_copies_that_were_sent_after_the_midpoint_are_set_aside_with_it(tmp_path: Path) -> None:
    later, folder = with_last_row_again(tmp_path / "places")
    received = receive(build(folder, PLAN, "midpoint"))
    steps = {step.name: step.n for step in received.funnel}
    assert steps["after_midpoint"] == later
    # In the full edition they are copies, of which one counts.
    assert {step.name: step.n for step in receive(build(folder, PLAN, "")).funnel}["exact_duplicate"] == 1


def test_two_responses_with_one_identifier_stop_the_midpoint_too(tmp_path: Path) -> None:
    _, folder = with_last_row_again(tmp_path / "places", area="county")
    with pytest.raises(InputRefused) as refused:
        receive(build(folder, PLAN, "midpoint"))
    assert "row 42, column 'id': an identifier of two different responses\n  found:   r40 on rows 41, 42" in str(
        refused.value
    )


def test_the_midpoint_shows_answers_where_the_parameters_say_so(tmp_path: Path) -> None:
    write(tmp_path / "p", drawn(50), CONSULTATION.replace("2024-01-31}", "2024-01-31, show_answers: true}"))
    parameters = build(tmp_path / "p", PLAN, "midpoint")
    assert "q1#base" in {cell.cell for cell in tabulate(parameters, receive(parameters)).cells}


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=40), st.integers(0, 3))
def test_averages_are_those_of_fractions(numbers: list[Decimal], digits: int) -> None:
    times = Counter(numbers)
    exact = sum(map(Fraction, numbers), Fraction()) / len(numbers)
    assert abs(Fraction(mean(times, digits)) - exact) <= Fraction(1, 2 * 10**digits)
    middle = statistics.median([Fraction(number) for number in numbers])
    assert abs(Fraction(quantile(times, HALF, digits)) - middle) <= Fraction(1, 2 * 10**digits)
    low, mid, high = (Fraction(quantile(times, at, 6)) for at in (QUARTER, HALF, 1 - QUARTER))
    assert min(numbers) <= low <= mid <= high <= max(numbers)


def test_there_is_no_average_of_nothing() -> None:
    with pytest.raises(ValueError, match="there is no mean of nothing"):
        mean({}, 1)
    with pytest.raises(ValueError, match="there is no quantile of nothing"):
        quantile({}, HALF, 1)


def test_statistics_of_others_are_never_hidden_and_what_they_would_give_back_is(tmp_path: Path) -> None:
    folder = tmp_path / "places"
    folder.mkdir()
    (folder / "areas.csv").write_text("area,n\nLeicester,3\nCounty,900\nRutland,2\n", encoding="utf-8")
    table = (
        "populations: {area: {file: areas.csv, level_column: area, count_column: n, year: 2021, source: A census}}\n"
    )
    people = [*[Answers(area="leicester", q1="agree")] * 3, *[Answers(area="county", q1="agree")] * 40]
    people += [Answers(area="rutland", q1="agree")] * 20
    write(folder, people, CONSULTATION + table)
    parameters = build(folder, PLAN)
    whole = tabulate(parameters, receive(parameters))
    released = release(whole.cells, whole.relations, ThresholdDisclosure(profile="threshold", threshold=5))
    cells = {cell.cell: cell for cell in released.cells}
    assert [cells[f"population.by.area#residents@{area}"].value for area in ("leicester", "county", "rutland")] == [
        "3", "900", "2",
    ]  # fmt: skip
    for measure in ("", "!percent", "!difference", "!index"):
        assert cells[f"population.by.area#respondents@leicester{measure}"].status is Status.CONFIDENTIAL
    # One more group must hide, or the sum over the areas would give the small one back.
    assert cells["population.by.area#respondents@rutland"].status is Status.CONFIDENTIAL


def test_a_question_that_nobody_answered_has_no_percentages_and_no_averages(tmp_path: Path) -> None:
    _, _, whole = counted(tmp_path / "places", [Answers(area="leicester", q5="Words.")] * 4)
    cells = {cell.cell: cell for cell in whole.cells}
    for cell in ("q1#agree!percent", "q1#base!mean", "q1#base!median", "q2#bus!percent", "q3.parks#base!mean",
                 "q4#base!mean", "q4#base!upper_quartile", "q1.by.area#net_agree@county!difference",
                 "age#under_25!percent", "age#base!median"):  # fmt: skip
        assert (cells[cell].status, cells[cell].value) == (Status.NOT_APPLICABLE, ""), cell
    assert (cells["q1#base"].number, cells["q1#not_answered"].number, cells["q4#not_asked"].number) == (0, 4, 4)
    assert cells["q2#base!mentions"].value == cells["q3.parks#base!borda"].value == "0"
    numbers = {cell.value for cell in whole.cells}
    assert not [value for value in numbers if value and not value.lstrip("-").replace(".", "", 1).isdigit()]


def test_a_breakdown_of_one_group_is_a_table_with_one_group(tmp_path: Path) -> None:
    text = QUESTIONNAIRE.replace(
        "area: {title: Area, question: area}",
        "area: {title: Area, question: area, groups: {here: {label: Here, of: [leicester, county, rutland]}}}",
    )
    people = drawn(60, seed=9)
    write(tmp_path / "p", people, CONSULTATION, text)
    parameters = build(tmp_path / "p", PLAN)
    cells = {cell.cell: cell for cell in tabulate(parameters, receive(parameters)).cells}
    assert cells["q1.by.area#base@here"].number == sum(bool(one.q1 and one.area) for one in people)
    assert "q1.by.area#net_agree@here!difference" not in cells


def test_only_nets_of_single_answers_are_sums(made: Made) -> None:
    _, cells, whole = made
    sums = {relation.total: relation.parts for relation in sums_of_nets(whole.cells)}
    assert sums["q1#net_agree"] == ("q1#strongly_agree", "q1#agree")
    assert sums["q3.parks#net_top"] == ("q3.parks#rank_1", "q3.parks#rank_2")
    assert not [total for total in sums if total.startswith("q2")]
    assert all(cells[total].number == sum(cells[part].number for part in parts) for total, parts in sums.items())


def test_who_was_asked_stands_beside_the_base_of_all_respondents_only(made: Made) -> None:
    people, cells, _ = made
    assert cells["q1#base_asked"].number == len(people)
    assert "q1.by.area#base_asked@leicester" not in cells
    # Who did not answer an open question is in its base, so all who were asked are no further base.
    assert "q5#base_asked" not in cells


def test_with_a_base_of_those_asked_the_others_are_all_who_did_not_choose(tmp_path: Path) -> None:
    text = QUESTIONNAIRE.replace("short: Ways of coming\n", "short: Ways of coming\n    base: asked\n")
    people = drawn(80, seed=3)
    write(tmp_path / "p", people, CONSULTATION, text)
    parameters = build(tmp_path / "p", PLAN)
    received = receive(parameters)
    assert received.responses is not None
    kept = [people[int(name.removeprefix("r")) - 1] for name in received.responses["response_id"]]
    cells = {cell.cell: cell for cell in tabulate(parameters, received).cells}
    bus, answered = sum("bus" in one.q2 for one in kept), sum(bool(one.q2) for one in kept)
    assert (cells["q2#base"].number, cells["q2#base_answered"].number) == (len(kept), answered)
    assert answered < len(kept)
    assert cells["q2#not_bus"].number == len(kept) - bus
    assert cells["q2#bus!percent"].value == share(bus, len(kept))
    assert cells["q2#bus!percent_of_answered"].value == share(bus, answered)


def test_what_no_section_names_is_kept_and_not_counted(tmp_path: Path) -> None:
    text = QUESTIONNAIRE.replace("questions: [q1, q2, q3]", "questions: [q1, q3]")
    write(tmp_path / "p", drawn(30), CONSULTATION, text)
    parameters = build(tmp_path / "p", PLAN)
    received = receive(parameters)
    assert received.responses is not None
    assert "q2" in received.responses
    assert "q2" in parameters.counting.also_asked
    assert not [cell for cell in tabulate(parameters, received).cells if cell.question == "q2"]
