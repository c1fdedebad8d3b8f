"""Who flew with whom: a networkx graph of people, and the questions people ask of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import networkx as nx
from rapidfuzz import process

from ..conflicts.gather import families
from ..errors import Problem
from ..resources import query
from ..terms import shrink

if TYPE_CHECKING:
    from ..store import Store

__all__ = [
    "Step",
    "betweenness",
    "coflights",
    "communities",
    "components",
    "path",
    "person",
    "without_flights",
]

EXACT = 2_000
"""People above which betweenness is estimated from as many of them, chosen by a fixed seed."""
_LABELS = 'SELECT ?thing ?class ?label WHERE { ?thing a ?class ; skos:prefLabel ?label . FILTER (LANG(?label) = "en") }'


@dataclass(frozen=True, slots=True)
class Step:
    """Two people on a path, the craft and missions that they shared, and (IRIs) the statements that say so."""

    first: str
    second: str
    shared: tuple[str, ...]
    statements: tuple[str, ...] = ()


def coflights(store: Store) -> nx.Graph[str]:
    """People as nodes (by IRI, with `name`), an edge where two shared a craft or mission.

    Of an edge, `shared` names these, `weight` counts them, and `statements` are the IRIs of the statements that say so.
    `graph["people"]` names all persons that are known by IRI, those too of whom no flight is.
    Crews differ by leg: a craft links the people of one event, or whom one release says flew on it. A programme
    ("Artemis", where there is an Artemis II) links nobody.
    """
    known = _known(store)
    names = {thing: label for thing, _, label in known}
    edges: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    people: set[str] = set()
    for thing, crew in _crews(store, families({t: label for t, _, label in known})):
        people.update(crew)
        for pair in combinations(sorted(crew), 2):
            shared, statements = edges[pair]
            shared.add(names.get(thing, shrink(thing)))
            statements.update(*(crew[who] for who in pair))
    graph: nx.Graph[str] = nx.Graph(people={thing: label for thing, kind, label in known if kind == "Person"})
    for who in sorted(people):
        graph.add_node(who, name=names.get(who, shrink(who)))
    for (first, second), (shared, statements) in sorted(edges.items()):
        told = tuple(sorted(statements))
        graph.add_edge(first, second, shared=tuple(sorted(shared)), weight=len(shared), statements=told)
    return graph


def _crews(store: Store, programmes: frozenset[str]) -> Iterator[tuple[str, dict[str, set[str]]]]:
    """What people shared, with those people and the statements that put each there."""
    groups: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in store.select(query("analysis/flights")):
        who, thing, group, statement = (term.value for term in row)
        if not (group == thing and thing in programmes):
            groups[group, thing][who].add(statement)
    return ((thing, crew) for (_, thing), crew in groups.items())


def betweenness(graph: nx.Graph[str]) -> dict[str, float]:
    """How many shortest chains of shared flights lead over each person (IRI), from 0 to 1."""
    found = nx.betweenness_centrality(graph, k=EXACT if len(graph) > EXACT else None, seed=0)
    return {who: round(value, 6) for who, value in found.items()}


def communities(graph: nx.Graph[str]) -> list[list[str]]:
    """Groups of people (IRIs) who flew with each other more than with others, by Louvain: largest first.

    People who flew with nobody are in none. The seed is fixed and nodes are numbered in order, so that the groups are
    the same in every run.
    """
    flown = [who for who in graph if graph.degree(who)]
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(flown)))
    number = {who: n for n, who in enumerate(flown)}
    numbered.add_weighted_edges_from((number[a], number[b], graph.edges[a, b]["weight"]) for a, b in graph.edges)
    groups = nx.community.louvain_communities(numbered, seed=0) if flown else []
    return sorted((sorted(flown[n] for n in group) for group in groups), key=lambda group: (-len(group), group))


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
    if start not in graph or goal not in graph:
        return []
    left = nx.single_source_shortest_path_length(graph, goal)
    if start not in left:
        return []
    way = [start]
    while way[-1] != goal:
        way.append(min(who for who in graph[way[-1]] if left[who] == left[way[-1]] - 1))
    edges = ((a, b, graph.edges[a, b]) for a, b in pairwise(way))
    name = graph.nodes
    return [Step(name[a]["name"], name[b]["name"], edge["shared"], edge["statements"]) for a, b, edge in edges]


def without_flights(graph: nx.Graph[str], *names: str) -> list[str]:
    """Of these people, each once, those who shared no flight with anyone. Raises Problem A001."""
    found = dict.fromkeys(person(graph, name) for name in names)
    return [graph.graph["people"].get(who, shrink(who)) for who in found if who not in graph or not graph.degree(who)]


def _known(store: Store) -> list[tuple[str, str, str]]:
    """IRI, class and label of all things that have a label, sorted."""
    rows = store.select(_LABELS)
    return sorted((thing.value, shrink(kind.value).removeprefix("mg:"), label.value) for thing, kind, label in rows)
