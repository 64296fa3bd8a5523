"""What options, scales, nets and names must keep: one rule, one function.

Each rule takes the questionnaire and yields its faults.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from findings.consultation.fault import Fault
from findings.consultation.faults import closest
from findings.consultation.model import Net, Option, Questionnaire, Stance
from findings.consultation.names import as_compared, name_fault
from findings.consultation.yamlfile import KeyPath


def names_follow_the_grammar(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Names of questions, options, nets, sections, breakdowns and groups are names, and not reserved."""
    for keys in _named(questionnaire):
        fault = _fault_of(str(keys[-1]), questionnaire.matrices if keys[0] == "questions" and len(keys) == 2 else ())
        if fault:
            yield Fault(keys, fault, str(keys[-1]), do="Choose another name; what readers see is its label.")


def _fault_of(name: str, matrices: Collection[str]) -> str:
    """Why a name cannot be used; a row of a matrix may be called by both, `q5.transport`."""
    matrix, _, item = name.partition(".")
    return name_fault(item) if matrix in matrices and item else name_fault(name)


def options_or_scale(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A question has options of its own or a shared scale that exists."""
    for name, question in questionnaire.questions.items():
        keys: KeyPath = ("questions", name)
        if question.code_list:
            # Told where lists are written out (`findings.consultation.expansion`).
            continue
        if question.scale and question.scale not in questionnaire.scales:
            scales = list(questionnaire.scales)
            yield Fault(
                (*keys, "scale"),
                "an unknown scale",
                question.scale,
                ", ".join(scales),
                closest(question.scale, scales) or "Describe it under 'scales'.",
            )
        elif bool(question.scale) == bool(question.options):
            yield Fault(
                keys,
                "a question has either 'options' or 'scale'",
                "both" if question.scale else "neither",
                do="Take one of them out." if question.scale else "Add 'options:', or 'scale:' with a scale's name.",
            )
        elif not question.scale and len(question.options) < 2:
            yield Fault(
                (*keys, "options"),
                "a question has at least two options",
                str(len(question.options)),
                do="Add the other options.",
            )


def nets_count_options(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A net counts options that exist, each once."""
    for keys, nets, options in declared_options(questionnaire):
        for name, net in nets.items():
            for option in net.of:
                if option not in options:
                    yield Fault(
                        (*keys, "nets", name, "of"),
                        "a net of an unknown option",
                        option,
                        ", ".join(options),
                        closest(option, list(options)),
                    )
            if len(set(net.of)) < len(net.of):
                yield Fault(
                    (*keys, "nets", name, "of"), "a net counts an option twice", ", ".join(net.of), do="Name it once."
                )


def support_is_one_cell(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Support, and opposition, is one option or one net: the decision evidence needs one number."""
    for keys, nets, options in declared_options(questionnaire):
        for stance in (Stance.SUPPORT, Stance.OPPOSE):
            taking = [name for name, option in options.items() if option.stance is stance]
            netted = [name for name, net in nets.items() if net.stance is stance]
            if len(netted) > 1:
                yield Fault(
                    (*keys, "nets"),
                    f"more than one net has the stance '{stance}'",
                    ", ".join(netted),
                    do="Leave the stance with the net that measures it best.",
                )
            elif len(taking) > 1 and not netted:
                yield Fault(
                    keys,
                    f"several options have the stance '{stance}' and no net counts them together",
                    ", ".join(taking),
                    do=f"Add a net of them with 'stance: {stance}'.",
                )


def labels_differ(questionnaire: Questionnaire) -> Iterator[Fault]:
    """No two options of a question can be mistaken for each other, in print or in the data."""
    for keys, _, options in declared_options(questionnaire):
        owners: dict[str, str] = {}
        for name, option in options.items():
            for text in dict.fromkeys(as_compared(text) for text in (name, option.label, *option.also)):
                if owners.setdefault(text, name) != name:
                    yield Fault(
                        (*keys, "options", name),
                        "two options that are written alike",
                        text,
                        do=f"Change the label or 'also' of '{owners[text]}' or '{name}'.",
                    )


def declared_options(questionnaire: Questionnaire) -> Iterator[tuple[KeyPath, dict[str, Net], dict[str, Option]]]:
    """Where options are declared, with their nets: shared scales, and questions with options or nets of their own."""
    for name, scale in questionnaire.scales.items():
        yield ("scales", name), scale.nets, scale.options
    for name, question in questionnaire.questions.items():
        if question.options:
            yield ("questions", name), question.nets, question.options
        elif question.nets and question.scale in questionnaire.scales:
            shared = questionnaire.scales[question.scale]
            yield ("questions", name), {**shared.nets, **question.nets}, shared.options


def _named(questionnaire: Questionnaire) -> Iterator[KeyPath]:
    for kind in ("scales", "questions", "sections", "breakdowns"):
        for name in getattr(questionnaire, kind):
            yield (kind, name)
    for keys, nets, options in declared_options(questionnaire):
        yield from ((*keys, "options", name) for name in options)
        # A net's own name gets its prefix from us.
        yield from ((*keys, "nets", name) for name in nets)
    for name, breakdown in questionnaire.breakdowns.items():
        yield from (("breakdowns", name, "groups", group) for group in breakdown.groups)
