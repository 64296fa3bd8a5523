"""The rule of themes named together: so few whole themes that every pair of them can be counted and read."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb

from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.counted_codes import MOST_TOGETHER
from findings.consultation.fault import Fault


def pair_faults(plan: FreeTextPlan) -> Iterator[Fault]:
    """Frames that ask for more pairs than can be shown, or for pairs of what is no whole theme.

    Examples
    --------
    >>> themes = {f"theme_{n}": {"label": f"Theme {n}"} for n in range(13)}
    >>> plan = FreeTextPlan.model_validate({"frames": {"all": {"version": "1", "themes": themes, "together": True}}})
    >>> [fault.what for fault in pair_faults(plan)]
    ['13 whole themes make 78 pairs']
    """
    for name, frame in plan.frames.items():
        keys = ("frames", name, "together_of")
        for place, theme in enumerate(frame.together_of):
            if theme not in frame.whole:
                what = "a theme that is none of the frame's whole themes"
                yield Fault((*keys, place), what, theme, ", ".join(frame.whole))
        if not frame.together:
            continue
        asked = len(frame.together_of or frame.whole)
        if asked > MOST_TOGETHER:
            yield Fault(
                keys if frame.together_of else ("frames", name, "together"),
                f"{asked} whole themes make {comb(asked, 2)} pairs",
                "",
                f"pairs of at most {MOST_TOGETHER} whole themes",
                "Name in 'together_of' the whole themes of which pairs are counted.",
            )
