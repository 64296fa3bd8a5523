"""What the parameters say, as frozen objects."""

from findings.consultation.build import Parameters, build

__all__ = ["Parameters", "build"]
