"""workers: processes that die, hang or cannot start."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import standin
from missiongraph import workers
from missiongraph.errors import StartProblem
from missiongraph.model import Release
from missiongraph.work import Outcome, Task

TEXT = "Crew {0} lands\nAda Quist of NASA landed in Soyuz MS-{0} on 6 May 2031. She had left the station that day.\n"


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> str:
    return standin.model(tmp_path_factory.mktemp("model"))


def task(number: int, text: str = TEXT) -> Task:
    return Task(Release(f"r{number}", text.format(number), source=f"r{number}.txt"), "key")


def batches(*sizes: int) -> Iterator[tuple[Task, ...]]:
    first = 0
    for size in sizes:
        yield tuple(task(number) for number in range(first, first + size))
        first += size


def outcomes(found) -> dict[str, Outcome]:
    """By id; and each release has one."""
    flat = [outcome for batch in found for outcome in batch]
    assert len({outcome.id for outcome in flat}) == len(flat)
    return {outcome.id: outcome for outcome in flat}


def kill(number: int = signal.SIGKILL) -> None:
    os.kill(mp.active_children()[0].pid or 0, number)


def test_processes_give_what_one_process_gives(model) -> None:
    alone = outcomes(workers.run(batches(2, 2, 1), 1, model, 2, None))
    several = outcomes(workers.run(batches(2, 2, 1), 2, model, 2, None))
    assert {name: o.quads for name, o in several.items()} == {name: o.quads for name, o in alone.items()}
    assert all(outcome.quads for outcome in alone.values())


def test_nothing_starts_without_work() -> None:
    assert list(workers.run(iter(()), 2, "no_such_model", 2, None)) == []
    assert list(workers.run(iter(()), 1, "no_such_model", 2, None)) == []


def test_a_killed_worker_is_replaced_and_nothing_is_lost(model) -> None:
    found = []
    for number, batch in enumerate(workers.run(batches(*[1] * 4, 3), 1, model, 3, None, isolated=True)):
        found.append(batch)
        if number % 2 == 0:
            kill()
    assert sorted(outcomes(found)) == [f"r{number}" for number in range(7)]
    assert not any(outcome.code for outcome in outcomes(found).values())
    assert mp.active_children() == []


def test_a_release_over_which_a_worker_dies_twice_is_given_up(model, monkeypatch) -> None:
    monkeypatch.setattr(workers, "_serve", _die_over_r1)
    found = outcomes(workers.run(batches(3), 1, model, 3, None, isolated=True))
    assert {name: outcome.code for name, outcome in found.items()} == {"r0": "", "r1": "X002", "r2": ""}
    assert "exit code -9" in found["r1"].message


def test_what_takes_too_long_is_stopped_and_the_others_of_its_batch_are_not_lost(model) -> None:
    long = task(9, TEXT * 30_000)
    batch = (task(0), long, task(1))
    found = outcomes(workers.run(iter([batch]), 1, model, 3, None, seconds=1, isolated=True))
    assert {name: outcome.code for name, outcome in found.items()} == {"r0": "", "r9": "X003", "r1": ""}
    assert "(1 s)" in found["r9"].message


def test_processes_that_cannot_start_are_no_endless_loop(monkeypatch) -> None:
    monkeypatch.setattr(workers, "_serve", _die_at_once)
    with pytest.raises(StartProblem, match=r"exit code 7.*M003"):
        list(workers.run(batches(1), 2, "any", 1, None))


def test_a_model_without_a_parser_is_refused(tmp_path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(StartProblem, match="M002"):
        list(workers.run(batches(1), 1, str(tmp_path), 1, None, isolated=True))


def _die_over_r1(pipe, settings, seconds) -> None:
    pipe.send([])
    while True:
        batch = pipe.recv()
        if any(each.release.id == "r1" for each in batch):
            os.kill(os.getpid(), signal.SIGKILL)
        pipe.send([Outcome(each.release.id, each.release.source, "graph", b"quads") for each in batch])


def _die_at_once(*_: object) -> None:
    os._exit(7)
