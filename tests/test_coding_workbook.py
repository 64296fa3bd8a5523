"""The coding workbook: dealt out, coded in as people do, and in again; nothing is lost on the way."""

from __future__ import annotations

import csv
import datetime
import itertools
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coded import TEXTS, as_csv, respondent, write_coded
from findings.cli import main
from findings.consultation.build import Parameters, build
from findings.consultation.codeframe import CodeFrame, Sentiment, Theme
from findings.errors import ParameterError, Problem
from findings.freetext.coding import Status
from findings.intake import receive
from findings.intake.received import Received
from findings.setup.coding_book import coding_in, coding_out
from findings.setup.coding_comments import row_key
from findings.setup.coding_desk import Desk, open_desk
from findings.setup.coding_merge import choices_of, codings_of
from findings.setup.coding_read import read_book
from findings.setup.coding_rows import Choices
from findings.setup.coding_sheets import in_cell, pieces
from findings.setup.coding_split import coders_in, split, stem_of
from findings.setup.coding_words import Words, sheet_name
from findings.setup.read import Workbook, read_workbook

PLAN = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"
HUB, HOURS, ELSE = "Q2 Comments on the hub", "Q4 Comments on the hours", "Q5 More on the hours"
NOTHING, OTHER, ASIDE = (
    "Nothing that answers the question",
    "Another point than those of the code frame",
    "Set aside, with a reason",
)
FORMULA = '=HYPERLINK("http://x.example","see")'
WELSH, GUJARATI = "Mae'r ganolfan yn rhy bell i mi, ŵyr neb sut i gyrraedd.", "હબ મારા ઘરથી ખૂબ દૂર છે."
LONG = "\n".join(f"Paragraph {number}: the hub is too far away for us, and has been. " * 3 for number in range(500))
MANY = 48
HEAD = "response_id,question,code,coder,date,sentiment,status,note,quote"
Grid = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def received_once() -> Iterator[None]:
    """The responses are the same in every test, and are received once: that they are received at all is seen once."""
    kept: dict[bytes, Received] = {}

    def once(parameters: Parameters) -> Received:
        content = (parameters.folder / "responses.csv").read_bytes()
        if content not in kept:
            kept[content] = receive(parameters)
        return kept[content]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("findings.setup.coding_desk.receive", once)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody has coded yet; a machine has suggested something of three comments."""
    folder = write_coded(tmp_path_factory.mktemp("made"))
    (folder / "kept" / "codings" / "team.csv").unlink()
    own = {"r1": FORMULA, "r2": WELSH, "r3": GUJARATI, "r4": " \n ", "r6": LONG[:100_000]}
    rows = [{**respondent(place)} for place in range(MANY)]
    for row in rows:
        row["hub_why"] = own.get(row["id"], row["hub_why"])
    (folder / "responses.csv").write_text(as_csv(rows), encoding="utf-8")
    suggested = [("r0", "waiting"), ("r0", "cost"), ("r1", "cost"), ("r2", "buses"), ("r2", "travel")]
    kept(folder, "machine.csv", [f"{unit},hub_why,{code},machine,2024-04-03,,candidate,," for unit, code in suggested])
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "params" / "coded"))


@pytest.fixture(scope="module")
def sent(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with Ann's workbook, who codes alone."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("sent") / "coded"))
    out(folder, "Ann")
    return folder


@pytest.fixture(scope="module")
def desk(sent: Path) -> Desk:
    return open_desk(build(sent, PLAN))


@pytest.fixture(scope="module")
def blank(sent: Path) -> Workbook:
    return read_workbook(sent / "coding_ann.xlsx")


def kept(folder: Path, name: str, lines: Sequence[str]) -> None:
    (folder / "kept" / "codings" / name).write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")


def lines_of(folder: Path, name: str) -> list[str]:
    head, *lines = (folder / "kept" / "codings" / name).read_text(encoding="utf-8").splitlines()
    assert head == HEAD
    return lines


def out(folder: Path, coders: str | None = None, **options: Any) -> list[str]:
    told = coding_out(build(folder, PLAN), coders, **options)
    return [line.replace(f"{folder}/", "") for line in told]


def back(folder: Path, name: str = "coding_ann.xlsx") -> list[str]:
    return coding_in(build(folder, PLAN), folder / name)


def rows(path: Path, sheet: str = HUB) -> dict[str, Grid]:
    """Identifier -> the row's cells by heading."""
    values = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    found = [dict(zip(map(str, values[0]), line, strict=True)) for line in values[1:]]
    return {str(row["Row"]).split("/")[1]: row for row in found}


def fill(path: Path, changes: Mapping[str, Grid], sheet: str = HUB, day: str | datetime.date | None = None) -> None:
    """Write into the rows of comments, by the identifiers of their responses."""
    book = openpyxl.load_workbook(path)
    own = book[sheet]
    head = [cell.value for cell in own[1]]
    for line in own.iter_rows(min_row=2):
        for name, value in changes.get(str(line[head.index("Row")].value).split("/")[1], {}).items():
            cell = line[head.index(name)]
            cell.value = value
            # As in a cell of texts: what begins with = stays as it was typed.
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    if day is not None:
        book["Read me"]["B3"].value = day
    book.save(path)


def changed(book: Workbook, sheet: str, changes: Mapping[str, Grid]) -> Workbook:
    """The same in memory."""
    head, *lines = [list(line) for line in book.sheets[sheet]]
    for line in lines:
        for name, value in changes.get(str(line[head.index("Row")]).split("/")[1], {}).items():
            line[head.index(name)] = value
    return replace(book, sheets={**book.sheets, sheet: [head, *lines]})


def problems(desk: Desk, book: Workbook) -> list[Problem]:
    with pytest.raises(ParameterError) as error:
        read_book(desk, book)
    return list(error.value.problems)


