"""What people write for the parts of a report: `kept/commentary/<slot>.yaml`, with the numbers in it by name.

A run reads these files and never writes them. The slot of a section is `section:` and its name; since a colon cannot
stand in a file's name everywhere, its file is `section_<name>.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import Field

from findings.consultation.names import NAME
from findings.consultation.noun import Frozen, Text

FOLDER = "kept/commentary"
"""Beside the parameters; an edition that is not the full one has a folder of its own in it."""
COPIES = "commentary"
"""The folder of a run's copies."""
SUMMARY, WHO_RESPONDED, METHOD = "summary", "who_responded", "method_and_limits"
SECTION = "section:"


class Earlier(Frozen):
    """A paragraph as it was before it was changed or taken out."""

    text: Text = Field(description="As it stood.")
    role: str = Field(default="", description="The role of whoever wrote it.")
    when_written: Mapping[str, str] = Field(default={}, description="What each number in it was then, as printed.")


class Written(Frozen):
    """A paragraph that a person wrote."""

    text: Text = Field(
        description="Prose. A number stands as its cell in braces, {q8#net_agree!percent}; with :in_words behind it as "
        "the word for a share."
    )
    role: str = Field(default="", description="The role of whoever wrote it, as the report says it; not a name.")
    when_written: Mapping[str, str] = Field(
        default={},
        description="What each number in it was when it was written, as printed, by what stands in the braces.",
    )
    before: tuple[Earlier, ...] = Field(default=(), description="What stood here before, newest first; never printed.")

    @property
    def printed(self) -> Written:
        """What a report needs of it: without what stood there before."""
        return self.model_copy(update={"before": ()})


class Commentary(Frozen):
    """What was written for one slot."""

    paragraphs: tuple[Written, ...] = Field(default=(), description="In the order in which they are printed.")
    withdrawn: tuple[Earlier, ...] = Field(default=(), description="Paragraphs that were taken out; never printed.")


def file_of(slot: str) -> str:
    """The name of a slot's file.

    Examples
    --------
    >>> file_of("summary"), file_of("section:access")
    ('summary.yaml', 'section_access.yaml')
    """
    return f"{slot.replace(':', '_')}.yaml"


def slot_of(file: str) -> str:
    """The slot whose file has a name; an empty text if it can be no slot's.

    Examples
    --------
    >>> slot_of("section_access.yaml"), slot_of("summary.yaml"), slot_of("Summary.yml")
    ('section:access', 'summary', '')
    """
    stem, dot, kind = file.partition(".")
    if not re.fullmatch(NAME, stem) or dot + kind != ".yaml":
        return ""
    head = SECTION.replace(":", "_")
    return f"{SECTION}{stem.removeprefix(head)}" if stem.startswith(head) else stem
