"""How many releases there are to come, as far as that can be told at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from missiongraph.read.remote import is_remote
from missiongraph.read.sources import Source, sources

__all__ = ["expected"]

MOST: Final = 1 << 30
"""So many bytes of JSON lines are looked through; of more, nobody waits for the count."""


def expected(inputs: Sequence[str]) -> int | None:
    """The releases in files of one release, and the lines of JSONL; None where anything else is among the inputs."""
    if any(name == "-" or is_remote(name) for name in inputs):
        return None
    total, left = 0, MOST
    for source in sources(inputs):
        if source.format == "jsonl" and not source.packing:
            lines, size = _lines(source, left)
            total, left = total + lines, left - size
        elif source.format in {"text", "html", ""}:
            total += 1
        elif source.format != "unknown":
            return None
        if left <= 0:
            return None
    return total


def _lines(source: Source, most: int) -> tuple[int, int]:
    """Lines and bytes of a file; it is left where there are more bytes than `most`."""
    lines = size = 0
    try:
        with source.raw() as file:
            while size < most and (part := file.read(1 << 20)):
                lines, size = lines + part.count(b"\n"), size + len(part)
    except OSError:
        pass  # the build will say what is wrong with it
    return lines, size
