"""The things of the releases and the plain facts between them as a networkx graph, and its files for other tools."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from ..terms import ENTITY_TYPES, iri, shrink
from .tables import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

    from ..store import Store

__all__ = ["gexf", "graphml", "network", "write_gexf"]

_THINGS = """
SELECT DISTINCT ?thing ?class ?label WHERE {
  GRAPH ?release { ?release a mg:Release . ?thing a ?class ; skos:prefLabel ?label } }
"""
_LINKS = """
SELECT ?from ?property ?to (COUNT(DISTINCT ?release) AS ?releases) WHERE {
  GRAPH ?release { ?release a mg:Release . ?from ?property ?to . ?from skos:prefLabel ?a . ?to skos:prefLabel ?b }
} GROUP BY ?from ?property ?to
"""
_FLIGHTS = """
SELECT ?thing ?property ?time WHERE {
  VALUES ?class { mg:Spacecraft mg:Mission } VALUES ?property { mg:launchTime mg:landingTime }
  GRAPH ?release { ?release a mg:Release . ?thing ?property ?time ; a ?class } }
"""


def network(store: Store) -> nx.MultiDiGraph[str]:
    """A node a thing, by its short IRI, and an edge for each plain fact between two; both in a stable order.

    Nodes have `label`, `type` and `iri`; craft and missions also `start` and `end`, the days of their first known
    launch and last known landing (ISO 8601). Edges have `predicate`, and as `weight` the number of releases.
    """
    import networkx as nx  # noqa: PLC0415 - the writers of RDF do without

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    spans = _spans(store)
    for thing, kind, label in sorted(_things(store)):
        graph.add_node(shrink(thing), label=label, type=kind, iri=thing, **spans.get(thing, {}))
    links = ((f.value, shrink(p.value), t.value, int(n.value)) for f, p, t, n in store.select(_LINKS))
    for first, predicate, second, releases in sorted(links):
        local = predicate.removeprefix("mg:")
        graph.add_edge(shrink(first), shrink(second), key=local, predicate=local, weight=releases)
    return graph


def graphml(store: Store, out: IO[bytes]) -> None:
    """GraphML, for Cytoscape, yEd, igraph, networkx."""
    import networkx as nx  # noqa: PLC0415

    nx.write_graphml(network(store), out, named_key_ids=True)


def gexf(store: Store, out: IO[bytes]) -> None:
    """GEXF 1.2, for Gephi: labels on nodes and edges, and a timeline of craft and missions."""
    graph = network(store)
    for _, _, data in graph.edges(data=True):
        data["label"] = data["predicate"]
    write_gexf(graph, out)


def write_gexf(graph: nx.Graph[str], out: IO[bytes]) -> None:
    """A network of plain attributes as GEXF 1.2, without the day of writing."""
    from networkx.readwrite.gexf import GEXFWriter  # noqa: PLC0415

    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    for meta in writer.xml.findall("meta"):  # has that day
        writer.xml.remove(meta)
    for element in writer.xml.findall("graph"):  # the schema knows no name of it
        element.attrib.pop("name", None)
    writer.write(out)


def _things(store: Store) -> Iterator[tuple[str, str, str]]:
    """IRI, class and label, once each: of several labels the first."""
    labels: dict[tuple[str, str], str] = {}
    for thing, kind, label in store.select(_THINGS):
        key = thing.value, kind.value.removeprefix(iri("mg:"))
        labels[key] = min(label.value, labels.get(key, label.value))
    return ((thing, kind, label) for (thing, kind), label in labels.items() if kind in ENTITY_TYPES)


def _spans(store: Store) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for thing, prop, time in store.select(_FLIGHTS):
        if (when := moment(time.value)) is not None:
            span, day = found.setdefault(thing.value, {}), when.date().isoformat()
            if prop.value == iri("mg:launchTime"):
                span["start"] = min(day, span.get("start", day))
            else:
                span["end"] = max(day, span.get("end", day))
    # An end before its start is a slip of some release: such a span says nothing.
    kept = {thing: span for thing, span in found.items() if span.get("start", "") <= span.get("end", "9999")}
    return {thing: dict(sorted(span.items(), reverse=True)) for thing, span in kept.items()}
