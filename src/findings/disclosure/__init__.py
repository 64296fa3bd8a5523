"""What may be shown, proved by attacking it."""

from findings.disclosure.quotes import quotes_released
from findings.disclosure.release import release
from findings.disclosure.write import write_release

__all__ = ["quotes_released", "release", "write_release"]
