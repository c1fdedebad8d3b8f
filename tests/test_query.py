from __future__ import annotations

import json

import oxrdflib  # noqa: F401  (registers the plugin that opens our databases)
import pyoxigraph as ox
import pytest
import rdflib

import factory
from missiongraph import export, query
from missiongraph.errors import Problem
from missiongraph.store import AUTHORITY, Store
from missiongraph.terms import iri, release_iri

ASK = "ASK { ?p a mg:Person }"
SELECT = "SELECT ?p ?n ?none WHERE { ?p a mg:Station ; skos:prefLabel ?n OPTIONAL { ?p mg:nothing ?none } }"
GRAPH = "CONSTRUCT { ?p a mg:Person } WHERE { ?p mg:flewOn craft:heron-4 }"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """An authority that knows more than the releases say: no saved question may be misled by it."""
    path = tmp_path_factory.mktemp("authority") / "people.ttl"
    path.write_text(
        f"""@prefix mg: <{iri("mg:")}> . @prefix skos: <{iri("skos:")}> .
        <{factory.TARN.iri}> a mg:Person ; skos:prefLabel "Mira Tarn"@en , "Мира Тарн"@ru ;
          mg:memberOf <{factory.KESTREL.iri}> ; mg:nationality <{factory.OSTLAND.iri}> .
        <{factory.KESTREL.iri}> a mg:Agency ; skos:prefLabel "Kestrel Works"@en .
        <{iri("person:kit-orr")}> a mg:Person ; skos:prefLabel "Kit Orr"@en ; mg:memberOf <{factory.OSA.iri}> .
        """
    )
    return path


@pytest.fixture(scope="module")
def store(authority):
    store = factory.store_of(*factory.archive())
    store.load_turtle(authority, iri(AUTHORITY))
    return store


def test_tables_are_short_forms(store) -> None:
    found = query.answer(store, SELECT)
    assert found == query.Answer(("p", "n", "none"), (("station:halo-station", "Halo Station", ""),))


def test_ask_and_construct_are_tables_too(store) -> None:
    assert query.answer(store, ASK).rows == (("yes",),)
    assert query.answer(store, "ASK { ?p a mg:Nobody }").rows == (("no",),)
    assert ("person:mira-tarn", "rdf:type", "mg:Person") in query.answer(store, GRAPH).rows


@pytest.mark.parametrize("form", ["json", "tsv", "xml"])
def test_solutions_are_written_in_the_w3c_formats(store, form) -> None:
    data = query.write(store, SELECT, form)
    parsed = ox.parse_query_results(data, format=query.RESULTS[form])
    assert [row["n"].value for row in parsed] == ["Halo Station"]


def test_csv_has_a_header_and_plain_values(store) -> None:
    assert query.write(store, SELECT, "csv").decode().splitlines() == ["p,n,none", f"{factory.HALO.iri},Halo Station,"]


def test_ask_in_every_format(store) -> None:
    assert json.loads(query.write(store, ASK, "json"))["boolean"] is True
    assert query.write(store, ASK, "csv") == b"true\n"
    assert b"<boolean>true</boolean>" in query.write(store, ASK, "xml")


def test_graphs_are_written_as_turtle(store) -> None:
    data = query.write(store, GRAPH, "turtle")
    assert len(rdflib.Graph().parse(data=data, format="turtle")) == 3
    assert data == query.write(store, GRAPH, "turtle")


@pytest.mark.parametrize(("sparql", "form"), [(GRAPH, "csv"), (SELECT, "turtle"), (ASK, "turtle")])
def test_formats_that_do_not_fit_the_query(store, sparql, form) -> None:
    with pytest.raises(Problem, match="Q003"):
        query.write(store, sparql, form)


@pytest.mark.parametrize("sparql", ["SELECT", "SELECT * WHERE { ?s nope:x ?o }", "INSERT DATA { mg:a mg:b mg:c }", ""])
def test_what_is_not_sparql_is_a_clear_problem(store, sparql) -> None:
    with pytest.raises(Problem, match="Q001"):
        query.answer(store, sparql)


def test_queries_come_from_files(tmp_path) -> None:
    path = tmp_path / "q.rq"
    path.write_text(ASK)
    assert query.read(path) == ASK
    with pytest.raises(Problem, match="R001"):
        query.read(tmp_path / "missing.rq")
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(Problem, match="R009"):
        query.read(path)


