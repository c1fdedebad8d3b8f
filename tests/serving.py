"""A real `missiongraph serve` over a small store on disk, for the tests that talk to it as clients do."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

import factory
from missiongraph import emit, export
from missiongraph.store import Store
from missiongraph.terms import release_iri

Told = tuple[factory.Release, list[factory.Statement]]
LIMITS = ("--time-limit", "2", "--result-limit", "0.1")


def put(directory: Path, archive: Iterable[Told], *quads: ox.Quad) -> Path:
    """What a build leaves of these releases in `directory`, as far as a server looks at it, and these quads."""
    directory.mkdir(exist_ok=True)
    with Store(directory / "store") as store:
        store.replace({release_iri(r.id): emit.quads(r, s, "key") for r, s in archive})
        store.replace({quad.graph_name.value: [quad] for quad in quads})  # type: ignore[union-attr]
        store.flush()
        with (directory / "facts.jsonl").open("wb") as out:
            export.facts_jsonl(store, out)
    return directory


@dataclass(frozen=True)
class Server:
    """A server that runs: its process and address."""

    process: subprocess.Popen[str]
    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def endpoint(self) -> str:
        return self.url + "/sparql"

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (names in lower case) and body of the answer; `_` in names of headers stands for `-`."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return found

    def query(self, sparql: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        return self.ask("GET", "/sparql?" + urlencode({"query": sparql}), **headers)


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "missiongraph", "serve", *map(str, arguments)]


@contextmanager
def serving(directory: Path, *options: str) -> Iterator[Server]:
    """The server, until it is told to end as by Ctrl-C; it must then leave nothing behind."""
    process = subprocess.Popen(command(directory, "--port", "0", *options), stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        said = process.stderr.readline()
        found = re.search(r"http://([\d.]+):(\d+)", said)
        assert found, said + process.stderr.read()
        yield Server(process, found[1], int(found[2]))
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=30)
        assert (process.returncode, rest) == (0, "")
    finally:
        process.kill()
        process.wait()
