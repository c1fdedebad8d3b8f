"""What `analyse` shows: rows for people and programs, and the same as a network that other tools open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from ..resources import query
from . import agencies as bodies
from . import network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..conflicts import Said
    from ..store import Store

__all__ = ["VIEWS", "View", "between", "cite", "path"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """A table (rows with equal keys; a value may be a list) and the network behind it, by IRI, with `name`."""

    title: str
    rows: tuple[Row, ...]
    graph: nx.Graph[str]
    empty: str = ""
    """Why there are no rows, where that needs a word."""


def people(store: Store, top: int) -> View:
    """The most central people."""
    graph, _ = _people(store)
    shown = ("name", "degree", "betweenness", "community")
    rows = [{key: node[key] for key in shown} for _, node in graph.nodes(data=True)]
    rows.sort(key=lambda row: (-row["betweenness"], -row["degree"], row["name"]))
    return View("Who flew with whom", tuple(rows[:top]), graph)


def communities(store: Store, top: int) -> View:
    """Groups of people who flew with each other more than with others."""
    graph, groups = _people(store)
    rows = (
        {"community": number, "size": len(group), "flights": _flights(graph, group), "people": _names(graph, group)}
        for number, group in enumerate(groups[:top], 1)
    )
    return View("Communities", tuple(rows), graph)


def components(store: Store, top: int) -> View:
    """Groups of people whom shared flights join, however far."""
    graph, _ = _people(store)
    groups = [group for group in network.components(graph) if len(group) > 1]
    rows = tuple({"size": len(group), "people": group} for group in groups[:top])
    return View("Groups that shared flights join", rows, graph)


def agencies(store: Store, top: int) -> View:
    """Agencies whose people flew together."""
    people_ = network.coflights(store)
    graph = bodies.agencies(store, people_)
    rows = [_joined(people_, graph, a, b) for a, b in graph.edges]
    rows.sort(key=lambda row: (-row["pairs"], row["first"], row["second"]))
    return View("Agencies whose people flew together", tuple(rows[:top]), graph)


def _joined(people_: nx.Graph[str], graph: nx.Graph[str], a: str, b: str) -> Row:
    edge, linking = graph.edges[a, b], {who for pair in graph.edges[a, b]["links"] for who in pair}
    first, second = sorted(graph.nodes[agency]["name"] for agency in (a, b))
    return {"first": first, "second": second, "pairs": edge["weight"], "people": _names(people_, linking)}


def years(store: Store, top: int) -> View:  # noqa: ARG001
    """Whom each agency launched, year by year."""
    found = bodies.years(store)
    graph: nx.Graph[str] = nx.Graph()
    for each in found:
        graph.add_node(each.agency_iri, name=each.agency, kind="agency")
        graph.add_node(str(each.year), name=str(each.year), kind="year")
        graph.add_edge(each.agency_iri, str(each.year), weight=len(each.people), people=each.people)
    rows = ({"year": y.year, "agency": y.agency, "launched": len(y.people), "people": list(y.people)} for y in found)
    return View("People launched, by agency and year", tuple(rows), graph)


VIEWS: dict[str, Callable[[Store, int], View]] = {
    "people": people,
    "communities": communities,
    "components": components,
    "agencies": agencies,
    "years": years,
}
"""Views of the whole graph: of a store, at most so many rows (the network is always whole)."""


def path(store: Store, first: str, second: str) -> View:
    """A shortest chain of shared flights, a row a step, with the sentences that say it. Raises Problem A001."""
    graph = network.coflights(store)
    steps = network.path(graph, first, second)
    on_way = {name for step in steps for name in (step.first, step.second)}
    rows = (
        {"first": s.first, "second": s.second, "shared": list(s.shared), "said": cite(store, s.statements)}
        for s in steps
    )
    return View(
        f"From {first} to {second}",
        tuple(rows),
        graph.subgraph([who for who in graph if graph.nodes[who]["name"] in on_way]).copy(),
        "" if steps else _apart(graph, first, second),
    )


def _apart(graph: nx.Graph[str], first: str, second: str) -> str:
    """Why no chain joins two people."""
    alone = network.without_flights(graph, first, second)
    why = [f"{name} shares no flight with anyone in this graph" for name in alone]
    return "; ".join(why) or "no chain of shared flights joins them"


def between(store: Store, first: str, second: str) -> View:
    """Who links two agencies (IRIs): a row a pair, with the sentences that say that they flew together."""
    people_ = network.coflights(store)
    graph = bodies.agencies(store, people_)
    links = bodies.between(people_, graph, first, second)
    rows = (
        {"first": k.first, "second": k.second, "shared": list(k.shared), "said": cite(store, k.statements)}
        for k in links
    )
    kept = sorted({who for pair in _pairs(graph, first, second) for who in pair})
    return View("Who links them", tuple(rows), people_.subgraph(kept).copy())


def cite(store: Store, statements: Iterable[str]) -> list[Said]:
    """The sentences of these statements, each once, by release: what says most of them stands first."""
    found: dict[tuple[str, int, int], list[Said]] = {}
    for said in (each for name in sorted(statements) for each in _said(store, name)):
        found.setdefault((said.release, said.begin, said.end), []).append(said)
    told = sorted(
        found.values(), key=lambda same: (-len(same), same[0].published or "9999", same[0].release, same[0].begin)
    )
    return [same[0] for same in told]


def _said(store: Store, statement: str) -> Iterable[Said]:
    from ..conflicts import Said  # noqa: PLC0415

    for row in store.select(query("analysis/sentence"), {"statement": _node(statement)}):
        _, release, published, publisher, begin, end, evidence = (term.value if term else "" for term in row)
        yield Said(release, published, publisher, int(begin), int(end), evidence, statement)


def _node(value: str) -> Any:
    import pyoxigraph as ox  # noqa: PLC0415

    return ox.NamedNode(value)


def _people(store: Store) -> tuple[nx.Graph[str], list[list[str]]]:
    """People with their degree, betweenness and community as attributes; and the communities."""
    graph = network.coflights(store)
    between_ = network.betweenness(graph)
    for who in graph:
        graph.nodes[who].update(degree=graph.degree(who), betweenness=between_[who], community=0)
    groups = network.communities(graph)
    for number, group in enumerate(groups, 1):
        for who in group:
            graph.nodes[who]["community"] = number
    return graph, groups


def _names(graph: nx.Graph[str], group: Iterable[str]) -> list[str]:
    return sorted(graph.nodes[who]["name"] for who in group)


def _flights(graph: nx.Graph[str], group: list[str]) -> list[str]:
    """What most of a group's pairs shared: three at most."""
    count = Counter(thing for edge in graph.subgraph(group).edges for thing in graph.edges[edge]["shared"])
    return sorted(count, key=lambda thing: (-count[thing], thing))[:3]


def _pairs(graph: nx.Graph[str], first: str, second: str) -> tuple[tuple[str, str], ...]:
    found: tuple[tuple[str, str], ...] = graph.edges[first, second]["links"] if graph.has_edge(first, second) else ()
    return found
