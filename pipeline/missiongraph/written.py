"""What one release comes to, as bytes: what the store takes, and its parts of the files beside it.

They are made where the release is read, for a store takes ten times as long to give the same back.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyoxigraph as ox

from missiongraph import facts
from missiongraph.export.rdf import section
from missiongraph.export.tables import lines
from missiongraph.terms import release_iri

if TYPE_CHECKING:
    from collections.abc import Sequence

    from missiongraph.emit import Triple

__all__ = ["written"]


def written(release: str, triples: Sequence[Triple]) -> tuple[bytes, bytes, bytes]:
    """All triples of a release (by its id) as N-Quads, its section of graph.ttl, and its lines of facts.jsonl."""
    graph, quads = ox.NamedNode(release_iri(release)), io.BytesIO()
    ox.serialize((ox.Quad(*triple, graph) for triple in triples), quads, ox.RdfFormat.N_QUADS)
    return quads.getvalue(), section(graph.value, triples), lines(facts.of_triples(release, triples))
