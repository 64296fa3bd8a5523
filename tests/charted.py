"""Evidence made for charts, with any labels and counts; and what an SVG draws, read without the code that drew it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from xml.etree import ElementTree

import pytest

from findings.consultation.model import Breakdown, Group, Kind, Option, Question, Questionnaire, Section, Stance
from findings.consultation.names import CellId
from findings.evidence.cell import Cell, SourceKind, Status
from findings.evidence.store import Evidence
from findings.exhibits.charts import canvas, difference_figure, heat_figure, multiples_figure, question_figure
from findings.exhibits.findings_told import headline
from findings.exhibits.model import Figure
from sample import evidence_of

Counts = Sequence[int | None]
"""How many gave each answer; nothing where the number is hidden."""
SVG = "{http://www.w3.org/2000/svg}"


@cache
def _sample() -> Evidence:
    return evidence_of()


@dataclass(frozen=True)
class Answers:
    """A group of respondents and its answers."""

    label: str
    counts: Counts


def charted(
    options: Mapping[str, Stance | None],
    everyone: Counts | Sequence[Counts],
    groups: Sequence[Answers] = (),
    *,
    kind: Kind = Kind.SINGLE,
    compare: bool = True,
    made_up: bool = False,
) -> Evidence:
    """Questions `q0`, `q1` ... with the same options by label, of all respondents and by the breakdown `area`.

    `everyone` has the counts of one question, or of several; groups have those of the first.
    """
    of_each = [everyone] if not everyone or not isinstance(everyone[0], Sequence) else everyone
    choices = {f"o{n}": Option(label=name, stance=stance) for n, (name, stance) in enumerate(options.items())}
    questions = {
        f"q{n}": Question(kind=kind, number=f"Q{n}", wording="Asked?", short=f"Thing {n}", options=choices)
        for n in range(len(of_each))
    }
    levels = {f"g{n}": Group(label=group.label, of=("x",)) for n, group in enumerate(groups)}
    cells = [cell for n, counts in enumerate(of_each) for cell in _cells(f"q{n}", "", "", counts)]
    tables = [f"q{n}" for n in range(len(of_each))]
    breakdowns = {}
    if groups:
        tables.append("q0.by.area")
        breakdowns["area"] = Breakdown(title="Area", question="q0", groups=levels, compare=compare)
        cells += [cell for n, group in enumerate(groups) for cell in _cells("q0", "area", f"g{n}", group.counts)]
    story = _sample().story
    questionnaire = Questionnaire(
        questions=questions, sections={"all": Section(title="All", questions=tuple(questions))}, breakdowns=breakdowns
    )
    story = story.model_copy(update={"questionnaire": questionnaire, "tables": tuple(tables)})
    kind_of = SourceKind.MADE_UP if made_up else SourceKind.RESPONSES
    return Evidence(story, {cell.cell: replace(cell, source_kind=kind_of) for cell in cells})


def _cells(question: str, breakdown: str, level: str, counts: Counts) -> Iterator[Cell]:
    base = sum(count or 0 for count in counts)
    yield _cell(CellId(question, "base", breakdown, level), base)
    for n, count in enumerate(counts):
        yield _cell(CellId(question, f"o{n}", breakdown, level), count)
        share = None if count is None else (200 * count + base) // (2 * base) if base else ""
        yield _cell(CellId(question, f"o{n}", breakdown, level, "percent"), share)


def _cell(identifier: CellId, value: int | str | None) -> Cell:
    status = Status.CONFIDENTIAL if value is None else Status.NOT_APPLICABLE if value == "" else Status.SHOWN
    table = identifier.text.partition("#")[0]
    return Cell(
        cell=identifier.text, table=table, measure=identifier.measure, question=identifier.question, item="",
        option=identifier.option, breakdown=identifier.breakdown, level=identifier.level, filter="",
        value="" if value is None else str(value), unit="percent" if identifier.measure == "percent" else "responses",
        digits=0, low="", high="", base_cell=CellId(identifier.question, "base", identifier.breakdown,
                                                    identifier.level).text,
        base_kind="answered", origins=(), status=status, source_kind=SourceKind.RESPONSES,
    )  # fmt: skip


def all_figures(evidence: Evidence) -> list[Figure]:
    """Every chart that the evidence allows."""
    questions = list(evidence.story.questionnaire.questions)
    found = [question_figure(evidence, questions[0], headline(evidence, questions[0])),
             heat_figure(evidence, questions),
             difference_figure(evidence, "area"), multiples_figure(evidence, questions[0], "area")]  # fmt: skip
    return [figure for figure in found if figure is not None]


@dataclass(frozen=True)
class Mark:
    """A shape that stands for a number: of which cell, by what, and its measures."""

    cell: str
    kind: str
    fill: str
    wide: float
    middle: float
    outline: str


def marks_of(svg: str) -> list[Mark]:
    """The marks of a drawing."""
    found = []
    for element in ElementTree.fromstring(svg).iter():
        if "data-mark" not in element.attrib:
            continue
        given = {key: float(element.get(key, "nan")) for key in ("x", "width", "cx")}
        middle = given["cx"] if element.tag == f"{SVG}circle" else given["x"] + given["width"] / 2
        kind = element.attrib["data-mark"]
        found.append(Mark(element.attrib["data-cell"], kind, element.get("fill", ""), given["width"], middle,
                          element.get("stroke", "")))  # fmt: skip
    return found


def texts_of(svg: str) -> list[tuple[str, str]]:
    """Each text of a drawing with the cell that it shows."""
    root = ElementTree.fromstring(svg)
    return [("".join(element.itertext()), element.get("data-cell", "")) for element in root.iter(f"{SVG}text")]


def view_of(svg: str) -> tuple[float, float]:
    """Width and height of a drawing."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found is not None
    return float(found[1]), float(found[2])


@dataclass(frozen=True)
class Box:
    """Where a text stands, in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, slack: float) -> bool:
        """Whether two texts lie over each other by more than some slack."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.bottom, other.bottom) - max(self.top, other.top) > slack
        )


def faults(boxes: Sequence[Box], width: float, height: float, slack: float = 0.6) -> list[str]:
    """Texts that lie over each other, or stick out of the drawing."""
    out = [f"out: {box.text}" for box in boxes if box.left < -slack or box.top < -slack
           or box.right > width + slack or box.bottom > height + slack]  # fmt: skip
    ordered = sorted(boxes, key=lambda box: box.top)
    for place, box in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.top > box.bottom:
                break
            if box.meets(other, slack):
                out.append(f"over: {box.text} / {other.text}")
    return out


@contextmanager
def measured(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[list[Box], float, float]]]:
    """Of each chart that is drawn inside, where matplotlib's renderer puts its texts; and its width and height."""
    found: list[tuple[list[Box], float, float]] = []
    plain = canvas.as_svg

    def measuring(drawing, name):  # type: ignore[no-untyped-def]
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        width, height = (72 * inches for inches in drawing.get_size_inches())
        # Large, so that the letters' own rounding to dots does not count.
        drawing.set_dpi(72 * 8)
        renderer = FigureCanvasAgg(drawing).get_renderer()
        boxes = []
        for axes in drawing.axes:
            for text in axes.texts:
                at = text.get_window_extent(renderer)
                boxes.append(Box(text.get_text(), at.x0 / 8, height - at.y1 / 8, at.x1 / 8, height - at.y0 / 8))
        found.append((boxes, width, height))
        return plain(drawing, name)

    with monkeypatch.context() as patched:
        patched.setattr(canvas, "as_svg", measuring)
        yield found
