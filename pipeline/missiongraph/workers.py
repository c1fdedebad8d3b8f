"""Processes that run the line, and what happens when one of them dies.

A pool of the standard library hangs or loses everything in flight when a worker is killed. Here each worker
has a pipe of its own: when it dies, it is replaced, and its releases are tried once more, one at a time.

A release that takes too long is stopped by an alarm that a worker sets for itself, and that ends it: no handler could
run while a matrix is multiplied or a pattern matched. (Where systems have no alarm, as on Windows, nothing is stopped.)
"""

from __future__ import annotations

import gc
import multiprocessing as mp
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Final, cast

from missiongraph.errors import Problem, StartProblem
from missiongraph.work import Outcome, Task

if TYPE_CHECKING:
    from missiongraph.line import Line

__all__ = ["Pool", "run"]

Batch = tuple[Task, ...]

STILLBORN: Final = 5
"""So many workers in a row may die before they are ready."""
_YOUNG: Final = 20_000
"""So many new objects before a worker looks for garbage: a release makes as many, and few of them stay."""
ALARM: Final = getattr(signal, "SIGALRM", None)


def run(
    batches: Iterator[Batch],
    workers: int,
    model: str,
    batch_size: int,
    since: date | None,
    language: str = "en",
    *,
    seconds: int = 60,
    isolated: bool = False,
) -> Generator[list[Outcome]]:
    """The outcomes of each batch as it is done. One worker means this process, unless it is to be `isolated`.

    Nothing starts before there is a batch; then processes are on their way when the first outcomes come, which are
    none. `seconds` bounds a release in a process of its own; here, nothing could stop it.
    Raises StartProblem M001, M002 or M003.
    """
    settings = (model, batch_size, since, language)
    if workers > 1 or isolated:
        pool = Pool(workers, settings, seconds)
        try:
            if pool.start(batches):
                yield []
            yield from pool.run(batches)
        finally:
            pool.close()
        return
    line = None
    for batch in batches:
        line = line or _line(settings)
        yield list(line.run(batch))


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    batch: Batch | None = None


@dataclass(slots=True)
class Pool:
    """Processes that each hold the line, from its first batch until `close`; `run` may be called again and again."""

    size: int
    settings: tuple[str, int, date | None, str]
    seconds: int
    workers: list[_Worker] = field(default_factory=list)
    queue: deque[Batch] = field(default_factory=deque)
    stillborn: int = 0

    def start(self, batches: Iterator[Batch]) -> bool:
        """Have processes on their way; False where there is no work for them."""
        return self._feed(batches)

    def run(self, batches: Iterator[Batch]) -> Iterator[list[Outcome]]:
        """The outcomes of each batch as it is done. Raises StartProblem M001, M002 or M003."""
        more = self._feed(batches)
        while more:
            awaited = {w.pipe: w for w in self.workers if w.batch or not w.ready}
            done = [self._take(awaited[cast(Connection, pipe)]) for pipe in wait(list(awaited))]
            more = self._feed(batches)  # first, that the workers go on while their outcomes are put away
            yield from filter(None, done)

    def _feed(self, batches: Iterator[Batch]) -> bool:
        """A batch for every worker that could take one, and a worker for every batch; False once all is done."""
        busy = sum(w.batch is not None for w in self.workers)
        while len(self.queue) < self.size - busy and (batch := next(batches, None)):
            self.queue.append(batch)
        for worker in [w for w in self.workers if w.ready and not w.batch]:
            if self.queue:
                self._give(worker, self.queue.popleft())
        starting = sum(not w.ready for w in self.workers)
        for _ in range(min(len(self.queue) - starting, self.size - len(self.workers))):
            self.workers.append(self._start())
        return bool(self.queue) or any(w.batch for w in self.workers)

    def _start(self) -> _Worker:
        context = mp.get_context("spawn")
        ours, theirs = context.Pipe()
        for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
            os.environ.setdefault(threads, "1")  # read when the child loads numpy: the processes are the threads
        process = context.Process(target=_serve, args=(theirs, self.settings, self.seconds), daemon=True)
        with _deaf():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self, worker: _Worker, batch: Batch) -> None:
        try:
            worker.pipe.send(batch)
            worker.batch = batch
        except OSError:  # it died idle
            self._bury(worker)
            self.queue.appendleft(batch)

    def _take(self, worker: _Worker) -> list[Outcome]:
        try:
            found = cast("list[Outcome] | Problem", worker.pipe.recv())
        except (EOFError, OSError):
            return self._lost(worker)
        if isinstance(found, Problem):
            raise found
        worker.ready, worker.batch, self.stillborn = True, None, 0
        return found

    def _lost(self, worker: _Worker) -> list[Outcome]:
        """A worker is dead. Its releases are tried again singly, and given up the second time, or when out of time."""
        code = self._bury(worker)
        if not worker.batch:
            self.stillborn += 1
            if self.stillborn == STILLBORN:
                raise StartProblem("M003", self.settings[0], f"exit code {code}")
            return []
        task, *others = worker.batch
        late = ALARM is not None and code == -ALARM
        if others:
            self.queue.extend((each,) for each in worker.batch)
        elif late or task.tries:
            return [_given_up(task, f"{self.seconds} s" if late else f"exit code {code}", "X003" if late else "X002")]
        else:
            self.queue.append((replace(task, tries=1),))
        return []

    def _bury(self, worker: _Worker) -> int | None:
        worker.pipe.close()
        worker.process.join()
        self.workers.remove(worker)
        return worker.process.exitcode

    def close(self) -> None:
        """End the processes."""
        for worker in self.workers:
            worker.process.terminate()
        while self.workers:
            self._bury(self.workers[0])


def _given_up(task: Task, detail: str, code: str) -> Outcome:
    release = task.release
    message = Problem(code, release.source, detail).text
    return Outcome(release.id, release.source, code=code, message=message, stage="extract")


@contextmanager
def _deaf() -> Iterator[None]:
    """Within, a process that starts is deaf to Ctrl-C: a terminal sends it to all, and the parent will end it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # which the first process would start, and that lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _line(settings: tuple[str, int, date | None, str]) -> Line:
    from missiongraph.line import Line  # noqa: PLC0415 - spaCy takes a second to load, and only workers need it

    return Line(*settings)


def _serve(pipe: Connection, settings: tuple[str, int, date | None, str], seconds: int) -> None:
    """A worker's life: batches in, outcomes out, until the pipe closes or the parent is gone."""
    threading.Thread(target=_follow_parent, daemon=True).start()
    try:
        line = _line(settings)
        gc.freeze()  # model and tables stay: the collector need not walk over them again and again
        gc.set_threshold(_YOUNG)
        pipe.send([])
        while True:
            batch = pipe.recv()
            _alarm(seconds)
            outcomes = list(line.run(batch))
            _alarm(0)
            pipe.send(outcomes)
    except (EOFError, BrokenPipeError):
        return
    except Problem as problem:
        pipe.send(problem)


def _follow_parent() -> None:
    if parent := mp.parent_process():
        parent.join()
    os._exit(1)


def _alarm(seconds: int) -> None:
    """End this process in so many seconds; 0: not any more."""
    if ALARM is not None:
        signal.alarm(seconds)
