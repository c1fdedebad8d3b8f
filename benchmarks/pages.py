"""The explorer's pages over a large store: milliseconds from request to answer, one request at a time.

The store is that of questions.py (--releases; made once and kept), or a folder of yours with the addresses to ask. The
first column is the first request of a page: whichever process gets it first reads names, crews or sites once. `cpu` is
the processor time of the server for one request of the others, which does not depend on what else the machine does.

    python benchmarks/pages.py [--rounds 20] [--releases 955] [DIR ADDRESS...]
"""

from __future__ import annotations

import argparse
import os
import statistics
from pathlib import Path
from time import perf_counter

import httpx
from questions import made
from served import served

ADDRESSES = (
    *("/", "/search.json?q=tarn15", "/search.json?q=adda+tarn15", "/person", "/release", "/network", "/map", "/ask"),
    *("/station/outpost-alder", "/role/commander", "/agency/agency-of-land-1", "/facility/pad-1", "/craft/heron-0"),
    *("/person/ada-tarn1", "/person/ada-tarn1.json", "/person/ada-tarn1.ttl", "/conflicts"),
)
"""Of the invented archive; the first things of the second line are in all releases, or nearly."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("directory", nargs="?", type=Path)
    parser.add_argument("addresses", nargs="*")
    parser.add_argument("--rounds", type=int, default=20, help="2 at least: the first is not counted")
    parser.add_argument("--releases", type=int, default=955)
    options = parser.parse_args()
    directory = options.directory or _made(options.releases)
    with served(directory) as (address, process), httpx.Client(base_url=address, timeout=60) as client:
        client.get("/conflicts")  # the one search for conflicts is over
        _measure(client, process, tuple(options.addresses) or ADDRESSES, max(2, options.rounds))


def _measure(client: httpx.Client, server: int, addresses: tuple[str, ...], rounds: int) -> None:
    print(f"{'ms':32} {'first':>7} {'median':>7} {'slowest':>7} {'cpu':>7} {'bytes':>9}")
    for address in addresses:
        spent, used = [], 0.0
        for turn in range(rounds):
            used = _processor(server) if turn == 1 else used
            begun = perf_counter()
            answer = client.get(address)
            spent.append(1000 * (perf_counter() - begun))
            assert answer.status_code == 200, (address, answer.status_code)
        first, *rest = spent
        each = 1000 * (_processor(server) - used) / len(rest)
        times = f"{first:7.0f} {statistics.median(rest):7.0f} {max(rest):7.0f} {each:7.0f}"
        print(f"{address:32} {times} {len(answer.content):9,}")


def _processor(pid: int) -> float:
    """Seconds of processor time that a process and its children have had (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_processor(int(child)) for child in children)


def _made(releases: int) -> Path:
    directory = made(releases).parent.parent / f"questions-{releases}"
    if not directory.exists():
        directory.mkdir()
        (directory / "store").symlink_to(made(releases), target_is_directory=True)
    return directory


if __name__ == "__main__":
    main()
