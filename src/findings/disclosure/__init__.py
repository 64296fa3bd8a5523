"""What may be shown, proved by attacking it."""

from findings.disclosure.release import release
from findings.disclosure.write import write_release

__all__ = ["release", "write_release"]
