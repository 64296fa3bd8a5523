"""The markdown cells of a notebook: their headings, and their text as HTML or Typst.

Raw HTML and images are shown as the characters that they are written with; links go to the web, to a
mail address or within the report, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import mistune
from markupsafe import Markup, escape

_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
Token = Mapping[str, Any]


def _tokens(source: str) -> list[dict[str, Any]]:
    tokens, _ = mistune.create_markdown(renderer=None, hard_wrap=False).parse(source)
    assert not isinstance(tokens, str)  # a renderer of None gives tokens
    return tokens


def markdown_headings(source: str) -> list[tuple[int, str]]:
    r"""Level and plain text of the headings, in order.

    Examples
    --------
    >>> markdown_headings("# Who *answered*\n\ntext\n\n## Where")
    [(1, 'Who answered'), (2, 'Where')]
    """
    headings = (token for token in _tokens(source) if token["type"] == "heading")
    return [(token["attrs"]["level"], _plain(token)) for token in headings]


def _plain(token: Token) -> str:
    if token["type"] in ("softbreak", "linebreak"):
        return " "
    return str(token.get("raw", "")) + "".join(_plain(child) for child in token.get("children", ()))


def markdown_html(source: str, places: Sequence[Mapping[str, str]]) -> Markup:
    """Markdown as HTML; `places` are the number and anchor of each heading.

    Examples
    --------
    >>> print(markdown_html("a <b> & [c](javascript:x)", []))
    <p>a &lt;b&gt; &amp; c</p>
    """
    return Markup("\n").join(_html_block(token) for token in _numbered(source, places))


def _numbered(source: str, places: Sequence[Mapping[str, str]]) -> Iterator[Token]:
    """The blocks, each heading with its place."""
    left = iter(places)
    for token in _tokens(source):
        yield {**token, "place": next(left)} if token["type"] == "heading" else token


def _html_block(token: Token) -> Markup:
    kind = token["type"]
    if "place" in token:
        # The report's title is the page's only h1.
        tag = f"h{min(token['attrs']['level'] + 1, 6)}"
        place = token["place"]
        number = Markup('<span class="number-of" data-origin="numbering">{}</span> ').format(place["number"])
        return Markup('<{0} id="{1}">{2}{3}</{0}>').format(tag, place["anchor"], number, _html_inline(token))
    # A heading inside a quotation is no part of the report's own structure.
    if kind in ("paragraph", "heading"):
        return Markup("<p>{}</p>").format(_html_inline(token))
    if kind == "block_text":
        return _html_inline(token)
    if kind in ("list", "list_item", "block_quote"):
        ordered = kind == "list" and token["attrs"]["ordered"]
        tag = {"list": "ol" if ordered else "ul", "list_item": "li", "block_quote": "blockquote"}[kind]
        inside = Markup("").join(_html_block(child) for child in token["children"])
        return Markup("<{0}>{1}</{0}>").format(tag, inside)
    if kind == "thematic_break":
        return Markup("<hr>")
    return Markup("") if kind == "blank_line" else Markup("<pre><code>{}</code></pre>").format(_plain(token))


_HTML_TAGS = {"emphasis": "em", "strong": "strong", "codespan": "code"}


def _html_inline(token: Token) -> Markup:
    parts = []
    for child in token.get("children", ()):
        kind = child["type"]
        if kind in _HTML_TAGS:
            inside = _html_inline(child) if "children" in child else escape(child["raw"])
            parts.append(Markup("<{0}>{1}</{0}>").format(_HTML_TAGS[kind], inside))
        elif kind == "link" and _LINK.match(child["attrs"]["url"]):
            parts.append(
                Markup('<a href="{}" rel="noreferrer">{}</a>').format(child["attrs"]["url"], _html_inline(child))
            )
        elif kind == "link":
            parts.append(_html_inline(child))
        elif kind == "linebreak":
            parts.append(Markup("<br>"))
        else:
            parts.append(escape(_plain(child)))
    return Markup("").join(parts)


def markdown_typst(source: str, places: Sequence[Mapping[str, str]], literal: Callable[[str], str]) -> str:
    """Markdown as Typst code; `literal` writes text as a string literal.

    Examples
    --------
    >>> import json
    >>> markdown_typst("*a* #b", [], json.dumps)
    '#par({ emph({ "a" }); " #b" })'
    """
    return "\n\n".join("#" + block for token in _numbered(source, places) if (block := _typst_block(token, literal)))


def _typst_block(token: Token, literal: Callable[[str], str]) -> str:
    kind = token["type"]
    if "place" in token:
        place, level = token["place"], token["attrs"]["level"]
        number, anchor = literal(place["number"]), literal(place["anchor"])
        return f"numbered({level}, {number}, {anchor}, {_typst_inline(token, literal)})"
    # A heading inside a quotation is no part of the report's own structure.
    if kind in ("paragraph", "heading"):
        return f"par({_typst_inline(token, literal)})"
    if kind == "block_text":
        return _typst_inline(token, literal)
    if kind in ("list_item", "block_quote"):
        inside = "; ".join(block for child in token["children"] if (block := _typst_block(child, literal)))
        return f"{{ {inside} }}" if kind == "list_item" else f"quote(block: true, {{ {inside} }})"
    if kind == "list":
        name = "enum" if token["attrs"]["ordered"] else "list"
        return f"{name}({', '.join(_typst_block(child, literal) for child in token['children'])})"
    if kind == "thematic_break":
        return "line(length: 100%)"
    return "" if kind == "blank_line" else f"raw(block: true, {literal(_plain(token))})"


_TYPST_CALLS = {"emphasis": "emph", "strong": "strong"}


def _typst_inline(token: Token, literal: Callable[[str], str]) -> str:
    parts = []
    for child in token.get("children", ()):
        kind = child["type"]
        if kind in _TYPST_CALLS:
            parts.append(f"{_TYPST_CALLS[kind]}({_typst_inline(child, literal)})")
        elif kind == "codespan":
            parts.append(f"raw({literal(child['raw'])})")
        elif kind == "link":
            url, inside = child["attrs"]["url"], _typst_inline(child, literal)
            # A link within the report has no target of the same name in the PDF.
            outside = _LINK.match(url) and not url.startswith("#")
            parts.append(f"link({literal(url)}, {inside})" if outside else inside)
        elif kind == "linebreak":
            parts.append("linebreak()")
        else:
            parts.append(literal(_plain(child)))
    return f"{{ {'; '.join(parts)} }}" if parts else "[]"
