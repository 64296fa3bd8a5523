"""Parts of a question that every kind may have, as `questionnaire.yaml` says them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from findings.audit.recount.question import BASE_KINDS
from findings.audit.recount.yamlfile import Faults, Node


def nets_of(
    where: str, nets: Mapping[str, Node], options: Collection[str], faults: Faults
) -> dict[str, tuple[str, ...]]:
    """`net_<name>` -> its options."""
    parts = {f"net_{net}": spec.names("of", faults) for net, spec in nets.items()}
    for net, of in parts.items():
        known_names(f"{where}, {net}", "option", of, options, faults)
    return parts


def base_kind(node: Node, default: str, faults: Faults) -> str:
    """Of whom percentages are taken, as the question says or as questions of its kind do."""
    kind = node.text("base", default)
    if kind not in BASE_KINDS:
        faults.add(f"{node.place}.base", "an unknown kind of base", kind, ", ".join(BASE_KINDS))
        return default
    return kind


def asked_of(node: Node, faults: Faults) -> dict[str, tuple[str, ...]]:
    """After which answers to which other questions a question is asked."""
    asked = node.child("asked_if")
    return {other: asked.names(other, faults) for other in asked.own_keys}


def known_names(where: str, what: str, names: Sequence[str], known: Collection[str], faults: Faults) -> None:
    """Note names that are none of those that there are."""
    for name in names:
        if name not in known:
            faults.add(where, f"an unknown {what}", name, ", ".join(known))
