"""RDF 1.2 Turtle: each statement is the reifier of the triple that it states, in place of RDF's old reification.

So provenance hangs on the fact itself: `<< craft:x mg:landingTime ?when ~ ?said >>` finds the statements. Plain triples
are asserted, as everywhere, only where the thing has happened; what was planned or called off is reified alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from .. import facts, turtle
from ..terms import BINARY, SHORTCUTS, node
from . import rdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..store import Store, Stored

__all__ = ["rdf12"]

Said = tuple[ox.NamedNode, ox.NamedNode, "ox.NamedNode | ox.Literal"]
_OLD = ("rdf:subject", "rdf:predicate", "rdf:object")
_PROPERTIES = frozenset((*BINARY, *(shortcut.predicate for shortcut in SHORTCUTS)))
"""Predicates of the fact view that are properties: a role or distinction is a node of its own."""


def rdf12(store: Store, out: IO[bytes], text: bool = False) -> None:
    """As Turtle, with `<< s p o ~ statement >>` for what each statement says, and for the facts that rest on it."""
    rdf.write(out, ['VERSION "1.2"\n', *turtle.header()])
    releases = {stored.iri: stored for stored in store.releases()}
    for base, triples in rdf.said(store, text):
        rdf.write(out, [turtle.base(base)] if base else [])
        if not base:
            rdf.write(out, turtle.body(turtle.parts(triples)))
            continue
        claims = {t.subject for t in triples if t.predicate == node("rdf:subject")}
        rdf.write(out, turtle.body(turtle.parts(t for t in triples if t.subject not in claims), base))
        rdf.write(out, _claims((t for t in triples if t.subject in claims), _resting(store, releases[base]), base))


def _claims(triples: Iterable[ox.Triple], resting: Mapping[str, set[Said]], base: str) -> Iterator[str]:
    """A block a statement: the triples that it reifies, then what is known of it."""
    old = {node(term) for term in _OLD}
    about: defaultdict[ox.NamedNode, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            about[triple.subject].append(triple)
    for claim, known in about.items():
        own = {t.predicate: t.object for t in known if t.predicate in old}
        first: Said = tuple(own[node(term)] for term in _OLD)  # type: ignore[assignment]
        others = sorted(resting.get(claim.value, set()) - {first}, key=str)
        name = turtle.term(claim, base)
        facts_of = (" ".join(turtle.term(term, base) for term in said) for said in (first, *others))
        yield "\n" + "".join(f"<< {fact} ~ {name} >> .\n" for fact in facts_of)
        yield "".join(turtle.body(turtle.parts(t for t in known if t.predicate not in old), base)).lstrip("\n")


def _resting(store: Store, stored: Stored) -> dict[str, set[Said]]:
    """Statement → the facts of the fact view that rest on it: an event's time is also its crew's landing time."""
    found: defaultdict[str, set[Said]] = defaultdict(set)
    for row, used in facts.derived(store, stored):
        if row.predicate in _PROPERTIES:
            value = used[1] if len(used) > 1 else used[0]
            for claim in used:
                said = ox.NamedNode(row.subject_iri), node(f"mg:{row.predicate}"), value.object
                found[f"{stored.iri}#s-{claim.id}"].add(said)
    return found
