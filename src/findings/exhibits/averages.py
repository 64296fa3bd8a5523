"""Mean, median and quartiles in a sentence, with the base that they are of."""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.model import Kind
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Measure
from findings.evidence.store import Evidence
from findings.exhibits.model import Paragraph
from findings.exhibits.sentences import say
from findings.exhibits.wording import parameter


def average_findings(evidence: Evidence, question: str, style: str = "body") -> Iterator[Paragraph]:
    """The mean of a number or of a scale's scores; nothing where none is taken, or where nobody gave any."""
    mean = evidence.find(CellId(question, BASE, measure=Measure.MEAN))
    if mean is None or not mean.visible:
        return
    base = evidence.cell(CellId(question, BASE).text)
    if evidence.story.questionnaire.questions[question].kind is Kind.NUMERIC:
        yield say(
            "The mean of the numbers given is {base:mean} and the median {base:median}; the quartiles are "
            "{base:lower_quartile} and {base:upper_quartile} (the {base:of_mean} who gave a number).",
            style,
            base=base,
        )
        return
    options = evidence.story.questionnaire.scale_of(question).options.values()
    scored = sorted((option.score, option.label) for option in options if option.score is not None)
    (lowest, low), (highest, high) = scored[0], scored[-1]
    yield say(
        "The mean score is {base:mean} and the median {base:median}, on a scale from {lowest} ({low}) to {highest} "
        "({high}); they are of the {base:of_mean} whose answer has a score.",
        style,
        base=base,
        lowest=parameter(str(lowest)),
        low=low,
        highest=parameter(str(highest)),
        high=high,
    )
