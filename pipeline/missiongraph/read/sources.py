"""From what users name (files, folders, globs, remote paths, `-`) to streams of bytes with an id."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from missiongraph.errors import Problem
from missiongraph.read.naming import naming
from missiongraph.read.packing import FLOOR, Unpacked

__all__ = ["Source", "sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file, a member of an archive, or standard input. `format` and `packing` as in `Naming`."""

    id: str
    where: str
    format: str
    opener: Callable[[], BinaryIO] | None = None
    packing: str = ""
    url: str | None = None
    charset: str = ""
    """What a server said of the encoding: for pages that are not UTF-8."""
    problem: Problem | None = None
    """Why it cannot be read: it is not there, or refused."""

    def raw(self) -> BinaryIO:
        """The bytes as they are kept. Raises its Problem, or OSError when it cannot be opened."""
        if self.problem or self.opener is None:
            raise self.problem or Problem("R001", self.where)
        return self.opener()

    def open(self, floor: int = FLOOR) -> Unpacked:
        """The bytes, unpacked; more than `floor` only from packed bytes in proportion. Raises as `raw` does."""
        return Unpacked(self.raw(), self.packing, floor)


def sources(inputs: Sequence[str]) -> Iterator[Source]:
    """The sources of all inputs, in their order. A path or pattern with nothing behind it comes out with a problem."""
    for name in inputs:
        path = Path(name)
        if name == "-":
            yield Source("stdin", "stdin", "", lambda: sys.stdin.buffer)
        elif path.is_dir():
            yield from _walk(path)
        elif path.exists() or not glob.has_magic(name):
            yield _file(path, path.name)
        else:
            yield from _expand(name)


def _walk(folder: Path) -> Iterator[Source]:
    found = False
    for path in _files(folder):
        found = True
        yield _file(path, path.relative_to(folder).as_posix())
    if not found:
        yield _missing(folder.name, str(folder))


def _files(folder: Path) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        unreadable.append(Path(error.filename))

    unreadable: list[Path] = []
    for top, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(top) / name for name in sorted(names) if not name.startswith("."))
    yield from unreadable


def _expand(pattern: str) -> Iterator[Source]:
    fixed = Path(*_before_magic(Path(pattern).parts))
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (patterns may be absolute)
    if not matches:
        yield _missing(pattern, pattern)
    for match in map(Path, matches):
        if match.is_file():
            yield _file(match, match.relative_to(fixed).as_posix())
        elif "**" not in pattern:
            yield from _walk(match)


def _before_magic(parts: tuple[str, ...]) -> Iterator[str]:
    for part in parts[:-1]:
        if glob.has_magic(part):
            return
        yield part


def _file(path: Path, relative: str) -> Source:
    name = naming(relative)
    if not path.exists():
        return _missing(name.id, str(path))
    return Source(name.id, str(path), name.format, partial(_open, path.absolute()), name.packing)


def _missing(name: str, where: str) -> Source:
    return Source(name, where, "unknown", problem=Problem("R001", where))


def _open(path: Path) -> BinaryIO:
    return path.open("rb")
