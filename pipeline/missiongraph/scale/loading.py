"""Partitions into the store: at bulk speed into a new one, each release in a transaction into one that is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import Final

import pyoxigraph as ox

from missiongraph import run
from missiongraph.files import clear
from missiongraph.scale import parts
from missiongraph.scale.plan import Partition
from missiongraph.store import Store
from missiongraph.terms import release_iri

__all__ = ["load"]

HEAP: Final = 64_000_000
"""Bytes of N-Quads that are loaded at once: each load writes files of its own, and takes some ten times the memory."""


def load(out: Path, folder: Path, wanted: Sequence[Partition], batch_size: int) -> None:
    """Bring the partitions in the folder into DIR/store.

    A new store is made beside, and put in place whole: loading in bulk knows no transactions.
    Raises StartProblem S001 (in use), S003 (disk full).
    """
    path, beside = out / "store", folder / "store"
    if (path / "CURRENT").is_file():
        with Store(path) as store:
            clear(out)
            run.keep_authority(store)
            for partition in wanted:
                _replace(store, folder, partition, batch_size)
        return
    Store(beside).close()  # raises where another build is at it
    rmtree(beside)
    with Store(beside) as store:
        run.keep_authority(store)
        for heap in _heaps(folder / f"{partition.name}{parts.QUADS}" for partition in wanted):
            store.load_quads(heap)
        store.flush()
    if path.exists():
        path.rmdir()
    beside.replace(path)


def _replace(store: Store, folder: Path, partition: Partition, batch_size: int) -> None:
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in ox.parse(path=folder / f"{partition.name}{parts.QUADS}", format=ox.RdfFormat.N_QUADS):
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs[quad.graph_name.value].append(quad)
    rest = iter(graphs.items())
    while batch := dict(islice(rest, batch_size)):
        store.replace(batch)
    marker = parts.done(folder, partition)
    for failure in marker.failures if marker else ():
        if failure.code == "L001":
            store.remove(release_iri(failure.id))  # what an earlier build misread of it


def _heaps(paths: Iterable[Path]) -> Iterator[bytes]:
    heap = bytearray()
    for path in paths:
        heap += path.read_bytes()
        if len(heap) >= HEAP:
            yield bytes(heap)
            heap.clear()
    if heap:
        yield bytes(heap)
