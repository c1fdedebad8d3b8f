"""SHACL: does the graph of each release look as ontology/shapes.ttl says, and if not, which sentence is it?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import oxrdflib  # noqa: F401  (registers the store below)
import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from .errors import StartProblem
from .resources import ontology
from .store import AUTHORITY
from .terms import BINARY, iri, node, shrink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .store import Store, Stored

__all__ = ["Finding", "check", "findings", "of_release"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in the graph of a release. `evidence` is empty where no sentence says it.

    `severity` is "violation", or "warning" for what may be right but seldom is.
    """

    release: str
    severity: str
    message: str
    focus: str
    path: str
    value: str
    begin: int | None
    end: int | None
    evidence: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    statement: str
    subject: str
    predicate: str
    object: str
    begin: int
    end: int
    exact: str


def findings(store: Store, release: str | None = None) -> Iterator[Finding]:
    """What is wrong in all releases, by id, or in the one with this id."""
    for stored in store.releases():
        if release in (None, stored.id):
            yield from of_release(store, stored)


def of_release(store: Store, stored: Stored) -> list[Finding]:
    """What is wrong in one release, in a stable order; empty where its graph conforms.

    Planned and cancelled facts are checked as if they had happened: a plan can be as wrong as a fact.
    """
    data = _data(store, stored)
    report = check(data)
    sentences = sorted(_sentences(data), key=lambda s: (s.begin, s.end, s.predicate, s.object))
    found = {_finding(stored.id, report, result, sentences) for result in report.objects(None, SH.result)}
    return sorted(found, key=lambda f: (f.begin or 0, f.focus, f.path, f.value, f.message))


def check(data: rdflib.Graph) -> rdflib.Graph:
    """The SHACL report on a graph, to which the tree of classes is added: without results where it conforms."""
    for triple in _classes():
        data.add(triple)
    # Shapes in SPARQL ask a store that plans its queries: rdflib's own took ten times as long.
    planned = rdflib.Graph(store="Oxigraph")
    planned += data
    return _report(data, sparql=False) + _report(planned, sparql=True)


def _report(data: rdflib.Graph, *, sparql: bool) -> rdflib.Graph:
    _, report, text = pyshacl.validate(data, shacl_graph=_targeted(sparql), inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise StartProblem("O001", "shapes.ttl", text[:200])
    return report


def _finding(release: str, report: rdflib.Graph, result: rdflib.term.Node, sentences: list[_Sentence]) -> Finding:
    focus, path, value = (str(report.value(result, p) or "") for p in (SH.focusNode, SH.resultPath, SH.value))
    sentence = _sentence(sentences, focus, path, value)
    return Finding(
        release=release,
        severity=str(report.value(result, SH.resultSeverity) or "").rpartition("#")[2].lower(),
        message=str(report.value(result, SH.resultMessage) or "does not conform"),
        focus=shrink(focus),
        path=shrink(path),
        value=shrink(value),
        begin=sentence.begin if sentence else None,
        end=sentence.end if sentence else None,
        evidence=sentence.exact if sentence else "",
    )


def _sentence(sentences: list[_Sentence], focus: str, path: str, value: str) -> _Sentence | None:
    """The sentence of the statement at fault: the closest match, else any that speaks of the focus node."""
    exact = [s for s in sentences if (s.subject, s.predicate, s.object) == (focus, path, value)]
    close = [s for s in sentences if (s.subject, s.predicate) == (focus, path)]
    near = [s for s in sentences if focus in (s.statement, s.subject, s.object)]
    return next(iter(exact + close + near), None)


def _sentences(data: rdflib.Graph) -> Iterator[_Sentence]:
    oa = rdflib.Namespace(iri("oa:"))
    for statement, selector in data.subject_objects(oa.hasSelector):
        said = [str(data.value(statement, p)) for p in (RDF.subject, RDF.predicate, RDF.object)]
        begin, end, exact = (data.value(selector, p) for p in (oa.start, oa.end, oa.exact))
        if begin is not None and end is not None:
            yield _Sentence(str(statement), said[0], said[1], said[2], int(str(begin)), int(str(end)), str(exact or ""))


def _data(store: Store, stored: Stored) -> rdflib.Graph:
    """The release's graph, its plans taken as facts, and what the authority knows of its places and persons."""
    graph = rdflib.Graph()
    skipped = node("mg:fullText"), node("mg:removedText")
    for quad in store.quads(stored.iri):
        if quad.predicate not in skipped:
            graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    binary = {rdflib.URIRef(iri(f"mg:{name}")) for name in BINARY}
    local = f"{stored.iri}#"
    for statement, predicate in list(graph.subject_objects(RDF.predicate)):
        subject, value = graph.value(statement, RDF.subject), graph.value(statement, RDF.object)
        if predicate in binary and subject is not None and value is not None and not str(subject).startswith(local):
            graph.add((subject, predicate, value))
    for triple in _known(store, graph):
        graph.add(triple)
    return graph


def _known(store: Store, graph: rdflib.Graph) -> Iterator[tuple[rdflib.URIRef, rdflib.URIRef, rdflib.Literal]]:
    """What the authority says of the places and persons of a release, where a shape asks for it."""
    for kind, predicate in (("mg:Place", "mg:placeKind"), ("mg:Person", "mg:birthYear")):
        for subject in set(graph.subjects(RDF.type, rdflib.URIRef(iri(kind)))):
            for quad in store.quads(iri(AUTHORITY), str(subject)):
                if quad.predicate == node(predicate) and isinstance(quad.object, ox.Literal):
                    yield rdflib.URIRef(str(subject)), rdflib.URIRef(iri(predicate)), rdflib.Literal(quad.object.value)


def _term(term: object) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        kind = None if term.datatype == node("xsd:string") else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=kind, normalize=False)
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    raise TypeError(f"neither IRI nor literal in a release's graph: {term}")


@cache
def _shapes() -> rdflib.Graph:
    return _read("shapes.ttl")


@cache
def _targeted(sparql: bool) -> rdflib.Graph:
    """The shapes, where those alone have targets that are (or are not) in SPARQL."""
    shapes, kept = _shapes(), rdflib.Graph()
    for shape, predicate, value in shapes:
        ours = ((shape, SH.sparql, None) in shapes) is sparql
        if ours or predicate not in (SH.targetClass, SH.targetSubjectsOf):
            kept.add((shape, predicate, value))
    return kept


@cache
def _classes() -> tuple[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node], ...]:
    return tuple(_read("missiongraph.ttl").triples((None, RDFS.subClassOf, None)))


def _read(name: str) -> rdflib.Graph:
    path = ontology() / name
    try:
        return rdflib.Graph().parse(path, format="turtle")
    except (OSError, SyntaxError) as error:
        raise StartProblem("O001", str(path), " ".join(str(error).split())[:200]) from error
