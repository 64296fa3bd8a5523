"""Two looks at once: a long run is counted again by another process while its pages are read by this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol, TypeVar

Seen = TypeVar("Seen")


class Start(Protocol):
    """Begins a look at a run; what it returns gives what was seen, as soon as it is there."""

    def __call__(self, look: Callable[[Path], Seen], run: Path, /) -> Callable[[], Seen]:
        """Begin; the function that is returned waits for what was seen."""
        ...


@contextmanager
def beside(*, at_once: bool) -> Iterator[Start]:
    """Who begins looks: another process, or nobody, so that each is taken when it is asked for.

    Parameters
    ----------
    at_once
        Whether the looks are long enough to be worth the second that another process takes to begin.
    """
    if not at_once:

        def later(look: Callable[[Path], Seen], run: Path, /) -> Callable[[], Seen]:
            return lambda: look(run)

        yield later
        return
    # A fresh process, which every system has; looks are functions of a module, and what they give can be sent.
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:

        def now(look: Callable[[Path], Seen], run: Path, /) -> Callable[[], Seen]:
            return process.submit(look, run).result

        yield now
