"""One row of a file of codings -> a coding, a row that is set aside with its reason, or a fault; a cell at a time."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

from findings.consultation.asked import Questionnaire
from findings.consultation.codeframe import SET_ASIDE, TO_CODE, FreeTextPlan, Sentiment
from findings.consultation.data import DateOrder
from findings.consultation.faults import closest
from findings.consultation.names import as_compared
from findings.freetext.called import codes_of, question_names, replaced
from findings.freetext.coding import Coding, Status
from findings.freetext.history import Became, Codes
from findings.freetext.kept_out import Read
from findings.freetext.layouts import Source, Written
from findings.freetext.units import Found, Unit, Units
from findings.intake.clean import clean
from findings.intake.dates import read_day
from findings.intake.reasons import REASONS

_YES, _NO = ("yes", "y", "true", "1", "x"), ("", "no", "n", "false", "0", "-")


class Reader:
    """Reads the rows of one file.

    Parameters
    ----------
    plan, questionnaire
        What is coded, and what its questions are called.
    source
        The file.
    units
        Every comment.
    read
        Where what comes of each row goes.
    """

    def __init__(
        self, plan: FreeTextPlan, questionnaire: Questionnaire, source: Source, units: Units, read: Read
    ) -> None:
        self._plan, self._source, self._units, self._into = plan, source, units, read
        self._questions = question_names(plan, questionnaire)
        also = questionnaire.also_asked.items()
        self._not_coded = {name for name, asked in also if asked.kind == "open" and name not in plan.coded}
        self._codes = {name: codes_of(plan, name, source) for name in (*plan.coded, *plan.submissions)}
        self._unit: Callable[[str, str], Unit] = functools.lru_cache(maxsize=None)(units.look_up)
        self._became: Callable[[str, str, str], Became | None] = functools.lru_cache(maxsize=None)(self._read_code)
        self._serving = {name: own.frame.serving(name) for name, own in self._codes.items()}
        self._sentiments = {as_compared(text): one for text, one in source.said.sentiments.items()}
        self._sentiments = {str(one): one for one in Sentiment} | self._sentiments

    def take(self, row: Written) -> None:
        """Take one row."""
        into, faults = self._into, self._into.faults
        if not row.unit.strip():
            if row.code.strip():
                do = "Give it the identifier of its response; a code of nobody cannot be counted."
                faults.add(row.file, row.row, "a code without an identifier", do=do, column=self._source.said.id_column)
            return
        question = self._question(row)
        if not question:
            return
        codes = self._codes[question]
        blank = not row.code.strip() or codes.left_out(row.code)
        if blank and not row.note.strip():
            into.blank[row.file] += 1
            return
        date = self._date(row)
        sentiment = self._sentiment(row)
        status = self._status(row)
        quote = self._quote(row)
        became = Became(TO_CODE) if blank else self._became(question, row.code, date or "")
        if became is None:
            self._outside(row, codes, question)
            return
        if became.code and not self._serves(row, question, became.code):
            return
        unit = self._comment(row, question, became.code)
        if unit is None or date is None or status is None:
            return
        note = self._note(row, became.code)
        coding = Coding(
            unit, question, became.code, self._coder(row), date, sentiment, status, note, quote, row.file, row.row
        )
        if status is Status.CHANGED and replaced(note, codes) is None:
            do = "Write the machine's code into the note, or 'Instead of <code>.' before what else it says."
            faults.add(row.file, row.row, "a changed code whose note does not say what it was changed from", do=do)
        self._put(row, coding, became)

    def _put(self, row: Written, coding: Coding, became: Became) -> None:
        into = self._into
        if not became.code:
            if not coding.counts:
                into.keep_out(row, coding.question, f"'{became.old}' was {became.why}")
                return
            into.again.setdefault((coding.question, became.old, became.why), set()).add(coding.unit)
            note = " ".join(filter(None, (f"Was '{became.old}', {became.why}.", coding.note)))
            coding = replace(coding, code=TO_CODE, status=Status.AGAIN, note=note)
        elif became.code == TO_CODE:
            coding = replace(coding, status=Status.AGAIN)
        into.codings.append((coding, row))

    def _question(self, row: Written) -> str:
        said = self._source.said
        if not self._source.kept and not said.question_column:
            return said.question or next(iter(self._codes))
        name = self._questions.get(as_compared(clean(row.question)), "")
        if not name and row.question in self._not_coded:
            self._into.not_coded[row.file, row.question] += 1
            self._into.keep_out(row, row.question, f"no code frame serves {row.question}")
        elif not name:
            known = ", ".join(self._codes)
            do = closest(row.question, list(self._codes)) or "Name the open question, by its name or its number."
            what = "a code of no question that a code frame serves"
            self._into.faults.add(row.file, row.row, what, row.question, known, do, said.question_column)
        return name

    def _read_code(self, question: str, text: str, date: str) -> Became | None:
        return self._codes[question].read(text, date)

    def _outside(self, row: Written, codes: Codes, question: str) -> None:
        frame = codes.frame
        name = next(name for name, own in self._plan.frames.items() if own is frame)
        texts = [*codes.allowed, *(theme.label for theme in frame.themes.values())]
        what = f"a code that is neither in frame '{name}', version {codes.version}, nor in its history"
        do = closest(row.code, texts) or (
            "Correct it, name its theme with 'themes' or 'also' in codeframe.yaml, or say in the frame's history what "
            "became of it."
        )
        allowed = ", ".join(frame.themes)
        self._into.faults.add(row.file, row.row, what, row.code, allowed, do, row.column)

    def _serves(self, row: Written, question: str, code: str) -> bool:
        if code not in self._codes[question].frame.themes or code in self._serving[question]:
            return True
        what = f"a theme that is not given in answers to {question}"
        allowed = ", ".join(self._serving[question])
        do = "Correct the code, or add the question to the theme's 'questions' in codeframe.yaml."
        self._into.faults.add(row.file, row.row, what, code, allowed, do, row.column)
        return False

    def _comment(self, row: Written, question: str, code: str) -> str | None:
        """The response whose comment it is; None where it is none, which is told, kept out or refused."""
        into = self._into
        unit = self._unit(row.unit, question)
        into.units.setdefault((row.file, question), set()).add(row.unit)
        if unit.found is Found.COMMENT:
            return unit.unit
        column = self._source.said.id_column
        if unit.found is Found.NOT_ANALYSED:
            into.not_analysed[row.file, unit.told] += 1
            reason = f"the response is not analysed: {REASONS[unit.told].label if unit.told in REASONS else unit.told}"
            into.keep_out(row, question, reason)
        elif unit.found is Found.NO_COMMENT:
            into.without.setdefault((row.file, question), []).append((row, code))
        elif unit.found is Found.SEVERAL:
            what = "an identifier that stands for comments of several channels"
            into.faults.add(row.file, row.row, what, row.unit, unit.told, "Write the one that is meant.", column)
        else:
            own = question in self._plan.submissions
            what = "a code of a submission that is not there" if own else "a code of a response that is not there"
            do = f"Did you mean '{unit.told}'?" if unit.told else "Correct the identifier, or take the row out."
            into.faults.add(row.file, row.row, what, row.unit, do=do, column=column)
        return None

    def _coder(self, row: Written) -> str:
        return clean(row.coder) or self._source.said.coder or self._source.path.stem

    def _date(self, row: Written) -> str | None:
        text = row.date.strip()
        day = iso_day(text)
        if day is None:
            allowed = "a day as 2024-12-31 or 31/12/2024"
            self._into.faults.add(row.file, row.row, "a date that is none", text, allowed)
        return day

    def _sentiment(self, row: Written) -> Sentiment | None:
        text = row.sentiment.strip()
        found = self._sentiments.get(as_compared(text)) if text else None
        if text and found is None:
            allowed = ", ".join(self._sentiments)
            do = "Correct it, or say with 'sentiments' in codeframe.yaml what the file means by it."
            what = "a sentiment that is not known"
            self._into.faults.add(row.file, row.row, what, text, allowed, closest(text, list(Sentiment)) or do)
        return found

    def _status(self, row: Written) -> Status | None:
        if self._source.said.machine:
            return Status.CANDIDATE
        if not row.status:
            return Status.GIVEN
        text = as_compared(row.status)
        try:
            return Status(text)
        except ValueError:
            allowed = ", ".join(Status)
            do = closest(text, list(Status))
            self._into.faults.add(row.file, row.row, "a status that is not known", row.status, allowed, do)
            return None

    def _quote(self, row: Written) -> bool:
        if not row.quote:
            return False
        text = as_compared(row.quote)
        if text not in (*_YES, *_NO):
            what = "whether to quote it is neither yes nor no"
            self._into.faults.add(row.file, row.row, what, row.quote, "yes, no, or nothing")
        return text in _YES

    def _note(self, row: Written, code: str) -> str:
        note = row.note.strip()
        if code == SET_ASIDE and not note:
            # A column or a code of another program that means it says why.
            said = (row.column or row.code).strip()
            note = said if as_compared(said) not in _SAYS_NOTHING else ""
            if not note:
                what, do = "a comment set aside without a reason", "Say why in the note."
                self._into.faults.add(row.file, row.row, what, do=do)
        return note


_SAYS_NOTHING = ("set_aside", "set aside", "set aside, with a reason")


@functools.lru_cache(maxsize=10_000)
def iso_day(text: str) -> str | None:
    """A day as ISO writes it, of a text with the day first; None where it is no day, an empty text for none.

    Examples
    --------
    >>> iso_day("12/04/2024"), iso_day("2024-04-12 10:31"), iso_day("soon"), iso_day("")
    ('2024-04-12', '2024-04-12', None, '')
    """
    day = read_day(text, DateOrder.DAY_FIRST) if text else None
    return day.isoformat() if day is not None else None if text else ""
