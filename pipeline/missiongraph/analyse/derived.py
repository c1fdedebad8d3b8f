"""What can be worked out from all releases, as triples in a graph of their own, each with how it was derived.

Pure, without clock or blank nodes. Each triple has a node that names the rule and the statements it rests on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..conflicts import gather
from ..conflicts.happenings import happenings
from ..model import digest
from ..resources import query
from ..store import DERIVED
from ..terms import iri, node
from .agencies import agencies
from .network import coflights

if TYPE_CHECKING:
    import networkx as nx

    from ..conflicts.model import Event
    from ..conflicts.values import World
    from ..store import Store

__all__ = ["RULES", "keep", "quads"]

RULES = {
    "crewmates": "Crew of one mission, participants of one event of a craft, or those who one release says flew on it.",
    "flights": "Different launches, different landings, or the highest flight number that is told: whichever is most.",
    "shared-crews": "Somebody of the one is a crewmate of somebody of the other.",
}
"""The rules by the name of their node, and what each does, for people."""


_LEGS = ("Launch", "Landing")


@dataclass(frozen=True, slots=True)
class _Triple:
    """A derived triple, and the IRIs of what it rests on."""

    rule: str
    subject: str
    predicate: str
    object: ox.NamedNode | ox.Literal
    grounds: tuple[str, ...]

    @property
    def iri(self) -> str:
        return f"{iri(DERIVED)}#d-{digest(self.subject, self.predicate, str(self.object))}"


def keep(store: Store) -> int:
    """Write all that is derived into the store's `graph:derived`, in place of what was there. Triples derived."""
    store.derive(iri(DERIVED), quads(store))
    (row,) = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {node(DERIVED)} {{ ?d a mg:Derivation }} }}")
    return int(row[0].value)


def quads(store: Store) -> Iterator[ox.Quad]:
    """All derived quads, in `graph:derived`."""
    graph = node(DERIVED)
    for name, what in RULES.items():
        rule = ox.NamedNode(f"{graph.value}#{name}")
        yield ox.Quad(rule, node("rdf:type"), node("prov:Activity"), graph)
        yield ox.Quad(rule, node("rdfs:comment"), ox.Literal(what, language="en"), graph)
    people = coflights(store)
    for triple in (*_crewmates(people), *_flights(store), *_shared(store, people)):
        subject, predicate, me = ox.NamedNode(triple.subject), node(triple.predicate), ox.NamedNode(triple.iri)
        yield ox.Quad(subject, predicate, triple.object, graph)
        yield ox.Quad(me, node("rdf:type"), node("mg:Derivation"), graph)
        yield ox.Quad(me, node("rdf:subject"), subject, graph)
        yield ox.Quad(me, node("rdf:predicate"), predicate, graph)
        yield ox.Quad(me, node("rdf:object"), triple.object, graph)
        yield ox.Quad(me, node("prov:wasGeneratedBy"), ox.NamedNode(f"{graph.value}#{triple.rule}"), graph)
        for ground in triple.grounds:
            yield ox.Quad(me, node("prov:wasDerivedFrom"), ox.NamedNode(ground), graph)


def _both(rule: str, predicate: str, a: str, b: str, grounds: tuple[str, ...]) -> Iterator[_Triple]:
    """A relation that holds both ways."""
    for one, other in ((a, b), (b, a)):
        yield _Triple(rule, one, predicate, ox.NamedNode(other), grounds)


def _crewmates(people: nx.Graph[str]) -> Iterator[_Triple]:
    for a, b in people.edges:
        yield from _both("crewmates", "mg:crewmateOf", a, b, people.edges[a, b]["statements"])


def _shared(store: Store, people: nx.Graph[str]) -> Iterator[_Triple]:
    """Rests on what makes the people crewmates, and on who says that they belong there (if not the authority)."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for who, agency, statement in store.select(query("analysis/members")):
        if statement is not None:
            said[who.value, agency.value].add(statement.value)
    bodies = agencies(store, people)
    for one, other in bodies.edges:
        links = bodies.edges[one, other]["links"]
        grounds = {g for a, b in links for g in (*said[a, one], *said[b, other])}
        mates = ((a, b) for a, b in links if a != b)
        grounds.update(_Triple("", a, "mg:crewmateOf", ox.NamedNode(b), ()).iri for a, b in mates)
        if any(a != b for a, b in links):
            yield from _both("shared-crews", "mg:sharesCrewWith", one, other, tuple(sorted(grounds)))


def _flights(store: Store) -> Iterator[_Triple]:
    world = gather.world(store)
    events = gather.events(store, gather.sources(store))
    launches, landings = (_happened([event for event in events if event.kind == k], k, world) for k in _LEGS)
    best: dict[str, tuple[int, tuple[str, ...]]] = {}
    for who, count, grounds in (*launches, *landings, *_numbered(store)):
        if count > best.get(who, (0, ()))[0]:
            best[who] = count, grounds
    for who, (count, grounds) in sorted(best.items()):
        value = ox.Literal(str(count), datatype=node("xsd:integer"))
        yield _Triple("flights", who, "mg:totalFlights", value, grounds)


def _happened(events: list[Event], kind: str, world: World) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Each person, in how many different launches or landings, and the statements that say so."""
    count: dict[str, int] = defaultdict(int)
    grounds: dict[str, set[str]] = defaultdict(set)
    for group in happenings(events, gather.rules().events[kind], world):
        told = [t for event in group for t in event.slots.get("participant", ()) if t.status == "occurred"]
        for each in told:
            grounds[each.value.value].add(each.iri)
        for who in {each.value.value for each in told}:
            count[who] += 1
    return ((who, number, tuple(sorted(grounds[who]))) for who, number in sorted(count.items()))


def _numbered(store: Store) -> Iterable[tuple[str, int, tuple[str, ...]]]:
    rows = sorted(tuple(term.value for term in row) for row in store.select(query("analysis/flightnumbers")))
    return ((who, int(number), (statement,)) for who, number, statement in rows)
