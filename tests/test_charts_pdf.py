"""Charts in the PDF: every script is set so that PDF/UA takes it, as letters where it can and else as outlines."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typst

from charted import SVG, all_figures
from findings.publishing import fonts
from findings.publishing.outlined import FAMILY, outlined
from findings.publishing.svg import drawing
from findings.publishing.typst_text import printable
from test_charts_labels import cases

PAGE = """\
#set document(title: "t", date: datetime(year: 2020, month: 1, day: 1))
#set text(lang: "en")
#image("chart.svg", alt: "t")
"""


def in_pdf(svg: str, folder: Path) -> str:
    """Set a drawing as the report's PDF does; what it was set from."""
    shown = outlined(
        drawing(svg, "f-", text=lambda text: printable(text, fonts.characters()), family=FAMILY)
    )  # fmt: skip
    (folder / "chart.svg").write_text(shown, encoding="utf-8")
    (folder / "page.typ").write_text(PAGE, encoding="utf-8")
    with fonts.font_folder() as held:
        typst.compile(str(folder / "page.typ"), output=str(folder / "page.pdf"), font_paths=[str(held)],
                      ignore_system_fonts=True, pdf_standards=["a-3a", "ua-1"])  # fmt: skip
    return shown


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", ["wide", "emoji", "right_to_left"])
def test_a_label_of_any_script_can_be_set(name: str, tmp_path: Path) -> None:
    figure = all_figures(cases()[name]())[0]
    before, after = texts(figure.svg), texts(in_pdf(figure.svg, tmp_path))
    # Numbers and what DejaVu holds stay letters.
    assert {text for text in before if re.fullmatch(r"\d+%|All respondents", text)} <= set(after)
    assert len(after) == len(before) if name == "right_to_left" else len(after) < len(before)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(cases()))
def test_every_chart_can_be_set(name: str, tmp_path: Path) -> None:
    for figure in all_figures(cases()[name]()):
        in_pdf(figure.svg, tmp_path)


def test_an_outlined_text_stands_where_the_text_stood() -> None:
    def placed(anchor: str) -> tuple[float, float]:
        text = f'<text x="100" y="50" font-size="10px" text-anchor="{anchor}" fill="#123456">हाँ</text>'
        shown = outlined(f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>')
        path = ElementTree.fromstring(shown).find(f"{SVG}path")
        assert path is not None and path.get("fill") == "#123456"
        across = [float(number) for number in re.findall(r"(-?[\d.]+) -?[\d.]+", path.get("d", ""))]
        return min(across), max(across)

    start, middle, end = placed("start"), placed("middle"), placed("end")
    assert start[0] == pytest.approx(100, abs=1) and end[1] == pytest.approx(100, abs=1)
    assert sum(middle) / 2 == pytest.approx(100, abs=1)
    # Two letters and a mark of ten points.
    assert 8 < start[1] - start[0] < 16
