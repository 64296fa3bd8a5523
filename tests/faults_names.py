"""Planted faults: words for shares, and names."""

from __future__ import annotations

import itertools
import re

from page_faults import NUMBER, ROW, Target, kind, swapped

PHRASES = re.compile(
    r'<a\b[^>]*data-cell="([^"]+)"[^>]*>((?:[Aa]round|[Aa]|[Mm]ost|[Nn]early|[Aa]ll|[Nn]one)\b[^<]*)</a>'
)


@kind
def a_word_too_strong(target: Target) -> str | None:
    match = target.one(PHRASES, lambda match: not re.search("nearly all|most|^all", match[2], re.I))
    return target.replaced(match, match[0].replace(f">{match[2]}<", ">Nearly all<")) if match else None


@kind
def a_word_too_weak(target: Target) -> str | None:
    match = target.one(PHRASES, lambda match: not re.search("a few|none", match[2], re.I))
    return target.replaced(match, match[0].replace(f">{match[2]}<", ">A few<")) if match else None


@kind
def a_word_that_is_true_and_says_less(target: Target) -> str | None:
    match = target.one(PHRASES, lambda match: match[2].casefold() in ("most", "nearly all", "around two thirds"))
    return target.replaced(match, match[0].replace(f">{match[2]}<", ">A majority<")) if match else None


@kind
def a_word_of_no_scale(target: Target) -> str | None:
    match = target.one(PHRASES)
    return target.replaced(match, match[0].replace(f">{match[2]}<", ">A good part<")) if match else None


@kind
def a_word_without_its_base(target: Target) -> str | None:
    match = target.one(re.compile(PHRASES.pattern + r" of (?:those who answered|all respondents)"))
    return target.replaced(match, match[0].rpartition("</a>")[0] + "</a>") if match else None


@kind
def a_word_with_another_base(target: Target) -> str | None:
    match = target.one(re.compile(PHRASES.pattern + r" of those who answered"))
    return target.replaced(match, match[0].replace("of those who answered", "of all respondents")) if match else None


@kind
def a_quote_turned_into_words(target: Target) -> str | None:
    match = target.one(re.compile(r'<span data-origin="quote">(.*?)</span>', re.S))
    return target.replaced(match, match[1]) if match else None


@kind
def a_number_in_a_quote_changed(target: Target) -> str | None:
    match = target.one(re.compile(r'<span data-origin="quote">(.*?)</span>', re.S))
    return target.replaced(match, match[0].replace("12", "21")) if match else None


@kind
def two_rows_swapped(target: Target) -> str | None:
    return rows_swapped(target, 2)


@kind
def two_headers_of_rows_swapped(target: Target) -> str | None:
    return rows_swapped(target, 1)


def rows_swapped(target: Target, group: int) -> str | None:
    """Two rows of a table that follow each other, headers or values in each other's place."""
    rows = [row for row in ROW.finditer(target.html, target.start) if NUMBER.search(row[2])]
    pairs = [
        (first, second)
        for first, second in itertools.pairwise(rows)
        if second.start() - first.end() < 5 and first[1] != second[1] and first[2] != second[2]
    ]
    return swapped(target, *target.rng.choice(pairs), group) if pairs else None


@kind
def two_columns_swapped(target: Target) -> str | None:
    head = re.compile(r'<th scope="col"[^>]*>(<span data-origin="label">[^<]*</span>)</th>')
    heads = list(head.finditer(target.html, target.start))
    pairs = [
        (first, second)
        for first, second in itertools.pairwise(heads)
        if second.start() - first.end() < 5 and first[1] != second[1]
    ]
    return swapped(target, *target.rng.choice(pairs), 1) if pairs else None


@kind
def support_called_opposition(target: Target) -> str | None:
    match = target.one(re.compile(r">(Disagree|No)\b([^<]*)</span>"))
    return (
        target.replaced(match, f">{'Agree' if match[1] == 'Disagree' else 'Yes'}{match[2]}</span>") if match else None
    )


@kind
def a_net_of_other_answers(target: Target) -> str | None:
    match = target.one(re.compile(r">([^<]+) \(net\)</span>"))
    return target.replaced(match, ">Any answer (net)</span>") if match else None


@kind
def a_label_of_another_answer_in_a_sentence(target: Target) -> str | None:
    labels = re.compile(r'(?<=<p class="finding">)<span data-origin="label">([^<]+)</span>')
    match = target.one(labels)
    return target.replaced(match, match[0].replace(match[1], "Undecided")) if match else None


@kind
def a_table_with_another_number(target: Target) -> str | None:
    match = target.one(re.compile(r'data-origin="numbering">(?:Table|Figure) [\d.]+'))
    return target.replaced(match, match[0] + "9") if match else None


@kind
def another_date(target: Target) -> str | None:
    match = re.search(r'<dd data-origin="parameter">(\d+) ', target.html)
    return target.html.replace(match[0], f'<dd data-origin="parameter">{int(match[1]) % 28 + 1} ', 1) if match else None


@kind
def a_row_left_out(target: Target) -> str | None:
    match = target.one(ROW, lambda row: bool(NUMBER.search(row[2])))
    return target.replaced(match, "") if match else None


@kind
def a_paragraph_left_out(target: Target) -> str | None:
    match = target.one(re.compile(r'<p class="finding">.*?</p>', re.S))
    return target.replaced(match, "") if match else None


@kind
def a_chart_left_out(target: Target) -> str | None:
    match = target.one(re.compile(r"<figure.*?</figure>", re.S))
    return target.replaced(match, "") if match else None
