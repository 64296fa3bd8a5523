"""Files of responses -> coded answers, and what became of every row: in, and accounted for, to the row."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from findings.consultation.build import Parameters
from findings.consultation.model import Questionnaire, SourceFile, sources_of
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED, WITHDRAWN
from findings.consultation.sample_rules import sample_columns
from findings.errors import InputRefused, Problem
from findings.evidence.cell import SourceKind
from findings.intake.coding import categorical
from findings.intake.columns import CHANNEL, RESPONSE_ID, SOURCE_FILE, SOURCE_ROW, column_of
from findings.intake.comments import comments_of
from findings.intake.door import Through, let_through, rows_told
from findings.intake.export import Export, Opening
from findings.intake.fates import Fates, decide
from findings.intake.formats import open_export
from findings.intake.ledger import balanced, funnel_of
from findings.intake.madeup import kind_of_rows
from findings.intake.people import new_key
from findings.intake.postcodes import Lookup
from findings.intake.quarantine import quarantine_text
from findings.intake.reasons import UNREADABLE, Outcome
from findings.intake.received import LedgerRow, Received

if TYPE_CHECKING:
    import pandas as pd


def read_responses(parameters: Parameters) -> Received:
    """Read every file of responses, check every cell, and say what became of every row.

    Raises
    ------
    InputRefused
        With every column that the questionnaire does not know, every column that is missing, every
        answer outside its options, and every identifier that stands for two different responses;
        and a file in which only some responses are made up.
    """
    sources = sources_of(parameters.consultation.data)
    exports, through = _all_through(parameters, sources)
    kind = _kind(through)
    through = _named_apart(through)
    frame = _together(through, parameters.questionnaire)
    problems = list(_routing_problems(frame, parameters.questionnaire, through))
    frame, fates = decide(parameters, sources, through, frame, _withdrawn(parameters.folder / WITHDRAWN))
    frame = _routed(frame, parameters.questionnaire)
    problems += _identifier_problems(frame, fates, through, sources)
    if problems:
        raise InputRefused(problems)
    ledger = tuple(_ledger(through, frame, fates))
    by_channel = {name: funnel_of(row for row in ledger if row.channel == name) for name in sources if name}
    balanced(ledger, {name: len(own.responses) + len(own.bad_rows) for name, own in through.items()})
    kept = frame[fates.analysed].reset_index(drop=True)
    if "" in sources:
        # One file: its name stands in the ledger, and a question may be called 'channel'.
        asked = {*parameters.questionnaire.questions, *parameters.questionnaire.also_asked}
        kept = kept.drop(columns=[name for name in (CHANNEL, SOURCE_FILE) if name not in asked])
    quarantine = quarantine_text(exports, sources, through, ledger, kind)
    plan = parameters.free_text
    comments = comments_of(through, frame, fates, plan.coded) if plan is not None else None
    return Received(
        kind,
        kept,
        None,
        funnel_of(ledger),
        ledger,
        quarantine,
        fates.flags,
        fates.campaigns_found,
        fates.not_compared,
        by_channel,
        comments,
    )


def _all_through(
    parameters: Parameters, sources: Mapping[str, SourceFile]
) -> tuple[dict[str, Export], dict[str, Through]]:
    """Every file through the door, or the problems of all of them."""
    key = new_key()
    sample = sample_columns(parameters.consultation.sample)
    exports: dict[str, Export] = {}
    through: dict[str, Through] = {}
    problems: list[Problem] = []
    for name, source in sources.items():
        try:
            lookup = None
            if source.postcodes is not None:
                lookup = Lookup.read(parameters.folder / source.postcodes.file, source.postcodes.gives)
            exports[name] = open_export((parameters.folder / source.file).resolve(), Opening.of(source))
            through[name] = let_through(
                exports[name], parameters.questionnaire, source, name, lookup, key=key, sample=sample
            )
        except InputRefused as refused:
            problems += refused.problems
    if problems:
        raise InputRefused(problems)
    return exports, through


def _withdrawn(path: Path) -> frozenset[str]:
    """The identifiers in `kept/withdrawn.csv`: its first column, under a heading."""
    if not path.is_file():
        return frozenset()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return frozenset(row[0].strip() for row in list(csv.reader(file))[1:] if row and row[0].strip())


def _kind(through: Mapping[str, Through]) -> SourceKind:
    """What kind of data all files are of.

    Raises
    ------
    InputRefused
        If some files, or some rows of a file, are made up and others are not.
    """
    kinds = {name: kind_of_rows(own.file, own.made_up, SourceKind.RESPONSES) for name, own in through.items()}
    if len(set(kinds.values())) > 1:
        made_up = [through[name].file for name, kind in kinds.items() if kind is SourceKind.MADE_UP]
        real = [through[name].file for name, kind in kinds.items() if kind is not SourceKind.MADE_UP]
        raise InputRefused(
            [
                Problem(
                    ", ".join(made_up),
                    "a file of made-up responses among files of real ones",
                    f"real: {', '.join(real)}",
                    "files that are all made up, or none of them",
                    "Take the made-up file out of 'data.channels'.",
                )
            ]
        )
    return next(iter(kinds.values()))


def _named_apart(through: dict[str, Through]) -> dict[str, Through]:
    """Identifiers that tell all responses apart: those of two channels may be the same, each tool counts from 1."""
    import dataclasses

    seen: Counter[str] = Counter()
    for own in through.values():
        seen.update(set(own.responses[RESPONSE_ID]))
    if not any(n > 1 for n in seen.values()):
        return through
    named = {}
    for name, own in through.items():
        ids = [f"{name}-{identifier}" for identifier in own.responses[RESPONSE_ID]]
        flags = tuple(dataclasses.replace(flag, response_id=f"{name}-{flag.response_id}") for flag in own.flags)
        responses = own.responses.assign(**{RESPONSE_ID: ids})
        named[name] = dataclasses.replace(own, responses=responses, flags=flags)
    return named


def _together(through: Mapping[str, Through], questionnaire: Questionnaire) -> pd.DataFrame:
    """One row a response of all files, in their order."""
    import pandas as pd

    frames = []
    for name, own in through.items():
        front = own.responses[[RESPONSE_ID, SOURCE_ROW]]
        rows = len(own.responses)
        where = {
            CHANNEL: _all(name, list(through), rows),
            SOURCE_FILE: _all(own.file, sorted({one.file for one in through.values()}), rows),
        }
        answers = own.responses.drop(columns=[RESPONSE_ID, SOURCE_ROW])
        for question, asked in questionnaire.questions.items():
            if asked.given_by == "channel":
                categories = answers[question].cat.categories.tolist()
                answers[question] = _all(name if name in categories else NOT_ANSWERED, categories, rows)
        # A question may have the name of one of the run's columns where there is one file, and those are left out.
        own_columns = {column: values for column, values in where.items() if column not in answers}
        frames.append(pd.concat([front.assign(**own_columns), answers], axis=1))
    return frames[0] if len(frames) == 1 else _concatenated(frames)


def _all(value: str, categories: Sequence[str], rows: int) -> pd.Categorical:
    """The same answer for every row."""
    import numpy as np

    return categorical(np.full(rows, categories.index(value), dtype=np.int16), categories)


def _concatenated(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd
    from pandas.api.types import union_categoricals

    columns = {}
    for column in frames[0].columns:
        parts = [frame[column] for frame in frames]
        if isinstance(parts[0].dtype, pd.CategoricalDtype):
            columns[column] = pd.Series(union_categoricals([part.array for part in parts]))
        else:
            columns[column] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)


def _routed(frame: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """Who was not asked a question did not leave it out: the two are told apart here."""
    for question, routing in questionnaire.routed.items():
        for other, answers in routing.items():
            not_asked = ~frame[other].isin(answers) & (frame[question] == NOT_ANSWERED)
            if not_asked.any():
                if NOT_ASKED not in frame[question].cat.categories:
                    frame[question] = frame[question].cat.add_categories([NOT_ASKED])
                frame[question] = frame[question].where(~not_asked, NOT_ASKED)
    return frame


def _routing_problems(
    frame: pd.DataFrame, questionnaire: Questionnaire, through: Mapping[str, Through]
) -> Iterator[Problem]:
    for question, routing in questionnaire.routed.items():
        for other, answers in routing.items():
            wrong = ~frame[other].isin(answers) & ~frame[question].isin([NOT_ASKED, NOT_ANSWERED])
            if wrong.any():
                first = int(wrong.to_numpy().argmax())
                file = _file_of(first, through)
                yield Problem(
                    f"{file}, row {frame[SOURCE_ROW].iloc[first]}, column '{_shown_column(questionnaire, question)}'",
                    f"an answer to a question that was not asked ({rows_told(int(wrong.sum()))})",
                    f"{other} is {frame[other].iloc[first]}",
                    f"{other}: {', '.join(answers)}",
                    "Correct the answer, or the question's 'asked_if'.",
                )


def _shown_column(questionnaire: Questionnaire, question: str) -> str:
    """The column that a message names: of a question with a column an option, the first."""
    if question in questionnaire.questions:
        return column_of(questionnaire, question)
    asked = questionnaire.also_asked[question]
    return next((choice.column for choice in asked.options.values() if choice.column), asked.column or question)


def _file_of(place: int, through: Mapping[str, Through]) -> str:
    for own in through.values():
        if place < len(own.responses):
            return own.file
        place -= len(own.responses)
    raise IndexError(place)


def _identifier_problems(
    frame: pd.DataFrame, fates: Fates, through: Mapping[str, Through], sources: Mapping[str, SourceFile]
) -> Iterator[Problem]:
    """An identifier of two different responses: an exact copy has been merged, and does not count here."""
    ids = frame[RESPONSE_ID][~fates.copies]
    doubled = ids[ids.duplicated(keep=False)]
    if doubled.empty:
        return
    for identifier, places in doubled.groupby(doubled, sort=True).groups.items():
        same = frame.iloc[list(places)].drop(columns=SOURCE_ROW)
        if all(fates.reasons[place] for place in places) and len(same.drop_duplicates()) == 1:
            # Copies of one response, each set aside before: none of them is counted, so none counts twice.
            continue
        second = places[1]
        rows = ", ".join(str(frame[SOURCE_ROW].iloc[place]) for place in places)
        own = next(name for name, one in through.items() if one.file == _file_of(second, through))
        yield Problem(
            f"{_file_of(second, through)}, row {frame[SOURCE_ROW].iloc[second]}, column '{sources[own].id_column}'",
            "an identifier of two different responses",
            f"{identifier} on rows {rows}",
            do="Give each response its own, or take out the one that does not count.",
        )


def _ledger(through: Mapping[str, Through], frame: pd.DataFrame, fates: Fates) -> Iterator[LedgerRow]:
    """A row for every row received, in the order of each file; those that could not be read among them."""
    start = 0
    for name, own in through.items():
        end = start + len(own.responses)
        unread = iter(sorted(own.bad_rows, key=lambda bad: bad.number))
        bad = next(unread, None)
        for row, identifier, outcome, reason, into in zip(
            frame[SOURCE_ROW].iloc[start:end].tolist(),
            frame[RESPONSE_ID].iloc[start:end].tolist(),
            fates.outcomes[start:end],
            fates.reasons[start:end],
            fates.into[start:end],
            strict=True,
        ):
            while bad is not None and bad.number < row:
                yield _unread(bad.number, name, own.file)
                bad = next(unread, None)
            yield LedgerRow(row, identifier, outcome, reason, name, own.file, into)
        while bad is not None:
            yield _unread(bad.number, name, own.file)
            bad = next(unread, None)
        start = end


def _unread(number: int, channel: str, file: str) -> LedgerRow:
    return LedgerRow(number, "", Outcome.SET_ASIDE, UNREADABLE, channel, file)
