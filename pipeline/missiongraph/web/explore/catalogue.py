"""Everything that has a page, by IRI and by name: kept in memory for one state of the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from ...authority import fold
from ...terms import ENTITY_TYPES
from .asking import address, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...facts import Row
    from ...store import Store

__all__ = ["Catalogue", "Edition", "Found", "Thing", "catalogue"]

_FUZZY = 78.0
"""Least similarity, of 100, at which a name that was typed is taken for a misspelling."""


_CLASSES = {segment: kind for kind, segment in ENTITY_TYPES.items()}
Names = Mapping[str, tuple[tuple[str, str], ...]]
"""Folded name → (IRI, name) of all that have it."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with a name. `releases` counts those that mention it: 0 for what only the authority knows."""

    iri: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    releases: int = 0

    @property
    def path(self) -> str:
        """Where its page stands."""
        return address(self.iri)


@dataclass(frozen=True, slots=True)
class Edition:
    """A release, without its text. `published` is an ISO date, or "" where nobody knows it."""

    iri: str
    id: str
    title: str
    published: str
    publisher: str

    @property
    def path(self) -> str:
        """Where its page stands."""
        return address(self.iri)

    @property
    def name(self) -> str:
        """Its title, or its id where it has none."""
        return self.title or self.id

    @property
    def year(self) -> str:
        """The year of its date, or "" where it has none."""
        return self.published[:4]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and by which of its names."""

    thing: Thing
    name: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Things and releases, and the names to search them by."""

    things: Mapping[str, Thing]
    releases: Mapping[str, Edition]
    """By IRI, the latest first."""
    names: Names = field(repr=False)

    def thing(self, iri: str) -> Thing | None:
        """The thing with this IRI, if it has a name."""
        return self.things.get(iri)

    def name(self, iri: str) -> str:
        """What a thing is called; its IRI where it has no name."""
        return self.things[iri].name if iri in self.things else iri

    def of_kind(self, kind: str) -> list[Thing]:
        """All things of a class that a release mentions, the most mentioned first."""
        found = (thing for thing in self.things.values() if thing.kind == kind and thing.releases)
        return sorted(found, key=lambda thing: (-thing.releases, thing.name, thing.iri))

    def search(self, typed: str, limit: int = 10) -> list[Found]:
        """The things that this may name: exact, then by how names begin, then by their parts, then misspelt."""
        wanted = fold(typed)
        if not wanted:
            return []
        ranked = {name: rank for name in self.names if (rank := _rank(name, wanted)) is not None}
        best = self._first(ranked, limit)
        if len(best) < limit and len(wanted) > 3:
            near = process.extract(wanted, self.names.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY, limit=3 * limit)
            best = self._first({name: 200 - score for name, score, _ in near} | ranked, limit)
        return best

    def _first(self, ranked: Mapping[str, float], limit: int) -> list[Found]:
        """Exact names, then what a release mentions, by rank, then what more releases mention; each thing once."""
        found = ((rank, self.things[iri], name) for key, rank in ranked.items() for iri, name in self.names[key])
        order = sorted(found, key=lambda f: (f[0] > 0, not f[1].releases, f[0], -f[1].releases, f[1].name, f[1].iri))
        first: dict[str, Found] = {}
        for _, thing, name in order:
            first.setdefault(thing.iri, Found(thing, name))
        return list(first.values())[:limit]


@lru_cache(maxsize=1)
def catalogue(store: Store) -> Catalogue:
    """Read it from the store, which is not to change: three queries, once."""
    mentioned = {thing.value: int(count.value) for thing, count in rows(store, "mentioned") if thing}
    editions = [Edition(*(term.value if term else "" for term in row)) for row in rows(store, "releases")]
    editions.sort(key=lambda edition: edition.id)
    editions.sort(key=lambda edition: edition.published, reverse=True)
    things, names = _named(rows(store, "names"), mentioned)
    return Catalogue(things, {edition.iri: edition for edition in editions}, names)


def _named(found: Iterable[Row], mentioned: Mapping[str, int]) -> tuple[dict[str, Thing], Names]:
    labels: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for thing, label, rank in found:
        labels[thing.value].add((int(rank.value), label.value))
    things = {iri: _thing(iri, kind, labels[iri], mentioned.get(iri, 0)) for iri in labels if (kind := _kind(iri))}
    names: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for iri, thing in things.items():
        for rank, form in sorted(labels[iri]):
            names[fold(form)][iri, form if rank < 2 else thing.name] = None
    return things, {name: tuple(whose) for name, whose in names.items() if name}


def _kind(iri: str) -> str:
    """The class that an IRI tells: each has its own segment."""
    return _CLASSES.get(address(iri)[1:].partition("/")[0], "")


def _thing(iri: str, kind: str, labels: set[tuple[int, str]], releases: int) -> Thing:
    (_, name), *others = sorted(labels)
    aliases = dict.fromkeys(form for rank, form in others if rank < 2 and form != name)
    return Thing(iri, kind, name, tuple(aliases), releases)


def _rank(name: str, wanted: str) -> float | None:
    """How well a folded name fits what was typed, 0 best; None where it does not contain it."""
    if name == wanted:
        return 0
    at = name.find(wanted)
    if at < 0:
        return None
    return 1 if at == 0 else 2 if name[at - 1] == " " else 50
