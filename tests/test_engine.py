"""The engine behind the server, in this process: what it keeps, and what it does when something fails."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factory
from missiongraph.errors import StartProblem
from missiongraph.web import engine as engines
from missiongraph.web.answering import Answer, Asked
from missiongraph.web.engine import Engine, Limits, TooLong
from missiongraph.web.explore import views
from missiongraph.web.kept import Kept
from missiongraph.web.snapshots import Snapshot
from serving import put

COUNT = "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?r a mg:Release }"


def asked(query: str, accept: str = "text/csv") -> Asked:
    return Asked(query, "http://x/sparql", accept, "", (), (), 10_000)


@pytest.fixture
def directory(tmp_path):
    return put(tmp_path / "graph", factory.archive()[:2])


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(engines, "LOOK", 0.02)
    monkeypatch.setattr(engines, "AGAIN", 0.02)


async def until(condition) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.02)


def test_what_was_asked_before_takes_no_process_until_the_store_changes(directory, impatient) -> None:
    async def ask() -> None:
        async with Engine(directory, Limits(processes=1)) as engine:
            first = await engine.answer(asked(COUNT))
            assert first == Answer("text/csv", b"n\r\n2\r\n")
            (worker,) = engine._workers
            worker.kill()
            assert await engine.answer(asked(COUNT)) is first
            before = engine.snapshot
            put(directory, factory.archive()[2:3])
            await until(lambda: engine.snapshot is not before)
            assert (await engine.answer(asked(COUNT))).body == b"n\r\n3\r\n"
            assert (await engine.answer(asked(COUNT, "text/tab-separated-values"))).body == b"?n\n3\n"

    asyncio.run(ask())


@pytest.mark.parametrize("error", [StartProblem("S001", "store"), OSError("no space left")])
def test_a_snapshot_that_cannot_be_taken_is_tried_again(directory, impatient, monkeypatch, caplog, error) -> None:
    failures = [error]

    def sometimes(path):
        if failures:
            raise failures.pop()
        return Snapshot(path)

    async def follow() -> None:
        async with Engine(directory, Limits(processes=1)) as engine:
            before = engine.snapshot
            monkeypatch.setattr(engines, "Snapshot", sometimes)
            put(directory, factory.archive()[2:3])
            await until(lambda: engine.snapshot is not before)
            assert (await engine.answer(asked(COUNT))).body == b"n\r\n3\r\n"

    asyncio.run(follow())
    assert "still showing the graph as it was" in caplog.text


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60)), max_size=40))
def test_the_answers_asked_for_last_are_kept_as_far_as_they_fit(told) -> None:
    kept, expected = Kept(100), OrderedDict[str, bytes]()
    for name, size in told:
        question = asked(str(name))
        found = kept.get(question)
        assert (found.body if found else None) == expected.get(str(name))
        if str(name) in expected:
            expected.move_to_end(str(name))
        else:
            kept.put(question, Answer("text/csv", b"." * size))
            expected[str(name)] = b"." * size
            while sum(4 + len(body) for body in expected.values()) > 100:
                expected.popitem(last=False)


@pytest.mark.parametrize("call", ["NOW()", "rand ()", "STRUUID()", "UUID()"])
def test_what_is_another_each_time_is_not_kept(call) -> None:
    kept = Kept(1000)
    kept.put(asked(f"SELECT ({call} AS ?new) {{}}"), Answer("text/csv", b"."))
    assert kept.get(asked(f"SELECT ({call} AS ?new) {{}}")) is None


def test_conflicts_are_looked_for_once_a_state_and_again_after_a_failure(monkeypatch) -> None:
    monkeypatch.setattr(views, "AGAIN", 0.01)
    outcomes = [TooLong(1), ("found",), ("anew",)]

    async def run(_):
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def look() -> None:
        engine = SimpleNamespace(run=run, snapshot=object())
        request = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(engine=engine)))
        with pytest.raises(TooLong):
            await views._looking(request)
        with pytest.raises(TooLong):  # not by each page
            await views._looking(request)
        await until(lambda: request.app.state.searched is None)
        assert await views._looking(request) == ("found",)
        assert await views._looking(request) == ("found",)
        engine.snapshot = object()
        assert await views._looking(request) == ("anew",)

    asyncio.run(look())
