"""The server under load: so many clients at once, each asking one query after the other of a mix, for some seconds.

The mix: what an explorer's page asks (a thing's facts, its names), saved questions, a DESCRIBE, and a larger table. The
store is that of questions.py (--releases), or a folder of yours. The server runs as users run it, in a process of its
own beside the clients on the same machine: the clients' work is in the figures. The server keeps answers; with --new
no query is asked twice, so that each has to be worked out.

    python benchmarks/serve.py [--clients 50] [--seconds 20] [--new] [DIR]
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import statistics
from collections import Counter
from pathlib import Path
from time import perf_counter

import httpx
from questions import GIVEN, made
from served import served

from missiongraph import query
from missiongraph.store import Store

QUESTIONS = ("flights-of-craft", "roles-of-person", "facts-about", "crew-by-leg", "launches-by-vehicle")
WRITTEN = {
    "names": "SELECT ?label { ?thing a mg:Person ; skos:prefLabel ?label } ORDER BY ?label LIMIT 100",
    "describe": "DESCRIBE mg:Person agency:nasa",
    "ask": "ASK { ?who mg:flewOn ?craft }",
    "table": "SELECT ?who ?craft ?day { ?e a mg:Launch ; mg:participant ?who ; mg:spacecraft ?craft ; mg:time ?day }",
}


async def _client(
    number: int, url: str, mix: list[tuple[str, str]], until: float, new: bool, spent: dict[str, list[float]]
) -> Counter[str]:
    statuses: Counter[str] = Counter()
    async with httpx.AsyncClient(timeout=60) as client:
        turn = number
        while perf_counter() < until:
            name, sparql = mix[turn % len(mix)]
            turn += 1
            sparql += f"\n# {number} {turn}" * new
            begun = perf_counter()
            try:
                statuses[str((await client.post(url, data={"query": sparql})).status_code)] += 1
            except httpx.HTTPError as error:
                statuses[type(error).__name__] += 1
            spent[name].append(perf_counter() - begun)
    return statuses


async def _load(url: str, mix: list[tuple[str, str]], clients: int, seconds: float, new: bool) -> int:
    spent: dict[str, list[float]] = {name: [] for name, _ in mix}
    async with httpx.AsyncClient(timeout=60) as first:  # its processes have started, and read their pages from disk
        await asyncio.gather(*(first.post(url, data={"query": sparql}) for _, sparql in 4 * mix))
    begun = perf_counter()
    found = await asyncio.gather(*(_client(n, url, mix, begun + seconds, new, spent) for n in range(clients)))
    took = perf_counter() - begun
    statuses = sum(found, Counter())
    every = sorted(time for times in spent.values() for time in times)
    errors = statuses.total() - statuses["200"]
    print(f"{clients} clients, {took:.0f} s: {len(every) / took:,.0f} requests/s, errors {errors} {dict(statuses)}")
    print(f"all       p50 {_ms(every, 50)}, p99 {_ms(every, 99)}, slowest {1000 * every[-1]:,.0f} ms")
    for name, times in spent.items():
        print(f"{name:24} {len(times):6} answers, p50 {_ms(times, 50)}, p99 {_ms(times, 99)}")
    return len(every) + 4 * len(mix)


def _ms(seconds: list[float], percent: int) -> str:
    return f"{1000 * statistics.quantiles(seconds, n=100)[percent - 1]:,.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("directory", nargs="?", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--new", action="store_true", help="ask no query twice")
    parser.add_argument("--releases", type=int, default=955)
    options = parser.parse_args()
    directory = options.directory or made(options.releases).parent.parent / f"questions-{options.releases}"
    if options.directory is None and not directory.exists():
        directory.mkdir()
        (directory / "store").symlink_to(made(options.releases), target_is_directory=True)
    with Store(directory / "store", read_only=True) as store:
        saved = {n: q for n, q in query.questions().items() if n in QUESTIONS}
        if options.directory:  # of somebody's own graph: what asks for nothing in particular
            saved = {n: q for n, q in saved.items() if not any(p.required for p in q.parameters)}
        mix = [(n, q.bound(store, {} if options.directory else GIVEN.get(n, {}))) for n, q in saved.items()]
    mix += WRITTEN.items()
    with served(directory) as (address, _):
        answers = asyncio.run(_load(f"{address}/sparql", mix, options.clients, options.seconds, options.new))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"processor time of the server: {1000 * (used.ru_utime + used.ru_stime) / answers:,.1f} ms an answer")


if __name__ == "__main__":
    main()
