"""Every kind of question in the report: what is printed, against a plain count of the same answers."""

from __future__ import annotations

import itertools
import re
import statistics
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

import every_kind
from every_kind import AREAS, PLACES, SCORES, WAYS, Answers
from findings.consultation.model import Option
from findings.evidence.cell import Cell
from findings.evidence.leading import largest
from findings.evidence.store import Evidence
from findings.exhibits.about import about
from findings.exhibits.asked import Ranking, asked_in
from findings.exhibits.bases import other_base
from findings.exhibits.charts import question_figure, ranking_figure
from findings.exhibits.findings_told import headline, question_findings
from findings.exhibits.model import Exhibit, Figure, Heading, Origin, Paragraph, Table, plain
from findings.exhibits.questions import question_story, ranking_story, stories
from findings.exhibits.ranking import ranking_group_tables, ranking_table
from findings.exhibits.rows import rows_of
from findings.exhibits.sentences import say
from findings.exhibits.tables import group_tables, in_parts, question_table
from told_kinds import evidence_of_kinds

PEOPLE = every_kind.drawn(400)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of_kinds(PEOPLE)


def percent(n: int, of: int) -> str:
    return f"{(Decimal(100 * n) / of).quantize(Decimal(1), ROUND_HALF_UP)}%"


def rounded(value: Fraction, digits: int) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def body(table: Table) -> dict[str, list[str]]:
    return {plain(row.header): [plain(value) for value in row.values] for row in table.rows}


def texts(exhibits: list[Exhibit]) -> list[str]:
    return [plain(one.text) for one in exhibits if isinstance(one, Heading | Paragraph)]


def the_ranking(evidence: Evidence) -> Ranking:
    (found,) = (one for one in asked_in(evidence.story.questionnaire, evidence.story.questionnaire.told)
                if isinstance(one, Ranking))  # fmt: skip
    return found


def chose(way: str, people: list[Answers]) -> int:
    return sum(way in one.q2 for one in people)


# Several answers


def test_of_several_answers_each_row_is_a_share_of_respondents(evidence: Evidence) -> None:
    answered = [one for one in PEOPLE if one.q2]
    labels = dict(zip(WAYS, ("Bus", "Car", "Bicycle", "None of these"), strict=True))
    motor = sum(bool(one.q2 & {"bus", "car"}) for one in PEOPLE)
    expected = {
        label: [f"{percent(chose(way, PEOPLE), len(answered))} ({chose(way, PEOPLE)})",
                percent(chose(way, PEOPLE), len(PEOPLE))]
        for way, label in labels.items()
    }  # fmt: skip
    expected["Motor vehicle"] = [f"{percent(motor, len(answered))} ({motor})", percent(motor, len(PEOPLE))]
    expected["Not answered"] = [f"{len(PEOPLE) - len(answered)}", percent(len(PEOPLE) - len(answered), len(PEOPLE))]
    expected["Base"] = [str(len(answered)), str(len(PEOPLE))]
    expected["Choices made"] = [str(sum(len(one.q2) for one in PEOPLE)), "[z]"]
    table = question_table(evidence, "q2")
    assert body(table) == expected
    assert list(body(table)) == list(expected)
    assert [plain(note) for note in table.notes] == [
        "Base: those who answered the question.",
        "Percentages add to more than the whole because respondents could choose more than one answer.",
        "A net counts who chose any of its answers.",
        "Counts stand in brackets beside percentages.",
        "Two columns, since it makes a difference of whom percentages are taken; each stands over its base.",
    ]


def test_how_many_choices_were_made_is_bound_to_its_cell(evidence: Evidence) -> None:
    mentions = next(line for line in question_findings(evidence, "q2") if "choices" in plain(line.text))
    answered, choices = sum(bool(one.q2) for one in PEOPLE), sum(len(one.q2) for one in PEOPLE)
    assert plain(mentions.text) == (
        f"Respondents could choose more than one answer: the {answered} who answered made {choices} choices."
    )
    assert [span.ref for span in mentions.text if span.ref] == ["q2#base", "q2#base!mentions"]


def test_who_did_not_choose_an_option_is_no_row(evidence: Evidence) -> None:
    tables = [question_table(evidence, "q2"), *group_tables(evidence, "q2", "area")]
    assert not [row for table in tables for row in body(table) if row.startswith("Not chosen")]


