"""Partitions into the store: at bulk speed into a new one, each release in a transaction into one that is there."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import Final

import pyoxigraph as ox

from missiongraph import editions, run
from missiongraph.files import clear, place
from missiongraph.scale import parts
from missiongraph.scale.plan import Partition
from missiongraph.store import AUTHORITY, EDITIONS, RUN, Store, exists
from missiongraph.terms import iri, node, release_iri

__all__ = ["GRAPHS", "leave", "load"]

BESIDE: Final = "store"
"""Where in the folder a store is made before it takes its place."""
GRAPHS: Final = "graphs.nq.gz"
TELLING: Final = "mg:signature mg:fullText dcterms:issued dcterms:identifier mg:digest mg:buildKey".split()
"""What tells re-issues from first issues, and how a store is known."""
HEAP: Final = 64_000_000
"""Bytes of N-Quads that are loaded at once: each load writes files of its own, and takes some ten times the memory."""


def load(out: Path, folder: Path, wanted: Sequence[Partition], batch_size: int) -> None:
    """Bring the partitions in the folder into DIR/store.

    A new store is made beside, and put in place whole: loading in bulk knows no transactions.
    Raises StartProblem S001 (in use), S003 (disk full).
    """
    path, beside = out / "store", folder / BESIDE
    if exists(path):
        with Store(path) as store:
            clear(out)
            run.keep_authority(store)
            for partition in wanted:
                _replace(store, folder, partition, batch_size)
        return
    with _new(beside) as store:
        for heap in _heaps(folder, wanted):
            store.load_quads(heap)
        store.flush()
    rmtree(path, ignore_errors=True)  # of a build that was killed before it had made a store
    beside.replace(path)


def leave(folder: Path, wanted: Sequence[Partition], pipeline: str) -> None:
    """Write beside the partitions the graphs that belong to no release: authority, run, and which are re-issues.

    The latter follow from a part of each release: it is loaded into a store that is thrown away.
    """
    parts.sweep(folder, wanted)
    own = b"|".join(re.escape(str(node(term)).encode()) for term in TELLING)
    telling = re.compile(rb"^\S+ (?:%b) .*\n" % own, re.M)
    with _new(folder / BESIDE) as store:
        run.keep_run(store, pipeline)
        for heap in _heaps(folder, wanted):
            store.load_quads(b"".join(telling.findall(heap)))
        editions.settle(store)
        quads = sorted(str(quad) for name in (AUTHORITY, EDITIONS, RUN) for quad in store.quads(iri(name)))
    rmtree(folder / BESIDE)
    packed = gzip.compress("".join(f"{quad} .\n" for quad in quads).encode(), mtime=0)
    place(folder / GRAPHS, lambda out: out.write(packed))


def _new(path: Path) -> Store:
    """A store with the authority, in place of whatever was there. Raises StartProblem S001 where that is in use."""
    Store(path).close()
    rmtree(path)
    store = Store(path)
    run.keep_authority(store)
    return store


def _replace(store: Store, folder: Path, partition: Partition, batch_size: int) -> None:
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in ox.parse(parts.quads(folder, partition), ox.RdfFormat.N_QUADS):
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs[quad.graph_name.value].append(quad)
    rest = iter(graphs.items())
    while batch := dict(islice(rest, batch_size)):
        store.replace(batch)
    marker = parts.done(folder, partition)
    for failure in marker.failures if marker else ():
        if failure.code == "L001":
            store.remove(release_iri(failure.id))  # what an earlier build misread of it


def _heaps(folder: Path, wanted: Iterable[Partition]) -> Iterator[bytes]:
    heap = bytearray()
    for partition in wanted:
        heap += parts.quads(folder, partition)
        if len(heap) >= HEAP:
            yield bytes(heap)
            heap.clear()
    if heap:
        yield bytes(heap)
