"""Write outputs/example, the graph of three releases of the corpus, and what README.md quotes of it: `make example`.

Tests build the example again and hold both to it.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from rdflib import Graph

from missiongraph.run import build
from missiongraph.settings import Settings
from missiongraph.terms import prefixes, release_iri

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
RELEASES = ROOT / "corpus" / "releases"
FOLDER = ROOT / "outputs" / "example"
FILES = ("extra/tass/soyuz-ms-11-landing.txt", "roscosmos/soyuz-ms-25-landing.html")
RECORD = ("agencies.jsonl", "nasa-blog-20191018-spacewalk")
QUOTED = "extra/tass/soyuz-ms-11-landing"
FACTS = (("Soyuz MS-11", "undockingTime"), ("Oleg Kononenko", "handedCommandTo"), ("Luca Parmitano", "flewOn"))
BLOCK = re.compile(r"(?P<head><!-- example: (?P<name>\w+) -->\n```\w+\n).*?(?=```\n)", re.DOTALL)
SPARQL = re.compile(r"```sparql\n(.*?)```", re.DOTALL)
WIDTH = 118


def example(room: Path) -> dict[str, bytes]:
    """What a build of the three releases in an empty folder gives: the bytes of graph.ttl and facts.jsonl.

    Raises RuntimeError if a release fails.
    """
    _lay_out(room / "releases")
    report = build([str(room / "releases")], room / "graph", Settings())
    if (report.new, report.failed) != (3, 0):
        raise RuntimeError((room / "graph" / "failures.jsonl").read_text("utf-8") or str(report))
    return {name: (room / "graph" / name).read_bytes() for name in ("graph.ttl", "facts.jsonl")}


def quoting(readme: str) -> str:
    """The text of README.md with every block after `<!-- example: … -->` as outputs/example has it now."""
    turtle = (FOLDER / "graph.ttl").read_text("utf-8")
    blocks = {"facts": _facts(), "graph": _event(turtle), "answer": _answer(readme, turtle)}
    return BLOCK.sub(lambda found: found["head"] + blocks[found["name"]], readme)


def _lay_out(folder: Path) -> None:
    for name in FILES:
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_bytes((RELEASES / name).read_bytes())
    name, record = RECORD
    lines = (RELEASES / name).read_text("utf-8").splitlines(keepends=True)
    (folder / name).write_text("".join(line for line in lines if f'"id": "{record}"' in line), "utf-8")


def _facts() -> str:
    rows = [json.loads(line) for line in (FOLDER / "facts.jsonl").read_text("utf-8").splitlines()]
    found = {(row["subject"], row["predicate"]): row for row in rows if row["release"] == QUOTED}
    return "".join(_wrapped(found[fact]) for fact in FACTS)


def _wrapped(row: dict[str, object]) -> str:
    lines = [""]
    for key, value in row.items():
        item = f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        if len(lines[-1]) + len(item) > WIDTH:
            lines.append("")
        lines[-1] += f" {item},"
    return "{" + "\n".join(lines)[1:-1] + "}\n"


def _event(turtle: str) -> str:
    """The undocking, the statement of its time, and the sentence that says it."""
    section = turtle.split(f"@base <{release_iri(QUOTED)}> .", 1)[1].split("@base", 1)[0]
    nodes = {node.split(" ", 1)[0]: node for node in section.strip().split("\n\n")}
    event = next(node for node in nodes.values() if node.split("\n")[0].endswith(" a mg:Undocking ;"))
    about = f"rdf:subject {event.split(' ', 1)[0]} ;"
    claim = next(node for node in nodes.values() if about in node and "rdf:predicate mg:time ;" in node)
    sentence = nodes[claim.split("oa:hasSelector ", 1)[1].split(" ", 1)[0]]
    return "\n\n".join((event, claim, sentence)) + "\n"


def _answer(readme: str, turtle: str) -> str:
    graph = Graph().parse(data=turtle)
    query = SPARQL.search(readme)
    if query is None:
        raise ValueError("README.md has no SPARQL query")
    answer = graph.query(query[1], initNs=prefixes().map).serialize(format="csv")
    return (answer or b"").decode().replace("\r\n", "\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as room:
        for name, content in example(Path(room)).items():
            (FOLDER / name).write_bytes(content)
    README.write_text(quoting(README.read_text("utf-8")), "utf-8")
    print(f"wrote {FOLDER} and what {README.name} quotes of it")
