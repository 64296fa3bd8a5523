"""Coded comments as readers meet them: themes, both sides alike, the account, quotes, principles, points, channels."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pytest
from lxml import html as lxml_html
from nbformat import NotebookNode

from coded import RESPONDENTS, comments, respondent, themes_of, write_coded
from findings.consultation.build import build
from findings.consultation.codeframe import Polarity
from findings.disclosure import release, write_release
from findings.disclosure.guard import guard
from findings.evidence.quote import Point, Quote
from findings.evidence.store import Evidence, open_store
from findings.exhibits.across import across_the_proposals
from findings.exhibits.annexes import questionnaire_as_asked
from findings.exhibits.channel_themes import themes_by_channel
from findings.exhibits.chapters import section_heading, section_questions
from findings.exhibits.code_frames import code_frames
from findings.exhibits.coding_agreement import coding_agreement
from findings.exhibits.coverage import account_table
from findings.exhibits.method import ways_of_counting
from findings.exhibits.model import MIMETYPE, Exhibit, Figure, Heading, Paragraph, Table, plain, to_json
from findings.exhibits.other_channels import other_channels
from findings.exhibits.points import points_raised
from findings.exhibits.principles import principles
from findings.exhibits.quotes import ILLUSTRATIONS
from findings.exhibits.side_by_side import ways_side_by_side
from findings.exhibits.summary import what_people_said
from findings.exhibits.theme_findings import SMALL, theme_findings, theme_headline
from findings.exhibits.theme_rows import nobody_named
from findings.exhibits.themes import sentiment_story, theme_story, theme_table, together_story
from findings.freetext import code
from findings.intake import receive
from findings.publishing.check import page_problems
from findings.publishing.combine import combine
from findings.publishing.html import report_html
from findings.publishing.pdf import report_pdf, report_typst
from findings.publishing.report import front_of
from findings.tabulation import lineage_json, tabulate

PROJECT = Path(__file__).resolve().parents[1]
THEMES = "hub_why_themes"
_NBFORMAT: Any = nbformat
NASTY = (
    "It is too far <b>for</b> <script>alert(1)</script> [name] & me: 3 miles, and two thirds of the day is gone.",
    "שלום, המרפאה רחוקה מדי עבורי ואין אוטובוס 12 אחרי שש בערב.",
    'It is #strong[bold] *not* _bold_ $x^2$ `code` @ref <label> \\ // no #import "x" 🚑 and a smile, {{ nothing }}',
    "W" * 400,
    "Mae hi’n rhy bell. **Markdown** [link](http://example.org) | a | b | ½ of it",
)


@pytest.fixture(scope="module")
def evidence() -> Iterator[Evidence]:
    """What 120 people, two letters and two events said, as `tests/coded.py` makes them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        parameters = build(write_coded(folder), PROJECT / "notebooks" / "plan.yaml", "")
        free_text = code(parameters, receive(parameters))
        received = free_text.received
        counted = tabulate(parameters, received, free_text)
        released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
        lineage = lineage_json(parameters, received, counted.cells, free_text)
        write_release(released, parameters, received.source_kind, lineage, folder / "store", folder / "restricted")
        yield open_store(folder / "store")


def told(evidence: Evidence, **words: object) -> Evidence:
    return replace(evidence, story=evidence.story.model_copy(update=words))


def hide(evidence: Evidence, *names: str) -> Evidence:
    cells = guard([cell.hidden() if name in names else cell for name, cell in evidence.cells.items()])
    return replace(evidence, cells={cell.cell: cell for cell in cells})


def unsure(evidence: Evidence, *themes: str) -> Evidence:
    return told(evidence, unsure={"hub_why": themes})


def with_counts(evidence: Evidence, question: str, **numbers: int) -> Evidence:
    """The store as if other numbers of comments had a code."""
    cells = {f"{question}#{option}": str(number) for option, number in numbers.items()}
    told_so = {name: replace(cell, value=cells.get(name, cell.value)) for name, cell in evidence.cells.items()}
    return replace(evidence, cells=told_so)


def nothing_coded(evidence: Evidence, question: str) -> Evidence:
    """The store before anybody has coded the comments on a question."""
    base = f"{question}_themes#base"
    frame = evidence.story.frames[question]
    nobody = dict.fromkeys((*frame.themes, *(f"net_{theme}" for theme in frame.themes)), 0)
    return with_counts(evidence, f"{question}_themes", **nobody, net_any_theme=0, no_content=0,
                       to_code=evidence.cells[base].number)  # fmt: skip