def test_bars_of_several_answers_stand_in_declared_order(evidence: Evidence) -> None:
    figure = question_figure(evidence, "q2", headline(evidence, "q2"))
    marks, numbers = (re.findall(rf'<{tag} [^>]*data-cell="([^"]+)"', figure.svg) for tag in ("rect", "text"))
    assert marks == numbers == [f"q2#{way}!percent" for way in WAYS]
    answered = sum(bool(one.q2) for one in PEOPLE)
    shares = [percent(chose(way, PEOPLE), answered) for way in WAYS]
    assert plain(figure.alt) == (
        f"Ways of coming: Bus {shares[0]} of the {answered} who answered. Bar chart of shares. All respondents: "
        f"Bus {shares[0]}, Car {shares[1]}, Bicycle {shares[2]}, None of these {shares[3]}."
    )


def test_a_hidden_answer_of_several_may_be_the_one_chosen_most(evidence: Evidence) -> None:
    assert largest(evidence, "q2") == "q2#bus"
    hidden = {name: cell.hidden() if cell.asked == "q2" and cell.option == "none" else cell
              for name, cell in evidence.cells.items()}  # fmt: skip
    # Of one answer each, 47 of 341 could not be more than 157; of several each, any number may be.
    assert largest(replace(evidence, cells=hidden), "q2") == ""


# Rankings


def test_a_ranking_is_one_table_of_its_items(evidence: Evidence) -> None:
    ranking, answered = the_ranking(evidence), [one for one in PEOPLE if one.q3]
    expected = {}
    for place, label in zip(PLACES, ("Parks", "Roads", "Pools"), strict=True):
        ranks = [one.q3.index(place) + 1 for one in PEOPLE if place in one.q3]
        first, top = ranks.count(1), sum(rank <= 2 for rank in ranks)
        expected[label] = [
            f"{percent(first, len(answered))} ({first})",
            f"{percent(top, len(answered))} ({top})",
            rounded(Fraction(sum(ranks), len(ranks)), 2),
            str(sum(4 - rank for rank in ranks)),
            str(len(ranks)),
            str(len(answered)),
            percent(first, len(PEOPLE)),
            str(len(PEOPLE)),
        ]
    table = ranking_table(evidence, ranking)
    assert body(table) == expected
    assert [plain(column) for column in table.columns] == [
        "Ranked first", "Ranked in the first 2", "Mean rank", "Points", "Ranked by", "Base",
        "Ranked first: those who were asked", "Those who were asked",
    ]  # fmt: skip
    assert (table.id, plain(table.title)) == ("q3", "Q3. Places: all respondents")


def test_a_ranking_by_a_breakdown_is_one_table_too(evidence: Evidence) -> None:
    (table,) = ranking_group_tables(evidence, the_ranking(evidence), "area")
    assert [plain(column) for column in table.columns] == ["Parks", "Roads", "Pools", "Base"]
    for area, label in zip((*AREAS, ""), ("Leicester", "County", "Rutland", "Group not stated"), strict=True):
        own = [one for one in PEOPLE if one.area == area and one.q3]
        firsts = [sum(one.q3[0] == place for one in own) for place in PLACES]
        shares = [f"{percent(n, len(own))} ({n})" if own else "[z]" for n in firsts]
        assert body(table)[label] == [*shares, str(len(own))]


def test_a_ranking_is_told_once_in_its_section(evidence: Evidence) -> None:
    exhibits = stories(evidence, evidence.story.questionnaire.sections["plan"].questions)
    headings = [plain(one.text) for one in exhibits if isinstance(one, Heading)]
    assert headings == ["Q1. The plan", "Q2. Ways of coming", "Q3. Places"]
    assert [one.id for one in exhibits if isinstance(one, Table) and one.id.startswith("q3")] == [
        "q3", "q3.by.area", "q3.by.age", "q3.by.role", "q3.by.area.x.age",
    ]  # fmt: skip


def test_the_item_with_most_points_is_told_with_both_bases(evidence: Evidence) -> None:
    points = {place: sum(3 - one.q3.index(place) for one in PEOPLE if place in one.q3) for place in PLACES}
    best = max(points, key=lambda place: points[place])
    first, answered = sum(one.q3[:1] == (best,) for one in PEOPLE), sum(bool(one.q3) for one in PEOPLE)
    ranks = [one.q3.index(best) + 1 for one in PEOPLE if best in one.q3]
    story = ranking_story(evidence, the_ranking(evidence))
    assert texts(story)[1] == (
        f"{best.capitalize()} has more points ({points[best]}) than any other. It was ranked first by "
        f"{percent(first, answered)} of the {answered} who answered; {percent(first, len(PEOPLE))} of the 400 who were "
        f"asked; its mean rank is {rounded(Fraction(sum(ranks), len(ranks)), 2)}, among the {len(ranks)} who ranked it."
    )


