"""What came out of the line and waits for its place: graphs for the store, and their parts of the files beside it.

A release costs the store less the more of them it takes at once; but what waits is lost where a build is killed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import IO, TYPE_CHECKING, Final

from missiongraph.files import telling

if TYPE_CHECKING:
    from pathlib import Path

    from missiongraph.store import Store
    from missiongraph.work import Outcome

__all__ = ["Harvest"]

BYTES: Final = 16_000_000
"""N-Quads that the store takes at once; it needs some five times as much memory for it."""
SECONDS: Final = 10.0
"""As much work may wait, and be lost to a kill; releases by the hundred cost a store half of what they cost by tens."""


@dataclass(slots=True)
class Harvest:
    """Graphs that wait, and in an unbuffered file, which nobody else sees, their parts of graph.ttl and facts.jsonl."""

    store: Store
    folder: Path
    file: IO[bytes]
    waiting: dict[str, bytes] = field(default_factory=dict)
    size: int = 0
    since: float = field(default_factory=monotonic)
    end: int = 0
    places: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """By graph: where in the file its Turtle begins, where its facts begin, and where they end."""

    def add(self, outcome: Outcome) -> None:
        """Take the graph of an outcome. Raises StartProblem S003."""
        part = memoryview(outcome.turtle + outcome.facts)
        self.places[outcome.graph] = self.end, self.end + len(outcome.turtle), self.end + len(part)
        self.end += len(part)
        with telling(self.folder):
            while part:
                part = part[self.file.write(part) :]
        self.waiting[outcome.graph] = outcome.quads
        self.size += len(outcome.quads)
        if self.size >= BYTES or monotonic() - self.since >= SECONDS:
            self.bring()

    def bring(self) -> None:
        """Have all that waits in the store. Raises StartProblem S003."""
        graphs, self.waiting = self.waiting, {}
        self.size, self.since = 0, monotonic()
        self.store.bring(graphs)

    def turtle(self, graph: str) -> bytes | None:
        """What graph.ttl says of a release of this run; None of another."""
        begin, middle, _ = self.places.get(graph, (0, 0, 0))
        return self._read(begin, middle) if graph in self.places else None

    def facts(self, graph: str) -> bytes | None:
        """Its lines of facts.jsonl; None of another."""
        _, middle, end = self.places.get(graph, (0, 0, 0))
        return self._read(middle, end) if graph in self.places else None

    def _read(self, begin: int, end: int) -> bytes:
        self.file.seek(begin)
        return self.file.read(end - begin)
