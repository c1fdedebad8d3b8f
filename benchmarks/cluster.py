"""What an archive of many releases takes on a cluster, from what those of the corpus take here.

    python benchmarks/cluster.py [RELEASES]          (default: 10 million)

Prints what it measured, each figure for one release, and what follows for so many. Seconds are of processor time, so
what else runs on this machine counts little; Ray itself, the network and the start of processes are left out.
"""

from __future__ import annotations

import sys
import tempfile
import tracemalloc
from pathlib import Path
from time import process_time

from missiongraph import run
from missiongraph.line import Line
from missiongraph.recipe import recipe
from missiongraph.report import Tally
from missiongraph.scale import parts
from missiongraph.scale.plan import Cut, Found, partitions, shards, survey, tasks
from missiongraph.settings import Settings
from missiongraph.store import Store

CORPUS = Path(__file__).parents[1] / "corpus" / "releases"
COPIES = 5
"""How often the graphs of the corpus go into the store, under other names: a store of one megabyte has no size."""
PRICE, ROOM = 0.04, 0.023
"""Assumed: dollars for an hour of a core, and for a gigabyte of object storage in a month."""


def measure(folder: Path) -> dict[str, float]:
    """Figures for one release."""
    settings = Settings()
    cut = Cut(settings.partition_releases, settings.max_bytes, recipe(settings.model).name)
    line = Line(settings.model, settings.batch_size)
    cutting = list(shards([str(CORPUS)], cut.size))
    started = process_time()
    seen = [each for shard in cutting for each in survey(shard, cut)]
    reading = process_time() - started
    plan = list(partitions(seen, {}, cut, Tally()))
    work = [pair for shard in cutting for pair in tasks(shard, [p for p in plan if p.shard == shard.name], cut)]
    number = sum(len(todo) for _, todo in work)
    list(line.run(work[0][1][:4]))  # tables that are filled at first use
    started = process_time()
    made = []
    for partition, todo in work:
        steps = range(0, len(todo), settings.batch_size)
        outcomes = [o for at in steps for o in line.run(todo[at : at + settings.batch_size])]
        made.append(parts.write(folder, partition, outcomes))
    making = process_time() - started
    quads = b"".join(parts.quads(folder, partition) for partition, _ in work)
    loading, stored = load(quads, folder / "store")
    return {
        "releases": number,
        "words": sum(len(task.release.text.split()) for _, todo in work for task in todo) / number,
        "reading": reading / number,
        "making": making / number,
        "facts": sum(marker.facts for marker in made) / number,
        "quads": quads.count(b"\n") / number,
        "bytes": len(quads) / number,
        "packed": sum(marker.sizes[0] for marker in made) / number,
        "view": sum(marker.sizes[1] for marker in made) / number,
        "loading": loading / number / COPIES,
        "stored": stored / number / COPIES,
        "finishing": finish(quads, folder, settings) / number,
        "planned": planned(cut),
    }


def load(quads: bytes, path: Path) -> tuple[float, int]:
    """Seconds to load copies of these quads, and the bytes that they and the authority then take."""
    with Store(path) as store:
        run.keep_authority(store)
        started = process_time()
        for number in range(COPIES):
            store.load_quads(quads.replace(b"/id/release/", b"/id/release/copy%d-" % number))
        store.optimize()
        store.flush()
        spent = process_time() - started
    return spent, sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def finish(quads: bytes, out: Path, settings: Settings) -> float:
    """Seconds for what follows once all is loaded: re-issues, graph.ttl, facts.jsonl."""
    with Store() as store:
        run.keep_authority(store)
        store.load_quads(quads)
        started = process_time()
        run.finish(store, out, settings, recipe(settings.model), Tally())
        return process_time() - started


def planned(cut: Cut, number: int = 100_000) -> float:
    """Bytes that the machine which runs the build keeps of a release."""
    chunks = (
        (
            "shard",
            at,
            tuple(Found(f"https://agency.example/{n}", "", f"{n:064}", f"{n:032}") for n in range(at, at + 500)),
        )
        for at in range(0, number, 500)
    )
    tracemalloc.start()
    kept = list(partitions(chunks, {}, cut, Tally()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept) == number / 500
    return peak / number


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        m = measure(Path(folder))
    hours = total * (2 * m["reading"] + m["making"]) / 3600
    costs = hours * PRICE, total * (m["packed"] + m["view"]) / 1e9 * ROOM
    print(f"measured on {m['releases']:.0f} releases of {m['words']:.0f} words:")
    for name in ("reading", "making", "loading", "finishing"):
        print(f"  {name:9}{m[name] * 1000:8.2f} ms of a core")
    print(f"  facts    {m['facts']:8.1f}")
    print(f"  quads    {m['quads']:8.0f} of {m['bytes'] / m['quads']:.0f} bytes")
    print(
        f"  N-Quads  {m['bytes'] / 1000:8.1f} kB, packed {m['packed'] / 1000:.1f} kB; facts {m['view'] / 1000:.2f} kB"
    )
    print(f"  store    {m['stored'] / 1000:8.1f} kB")
    print(f"  plan     {m['planned']:8.0f} bytes of memory")
    print(f"for {total:,} releases:")
    print(f"  core hours  {hours:,.0f} = {total:,} x (2 x reading + making): {total / hours:,.0f} releases in each")
    print(f"  hours       {hours / 100:,.1f} on 100 cores, {hours / 500:,.1f} on 500")
    print(f"  quads       {total * m['quads'] / 1e9:,.1f} billion")
    print(
        f"  shards      {total * (m['packed'] + m['view']) / 1e9:,.0f} GB ({total * m['bytes'] / 1e12:.2f} TB unpacked)"
    )
    print(
        f"  store       {total * m['stored'] / 1e12:,.2f} TB, loaded in {total * m['loading'] / 3600:,.0f} core hours"
    )
    print(f"  finishing   {total * m['finishing'] / 3600:,.0f} hours of one core, where it is loaded into our store")
    print(f"  plan        {total * m['planned'] / 1e9:,.1f} GB of memory where the build runs")
    print(
        f"  cost        ${costs[0]:,.0f} at ${PRICE} a core and hour; ${costs[1]:,.0f} a month for shards, ${ROOM} a GB"
    )


if __name__ == "__main__":
    main()
