"""The one module that knows Ray: shards are read by tasks, partitions made by actors that hold the model."""

from __future__ import annotations

import logging
import os
import pickle
import platform
import socket
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from missiongraph import workers
from missiongraph.errors import Problem, StartProblem
from missiongraph.files import disk_full
from missiongraph.recipe import recipe
from missiongraph.scale import parts
from missiongraph.scale.plan import Cut, Partition, Seen, Shard, survey, tasks
from missiongraph.settings import Settings
from missiongraph.work import Outcome, Task

__all__ = ["LOCAL", "connected", "make", "surveys"]

LOCAL: Final = "local"
OBJECTS: Final = 200_000_000
"""Bytes of shared memory that a Ray of our own takes: what is read waits there for an actor."""
PATIENCE: Final = 10
"""Seconds within which a cluster must answer."""
READER, ACTOR = 0.1, 0.5
"""CPUs that Ray reserves. An actor keeps one busy; it asks for half, so that a lost machine's find room elsewhere."""

Row = dict[str, Any]


@contextmanager
def connected(address: str, actors: int) -> Iterator[int]:
    """Within, Ray is there: the cluster at this address, or, for "local", one that lives as long. Gives its CPUs.

    Raises StartProblem N001 where Ray is not installed, N002 where nothing answers.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody is told
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what is an error to Ray is mended by it
    ray = _ray()
    if ray.is_initialized():  # a cluster of the caller's own
        yield int(ray.cluster_resources().get("CPU", 1))
        return
    quiet: Row = {"logging_level": logging.ERROR, "log_to_driver": False}
    own: Row = {"num_cpus": actors, "object_store_memory": OBJECTS, "include_dashboard": False}
    try:
        try:
            _knock(address)
            ray.init(address=address, **quiet, **(own if address == LOCAL else {}))
        except (OSError, ValueError) as error:
            raise StartProblem("N002", address, str(error).splitlines()[0]) from error
        yield int(ray.cluster_resources().get("CPU", 1))
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError where nobody is at HOST:PORT: Ray itself would try for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if port.isdecimal():
        socket.create_connection((host, int(port)), timeout=PATIENCE).close()


def surveys(shards: Iterable[Shard], cut: Cut) -> Iterator[Seen]:
    """What is in the shards, in their order, read on all machines."""

    def look(row: Row) -> Iterator[Row]:
        return ({"seen": pickle.dumps(seen)} for seen in survey(pickle.loads(row["shard"]), cut))

    rows = [{"shard": pickle.dumps(shard)} for shard in shards]
    for row in _rows(rows, lambda data: data.flat_map(look, num_cpus=READER), ordered=True):
        yield cast(Seen, pickle.loads(row["seen"]))


def make(
    work: Iterable[tuple[Shard, Sequence[Partition]]], folder: Path, cut: Cut, settings: Settings, actors: int
) -> Iterator[parts.Done]:
    """Make partitions, on all machines; the marker of each as it is done, in no order."""
    from ray.data import ActorPoolStrategy  # noqa: PLC0415

    def load(row: Row) -> Iterator[Row]:
        shard, wanted = pickle.loads(row["work"])
        return ({"tasks": pickle.dumps(found)} for found in tasks(shard, wanted, cut))

    def flow(data: Any) -> Any:
        return data.flat_map(load, num_cpus=READER).map_batches(
            Maker,
            fn_constructor_args=(str(folder), cut, settings),
            batch_size=1,
            num_cpus=ACTOR,
            compute=ActorPoolStrategy(size=actors, max_tasks_in_flight_per_actor=2),
        )

    for row in _rows([{"work": pickle.dumps(each)} for each in work], flow):
        done = cast("parts.Done | Problem", pickle.loads(row["done"]))
        if isinstance(done, Problem):
            raise done
        yield done


class Maker:
    """An actor: a process with the line, and the files that it makes.

    Problems come back as what they are: of one that is raised, Ray hands on the text.
    """

    def __init__(self, folder: str, cut: Cut, settings: Settings) -> None:
        self.folder, self.cut, self.settings = Path(folder), cut, settings
        how = (settings.model, settings.batch_size, cut.since, settings.language)
        self.pool = workers.Pool(1, how, settings.release_seconds)

    def __call__(self, batch: Mapping[str, Iterable[bytes]]) -> dict[str, list[bytes]]:
        return {"done": [pickle.dumps(self._try(*pickle.loads(found))) for found in batch["tasks"]]}

    def _try(self, partition: Partition, work: Sequence[Task]) -> parts.Done | Problem:
        try:
            self._check()
            return parts.write(self.folder, partition, self._outcomes(work))
        except Problem as problem:
            return problem
        except OSError as error:
            if not disk_full(error):
                raise
            return StartProblem("S003", str(self.folder), f"{platform.node()}: {error.strerror}")

    def _check(self) -> None:
        """Raise StartProblem where this machine would make something else."""
        ours = recipe(self.settings.model, self.settings.language).name
        if ours != self.cut.recipe:
            raise StartProblem("N003", platform.node(), f"{ours}, not {self.cut.recipe}")

    def _outcomes(self, work: Sequence[Task]) -> list[Outcome]:
        """In the order of the work."""
        size = self.settings.batch_size
        batches = (tuple(work[at : at + size]) for at in range(0, len(work), size))
        found = {outcome.id: outcome for outcomes in self.pool.run(batches) for outcome in outcomes}
        return [found[task.release.id] for task in work]


def _ray() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Ray's own, which nobody here can mend
            import ray.data  # noqa: PLC0415
    except ImportError as error:
        raise StartProblem("N001", "--engine ray", str(error)) from error
    return ray


def _rows(rows: Sequence[Row], flow: Any, ordered: bool = False) -> Iterator[Row]:
    """What comes out of a flow over these rows; none where there are none, for Ray cannot tell what would."""
    import ray  # noqa: PLC0415

    if not rows:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = context.print_on_execution_start = False
        context.target_max_block_size = 1  # a partition is a block: else Ray keeps small ones back, for one actor
        context.execution_options.preserve_order = ordered
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        data = flow(ray.data.from_items(list(rows), override_num_blocks=len(rows)))
    yield from data.iter_rows()
