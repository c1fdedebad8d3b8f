"""Builds that meet trouble: a full disk, a locked store, somebody who types Ctrl-C; and what a terminal shows."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

import standin
import stubs
from missiongraph.errors import StartProblem
from missiongraph.files import place
from missiongraph.store import Store

TESTS = Path(__file__).parent
PATHS = os.pathsep.join([str(TESTS), str(TESTS.parent / "pipeline")])


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> str:
    return standin.model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def source(tmp_path) -> Path:
    return releases(tmp_path / "in.jsonl", 40)


def releases(path: Path, number: int, filler: str = "") -> Path:
    path.write_text("".join(json.dumps({"id": f"r{n}", "text": stubs.text(n) + filler}) + "\n" for n in range(number)))
    return path


def command(source: Path, out: Path, model: str) -> list[str]:
    return [sys.executable, str(TESTS / "stubs.py"), "build", str(source), "--out", str(out), "--model", model]


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": PATHS, "MISSIONGRAPH_BATCH_SIZE": "4", "TERM": "xterm", **more}


def build(args: list[str], **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(args, capture_output=True, text=True, env=environment(), check=False, **options)


def stored(out: Path) -> int:
    with Store(out / "store", read_only=True) as store:
        return len(store.releases())


@pytest.mark.parametrize("most", [100, 4_000, 700_000], ids=["opening", "authority", "releases"])
def test_a_disk_that_is_full_is_told_and_leaves_a_store_that_goes_on(tmp_path, model, most) -> None:
    """The system refuses to write files beyond a size, which meets the store as a full disk does."""
    source, out = releases(tmp_path / "in.jsonl", 40, "word " * 4_000), tmp_path / "out"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    found = build(command(source, out, model), preexec_fn=limit)
    assert found.returncode == 3
    assert "the disk is full" in found.stderr
    assert "[S003]" in found.stderr
    assert "Traceback" not in found.stderr
    again = build(command(source, out, model))
    assert again.returncode == 0, again.stderr
    assert stored(out) == 40
    assert len((out / "facts.jsonl").read_text().splitlines()) == 80


def test_a_file_that_does_not_fit_leaves_the_old_one(tmp_path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("old")
    (tmp_path / ".graph.ttl.new").symlink_to("/dev/full")
    with pytest.raises(StartProblem, match="S003"):
        place(path, lambda out: out.write(b"new"))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_store_that_another_build_writes_to_is_told(tmp_path, source, model) -> None:
    out = tmp_path / "out"
    with Store(out / "store"):
        found = build(command(source, out, model))
        assert found.returncode == 3
        assert "no other build is running" in found.stderr
        assert "[S001]" in found.stderr
    assert build(command(source, out, model)).returncode == 0
    assert stored(out) == 40


def on_terminal(args: list[str], ready: str = "", send: int = 0) -> tuple[int, str]:
    """Exit code and what a terminal showed; once it shows what `ready` matches, its processes get the signal `send`."""
    ours, theirs = pty.openpty()

    def heed() -> None:
        """A shell has what it starts in the background ignore Ctrl-C, and so would all that the tests start there."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    options = {"env": environment(), "start_new_session": True, "preexec_fn": heed}
    with subprocess.Popen(args, stdin=theirs, stdout=theirs, stderr=theirs, **options) as p:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # the terminal is closed once nobody writes to it
            while part := os.read(ours, 4096):
                shown += part
                if send and re.search(ready, shown.decode("utf-8", "ignore")):
                    os.killpg(p.pid, send)
                    send = 0
    os.close(ours)
    return p.returncode, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", shown.decode())


def test_a_terminal_shows_a_bar_and_then_a_table(tmp_path, source, model) -> None:
    code, shown = on_terminal(command(source, tmp_path / "out", model))
    assert code == 0
    assert "/40" in shown
    assert "0 failed" in shown
    assert "━" in shown
    table = shown.splitlines()
    head = next(n for n, line in enumerate(table) if line.startswith("releases  new"))
    assert table[head].split() == ["releases", "new", "changed", "unchanged", "duplicate", "skipped", "failed"]
    assert table[head + 1].split() == ["40", "0", "0", "0", "0", "0"]
    assert table[head + 2].split() == ["seconds", "read", "clean", "annotate", "extract", "store", "write", "total"]
    assert "80 facts" in table[head + 4]


def test_a_pipe_gets_plain_lines(tmp_path, model) -> None:
    found = build(command(releases(tmp_path / "in.jsonl", 204), tmp_path / "out", model))
    assert found.stdout == ""
    assert found.stderr.splitlines()[:2] == ["100 releases", "200 releases"]
    assert "\x1b" not in found.stderr


def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(tmp_path, model) -> None:
    source, out = releases(tmp_path / "in.jsonl", 300), tmp_path / "out"
    args = command(source, out, model)
    code, shown = on_terminal(args, r"[1-9]\d*/300", signal.SIGINT)
    assert code == 130
    assert "type the same again:" in shown
    assert "Traceback" not in shown
    assert f"missiongraph build {source} --out {out}" in shown.replace("\n", "")
    assert 0 < stored(out) < 300
    assert not list(out.glob(".*"))
    assert build(args).returncode == 0
    assert stored(out) == 300
