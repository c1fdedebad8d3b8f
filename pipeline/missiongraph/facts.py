"""The fact view: one flat row per release and fact, made by SPARQL from the store.

Two flat queries a release (ontology/queries/view) give its statements and the things they speak of; the rest is a
join by event. The view cannot say what the graph does not.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from .confidence import sure
from .folding import fold
from .resources import query
from .terms import BINARY, SHORTCUTS, SLOTS, iri, node, release_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .store import Store, Stored

__all__ = [
    "PREDICATES",
    "Claim",
    "FactRow",
    "Row",
    "Things",
    "claims",
    "derived",
    "flat",
    "line",
    "matching",
    "of_release",
    "of_triples",
    "rows",
]

PREDICATES = frozenset((*BINARY, *(shortcut.predicate for shortcut in SHORTCUTS), "role", "distinction"))
"""What a row can have as its predicate."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as the contract's flat view has it. `text[begin:end] == evidence`, always."""

    release: str
    subject: str
    predicate: str
    object: str
    status: str
    of: str | None
    subject_iri: str
    object_iri: str | None
    """None where the object is a value."""
    confidence: float
    begin: int
    end: int
    evidence: str
    rule: str


_COLUMNS = tuple(column.name for column in fields(FactRow))
_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement node of the graph."""

    id: str
    """The digest in its IRI."""
    subject: str
    predicate: str
    object: ox.NamedNode | ox.Literal
    status: str
    rule: str
    confidence: float
    begin: int
    end: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Things:
    """What the things of one release are, and what they are called."""

    classes: Mapping[str, str]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Things:
        """From the rows of view/things.rq, or of classes and labels by themselves."""
        own = len(iri("mg:"))
        classes: dict[str, str] = {}
        labels: dict[str, str] = {}
        for _, thing, kind, label in rows:
            if kind is not None:
                classes[thing.value] = kind.value[own:]
            if label is not None:
                labels[thing.value] = min(label.value, labels.get(thing.value, label.value))
        return cls(classes, labels)

    def form(self, term: ox.NamedNode | ox.Literal) -> str:
        """What a term is called: a label for a thing, else the value as the contract spells it."""
        return self.labels.get(term.value, term.value) if isinstance(term, ox.NamedNode) else _value(term)


Slots = dict[str, list[Claim]]
Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
Row = Any
"""A row of an answer to SPARQL: a term for each column, or None."""


def rows(store: Store, release: str | None = None) -> Iterator[FactRow]:
    """The facts of all releases by id, or of the one with this id (none if it is unknown)."""
    only = store.release(release_iri(release)) if release is not None else None
    for stored in store.releases() if release is None else filter(None, [only]):
        yield from of_release(store, stored)


def matching(
    found: Iterable[FactRow], subject: str | None = None, predicate: str | None = None, least: float = 0.0
) -> list[FactRow]:
    """Those about whatever has `subject` in its name, with this predicate, and at least so sure."""
    name = fold(subject or "")
    return [
        row
        for row in found
        if name in fold(row.subject) and predicate in (None, row.predicate) and row.confidence >= least
    ]


def of_release(store: Store, stored: Stored) -> list[FactRow]:
    """The facts of one release, in the order of its text: of equal ones the surest, then the earliest."""
    return [row for row, _ in derived(store, stored)]


def derived(store: Store, stored: Stored) -> list[tuple[FactRow, tuple[Claim, ...]]]:
    """As `of_release`, each row with the statements that it rests on."""
    release = {"release": ox.NamedNode(stored.iri)}
    statements, things = (store.select(query(f"view/{name}"), release) for name in ("statements", "things"))
    return flat(stored.id, claims(statements), Things.of(things))


def of_triples(release: str, triples: Iterable[Triple]) -> list[FactRow]:
    """As `of_release`, from all triples of its graph (by its id), which need not be in a store."""
    about: dict[ox.NamedNode, dict[str, ox.NamedNode | ox.Literal]] = defaultdict(dict)
    things: list[Row] = []
    kind, label, own = iri("rdf:type"), iri("skos:prefLabel"), iri("mg:")
    for subject, predicate, value in triples:
        about[subject][(name := predicate.value)] = value
        if name == kind and value.value.startswith(own):
            things.append((None, subject, value, None))
        elif name == label:
            things.append((None, subject, None, value))
    return [row for row, _ in flat(release, claims(_statements(about)), Things.of(things))]


def _statements(about: Mapping[ox.NamedNode, Mapping[str, ox.NamedNode | ox.Literal]]) -> Iterator[Row]:
    """The rows of view/statements.rq, of what is said about each thing."""
    said = [iri(f"rdf:{term}") for term in ("subject", "predicate", "object")]
    said += [iri(f"mg:{term}") for term in ("status", "rule", "confidence")]
    where = [iri(f"oa:{term}") for term in ("start", "end", "exact")]
    selector = iri("oa:hasSelector")
    for subject, its in about.items():
        if selector in its:
            place = about[cast("ox.NamedNode", its[selector])]
            yield None, subject, *(its[term] for term in said), *(place[term] for term in where)


def flat(release: str, said: Iterable[Claim], things: Things) -> list[tuple[FactRow, tuple[Claim, ...]]]:
    """The facts that these statements of one release make, each with the statements that it rests on."""
    best: dict[tuple[str | None, ...], tuple[FactRow, tuple[Claim, ...]]] = {}
    for row, used in _candidates(release, said, things):
        key = (row.subject, row.predicate, row.object, row.status, row.of)
        if key not in best or _rank(row, used) < _rank(*best[key]):
            best[key] = row, used
    return sorted(best.values(), key=lambda found: _order(found[0]))


def claims(rows: Iterable[Row]) -> Iterator[Claim]:
    """The statements that the rows of view/statements.rq tell."""
    own = len(iri("mg:"))
    for row in rows:
        _, said, subject, predicate, object_, status, rule, confidence, begin, end, evidence = row
        yield Claim(
            id=said.value.rpartition("#s-")[2],
            subject=subject.value,
            predicate=predicate.value[own:],
            object=object_,
            status=status.value[own:],
            rule=rule.value,
            confidence=float(confidence.value),
            begin=int(begin.value),
            end=int(end.value),
            evidence=evidence.value,
        )


def line(row: FactRow) -> str:
    """The row as one line of JSON, without the line break."""
    return _json({name: getattr(row, name) for name in _COLUMNS})


def _rank(row: FactRow, used: Iterable[Claim]) -> tuple[float, int, int, str, str, list[str]]:
    return -row.confidence, row.begin, row.end, row.subject_iri, row.rule, [claim.id for claim in used]


def _order(row: FactRow) -> tuple[int, int, str, str, str, str, str]:
    return row.begin, row.end, row.subject, row.predicate, row.object, row.status, row.of or ""


def _candidates(release: str, claims: Iterable[Claim], things: Things) -> Iterator[tuple[FactRow, tuple[Claim, ...]]]:
    locals_: dict[str, Slots] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        if things.classes.get(claim.subject) in SLOTS:
            locals_[claim.subject][claim.predicate].append(claim)
        elif claim.predicate in BINARY:
            used: tuple[Claim, ...] = (claim,)
            yield _row(release, things, claim.subject, predicate=claim.predicate, value=claim, used=used), used
    for subject, slots in locals_.items():
        for bearer, predicate, value, of in _flattened(things.classes[subject], slots):
            used = (bearer, value) if of is None else (bearer, value, of)
            who = bearer.object.value
            yield _row(release, things, who, predicate=predicate, value=value, used=used, of=of), used


def _flattened(kind: str, slots: Slots) -> Iterator[tuple[Claim, str, Claim, Claim | None]]:
    """Bearer, predicate, value, `of`: what an event, role tenure or distinction says of each of its bearers."""
    for bearer_slot, slot, predicate, of_slot in _table()[kind]:
        for bearer in slots.get(bearer_slot, ()):
            for value in slots.get(slot, ()):
                for of in (slots.get(of_slot) if of_slot else None) or (None,):
                    yield bearer, predicate, value, of


@cache
def _table() -> dict[str, list[tuple[str, str, str, str | None]]]:
    table: dict[str, list[tuple[str, str, str, str | None]]] = {kind: [] for kind in SLOTS}
    for event, bearer, slot, predicate in SHORTCUTS:
        table[event].append((bearer, slot, predicate, "station" if event == "CommandHandover" else None))
    table["RoleTenure"].append(("holder", "role", "role", "of"))
    table["Distinction"].append(("holder", "text", "distinction", None))
    return table


def _row(
    release: str,
    things: Things,
    subject: str,
    *,
    predicate: str,
    value: Claim,
    used: tuple[Claim, ...],
    of: Claim | None = None,
) -> FactRow:
    """A row with the sentence that gives its value, as sure as the least sure statement it rests on."""
    return FactRow(
        release=release,
        subject=things.labels.get(subject, subject),
        predicate=predicate,
        object=_hours(things.form(value.object)) if predicate == "spacewalkDuration" else things.form(value.object),
        status=value.status,
        of=things.form(of.object) if of else None,
        subject_iri=subject,
        object_iri=value.object.value if isinstance(value.object, ox.NamedNode) else None,
        confidence=sure([claim.confidence for claim in used]),
        begin=value.begin,
        end=value.end,
        evidence=value.evidence,
        rule=value.rule,
    )


def _hours(duration: str) -> str:
    """A length of spacewalks in hours: the store folds PT50H40M into days, releases do not."""
    found = re.fullmatch(r"P(\d+)DT?(?:(\d+)H)?((?:\d+M)?)", duration)
    return f"PT{24 * int(found[1]) + int(found[2] or 0)}H{found[3]}" if found else duration


def _value(literal: ox.Literal) -> str:
    """The value as the contract spells it: minutes without seconds, as releases give them."""
    if literal.datatype == node("xsd:dateTime"):
        return re.sub(r"(T\d\d:\d\d):00(?=Z|[+-]|$)", r"\1", literal.value)
    return literal.value
