"""The reading order: a summary that stands alone, chapters that leave themselves out, sides and groups told alike."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
import yaml

import two_proposals
from findings.consultation.build import build
from findings.errors import ParameterError
from findings.evidence.share_words import SCALE
from findings.evidence.store import Evidence
from findings.exhibits import (
    across_the_proposals,
    groups_and_equality,
    how_to_read,
    other_channels,
    questionnaire_as_asked,
    section_heading,
    section_questions,
    summary,
    what_differs,
    what_others_said,
    what_people_said,
    what_was_asked,
    who_answered,
)
from findings.exhibits.differences import compared_breakdowns, largest_differences
from findings.exhibits.findings_told import question_findings
from findings.exhibits.how_to_read import WORDS_FOR_SHARES
from findings.exhibits.kinds_of_respondent import kinds_of_respondent
from findings.exhibits.model import (
    MIMETYPE,
    Bullets,
    Exhibit,
    Figure,
    Heading,
    Origin,
    Paragraph,
    Table,
    plain,
    to_json,
)
from findings.exhibits.number_words import number_in
from findings.exhibits.sides import sides
from findings.pipeline.plan import chapter_runs
from findings.publishing.combine import combine
from findings.publishing.html import report_html
from findings.publishing.report import front_of
from two_proposals import CONSULTATION, QUESTIONNAIRE, VOICES, Answers, drawn, evidence_of

PROJECT = Path(__file__).resolve().parents[1]
NOTEBOOKS = PROJECT / "notebooks"
PEOPLE = drawn(160)
CHAPTERS: dict[str, Callable[[Evidence], list[Exhibit]]] = {
    "summary": lambda evidence: [
        Heading((*_words("Summary"),), 1, "summary"),
        *what_was_asked(evidence),
        *who_answered(evidence),
        *what_people_said(evidence),
        *what_differs(evidence),
        *what_others_said(evidence),
    ],
    "how_to_read": how_to_read,
    "ward": lambda evidence: [*section_heading(evidence, "ward"), *section_questions(evidence, "ward")],
    "clinic": lambda evidence: [*section_heading(evidence, "clinic"), *section_questions(evidence, "clinic")],
    "across_the_proposals": across_the_proposals,
    "groups_and_equality": groups_and_equality,
    "other_channels": other_channels,
    "questionnaire": questionnaire_as_asked,
}


def _words(text: str) -> Heading | tuple:  # type: ignore[type-arg]
    from findings.exhibits.wording import words

    return words(text)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of(PEOPLE, CONSULTATION + VOICES)


def said(exhibits: list[Exhibit]) -> list[str]:
    lines = [one.items if isinstance(one, Bullets) else (one.text,) for one in exhibits
             if isinstance(one, Bullets | Heading | Paragraph)]  # fmt: skip
    return [plain(line) for each in lines for line in each]


def rows(table: Table) -> list[tuple[str, ...]]:
    return [(plain(row.header), *(plain(value) for value in row.values)) for row in table.rows]


def share(people: list[Answers], of: str, answer: str) -> str:
    """'38% (39 of 102)', counted from the answers."""
    given = [getattr(one, of) for one in people if getattr(one, of)]
    n, base = given.count(answer), len(given)
    return f"{(200 * n + base) // (2 * base)}% ({n} of {base})"


def page_of(evidence: Evidence) -> str:
    """All chapters as a page, without running a kernel."""
    notebooks = []
    for name, chapter in CHAPTERS.items():
        outputs = [nbformat.v4.new_output("display_data", {MIMETYPE: to_json(one), "text/plain": "x"})
                   for one in chapter(evidence)]  # fmt: skip
        cell = nbformat.v4.new_code_cell("show()", outputs=outputs)
        notebooks.append((name, nbformat.v4.new_notebook(cells=[cell])))
    front = front_of(evidence.story)
    return report_html(combine(notebooks, front), front)


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("</nav>")[2])).split())


# The summary


def test_the_summary_tells_what_was_asked_who_answered_what_they_said_and_what_it_is_not(evidence: Evidence) -> None:
    exhibits = CHAPTERS["summary"](evidence)
    headings = [plain(one.text) for one in exhibits if isinstance(one, Heading)]
    assert headings == [
        "Summary", "What was asked, and who answered", "What people said", "What people said to the other questions",
        "What differs between groups", "What came in other ways",
    ]  # fmt: skip
    kinds = [one.kind for one in PEOPLE]
    told = said(exhibits)
    assert told[4] == (
        f"160 responses were analysed: Individual {kinds.count('individual')}, Organisation "
        f"{kinds.count('organisation')}."
    )
    # The limits stand before the first number of a question.
    first = next(place for place, one in enumerate(exhibits) if isinstance(one, Table))
    assert any("It is not a vote and not a sample" in plain(one.text) for one in exhibits[:first]
               if isinstance(one, Paragraph))  # fmt: skip


def test_all_individuals_and_organisations_stand_together_with_their_bases(evidence: Evidence) -> None:
    (table,) = (one for one in what_people_said(evidence) if isinstance(one, Table))
    due = []
    for question, heading in (("ward", "Q1. The ward"), ("clinic", "Q3. The clinic")):
        for group in ("", *two_proposals.KINDS):
            own = [one for one in PEOPLE if not group or one.kind == group]
            head = f"– {group.capitalize()}" if group else heading
            due.append((head, share(own, question, "in favour"), share(own, question, "against")))
    assert rows(table) == due
    assert [plain(column) for column in table.columns] == ["Support", "Opposition"]
    # The process is no proposal: it has its own chapter.
    assert not any("Q5" in line for line in said(what_people_said(evidence)))


def test_a_hidden_share_is_its_shorthand_and_explained(evidence: Evidence) -> None:
    names = [f"ward.by.respondent_type#{option}@individual{measure}" for option in ("favour", "unsure")
             for measure in ("", "!percent")]  # fmt: skip
    cells = {name: cell.hidden() if name in names else cell for name, cell in evidence.cells.items()}
    (table,) = (one for one in what_people_said(replace(evidence, cells=cells)) if isinstance(one, Table))
    assert rows(table)[1][:2] == ("– Individual", "[c]")
    assert [plain(entry) for entry in table.legend] == ["[c] means not shown, to protect confidentiality"]
    # A bar of three parts would show the hidden one as what is left.
    assert table.rows[1].drawing == ""


def test_without_a_type_of_respondent_it_is_said_that_all_are_together(evidence: Evidence) -> None:
    questionnaire = evidence.story.questionnaire
    without = {name: one for name, one in questionnaire.breakdowns.items() if name != "respondent_type"}
    story = evidence.story.model_copy(
        update={"questionnaire": questionnaire.model_copy(update={"breakdowns": without})}
    )
    (table,) = (one for one in what_people_said(replace(evidence, story=story)) if isinstance(one, Table))
    told = "These data do not tell individuals and organisations apart: every number counts them together."
    assert told in [plain(note) for note in table.notes]


def test_of_many_questions_the_summary_shows_the_first_of_each_section(monkeypatch: pytest.MonkeyPatch) -> None:
    together = QUESTIONNAIRE.replace("questions: [ward, ward_why]", "questions: [ward, ward_why, clinic]").replace(
        "questions: [clinic, clinic_why]", "questions: [clinic_why]"
    )
    monkeypatch.setattr(summary, "MOST_ROWS", 1)
    exhibits = what_people_said(evidence_of(drawn(12), CONSULTATION, together))
    (table,) = (one for one in exhibits if isinstance(one, Table))
    assert [head for head, *_ in rows(table) if not head.startswith("– ")] == ["Q1. The ward"]
    assert "Of each section the first question is shown; the others stand in its chapter." in [
        plain(note) for note in table.notes
    ]


# Sides alike


def test_sides_stand_in_the_order_of_the_questionnaire_whichever_is_larger(evidence: Evidence) -> None:
    assert sides(evidence.story.questionnaire, "ward") == ("against", "favour")
    turned = {"in favour": "against", "against": "in favour"}
    other = evidence_of([replace(one, ward=turned.get(one.ward, one.ward)) for one in PEOPLE])
    forms = []
    for own in (evidence, other):
        (finding,) = (plain(one.text) for one in question_findings(own, "ward")
                      if isinstance(one, Paragraph) and one.style == "finding")  # fmt: skip
        forms.append(re.sub(r"\d+", "0", finding))
        against, favour = finding.removesuffix(".").split(". In favour: ")
        form = [re.sub(r"\d+", "0", part) for part in (against.removeprefix("Against: "), favour)]
        assert form[0] == form[1]
    assert forms[0] == forms[1]


@pytest.mark.parametrize(("given", "told"), [
    ((60, 40, 0), "Against: a minority, 40% (40 of 100 who answered). In favour: a majority, 60% (60 of 100 who "
                  "answered)."),
    # Of those who answered three in five are in favour, of all respondents less than half: no word says both.
    ((36, 24, 40), "Against: 40% (24 of 60 who answered); 24% of the 100 who were asked. In favour: 60% (36 of 60 who "
                   "answered); 36% of the 100 who were asked."),
    # Of so few a word would say more than is known.
    ((3, 2, 0), "Against: 40% (2 of 5 who answered). In favour: 60% (3 of 5 who answered)."),
])  # fmt: skip
def test_a_word_for_a_share_is_true_of_each_base_or_not_there(given: tuple[int, int, int], told: str) -> None:
    answers = [answer for answer, n in zip(("in favour", "against", ""), given, strict=True) for _ in range(n)]
    own = evidence_of([Answers("individual", ward=answer, heard="Yes") for answer in answers])
    assert plain(next(iter(question_findings(own, "ward"))).text) == told


def test_groups_are_told_with_both_sides(evidence: Evidence) -> None:
    by_kind = next(line for line in said(list(question_findings(evidence, "ward"))) if "Individual" in line)
    individuals, organisations = ([one for one in PEOPLE if one.kind == kind] for kind in two_proposals.KINDS)
    assert by_kind == (
        f"Against by group: Individual {share(individuals, 'ward', 'against')}; Organisation "
        f"{share(organisations, 'ward', 'against')}. In favour by group: Individual "
        f"{share(individuals, 'ward', 'in favour')}; Organisation {share(organisations, 'ward', 'in favour')}."
    )


@pytest.mark.parametrize(("answers", "title"), [
    (("in favour", "in favour", "against"), "Support was larger than opposition"),
    (("against", "against", "in favour"), "Opposition was larger than support"),
    (("against", "in favour"), "Support and opposition, question by question"),
])  # fmt: skip
def test_the_title_says_which_side_was_larger_in_the_same_words(answers: tuple[str, ...], title: str) -> None:
    people = [Answers("individual", ward=answer) for answer in answers]
    one = QUESTIONNAIRE.replace("questions: [clinic, clinic_why]", "questions: [clinic_why]").replace(
        QUESTIONNAIRE[QUESTIONNAIRE.index("  clinic: {kind"):QUESTIONNAIRE.index("  heard:\n")], ""
    )  # fmt: skip
    ignoring = CONSULTATION.replace("source: The survey}", "source: The survey, ignored_columns: [clinic]}")
    (table,) = (each for each in what_people_said(evidence_of(people, ignoring, one)) if isinstance(each, Table))
    assert plain(table.title) == title


# What differs


def test_the_largest_difference_in_each_direction_is_named_with_both_sides(evidence: Evidence) -> None:
    found = {}
    for question in ("ward", "clinic"):
        groups = [[one for one in PEOPLE if one.sex == sex and getattr(one, question)] for sex in two_proposals.SEXES]
        if min(map(len, groups)) >= 30:
            points = []
            for answer, sign in (("in favour", 1), ("against", -1)):
                female, male = (sum(getattr(one, question) == answer for one in own) / len(own) for own in groups)
                points.append(100 * sign * (male - female))
            found[question] = max(points, key=abs)
    due = [max(found, key=found.__getitem__), min(found, key=found.__getitem__)]
    due = [question for place, question in enumerate(due) if (found[question] >= 5, found[question] <= -5)[place]]
    assert due and [one.question for one in largest_differences(evidence, "sex")] == due


def test_protected_characteristics_come_first_and_those_not_known_are_told(evidence: Evidence) -> None:
    assert compared_breakdowns(evidence) == ["sex", "respondent_type"]
    told = said(groups_and_equality(evidence))
    assert told[2] == (
        "By these protected characteristics nothing can be shown, since the data do not tell them: age, disability, "
        "gender reassignment, marriage and civil partnership, pregnancy and maternity, race, religion or belief and "
        "sexual orientation."
    )
    assert [text for text in told if text in ("Sex", "Individuals and organisations")] == [
        "Sex", "Individuals and organisations",
    ]  # fmt: skip


def test_the_least_base_is_a_parameter() -> None:
    strict = evidence_of(PEOPLE, f"{CONSULTATION}report: {{least_base: 1000}}\n")
    assert largest_differences(strict, "sex") == []
    assert "No difference is named" in " ".join(said(what_differs(strict)))
    assert "at least 1000 answered" in " ".join(said(groups_and_equality(strict)))


def test_groups_of_which_numbers_are_hidden_are_named(evidence: Evidence) -> None:
    name = "clinic.by.sex#base@male"
    hidden = replace(evidence, cells={**evidence.cells, name: evidence.cells[name].hidden()})
    told = "Of these groups numbers are hidden, so that nobody can be recognised: Male."
    assert told in said(groups_and_equality(hidden)) and told not in said(groups_and_equality(evidence))


def test_a_breakdown_by_type_with_the_fewest_groups_stands_beside_headlines() -> None:
    groups = "groups: {one: {label: One, of: [individual]}, body: {label: Body, of: [organisation, charity]}}"
    finer = QUESTIONNAIRE.replace(
        "organisation: {label: Organisation}}", "organisation: {label: Organisation}, charity: {label: Charity}}"
    ).replace("breakdowns:\n", f"breakdowns:\n  coarse: {{title: Coarse, question: respondent_type, {groups}}}\n")
    own = evidence_of(drawn(20), CONSULTATION, finer)
    assert kinds_of_respondent(own) == "coarse"
    n = sum(one.kind == "individual" for one in drawn(20))
    # No cell counts a group of several answers of all respondents, so the answers are told.
    assert said(who_answered(own))[0] == (
        f"20 responses were analysed: Individual {n}, Organisation {20 - n}, Charity 0."
    )


# Chapters that leave themselves out


def test_a_chapter_without_content_has_no_heading_either() -> None:
    alone = QUESTIONNAIRE.replace("label: Travel", "label: Journeys", 1).replace("scale: side}", "scale: side}", 1)
    bare = evidence_of(drawn(9), CONSULTATION, alone)
    assert other_channels(bare) == [] and what_others_said(bare) == []
    # The reasons are not the same any more; the sides still are.
    assert [one.anchor for one in across_the_proposals(bare) if isinstance(one, Heading)] == [
        "across-the-proposals", "across-sides",
    ]  # fmt: skip
    none = replace(bare, story=bare.story.model_copy(
        update={"questionnaire": bare.story.questionnaire.model_copy(update={"breakdowns": {}})}
    ))  # fmt: skip
    assert groups_and_equality(none) == [] and what_differs(none) == []


def test_a_notebook_that_shows_nothing_is_no_chapter_and_takes_no_number() -> None:
    def chapter(*texts: str) -> nbformat.NotebookNode:
        outputs = [
            nbformat.v4.new_output("display_data", {MIMETYPE: to_json(Heading((), 1, text)), "text/plain": text})
            for text in texts
        ]
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("show()", outputs=outputs)])

    front = front_of(evidence_of(drawn(2)).story)
    combined = combine([("one", chapter("first")), ("empty", chapter()), ("two", chapter("second"))], front)
    assert [(entry.number, entry.anchor) for entry in combined.metadata.findings.contents] == [
        ("1", "first"), ("2", "second"),
    ]  # fmt: skip
    assert "empty" not in {cell.metadata.findings.chapter for cell in combined.cells}


def test_the_themes_of_proposals_stand_side_by_side(evidence: Evidence) -> None:
    tables = [one for one in across_the_proposals(evidence) if isinstance(one, Table)]
    figures = [one for one in across_the_proposals(evidence) if isinstance(one, Figure)]
    assert len(tables) == 2 and {one.table for one in figures} == {one.id for one in tables}
    values = {plain(value) for row in tables[1].rows for value in row.values}
    for why in ("ward_why", "clinic_why"):
        answered = [getattr(one, why) for one in PEOPLE if getattr(one, why)]
        n = sum("Travel" in reasons for reasons in answered)
        assert f"{(200 * n + len(answered)) // (2 * len(answered))}%" in values


# Other voices


def test_other_voices_are_told_beside_the_responses_and_not_counted(evidence: Evidence) -> None:
    assert said(what_others_said(evidence)) == [
        "What came in other ways",
        "Public meetings in March: 12 meetings. “Buses stop at 6.” “<b>Keep</b> the ward.”",
        "Save the ward: 3,400 signatures.",
        "This is not counted with the responses: people may have spoken in more than one way.",
    ]
    (table,) = (one for one in other_channels(evidence) if isinstance(one, Table) and one.id == "other_voices")
    assert rows(table) == [
        ("Public meetings in March", "Event", "12 meetings", "“Buses stop at 6.” “<b>Keep</b> the ward.”",
         "Notes of the meetings"),
        ("Save the ward", "Petition", "3,400 signatures", "Not recorded", "The petition as handed in"),
    ]  # fmt: skip
    spans = [span for row in table.rows for value in row.values for span in value]
    assert {span.origin for span in spans if re.search(r"\d", span.text)} == {Origin.PARAMETER, Origin.QUOTE}
    assert evidence_of(PEOPLE, CONSULTATION).cells == evidence.cells


def test_while_it_is_open_neither_answers_nor_other_voices_are_told() -> None:
    still = evidence_of(PEOPLE, CONSULTATION + VOICES, edition="midpoint")
    assert still.story.other_voices == {} and not still.story.questionnaire.sections
    assert what_people_said(still) == [] and what_differs(still) == [] and what_others_said(still) == []
    assert across_the_proposals(still) == [] and groups_and_equality(still) == [] and other_channels(still) == []
    assert [plain(row.header) for one in questionnaire_as_asked(still) if isinstance(one, Table)
            for row in one.rows] == ["P1. Type of respondent", "P2. Sex"]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), [
    (VOICES.replace("  meetings:", "  Meetings:"),
     "{file}, line 14, column 5 (other_voices.Meetings): not a name: names are small letters, digits and _, "
     "and begin with a letter\n  found:   Meetings\n  do:      Choose another name; what readers see is its label."),
    (VOICES.replace("Save the ward", "Public meetings in March"),
     "{file}, line 20, column 37 (other_voices.petition.label): the label of 'meetings': nobody could tell them apart\n"
     "  found:   Public meetings in March\n  do:      Give it a label of its own."),
    (VOICES.replace("kind: petition", "kind: poll"),
     "{file}, line 20, column 20 (other_voices.petition.kind): not one of the allowed values\n  found:   'poll'\n"
     "  allowed: 'event', 'letter', 'petition', 'social_media' or 'other'"),
])  # fmt: skip
def test_wrong_other_voices_are_told(tmp_path: Path, text: str, message: str) -> None:
    folder = two_proposals.write(tmp_path / "own", PEOPLE[:2], CONSULTATION + text)
    with pytest.raises(ParameterError) as caught:
        build(folder, NOTEBOOKS / "plan.yaml")
    assert str(caught.value) == message.replace("{file}", "own/consultation.yaml")


# The process


def test_the_process_is_a_section_in_a_place_of_its_own(tmp_path: Path) -> None:
    parameters = build(two_proposals.write(tmp_path / "own", PEOPLE[:2]), NOTEBOOKS / "plan.yaml")
    assert [run.id for run in chapter_runs(parameters, NOTEBOOKS)] == [
        "summary", "context", "how_to_read", "who_responded", "section:ward", "section:clinic", "across_the_proposals",
        "groups_and_equality", "principles", "other_channels", "points_raised", "process:process", "method_and_limits",
        "questionnaire",
    ]  # fmt: skip


def test_the_chapter_on_the_process_says_what_it_is(evidence: Evidence) -> None:
    told = "These questions asked how the consultation itself was done; their answers support or oppose no proposal."
    assert said(section_heading(evidence, "process")) == ["How we consulted", told]
    assert said(section_heading(evidence, "ward")) == ["Close the ward"]


def test_a_section_is_not_a_proposal_and_the_process(tmp_path: Path) -> None:
    both = QUESTIONNAIRE.replace("about: process,", "about: process, proposal: true,")
    with pytest.raises(ParameterError) as caught:
        build(two_proposals.write(tmp_path / "own", PEOPLE[:2], CONSULTATION, both), NOTEBOOKS / "plan.yaml")
    line = 1 + both.split("\n").index(next(line for line in both.split("\n") if "How we consulted" in line))
    assert str(caught.value) == (
        f"own/questionnaire.yaml, line {line}, column 45 (sections.process.about): a section cannot be a "
        "proposal and be about the process\n  found:   process\n  do:      Take 'proposal' or 'about' out."
    )


# The plan


def own_plan(tmp_path: Path, change: Callable[[dict], dict]) -> list[str]:  # type: ignore[type-arg]
    plan = yaml.safe_load((NOTEBOOKS / "plan.yaml").read_text(encoding="utf-8"))
    folder = two_proposals.write(tmp_path / "own", PEOPLE[:2])
    chapters = change(plan["chapters"])
    (folder / "plan.yaml").write_text(yaml.safe_dump({**plan, "chapters": chapters}, sort_keys=False), encoding="utf-8")
    return [run.id for run in chapter_runs(build(folder, NOTEBOOKS / "plan.yaml"), NOTEBOOKS)]


def test_a_plan_of_its_own_reorders_and_leaves_out(tmp_path: Path) -> None:
    kept = ("who_responded", "process", "section", "summary")
    assert own_plan(tmp_path, lambda chapters: {name: chapters[name] for name in kept}) == [
        "who_responded", "process:process", "section:ward", "section:clinic", "summary",
    ]  # fmt: skip


def test_a_plan_of_its_own_adds(tmp_path: Path) -> None:
    runs = own_plan(tmp_path, lambda chapters: {
        **chapters, "again": {"notebook": "60_annexes.ipynb", "reads": "profile", "parameters": {}},
    } if chapters.pop("questionnaire") else {})  # fmt: skip
    assert runs[-1] == "again"


@pytest.mark.parametrize(("chapter", "message"), [
    ({"notebook": "30_section.ipynb", "for_each": "section", "reads": "section"},
     "(chapters.more.notebook): a notebook that the chapter 'section' runs already\n"
     "  found:   30_section.ipynb, section 'ward'\n  do:      Let each say what it is about, or take one of them out."),
    ({"notebook": "15_how_to_read.ipynb", "about": "process", "reads": "method"},
     "(chapters.more.about): only a chapter that runs once a section can be about some sections\n"
     "  found:   process\n  do:      Add 'for_each: section', or take 'about' out."),
])  # fmt: skip
def test_a_wrong_chapter_is_told(tmp_path: Path, chapter: dict[str, str], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        own_plan(tmp_path, lambda chapters: {**chapters, "more": chapter})
    assert message in re.sub(r"own/plan\.yaml:\d+ ", "", str(caught.value))


def test_what_the_page_of_the_docs_shows_works(tmp_path: Path) -> None:
    text = (PROJECT / "docs" / "what_the_report_holds.md").read_text(encoding="utf-8")
    plan, consultation, questionnaire = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert own_plan(tmp_path, lambda chapters: yaml.safe_load(plan)["chapters"]) == [
        "summary", "process:process", "section:ward", "section:clinic", "method_and_limits",
    ]  # fmt: skip
    folder = two_proposals.write(tmp_path / "docs", PEOPLE[:2], CONSULTATION + consultation)
    assert set(build(folder, NOTEBOOKS / "plan.yaml").consultation.other_voices) == {"meetings"}
    assert yaml.safe_load(questionnaire)["sections"]["feedback"]["about"] == "process"
    # Every chapter of the common plan has its line.
    rows = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    common = yaml.safe_load((NOTEBOOKS / "plan.yaml").read_text(encoding="utf-8"))["chapters"]
    assert rows == list(common)


def test_words_of_our_own_hold_no_number(evidence: Evidence) -> None:
    own = [span.text for chapter in CHAPTERS.values() for one in chapter(evidence) for line in _lines(one)
           for span in line if span.origin is Origin.WORDS]  # fmt: skip
    assert [(text, number_in(text)) for text in own if number_in(text)] == []


# Bad input, through the page


def test_one_respondent_and_a_proposal_without_answers_are_told_plainly() -> None:
    alone = evidence_of([Answers("individual", "Female", "against", heard="Yes")], CONSULTATION + VOICES)
    text = text_of(page_of(alone))
    for told in ("1 response was analysed: Individual 1 , Organisation 0 .", "Nobody answered this question.",
                 "Q1 . The ward . Against : 100% ( 1 of 1 who answered)", "No difference is named"):  # fmt: skip
        assert told.replace(" ", "") in text.replace(" ", ""), told
    assert "[z] (" not in text
    figures = [one for one in section_questions(alone, "clinic") if isinstance(one, Figure)]
    assert figures == []


def test_a_long_option_and_markup_are_shown_whole_and_harmless() -> None:
    long = "In favour, but only if " + "buses run later and " * 14
    assert len(long) >= 300
    nasty = '<script>alert("x")</script> *b* $x$ #panic() 🚑 \u0627\u0644'
    own = QUESTIONNAIRE.replace("label: In favour,", f"label: {json.dumps(long.strip())}, also: [In favour],")
    own = own.replace("wording: Shall the ward close?", f"wording: {json.dumps(nasty, ensure_ascii=False)}")
    voices = VOICES.replace("Buses stop at 6.", nasty.replace('"', "'"))
    page = page_of(evidence_of(drawn(40), CONSULTATION + voices, own))
    assert "<script>alert" not in page and "<b>Keep</b>" not in page
    text = text_of(page)
    assert long.strip() in text and "*b* $x$ #panic()" in text and "<b>Keep</b> the ward." in text


# Words of our own

ADVICE = re.compile(
    r"recommend|should (?:be )?(?:decide|approve|adopt|reject|proceed|go ahead)|preferred (?:option|proposal|choice)|"
    r"best (?:option|choice|proposal)|ought to|mandate|we (?:propose|suggest|advise)|what to decide|for the decision",
    re.IGNORECASE,
)


def test_the_report_gives_no_advice(evidence: Evidence) -> None:
    own = [span.text for chapter in CHAPTERS.values() for one in chapter(evidence) for line in _lines(one)
           for span in line if span.origin is Origin.WORDS]  # fmt: skip
    own += [
        "".join(cell.source)
        for path in NOTEBOOKS.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if not path.name.startswith("00_")
    ]
    templates = PROJECT / "src" / "findings" / "publishing" / "templates"
    own += [path.read_text(encoding="utf-8") for path in templates.rglob("*.j2")]
    rooms = [PROJECT / "src" / "findings" / room for room in ("exhibits", "publishing")]
    own += [path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py")]
    assert len(own) > 100
    assert [match[0] for text in own for match in ADVICE.finditer(text)] == []


def _lines(exhibit: Exhibit) -> list[tuple]:  # type: ignore[type-arg]
    if isinstance(exhibit, Bullets):
        return list(exhibit.items)
    if isinstance(exhibit, Table):
        values = [value for row in exhibit.rows for value in (row.header, *row.values)]
        return [exhibit.title, exhibit.stub, *exhibit.columns, *exhibit.notes, *exhibit.legend, *values]
    if isinstance(exhibit, Figure):
        return [exhibit.title, exhibit.subtitle, exhibit.alt, *exhibit.notes]
    return [exhibit.text]


def test_how_to_read_tells_the_scale_of_words_as_it_is() -> None:
    for phrase in SCALE:
        core = phrase.text.removeprefix("around ").removeprefix("a ")
        assert core in WORDS_FOR_SHARES.lower(), phrase.text
    assert (SCALE[7].high, SCALE[8].low, SCALE[9].low) == (
        pytest.approx(1 / 10), pytest.approx(9 / 10), pytest.approx(3 / 4),
    )  # fmt: skip


def test_the_questionnaire_is_told_as_it_was_asked(evidence: Evidence) -> None:
    tables = {one.id: rows(one) for one in questionnaire_as_asked(evidence) if isinstance(one, Table)}
    assert list(tables) == ["asked.profile", "asked.ward", "asked.clinic", "asked.process"]
    answered = sum(bool(one.ward) for one in PEOPLE)
    assert tables["asked.ward"][0] == (
        "Q1. The ward", "Shall the ward close? Answer, one of: Against; Unsure; In favour. Shares are of those who "
        "answered the question.", str(answered),
    )  # fmt: skip
    assert tables["asked.ward"][1][1].startswith("Why? Answers, as many as apply: Travel; Cost; Staff. ")