def test_the_chart_of_a_ranking_says_what_it_draws(evidence: Evidence) -> None:
    figure = ranking_figure(evidence, the_ranking(evidence), ())
    answered = sum(bool(one.q3) for one in PEOPLE)
    said = "Q3. Places. Bar chart of shares."
    for place in PLACES:
        shares = [percent(sum(one.q3[n : n + 1] == (place,) for one in PEOPLE), answered) for n in (0, 1)]
        said += f" {place.capitalize()}: Ranked 1 {shares[0]}, Ranked 2 {shares[1]}."
    assert plain(figure.alt) == said


def test_a_long_wording_is_cut_in_the_heading_and_stands_whole_below() -> None:
    ranking = Ranking("q3", "Q3", "Which of these places " + "that are near to where you live " * 9, ())
    assert len(ranking.short) <= 92
    assert plain(ranking.followed_by("all respondents")).endswith("… All respondents")


# Numbers, scores and own words


def test_a_number_without_bands_has_its_statistics_only(evidence: Evidence) -> None:
    numbers = [Fraction(one.q4) for one in PEOPLE if one.q4]
    lower, middle, upper = statistics.quantiles(numbers, n=4, method="inclusive")
    shown = [rounded(value, 1) for value in (sum(numbers) / len(numbers), middle, lower, upper)]
    exhibits = question_story(evidence, "q4")
    assert texts(exhibits)[2] == (
        f"The mean of the numbers given is {shown[0]} and the median {shown[1]}; the quartiles are {shown[2]} and "
        f"{shown[3]} (the {len(numbers)} who gave a number)."
    )
    assert not [one for one in exhibits if isinstance(one, Figure)]
    table = next(one for one in exhibits if isinstance(one, Table))
    assert [plain(column) for column in table.columns] == [
        "Not answered", "Not asked", "Base", "Mean", "Median", "Lower quartile", "Upper quartile",
    ]  # fmt: skip
    not_asked, asked = sum(not one.asked_q4 for one in PEOPLE), sum(one.asked_q4 for one in PEOPLE)
    assert body(table)["All respondents"] == [str(asked - len(numbers)), str(not_asked), str(len(numbers)), *shown]


def test_a_number_with_bands_has_both(evidence: Evidence) -> None:
    rows = body(question_table(evidence, "age"))
    ages = [one.age for one in PEOPLE if one.age is not None]
    young = sum(age < 25 for age in ages)
    assert rows["Under 25"] == [f"{percent(young, len(ages))} ({young})"]
    assert rows["Mean"] == [rounded(Fraction(sum(ages), len(ages)), 1)]
    assert rows["Median"] == [rounded(Fraction(statistics.median(ages)), 1)]


def test_the_mean_of_scores_stands_with_the_base_that_it_is_of(evidence: Evidence) -> None:
    scores = [SCORES[one.q1] for one in PEOPLE if one.q1 in SCORES]
    mean, median = rounded(Fraction(sum(scores), len(scores)), 2), rounded(Fraction(statistics.median(scores)), 1)
    told = [plain(one.text) for one in question_findings(evidence, "q1")][-1]
    assert told == (
        f"The mean score is {mean} and the median {median}, on a scale from 1 (Strongly disagree) to 5 (Strongly "
        f"agree); they are of the {len(scores)} whose answer has a score."
    )
    rows = body(group_tables(evidence, "q1", "area")[0])
    assert (rows["Mean"][0], rows["Median"][0]) == (mean, median)
    assert rows["Those whose answer has a score"][0] == str(len(scores))
    assert [row.name[0].text for row in rows_of(evidence, "q1")][-4:] == [
        "Base", "Mean", "Median", "Those whose answer has a score",
    ]  # fmt: skip


def test_own_words_are_counted_as_written_of_those_asked(evidence: Evidence) -> None:
    wrote = sum(bool(one.q5) for one in PEOPLE)
    exhibits = question_story(evidence, "q5")
    assert texts(exhibits)[2] == f"Wrote an answer: {wrote} of 400 who were asked ({percent(wrote, 400)})."
    assert not [one for one in exhibits if isinstance(one, Figure)]


# Bases


