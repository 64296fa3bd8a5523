"""The combined notebook of a report in another language, with what stands on its front."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import nbformat
from nbformat import NotebookNode

from findings.consultation.language import Language
from findings.exhibits.model import MIMETYPE, Origin, Span, to_json
from findings.exhibits.wording import long_date
from findings.publishing.front import Front
from findings.publishing.language.catalogue import read_catalogue
from findings.publishing.language.exhibits import translated_exhibit
from findings.publishing.language.labels import Labels
from findings.publishing.language.markdown import translated_markdown
from findings.publishing.language.translator import Translator
from findings.publishing.outputs import exhibits_in

_FRONT = ("title", "organisation", "purpose")


@dataclass(frozen=True)
class Translated:
    """A report in another language.

    Parameters
    ----------
    notebook, front
        As `findings.publishing.html.report_html` takes them.
    translator
        What translated them, for the words of the template; its tally tells what stays English.
    """

    notebook: NotebookNode
    front: Front
    translator: Translator


def translated(notebook: NotebookNode, front: Front, language: Language, own: Mapping[str, str]) -> Translated:
    """Translate a combined notebook.

    Parameters
    ----------
    notebook
        What `findings.publishing.combine.combine` made; it is not changed.
    front
        What stands on the front, in the report's own language.
    language
        The other language.
    own
        The consultation's texts in it, by the English.

    Returns
    -------
    Translated
        The same cells, outputs, numbers and anchors in the other language.
    """
    catalogue = read_catalogue(language)
    translator = Translator(catalogue, Labels(catalogue, own))
    said = copy.deepcopy(notebook)
    for _, output, exhibit in exhibits_in(said):
        output.data[MIMETYPE] = nbformat.from_dict(to_json(translated_exhibit(exhibit, translator)))  # type: ignore[no-untyped-call]
        output.data.pop("text/plain", None)
        for place in (output.metadata.get("findings"), (output.metadata.get("findings") or {}).get("table")):
            if place and "number" in place:
                place.number = translator.number(place.number)
    for cell in said.cells:
        if cell.cell_type == "markdown":
            cell.source = translated_markdown(cell.source, translator)
    quiet = translator.silent()
    for entry in said.metadata.findings.contents:
        line = tuple(Span(**{**span, "origin": Origin(span["origin"])}) for span in entry.title)
        entry.title = [nbformat.from_dict(vars_of(span)) for span in quiet.line(line)]  # type: ignore[no-untyped-call]
    return Translated(said, translated_front(front, str(language), translator), translator)


def vars_of(span: Span) -> dict[str, object]:
    """A span as plain data."""
    return {field.name: getattr(span, field.name) for field in fields(span)}


def translated_front(front: Front, language: str, translator: Translator) -> Front:
    """What stands on the front, in the other language; what nobody translated stays English, and is named so."""
    names = {name: translator.name(getattr(front, name)) for name in _FRONT}
    left = frozenset(name for name, span in names.items() if span.lang)
    title, organisation, purpose = (names[name].text for name in _FRONT)
    return replace(front, language=language, english=left, title=title, organisation=organisation, purpose=purpose)


def date_in(translator: Translator, date: datetime.date) -> str:
    """A date as the report prints it."""
    return translator.catalogue.date(long_date(date)) or long_date(date)
