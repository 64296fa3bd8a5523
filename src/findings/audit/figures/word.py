"""Every figure of a Word document: at the same heading, table or figure as on the checked page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from findings.audit.figures.inputs import Inputs
from findings.audit.figures.lookup import MEND
from findings.audit.figures.places import FRONT, Place, place_problems
from findings.audit.figures.text import figures_in, has_figure, joined, short, spaced, squeezed, unmarked
from findings.errors import Problem

_NUMBER = re.compile(r"(\d+(?:\.\d+)*|(?:Table|Figure) \d+\.\d+)[.:]?\s+(.*)", re.DOTALL)
KNOWN_PARTS = re.compile(
    r"/word/(document|styles|settings|webSettings|fontTable|numbering|header\d*|footer\d*|stylesWithEffects)\.xml"
    r"|/word/theme/.*\.xml|/docProps/(app|core|thumbnail).*|/customXml/.*|/word/media/.*"
)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIELD = ("PAGE", "NUMPAGES", "SECTIONPAGES")


def word_problems(run: Path, file: str, page: Sequence[Place], inputs: Inputs) -> list[Problem]:
    """What is wrong with a Word document of a run.

    A report holds every place of the page, a paper for the board some of them. The text inside a picture cannot be
    read: of a chart, its alternative text is compared.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(str(run / file))
        places, lines = _places(document, {place.name: place for place in page})
        problems = place_problems(file, places, page, part=not file.startswith("public/"))
        problems += _contents(file, lines, page)
        problems += _furniture(file, document, inputs)
    except (OSError, ValueError, KeyError, AttributeError, PackageNotFoundError) as error:
        return [Problem(file, "a Word document that cannot be read", " ".join(str(error).split()), do=MEND)]
    return problems


def _places(document: Any, page: dict[str, Place]) -> tuple[list[Place], list[str]]:
    """The document's places, and the lines of its list of contents."""
    place = Place(FRONT)
    places, contents = [place], []
    for element in document.element.body.iterchildren():
        if element.tag == f"{_WORD}tbl":
            place.rows += [tuple(_cell(cell) for cell in row.iterchildren(f"{_WORD}tc"))
                           for row in element.iterchildren(f"{_WORD}tr")]  # fmt: skip
            continue
        for picture in element.iter(_DRAWN):
            place.said += str(picture.get("descr") or "")
            place.drawn = list(page[place.name].drawn) if place.name in page else []
        for paragraph in element.iter(f"{_WORD}p"):
            text, style = _text(paragraph), _style(paragraph)
            if style.lower().startswith("toc"):
                contents.append(text)
                continue
            match = _NUMBER.match(text)
            if match and (style.startswith("Heading") or style == "Caption"):
                place = Place(match[1], [match[2]])
                places.append(place)
            elif text:
                place.flow.append(text)
    return places, contents


def _cell(cell: Any) -> str:
    return spaced(joined(_text(paragraph) for paragraph in cell.iter(f"{_WORD}p")))


def _text(paragraph: Any) -> str:
    """What is read of a paragraph; text that was struck out as a change is not."""
    parts = []
    for run in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}noBreakHyphen"):
        if run.tag == f"{_WORD}t":
            parts.append(run.text or "")
        else:
            parts.append("-" if run.tag.endswith("noBreakHyphen") else " ")
    return spaced("".join(parts))


def _style(paragraph: Any) -> str:
    """The identifier of a paragraph's style, which does not depend on Word's language."""
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return "" if style is None else str(style.get(f"{_WORD}val"))


def _contents(file: str, lines: Sequence[str], page: Sequence[Place]) -> Iterator[Problem]:
    """Lines of contents say a heading; their page numbers are Word's own, made anew when the file is opened."""
    headings = tuple(squeezed(place.name + joined(place.flow[:1])) for place in page)
    for line in lines:
        if has_figure(line) and not squeezed(re.sub(r"\s*\d+$", "", line)).startswith(headings):
            yield Problem(f"{file}, the contents", "a line that is no heading of the page", short(line), do=MEND)


def _furniture(file: str, document: Any, inputs: Inputs) -> Iterator[Problem]:
    """Headers, footers, properties, and parts that nobody can read."""
    for number, section in enumerate(document.sections, start=1):
        for kind in (
            "header",
            "footer",
            "first_page_header",
            "first_page_footer",
            "even_page_header",
            "even_page_footer",
        ):
            for paragraph in getattr(section, kind)._element.iter(f"{_WORD}p"):
                text = unmarked(_text(paragraph))
                codes = "".join(code.text or "" for code in paragraph.iter(f"{_WORD}instrText"))
                codes += "".join(str(field.get(f"{_WORD}instr")) for field in paragraph.iter(f"{_WORD}fldSimple"))
                # The number of the page is Word's own, whatever stands in the file.
                pages = sum(codes.count(code) for code in _FIELD)
                if has_figure(text) and not inputs.hold(text) and len(figures_in(text)) > pages:
                    what = "a figure that the run's parameters do not have"
                    yield Problem(
                        f"{file}, the {kind.replace('_', ' ')} of section {number}", what, short(text), do=MEND
                    )
    properties = document.core_properties
    for name in ("title", "subject", "author", "keywords", "comments", "category"):
        text = str(getattr(properties, name) or "")
        if has_figure(text) and not inputs.hold(text):
            yield Problem(f"{file}, its {name}", "a figure that the run's parameters do not have", short(text), do=MEND)
    for part in document.part.package.iter_parts():
        if not KNOWN_PARTS.fullmatch(str(part.partname)):
            yield Problem(file, "a part of the document whose numbers nobody can look up", str(part.partname), do=MEND)
