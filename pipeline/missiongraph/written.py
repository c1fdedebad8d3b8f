"""What one release comes to, as bytes: what the store takes, and its parts of the files beside it.

They are made where the release is read, for a store takes ten times as long to give the same back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    graph = release_iri(release)
    quads = "".join([f"{subject!s} {predicate!s} {value!s} <{graph}> .\n" for subject, predicate, value in triples])
    return quads.encode(), section(graph, triples), lines(facts.of_triples(release, triples))
