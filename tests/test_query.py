from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
import rdflib

import factory
from missiongraph import query
from missiongraph.errors import Problem

ASK = "ASK { ?p a mg:Person }"
SELECT = "SELECT ?p ?n ?none WHERE { ?p a mg:Station ; skos:prefLabel ?n OPTIONAL { ?p mg:nothing ?none } }"
GRAPH = "CONSTRUCT { ?p a mg:Person } WHERE { ?p mg:flewOn craft:heron-4 }"


@pytest.fixture(scope="module")
def store():
    return factory.store_of(*factory.archive())


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


def test_each_question_has_a_title_and_its_own_prefixes() -> None:
    questions = query.questions()
    assert len(questions) >= 27
    for question in questions.values():
        assert question.title
        assert question.title[0].isupper()
        rdflib.Graph().query(question.sparql)