def by_hand() -> Counter[str]:
    """Theme -> how many respondents' comments on the hub have it, from the rows as they were written."""
    wrote = [place for place in range(RESPONDENTS) if comments(place)]
    given = Counter(
        theme for place in wrote if respondent(place)["hub_why"] != "n/a really" for theme in themes_of(place)
    )
    given["received"] = len(wrote)
    given["no_content"] = sum(respondent(place)["hub_why"] == "n/a really" for place in wrote)
    return given


@pytest.mark.parametrize(("unknown", "people"), [(1, "31, noted for 1; not known for 1"), (0, "31, noted for 1")])
def test_how_many_people_came_is_told_with_what_is_not_known(evidence: Evidence, unknown: int, people: str) -> None:
    table = ways_side_by_side(with_counts(evidence, "events_people", unknown=unknown))
    assert table is not None
    (row,) = (row for row in table.rows if plain(row.header) == "Public events")
    assert plain(row.values[2]) == people


def text_of(exhibits: list[Exhibit]) -> str:
    parts = []
    for exhibit in exhibits:
        if isinstance(exhibit, Table):
            lines = [exhibit.title, *exhibit.columns, *exhibit.notes]
            lines += [line for row in exhibit.rows for line in (row.header, *row.values)]
            parts += [plain(line) for line in lines]
        elif isinstance(exhibit, Heading | Paragraph):
            parts.append(plain(exhibit.text))
        elif isinstance(exhibit, Figure):
            parts += [plain(exhibit.title), plain(exhibit.alt)]
        else:
            parts += [plain(item) for item in exhibit.items]
    return "\n".join(parts)


def rows(table: Table) -> list[tuple[str, ...]]:
    return [(plain(row.header), *map(plain, row.values)) for row in table.rows]


def test_themes_stand_most_named_first_with_their_parts_below(evidence: Evidence) -> None:
    given = by_hand()
    travel = given["travel"] + given["parking"] + given["buses"]
    # Nobody has two of the three, so the theme with its parts is their sum.
    assert all(len({"travel", "parking", "buses"} & set(themes_of(place))) < 2 for place in range(RESPONDENTS))
    found = rows(theme_table(evidence, THEMES))
    assert found == [
        ("Travel and access, with its parts", f"{travel}", f"{travel}%", "60%"),
        ("– Travel and access, in general", f"{given['travel']}", "36%", "30%"),
        ("– Parking", f"{given['parking']}", "20%", "17%"),
        ("– Buses", f"{given['buses']}", "16%", "13%"),
        ("Waiting times", f"{given['waiting']}", "36%", "30%"),
        ("Staffing", f"{given['staffing']}", "16%", "13%"),
        ("Bases", "100", "100", "120"),
    ]
    assert given["received"] == 100 and given["cost"] == 0
    assert nobody_named(evidence, THEMES) == ["Cost"]


def test_mentions_stand_apart_from_respondents(evidence: Evidence) -> None:
    given = by_hand()
    themes = sum(given[theme] for theme in ("travel", "parking", "buses", "waiting", "staffing", "cost"))
    notes = " ".join(map(plain, theme_table(evidence, THEMES).notes))
    assert f"All in all coders found {themes} mentions of themes." in notes


def test_the_account_of_the_comments_adds_up(evidence: Evidence) -> None:
    given = by_hand()
    table = account_table(evidence, THEMES)
    counts = [evidence.cells[row.values[0][-2 if len(row.values[0]) > 1 else 0].ref].number for row in table.rows]
    assert counts == [given["received"] - given["no_content"], 0, given["no_content"], 0, 0, given["received"]]
    assert sum(counts[:-1]) == counts[-1]
    assert plain(table.rows[-1].header) == "Comments received"


