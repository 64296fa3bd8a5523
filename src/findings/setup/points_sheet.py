"""The sheet of points: a row a draft or a point, and the words that people see for the names of the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from findings.consultation.build import Parameters
from findings.consultation.names import as_compared
from findings.consultation.points_file import KINDS, THEME, PointStatus
from findings.freetext.points import Register
from findings.freetext.register import SET_ASIDE, Entry
from findings.setup.table import Cells, Column, Table, apart, together

POINTS = "Points"
NO, CHANNEL, WHO, TEXT, WHY = "no.", "came as", "from whom", "what was written", "why it is here"
IS_POINT, SAYS, KIND, THEMES, PROPOSALS = "a point?", "says in our words", "kind", "themes", "proposals"
INTO, REASON, BY, PLACES = "merge into", "reason if no point", "read by", "places"
YES, NO_POINT = "yes", "no"
OF_FILE = {
    "point": NO, "status": IS_POINT, "says": SAYS, "kind": KIND, "themes": THEMES, "sections": PROPOSALS,
    "from": PLACES, "into": INTO, "confirmed_by": BY, "note": REASON,
}  # fmt: skip
"""Column of `kept/points.csv` -> column of the sheet."""
_MOST_PLACES = 20
_ORDER = (PointStatus.DRAFT, PointStatus.CONFIRMED, PointStatus.MERGED, PointStatus.NO_POINT, SET_ASIDE)


@dataclass(frozen=True)
class Words:
    """What people see for themes and sections, and back."""

    themes: Mapping[str, str]
    sections: Mapping[str, str]

    def theme(self, text: str) -> str:
        """The theme of a word; the word itself where there is none, which the checks tell."""
        return _name_of(self.themes, text)

    def section(self, text: str) -> str:
        """The section of a title."""
        return _name_of(self.sections, text)


def words_of(parameters: Parameters) -> Words:
    """The labels of themes and the titles of sections; with its name where two are labelled alike."""
    plan = parameters.free_text
    assert plan is not None
    labels = {name: theme.label for frame in plan.frames.values() for name, theme in frame.themes.items()}
    titles = {name: section.title for name, section in parameters.questionnaire.sections.items()}
    return Words(_told_apart(labels), _told_apart(titles))


def points_table(parameters: Parameters, register: Register) -> Table:
    """The sheet: drafts to read, those of letters first; then what people decided; then what a rule set aside."""
    words = words_of(parameters)
    confirmed = tuple(entry.point for entry in register.entries if entry.confirmed)
    columns = (
        Column(NO, 8, edit=False),
        Column(CHANNEL, 16, edit=False),
        Column(WHO, 20, edit=False),
        Column(TEXT, 60, edit=False),
        Column(WHY, 24, edit=False),
        Column(IS_POINT, 9, choices=(YES, NO_POINT), closed=True, help="yes: it is a point. no: give a reason."),
        Column(SAYS, 50, help="The point in your own words, so that it can be published: no names, no one's words."),
        Column(KIND, 13, choices=KINDS, closed=True),
        Column(THEMES, 24, choices=tuple(words.themes.values()), help="Several: with | between."),
        Column(PROPOSALS, 24, choices=tuple(words.sections.values()), help="Several: with | between."),
        Column(INTO, 10, choices=confirmed, help="The number of the point that says the same, such as P-3 or D-7."),
        Column(REASON, 30, help="Needed where it is no point."),
        Column(BY, 12, help="Your name or initials."),
        Column(PLACES, 24, edit=False),
    )
    ordered = sorted(register.entries, key=lambda entry: (_ORDER.index(entry.status), entry.kept is not None))
    return Table(POINTS, columns, (NO,), tuple(_cells(entry, parameters, register, words) for entry in ordered))


def first_place(cells: Cells) -> str:
    """The first of the places of a row."""
    return cells.get(PLACES, "").split("\n")[0].strip()


def _cells(entry: Entry, parameters: Parameters, register: Register, words: Words) -> Cells:
    kept, draft = entry.kept, entry.draft
    why = list(draft.why) if draft is not None else []
    why += [f"set aside by rule: {draft.aside}"] if draft is not None and draft.aside else []
    why += [source.note for source in entry.sources if source.note][:3]
    status = entry.status
    decided = {PointStatus.CONFIRMED: YES, PointStatus.MERGED: YES, PointStatus.NO_POINT: NO_POINT}
    return {
        NO: entry.point,
        CHANNEL: _channels(entry, parameters),
        WHO: together(_senders(entry, register)),
        TEXT: _text(entry),
        WHY: "; ".join(dict.fromkeys(why)),
        IS_POINT: decided.get(PointStatus(status), "") if status != SET_ASIDE else "",
        SAYS: entry.says,
        KIND: entry.kind,
        THEMES: together(words.themes.get(name, name) for name in entry.themes),
        PROPOSALS: together(words.sections.get(name, name) for name in entry.sections),
        INTO: kept.into if kept is not None else "",
        REASON: kept.note if kept is not None else "",
        BY: kept.confirmed_by if kept is not None else "",
        PLACES: _places([source.place for source in entry.sources]),
    }


def _channels(entry: Entry, parameters: Parameters) -> str:
    plan = parameters.free_text
    assert plan is not None
    found = []
    for source in entry.sources:
        channel, _, rest = source.place.partition(":")
        if channel == THEME:
            found.append(f"A theme of {_label(rest.partition(':')[0], parameters)}")
        else:
            found.append(
                plan.submissions[channel].label if channel in plan.submissions else _label(channel, parameters)
            )
    return together(dict.fromkeys(found))


def _label(question: str, parameters: Parameters) -> str:
    asked = parameters.questionnaire.also_asked.get(question)
    return asked.short if asked is not None else question


def _senders(entry: Entry, register: Register) -> list[str]:
    assert register.heard is not None
    found = []
    for source in entry.sources:
        own = source.passage and register.heard.submissions.get((source.passage.channel, source.passage.unit))
        found += [own.sender] if own and own.sender else []
    return list(dict.fromkeys(found))[:_MOST_PLACES]


def _text(entry: Entry) -> str:
    """The words of the first places, each once; a theme's label and definition."""
    texts = list(dict.fromkeys(source.passage.text for source in entry.sources if source.passage is not None))
    if entry.draft is not None and not texts:
        return entry.draft.text
    more = f"\n[and {len(texts) - _MOST_PLACES} more]" if len(texts) > _MOST_PLACES else ""
    return "\n\n".join(texts[: min(len(texts), _MOST_PLACES)]) + more


def _places(places: list[str]) -> str:
    more = [f"and {len(places) - _MOST_PLACES} more"] if len(places) > _MOST_PLACES else []
    return "\n".join([*places[:_MOST_PLACES], *more])


def _told_apart(labels: Mapping[str, str]) -> dict[str, str]:
    plain = [as_compared(label) for label in labels.values()]
    told = {
        name: f"{label} ({name})" if plain.count(as_compared(label)) > 1 else label for name, label in labels.items()
    }
    # A label that would be divided in its cell stands by its name.
    return {name: label if apart(label) == (label,) else name for name, label in told.items()}


def _name_of(labels: Mapping[str, str], text: str) -> str:
    found = {as_compared(label): name for name, label in labels.items()}
    return found.get(as_compared(text), text)
