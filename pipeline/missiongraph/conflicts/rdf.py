"""Findings as RDF, in a graph of their own: pure, without clock or blank nodes.

Each value is a node that is derived from the statements which say it, and so leads to their sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .. import turtle
from ..model import digest
from ..store import CONFLICTS
from ..terms import iri, node, shrink
from .model import Finding, Side

if TYPE_CHECKING:
    from ..store import Store

__all__ = ["as_turtle", "keep", "quads"]


def quads(findings: Iterable[Finding]) -> Iterator[ox.Quad]:
    """All quads of these findings, in `graph:conflicts`."""
    graph = node(CONFLICTS)
    activity = ox.NamedNode(f"{graph.value}#compared")
    yield ox.Quad(graph, node("rdf:type"), node("prov:Entity"), graph)
    yield ox.Quad(graph, node("prov:wasGeneratedBy"), activity, graph)
    yield ox.Quad(activity, node("rdf:type"), node("prov:Activity"), graph)
    yield ox.Quad(activity, node("rdfs:label"), ox.Literal("missiongraph conflicts", language="en"), graph)
    for finding in findings:
        for subject, predicate, value in _finding(finding):
            yield ox.Quad(subject, predicate, value, graph)


def keep(store: Store, findings: Iterable[Finding]) -> int:
    """Write the findings into the store's `graph:conflicts`, in place of older ones. Quads in it now."""
    return store.derive(iri(CONFLICTS), quads(findings))


def as_turtle(findings: Iterable[Finding]) -> Iterator[str]:
    """The findings as Turtle, in pieces."""
    return turtle.document(quads(findings))


def _finding(finding: Finding) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]:
    me = _node(finding)
    predicate = f"mg:{finding.predicate}"
    label = f"{finding.subject}, {finding.predicate}: {finding.one.value} or {finding.other.value}"
    yield me, node("rdf:type"), node(f"mg:{finding.kind.capitalize()}")
    yield me, node("rdfs:label"), ox.Literal(label, language="en")
    yield me, node("rdfs:comment"), ox.Literal(finding.why, language="en")
    yield me, node("mg:about"), ox.NamedNode(finding.subject_iri)
    yield me, node("mg:onPredicate"), node(predicate)
    nodes = [ox.NamedNode(f"{me.value}-{number}") for number in (1, 2)]
    for version, side in zip(nodes, (finding.one, finding.other), strict=True):
        yield me, node("mg:version"), version
        yield from _version(version, side)
    if finding.stands:
        yield nodes[1], node("prov:wasRevisionOf"), nodes[0]


def _version(me: ox.NamedNode, side: Side) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]:
    yield me, node("rdf:type"), node("mg:Version")
    yield me, node("rdf:value"), _value(side)
    yield me, node("rdfs:label"), ox.Literal(side.value, language="en")
    yield me, node("mg:status"), node(f"mg:{side.status}")
    yield me, node("mg:support"), ox.Literal(str(side.support), datatype=node("xsd:integer"))
    for predicate, day in (("mg:firstSaid", side.first), ("mg:lastSaid", side.last)):
        if day:
            yield me, node(predicate), ox.Literal(day, datatype=node("xsd:date"))
    for said in side.said:
        yield me, node("prov:wasDerivedFrom"), ox.NamedNode(said.statement)


def _value(side: Side) -> ox.NamedNode | ox.Literal:
    if side.value_iri:
        return ox.NamedNode(side.value_iri)
    # The fact view leaves out the seconds that XSD wants.
    text = re.sub(r"(T\d\d:\d\d)(?!:)", r"\1:00", side.value) if side.datatype == "dateTime" else side.value
    return ox.Literal(text, datatype=node(f"xsd:{side.datatype}"))


def _node(finding: Finding) -> ox.NamedNode:
    sides = (f"{side.value_iri or side.value} {side.status}" for side in (finding.one, finding.other))
    first = finding.one.said[0].statement
    name = digest(finding.kind, shrink(finding.subject_iri), finding.predicate, *sides, first)
    return ox.NamedNode(f"{iri(CONFLICTS)}#c-{name}")
