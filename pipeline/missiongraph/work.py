"""What goes into the line and what comes out, as it crosses from one process to another. Nothing heavy is loaded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from missiongraph.model import Release

__all__ = ["Outcome", "Task", "key_of"]


@dataclass(frozen=True, slots=True)
class Task:
    """A release as it was read, and the key under which its graph will be known."""

    release: Release
    key: str
    tries: int = 0
    """How often a worker died over it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a release: its graph as N-Quads, or a problem (code and message), or neither (too old)."""

    id: str
    source: str
    graph: str = ""
    quads: bytes = b""
    turtle: bytes = b""
    """What graph.ttl says of it, and it alone."""
    facts: bytes = b""
    """Its lines of facts.jsonl."""
    code: str = ""
    message: str = ""
    stage: str = ""
    seconds: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Spent cleaning, annotating, and extracting to quads."""


def key_of(release: Release, recipe: str) -> str:
    """What a stored graph must have been made from to be up to date: all of this release, by this recipe."""
    parts = (recipe, release.digest, release.url or "", release.publisher or "", str(release.html))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
