"""What the search for near duplicates finds and misses: in real comments as they are, and with variants planted.

    python benchmarks/near_duplicates_quality.py COMMENTS.csv [COLUMN]

Reads comments from a file of your own, changes some of them from a fixed seed, and prints the tables of
docs/duplicates.md. No comment is printed. That of the documentation is the NHS file of coded comments
(`v6framework.csv` of CDU-data-science-team/pxtextmining), column "FFT answer".
"""

from __future__ import annotations

import csv
import random
import re
import string
import sys
from collections.abc import Callable
from pathlib import Path

from findings.intake.alike import LEAST_WORDS, THRESHOLD, near_duplicates
from findings.intake.campaigns import assign
from findings.intake.shingles import words

SEED, PLANTED = 1, 500
GREETINGS = ("Dear Sir or Madam,", "Hello,", "To whom it may concern,", "Dear all,", "Good morning,")
NAMES = ("Jane Example", "A. N. Other", "Sam Sample", "Kim Nobody", "Pat Placeholder")

Change = Callable[[random.Random, str, str], str]


def typos(chance: random.Random, text: str, other: str) -> str:
    """One letter in sixty is another one, at least one."""
    letters = [place for place, letter in enumerate(text) if letter.isalpha()]
    for place in chance.sample(letters, max(1, len(letters) // 60)):
        text = text[:place] + chance.choice(string.ascii_lowercase) + text[place + 1 :]
    return text


def words_left_out(chance: random.Random, text: str, other: str) -> str:
    """One word in fifteen is left out, at least one."""
    found = text.split()
    gone = set(chance.sample(range(len(found)), max(1, len(found) // 15)))
    return " ".join(word for place, word in enumerate(found) if place not in gone)


def sentence_put_in(chance: random.Random, text: str, other: str) -> str:
    """The first sentence of another comment, up to ten words of it, at the start or the end."""
    sentence = " ".join(re.split(r"(?<=[.!?])\s", other.strip())[0].split()[:10])
    return f"{sentence} {text}" if chance.random() < 0.5 else f"{text} {sentence}"


def end_cut(chance: random.Random, text: str, other: str) -> str:
    """A fifth to two fifths of the words missing at the end."""
    found = text.split()
    return " ".join(found[: round(len(found) * chance.uniform(0.6, 0.8))])


def greeting_and_name(chance: random.Random, text: str, other: str) -> str:
    """A greeting before it and a name after it."""
    return f"{chance.choice(GREETINGS)}\n{text}\nYours sincerely, {chance.choice(NAMES)}"


def case_and_marks(chance: random.Random, text: str, other: str) -> str:
    """In capitals, and without punctuation."""
    return re.sub(r"[^\w\s'’]", " ", text.upper())


def own_paragraph(chance: random.Random, text: str, other: str) -> str:
    """A whole other comment after it."""
    return f"{text}\n\n{other}"


CHANGES: dict[str, Change] = {
    "letter case and punctuation": case_and_marks,
    "typing errors": typos,
    "words left out": words_left_out,
    "greeting and name added": greeting_and_name,
    "a sentence put in": sentence_put_in,
    "the end cut off": end_cut,
    "a paragraph of one's own added": own_paragraph,
}


def pairs(groups: tuple[tuple[int, ...], ...]) -> set[tuple[int, int]]:
    return {(one, other) for group in groups for place, one in enumerate(group) for other in group[place + 1 :]}


def table(rows: list[list[str]]) -> None:
    for row in [rows[0], ["---"] + ["---:"] * (len(rows[0]) - 1), *rows[1:]]:
        print("| " + " | ".join(row) + " |")
    print()


def planted(texts: list[str], kind: str) -> tuple[list[int], list[int], list[str]]:
    """Comments, the others from which something was put in, and the variants made of both."""
    chance = random.Random(SEED)
    long = [place for place, text in enumerate(texts) if len(words(text)) >= LEAST_WORDS]
    originals = chance.sample(long, min(PLANTED, len(long)))
    others = [chance.choice(long) for _ in originals]
    changed = [CHANGES[kind](chance, texts[one], texts[other]) for one, other in zip(originals, others, strict=True)]
    return originals, others, changed


def found_and_right(texts: list[str], kind: str, thresholds: list[float]) -> tuple[list[str], list[str]]:
    """Recall and precision by threshold, as percentages.

    A pair with a planted text is right if both hold words of one comment, or of two that were near before.
    """
    originals, others, variants = planted(texts, kind)
    recall, precision = [kind], [kind]
    for threshold in thresholds:
        before = {place: set(group) for group in near_duplicates(texts, threshold) for place in group}
        sources = [{place} | before.get(place, set()) for place in range(len(texts))]
        sources += [sources[one] | sources[other] for one, other in zip(originals, others, strict=True)]
        groups = near_duplicates([*texts, *variants], threshold)
        home = {place: number for number, group in enumerate(groups) for place in group}
        hit = sum(home.get(place, -1) == home.get(len(texts) + n, -2) for n, place in enumerate(originals))
        brought = [(one, other) for one, other in pairs(groups) if other >= len(texts)]
        right = sum(bool(sources[one] & sources[other]) for one, other in brought)
        recall.append(f"{100 * hit / len(originals):.1f}")
        precision.append(f"{100 * right / max(1, len(brought)):.1f}")
    return recall, precision


def followed(texts: list[str], kind: str) -> list[str]:
    """Variants that follow their original, were it registered as a campaign."""
    originals, _, variants = planted(texts, kind)
    pairs = zip(originals, variants, strict=True)
    return [kind, str(sum(assign([variant], {"it": texts[place]}) != [None] for place, variant in pairs))]


def followed_wrongly(texts: list[str], templates: int = 50) -> int:
    """Comments that are said to follow another one and are not near it, over so many comments as templates."""
    originals, _, _ = planted(texts, "letter case and punctuation")
    near = {place: set(group) for group in near_duplicates(texts, 0.5) for place in group}
    return sum(
        follower is not None and n not in near.get(place, {place})
        for place in originals[:templates]
        for n, follower in enumerate(assign(texts, {"it": texts[place]}))
    )


def main(file: str, column: str = "FFT answer") -> None:
    with Path(file).open(encoding="utf-8-sig", newline="") as stream:
        texts = [row[column] for row in csv.DictReader(stream)]
    long = sum(len(words(text)) >= LEAST_WORDS for text in texts)
    print(f"{len(texts)} comments, {long} of them of {LEAST_WORDS} words and more; the threshold is {THRESHOLD}\n")
    thresholds = [0.5, 0.6, 0.7, 0.8, 0.9]
    head = [f"{threshold:g}" for threshold in thresholds]
    both = [found_and_right(texts, kind, thresholds) for kind in CHANGES]
    print("Recall by threshold\n")
    table([["what was changed", *head], *(recall for recall, _ in both)])
    print("Precision by threshold\n")
    table([["what was changed", *head], *(precision for _, precision in both)])
    print("Comments as they are\n")
    groups = [near_duplicates(texts, threshold) for threshold in thresholds]
    table(
        [
            ["", *head],
            ["groups", *(str(len(found)) for found in groups)],
            ["comments in them", *(str(sum(map(len, found))) for found in groups)],
            ["in the largest", *(str(max(map(len, found), default=0)) for found in groups)],
        ]
    )
    print("Each planted text against its original as a registered campaign\n")
    table([["what was changed", f"followed, of {PLANTED}"], *(followed(texts, kind) for kind in CHANGES)])
    print(f"Other comments said to follow one of 50: {followed_wrongly(texts)} of {50 * (len(texts) - 1)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
