"""The file of boundaries, read and checked: every group has its area, every area its group, or it is told."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from findings.consultation.boundaries import SIDE, Boundaries, Outlines, Ring
from findings.consultation.counted import counted
from findings.consultation.fault import Fault
from findings.consultation.model import CROSSED, Questionnaire
from findings.consultation.names import as_compared
from findings.consultation.simplify import Point, simplified
from findings.consultation.yamlfile import KeyPath, YamlFile
from findings.errors import Problem

MOST_POINTS = 200_000
"""Points that are read: a file with more is one for surveyors, and a generalised one is published beside it."""
POINTS_DRAWN = 2500
"""Points of all areas together on a map: about 40 kB of drawing a side."""
_MOST_TOLD = 12
_DEGREES = "longitude from -180 to 180, latitude from -90 to 90"
_LEAST_RING = 4
_TO_DO = "Give the boundaries that are published as generalised, in degrees of longitude and latitude (WGS 84)."


def boundary_paths(questionnaire: Questionnaire, folder: Path) -> dict[str, Path]:
    """The files of boundaries, by the names that a run's copies have."""
    named = {name: one.boundaries for name, one in questionnaire.breakdowns.items()}
    return {f"boundaries/{name}.geojson": (folder / of.file).resolve() for name, of in named.items() if of is not None}


def read_boundaries(
    questionnaire: Questionnaire, folder: Path, written: YamlFile
) -> tuple[dict[str, Outlines], list[Problem]]:
    """Read the boundaries of every breakdown that has them.

    Parameters
    ----------
    questionnaire
        The questionnaire, in order in itself.
    folder, written
        The folder of `questionnaire.yaml`, and that file.

    Returns
    -------
    tuple
        Breakdown -> its outlines, and every problem of all files.
    """
    found: dict[str, Outlines] = {}
    problems: list[Problem] = []
    for name, breakdown in questionnaire.breakdowns.items():
        if breakdown.boundaries is None or CROSSED in name:
            continue
        groups = {level: group.label for level, group in counted(questionnaire).groups_of(name).items()}
        keys: KeyPath = ("breakdowns", name, "boundaries")
        areas, faults, wrong = _areas(breakdown.boundaries, folder, groups)
        problems += [Problem(written.where((*keys, *f.keys)), f.what, f.found, f.allowed, f.do) for f in faults]
        problems += wrong
        if not faults and not wrong:
            found[name] = drawn_small(areas)
    return found, problems


def _areas(
    said: Boundaries, folder: Path, groups: Mapping[str, str]
) -> tuple[dict[str, list[list[Point]]], list[Fault], list[Problem]]:
    path = folder / said.file
    if not path.is_file():
        return (
            {},
            [Fault(("file",), "this file does not exist", said.file, do="Put it there, or correct the name.")],
            [],
        )
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return {}, [], [Problem(path.name, "this file cannot be read as GeoJSON", str(error), "UTF-8 JSON", _TO_DO)]
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        what = "this file is no GeoJSON FeatureCollection"
        return {}, [], [Problem(path.name, what, _kind(content), "FeatureCollection", _TO_DO)]
    return _by_group(said, path.name, features, groups)


