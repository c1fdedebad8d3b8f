"""Statements to quads: pure, without clock or blank nodes, all in the named graph of the release.

Facts that occurred become plain triples; events, role tenures and distinctions become nodes with a status;
and every statement, whatever its status, becomes a node that points at the sentence which says it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

import pyoxigraph as ox

from .editions import signature
from .model import Literal, Node, Release, Statement, Status
from .terms import BINARY, ENTITY_TYPES, NAMINGS, SHORTCUTS, SLOTS, entity_iri, node, release_iri, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["quads", "triples"]

Term = ox.NamedNode | ox.Literal
Triple = tuple[ox.NamedNode, ox.NamedNode, Term]
Slots = dict[str, list[Statement]]


def quads(release: Release, statements: Iterable[Statement], build_key: str = "") -> Iterator[ox.Quad]:
    """All quads of one release, each once. `build_key` names what made them, for incremental builds."""
    graph = ox.NamedNode(release_iri(release.id))
    return (ox.Quad(*triple, graph) for triple in triples(release, statements, build_key))


def triples(release: Release, statements: Iterable[Statement], build_key: str = "") -> list[Triple]:
    """What `quads` tells, without the graph."""
    graph = ox.NamedNode(release_iri(release.id))
    return list(dict.fromkeys(_triples(graph, release, _best(statements), build_key)))


def _triples(graph: ox.NamedNode, release: Release, kept: dict[str, Statement], build_key: str) -> Iterator[Triple]:
    yield from _release(graph, release, build_key)
    for entity in _entities(kept.values()):
        yield from _entity(graph, entity)
    locals_: dict[str, tuple[Node, Slots]] = {}
    for key, statement in kept.items():
        if statement.predicate == "mentions":
            yield from _mention(graph, statement)
            continue
        yield from _claim(graph, release.text, key, statement)
        if statement.subject.type in SLOTS:
            _, slots = locals_.setdefault(statement.subject.key, (statement.subject, defaultdict(list)))
            slots[statement.predicate].append(statement)
        elif statement.status is Status.OCCURRED:
            yield _plain(graph, statement)
    for subject, slots in locals_.values():
        yield from _local(graph, subject, slots)


def _best(statements: Iterable[Statement]) -> dict[str, Statement]:
    """One statement by id, the surest, in an order that does not depend on who found it first."""
    best: dict[str, Statement] = {}
    for statement in statements:
        key = statement.id
        other = best.get(key)
        if other is None or (-statement.confidence, statement.rule) < (-other.confidence, other.rule):
            best[key] = statement
    return dict(sorted(best.items(), key=lambda item: (item[1].begin, item[1].end, item[0])))


def _release(graph: ox.NamedNode, release: Release, build_key: str) -> Iterator[Triple]:
    for kind in ("mg:Release", "schema:NewsArticle", "prov:Entity"):
        yield graph, node("rdf:type"), node(kind)
    values = (
        ("dcterms:identifier", release.id, "string"),
        ("dcterms:title", release.title, "string"),
        ("dcterms:issued", release.published.isoformat() if release.published else "", "date"),
        ("schema:url", release.url or "", "anyURI"),
        ("schema:publisher", release.publisher or "", "string"),
        ("mg:digest", release.digest, "string"),
        ("mg:signature", signature(release.text), "string"),
        ("mg:buildKey", build_key, "string"),
        ("mg:fullText", release.text, "string"),
        ("mg:removedText", "\n".join(release.removed), "string"),
    )
    for predicate, value, datatype in values:
        if value:
            yield graph, node(predicate), _literal(Literal(value, datatype))


def _entities(kept: Iterable[Statement]) -> list[Node]:
    """Every entity that the statements speak of, by key and form: forms of one entity may differ."""
    nodes = {n for s in kept for n in (s.subject, s.object) if isinstance(n, Node) and n.type in ENTITY_TYPES}
    return sorted(nodes, key=lambda n: (n.type, n.key, n.name))


def _entity(graph: ox.NamedNode, entity: Node) -> Iterator[Triple]:
    subject, label = _term(graph, entity), entity.label or entity.name
    yield subject, node("rdf:type"), node(f"mg:{entity.type}")
    yield subject, node("skos:prefLabel"), ox.Literal(label, language="en")
    for form in (entity.name, *entity.aliases):
        if form != label:
            yield subject, node("skos:altLabel"), ox.Literal(form, language="en")
    if entity.link:
        yield subject, node("mg:linkReason"), ox.Literal(entity.link)


def _mention(graph: ox.NamedNode, statement: Statement) -> Iterator[Triple]:
    subject = ox.NamedNode(f"{graph.value}#m={statement.begin},{statement.end}")
    entity = _object(graph, statement)
    yield graph, node("mg:mentions"), entity
    yield subject, node("rdf:type"), node("mg:Mention")
    yield subject, node("mg:refersTo"), entity
    yield subject, node("oa:start"), _integer(statement.begin)
    yield subject, node("oa:end"), _integer(statement.end)


def _claim(graph: ox.NamedNode, text: str, key: str, statement: Statement) -> Iterator[Triple]:
    subject = ox.NamedNode(f"{graph.value}#s-{key}")
    selector = ox.NamedNode(f"{graph.value}#char={statement.begin},{statement.end}")
    said, predicate, value = _said(graph, statement)
    yield subject, node("rdf:type"), node("mg:Statement")
    yield subject, node("rdf:subject"), said
    yield subject, node("rdf:predicate"), predicate
    yield subject, node("rdf:object"), value
    yield subject, node("mg:status"), node(f"mg:{statement.status}")
    yield subject, node("mg:rule"), ox.Literal(statement.rule)
    yield subject, node("mg:confidence"), _literal(Literal(f"{statement.confidence:.4f}", "decimal"))
    yield subject, node("prov:wasDerivedFrom"), graph
    yield subject, node("oa:hasSelector"), selector
    if isinstance(statement.object, Node) and statement.object.label not in (None, statement.object.name):
        yield subject, node("mg:asSaid"), ox.Literal(statement.object.name)
    yield selector, node("rdf:type"), node("oa:TextPositionSelector")
    yield selector, node("rdf:type"), node("oa:TextQuoteSelector")
    yield selector, node("oa:start"), _integer(statement.begin)
    yield selector, node("oa:end"), _integer(statement.end)
    yield selector, node("oa:exact"), ox.Literal(text[statement.begin : statement.end])


def _said(graph: ox.NamedNode, statement: Statement) -> Triple:
    """The triple that a statement claims: names are SKOS labels, all else keeps its predicate."""
    subject, value = _term(graph, statement.subject), _object(graph, statement)
    if statement.predicate in NAMINGS and isinstance(statement.object, Literal):
        label = statement.subject.label or statement.subject.name
        kind = "skos:prefLabel" if statement.object.value == label else "skos:altLabel"
        return subject, node(kind), ox.Literal(statement.object.value, language="en")
    return subject, node(f"mg:{statement.predicate}"), value


def _plain(graph: ox.NamedNode, statement: Statement) -> Triple:
    if statement.predicate not in BINARY and statement.predicate not in NAMINGS:
        raise ValueError(f"{statement.rule}: no binary predicate `{statement.predicate}` ({statement.subject.type})")
    return _said(graph, statement)


def _local(graph: ox.NamedNode, subject: Node, slots: Slots) -> Iterator[Triple]:
    """An event, role tenure or distinction: its class, status, label, arguments, and what it says of each bearer."""
    term = _term(graph, subject)
    unknown = set(slots) - set(SLOTS[subject.type])
    if unknown:
        raise ValueError(f"{subject.key}: no slot {sorted(unknown)} in {subject.type}")
    arguments = [s for slot in SLOTS[subject.type] for s in slots.get(slot, ())]
    yield term, node("rdf:type"), node(f"mg:{subject.type}")
    yield term, node("rdfs:label"), ox.Literal(_label(subject, arguments), language="en")
    for statement in arguments:
        yield term, node("mg:status"), node(f"mg:{statement.status}")
        yield term, node(f"mg:{statement.predicate}"), _object(graph, statement)
    for shortcut in SHORTCUTS:
        if shortcut.event == subject.type:
            bearers, values = slots.get(shortcut.bearer, []), slots.get(shortcut.slot, [])
            yield from _shortcut(graph, shortcut.predicate, bearers, values)


def _shortcut(
    graph: ox.NamedNode, predicate: str, bearers: list[Statement], values: list[Statement]
) -> Iterator[Triple]:
    for bearer in bearers:
        for value in values:
            who = _object(graph, bearer)
            if bearer.status is value.status is Status.OCCURRED and isinstance(who, ox.NamedNode):
                yield who, node(f"mg:{predicate}"), _object(graph, value)


def _label(subject: Node, arguments: list[Statement]) -> str:
    kind = words(subject.type).capitalize()
    status = {s.status for s in arguments} - {Status.OCCURRED}
    forms = [o.label or o.name if isinstance(o, Node) else o.value for o in (s.object for s in arguments)]
    return f"{kind}{f' ({min(status)})' if status else ''}: {', '.join(dict.fromkeys(forms))}"


def _object(graph: ox.NamedNode, statement: Statement) -> Term:
    value = statement.object
    return _term(graph, value) if isinstance(value, Node) else _literal(value)


def _term(graph: ox.NamedNode, thing: Node) -> ox.NamedNode:
    if thing.type == "Release":
        return graph
    if thing.type in SLOTS:
        return ox.NamedNode(f"{graph.value}#{quote(thing.key, safe='=,')}")
    return ox.NamedNode(thing.iri or entity_iri(thing.type, thing.name))


@lru_cache(maxsize=4096)
def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=node("xsd:integer"))


def _literal(value: Literal) -> ox.Literal:
    """The RDF literal; `dateTime` gains the seconds and `duration` loses the weeks that XSD wants and lacks."""
    text = value.value
    if value.datatype == "string":
        return ox.Literal(text)
    if value.datatype == "dateTime":
        text = re.sub(r"(T\d\d:\d\d)(?!:)", r"\1:00", text)
    if value.datatype == "duration" and (weeks := re.fullmatch(r"P(\d+)W", text)):
        text = f"P{7 * int(weeks[1])}D"
    return _kept(text, value.datatype)


@lru_cache(maxsize=4096)
def _kept(text: str, datatype: str) -> ox.Literal:
    """As a store gives it back: Oxigraph keeps numbers, times and durations by their value."""
    store, name = ox.Store(), node("rdf:value")
    store.add(ox.Quad(name, name, ox.Literal(text, datatype=node(f"xsd:{datatype}"))))
    (found,) = (quad.object for quad in store)
    return cast(ox.Literal, found)
