"""How far a build is: a bar on a terminal, a plain line now and then elsewhere; always on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .common import note

__all__ = ["EVERY", "reporter"]

EVERY = 100
"""Releases between two plain lines."""


@contextmanager
def reporter() -> Iterator[Callable[[int, int | None], None]]:
    """A function to call with how many releases are done, of how many (None: not known yet)."""
    if not sys.stderr.isatty():
        yield _line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = ("releases", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("releases", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _line(done: int, total: int | None) -> None:
    if done and done % EVERY == 0:
        note(f"{done} of {total} releases" if total else f"{done} releases")