def test_both_bases_are_printed_where_they_differ_by_five_points(evidence: Evidence) -> None:
    for question in ("area", "q1", "q2", "role", "age"):
        shown = other_base(evidence, question) is not None
        labels = {"area": [one.area for one in PEOPLE], "q1": [one.q1 for one in PEOPLE]}
        if question in labels:
            given = [answer for answer in labels[question] if answer]
            counts = [given.count(answer) for answer in set(given)]
            if question == "q1":
                counts += [sum(answer in pair for answer in given) for pair in
                           (("strongly_agree", "agree"), ("disagree", "strongly_disagree"))]  # fmt: skip
            apart = any(Fraction(n, len(given)) - Fraction(n, len(PEOPLE)) >= Fraction(5, 100) for n in counts)
            assert shown == apart, question
    assert other_base(evidence, "q5") is None and other_base(evidence, "q4") is None


def test_the_limit_is_kept_to_the_respondent() -> None:
    # 9 of 18 and 9 of 20 are 50% and 45%: five points, and both are printed. 10 of 21 and 10 of 23 are 4.1 apart.
    for yes, no, left, expected in ((9, 9, 2, True), (10, 11, 2, False)):
        people = [Answers(area="leicester", q5="x")] * yes + [Answers(area="county", q5="x")] * no
        own = evidence_of_kinds([*people, *[Answers(q5="x")] * left])
        assert (other_base(own, "area") is not None) is expected
        headings = [plain(column) for column in question_table(own, "area").columns]
        assert headings == (["Those who answered", "Those who were asked"] if expected else ["All respondents"])


def test_a_hidden_count_decides_nothing(evidence: Evidence) -> None:
    cells = {name: cell.hidden() if cell.asked == "area" and cell.option != "base" else cell
             for name, cell in evidence.cells.items()}  # fmt: skip
    assert other_base(replace(evidence, cells=cells), "area") is None
    assert other_base(evidence, "area") is not None
    for measure in ("percent", "percent_of_asked"):
        cells = {name: cell.hidden() if cell.asked == "area" and cell.measure == measure else cell
                 for name, cell in evidence.cells.items()}  # fmt: skip
        assert other_base(replace(evidence, cells=cells), "area") is None, measure


# Groups


def test_crossed_groups_stand_below_their_outer_group(evidence: Evidence) -> None:
    (table,) = group_tables(evidence, "q1", "area.x.age")
    kinds = [(plain(row.header), row.kind) for row in table.rows]
    assert kinds[:5] == [
        ("Leicester", "net"), ("Leicester, Under 25", "option"), ("Leicester, 25 to 64", "option"),
        ("Leicester, 65 and over", "option"), ("Leicester, Group not stated", "option"),
    ]  # fmt: skip
    assert kinds[-1] == ("All respondents", "base")
    assert {header for header, kind in kinds if kind == "net"} == {"Leicester", "County", "Rutland", "Group not stated"}
    young = [one for one in PEOPLE if one.area == "leicester" and one.band == "under_25" and one.q1]
    agree = sum(one.q1 == "agree" for one in young)
    assert body(table)["Leicester, Under 25"][1] == f"{percent(agree, len(young))} ({agree})"


def test_a_group_of_nobody_stands_with_its_base(evidence: Evidence) -> None:
    (table,) = group_tables(evidence, "q1", "area.x.age")
    columns = [plain(column) for column in table.columns]
    row = dict(zip(columns, body(table)["Rutland, Under 25"], strict=True))
    assert (row["Agree"], row["Base"], row["Mean"]) == ("[z]", "0", "[z]")
    assert [plain(entry) for entry in table.legend] == ["[z] means not applicable"]


def test_groups_that_overlap_say_so(evidence: Evidence) -> None:
    note = "Groups overlap: a respondent may be in more than one, so the groups do not add up to all respondents."
    (by_role,), (by_area,) = group_tables(evidence, "q1", "role"), group_tables(evidence, "q1", "area")
    assert note in map(plain, by_role.notes)
    assert note not in map(plain, by_area.notes)


def test_no_cell_of_any_table_is_empty(evidence: Evidence) -> None:
    for section in evidence.story.questionnaire.sections.values():
        for table in (one for one in stories(evidence, section.questions) if isinstance(one, Table)):
            assert [row for row in table.rows if not all(plain(value) for value in row.values)] == [], table.id
            assert {len(row.values) for row in table.rows} == {len(table.columns)}


# Words for every number


def test_every_printed_number_is_a_cell_and_says_what_it_counts(evidence: Evidence) -> None:
    exhibits = [one for section in evidence.story.questionnaire.sections.values()
                for one in stories(evidence, section.questions)]  # fmt: skip
    lines = [one.text for one in exhibits if isinstance(one, Heading | Paragraph)]
    lines += [value for one in exhibits if isinstance(one, Table) for row in one.rows for value in row.values]
    spans = [span for line in lines for span in line]
    assert [span.text for span in spans if span.origin is Origin.WORDS and re.search(r"\d", span.text)] == []
    assert [span.ref for span in spans if span.origin is Origin.CELL and not span.about] == []


