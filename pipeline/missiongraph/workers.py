"""Processes that run the line, and what happens when one of them dies.

A pool of the standard library hangs or loses everything in flight when a worker is killed. Here each worker
has a pipe of its own: when it dies, it is replaced, and its releases are tried once more, one at a time.
"""

from __future__ import annotations

import multiprocessing as mp
import os
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import cast

from missiongraph.errors import Problem
from missiongraph.line import Line, Outcome, Task

__all__ = ["run"]

Batch = tuple[Task, ...]


def run(
    batches: Iterator[Batch], workers: int, model: str, batch_size: int, since: date | None, language: str = "en"
) -> Iterator[list[Outcome]]:
    """The outcomes of each batch as it is done; one worker means this process."""
    if workers == 1:
        line = Line(model, batch_size, since, language)
        for batch in batches:
            yield list(line.run(batch))
        return
    pool = _Pool(workers, (model, batch_size, since, language))
    try:
        yield from pool.run(batches)
    finally:
        pool.close()


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    batch: Batch | None = None


@dataclass(slots=True)
class _Pool:
    size: int
    settings: tuple[str, int, date | None, str]
    workers: list[_Worker] = field(default_factory=list)
    again: deque[Batch] = field(default_factory=deque)

    def run(self, batches: Iterator[Batch]) -> Iterator[list[Outcome]]:
        self.workers = [self._start() for _ in range(self.size)]
        while True:
            for worker in self.workers:
                if worker.batch is None and (batch := self.again.popleft() if self.again else next(batches, None)):
                    self._give(worker, batch)
            busy = [w for w in self.workers if w.batch is not None]
            if not busy:
                return
            ready = wait([w.pipe for w in busy])
            for worker in [w for w in busy if w.pipe in ready]:
                yield self._take(worker)

    def _start(self) -> _Worker:
        context = mp.get_context("spawn")
        ours, theirs = context.Pipe()
        for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
            os.environ.setdefault(threads, "1")  # read when the child loads numpy: the processes are the threads
        process = context.Process(target=_serve, args=(theirs, self.settings), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self, worker: _Worker, batch: Batch) -> None:
        worker.batch = batch
        with suppress(BrokenPipeError, OSError):  # it died idle: its closed pipe is seen by the next wait
            worker.pipe.send(batch)

    def _take(self, worker: _Worker) -> list[Outcome]:
        batch = worker.batch or ()
        try:
            found = cast("list[Outcome] | BaseException", worker.pipe.recv())
        except (EOFError, OSError):
            return self._replace(worker, batch)
        worker.batch = None
        if isinstance(found, BaseException):
            raise found
        return found

    def _replace(self, worker: _Worker, batch: Batch) -> list[Outcome]:
        """A new worker in place of a dead one; its releases are tried again singly, and given up the second time."""
        worker.process.join()
        worker.pipe.close()
        self.workers[self.workers.index(worker)] = self._start()
        if len(batch) > 1:
            self.again.extend((task,) for task in batch)
            return []
        task = batch[0]
        if task.tries == 0:
            self.again.append((Task(task.release, task.key, 1),))
            return []
        problem = Problem("X002", task.release.source, f"exit code {worker.process.exitcode}")
        return [Outcome(task.release.id, task.release.source, code="X002", message=problem.text, stage="extract")]

    def close(self) -> None:
        for worker in self.workers:
            worker.pipe.close()
            worker.process.terminate()
            worker.process.join()


def _serve(pipe: Connection, settings: tuple[str, int, date | None, str]) -> None:
    """A worker's life: batches in, outcomes out, until the pipe closes."""
    try:
        line = Line(*settings)
        while True:
            pipe.send(list(line.run(pipe.recv())))
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return
    except Problem as problem:
        pipe.send(problem)
