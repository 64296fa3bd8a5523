"""What `consultation.yaml` and `questionnaire.yaml` must keep together: one rule, one function.

Each rule yields faults at keys of `consultation.yaml`, where the data are described.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import Consultation, Questionnaire, ResponsesData, TallyData


def together_faults(
    consultation: Consultation, questionnaire: Questionnaire, known_questions: Collection[str]
) -> Iterator[Fault]:
    """Every broken rule that needs both files; `known_questions` are all in the file, the faulty ones too."""
    yield from groups_are_answers(consultation, known_questions)
    yield from columns_have_one_use(consultation, questionnaire)


def groups_are_answers(consultation: Consultation, known: Collection[str]) -> Iterator[Fault]:
    """A tally is grouped by a question that exists."""
    if isinstance(consultation.data, TallyData):
        name = consultation.data.grouped_by
        if name and name not in known:
            yield Fault(
                ("data", "grouped_by"), "an unknown question", name, ", ".join(known), closest(name, list(known))
            )


def columns_have_one_use(consultation: Consultation, questionnaire: Questionnaire) -> Iterator[Fault]:
    """What could identify a person is not read for anything else, and no column is read for two questions."""
    if not isinstance(consultation.data, ResponsesData):
        return
    data = consultation.data
    owners = {data.id_column: "data.id_column"}
    for name, question in questionnaire.questions.items():
        column = question.column or name
        other = owners.setdefault(column, f"question {name}")
        if other != f"question {name}":
            yield Fault(
                ("data",),
                f"a column that is read twice: for {other} and for question {name}",
                column,
                do="Correct the 'column' of one of them.",
            )
    for use in ("never_read", "ignored_columns"):
        for position, named in enumerate(getattr(data, use)):
            for column, owner in owners.items():
                if column == named or (named.endswith("*") and column.startswith(named[:-1])):
                    yield Fault(
                        ("data", use, position),
                        f"a column in '{use}' that is read for {owner}",
                        column,
                        do=f"Take it out of '{use}', or do not read it.",
                    )
