"""The summary, which stands alone: what was asked, who answered, what they and others said, how groups differ."""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.model import About, BaseKind, Stance
from findings.consultation.names import AFTER_MIDPOINT, BASE, FUNNEL, CellId
from findings.evidence.cell import Cell
from findings.evidence.store import CellView, Evidence
from findings.exhibits.asked import Asked, Ranking, asked_in
from findings.exhibits.channels import channels_counted
from findings.exhibits.coded import is_coded, themes_of_section
from findings.exhibits.differences import NO_DIFFERENCE, compared_breakdowns, largest_differences, least_base, told
from findings.exhibits.findings_told import NOBODY, nobody_answered, side_sentence
from findings.exhibits.glance import both_bases, in_a_line
from findings.exhibits.kinds_of_respondent import beside, kinds_of_respondent
from findings.exhibits.method import not_a_vote
from findings.exhibits.model import Bullets, Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.not_coded import none_coded
from findings.exhibits.other_channels import came_in_other_ways
from findings.exhibits.representation import not_reached
from findings.exhibits.sentences import say
from findings.exhibits.sides import SIDES, measured, share_of_base
from findings.exhibits.small_chart import small_bar
from findings.exhibits.tables import legend_of, source
from findings.exhibits.wording import BASE_NOTE, cell_span, label, long_date, parameter, question_heading, words

MOST_ROWS = 16
"""Questions that the summary tells one by one; of more, the first of each section, and the others in their chapters."""
MOST_SENTENCES = 2
"""Of as many questions on which people took sides, the summary says each in a sentence too."""
MOST_OTHERS = 10
"""Questions without sides that the summary tells."""
MOST_KINDS = 6
MOST_NOT_REACHED = 6
MOST_BREAKDOWNS = 4
NOT_WHILE_OPEN = "No answers are shown while the consultation is open, so that they do not sway those still to come."
SMALL_CHARTS = (
    "In the small charts opposition begins at the left end and support at the right; between them lie neutral answers, "
    "and what is blank is neither."
)
RARE_IS_THERE = "Every theme stands in its chapter, however rare; what is rare is an argument like any other."
RARE_IS_LISTED = (
    "Every theme stands in its chapter, however rare, and every point that was made in the chapter on points raised; "
    "what is rare is an argument like any other."
)
TOGETHER = "These data do not tell individuals and organisations apart: every number counts them together."
APART_ELSEWHERE = "All respondents are individuals and organisations together; the chapter on groups tells them apart."


def is_open(evidence: Evidence) -> bool:
    """Whether this is a look while people still answer: there are no sections then, and no answers."""
    return not evidence.story.questionnaire.sections


def what_was_asked(evidence: Evidence) -> list[Exhibit]:
    """Who consulted, when, on what, and under which headings people were asked."""
    story = evidence.story
    runs = " runs the consultation, open from " if is_open(evidence) else " ran the consultation from "
    dates = (*parameter(long_date(story.opened)), *words(" to "), *parameter(long_date(story.closed)))
    until: Line = ()
    if story.until is not None:
        until = (*words(" This report counts what came until "), *parameter(long_date(story.until)), *words("."))
    ran = (*parameter(story.organisation), *words(runs), *dates, *words("."), *until)
    return [
        Heading(words("What was asked, and who answered"), 2, "what-was-asked"),
        *([Paragraph(parameter(story.purpose), "lead")] if story.purpose else []),
        Paragraph((*ran, *_sections(evidence))),
    ]


def _sections(evidence: Evidence) -> Line:
    """' People were asked about: access; workforce.'"""
    text: Line = ()
    for section in evidence.story.questionnaire.sections.values():
        if section.about is About.PROPOSAL:
            text = (*text, *words("; " if text else " Questions were asked under these headings: "),
                    *label(section.title))  # fmt: skip
    return (*text, *words(".")) if text else ()