def test_for_and_against_stand_side_by_side_in_the_same_words(evidence: Evidence) -> None:
    (finding,) = theme_findings(evidence, THEMES)
    assert plain(finding.text) == (
        "For it, mentioned most: Waiting times, a minority of those who commented, 36% (36 of 100 who commented). "
        "Against it, mentioned most: Travel and access, with its parts, a majority of those who commented, 72% "
        "(72 of 100 who commented)."
    )
    turned = {
        name: frame.model_copy(
            update={
                "themes": {
                    theme: own.model_copy(
                        update={
                            "polarity": {Polarity.FOR: Polarity.AGAINST, Polarity.AGAINST: Polarity.FOR}.get(
                                own.polarity, own.polarity
                            )
                        }
                    )
                    for theme, own in frame.themes.items()
                }
            }
        )
        for name, frame in evidence.story.frames.items()
    }
    (other,) = theme_findings(told(evidence, frames=turned), THEMES)
    first, second = plain(other.text).split(" Against it, mentioned most: ")
    assert first.removeprefix("For it, mentioned most: ") in plain(finding.text)
    assert second in plain(finding.text)


@pytest.mark.parametrize("theme", ["travel", "parking"])
def test_a_theme_on_which_coders_do_not_agree_is_in_no_headline(evidence: Evidence, theme: str) -> None:
    doubted = unsure(evidence, theme)
    finding, left_out = theme_findings(doubted, THEMES)
    assert "Travel" not in plain(finding.text) and "Travel" not in plain(theme_headline(doubted, THEMES))
    assert "Travel" not in text_of(what_people_said(doubted))
    assert plain(left_out.text) == (
        "Not said here, since coders did not agree enough on it: Travel and access, with its parts."
    )
    # It stands in the table like any other.
    assert "Travel and access, with its parts" in [row[0] for row in rows(theme_table(doubted, THEMES))]


def test_a_hidden_count_makes_no_theme_the_most_mentioned(evidence: Evidence) -> None:
    hidden = hide(evidence, f"{THEMES}#staffing", f"{THEMES}#staffing!percent", f"{THEMES}#staffing!percent_of_asked")
    assert [plain(paragraph.text) for paragraph in theme_findings(hidden, THEMES)] == [SMALL]
    found = rows(theme_table(hidden, THEMES))
    assert found[-2][:4] == ("Staffing", "[c]", "[c]", "[c]")


def test_a_side_that_nobody_named_is_said_to_be_so(evidence: Evidence) -> None:
    (finding,) = theme_findings(evidence, "hours_themes")
    # Staffing (against) in all comments on the hours; nobody named waiting times, the only theme that is for it.
    assert plain(finding.text).endswith(" No theme that is for it was named.")


def test_pairs_are_told_where_they_are_counted(evidence: Evidence) -> None:
    _, table = together_story(evidence, "hub_why")
    assert isinstance(table, Table)
    pairs = Counter(
        frozenset({"travel" if theme in ("travel", "parking", "buses") else theme for theme in themes_of(place)})
        for place in range(RESPONDENTS)
        if comments(place) and respondent(place)["hub_why"] != "n/a really"
    )
    both = pairs[frozenset({"travel", "waiting"})]
    assert rows(table) == [("Travel and access with waiting times", f"{both}", "36%"), ("Base", "100", "100")]
    assert together_story(told(evidence, tables=("hub",)), "hub_why") == []


def quotes(*, speaker: dict[str, str] | None = None) -> tuple[Quote, ...]:
    themes = [("travel", "waiting"), ("parking",), ("waiting",), ("staffing",), ("cost",)]
    return tuple(
        Quote(quote=f"hub_why.{n}", question="hub_why", themes=own, text=text, speaker=speaker or {})
        for n, (own, text) in enumerate(zip(themes, NASTY, strict=True))
    )


def test_a_quote_stands_once_under_its_first_theme_and_the_note_once_a_chapter(evidence: Evidence) -> None:
    quoted = told(evidence, quotes=quotes(speaker={"area": "town", "respondent_type": "individual"}))
    exhibits = section_questions(quoted, "hub")
    shown = [plain(one.text) for one in exhibits if isinstance(one, Paragraph) and one.style == "quote"]
    assert sorted(shown) == sorted(NASTY)
    assert text_of(exhibits).count(ILLUSTRATIONS) == 1
    headings = [plain(one.text) for one in exhibits if isinstance(one, Heading) and one.level == 4]
    assert headings == ["Travel and access", "Waiting times", "Staffing", "Cost"]
    speakers = {plain(one.text) for one in exhibits if isinstance(one, Paragraph) and one.style == "speaker"}
    assert speakers == {"– The town, Individuals"}


