"""YAML changed only where its content changed: comments, order, quoting and line breaks elsewhere stay as they are.

A file is read as a tree of nodes that know where they stand in the text. What says the same as before keeps its
very characters; a mapping keeps the lines of each entry that stays, with the comment lines above it, which belong
to the entry below them; only what is new is written afresh.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from findings.setup.yamltext import entry_text, flow_text, item_text

_SCALARS = YAML(typ="safe", pure=True).constructor
"""Makes the value of a scalar; one for all, since making one takes longer than reading a file."""


def rewritten(text: str, content: Mapping[str, Any]) -> str:
    r"""The text of a YAML file so that it says `content`.

    Examples
    --------
    >>> print(rewritten("a: 1  # one\n# of b\nb: {c: 'x', d: z}\n", {"b": {"c": "x", "d": "new"}, "a": 1}), end="")
    # of b
    b: {c: 'x', d: new}
    a: 1  # one
    """
    root = YAML(typ="safe", pure=True).compose(text)
    if not isinstance(root, MappingNode):
        return "".join(entry_text(key, value, 0) for key, value in content.items())
    if not text.endswith("\n"):
        text += "\n"
    if _says(root, content):
        return text
    head = _line_start(text, root.value[0][0].start_mark.index) if root.value else len(text)
    # What stands above the first key at a blank line's distance, or speaks to editors, heads the file.
    head = _end_of_head(text, head)
    if root.flow_style:
        return text[:head] + "".join(entry_text(key, value, 0) for key, value in content.items())
    end = _line_end(text, _end(root, text))
    return text[:head] + _block_mapping(text, root, content, head, 0) + text[end:]


def _end_of_head(text: str, first: int) -> int:
    end = 0
    position = 0
    for line in text[:first].splitlines(keepends=True):
        position += len(line)
        if not line.strip() or line.startswith(("# yaml-language-server", "%", "---")):
            end = position
    return end


def _block_mapping(text: str, node: MappingNode, content: Mapping[str, Any], start: int, indent: int) -> str:
    """The entries of a block mapping, which begin at `start`, the start of a line."""
    lines: dict[str, tuple[int, Node, Node, int]] = {}
    at = start
    for key, value in node.value:
        end = _line_end(text, max(_end(value, text), key.end_mark.index))
        lines[str(key.value)] = (at, key, value, end)
        at = end
    parts = []
    for name, new in content.items():
        if name not in lines:
            parts.append(entry_text(name, new, indent))
            continue
        begin, key, value, end = lines[name]
        if _says(value, new):
            parts.append(text[begin:end])
        else:
            parts.append(text[begin : _line_start(text, key.start_mark.index)])
            parts.append(_entry(text, key, value, new, indent, end))
    return "".join(parts)


def _entry(text: str, key: Node, value: Node, new: Any, indent: int, end: int) -> str:
    """An entry whose value changed: its key as written, and of its value what stays."""
    written_key = text[_line_start(text, key.start_mark.index) : key.end_mark.index]
    tail = text[max(_end(value, text), key.end_mark.index) : end]
    if isinstance(value, MappingNode) and isinstance(new, Mapping) and new and value.value:
        if value.flow_style:
            head = text[key.end_mark.index : value.start_mark.index]
            inner = _flow_mapping(text, value, new)
            if "\n" not in inner and len(written_key + head + inner) <= 120:
                return f"{written_key}{head}{inner}{tail}"
        elif _starts_line(text, value):
            first = value.value[0][0].start_mark
            body = _line_end(text, key.end_mark.index)
            return written_key + text[key.end_mark.index : body] + _block_mapping(text, value, new, body, first.column)
    if isinstance(value, SequenceNode) and not value.flow_style and _is_list(new) and new and value.value:
        body = _line_end(text, key.end_mark.index)
        return written_key + text[key.end_mark.index : body] + _block_sequence(text, value, new, body)
    comment = tail if tail.strip().startswith("#") else "\n"
    quote = value.style if isinstance(value, ScalarNode) and value.style in ("'", '"') else ""
    fresh = entry_text(str(key.value), new, indent, written_key=written_key.strip(), quote=quote or "")
    return fresh[:-1] + comment if fresh.count("\n") == 1 else fresh


def _flow_mapping(text: str, node: MappingNode, content: Mapping[str, Any]) -> str:
    """A mapping in braces: what stays as written, what is new in the plainest way."""
    parts = []
    known = {str(key.value): (key, value) for key, value in node.value}
    for name, new in content.items():
        if name not in known:
            parts.append(flow_text({name: new})[1:-1])
            continue
        key, value = known[name]
        written_key = text[key.start_mark.index : key.end_mark.index]
        if _says(value, new):
            parts.append(f"{written_key}: {text[value.start_mark.index : value.end_mark.index]}")
        elif isinstance(value, MappingNode) and isinstance(new, Mapping) and new:
            parts.append(f"{written_key}: {_flow_mapping(text, value, new)}")
        else:
            quote = value.style if isinstance(value, ScalarNode) and value.style in ("'", '"') else ""
            parts.append(f"{written_key}: {flow_text(new, quote or '')}")
    return "{" + ", ".join(parts) + "}"


def _block_sequence(text: str, node: SequenceNode, content: Sequence[Any], start: int) -> str:
    """A list with an item a line: items that stay keep their lines and the comments above them."""
    lines: list[tuple[Node, str]] = []
    at = start
    for item in node.value:
        end = _line_end(text, _end(item, text))
        lines.append((item, text[at:end]))
        at = end
    indent = node.start_mark.column
    parts = []
    for new in content:
        found = next((n for n, (item, _) in enumerate(lines) if _says(item, new)), None)
        parts.append(item_text(new, indent) if found is None else lines.pop(found)[1])
    return "".join(parts)


def _says(node: Node, new: Any) -> bool:
    """Whether a node says exactly this, keys in this order."""
    if isinstance(node, MappingNode):
        return (
            isinstance(new, Mapping)
            and [str(key.value) for key, _ in node.value] == list(new)
            and all(_says(value, new[str(key.value)]) for key, value in node.value)
        )
    if isinstance(node, SequenceNode):
        return (
            _is_list(new)
            and len(node.value) == len(new)
            and all(_says(item, other) for item, other in zip(node.value, new, strict=True))
        )
    if isinstance(new, Mapping) or _is_list(new):
        return False
    old = _SCALARS.construct_object(node)
    return type(old) is type(new) and bool(old == new)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _end(node: Node, text: str) -> int:
    """Where what a node says ends; what the scanner calls the end of a block lies behind the comments after it."""
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        return start + len(text[start:end].rstrip())
    last = node.value[-1]
    if isinstance(node, MappingNode):
        key, value = last
        return max(_end(value, text), int(key.end_mark.index))
    return _end(last, text)


def _starts_line(text: str, node: MappingNode) -> bool:
    first = node.value[0][0].start_mark.index
    return not text[_line_start(text, first) : first].strip()


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    """The start of the next line."""
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1