def who_answered(evidence: Evidence) -> list[Exhibit]:
    """How many answered, individuals and organisations apart, by which ways, and what such a count cannot say."""
    received, analysed = evidence.cell("funnel#received"), evidence.cell("funnel#analysed")
    exhibits: list[Exhibit]
    if is_open(evidence):
        exhibits = [_so_far(evidence, received, analysed), Paragraph(words(NOT_WHILE_OPEN))]
    else:
        were = "response was" if analysed.cell.visible and analysed.cell.number == 1 else "responses were"
        text = say(f"{{analysed:count}} {were} analysed{{groups}}.", "finding", analysed=analysed,
                   groups=_by_kind(evidence))  # fmt: skip
        exhibits = [text, *channels_counted(evidence)]
    return [*exhibits, *_not_reached(evidence), not_a_vote(evidence)]


def _so_far(evidence: Evidence, received: CellView, analysed: CellView) -> Paragraph:
    """How many came so far; where the files already hold later ones, that those are not counted."""
    later = evidence.find(CellId(FUNNEL, AFTER_MIDPOINT))
    if later is None or not later.visible or later.number == 0:
        so_far = "{received:count} responses were received so far and {analysed:count} analysed."
        return say(so_far, "finding", received=received, analysed=analysed)
    of_these = (
        "{received:count} responses were received, {later:count} of them after the last day that is counted here; "
        "{analysed:count} were analysed."
    )
    return say(of_these, "finding", received=received, later=evidence.cell(later.cell), analysed=analysed)


def _by_kind(evidence: Evidence) -> Line:
    """': Individual 50, Organisation 52'; nothing where no cell counts them."""
    text: Line = ()
    for name, cell in _sizes(evidence):
        text = (*text, *words(", " if text else ": "), *label(name), *words(" "), cell_span(evidence, cell))
    return text


def _sizes(evidence: Evidence) -> list[tuple[str, Cell]]:
    """Each kind of respondent and how many there are.

    Of larger groups no cell counts them all but the base of a question whose shares are of all respondents; without
    one, the kinds that they are made of are told, where they are few.
    """
    questionnaire = evidence.story.questionnaire
    breakdown = kinds_of_respondent(evidence)
    if not breakdown:
        return []
    spec, groups = questionnaire.breakdowns[breakdown], questionnaire.groups_of(breakdown)
    if spec.groups:
        whole = (
            question
            for question, own in questionnaire.questions.items()
            if own.base is BaseKind.ALL and breakdown in evidence.breakdowns_of(question)
        )
        question = next(whole, "")
        cells = [
            (group.label, evidence.find(CellId(question, BASE, breakdown, level))) for level, group in groups.items()
        ]
    options = questionnaire.scale_of(spec.question).options
    if not spec.groups or (not all(cell for _, cell in cells) and len(options) <= MOST_KINDS):
        cells = [(option.label, evidence.find(CellId(spec.question, name))) for name, option in options.items()]
    return [(name, cell) for name, cell in cells if cell is not None] if all(cell for _, cell in cells) else []


def _not_reached(evidence: Evidence) -> list[Exhibit]:
    """The groups that were not reached, or less; many of them are left to their chapter."""
    exhibits = list(not_reached(evidence))
    if sum(len(one.items) for one in exhibits if isinstance(one, Bullets)) <= MOST_NOT_REACHED:
        return exhibits
    text = "Some groups were not reached, or less than their share of residents: the chapter on who responded has them."
    return [Paragraph(words(text))]


