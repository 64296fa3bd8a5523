"""Times a rehearsal of a million responses in 80 columns, and how much memory it takes at most.

    python benchmarks/rehearse.py [RESPONSES]

The rehearsal runs in a process of its own, so that its memory is its own. In the same call a plain writer puts the
first rows of the same cells out row by row, and its time is scaled by the rows: the ratio holds on a busy machine too.
"""

from __future__ import annotations

import csv
import itertools
import json
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECTIONS, PROFILE, COLUMNS, PLAIN_ROWS = 6, 6, 80, 20_000

CHILD = """\
import json, resource, sys, time
from pathlib import Path
from findings.consultation import build
from findings.rehearsal import rehearse
parameters = build(Path(sys.argv[1]), Path(sys.argv[2]))
begun = time.perf_counter()
rehearse(parameters, int(sys.argv[4]), 1, Path(sys.argv[3]))
seconds = time.perf_counter() - begun
# Kilobytes, but bytes on macOS.
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"seconds": seconds, "bytes": peak}))
"""

CONSULTATION = """\
title: A large consultation
organisation: Nobody
purpose: To see how long a rehearsal takes.
opened: 2024-01-08
closed: 2024-04-08
published: 2024-06-03
data: {reader: responses, file: none.csv, id_column: id, source: None}
disclosure: {profile: none, reason: Nobody answered.}
"""


def questionnaire(columns: int) -> dict[str, object]:
    """As many questions as make the file so wide: beside them stand five columns, the comments and the permission."""
    profile = [f"about_{number}" for number in range(PROFILE)]
    asked = [f"q{number}" for number in range(columns - 6 - SECTIONS - PROFILE)]
    single = {"kind": "single", "options": {f"o{place}": {"label": f"Answer {place}"} for place in range(6)}}
    scale = {"kind": "scale", "scale": "agreement"}
    labels = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")
    options = {f"a{place}": {"label": label} for place, label in enumerate(labels)}
    options["a0"]["stance"], options["a4"]["stance"] = "support", "oppose"
    return {
        "scales": {"agreement": {"options": options}},
        "questions": {
            name: {
                "number": name,
                "wording": f"Question {name}?",
                "short": name,
                **(single if name in profile else scale),
            }
            for name in (*profile, *asked)
        },
        "profile": profile,
        "sections": {
            f"s{number}": {"title": f"Section {number}", "questions": asked[number::SECTIONS]}
            for number in range(SECTIONS)
        },
        "breakdowns": {name: {"title": name, "question": name} for name in profile},
    }


def plain_seconds(file: Path, copy: Path, rows: int) -> float:
    """How long Python's own writer takes for the first rows."""
    with file.open(encoding="utf-8", newline="") as source:
        content = list(itertools.islice(csv.reader(source), rows + 1))
    begun = time.perf_counter()
    with copy.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        for row in content:
            writer.writerow(row)
    return time.perf_counter() - begun


def main(responses: int = 1_000_000) -> None:
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {responses} x {COLUMNS}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "large"
        folder.mkdir()
        (folder / "consultation.yaml").write_text(CONSULTATION, encoding="utf-8")
        # JSON is YAML too.
        (folder / "questionnaire.yaml").write_text(json.dumps(questionnaire(COLUMNS)), encoding="utf-8")
        file = Path(temporary) / "rehearsal.csv"
        command = [
            sys.executable,
            "-c",
            CHILD,
            str(folder),
            str(ROOT / "notebooks" / "plan.yaml"),
            str(file),
            str(responses),
        ]
        measured = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        rows = min(PLAIN_ROWS, responses)
        plain = plain_seconds(file, Path(temporary) / "plain.csv", rows) / rows * responses
        with file.open(encoding="utf-8", newline="") as source:
            assert len(next(csv.reader(source))) == COLUMNS
        print(f"rehearsal          {measured['seconds']:6.1f} s, {measured['bytes'] / 1e9:.2f} GB at most")
        print(f"file               {file.stat().st_size / 1e9:6.2f} GB")
        print(f"written row by row {plain:6.1f} s (scaled from {rows} rows, the writing alone)")
        print(f"ratio              {measured['seconds'] / plain:6.1f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
