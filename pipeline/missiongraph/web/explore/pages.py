"""What is on each page: functions that a query process runs on the store, and whose results templates show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ... import query, show
from ...errors import Problem
from ...terms import ENTITY_TYPES, release_id
from .asking import asked, identity, rows
from .catalogue import Edition, Thing, catalogue
from .chart import Chart, chart
from .crews import Picture, around
from .happenings import Happening, happenings
from .portrait import Group, groups, said_of
from .wording import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...store import Store

__all__ = [
    "Front", "Index", "ReleasePage", "ThingPage",
    "front", "graph", "index", "question", "release", "releases", "search", "thing",
]  # fmt: skip

FIRST, PAGE = 8, 240
WINDOW = 40
"""Releases that a thing's page tells of at once: some things are in all of them."""


@dataclass(frozen=True, slots=True)
class Front:
    """The first page: how much there is of each kind, what is mentioned most, the latest releases."""

    counts: Mapping[str, int]
    most: Mapping[str, tuple[Thing, ...]]
    latest: tuple[Edition, ...]
    releases: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Index:
    """A part of a long list; `number` counts from 1."""

    items: tuple[Thing | Edition, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class ThingPage:
    """All there is to show of one thing."""

    thing: Thing
    releases: Index
    groups: tuple[Group, ...]
    happenings: tuple[Happening, ...]
    picture: Picture
    chart: Chart


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """A release and where it stands in the catalogue."""

    edition: Edition
    view: show.View


def front(store: Store) -> Front:
    """The first page."""
    known = catalogue(store)
    of = {kind: known.of_kind(kind) for kind in kinds()}
    dates = sorted(edition.published for edition in known.releases.values() if edition.published)
    return Front(
        {kind: len(things) for kind, things in of.items()},
        {kind: tuple(things[:FIRST]) for kind, things in of.items()},
        tuple(known.releases.values())[:FIRST],
        len(known.releases),
        dates[0] if dates else "",
        dates[-1] if dates else "",
    )


def index(store: Store, segment: str, number: int) -> Index | None:
    """The things of a kind by name; None for what is no kind."""
    kind = next((kind for kind, known in ENTITY_TYPES.items() if known == segment), None)
    return _index(sorted(catalogue(store).of_kind(kind), key=lambda t: t.name.casefold()), number) if kind else None


def releases(store: Store, number: int) -> Index:
    """The releases, the latest first."""
    return _index(list(catalogue(store).releases.values()), number)


def search(store: Store, typed: str, limit: int) -> list[tuple[Thing, str]]:
    """What the words may name, and by which name it was found."""
    return [(found.thing, found.name) for found in catalogue(store).search(typed, limit)]


def thing(store: Store, path: str, number: int = 1) -> ThingPage | None:
    """The page of the thing there, from the latest releases (`number` 1) or older ones; None where nothing is."""
    known, iri = catalogue(store), identity(path)
    entry = known.thing(iri)
    if entry is None:
        return None
    mentioning = {row[0].value for row in rows(store, "mentioning", thing=iri)}
    told = _index([edition for edition in known.releases.values() if edition.iri in mentioning], number, WINDOW)
    said = said_of(store, iri, [edition for edition in told.items if isinstance(edition, Edition)])
    return ThingPage(
        entry,
        told,
        tuple(groups(iri, said, known)),
        tuple(happenings(iri, said, known)),
        around(store, iri) if entry.kind == "Person" else Picture((), ()),
        chart(store, iri) if entry.kind in ("Place", "Facility") else Chart((), ()),
    )


def release(store: Store, path: str) -> ReleasePage | None:
    """The page of the release there; None where none is."""
    known, iri = catalogue(store), identity(path)
    edition, identifier = known.releases.get(iri), release_id(iri)
    if edition is None or identifier is None:
        return None
    return ReleasePage(edition, show.view(store, identifier))


def graph(store: Store, path: str) -> bytes | None:
    """What is known of a thing, or all that a release says, in Turtle; None where nothing is."""
    known, iri = catalogue(store), identity(path)
    if iri in known.releases:
        return query.write(store, asked("graph", release=iri), "turtle")
    return query.write(store, asked("describe", thing=iri), "turtle") if known.thing(iri) else None


def question(store: Store, name: str, given: Mapping[str, str]) -> tuple[str, str]:
    """The SPARQL of a saved question with what was given put in, and what is wrong with it ("" if nothing is)."""
    asked_ = query.saved(name)
    try:
        return asked_.bound(store, given), ""
    except Problem as problem:
        return asked_.sparql, problem.text


def _index(items: Sequence[Thing | Edition], number: int, size: int = PAGE) -> Index:
    pages = max(1, -(-len(items) // size))
    number = min(max(1, number), pages)
    return Index(tuple(items[size * (number - 1) : size * number]), len(items), number, pages)