def book_of(evidence: Evidence, **chapters: list[Exhibit]) -> NotebookNode:
    made = []
    for name, exhibits in chapters.items():
        outputs = [
            _NBFORMAT.v4.new_output("display_data", data={MIMETYPE: to_json(exhibit)}, metadata={})
            for exhibit in exhibits
        ]
        made.append((name, _NBFORMAT.v4.new_notebook(cells=[_NBFORMAT.v4.new_code_cell("show()", outputs=outputs)])))
    return combine(made, front_of(evidence.story))


def test_a_page_shows_any_quote_as_the_text_that_it_is(evidence: Evidence) -> None:
    quoted = told(evidence, quotes=quotes(), points=POINTS)
    hub = [*section_heading(quoted, "hub"), *section_questions(quoted, "hub")]
    others = {"principles": principles(quoted), "channels": other_channels(quoted), "points": points_raised(quoted)}
    book = book_of(quoted, hub=hub, across=across_the_proposals(quoted), **others, annex=questionnaire_as_asked(quoted))
    page = report_html(book, front_of(quoted.story), quoted, {name: f"{name}.ipynb" for name in ("hub", *others)})
    assert page_problems(page, book, quoted) == ()
    tree = lxml_html.fromstring(page)
    blocks = tree.xpath("//blockquote[@class='quote']")
    assert {block.text_content() for block in blocks} == set(NASTY)
    assert {block.get("dir") for block in blocks} == {"auto"}
    assert not tree.xpath("//main//b | //main//script | //blockquote//*[not(self::p or self::span)]")
    assert "Nobody named: Cost." in text_of(hub)
    source = report_typst(book, front_of(quoted.story), {})
    assert source.count("to-the-left: true") == 1 + len(principle_quotes(quoted, NASTY[1]))


def principle_quotes(evidence: Evidence, text: str) -> list[Exhibit]:
    return [one for one in principles(evidence) if isinstance(one, Paragraph) and plain(one.text) == text]


def test_a_page_of_nothing_coded_has_no_word_rule_or_line_of_script_for_such(evidence: Evidence) -> None:
    bare = told(evidence, frames={}, quotes=(), points=(), principles={}, submissions={})
    book = book_of(bare, hub=section_heading(bare, "hub"))
    page = report_html(book, front_of(bare.story), bare, {"hub": "hub.ipynb"})
    assert "coded." not in page and ".speaker" not in page and "codedOf" not in page


@pytest.mark.slow
def test_a_pdf_holds_any_quote(evidence: Evidence) -> None:
    quoted = told(evidence, quotes=quotes())
    book = book_of(quoted, hub=[*section_heading(quoted, "hub"), *section_questions(quoted, "hub")])
    assert report_pdf(book, front_of(quoted.story), {}).startswith(b"%PDF")


POINTS = (
    Point(point="P-0001", says="The road floods.", kind="argument", themes=("travel",), sections=("hub",),
          confirmed=True, voices={"letters": "1"}, named=("Example Parish Council",)),
    Point(point="P-0002", says="A bus, <i>hourly</i>.", kind="alternative", sections=("hub", "hours"), confirmed=True,
          voices={"hub_why": "36"}, answer="A bus will run from 2025.", status="answered"),
    Point(point="P-0012", says="", kind="argument", themes=("cost",), voices={"hours_else": "11"}),
)  # fmt: skip


def test_every_point_is_listed_by_proposal_and_in_the_order_of_the_register(evidence: Evidence) -> None:
    exhibits = points_raised(told(evidence, points=POINTS))
    hub, hours, rest = (one for one in exhibits if isinstance(one, Table))
    assert rows(hub) == [
        ("P-0001", "The road floods.", "Letters: 1; Example Parish Council", "Travel and access", "Unanswered"),
        ("P-0002", "Alternative suggested: A bus, <i>hourly</i>.", "Q2. Comments on the hub: 36",
         "No theme is told", "A bus will run from 2025."),
    ]  # fmt: skip
    assert [row[0] for row in rows(hours)] == ["P-0002"]
    assert rows(rest) == [("P-0012", "Not yet confirmed", "Q5. More on the hours: 11", "Cost", "Unanswered")]
    assert "Size does not matter here" in text_of(exhibits)
    assert points_raised(told(evidence, points=())) == []


