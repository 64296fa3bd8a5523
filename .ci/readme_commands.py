"""Print one of the README's commands: `readme_commands.py NAME`.

What CI runs is what the README says, since it is read from there.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"<!-- command: (\w+) -->\n```bash\n(.*?)\n```", re.DOTALL)


def main(name: str) -> int:
    """Print the block that follows the marker of that name; 1 if there is none."""
    commands = dict(BLOCK.findall(README.read_text(encoding="utf-8")))
    if name not in commands:
        print(f"README.md: no command '{name}'; it has: {', '.join(commands)}", file=sys.stderr)
        return 1
    print(commands[name])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
