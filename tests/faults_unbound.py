"""Planted faults: numbers and number words that come from nowhere."""

from __future__ import annotations

import base64
import hashlib
import re

from page_faults import NUMBER, Target, kind, sentence


@kind
def a_typed_number(target: Target) -> str | None:
    return sentence(target, "In all, 85 agreed.")


@kind
def a_typed_fraction(target: Target) -> str | None:
    return sentence(target, "About ⅔ agreed.")


@kind
def number_words(target: Target) -> str | None:
    return sentence(target, "Two thirds of them agreed.")


@kind
def a_dozen(target: Target) -> str | None:
    return sentence(target, "A dozen wrote more.")


@kind
def per_cent_in_words(target: Target) -> str | None:
    return sentence(target, "Fifty per cent agreed.")


@kind
def a_word_for_a_share_typed(target: Target) -> str | None:
    return sentence(target, "Most agreed.")


@kind
def a_majority_typed(target: Target) -> str | None:
    return sentence(target, "A clear ma­jority agreed.")


@kind
def a_number_in_pieces(target: Target) -> str | None:
    return sentence(target, "About <b>7</b>1 agreed.")


@kind
def a_number_by_its_code(target: Target) -> str | None:
    return sentence(target, "About &#55;&#49; agreed.")


@kind
def a_raised_number(target: Target) -> str | None:
    return sentence(target, "About ⁷¹ agreed.")


@kind
def a_number_in_a_table(target: Target) -> str | None:
    match = target.one(re.compile(r"</td></tr>"))
    return target.replaced(match, " 17</td></tr>") if match else None


@kind
def a_number_in_a_caption(target: Target) -> str | None:
    match = target.one(re.compile(r"</figcaption>"))
    return target.replaced(match, ", nearly all</figcaption>") if match else None


@kind
def a_number_in_the_foot(target: Target) -> str | None:
    return target.html.replace("</footer>", "<p>Of 900 people.</p></footer>", 1)


@kind
def a_number_in_the_title_of_the_page(target: Target) -> str | None:
    return target.html.replace("</title>", ": a majority agreed</title>", 1)


@kind
def a_number_for_search_engines(target: Target) -> str | None:
    return target.html.replace("</head>", '<meta name="description" content="71% agreed"></head>', 1)


@kind
def a_number_that_claims_to_be_a_label(target: Target) -> str | None:
    return sentence(target, '<span data-origin="label">71%</span> agreed.')


@kind
def a_number_that_claims_to_be_numbering(target: Target) -> str | None:
    return sentence(target, '<span data-origin="numbering">871</span> agreed.')


@kind
def a_number_that_claims_to_be_of_a_scale(target: Target) -> str | None:
    return sentence(target, '<span data-origin="axis">80</span> agreed.')


@kind
def a_number_of_no_cell(target: Target) -> str | None:
    return sentence(target, '<span data-origin="cell">71%</span> agreed.')


@kind
def a_number_of_a_cell_that_there_is_not(target: Target) -> str | None:
    return sentence(target, '<span data-origin="cell" data-cell="q99#agree">71</span> agreed.')


@kind
def a_number_in_an_alternative_text(target: Target) -> str | None:
    return sentence(target, '<img src="data:," alt="71% agreed">')


@kind
def a_number_read_out(target: Target) -> str | None:
    match = target.one(re.compile(r'role="region"'))
    return target.replaced(match, 'role="region" aria-label="17 of 20 agreed"') if match else None


@kind
def a_number_in_a_button(target: Target) -> str | None:
    return sentence(target, '<input type="button" value="71% agreed">')


@kind
def a_number_written_by_the_style(target: Target) -> str | None:
    return restyled(target, 'p.lead::after { content: "71% agreed" }')


def restyled(target: Target, rule: str) -> str | None:
    """A rule added to the style sheet, and the page's policy made to let it through."""
    match = re.search(r"<style>(.*?)</style>", target.html, re.S)
    if not match:
        return None
    before, after = digest(match[1]), digest(match[1] + rule)
    return target.html.replace("</style>", rule + "</style>", 1).replace(before, after)


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@kind
def a_number_taken_from_an_attribute_by_the_style(target: Target) -> str | None:
    return restyled(target, "p.lead::after { content: attr(class) }")


@kind
def a_number_written_by_a_script(target: Target) -> str | None:
    return target.html.replace("</body>", '<script>document.body.append("71% agreed")</script></body>', 1)


@kind
def a_number_in_a_comment(target: Target) -> str | None:
    return sentence(target, "<!-- of 3 people -->")


@kind
def a_number_in_an_attribute_for_programs(target: Target) -> str | None:
    match = target.one(NUMBER)
    return target.replaced(match, match[0].replace(" data-cell", ' data-was="3" data-cell', 1)) if match else None
