"""Times a million responses in 80 columns from CSV to coded answers, beside pandas reading the same file.

    python benchmarks/intake.py [RESPONSES]

The file is a rehearsal of a fixed seed. Each side runs in a process of its own, so that its memory is its own, and one
after the other in the same call, so that the ratio holds on a busy machine too. pandas reads every column as category.
Ours reads, codes, checks every answer, knows blank and doubled responses, and keeps the ledger and the quarantine.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from rehearse import COLUMNS, CONSULTATION, ROOT, questionnaire

MEASURE = """\
import json, resource, sys, time
from pathlib import Path
{imports}
begun = time.perf_counter()
{work}
seconds = time.perf_counter() - begun
# Kilobytes, but bytes on macOS.
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({{"seconds": seconds, "bytes": peak, "rows": rows}}))
"""
OURS = MEASURE.format(
    imports="from findings.consultation import build\nfrom findings.intake import receive",
    work="rows = len(receive(build(Path(sys.argv[1]), Path(sys.argv[2]))).ledger)",
)
THEIRS = MEASURE.format(imports="import pandas as pd", work="rows = len(pd.read_csv(sys.argv[1], dtype='category'))")


def measured(program: str, *arguments: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def main(responses: int = 1_000_000) -> None:
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {responses} x {COLUMNS}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "large"
        folder.mkdir()
        (folder / "consultation.yaml").write_text(CONSULTATION, encoding="utf-8")
        # JSON is YAML too.
        (folder / "questionnaire.yaml").write_text(json.dumps(questionnaire(COLUMNS)), encoding="utf-8")
        file, plan = Path(temporary) / "made.csv", ROOT / "notebooks" / "plan.yaml"
        made = "from pathlib import Path; import sys; from findings.consultation import build; "
        made += "from findings.rehearsal import rehearse; "
        made += "rehearse(build(Path(sys.argv[1]), Path(sys.argv[2])), int(sys.argv[4]), 1, Path(sys.argv[3]))"
        command = [sys.executable, "-c", made, str(folder), str(plan), str(file), str(responses)]
        subprocess.run(command, check=True)
        (parameters,) = [path.parent for path in Path(temporary).rglob("consultation.yaml") if path.parent != folder]
        theirs = measured(THEIRS, str(file))
        ours = measured(OURS, str(parameters), str(plan))
        assert ours["rows"] == theirs["rows"] == responses
        print(f"file                      {file.stat().st_size / 1e9:6.2f} GB")
        print(f"pandas.read_csv, category {theirs['seconds']:6.1f} s, {theirs['bytes'] / 1e9:.2f} GB at most")
        print(f"from CSV to coded answers {ours['seconds']:6.1f} s, {ours['bytes'] / 1e9:.2f} GB at most")
        print(f"ratio                     {ours['seconds'] / theirs['seconds']:6.1f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
