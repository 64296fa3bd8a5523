"""The easy-read skeleton as a Word document: big letters, wide margins, a room for a picture beside each line.

Each number stands in a content control whose tag is its cell, so it can be looked up, and whoever edits the text around
it keeps it bound. A name with a figure in it ("18 to 24") stands in one with the tag `label`. The same text gives the
same bytes: no clock, no random names.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from findings.consultation.madeup import MARK
from findings.evidence import draft
from findings.evidence.mark import COLOUR, NOTICE
from findings.exhibits.model import Line, Origin, Span, plain
from findings.exhibits.wording import words
from findings.publishing.easy_read import EasyRead, Idea, Part
from findings.publishing.front import Front
from findings.publishing.language.translator import Translator

FONT, ALSO = "Arial", "Liberation Sans"
"""The letters, by name, and what stands in for them where they are not installed."""
POINTS, LARGE, LARGER = 16, 22, 28
PROMPT_POINTS = 12
"""What only the writer reads, and takes out."""
LABEL_TAG = "label"
_PICTURE_CM, _TEXT_CM, _ROW_CM, _INDENT_CM = 5.2, 10.8, 3.4, 0.4
_REGION = {"en": "en-GB", "cy": "cy-GB"}
_ZIPPED = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml")
NOTE = (
    "This is a draft for a person to finish. Write the texts that are asked for. Put a picture into each room. "
    "Read it with people who use easy read. Numbers are bound to the evidence: move them, and do not type over them. "
    "Then take out these lines and the mark of a draft."
)


def easy_read_docx(text: EasyRead, front: Front, translator: Translator | None = None) -> bytes:
    """The document's bytes.

    Parameters
    ----------
    text
        What is said, in the language of `front`.
    front
        Whose day of publication is the document's only date, and whose marks it carries.
    translator
        Of a document in another language: translates what the document says of itself.
    """
    import docx

    document = docx.Document()
    _Writer(document, front, translator).write(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return _again(buffer.getvalue())


class _Writer:
    def __init__(self, document: Any, front: Front, translator: Translator | None) -> None:
        self._document = document
        self._front = front
        self._said = translator.line if translator is not None else lambda line: line
        self._controls = 0

    def write(self, text: EasyRead) -> None:
        """Everything, from front to back."""
        self._settle(text)
        self._title(text)
        for part in text.parts:
            self._part(part)
        self._hard_words(text)

    # --- the page -----------------------------------------------------------------------------

    def _settle(self, text: EasyRead) -> None:
        from docx.shared import Cm, Pt

        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.2)
        sizes = {"Normal": POINTS, "Title": LARGER, "Subtitle": LARGE, "Heading 1": LARGE, "Heading 2": POINTS + 2}
        for name, points in sizes.items():
            style = self._document.styles[name]
            self._letters(style)
            style.font.size, style.font.italic = Pt(points), False
            style.paragraph_format.space_after = Pt(8)
            style.paragraph_format.keep_with_next = name != "Normal"
            if name != "Normal":
                style.font.bold = True
                style.paragraph_format.space_before = Pt(18)
        self._document.styles["Normal"].paragraph_format.line_spacing = 1.3
        _fallback(self._document)
        properties, front = self._document.core_properties, self._front
        day = datetime.datetime.combine(front.published, datetime.time())
        properties.title, properties.author = plain(text.title), front.organisation
        properties.last_modified_by, properties.comments = "", ""
        properties.created = properties.modified = day
        properties.language = _REGION.get(front.language, front.language)
        properties.keywords = ", ".join([*([MARK, "rehearsal"] if front.made_up else []), draft.DRAFT])
        self._furniture(section)

    def _letters(self, style: Any) -> None:
        """The font in all scripts, black on white, in the language of the text."""
        from docx.oxml.ns import qn
        from docx.shared import RGBColor

        style.font.name = FONT
        style.font.color.rgb = RGBColor(0x17, 0x21, 0x1F)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            if name.endswith("Theme"):
                del fonts.attrib[name]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        _tongue(style.element.get_or_add_rPr(), self._front.language)

    def _furniture(self, section: Any) -> None:
        """The marks at the head of each page, the number of the page at its foot."""
        from docx.shared import Pt

        head = section.header.paragraphs[0]
        if self._front.made_up:
            self._run(head, Span(f"{MARK}. {NOTICE} "), Pt(PROMPT_POINTS), COLOUR, bold=True)
        for span in (*self._said(words(draft.DRAFT)), Span(". "), *self._said(words("Not for publication."))):
            self._run(head, span, Pt(PROMPT_POINTS), draft.COLOUR, bold=True)
        foot = section.footer.paragraphs[0]
        for span in self._said(words("Page")):
            self._run(foot, span, Pt(PROMPT_POINTS))
        self._run(foot, Span(" "), Pt(PROMPT_POINTS))
        _field(foot, "PAGE")

    # --- the text -----------------------------------------------------------------------------

    def _title(self, text: EasyRead) -> None:
        self._lines(self._document.add_paragraph(), text.organisation)
        self._lines(self._document.add_paragraph(style="Title"), text.title)
        self._lines(self._document.add_paragraph(style="Subtitle"), self._said(words("Easy read")))
        self._prompt(self._document.add_paragraph(), self._said(words(NOTE)))

    def _part(self, part: Part) -> None:
        self._lines(self._document.add_paragraph(style=f"Heading {part.level}"), part.heading)
        if part.ideas:
            self._table(part.ideas)

    def _table(self, ideas: tuple[Idea, ...]) -> None:
        """An idea a row: the room for its picture, and its words."""
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
        from docx.shared import Cm

        table = self._document.add_table(rows=0, cols=2)
        table.autofit = False
        for column, width in zip(table.columns, (_PICTURE_CM, _TEXT_CM), strict=True):
            column.width = Cm(width)
        for idea in ideas:
            row = table.add_row()
            row.height, row.height_rule = Cm(_ROW_CM), WD_ROW_HEIGHT_RULE.AT_LEAST
            _whole(row)
            room, text = row.cells
            room.width, text.width = Cm(_PICTURE_CM), Cm(_TEXT_CM)
            _dashed(room)
            room.vertical_alignment = text.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            self._prompt(room.paragraphs[0], (*self._said(words("Picture:")), Span(" "), *idea.picture))
            alternative = self._said(words("Say in its alternative text what it shows."))
            self._prompt(room.add_paragraph(), alternative)
            words_of = [text.paragraphs[0]]
            if idea.kind == "asked":
                self._lines(words_of[0], self._said(words("We asked:")))
                words_of.append(text.add_paragraph())
            if idea.kind == "write":
                self._prompt(words_of[0], idea.text, POINTS)
            else:
                self._lines(words_of[-1], idea.text, italic=idea.kind == "asked")
            for paragraph in words_of:
                paragraph.paragraph_format.left_indent = Cm(_INDENT_CM)
        self._document.add_paragraph()

    def _hard_words(self, text: EasyRead) -> None:
        if not text.hard_words:
            return
        self._lines(self._document.add_paragraph(style="Heading 1"), self._said(words("Hard words")))
        for word, meaning in text.hard_words:
            paragraph = self._document.add_paragraph()
            self._lines(paragraph, (*word, Span(": ")), bold=True)
            self._lines(paragraph, meaning)

    # --- runs ---------------------------------------------------------------------------------

    def _prompt(self, paragraph: Any, line: Line, points: int = PROMPT_POINTS) -> None:
        from docx.shared import Pt

        paragraph.paragraph_format.space_after = Pt(2)
        for span in line:
            self._run(paragraph, span, Pt(points), "#47544f", italic=True)

    def _lines(self, paragraph: Any, line: Line, *, bold: bool = False, italic: bool = False) -> None:
        for span in line:
            bound = span.ref if span.origin is Origin.CELL else LABEL_TAG if _has_figure(span.text) else ""
            run = self._run(paragraph, span, None, bold=bold or span.origin is Origin.CELL, italic=italic)
            if bound:
                self._controls += 1
                _control(paragraph, run, bound, self._controls)

    def _run(
        self, paragraph: Any, span: Span, size: Any, colour: str = "", *, bold: bool = False, italic: bool = False
    ) -> Any:
        from docx.shared import RGBColor

        run = paragraph.add_run(span.text)
        run.bold, run.italic = bold or None, italic or None
        if size is not None:
            run.font.size = size
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
        if span.lang:
            _tongue(run._element.get_or_add_rPr(), span.lang)
        return run


def _has_figure(text: str) -> bool:
    return any(character.isnumeric() for character in text)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _tongue(properties: Any, language: str) -> None:
    """The language of a run or a style."""
    from docx.oxml.ns import qn

    for known in properties.findall(qn("w:lang")):
        properties.remove(known)
    properties.append(_element("w:lang", val=_REGION.get(language, language)))


def _control(paragraph: Any, run: Any, tag: str, number: int) -> None:
    """Put a run into a content control: what is bound can be moved with it, and is found by its tag."""
    control, properties, content = (_element(name) for name in ("w:sdt", "w:sdtPr", "w:sdtContent"))
    properties.append(_element("w:alias", val=tag))
    properties.append(_element("w:tag", val=tag))
    properties.append(_element("w:id", val=str(number)))
    properties.append(_element("w:lock", val="sdtLocked"))
    properties.append(_element("w:text"))
    control.append(properties)
    control.append(content)
    run._element.addprevious(control)
    content.append(run._element)


def _field(paragraph: Any, code: str) -> None:
    field = _element("w:fldSimple", instr=code)
    run = _element("w:r")
    text = _element("w:t")
    text.text = ""
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _whole(row: Any) -> None:
    """A row stays on one page."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def _dashed(cell: Any) -> None:
    """The edge of a room for a picture."""
    borders = _element("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(f"w:{side}", val="dashed", sz="8", space="0", color="7A8A84"))
    cell._tc.get_or_add_tcPr().append(borders)


def _fallback(document: Any) -> None:
    """Name the font that stands in where the first is not installed."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            entry = f'<w:font w:name="{FONT}"><w:altName w:val="{ALSO}"/><w:family w:val="swiss"/></w:font>'
            part._blob = part.blob.replace(b"</w:fonts>", entry.encode("utf-8") + b"</w:fonts>")


def _again(content: bytes) -> bytes:
    """The package without times, and without the pictures and styles of its template that nobody sees."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in _kept(old):
            new.writestr(zipfile.ZipInfo(name, _ZIPPED), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _kept(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    import re

    for name in package.namelist():
        if name in _LEFT_OUT:
            continue
        text = package.read(name)
        if name.endswith(".rels") or name == "[Content_Types].xml":
            for gone in _LEFT_OUT:
                last = re.escape(gone.rpartition("/")[2].encode("utf-8"))
                text = re.sub(rb"<(?:Relationship|Override) [^>]*" + last + rb'"[^>]*/>', b"", text)
        yield name, text
