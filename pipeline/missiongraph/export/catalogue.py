"""What this graph holds, for catalogues: VoID and DCAT, counted. What needs no counting is `ontology/dataset.ttl`."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from .. import turtle
from ..resources import ontology
from ..terms import EVENT_TYPES, iri, node
from .rdf import BOOKKEEPING, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..store import Store

__all__ = ["void"]

DATASET = "https://w3id.org/missiongraph/dataset"
_VOID, _DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"

_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?count) WHERE { ?s ?p ?o }"
_PROPERTIES = "SELECT ?property (COUNT(*) AS ?count) WHERE { ?s ?property ?o } GROUP BY ?property"
_CLASSES = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE { ?thing a ?class } GROUP BY ?class"
_DAYS = "SELECT (MIN(?day) AS ?first) (MAX(?day) AS ?last) WHERE { ?release a mg:Release ; dcterms:issued ?day }"
_PUBLISHERS = "SELECT DISTINCT ?name WHERE { ?release a mg:Release ; schema:publisher ?name }"


def void(store: Store, out: IO[bytes]) -> None:
    """`dataset.ttl` with the counts of this store, the days it spans and whose releases it read. No clock."""
    parser = ox.parse(path=ontology() / "dataset.ttl", format=ox.RdfFormat.TURTLE)
    described = {quad.triple for quad in parser}
    triples = described | set(_counts(store)) | set(_partitions(store, described)) | set(_origin(store))
    ox.serialize(sorted(triples, key=turtle.order), out, ox.RdfFormat.TURTLE, prefixes=parser.prefixes)


def _counts(store: Store) -> Iterator[ox.Triple]:
    """Sizes of what the formats that hold the whole store hold, and a partition for each property in it."""
    hidden = {node(term) for term in BOOKKEEPING + TEXTS}
    properties = sorted((p.value, int(n.value)) for p, n in store.select(_PROPERTIES) if p not in hidden)
    (subjects,) = (row[0] for row in store.select(_SUBJECTS))
    yield _counted(DATASET, _VOID + "triples", sum(count for _, count in properties))
    yield _counted(DATASET, _VOID + "distinctSubjects", int(subjects.value))
    yield _counted(DATASET, _VOID + "properties", len(properties))
    yield _counted(DATASET, _VOID + "documents", len(store.releases()))
    for name, count in properties:
        part = f"{DATASET}#property-{turtle.term(ox.NamedNode(name)).replace(':', '-')}"
        yield ox.Triple(ox.NamedNode(DATASET), ox.NamedNode(_VOID + "propertyPartition"), ox.NamedNode(part))
        yield ox.Triple(ox.NamedNode(part), ox.NamedNode(_VOID + "property"), ox.NamedNode(name))
        yield _counted(part, _VOID + "triples", count)


def _partitions(store: Store, described: set[ox.Triple]) -> Iterator[ox.Triple]:
    """How many things each class has that the description names, and how many triples each graph."""
    classes = {kind.value: int(count.value) for kind, count in store.select(_CLASSES)}
    classes[iri("mg:Event")] = sum(classes.get(iri(f"mg:{kind}"), 0) for kind in EVENT_TYPES)
    for triple in described:
        if not isinstance(triple.subject, ox.NamedNode) or not isinstance(triple.object, ox.NamedNode):
            continue
        if triple.predicate == ox.NamedNode(_VOID + "class"):
            yield _counted(triple.subject.value, _VOID + "entities", classes.get(triple.object.value, 0))
        elif triple.predicate == ox.NamedNode(_VOID + "subset"):
            yield _counted(triple.object.value, _VOID + "triples", sum(1 for _ in store.quads(triple.object.value)))


def _origin(store: Store) -> Iterator[ox.Triple]:
    """The days that the releases span, and the names of their publishers, in whom the rights in them lie."""
    dataset, period = ox.NamedNode(DATASET), ox.NamedNode(f"{DATASET}#period")
    (days,) = store.select(_DAYS)
    if days["first"] is not None:
        yield ox.Triple(dataset, node("dcterms:temporal"), period)
        yield ox.Triple(period, node("rdf:type"), node("dcterms:PeriodOfTime"))
        yield ox.Triple(period, ox.NamedNode(_DCAT + "startDate"), days["first"])
        yield ox.Triple(period, ox.NamedNode(_DCAT + "endDate"), days["last"])
    for (name,) in store.select(_PUBLISHERS):
        yield ox.Triple(dataset, node("schema:sourceOrganization"), name)


def _counted(subject: str, predicate: str, count: int) -> ox.Triple:
    return ox.Triple(
        ox.NamedNode(subject), ox.NamedNode(predicate), ox.Literal(str(count), datatype=node("xsd:integer"))
    )
