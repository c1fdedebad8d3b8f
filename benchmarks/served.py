"""A server of a graph for as long as a benchmark asks it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(directory: Path) -> Iterator[tuple[str, int]]:
    """The address (scheme, host, port) and the process id of `missiongraph serve` over a directory; ends it."""
    command = [sys.executable, "-m", "missiongraph", "serve", str(directory), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr
        said = server.stderr.readline()
        found = re.search(r"http://[^/ ]+", said)
        assert found, said + server.stderr.read()
        yield found[0], server.pid
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
