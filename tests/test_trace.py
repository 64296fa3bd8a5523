"""The trace in words: what each kind of cell says of itself, over runs made by the project's own functions."""

from __future__ import annotations

from pathlib import Path

import pytest

from findings.audit.ledger import read_ledger
from findings.audit.lineage import Lineage
from findings.audit.lookup import NEAREST, find_cell
from findings.audit.printed import places_in_report
from findings.audit.source import counts_behind
from findings.audit.trace import trace
from findings.consultation.madeup import MARK
from findings.errors import ParameterError
from findings.evidence.cell import Cell, Measure, SourceKind, from_csv
from findings.evidence.mark import NOTICE, marked
from small_consultation import QUESTIONNAIRE, TALLY, TALLY_CONSULTATION, changed
from traced_run import tally_run, traced_run

# Who answered, but for those who are not sure; and beside it everyone who answered.
LEAVING_OUT = changed(
    QUESTIONNAIRE, "    column: Want benches?\n", "    column: Want benches?\n    leave_out_of_base: [dont_know]\n"
)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return traced_run(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def leaving_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return traced_run(tmp_path_factory.mktemp("leaving_out"), questionnaire=LEAVING_OUT)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return traced_run(tmp_path_factory.mktemp("made_up"), kind=SourceKind.MADE_UP)


@pytest.fixture(scope="module")
def tally(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tally_run(tmp_path_factory.mktemp("tally"), TALLY)


def cells_of(run: Path) -> dict[str, Cell]:
    return {cell.cell: cell for cell in from_csv((run / "public" / "evidence.csv").read_text(encoding="utf-8"))}


def facts(name: str, run: Path) -> dict[str, str]:
    """Label -> text of the first block of a trace, under the line that says for whom it is."""
    block = trace(name, run).split("\n\n")[1].splitlines()[1:]
    return {label.strip(): text.strip() for label, _, text in (line.partition(":") for line in block)}


def test_a_count_says_what_it_counts_of_whom_and_that_it_has_no_base(plain: Path) -> None:
    assert facts("q1.by.who#yes@person", plain) == {
        "Printed": "3",
        "Counts": 'the answer "Yes"',
        "Question": 'Q1 "Do you want benches?"',
        "Of whom": "Who answered: A person",
        "Measure": "a count of responses",
        "Base": "none: a count; percentages in its table are taken of 6 (q1.by.who#base@person)",
        "Filter": "none",
        "Rounding": "none: a count",
        "Hidden": "no: the value is printed as counted",
        "Made from": "responses, one row a response",
    }


@pytest.mark.parametrize(("name", "label", "text"), [
    ("q1#base", "Counts", "the base, of which percentages are taken: those who answered the question, without the "
     "answer Not sure"),
    ("q1#base", "Base", "this count is a base itself"),
    ("q1#base_answered", "Counts", "everyone who answered the question"),
    ("q1#not_answered", "Counts", "those who gave no answer, though asked"),
    ("q1#not_asked", "Counts", "those who were not asked"),
    ("q1#yes!percent", "Base", "8, those who answered the question, without the answer Not sure (q1#base)"),
    ("q1#yes!percent_of_answered", "Base", "10, those who answered the question (q1#base_answered)"),
    ("q1#yes!percent_of_answered", "Measure", "a percentage of those who answered"),
    ("q1.by.who#yes@body!difference", "Of whom", "Who answered: A body, less Who answered: A person"),
    ("q1.by.who#yes@body!difference", "Base", "3 (q1.by.who#base@body) and 5 (q1.by.who#base@person): in each "
     "group those who answered the question, without the answer Not sure"),
    ("funnel#blank", "Counts", "Blank: no question of the report was answered"),
    ("funnel#blank", "Of whom", "all responses received"),
    ("funnel#blank", "Base", "none: a count"),
])  # fmt: skip
def test_every_kind_of_cell_says_what_it_is(leaving_out: Path, name: str, label: str, text: str) -> None:
    assert facts(name, leaving_out)[label] == text


@pytest.mark.parametrize("kind", ["plain", "leaving_out", "tally"])
def test_every_cell_of_a_run_leads_to_the_numbers_that_it_is_made_of(kind: str, request: pytest.FixtureRequest) -> None:
    run: Path = request.getfixturevalue(kind)
    cells = cells_of(run)
    for name, cell in cells.items():
        told = trace(name, run)
        assert "THIS IS NOT THE VALUE PRINTED" not in told, told
        sources = told.split("Source of ")[1:]
        assert [source.splitlines()[0] for source in sources] == list(counts_behind(cell))
        # A count of nobody in a tally is written nowhere.
        nowhere = [source for source in sources if "the value printed" not in source]
        assert all(cells[source.splitlines()[0]].number == 0 and kind == "tally" for source in nowhere), told
        assert ("Worked out again" in told) == (cell.measure != Measure.COUNT)


def test_who_did_not_answer_a_tally_is_the_size_of_the_group_less_its_answers(tally: Path) -> None:
    # By hand from TALLY: five bodies, of whom 2, 1 and 1 answered.
    assert trace("q1.by.who#not_answered@body", tally).endswith(
        "Source of q1.by.who#not_answered@body\n"
        "  data.csv, line 3, column n: 5 (size of body)\n"
        "  data.csv, line 8, column n: -2 (less yes)\n"
        "  data.csv, line 9, column n: -1 (less no)\n"
        "  data.csv, line 10, column n: -1 (less unsure)\n"
        "  these add up to 1; the value printed\n"
        "\n"
        "The source is a tally: it has no respondents, so the trace ends at file, row and column.\n"
    )


def test_a_tally_of_all_takes_its_size_from_the_parameters(tmp_path: Path) -> None:
    rows = "group,question,answer,n\nall,who,person,7\nall,who,body,5\nall,q1,yes,5\nall,q1,no,3\nall,q1,unsure,2\n"
    run = tally_run(tmp_path, rows)
    told = trace("q1#not_answered", run)
    # Twelve were analysed, as the parameters say; ten answered.
    assert 'consultation.yaml, line 15, column data.funnel.analysed: "12"\n' in told
    assert "these add up to 2; the value printed\n" in told


def test_steps_of_the_funnel_lead_to_rows_of_the_ledger(plain: Path) -> None:
    assert trace("funnel#blank", plain).endswith(
        "Source of funnel#blank\n"
        "  restricted/ledger.csv, where reason is blank\n"
        "  response r07, row 8 of data.csv\n"
        "  response r12, row 13 of data.csv\n"
        "  2 in all; the value printed\n"
    )
    assert "  10 in all; the value printed\n" in trace("funnel#analysed", plain)
    assert "restricted/ledger.csv, every row\n" in trace("funnel#received", plain)


def test_made_up_data_say_so_before_anything_else(plain: Path, made_up: Path) -> None:
    told = trace("q1#yes!percent", made_up)
    assert told.splitlines()[:4] == [
        marked(NOTICE),
        "MADE-UP DATA | RESTRICTED. For auditors: do not publish it or pass it on. It holds single responses.",
        "",
        "MADE-UP DATA | q1#yes!percent",
    ]
    assert "MADE-UP DATA |   5 in all; the value printed\n" in told
    assert MARK not in trace("q1#yes", plain)


@pytest.mark.parametrize("name", ["q1#yes!percent", "q1.by.who#yes@body!difference", "funnel#blank", "q1#not_asked"])
def test_no_line_copied_from_the_trace_of_made_up_data_can_pass_for_real(made_up: Path, name: str) -> None:
    lines = trace(name, made_up).splitlines()
    assert [line for line in lines if line and not line.startswith(MARK)] == []
    assert sum(any(character.isdigit() for character in line) for line in lines) > 5


def test_whoever_reads_single_responses_is_told_not_to_pass_them_on(plain: Path, tally: Path) -> None:
    # The value is public; the identifiers of those who gave the answer are not.
    assert trace("q1#yes", plain).startswith(
        "RESTRICTED. For auditors: do not publish it or pass it on. It holds single responses.\n\nq1#yes\n"
    )
    assert trace("q1#yes", tally).startswith("RESTRICTED. For auditors: do not publish it or pass it on.\n\nq1#yes\n")


def test_identifiers_of_the_ledger_are_read_as_they_were_received(tmp_path: Path) -> None:
    received = ["=1+1", "'tis", "'+44", "-5", "-x", "@x", "+5", "'", "007", "1e5"]
    data = "id,who,Want benches?,comment,email\n" + "".join(f"{name},A body,No,,\n" for name in received)
    assert [row.response for row in read_ledger(traced_run(tmp_path, data=data))] == received


def test_a_tally_that_was_made_up_is_still_a_tally(tmp_path: Path) -> None:
    run = traced_run(
        tmp_path, consultation=TALLY_CONSULTATION, data=TALLY, kind=SourceKind.MADE_UP
    )  # fmt: skip
    told = trace("q1.by.who#yes@body", run)
    assert told.startswith(marked(NOTICE))
    assert (
        'MADE-UP DATA |   data.csv, line 8, column n: "2"\nMADE-UP DATA |   these add up to 2; the value printed\n'
    ) in told
    assert told.endswith("so the trace ends at file, row and column.\n")


REPORT = """\
<h2 id="a"><span class="number-of">1</span> Summary &amp; more</h2>
<p>Of all, <a data-cell="q1#yes!percent">50%</a> and <a data-cell="q1#yes!percent">50%</a> said yes.</p>
<figure><figcaption><span class="label" data-origin="numbering">Figure 1.1</span> Yes
<a data-cell="q1#no">2</a></figcaption><svg><text data-cell="q1#yes!percent">50%</text></svg></figure>
<h3><span class="number-of">1.1</span> <span>Benches</span></h3>
<table><caption><span class="held"><span class="label">Table 1.1</span> <span class="x">Q1</span></span></caption>
<tr><td><span data-cell="q1#yes!percent">50%</span></td></tr></table>
<table><tr><td data-cell="q1#yes!percent">50%</td></tr></table>
<p data-cell="q1#yes">5</p>
"""


def test_the_places_of_the_report_are_named_as_its_reader_knows_them(tmp_path: Path) -> None:
    assert places_in_report("q1#yes!percent", tmp_path) == ()
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "report.html").write_text(REPORT, encoding="utf-8")
    assert places_in_report("q1#yes!percent", tmp_path) == (
        'the text of "1 Summary & more"', "Figure 1.1", "Table 1.1", "table",
    )  # fmt: skip
    assert places_in_report("q1#no", tmp_path) == ("Figure 1.1",)
    assert places_in_report("q1#yes", tmp_path) == ('the text of "1.1 Benches"',)


def test_the_nearest_cells_are_those_of_the_same_question(plain: Path) -> None:
    cells = cells_of(plain)

    def nearest(name: str) -> list[str]:
        with pytest.raises(ParameterError) as caught:
            find_cell(name, cells)
        allowed = next(line for line in str(caught.value).splitlines() if line.startswith("  allowed: nearest: "))
        return allowed.removeprefix("  allowed: nearest: ").split(", ")

    assert nearest("q1.by.who#yes@persons!percent")[0] == "q1.by.who#yes@person!percent"
    assert nearest("Q1#Yes!Percent")[0] == "q1#yes!percent"
    # 'who#person' is as near, but another question's.
    assert all(name.startswith("q1") for name in nearest("q1#person"))
    assert "who#person" in nearest("whom#person")
    assert len(nearest("q1.by.who#yes@perso")) <= NEAREST


def test_a_cell_is_found_as_a_link_of_the_report_writes_it(plain: Path) -> None:
    cells = cells_of(plain)
    assert find_cell("q1.by.who%23yes%40person%21percent", cells).cell == "q1.by.who#yes@person!percent"
    assert find_cell(" q1#yes ", cells).cell == "q1#yes"


def test_what_the_answers_to_a_question_are(plain: Path) -> None:
    labels = {"q1": {"options": {"yes": "Yes", "net_yes": "Yes", "base": "B", "base_answered": "A", "not_asked": "N"}}}
    lineage = Lineage("responses", labels=labels)
    assert lineage.options_of("q1") == ("yes",)
    assert lineage.values_of("q1", "base_answered") == ("yes",)
    assert lineage.options_of("q2") == ()
