"""ODK and Kobo: CSV or XLSX with `group/question` headings, or nested JSON; the XLSForm beside it names the answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from findings.intake.export import Column, Export, Opening
from findings.intake.formats.grid import export_of, open_grid
from findings.intake.formats.layout import begin_of, filled, looked_up, named, translated
from findings.intake.formats.nested import Submissions, export_of_submissions, read_submissions
from findings.intake.formats.xlsform import Field, form_beside

_PARADATA: tuple[str, ...] = (
    "key",
    "instanceid",
    "_uuid",
    "_id",
    "submissiondate",
    "_submission_time",
    "_validation_status",
    "_status",
)
_PARADATA += ("_notes", "_tags", "_index", "_version_", "__version__", "_xform_id_string", "start", "end", "today")
_PARADATA += (
    "attachmentspresent",
    "attachmentsexpected",
    "status",
    "reviewstate",
    "edits",
    "formversion",
    "parent_key",
)
_PARADATA += (
    "_parent_index",
    "_parent_table_name",
    "instancename",
    "_attachments",
    "formhub/uuid",
    "_bamboo_dataset_id",
)
_PARADATA += ("rootuuid", "deprecatedid", "__id", "_duration", "audit")
_IDENTITY: tuple[str, ...] = (
    "username",
    "deviceid",
    "subscriberid",
    "simserial",
    "simid",
    "phonenumber",
    "phone_number",
    "devicephonenum",
)
_IDENTITY += ("_submitted_by", "submitterid", "submittername", "_geolocation", "email", "imei")
_PLACE = re.compile(r"_?(?P<question>.+?)[_:-](?:latitude|longitude|altitude|precision|accuracy)", re.IGNORECASE)
_UUID = re.compile(r"(?:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_CHOSEN = {
    "0": "No",
    "1": "Yes",
    "FALSE": "No",
    "TRUE": "Yes",
    "False": "No",
    "True": "Yes",
    "false": "No",
    "true": "Yes",
}
_KINDS = {
    **dict.fromkeys(("select_one", "select_one_from_file", "acknowledge", "trigger"), "single"),
    **dict.fromkeys(("select_multiple", "select_multiple_from_file"), "multiple"),
    **dict.fromkeys(("integer", "decimal", "range"), "numeric"),
    **dict.fromkeys(("start", "end", "today", "audit", "note", "hidden", "start-geopoint"), "paradata"),
    **dict.fromkeys(("username", "deviceid", "phonenumber", "subscriberid", "simserial", "email"), "identity"),
    # Where somebody stands, what she looks or sounds like.
    **dict.fromkeys(("geopoint", "geotrace", "geoshape", "image", "audio", "video", "file"), "identity"),
    **{"text": "open", "barcode": "open", "date": "date", "datetime": "date", "rank": "ranking"},
}
_SPACED = ("select_multiple", "rank")
NO_VALUE = {"NULL": "no_value"}
"""What a database writes where nothing stands."""
_LOOK = 65_536


class _Odk:
    name = "odk"
    title = "ODK or Kobo (CSV, XLSX or JSON, with its XLSForm if it lies beside it)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        if head:
            return _recognised(head)
        return _recognised_json(path)

    def open(self, path: Path, opening: Opening) -> Export:
        if _begins(path)[:1] in (b"[", b"{"):
            submissions = read_submissions(path)
            form, said = form_beside(path)
            columns = columns_of(submissions.paths, form, submissions.sample(), nested=submissions)
            export = export_of_submissions(submissions, self.name, columns, {"form": said})
        else:
            grid = open_grid(path, opening)
            begin = begin_of(grid, headers=1)
            form, said = form_beside(path)
            columns = columns_of(begin.rows[0], form, begin.after(1))
            export = export_of(grid, self.name, columns, begin.numbers[0] + 1, {"form": said})
        return translated(export, _words(columns))


def _begins(path: Path) -> bytes:
    """The first bytes, without a mark of the encoding or blanks."""
    try:
        with path.open("rb") as file:
            return file.read(_LOOK).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError:
        return b""


def _recognised(head: Sequence[Sequence[str]]) -> int:
    own = {heading.strip().lower().rpartition("/")[2] for heading in head[0]}
    if {"_uuid", "_submission_time"} <= own:
        return 3
    if "key" in own and own & {"submissiondate", "meta-instanceid", "instanceid"}:
        return 3
    for place, heading in enumerate(head[0]):
        cells = filled(head[1:], place)
        if _last(heading).lower() == "instanceid" and cells and all(map(_UUID.fullmatch, cells)):
            return 3
    return 0


def _recognised_json(path: Path) -> int:
    begin = _begins(path)
    if begin[:1] not in (b"[", b"{"):
        return 0
    if any(
        mark in begin for mark in (b'"instanceID"', b'"_uuid"', b'"_submission_time"', b'"__id"', b'"meta/instanceID"')
    ):
        return 3
    return 1


def _last(heading: str) -> str:
    return re.split(r"[/-]", heading.strip())[-1]


def columns_of(
    header: Sequence[str],
    form: Mapping[str, Field] | None = None,
    sample: Sequence[Sequence[str]] = (),
    nested: Submissions | None = None,
) -> tuple[Column, ...]:
    """The columns under a header row of ODK or Kobo.

    A question with several answers stands once with all of them in one cell, and often again as `question/option`
    columns of 0 and 1. Where both do, the options are the answers and the cell repeats them.

    Examples
    --------
    >>> for column in columns_of(["_uuid", "owns", "owns/bike", "owns/car"], {}, [["x", "bike", "1", "0"]]):
    ...     print((column.name, column.heading, column.part, column.says))
    ('_uuid', '_uuid', '', 'paradata')
    ('owns', 'owns', '', 'paradata')
    ('owns/bike', 'owns', 'bike', 'multiple')
    ('owns/car', 'owns', 'car', 'multiple')
    """
    fields = _by_heading(header, form or {})
    split = _split_questions(header, sample)
    option_of = {place: question for question, places in split.items() for place in places}
    places = _places(header)
    columns = []
    for place, heading in enumerate(header):
        if question := option_of.get(place, ""):
            columns.append(_option(heading, question, fields.get(question)))
            continue
        field = fields.get(heading)
        kind = "paradata" if heading in split else "identity" if heading in places else _kind(heading, field)
        labels = field.choices if field and kind in ("single", "multiple", "ranking") else {}
        separator = _between(field, labels) if kind in ("multiple", "ranking") else ""
        if nested and not field and not kind:
            kind, separator = nested.kind(heading), nested.separator(heading)
        missing = {} if kind in ("paradata", "identity") else NO_VALUE
        text = (field.label if field else "") or heading
        group = heading if heading in split else ""
        columns.append(Column("", text, "", heading, group, kind, labels, missing, separator))
    return named(columns, header)


def _option(heading: str, question: str, asked: Field | None) -> Column:
    """One option of a question that is spread over columns."""
    option = heading.rpartition("/")[2]
    part = asked.choices.get(option, option) if asked else option
    text = (asked.label if asked else "") or question
    return Column("", text, part, heading, question, "multiple", {"1": "Yes", "0": "No"})


def _split_questions(header: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """Question -> the places of its options: columns `question/option` with nothing in them but 0 and 1."""
    headings = set(header)
    split: dict[str, list[int]] = {}
    for place, heading in enumerate(header):
        question = heading.rpartition("/")[0]
        if question in headings and set(filled(sample, place)) <= set(_CHOSEN):
            split.setdefault(question, []).append(place)
    return split


def _places(header: Sequence[str]) -> set[str]:
    """The columns of a place on the map, which comes as latitude and longitude together."""
    parts: dict[str, list[str]] = {}
    for heading in header:
        if match := _PLACE.fullmatch(heading):
            parts.setdefault(match["question"], []).append(heading)
    whole = [
        (question, headings)
        for question, headings in parts.items()
        if any("latitude" in heading.lower() for heading in headings)
        and any("longitude" in heading.lower() for heading in headings)
    ]
    found = {heading for _, headings in whole for heading in headings}
    return found | ({question for question, _ in whole} & set(header))


def _between(field: Field | None, labels: Mapping[str, str]) -> str:
    """What stands between several answers: a blank between names; a mark that no label holds between labels."""
    if field is None or field.type not in _SPACED:
        return ""
    if not labels:
        return " "
    return "; " if not any(";" in label for label in labels.values()) else " | "


def _by_heading(header: Sequence[str], form: Mapping[str, Field]) -> dict[str, Field]:
    """The field of each heading: by its path, by its path joined with `-`, or by its own name if that is only one's."""
    by_dashes = {path.replace("/", "-"): field for path, field in form.items()}
    by_name: dict[str, list[Field]] = {}
    for path, field in form.items():
        by_name.setdefault(path.rpartition("/")[2], []).append(field)
    known = {name: fields[0] for name, fields in by_name.items() if len(fields) == 1} | by_dashes | dict(form)
    return {heading: known[heading] for heading in header if heading in known}


def _kind(heading: str, field: Field | None) -> str:
    last = _last(heading).lower()
    if heading.lower() in _PARADATA or last in ("instanceid", "instancename"):
        return "paradata"
    if heading.lower() in _IDENTITY:
        return "identity"
    return _KINDS.get(field.type, "") if field else ""


def _words(columns: Sequence[Column]) -> dict[str, Callable[[str], str]]:
    """What puts the cells of a column into words: the labels of the form, and Yes and No for its options."""
    words: dict[str, Callable[[str], str]] = {}
    for column in columns:
        if column.part and column.says == "multiple":
            words[column.name] = looked_up(_CHOSEN)
        elif column.labels and column.separator:
            words[column.name] = _several(column.labels, column.separator)
        elif column.labels:
            words[column.name] = looked_up(column.labels)
    return words


def _several(labels: Mapping[str, str], separator: str) -> Callable[[str], str]:
    """The names in a cell, which blanks divide, as labels."""
    return lambda cell: separator.join(labels.get(code, code) for code in cell.split())


READER = _Odk()
