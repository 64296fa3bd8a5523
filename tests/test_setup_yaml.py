"""YAML changed only where its content changed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from findings.consultation.yamlfile import parse_yaml
from findings.setup.yamledit import rewritten

PARAMS = Path(__file__).resolve().parents[1] / "params"
FILES = sorted(PARAMS.glob("scotland-*/[cq]*.yaml"))

TEXT = """\
# yaml-language-server: $schema=x.json
# About the file.

# Of a.
a: 'one'   # beside a
# Of b.
b:
  # Of c.
  c: "two"
  d: >-
    a folded
    text
  # After d, of e.
  e: [x, "y z"]

# Of f.
f:
  - first   # beside first
  # Of second.
  - second
g: {h: {i: 1, j: 'k'}, l: m}
"""


def read(text: str) -> Any:
    """By another reader than the one under test uses to look for places."""
    return YAML(typ="safe").load(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_says_the_same_keeps_its_bytes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert rewritten(text, parse_yaml(text, "x").content) == text
    assert len(FILES) == 4


def test_a_change_touches_its_own_line_only() -> None:
    new = read(TEXT)
    new["b"]["c"] = "three"
    new["g"]["h"]["j"] = "n"
    assert rewritten(TEXT, new) == TEXT.replace('"two"', '"three"').replace("'k'", "'n'")


def test_entries_move_with_the_comments_above_them() -> None:
    new = read(TEXT)
    new = {"f": ["second", "third"], "a": new["a"], "b": {"e": new["b"]["e"], "c": "two"}, "g": new["g"]}
    assert (
        rewritten(TEXT, new)
        == """\
# yaml-language-server: $schema=x.json
# About the file.


# Of f.
f:
  # Of second.
  - second
  - third
# Of a.
a: 'one'   # beside a
# Of b.
b:
  # After d, of e.
  e: [x, "y z"]
  # Of c.
  c: "two"
g: {h: {i: 1, j: 'k'}, l: m}
"""
    )


def test_what_is_new_is_written_plainly() -> None:
    new = {"a": "one", "new": {"kind": "open", "options": {"yes": {"label": "=SUM(A1)", "also": ["No", "a: b"]}}}}
    text = rewritten("a: one\n", new)
    expected = 'a: one\nnew:\n  kind: open\n  options:\n    "yes": {label: "=SUM(A1)", also: ["No", "a: b"]}\n'
    assert text == expected
    assert read(text) == new


SCALARS = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
    st.sampled_from(
        ["yes", "no", "2016", "1.5", "a: b", "# c", " x ", "- d", "", "null", "a\nb", "x" * 130, "w " * 70]
    ),
    st.booleans(),
    st.integers(0, 99),
    st.dates(),
)
KEYS = st.sampled_from(["a", "b", "c", "q_1", "yes", "Email address", "x: y"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)
CONTENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(old=CONTENTS, new=CONTENTS, flow=st.sampled_from([False, None]), data=st.data())
def test_any_content_can_become_any_other(
    old: dict[str, Any], new: dict[str, Any], flow: bool | None, data: st.DataObject
) -> None:
    import io

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = flow
    yaml.width = 60
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    buffer = io.StringIO()
    yaml.dump(old, buffer)
    text = buffer.getvalue()
    target = copy.deepcopy(old)
    for key in data.draw(st.lists(st.sampled_from(sorted(old)), max_size=2)):
        target.pop(key, None)
    target |= new
    assert rewritten(text, read(text)).rstrip() == text.rstrip()
    result = rewritten(text, target)
    back = parse_yaml(result, "x")
    assert back.content == target
    assert list(back.content) == list(target)
    # A second time there is nothing left to change.
    assert rewritten(result, target) == result
