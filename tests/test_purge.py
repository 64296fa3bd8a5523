"""Restricted data are taken away, all of it or one response; nothing else is, and nothing before it was asked for."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

import sample
from conftest import PROJECT
from findings.errors import ParameterError
from findings.pipeline import purge as purging
from findings.pipeline.cache import Cache
from findings.pipeline.layout import Layout
from findings.pipeline.purge import NOT_ERASED, STILL_THERE, purge
from findings.pipeline.withdrawn import holders, note
from small_consultation import changed

OLD, NEW, MIDPOINT, OTHER = (letter * 12 for letter in "abcd")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Two consultations with runs and caches: `park` with two runs of one edition and one of another, and `pond`."""
    params, out = tmp_path / "params", tmp_path / "out"
    for name in ("park", "pond"):
        sample.write_parameters(params / name)
    made = Layout(params, out, PROJECT / "notebooks", PROJECT / "requirements.lock")
    make_run(out / "park" / "full" / OLD, ["r1", "r2"])
    make_run(out / "park" / "full" / NEW, ["r1", "r2", "r3"])
    make_run(out / "park" / "midpoint" / MIDPOINT, ["r1"])
    make_run(out / "pond" / "full" / OTHER, ["r1", "r2", "r3"])
    for edition, run in (("park/full", NEW), ("park/midpoint", MIDPOINT), ("pond/full", OTHER)):
        (out / edition / "latest.json").write_text(json.dumps({"run": run}) + "\n", encoding="utf-8")
    cache = Cache(out / ".cache")
    for name in ("park", "pond"):
        parts = {"data": name}
        cache.make("release", parts, lambda folder, name=name: write(folder / "responses.csv", name))  # type: ignore[misc]
        cache.remember(name, "full", {"release": parts})
        write(out / ".cache" / "failed" / name / "full" / "10.ipynb", "{}")
    # Of a run before the last one: nobody knows whose.
    cache.make("release", {"data": "before"}, lambda folder: write(folder / "responses.csv", "before"))
    return made


