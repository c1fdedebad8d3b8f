"""What a build did: counted as it goes, told at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from time import perf_counter
from typing import Final, TypeVar

from missiongraph.read import Failure

__all__ = ["STAGES", "Report", "Reporter", "Tally"]

T = TypeVar("T")

STAGES: Final = ("read", "clean", "annotate", "extract", "store", "write")
TOLD: Final = 5
"""How many failures a report tells of; failures.jsonl has them all."""
OFTEN: Final = 64
"""So many releases that need no work pass between two calls of the reporter."""

Reporter = Callable[[int, int], None]
"""Called now and then with how many releases are done with, whatever became of them, and how many of them failed."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: releases by fate, facts in the graph, seconds by stage, and the first failures, a line each."""

    new: int = 0
    changed: int = 0
    """Another content than before, or made by another version, model or ontology, or forced."""
    unchanged: int = 0
    duplicate: int = 0
    """Given more than once in this run, with the same id and the same content."""
    skipped: int = 0
    """Of those new or changed: too old for `since`."""
    failed: int = 0
    facts: int = 0
    reissues: int = 0
    """Releases in the graph that say again, or correct, what an earlier one says: they have facts of their own."""
    seconds: tuple[tuple[str, float], ...] = ()
    """By stage; those of several workers add up. `total` is the time that passed."""
    releases_per_second: float = 0.0
    """New and changed ones."""
    failures: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """1 where releases failed, else 0."""
        return 1 if self.failed else 0


@dataclass(slots=True)
class Tally:
    """The counts of a build under way."""

    reporter: Reporter | None = None
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    started: float = field(default_factory=perf_counter)

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """Whatever happens within counts as time of that stage."""
        started = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += perf_counter() - started

    def timed(self, items: Iterable[T], stage: str) -> Iterator[T]:
        """The items; the time that they take to come counts as time of that stage."""
        iterator = iter(items)
        while True:
            with self.time(stage):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item

    def judge(self, known: str | None, key: str, force: bool = False) -> bool:
        """Count a release by its fate; whether there is work to do. `known` is its key in the store, if it has one."""
        fate = "new" if known is None else "changed" if known != key or force else "unchanged"
        self.counts[fate] += 1
        if fate == "unchanged" and self.counts[fate] % OFTEN == 0:
            self.tell()
        return fate != "unchanged"

    def tell(self) -> None:
        """Let the reporter know how far the build is."""
        if self.reporter:
            through = sum(self.counts[fate] for fate in ("done", "unchanged", "duplicate"))
            self.reporter(through, len(self.failures))

    def report(self, facts: int = 0, reissues: int = 0) -> Report:
        """What was counted until now."""
        total = perf_counter() - self.started
        seconds = (*self.seconds.items(), ("total", total))
        fates = {fate: self.counts[fate] for fate in ("new", "changed", "unchanged", "duplicate", "skipped")}
        return Report(
            **fates,
            failed=len(self.failures),
            facts=facts,
            reissues=reissues,
            seconds=tuple((stage, round(spent, 3)) for stage, spent in seconds),
            releases_per_second=self.counts["done"] / total if total else 0.0,
            failures=tuple(
                f"{f.where or f.id}: {f.message} [{f.code}]" for f in sorted(self.failures, key=astuple)[:TOLD]
            ),
        )