@pytest.mark.parametrize(("cell", "said"), [
    ("q1#base!mean", "Q1 (The plan): mean of the scores of the {q1#base_scored} whose answer has a score"),
    ("q2#base!mentions", "Q2 (Ways of coming): number of choices made"),
    ("q2#bus!percent_of_asked", "Q2 (Ways of coming): Bus, {q2#bus} of 400 who were asked"),
    ("q3.parks#base!mean", "Q3 (Parks): mean of the places given by the {q3.parks#base_scored} who ranked it"),
    ("q3.parks#base!borda",
     "Q3 (Parks): points, the first place counting most and no place nothing; {q3.parks#base} who answered"),
    ("q4#base!upper_quartile", "Q4 (Miles): upper quartile of the numbers given by the {q4#base} who gave one"),
    ("population.by.age#residents@under_25", "Age, Under 25: number of residents"),
    ("population.by.age#respondents@under_25!index",
     "Age, Under 25: share of respondents as a percentage of the share of those who live there"),
])  # fmt: skip
def test_each_measure_is_said_in_words(evidence: Evidence, cell: str, said: str) -> None:
    allowed = re.sub(r"\{([^}]+)\}", lambda found: evidence.cells[found[1]].text, said)
    assert about(evidence, evidence.cells[cell]) == allowed.replace("):", "), All respondents:")


def test_a_sentence_says_a_mean_and_of_whom(evidence: Evidence) -> None:
    scores = [SCORES[one.q1] for one in PEOPLE if one.q1 in SCORES]
    spoken = say("{base:mean} among {base:of_mean}", base=evidence.cell("q1#base"))
    assert plain(spoken.text) == f"{rounded(Fraction(sum(scores), len(scores)), 2)} among {len(scores)}"
    spoken = say("{mean:value}", mean=evidence.cell("q1#base!mean"))
    assert [span.ref for span in spoken.text] == ["q1#base!mean"]


# Long and many


@pytest.mark.parametrize("letters", [20, 300])
@pytest.mark.parametrize("options", [3, 40])
def test_labels_of_a_chart_never_overlap_and_fit_on_a_page(evidence: Evidence, letters: int, options: int) -> None:
    names = {f"o{n}": Option(label=(f"{n} " + "people who live nearby " * 20)[:letters]) for n in range(options)}
    bus = [cell for cell in evidence.cells.values() if cell.table == "q2" and cell.option == "bus"]
    cells = {cell.cell: cell for name in names for cell in (copied(each, name) for each in bus)}
    rest = {name: cell for name, cell in evidence.cells.items() if cell.table != "q2" or cell.option.startswith("base")}
    story, questionnaire = evidence.story, evidence.story.questionnaire
    spec = questionnaire.questions["q2"].model_copy(update={"options": names, "nets": {}})
    questionnaire = questionnaire.model_copy(update={"questions": {**questionnaire.questions, "q2": spec}})
    many = replace(evidence, story=story.model_copy(update={"questionnaire": questionnaire}), cells={**cells, **rest})
    svg = question_figure(many, "q2", ()).svg
    view = re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg)
    # A page of A4 holds 9.2 inches of chart beside its title and its notes.
    assert view is not None and float(view[1]) <= 9.2 * 72
    labels = re.findall(r"<text[^>]*>(?=[^<]*[a-z])", svg)
    found = [re.search(r'(?: y="|translate\([\d.]+ )([\d.]+)', one) for one in labels]
    heights = sorted(float(one[1]) for one in found if one is not None)
    assert len(heights) == len(labels) >= options
    # Letters are 9.5 points high.
    assert min(after - before for before, after in itertools.pairwise(heights)) >= 9.5


def copied(cell: Cell, option: str) -> Cell:
    return replace(cell, cell=cell.cell.replace("#bus", f"#{option}"), option=option,
                   origins=tuple(one.replace("#bus", f"#{option}") for one in cell.origins))  # fmt: skip


def test_many_groups_stand_in_parts() -> None:
    parts = [[("a", str(n)) for n in range(size)] for size in (12, 13)]
    assert [len(part) for part in in_parts(parts[0])] == [12]
    assert [len(part) for part in in_parts(parts[1])] == [12, 1]
