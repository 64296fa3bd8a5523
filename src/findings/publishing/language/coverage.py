"""How much of a run's own words a catalogue holds."""

from __future__ import annotations

import json
from pathlib import Path

from findings.consultation.language import Language
from findings.exhibits.model import MIMETYPE, from_json
from findings.publishing.language.catalogue import read_catalogue
from findings.publishing.language.exhibits import translated_exhibit
from findings.publishing.language.labels import Labels
from findings.publishing.language.markdown import translated_markdown
from findings.publishing.language.translator import Tally, Translator


def coverage_of(run: Path, language: Language) -> Tally:
    """What the published notebooks of a run say, against the catalogue."""
    catalogue = read_catalogue(language)
    translator = Translator(catalogue, Labels(catalogue))
    for path in sorted((run / "restricted" / "notebooks").glob("[1-9]*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                translated_markdown("".join(cell["source"]), translator)
            for output in cell.get("outputs", ()):
                if MIMETYPE in output.get("data", {}):
                    translated_exhibit(from_json(output["data"][MIMETYPE]), translator)
    return translator.tally
