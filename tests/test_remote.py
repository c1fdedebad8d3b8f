"""read: remote paths, against a server that speaks S3 and one that speaks HTTP, both on this machine."""

from __future__ import annotations

import http.server
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from missiongraph import cli
from missiongraph.errors import StartProblem
from missiongraph.read import check, remote
from test_read import TEXT, codes, read

CREW = "esa/crew.txt"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What both servers show, in a bucket of the name `news`."""
    folder = tmp_path_factory.mktemp("served") / "news"
    for name in (CREW, "esa/2030/more.md", "nasa/c#rew é [1].txt", ".hidden/x.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT)
    (folder.parent / "web").mkdir()
    (folder.parent / "web/page.php").write_text("<!doctype html><html><body><p>Crew rests</p></body></html>")
    (folder / "lines.jsonl").write_text('{"id": "j", "text": "Crew rests"}\n')
    with zipfile.ZipFile(folder / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CREW, TEXT)
    return folder


@pytest.fixture(scope="module")
def port(shelf: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "localbucket", "--port", str(port), str(shelf.parent)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def s3(port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "anything")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    remote._filesystem.cache_clear()
    yield
    remote._filesystem.cache_clear()


@pytest.fixture(scope="module")
def web(shelf: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(shelf.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


ALL = ["esa/2030/more", "esa/crew", "j", "nasa/c#rew é [1]", "x/esa/crew"]


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize(
    ("url", "ids"),
    [
        ("s3://news", ALL),
        ("s3://news/", ALL),
        ("s3://news/esa", ["2030/more", "crew"]),
        ("s3://news/esa/", ["2030/more", "crew"]),
        ("s3://news/esa/crew.txt", ["crew"]),
        ("s3://news/x.zip", ["x/esa/crew"]),
        ("s3://news/lines.jsonl", ["j"]),
        ("s3://news/esa/*.txt", ["crew"]),
        ("s3://news/*/*.txt", ["esa/crew", "nasa/c#rew é [1]"]),
        ("s3://news/**/*.[mt]*", ["esa/2030/more", "esa/crew", "nasa/c#rew é [1]"]),
        ("s3://news/es?", ["esa/2030/more", "esa/crew"]),
    ],
)
def test_files_folders_and_patterns_of_a_bucket(url: str, ids: list[str]) -> None:
    found, failures = read(url)
    assert not failures
    assert [release.id for release in found] == ids
    assert all(release.source.startswith("s3://news/") for release in found)


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize(
    ("url", "code"),
    [("s3://news/none.txt", "R001"), ("s3://news/none/*", "R001"), ("s3://no-bucket/x.txt", "R010")],
)
def test_what_is_not_there_is_one_failure(url: str, code: str) -> None:
    found, failures = read(url)
    assert (found, codes(failures)) == ([], [code])
    assert failures[0].where == url


@pytest.mark.usefixtures("s3")
def test_remote_and_local_inputs_mix(tmp_path: Path) -> None:
    (tmp_path / "near.txt").write_text(TEXT)
    assert [release.id for release in read("s3://news/esa", tmp_path)[0]] == ["2030/more", "crew", "near"]


def test_a_page_of_the_web_is_known_by_its_url(web: str) -> None:
    found, failures = read(f"{web}/news/{CREW}", f"{web}/news/lines.jsonl", f"{web}/news/esa/none.txt")
    assert [(release.id, release.url) for release in found] == [
        (f"{web}/news/{CREW}", f"{web}/news/{CREW}"),
        ("j", None),
    ]
    assert [(failure.code, failure.where) for failure in failures] == [("R001", f"{web}/news/esa/none.txt")]


def test_a_page_of_any_name_is_looked_at(web: str) -> None:
    url = f"{web}/web/page.php?id=7#top"
    (page,), failures = read(url)
    assert not failures
    assert (page.id, page.html) == (url, True)


def test_nobody_answering_is_a_failure() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/x.txt"
        assert codes(read(url)[1]) == ["R010"]


def test_what_nobody_reads_says_what_is_read(tmp_path: Path) -> None:
    assert codes(read("nonsense://x/y.txt", tmp_path)[1]) == ["R016", "R001"]


@pytest.mark.parametrize("url", ["s3://news/x.txt", "https://n.example/x.txt"])
def test_without_the_extra_it_says_what_to_install(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    remote._filesystem.cache_clear()
    for name in ("fsspec", "obstore", "obstore.fsspec"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(StartProblem, match=r"missiongraph\[remote\]"):
        check(url)
    assert cli.run(["build", url, "--out", str(tmp_path / "graph")]) == 3
    assert "pip install 'missiongraph[remote]'" in capsys.readouterr().err
    assert not (tmp_path / "graph").exists()
