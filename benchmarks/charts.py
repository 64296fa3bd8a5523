"""Times the charts of a report, beside bars as seaborn draws them from zero in axes that are laid out by drawing twice.

    python benchmarks/charts.py [GROUPS] [ROUNDS]

Both sides draw the same shares of the same made-up question with five answers by group and write SVG, turn by turn in
one process, so that a busy machine slows both; the best round counts. What the other side lacks is not added to it: its
bars lie over each other, and its shapes do not say which cell they show.
"""

from __future__ import annotations

import io
import platform
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from charted import Answers, charted
from findings.consultation.boundaries_file import drawn_small
from findings.consultation.model import Kind, Stance
from findings.evidence.store import Evidence
from findings.exhibits.charts import difference_figure, heat_figure, map_figure, multiples_figure, question_figure
from findings.exhibits.small_chart import small_bar

SCALE = {"Strongly agree": Stance.SUPPORT, "Agree": Stance.SUPPORT, "Neither": Stance.NEUTRAL,
         "Disagree": Stance.OPPOSE, "Strongly disagree": Stance.OPPOSE}  # fmt: skip
COLOURS = ("#8a3b00", "#f7cfa0", "#5f686c", "#9fd6cf", "#0f5c63")


def evidence_of(groups: int) -> Evidence:
    """A question on a scale by many groups, nine more on the same scale, outlines for the groups."""
    drawn = random.Random(20)

    def counts() -> list[int]:
        return [drawn.randint(5, 60) for _ in SCALE]

    made = charted(SCALE, [counts() for _ in range(10)], [Answers(f"Group {n}", counts()) for n in range(groups)])
    squares = {f"g{n}": [[(n, 50.0), (n + 1.0, 50.0), (n + 1.0, 51.0), (n, 51.0)]] for n in range(groups)}
    return replace(made, story=made.story.model_copy(update={"outlines": {"area": drawn_small(squares)}}))


def from_zero(evidence: Evidence, groups: int) -> str:
    """The diverging bars as they were drawn: each segment a bar from zero, covered by those nearer to the middle."""
    import seaborn as sns
    from matplotlib import pyplot

    sns.set_theme(style="white", rc={"svg.fonttype": "none"})
    drawing, axes = pyplot.subplots(figsize=(7.2, 1.05 + 0.38 * (groups + 1)))
    places = ["q0#o{}!percent", *(f"q0.by.area#o{{}}@g{n}!percent" for n in range(groups))]
    shares = [[evidence.cells[place.format(n)].number for n in (4, 3, 2, 1, 0)] for place in places]
    for order, sign in (((0, 1), -1), ((4, 3), 1)):
        for n in order:
            inner = range(n, 2) if sign < 0 else range(3, n + 1)
            lengths = [sign * (row[2] / 2 + sum(row[m] for m in inner)) for row in shares]
            sns.barplot(
                x=lengths, y=range(len(shares)), orient="h", color=COLOURS[n], saturation=1, width=0.66, ax=axes
            )
    axes.barh(range(len(shares)), [row[2] for row in shares], left=[-row[2] / 2 for row in shares], color=COLOURS[2])
    for row, own in enumerate(shares):
        left = -(own[0] + own[1] + own[2] / 2)
        for share in own:
            axes.text(left + share / 2, row, f"{share}%", ha="center", va="center", fontsize=8.5)
            left += share
    axes.set_yticks(range(len(shares)), ["All respondents", *(f"Group {n}" for n in range(groups))])
    drawing.tight_layout()
    written = io.StringIO()
    drawing.savefig(written, format="svg")
    pyplot.close(drawing)
    return written.getvalue()


def best(draw: Callable[[], str], rounds: int) -> tuple[float, int]:
    """The milliseconds of the fastest round, and the bytes drawn."""
    draw()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        drawn = draw()
        times.append(time.perf_counter() - begun)
    return min(times) * 1000, len(drawn.encode("utf-8"))


def main() -> None:
    """Print both sides, and the other kinds of chart."""
    groups = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    evidence, three = evidence_of(groups), evidence_of(3)
    themes = charted({f"Theme {n}": None for n in range(12)}, [[n + m for n in range(12)] for m in range(1, 9)],
                     kind=Kind.MULTIPLE)  # fmt: skip

    def svg(figure: object) -> str:
        return str(getattr(figure, "svg", ""))

    print(f"{platform.machine()}, Python {platform.python_version()}, {groups} groups, best of {rounds} rounds")
    before, bytes_before = best(lambda: from_zero(evidence, groups), rounds)
    now, bytes_now = best(lambda: svg(question_figure(evidence, "q0", ())), rounds)
    print(f"diverging bars, seaborn from zero    {before:7.1f} ms  {bytes_before:7,} bytes")
    print(
        f"diverging bars, now                  {now:7.1f} ms  {bytes_now:7,} bytes   {before / now:.1f} times as fast"
    )
    kinds: dict[str, Callable[[], str]] = {
        "dots, 10 questions of which 1 by 3 groups": lambda: svg(difference_figure(three, "area")),
        "tiles, 8 questions by 12 answers": lambda: svg(heat_figure(themes, [f"q{n}" for n in range(8)])),
        f"small multiples, {groups} groups": lambda: svg(multiples_figure(evidence, "q0", "area")),
        f"map, {groups} areas": lambda: svg(map_figure(evidence, "q0", "area")),
        "plain bars, 12 answers": lambda: svg(question_figure(themes, "q0", ())),
        "a row's small bar": lambda: small_bar(evidence, "q0"),
    }
    for name, draw in kinds.items():
        spent, size = best(draw, rounds)
        print(f"{name:<42} {spent:6.1f} ms  {size:7,} bytes")


if __name__ == "__main__":
    main()
