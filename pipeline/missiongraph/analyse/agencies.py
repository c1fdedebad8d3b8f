"""Agencies as a network: whose people flew together, who links two of them, and whom each launched in which year.

Who belongs to which agency is what releases say and what the authority knows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from ..resources import query

if TYPE_CHECKING:
    from ..store import Store

__all__ = ["Link", "Year", "agencies", "between", "members", "years"]


@dataclass(frozen=True, slots=True)
class Link:
    """Someone of one agency and someone of another who flew together; one person where they belong to both."""

    first: str
    second: str
    shared: tuple[str, ...]
    statements: tuple[str, ...]
    """IRIs of the statements that say so."""


@dataclass(frozen=True, slots=True)
class Year:
    """The people of an agency who were launched in a year."""

    agency: str
    agency_iri: str
    year: int
    people: tuple[str, ...]


def members(store: Store) -> dict[str, set[str]]:
    """The IRIs of the people of each agency, by its IRI."""
    found: dict[str, set[str]] = defaultdict(set)
    for who, agency, _ in store.select(query("analysis/members")):
        found[agency.value].add(who.value)
    return found


def agencies(store: Store, people: nx.Graph[str]) -> nx.Graph[str]:
    """Agencies of people who flew with others as nodes, by IRI, with `name` and `people`, how many they are.

    An edge joins two whose people flew together, or who share people.
    Of an edge, `weight` counts the pairs of people, `links` are those (IRIs, in the order of the two agencies sorted).
    """
    names = _names(store)
    belongs: dict[str, list[str]] = defaultdict(list)
    graph: nx.Graph[str] = nx.Graph()
    for agency, of in sorted(members(store).items()):
        flown = sorted(who for who in of if who in people and people.degree(who))
        if flown:
            graph.add_node(agency, name=names.get(agency, agency), people=len(flown))
        for who in flown:
            belongs[who].append(agency)
    links: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for a, b in [*people.edges, *((who, who) for who in belongs)]:
        for one in belongs.get(a, ()):
            for other in belongs.get(b, ()):
                if one != other:
                    pair = (one, other) if one < other else (other, one)
                    links[pair].add((a, b) if one < other else (b, a))
    for (one, other), pairs in sorted(links.items()):
        graph.add_edge(one, other, weight=len(pairs), links=tuple(sorted(pairs)))
    return graph


def between(people: nx.Graph[str], bodies: nx.Graph[str], first: str, second: str) -> list[Link]:
    """Who links two agencies (IRIs): those in both first, then the pairs who shared most, then by name."""
    if not bodies.has_edge(first, second):
        return []
    pairs = bodies.edges[first, second]["links"]
    turned = first > second
    found = [_link(people, *(pair[::-1] if turned else pair)) for pair in pairs]
    return sorted(found, key=lambda link: (link.first != link.second, -len(link.shared), link.first, link.second))


def _link(people: nx.Graph[str], a: str, b: str) -> Link:
    names = people.nodes
    edge = people.edges[a, b] if a != b else {"shared": (), "statements": ()}
    return Link(names[a]["name"], names[b]["name"], edge["shared"], edge["statements"])


def years(store: Store) -> list[Year]:
    """Whom each agency launched, by year and agency: everybody once a year, whatever the number of releases."""
    names = _names(store)
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    for agency, year, who in store.select(query("analysis/launches")):
        found[int(year.value), agency.value].add(names.get(who.value, who.value))
    made = (Year(names.get(a, a), a, year, tuple(sorted(people))) for (year, a), people in found.items())
    return sorted(made, key=lambda each: (each.year, each.agency, each.agency_iri))


def _names(store: Store) -> dict[str, str]:
    found: dict[str, str] = {}
    for thing, label in store.select(query("analysis/names")):
        found[thing.value] = min(label.value, found.get(thing.value, label.value))
    return found