# Out


def test_a_row_a_comment_with_its_context_and_whether_it_may_be_quoted(sent: Path) -> None:
    own = rows(sent / "coding_ann.xlsx")
    wanted = [f"r{place}" for place in range(MANY) if place % 6 != 5 and place != 4]
    assert list(own) == wanted
    assert {name: value for name, value in own["r0"].items() if value} == {
        "Row": row_key("hub_why", "r0"),
        "Comment": f"{TEXTS['travel']} {TEXTS['waiting']}",
        "Context": "The hub: Agree\nRespondent type: Organisations\nArea: The villages",
        "Suggested": "Waiting times\nCost",
        "May be quoted": "yes",
    }
    # May not be quoted: whose place leaves one when divided by four.
    assert [unit for unit in wanted[:8] if own[unit]["May be quoted"] == "no"] == ["r1", "r9"]
    assert (own["r1"]["Comment"], own["r2"]["Comment"], own["r3"]["Comment"]) == (FORMULA, WELSH, GUJARATI)
    letters = rows(sent / "coding_ann.xlsx", "Letters")
    assert letters["l1"]["Context"] == "From: Example Parish Council (fictitious)\nAbout: The hub"
    assert letters["l1"]["May be quoted"] == "no"


def test_nothing_is_hidden_or_merged_and_every_sheet_is_a_table(sent: Path) -> None:
    book = openpyxl.load_workbook(sent / "coding_ann.xlsx")
    assert book.sheetnames == [
        "Read me", HUB, HOURS, ELSE, "Letters", "Public events", "Themes", "Long comments",
    ]  # fmt: skip
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert not sheet.merged_cells.ranges
        assert not any(one.hidden for one in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
        assert all(cell.data_type in ("s", "n") for line in sheet.iter_rows() for cell in line)
        if sheet.title != "Read me":
            (table,) = sheet.tables.values()
            assert table.ref == sheet.dimensions
            assert str(sheet.freeze_panes)[1:] == "2"
    # A cell whose text begins with = is kept as text, not as a formula.
    assert book[HUB]["B3"].data_type == "s"
    with zipfile.ZipFile(sent / "coding_ann.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)


def test_lists_stand_on_the_sheet_of_themes(sent: Path) -> None:
    book = openpyxl.load_workbook(sent / "coding_ann.xlsx")
    themes = [[cell.value for cell in line] for line in book["Themes"].iter_rows(min_row=2)]
    labels = ["Travel and access", "Parking", "Buses", "Waiting times", "Staffing", "Cost", OTHER, NOTHING, ASIDE]
    assert [line[0] for line in themes] == labels
    assert themes[0][1:4] == ["How people get there.", None, "against"]
    assert [line[4] for line in themes[:4]] == [None, "Travel and access", "Travel and access", None]
    assert themes[0][5] == f"{HUB}, {HOURS}, {ELSE}, Letters, Public events"
    rules = {str(one.sqref): one.formula1 for one in book[HUB].data_validations.dataValidation if one.type == "list"}
    # Row, Comment, Context and Suggested come first, then five themes; 39 comments.
    assert {rules[f"{letter}2:{letter}40"] for letter in "EFGHI"} == {"Themes!$A$2:$A$10"}
    assert rules["J2:J40"] == '"Positive,Mixed,Neutral,Negative,Unclear"'


def test_the_first_sheet_says_what_to_do_and_what_was_asked(sent: Path) -> None:
    book = openpyxl.load_workbook(sent / "coding_ann.xlsx")
    told = [(str(name or ""), str(text or "")) for name, text, *_ in book["Read me"].iter_rows(values_only=True)]
    assert told[:3] == [("Comments for Ann to code: A plan for the hub", ""), ("Coder", "Ann"), ("Coded on", "")]
    assert [name for name, _ in told[4:14]] == [f"{number}." for number in range(1, 11)]
    assert told[13][1].endswith("findings workbook in coded coding_ann.xlsx")
    assert ("Sheet", f"{HUB}: Why do you say that about the hub?") in told
    assert ("Sheet", "Letters: Letters received by post") in told


def test_the_same_comments_give_the_same_bytes(folder: Path, sent: Path) -> None:
    out(folder, "Ann")
    names = ("coding_ann.xlsx", "kept/coding_split.csv", "kept/coders.csv")
    assert all((folder / name).read_bytes() == (sent / name).read_bytes() for name in names)
    assert out(folder) == [
        "written: coding_ann.xlsx, 58 comments, 0 of them given to another coder too",
        "with one coder no comment is given to two, so agreement cannot be measured",
    ]


def test_a_comment_of_100_000_letters_is_all_there(sent: Path) -> None:
    text = LONG[:100_000].strip()
    own = rows(sent / "coding_ann.xlsx")["r6"]
    assert len(own["Comment"]) <= 32_767 and own["Comment"].endswith(" [The rest is on the sheet 'Long comments'.]")
    assert own["Context"].startswith("A long comment: all of it is on the sheet 'Long comments'.\nThe hub: ")
    sheet = openpyxl.load_workbook(sent / "coding_ann.xlsx")["Long comments"]
    parts = [(part, str(piece)) for key, part, piece in sheet.iter_rows(min_row=2, values_only=True)]
    assert [part for part, _ in parts] == [f"{number} of {len(parts)}" for number in range(1, len(parts) + 1)]
    assert "".join(piece for _, piece in parts).split() == text.split()
    assert max(len(piece) for _, piece in parts) <= 1_800


@given(st.text(st.sampled_from("ab \n\U0001f600"), max_size=200).map(lambda text: text * 60))
@settings(max_examples=40, deadline=None)
def test_pieces_are_the_comment_and_a_cell_never_holds_too_much(text: str) -> None:
    assert "".join(pieces(text)) == text
    cell = in_cell(text)
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767
    assert cell == text or text.startswith(cell.removesuffix(" [The rest is on the sheet 'Long comments'.]"))


def test_names_of_sheets_are_legal_and_their_own() -> None:
    taken: set[str] = set()
    titles = ["Q1: a/b\\c?", "Q1  a b c", "'Themes'", "Read me", "[x]" * 20, "[x]" * 20 + "y", "History", ""]
    names = [sheet_name(title, taken) for title in titles]
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 and not set(name) & set(":*?/\\[]") and name.strip("'") == name for name in names)
    assert not {name.casefold() for name in names} & {"themes", "read me", "long comments", "history"}


def test_two_themes_of_one_label_are_told_apart() -> None:
    themes = {name: Theme(label="Other") for name in ("one", "two")} | {"none": Theme(label=NOTHING)}
    words = Words("q9", CodeFrame(version="1", themes=themes), "Q9")
    assert list(words.labels.values())[:3] == ["Other (one)", "Other (two)", f"{NOTHING} (none)"]
    assert [words.code_of(label) for label in words.labels.values()] == list(words.labels)


# Who gets what


QUESTIONS = [("q1", str(number)) for number in range(200)] + [("q2", str(number)) for number in range(40)]


@given(
    st.integers(0, 260),
    st.integers(0, 260),
    st.integers(2, 5),
    st.sampled_from([0.0, 0.1, 0.15, 0.2, 1.0]),
    st.integers(0, 10**6),
)
@settings(max_examples=25, deadline=None)
def test_comments_are_dealt_evenly_and_stay_where_they_are(
    first: int, more: int, many: int, share: float, seed: int
) -> None:
    coders = [f"coder {number}" for number in range(many)]
    some = QUESTIONS[::2][: first // 2]
    given = split(some, coders, share, seed)
    assert list(given) == some
    for question in ("q1", "q2"):
        own = [given[comment] for comment in some if comment[0] == question]
        twice = [pair for pair in own if len(pair) == 2]
        assert len(twice) == int(share * len(own) + 0.5)
        assert all(len(set(coders)) == len(coders) for coders in own)
        if share < 0.5:
            load = Counter(itertools.chain.from_iterable(own))
            counts = [load[coder] for coder in coders]
            assert max(counts) - min(counts) <= 2
    pairs = Counter(frozenset(pair) for pair in given.values() if len(pair) == 2)
    counts = [pairs[frozenset(pair)] for pair in itertools.combinations(coders, 2)]
    assert max(counts) - min(counts) <= 1
    # What comes later changes nothing of it.
    later = split(QUESTIONS[: len(some) * 2 + more], coders, share, seed, given)
    assert {comment: later[comment] for comment in some} == given
    assert split(some, coders, share, seed) == given


def test_another_seed_draws_others_and_one_coder_gets_everything_once() -> None:
    given = [split(QUESTIONS, ["Ann", "Bo"], 0.15, seed) for seed in (1, 2)]
    twice = [{comment for comment, own in one.items() if len(own) == 2} for one in given]
    assert [len(one) for one in twice] == [36, 36] and twice[0] != twice[1]
    assert set(split(QUESTIONS, ["Ann"], 0.15, 1).values()) == {("Ann",)}


def test_a_second_coder_gets_a_share_of_what_the_first_has_and_who_left_keeps_what_she_coded(folder: Path) -> None:
    out(folder, "Ann")
    told = out(folder, "ann, Bo Jones")
    # 39, 10, 5, 2 and 2 comments: 15% of each, rounded half up, is 6, 2, 1, 0 and 0.
    assert told == [
        "written: coding_ann.xlsx, 58 comments, 9 of them given to another coder too",
        "written: coding_bo_jones.xlsx, 9 comments, 9 of them given to another coder too",
        "given to two coders: 9 of 58 comments, 15.5%",
    ]
    unit = next(iter(rows(folder / "coding_bo_jones.xlsx")))
    fill(folder / "coding_bo_jones.xlsx", {unit: {"Theme 1": "Cost"}})
    back(folder, "coding_bo_jones.xlsx")
    out(folder, "Ann,Cy")
    with (folder / "kept" / "coding_split.csv").open(encoding="utf-8") as file:
        holders = [(row["response_id"], row["question"]) for row in csv.DictReader(file) if row["coder"] == "Bo Jones"]
    assert holders == [(unit, "hub_why")]
    assert (folder / "kept" / "coders.csv").read_text(encoding="utf-8") == (
        "coder,codes_now\nAnn,yes\nBo Jones,no\nCy,yes\n"
    )
    # Her workbook can still be read in, and the next time nobody names anybody.
    assert back(folder, "coding_bo_jones.xlsx")[0] == "coding_bo_jones.xlsx: nothing changed"
    assert [line.split(",")[0] for line in out(folder)[:2]] == ["written: coding_ann.xlsx", "written: coding_cy.xlsx"]


def test_a_share_that_is_not_usual_is_told(folder: Path) -> None:
    file = folder / "codeframe.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "agreement: {share_coded_twice: 0.5}\n", encoding="utf-8")
    assert out(folder, "Ann,Bo")[2:] == [
        "given to two coders: 30 of 58 comments, 51.7%",
        "codeframe.yaml asks for 50% (agreement.share_coded_twice); 10 to 20% is usual",
    ]


def test_while_nobody_codes_no_data_are_needed(folder: Path) -> None:
    shutil.rmtree(folder / "kept")
    (folder / "responses.csv").unlink()
    assert out(folder) == [
        'no workbooks for coders: nobody codes yet. Name them: findings workbook out coded --coders "Ann,Bo"'
    ]


def test_names_of_coders_are_safe_and_of_no_two_coders_the_same() -> None:
    names = ["Ann", "Bo Jones", "Bo/Jones", "Bo_Jones", "../x", "CON", "Ånn", "A" * 55, "A" * 54 + "b"]
    stems = [stem_of(name) for name in names]
    assert len(set(stems)) == len(names)
    assert all(set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789_") and len(stem) <= 50 for stem in stems)
    for text, what in ((" , ", "no coder is named"), ("settled", "not a coder's name"), ("=A", "not a coder's name")):
        with pytest.raises(ParameterError, match=f"--coders: {what}"):
            coders_in(text)
    with pytest.raises(ParameterError) as error:
        coders_in("Ann,ANN")
    assert str(error.value) == "--coders: two coders of one name\n  found:   Ann, ANN\n  do:      Tell them apart."


# In


def test_what_was_chosen_stands_in_the_coders_file(folder: Path) -> None:
    out(folder, "Ann")
    path = folder / "coding_ann.xlsx"
    fill(path, {
        "r3": {"Theme 1": "Buses", "Theme 3": "cost", "Sentiment": "negative", "Quote?": "yes", "Note": "=A, \"so\""},
        "r7": {"Theme 2": "staff numbers"},
        "r8": {"Theme 1": ASIDE, "Note": "Abuse."},
        "r9": {"Note": "Ask about this one."},
    }, day="2024-04-10")  # fmt: skip
    fill(path, {"l2": {"Theme 1": "Parking"}}, "Letters")
    assert back(folder) == [
        "coding_ann.xlsx: 4 comments coded by Ann; 1 with a note and no theme yet",
        "54 comments still to be coded",
        "written: kept/codings/ann.csv",
    ]
    assert lines_of(folder, "ann.csv") == [
        'r3,hub_why,buses,Ann,2024-04-10,negative,given,"\'=A, ""so""",yes',
        'r3,hub_why,cost,Ann,2024-04-10,negative,given,"\'=A, ""so""",yes',
        "r7,hub_why,staffing,Ann,2024-04-10,,given,,",
        "r8,hub_why,set_aside,Ann,2024-04-10,,given,Abuse.,",
        "r9,hub_why,to_code,Ann,2024-04-10,,again,Ask about this one.,",
        "l2,letters,parking,Ann,2024-04-10,,given,,",
    ]
    # Read in again, it changes nothing; written out again, it stands filled in.
    assert back(folder) == ["coding_ann.xlsx: nothing changed"]
    out(folder)
    own = rows(path)
    given = {name: own["r3"][name] for name in ("Theme 1", "Theme 2", "Sentiment", "Quote?", "Note")}
    assert given == {
        "Theme 1": "Buses", "Theme 2": "Cost", "Sentiment": "Negative", "Quote?": "yes", "Note": '=A, "so"',
    }  # fmt: skip
    assert own["r9"]["Note"] == "Ask about this one." and own["r9"]["Theme 1"] is None
    assert back(folder) == ["coding_ann.xlsx: nothing changed"]


def test_only_what_was_changed_is_replaced_where_it_stands_and_the_file_of_before_is_kept(folder: Path) -> None:
    before = [
        "r7,Q2,parking,Ann,2024-04-01,,given,,",
        "r7,hub_why,parking,Bo,2024-04-01,,given,,",
        "r8,hub_why,Buses,Ann,2024-04-01,,given,,",
        "r9,hub_why,travel,Ann,2024-04-01,,given,,",
    ]
    kept(folder, "team.csv", before)
    out(folder, "Ann,Bo")
    path = folder / "coding_ann.xlsx"
    fill(
        path,
        {"r7": {"Theme 1": "Cost", "Theme 2": "Travel and access"}, "r8": {"Theme 1": None}},
        day=datetime.date(2024, 5, 2),
    )
    row = list(rows(path)).index("r8") + 2
    told = back(folder)
    assert told[0] == "coding_ann.xlsx: 1 comment coded by Ann, 1 of them otherwise than before"
    assert f"1 row coded before and blank here: what was coded is kept: sheet '{HUB}', row {row}" in told
    assert told[-1] == "written: kept/earlier/codings_team_0001.csv, kept/codings/team.csv"
    assert lines_of(folder, "team.csv") == [
        "r7,hub_why,cost,Ann,2024-05-02,,given,,",
        "r7,hub_why,travel,Ann,2024-05-02,,given,,",
        *before[1:],
    ]
    assert (folder / "kept/earlier/codings_team_0001.csv").read_text("utf-8") == "\n".join([HEAD, *before, ""])
    fill(path, {"r9": {"Theme 1": "Cost"}})
    assert back(folder)[-1] == "written: kept/earlier/codings_team_0002.csv, kept/codings/team.csv"


def test_of_a_machines_suggestions_each_is_accepted_changed_or_refused(folder: Path) -> None:
    out(folder, "Ann")
    path = folder / "coding_ann.xlsx"
    fill(path, {
        "r0": {"Theme 1": "Waiting times"},
        "r1": {"Theme 1": "Staffing", "Note": "Nurses."},
        "r2": {"Theme 1": "Parking", "Theme 2": "Buses", "Theme 3": "Cost"},
    })  # fmt: skip
    assert back(folder)[2:4] == [
        "of what a machine suggested: 2 accepted, 2 changed, 1 refused",
        "no day in 'Coded on' on the sheet 'Read me': these codings have no date",
    ]
    assert lines_of(folder, "ann.csv") == [
        "r0,hub_why,waiting,Ann,,,accepted,,",
        "r0,hub_why,cost,Ann,,,refused,,",
        "r1,hub_why,staffing,Ann,,,changed,Instead of cost. Nurses.,",
        "r2,hub_why,parking,Ann,,,changed,Instead of travel.,",
        "r2,hub_why,buses,Ann,,,accepted,,",
        "r2,hub_why,cost,Ann,,,given,,",
    ]
    assert back(folder) == ["coding_ann.xlsx: nothing changed"]
    out(folder)
    own = rows(path)["r1"]
    assert (own["Theme 1"], own["Note"], own["Suggested"]) == ("Staffing", "Nurses.", "Cost")


def test_an_old_copy_of_a_workbook_takes_nothing_back(folder: Path, tmp_path: Path) -> None:
    out(folder, "Ann")
    path = folder / "coding_ann.xlsx"
    fill(path, {"r7": {"Theme 1": "Cost"}, "r8": {"Theme 1": "Cost"}})
    back(folder)
    out(folder)
    old = Path(shutil.copy(path, tmp_path / "coding_ann.xlsx"))
    fill(path, {"r7": {"Theme 1": "Buses"}})
    back(folder)
    told = coding_in(build(folder, PLAN), old)
    assert told == [
        "coding_ann.xlsx: nothing changed",
        "1 row as written here, while other codes were kept since: those stay; empty 'As written' to undo: "
        "sheet 'Q2 Comments on the hub', row 7",
    ]
    # What lies in the folder stands in nobody's way either, be it read in or older.
    out(folder)
    shutil.copy(old, path)
    out(folder)
    fill(old, {"r7": {"As written": None}})
    assert coding_in(build(folder, PLAN), old)[0].endswith("1 comment coded by Ann, 1 of them otherwise than before")


def test_a_workbook_with_what_was_not_read_in_is_not_written_over(folder: Path) -> None:
    out(folder, "Ann,Bo")
    fill(folder / "coding_bo.xlsx", {unit: {"Note": "Later."} for unit in rows(folder / "coding_bo.xlsx")})
    (folder / "coding_ann.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ParameterError) as error:
        out(folder)
    do = "  do:      Read it in first (findings workbook in), or give it another name."
    assert str(error.value).splitlines() == [
        "coding_ann.xlsx: a file of this name is there, and is no coder's workbook", do,
        "coding_bo.xlsx: a workbook is there with what was not read in", do,
    ]  # fmt: skip


def test_everything_wrong_is_told_at_its_row_and_column(desk: Desk, blank: Workbook) -> None:
    key = row_key("hub_why", "r10")
    book = changed(blank, HUB, {
        "r0": {"Theme 1": "Travl and acess"},
        "r1": {"Theme 1": NOTHING, "Theme 2": "Cost"},
        "r2": {"Theme 1": ASIDE},
        "r3": {"Theme 1": "Cost", "Sentiment": "glad", "Quote?": "perhaps"},
        "r6": {"Row": row_key("hub_why", "r6")[:-1] + "x"},
        "r7": {"Row": key, "Theme 1": "Cost"},
        "r8": {"Row": "", "Theme 1": "Cost"},
    })  # fmt: skip
    sheets = {**book.sheets, "Read me": [["Coder", "Zed"], ["Coded on", "10.4."]]}
    found = problems(desk, replace(book, sheets=sheets, formulas={HUB: ["E11", "P11"]}))
    labels = f"Travel and access, Parking, Buses, Waiting times, Staffing, Cost, {OTHER}, {NOTHING}, {ASIDE}"
    sheet = f"coding_ann.xlsx, sheet '{HUB}'"
    assert found == [
        Problem("coding_ann.xlsx, sheet 'Read me', 'Coder'", "an unknown coder", "Zed", "Ann, settled",
                "Write the coder's name as it was; or add a new one: findings workbook out NAME --coders ..."),
        Problem("coding_ann.xlsx, sheet 'Read me', 'Coded on'", "not a day", "10.4.", "a day as 2024-04-10",
                "Write year, month and day."),
        Problem(f"{sheet}, cell E11", "a formula", do="Write its result, or put an apostrophe before a text."),
        Problem(f"{sheet}, row 2, column 'Theme 1'", f"no theme of '{HUB}' is called so", "Travl and acess", labels,
                "Did you mean 'Travel and access'?"),
        Problem(f"{sheet}, row 3", f"'{NOTHING}' stands alone, and is chosen beside others", f"{NOTHING}, Cost", "",
                "Take one or the other away."),
        Problem(f"{sheet}, row 4, column 'Note'", "a comment set aside without a reason", "", "",
                "Write into 'Note' why nobody can code it."),
        Problem(f"{sheet}, row 5, column 'Sentiment'", "no such sentiment", "glad",
                "Positive, Mixed, Neutral, Negative, Unclear", "Choose one from the list, or empty the cell."),
        Problem(f"{sheet}, row 5, column 'Quote?'", "neither yes nor no", "perhaps", "yes, no",
                "Choose one, or empty the cell."),
        Problem(f"{sheet}, row 6, column 'Row'", "the key of the row was changed",
                row_key("hub_why", "r6")[:-1] + "x", "",
                "Copy the key of the comment from the workbook as it was sent; grey cells are not for you to change."),
        Problem(f"{sheet}, row 8, column 'Row'", "a row that has lost its key", "", "",
                "Copy the key of the comment from the workbook as it was sent; grey cells are not for you to change."),
        Problem(f"{sheet}, row 10", f"this row and sheet '{HUB}', row 7 are of one comment", key, "",
                "Keep one of the two rows, with what both say."),
        # The text of row 7 is still that of its own comment, and not of the one whose key was written there.
        Problem(f"{sheet}, row 7", "1 comment beside the key of another: a column was sorted apart from the others",
                "row 7", "",
                "Undo that, or move the choices into the workbook as it was sent; sort by the arrows in the headings."),
    ]  # fmt: skip


def test_a_column_that_was_sorted_apart_from_the_others_is_seen(desk: Desk, blank: Workbook) -> None:
    head, *lines = changed(blank, HUB, {"r7": {"Theme 1": "Cost"}}).sheets[HUB]
    # Two texts change places, wherever they stand.
    texts = [str(line[1]) for line in lines]
    one, other = (dict(zip(map(str, (line[0] for line in lines)), texts, strict=True))[row_key("hub_why", unit)]
                  for unit in ("r0", "r1"))  # fmt: skip
    swapped = [[key, {one: other, other: one}.get(str(text), text), *rest] for key, text, *rest in lines]
    wrong = [number for number, text in enumerate(texts, start=2) if text in (one, other)]
    (problem,) = problems(desk, replace(blank, sheets={**blank.sheets, HUB: [head, *swapped]}))
    assert problem == Problem(
        f"coding_ann.xlsx, sheet '{HUB}', row 2",
        f"{len(wrong)} comments beside the key of another: a column was sorted apart from the others",
        f"rows {', '.join(map(str, wrong))}",
        "",
        "Undo that, or move the choices into the workbook as it was sent; sort by the arrows in the headings.",
    )


def test_a_wrong_workbook_changes_no_file(folder: Path) -> None:
    out(folder, "Ann")
    fill(folder / "coding_ann.xlsx", {"r7": {"Theme 1": "Cost"}, "r8": {"Theme 1": "Costs of it all"}})
    before = {path: path.read_bytes() for path in (folder / "kept").rglob("*.csv")}
    with pytest.raises(ParameterError, match="no theme of 'Q2 Comments on the hub' is called so"):
        back(folder)
    assert {path: path.read_bytes() for path in (folder / "kept").rglob("*.csv")} == before


def test_a_theme_of_another_question_and_headings_that_are_gone_or_doubled(folder: Path) -> None:
    file = folder / "codeframe.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("cost: {label: Cost,", "cost: {label: Cost, questions: [hours_why],"), "utf-8")
    (folder / "kept" / "codings" / "machine.csv").unlink()
    out(folder, "Ann")
    desk = open_desk(build(folder, PLAN))
    book = read_workbook(folder / "coding_ann.xlsx")
    chosen = [line[0] for line in book.sheets["Themes"][1:]]
    assert chosen.count("Cost") == 1 and chosen.count("Staffing") == 2
    wrong = changed(changed(book, HUB, {"r7": {"Theme 4": "Cost"}}), HOURS, {"r0": {"Theme 1": "Cost"}})
    (problem,) = problems(desk, wrong)
    assert (problem.where, problem.what, problem.found) == (
        f"coding_ann.xlsx, sheet '{HUB}', row 7, column 'Theme 4'", "a theme of another question", "Cost",
    )  # fmt: skip
    head, *lines = book.sheets[HUB]
    swapped = {"Note": "My notes", "Theme 2": "Theme 1"}
    sheets = {**book.sheets, HUB: [[swapped.get(str(name), name) for name in head], *lines], HOURS: lines[:3]}
    assert [(one.where, one.what, one.found + one.allowed) for one in problems(desk, replace(book, sheets=sheets))] == [
        (f"coding_ann.xlsx, sheet '{HUB}', row 1", "a heading stands twice", "Theme 1"),
        (f"coding_ann.xlsx, sheet '{HUB}', row 1", "a heading is missing", "Note"),
        (f"coding_ann.xlsx, sheet '{HOURS}', row 1", "a heading is missing", "Row, Theme 1, ..."),
    ]


def test_what_is_told_and_not_refused(desk: Desk, blank: Workbook) -> None:
    gone = row_key("hub_why", "r5000")
    book = changed(blank, HUB, {
        "r0": {"Theme 1": "Cost", "Comment": "Something else."},
        "r1": {"Theme 1": "Cost", "Quote?": "Yes"},
        "r7": {"Row": gone, "Theme 1": "Cost"},
    })  # fmt: skip
    read = read_book(desk, book)
    assert set(read.done.new) == {("hub_why", "r0"), ("hub_why", "r1")}
    sheet = f"sheet '{HUB}'"
    assert read.done.told[:2] == [
        f"1 row whose comment was changed here: the text stays as it was received: {sheet}, row 2",
        f"1 row to be quoted, whose writer has not allowed it: not quoted: {sheet}, row 3",
    ]
    assert read.said.gone == [f"coding_ann.xlsx, {sheet}, row 7 ({gone})"]


def test_a_coder_may_add_columns_of_themes(desk: Desk, blank: Workbook) -> None:
    head, first, *_ = blank.sheets[HUB]
    added = [[*head, "Theme 10", "Theme 9"], [*first, "Cost", "Parking"]]
    (given,) = read_book(desk, replace(blank, sheets={**blank.sheets, HUB: added})).done.new.values()
    # In the order of their numbers: the first takes the place of the first suggestion that was not taken.
    assert [(one.code, str(one.status)) for one in given] == [
        ("parking", "changed"), ("cost", "accepted"),
    ]  # fmt: skip


def test_sheets_that_are_gone_are_told_and_lose_nothing(folder: Path) -> None:
    out(folder, "Ann")
    path = folder / "coding_ann.xlsx"
    fill(path, {"r0": {"Theme 1": "Cost"}}, HOURS)
    back(folder)
    book = openpyxl.load_workbook(path)
    for name in (HOURS, "Themes", "Long comments"):
        del book[name]
    book[HUB].delete_rows(3)
    book.save(path)
    assert back(folder) == [
        "coding_ann.xlsx: nothing changed",
        f"1 comment of '{HUB}' without a row here: what was coded is kept",
        f"10 comments of '{HOURS}' without a row here; the sheet is gone: what was coded is kept",
    ]
    assert lines_of(folder, "ann.csv") == ["r0,hours_why,cost,Ann,,,given,,"]


CHOICES = st.lists(st.sampled_from(["Travel and access", "Parking", "Cost", OTHER]), max_size=5)


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_and_columns_in_any_order_say_the_same_less_what_is_blank(
    desk: Desk, blank: Workbook, data: st.DataObject
) -> None:
    chosen = data.draw(st.fixed_dictionaries(dict.fromkeys(("r0", "r1", "r2", "r7", "r8", "r9"), CHOICES)))
    cells = {
        unit: {f"Theme {place}": label for place, label in enumerate(labels, start=1)} | {"Note": f"of {unit}"}
        for unit, labels in chosen.items()
        if labels
    }
    book = changed(blank, HUB, cells)
    straight = read_book(desk, book).done.new
    assert {unit for _, unit in straight} == set(cells)
    left = data.draw(st.sets(st.sampled_from(sorted(chosen))))
    head, *lines = changed(book, HUB, {
        unit: dict.fromkeys([*(f"Theme {place}" for place in range(1, 6)), "Note"], "") for unit in left
    }).sheets[HUB]  # fmt: skip
    order = data.draw(st.permutations([*range(len(head)), len(head)]))
    mine = [[*head, "My column"], *([*line, "x"] for line in data.draw(st.permutations([*lines, [""] * len(head)])))]
    moved = [[line[place] for place in order] for line in mine]
    sheets = {**book.sheets, "Sorted": moved}
    del sheets[HUB]
    again = read_book(desk, replace(book, sheets=sheets)).done.new
    assert again == {comment: own for comment, own in straight.items() if comment[1] not in left}


@settings(max_examples=50, deadline=None)
@given(
    st.sets(st.sampled_from("abcd")).map(sorted),
    st.sets(st.sampled_from("abcd"), min_size=1).map(sorted),
    st.sampled_from([None, *Sentiment]),
    st.booleans(),
    st.sampled_from(["", "a note", "Instead of bread. Cake."]),
)
def test_every_suggestion_has_one_fate_and_what_was_chosen_comes_back(
    suggested: list[str], chosen: list[str], sentiment: Sentiment | None, quote: bool, note: str
) -> None:
    choices = Choices(tuple(chosen), sentiment, quote, note)
    made = codings_of(choices, ("q9", "7"), suggested, "Ann", "")
    assert choices_of(made) == choices
    fates = Counter(one.status for one in made)
    assert fates[Status.ACCEPTED] == len(set(chosen) & set(suggested))
    assert sum(fates[one] for one in (Status.ACCEPTED, Status.CHANGED, Status.REFUSED)) == len(suggested)


# Settling


def test_what_two_coders_differ_on_is_settled_in_a_workbook_of_its_own(folder: Path) -> None:
    kept(folder, "team.csv", [
        "r7,hub_why,parking,Ann,2024-04-01,negative,given,,",
        "r7,hub_why,cost,Bo,2024-04-01,,given,It is dear.,",
        "r8,hub_why,buses,Ann,2024-04-01,,given,,",
        "r8,hub_why,buses,Bo,2024-04-01,,given,,",
        "r9,hub_why,travel,Ann,2024-04-01,,given,,",
    ])  # fmt: skip
    assert out(folder) == [
        'no workbooks for coders: nobody codes yet. Name them: findings workbook out coded --coders "Ann,Bo"',
        "written: settle.xlsx, 1 comment to which two coders gave different codes",
    ]
    path = folder / "settle.xlsx"
    (own,) = rows(path).values()
    assert own["What each gave"] == "Ann: Parking; negative\nBo: Cost (It is dear.)"
    assert (own["Comment"], own["Theme 1"], own["Sentiment"]) == (TEXTS["parking"], None, "Negative")
    assert back(folder, "settle.xlsx") == ["settle.xlsx: nothing changed"]
    fill(path, {"r7": {"Theme 1": "Parking", "Theme 2": "Cost"}}, day="2024-05-01")
    assert back(folder, "settle.xlsx") == [
        "settle.xlsx: 1 comment settled",
        "0 comments still to be settled",
        "written: kept/codings/settled.csv",
    ]
    assert lines_of(folder, "settled.csv") == [
        "r7,hub_why,parking,settled,2024-05-01,negative,given,,",
        "r7,hub_why,cost,settled,2024-05-01,negative,given,,",
    ]
    out(folder, file=path)
    assert rows(path)["r7"]["Theme 2"] == "Cost"


def test_settling_keeps_the_sentiment_on_which_coders_agree_and_tells_where_there_is_none(folder: Path) -> None:
    gave = {"r7": ("negative", "negative"), "r8": ("negative", "mixed"), "r9": ("positive", "positive"),
            "r10": ("negative", "mixed"), "r13": ("", "")}  # fmt: skip
    kept(folder, "team.csv", [
        f"{unit},hub_why,{code},{coder},2024-04-01,{speaks},given,,"
        for unit, both in gave.items()
        for code, coder, speaks in zip(("parking", "cost"), ("Ann", "Bo"), both, strict=True)
    ])  # fmt: skip
    out(folder)
    path = folder / "settle.xlsx"
    assert {unit: row["Sentiment"] for unit, row in rows(path).items()} == {
        "r7": "Negative", "r8": None, "r9": "Positive", "r10": None, "r13": None,
    }  # fmt: skip
    fill(path, {
        "r7": {"Theme 1": "Cost", "Sentiment": None},
        "r8": {"Theme 1": "Cost"},
        "r10": {"Theme 1": "Cost", "Sentiment": "Mixed"},
        "r13": {"Theme 1": "Cost"},
    })  # fmt: skip
    assert back(folder, "settle.xlsx")[:3] == [
        "settle.xlsx: 4 comments settled",
        "1 comment still to be settled",
        "1 settled comment has no sentiment: coders differed",
    ]
    settled = [line.split(",") for line in lines_of(folder, "settled.csv")]
    assert {line[0]: line[5] for line in settled} == {"r7": "negative", "r8": "", "r10": "mixed", "r13": ""}
    assert back(folder, "settle.xlsx")[0] == "settle.xlsx: nothing changed"
    fill(path, {"r7": {"Sentiment": "Mixed"}})
    assert back(folder, "settle.xlsx")[0] == "settle.xlsx: 1 comment settled, 1 of them otherwise than before"
    assert lines_of(folder, "settled.csv")[0] == "r7,hub_why,cost,settled,,mixed,given,,"


# The command, and other programs


def test_the_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = ["--params", str(folder.parent), "--out", str(folder.parent / "out")]
    assert main(["workbook", "out", "coded", "--coders", "Ann,Bo", "--seed", "7", *own]) == 0
    assert "given to two coders: 9 of 58 comments, 15.5%" in capsys.readouterr().out
    assert not (folder / "setup.xlsx").exists()
    path = folder / "coding_ann.xlsx"
    fill(path, {next(iter(rows(path))): {"Theme 1": "Cost"}})
    renamed = path.rename(folder / "from Ann.xlsx")
    assert main(["workbook", "in", "coded", str(renamed), *own]) == 0
    assert capsys.readouterr().out.startswith("from Ann.xlsx: 1 comment coded by Ann\n")
    assert main(["workbook", "out", "coded", "coding_zed.xlsx", *own]) == 2
    assert capsys.readouterr().err == (
        "coding_zed.xlsx: no coder's workbook is called so\n  allowed: coding_ann.xlsx, coding_bo.xlsx\n"
        "  do:      Write one of these, or name its coder with --coders.\n"
    )
    assert main(["workbook", "out", "coded", "--coders", "Ann,ann", *own]) == 2
    assert capsys.readouterr().err.startswith("--coders: two coders of one name\n")


def test_set_up_goes_out_and_in_where_the_code_frame_names_files(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parents[1])
    own = ["--params", "params", "--out", "out"]
    # A file above the folder is found too.
    (folder / "letters.csv").rename(Path("letters.csv"))
    frame = (folder / "codeframe.yaml").read_text(encoding="utf-8")
    (folder / "codeframe.yaml").write_text(frame.replace("letters.csv", "../../letters.csv"), encoding="utf-8")
    assert main(["workbook", "out", "coded", *own]) == 0
    assert capsys.readouterr().out.startswith(f"written: {folder}/setup.xlsx\n")
    fill_setup(folder / "setup.xlsx", "The hub", "The new hub")
    # As the workbook itself says it: by its name alone.
    assert main(["workbook", "in", "coded", "setup.xlsx", *own]) == 0
    assert capsys.readouterr().out.endswith("written: questionnaire.yaml\n")
    assert "The new hub" in (folder / "questionnaire.yaml").read_text(encoding="utf-8")
    assert main(["workbook", "in", "coded", "coding_zed.xlsx", *own]) == 3
    assert capsys.readouterr().err == (
        "coding_zed.xlsx: the file is missing\n"
        f"  found:   neither coding_zed.xlsx nor {folder}/coding_zed.xlsx\n"
        "  do:      Check its name, or write it: findings workbook out NAME\n"
    )


def fill_setup(path: Path, old: str, new: str) -> None:
    book = openpyxl.load_workbook(path)
    for line in book["Questions"].iter_rows(min_row=2):
        for cell in line:
            cell.value = new if cell.value == old else cell.value
    book.save(path)


def through_libreoffice(path: Path, to: Path, *formats: str) -> Path:
    for number, name in enumerate(formats):
        folder = to / str(number)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{to}/profile", "--convert-to", name,
                   "--outdir", str(folder), str(path)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        path = folder / f"{path.stem}.{name.split(':')[0]}"
    return path


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("formats", [("xlsx:Calc MS Excel 2007 XML",), ("ods", "xlsx:Calc MS Excel 2007 XML")])
def test_libreoffice_loses_nothing(folder: Path, tmp_path: Path, formats: tuple[str, ...]) -> None:
    out(folder, "Ann")
    path = folder / "coding_ann.xlsx"
    strange = "=1+1 <b> & \u05e9\u05dc\u05d5\u05dd \U0001f600"
    fill(path, {"r7": {"Theme 1": "Cost", "Note": strange}, "r8": {"Theme 2": "Buses", "Sentiment": "Mixed"}},
         day="2024-04-10")  # fmt: skip
    again = through_libreoffice(path, tmp_path / "through", *formats)
    for sheet in (HUB, HOURS, ELSE, "Letters"):
        assert rows(again, sheet) == rows(path, sheet)
    book, before = openpyxl.load_workbook(again), openpyxl.load_workbook(path)
    assert book.sheetnames == before.sheetnames
    rules = [one for one in book[HUB].data_validations.dataValidation if one.type == "list"]
    assert sum("Themes" in str(one.formula1) for one in rules) == 5
    desk = open_desk(build(folder, PLAN))
    straight, through = (read_book(desk, read_workbook(one)) for one in (path, again))
    assert through.done == straight.done and through.date == straight.date == "2024-04-10"
    assert coding_in(build(folder, PLAN), again)[0] == "coding_ann.xlsx: 2 comments coded by Ann"
    assert lines_of(folder, "ann.csv")[0].startswith("r7,hub_why,cost,Ann,2024-04-10,,given,'=1+1 <b> &")
