"""From what users name (files, folders, globs, `-`) to streams of bytes with an id."""

from __future__ import annotations

import glob
import gzip
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from missiongraph.errors import Problem

__all__ = ["Source", "sources"]

_FORMATS: Final = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
}
_PACKED: Final = (".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Source:
    """A file or standard input. `format` is text, html, jsonl, csv, "" (look at the content) or "unknown"."""

    id: str
    where: str
    format: str
    path: Path | None = None
    missing: bool = False

    def open(self) -> BinaryIO:
        """The bytes, unpacked. Raises Problem R001 when nothing is there, OSError when it cannot be opened."""
        if self.missing:
            raise Problem("R001", self.where)
        if self.path is None:
            return sys.stdin.buffer
        if self.path.suffix.lower() == ".gz":
            return cast(BinaryIO, gzip.open(self.path, "rb"))
        if self.path.suffix.lower() == ".zst":
            return _open_zstandard(self.path)
        return self.path.open("rb")


def sources(inputs: Sequence[str]) -> Iterator[Source]:
    """The sources of all inputs, in their order. A path or pattern with nothing behind it comes out as `missing`."""
    for name in inputs:
        path = Path(name)
        if name == "-":
            yield Source("stdin", "stdin", "")
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
        yield Source(folder.name, str(folder), "unknown", missing=True)


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
        yield Source(pattern, pattern, "unknown", missing=True)
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
    name = Path(relative)
    if name.suffix.lower() in _PACKED:
        name = name.with_suffix("")
    suffix = name.suffix.lower()
    known = _FORMATS.get(suffix)
    if known is None:
        # Archives of mail and news number their files: "sci.space/59497", "release.12".
        known = "" if suffix[1:].isdigit() or not suffix else "unknown"
    else:
        name = name.with_suffix("")
    missing = not path.exists()
    return Source(name.as_posix(), str(path), known, path, missing)


def _open_zstandard(path: Path) -> BinaryIO:
    try:
        zstandard = importlib.import_module("zstandard")
    except ImportError:
        raise Problem("R003", str(path), "reading .zst needs `pip install zstandard`") from None
    return cast(BinaryIO, zstandard.open(path, "rb"))
