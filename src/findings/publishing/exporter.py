"""The nbconvert exporters: our templates only, whatever a machine has installed beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets.config import Config

_TEMPLATES = Path(__file__).parent / "templates"


class ReportExporter(TemplateExporter):  # type: ignore[misc]  # nbconvert is not typed
    """Renders the combined notebook through one of the package's template folders.

    Parameters
    ----------
    language
        The folder under ``templates/`` and the extension of its files: html or typst.
    literal
        How text is written so that it can only be text. It is applied to everything that a template
        prints and that is not marked as finished (`markupsafe.Markup`); without it, text is escaped
        for HTML.
    filters
        The functions that the templates call.
    """

    # Preprocessors would change the notebook behind the release check.
    default_preprocessors: list[Any] = []  # noqa: RUF012

    def __init__(
        self,
        language: str,
        filters: Mapping[str, Callable[..., Any]],
        literal: Callable[[Any], Any] | None = None,
    ) -> None:
        self._literal = literal
        folder = str(_TEMPLATES / language)
        super().__init__(
            config=Config(),
            template_paths=[folder],
            template_file=f"index.{language}.j2",
            template_extension=f".{language}.j2",
            filters=dict(filters),
        )

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        environment.undefined = StrictUndefined
        environment.trim_blocks = True
        environment.lstrip_blocks = True
        if self._literal is not None:
            environment.finalize = self._literal
        return environment  # type: ignore[no-any-return]


def render(exporter: ReportExporter, notebook: NotebookNode, **names: Any) -> str:
    """The notebook through the exporter's template; `names` are what the template may read beside it."""
    text, _ = exporter.from_notebook_node(notebook, resources={"report": names})
    return str(text)


def template_text(path: str) -> str:
    """The text of a file under ``templates/``, with line ends that do not depend on the checkout."""
    return (_TEMPLATES / path).read_text(encoding="utf-8").replace("\r\n", "\n")
