"""How far those who coded the same comments agree, and what became of a machine's codes, for the chapter on method.

Nothing is told where nobody coded twice and no machine proposed a code.
"""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.codeframe import AGREEMENT, CANDIDATES, FIXED_CODES
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import OF_CODERS, Cell, Measure, Status
from findings.evidence.store import Evidence
from findings.exhibits.model import Exhibit, Heading, Line, Origin, Paragraph, Row, Span, Table
from findings.exhibits.rows import NOTHING
from findings.exhibits.tables import legend_of, source
from findings.exhibits.wording import cell_span, found, label, parameter, words

ANCHOR = "coding-agreement"
WHY = (
    "Some comments were coded by more than one person. How far they agree says how far a count of a theme depends on "
    "who read the comments. Only comments that both coded are compared."
)
WHAT_ALPHA_IS = (
    "Alpha, after Krippendorff, compares how often coders differ with how often they would by chance. The higher it "
    "is, the better they agree; where they agree no more than by chance it is nothing, where less it is below nothing. "
    "Kappa, after Cohen, does the same, with chance worked out for each coder apart. On a theme that is rarely given "
    "coders decide alike by not giving it: so alpha is read first, and the share of decisions that are the same beside "
    "it."
)
WHAT_AN_INTERVAL_IS = (
    "The interval says how far alpha moves when the comments are drawn again and again from those that were coded so, "
    "some of them more than once and others not at all. It says nothing of who did or did not respond."
)
OF_ALL = (
    "All codes together: the decision on a comment is the same where it was given the very same codes; alpha and kappa "
    "count the codes that some of its coders gave and others did not."
)
WHY_PROPOSED = (
    "A machine proposed codes to those who coded. What it proposed is counted nowhere in this report, unless a person "
    "accepted it or put another code in its place."
)
FIRST_COUNTS = "Where coders differ and nothing was settled, the first coder's codes are counted."
NO_ROW = "A code that nobody gave to these comments, or that all gave to all of them, has no row."


def coding_agreement(evidence: Evidence) -> list[Exhibit]:
    """The heading, what the measures mean, and of each question a sentence and a table."""
    coded = [name for name in evidence.story.frames if name + AGREEMENT in evidence.story.tables]
    if not coded:
        return _proposed(evidence)
    told = [exhibit for name in coded for exhibit in (_compared(evidence, name), _table(evidence, name))]
    return [
        Heading(words("How far coders agree"), 2, ANCHOR),
        Paragraph(words(WHY)),
        Paragraph(words(WHAT_ALPHA_IS)),
        Paragraph(words(WHAT_AN_INTERVAL_IS)),
        *_rule(evidence),
        *told,
        *_proposed(evidence),
    ]


def _rule(evidence: Evidence) -> Iterator[Paragraph]:
    """What a theme needs to stand in a headline."""
    rule = evidence.story.agreement
    if rule is not None:
        told = words("A theme stands in no headline of this report where its alpha is lower than ")
        told += (*parameter(f"{rule.least_alpha:g}"), *words(", if at least "), *parameter(str(rule.least_comments)))
        yield Paragraph((*told, *words(" comments were coded by more than one person. Tables show it all the same.")))


def _proposed(evidence: Evidence) -> list[Exhibit]:
    """What people made of the codes that a machine proposed; nothing where none did."""
    coded = [name for name in evidence.story.frames if name + CANDIDATES in evidence.story.tables]
    if not coded:
        return []
    heading = Heading(words("What a machine proposed"), 2, "coding-candidates")
    return [heading, Paragraph(words(WHY_PROPOSED)), *(_candidates(evidence, name) for name in coded)]


def _candidates(evidence: Evidence, question: str) -> Table:
    cells = evidence.table(question + CANDIDATES)
    rows = [
        Row(label(cell.note), ((cell_span(evidence, cell),),), "base" if cell.option == BASE else "option")
        for cell in cells.values()
    ]
    return Table(
        id=question + CANDIDATES,
        title=(*words("What people made of a machine's codes: "), *_name(evidence, question)),
        stub=words("What became of a code"),
        columns=(words("Codes"),),
        rows=tuple(rows),
        legend=legend_of(rows),
        source=source(evidence),
    )


