"""Boundaries of areas: what is read of them, every fault in full, and how a map is drawn from them."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from charted import Answers, charted, marks_of, texts_of, view_of
from findings.consultation import Parameters, build
from findings.consultation.boundaries import Boundaries
from findings.consultation.boundaries_file import MOST_POINTS, POINTS_DRAWN, drawn_small
from findings.consultation.model import Stance
from findings.consultation.simplify import simplified
from findings.disclosure import release, write_release
from findings.errors import ParameterError
from findings.evidence.cell import SourceKind
from findings.evidence.store import Evidence, open_store, sliced
from findings.exhibits.charts import map_figure
from findings.exhibits.model import plain
from findings.intake import receive
from findings.tabulation import lineage_json, tabulate
from small_consultation import QUESTIONNAIRE, write_small

COMMON_PLAN = Path(__file__).resolve().parent.parent / "notebooks" / "plan.yaml"
BOUNDARIES = "    boundaries: {file: areas.geojson, property: area, source: The mapping office}\n"
SQUARE = [[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]
NEXT = [[1, 50], [2, 50], [2, 51], [1, 51], [1, 50]]
DEGREES = "longitude from -180 to 180, latitude from -90 to 90"
DO = "Give the boundaries that are published as generalised, in degrees of longitude and latitude (WGS 84)."


def area(name: Any, *rings: Any, kind: str = "Polygon") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"area": name}, "geometry": {"type": kind, "coordinates": list(rings)}}


def written(folder: Path, content: Any) -> Path:
    write_small(folder, questionnaire=QUESTIONNAIRE + BOUNDARIES)
    if content is not None:
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / "areas.geojson").write_text(text, encoding="utf-8")
    return folder


def collection(*areas: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(areas)}


def read(folder: Path, content: Any) -> Parameters:
    return build(written(folder, content), COMMON_PLAN)


def refusal(folder: Path, content: Any) -> str:
    with pytest.raises(ParameterError) as caught:
        read(folder, content)
    return str(caught.value)


def test_areas_are_found_by_label_or_name_and_drawn_on_a_plane(tmp_path: Path) -> None:
    parameters = read(
        tmp_path / "town", collection(area("A PERSON", SQUARE), area("body", [NEXT], kind="MultiPolygon"))
    )
    person, body = parameters.outlines["who"]["person"], parameters.outlines["who"]["body"]
    # Two degrees of longitude at 50.5 north are as wide as 2 * cos(50.5) of latitude: 1.27 to 1, and that side is 2000.
    high = round(2000 / (2 * math.cos(math.radians(50.5))))
    assert person == (((0, high), (1000, high), (1000, 0), (0, 0)),)
    assert body == (((1000, high), (2000, high), (2000, 0), (1000, 0)),)
    assert set(parameters.beside) == {"boundaries/who.geojson"} <= set(parameters.files)


FAULTS = {
    "missing": (
        None,
        "town/questionnaire.yaml, line 29, column 24 (breakdowns.who.boundaries.file): this file does not exist\n"
        "  found:   areas.geojson\n  do:      Put it there, or correct the name.",
    ),
    "list": ([1], f"areas.geojson: this file is no GeoJSON FeatureCollection\n  found:   [1]\n"
                  f"  allowed: FeatureCollection\n  do:      {DO}"),
    "stranger": (
        collection(area("A person", SQUARE), area("A body", NEXT), area("Atlantis", NEXT)),
        "town/questionnaire.yaml, line 29, column 24 (breakdowns.who.boundaries.file): areas that are no group of the "
        "breakdown\n"
        "  found:   Atlantis\n  allowed: A person, A body\n"
        "  do:      Take them out of the file, or write them as the groups are written.",
    ),
    "without an area": (
        collection(area("A person", SQUARE)),
        "town/questionnaire.yaml, line 29, column 24 (breakdowns.who.boundaries.file): groups without an area\n"
        "  found:   A body\n  do:      Add their areas: a map without them would say that nobody lives there.",
    ),
    "no name": (
        collection(area(None, SQUARE), area("A body", NEXT)),
        "areas.geojson, area 1: no text in the property 'area'\n  found:   nothing\n  allowed: area",
    ),
    "point": (
        collection({**area("A person"), "geometry": {"type": "Point", "coordinates": [1, 2]}}, area("A body", NEXT)),
        "areas.geojson, area 1 (A person): a shape that is no area\n  found:   Point\n"
        f"  allowed: Polygon or MultiPolygon\n  do:      {DO}",
    ),
    "metres": (
        collection(area("A person", [[450000, 300000], [450001, 300000], [450001, 300001], [450000, 300000]]),
                   area("A body", NEXT)),
        "areas.geojson, area 1 (A person): a point that is not on the earth\n  found:   450000, 300000\n"
        f"  allowed: {DEGREES}\n  do:      {DO}",
    ),
    "open": (
        collection(area("A person", SQUARE[:-1]), area("A body", NEXT)),
        "areas.geojson, area 1 (A person): an outline that is not closed\n  found:   4 points\n"
        f"  allowed: at least 4, the last one the first\n  do:      {DO}",
    ),
    "words": (
        collection(area("A person", ["here"]), area("A body", NEXT)),
        "areas.geojson, area 1 (A person): coordinates that are not lists of points\n  found:   Polygon\n"
        f"  allowed: [longitude, latitude] each\n  do:      {DO}",
    ),
    "many": (
        collection(area("A person", [*([[0.5, 50.5]] * MOST_POINTS), [0.5, 50.5]]), area("A body", NEXT)),
        f"areas.geojson: more points than a map can show\n  found:   200,004\n  allowed: at most 200,000\n"
        f"  do:      {DO}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(FAULTS))
def test_each_fault_is_told_in_full(name: str, tmp_path: Path) -> None:
    content, message = FAULTS[name]
    assert refusal(tmp_path / "town", content) == message


def test_what_is_no_json_is_told_with_its_place(tmp_path: Path) -> None:
    assert refusal(tmp_path / "town", '{"type": ') == (
        "areas.geojson: this file cannot be read as GeoJSON\n  found:   Expecting value: line 1 column 10 (char 9)\n"
        f"  allowed: UTF-8 JSON\n  do:      {DO}"
    )


@pytest.mark.slow
def test_outlines_reach_the_story_and_the_chapters_that_show_them(tmp_path: Path) -> None:
    parameters = read(tmp_path / "town", collection(area("A person", SQUARE), area("A body", NEXT)))
    received = receive(parameters)
    counted = tabulate(parameters, received)
    released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
    lineage = lineage_json(parameters, received, counted.cells)
    write_release(released, parameters, SourceKind.RESPONSES, lineage, tmp_path / "store", tmp_path / "restricted")
    evidence = open_store(tmp_path / "store")
    assert evidence.story.outlines["who"]["person"] == parameters.outlines["who"]["person"]
    figure = map_figure(evidence, "q1", "who")
    assert figure is not None
    assert plain(figure.source).endswith("; boundaries: The mapping office")
    assert b'"outlines": {}' in sliced(evidence, ["who"], [])["story.json"]
    assert b'"outlines": {}' not in sliced(evidence, ["q1"], ["benches"])["story.json"]


def test_the_file_decides_the_name_of_a_run(tmp_path: Path) -> None:
    first = read(tmp_path / "town", collection(area("A person", SQUARE), area("A body", NEXT)))
    other = read(tmp_path / "other", collection(area("A person", NEXT), area("A body", SQUARE)))
    assert first.read_by_release["boundaries/who.geojson"] != other.read_by_release["boundaries/who.geojson"]


# Simple outlines


def wavy(points: int, of: float = 1.0) -> list[tuple[float, float]]:
    turn = 2 * math.pi / points
    return [(of * (1 + 0.02 * math.sin(40 * n * turn)) * math.cos(n * turn), 50 + of * math.sin(n * turn))
            for n in range(points)]  # fmt: skip


def test_as_many_points_as_a_map_needs_are_left_and_a_small_area_keeps_its_shape() -> None:
    small = simplified({"large": [wavy(9_000)], "small": [wavy(30, 0.001)]}, 1000)
    assert sum(len(ring) for rings in small.values() for ring in rings) <= 1000 + 4
    assert len(small["small"][0]) >= 4
    outline = drawn_small({"large": [wavy(9_000)]})["large"]
    assert len(outline[0]) <= POINTS_DRAWN
    # Shoelace: the area of a circle of radius one is pi; half of 2000 units each way, closer by the cosine of 50.
    x, y = zip(*outline[0], strict=True)
    shoelace = abs(sum(x[n - 1] * y[n] - x[n] * y[n - 1] for n in range(len(x)))) / 2
    assert shoelace == pytest.approx(math.pi * 1000**2 * math.cos(math.radians(50)), rel=0.01)


def test_a_border_that_two_share_stays_one_border() -> None:
    border = [(1 + 0.05 * math.sin(n / 3) * (n % 7), 50 + n / 500) for n in range(501)]
    left = [(0.0, 51.0), (0.0, 50.0), *border]
    right = [*reversed(border), (2.0, 50.0), (2.0, 51.0)]
    small = simplified({"left": [left], "right": [right]}, 120)
    shared = [set(ring) & set(border) for rings in small.values() for ring in rings]
    assert len(shared[0] ^ shared[1]) <= 4 < 40 < len(shared[0])


# A map


def mapped(counts: list[list[int | None]], *, made_up: bool = False) -> Evidence:
    options = {"Agree": Stance.SUPPORT, "Neither": Stance.NEUTRAL, "Disagree": Stance.OPPOSE}
    groups = [Answers(f"Area {n}", own) for n, own in enumerate(counts)]
    evidence = charted(options, [5, 3, 2], groups, made_up=made_up)
    said = Boundaries(file="a.geojson", property="area", source="The mapping office")
    questionnaire = evidence.story.questionnaire
    by = questionnaire.breakdowns["area"].model_copy(update={"boundaries": said})
    questionnaire = questionnaire.model_copy(update={"breakdowns": {"area": by}})
    squares = {f"g{n}": [[(n, 50.0), (n + 1, 50.0), (n + 1, 51.0), (n, 51.0)]] for n in range(len(counts))}
    story = evidence.story.model_copy(
        update={"questionnaire": questionnaire, "outlines": {"area": drawn_small(squares)}}
    )
    return Evidence(story, evidence.cells)


def test_a_map_shades_both_sides_by_the_same_bands() -> None:
    evidence = mapped([[1, 0, 9], [5, 0, 5], [8, 1, 1]])
    figure = map_figure(evidence, "q0", "area")
    assert figure is not None
    marks = {mark.cell: mark.fill for mark in marks_of(figure.svg)}
    assert [cell.split("#")[1][:5] for cell in marks] == ["o0@g0", "o0@g1", "o0@g2", "o2@g0", "o2@g1", "o2@g2"]
    values = [(evidence.cells[cell].number, fill) for cell, fill in marks.items()]
    assert sorted(value for value, _ in values) == [10, 10, 50, 50, 80, 90]
    assert len({fill for _, fill in values}) == 3
    assert [fill for value, fill in sorted(values)][0::2] == [fill for value, fill in sorted(values)][1::2]
    assert plain(figure.title) == (
        "Thing 0: Agree: lowest Area 0 10%, highest Area 2 80%; Disagree: lowest Area 2 10%, highest Area 0 90%"
    )
    assert plain(figure.alt).endswith("Area 2: Agree 80%, Disagree 10%.")
    assert figure.table == "q0.by.area"
    assert view_of(figure.svg)[1] < 500


def test_a_hidden_area_is_hatched_and_has_no_mark() -> None:
    figure = map_figure(mapped([[1, 0, 9], [None, 1, None], [8, 1, 1]]), "q0", "area")
    assert figure is not None
    assert not [mark for mark in marks_of(figure.svg) if "@g1" in mark.cell]
    assert [text for text, cell in texts_of(figure.svg) if "@g1" in cell] == []
    assert [plain(note) for note in figure.notes] == [
        "Areas whose share is not shown are hatched.",
        "[c] means not shown, to protect confidentiality",
    ]  # fmt: skip
    assert "Area 1: Agree [c], Disagree [c]." in plain(figure.alt)
    assert map_figure(mapped([[None, 1, None]] * 3), "q0", "area") is None


def test_without_boundaries_there_is_no_map() -> None:
    evidence = mapped([[1, 0, 9], [5, 0, 5]])
    without = Evidence(evidence.story.model_copy(update={"outlines": {}}), evidence.cells)
    assert map_figure(without, "q0", "area") is None


def test_a_map_of_made_up_data_is_marked_across() -> None:
    figure = map_figure(mapped([[1, 0, 9], [5, 0, 5]], made_up=True), "q0", "area")
    assert figure is not None
    assert [text for text, _ in texts_of(figure.svg)].count("MADE-UP DATA") >= 18
