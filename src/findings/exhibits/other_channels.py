"""Channels side by side, never added up: responses of each kind, campaigns, and what came in other ways."""

from __future__ import annotations

from findings.consultation.model import OtherVoice, VoiceKind
from findings.consultation.names import FUNNEL, table_id
from findings.evidence.cell import group_thousands
from findings.evidence.store import Evidence
from findings.exhibits.channel_themes import received, themes_by_channel
from findings.exhibits.channels import CHANNEL, campaign_headlines, channels_counted, funnel_by_channel
from findings.exhibits.mark import of_made_up
from findings.exhibits.model import Bullets, Exhibit, Heading, Line, Origin, Paragraph, Row, Span, Table
from findings.exhibits.side_by_side import FICTITIOUS, ways_side_by_side
from findings.exhibits.wording import citation, label, parameter, words

KINDS = {
    VoiceKind.EVENT: "Event",
    VoiceKind.LETTER: "Letters",
    VoiceKind.PETITION: "Petition",
    VoiceKind.SOCIAL_MEDIA: "Social media",
    VoiceKind.OTHER: "Other",
}
assert set(KINDS) == set(VoiceKind)
NOT_ADDED = "This is not counted with the responses: people may have spoken in more than one way."
NOTHING_SAID = "Not recorded"


def came_in_other_ways(evidence: Evidence) -> list[Exhibit]:
    """Each event, letter or petition in a line, and that it is not counted; nothing where there are none."""
    voices = evidence.story.other_voices.values()
    submitted = tuple(received(evidence))
    if not voices and not submitted:
        return []
    items = tuple(
        (*label(voice.label), *words(": "), *_how_many(voice), *words(". "), *_said(voice)) for voice in voices
    )
    items = (*items, *submitted)
    return [Bullets(tuple(_trimmed(item) for item in items)), Paragraph(words(NOT_ADDED))]


def other_channels(evidence: Evidence) -> list[Exhibit]:
    """The chapter: what became of each channel, what came in other ways, campaigns; nothing for a single channel."""
    exhibits: list[Exhibit] = []
    table = table_id(FUNNEL, CHANNEL)
    if evidence.story.channels and table in evidence.story.tables:
        exhibits += [Heading(words("Responses by channel"), 2, "channels"), *channels_counted(evidence),
                     funnel_by_channel(evidence, table)]  # fmt: skip
    if evidence.story.other_voices:
        exhibits += [Heading(words("Events, letters, petitions"), 2, "other-voices"), voices_table(evidence)]
    submitted = themes_by_channel(evidence)
    if submitted:
        exhibits += [Heading(words("Letters, events and petitions, theme by theme"), 2, "submissions"), *submitted]
    exhibits += campaign_headlines(evidence)
    beside = ways_side_by_side(evidence)
    if beside is not None:
        exhibits = [Heading(words("Side by side"), 2, "side-by-side"), *_made_up(evidence), beside, *exhibits]
    if not exhibits:
        return []
    told = "Each way in which people spoke stands by itself: numbers of different ways are never added up."
    return [Heading(words("Other channels side by side"), 1, "other-channels"), Paragraph(words(told)), *exhibits]


def _made_up(evidence: Evidence) -> list[Exhibit]:
    """That bodies and people are made up too, where the data are; no reader should look for them."""
    return [Paragraph(of_made_up(words(FICTITIOUS), made_up=True))] if evidence.story.made_up else []


def voices_table(evidence: Evidence) -> Table:
    """What came in other ways: how many of what, what was said, where it can be read."""
    rows = tuple(
        Row(
            label(voice.label),
            (
                words(KINDS[voice.kind]),
                _how_many(voice),
                _said(voice) or words(NOTHING_SAID),
                citation(voice.source),
            ),
        )
        for voice in evidence.story.other_voices.values()
    )
    return Table(
        id="other_voices",
        title=of_made_up(words("What came in other ways than as a response"), made_up=evidence.story.made_up),
        stub=words("What"),
        columns=(words("Kind"), words("How many"), words("What was said"), words("Source")),
        rows=rows,
        notes=(words(NOT_ADDED),),
    )


def _how_many(voice: OtherVoice) -> Line:
    return (*parameter(group_thousands(str(voice.count))), *words(" "), *label(voice.unit))


def _said(voice: OtherVoice) -> Line:
    """What was said, point by point, in the words in which it was noted."""
    text: Line = ()
    for point in voice.said:
        text = (*text, *words(" “" if text else "“"), Span(point, Origin.QUOTE), *words("”"))
    return text


def _trimmed(item: Line) -> Line:
    """The line without a last space, where nothing was said after the number."""
    return item if item[-1].text != ". " else (*item[:-1], *words("."))