def test_unknown_question_names_the_known_ones() -> None:
    with pytest.raises(Problem, match=r"Q002"):
        query.saved("nope")
    with pytest.raises(Problem, match="crew-by-leg"):
        query.saved("nope")


def test_at_least_eight_questions_each_with_a_title_and_its_own_prefixes() -> None:
    questions = query.questions()
    assert len(questions) >= 8
    for question in questions.values():
        assert question.title
        assert question.title[0].isupper()
        rdflib.Graph().query(question.sparql)


ANSWERS = {
    "crew-by-leg": [
        ("Heron 4", "docking", "2030-11-01", "Ada Quist"),
        ("Heron 4", "docking", "2030-11-01", "Jon Vale"),
        ("Heron 4", "launch", "2030-11-01", "Ada Quist"),
        ("Heron 4", "launch", "2030-11-01", "Jon Vale"),
        ("Heron 4", "undocking", "2031-05-06", "Mira Tarn"),
        ("Heron 4", "landing", "2031-05-06T09:12Z", "Jon Vale"),
        ("Heron 4", "landing", "2031-05-06T09:12Z", "Mira Tarn"),
    ],
    "crewmates": [("Ada Quist", "Jon Vale", "Heron 4"), ("Jon Vale", "Mira Tarn", "Heron 4")],
    "distinctions": [("Mira Tarn", "first by an Ostlander", "demo/one")],
    "first-flights": [("Ada Quist", "planned", "demo/two")],
    "launches-by-site-and-year": [("Pad 2", "2030", "1")],
    "people-of-agencies": [("Ostland Space Agency", "Ada Quist", "1"), ("Ostland Space Agency", "Mira Tarn", "1")],
    "planned-after": [
        ("2031-06", "launch", "Ada Quist", "demo/two"),
        ("2031-06", "launch", "Heron 5", "demo/two"),
        ("2031-06", "launch", "Tide Three", "demo/two"),
        ("2031-06-12", "docking", "Heron 5", "demo/two"),
    ],
    "spacewalks-per-person": [("Mira Tarn", "2", "402")],
    "station-commanders": [("Halo Station", "2031-05-20", "Ilja Brandt", "occurred", "demo/one")],
    "unknown-people": [
        ("Ada Quist", "demo/three"),
        ("Ada Quist", "demo/two"),
        ("Cole Marsh", "demo/three"),
        ("Cole Marsh", "demo/two"),
        ("Jon Vale", "demo/one"),
        ("Jon Vale", "demo/three"),
        ("Mira Tarn", "demo/one"),
    ],
}


def test_every_question_has_an_answer_worked_out_by_hand() -> None:
    assert set(ANSWERS) == set(query.questions())


@pytest.mark.parametrize("name", ANSWERS)
def test_saved_questions_answer_on_the_store(store, name) -> None:
    assert list(query.answer(store, query.saved(name).sparql).rows) == ANSWERS[name]


def plain(rows) -> list[tuple[str, ...]]:
    return [tuple("" if term is None else str(term) for term in row) for row in rows]


@pytest.fixture(scope="module")
def graph(store, tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "graph.ttl"
    with path.open("wb") as out:
        export.graph_turtle(store, out)
    return rdflib.Graph().parse(path)


@pytest.mark.parametrize("name", ANSWERS)
def test_rdflib_finds_the_same_in_the_exported_graph(graph, name) -> None:
    assert plain(graph.query(query.saved(name).sparql)) == ANSWERS[name]


@pytest.fixture(scope="module")
def database(tmp_path_factory, authority):
    path = tmp_path_factory.mktemp("database") / "store"
    with Store(path) as store:
        archive = factory.archive()
        store.replace({release_iri(r.id): factory.emit.quads(r, s) for r, s in archive})
        store.load_turtle(authority, iri(AUTHORITY))
        store.flush()
    dataset = rdflib.Dataset(store="Oxigraph")
    dataset.open(str(path))
    yield dataset
    dataset.close()


@pytest.mark.parametrize("name", ANSWERS)
def test_rdflib_opens_the_database_and_finds_the_same(database, name) -> None:
    assert plain(database.query(query.saved(name).sparql)) == ANSWERS[name]
