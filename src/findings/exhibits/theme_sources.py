"""Where coded words come from: submissions have a source of their own, comments that of the responses."""

from __future__ import annotations

from collections.abc import Sequence

from findings.evidence.store import Evidence
from findings.exhibits.coded import is_of_submissions, part_of
from findings.exhibits.model import Line
from findings.exhibits.wording import citation, words


def source_of(evidence: Evidence, questions: Sequence[str]) -> Line:
    """The sources of a table of these coded questions, each once, in their order."""
    story = evidence.story
    named = dict.fromkeys(
        story.submissions[part_of(question)].source if is_of_submissions(evidence, question) else story.data_source
        for question in questions
    )
    text: Line = ()
    for name in named:
        text = (*text, *words("; " if text else "Source: "), *citation(name))
    return text
