"""What a cell of an executed notebook shows, and the refusal of all that is not an exhibit."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from nbformat import NotebookNode

from findings.errors import Problem, ReleaseRefused
from findings.exhibits.model import MIMETYPE, Exhibit, from_json

_SHOWING = ("display_data", "execute_result")


def is_exhibit(output: NotebookNode) -> bool:
    """Whether an output of a code cell carries an exhibit."""
    return output.output_type in _SHOWING and MIMETYPE in output.data


def exhibit_of(output: NotebookNode) -> Exhibit:
    """The exhibit that an output carries.

    Raises
    ------
    ReleaseRefused
        If what it carries cannot be read as one of the five kinds.
    """
    try:
        return from_json(output.data[MIMETYPE])
    except (KeyError, TypeError, ValueError) as error:
        problem = Problem(
            "an output of a notebook",
            "an exhibit that cannot be read",
            found=f"{type(error).__name__}: {error}",
            do="Make it with findings.exhibits, and run the notebook again.",
        )
        raise ReleaseRefused([problem]) from error


def where(cell: NotebookNode) -> str:
    """The notebook and cell that a cell of the combined notebook came from.

    Examples
    --------
    >>> where(NotebookNode(metadata=NotebookNode(findings=NotebookNode(chapter="who", cell=3))))
    "notebook 'who', cell 3"
    """
    came_from = cell.metadata.findings
    return f"notebook '{came_from.chapter}', cell {came_from.cell}"


def refuse_unreleased(notebook: NotebookNode) -> None:
    """Let only exhibits and markdown pass.

    Whatever else a cell printed (a data frame, a warning, a traceback) went past the release wall.

    Raises
    ------
    ReleaseRefused
        With one problem for each output that is not an exhibit.
    """
    problems = [
        Problem(
            where(cell),
            "an output that is not an exhibit",
            found=_name(output),
            allowed="headings, paragraphs, bullets, tables and figures of findings.exhibits",
            do="Remove what prints it, or show it as an exhibit.",
        )
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if not is_exhibit(output)
    ]
    problems += [
        Problem(
            where(cell),
            "a raw cell",
            allowed="code cells and markdown cells",
            do="Make it a markdown cell, or remove it.",
        )
        for cell in notebook.cells
        if cell.cell_type not in ("code", "markdown")
    ]
    if problems:
        raise ReleaseRefused(problems)


def plain_output(output: NotebookNode) -> str:
    """What an output that is not an exhibit says, as text, for the page that only auditors see."""
    if output.output_type == "stream":
        return _joined(output.text)
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return _joined(output.data.get("text/plain", _name(output)))


def _name(output: NotebookNode) -> str:
    """The kind of an output, never its content: the message may be read more widely than the data."""
    if output.output_type == "stream":
        return f"text on {output.name}"
    if output.output_type == "error":
        return f"the error {output.ename}"
    return ", ".join(sorted(output.data)) or "an empty output"


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def own_places(cell: NotebookNode) -> NotebookNode:
    """A copy of a cell that can be told where it stands: its metadata and that of its outputs are its own.

    What the outputs carry is shared with the original; it is replaced, never changed in place.
    """
    copied = copy.copy(cell)
    copied.metadata = copy.deepcopy(cell.metadata)
    if "outputs" in cell:
        copied.outputs = [_own_output(output) for output in cell.outputs]
    return copied


def _own_output(output: NotebookNode) -> NotebookNode:
    copied = copy.copy(output)
    for name in ("metadata", "data"):
        if name in output:
            copied[name] = copy.copy(output[name])
    return copied


def exhibits_in(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, NotebookNode, Exhibit]]:
    """Cell, output and exhibit, in reading order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if is_exhibit(output):
                yield cell, output, exhibit_of(output)