def what_people_said(evidence: Evidence) -> list[Exhibit]:
    """Each question on which people took sides on a line; then what was said most to the others."""
    asked = _asked(evidence)
    with_sides = [one for one in asked if not isinstance(one, Ranking) and measured(evidence, one)]
    others = [one for one in asked if one not in with_sides]
    exhibits: list[Exhibit] = []
    if with_sides:
        exhibits.append(Heading(words("What people said"), 2, "what-people-said"))
        if len(with_sides) <= MOST_SENTENCES:
            exhibits += [Paragraph(_sentence(evidence, question), "finding") for question in with_sides]
        exhibits.append(glance_table(evidence, with_sides))
        if len(with_sides) > MOST_SENTENCES:
            # The sentences name both bases themselves.
            exhibits += both_bases(evidence, _shown(evidence, with_sides))
    lines = tuple(item for one in others[:MOST_OTHERS] for item in in_a_line(evidence, one))
    if lines:
        title = "What people said to the other questions" if with_sides else "What people said"
        exhibits += [Heading(words(title), 2, "other-questions"), Bullets(lines)]
    if len(others) > MOST_OTHERS:
        exhibits.append(Paragraph(words("What was said to further questions stands in their chapters.")))
    return [*exhibits, *_what_comments_said(evidence)]


def _what_comments_said(evidence: Evidence) -> list[Exhibit]:
    """Of each section whose comments are coded, the themes mentioned most, for and against."""
    sections = [name for name, section in evidence.story.questionnaire.sections.items()
                if section.about is About.PROPOSAL]  # fmt: skip
    coded = [question for name in sections if (question := themes_of_section(evidence, name))]
    items = tuple(item for question in coded for item in in_a_line(evidence, question))
    read = any(not none_coded(evidence, question) for question in coded)
    if not items:
        return []
    return [
        Heading(words("What people said in their own words"), 2, "own-words"),
        Bullets(items[:MOST_ROWS]),
        *([Paragraph(words(RARE_IS_LISTED if evidence.story.points else RARE_IS_THERE))] if read else []),
    ]


def _sentence(evidence: Evidence, question: str) -> Line:
    """The question and both of its sides, or that nobody answered it."""
    said = words(NOBODY) if nobody_answered(evidence, question) else side_sentence(evidence, question)
    return (*question_heading(evidence, question), *words(". "), *said)


def _asked(evidence: Evidence) -> tuple[Asked, ...]:
    """The questions about what is consulted on; those about the process have a chapter of their own."""
    questionnaire = evidence.story.questionnaire
    sections = [section for section in questionnaire.sections.values() if section.about is About.PROPOSAL]
    named = [question for section in sections for question in section.questions]
    return asked_in(questionnaire, [question for question in named if not is_coded(evidence, question)])


def _shown(evidence: Evidence, with_sides: list[str]) -> list[str]:
    """Every question, or the first of each section where there are too many for a summary."""
    if len(with_sides) <= MOST_ROWS:
        return with_sides
    own = [[name for name in section.questions if name in with_sides]
           for section in evidence.story.questionnaire.sections.values()]  # fmt: skip
    return [questions[0] for questions in own if questions][:MOST_ROWS]


def glance_table(evidence: Evidence, with_sides: list[str]) -> Table:
    """A row a question with both sides alike and a small chart; below it individuals and organisations."""
    shown = _shown(evidence, with_sides)
    rows = [row for question in shown for row in _rows(evidence, question)]
    drawn = any(row.drawing for row in rows)
    return Table(
        id="glance",
        title=_finding(evidence, shown),
        stub=words("Question"),
        columns=(words("Support"), words("Opposition")),
        rows=tuple(rows),
        notes=(*_notes(evidence, with_sides, shown), *([words(SMALL_CHARTS)] if drawn else [])),
        legend=legend_of(rows),
        source=source(evidence),
        drawn=words("Opposition to support") if drawn else (),
    )


def _rows(evidence: Evidence, question: str) -> Iterator[Row]:
    stances = [evidence.story.questionnaire.stance_option(question, stance) for stance in SIDES]
    for at, level in [("", ""), *beside(evidence, question)]:
        head = question_heading(evidence, question)
        if at:
            head = (*words("– "), *label(evidence.story.level_label(at, level)))
        values = tuple(share_of_base(evidence, question, option, at, level) for option in stances)
        yield Row(head, values, "option" if at else "net", small_bar(evidence, question, at, level))


