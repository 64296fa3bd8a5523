"""Which quotes may be shown: permitted, redacted, of nobody who can be recognised, and spread over groups and views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.asked import Questionnaire, Stance
from findings.consultation.build import Parameters
from findings.consultation.codeframe import FIXED_CODES, THEMES, FreeTextPlan
from findings.consultation.counted import column_of_answers
from findings.evidence.quote import Quote
from findings.freetext.coding import Coding, by_comment, decided
from findings.freetext.columns import SEPARATOR
from findings.freetext.details import conditions_in, why_left_out
from findings.freetext.quote_choice import Candidate, choose, choose_apart, numbered
from findings.freetext.quote_passage import passage
from findings.freetext.recognisable import Description, classes, groups_of_respondents
from findings.freetext.redaction import RedactionRules, redact
from findings.freetext.redaction.tokens import is_english, tokens_of
from findings.intake.campaigns import assign
from findings.intake.columns import RESPONSE_ID
from findings.intake.comments import QUESTION, TEXT
from findings.intake.received import Received

CHECKED = "checked"
"""A coder who wishes a quote and notes this, or this with a name, has read it and says that nobody is recognised."""
CHECKED_BY = f"{CHECKED} by "


@dataclass(frozen=True)
class ChosenQuote:
    """A comment that was looked at as a quote: the quote, or None with the reason why not.

    Parameters
    ----------
    shown
        The text as it is shown, or would be if a person allowed it; empty where it never came so far.
    """

    unit: str
    question: str
    reason: str
    quote: Quote | None = None
    shown: str = ""


def quotes_of(parameters: Parameters, received: Received, codings: Sequence[Coding]) -> tuple[ChosenQuote, ...]:
    """Every comment that was looked at: of each question the quotes by theme and number, then the others.

    The order of the quotes says nothing of the order of the responses. Where counts are hidden a comment may be quoted
    for several themes, and `findings.disclosure` keeps it for one that is shown: a quote for each is here.

    Without a question that allows quotes none is looked at. Letters and what was said at events are never quoted,
    since nobody asked their writers.
    """
    plan, responses = parameters.free_text, received.responses
    if plan is None or responses is None or received.comments is None or not plan.quotes.permission:
        return ()
    room = _Room.of(parameters, received, codings, plan)
    comments = received.comments
    found: list[ChosenQuote] = []
    for question in dict.fromkeys(comments[QUESTION].tolist()):
        own = comments[comments[QUESTION] == question]
        texts = dict(zip(own[RESPONSE_ID].astype(str).tolist(), own[TEXT].tolist(), strict=True))
        found += room.of_question(question, texts)
    return tuple(found)


@dataclass(frozen=True)
class _Room:
    """What is known of respondents and codings, whatever the question."""

    parameters: Parameters
    plan: FreeTextPlan
    permitted: frozenset[str]
    groups: Mapping[str, Mapping[str, str]]
    descriptions: Mapping[str, Description]
    given: Mapping[tuple[str, str], Mapping[str, tuple[Coding, ...]]]
    answers: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, parameters: Parameters, received: Received, codings: Sequence[Coding], plan: FreeTextPlan) -> _Room:
        assert received.responses is not None
        responses, questionnaire, rules = received.responses, parameters.questionnaire, plan.quotes
        units = responses[RESPONSE_ID].astype(str).tolist()
        # A description, and whose quote comes next, would be chosen by counts; where some are hidden, neither is.
        told_by = () if hides_counts(parameters) else rules.told_by
        spread = [rules.spread_over] if rules.spread_over and not hides_counts(parameters) else []
        groups = groups_of_respondents(responses, questionnaire, [*told_by, *spread])
        asked = {name: responses[name].astype(str).tolist() for name in (rules.permission,) if name in responses}
        said = asked.get(rules.permission, [""] * len(units))
        permitted = {
            unit
            for unit, answer in zip(units, said, strict=True)
            if set(answer.split(SEPARATOR)) & set(rules.allowed_by)
        }
        views = {_scale_beside(questionnaire, question) for question in plan.coded} - {""}
        columns = {
            name: responses[column_of_answers(questionnaire, name)].astype(str).tolist() for name in sorted(views)
        }
        return cls(
            parameters,
            plan,
            frozenset(permitted),
            groups,
            classes(groups, told_by, rules.smallest_group),
            by_comment(codings),
            {name: dict(zip(units, column, strict=True)) for name, column in columns.items()},
        )

    def of_question(self, question: str, texts: Mapping[str, str]) -> Iterator[ChosenQuote]:
        """What became of each comment to a question."""
        rules = self.plan.quotes
        themes = {unit: self._themes(question, unit) for unit in texts}
        reasons = dict(self._not_to_be_looked_at(question, texts, themes))
        redacted = {
            unit: redact(text, RedactionRules.of(rules)).text for unit, text in texts.items() if unit not in reasons
        }
        known = conditions_in(list(texts.values()))
        shown = {unit: passage(text, rules.shortest, rules.longest) for unit, text in redacted.items()}
        candidates: list[Candidate] = []
        for unit, text in redacted.items():
            why = self._why_not(question, unit, text, shown[unit], known)
            if why:
                reasons[unit] = why
            else:
                candidates.append(self._candidate(question, unit, themes[unit], shown[unit]))
        frame = self.plan.frame_of(question)
        names = list(frame.themes) if frame is not None else []
        choice = choose_apart if hides_counts(self.parameters) else choose
        chosen = choice(candidates, names, rules.per_theme)
        reasons |= dict.fromkeys(chosen.copies, "Says nearly the same as another quote")
        quotes = list(self._as_shown(question, chosen.quoted))
        for unit, quote in quotes:
            yield ChosenQuote(unit, question, self._why(question, unit), quote, quote.text)
        quoted = {unit for unit, _ in quotes}
        for unit in texts:
            if unit not in quoted:
                reason = reasons.get(unit, "Other comments were chosen for its themes")
                yield ChosenQuote(unit, question, reason, None, shown.get(unit, ""))

    def _themes(self, question: str, unit: str) -> tuple[str, ...]:
        own = decided(dict(self.given.get((question, unit), {})))
        frame = self.plan.frame_of(question)
        codes = {coding.code for coding in own if coding.is_theme}
        return tuple(name for name in frame.themes if name in codes) if frame is not None else ()

    def _wish(self, question: str, unit: str) -> tuple[bool, bool]:
        """Whether a coder wishes the quote, and has checked it."""
        wishes = [one for own in self.given.get((question, unit), {}).values() for one in own if one.quote]
        return bool(wishes), any(is_checked(one.note) for one in wishes)

    def _not_to_be_looked_at(
        self, question: str, texts: Mapping[str, str], themes: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[str, str]]:
        data = self.parameters.consultation.data
        registered = {} if data.reader == "tally" else data.campaigns
        templates = {name: campaign.text for name, campaign in registered.items() if campaign.question == question}
        followers = assign(list(texts.values()), templates) if templates else [None] * len(texts)
        for (unit, _), follower in zip(texts.items(), followers, strict=True):
            own = decided(dict(self.given.get((question, unit), {})))
            if unit not in self.permitted:
                yield unit, "Not permitted"
            elif not own:
                yield unit, "Not coded yet"
            elif follower is not None:
                yield unit, f"Follows the campaign {follower.campaign}"
            elif not themes[unit]:
                fixed = next((FIXED_CODES[one.code] for one in own if one.code in FIXED_CODES), "no theme")
                yield unit, f"Has no theme: {fixed}"

    def _why_not(self, question: str, unit: str, text: str, shown: str, known: Counter[str]) -> str:
        """Why a redacted comment is not shown; empty if it may be."""
        rules = self.plan.quotes
        if not shown:
            length = len(" ".join(text.split()))
            if length < rules.shortest:
                return f"Too short: {length} letters, at least {rules.shortest}"
            return f"Too long: no whole sentences of {rules.shortest} to {rules.longest} letters stand alone"
        if self._wish(question, unit)[1]:
            return ""
        if not is_english(tokens_of(shown)):
            return f"Not in English, so the rules cannot read it: a person may allow it with a note '{CHECKED}'"
        why = why_left_out(shown, known, rules.smallest_group)
        return f"May be recognised, since {why}: a person may allow it with a note '{CHECKED}'" if why else ""

    def _candidate(self, question: str, unit: str, themes: tuple[str, ...], shown: str) -> Candidate:
        questionnaire, rules = self.parameters.questionnaire, self.plan.quotes
        beside = _scale_beside(questionnaire, question)
        view = _stance_of(questionnaire, beside, self.answers[beside].get(unit, "")) if beside else ""
        own = decided(dict(self.given.get((question, unit), {})))
        speaks = next((str(one.sentiment) for one in own if one.sentiment), "")
        group = self.groups[unit].get(rules.spread_over, "")
        return Candidate(
            unit, question, themes, shown, self._wish(question, unit)[0], group, f"{view} {speaks}".strip()
        )

    def _as_shown(self, question: str, chosen: Mapping[str, Sequence[Candidate]]) -> Iterator[tuple[str, Quote]]:
        hidden = hides_counts(self.parameters)
        for theme, own in chosen.items():
            for place, one in enumerate(own, start=1):
                number = numbered(one, theme) if hidden else place
                # How many name two themes may be hidden where both are shown: so only one is told.
                shown = (theme,) if hidden else one.themes
                speaker = {} if hidden else dict(self.descriptions[one.unit])
                name = f"{question}{THEMES}.{theme}.{number}"
                yield one.unit, Quote(quote=name, question=question, themes=shown, text=one.text, speaker=speaker)

    def _why(self, question: str, unit: str) -> str:
        wished, checked = self._wish(question, unit)
        why = "Quoted"
        if wished:
            why = "Quoted: wished and checked by a coder" if checked else "Quoted: wished by a coder"
        return f"{why}, if its theme is shown" if hides_counts(self.parameters) else why


def hides_counts(parameters: Parameters) -> bool:
    """Whether small counts are hidden, so that no choice of quotes may depend on a count."""
    return parameters.consultation.disclosure.profile == "threshold"


def is_checked(note: str) -> bool:
    """Whether a note says that its writer read the comment and that nobody is recognised.

    Examples
    --------
    >>> [is_checked(note) for note in ("Checked", "checked by Ann", "checked: no, she is named", "checked bypass")]
    [True, True, False, False]
    """
    said = " ".join(note.split()).lower()
    return said == CHECKED or said.startswith(CHECKED_BY)


def notes_not_understood(codings: Sequence[Coding]) -> Iterator[str]:
    """One line where notes of wished quotes begin with 'checked' and are something else, so that they free nothing."""
    found = [
        one
        for one in codings
        if one.quote and one.note.strip().lower().startswith(CHECKED) and not is_checked(one.note)
    ]
    if found:
        first = f"first {found[0].question}, {found[0].unit}"
        yield (
            f"notes of {len(found):,} wished quotes begin with '{CHECKED}' and free nothing ({first}): "
            f"only '{CHECKED}' alone or '{CHECKED_BY}...' does"
        )


def _scale_beside(questionnaire: Questionnaire, question: str) -> str:
    """The question of the same section whose answers say whether somebody is for or against: the last one before it."""
    for section in questionnaire.sections.values():
        if question in section.questions:
            before = section.questions[: section.questions.index(question)]
            stances = [name for name in before if name in questionnaire.questions and _stances(questionnaire, name)]
            return stances[-1] if stances else ""
    return ""


def _stances(questionnaire: Questionnaire, question: str) -> dict[str, Stance]:
    options = questionnaire.scale_of(question).options
    return {name: option.stance for name, option in options.items() if option.stance is not None}


def _stance_of(questionnaire: Questionnaire, question: str, answer: str) -> str:
    stance = _stances(questionnaire, question).get(answer)
    return str(stance) if stance is not None else answer
