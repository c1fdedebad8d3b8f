"""RDF syntaxes: what the releases say as one graph (Turtle, N-Triples, RDF/XML), or the whole store (TriG, N-Quads)."""

from __future__ import annotations

import re
from itertools import chain
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from .. import turtle
from ..store import AUTHORITY, CONFLICTS, DERIVED, EDITIONS, RUN
from ..terms import iri, node, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..store import Store

__all__ = ["BOOKKEEPING", "TEXTS", "graph_turtle", "nquads", "ntriples", "of_graph", "rdfxml", "said", "trig"]

TEXTS = ("mg:fullText", "mg:removedText")
"""Properties that hold somebody's text at length: exports leave them out unless asked."""

BOOKKEEPING = ("mg:buildKey", "mg:signature")
"""What only the next build reads: it changes with code and ontology where the graph does not, and is never exported."""

_ENTITIES = """
SELECT DISTINCT ?thing WHERE { GRAPH ?release { ?release a mg:Release . ?thing skos:prefLabel ?label } }
"""
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def graph_turtle(store: Store, out: IO[bytes], text: bool = False) -> None:
    """What the releases say, without graphs: entities, then each release with its events, claims and sentences.

    A thing that many releases speak of stands once, with all they say of it. Mentions are left out.
    """
    write(out, turtle.header())
    for base, triples in said(store, text):
        write(out, [turtle.base(base)] if base else [])
        write(out, turtle.body(triples, base))


def ntriples(store: Store, out: IO[bytes], text: bool = False) -> None:
    """The triples of `graph_turtle`, one a line."""
    for _, triples in said(store, text):
        write(out, (f"{triple} .\n" for triple in triples))


def rdfxml(store: Store, out: IO[bytes], text: bool = False) -> None:
    """The triples of `graph_turtle` as RDF/XML; characters that XML cannot hold become U+FFFD."""
    triples = (_for_xml(triple) for _, found in said(store, text) for triple in found)
    ox.serialize(triples, out, ox.RdfFormat.RDF_XML, prefixes=dict(prefixes().map))
    out.write(b"\n")


def nquads(store: Store, out: IO[bytes], text: bool = False) -> None:
    """The whole store, graph by graph, one quad a line."""
    for graph in store.graphs():
        write(out, (f"{quad} .\n" for quad in of_graph(store, graph, text)))


def trig(store: Store, out: IO[bytes], text: bool = False) -> None:
    """The whole store, graph by graph."""
    write(out, turtle.header())
    for graph in store.graphs():
        write(out, [turtle.base(graph), "\n<> {\n"])
        write(out, turtle.body(of_graph(store, graph, text), graph))
        write(out, ["\n}\n"])


def of_graph(store: Store, graph: str, text: bool) -> list[ox.Quad]:
    """The quads of one graph that exports show, in the order of Turtle; with the releases' texts where `text`."""
    hidden = _hidden(text)
    return sorted((q for q in store.quads(graph) if q.predicate not in hidden), key=turtle.order)


def _hidden(text: bool) -> frozenset[ox.NamedNode]:
    return frozenset(node(term) for term in (BOOKKEEPING if text else BOOKKEEPING + TEXTS))


def said(store: Store, text: bool) -> Iterator[tuple[str, list[ox.Triple]]]:
    """Triples of all releases, each once: what releases share by subject, then each release (its IRI) by itself."""
    releases = [stored.iri for stored in store.releases()]
    own = {node(graph) for graph in (AUTHORITY, CONFLICTS, DERIVED, RUN)}
    hidden = _hidden(text)
    shared = {row[0].value for row in store.select(_ENTITIES)}
    for subject in sorted(shared):
        yield "", _unique(q for q in store.quads(subject=subject) if q.graph_name not in own)
    for release in releases:
        mine = (q for q in store.quads(release) if _told(q, release) and q.predicate not in hidden)
        yield release, _unique(chain(mine, store.quads(iri(EDITIONS), release)))


def write(out: IO[bytes], lines: Iterable[str]) -> None:
    """Text as UTF-8."""
    for line in lines:
        out.write(line.encode())


def _for_xml(triple: ox.Triple) -> ox.Triple:
    value = triple.object
    if not isinstance(value, ox.Literal) or not _NOT_XML.search(value.value):
        return triple
    plain = _NOT_XML.sub("\ufffd", value.value)
    kept = ox.Literal(plain, language=value.language) if value.language else ox.Literal(plain, datatype=value.datatype)
    return ox.Triple(triple.subject, triple.predicate, kept)


def _iri(quad: ox.Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""


def _told(quad: ox.Quad, release: str) -> bool:
    """Whether a release says it of itself, its events and claims. Most of its quads are mentions: they go first."""
    subject = _iri(quad)
    return subject.startswith(release) and not subject.startswith(f"{release}#m=")


def _unique(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    return sorted({q.triple for q in quads}, key=turtle.order)
