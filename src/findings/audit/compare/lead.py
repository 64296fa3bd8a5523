"""What matters most of a comparison, in a few sentences: the beginning of a good memorandum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from findings.audit.compare.changes import Kind
from findings.audit.compare.comparison import Comparison, Found, by_size
from findings.audit.compare.inputs import Factor, Inputs
from findings.audit.compare.naming import label_of_found

_THE = {
    Factor.EDITION: "the edition",
    Factor.DATA: "the data",
    Factor.CODINGS: "the codings",
    Factor.PARAMETERS: "the parameters",
    Factor.CODE: "the code",
    Factor.LOCK: "the lock file",
    Factor.PYTHON: "Python",
}
assert set(_THE) == set(Factor)
_OTHER = {Factor.EDITION: "another", Factor.LOCK: "another", Factor.PYTHON: "another version of"}
_KINDS = {
    Kind.CHANGED: "changed",
    Kind.NEW: "new",
    Kind.GONE: "gone",
    Kind.HIDDEN: "now hidden",
    Kind.SHOWN: "now shown",
    Kind.REDEFINED: "the same number made otherwise",
}
assert set(_KINDS) == set(Kind)


def first_sentence(comparison: Comparison) -> str:
    """What differs between the runs, how many cells that made others, and because of what."""
    if not comparison.inputs.factors and not comparison.found and comparison.inputs.commentary:
        return f"What people wrote changed, and nothing else: {_all(comparison.cells)} the same."
    if not comparison.inputs.factors and not comparison.found:
        return (
            f"Nothing changed: both runs have the same {_listed(_same(comparison.inputs))}, and "
            f"{_all(comparison.cells)} the same."
        )
    return f"The second run has {_others(comparison.inputs)}: {_how_many(comparison)}."


def headline(comparison: Comparison) -> Iterator[str]:
    """The sentences after the first: what kind of change, the largest ones, and what must be known with them."""
    inputs, found = comparison.inputs, comparison.found
    if comparison.strangers:
        names = f"{comparison.first.consultation} and {comparison.second.consultation}"
        many = len(comparison.tables)
        tables = (
            "the 1 table that both have by name was"
            if many == 1
            else f"the {many:,} tables that both have by name were"
        )
        yield (
            f"These are runs of two consultations, {names}: only {tables} compared, no cause "
            "was looked for, and whether they ask the same is for you to judge."
        )
    if comparison.first.made_up != comparison.second.made_up:
        which = "first" if comparison.first.made_up else "second"
        yield (
            f"The {which} run is a rehearsal with made-up data and the other is not: no difference between them is a "
            "finding."
        )
    if comparison.revealed:
        yield "WARNING: the two releases together say what must not be known; see below."
    kinds = Counter(one.change.kind for one in found)
    if len(kinds) > 1:
        yield "Of these, " + _listed([f"{kinds[kind]:,} {_KINDS[kind]}" for kind in Kind if kinds[kind]]) + "."
    yield from _largest(comparison)
    if Factor.DATA not in inputs.factors and inputs.source.comparable and not inputs.source.same:
        read = "the editions count other responses of it" if Factor.EDITION in inputs.factors else "was read otherwise"
        yield f"The file of data is the same, but {read} ({_data(inputs)})."
    blamed = any(Factor.PARAMETERS in group for one in found for group in one.cause.factors)
    if Factor.PARAMETERS in inputs.factors and not comparison.strangers and not blamed:
        yield "No number changed because of the parameters."
    if (inputs.factors or inputs.commentary) and not found and inputs.outputs:
        yield f"No cell differs, but {_files(inputs)}."


def _others(inputs: Inputs) -> str:
    details = {
        Factor.EDITION: f"{inputs.editions[0]} before, {inputs.editions[1]} now",
        Factor.DATA: _data(inputs),
        Factor.CODINGS: _number(len(inputs.codings), "file"),
        Factor.PARAMETERS: _number(len(inputs.parameters), "value"),
        Factor.CODE: _notebooks(inputs),
        Factor.LOCK: _number(len(inputs.packages), "package") if inputs.packages else "with the same packages",
        Factor.PYTHON: f"{inputs.python[0]} before, {inputs.python[1]} now",
    }
    others = [
        f"{_OTHER.get(factor, 'other')} {factor}{f' ({details[factor]})' if details[factor] else ''}"
        for factor in inputs.factors
    ]
    same = _same(inputs)
    if not others:
        return f"the same {_listed(same)}"
    return _listed(others) + (f", with the same {_listed(same)}" if same else "")


def _same(inputs: Inputs) -> list[str]:
    """What is the same in both runs; codings only where there are any. That the edition is goes without saying."""
    unsaid = {Factor.EDITION} if inputs.has_codings else {Factor.EDITION, Factor.CODINGS}
    there = [factor for factor in Factor if factor not in unsaid]
    return [str(factor) for factor in there if factor not in inputs.factors]


def _how_many(comparison: Comparison) -> str:
    found = comparison.found
    if not found:
        return f"{_all(comparison.cells)} the same"
    many = f"{len(found):,} of {comparison.cells:,} cells {'differs' if len(found) == 1 else 'differ'}"
    if comparison.strangers:
        return many
    causes = Counter(one.cause.name for one in found)
    if len(causes) == 1:
        return f"{many}, {'all ' if len(found) > 1 else ''}{_because(found[0])}"
    named = {one.cause.name: _because(one) for one in found}
    ordered = sorted(causes, key=lambda name: (-causes[name], name))
    return f"{many}, " + _listed([f"{causes[name]:,} {named[name]}" for name in ordered])


def _because(found: Found) -> str:
    factors = found.cause.factors
    if not factors:
        return "for a reason that the runs do not record"
    groups = [" or ".join(_THE[factor] for factor in group) for group in factors]
    if len(groups) == 1:
        sure = "" if len(factors[0]) == 1 else " (which of them cannot be told)"
        return f"because of {groups[0]}{sure}"
    return "because of " + " and ".join(f"({text})" if " or " in text else text for text in groups) + " together"


def _largest(comparison: Comparison) -> Iterator[str]:
    """The largest steps: first of everybody, since among few in a group any percentage jumps; then of a group."""
    sized = sorted((one for one in comparison.found if one.size and one.change.kind is Kind.CHANGED), key=by_size)
    percentages = [one for one in sized if one.change.any_cell.unit != "responses"]
    for which, chosen in (
        ("in percentages of everybody", [one for one in percentages if not one.change.any_cell.breakdown]),
        ("in percentages of a group", [one for one in percentages if one.change.any_cell.breakdown]),
        ("in counts", [one for one in sized if one.change.any_cell.unit == "responses"]),
    ):
        if chosen:
            change = chosen[0].change
            steps = f"from {chosen[0].first} to {chosen[0].second}, {change.size_text}{_bases(chosen[0], comparison)}"
            yield f"The largest change {which}: {label_of_found(chosen[0], comparison)}, {steps} ({change.cell})."


def _bases(found: Found, comparison: Comparison) -> str:
    """Of how many responses the percentages are, where both runs show it."""
    texts = []
    for cell, side in ((found.change.first, comparison.first), (found.change.second, comparison.second)):
        base = side.cells.get(cell.base_cell) if cell is not None and cell.base_cell else None
        if base is None or not base.visible or not base.value:
            return ""
        texts.append(base.text)
    if texts[0] == texts[1]:
        return f"; of {texts[0]} responses both times"
    return f"; of {texts[0]} responses before and {texts[1]} now"


def _data(inputs: Inputs) -> str:
    source = inputs.source
    if not source.comparable:
        return "a tally on one side and responses on the other"
    if source.tally:
        questions = len(source.moved_counts)
        return f"the counts of {_number(questions, 'question')}" if questions else "the counts are the same"
    parts = []
    if source.added:
        parts.append(f"{_number(source.added, 'response')} more")
    if source.gone:
        parts.append(f"{_number(source.gone, 'response')} gone")
    if source.changed:
        parts.append(f"{_number(source.changed, 'response')} with other answers")
    return ", ".join(parts) or "the analysed responses are the same"


def _notebooks(inputs: Inputs) -> str:
    # Another edition has other chapters, which is no other code.
    same_edition = inputs.editions[0] == inputs.editions[1]
    names = [name for name, how in inputs.notebooks if same_edition or how == "changed"]
    if not names:
        return ""
    return f"with other notebooks: {', '.join(names[:3])}" + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _files(inputs: Inputs) -> str:
    names = [name for name, _ in inputs.outputs]
    if len(names) > 3:
        return f"{names[0]} and {len(names) - 1:,} other files do"
    return f"{_listed(names)} {'does' if len(names) == 1 else 'do'}"


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _all(cells: int) -> str:
    return "the 1 cell is" if cells == 1 else f"all {cells:,} cells are"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
