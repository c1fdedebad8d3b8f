"""JSON-LD as people like to read it: compacted with the context that ships as `ontology/context.jsonld`.

pyld compacts too, but holds the whole document, several times over, and takes minutes where this takes seconds; what
this writes is the same data to it, which the tests hold.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from ..resources import ontology
from ..terms import iri, node, shrink
from .rdf import of_graph, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..store import Store

__all__ = ["context", "jsonld"]

_WHOLE = re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)
"""Integers that every reader of JSON takes for the same number."""


@cache
def context() -> dict[str, Any]:
    """The context: its terms, prefixes among them, by name."""
    found: dict[str, Any] = json.loads((ontology() / "context.jsonld").read_text("utf-8"))["@context"]
    return found


def jsonld(store: Store, out: IO[bytes], text: bool = False) -> None:
    """The whole store: an object a graph, in it a line for each thing that the graph speaks of."""
    write(out, ['{"@context": ', json.dumps(context(), ensure_ascii=False), ',\n"@graph": ['])
    for number, graph in enumerate(store.graphs()):
        write(out, ["," if number else "", f'\n{{"id": {json.dumps(_short(graph))}, "@graph": ['])
        write(out, _nodes(of_graph(store, graph, text)))
        write(out, ["\n]}"])
    write(out, ["\n]}\n"])


def _nodes(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """One object a subject; quads of one subject, and of one predicate, must stand together."""
    for number, (subject, of_subject) in enumerate(groupby(quads, key=lambda q: q.subject)):
        found: dict[str, Any] = {"id": _short(subject.value) if isinstance(subject, ox.NamedNode) else str(subject)}
        for predicate, of_predicate in groupby(of_subject, key=lambda q: q.predicate):
            name, rules = _term(predicate.value)
            values = [_value(quad.object, rules) for quad in of_predicate]
            found[name] = values[0] if len(values) == 1 and rules.get("@container") != "@set" else values
        yield f"{',' if number else ''}\n{json.dumps(found, ensure_ascii=False)}"


@cache
def _term(predicate: str) -> tuple[str, dict[str, str]]:
    """What the context calls a property, and what it says of its values."""
    if predicate == iri("rdf:type"):
        return "type", {"@type": "@vocab"}
    short = shrink(predicate)
    for name, told in context().items():
        rules = told if isinstance(told, dict) else {"@id": told}
        if rules.get("@id") == short:
            return name, rules
    return _in_vocabulary(predicate), {}


def _value(term: object, rules: dict[str, str]) -> Any:
    """The shortest form that the context's rules for the property turn into this term again."""
    kind = rules.get("@type")
    if isinstance(term, ox.NamedNode):
        if kind in ("@id", "@vocab"):
            return _in_vocabulary(term.value) if kind == "@vocab" else _short(term.value)
        return {"id": _short(term.value)}
    if not isinstance(term, ox.Literal):
        return {"id": str(term)}
    if term.language:
        plain = term.language == rules.get("@language")
        return term.value if plain else {"@value": term.value, "@language": term.language}
    datatype = shrink(term.datatype.value)
    if kind == datatype:
        return term.value
    if datatype == "xsd:integer" and kind is None and _WHOLE.fullmatch(term.value):
        return int(term.value)
    if term.datatype == node("xsd:string"):
        return {"@value": term.value} if kind or "@language" in rules else term.value
    return {"@value": term.value, "type": datatype}


@cache
def _in_vocabulary(iri: str) -> str:
    """A property, class or state: the context's name for it, or without a prefix where it is our own."""
    short = _short(iri)
    terms = (name for name, told in context().items() if isinstance(told, dict) and told["@id"] == short)
    return next(terms, short.removeprefix("mg:"))


def _short(iri: str) -> str:
    """Relative to the base of all our things, else with one of the context's prefixes, else whole."""
    base = context()["@base"]
    if iri.startswith(base):
        return iri[len(base) :]
    short = shrink(iri)
    return short if short.partition(":")[0] in context() else iri
