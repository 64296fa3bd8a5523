"""YAML read safely, with the place of every value, and every fault at once.

Only plain data come out (no tags, no anchors): a parameter file is untrusted. The document is read
as a tree of nodes, since a loader stops at the first duplicate key and forgets where values stood.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from findings.errors import Problem, is_unseen, written_out

PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
}
_TEXT = "tag:yaml.org,2002:str"
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlFile:
    """What a YAML file holds.

    Parameters
    ----------
    path
        The file, as it is named in messages.
    content
        Plain dicts, lists and scalars.
    places
        Line and column (both from 1) of the value at each path of keys.
    problems
        What was wrong with it as YAML.
    """

    path: str
    content: Any
    places: dict[KeyPath, tuple[int, int]]
    problems: tuple[Problem, ...] = ()

    def where(self, keys: KeyPath) -> str:
        """File, line, column and key of the value at `keys`, or of the nearest that exists above it."""
        known = keys
        while known and known not in self.places:
            known = known[:-1]
        line, column = self.places.get(known, (1, 1))
        name = ".".join(str(key) for key in keys)
        return f"{self.path}, line {line}, column {column}" + (f" ({name})" if name else "")


def read_yaml(path: Path, shown_as: str) -> YamlFile:
    """Read a file; its faults are returned, not raised.

    Parameters
    ----------
    path
        The file to read.
    shown_as
        How messages name it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        near = path.with_suffix(".yml")
        do = f"Rename {near.name} to {path.name}." if near.exists() else "Create it, or check the folder's name."
        return _failed(shown_as, Problem(shown_as, "the file is missing", do=do))
    except UnicodeDecodeError as error:
        return _failed(
            shown_as,
            Problem(shown_as, "the file is not UTF-8", f"byte {error.start}", "UTF-8", "Save it as UTF-8."),
        )
    return parse_yaml(text, shown_as)


@functools.lru_cache(maxsize=8)
def parse_yaml(text: str, shown_as: str) -> YamlFile:
    r"""Read YAML from a text; its faults are returned, not raised.

    Examples
    --------
    >>> file = parse_yaml("a: 1\nb: {c: two}\na: 3\n", "x.yaml")
    >>> file.content, file.where(("b", "c"))
    ({'a': 1, 'b': {'c': 'two'}}, 'x.yaml, line 2, column 8 (b.c)')
    >>> print(file.problems[0])
    x.yaml, line 3, column 1 (a): a key is given twice
      found:   'a' on lines 1 and 3
      do:      Keep one of them.
    """
    yaml = YAML(typ="safe", pure=True)
    try:
        # '&' begins an anchor: without this, `label: &c and so on` would lose its first word in silence. Reading a
        # text as events takes as long as reading it, so it is done only where there can be one.
        events = YAML(typ="safe", pure=True).parse(text) if "&" in text or "*" in text else ()
        aliases = [event for event in events if isinstance(event, AliasEvent) or _anchor(event)]
        root = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{shown_as}, line {mark.line + 1}, column {mark.column + 1}" if mark else shown_as
        what = f"this is not YAML: {error.problem or error.context}"
        tab = "'\\t'" in what
        do = "Use spaces, not tabs." if tab else "Check indentation, colons and quotation marks here and just above."
        return _failed(shown_as, Problem(place, what, do=do))
    except RecursionError:
        return _failed(shown_as, Problem(shown_as, "lists or keys that are nested too deeply", do="Write it flatter."))
    except YAMLError as error:
        what = f"this is not YAML: {str(error).splitlines()[0]}"
        return _failed(shown_as, Problem(shown_as, what, do="Save it again as plain text in UTF-8."))
    if aliases:
        mark = aliases[0].start_mark
        place = f"{shown_as}, line {mark.line + 1}, column {mark.column + 1}"
        return _failed(
            shown_as,
            Problem(
                place,
                "anchors and aliases are not read",
                do="Write the value out; put quotes around a text that begins with & or *.",
            ),
        )
    if root is None or root.tag == "tag:yaml.org,2002:null":
        return _failed(shown_as, Problem(shown_as, "the file is empty", do="Fill it, or take it away."))
    if not isinstance(root, MappingNode):
        place = f"{shown_as}, line {root.start_mark.line + 1}, column {root.start_mark.column + 1}"
        what = "the file does not begin with a key"
        return _failed(
            shown_as, Problem(place, what, do="Write keys with values, for example 'title: My consultation'.")
        )
    places: dict[KeyPath, tuple[int, int]] = {}
    problems: list[Problem] = []
    content = _plain(root, (), shown_as, places, problems, yaml.constructor.construct_object)
    return YamlFile(shown_as, content, places, tuple(problems))


def _anchor(event: object) -> str:
    return getattr(event, "anchor", None) or ""


def _failed(shown_as: str, problem: Problem) -> YamlFile:
    return YamlFile(shown_as, None, {}, (problem,))


def _plain(
    node: Node,
    keys: KeyPath,
    shown_as: str,
    places: dict[KeyPath, tuple[int, int]],
    problems: list[Problem],
    construct: Callable[[Node], Any],
) -> Any:
    """The plain value of a node; notes its place and its faults on the way."""
    places[keys] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if node.tag not in PLAIN_TAGS:
        place = YamlFile(shown_as, None, places).where(keys)
        problems.append(Problem(place, "tags are not read", str(node.tag), do="Write a plain value."))
        return None
    if isinstance(node, MappingNode):
        result: dict[Any, Any] = {}
        lines: dict[Any, int] = {}
        for key, key_node, value_node in _entries(node):
            line = key_node.start_mark.line + 1
            place = f"{shown_as}, line {line}, column {key_node.start_mark.column + 1}"
            if not isinstance(key_node, ScalarNode):
                problems.append(Problem(place, "a key that is not a text", do="Write a word before the colon."))
                continue
            if key in lines:
                name = ".".join(str(part) for part in (*keys, key))
                place += f" ({name})"
                problems.append(
                    Problem(
                        place,
                        "a key is given twice",
                        f"'{key}' on lines {lines[key]} and {line}",
                        do="Keep one of them.",
                    )
                )
                continue
            lines[key] = line
            result[key] = _plain(value_node, (*keys, key), shown_as, places, problems, construct)
            if value_node.start_mark.index == value_node.end_mark.index:
                # Where nothing is written, the mark stands at what follows.
                places[(*keys, key)] = (line, key_node.start_mark.column + 1)
        return result
    if isinstance(node, SequenceNode):
        return [_plain(item, (*keys, n), shown_as, places, problems, construct) for n, item in enumerate(node.value)]
    # A node of a plain tag that is neither a mapping nor a sequence is a scalar.
    if any(is_unseen(character) for character in str(node.value)):
        place = YamlFile(shown_as, None, places).where(keys)
        found = written_out(str(node.value))[:80]
        problems.append(Problem(place, "a character that steers and is not shown", found, do="Take it out."))
        return None
    if node.tag == _TEXT:
        return node.value
    try:
        return construct(node)
    except ValueError:
        # It looks like a date or a number and is none: 2022-02-30.
        place = YamlFile(shown_as, None, places).where(keys)
        kind = "date" if node.tag.endswith("timestamp") else "number"
        do = f'Correct it, or put it in quotes if it is a text: "{node.value}".'
        problems.append(Problem(place, f"this looks like a {kind} and is none", str(node.value), do=do))
        return node.value


def _entries(node: MappingNode) -> Iterator[tuple[str, Node, Node]]:
    for key_node, value_node in node.value:
        yield str(key_node.value), key_node, value_node
