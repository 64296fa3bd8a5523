"""The report in another language: the same numbers in other words, what stays English, and who refuses what."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

import every_kind
from findings.audit.figures import figure_problems
from findings.audit.figures.inputs import read_inputs, translations_of
from findings.audit.figures.lookup import Lookup
from findings.audit.figures.otherlanguage import language_problems
from findings.audit.figures.page import Page
from findings.audit.figures.pagereader import read_page
from findings.consultation.build import build
from findings.consultation.language import Language
from findings.errors import ParameterError
from findings.evidence.cell import from_csv
from findings.exhibits.model import Figure, Line, Origin, Paragraph, Span, plain
from findings.exhibits.number_words import NUMBER_WORDS, SIGNS, number_in
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run as run_all
from findings.publishing.furniture import WORDS
from findings.publishing.language.catalogue import LOCALE, Catalogue, read_catalogue
from findings.publishing.language.coverage import coverage_of
from findings.publishing.language.drawing import translated_drawing
from findings.publishing.language.exhibits import translated_exhibit
from findings.publishing.language.labels import Labels
from findings.publishing.language.markdown import translated_markdown
from findings.publishing.language.messages import Message, messages_of_code, messages_of_runs, without_stops
from findings.publishing.language.page import links, translated_block
from findings.publishing.language.potfile import messages_of_pot
from findings.publishing.language.skeleton import skeleton
from findings.publishing.language.translator import Translator
from small_consultation import CONSULTATION, PLAN, changed, write_small

PROJECT = Path(__file__).resolve().parents[1]
WELSH = Language.WELSH
RENEW = "python -m findings.publishing.language RUN ...   with a run of each kind of consultation"
PLACES = re.compile(r"\{\w+\}")


def translator(own: dict[str, str] | None = None, **said: str) -> Translator:
    """A translator with a few messages; a name with two underscores has its context before them."""
    messages: dict[tuple[str, str], str] = {}
    for name, text in said.items():
        context, _, message = name.rpartition("__")
        messages[context, message] = text
    catalogue = Catalogue("cy", messages)
    return Translator(catalogue, Labels(catalogue, own or {}))


def with_messages(messages: dict[str, str], own: dict[str, str] | None = None) -> Translator:
    catalogue = Catalogue("cy", {("", message): text for message, text in messages.items()})
    return Translator(catalogue, Labels(catalogue, own or {}))


def cell(text: str, ref: str) -> Span:
    return Span(text, Origin.CELL, ref)


# --- a line -----------------------------------------------------------------------------------------------------------


def test_places_may_change_their_order_and_numbers_keep_their_cells() -> None:
    line = (cell("60", "q8#yes"), Span(" of "), cell("85", "q8#base"), Span(" individuals agreed."))
    said = with_messages({"{1} of {2} individuals agreed.": "O blith {2} unigolyn, cytunodd {1}."}).line(line)
    assert plain(said) == "O blith 85 unigolyn, cytunodd 60."
    assert [span.ref for span in said if span.ref] == ["q8#base", "q8#yes"]
    assert not any(span.lang for span in said)


def test_what_the_catalogue_does_not_hold_stays_english_as_a_sentence_and_is_counted() -> None:
    ours = with_messages({"Base": "Sail", "of": "o", "{1} agreed.": "Cytunodd {1}."})
    line = (cell("60", "a#b"), Span(" agreed. Of all "), cell("85", "a#base"), Span(" nobody was sure."))
    said = ours.line(line)
    assert [(span.text, span.lang) for span in said] == [
        ("Cytunodd ", ""), ("60", ""), (". ", ""), ("Of all ", "en"), ("85", ""), (" nobody was sure.", "en"),
    ]  # fmt: skip
    assert ours.tally.messages == {"Of all {1} nobody was sure.": 1}
    assert (ours.tally.words, ours.tally.translated) == (6, 1)


def test_a_list_of_any_length_is_one_message() -> None:
    ours = with_messages({"Under these headings: {1}.": "O dan y penawdau hyn: {1}."})
    for count in (1, 2, 7):
        names = [Span(f"{number}", Origin.LABEL) for number in range(count)]
        line: list[Span] = [Span("Under these headings: ")]
        for place, name in enumerate(names):
            line += [Span("; "), name] if place else [name]
        said = plain(ours.line((*line, Span("."))))
        assert said == f"O dan y penawdau hyn: {'; '.join(str(number) for number in range(count))}."


def test_phrases_for_shares_dates_fixed_labels_and_numbering_are_told_in_the_language() -> None:
    ours = translator({"Yes": "Ydw"}, share__most="y rhan fwyaf", month__May="Mai", label__Base="Sail", Table="Tabl")
    line = (
        cell("Most", "q1#yes"), Span(" "), Span("Yes", Origin.LABEL), Span(" "), Span("Base", Origin.LABEL), Span(" "),
        Span("4 May 2022", Origin.PARAMETER), Span(" "), Span("Table 3.2", Origin.NUMBERING), Span(" "),
        Span("Leeds", Origin.LABEL),
    )  # fmt: skip
    said = ours.line(line)
    assert plain(said) == "Y rhan fwyaf Ydw Sail 4 Mai 2022 Tabl 3.2 Leeds"
    assert [span.text for span in said if span.lang == "en"] == ["Leeds"]
    assert ours.tally.labels == {"Leeds": 1}


def test_what_a_cell_counts_is_told_if_all_its_names_are() -> None:
    own = {"Benches": "Meinciau", "Yes": "Ydw", "People": "Pobl"}
    ours = translator(own, **{"about__{1} of {2} who answered": "{1} o'r {2} a atebodd"})
    about = "Q1 (Benches), People: Yes, 3 of 6 who answered"
    assert ours.about(about) == "Q1 (Meinciau), Pobl: Ydw, 3 o'r 6 a atebodd"
    assert ours.about(about.replace("People", "Bodies")) == about.replace("People", "Bodies")


LETTERS = st.text("abc ,.;:", min_size=1, max_size=12)
SPANS = st.one_of(
    LETTERS.map(Span),
    st.integers(0, 99).map(lambda number: cell(str(number), f"q{number}#base")),
    st.sampled_from(["Yes", "No", "18 to 24"]).map(lambda text: Span(text, Origin.LABEL)),
)


@settings(max_examples=40)
@given(st.lists(SPANS, max_size=12).map(tuple), st.randoms(use_true_random=False))
def test_no_number_is_lost_or_made_whatever_a_catalogue_says(line: Line, chance: random.Random) -> None:
    message, places = skeleton(line)
    numbers = [f"{{{place}}}" for place in range(1, len(places) + 1)]
    chance.shuffle(numbers)
    for catalogue in ({}, {message.strip(): " x ".join(numbers) or "x"}):
        said = with_messages(catalogue).line(line)
        assert Counter((span.text, span.ref) for span in said if span.ref) == Counter(
            (span.text, span.ref) for span in line if span.ref
        )


def test_a_line_in_english_is_the_same_line() -> None:
    line = (Span("Of "), cell("85", "a#base"), Span(" people: some. Others, not."))
    assert plain(with_messages({}).line(line)) == plain(line)


# --- exhibits, drawings, markdown -------------------------------------------------------------------------------------


def test_an_exhibit_keeps_what_is_no_words() -> None:
    ours = with_messages({"Base": "Sail"})
    figure = Figure("q1", (Span("Base"),), "<svg/>", (Span("Base "), cell("85", "a#base")), "table-q1")
    said = translated_exhibit(figure, ours)
    assert isinstance(said, Figure)
    assert (said.id, said.table, plain(said.title), plain(said.alt)) == ("q1", "table-q1", "Sail", "Sail 85")
    note = translated_exhibit(Paragraph((Span("Base"),), "note"), ours)
    assert isinstance(note, Paragraph)
    assert note.style == "note"


SVG = '<svg xmlns="http://www.w3.org/2000/svg"><g>{}</g></svg>'
TEXT = '<text x="100" y="{}" font-size="10px" text-anchor="end">{}</text>'


def test_a_label_of_a_chart_is_translated_over_its_lines_and_made_smaller_only_where_it_must() -> None:
    lines = TEXT.format(10, "Network, forum or") + TEXT.format(21, "membership") + TEXT.format(60, "Leeds")
    ours = with_messages({}, {"Network, forum or membership": "Rhwydwaith neu fforwm"})
    said = translated_drawing(SVG.format(lines + TEXT.format(80, "45%")), ours)
    assert re.findall(r">([^<>]+)</text>", said) == ["Rhwydwaith", "neu fforwm", "Leeds", "45%"]
    assert re.findall(r'lang="en"[^>]*>([^<]+)', said) == ["Leeds"]
    assert said.count('font-size="10px"') == 4
    long = with_messages({}, {"Leeds": "Enw hir iawn na all sefyll yma"})
    assert 'font-size="10px"' not in translated_drawing(SVG.format(TEXT.format(10, "Leeds")), long)


def test_markdown_is_a_message_a_paragraph() -> None:
    ours = with_messages({"How": "Sut", "Well told.": "Da."})
    assert translated_markdown("## How\n\nWell\ntold.\n\n- How\n- Why", ours) == "## Sut\n\nDa.\n\n- Sut\n- Why"
    assert ours.tally.messages == {"Why": 1}


def test_the_data_block_keeps_identifiers_and_numbers() -> None:
    block = {
        "words": {}, "option": [["yes", "Yes"]], "level": [["", ""], ["people", "People"]],
        "questions": {"q1": {"number": "Q1", "short": "Benches", "wording": "Yes?", "kind": "single"}},
        "breakdowns": {"who": ["Who"]}, "source": "<Council>", "note": ["", "Yes"], "cells": [[0, 0, 1, 0, "3"]],
    }  # fmt: skip
    ours = with_messages({}, {"Yes": "Ydw", "People": "Pobl", "Benches": "Meinciau", "Who": "Pwy"})
    text = translated_block(json.dumps(block), ours)
    said = json.loads(text)
    assert "<" not in text
    assert said["option"] == [["yes", "Ydw"]]
    assert said["level"] == [["", ""], ["people", "Pobl"]]
    assert said["questions"]["q1"] == {"number": "Q1", "short": "Meinciau", "wording": "Yes?", "kind": "single"}
    assert (said["breakdowns"], said["note"], said["source"]) == ({"who": ["Pwy"]}, ["", "Ydw"], "<Council>")
    assert said["cells"] == block["cells"]


# --- the catalogue ----------------------------------------------------------------------------------------------------


def test_each_message_of_the_catalogue_has_the_places_of_the_english_and_no_number_of_its_own() -> None:
    for (context, message), said in read_catalogue(WELSH).messages.items():
        assert sorted(PLACES.findall(message)) == sorted(PLACES.findall(said)), message
        assert re.findall(r"\d+", PLACES.sub("", message)) == re.findall(r"\d+", PLACES.sub("", said)), message
        english = set(re.findall(rf"\w+|[{SIGNS}]", message.casefold()))
        if context != "share" and not english & (NUMBER_WORDS | set(SIGNS)):
            assert number_in(PLACES.sub("", said)) == "", message


def test_the_catalogue_says_that_nobody_has_read_it() -> None:
    assert "NEEDS REVIEW" in (LOCALE / "cy.po").read_text(encoding="utf-8")
    assert not read_catalogue(WELSH).reviewed


def test_the_welsh_of_a_few_messages_is_what_any_book_says() -> None:
    welsh = read_catalogue(WELSH)
    months = ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref",
              "Tachwedd", "Rhagfyr"]  # fmt: skip
    dates = [welsh.date(f"1 {month} 2024") for month in (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December")]  # fmt: skip
    assert dates == [f"1 {month} 2024" for month in months]
    assert [welsh.find(text) for text in ("Contents", "Question", "Table", "Figure", "Summary")] == [
        "Cynnwys", "Cwestiwn", "Tabl", "Ffigur", "Crynodeb",
    ]  # fmt: skip


def test_the_list_of_messages_holds_what_the_code_says() -> None:
    missing = without_stops(messages_of_code(PROJECT / "notebooks") | messages_of_pot()) - messages_of_pot()
    assert not missing, f"findings.pot is stale: {RENEW}\n" + "\n".join(sorted(each.text for each in missing))


def test_the_list_of_messages_holds_what_the_real_reports_say(real_runs: dict[str, Path]) -> None:
    known = messages_of_pot()
    missing = {each for each in without_stops(messages_of_runs(real_runs.values()) | known) if each not in known}
    assert not missing, f"findings.pot is stale: {RENEW}\n" + "\n".join(sorted(each.text for each in missing))


def test_the_catalogue_covers_the_real_reports(real_runs: dict[str, Path]) -> None:
    for name, run in real_runs.items():
        tally = coverage_of(run, WELSH)
        print(f"{name}: {tally.translated:,} of {tally.words:,} words of its own in Welsh, {100 * tally.share:.1f}%")
        assert tally.share > 0.95, tally.messages
    said = read_catalogue(WELSH)
    pot = messages_of_pot()
    held = sum(bool(said.find(message.text, message.context)) for message in pot)
    print(f"{held:,} of {len(pot):,} messages")
    assert held / len(pot) > 0.95
    assert without_stops({Message(text) for text in WORDS.values()} | pot) <= pot


# --- the parameters ---------------------------------------------------------------------------------------------------

LANGUAGES = CONSULTATION.replace("published: 2024-03-04\n", "published: 2024-03-04\nlanguages: [cy]\n")


def refusal(folder: Path, said: str | None, consultation: str = LANGUAGES, name: str = "cy.yaml") -> str:
    """Why a consultation with this file of translations is refused."""
    own = write_small(folder / "benches", consultation=consultation, plan=PLAN)
    if said is not None:
        (own / "languages").mkdir()
        (own / "languages" / name).write_text(said, encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        build(own, PROJECT / "notebooks" / "plan.yaml")
    return str(caught.value)


def test_a_translation_is_read_by_its_english_text(tmp_path: Path) -> None:
    own = write_small(tmp_path / "benches", consultation=LANGUAGES, plan=PLAN)
    (own / "languages").mkdir()
    (own / "languages" / "cy.yaml").write_text(
        '"Do you want   benches?": Ydych chi eisiau meinciau?\n"Yes": Ydw\nBenches in the park: Meinciau\n', "utf-8"
    )
    parameters = build(own, PROJECT / "notebooks" / "plan.yaml")
    assert parameters.translations == {
        "cy": {"Do you want benches?": "Ydych chi eisiau meinciau?", "Yes": "Ydw", "Benches in the park": "Meinciau"}
    }
    assert "languages/cy.yaml" in parameters.files
    assert "languages/cy.yaml" not in parameters.read_by_release


def test_without_a_file_every_text_stays_as_it_is(tmp_path: Path) -> None:
    own = write_small(tmp_path / "benches", consultation=LANGUAGES, plan=PLAN)
    assert build(own, PROJECT / "notebooks" / "plan.yaml").translations == {"cy": {}}


def test_an_unknown_text_names_the_nearest(tmp_path: Path) -> None:
    assert refusal(tmp_path, "Do you want bench?: Meinciau\n") == (
        "benches/languages/cy.yaml, line 1, column 21: a text that the parameters do not have\n"
        "  found:   Do you want bench?\n"
        "  do:      Did you mean 'Do you want benches?'?"
    )


def test_a_translation_says_the_same_figures(tmp_path: Path) -> None:
    consultation = changed(LANGUAGES, "title: Benches in the park", "title: Benches in 3 parks of 12")
    assert refusal(tmp_path, "Benches in 3 parks of 12: Meinciau mewn 3 pharc\n", consultation) == (
        "benches/languages/cy.yaml, line 1, column 27: a translation with other figures than the English\n"
        "  found:   3\n"
        "  allowed: 3, 12\n"
        "  do:      Write the same figures, in any order."
    )


def test_a_translation_is_a_text(tmp_path: Path) -> None:
    assert refusal(tmp_path, '"Yes": true\n') == (
        "benches/languages/cy.yaml, line 1, column 8: a text and its translation belong here\n"
        "  found:   Yes: True\n"
        "  do:      Write a text, in quotes where it looks like a number or a truth value."
    )


def test_a_file_of_a_language_that_nobody_asked_for_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path, "Yes: Sea\n", name="ga.yaml") == (
        "benches/languages/ga.yaml: a file that no language reads\n"
        "  found:   ga.yaml\n"
        "  allowed: cy.yaml\n"
        "  do:      Add the language to 'languages' in consultation.yaml, or rename the file, or take it out."
    )


def test_a_language_without_a_catalogue_is_refused(tmp_path: Path) -> None:
    text = refusal(tmp_path, None, LANGUAGES.replace("[cy]", "[xx]"))
    assert text.startswith("benches/consultation.yaml, line 7, column 13 (languages.0): not one of the allowed values")
    assert "'cy'" in text


def test_a_language_is_asked_for_once(tmp_path: Path) -> None:
    assert refusal(tmp_path, None, LANGUAGES.replace("[cy]", "[cy, cy]")) == (
        "benches/consultation.yaml, line 7, column 17 (languages.1): a language that the report is made in already\n"
        "  found:   cy\n"
        "  do:      Take it out."
    )


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run(real_runs: dict[str, Path]) -> Path:
    """The run of a consultation that is also there in Welsh."""
    return real_runs["scotland-2016"]


def numbers_of(page: Path) -> Counter[tuple[str, str]]:
    tree = lxml_html.fromstring(page.read_bytes())
    return Counter(
        (str(each.get("data-cell")), " ".join(each.text_content().split()))
        for each in tree.iter()
        # A share in words is translated; a number is not.
        if isinstance(each.tag, str) and each.get("data-cell") and re.search(r"\d|\[", each.text_content())
    )


def test_the_page_in_welsh_has_the_same_numbers(run: Path) -> None:
    welsh, english = (numbers_of(run / "public" / name) for name in ("report.cy.html", "report.html"))
    assert welsh == english
    assert sum(english.values()) > 100


def test_the_pages_lead_to_each_other_and_say_their_language(run: Path) -> None:
    for own, other, name in (("en", "report.cy.html", "Cymraeg"), ("cy", "report.html", "English")):
        file = "report.html" if own == "en" else "report.cy.html"
        text = (run / "public" / file).read_text(encoding="utf-8")
        assert f'<html lang="{own}">' in text
        language = "cy" if own == "en" else "en"
        assert f'<a href="{other}" hreflang="{language}" lang="{language}">{name}</a>' in text
    assert links("en", ("en",)) == ()


def test_what_stays_english_on_the_page_is_marked_as_english(run: Path) -> None:
    tree = lxml_html.fromstring((run / "public" / "report.cy.html").read_bytes())
    marked = {" ".join(each.text_content().split()) for each in tree.xpath('//*[@lang="en"]')}
    listed = (run / "restricted" / "untranslated.cy.csv").read_text(encoding="utf-8")
    assert "The engagement paper. Open Government Licence v3.0." in marked
    assert "The engagement paper. Open Government Licence v3.0." in listed
    # Common English words stand nowhere on the page but where it says so.
    for node in tree.iter():
        if not isinstance(node.tag, str) or node.tag in ("style", "script", "desc", "title"):
            continue
        above = [node, *node.iterancestors()]
        own = node.text or ""
        if not any(each.get("lang") == "en" for each in above) and re.search(r"\b(the|who|their|which)\b", own):
            pytest.fail(f"English that is not marked: {own}")
    notes = [" ".join(each.text_content().split()) for each in tree.xpath('//p[@class="language"]')]
    assert len(notes) == 3


def test_numbering_and_dates_are_in_welsh(run: Path) -> None:
    text = (run / "public" / "report.cy.html").read_text(encoding="utf-8")
    assert "29 Gorffennaf 2016" in text
    assert not re.search(r'data-origin="numbering">(Table|Figure) ', text)
    assert re.search(r'data-origin="numbering">Tabl \d', text)


# --- whoever changes it is told ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def against(run: Path) -> tuple[Page, Lookup, dict[str, str]]:
    """What a page in Welsh is held against."""
    cells = {each.cell: each for each in from_csv((run / "public" / "evidence.csv").read_text(encoding="utf-8"))}
    inputs, _ = read_inputs(run, frozenset(each.note for each in cells.values() if each.note))
    assert inputs is not None
    return read_page(run / "public" / "report.html"), Lookup(cells, inputs), translations_of(run, "cy")


Against = tuple[Page, Lookup, dict[str, str]]


def judged(run: Path, tmp_path: Path, against: Against, change: Callable[[str], str]) -> list[str]:
    """What the audit says of a changed page."""
    text = (run / "public" / "report.cy.html").read_text(encoding="utf-8")
    after = change(text)
    (tmp_path / "report.cy.html").write_text(after, encoding="utf-8")
    found = language_problems(tmp_path, "report.cy.html", "cy", *against)
    return [f"{problem.what}: {problem.found}" for problem in found]


def first(old: str, new: str, after: str = "<main") -> Callable[[str], str]:
    """The first of a text below a place, changed."""

    def change(text: str) -> str:
        start = text.index(old, text.index(after))
        return text[:start] + new + text[start + len(old) :]

    return change


def swapped(one: str, other: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        start = text.index("<main")
        rest = text[start:].replace(one, "\0", 1).replace(other, one, 1).replace("\0", other, 1)
        return text[:start] + rest

    return change


CHANGES: dict[str, tuple[Callable[[str], str], str]] = {
    "a number": (first(">45%<", ">46%<"), "a number that the report in its own language does not have here"),
    "two numbers in two places": (swapped(">364<", ">234<"), "a number that the report in its own language does not"),
    "a label in one place": (first('data-origin="label">Unigolion<', 'data-origin="label">Sefydliadau<'), "label"),
    "a figure in words": (first("Mae ymgynghoriad", "Mae 9 ymgynghoriad"), "other figures than in the report"),
    "a word for a share": (first("Mae ymgynghoriad", "Mae mwyafrif yr ymgynghoriad"), "words that neither"),
    "a shape": (first('data-mark="length"', 'data-mark="position"', "<figure"), "a drawing that is not that"),
    "two labels in one sentence": (swapped(">Unigolion<", ">Sefydliadau<"), "a label that does not say here"),
    "a number of the panel": (first('"45%"', '"46%"', 'id="asked"'), "not the data of the report"),
    "a word of the panel": (first('"Cau"', '"Mwyafrif"', 'id="asked"'), "words of the panel"),
    "a paragraph more": (first("<p", "<p>Rhagor.</p><p"), "a page that is not made like the report"),
    "the style": (lambda text: text.replace("</style>", ".x{color:red}</style>", 1), "a style sheet other than"),
    "what is said of the language": (first('class="language">', 'class="language">12 ', "<header"), "a figure in what"),
}  # fmt: skip


def test_the_page_as_it_was_made_is_clean(run: Path, tmp_path: Path, against: Against) -> None:
    assert judged(run, tmp_path, against, lambda text: text) == []


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_page_in_welsh_is_refused(name: str, run: Path, tmp_path: Path, against: Against) -> None:
    change, what = CHANGES[name]
    found = judged(run, tmp_path, against, change)
    assert any(what in each for each in found), found


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["full", "midpoint"])
def test_both_editions_of_every_kind_of_question_are_there_in_welsh(edition: str, tmp_path: Path) -> None:
    asked = every_kind.CONSULTATION.replace("published: ", "languages: [cy]\npublished: ", 1)
    assert asked != every_kind.CONSULTATION
    every_kind.write(tmp_path / "params" / "places", every_kind.drawn(60, seed=7), asked)
    (result,) = run_all(find_layout(tmp_path / "params", tmp_path / "outputs", edition), ["places"], jobs=2, quiet=True)
    assert result.error is None, result.error
    assert result.folder is not None
    welsh, english = (numbers_of(result.folder / "public" / name) for name in ("report.cy.html", "report.html"))
    assert welsh == english
    assert (result.folder / "board" / "easy_read.cy.docx").is_file()
    cells = {
        each.cell: each for each in from_csv((result.folder / "public" / "evidence.csv").read_text(encoding="utf-8"))
    }
    assert figure_problems(result.folder, cells) == []
    tally = coverage_of(result.folder, WELSH)
    print(f"every kind, {edition}: {tally.translated:,} of {tally.words:,} words, {100 * tally.share:.1f}%")
    assert tally.share > 0.9
