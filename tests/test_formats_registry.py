"""Which layout a file is of: found out from the file, or as the parameters say."""

from __future__ import annotations

import subprocess
import sys

import pytest

from findings.errors import InputRefused
from findings.intake import formats
from findings.intake.export import Export, Opening
from findings.intake.formats import READERS, open_export, reader, recognise


def refusal(path, **opening):
    with pytest.raises(InputRefused) as refused:
        open_export(path, Opening(**opening))
    return str(refused.value)


@pytest.fixture
def plain(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    return path


def test_every_reader_has_the_name_that_it_is_called_by_and_a_title():
    for name in READERS:
        assert (reader(name).name, bool(reader(name).title)) == (name, True)


def test_plain_text_is_csv_and_its_name_says_nothing(plain, tmp_path):
    assert recognise(plain, Opening()) == [(1, "csv")]
    other = tmp_path / "answers.xlsx"
    plain.rename(other)
    assert open_export(other, Opening()).format == "csv"


class _Sure:
    """A layout that finds its like in every file."""

    def __init__(self, name, score):
        self.name, self.title, self.score = name, name, score

    def recognises(self, path, head):
        return self.score

    def open(self, path, opening):
        return Export(self.name, path.name, (), lambda wanted: iter(()))


def test_the_surest_is_taken_and_between_equals_the_more_special(plain, monkeypatch):
    scores = {"csv": 1, "odk": 2, "qualtrics": 2, "spss": 0, "xlsx": 1}
    monkeypatch.setattr(formats, "reader", lambda name: _Sure(name, scores.get(name, 0)))
    assert recognise(plain, Opening()) == [(2, "qualtrics"), (2, "odk"), (1, "xlsx"), (1, "csv")]
    assert open_export(plain, Opening()).format == "qualtrics"
    assert open_export(plain, Opening(format="xlsx")).format == "xlsx", "the parameters decide"


def test_an_unknown_format_names_those_there_are(plain):
    assert refusal(plain, format="survey_monkey") == (
        "data.format: a format that is not known\n"
        "  found:   survey_monkey\n"
        f"  allowed: {', '.join(READERS)}\n"
        "  do:      Did you mean 'surveymonkey'?"
    )


def test_files_that_are_nothing_say_why(tmp_path):
    missing = tmp_path / "nowhere.csv"
    assert refusal(missing) == (
        "nowhere.csv: the file is missing\n"
        f"  found:   {missing.as_posix()}\n"
        "  do:      Put it there, or correct 'data.file'."
    )
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    assert refusal(pdf) == (
        "report.pdf: not a file of rows and cells\n"
        "  found:   a PDF file\n"
        "  allowed: CSV, TSV, XLSX, XLS, ODS\n"
        "  do:      Export it from the survey tool as CSV or XLSX, or name its tool with 'data.format'."
    )
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert refusal(empty) == "empty.csv: the file is empty\n  do:      Export it again, or name another file."


def test_a_csv_loads_no_library_that_it_does_not_need(plain):
    """Commands start fast: recognising imports the layouts, and none of what they read with."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom findings.intake.export import Opening\n"
        "from findings.intake.formats import open_export\n"
        "before = set(sys.modules)\n"
        "open_export(Path(sys.argv[1]), Opening())\n"
        "print(sorted({'pyreadstat', 'lxml', 'python_calamine', 'pandas'} & (set(sys.modules) - before)))\n"
    )
    command = [sys.executable, "-c", code, str(plain)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout == "[]\n"
