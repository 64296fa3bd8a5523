"""Versioned code lists: answers that many surveys ask for in the same way, with the groups that they roll up to.

A list is a YAML file in `codelists/`. Its file name carries the version, and a list once released is never changed:
new categories are a new file, so that a report of last year still says what it said.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from findings.consultation.model import Frozen, Group, Option, Text
from findings.consultation.yamlfile import read_yaml

FOLDER = Path(__file__).parent / "codelists"


class Publication(Frozen):
    """Where a list comes from."""

    publisher: Text
    publication: Text


class RollUp(Frozen):
    """Larger groups that the options of a list add up to, each option in one group."""

    title: Text
    groups: Annotated[dict[str, Group], Field(min_length=2)]


class CodeList(Frozen):
    """Options in their order, and the ways in which they roll up."""

    name: Text
    version: Text
    title: Text
    source: Publication
    options: Annotated[dict[str, Option], Field(min_length=2)]
    roll_ups: dict[str, RollUp] = Field({})


def list_names() -> tuple[str, ...]:
    """The names of all lists, in the order of the alphabet.

    Examples
    --------
    >>> [name for name in list_names() if name.startswith("ethnic_group")]
    ['ethnic_group_2011', 'ethnic_group_2021']
    """
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def list_file(name: str) -> Path:
    """The file of a list."""
    return FOLDER / f"{name}.yaml"


def plain_list(name: str) -> dict[str, Any]:
    """What the file of a list says, as plain data: the form in which it is put into a questionnaire."""
    content: dict[str, Any] = read_yaml(list_file(name), f"codelists/{name}.yaml").content
    return content


@functools.cache
def code_list(name: str) -> CodeList:
    """A list by its name.

    Examples
    --------
    >>> found = code_list("ethnic_group_2021")
    >>> len(found.options), found.options["roma"].label, found.roll_ups["five"].groups["other_ethnic"].of
    (20, 'White: Roma', ('arab', 'any_other'))
    """
    return CodeList.model_validate(plain_list(name))