def make_run(run: Path, responses: list[str]) -> None:
    rows = "".join(f"{name},yes\n" for name in responses)
    write(run / "public" / "report.html", "<p>report</p>")
    write(run / "board" / "evidence.json", "{}")
    write(run / "restricted" / "responses.csv", f"response_id,q1\n{rows}")
    write(
        run / "restricted" / "ledger.csv",
        f"row,response_id,fate\n{''.join(f'1,{name},analysed' for name in responses)}",
    )
    parquet.write_table(arrow.table({"response_id": responses}), run / "restricted" / "responses.parquet")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def everything(folder: Path) -> dict[str, bytes]:
    """Each file under a folder, links not followed."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def of_park(layout: Layout) -> set[str]:
    return {name for name in everything(layout.out) if name.startswith("park/")}


def size_of(folder: Path) -> int:
    return sum(len(content) for content in everything(folder).values())


# --- all of a consultation ----------------------------------------------------------------------


def test_nothing_is_removed_until_it_is_asked_for(layout: Layout) -> None:
    before = everything(layout.params.parent)
    for response in ("", "r3"):
        found = purge(layout, "park", response=response)
        assert found.gone
        assert not found.done
        assert found.lines()[-1] == "Nothing was removed. To remove it, add --yes."
    assert everything(layout.params.parent) == before


def test_restricted_data_old_runs_and_the_cache_go_and_what_was_published_stays(layout: Layout) -> None:
    others = {name: content for name, content in everything(layout.out).items() if name.startswith("pond/")}
    listed = purge(layout, "park")
    done = purge(layout, "park", yes=True)
    assert done.gone == listed.gone
    assert of_park(layout) == {
        f"park/full/{NEW}/public/report.html",
        f"park/full/{NEW}/board/evidence.json",
        "park/full/latest.json",
        f"park/midpoint/{MIDPOINT}/public/report.html",
        f"park/midpoint/{MIDPOINT}/board/evidence.json",
        "park/midpoint/latest.json",
    }
    left = everything(layout.out)
    assert {name: content for name, content in left.items() if name.startswith("pond/")} == others
    # Only the other consultation's part of the cache is left, and it can still be used.
    assert Cache(layout.cache).kept("release", {"data": "pond"}) is not None
    assert [content for name, content in left.items() if name.endswith("responses.csv") and ".cache" in name] == [
        b"pond"
    ]
    assert {name for name in left if name.startswith((".cache/last", ".cache/failed"))} == {
        ".cache/last/pond/full.json",
        ".cache/failed/pond/full/10.ipynb",
    }
    # Nothing lies about under another name.
    assert [path for path in layout.out.rglob("*") if path.name.startswith((".old-", ".part-"))] == []
    # Parameters are the analyst's.
    assert (layout.params / "park" / "data.csv").is_file()


def test_what_goes_is_listed_by_path_and_size(layout: Layout) -> None:
    old, restricted = layout.out / "park" / "full" / OLD, layout.out / "park" / "full" / NEW / "restricted"
    sizes = size_of(old), size_of(restricted)
    lines = purge(layout, "park", yes=True).lines()
    assert lines[0] == "Removed:"
    assert f"  park/full/{OLD}  ({size_text(sizes[0])}, a run)" in lines
    assert f"  park/full/{NEW}/restricted  ({size_text(sizes[1])}, restricted data of the newest run)" in lines
    assert "  .cache/last/park  (" in "\n".join(lines)
    # Two steps and their seals: 4 and 6 bytes of data, and twice 64 of a hash with a line's end.
    assert lines[-2] == "  .cache/steps/...  (140 bytes, 4 files and folders of the cache)"
    assert lines[-1] == NOT_ERASED
    assert purge(layout, "park").lines() == [
        "Would be removed:",
        "  nothing",
        "Nothing was removed. To remove it, add --yes.",
    ]


def size_text(size: int) -> str:
    return f"{size} bytes" if size < 1000 else f"{size / 1000:.1f} kB"


def test_the_newest_run_may_go_too(layout: Layout) -> None:
    purge(layout, "park", yes=True, keep_latest=False)
    assert of_park(layout) == set()


def test_a_run_whose_latest_names_nothing_is_an_old_run(layout: Layout) -> None:
    for text in ("{", '{"run": "../../pond/full/dddddddddddd"}', '{"run": 3}', "[]"):
        write(layout.out / "park" / "full" / "latest.json", text)
        gone = {one.path: one.what for one in purge(layout, "park").gone}
        assert gone[f"park/full/{NEW}"] == "a run"
    purge(layout, "park", yes=True)
    assert (layout.out / "pond" / "full" / OTHER / "restricted").is_dir()


def test_the_parameters_may_be_gone_already(layout: Layout) -> None:
    (layout.params / "park").rename(layout.params.parent / "elsewhere")
    assert f"park/full/{OLD}" in {one.path for one in purge(layout, "park", yes=True).gone}


@pytest.mark.parametrize("name", ["parc", "..", ".cache", "park/full", ""])
def test_what_is_no_consultation_is_refused(layout: Layout, name: str) -> None:
    before = everything(layout.out)
    with pytest.raises(ParameterError) as caught:
        purge(layout, name, yes=True)
    assert str(caught.value).startswith("purge: no such consultation\n")
    assert "  allowed: park, pond" in str(caught.value)
    assert everything(layout.out) == before


# --- one response -------------------------------------------------------------------------------


def test_every_run_that_counts_a_withdrawn_response_goes_whole_and_the_others_stay(layout: Layout) -> None:
    before = of_park(layout)
    done = purge(layout, "park", response="r2", yes=True)
    assert done.stood_in == (
        f"park/full/{OLD}/restricted/ledger.csv",
        f"park/full/{OLD}/restricted/responses.csv",
        f"park/full/{OLD}/restricted/responses.parquet",
        f"park/full/{NEW}/restricted/ledger.csv",
        f"park/full/{NEW}/restricted/responses.csv",
        f"park/full/{NEW}/restricted/responses.parquet",
    )
    assert of_park(layout) == {name for name in before if name.startswith("park/midpoint/")}
    assert (layout.params / "park" / "kept" / "withdrawn.csv").read_bytes() == b"response_id\nr2\n"
    # The cache holds it too; that of another consultation stays.
    assert Cache(layout.cache).kept("release", {"data": "park"}) is None
    assert Cache(layout.cache).kept("release", {"data": "pond"}) is not None
    assert done.lines()[:2] == ["The response stands in:", f"  park/full/{OLD}/restricted/ledger.csv"]
    assert "park/kept/withdrawn.csv: keeps it out of every later run" in done.lines()
    assert done.lines()[-2:] == [STILL_THERE, NOT_ERASED]


def test_a_run_that_nobody_withdrew_from_keeps_its_name(layout: Layout) -> None:
    purge(layout, "park", response="r3", yes=True)
    assert (layout.out / "park" / "full" / OLD / "restricted" / "responses.csv").is_file()
    assert not (layout.out / "park" / "full" / NEW).exists()
    # It named the run that went; that of the other edition names one that is there.
    assert not (layout.out / "park" / "full" / "latest.json").exists()
    assert (layout.out / "park" / "midpoint" / "latest.json").exists()


def test_a_response_of_no_run_is_noted_all_the_same(layout: Layout) -> None:
    runs = of_park(layout)
    lines = purge(layout, "park", response="r9", yes=True).lines()
    assert lines[:2] == ["The response stands in:", "  no run that is there"]
    assert of_park(layout) == runs
    assert (layout.params / "park" / "kept" / "withdrawn.csv").read_bytes() == b"response_id\nr9\n"


def test_a_response_is_found_by_its_whole_identifier(tmp_path: Path) -> None:
    make_run(tmp_path, ["r11", "r1x"])
    assert holders(tmp_path, "r1") == []
    # A comment longer than a reader of CSV takes by itself.
    write(tmp_path / "restricted" / "quarantine.csv", f'row,values\n3,"{"x" * 200_000}"\n')
    assert holders(tmp_path, "r1") == []
    write(tmp_path / "restricted" / "quarantine.csv", f'row,values\n3,"{"x" * 200_000}"\n4,r1\n')
    assert [path.name for path in holders(tmp_path, "r1")] == ["quarantine.csv"]


def test_a_run_that_left_it_out_already_does_not_hold_it(tmp_path: Path) -> None:
    make_run(tmp_path, ["r2"])
    write(tmp_path / "restricted" / "ledger.csv", "row,response_id,fate,reason\n4,r1,set aside,withdrawn\n")
    write(tmp_path / "restricted" / "inputs" / "withdrawn.csv", "response_id\nr1\n")
    assert holders(tmp_path, "r1") == []


def test_a_file_that_cannot_be_read_may_hold_it(tmp_path: Path) -> None:
    make_run(tmp_path, ["r2"])
    (tmp_path / "restricted" / "ledger.csv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "restricted" / "responses.parquet").write_bytes(b"PAR1")
    assert [path.name for path in holders(tmp_path, "r1")] == ["ledger.csv", "responses.parquet"]


def test_the_list_keeps_what_stands_there_and_holds_each_once(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "withdrawn.csv"
    for response in ("r2", "=1+1", 'a "b", c', "r2"):
        note(path, response)
    assert path.read_bytes() == b'response_id\n=1+1\n"a ""b"", c"\nr2\n'
    path.write_bytes("\ufeffid,who\r\nr7,me\r\n".encode())
    note(path, "r1")
    assert path.read_bytes() == b"response_id\nr1\nr7\n"


def test_a_channel_without_identifiers_keeps_nobody_from_withdrawing_from_another(layout: Layout) -> None:
    path = layout.params / "park" / "consultation.yaml"
    one = "{reader: responses, file: data.csv, id_column: id, source: Made for a test}"
    two = (
        "{reader: sources, source: Made for a test, channels: {online: {label: Online, file: data.csv, id_column: id}, "
        "paper: {label: Paper, file: data.csv}}}"
    )
    path.write_text(changed(path.read_text(encoding="utf-8"), one, two), encoding="utf-8")
    assert purge(layout, "park", response="r3").stood_in
    with pytest.raises(ParameterError):
        purge(layout, "park", response="paper-3")


def test_responses_that_are_named_by_their_rows_cannot_be_withdrawn(layout: Layout) -> None:
    path = layout.params / "park" / "consultation.yaml"
    path.write_text(changed(path.read_text(encoding="utf-8"), "id_column: id, ", ""), encoding="utf-8")
    before = everything(layout.out)
    with pytest.raises(ParameterError) as caught:
        purge(layout, "park", response="2", yes=True)
    assert str(caught.value) == (
        "park/consultation.yaml: its responses are named by their rows, which move when the file changes\n"
        "  found:   2\n"
        "  allowed: an 'id_column'\n"
        "  do:      Delete the row in the data file, then purge all of it and run again."
    )
    assert everything(layout.out) == before


# --- what stands in the way ---------------------------------------------------------------------


@pytest.mark.parametrize("place", ["park/full/.part-x1", ".cache/work/step-x1", ".cache/explain-x1"])
def test_a_run_in_progress_is_waited_for(layout: Layout, place: str) -> None:
    (layout.out / place).mkdir(parents=True)
    before = everything(layout.out)
    with pytest.raises(ParameterError) as caught:
        purge(layout, "park", yes=True)
    assert str(caught.value) == (
        f"{place}: a run may be in progress\n"
        "  do:      Wait until it has finished; if none is running, delete this folder."
    )
    assert everything(layout.out) == before


def test_what_a_killed_run_left_behind_goes(layout: Layout) -> None:
    write(layout.out / "park" / "full" / ".old-x1" / "responses.csv", "r1")
    gone = {one.path: one.what for one in purge(layout, "park", yes=True).gone}
    assert gone["park/full/.old-x1"] == "left by a run that was stopped"
    assert not (layout.out / "park" / "full" / ".old-x1").exists()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    write(tmp_path / "outside" / "precious.txt", "precious")
    return tmp_path / "outside"


def linked(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target, target_is_directory=True)
    except OSError:
        pytest.skip("this machine makes no links")


@pytest.mark.parametrize("place", ["park/linked", "park/full/linked", f"park/full/{OLD}/restricted/linked"])
def test_a_link_is_removed_and_not_followed(layout: Layout, outside: Path, place: str) -> None:
    linked(layout.out / place, outside)
    done = purge(layout, "park", yes=True)
    gone = {one.path: one.what for one in done.gone}
    assert done.problems == ()
    assert [path for path in layout.out.rglob("*") if path.name.startswith(".old-")] == []
    assert (outside / "precious.txt").read_text(encoding="utf-8") == "precious"
    assert not os.path.lexists(layout.out / place)
    if place in gone:
        assert gone[place] == "a link; what it leads to is not touched"


def test_a_link_in_place_of_the_runs_is_refused(layout: Layout, outside: Path) -> None:
    linked(layout.out / "lake", outside)
    (layout.params / "lake").mkdir()
    with pytest.raises(ParameterError) as caught:
        purge(layout, "lake", yes=True)
    assert str(caught.value) == (
        "lake: the folder of its runs is a link, which purge does not follow\n  do:      Purge where it leads to."
    )


def test_what_is_open_elsewhere_is_told_and_the_rest_goes(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    # As on Windows, where a folder with an open file cannot be moved.
    whole = Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path.name == OLD:
            raise PermissionError(13, "The process cannot access the file")
        return whole(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    done = purge(layout, "park", yes=True)
    assert [str(problem) for problem in done.problems] == [
        f"park/full/{OLD}: could not be removed: The process cannot access the file\n"
        "  do:      Close the programs that have a file of it open, and purge again."
    ]
    assert str(done.problems[0]) in done.lines()
    assert f"park/full/{OLD}" not in {one.path for one in done.gone}
    assert (layout.out / "park" / "full" / OLD / "restricted" / "responses.csv").is_file()
    assert [path for path in layout.out.rglob("*") if path.name.startswith(".old-")] == []
    assert not (layout.out / "park" / "full" / NEW / "restricted").exists()


def test_what_could_be_moved_and_not_emptied_is_named(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = purging.shutil.rmtree

    def rmtree(path: Path, **how: object) -> None:
        if path.name == OLD:
            raise PermissionError(13, "Access is denied")
        whole(path, **how)

    monkeypatch.setattr(purging.shutil, "rmtree", rmtree)
    (problem,) = purge(layout, "park", yes=True).problems
    assert problem.where == f"park/full/{OLD}"
    assert problem.found.startswith("park/full/.old-")
    # The next purge takes it away.
    monkeypatch.undo()
    purge(layout, "park", yes=True)
    assert [path for path in layout.out.rglob("*") if path.name.startswith(".old-")] == []


def test_what_is_marked_read_only_goes_too(layout: Layout) -> None:
    restricted = layout.out / "park" / "full" / OLD / "restricted"
    (restricted / "responses.csv").chmod(0o400)
    restricted.chmod(0o500)
    assert purge(layout, "park", yes=True).problems == ()
    assert not restricted.exists()


def test_what_refuses_to_go_is_made_writable_and_taken_away_again(tmp_path: Path) -> None:
    # As rmtree calls it on Windows; whoever runs the tests as root is refused nothing.
    path = tmp_path / "a.csv"
    write(path, "r1")
    path.chmod(0o400)
    purging._writable_then(os.unlink, str(path), None)
    assert not path.exists()
    write(path, "r1")
    path.chmod(0o400)
    purging._writable_then(lambda _: None, str(path), None)
    assert path.stat().st_mode & 0o200
