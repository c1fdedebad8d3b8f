"""Snapshots of a store that a build may be writing to: a folder of hard links that nobody changes any more.

Oxigraph calls it undefined to read a database that another process writes, and only a writer can make a backup. But a
database is files: table files never change once written, and the few others only grow. So they are linked and copied,
and if the folder looks the same afterwards as before, nothing was written in between: the copy is what a kill at that
moment would have left, and a build may be killed at any moment. No lock is taken, so no build waits.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from ..errors import StartProblem

try:
    import fcntl
except ImportError:  # Windows: what a killed server left stays
    fcntl = None  # type: ignore[assignment]

__all__ = ["Snapshot", "mark"]

PREFIX, HELD = ".serve-", "IN_USE"
TRIES, PAUSE = 1000, 0.02
"""A build writes in bursts, a batch at a time: between two of them there is time to look."""

Listing = dict[str, tuple[int, int, int]]


class Snapshot:
    """The store of `directory` as it is now, in `path`; `close` removes it. Raises StartProblem S001."""

    def __init__(self, directory: Path) -> None:
        store = directory / "store"
        _sweep(directory)
        self.mark = mark(directory)
        self.path = _folder(directory)
        self._held = _hold(self.path)
        try:
            _copy(store, self.path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the snapshot; the store's own files stay."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._held.close()


def mark(directory: Path) -> tuple[tuple[int, int] | None, ...]:
    """What changes when a build or a retraction has finished: the files that each puts in place at its end."""
    return tuple(_mark(directory / name) for name in ("facts.jsonl", "run.json"))


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _folder(directory: Path) -> Path:
    """A new folder on the disk of the store, where links are free; else where temporary files go."""
    try:
        return Path(tempfile.mkdtemp(prefix=PREFIX, dir=directory))
    except OSError:
        return Path(tempfile.mkdtemp(prefix="missiongraph"))


def _hold(folder: Path) -> IO[bytes]:
    """An open file whose lock tells others that the folder is in use; the system frees it when this process ends."""
    held = (folder / HELD).open("ab")
    try:
        if fcntl:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise
    return held


def _sweep(directory: Path) -> None:
    """Remove what servers left that were killed."""
    for path in directory.glob(f"{PREFIX}*/{HELD}"):
        with suppress(OSError):  # in use
            _hold(path.parent).close()
            shutil.rmtree(path.parent)


def _copy(store: Path, target: Path) -> None:
    for _ in range(TRIES):
        with suppress(FileNotFoundError):  # compacted away in between
            before = _listing(store)
            for name in before:
                _take(store / name, target / name)
            if _listing(store) == before:
                return
        for path in target.iterdir():
            if path.name != HELD:
                path.unlink()
        time.sleep(PAUSE)
    raise StartProblem("S001", str(store), "a build is writing to it without a pause")


def _listing(store: Path) -> Listing:
    with os.scandir(store) as entries:
        found = {entry.name: entry.stat() for entry in entries if entry.name not in ("LOCK", "LOG")}
    return {name: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in found.items()}


def _take(source: Path, target: Path) -> None:
    if source.suffix == ".sst":
        with suppress(OSError):  # another disk, or one without links
            target.hardlink_to(source)
            return
    shutil.copyfile(source, target)
