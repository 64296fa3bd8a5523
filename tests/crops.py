"""Cutting pieces out of what a run shows: which of them hold a number and no whole mark.

Marks are found in the picture, never in the code that draws them: a page is rendered with the layer of
marks and without it, and what differs is taken apart into pieces; a piece as large and as inky as the
fullest ones is a whole mark. So a mark that is covered, cut or too faint to be seen is none.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
Picture = np.ndarray
"""Height x width x red, green, blue."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def moved(self, across: float) -> Box:
        return Box(self.left + across, self.top, self.right + across, self.bottom)

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


def unmarked(
    numbers: Iterable[Box], marks: Sequence[Box], window: tuple[float, float], ground: Box, step: float = 10
) -> list[tuple[Box, Box]]:
    """Each number with the first cut around it, of the size of `window`, in which no mark stands whole."""
    width, height = min(window[0], ground.right - ground.left), min(window[1], ground.bottom - ground.top)
    sides = np.array([(mark.left, mark.top, mark.right, mark.bottom) for mark in marks]).reshape(-1, 4)
    found = []
    for number in numbers:
        lefts = _starts(number.left, number.right, width, ground.left, ground.right, step)
        tops = _starts(number.top, number.bottom, height, ground.top, ground.bottom, step)
        in_columns = (sides[:, 0] >= lefts[:, None]) & (sides[:, 2] <= lefts[:, None] + width)
        in_rows = (sides[:, 1] >= tops[:, None]) & (sides[:, 3] <= tops[:, None] + height)
        held = (in_columns.astype(int) @ in_rows.T.astype(int)) > 0
        if not held.all():
            column, row = np.argwhere(~held)[0]
            cut = Box(lefts[column], tops[row], lefts[column] + width, tops[row] + height)
            found.append((number, cut))
    return found


def _starts(first: float, last: float, size: float, low: float, high: float, step: float) -> np.ndarray:
    """Where a cut of `size` may begin that holds all from `first` to `last` and stays on the ground."""
    earliest, latest = max(low, last - size), max(low, min(first, high - size))
    return np.unique(np.append(np.arange(earliest, latest, step), latest))


def pieces(mask: np.ndarray, gap: int) -> list[tuple[Box, int]]:
    """What hangs together in a mask, letters less than `gap` pixels apart taken as one; with its ink."""
    grown = ndimage.binary_dilation(mask, iterations=gap)
    labels, count = ndimage.label(grown)
    ink = ndimage.sum_labels(mask, labels, range(1, count + 1))
    boxes = []
    for (rows, columns), pixels in zip(ndimage.find_objects(labels), ink, strict=True):
        box = Box(columns.start + gap, rows.start + gap, columns.stop - gap, rows.stop - gap)
        boxes.append((box, int(pixels)))
    return boxes


def whole(found: Sequence[tuple[Box, int]]) -> list[Box]:
    """The pieces that are whole: nearly as wide, as high and as inky as the common one of the larger half."""
    if not found:
        return []
    full = np.percentile([ink for _, ink in found], 75)
    wide = np.percentile([box.right - box.left for box, _ in found], 75)
    high = np.percentile([box.bottom - box.top for box, _ in found], 75)
    return [
        box
        for box, ink in found
        if ink >= 0.85 * full and box.right - box.left >= 0.95 * wide and box.bottom - box.top >= 0.95 * high
    ]


def differing(one: Picture, other: Picture, least: int = 20) -> np.ndarray:
    """Where two pictures differ enough to be seen."""
    return np.abs(one.astype(int) - other.astype(int)).max(axis=2) >= least


def coloured(picture: Picture, colour: str, near: int) -> np.ndarray:
    """Where a picture has a colour, or one as near to it as the edges of small letters are."""
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    return np.abs(picture.astype(int) - wanted).max(axis=2) <= near


# A browser

