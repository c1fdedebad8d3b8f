"""scale: what many machines make of an archive is what one machine makes of it."""

from __future__ import annotations

import errno
import gzip
import importlib.util
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import monotonic, sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factory
import standin
import stubs
from missiongraph import run, scale, workers
from missiongraph.errors import Problem, StartProblem
from missiongraph.report import Tally
from missiongraph.scale import cluster, parts
from missiongraph.scale.plan import Cut, Partition, partitions, shards, survey, tasks
from missiongraph.settings import Settings
from missiongraph.store import Store
from missiongraph.work import Task
from test_kill import left

TESTS = Path(__file__).parent
CORPUS = TESTS.parent / "corpus" / "releases"
PATIENCE = 600
"""Seconds after which a build that should be done is taken to hang."""

needs_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="the extra `ray` is not installed")


class Machines:
    """A cluster without Ray: shards are read, and partitions made by the stub of a line, in this process."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.breaks_after = -1

    @contextmanager
    def connected(self, address: str, actors: int) -> Iterator[int]:
        yield 1

    def surveys(self, shards, cut):
        return (seen for shard in shards for seen in survey(shard, cut))

    def make(self, work, folder, cut, settings, actors):
        for shard, wanted in work:
            for partition, todo in tasks(shard, wanted, cut):
                if len(self.made) == self.breaks_after:
                    raise KeyboardInterrupt
                self.made.append(partition.name)
                yield parts.write(folder, partition, list(stubs.StubLine().run(todo)))


@pytest.fixture
def machines(monkeypatch) -> Machines:
    found = Machines()
    for name in ("connected", "surveys", "make"):
        monkeypatch.setattr(cluster, name, getattr(found, name))
    monkeypatch.setattr(workers, "_line", lambda _: stubs.StubLine())
    monkeypatch.setattr(run, "AUTHORITIES", "agencies.ttl")
    return found


@pytest.fixture
def settings(tmp_path) -> Settings:
    (tmp_path / "model").mkdir()
    return Settings(model=str(tmp_path / "model"), partition_releases=3, batch_size=2)


def record(number: int, words: str = "", **fields: object) -> str:
    return json.dumps({"id": f"demo/{number:04}", "text": stubs.text(number) + words, **fields}) + "\n"


@pytest.fixture
def archive(tmp_path) -> list[str]:
    """Two files of records and a folder of pages; ids come again within a file, in the next, and with other words."""
    one, two, folder = tmp_path / "one.jsonl", tmp_path / "two.jsonl", tmp_path / "pages"
    one.write_text("".join(map(record, range(10))) + record(4) + "{broken\n" + record(5, "Else."))
    lines = [record(11, "x"), record(3), record(3, "Else."), record(11), record(11, "x"), *map(record, range(12, 18))]
    two.write_text("".join(lines))
    folder.mkdir()
    for number in range(20, 27):
        (folder / f"{number}.txt").write_text(stubs.text(number))
    (folder / "empty.txt").touch()
    return [str(one), str(two), str(folder)]


def alone(archive: list[str], out: Path, settings: Settings) -> dict[str, object]:
    run.build(archive, out, settings)
    return left(out)


def unpacked(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines()


def facts(out: Path) -> list[bytes]:
    """The rows of all facts shards."""
    return sorted(row for path in (out / "shards").glob("*.facts.jsonl.gz") for row in unpacked(path))


def test_the_result_is_that_of_one_machine(machines, archive, settings, tmp_path) -> None:
    whole = alone(archive, tmp_path / "one", settings)
    report = scale.build(archive, tmp_path / "many", settings)
    assert left(tmp_path / "many") == whole
    assert sorted(p.name for p in (tmp_path / "many").iterdir()) == sorted(p.name for p in (tmp_path / "one").iterdir())
    assert (report.new, report.duplicate, report.failed) == (24, 3, 5)
    assert report.facts == len(whole["facts.jsonl"].splitlines()) == 48


def test_an_input_that_is_given_twice_counts_twice_and_is_made_once(machines, archive, settings, tmp_path) -> None:
    twice = [*archive, archive[0]]
    reports = run.build(twice, tmp_path / "one", settings), scale.build(twice, tmp_path / "many", settings)
    assert left(tmp_path / "many") == left(tmp_path / "one")
    assert reports[1].duplicate == reports[0].duplicate == 14
    assert len(machines.made) == len(set(machines.made))


def test_a_second_build_does_what_changed(machines, archive, settings, tmp_path) -> None:
    for out, build in ((tmp_path / "one", run.build), (tmp_path / "many", scale.build)):
        build(archive, out, settings)
    Path(archive[0]).write_text("".join(map(record, range(7))) + record(7, "And more.") + record(99))
    whole = alone(archive, tmp_path / "one", settings)
    machines.made.clear()
    report = scale.build(archive, tmp_path / "many", settings)
    assert left(tmp_path / "many") == whole
    assert (report.new, report.changed, report.unchanged) == (1, 1, 21)
    assert len(machines.made) == 1


@pytest.mark.parametrize("force", [False, True])
def test_a_stopped_build_goes_on_from_its_partitions(machines, archive, settings, tmp_path, force) -> None:
    whole = alone(archive, tmp_path / "one", settings)
    machines.breaks_after = 4
    with pytest.raises(KeyboardInterrupt):
        scale.build(archive, tmp_path / "many", settings)
    before, machines.made, machines.breaks_after = machines.made, [], -1
    scale.build(archive, tmp_path / "many", settings, force=force)
    assert left(tmp_path / "many") == whole
    assert len(before) == 4
    assert len(machines.made) == (11 if force else 7)
    assert force or not set(machines.made) & set(before)


def test_what_does_not_hold_what_it_should_is_made_again(machines, archive, settings, tmp_path) -> None:
    out, folder = tmp_path / "many", tmp_path / "many" / "shards"
    scale.build(archive, out, settings, load=False)
    names, _ = list(machines.made), machines.made.clear()
    (folder / f"{names[0]}.nq.gz").write_bytes(b"")  # a disk that lost what was written last
    (folder / f"{names[1]}.facts.jsonl.gz").unlink()
    (folder / f"{names[2]}.done.json").write_text("{")
    scale.build(archive, out, settings, load=False)
    assert machines.made == names[:3]
    machines.made.clear()
    scale.build(archive, out, settings, load=False, since=date(2031, 1, 1))
    assert machines.made == names


def test_without_loading_the_files_hold_the_graph(machines, archive, settings, tmp_path) -> None:
    whole = alone(archive, tmp_path / "one", settings)
    out = tmp_path / "many"
    report = scale.build(archive, out, settings, load=False)
    assert not (out / "store").exists()
    with Store() as store:
        for path in (out / "shards").glob("*.nq.gz"):
            store.load_quads(gzip.decompress(path.read_bytes()))
        assert sorted(map(str, store.quads())) == whole["quads"]
    rows = facts(out)
    assert rows == sorted(whole["facts.jsonl"].splitlines())
    assert report.facts == len(rows)
    assert (out / "failures.jsonl").read_bytes() == whole["failures.jsonl"]
    machines.made.clear()
    scale.build(archive, out, settings)
    assert machines.made == []
    assert left(out) == whole


def test_partitions_that_the_input_lost_leave_the_files(machines, archive, settings, tmp_path) -> None:
    out = tmp_path / "many"
    scale.build(archive, out, settings, load=False)
    scale.build(archive[1:], out, settings, load=False)
    known = {json.loads(line)["release"] for line in facts(out)}
    assert "demo/0003" in known  # the second file has it too, and is now the first to say it
    assert "demo/0001" not in known


def test_a_store_that_was_half_loaded_is_made_anew(machines, archive, settings, tmp_path) -> None:
    whole = alone(archive, tmp_path / "one", settings)
    out = tmp_path / "many"
    scale.build(archive, out, settings, load=False)
    with Store(out / "shards" / "store") as half:
        half.load_quads(b"<urn:a> <urn:b> <urn:c> <urn:g> .\n")
    scale.build(archive, out, settings)
    assert left(out) == whole


ids = st.integers(0, 5)
words = st.sampled_from(["", "Else."])
files = st.lists(st.lists(st.tuples(ids, words), max_size=6), min_size=1, max_size=4)


@given(files, st.integers(1, 4))
def test_of_one_id_the_first_in_the_order_of_the_input_counts(tmp_path_factory, found, size) -> None:
    folder = tmp_path_factory.mktemp("in")
    paths = [folder / f"{number}.jsonl" for number in range(len(found))]
    for path, lines in zip(paths, found, strict=True):
        path.write_text("".join(record(number, more) for number, more in lines))
    cut, tally = Cut(size, 10_000, "recipe"), Tally()
    cutting = {shard.name: shard for shard in shards([str(folder)], size)}
    plan = list(partitions((seen for s in cutting.values() for seen in survey(s, cut)), {}, cut, tally))
    done = [
        task.release
        for s in cutting.values()
        for _, todo in tasks(s, [p for p in plan if p.shard == s.name], cut)
        for task in todo
    ]
    alone = Tally()
    first = list(
        run.read.releases([str(folder)], alone.failures.append, 10_000, lambda _: alone.counts.update(["again"]))
    )
    assert done == first
    assert sorted(map(str, tally.failures)) == sorted(map(str, alone.failures))
    assert (tally.counts["new"], tally.counts["duplicate"]) == (len(first), alone.counts["again"])
    assert len({partition.name for partition in plan}) == len(plan)


def test_small_files_share_a_shard_and_large_ones_have_their_own(archive) -> None:
    found = list(shards([*archive, archive[2]], 5))
    assert [len(shard.sources) for shard in found] == [1, 1, 5, 5, 5, 1]
    assert [shard.name for shard in shards([*archive, archive[2]], 5)] == [shard.name for shard in found]


def test_failures_of_the_line_are_told(machines, settings, tmp_path, monkeypatch) -> None:
    def fails(self, todo):
        for task, outcome in zip(todo, real(self, todo), strict=True):
            bad = task.release.id.endswith("1")
            yield (
                replace(outcome, graph="", quads=b"", code="L001", message="why", stage="language") if bad else outcome
            )

    real = stubs.StubLine.run
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text("".join(map(record, range(4))))
    scale.build([str(source)], out, settings)
    monkeypatch.setattr(stubs.StubLine, "run", fails)
    report = scale.build([str(source)], out, settings, force=True)
    assert (report.failed, report.changed) == (1, 4)
    assert json.loads((out / "failures.jsonl").read_text())["id"] == "demo/0001"
    with Store(out / "store", read_only=True) as store:
        assert [stored.id for stored in store.releases()] == ["demo/0000", "demo/0002", "demo/0003"]


def test_standard_input_is_refused(settings, tmp_path) -> None:
    with pytest.raises(Problem, match="U004"):
        scale.build(["-"], tmp_path / "out", settings)


def test_without_ray_it_says_what_to_install(settings, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "in.jsonl").write_text(record(1))
    with pytest.raises(StartProblem, match=r"missiongraph\[ray\].*N001"):
        scale.build([str(tmp_path / "in.jsonl")], tmp_path / "out", settings)


def asked(maker: cluster.Maker) -> object:
    """What an actor answers."""
    work = pickle.dumps((Partition("shard", 0, "digest", frozenset()), (Task(factory.release("A text."), "key"),)))
    return pickle.loads(maker({"tasks": [work]})["done"][0])


def test_a_machine_with_another_recipe_says_so(settings) -> None:
    problem = asked(cluster.Maker("anywhere", Cut(1, 1, "another"), settings))
    assert isinstance(problem, StartProblem)
    assert problem.code == "N003"


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "S003"), (errno.EIO, "")])
def test_a_full_disk_is_a_problem_and_a_broken_one_an_error(settings, monkeypatch, number, code) -> None:
    def fails(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(cluster.Maker, "_check", fails)
    maker = cluster.Maker("anywhere", Cut(1, 1, ""), settings)
    if code:
        assert asked(maker).code == code
    else:
        with pytest.raises(OSError, match="no"):
            asked(maker)


@needs_ray
def test_an_address_where_nobody_is_says_so(archive, settings, tmp_path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(StartProblem, match="N002"):
            scale.build(archive, tmp_path / "out", settings, address=address)


def command(archive: list[str], out: Path, *more: str) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join([str(TESTS.parent / "pipeline"), str(TESTS)])
    limits = {"PYTHONPATH": paths, "MISSIONGRAPH_BATCH_SIZE": "2", "MISSIONGRAPH_PARTITION_RELEASES": "4"}
    words = [sys.executable, "-m", "missiongraph", "build", *archive, "--out", str(out), *more]
    with out.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(words, stdout=log, stderr=log, env=os.environ | limits)


def finished(process: subprocess.Popen[bytes], out: Path) -> dict[str, object]:
    assert process.wait(PATIENCE) == 0, out.with_suffix(".log").read_text()
    return left(out)


def markers(out: Path) -> set[str]:
    return {path.name for path in out.glob("shards/*.done.json")}


def until(process: subprocess.Popen[bytes], out: Path, number: int) -> set[str]:
    """Wait for so many partitions; the ones that are there then."""
    end = monotonic() + PATIENCE
    while len(found := markers(out)) < number and process.poll() is None and monotonic() < end:
        sleep(0.05)
    assert process.poll() is None, out.with_suffix(".log").read_text()
    return found


@needs_ray
def test_on_ray_itself(tmp_path) -> None:
    model = standin.model(tmp_path / "model")
    archive = [str(CORPUS / "wires.jsonl")]
    whole = alone(archive, tmp_path / "one", Settings(model=model))
    assert (
        finished(command(archive, tmp_path / "many", "--model", model, "--engine", "ray"), tmp_path / "many") == whole
    )
    assert len(whole["facts.jsonl"].splitlines()) > 30


@pytest.mark.soak
@needs_ray
def test_a_killed_driver_is_taken_up_where_it_was(tmp_path) -> None:
    model, out = standin.model(tmp_path / "model"), tmp_path / "many"
    whole = finished(command([str(CORPUS)], tmp_path / "one", "--model", model), tmp_path / "one")
    more = ("--model", model, "--engine", "ray")
    first = command([str(CORPUS)], out, *more)
    before = until(first, out, 3)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    sleep(5)  # what was under way may still be written
    before |= markers(out)
    written = {name: (out / "shards" / name).stat().st_mtime_ns for name in before}
    second = command([str(CORPUS)], out, *more, "--no-load")
    assert second.wait(PATIENCE) == 0, out.with_suffix(".log").read_text()
    after = {name: (out / "shards" / name).stat().st_mtime_ns for name in markers(out)}
    assert {name: after[name] for name in before} == written
    assert len(after) > len(before)
    assert finished(command([str(CORPUS)], out, *more), out) == whole


@pytest.mark.soak
@needs_ray
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the actors of a node in /proc")
def test_a_machine_that_goes_takes_nothing_with_it(tmp_path) -> None:
    model, out = standin.model(tmp_path / "model"), tmp_path / "many"
    whole = finished(command([str(CORPUS)], tmp_path / "one", "--model", model), tmp_path / "one")
    environment = os.environ | {"PYTHONPATH": str(TESTS.parent / "pipeline")}
    nodes = subprocess.Popen(
        [sys.executable, str(TESTS / "nodes.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )

    def tell(words: str) -> str:
        nodes.stdin.write(words + "\n")
        nodes.stdin.flush()
        return nodes.stdout.readline().strip()

    try:
        address = nodes.stdout.readline().strip()
        build = command([str(CORPUS)], out, "--model", model, "--engine", "ray", "--address", address, "--workers", "2")
        before = until(build, out, 3)
        busy = int(tell("busy"))
        assert tell("remove") == "done"
        assert finished(build, out) == whole
        print(f"{len(before)} partitions were done, and {busy} actor(s) at work on the node, when it went")  # noqa: T201
        assert busy
    finally:
        nodes.communicate("quit\n", timeout=PATIENCE)
