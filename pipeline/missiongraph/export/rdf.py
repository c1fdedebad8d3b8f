"""RDF syntaxes: what the releases say as one graph (Turtle, N-Triples, RDF/XML), or the whole store (TriG, N-Quads)."""

from __future__ import annotations

import re
from itertools import chain, groupby
from operator import itemgetter
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from .. import turtle
from ..store import AUTHORITY, CONFLICTS, DERIVED, EDITIONS, RUN
from ..terms import iri, node, prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..store import Store

__all__ = [
    "BOOKKEEPING",
    "TEXTS",
    "graph_turtle",
    "nquads",
    "ntriples",
    "of_graph",
    "rdfxml",
    "said",
    "section",
    "trig",
]

TEXTS = ("mg:fullText", "mg:removedText")
"""Properties that hold somebody's text at length: exports leave them out unless asked."""

BOOKKEEPING = ("mg:buildKey", "mg:signature")
"""What only the next build reads: it changes with code and ontology where the graph does not, and is never exported."""

_ENTITIES = """
SELECT DISTINCT ?thing WHERE { GRAPH ?release { ?release a mg:Release . ?thing skos:prefLabel ?label } }
"""
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def graph_turtle(
    store: Store, out: IO[bytes], text: bool = False, made: Callable[[str], bytes | None] | None = None
) -> None:
    """What the releases say, without graphs: entities, then each release with its events, claims and sentences.

    A thing that many releases speak of stands once, with all they say of it. Mentions are left out. `made` gives the
    `section` of a release (its IRI) where somebody has made it already: the store takes much longer.
    """
    write(out, turtle.header())
    for triples in _shared(store):
        write(out, turtle.body(turtle.parts(triples)))
    linked = {q.subject.value for q in store.quads(iri(EDITIONS)) if isinstance(q.subject, ox.NamedNode)}
    for stored in store.releases():
        known = made(stored.iri) if made and stored.iri not in linked else None
        out.write(section(stored.iri, turtle.parts(_own(store, stored.iri)), text) if known is None else known)


def section(release: str, triples: Iterable[turtle.Parts], text: bool = False) -> bytes:
    """The part of `graph_turtle` that is a release's own (given its IRI), of all that it says, each triple once."""
    hidden = _hidden(text)
    by_subject = groupby(triples, key=itemgetter(0))
    told = [t for subject, found in by_subject if _told(subject, release) for t in found if t[1] not in hidden]
    return (turtle.base(release) + "".join(turtle.body(sorted(told, key=turtle.rank), release))).encode()


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
        write(out, turtle.body(turtle.parts(of_graph(store, graph, text)), graph))
        write(out, ["\n}\n"])


def of_graph(store: Store, graph: str, text: bool) -> list[ox.Quad]:
    """The quads of one graph that exports show, in the order of Turtle; with the releases' texts where `text`."""
    hidden = _hidden(text)
    return sorted((q for q in store.quads(graph) if q.predicate not in hidden), key=turtle.order)


def _hidden(text: bool) -> frozenset[ox.NamedNode]:
    return frozenset(node(term) for term in (BOOKKEEPING if text else BOOKKEEPING + TEXTS))


def said(store: Store, text: bool) -> Iterator[tuple[str, list[ox.Triple]]]:
    """Triples of all releases, each once: what releases share by subject, then each release (its IRI) by itself."""
    hidden = _hidden(text)
    for triples in _shared(store):
        yield "", triples
    for stored in store.releases():
        mine = (t for t in _own(store, stored.iri) if t.predicate not in hidden and _told(t.subject, stored.iri))
        yield stored.iri, sorted(mine, key=turtle.order)


def _shared(store: Store) -> Iterator[list[ox.Triple]]:
    """What the releases say of each thing with a name."""
    own = {node(graph) for graph in (AUTHORITY, CONFLICTS, DERIVED, RUN)}
    for subject in sorted({row[0].value for row in store.select(_ENTITIES)}):
        told = {q.triple for q in store.quads(subject=subject) if q.graph_name not in own}
        yield sorted(told, key=turtle.order)


def _own(store: Store, release: str) -> set[ox.Triple]:
    """What a release says, and what is known of it as a re-issue."""
    return {q.triple for q in chain(store.quads(release), store.quads(iri(EDITIONS), release))}


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


def _told(subject: turtle.Term, release: str) -> bool:
    """Whether a release, an event or claim of it is spoken of. Most of what it says are mentions: they are left out."""
    name = subject.value if isinstance(subject, ox.NamedNode) else ""
    return name.startswith(release) and not name.startswith("#m=", len(release))
