"""A Ray cluster of two machines on this one, in a process of its own: prints its address, then does as it is told.

Each line of its input is a command, answered with a line: `busy` (how many actors the second node runs), `remove` (take
that node away, without a warning to anybody), `quit`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

NODE = {"num_cpus": 1, "object_store_memory": 80_000_000}


def busy(node) -> int:
    raylet = node.all_processes["raylet"][0].process.pid
    found = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            found += parent == raylet and "MapWorker" in (path.parent / "cmdline").read_text()
        except OSError:
            continue  # it ended meanwhile
    return found


def main() -> None:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args=NODE | {"include_dashboard": False})
    second = cluster.add_node(**NODE)
    print(cluster.address, flush=True)
    for line in map(str.strip, sys.stdin):
        if line == "quit":
            break
        if line == "remove":
            cluster.remove_node(second, allow_graceful=False)
        print(busy(second) if line == "busy" else "done", flush=True)
    cluster.shutdown()


if __name__ == "__main__":
    main()
