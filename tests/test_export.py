from __future__ import annotations

import csv
import io
import json

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import factory
from missiongraph import export, facts, turtle
from missiongraph.errors import Problem
from missiongraph.store import Store
from missiongraph.terms import iri, node, release_iri


def written(store, form: str, **options: bool) -> bytes:
    out = io.BytesIO()
    export.export(store, form, out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def store():
    store = factory.store_of(*factory.archive())
    store.replace(
        {iri("graph:run"): [ox.Quad(node("graph:run"), node("rdfs:label"), ox.Literal("a run"), node("graph:run"))]}
    )
    return store


@pytest.mark.parametrize("form", export.FORMATS)
def test_two_builds_give_the_same_bytes(tmp_path, store, form) -> None:
    with Store(tmp_path / "store") as other:
        for release, statements in reversed(factory.archive()):
            other.replace({release_iri(release.id): factory.emit.quads(release, reversed(statements), "key-1")})
        other.replace({iri("graph:run"): list(store.quads(iri("graph:run")))})
        assert written(other, form) == written(store, form)


SYNTAXES = {
    "turtle": ox.RdfFormat.TURTLE,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def parsed(data: bytes, form: str) -> set[ox.Quad]:
    return set(ox.parse(data, format=SYNTAXES[form]))


def exported(store) -> set[ox.Quad]:
    """All but the bookkeeping of builds."""
    return {quad for quad in store.quads() if quad.predicate not in {node(name) for name in export.BOOKKEEPING}}


@pytest.mark.parametrize("form", ["trig", "nquads", "jsonld"])
def test_dataset_formats_hold_the_whole_store(store, form) -> None:
    assert exported(store) < set(store.quads())
    assert parsed(written(store, form, text=True), form) == exported(store)


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml"])
def test_graph_formats_hold_what_the_releases_say(store, form) -> None:
    found = {q.triple for q in parsed(written(store, form, text=True), form)}
    mentions = {q.subject for q in store.quads() if q.object == node("mg:Mention")}
    run = node("graph:run")
    assert found == {q.triple for q in exported(store) if q.graph_name != run and q.subject not in mentions}


@pytest.mark.parametrize("form", SYNTAXES)
def test_full_texts_stay_out_unless_asked(store, form) -> None:
    words = "Captain Tarn of the Ostland Space Agency, born in Lund on 3 March 1990"
    assert "fullText" not in written(store, form).decode()
    assert "removedText" not in written(store, form).decode()
    assert words in written(store, form).decode()
    assert "fullText" in written(store, form, text=True).decode()


RDFLIB = {
    "turtle": "turtle",
    "rdfxml": "xml",
    "trig": "trig",
    "nquads": "nquads",
    "ntriples": "nt",
    "jsonld": "json-ld",
}


@pytest.mark.parametrize("form", RDFLIB)
def test_rdflib_reads_every_syntax(store, form) -> None:
    data = written(store, form)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=data.decode(), format=RDFLIB[form])
    graph = dataset if form in ("trig", "nquads", "jsonld") else rdflib.Graph().parse(data=data, format=RDFLIB[form])
    assert len(set(graph.triples((None, None, None)))) == len({q.triple for q in parsed(data, form)})


def test_turtle_is_made_to_be_read(store) -> None:
    text = written(store, "turtle").decode()
    assert "\ncraft:heron-4 a mg:Spacecraft ;\n" in text
    assert text.count("\ncraft:heron-4 a ") == 1
    assert "\n@base <https://w3id.org/missiongraph/id/release/demo%2Fone> .\n\n<> a " in text
    assert "\n<#landing-1> a mg:Landing ;\n" in text
    assert "mg:flightNumber 2 ;" in text
    assert max(map(len, text.splitlines())) < 300


@settings(max_examples=50, deadline=None)
@given(
    identifier=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
)
def test_any_id_and_any_text_survive_turtle_and_trig(identifier, text) -> None:
    release = factory.release(text, identifier, title=text)
    statement = factory.Statement(identifier, factory.TARN, "memberOf", factory.OSA, 0, 1, "hand", 0.5)
    store = factory.store_of((release, [statement]))
    assert {q.triple for q in parsed(written(store, "turtle", text=True), "turtle")} == {
        q.triple for q in exported(store)
    }
    assert parsed(written(store, "trig", text=True), "trig") == exported(store)


@pytest.mark.parametrize(
    ("value", "datatype", "expected"),
    [
        ("7", "xsd:integer", "7"),
        ("0.93", "xsd:decimal", "0.93"),
        ("1", "xsd:decimal", '"1"^^xsd:decimal'),
        ("true", "xsd:boolean", "true"),
        ("P6M", "xsd:duration", '"P6M"^^xsd:duration'),
        ('a "b"\n', "xsd:string", r'"a \"b\"\n"'),
        ("x", "schema:Text", '"x"^^schema:Text'),
    ],
)
def test_turtle_terms(value, datatype, expected) -> None:
    assert turtle.term(ox.Literal(value, datatype=node(datatype))) == expected


def test_fact_formats_agree(store) -> None:
    rows = list(facts.rows(store))
    lines = [json.loads(line) for line in written(store, "facts-jsonl").splitlines()]
    table = parquet.read_table(io.BytesIO(written(store, "facts-parquet"))).to_pylist()
    sheet = list(csv.DictReader(io.StringIO(written(store, "facts-csv").decode(), newline="")))
    assert len(lines) == len(rows)
    assert lines == [{name: row[name] for name in line} for line, row in zip(lines, table, strict=True)]
    plain = [{k: "" if v is None else str(v) for k, v in line.items()} for line in lines]
    assert plain == [{name: row[name] for name in line} for line, row in zip(lines, sheet, strict=True)]
    assert {tuple(row) for row in (*table, *sheet)} == {(*lines[0], "published", "object_time")}


def test_an_empty_store_exports_too() -> None:
    for form in export.FORMATS:
        assert written(Store(), form) == written(Store(), form)
    assert written(Store(), "facts-jsonl") == b""
    assert parquet.read_table(io.BytesIO(written(Store(), "facts-parquet"))).num_rows == 0


def test_graphml_opens_in_networkx(store) -> None:
    graph = nx.read_graphml(io.BytesIO(written(store, "graphml")), force_multigraph=True)
    assert graph.nodes["craft:heron-4"]["label"] == "Heron 4"
    assert graph.nodes["craft:heron-4"]["type"] == "Spacecraft"
    edges = {(a, data["predicate"], b) for a, b, data in graph.edges(data=True)}
    assert ("person:jon-vale", "flewOn", "craft:heron-4") in edges
    assert ("person:ada-quist", "flewOn", "craft:heron-5") not in edges


def test_unknown_format_names_the_known_ones(store) -> None:
    with pytest.raises(Problem, match=r"E001"):
        written(store, "docx")
