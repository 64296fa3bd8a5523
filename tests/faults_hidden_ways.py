"""Planted faults, a second round: ways around a reader of HTML, written after the first round was refused."""

from __future__ import annotations

import base64
import hashlib
import re

from page_faults import NUMBER, Target, is_number, kind, sentence


def let_through(target: Target, element: str, text: str) -> str:
    """A script or style sheet added at the end, and the page's policy made to name it."""
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    source = "script-src" if element == "script" else "style-src"
    html = target.html.replace(f"{source} ", f"{source} 'sha256-{digest}' ", 1)
    return html.replace("</body>", f"<{element}>{text}</{element}></body>", 1)


@kind
def a_script_that_the_policy_lets_through(target: Target) -> str | None:
    return let_through(target, "script", 'document.querySelector("main p").append(" 71% agreed.")')


@kind
def a_page_without_its_policy(target: Target) -> str | None:
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", target.html, count=1)
    return html.replace("</body>", "<script>document.body.append(String(70 + 1))</script></body>", 1)


@kind
def a_number_in_the_style_by_the_codes_of_its_signs(target: Target) -> str | None:
    return let_through(target, "style", 'p.lead::after { content: "\\37 \\31 \\25" }')


@kind
def a_number_counted_by_the_style(target: Target) -> str | None:
    return let_through(target, "style", "p.lead { counter-reset: n 71 } p.lead::after { content: counter(n) }")


@kind
def digits_in_the_other_direction(target: Target) -> str | None:
    match = target.one(NUMBER, lambda match: is_number(match) and len(match[3]) > 2)
    return target.replaced(match, f'<bdo dir="rtl">{match[0]}</bdo>') if match else None


@kind
def digits_turned_round_by_the_style(target: Target) -> str | None:
    return let_through(target, "style", "td a { unicode-bidi: bidi-override; direction: rtl }")


@kind
def numbers_hidden_by_the_style(target: Target) -> str | None:
    return let_through(target, "style", "tr.net { display: none }")


@kind
def number_words_in_another_script(target: Target) -> str | None:
    # Greek and Cyrillic letters that look like ours.
    return sentence(target, "Ηalf of them, а mаjority, agreed.")


@kind
def a_number_in_roman_letters(target: Target) -> str | None:
    return sentence(target, "Some LXXI agreed.")