def _by_group(
    said: Boundaries, file: str, features: Sequence[Any], groups: Mapping[str, str]
) -> tuple[dict[str, list[list[Point]]], list[Fault], list[Problem]]:
    owners = {as_compared(text): level for level, label in groups.items() for text in (level, label)}
    areas: dict[str, list[list[Point]]] = {}
    strangers: list[str] = []
    problems: list[Problem] = []
    points = 0
    for number, feature in enumerate(features, start=1):
        where = f"{file}, area {number}"
        properties = feature.get("properties") if isinstance(feature, dict) else None
        name = properties.get(said.property) if isinstance(properties, dict) else None
        if not isinstance(name, str | int) or not str(name).strip():
            allowed = ", ".join(map(str, properties)) if isinstance(properties, dict) else "an object of properties"
            problems.append(Problem(where, f"no text in the property '{said.property}'", _kind(name), allowed))
            continue
        level = owners.get(as_compared(str(name)))
        if level is None:
            strangers.append(str(name))
            continue
        rings, wrong = _rings(feature.get("geometry"))
        if wrong:
            problems.append(Problem(f"{where} ({name})", *wrong, do=_TO_DO))
        points += sum(map(len, rings))
        areas.setdefault(level, []).extend(rings)
    if points > MOST_POINTS:
        what = "more points than a map can show"
        problems.append(Problem(file, what, f"{points:,}", f"at most {MOST_POINTS:,}", _TO_DO))
    problems = problems[:_MOST_TOLD]
    missing = [label for level, label in groups.items() if level not in areas]
    faults = []
    if strangers:
        known = ", ".join(groups.values())
        faults.append(Fault(("file",), "areas that are no group of the breakdown", _listed(strangers), known,
                            "Take them out of the file, or write them as the groups are written."))  # fmt: skip
    if missing and not problems:
        faults.append(Fault(("file",), "groups without an area", _listed(missing),
                            do="Add their areas: a map without them would say that nobody lives there."))  # fmt: skip
    return areas, faults, problems


def _rings(geometry: Any) -> tuple[list[list[Point]], tuple[str, str, str] | None]:
    """The rings of a Polygon or a MultiPolygon, each without its last point; or what is wrong."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    given: Any = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return [], ("a shape that is no area", _kind(kind), "Polygon or MultiPolygon")
    try:
        polygons = [given] if kind == "Polygon" else list(given)
        rings = [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]
    except (TypeError, ValueError, IndexError, OverflowError):
        return [], ("coordinates that are not lists of points", kind, "[longitude, latitude] each")
    for ring in rings:
        outside = next((point for point in ring if not _on_earth(point)), None)
        if outside is not None:
            found = f"{outside[0]:g}, {outside[1]:g}"
            return [], (
                "a point that is not on the earth",
                found,
                "longitude from -180 to 180, latitude from -90 to 90",
            )
        if len(ring) < _LEAST_RING or ring[0] != ring[-1]:
            return [], ("an outline that is not closed", f"{len(ring)} points", "at least 4, the last one the first")
    return [ring[:-1] for ring in rings], None if rings else ("an area without an outline", "nothing", "")


def _on_earth(point: Point) -> bool:
    return math.isfinite(point[0]) and math.isfinite(point[1]) and abs(point[0]) <= 180 and abs(point[1]) <= 90


def drawn_small(areas: Mapping[str, Sequence[Sequence[Point]]]) -> dict[str, tuple[Ring, ...]]:
    """Outlines on a plane, as simple as a map needs them.

    Longitudes are drawn closer by the cosine of the middle latitude, which keeps shapes of a country or less.

    Examples
    --------
    >>> square = [(-1.0, 52.0), (-1.0, 53.0), (0.0, 53.0), (0.0, 52.0)]
    >>> drawn_small({"a": [square]})
    {'a': (((0, 2000), (0, 0), (1218, 0), (1218, 2000)),)}
    """
    points = [point for rings in areas.values() for ring in rings for point in ring]
    if not points:
        return {}
    north, south = max(y for _, y in points), min(y for _, y in points)
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    closer = math.cos(math.radians((north + south) / 2))
    unit = SIDE / max((east - west) * closer, north - south, 1e-9)
    plane = {
        name: [[((x - west) * closer * unit, (north - y) * unit) for x, y in ring] for ring in rings]
        for name, rings in areas.items()
    }
    small = simplified(plane, POINTS_DRAWN)
    return {name: tuple(_whole(rings)) for name, rings in small.items()}


def _whole(rings: Sequence[Sequence[Point]]) -> Iterator[Ring]:
    """Rings in whole units; one that is too small to be seen is left out unless it is all there is."""
    whole = [tuple(dict.fromkeys((round(x), round(y)) for x, y in ring)) for ring in rings]
    seen = [ring for ring in whole if len(ring) > 2]
    yield from seen or [max(whole, key=len)]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_TOLD} more" if len(names) > _MOST_TOLD else ""
    return ", ".join(names[:_MOST_TOLD]) + more


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("type", "an object"))
    return "nothing" if value is None else str(value)[:60]
