"""Faults planted in a finished page: each kind a small function, its place drawn by a seeded generator.

A kind takes a `Target` and gives the changed page, or None where the page has no place for it. The kinds were written
after the check was frozen (`docs/decisions/0022-words-for-shares.md`).
"""

from __future__ import annotations

import importlib
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote

from findings.evidence.cell import Cell
from findings.evidence.store import Evidence

NUMBER = re.compile(r'<(a|span)\b[^>]*\bdata-cell="([^"]+)"[^>]*>([^<]+)</\1>')
SHAPE = re.compile(r'<rect\b[^>]*\bdata-mark="length"[^>]*?/?>')
DRAWN_TEXT = re.compile(r'<text\b[^>]*\bdata-cell="([^"]+)"[^>]*>([^<]+)</text>')
DRAWN_LABEL = re.compile(r'<text\b[^>]*\bdata-origin="label"[^>]*>([^<]+)</text>')
ROW = re.compile(r'<tr\b[^>]*><th scope="row">(.*?)</th>(.*?)</tr>', re.S)
PARAGRAPH_END = re.compile(r"(?<=\.)</p>")


@dataclass(frozen=True)
class Target:
    """A page, the store behind it, and where chance comes from."""

    html: str
    evidence: Evidence
    rng: random.Random

    @property
    def start(self) -> int:
        """Where the report itself begins."""
        return self.html.index("<main")

    def one(self, pattern: re.Pattern[str], fits: Callable[[re.Match[str]], bool] = bool) -> re.Match[str] | None:
        """A match of a pattern in the report that fits, drawn by chance."""
        found = [match for match in pattern.finditer(self.html, self.start) if fits(match)]
        return self.rng.choice(found) if found else None

    def replaced(self, match: re.Match[str], text: str) -> str:
        """The page with something else in place of a match."""
        return self.html[: match.start()] + text + self.html[match.end() :]

    def cell(self, match: re.Match[str], group: int = 2) -> Cell | None:
        """The cell that a number is of."""
        return self.evidence.cells.get(unescape(match[group]))


Kind = Callable[[Target], "str | None"]
KINDS: list[Kind] = []


def kind(function: Kind) -> Kind:
    """Put a kind on the list."""
    KINDS.append(function)
    return function


def with_text(match: re.Match[str], text: str) -> str:
    """A number's element with another text."""
    return match[0].replace(f">{match[3]}<", f">{text}<")


def with_cell(match: re.Match[str], ref: str, text: str) -> str:
    """A number's element turned into that of another cell."""
    turned = match[0].replace(f'data-cell="{match[2]}"', f'data-cell="{escape(ref)}"')
    turned = re.sub(r'href="#[^"]*"', f'href="#{quote(ref, safe="")}"', turned)
    return turned.replace(f">{match[3]}<", f">{escape(text)}<")


def other_number(text: str) -> str:
    """A number close to another."""
    figures = re.search(r"\d+", text)
    assert figures
    return text.replace(figures[0], str(int(figures[0]) + 1), 1)


def is_number(match: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"-?[\d,]+%?", match[3]))


def sentence(target: Target, text: str) -> str | None:
    """A sentence typed at the end of a paragraph."""
    match = target.one(PARAGRAPH_END)
    return target.replaced(match, f" {text}</p>") if match else None


def swapped(target: Target, first: re.Match[str], second: re.Match[str], group: int = 0) -> str:
    """The page with two matches in each other's place."""
    html = target.html
    return (
        html[: first.start(group)]
        + second[group]
        + html[first.end(group) : second.start(group)]
        + first[group]
        + html[second.end(group) :]
    )


def planted(html: str, evidence: Evidence, fault: Kind, seed: int) -> str | None:
    """The page with a fault of a kind, or None where it has no place for it."""
    changed = fault(Target(html, evidence, random.Random(f"{fault.__name__} {seed}")))
    return None if changed == html else changed


def every_kind() -> list[Kind]:
    """All kinds, in the order of their files."""
    for name in (
        "faults_unbound",
        "faults_numbers",
        "faults_names",
        "faults_charts",
        "faults_hidden",
        "faults_hidden_ways",
    ):
        importlib.import_module(name)
    return list(KINDS)
