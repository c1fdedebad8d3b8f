"""What all releases say of what can be true only once, read from the store by SPARQL (ontology/queries/conflicts)."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import pyoxigraph as ox

from ..errors import StartProblem
from ..resources import ontology, query
from ..store import Store
from ..terms import iri, node
from .model import Event, Said, Source, Told
from .values import World

__all__ = ["Rules", "events", "facts", "families", "rules", "sentence", "sources", "world"]

_LABELS = 'SELECT ?thing ?label WHERE { ?thing skos:prefLabel ?label . FILTER (LANG(?label) = "en") }'


@dataclass(frozen=True, slots=True)
class Rules:
    """ontology/conflicts.toml: `events` and `facts` as it has them, `compare` by slot, `same` by IRI."""

    events: Mapping[str, Mapping[str, object]]
    facts: tuple[Mapping[str, object], ...]
    compare: Mapping[str, str]
    same: Mapping[str, str]


@cache
def rules() -> Rules:
    """What can be true only once. Raises StartProblem O001 where the file cannot be read."""
    path = ontology() / "conflicts.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        same = {iri(one): iri(other) for one, other in data["same"].items()}
        return Rules({rule["class"]: rule for rule in data["event"]}, tuple(data["fact"]), data["compare"], same)
    except (OSError, ValueError, KeyError) as error:
        raise StartProblem("O001", str(path), str(error)) from error


def sources(store: Store, as_of: str | None = None) -> dict[str, Source]:
    """Releases by IRI; with `as_of` (ISO 8601) those that had been published by the end of that day."""
    found: dict[str, Source] = {}
    corrected: dict[str, set[str]] = defaultdict(set)
    for row in store.select(query("conflicts/releases")):
        release, name, published, publisher, first, corrects = (term.value if term else "" for term in row)
        found[release] = Source(release, name, published, publisher, first or release)
        if corrects:
            corrected[release].add(corrects)
    for release, earlier in corrected.items():
        firsts = frozenset(found[e].first if found[e].corrects else e for e in earlier if e in found)
        # What corrects is a witness of its own: its first issue is the one that was wrong.
        found[release] = replace(found[release], first=release, corrects=firsts | frozenset(earlier))
    return {i: s for i, s in found.items() if as_of is None or (s.published and s.published[:10] <= as_of)}


def events(store: Store, known: Mapping[str, Source]) -> list[Event]:
    """Every event of a known release that can happen only once, by IRI."""
    own = len(iri("mg:"))
    found: dict[str, Event] = {}
    for name in ("events", "tenures"):
        for release, event, kind, slot, value, status, statement in store.select(query(f"conflicts/{name}")):
            if release.value in known:
                told = Told(known[release.value], statement.value, value, status.value[own:])
                node_ = found.setdefault(event.value, Event(event.value, kind.value[own:]))
                node_.slots.setdefault(slot.value[own:], []).append(told)
    for event in found.values():
        for told_ in event.slots.values():
            told_.sort(key=lambda t: (t.value.value, t.iri))
    return [found[name] for name in sorted(found)]


def facts(store: Store, known: Mapping[str, Source], predicate: str) -> dict[str, list[Told]]:
    """By IRI of its subject, what known releases say with a predicate of two parts."""
    own = len(iri("mg:"))
    found: dict[str, list[Told]] = defaultdict(list)
    for row in store.select(query("conflicts/facts"), {"predicate": node(f"mg:{predicate}")}):
        release, subject, value, status, statement = (
            row[n] for n in ("release", "subject", "value", "status", "statement")
        )
        if release.value in known:
            found[subject.value].append(Told(known[release.value], statement.value, value, status.value[own:]))
    return {subject: sorted(set(told), key=lambda t: t.iri) for subject, told in sorted(found.items())}


def world(store: Store) -> World:
    """Labels, wholes and kinds of all things in the store."""
    labels: dict[str, str] = {}
    for thing, label in store.select(_LABELS):
        labels[thing.value] = min(label.value, labels.get(thing.value, label.value))
    wholes: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for thing, whole, kind in store.select(query("conflicts/wholes")):
        if whole is not None:
            wholes[thing.value].add(whole.value)
        if kind is not None:
            kinds[thing.value] = kind.value
    parts = {thing: frozenset(of) for thing, of in wholes.items()}
    return World(labels, parts, kinds, rules().same, families(labels))


def families(labels: Mapping[str, str]) -> frozenset[str]:
    """Craft and missions that are no single ones: the name has no number, and is the first words of another's."""
    classes = (iri("craft:"), iri("mission:"))
    begun: set[tuple[str, str]] = set()
    for thing, label in labels.items():
        for family in classes:
            if thing.startswith(family):
                words = label.split()
                begun.update((family, " ".join(words[:n])) for n in range(1, len(words)))
    return frozenset(
        thing
        for thing, label in labels.items()
        for family in classes
        if thing.startswith(family) and (family, label) in begun and not any(c.isdigit() for c in label)
    )


def sentence(store: Store, told: Told) -> Said:
    """What a release says, with the sentence that says it."""
    (_, begin, end, exact), *_ = store.select(query("conflicts/sentence"), {"statement": ox.NamedNode(told.iri)})
    source = told.source
    return Said(source.id, source.published, source.publisher, int(begin.value), int(end.value), exact.value, told.iri)
