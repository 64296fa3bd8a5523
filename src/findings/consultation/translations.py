"""The consultation's own words in another language: `languages/cy.yaml`, the English text and what it says there.

The file is optional, and so is each entry: what it does not hold stays as it is, and is marked as English on the page.
A translation may say nothing in figures that the English does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from findings.consultation.faults import closest
from findings.consultation.model import Consultation, Context, Questionnaire
from findings.consultation.yamlfile import YamlFile, read_yaml
from findings.errors import Problem

FOLDER = "languages"
_TOLD = frozenset(("title", "organisation", "purpose", "label", "wording", "short", "introduction", "number", "reason",
                   "source", "publisher", "note", "because", "unit"))  # fmt: skip
"""The keys whose values a reader meets; `limits` is a list of such texts."""
_LISTS = frozenset(("limits",))
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NEAR = 90


def told_texts(consultation: Consultation, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Every text of the parameters that a report may print, in the order of the files, each once."""
    content = (consultation.model_dump(mode="json"), questionnaire.model_dump(mode="json"))
    texts = [text for part in content for text in _texts(part)]
    return tuple(dict.fromkeys(text for text in (*texts, *_of_context(consultation.context)) if text.strip()))


def _of_context(context: Context) -> Iterator[str]:
    """What others published, and what their columns and rows are called, beside titles, sources and notes."""
    for fact in context.facts:
        yield from (fact.when, fact.what)
    for table in context.tables.values():
        yield from (table.columns[table.first], *table.headings, *table.called.values())


def _texts(content: Any, key: str = "") -> Iterator[str]:
    if isinstance(content, dict):
        for name, value in content.items():
            yield from _texts(value, str(name))
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value, key)
    elif isinstance(content, str) and key in _TOLD | _LISTS:
        yield content


def translation_files(folder: Path, languages: Iterable[str]) -> dict[str, Path]:
    """The files of translations that there are, by the names that a run's copies have."""
    paths = {f"{FOLDER}/{language}.yaml": folder / FOLDER / f"{language}.yaml" for language in languages}
    return {name: path for name, path in paths.items() if path.is_file()}


def read_translations(
    consultation: Consultation, questionnaire: Questionnaire, folder: Path
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Read the translations of every language that the consultation asks for.

    Parameters
    ----------
    consultation, questionnaire
        Whose texts they are; the questionnaire with its code lists.
    folder
        The consultation's folder.

    Returns
    -------
    tuple
        Language -> English text -> what it says in that language; and every problem of all files.
    """
    read: dict[str, dict[str, str]] = {str(language): {} for language in consultation.languages}
    problems: list[Problem] = []
    known = told_texts(consultation, questionnaire)
    for name, path in translation_files(folder, read).items():
        file = read_yaml(path, shown_as=f"{folder.name}/{name}")
        problems += file.problems
        if isinstance(file.content, Mapping):
            problems += _problems(file, known)
            read[path.stem] = {" ".join(str(text).split()): str(said) for text, said in file.content.items()}
        elif file.content is not None:
            do = "Write each English text with its translation, one below the other."
            problems.append(Problem(file.path, "keys and values belong here", do=do))
    problems += _unasked(folder, read)
    return read, problems


def _problems(file: YamlFile, known: tuple[str, ...]) -> Iterator[Problem]:
    spaced = {" ".join(text.split()) for text in known}
    for text, said in file.content.items():
        place = _where(file, text)
        if not isinstance(text, str) or not isinstance(said, str) or not said.strip():
            do = "Write a text, in quotes where it looks like a number or a truth value."
            yield Problem(place, "a text and its translation belong here", f"{text}: {said}", do=do)
        elif " ".join(text.split()) not in spaced:
            do = closest(text, sorted(known)) or "Copy it from consultation.yaml or questionnaire.yaml, or take it out."
            yield Problem(place, "a text that the parameters do not have", text[:_NEAR], do=do)
        elif _figures(text) != _figures(said):
            what = "a translation with other figures than the English"
            do = "Write the same figures, in any order."
            yield Problem(place, what, ", ".join(_figures(said).elements()) or "none",
                          ", ".join(_figures(text).elements()) or "none", do)  # fmt: skip


def _where(file: YamlFile, text: object) -> str:
    """The line of an entry; its key is a text of any length, so the message names it by its begin."""
    line, column = file.places.get((text,), (1, 1)) if isinstance(text, str | int) else (1, 1)
    return f"{file.path}, line {line}, column {column}"


def _figures(text: str) -> Counter[str]:
    return Counter(_FIGURE.findall(text))


def _unasked(folder: Path, asked: Iterable[str]) -> Iterator[Problem]:
    """Files of languages that nobody asked for: they would be passed over without a word."""
    for path in sorted((folder / FOLDER).glob("*")):
        if path.stem not in asked or path.suffix != ".yaml":
            allowed = ", ".join(f"{language}.yaml" for language in asked)
            do = "Add the language to 'languages' in consultation.yaml, or rename the file, or take it out."
            yield Problem(
                f"{folder.name}/{FOLDER}/{path.name}", "a file that no language reads", path.name, allowed, do
            )
