"""Files that are put in place whole, and what to say where the disk has no room for them."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from missiongraph.errors import StartProblem

if TYPE_CHECKING:
    from missiongraph.store import Store

__all__ = ["clear", "disk_full", "place", "put", "telling"]

_FULL: Final = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_SAID: Final = re.compile("No space left|File too large|quota exceeded", re.I)
"""How libraries that hide the number say it."""


def put(store: Store, path: Path, writer: Callable[[Store, IO[bytes]], None]) -> None:
    """What the writer makes of the store, in this file; see `place`."""
    place(path, lambda out: writer(store, out))


def place(path: Path, writer: Callable[[IO[bytes]], object]) -> None:
    """Write beside the old file, then take its place: a reader never sees half of it.

    Raises StartProblem S003 where the disk is full; the old file then is as it was.
    """
    draft = path.with_name(f".{path.name}.new")
    try:
        with telling(path), draft.open("wb") as out:
            writer(out)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Within, a disk that is full is StartProblem S003."""
    try:
        yield
    except OSError as error:
        if disk_full(error):
            raise StartProblem("S003", str(path), error.strerror or str(error)) from error
        raise


def clear(folder: Path) -> None:
    """Remove the drafts that a killed run left behind."""
    for draft in folder.glob(".*.new"):
        draft.unlink(missing_ok=True)


def disk_full(error: OSError) -> bool:
    """Whether a file could not be written for lack of room, or beyond a limit on its size."""
    return error.errno in _FULL or bool(_SAID.search(str(error)))
