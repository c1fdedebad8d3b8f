"""A Turtle writer whose bytes are the same in every run: fixed prefixes, grouped and sorted as its caller sorts."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .terms import node, prefixes, shrink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Parts", "Term", "base", "body", "document", "header", "order", "parts", "rank", "term"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Parts = tuple[Term, ox.NamedNode, Term]

_TYPE = node("rdf:type").value
_short = lru_cache(maxsize=4096)(shrink)
_BARE = {
    "xsd:integer": re.compile(r"[+-]?\d+", re.ASCII),
    "xsd:decimal": re.compile(r"[+-]?\d*\.\d+", re.ASCII),
    "xsd:boolean": re.compile(r"true|false"),
}


def header() -> Iterator[str]:
    """The lines that declare our prefixes: what a file starts with."""
    for prefix, namespace in prefixes().map.items():
        yield f"@prefix {prefix}: <{namespace}> .\n"


def base(iri: str) -> str:
    """The line after which `body` with the same base may write relative IRIs."""
    return f"\n@base <{iri}> .\n"


def document(triples: Iterable[ox.Triple | ox.Quad]) -> Iterator[str]:
    """All of these as a file of its own, in order."""
    yield from header()
    yield from body(sorted(parts(triples), key=rank))


def parts(triples: Iterable[ox.Triple | ox.Quad]) -> Iterator[Parts]:
    """Subject, predicate and object of each."""
    return ((t.subject, t.predicate, t.object) for t in triples)


def body(triples: Iterable[Parts], base: str = "") -> Iterator[str]:
    """One block of text a subject. Triples of one subject, and of one predicate, must stand together."""
    for subject, of_subject in groupby(triples, key=itemgetter(0)):
        pairs = ((predicate, [t[2] for t in group]) for predicate, group in groupby(of_subject, key=itemgetter(1)))
        lines = (f"{_verb(predicate)} {', '.join(term(o, base) for o in objects)}" for predicate, objects in pairs)
        yield f"\n{term(subject, base)} " + " ;\n    ".join(lines) + " .\n"


@lru_cache(maxsize=256)
def _verb(predicate: ox.NamedNode) -> str:
    return "a" if predicate == node("rdf:type") else term(predicate)


def order(triple: ox.Triple | ox.Quad) -> tuple[str, bool, str, str]:
    """Sort key: by subject, its classes first, then by predicate and object."""
    return rank((triple.subject, triple.predicate, triple.object))


def rank(parts: Parts) -> tuple[str, bool, str, str]:
    """`order` of what is not a triple yet."""
    subject, predicate, value = parts
    name = predicate.value
    return _key(subject), name != _TYPE, name, str(value)


def _key(subject: Term) -> str:
    return subject.value if isinstance(subject, ox.NamedNode) else str(subject)


def term(value: Term, base: str = "") -> str:
    """The shortest Turtle form of a term that our prefixes and the base allow; fragments of the base are relative."""
    if isinstance(value, ox.NamedNode):
        name = value.value
        if base and name.startswith(base) and name[len(base) : len(base) + 1] in ("", "#"):
            return f"<{name[len(base) :]}>"
        short = _short(name)
        return short if short != name else str(value)
    text = str(value)
    if not isinstance(value, ox.Literal) or not text.endswith(">"):  # only a datatype ends a literal so
        return text
    kind = _short(value.datatype.value)
    if kind in _BARE and _BARE[kind].fullmatch(value.value):
        return value.value
    quoted = str(ox.Literal(value.value))
    return f"{quoted}^^{kind if kind != value.datatype.value else value.datatype}"
