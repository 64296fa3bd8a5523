"""Time of redaction by length of a text: a rule that grows with the square would make one long letter stop a run.

    python benchmarks/redaction_growth.py

For each kind of text the same words at 2,000, 8,000 and 32,000 letters, the shortest of five goes, and the ratio of the
last two lengths side by side: about 4 where time grows with the length, about 16 where it grows with its square.
"""

from __future__ import annotations

import time

from findings.freetext.redaction import redact

PARTS = ("a", "Dr Patel ", "1 ", "jo at x dot ", "Xqzvbn ", "zero one ", "12 Abc ", "<", "ગુ ")
LENGTHS = (2_000, 8_000, 32_000)
GOES = 5


def shortest(text: str) -> float:
    """Seconds of processor time of the shortest of some goes."""
    times = []
    for _ in range(GOES):
        begun = time.process_time()
        redact(text)
        times.append(time.process_time() - begun)
    return min(times)


def main() -> None:
    redact(PARTS[0])
    print(f"{'text':14}" + "".join(f"{length:>11,}" for length in LENGTHS) + "      ratio of the last two")
    for part in PARTS:
        spent = [shortest((part * length)[:length]) for length in LENGTHS]
        times = "".join(f"{1000 * seconds:>8.1f} ms" for seconds in spent)
        print(f"{part!r:14}{times}      {spent[-1] / spent[-2]:.1f}")


if __name__ == "__main__":
    main()