def test_a_principle_stands_with_its_evidence(evidence: Evidence) -> None:
    given = by_hand()
    exhibits = principles(told(evidence, quotes=quotes()))
    near = next(one for one in exhibits if isinstance(one, Table) and one.id == "principle.near")
    travel = given["travel"] + given["parking"] + given["buses"]
    assert rows(near)[0] == ("Q2. Comments on the hub", f"{travel}", f"{travel}%", "100")
    area = next(one for one in exhibits if isinstance(one, Table) and one.id == "principle.near.area")
    groups = {row[0]: int(row[1]) for row in rows(area)[1:3]}
    assert set(groups) == {"– The town", "– The villages"} and sum(groups.values()) == travel
    assert "Themes that say so: Travel and access; Parking; Buses." in text_of(exhibits)
    assert NASTY[0] in text_of(exhibits)
    assert principles(told(evidence, principles={})) == []


def test_themes_stand_by_proposal_in_tiles_and_in_a_table(evidence: Evidence) -> None:
    exhibits = across_the_proposals(evidence)
    table = next(one for one in exhibits if isinstance(one, Table) and one.id.startswith("themes."))
    figure = next(one for one in exhibits if isinstance(one, Figure) and one.id == table.id)
    assert [plain(column) for column in table.columns] == ["The hub", "Longer hours"]
    # All 24 who commented on the hours, in either question, named staffing; 11 of the 12 second comments are coded.
    assert rows(table) == [
        ("Travel and access, with its parts", "72% (72)", "0% (0)"),
        ("Waiting times", "36% (36)", "0% (0)"),
        ("Staffing", "16% (16)", "100% (24)"),
        ("Cost", "0% (0)", "46% (11)"),
        ("Base", "100", "24"),
    ]
    assert "Longer hours: Travel and access, with its parts 0%" in plain(figure.alt)


def test_letters_and_events_stand_beside_responses_each_with_its_unit(evidence: Evidence) -> None:
    table = next(one for one in themes_by_channel(evidence) if isinstance(one, Table))
    assert [plain(column) for column in table.columns] == [
        "Letters: number of letters",
        "Public events: number of events",
        "Responses: The hub, of those who commented",
        "Responses: Longer hours, of those who commented",
    ]
    assert rows(table)[0] == ("Travel and access, with its parts", "2", "0", "72% (72)", "0% (0)")
    assert rows(table)[-1] == ("Base", "2", "2", "100", "24")
    assert "No column is added to another." in [plain(note) for note in table.notes]


def test_what_coders_gave_is_no_question_of_the_questionnaire(evidence: Evidence) -> None:
    tables = [one for one in questionnaire_as_asked(evidence) if isinstance(one, Table)]
    asked = [row[0] for table in tables if table.id.startswith("asked.") for row in rows(table)]
    assert asked == [
        "P1. Area",
        "P2. Respondent type",
        "P3. Permission to quote",
        "Q1. The hub",
        "Q2. Comments on the hub",
        "Q3. Longer hours",
        "Q4. Comments on the hours",
        "Q5. More on the hours",
    ]
    frame = next(table for table in tables if table.id == "code_frame.0")
    assert rows(frame)[:2] == [
        ("Travel and access", "How people get there.", "Against it"),
        ("– Parking", "No definition given", "Against it"),
    ]


def test_the_page_is_told_who_gave_a_code(evidence: Evidence) -> None:
    book = book_of(evidence, hub=section_questions(evidence, "hub"), channels=themes_by_channel(evidence)[:1])
    page = report_html(book, front_of(evidence.story), evidence, {"hub": "hub.ipynb"})
    (block,) = lxml_html.fromstring(page).xpath("//script[@id='asked']/text()")
    told_of = json.loads(block)["questions"]
    assert (told_of[THEMES]["coded"], told_of["hub_why_sentiment"]["coded"]) == ("themes", "sentiment")
    assert "coded" not in told_of["hub"] and "method" not in told_of[THEMES]


