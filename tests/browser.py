"""A real browser for tests: Debian's Chromium, driven by Playwright, with axe-core.

Neither is needed to make a report, so they are no dependency of the package: `.ci/run` installs them
(`.ci/browser.txt`), and without them the tests that need them are skipped and say why.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from crops import CHROMIUM

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""The tags of all rules of WCAG 2.2 at the levels A and AA."""


@dataclass
class Watched:
    """A page that is open in the browser, and all that it did beside being shown."""

    page: Any
    said: list[str] = field(default_factory=list)
    """Messages of the console and errors of scripts."""
    asked: list[str] = field(default_factory=list)
    """Addresses that were asked for, the page's own among them."""

    def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            self.page.keyboard.press(name)

    def focused(self, what: str = "textContent") -> str:
        """Something of the element that has the focus."""
        return str(self.page.evaluate(f"document.activeElement.{what}"))

    def violations(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 A and AA."""
        from axe_playwright_python.sync_playwright import Axe

        # What is far away is not laid out before it comes near: here all of it is looked at.
        self.page.evaluate(
            "for (const one of document.querySelectorAll('.table')) one.style.contentVisibility = 'visible'"
        )
        found = Axe().run(self.page, options={"runOnly": WCAG}).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])})" for one in found]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser."""
    reason = "needs playwright and axe-playwright-python (.ci/browser.txt), which make no part of the package"
    playwright = pytest.importorskip("playwright.sync_api", reason=reason)
    pytest.importorskip("axe_playwright_python", reason=reason)
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as driver:
        # As root in a container there is no sandbox to be had; the pages are our own.
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(chromium: Any, page: Path, fragment: str = "", **how: Any) -> Iterator[Watched]:
    """A page of a folder, open in a browser of its own.

    `how` is what Playwright calls a context's options: `viewport`, `color_scheme`, `java_script_enabled` ...
    """
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
    watched = Watched(context.new_page())
    watched.page.on("console", lambda message: watched.said.append(message.text))
    watched.page.on("pageerror", lambda error: watched.said.append(str(error)))
    context.on("request", lambda request: watched.asked.append(request.url))
    watched.page.goto(page.as_uri() + fragment)
    yield watched
    context.close()
