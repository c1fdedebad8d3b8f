"""How an archive is cut for many machines: into shards, which are read, and partitions of them, which are written.

Both follow from the input alone. What a partition is to hold is known before any is made, so that one that is there
from an earlier run, and holds just that, need not be made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from missiongraph import read
from missiongraph.model import Release
from missiongraph.read.naming import ARCHIVES
from missiongraph.report import Tally
from missiongraph.work import Task, key_of

__all__ = ["Cut", "Found", "Partition", "Seen", "Shard", "partitions", "shards", "survey", "tasks"]

MANY: Final = (*ARCHIVES, "jsonl", "csv", "feed")
"""Formats whose files hold many releases: each file is a shard. Of the others, as many as make up a partition."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What decides, beside the input, what a partition holds."""

    size: int
    """Releases (and what could not be read as one) of a partition."""
    max_bytes: int
    recipe: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that one machine reads from beginning to end. `name` tells it from all others, in every run."""

    name: str
    sources: tuple[read.Source, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A release that a survey came by, as far as the plan must know it."""

    id: str
    source: str
    digest: str
    key: str


Seen = tuple[str, int, tuple[Found | read.Failure, ...]]
"""Name of a shard, number of a partition, and all that is there."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Releases of a shard that follow each other, but for those that need no work."""

    shard: str
    number: int
    digest: str
    """Of the ids and keys of the releases to do: it tells whether what an earlier run wrote is what this one needs."""
    idle: frozenset[int]
    """Places, counted from 0, of what needs no work: unchanged, read before, unreadable."""

    @property
    def name(self) -> str:
        """The stem of its files."""
        return f"{self.shard}-{self.number:05}"


def shards(inputs: Sequence[str], size: int) -> Iterator[Shard]:
    """The shards of these inputs, in their order; up to `size` small files share one."""
    loose: list[read.Source] = []
    for source in read.sources_of(inputs):
        single = source.format not in MANY
        if loose and (not single or len(loose) == size):
            yield _shard(loose)
            loose = []
        if single:
            loose.append(source)
        else:
            yield _shard([source])
    if loose:
        yield _shard(loose)


def _shard(sources: Sequence[read.Source]) -> Shard:
    known = "\x1e".join(f"{source.id}\x1f{source.where}" for source in sources)
    return Shard(hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:16], tuple(sources))


def survey(shard: Shard, cut: Cut) -> Iterator[Seen]:
    """All that is in a shard, partition by partition."""
    for number, chunk in _chunks(shard, cut):
        seen = (
            f if isinstance(f, read.Failure) else Found(f.id, f.source, f.digest, key_of(f, cut.recipe)) for f in chunk
        )
        yield shard.name, number, tuple(seen)


def partitions(
    surveys: Iterable[Seen], known: Mapping[str, str], cut: Cut, tally: Tally, force: bool = False
) -> Iterator[Partition]:
    """Those in which there is something to do. Counts every release by its fate.

    The surveys come in the order of the input: of several releases with one id the first is the one that counts.
    """
    before = read.Seen()
    for shard, number, seen in surveys:
        todo = [place for place, found in enumerate(seen) if _wanted(found, before, known, tally, force)]
        if todo:
            work = [found for place in todo if isinstance(found := seen[place], Found)]
            idle = frozenset(range(len(seen))).difference(todo)
            yield Partition(shard, number, _digest(work, cut.since), idle)


def tasks(shard: Shard, wanted: Sequence[Partition], cut: Cut) -> Iterator[tuple[Partition, tuple[Task, ...]]]:
    """The work of these partitions of one shard, in their order."""
    by_number = {partition.number: partition for partition in wanted}
    for number, chunk in _chunks(shard, cut):
        if partition := by_number.pop(number, None):
            work = (f for place, f in enumerate(chunk) if place not in partition.idle and isinstance(f, Release))
            yield partition, tuple(Task(release, key_of(release, cut.recipe)) for release in work)
        if not by_number:
            return


def _chunks(shard: Shard, cut: Cut) -> Iterator[tuple[int, tuple[Release | read.Failure, ...]]]:
    found = read.each(shard.sources, cut.max_bytes)
    return enumerate(iter(lambda: tuple(islice(found, cut.size)), ()))


def _wanted(
    found: Found | read.Failure, before: read.Seen, known: Mapping[str, str], tally: Tally, force: bool
) -> bool:
    if isinstance(found, Found):
        first = before.first(found.id, found.digest, found.source)
        if first is True:
            return tally.judge(known.get(found.id), found.key, force)
        if first is False:
            tally.counts["duplicate"] += 1
            return False
        found = first
    tally.failures.append(found)
    return False


def _digest(work: Iterable[Found], since: date | None) -> str:
    parts = (str(since), *(f"{found.id}\x1f{found.key}" for found in work))
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
