"""`report.<language>.html`: the page in another language, and the easy-read text in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup, escape

from findings.consultation.language import NAMES, UNTRANSLATED, Language, suffixed
from findings.errors import ReleaseRefused
from findings.evidence.cell import SOURCE_KIND
from findings.evidence.csvtext import csv_text
from findings.evidence.store import Evidence
from findings.publishing.check import page_problems
from findings.publishing.combine import combine
from findings.publishing.furniture import WORDS
from findings.publishing.html import report_html
from findings.publishing.language.messages import NOTES
from findings.publishing.language.report import date_in, translated
from findings.publishing.language.translator import Tally, Translator
from findings.publishing.report import Chapters, files_of, front_of, read_chapters

_LABELLED = ("short", "wording", "matrix", "unit", "source")


def write_translated(
    chapters: Chapters,
    evidence: Evidence,
    path: Path,
    language: Language,
    own: Mapping[str, str],
    languages: tuple[str, ...] = (),
) -> Tally:
    """Write the page in another language, and beside it what stays English.

    Parameters
    ----------
    chapters, evidence
        As `findings.publishing.report.write_html` takes them.
    path
        The page; `untranslated.csv` is written beside it.
    language, own
        The language, and the consultation's own texts in it.
    languages
        All languages that the report is there in, for the links between them.

    Raises
    ------
    ReleaseRefused
        If the page says something that the store and the notebooks do not.
    """
    front = front_of(evidence.story)
    report = translated(combine(read_chapters(chapters), front), front, language, own)
    translator = report.translator
    words, english = translated_words(translator)
    front = replace(report.front, english=report.front.english | english)
    blocks: list[str] = []

    def keep(block: str) -> str:
        blocks.append(block)
        return block

    html = report_html(
        report.notebook,
        front,
        evidence,
        files_of(chapters),
        words=words,
        date=lambda day: date_in(translator, day),
        languages=links(str(language), languages),
        notes=notes_of(translator, bool(front.english)),
        told=keep,
    )
    # The block is held against the store before its labels are translated, the page as it is.
    dates = (date_in(translator, day) for day in (front.opened, front.closed, front.published))
    problems = page_problems(html, report.notebook, evidence, str(language), (*dates, *own.values()))
    if problems:
        raise ReleaseRefused(problems)
    for block in blocks:
        html = html.replace(block, translated_block(block, translator))
    path.write_text(html, encoding="utf-8", newline="\n")
    left = untranslated(translator.tally, str(evidence.story.source_kind))
    path.with_name(UNTRANSLATED).write_text(left, encoding="utf-8", newline="\n")
    return translator.tally


def translated_words(translator: Translator) -> tuple[dict[str, str], frozenset[str]]:
    """The page's own words, and the names of those that stay English."""
    said = {name: translator.catalogue.find(text) for name, text in WORDS.items()}
    return {name: said[name] or text for name, text in WORDS.items()}, frozenset(
        name for name, text in said.items() if not text
    )


def links(own: str, languages: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """The other pages of a report: language, file, and what the language calls itself.

    Examples
    --------
    >>> links("cy", ("en", "cy"))
    (('en', 'report.html', 'English'),)
    """
    return tuple(
        (language, suffixed("report.html", language), NAMES[language]) for language in languages if language != own
    )


def notes_of(translator: Translator, english: bool) -> tuple[Markup, ...]:
    """What the page says of its own language: who has read it, and that parts of it are English."""
    said: list[Markup] = []
    unread, left, _ = NOTES
    if not translator.catalogue.reviewed:
        said += [_note(translator, left), Markup('<span lang="en">{}</span>').format(left)]
    if english or translator.tally.messages or translator.tally.labels:
        said.append(_note(translator, unread))
    return tuple(said)


def _note(translator: Translator, text: str) -> Markup:
    parts = [
        translator.catalogue.find(part) or Markup('<span lang="en">{}</span>').format(part) for part in sentences(text)
    ]
    return Markup(" ").join(map(escape, parts))


def sentences(text: str) -> list[str]:
    """A text by its sentences."""
    return [f"{part.rstrip('.')}." for part in text.split(". ")]


def translated_block(block: str, translator: Translator) -> str:
    """The data block with its labels translated; identifiers and numbers stay."""
    told = json.loads(block)
    for question in told.get("questions", {}).values():
        question |= {key: _said(question[key], translator) for key in _LABELLED if key in question}
        question |= (
            {"left_out": [_said(text, translator) for text in question["left_out"]]} if question.get("left_out") else {}
        )
        for asked in question.get("asked", ()):
            asked[1:] = [_said(asked[1], translator), [_said(text, translator) for text in asked[2]]]
    for breakdown in told.get("breakdowns", {}).values():
        breakdown[0] = _said(breakdown[0], translator)
    for name in ("option", "level"):
        told |= {name: [[key, _said(text, translator)] for key, text in told[name]]} if name in told else {}
    for name in ("source", "funnel", "because", "until"):
        told |= {name: _said(told[name], translator)} if told.get(name) else {}
    if "note" in told:
        told["note"] = [_said(text, translator) for text in told["note"]]
    for population in told.get("populations", {}).values():
        population[:] = [_said(text, translator) for text in population]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _said(text: str, translator: Translator) -> str:
    return (translator.labels.find(text) or translator.catalogue.find(text) or text) if text else text


def untranslated(tally: Tally, source_kind: str) -> str:
    """What stays English, for whoever translates: what kind, how often, the text."""
    rows = [["kind", "times", "text", SOURCE_KIND]]
    rows += [["words", str(times), text, source_kind] for text, times in sorted(tally.messages.items())]
    rows += [["label", str(times), text, source_kind] for text, times in sorted(tally.labels.items())]
    return csv_text(rows)
