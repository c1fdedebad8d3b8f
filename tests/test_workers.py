"""workers: processes that die, hang or cannot start."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
from collections.abc import Iterator

import pytest

import standin
import stubs
from missiongraph import workers
from missiongraph.errors import StartProblem
from missiongraph.model import Release
from missiongraph.work import Outcome, Task


@pytest.fixture
def stub(monkeypatch) -> None:
    """Workers with a stub for the line, that start in no time."""
    monkeypatch.setattr(workers, "_serve", stubs.serve)


def task(number: int, words: str = "") -> Task:
    return Task(Release(f"r{number}", stubs.text(number) + words, source=f"r{number}.txt"), "key")


def batches(*sizes: int) -> Iterator[tuple[Task, ...]]:
    first = 0
    for size in sizes:
        yield tuple(task(number) for number in range(first, first + size))
        first += size


def outcomes(found) -> dict[str, Outcome]:
    """By id; and each release has one."""
    flat = [outcome for batch in found for outcome in batch]
    assert len({outcome.id for outcome in flat}) == len(flat)
    assert mp.active_children() == []
    return {outcome.id: outcome for outcome in flat}


def codes(found) -> dict[str, str]:
    return {name: outcome.code for name, outcome in outcomes(found).items()}


def test_a_process_gives_what_this_process_gives(tmp_path) -> None:
    model = standin.model(tmp_path)
    alone = outcomes(workers.run(batches(2, 1), 1, model, 2, None))
    apart = outcomes(workers.run(batches(2, 1), 1, model, 2, None, isolated=True))
    assert {name: outcome.quads for name, outcome in apart.items()} == {n: o.quads for n, o in alone.items()}
    assert all(outcome.quads for outcome in alone.values())


def test_nothing_starts_without_work() -> None:
    assert list(workers.run(iter(()), 2, "no_such_model", 2, None)) == []
    assert list(workers.run(iter(()), 1, "no_such_model", 2, None)) == []


@pytest.mark.parametrize("number", [1, 2, 3])
def test_killed_workers_are_replaced_and_nothing_is_lost(stub, number) -> None:
    found = []
    for batch in workers.run(batches(1, 3, 1, 1, 2, 1), number, "any", 3, None, isolated=True):
        found.append(batch)
        if len(found) == 2:
            for child in mp.active_children():
                os.kill(child.pid or 0, signal.SIGKILL)
    assert codes(found) == {f"r{number}": "" for number in range(9)}


@pytest.mark.parametrize(
    ("words", "code", "said"), [("DIE", "X002", "(exit code -9)"), ("HANG", "X003", "(4 s)")], ids=["die", "hang"]
)
def test_what_kills_or_stops_a_worker_costs_that_release_alone(stub, words, code, said) -> None:
    batch = (task(0), task(1, words), task(2))
    found = outcomes(workers.run(iter([batch]), 1, "any", 3, None, seconds=4, isolated=True))
    assert {name: outcome.code for name, outcome in found.items()} == {"r0": "", "r1": code, "r2": ""}
    assert said in found["r1"].message


def test_processes_that_cannot_start_are_no_endless_loop(monkeypatch) -> None:
    monkeypatch.setattr(workers, "_serve", stubs.die_at_once)
    with pytest.raises(StartProblem, match=r"exit code 7.*M003"):
        list(workers.run(batches(1), 2, "any", 1, None))


def test_a_model_without_a_parser_is_refused(tmp_path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(StartProblem, match="M002"):
        list(workers.run(batches(1), 1, str(tmp_path), 1, None))


def test_leaving_early_leaves_no_process(stub) -> None:
    found = workers.run(batches(1, 1, 1), 2, "any", 1, None)
    next(found)
    found.close()
    assert mp.active_children() == []