def _finding(evidence: Evidence, questions: list[str]) -> Line:
    """What the table shows of all respondents: on which side there were more, in the same words for both."""
    told_by = [_more(evidence, question) for question in questions]
    every = " at every question" if len(questions) > 1 else ""
    if all(more is Stance.SUPPORT for more in told_by):
        return words(f"Support was larger than opposition{every}")
    if all(more is Stance.OPPOSE for more in told_by):
        return words(f"Opposition was larger than support{every}")
    if all(told_by) and len(questions) > 1:
        return words("Support was larger at some questions and opposition at others")
    return words("Support and opposition, question by question")


def _more(evidence: Evidence, question: str) -> Stance | None:
    """The side that more people took; None where that cannot be seen, or where they are as many."""
    stance_option = evidence.story.questionnaire.stance_option
    cells = [evidence.find(CellId(question, stance_option(question, stance))) for stance in SIDES]
    support, oppose = (cell.number if cell is not None and cell.visible else None for cell in cells)
    if support is None or oppose is None or support == oppose:
        return None
    return Stance.SUPPORT if support > oppose else Stance.OPPOSE


def _notes(evidence: Evidence, with_sides: list[str], shown: list[str]) -> Iterator[Line]:
    """Of whom shares are, what counts as a side, and whether individuals and organisations are mixed."""
    questionnaire = evidence.story.questionnaire
    kinds = list(dict.fromkeys(questionnaire.questions[question].base for question in shown))
    if len(kinds) == 1:
        yield (*words(BASE_NOTE[kinds[0]].replace("the question", "each question")), *words("."))
    else:
        yield words("In brackets stands how many of which base; the table of each question says of whom it is.")
    yield _counted_as(evidence, shown)
    if len(shown) < len(with_sides):
        yield words("Of each section the first question is shown; the others stand in its chapter.")
    if not kinds_of_respondent(evidence):
        yield words(TOGETHER)
    elif not any(beside(evidence, question) for question in shown):
        yield words(APART_ELSEWHERE)


def _counted_as(evidence: Evidence, questions: list[str]) -> Line:
    """'Support: Agree (net). Opposition: Disagree (net).'"""
    text: Line = ()
    for stance, name in zip(SIDES, ("Support", "Opposition"), strict=True):
        options = [(question, evidence.story.questionnaire.stance_option(question, stance)) for question in questions]
        labels = dict.fromkeys(evidence.story.option_label(*pair) for pair in options if pair[1])
        if labels:
            text = (*text, *words(f"{' ' if text else ''}{name}: "))
            for place, one in enumerate(labels):
                text = (*text, *words(", " if place else ""), *label(one))
            text = (*text, *words("."))
    return text


def what_differs(evidence: Evidence) -> list[Exhibit]:
    """The largest differences between groups, in both directions; nothing where no groups are compared."""
    breakdowns = compared_breakdowns(evidence)
    if not breakdowns:
        return []
    items: list[Line] = []
    for breakdown in breakdowns[:MOST_BREAKDOWNS]:
        title = evidence.story.questionnaire.breakdowns[breakdown].title
        largest = largest_differences(evidence, breakdown)
        items += [(*label(title), *words(". "), *told(evidence, one)) for one in largest]
    exhibits: list[Exhibit] = [Heading(words("What differs between groups"), 2, "what-differs")]
    if items:
        return [*exhibits, Paragraph(least_base(evidence)), Bullets(tuple(items))]
    return [*exhibits, Paragraph(words(NO_DIFFERENCE))]


def what_others_said(evidence: Evidence) -> list[Exhibit]:
    """What came in other ways than as a response; nothing where nothing did."""
    told_here = came_in_other_ways(evidence)
    return [Heading(words("What came in other ways"), 2, "other-ways"), *told_here] if told_here else []
