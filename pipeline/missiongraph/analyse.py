"""Who flew with whom: a networkx graph of people, and the questions people ask of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import networkx as nx
from rapidfuzz import process

from .errors import Problem
from .terms import ENTITY_TYPES, shrink

if TYPE_CHECKING:
    from .store import Store

__all__ = ["Rank", "Step", "centrality", "coflights", "components", "entities", "path", "person", "without_flights"]

_SHARED = (
    "SELECT ?person ?thing (STR(?thing) AS ?group) WHERE { ?person mg:crewMemberOf ?thing }",
    "SELECT ?person ?thing ?on WHERE { ?on mg:participant ?person ; mg:status mg:occurred ; mg:spacecraft ?thing }",
    "SELECT ?person ?thing ?on WHERE { ?on mg:participant ?person ; mg:status mg:occurred ; mg:mission ?thing }",
    """SELECT ?person ?thing ?said WHERE {
      ?claim rdf:predicate mg:flewOn ; rdf:subject ?person ; rdf:object ?thing ; mg:status mg:occurred ;
        prov:wasDerivedFrom ?release .
      BIND (CONCAT(STR(?release), " ", STR(?thing)) AS ?said) }""",
)
"""Who shared what with whom: people, what they shared, and what groups them."""
_LABELS = 'SELECT ?thing ?class ?label WHERE { ?thing a ?class ; skos:prefLabel ?label . FILTER (LANG(?label) = "en") }'
_LINKS = """
SELECT DISTINCT ?from ?property ?to WHERE {
  GRAPH ?release { ?release mg:digest ?digest . ?from ?property ?to . ?from skos:prefLabel ?a . ?to skos:prefLabel ?b }
}
"""


@dataclass(frozen=True, slots=True)
class Rank:
    """How central someone is. `degree` counts the people flown with; `betweenness` lies between 0 and 1."""

    name: str
    degree: int
    betweenness: float


@dataclass(frozen=True, slots=True)
class Step:
    """Two people on a path, and the craft and missions that they shared."""

    first: str
    second: str
    shared: tuple[str, ...]


def coflights(store: Store) -> nx.Graph[str]:
    """People as nodes (by IRI, with `name`), an edge where two shared a craft or mission (`shared`: their names).

    `graph["people"]` names all persons that are known by IRI, those too of whom no flight is.
    Crews differ by leg: a craft links the people of one event, or whom one release says flew on it.
    """
    known = _known(store)
    names = {thing: label for thing, _, label in known}
    groups: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for who, thing, group in (tuple(term.value for term in row) for query in _SHARED for row in store.select(query)):
        groups[group][0].add(who)
        groups[group][1].add(names.get(thing, shrink(thing)))
    edges: dict[tuple[str, str], set[str]] = defaultdict(set)
    for people, what_ in groups.values():
        for pair in combinations(sorted(people), 2):
            edges[pair] |= what_
    graph: nx.Graph[str] = nx.Graph(people={thing: label for thing, kind, label in known if kind == "Person"})
    for who in sorted({who for people, _ in groups.values() for who in people}):
        graph.add_node(who, name=names.get(who, shrink(who)))
    for (first, second), shared in sorted(edges.items()):
        graph.add_edge(first, second, shared=tuple(sorted(shared)), weight=len(shared))
    return graph


def centrality(graph: nx.Graph[str], top: int = 20) -> list[Rank]:
    """The most central people, by betweenness, then by degree, then by name."""
    between = nx.betweenness_centrality(graph)
    ranks = [Rank(graph.nodes[who]["name"], graph.degree(who), round(between[who], 6)) for who in graph]
    return sorted(ranks, key=lambda rank: (-rank.betweenness, -rank.degree, rank.name))[:top]


def components(graph: nx.Graph[str]) -> list[list[str]]:
    """Groups of people that shared flights link, largest first, as sorted names."""
    groups = [sorted(graph.nodes[who]["name"] for who in group) for group in nx.connected_components(graph)]
    return sorted(groups, key=lambda group: (-len(group), group))


def person(graph: nx.Graph[str], name: str) -> str:
    """The IRI of the person of that name, whatever its case. Raises Problem A001 if there is none."""
    people: dict[str, str] = graph.graph["people"]
    wanted = name.casefold()
    for who in (*graph, *people):
        if wanted in (people.get(who, "").casefold(), shrink(who).casefold(), who):
            return who
    near = [form for form, *_ in process.extract(name, sorted(set(people.values())), limit=3, score_cutoff=75)]
    raise Problem("A001", name, "did you mean " + " or ".join(near) + "?" if near else "")


def path(graph: nx.Graph[str], first: str, second: str) -> list[Step]:
    """A shortest way from one person to another through shared flights; empty where there is none.

    Of several the first by IRI, so that the answer is the same in every run. Raises Problem A001.
    """
    start, goal = person(graph, first), person(graph, second)
    if start not in graph or goal not in graph or not nx.has_path(graph, start, goal):
        return []
    way = min(nx.all_shortest_paths(graph, start, goal))
    name = graph.nodes
    return [Step(name[a]["name"], name[b]["name"], graph.edges[a, b]["shared"]) for a, b in pairwise(way)]


def without_flights(graph: nx.Graph[str], *names: str) -> list[str]:
    """Of these people, each once, those who shared no flight with anyone. Raises Problem A001."""
    found = dict.fromkeys(person(graph, name) for name in names)
    return [graph.graph["people"].get(who, shrink(who)) for who in found if who not in graph or not graph.degree(who)]


def entities(store: Store) -> nx.MultiDiGraph[str]:
    """All entities of the releases with label and class, and the plain facts between them, sorted."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    links = sorted((f.value, shrink(p.value), t.value) for f, p, t in store.select(_LINKS))
    said = {end for link in links for end in (link[0], link[2])}
    for thing, kind, label in _known(store):
        if thing in said and kind in ENTITY_TYPES:
            graph.add_node(shrink(thing), label=label, type=kind, iri=thing)
    for first, predicate, second in links:
        graph.add_edge(shrink(first), shrink(second), key=predicate, predicate=predicate.removeprefix("mg:"))
    return graph


def _known(store: Store) -> list[tuple[str, str, str]]:
    """IRI, class and label of all things that have a label, sorted."""
    rows = store.select(_LABELS)
    return sorted((thing.value, shrink(kind.value).removeprefix("mg:"), label.value) for thing, kind, label in rows)
