"""`easy_read.docx` and `easy_read.<language>.docx`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from findings.consultation.language import OWN, Language
from findings.evidence.store import Evidence
from findings.publishing.easy_read import easy_read, in_language
from findings.publishing.easy_word import easy_read_docx
from findings.publishing.language.catalogue import read_catalogue
from findings.publishing.language.labels import Labels
from findings.publishing.language.report import translated_front
from findings.publishing.language.translator import Translator
from findings.publishing.report import front_of


def write_easy_read(evidence: Evidence, path: Path, language: str = OWN, own: Mapping[str, str] | None = None) -> None:
    """Write the easy-read text, in its own language or in another one.

    Parameters
    ----------
    evidence
        The whole store.
    path
        The document.
    language, own
        The language, and the consultation's own texts in it.
    """
    text, front = easy_read(evidence), front_of(evidence.story)
    if language == OWN:
        path.write_bytes(easy_read_docx(text, front))
        return
    catalogue = read_catalogue(Language(language))
    translator = Translator(catalogue, Labels(catalogue, own or {}))
    front = translated_front(front, language, translator)
    path.write_bytes(easy_read_docx(in_language(text, translator), front, translator))
