"""How far a build is: a bar on a terminal, a plain line now and then elsewhere; always on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .common import note

if TYPE_CHECKING:
    from ..report import Reporter

__all__ = ["EVERY", "reporter"]

EVERY = 100
"""Releases between two plain lines."""


@contextmanager
def reporter(inputs: Sequence[str]) -> Iterator[Reporter]:
    """A function to call with how many releases are done with, and how many of them failed."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from ..read import expected

    rate, failed = TextColumn("{task.fields[rate]}"), TextColumn("{task.fields[failed]}")
    columns = ("releases", BarColumn(), MofNCompleteColumn(), rate, TimeElapsedColumn(), "left", TimeRemainingColumn())
    with Progress(*columns, failed, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("releases", total=expected(inputs), rate="", failed="")

        def show(done: int, failures: int) -> None:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, completed=done, rate=f"{speed:.1f}/s" if speed else "", failed=f"{failures} failed")

        yield show


def _lines() -> Reporter:
    """A line whenever another `EVERY` releases are done."""
    told = 0

    def tell(done: int, failures: int) -> None:
        nonlocal told
        if done // EVERY > told:
            told = done // EVERY
            note(f"{done} releases, {failures} failed" if failures else f"{done} releases")

    return tell