_READ = """
const frames = [...document.querySelectorAll('iframe')];
addEventListener('load', () => {
  // What is far away is laid out too: here the whole page is looked at in one go.
  for (const frame of frames) {
    for (const table of frame.contentDocument.querySelectorAll('.table')) table.style.contentVisibility = 'visible';
  }
  setTimeout(measure, 500);
});
function measure() {
  const found = frames.map(frame => {
    const inner = frame.contentDocument;
    const box = element => {
      const at = element.getBoundingClientRect();
      return [at.left, at.top, at.right, at.bottom];
    };
    const within = (one, other) => one[0] >= other[0] - 1 && one[2] <= other[2] + 1;
    // What a table or chart has scrolled out of sight is in no picture of it.
    const shown = element => within(box(element), box(element.closest('.scroll') || inner.documentElement));
    const texts = [...inner.querySelectorAll('figure svg text')].filter(shown);
    const bars = [...inner.querySelectorAll('figure svg [data-mark="length"]')].filter(shown);
    const numbers = [...inner.querySelectorAll('[data-cell]:not([data-mark])')].filter(shown);
    return {
      height: Math.ceil(inner.body.getBoundingClientRect().height),
      numbers: numbers.map(e => [e.textContent.trim(), box(e)]),
      labels: texts.map(e => [e.textContent.trim(), box(e)]),
      bars: bars.map(box),
    };
  });
  document.querySelector('pre').textContent = JSON.stringify(found);
}
"""


MOST_HIGH = 40_000
SLICE = 8_000
"""The height of one picture: browsers draw no picture of any height."""


@dataclass(frozen=True)
class Page:
    """A page as a browser lays it out: its picture, and where its numbers and the texts of its charts stand."""

    picture: Picture
    ground: Box
    numbers: list[tuple[str, Box]]
    labels: list[tuple[str, Box]]
    bars: list[Box]


def rendered(pages: Sequence[str], width: int, folder: Path) -> list[Page]:
    """Pages as a browser shows them, each as wide as given and as high as it gets."""
    frames = "".join(f'<iframe srcdoc="{html.escape(page)}"></iframe>' for page in pages)

    def wrapped(start: int) -> Path:
        """The pages beside each other, moved up so that a picture of them begins at `start`."""
        style = f"body {{ margin: {-start}px 0 0; display: flex }} "
        style += f"iframe {{ border: 0; flex: none; width: {width}px; height: {MOST_HIGH}px }}"
        wrapper = folder / f"pages-{width}-{start}.html"
        wrapper.write_text(
            f"<!DOCTYPE html><style>{style}</style>{frames}<pre hidden></pre><script>{_READ}</script>", encoding="utf-8"
        )
        return wrapper

    told = _browser(wrapped(0), folder, "--dump-dom")
    layouts = json.loads(html.unescape(re.findall(r"<pre[^>]*>(.*?)</pre>", told, re.DOTALL)[-1]))
    height = max(layout["height"] for layout in layouts)
    assert height < MOST_HIGH
    slices = []
    for start in range(0, height, SLICE):
        shot = folder / f"pages-{width}-{start}.png"
        size = f"--window-size={width * len(pages)},{min(SLICE, height - start)}"
        _browser(wrapped(start), folder, size, f"--screenshot={shot}")
        slices.append(np.asarray(Image.open(shot).convert("RGB")))
    picture = np.vstack(slices)
    return [
        Page(
            picture[: layout["height"], place * width : (place + 1) * width],
            Box(0, 0, width, layout["height"]),
            [(text, Box(*box)) for text, box in layout["numbers"]],
            [(text, Box(*box)) for text, box in layout["labels"]],
            [Box(*box) for box in layout["bars"]],
        )
        for place, layout in enumerate(layouts)
    ]


def _browser(page: Path, folder: Path, *options: str) -> str:
    assert CHROMIUM is not None
    plain = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1")
    # Scripts of the page come to rest before it is looked at.
    plain = (*plain, "--virtual-time-budget=3000")
    command = [CHROMIUM, *plain, f"--user-data-dir={folder / 'browser'}", *options, page.as_uri()]
    return subprocess.run(command, check=True, capture_output=True, timeout=120, encoding="utf-8").stdout
