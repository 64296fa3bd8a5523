"""The extra: names that a spaCy model reads, by way of presidio. Needs `findings[names]`; nothing is fetched."""

from __future__ import annotations

import functools
import importlib
import importlib.util
from collections.abc import Sequence
from typing import Any

from findings.errors import ParameterError, Problem
from findings.freetext.redaction.lists import by_hand
from findings.freetext.redaction.name_cues import ROLES
from findings.freetext.redaction.span import Kind, Span
from findings.freetext.redaction.tokens import is_plain, plain_letters

MODEL = "en_core_web_sm"
"""A small English model, as an example; any that spaCy can load will do, by its package or its folder."""
_PERSON = "PERSON"
_LONGEST = 20_000
"""Letters that are read at a time: a model needs memory as the text is long."""


def read_names(text: str, model: str = MODEL) -> tuple[Span, ...]:
    """The names of people that a model reads in a text.

    Parameters
    ----------
    text
        As it was written.
    model
        A spaCy model that is installed, by the name of its package or the path of its folder.

    Raises
    ------
    ParameterError
        If presidio, spaCy or the model is not installed.
    """
    analyzer = _analyzer(model)
    found: list[Span] = []
    for start in range(0, len(text), _LONGEST):
        for one in analyzer.analyze(text=text[start : start + _LONGEST], language="en", entities=[_PERSON]):
            found += _words_of(text, start + one.start, start + one.end)
    return tuple(found)


def _words_of(text: str, start: int, end: int) -> Sequence[Span]:
    # A model now and then takes "Staff" or a word in small letters for a person.
    words = [word.strip(".,'\"") for word in text[start:end].split()]
    never = by_hand("no_names") | ROLES
    if all(word.lower() in never or (word.islower() and is_plain(plain_letters(word))) for word in words):
        return ()
    return (Span(start, end, Kind.NAME),)


@functools.lru_cache(maxsize=2)
def _analyzer(model: str) -> Any:
    missing = [name for name in ("presidio_analyzer", "spacy") if importlib.util.find_spec(name) is None]
    if missing:
        raise _absent(model, f"{' and '.join(missing)} cannot be imported")
    spacy, presidio = importlib.import_module("spacy"), importlib.import_module("presidio_analyzer")
    engines = importlib.import_module("presidio_analyzer.nlp_engine")
    recognisers = importlib.import_module("presidio_analyzer.predefined_recognizers")
    try:
        loaded = spacy.load(model)
    except OSError as exc:
        raise _absent(model, f"spaCy has no model '{model}'") from exc
    settings = engines.NerModelConfiguration(model_to_presidio_entity_mapping={"PERSON": _PERSON, "PER": _PERSON})

    class Engine(engines.SpacyNlpEngine):  # type: ignore[misc, name-defined]
        """An engine with a model that is there: presidio's own would fetch one that is not."""

        def load(self) -> None:
            self.nlp = {"en": loaded}

    engine = Engine(models=[{"lang_code": "en", "model_name": model}], ner_model_configuration=settings)
    engine.load()
    recogniser = recognisers.SpacyRecognizer(supported_entities=[_PERSON])
    registry = presidio.RecognizerRegistry(recognizers=[recogniser], supported_languages=["en"])
    return presidio.AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])


def _absent(model: str, what: str) -> ParameterError:
    return ParameterError(
        [
            Problem(
                "codeframe.yaml, quotes.name_model",
                what,
                model,
                "a spaCy model that is installed",
                "Install findings[names] and the model, or leave name_model out: rules and word lists work without.",
            )
        ]
    )