def _name(evidence: Evidence, question: str) -> Line:
    story = evidence.story
    if question in story.submissions:
        return label(story.submissions[question].label)
    asked = story.questionnaire.questions[question]
    return (*label(asked.number), *words(". "), *label(asked.short))


def _compared(evidence: Evidence, question: str) -> Paragraph:
    """How many comments were coded by more than one person, of how many."""
    told = (*_name(evidence, question), *words(": "))
    received = found(evidence, CellId(question, "answered"))
    if received:
        told = (*told, *received, *words(" comments; coded by more than one person: "))
    else:
        told = (*told, *words("coded by more than one person: "))
    return Paragraph((*told, *found(evidence, CellId(question + AGREEMENT, BASE)), *words(".")))


def _table(evidence: Evidence, question: str) -> Table:
    frame = evidence.story.frames[question]
    labels = {BASE: "All codes together", **{name: theme.label for name, theme in frame.themes.items()}, **FIXED_CODES}
    unsure = evidence.story.unsure.get(question, ())
    rows = [
        Row(
            (*label(labels[code]), *(words(", in no headline") if code in unsure else ())),
            (
                *(_value(evidence, question, code, measure) for measure in OF_CODERS),
                _interval(evidence, question, code),
            ),
            "net" if code == BASE else "option",
        )
        for code in labels
        if _is_decided(_cell(evidence, question, code, Measure.ALPHA))
    ]
    base = (*words("Base: "), *found(evidence, CellId(question + AGREEMENT, BASE)))
    notes = [(*base, *words(" comments that more than one person coded.")), words(OF_ALL), words(NO_ROW)]
    notes += [*_too_few(evidence, question), words(FIRST_COUNTS)]
    if unsure:
        notes.append(
            (*words("Coders did not agree enough on: "), *_listed([labels[code] for code in unsure]), *words("."))
        )
    return Table(
        id=question + AGREEMENT,
        title=(*words("How far coders agree: "), *_name(evidence, question)),
        stub=words("Code"),
        columns=(words("Same decision"), words("Kappa"), words("Alpha"), words("Interval of alpha")),
        rows=tuple(rows),
        notes=tuple(notes),
        legend=legend_of(rows),
        source=source(evidence),
    )


def _too_few(evidence: Evidence, question: str) -> Iterator[Line]:
    """That agreement held back no theme, where fewer comments were coded by more than one person than the rule asks."""
    rule, coded = evidence.story.agreement, evidence.find(CellId(question + AGREEMENT, BASE))
    if rule is not None and coded is not None and coded.visible and coded.number < rule.least_comments:
        told = words(" comments were coded by more than one person, so no theme was held back.")
        yield (*words("Fewer than "), *parameter(str(rule.least_comments)), *told)


def _cell(evidence: Evidence, question: str, code: str, measure: Measure) -> Cell | None:
    return evidence.find(CellId(question + AGREEMENT, code, measure=measure))


def _is_decided(cell: Cell | None) -> bool:
    """Whether there was something to agree on."""
    return cell is not None and cell.status is not Status.NOT_APPLICABLE


def _value(evidence: Evidence, question: str, code: str, measure: Measure) -> Line:
    cell = _cell(evidence, question, code, measure)
    return (cell_span(evidence, cell),) if cell is not None else NOTHING


def _interval(evidence: Evidence, question: str, code: str) -> Line:
    cell = _cell(evidence, question, code, Measure.ALPHA)
    if cell is None or not cell.visible or not cell.low:
        return NOTHING
    return (Span(cell.low, Origin.CELL, cell.cell), *words(" to "), Span(cell.high, Origin.CELL, cell.cell))


def _listed(labels: list[str]) -> Line:
    line: Line = ()
    for place, text in enumerate(labels):
        line = (*line, *words("; " if place else ""), *label(text))
    return line
