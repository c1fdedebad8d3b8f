"""Networks as files that other tools open: GraphML (Cytoscape, yEd, networkx), GEXF (Gephi). The same bytes always."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import networkx as nx

from ..export.network import write_gexf
from ..terms import shrink

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMATS", "flat", "gexf", "graphml"]


def flat(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The network with short IRIs for ids, a `label` on each node, and plain values only: lists joined by "; "."""
    made: nx.Graph[str] = nx.Graph()
    for thing in sorted(graph):
        node = graph.nodes[thing]
        made.add_node(shrink(thing), **{"label": node.get("name", thing), "iri": thing, **_plain(node, "name")})
    for first, second in sorted((min(a, b), max(a, b)) for a, b in graph.edges):
        made.add_edge(shrink(first), shrink(second), **_plain(graph.edges[first, second]))
    return made


def _plain(attributes: dict[str, object], *left_out: str) -> dict[str, object]:
    kept = {key: value for key, value in attributes.items() if key not in left_out}
    return {key: _value(value) for key, value in kept.items() if not _nested(value)}


def _nested(value: object) -> bool:
    return isinstance(value, tuple | list) and any(not isinstance(item, str) for item in value)


def _value(value: object) -> object:
    return "; ".join(value) if isinstance(value, tuple | list) else value


def graphml(graph: nx.Graph[str], out: IO[bytes]) -> None:
    """Write a network as GraphML."""
    nx.write_graphml(flat(graph), out, named_key_ids=True)


def gexf(graph: nx.Graph[str], out: IO[bytes]) -> None:
    """Write a network as GEXF 1.2."""
    write_gexf(flat(graph), out)


FORMATS: dict[str, Callable[[nx.Graph[str], IO[bytes]], None]] = {"graphml": graphml, "gexf": gexf}
