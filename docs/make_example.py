"""Write outputs/example, the graph of three releases of the corpus: `make example`. A test builds it again."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from missiongraph.run import build
from missiongraph.settings import Settings

ROOT = Path(__file__).parents[1]
RELEASES = ROOT / "corpus" / "releases"
FOLDER = ROOT / "outputs" / "example"
FILES = ("extra/tass/soyuz-ms-11-landing.txt", "roscosmos/soyuz-ms-25-landing.html")
RECORD = ("agencies.jsonl", "nasa-blog-20191018-spacewalk")
BUILD_KEY = re.compile(rb'    mg:buildKey "[0-9a-f]+" ;\n')
"""The mark of code and ontology by which a build knows what is new: it changes where the graph does not."""


def example(room: Path) -> dict[str, bytes]:
    """What a build of the three releases in an empty folder gives: the bytes of graph.ttl and facts.jsonl.

    Raises RuntimeError if a release fails.
    """
    _lay_out(room / "releases")
    report = build([str(room / "releases")], room / "graph", Settings())
    if (report.new, report.failed) != (3, 0):
        raise RuntimeError((room / "graph" / "failures.jsonl").read_text("utf-8") or str(report))
    graph = BUILD_KEY.sub(b"", (room / "graph" / "graph.ttl").read_bytes())
    return {"graph.ttl": graph, "facts.jsonl": (room / "graph" / "facts.jsonl").read_bytes()}


def _lay_out(folder: Path) -> None:
    for name in FILES:
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_bytes((RELEASES / name).read_bytes())
    name, record = RECORD
    lines = (RELEASES / name).read_text("utf-8").splitlines(keepends=True)
    (folder / name).write_text("".join(line for line in lines if f'"id": "{record}"' in line), "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as room:
        for name, content in example(Path(room)).items():
            (FOLDER / name).write_bytes(content)
            print(f"wrote {FOLDER / name}")
