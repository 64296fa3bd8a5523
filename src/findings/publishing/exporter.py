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


class ReportExporter(TemplateExporter):
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
        extension = {"html": ".html.j2", "typst": ".typ.j2"}[language]
        super().__init__(  # type: ignore[no-untyped-call]
            config=Config(),
            template_paths=[str(_TEMPLATES / language)],
            template_file="index" + extension,
            template_extension=extension,
            filters=dict(filters),
        )

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        environment.undefined = StrictUndefined
        environment.trim_blocks = True
        environment.lstrip_blocks = True
        if self._literal is not None:
            environment.finalize = self._literal
        return environment


def render(exporter: ReportExporter, notebook: NotebookNode, **names: Any) -> str:
    """The notebook through the exporter's template; `names` are what the template may read beside it.

    The exporter's own way there would copy the whole notebook for its preprocessors, of which there are none.
    """
    text: str = exporter.template.render(nb=notebook, resources={"report": names})
    return text.lstrip("\r\n")


def template_text(path: str) -> str:
    """The text of a file under ``templates/``, with line ends that do not depend on the checkout."""
    return (_TEMPLATES / path).read_text(encoding="utf-8").replace("\r\n", "\n")


def names_in(folder: str) -> tuple[str, ...]:
    """The names of the files in a folder under ``templates/``, in their order."""
    return tuple(sorted(path.name for path in (_TEMPLATES / folder).iterdir() if path.is_file()))
