"""A query process: its loop, and the memory it may have. It imports little, to start fast."""

from __future__ import annotations

import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from ..store import Store

if sys.platform != "win32":
    import resource

__all__ = ["main"]

GRACE = 5


def main(pipe: Connection, path: Path, seconds: float, memory: int) -> None:
    """Answer tasks `(function, args, options)` by `(True, result)` or `(False, exception)` until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this process
    _bound(memory)
    store = Store(path, read_only=True)
    pipe.send("ready")
    while True:
        try:
            function, args, options = pipe.recv()
        except EOFError:
            return
        # The kernel ends what the server cannot end any more, because it was killed itself.
        _alarm(int(seconds) + GRACE)
        try:
            reply = True, function(store, *args, **options)
        except Exception as error:  # noqa: BLE001 - it goes to whoever asked
            reply = False, error
        _alarm(0)
        pipe.send(reply)


def _alarm(seconds: int) -> None:
    if sys.platform != "win32":
        signal.alarm(seconds)


def _bound(memory: int) -> None:
    if sys.platform != "win32":
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (memory if hard < 0 else min(memory, hard), hard))
