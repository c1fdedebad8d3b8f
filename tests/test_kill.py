"""Builds that are killed at any moment: what is there in the end is what an undisturbed build leaves."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep

import pytest

import standin
import stubs
from missiongraph.store import Store

TESTS = Path(__file__).parent
PATIENCE = 120
"""Seconds after which a process that should be gone is taken to hang."""


@dataclass
class Archive:
    """A build as a command, what it leaves when it is left alone, and how long it takes."""

    command: list[str]
    out: Path
    whole: dict[str, object] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def log(self) -> Path:
        return self.out.with_suffix(".log")

    def start(self) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join([str(TESTS), str(TESTS.parent / "pipeline")])
        limits = {"MISSIONGRAPH_BATCH_SIZE": "4", "PYTHONPATH": paths}
        with self.log.open("wb") as log:
            return subprocess.Popen([*self.command, "--out", str(self.out)], stderr=log, env=os.environ | limits)

    def run(self) -> None:
        process = self.start()
        assert process.wait(PATIENCE * 10) == 0, self.log.read_text()

    def undisturbed(self) -> None:
        started = monotonic()
        self.run()
        self.seconds, self.whole = monotonic() - started, left(self.out)
        rmtree(self.out)


def left(out: Path) -> dict[str, object]:
    """All that a build leaves, but for its record of time."""
    files = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file() and path.name != "run.json"}
    with Store(out / "store", read_only=True) as store:
        quads = sorted(map(str, store.quads()))
        merge = sorted(f"{row[0]} {row[1]} {row[2]}" for row in store.select("SELECT ?s ?p ?o { ?s ?p ?o }"))
    return files | {"quads": quads, "merge": merge, "state": json.loads((out / "run.json").read_text())["state"]}


def children(process: int) -> list[int]:
    """Its workers (not the process that Python starts to keep track of them)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            if parent == process and "spawn_main" in (path.parent / "cmdline").read_text():
                found.append(int(path.parent.name))
        except OSError:
            continue  # it ended meanwhile
    return found


def gone(processes: list[int]) -> bool:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        if not any(alive(process) for process in processes):
            return True
        sleep(0.02)
    return False


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def disturb(archive: Archive, kills: int, seed: int, share: float) -> Counter[str]:
    """Kill a process of the build at a random moment, and again; whenever it gets through, compare, and start anew."""
    chance, told = random.Random(seed), Counter[str]()
    while told["killed parent"] + told["killed worker"] < kills:
        process, wait = archive.start(), chance.uniform(0, archive.seconds * share)
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            workers = children(process.pid)
            victim = chance.choice([process.pid, process.pid, *workers])
            os.kill(victim, signal.SIGKILL)
            told["killed parent" if victim == process.pid else "killed worker"] += 1
            told["orphans ended"] += len(workers)
            if victim == process.pid:
                process.wait()
                assert gone(workers), "a worker outlived its parent"
                continue
        assert process.wait(PATIENCE) == 0, archive.log.read_text()
        told["finished"] += 1
        assert left(archive.out) == archive.whole
        rmtree(archive.out)
    archive.run()
    assert left(archive.out) == archive.whole
    return told


def releases(path: Path, number: int) -> Path:
    lines = (json.dumps({"id": f"demo/{n:04}", "text": stubs.text(n)}) + "\n" for n in range(number))
    path.write_text("".join(lines), "utf-8")
    return path


def kill_test(archive: Archive, kills: int, seed: int, share: float = 1.0) -> None:
    """Kills fall within the first `share` of the time that an undisturbed build takes: each resumes the one before."""
    archive.undisturbed()
    told = disturb(archive, kills, seed, share)
    print(f"seed {seed}; undisturbed {archive.seconds:.1f} s;", dict(told))  # noqa: T201 - the log of the kills


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the workers of a build in /proc")
def test_ten_kills(tmp_path) -> None:
    source = releases(tmp_path / "in.jsonl", 60)
    model = standin.model(tmp_path / "model")
    command = [sys.executable, str(TESTS / "stubs.py"), "build", str(source), "--model", model, "--workers", "2"]
    kill_test(Archive(command, tmp_path / "out"), 10, seed=20310506)


@pytest.mark.soak
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the workers of a build in /proc")
@pytest.mark.parametrize(
    ("program", "workers"), [(["-m", "missiongraph"], 2), ([str(TESTS / "stubs.py")], 1)], ids=["real", "stub"]
)
def test_a_hundred_kills_of_five_hundred_releases(tmp_path, program, workers) -> None:
    source = releases(tmp_path / "in.jsonl", 500)
    model = standin.model(tmp_path / "model")
    command = [sys.executable, *program, "build", str(source), "--model", model, "--workers", str(workers)]
    kill_test(Archive(command, tmp_path / "out"), 100, seed=random.SystemRandom().randrange(1 << 32), share=0.25)
