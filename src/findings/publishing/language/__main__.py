"""`python -m findings.publishing.language RUN ...`: write `findings.pot`, and bring each catalogue up to it.

The runs are folders of runs; the more kinds of consultation they are of, the more of what the code puts together is
met. What it prints is how much of each run's own words each catalogue holds, and what is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from findings.consultation.language import Language
from findings.publishing.language.catalogue import LOCALE, read_catalogue
from findings.publishing.language.coverage import coverage_of
from findings.publishing.language.messages import messages_of_code, messages_of_runs, without_stops
from findings.publishing.language.potfile import POT, brought_up, pot_text


def main(arguments: Sequence[str]) -> int:
    """Write the files of messages, and print what they cover."""
    runs = [Path(argument) for argument in arguments]
    pot = pot_text(without_stops(messages_of_code(Path("notebooks")) | messages_of_runs(runs)))
    POT.write_text(pot, encoding="utf-8", newline="\n")
    for language in Language:
        said = brought_up(language, pot)
        (LOCALE / f"{language}.po").write_text(said, encoding="utf-8", newline="\n")
        read_catalogue.cache_clear()
        for run in runs:
            tally = coverage_of(run, language)
            print(f"{language} {run}: {tally.translated:,} of {tally.words:,} words, {100 * tally.share:.1f}%")
            for message, times in tally.messages.most_common(20):
                print(f"  {times:4}  {message}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
