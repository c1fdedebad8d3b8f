"""What a worker writes of a release is what the store would: of everything but its own place in the archive."""

from __future__ import annotations

import io
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import factory
from missiongraph import emit
from missiongraph.export import facts_jsonl, graph_turtle
from missiongraph.export.rdf import section
from missiongraph.model import Literal
from missiongraph.store import Store
from missiongraph.terms import release_iri
from missiongraph.written import written

ARCHIVE = factory.archive()


def files(store: Store, **made) -> tuple[bytes, bytes]:
    turtle, facts = io.BytesIO(), io.BytesIO()
    graph_turtle(store, turtle, made=made.get("turtle"))
    facts_jsonl(store, facts, made=made.get("facts"))
    return turtle.getvalue(), facts.getvalue()


@given(st.lists(st.sets(st.integers(0, 80), min_size=1), min_size=3, max_size=3))
def test_files_are_the_same_from_the_store_and_from_their_parts(chosen) -> None:
    parts = {}
    for (release, said), keep in zip(ARCHIVE, chosen, strict=True):
        triples = emit.triples(release, [s for n, s in enumerate(said) if n in keep], "key")
        parts[release_iri(release.id)] = written(release.id, triples)
    store = Store()
    store.bring({graph: quads for graph, (quads, _, _) in parts.items()})
    made = files(store, turtle=lambda graph: parts[graph][1], facts=lambda graph: parts[graph][2])
    assert made == files(store)


@pytest.mark.parametrize(
    ("value", "datatype"),
    [("PT50H40M", "duration"), ("P2W", "duration"), ("2031-05-06T07:30Z", "dateTime"), ("0042", "integer"),
     ("2031-05", "gYearMonth"), ("2031", "gYear"), ("2031-05-06", "date"), ("P26M", "duration"), ("nonsense", "date")],
)  # fmt: skip
def test_a_value_is_written_as_the_store_keeps_it(value, datatype) -> None:
    release, said = factory.landing()
    odd = [replace(s, predicate="duration", object=Literal(value, datatype)) for s in said if s.predicate == "memberOf"]
    quads, turtle, facts = written(release.id, emit.triples(release, odd))
    store = Store()
    store.bring({release_iri(release.id): quads})
    assert odd
    assert facts == files(store)[1]
    assert files(store)[0].endswith(turtle)


def test_a_section_holds_no_text_of_the_release() -> None:
    release, said = factory.landing()
    assert release.text.encode() not in section(release_iri(release.id), emit.triples(release, said))


def test_bringing_a_graph_that_is_there_replaces_it() -> None:
    release, said = factory.landing()
    graph = release_iri(release.id)
    store = factory.store_of(*ARCHIVE)
    quads = written(release.id, emit.triples(release, said[:3], "key-2"))[0]
    store.bring({graph: quads})
    assert sorted(map(str, store.quads(graph))) == sorted(map(str, ox.parse(quads, ox.RdfFormat.N_QUADS)))
    fresh = factory.store_of(*(each for each in ARCHIVE if each[0].id != release.id))
    fresh.bring({graph: quads})
    everything = "SELECT ?s ?p ?o { ?s ?p ?o }"
    assert {str(row) for row in store.select(everything)} == {str(row) for row in fresh.select(everything)}
