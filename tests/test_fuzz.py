"""Thousands of inputs with something wrong go through whole builds: none brings one down, none is passed over."""

from __future__ import annotations

import faulthandler
import json
import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

import standin
from missiongraph.language import foreign
from missiongraph.run import build
from missiongraph.settings import Settings
from missiongraph.store import Store
from mutants import Mutant, mutants

HANG = 900
"""Seconds after which a build is taken to hang: then the stack is printed and the test run ends."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.move"}


class Watch:
    """Notes every file that Python code opens to write, makes, moves or removes, outside of a folder."""

    def __init__(self) -> None:
        self.inside: Path | None = None
        self.outside: list[str] = []
        sys.addaudithook(self.hook)

    def hook(self, event: str, args: tuple[object, ...]) -> None:
        if self.inside is None:
            return
        if event in CHANGES or (event == "open" and isinstance(args[2], int) and args[2] & WRITING):
            for path in args[:2] if event in {"os.rename", "os.link", "os.symlink", "shutil.move"} else args[:1]:
                if isinstance(path, (str, bytes)) and not Path(os.fsdecode(path)).is_relative_to(self.inside):
                    self.outside.append(f"{event} {path!r}")


@pytest.fixture(scope="module")
def watch() -> Watch:
    foreign("qui ne " * 60)  # the classifier unpacks itself through a file without a name
    return Watch()


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> str:
    return standin.model(tmp_path_factory.mktemp("model"))


def survive(made: list[Mutant], folder: Path, model: str, watch: Watch) -> Counter[str]:
    """Build them all at once; and everything that was promised of each holds."""
    source, out = folder / "in", folder / "out"
    source.mkdir()
    for mutant in made:
        (source / mutant.name).write_bytes(mutant.data)
    out.mkdir()
    before, watch.inside = sorted(folder.rglob("*")), out
    faulthandler.dump_traceback_later(HANG, exit=True)
    try:
        report = build([str(source)], out, Settings(model=model))
    finally:
        faulthandler.cancel_dump_traceback_later()
        watch.inside = None
    assert watch.outside == []
    assert sorted(path for path in folder.rglob("*") if not path.is_relative_to(out)) == [
        path for path in before if path != out
    ]
    with Store(out / "store", read_only=True) as store:
        stored = [release.id for release in store.releases()]
    failures = [json.loads(line) for line in (out / "failures.jsonl").read_text("utf-8").splitlines()]
    assert report.failed == len(failures)
    assert [failure for failure in failures if failure["code"] in {"R017", "X001"}] == []
    known, told = set(stored), Counter(failure["where"] for failure in failures)
    assert [where for where, lines in told.items() if lines > 1] == []
    wrong = [said for mutant in made if (said := wronged(mutant, source, known, list(told)))]
    assert wrong == []
    return Counter(failure["code"] for failure in failures) + Counter(stored=len(stored), inputs=len(made))


def wronged(mutant: Mutant, source: Path, known: set[str], told: list[str]) -> str:
    """What was promised of a mutant and does not hold."""
    path, stem = str(source / mutant.name), mutant.name.partition(".")[0]
    if missing := set(mutant.sound) - known:
        return f"{mutant.name}: sound, and missing: {sorted(missing)}"
    lines = [where for where in told if where.startswith(path)]
    if mutant.lost and len(lines) != 1:
        return f"{mutant.name}: one line should speak of it, not {lines}"
    silent = mutant.loud and not lines and not any(stem in name for name in known)
    return f"{mutant.name}: passed over in silence" if silent else ""


def test_five_hundred_mutants(tmp_path, model, watch) -> None:
    told = survive(mutants(500, seed=20310506), tmp_path, model, watch)
    assert told["inputs"] == 500
    assert set(told) >= {"R003", "R004", "R006", "R007", "R012", "R013", "R014", "stored"}


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10))
def test_ten_thousand_mutants(tmp_path, model, watch, part) -> None:
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201 - to make them again
    print(dict(survive(mutants(1000, seed), tmp_path, model, watch)))  # noqa: T201
