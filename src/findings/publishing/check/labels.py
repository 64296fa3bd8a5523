"""The names of answers and groups, each looked up once."""

from __future__ import annotations

from functools import cache

from findings.evidence.store import Evidence


class Labels:
    """What answers and groups are called; an empty text for what has no name."""

    def __init__(self, evidence: Evidence) -> None:
        story = evidence.story
        asked_of = story.questionnaire.questions
        self.option = cache(lambda asked, option: story.option_label(asked, option) if asked in asked_of else "")
        self.level = cache(lambda breakdown, level: story.level_label(breakdown, level) if level else "")
