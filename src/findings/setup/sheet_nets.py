"""Sheet 'Nets': answers that are counted together."""

from __future__ import annotations

from findings.setup.content import Content, Data, new_name, option_named, set_or_drop
from findings.setup.sheet_answers import STANCES
from findings.setup.table import KEEP, REMOVE, Cells, Column, Edits, Filled, Notes, Table, apart, together

SHEET = "Nets"


def table(content: Content) -> Table:
    """The sheet, from what the files say."""
    rows: list[Cells] = []
    for of, owner in _owners(content).items():
        options = _options(content, of)
        for name, net in (owner.get("nets") or {}).items():
            counts = [str((options.get(option) or {}).get("label", option)) for option in net.get("of") or ()]
            rows.append(
                {
                    "of": of,
                    "name": name,
                    "label": str(net.get("label", "")),
                    "counts": together(counts),
                    "stance": str(net.get("stance") or ""),
                    "use": KEEP,
                }
            )
    columns = (
        Column("of", 22, edit=False, choices=tuple(_owners(content)), help="The question or the scale."),
        Column("name", 20, edit=False, help="Leave it empty in a new row."),
        Column("label", 36, help="As the report prints it, for example 'Agree (net)'."),
        Column("counts", 60, help="The labels of the answers that it counts, divided by |"),
        Column("stance", 11, choices=STANCES, closed=True, help="Where it is the measure of support or opposition."),
        Column("use", 9, choices=(KEEP, REMOVE), closed=True),
    )
    return Table(SHEET, columns, ("of", "name"), tuple(rows))


def apply(content: Content, edits: Edits, notes: Notes) -> None:
    """Put the changes of the sheet into the files."""
    for edited in edits.edited:
        of, name = edited.key
        nets = _owners(content).get(of, {}).get("nets") or {}
        if edited.cells.get("use") == REMOVE:
            if nets.pop(name, None) is not None:
                set_or_drop(_owners(content)[of], "nets", nets)
                notes.changes.append(f"{of}: the net '{name}' is taken out")
        elif name in nets:
            _fill(content, of, nets[name], edited.row, edited.cells, notes)
            notes.changes.append(f"{of}: the net '{name}' is changed")
    for row in edits.added:
        of = row.cells["of"]
        owner = _owners(content).get(of)
        if owner is None:
            do = "Copy it from a row of sheet 'Answers'."
            notes.problem(row.at("of"), "no question or scale of this name is counted", of, _owners(content), do)
            continue
        if not row.cells["label"] or not row.cells["counts"]:
            missing = "counts" if row.cells["label"] else "label"
            notes.problem(row.at(missing), "a new net without this", do="Fill it in, or empty the row.")
            continue
        nets = owner.get("nets") or {}
        # The row of a workbook that is read a second time says what is there already.
        same = [name for name, net in nets.items() if net.get("label") == row.cells["label"]]
        net: Data = nets[same[0]] if same else {}
        _fill(content, of, net, row, {key: row.cells[key] for key in ("label", "counts", "stance")}, notes)
        name = same[0] if same else row.cells["name"] or new_name(row.cells["label"], nets, "answers")
        owner["nets"] = {**nets, name: net}
        notes.changes.append(f"{of}: a new net '{row.cells['label']}'")


def _fill(content: Content, of: str, net: Data, row: Filled, cells: Cells, notes: Notes) -> None:
    if "label" in cells:
        net["label"] = cells["label"]
    if "counts" in cells:
        options = _options(content, of)
        found = [(text, option_named(options, text)) for text in apart(cells["counts"])]
        labels = [str(option["label"]) for option in options.values()]
        for text in [text for text, name in found if not name]:
            notes.problem(row.at("counts"), f"no answer of {of} has this label", text, labels, "Correct it.")
        names = list(dict.fromkeys(name for _, name in found if name))
        if len(names) < 2 and all(name for _, name in found):
            do = "Name another answer, or write 'remove' in 'use'."
            notes.problem(row.at("counts"), "a net counts two answers or more", cells["counts"], labels, do)
        net["of"] = names
    if "stance" in cells:
        if cells["stance"] and cells["stance"] not in STANCES:
            do = "Choose one from the list, or leave it empty."
            notes.problem(row.at("stance"), "not a stance", cells["stance"], STANCES, do)
        else:
            set_or_drop(net, "stance", cells["stance"])


def _owners(content: Content) -> dict[str, Data]:
    scales = {f"scale {name}": scale for name, scale in content.scales.items()}
    several = {name: own for name, own in content.also_asked.items() if own.get("kind") == "multiple"}
    return {**scales, **{f"question {name}": own for name, own in (*content.questions.items(), *several.items())}}


def _options(content: Content, of: str) -> Data:
    kind, _, name = of.partition(" ")
    return content.scales[name].get("options") or {} if kind == "scale" else content.options_of(name)
