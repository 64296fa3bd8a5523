"""Times the search for near duplicates among many comments, beside MinHash with LSH where `datasketch` is installed.

    python benchmarks/near_duplicates.py [COMMENTS]

Makes comments from a fixed seed: sentences of everyday words, one comment in ten a variant of one of twenty letters.
Without `datasketch` the plain way is `difflib` over pairs of a small sample, scaled to all pairs.
"""

from __future__ import annotations

import difflib
import itertools
import platform
import sys
import time

import numpy as np

from findings.intake.alike import LEAST_WORDS, THRESHOLD, near_duplicates
from findings.intake.shingles import words

SEED, LETTERS, SAMPLE = 1, 20, 40


def comments(n: int) -> list[str]:
    generator = np.random.default_rng(SEED)
    syllables = ["".join(pair) for pair in itertools.product("bdfgklmnprst", ("a", "ei", "o"))]
    vocabulary = np.array(["".join(three) for three in itertools.product(syllables, repeat=3)])[:25_000]
    often = 1 / np.arange(1, len(vocabulary) + 1)
    sizes = np.clip(generator.lognormal(3.3, 0.8, n).astype(int), 1, 600)
    flat = generator.choice(vocabulary, sizes.sum(), p=often / often.sum()).tolist()
    ends = np.cumsum(sizes).tolist()
    texts = [" ".join(flat[end - size : end]) for end, size in zip(ends, sizes.tolist(), strict=True)]
    letters = [" ".join(generator.choice(vocabulary, 120)) for _ in range(LETTERS)]
    for place in generator.choice(n, n // 10, replace=False).tolist():
        texts[place] = f"{letters[place % LETTERS]} {' '.join(texts[place].split()[:20])}"
    return texts


def minhash(texts: list[str]) -> int:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.55, num_perm=128)
    found = 0
    for place, text in enumerate(texts):
        split = words(text)
        if len(split) < LEAST_WORDS:
            continue
        sketch = MinHash(num_perm=128)
        sketch.update_batch([f"{one} {other}".encode() for one, other in itertools.pairwise(split)])
        found += bool(index.query(sketch))
        index.insert(place, sketch)
    return found


def main(n: int = 100_000) -> None:
    texts = comments(n)
    print(
        f"{n} comments, {sum(map(len, texts)) / n:.0f} characters each; {platform.platform()}, numpy {np.__version__}"
    )
    start, cpu = time.perf_counter(), time.process_time()
    groups = near_duplicates(texts)
    ours, busy = time.perf_counter() - start, time.process_time() - cpu
    print(
        f"sparse cosine {THRESHOLD}: {ours:.1f} s ({busy:.1f} of processor), {sum(map(len, groups))} comments in groups"
    )
    start = time.perf_counter()
    try:
        found = minhash(texts)
    except ImportError:
        for one, other in itertools.combinations(texts[:SAMPLE], 2):
            difflib.SequenceMatcher(None, one, other).ratio()
        pairs = SAMPLE * (SAMPLE - 1) / 2
        theirs = (time.perf_counter() - start) / pairs * n * (n - 1) / 2
        print(f"difflib over all pairs: {theirs:.0f} s, scaled from {pairs:.0f} pairs")
    else:
        theirs = time.perf_counter() - start
        print(f"MinHash with LSH (datasketch): {theirs:.1f} s, {found} comments with an earlier one")
    print(f"ratio: {theirs / ours:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
