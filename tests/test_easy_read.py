"""The easy-read text: short sentences over released cells, each number bound to its cell, the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest

import every_kind
from findings.audit.figures.easyread import easy_read_problems, is_easy_read
from findings.audit.figures.inputs import read_inputs
from findings.audit.figures.lookup import Lookup
from findings.consultation.language import Language
from findings.evidence.cell import SourceKind, Status, from_csv
from findings.evidence.store import Evidence
from findings.exhibits.model import Line, Origin, plain
from findings.publishing.easy_read import EasyRead, easy_read, sentences, words_a_sentence
from findings.publishing.easy_word import FONT, LABEL_TAG, POINTS, easy_read_docx
from findings.publishing.front import Front
from findings.publishing.language.easy import write_easy_read
from findings.publishing.report import front_of
from told_kinds import evidence_of_kinds

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def kinds() -> Evidence:
    """Released evidence of every kind of question."""
    return evidence_of_kinds(every_kind.drawn(60, seed=4))


@pytest.fixture(scope="module")
def hiding(kinds: Evidence) -> Evidence:
    """The same with small counts hidden, and with them their shares; how well that hides is tested elsewhere."""
    small = {ref for ref, each in kinds.cells.items() if each.measure == "count" and each.visible and each.number < 12}
    cells = {
        ref: each.hidden() if ref.partition("!")[0] in small or each.base_cell in small else each
        for ref, each in kinds.cells.items()
    }
    return Evidence(kinds.story, cells)


@pytest.fixture(scope="module")
def run(real_runs: dict[str, Path]) -> Path:
    """The run of a consultation that is also there in Welsh."""
    return real_runs["scotland-2016"]


def lines_of(text: EasyRead) -> Iterator[Line]:
    yield from (text.title, text.organisation)
    for part in text.parts:
        yield part.heading
        yield from (idea.text for idea in part.ideas)


def controls(content: bytes) -> list[tuple[str, str]]:
    """Each content control of a document: its tag and its text."""
    body = docx.Document(io.BytesIO(content)).element.body
    return [
        (
            str(control.find(f"{WORD}sdtPr/{WORD}tag").get(f"{WORD}val")),
            "".join(text.text or "" for text in control.iter(f"{WORD}t")),
        )
        for control in body.iter(f"{WORD}sdt")
    ]


# --- what is said -----------------------------------------------------------------------------------------------------


def test_a_count_stands_beside_what_it_is_out_of(run: Path) -> None:
    content = (run / "board" / "easy_read.docx").read_bytes()
    text = "".join(each.text or "" for each in docx.Document(io.BytesIO(content)).element.body.iter(f"{WORD}t"))
    # The published counts: 598 responses, 535 answers, 271 yes and 208 no.
    for sentence in (
        "598 people and groups took part.",
        "535 of them answered this question.",
        "271 out of 598 said: Yes.",
        "208 out of 598 said: No.",
    ):
        assert sentence in text


def test_the_published_counts_of_question_eight(real_runs: dict[str, Path]) -> None:
    found = dict(controls((real_runs["scotland-2023"] / "board" / "easy_read.docx").read_bytes()))
    assert (found["q8#net_agree"], found["q8#base"]) == ("60", "85")
    groups = ("individual", "29", "48"), ("organisation", "31", "37")
    for group, agreed, base in groups:
        assert found[f"q8.by.respondent_type#net_agree@{group}"] == agreed
        assert found[f"q8.by.respondent_type#base@{group}"] == base


def test_every_number_is_a_cell_and_no_percentage_is_told(kinds: Evidence) -> None:
    for line in lines_of(easy_read(kinds)):
        for span in line:
            if span.origin is Origin.CELL:
                assert span.text == kinds.cells[span.ref].text
                assert "%" not in span.text
            elif span.origin is Origin.WORDS:
                assert not re.search(r"\d", span.text)


def test_sentences_are_short(kinds: Evidence, hiding: Evidence) -> None:
    for name, evidence in (("every kind", kinds), ("hidden cells", hiding)):
        text = easy_read(evidence)
        average = words_a_sentence(text)
        longest = max(len(sentence.split()) for sentence in sentences(text))
        print(f"{name}: {len(sentences(text))} sentences, {average:.1f} words each, the longest {longest}")
        assert average <= 12


def test_a_hidden_number_is_told_in_words(hiding: Evidence) -> None:
    text = easy_read(hiding)
    assert any(cell.status is Status.CONFIDENTIAL for cell in hiding.cells.values())
    told = [sentence for sentence in sentences(text) if "We do not show how many" in sentence]
    assert told
    assert "This keeps people safe." in sentences(text)
    for line in lines_of(text):
        assert "[c]" not in plain(line)
        assert all(hiding.cells[span.ref].visible for span in line if span.ref)


def test_support_and_opposition_are_told_alike(kinds: Evidence) -> None:
    for part in easy_read(kinds).parts:
        pictures = [plain(idea.picture) for idea in part.ideas]
        assert pictures.count("a thumb that points up") == pictures.count("a thumb that points down")


def test_hard_words_are_explained_where_they_stand(kinds: Evidence) -> None:
    text = easy_read(kinds)
    said = " ".join(plain(line) for line in lines_of(text)).casefold()
    for word, meaning in text.hard_words:
        assert plain(word) in said
        assert len(plain(meaning)) > len(plain(word))


# --- the document -----------------------------------------------------------------------------------------------------


def front(evidence: Evidence) -> Front:
    return front_of(evidence.story)


def test_the_same_text_gives_the_same_bytes(kinds: Evidence) -> None:
    once, again = (easy_read_docx(easy_read(kinds), front(kinds)) for _ in range(2))
    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode("utf-8")
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}T[\d:]+", core)) == {f"{kinds.story.published.isoformat()}T00:00:00"}


def test_the_document_is_large_to_read_and_says_that_it_is_a_draft(kinds: Evidence) -> None:
    document = docx.Document(io.BytesIO(easy_read_docx(easy_read(kinds), front(kinds))))
    normal = document.styles["Normal"]
    assert normal.font.name == FONT
    assert normal.font.size.pt == POINTS >= 14
    section = document.sections[0]
    assert section.left_margin.cm > 2.4
    assert "DRAFT. Not for publication." in section.header.paragraphs[0].text
    assert 'w:instr="PAGE"' in section.footer._element.xml
    assert document.core_properties.title == kinds.story.title


def test_each_idea_has_a_room_for_a_picture_with_what_it_could_show(kinds: Evidence) -> None:
    text = easy_read(kinds)
    document = docx.Document(io.BytesIO(easy_read_docx(text, front(kinds))))
    rows = [row for table in document.tables for row in table.rows]
    assert len(rows) == sum(len(part.ideas) for part in text.parts)
    for row in rows:
        room = row.cells[0].text
        assert room.startswith("Picture: ")
        assert "alternative text" in room
        assert 'w:val="dashed"' in row.cells[0]._tc.xml


def test_made_up_data_are_marked_on_each_page_and_at_each_number(kinds: Evidence) -> None:
    made_up = Evidence(
        kinds.story.model_copy(update={"source_kind": SourceKind.MADE_UP}),
        {ref: replace(each, source_kind=SourceKind.MADE_UP) for ref, each in kinds.cells.items()},
    )
    text = easy_read(made_up)
    numbered = [idea.text for part in text.parts for idea in part.ideas if any(span.ref for span in idea.text)]
    assert len(numbered) > 5
    assert all(plain(line).startswith("MADE-UP DATA. ") for line in numbered)
    content = easy_read_docx(text, replace(front(kinds), made_up=True))
    head = docx.Document(io.BytesIO(content)).sections[0].header.paragraphs[0].text
    assert head.startswith("MADE-UP DATA. Made up for a rehearsal")


def test_numbers_and_names_with_figures_stand_in_controls(kinds: Evidence) -> None:
    content = easy_read_docx(easy_read(kinds), front(kinds))
    for tag, text in controls(content):
        assert tag == LABEL_TAG or kinds.cells[tag].text == text
    body = docx.Document(io.BytesIO(content)).element.body
    for control in list(body.iter(f"{WORD}sdt")):
        control.getparent().remove(control)
    left = "".join(text.text or "" for text in body.iter(f"{WORD}t"))
    assert not re.search(r"\d", left), re.findall(r".{20}\d.{20}", left)


def test_it_is_there_in_welsh(kinds: Evidence, tmp_path: Path) -> None:
    for language in ("en", "cy"):
        write_easy_read(kinds, tmp_path / f"{language}.docx", language, {})
    english, welsh = ((tmp_path / f"{language}.docx").read_bytes() for language in ("en", "cy"))
    assert sorted(controls(english)) == sorted(controls(welsh))
    text = docx.Document(io.BytesIO(welsh)).element.body.xml
    assert "Beth sy'n digwydd nesaf" in text.replace("&apos;", "'")
    assert 'w:val="en-GB"' in text
    assert 'w:val="cy-GB"' in docx.Document(io.BytesIO(welsh)).styles.element.xml
    assert Language.WELSH == "cy"


# --- whoever changes it is told ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lookup(run: Path) -> Lookup:
    """The store and the parameters of the run."""
    cells = {each.cell: each for each in from_csv((run / "public" / "evidence.csv").read_text(encoding="utf-8"))}
    inputs, _ = read_inputs(run, frozenset(each.note for each in cells.values() if each.note))
    assert inputs is not None
    return Lookup(cells, inputs)


def judged(run: Path, tmp_path: Path, lookup: Lookup, change: Callable[[str], str] = str) -> list[str]:
    """What the audit says of the document whose main part was changed."""
    with zipfile.ZipFile(run / "board" / "easy_read.docx") as old, zipfile.ZipFile(tmp_path / "e.docx", "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                after = change(text.decode("utf-8"))
                assert change is str or after != text.decode("utf-8")
                text = after.encode("utf-8")
            new.writestr(name, text)
    return [f"{each.what}: {each.found}" for each in easy_read_problems(tmp_path, "e.docx", lookup, lookup.inputs)]


CHANGES: dict[str, tuple[Callable[[str], str], str]] = {
    "another number": (lambda text: text.replace(">271<", ">272<", 1), "a number that is not its cell's: q1#yes: 272"),
    "the number of another cell": (
        lambda text: text.replace('w:tag w:val="q1#yes"', 'w:tag w:val="q1#no"', 1),
        "a number that is not its cell's: q1#no: 271",
    ),
    "a cell that there is not": (
        lambda text: text.replace('w:tag w:val="q1#yes"', 'w:tag w:val="q1#maybe"', 1),
        "a number of a cell that the store does not have: q1#maybe: 271",
    ),
    "a number typed into the text": (
        lambda text: text.replace(" people and groups took part", " people and groups (12 of them old) took part", 1),
        "a figure that stands in no control",
    ),
    "a control without a tag": (
        lambda text: re.sub(r'<w:tag w:val="q1#yes"/>', "", text, count=1),
        "a figure in a control that names no cell: 271",
    ),
    "a number out of its control": (
        lambda text: re.sub(r"<w:sdt>.*?<w:sdtContent>(.*?)</w:sdtContent></w:sdt>", r"\1", text, count=1, flags=re.S),
        "a figure that stands in no control",
    ),
    "a number in the name of a label": (
        lambda text: text.replace("</w:p>", '<w:sdt><w:sdtPr><w:tag w:val="label"/></w:sdtPr><w:sdtContent><w:r><w:t>'
                                  "77 people</w:t></w:r></w:sdtContent></w:sdt></w:p>", 1),
        "a label with a figure that the run's parameters do not have: 77 people",
    ),
    "a change that Word keeps": (
        lambda text: text.replace("<w:r>", '<w:del w:id="1"/><w:r>', 1), "an element whose text nobody can look up: del"
    ),
}  # fmt: skip


def test_the_document_as_it_was_made_is_clean(run: Path, tmp_path: Path, lookup: Lookup) -> None:
    assert judged(run, tmp_path, lookup) == []
    assert is_easy_read("board/easy_read.docx")
    assert not is_easy_read("board/evidence.docx")


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_document_is_refused(name: str, run: Path, tmp_path: Path, lookup: Lookup) -> None:
    change, what = CHANGES[name]
    found = judged(run, tmp_path, lookup, change)
    assert any(each.startswith(what) for each in found), found


def test_text_that_is_edited_around_the_numbers_keeps_them_bound(run: Path, tmp_path: Path, lookup: Lookup) -> None:
    edited = judged(run, tmp_path, lookup, lambda text: text.replace(" people and groups took part.", " wrote to us."))
    assert edited == []


@pytest.mark.slow
def test_another_program_opens_it(run: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    shutil.copyfile(run / "board" / "easy_read.docx", tmp_path / "easy_read.docx")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    told = subprocess.run(
        [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path),
         str(tmp_path / "easy_read.docx")],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    if "could not be loaded" in told.stdout + told.stderr:
        pytest.skip("LibreOffice is there without Writer")
    import pypdfium2

    pages = pypdfium2.PdfDocument(tmp_path / "easy_read.pdf")
    try:
        text = " ".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        pages.close()
    assert "271" in text
    assert "DRAFT. Not for publication." in text
