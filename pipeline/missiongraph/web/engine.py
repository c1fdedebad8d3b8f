"""Processes that answer queries, each on a snapshot of the store; one that takes too long is killed and replaced.

A query of Oxigraph cannot be cancelled from Python, a process can: after a kill no work goes on. While a build runs
all processes keep the snapshot they have; when it has finished, they are replaced by ones on a new snapshot.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing as mp
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from ..errors import StartProblem
from ..store import Store, exists
from . import worker
from .answering import Answer, Asked, answer
from .kept import Kept
from .snapshots import Snapshot, mark

__all__ = ["Busy", "Died", "Engine", "Limits", "TooLong"]

P = ParamSpec("P")
T = TypeVar("T")

LOOK, AGAIN = 1.0, 10.0
"""Seconds between two looks for a build that has finished; and after one that failed."""
_log = logging.getLogger(__name__)


class TooLong(Exception):
    """The work went on for longer than the limit, and was stopped. `args[0]`: the limit in seconds."""


class Died(Exception):
    """The process that did the work is gone: it took too much memory, or somebody killed it."""


class Busy(Exception):
    """No process was free in time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost."""

    seconds: float = 30.0
    """Time for one query; what takes longer is stopped."""
    result_bytes: int = 50_000_000
    """Size of one answer; a larger one is refused."""
    memory_bytes: int = 4_000_000_000
    """Memory of one process, in which one query runs at a time."""
    processes: int = max(2, os.cpu_count() or 2)
    """Queries that are answered at the same time; others wait."""
    waiting_seconds: float = 60.0
    """How long a query may wait for its turn."""
    kept_bytes: int = 64_000_000
    """Answers that are kept until the store changes, for whoever asks the same; 0 keeps none."""


class Engine:
    """Answers queries about the graph in `directory`. Raises StartProblem S002 where there is none."""

    def __init__(self, directory: Path, limits: Limits | None = None) -> None:
        if not exists(directory / "store"):
            raise StartProblem("S002", str(directory))
        self.directory, self.limits = directory, limits or Limits()
        self._workers: set[_Worker] = set()
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._threads = ThreadPoolExecutor(4 * self.limits.processes, "query")

    async def __aenter__(self) -> Engine:
        self._show(await asyncio.to_thread(Snapshot, self.directory))
        for _ in range(self.limits.processes):
            self._idle.put_nowait(self._start())
        self._watch = asyncio.create_task(self._follow())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watch.cancel()
        with suppress(asyncio.CancelledError):
            await self._watch
        for busy in list(self._workers):
            self._stop(busy)
        self._threads.shutdown()
        self._snapshot.close()

    async def run(self, function: Callable[Concatenate[Store, P], T], /, *args: P.args, **options: P.kwargs) -> T:
        """`function(store, …)` in a process, on one state of the store. It must be of a module's top level.

        Raises TooLong, Died, Busy, and what the function raises.
        """
        try:
            async with asyncio.timeout(self.limits.waiting_seconds):
                free = await self._idle.get()
        except TimeoutError:
            raise Busy from None
        try:
            return cast("T", await free.ask(self._threads, (function, args, options), self.limits.seconds))
        finally:
            self._idle.put_nowait(self._fresh(free))

    async def answer(self, asked: Asked) -> Answer:
        """The answer to a query of the protocol, by `run` or as it was given before on this state of the store."""
        kept = self._kept
        found = kept.get(asked)
        if found is None:
            found = await self.run(answer, asked)
            kept.put(asked, found)
        return found

    @property
    def snapshot(self) -> Snapshot:
        """The state of the store that queries get from now on."""
        return self._snapshot

    def _show(self, snapshot: Snapshot) -> None:
        self._snapshot, self._kept = snapshot, Kept(self.limits.kept_bytes)

    def _start(self) -> _Worker:
        new = _Worker(self._snapshot, self.limits)
        self._workers.add(new)
        return new

    def _stop(self, old: _Worker) -> None:
        self._workers.discard(old)
        old.kill()

    def _fresh(self, old: _Worker) -> _Worker:
        """This worker, or another in its place where it is dead or its snapshot old."""
        if old.works and old.snapshot is self._snapshot:
            return old
        self._stop(old)
        return self._start()

    async def _follow(self) -> None:
        """Look again and again whether a build has finished, and go on with what it made."""
        seen = self._snapshot.mark
        while True:
            await asyncio.sleep(LOOK)
            try:
                now = mark(self.directory)
                if now == seen and now != self._snapshot.mark:  # it has come to rest
                    await self._reopen()
                seen = now
            except (StartProblem, OSError) as error:
                _log.warning("still showing the graph as it was: %s", error)
                await asyncio.sleep(AGAIN)

    async def _reopen(self) -> None:
        old = self._snapshot
        self._show(await asyncio.to_thread(Snapshot, self.directory))
        idle = [self._idle.get_nowait() for _ in range(self._idle.qsize())]
        for stale in idle:
            self._idle.put_nowait(self._fresh(stale))
        old.close()


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        self.snapshot, self.works, self._ready = snapshot, True, False
        context = mp.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        arguments = (theirs, snapshot.path, limits.seconds, limits.memory_bytes)
        self._process = context.Process(target=worker.main, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    async def ask(self, threads: ThreadPoolExecutor, task: object, seconds: float) -> object:
        """What the task gives. Whatever ends this early (time, a client that left) ends the process as well."""
        loop, done = asyncio.get_running_loop(), False
        try:
            if not self._ready:
                await loop.run_in_executor(threads, self._pipe.recv)
                self._ready = True
            async with asyncio.timeout(seconds):
                good, answer = await loop.run_in_executor(threads, self._exchange, task)
            done = True
        except TimeoutError:
            raise TooLong(seconds) from None
        except (EOFError, OSError) as error:
            raise Died from error
        finally:
            if not done:
                self.kill()
        if not good:
            raise answer
        return cast("object", answer)

    def _exchange(self, task: object) -> tuple[bool, BaseException]:
        self._pipe.send(task)
        return cast("tuple[bool, BaseException]", self._pipe.recv())

    def kill(self) -> None:
        """End the process at once."""
        self.works = False
        self._process.kill()
        self._process.join()
