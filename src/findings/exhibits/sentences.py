"""Sentences bound to cells: the only way in which a number enters prose.

`say("{support:percent} of {support:base} individuals agreed.", support=cell("q8#net_agree"))`
"""

from __future__ import annotations

import string
from dataclasses import replace

from findings.consultation.model import BaseKind
from findings.errors import ParameterError, Problem
from findings.evidence.cell import Cell, Measure
from findings.evidence.share_words import capital
from findings.evidence.store import CellView
from findings.exhibits.coded import whom_of
from findings.exhibits.in_words import in_words
from findings.exhibits.model import Line, Paragraph, Span, plain
from findings.exhibits.number_words import number_in
from findings.exhibits.wording import cell_span, label

MEASURES = tuple(str(measure) for measure in Measure)
OF = "of_"
FORMS = (*MEASURES, "value", "base", *(OF + measure for measure in MEASURES), "of_whom", "option", "group", "in_words")
"""What a field may show of a cell: a measure beside it, itself, its base, the base of a measure, or words."""
_ENDS = (".", "!", "?")
"""What stands before the beginning of a sentence."""


def say(template: str, style: str = "body", **values: CellView | Line | str) -> Paragraph:
    """A paragraph from a format string over cells and labels.

    Parameters
    ----------
    template
        Words, and fields `{name:form}`. The form of a cell is count (also without a form) or another measure of the
        same option and group (percent, mean, mentions, ...), of_mean and its like (the base that the measure is taken
        of), base, of_whom, option, group, in_words (the share as a phrase of the one scale of words, with its
        base where bases differ), or value (the cell as it is). A text is a label.
    style
        The paragraph's style.
    **values
        The cells and labels by name.

    Raises
    ------
    ParameterError
        If the words hold a figure or a number word, or a field has no value or an unknown form.

    Examples
    --------
    >>> [span.text for span in say("Most people agreed with {name}.", name="Q8").text]
    Traceback (most recent call last):
        ...
    findings.errors.ParameterError: a sentence: a number typed in a sentence
      found:   Most
      do:      Bind it to a cell: {name:percent}.
    >>> [span.text for span in say("People agreed with {name}.", name="Q8").text]
    ['People agreed with ', 'Q8', '.']
    """
    return Paragraph(line(template, **values), style)


def line(template: str, **values: CellView | Line | str) -> Line:
    """The spans of a sentence; see `say`."""
    problems: list[Problem] = []
    spans: list[Span] = []
    for text, name, form, _ in string.Formatter().parse(template):
        typed = typed_number(text)
        if typed:
            problems.append(
                Problem("a sentence", "a number typed in a sentence", typed, do="Bind it to a cell: {name:percent}.")
            )
        if text:
            spans.append(Span(text))
        if name is None:
            continue
        if name not in values:
            problems.append(Problem("a sentence", "a field without a value", name, ", ".join(values)))
            continue
        value = values[name]
        if form == "in_words" and isinstance(value, CellView):
            spans += _in_words(value, spans, problems)
        else:
            spans += _filled(name, value, form or "count", problems)
    if problems:
        raise ParameterError(problems)
    return tuple(spans)


def typed_number(text: str) -> str:
    """The first figure or number word in a text of our own, or an empty text.

    Examples
    --------
    >>> typed_number("Two thirds agreed"), typed_number("They agreed"), typed_number("in 2021")
    ('Two', '', '2021')
    """
    return number_in(text)


def _filled(name: str, value: CellView | Line | str, form: str, problems: list[Problem]) -> Line:
    if isinstance(value, str):
        return label(value)
    if isinstance(value, tuple):
        return value
    if form not in FORMS:
        allowed = ", ".join(each for each in FORMS if not each.startswith(OF) or each in ("of_mean", "of_whom"))
        problems.append(Problem("a sentence", f"an unknown form of the cell '{name}'", form, allowed))
        return ()
    story, cell = value.evidence.story, value.cell
    if form == "option":
        return label(story.option_label(cell.asked, cell.option))
    if form == "group":
        return label(story.level_label(cell.breakdown, cell.level))
    if form == "of_whom":
        return (Span(whom_of(value.evidence, cell.asked, BaseKind(cell.base_kind))),)
    return (cell_span(value.evidence, _formed(value, form)),)


def _in_words(view: CellView, before: list[Span], problems: list[Problem]) -> Line:
    """The share in words, with a capital letter where it begins a sentence."""
    try:
        told = in_words(view)
    except ParameterError as error:
        problems += error.problems
        return ()
    led = plain(tuple(before)).rstrip()
    if led and not led.endswith(_ENDS):
        return told
    return (replace(told[0], text=capital(told[0].text)), *told[1:])


def _formed(view: CellView, form: str) -> Cell:
    if form == "value":
        return view.cell
    if form == "base":
        return view.sibling("base")
    if form.startswith(OF):
        return view.evidence.cell(view.sibling(measure=Measure(form.removeprefix(OF))).base_cell).cell
    return view.sibling(measure=Measure(form))
