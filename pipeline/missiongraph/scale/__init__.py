"""The same line on many machines, with Ray Data: shards in, partitions out, and those into the store.

Needs the extra `ray`, and folders that all machines see. What a build leaves is what `run.build` leaves of the same
input; partitions are kept in DIR/shards until they are in the store, and a build that was stopped goes on from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import Final

from missiongraph import record, run
from missiongraph.errors import Problem
from missiongraph.recipe import recipe
from missiongraph.report import Report, Reporter, Tally
from missiongraph.scale import cluster, loading, parts
from missiongraph.scale.plan import Cut, Partition, Shard, partitions, shards
from missiongraph.settings import Settings
from missiongraph.store import Store

__all__ = ["build"]

SHARDS: Final = "shards"

Work = tuple[Shard, tuple[Partition, ...]]


def build(
    inputs: Sequence[str],
    out: Path,
    settings: Settings,
    *,
    address: str = cluster.LOCAL,
    load: bool = True,
    since: date | None = None,
    dry_run: bool = False,
    force: bool = False,
    reporter: Reporter | None = None,
) -> Report:
    """Bring the graph in `out` up to date with the inputs; without `load`, leave its partitions for another store.

    `settings.workers` actors hold the model each; 1 stands for as many as a cluster has CPUs. `force` makes all
    partitions again, also those that a stopped build left. Raises Problem R001, U004 (standard input), StartProblem
    (as `run.build`, and N001 to N003: Ray, the cluster, its machines).
    """
    if dry_run:
        return run.build(inputs, out, settings, dry_run=True, force=force, reporter=reporter)
    tally = Tally(reporter)
    run.check(inputs)
    if "-" in inputs:
        raise Problem("U004", "-")
    made_by = recipe(settings.model, settings.language)
    cut = Cut(settings.partition_releases, settings.max_bytes, made_by.name, since)
    folder = out.absolute() / SHARDS
    if force:
        rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    known = run.known_keys(out) if load else {}
    with cluster.connected(address, settings.workers) as cpus:
        actors = settings.workers if settings.workers > 1 else cpus
        work = _work(inputs, known, cut, tally, force)
        facts = _make(work, folder, cut, settings, actors, tally)
    wanted = [partition for _, some in work for partition in some]
    if not load:
        loading.leave(folder, wanted, made_by.name)
        report = tally.report(facts)
        record.keep(out, report, tally.failures, settings, made_by, state="")
        return report
    with tally.time("store"):
        loading.load(out, folder, wanted, settings.batch_size)
    with Store(out / "store") as store:
        report = run.finish(store, out, settings, made_by, tally)
    rmtree(folder)
    return report


def _work(inputs: Sequence[str], known: Mapping[str, str], cut: Cut, tally: Tally, force: bool) -> list[Work]:
    """The shards in which there is something to do, each with its partitions."""
    found = list(shards(inputs, cut.size))  # one that is given twice is read twice: its releases are duplicates
    by_name = {shard.name: shard for shard in found}
    wanted: dict[str, list[Partition]] = {}
    with tally.time("read"):
        for partition in partitions(cluster.surveys(found, cut), known, cut, tally, force):
            wanted.setdefault(partition.shard, []).append(partition)
    return [(by_name[name], tuple(some)) for name, some in wanted.items()]


def _make(work: Sequence[Work], folder: Path, cut: Cut, settings: Settings, actors: int, tally: Tally) -> int:
    """Have every partition in the folder, and count what they tell. Returns the number of facts."""
    facts, missing = 0, []
    for shard, wanted in work:
        there = {partition: parts.done(folder, partition) for partition in wanted}
        for marker in filter(None, there.values()):
            facts += _count(marker, tally)
        if lacking := tuple(partition for partition, marker in there.items() if marker is None):
            missing.append((shard, lacking))
    for marker in cluster.make(missing, folder, cut, settings, actors):
        facts += _count(marker, tally)
    return facts


def _count(marker: parts.Done, tally: Tally) -> int:
    marker.count(tally)
    tally.tell()
    return marker.facts
