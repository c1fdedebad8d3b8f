"""A slice of a graph: which releases are in it, and that nothing else is."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest

import factory
from missiongraph import export, facts
from missiongraph.errors import Problem
from missiongraph.export.slices import cut
from missiongraph.terms import iri, node, release_iri

ONE, TWO, THREE = "demo/one", "demo/two", "demo/three"


@pytest.fixture(scope="module")
def store():
    store = factory.store_of(*factory.archive())
    again, first = ox.NamedNode(release_iri(THREE)), ox.NamedNode(release_iri(ONE))
    labels = (("person:jon-vale", "Jon Vale"), ("person:stranger", "A Stranger"))
    authority = node("graph:authority")
    known = [
        ox.Quad(node(who), node("skos:prefLabel"), ox.Literal(name, language="en"), authority) for who, name in labels
    ]
    known.append(ox.Quad(node("person:stranger"), node("rdf:type"), node("mg:Person"), authority))
    store.replace(
        {
            iri("graph:authority"): known,
            iri("graph:editions"): [ox.Quad(again, node("mg:reissueOf"), first, node("graph:editions"))],
            iri("graph:run"): [ox.Quad(node("graph:run"), node("rdfs:label"), ox.Literal("a run"), node("graph:run"))],
        }
    )
    return store


def kept(store, *wanted: tuple[str, str]) -> set[str]:
    return {stored.id for stored in cut(store, wanted).releases()}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], {ONE, TWO, THREE}),
        ([("person", "Mira Tarn")], {ONE}),
        ([("person", "Captain Tarn")], {ONE}),
        ([("person", "person:jon-vale")], {ONE, THREE}),
        ([("person", "Jon Vale"), ("person", "Ada Quist")], {THREE}),
        ([("agency", "OSA")], {ONE, TWO, THREE}),
        ([("agency", "Kestrel Works")], {ONE}),
        ([("craft", "Heron 5")], {TWO}),
        ([("craft", "Halo Station"), ("mission", "Tide Two")], {ONE, THREE}),
        ([("person", "A Stranger")], set()),
        ([("date", "2031")], {ONE, TWO}),
        ([("date", "2031-05-20")], {ONE}),
        ([("date", "2031-05-21..")], {TWO}),
        ([("date", "..2030")], {THREE}),
        ([("date", "2030-11..2031-05-20")], {ONE, THREE}),
        ([("date", "2031"), ("person", "Ada Quist")], {TWO}),
    ],
)
def test_releases_that_match(store, wanted, expected) -> None:
    assert kept(store, *wanted) == expected


def test_releases_of_an_agency_are_those_too_that_do_not_name_it() -> None:
    silent = factory.release("Mira Tarn flew.", "demo/four", publisher="ostland space agency"), []
    store = factory.store_of(*factory.archive(), silent)
    assert "demo/four" in kept(store, ("agency", "OSA"))


def test_releases_without_a_date_are_in_no_span() -> None:
    store = factory.store_of((factory.release("Undated", "demo/none", published=None), []))
    assert kept(store, ("date", "..2040")) == set()


def test_a_slice_says_what_its_releases_say_and_nothing_else(store) -> None:
    part = cut(store, [("person", "Mira Tarn")])
    release = release_iri(ONE)
    assert set(part.quads(release)) == set(store.quads(release))
    assert list(facts.rows(part)) == list(facts.rows(store, ONE))
    assert part.graphs() == [iri("graph:authority"), iri("graph:run"), release]
    everything = {triple for graph in part.graphs() for triple in (quad.triple for quad in part.quads(graph))}
    merged = {(t.subject, t.predicate, t.object) for t in everything}
    assert merged == {tuple(row) for row in part.select("SELECT ?s ?p ?o { ?s ?p ?o }")}


def test_a_slice_knows_the_things_it_speaks_of_and_what_its_releases_repeat(store) -> None:
    part = cut(store, [("person", "Jon Vale")])
    assert {quad.subject for quad in part.quads(iri("graph:authority"))} == {node("person:jon-vale")}
    assert len(list(part.quads(iri("graph:editions")))) == 1
    assert list(cut(store, [("date", "2031")]).quads(iri("graph:editions"))) == []


@pytest.mark.parametrize("form", export.FORMATS)
def test_a_slice_can_be_written_in_every_format(store, form) -> None:
    whole, part, nothing = io.BytesIO(), io.BytesIO(), io.BytesIO()
    export.export(store, form, whole)
    export.export(cut(store, [("person", "Mira Tarn")]), form, part)
    export.export(cut(store, [("person", "A Stranger")]), form, nothing)
    assert len(whole.getvalue()) > len(part.getvalue()) > len(nothing.getvalue())


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (("planet", "Mars"), "E004"),
        (("", ""), "E004"),
        (("person", "Nobody Atall"), "Q006"),
        (("person", "Heron 4"), "Q006"),
        (("date", "May 2031"), "Q008"),
        (("date", "2031-13"), "Q008"),
        (("date", "2031..20x"), "Q008"),
        (("date", ".."), "Q008"),
        (("date", ""), "Q008"),
    ],
)
def test_what_cannot_be_cut_is_told(store, wanted, code) -> None:
    with pytest.raises(Problem) as told:
        cut(store, [wanted])
    assert told.value.code == code
