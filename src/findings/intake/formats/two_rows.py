"""The layout with two header rows: a question above, its options or rows below it.

SurveyMonkey made it known, and SmartSurvey writes it too. The columns that the tool adds have nothing below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from findings.consultation.names import as_compared
from findings.intake.export import Column
from findings.intake.formats.layout import groups_of, named, squeezed, with_repeated

ANSWER = ("response", "responses")
"""Below a question with one column of answers."""
OPEN = ("open-ended response", "open ended response")
"""Below a question that is answered in one's own words."""
OTHER = ("other (please specify)", "other, please specify", "other (please specify):", "comments", "comment")
"""Below the field for words beside the options of a question."""
_TOWN: tuple[str, ...] = ("city/town", "city", "town", "county", "state/province", "country", "company")
_STREET: tuple[str, ...] = ("address", "address1", "address2", "address3", "zip/postalcode", "zipcode", "postcode")
_REACHED: tuple[str, ...] = ("emailaddress", "email", "phonenumber", "phone", "telephone", "telephonenumber")
CONTACT = frozenset(("name", "firstname", "lastname", "postalcode", *_STREET, *_TOWN, *_REACHED))
"""The fields of the block of contact details that these tools offer."""
_CONTACT_FIELDS = 3


def columns_of(
    first: Sequence[str], second: Sequence[str], system: Mapping[str, str], sample: Sequence[Sequence[str]] = ()
) -> tuple[Column, ...]:
    """The columns of a file with two header rows.

    Parameters
    ----------
    first, second
        The header rows, cleaned, of one length. A blank cell of the first belongs to the question before it.
    system
        Headings of the tool's own columns, squeezed -> what they hold (`paradata`, `identity`).
    sample
        Rows of answers: a group whose cells repeat what stands above them is one of several answers.

    Examples
    --------
    >>> columns = columns_of(["RespondentID", "Seen?", ""], ["", "Jaws", "Alien"], {"respondentid": "paradata"})
    >>> [(column.name, column.says) for column in columns]
    [('RespondentID', 'paradata'), ('Seen? > Jaws', ''), ('Seen? > Alien', '')]
    """
    columns = []
    question, group = "", ""
    for place, (above, below) in enumerate(zip(first, second, strict=True)):
        if above:
            question, group = above, f"{place + 1}. {above}"
        if not below:
            columns.append(Column("", above, says=system.get(squeezed(above), ""), group=group if above else ""))
            continue
        part = "" if as_compared(below) in (*ANSWER, *OPEN) else below
        columns.append(Column("", question, part, group=group, says=_says(below)))
    shared = groups_of(columns)
    kept = {place for places in shared for place in places}
    contact = {place for places in shared for place in _contact(columns, places)}
    columns = [
        replace(
            column,
            says="identity" if place in contact else column.says,
            group=column.group if place in kept else "",
        )
        for place, column in enumerate(columns)
    ]
    return with_repeated(named(columns), sample)


def _says(below: str) -> str:
    return "open" if as_compared(below) in (*OPEN, *OTHER) else ""


def _contact(columns: Sequence[Column], places: list[int]) -> list[int]:
    """The fields of a block of contact details, if the columns of this question are one."""
    fields = {place: squeezed(columns[place].part).rstrip(":") for place in places}
    contact = [place for place, field in fields.items() if field in CONTACT]
    return contact if len(contact) >= _CONTACT_FIELDS and set(_REACHED) & set(fields.values()) else []
