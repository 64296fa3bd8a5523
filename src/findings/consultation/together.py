"""What `consultation.yaml` and `questionnaire.yaml` must keep together: one rule, one function.

Each rule yields faults at keys of `consultation.yaml`, where the data are described.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import Consultation, Questionnaire, Sample, SourceFile, TallyData, sources_of
from findings.consultation.population_rules import population_faults
from findings.consultation.sample_rules import sample_columns, sample_faults
from findings.consultation.source_rules import source_faults
from findings.consultation.yamlfile import KeyPath


def together_faults(
    consultation: Consultation, questionnaire: Questionnaire, known_questions: Collection[str]
) -> Iterator[Fault]:
    """Every broken rule that needs both files; `known_questions` are all in the file, the faulty ones too."""
    yield from groups_are_answers(consultation, known_questions)
    yield from columns_have_one_use(consultation, questionnaire)
    yield from source_faults(consultation, questionnaire)
    yield from sample_faults(consultation, questionnaire)
    yield from population_faults(consultation.populations, questionnaire)


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
    for channel, source in sources_of(consultation.data).items():
        keys: KeyPath = ("data", "channels", channel) if channel else ("data",)
        yield from _used_once(keys, source, questionnaire, consultation.sample)


def _used_once(
    keys: KeyPath, source: SourceFile, questionnaire: Questionnaire, sample: Sample | None
) -> Iterator[Fault]:
    owners = {source.id_column: "data.id_column"} if source.id_column else {}
    columns = [
        (source.columns.get(name) or question.column or name, name)
        for name, question in questionnaire.questions.items()
        if question.given_by == "answers"
    ]
    for name, asked in questionnaire.also_asked.items():
        own = [choice.column for choice in asked.options.values() if choice.column]
        columns += [(column, name) for column in own or [source.columns.get(name) or asked.column or name]]
    owners |= {column: f"sample.{name}" for name, column in sample_columns(sample).items() if column not in owners}
    for column, name in columns:
        other = owners.setdefault(column, f"question {name}")
        if other != f"question {name}":
            yield Fault(
                keys,
                f"a column that is read twice: for {other} and for question {name}",
                column,
                do="Correct the 'column' of one of them.",
            )
    # What is dropped at the door is kept nowhere under another name.
    dropped = {"postcodes": [source.postcodes.column] if source.postcodes else []}
    dropped["same_person"] = list(source.same_person.columns) if source.same_person else []
    for use, columns_of_use in dropped.items():
        for column in columns_of_use:
            if column in owners:
                yield Fault(
                    (*keys, use),
                    f"a column that is read twice: for data.{use}, where it is dropped, and for {owners[column]}",
                    column,
                    do="Do not read it for the other one: it could say who someone is.",
                )
    for use in ("never_read", "ignored_columns"):
        for position, named in enumerate(getattr(source, use)):
            for column, owner in owners.items():
                if column == named or (named.endswith("*") and column.startswith(named[:-1])):
                    yield Fault(
                        (*keys, use, position),
                        f"a column in '{use}' that is read for {owner}",
                        column,
                        do=f"Take it out of '{use}', or do not read it.",
                    )
