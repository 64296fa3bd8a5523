"""Labels of charts never lie over each other and never stick out: as matplotlib measures, and as a browser does."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from shutil import which

import pytest

from charted import Answers, Box, all_figures, charted, faults, measured, view_of
from findings.consultation.model import Kind, Stance
from findings.evidence.store import Evidence
from findings.exhibits.charts.lettering import folded, width
from findings.exhibits.model import Figure
from findings.exhibits.style import FAMILIES
from findings.publishing.fonts import font_files
from findings.publishing.svg import drawing

SUPPORT, NEUTRAL, OPPOSE = Stance.SUPPORT, Stance.NEUTRAL, Stance.OPPOSE
CHROMIUM = which("chromium")
SENTENCE = "people who live near the proposed site and were asked about what it would mean to them, "
WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
KINDS = {
    "short": ("Yes", "No", "Maybe"),
    "sentences": tuple(f"{n} {SENTENCE * 4}"[:300] for n in range(3)),
    "words": tuple(f"{n}{WORD * 20}"[:1000] for n in range(3)),
    "right_to_left": ("نعم، أوافق بشدة على الاقتراح كما هو مكتوب هنا", "לא, אני מתנגד להצעה", "لا أعرف"),
    "emoji": ("👨‍👩‍👧‍👦 Families " * 4, "🏴󠁧󠁢󠁷󠁬󠁳󠁿 Cymru", "🙂" * 60),
    "wide": ("全面的にこの提案に賛成します" * 6, "ਹਾਂ, ਮੈਂ ਸਹਿਮਤ ਹਾਂ " * 8, "हाँ, मैं सहमत हूँ " * 8),
    "capitals": ("WWWW MMMM " * 12, "MWMWMWMWMWMWMWMWMW" * 6, "W" * 80),
}


def cases() -> dict[str, Callable[[], Evidence]]:
    """Evidence for charts of every kind, each with labels that are hard to place."""
    found: dict[str, Callable[[], Evidence]] = {}
    everyone = [[5, 3, 2], [0, 9, 1], [1, 0, 0]]
    for name, labels in KINDS.items():
        scale = dict(zip(labels, (SUPPORT, OPPOSE, NEUTRAL), strict=True))
        groups = [Answers(label, [3 + n, 2, 1]) for n, label in enumerate(labels)]
        found[name] = partial(charted, scale, everyone, groups)
        found[f"{name}, made up"] = partial(charted, scale, everyone, groups, made_up=True)
        found[f"{name}, no sides"] = partial(charted, dict.fromkeys(labels), everyone)
    many = {f"{n} {SENTENCE * 4}"[:300]: None for n in range(40)}
    found["forty options"] = partial(charted, many, [[n + 1 for n in range(40)]] * 4, kind=Kind.MULTIPLE)
    sided = {f"{n} {SENTENCE * 4}"[:300]: (SUPPORT, OPPOSE, NEUTRAL)[n % 3] for n in range(40)}
    found["forty options with sides"] = partial(charted, sided, [n + 1 for n in range(40)])
    scale = {"Yes": SUPPORT, "No": OPPOSE, "Maybe": NEUTRAL}
    groups = [Answers(f"{n} {SENTENCE * 4}"[:300], [n, 40 - n, 3]) for n in range(40)]
    found["forty groups"] = partial(charted, scale, [9, 9, 9], groups[:39])
    found["forty panels"] = partial(charted, scale, [9, 9, 9], groups)
    none: list[int | None] = [None, None]
    scale = {"Yes": SUPPORT, "No": OPPOSE}
    found["nobody"] = partial(charted, scale, [0, 0], [Answers(f"G{n}", [0, 0]) for n in range(3)])
    found["one"] = partial(charted, scale, [1, 0], [Answers(f"G{n}", [int(n == 1), 0]) for n in range(3)])
    found["hidden"] = partial(charted, scale, none, [Answers(f"G{n}", none) for n in range(3)])
    return found


@pytest.mark.parametrize(
    "name",
    ["sentences", "emoji", "forty options", "forty panels", "nobody", "hidden"],
)
def test_labels_stay_apart_as_matplotlib_measures_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stay_apart(cases()[name](), monkeypatch)


@pytest.mark.slow
# Of letters that matplotlib lacks ("wide") it measures boxes of its own; a browser has fonts for them.
@pytest.mark.parametrize("name", [name for name in cases() if not name.startswith("wide")])
def test_labels_of_every_kind_stay_apart(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stay_apart(cases()[name](), monkeypatch)


def stay_apart(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    with measured(monkeypatch) as found:
        figures = all_figures(evidence)
    assert len(found) == len(figures) >= 1
    for figure, (boxes, wide, high) in zip(figures, found, strict=True):
        assert boxes
        # A page of A4 holds 9.2 inches of chart beside its title and its notes.
        assert high <= 9.2 * 72, figure.id
        assert faults([box for box in boxes if box.text != "MADE-UP DATA"], wide, high) == [], figure.id


def test_a_text_is_as_wide_as_matplotlib_says() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Drawing

    drawing = Drawing(dpi=72)
    renderer = FigureCanvasAgg(drawing).get_renderer()
    for text in ("Neither agree nor disagree", "100% of Welsh towns: Ŵ, ŷ", "WWWWWWWW", "illicit"):
        wide = drawing.text(0, 0, text, fontsize=40, fontfamily="DejaVu Sans").get_window_extent(renderer).width
        assert width(text, 40) == pytest.approx(wide, rel=0.03)


@pytest.mark.parametrize("text", [label for labels in KINDS.values() for label in labels])
def test_lines_fit_and_no_letter_is_lost(text: str) -> None:
    lines = folded(text, 120, 9.5)
    assert all(width(line, 9.5) <= 120 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    cut = folded(text, 120, 9.5, 2)
    assert len(cut) == min(2, len(lines))
    assert all(width(line, 9.5) <= 120 for line in cut)
    assert cut == lines[:2] if len(lines) <= 2 else cut[-1].endswith("…")


# A browser

_READ = """
document.fonts.ready.then(() => {
  const found = [...document.querySelectorAll('svg')].map(svg => {
    const view = svg.viewBox.baseVal, at = svg.getBoundingClientRect(), scale = view.width / at.width;
    return [...svg.querySelectorAll('text')].map(text => {
      const box = text.getBoundingClientRect();
      return [text.textContent, (box.left - at.left) * scale, (box.top - at.top) * scale,
              (box.right - at.left) * scale, (box.bottom - at.top) * scale];
    });
  });
  document.querySelector('pre').textContent = JSON.stringify(found);
});
"""


def as_placed(figures: list[Figure], noto: bool, folder: Path) -> list[list[Box]]:
    """Where a browser puts each text, with the first font that charts ask for and without it."""
    faces = "".join(
        f"@font-face {{ font-family: 'Noto Sans'; src: url('{file.as_uri()}'); "
        f"font-weight: {700 if 'Bold' in file.name else 400} }}"
        for file in font_files()[0]
        if re.search(r"-(Regular|Bold)\.ttf$", file.name)
    )
    drawings = "".join(drawing(figure.svg, f"f{n}-") for n, figure in enumerate(figures))
    style = f"svg {{ display: block; width: 800px }} {faces if noto else ''}"
    page = folder / f"charts-{noto}.html"
    page.write_text(
        f"<!DOCTYPE html><meta charset='utf-8'><style>{style}</style>{drawings}<pre></pre><script>{_READ}</script>",
        encoding="utf-8",
    )
    assert CHROMIUM is not None
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
             "--disable-component-update", "--disable-sync", "--allow-file-access-from-files",
             f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=5000"]  # fmt: skip
    out = subprocess.run([CHROMIUM, *flags, "--dump-dom", page.as_uri()], capture_output=True, check=True, timeout=120)
    said = re.search(r"<pre>(.*?)</pre>", out.stdout.decode("utf-8"), re.DOTALL)
    assert said is not None
    return [[Box(text, *map(float, at)) for text, *at in texts] for texts in json.loads(html.unescape(said[1]))]


def trimmed_box(box: Box) -> Box:
    """The box of a text's letters."""
    rim = max(2.2, 0.24 * (box.bottom - box.top))
    return Box(box.text, box.left, box.top + rim, box.right, box.bottom - rim)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to lay the charts out with")
@pytest.mark.parametrize("noto", [True, False])
def test_labels_stay_apart_in_a_browser(noto: bool, tmp_path: Path) -> None:
    assert FAMILIES.startswith('"Noto Sans", system-ui')
    figures = [(name, figure) for name, made in cases().items() for figure in all_figures(made())]
    placed = as_placed([figure for _, figure in figures], noto, tmp_path)
    assert len(placed) == len(figures) > 60
    wrong = []
    for (name, figure), boxes in zip(figures, placed, strict=True):
        # A browser's box is as high as the font's line, more than its letters, and of a font that stands in for another
        # much more; two lines of a label may touch.
        trimmed = [trimmed_box(box) for box in boxes
                   if box.text != "MADE-UP DATA"]  # fmt: skip
        wrong += [f"{name}, {figure.id}: {fault}" for fault in faults(trimmed, *view_of(figure.svg), slack=1.0)]
    assert wrong == []
