"""What redaction finds and misses: 500 identifiers planted in real comments, and alarms in the comments as they are.

    python benchmarks/redaction.py COMMENTS.csv [COLUMN] [--set development|final] [--model SPACY_MODEL] [--show]

Names come from the package faker (not needed to run findings), of other languages for each set. The rules were written
with the development set and half of the comments; the final set and the other half were measured after that. With
`--model` the core and the extra are measured side by side. `--show` prints what was missed and what was taken out of
comments without planted identifiers, for judging by hand: restricted. The file of the documentation is the NHS file of
coded comments (`v6framework.csv` of CDU-data-science-team/pxtextmining), column "FFT answer".
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from findings.freetext.redaction import RedactionRules, redact
from planted_identifiers import Name, Planted, plant_names, plant_structured

SETS = {
    "development": (("en_US", "cs_CZ", "hu_HU", "tr_TR", "it_IT"), 11),
    "final": (("en_GB", "en_IN", "pl_PL", "ro_RO"), 2024),
}
EACH = 250


def comments_of(path: Path, column: str, which: str) -> list[str]:
    """Half of the comments, by a hash of their words, so that no rule was written with the other half in sight."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        texts = [row[column] for row in csv.DictReader(file) if row[column].strip()]
    half = which == "final"
    return [text for text in texts if (hashlib.sha256(text.encode("utf-8")).digest()[0] % 2 == 1) is half]


def faker_names(locales: Sequence[str], seed: int) -> tuple[Name, Callable[[str], str]]:
    from faker import Faker

    fakers = [Faker(locale) for locale in locales]
    for place, faker in enumerate(fakers):
        faker.seed_instance(seed + place)

    def draw(chance: random.Random) -> tuple[str, str]:
        faker = chance.choice(fakers)
        return faker.first_name(), faker.last_name()

    british = Faker("en_GB")
    british.seed_instance(seed)
    return draw, lambda what: getattr(british, what)()


def planted(comments: Sequence[str], which: str) -> list[Planted]:
    locales, seed = SETS[which]
    name, make = faker_names(locales, seed)
    chance = random.Random(seed)
    more = {
        "mobile / faker": lambda: make("phone_number"),
        "e-mail / faker": lambda: make("email"),
        "postcode / faker": lambda: make("postcode"),
        "vehicle / faker": lambda: make("license_plate"),
    }
    long_enough = [text for text in comments if len(text) >= 30]
    return plant_structured(long_enough, chance, EACH, more) + plant_names(long_enough, name, chance, EACH)


def measure(
    name: str, rules: RedactionRules, identifiers: Sequence[Planted], comments: Sequence[str], show: bool
) -> None:
    missed, by_kind, of_kind = [], Counter[str](), Counter[str]()
    for one in identifiers:
        kind = f"name, {one.way.partition(',')[0]}" if one.kind == "name" else one.kind
        of_kind[kind] += 1
        if one.found([(span.start, span.end) for span in redact(one.text, rules).spans]):
            by_kind[kind] += 1
        else:
            missed.append(one)
    names = [kind for kind in of_kind if kind.startswith("name, ")]
    print(f"\n{name}")
    for label, kinds in (("structured", [kind for kind in of_kind if kind not in names]), ("names", names)):
        found, of = sum(by_kind[kind] for kind in kinds), sum(of_kind[kind] for kind in kinds)
        print(f"  {label:<44}{found:>5} of {of:<5}{found / of:7.3f}")
        for kind in kinds:
            print(f"    {kind:<42}{by_kind[kind]:>5} of {of_kind[kind]:<5}{by_kind[kind] / of_kind[kind]:7.3f}")
    begun = time.perf_counter()
    taken = [(text, redact(text, rules).spans) for text in comments]
    spent = time.perf_counter() - begun
    spans = sum(len(own) for _, own in taken)
    touched = sum(bool(own) for _, own in taken)
    print(f"  comments as they are: {len(comments)}, with something taken out {touched}, taken out {spans}")
    of_hundred, milliseconds = 100 * spans / len(comments), 1000 * spent / len(comments)
    print(f"  taken out per 100 comments {of_hundred:.2f}; {milliseconds:.2f} ms a comment")
    if show:
        for one in missed:
            print(f"MISSED {one.kind} | {one.way} | {one.text[max(0, one.start - 30) : one.start]}>>{one.identifier}<<"
                  f"{one.text[one.end : one.end + 20]!r}")  # fmt: skip
        for text, own in taken:
            for span in own:
                print(f"TAKEN {span.kind.name} | {text[max(0, span.start - 40) : span.start]!r}>>"
                      f"{text[span.start : span.end]!r}<<{text[span.end : span.end + 25]!r}")  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("comments", type=Path)
    asked.add_argument("column", nargs="?", default="FFT answer")
    asked.add_argument("--set", choices=tuple(SETS), default="final")
    asked.add_argument("--model", default="")
    asked.add_argument("--show", action="store_true")
    given = asked.parse_args()
    comments = comments_of(given.comments, given.column, given.set)
    identifiers = planted(comments, given.set)
    print(f"{given.set} set: {len(identifiers)} identifiers planted")
    measure("the core alone", RedactionRules(), identifiers, comments, given.show)
    if given.model:
        measure(f"with {given.model}", RedactionRules(model=given.model), identifiers, comments, given.show)


if __name__ == "__main__":
    main()