def test_comments_that_are_not_coded_yet_tell_no_theme_and_no_absence_of_one(evidence: Evidence) -> None:
    before = nothing_coded(evidence, "hub_why")
    exhibits = theme_story(before, THEMES)
    assert [type(one) for one in exhibits] == [Heading, Paragraph, Table]
    assert plain(getattr(exhibits[1], "text", ())) == "These comments have not been coded yet, so no theme is told."
    assert getattr(exhibits[2], "id", "") == f"account.{THEMES}"
    said = text_of(what_people_said(before))
    assert "Q2. Comments on the hub: themes. These comments have not been coded yet, so no theme is told." in said
    assert "Q2. Comments on the hub" not in text_of(principles(before))
    assert "The hub" not in [plain(head) for one in themes_by_channel(before) if isinstance(one, Table)
                             for head in one.columns]  # fmt: skip
    assert not any(isinstance(one, Table) and one.id.startswith("themes.") for one in across_the_proposals(before))
    # Of letters and of other questions nothing changes; where nothing at all is coded, no coder read anything.
    assert "were read by coders" in text_of(ways_of_counting(before))
    for question in ("hours_why", "hours_else"):
        before = nothing_coded(before, question)
    assert "were read by coders" not in text_of(ways_of_counting(before))
    assert "only is counted that something was written." in text_of(ways_of_counting(before))


def test_while_some_comments_are_not_coded_it_is_said_of_whom_shares_are(evidence: Evidence) -> None:
    some = with_counts(evidence, THEMES, to_code=7)
    told_so = "7 of 100 comments are not coded yet: shares are of all who commented, coded or not."
    assert plain(next(theme_findings(some, THEMES)).text) == told_so
    assert told_so in text_of(what_people_said(some))
    assert "Nobody named" in text_of(theme_story(evidence, THEMES))
    assert "Nobody named" not in text_of(theme_story(some, THEMES))
    (_, finding) = theme_findings(with_counts(evidence, "hours_themes", to_code=1), "hours_themes")
    assert "No theme that is for it was named." not in plain(finding.text)
    hidden = hide(evidence, f"{THEMES}#to_code")
    assert "Nobody named" not in text_of(theme_story(hidden, THEMES))


def test_a_frame_without_sides_is_told_without_them(evidence: Evidence) -> None:
    frames = {
        name: frame.model_copy(update={"themes": {
            theme: own.model_copy(update={"polarity": Polarity.EITHER}) for theme, own in frame.themes.items()}})
        for name, frame in evidence.story.frames.items()
    }  # fmt: skip
    bare = told(evidence, frames=frames)
    (finding,) = theme_findings(bare, THEMES)
    assert plain(finding.text).startswith("Mentioned most: Travel and access, with its parts, a majority")
    assert plain(theme_headline(bare, THEMES)) == (
        "Comments on the hub: themes. Mentioned most: Travel and access, with its parts 72%"
    )
    (figure,) = (one for one in theme_story(bare, THEMES) if isinstance(one, Figure) and one.id == THEMES)
    assert "for or against" not in figure.svg.casefold() and "(for or against)" not in plain(figure.alt)
    frame = next(one for one in code_frames(bare) if isinstance(one, Table))
    assert [plain(head) for head in frame.columns] == ["What belongs to it"]
    assert {len(row.values) for row in frame.rows} == {1}


def test_bases_and_sources_are_those_of_the_table(evidence: Evidence) -> None:
    (sentiment, *_) = (one for one in sentiment_story(evidence, "hub_why") if isinstance(one, Table))
    assert "Base: comments of which a coder said how they speak." in map(plain, sentiment.notes)
    assert plain(account_table(evidence, "letters_themes").source) == "Source: Letters received by post"
    assert plain(account_table(evidence, THEMES).source) == "Source: Responses to a questionnaire"
    beside = next(one for one in themes_by_channel(evidence) if isinstance(one, Table))
    assert plain(beside.source) == (
        "Source: Letters received by post; Notes of the events; Responses to a questionnaire"
    )
    alike = with_counts(evidence, THEMES, base_asked=100)
    table = theme_table(alike, THEMES)
    assert [plain(head) for head in table.columns] == ["Respondents", "Of those who commented"]
    assert "Two columns" not in " ".join(map(plain, table.notes))


def test_under_each_table_of_agreement_stands_whose_codes_count(evidence: Evidence) -> None:
    first = "Where coders differ and nothing was settled, the first coder's codes are counted."
    few = "Fewer than 20 comments were coded by more than one person, so no theme was held back."
    for coded, has_few in ((evidence, False), (with_counts(evidence, "hub_why_agreement", base=19), True)):
        table = next(one for one in coding_agreement(coded) if isinstance(one, Table))
        notes = [plain(note) for note in table.notes]
        assert first in notes and (few in notes) is has_few
