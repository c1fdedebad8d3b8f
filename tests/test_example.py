"""outputs/example is what the line makes today of three releases of the corpus."""

from __future__ import annotations

import importlib.util
import json
from difflib import unified_diff
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from missiongraph.terms import iri, release_iri

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "outputs" / "example"
IDS = {"extra/tass/soyuz-ms-11-landing", "roscosmos/soyuz-ms-25-landing", "nasa-blog-20191018-spacewalk"}
SHOWN = 40


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_example", ROOT / "docs" / "make_example.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def built(maker, tmp_path_factory):
    return maker.example(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for line in (EXAMPLE / "facts.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def graph():
    return Graph().parse(EXAMPLE / "graph.ttl")


@pytest.mark.parametrize("name", ["facts.jsonl", "graph.ttl"])
def test_build_gives_the_bytes_of_the_example(built, name):
    golden = (EXAMPLE / name).read_bytes()
    lines = list(unified_diff(golden.decode().splitlines(), built[name].decode().splitlines(), lineterm="", n=0))
    told = "\n".join(["stale: run `make example` and read what changed", *lines[:SHOWN], f"({len(lines)} lines)"])
    if built[name] != golden:
        pytest.fail(f"outputs/example/{name} is {told}", pytrace=False)


def test_every_release_is_in_both_files(rows, graph):
    assert {row["release"] for row in rows} == IDS
    releases = set(graph.subjects(RDF.type, URIRef(iri("mg:Release"))))
    assert releases == {URIRef(release_iri(name)) for name in IDS}


def test_evidence_of_every_row_is_a_selector_of_the_graph(rows, graph):
    exact = URIRef(iri("oa:exact"))
    for row in rows:
        sentence = URIRef(f"{release_iri(row['release'])}#char={row['begin']},{row['end']}")
        assert len(row["evidence"]) == row["end"] - row["begin"]
        assert str(graph.value(sentence, exact)) == row["evidence"], row


def test_readme_quotes_the_example(maker):
    readme = (ROOT / "README.md").read_text("utf-8")
    assert maker.quoting(readme) == readme, "stale: run `make example`"
    assert len(maker.BLOCK.findall(readme)) == 3
