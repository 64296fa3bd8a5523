"""The released evidence of the made consultation with every kind of question (`every_kind`), for tests of exhibits."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import every_kind
from findings.consultation.build import build
from findings.disclosure import release, write_release
from findings.evidence.store import Evidence, open_store
from findings.intake import receive
from findings.tabulation import lineage_json, tabulate

POPULATIONS = """
populations:
  age:
    file: age.csv
    level_column: band
    count_column: n
    year: 2021
    source: Census 2021
    levels: {under_25: [young], a25_to_64: [middle], a65: [old]}
  area: {file: area.csv, level_column: area, count_column: n, year: 2021, source: Census 2021}
"""
AGES = {"young": 6000, "middle": 3000, "old": 1000}
AREAS = {"Leicester": 3000, "County": 6000, "Rutland": 1000}


def evidence_of_kinds(people: list[every_kind.Answers], *, questionnaire: str = every_kind.QUESTIONNAIRE) -> Evidence:
    """What they answered, with how many people live in the groups of age and area."""
    plan = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"
    with TemporaryDirectory() as name:
        folder = Path(name)
        own = every_kind.write(folder / "places", people, every_kind.CONSULTATION + POPULATIONS, questionnaire).folder
        for file, head, rows in (("age.csv", "band,n", AGES), ("area.csv", "area,n", AREAS)):
            lines = [head, *(f"{level},{n}" for level, n in rows.items())]
            (own / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
        parameters = build(own, plan)
        received = receive(parameters)
        counted = tabulate(parameters, received)
        released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
        lineage = lineage_json(parameters, received, counted.cells)
        write_release(released, parameters, received.source_kind, lineage, folder / "store", folder / "restricted")
        return open_store(folder / "store")
