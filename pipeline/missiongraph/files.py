"""Files that are put in place whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from missiongraph.store import Store

__all__ = ["put"]


def put(store: Store, path: Path, writer: Callable[[Store, IO[bytes]], None]) -> None:
    """Write beside the old file, then take its place: a reader never sees half of it."""
    draft = path.with_name(f".{path.name}.new")
    with draft.open("wb") as out:
        writer(store, out)
    draft.replace(path)
