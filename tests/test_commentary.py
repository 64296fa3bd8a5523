"""What people write about numbers: read, bound to cells, refused where a number has none, told when it changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.consultation.build import build
from findings.consultation.commentary import Written, file_of, slot_of
from findings.consultation.commentary_text import Bound, Words, bound_in, escaped, pieces_of
from findings.errors import ParameterError, Problem
from findings.evidence.store import Evidence
from findings.exhibits import commentary
from findings.exhibits.model import Line, Origin, Paragraph, plain
from findings.exhibits.written import Reader
from findings.intake import receive
from findings.pipeline.changed import changed_lines
from findings.pipeline.layout import Layout, find_layout
from findings.pipeline.plan import chapter_runs
from findings.pipeline.run import open_project
from findings.pipeline.slots import readers
from findings.setup.commentary_now import counted_now
from small_consultation import write_small

PROJECT = Path(__file__).resolve().parents[1]
PLAN = PROJECT / "notebooks" / "plan.yaml"
FIND = "All numbers of this part, with what they count, stand in the workbook: findings workbook out NAME."
# Of twelve, five said yes, three no, two were not sure, and two said nothing; three people said yes, and two bodies.
YES, SHARE = "q1#yes", "q1#yes!percent"


def write_slot(folder: Path, slot: str, text: str) -> Path:
    path = folder / "kept" / "commentary" / file_of(slot)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small(tmp_path_factory.mktemp("small") / "benches")


@pytest.fixture(scope="module")
def now(small: Path) -> Evidence:
    parameters = build(small, PLAN)
    return counted_now(parameters, receive(parameters))


@pytest.fixture(scope="module")
def own(small: Path, now: Evidence) -> Mapping[str, Reader]:
    """Slot -> what its paragraphs are read with."""
    parameters = build(small, PLAN)
    return readers(parameters, chapter_runs(parameters, PROJECT / "notebooks"), now)


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small, tmp_path / "benches"))


def layout(folder: Path) -> Layout:
    return find_layout(folder.parent, folder.parent / "outputs", "full")


def checked(folder: Path, now: Evidence) -> list[str]:
    """What `findings check` says of the commentary of a folder."""
    return changed_lines(open_project(layout(folder), folder.name), now)


def refused(folder: Path, now: Evidence) -> list[Problem]:
    with pytest.raises(ParameterError) as error:
        checked(folder, now)
    return list(error.value.problems)


def shown(own: Reader, *written: Written, slot: str = "section:benches") -> list[Paragraph]:
    """What the report has of paragraphs."""
    story = own.evidence.story.model_copy(update={"commentary": {slot: written}})
    exhibits = commentary(replace(own.evidence, story=story), slot)
    assert all(isinstance(exhibit, Paragraph) for exhibit in exhibits)
    return [exhibit for exhibit in exhibits if isinstance(exhibit, Paragraph)]


def aged(own: Reader, **values: str) -> Reader:
    """The reader with other values, by identifier."""
    cells = {
        name: replace(cell, value=values[name]) if name in values else cell for name, cell in own.evidence.cells.items()
    }
    return Reader(replace(own.evidence, cells=cells), own.elsewhere)


def origins(line: Line) -> list[tuple[str, str]]:
    return [(span.text, str(span.origin)) for span in line if span.origin is not Origin.WORDS]


# The files


def test_each_section_has_a_slot_and_a_file_whose_name_every_system_takes() -> None:
    # A file of the name con is a device to Windows, and a colon is no letter of a name there.
    slots = ("summary", "section:con", "section:summary")
    names = ["summary.yaml", "section_con.yaml", "section_summary.yaml"]
    assert [file_of(slot) for slot in slots] == names
    assert tuple(slot_of(name) for name in names) == slots


def test_a_file_for_no_part_of_the_report_is_refused_and_the_nearest_is_named(folder: Path) -> None:
    write_slot(folder, "section:bench", "paragraphs: []\n")
    write_slot(folder, "summary", "paragraphs: [{txt: a}]\n")
    (folder / "kept" / "commentary" / "preview").mkdir()
    with pytest.raises(ParameterError) as error:
        build(folder, PLAN)
    place = "benches/kept/commentary"
    assert error.value.problems == (
        Problem(
            f"{place}/preview", "a folder for an edition that there is not", "preview", "midpoint",
            "The full edition's files lie in kept/commentary itself.",
        ),
        Problem(
            f"{place}/section_bench.yaml", "no part of the report has a file of this name", "section_bench.yaml",
            "summary.yaml, who_responded.yaml, section_benches.yaml, method_and_limits.yaml",
            "Did you mean 'section_benches.yaml'?",
        ),
        Problem(
            f"{place}/summary.yaml, line 1, column 14 (paragraphs.0.text)", "the key 'text' is missing",
            do="Add 'text:'.",
        ),
        Problem(
            f"{place}/summary.yaml, line 1, column 20 (paragraphs.0.txt)", "an unknown key", "txt",
            "text, role, when_written, before", "Did you mean 'text'?",
        ),
    )  # fmt: skip


def test_a_value_of_a_number_that_the_text_does_not_name_is_refused(folder: Path, now: Evidence) -> None:
    text = 'paragraphs:\n  - text: "{q1#yes} said yes."\n    when_written: {"q1#yes": "5", "q1#yess": "5"}\n'
    write_slot(folder, "summary", text)
    (problem,) = refused(folder, now)
    assert str(problem) == (
        "benches/kept/commentary/summary.yaml, line 3, column 46 (paragraphs.0.when_written.q1#yess): "
        "a value of a number that the text does not name\n"
        "  found:   q1#yess\n  allowed: q1#yes\n  do:      Did you mean 'q1#yes'?"
    )


def test_an_edition_has_commentary_of_its_own(folder: Path) -> None:
    write_slot(folder, "summary", "paragraphs: [{text: Of all.}]\n")
    (folder / "kept" / "commentary" / "midpoint").mkdir()
    (folder / "kept" / "commentary" / "midpoint" / "summary.yaml").write_text(
        "paragraphs: [{text: Half way.}]\n", encoding="utf-8"
    )
    parameters = build(folder, PLAN)

    def texts(edition: str) -> list[str]:
        said = replace(parameters, edition=edition).commentary
        return [paragraph.text for file in said.values() for paragraph in file.said.paragraphs]

    assert (texts(""), texts("full"), texts("midpoint"), texts("preview")) == (
        ["Of all."], ["Of all."], ["Half way."], [],
    )  # fmt: skip
    assert sorted(name for name in parameters.files if "commentary" in name) == [
        "commentary/midpoint/summary.yaml",
        "commentary/summary.yaml",
    ]
    assert not [name for name in parameters.read_by_release if "commentary" in name]


# Prose taken apart


@given(st.lists(st.one_of(st.text(), st.sampled_from(["{q1#yes}", "{q1#yes!percent:in_words}"]))))
def test_what_is_put_together_is_taken_apart_again(parts: list[str]) -> None:
    cells = [part for part in parts if part.startswith("{q1#yes")]
    text = "".join(part if part in cells else escaped(part) for part in parts)
    pieces, faults = pieces_of(text)
    assert faults == ()
    assert [f"{{{piece.name}}}" for piece in pieces if isinstance(piece, Bound)] == cells
    words = "".join(piece.text for piece in pieces if isinstance(piece, Words))
    assert words == "".join(part for part in parts if part not in cells)


@given(st.text(alphabet="{}ab #q1yes"))
def test_no_text_of_braces_stops_the_reader(text: str) -> None:
    pieces, faults = pieces_of(text)
    left = "".join(piece.text for piece in pieces if isinstance(piece, Words))
    # A brace that is left in the words was doubled; every other is a cell's, or told.
    assert left.count("{") + left.count("}") <= text.count("{{") + text.count("}}")
    assert all(text[fault.at : fault.at + 1] in ("{", "}") for fault in faults)


def test_two_ways_to_write_one_cell_are_one_way() -> None:
    (fault,) = pieces_of("{q1#yes!count}")[1]
    assert (fault.what, fault.found) == ("braces that hold no cell's name", "{q1#yes!count}")
    assert [piece.ref for piece in bound_in("{ q1#yes } {q1#yes}")] == ["q1#yes"]


# Bound to cells


def test_a_paragraph_shows_its_numbers_as_cells_and_the_rest_as_words(own: Mapping[str, Reader]) -> None:
    text = "{q1#yes!percent} of {q1#base} said yes to Q1, as the {{form}} of 9 February 2024 put it."
    written = Written(text=text, role="Lead analyst", when_written={SHARE: "50%", "q1#base": "10"})
    by, paragraph = shown(own["section:benches"], written)
    assert (plain(by.text), by.style) == ("Commentary by the analysts", "note")
    assert plain(paragraph.text) == (
        "50% of 10 said yes to Q1, as the {form} of 9 February 2024 put it. – Lead analyst"
    )
    assert paragraph.style == "commentary"
    assert origins(paragraph.text) == [
        ("50%", "cell"), ("10", "cell"), ("Q1", "label"), ("9 February 2024", "parameter"),
        ("Lead analyst", "parameter"),
    ]  # fmt: skip
    assert [span.ref for span in paragraph.text if span.ref] == [SHARE, "q1#base"]


def test_nothing_is_shown_where_nothing_was_written(own: Mapping[str, Reader]) -> None:
    assert {"summary", "who_responded", "section:benches", "method_and_limits"} <= set(own)
    assert not any(commentary(own[slot].evidence, slot) for slot in own)
    assert shown(own["summary"]) == []


def test_a_share_in_words_is_what_the_scale_says_and_begins_a_sentence(own: Mapping[str, Reader]) -> None:
    name = f"{SHARE}:in_words"
    # Five of ten who answered; of all twelve respondents it would be another share, so the base is said.
    now = own["summary"].prose(Written(text=f"{{{name}}}")).now[name]
    assert now.startswith("around half")
    _, paragraph = shown(
        own["summary"], Written(text=f"{{{name}}} said yes.", when_written={name: now}), slot="summary"
    )
    assert plain(paragraph.text) == f"A{now[1:]} said yes."


def test_everything_wrong_is_told_at_once_at_its_line_and_column(folder: Path, now: Evidence) -> None:
    write_slot(
        folder,
        "section:benches",
        "paragraphs:\n"
        "  - text: A harmless one.\n"
        "  - text: >-\n"
        "      Most said {q1#yess}, 42% and 50% or 3 of {who#base}\n"
        "      in {q1#no!percent:loudly}, {nothing}, two\n"
        "      thirds or {q1#no, over 13 May and }.\n",
    )
    place = "benches/kept/commentary/section_benches.yaml"
    found = refused(folder, now)
    key = "(paragraphs.1.text)"
    word = "a number word that is bound to no cell"
    many = "a typed figure that {} numbers of this part are printed as"
    assert [(problem.where, problem.what, problem.found) for problem in found] == [
        (f"{place}, line 4, column 7 {key}", word, "Most"),
        (f"{place}, line 4, column 17 {key}", "no such cell", "{q1#yess}"),
        (f"{place}, line 4, column 28 {key}", "a typed figure that no number of this part is printed as", "42%"),
        (f"{place}, line 4, column 36 {key}", many.format(4), "50%"),
        (f"{place}, line 4, column 43 {key}", many.format(2), "3"),
        (f"{place}, line 4, column 48 {key}", "a cell that this part of the report does not read", "{who#base}"),
        (f"{place}, line 5, column 10 {key}", "an unknown form of a cell", "{q1#no!percent:loudly}"),
        (f"{place}, line 5, column 34 {key}", "braces that hold no cell's name", "{nothing}"),
        (f"{place}, line 5, column 45 {key}", word, "two thirds"),
        (f"{place}, line 6, column 17 {key}", "braces that hold no cell's name", "{q1#no, over 13 May and }"),
    ]


def test_a_typed_figure_of_one_cell_is_told_with_what_to_write(own: Mapping[str, Reader]) -> None:
    (fault,) = own["section:benches"].prose(Written(text="In all, 5 said yes.")).faults
    assert (fault.what, fault.found, fault.allowed, fault.do) == (
        "a typed figure",
        "5",
        "{q1#yes} (Q1. Benches: Yes, All respondents, number of responses)",
        "Write {q1#yes} for it.",
    )


@pytest.mark.parametrize("typed", ["50%", "50 per cent", "50 percent", "50 Per Cent"])
def test_a_percentage_is_the_same_however_it_is_typed(own: Mapping[str, Reader], typed: str) -> None:
    (fault,) = own["section:benches"].prose(Written(text=f"So {typed} said yes.")).faults
    # Three of six people, two of four bodies, five of ten in all: those who said nothing at all were never counted.
    share = "Q1. Benches: Yes, {}, percentage of those who answered"
    assert (fault.found, fault.what) == (typed, "a typed figure that 4 numbers of this part are printed as")
    assert fault.allowed == "; ".join(
        (
            f"{{{SHARE}}} ({share.format('All respondents')})",
            "{q1#yes!percent_of_asked} (Q1. Benches: Yes, All respondents, percentage of those who were asked)",
            f"{{q1.by.who#yes@person!percent}} ({share.format('A person')})",
            f"{{q1.by.who#yes@body!percent}} ({share.format('A body')})",
        )
    )
    assert fault.do == "Write the one that is meant, in braces."


def test_a_typed_figure_of_many_cells_names_some_of_them(own: Mapping[str, Reader]) -> None:
    reader = own["section:benches"]
    options = [name for name in reader.evidence.cells if not name.endswith(("percent", "difference", "asked"))]
    (fault,) = aged(reader, **dict.fromkeys(options, "777")).prose(Written(text="And 777 of them.")).faults
    assert fault.what == f"a typed figure that {len(options)} numbers of this part are printed as"
    assert fault.allowed.count("{") == 6
    assert fault.allowed.endswith(f"; and {len(options) - 6} more")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A majority of people said yes.", "majority"),
        ("Twice as much was said.", "Twice"),
        ("It was half a loaf.", "half"),
        ("Nearly two-thirds of all.", "Nearly two-thirds"),
    ],
)
def test_a_number_word_is_refused_and_the_shares_of_which_it_may_be_are_named(
    own: Mapping[str, Reader], text: str, found: str
) -> None:
    (fault,) = own["section:benches"].prose(Written(text=text)).faults
    assert (fault.what, fault.found, text[fault.at :].startswith(found)) == (
        "a number word that is bound to no cell", found, True,
    )  # fmt: skip


@pytest.mark.parametrize("figure", ["½", "٣", "Ⅷ", "²", "99", "1,000", "0.5", "99%", "3rd", "x9"])
def test_a_figure_of_any_script_is_refused_where_no_number_is_printed_so(
    own: Mapping[str, Reader], figure: str
) -> None:
    faults = own["section:benches"].prose(Written(text=f"In {figure} of them.")).faults
    assert [fault.what for fault in faults] == ["a typed figure that no number of this part is printed as"]


def test_the_word_that_the_scale_has_is_said_of_the_share_that_is_in_the_paragraph(own: Mapping[str, Reader]) -> None:
    # Five of ten; no other share in this part has ten answers or more.
    written = Written(text="Most, {q1#yes} people, said yes.", when_written={YES: "5"})
    (fault,) = own["section:benches"].prose(written).faults
    told = "Q1. Benches: Yes, All respondents, percentage of those who answered"
    assert fault.allowed == f"{{{SHARE}:in_words}}, now 'around half' ({told})"
    assert fault.do == "Name the share, and the report finds the word for it."
    (fault,) = own["method_and_limits"].prose(Written(text="Most said yes.")).faults
    assert (fault.allowed, fault.do) == ("", "Say it without a number.")


def test_a_cell_without_share_has_no_words(own: Mapping[str, Reader]) -> None:
    written = Written(text="{q1.by.who#yes@body!difference:in_words} and {who#base:in_words}")
    found = [(fault.what, fault.found) for fault in own["summary"].prose(written).faults]
    none = "no share: there is no word for this cell"
    assert (none, "{who#base:in_words}") in found


def test_what_the_parameters_say_may_be_typed_and_nothing_near_it(own: Mapping[str, Reader]) -> None:
    reader = own["section:benches"]
    allowed = "Q1, Question 1, question 1, 8 January 2024, 8 January, February 2024, 2024"
    assert reader.prose(Written(text=f"As to {allowed}.")).faults == ()
    # Each is a figure that the parameters do not say: another question, day and year, a share, a bare number.
    for near in ("Q7", "XQ1", "12024", "Question 7", "7 January", "2023", "2024%", "Q11", "17 January 2024"):
        faults = reader.prose(Written(text=f"As to {near}.")).faults
        assert [fault.what for fault in faults] == ["a typed figure that no number of this part is printed as"], near
    (fault,) = reader.prose(Written(text="And 1 of them.")).faults
    assert fault.found == "1"


def test_the_role_of_an_author_holds_no_figure_either(own: Mapping[str, Reader]) -> None:
    (fault,) = own["summary"].prose(Written(text="Well.", role="Team 99")).faults
    assert fault.found == "99"


def test_a_number_without_its_value_of_then_is_refused_with_what_to_add(own: Mapping[str, Reader]) -> None:
    text = "{q1#yes} of {q1#base}, {q1#yes}"
    (fault,) = own["summary"].prose(Written(text=text, when_written={"q1#base": "9"})).faults
    assert (fault.what, fault.found, fault.do) == (
        "numbers without the values that they had when this was written, from which changes are told",
        "{q1#yes}",
        'If this is what was meant, add to the paragraph: when_written: {"q1#yes": "5"}',
    )


# What strangers write


STRANGE = (
    "<script>alert(&quot;x&quot;)</script> #let x = [y] $x$ *bold* [a](b) =SUM(A) "
    "\u05e9\u05dc\u05d5\u05dd \U0001f600 {{braces}} \\"
)


def test_markup_stays_text_in_one_span_of_words(own: Mapping[str, Reader]) -> None:
    _, paragraph = shown(own["summary"], Written(text=STRANGE), slot="summary")
    assert plain(paragraph.text) == STRANGE.replace("{{", "{").replace("}}", "}")
    assert {span.origin for span in paragraph.text} == {Origin.WORDS}


# New data


def test_a_number_that_changed_is_shown_with_what_it_was_below_the_paragraph(own: Mapping[str, Reader]) -> None:
    written = Written(
        text="{q1#yes!percent} ({q1#yes} of {q1#base}) said yes.",
        when_written={SHARE: "45%", YES: "5", "q1#base": "11"},
    )
    _, paragraph, told = shown(own["section:benches"], written)
    assert plain(paragraph.text) == "50% (5 of 10) said yes."
    assert (told.style, plain(told.text)) == (
        "changed",
        "Written when “Q1. Benches: Yes, All respondents, percentage of those who answered” was 45%; it is now 50%. "
        "Written when “Q1. Benches: Base, All respondents, number of responses” was 11; it is now 10.",
    )
    assert [(span.text, span.origin) for span in told.text if span.text in ("45%", "11", "50%", "10")] == [
        ("45%", Origin.PARAMETER), ("50%", Origin.CELL), ("11", Origin.PARAMETER), ("10", Origin.CELL),
    ]  # fmt: skip


def test_a_word_that_is_another_now_is_told_like_a_number(own: Mapping[str, Reader]) -> None:
    name = f"{SHARE}:in_words"
    now = own["section:benches"].prose(Written(text=f"{{{name}}}")).now[name]
    before = now.replace("around half", "most")
    written = Written(text=f"{{{name}}} said yes.", when_written={name: before})
    _, _, told = shown(own["section:benches"], written)
    assert plain(told.text) == (
        "Written when “Q1. Benches: Yes, All respondents, percentage of those who answered, in words” "
        f"was {before}; it is now {now}."
    )


def test_where_small_counts_are_hidden_the_value_of_before_is_not_published(own: Mapping[str, Reader]) -> None:
    reader = own["section:benches"]
    protection = reader.evidence.story.protection.model_copy(update={"threshold": 5})
    story = reader.evidence.story.model_copy(update={"protection": protection})
    written = Written(text="{q1#yes} said yes.", when_written={YES: "4"})
    _, _, told = shown(replace(reader, evidence=replace(reader.evidence, story=story)), written)
    assert plain(told.text) == (
        "Written when “Q1. Benches: Yes, All respondents, number of responses” was another number; it is now 5."
    )


def test_a_cell_that_is_hidden_now_is_its_shorthand_and_its_old_value_is_gone(own: Mapping[str, Reader]) -> None:
    reader = own["section:benches"]
    cells = {name: cell.hidden() if name == YES else cell for name, cell in reader.evidence.cells.items()}
    written = Written(text="{q1#yes} said yes.", when_written={YES: "4"})
    _, paragraph, told = shown(replace(reader, evidence=replace(reader.evidence, cells=cells)), written)
    assert plain(paragraph.text) == "[c] said yes."
    assert plain(told.text) == (
        "Written when “Q1. Benches: Yes, All respondents, number of responses” was another number; it is now [c]."
    )
    assert "4" not in plain(told.text)


def test_check_tells_what_changed_with_both_values(folder: Path, now: Evidence) -> None:
    write_slot(folder, "section:benches", 'paragraphs: [{text: "{q1#yes} said yes.", when_written: {"q1#yes": "4"}}]\n')
    assert checked(folder, now) == [
        "kept/commentary/section_benches.yaml, paragraph 1: written when Q1. Benches: Yes, All respondents, number of "
        "responses was 4; it is now 5",
        "If the paragraphs still hold, confirm them: findings workbook out benches",
    ]


def test_check_says_nothing_where_nothing_changed(folder: Path, now: Evidence) -> None:
    assert checked(folder, now) == []
    write_slot(folder, "section:benches", 'paragraphs: [{text: "{q1#yes} said yes.", when_written: {"q1#yes": "5"}}]\n')
    assert checked(folder, now) == []


def test_what_is_written_for_a_part_that_no_chapter_shows_is_told(folder: Path, now: Evidence) -> None:
    write_slot(folder, "sumary", "paragraphs: [{text: Hello.}]\n")
    (problem,) = refused(folder, now)
    assert (problem.where, problem.what, problem.found, problem.do) == (
        "benches/kept/commentary/sumary.yaml",
        "written for a part of the report that no chapter of the plan shows",
        "sumary.yaml",
        "Did you mean 'summary.yaml'?",
    )


def test_the_same_fault_twice_is_told_at_both_places(folder: Path, now: Evidence) -> None:
    write_slot(folder, "summary", "paragraphs:\n  - text: So 99% here,\n      and 99% there.\n")
    places = [problem.where.split(" (")[0].rpartition("summary.yaml, ")[2] for problem in refused(folder, now)]
    assert places == ["line 2, column 14", "line 3, column 11"]


# The page of the docs


def test_the_example_of_the_page_is_in_order_and_its_refusal_is_as_it_stands_there(tmp_path: Path) -> None:
    page = (PROJECT / "docs" / "write_commentary.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.S)
    name = "scotland-2023"
    shutil.copytree(PROJECT / "data" / name, tmp_path / "data" / name)
    folder = Path(shutil.copytree(PROJECT / "params" / name, tmp_path / "params" / name))
    path = write_slot(folder, "summary", example)
    parameters = build(folder, PLAN)
    evidence = counted_now(parameters, receive(parameters))
    assert checked(folder, evidence) == []
    own = readers(parameters, chapter_runs(parameters, PROJECT / "notebooks"), evidence)["summary"]
    (written,) = parameters.commentary["summary"].said.paragraphs
    # 60 of 85 agreed; of individuals 29 of 48.
    assert plain(own.prose(written).line) == (
        "A majority of those who answered agreed with Q8: 71%, or 60 of 85. Among individuals it was 60%."
    )
    path.write_text(example.replace("{q8#net_agree!percent}, or", "{q8#net_agre!percent}, or"), encoding="utf-8")
    problem = refused(folder, evidence)[0]
    assert "".join(f"    {line}\n" for line in str(problem).splitlines()) in page
