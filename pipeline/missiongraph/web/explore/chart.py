"""Launches and landings on the map: how many at each place, and which."""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from .asking import address, rows
from .catalogue import catalogue
from .portrait import Ref, ref

if TYPE_CHECKING:
    from ...store import Store
    from .catalogue import Catalogue

__all__ = ["Chart", "Flight", "Mark", "Site", "chart"]


@dataclass(frozen=True, slots=True)
class Flight:
    """A launch or landing at a site: whose, and when as far as releases say."""

    time: str
    status: str
    whose: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the map draws for one kind of event: of those that have not happened only where nothing else is."""

    kind: str
    flights: tuple[Flight, ...]

    @property
    def planned(self) -> bool:
        """Whether nothing of it has happened."""
        return all(flight.status != "occurred" for flight in self.flights)

    @property
    def size(self) -> float:
        """Half the width of its sign, in degrees of the map: its area is as the number."""
        return round(2 + math.sqrt(len(self.flights)) * 0.9, 2)


@dataclass(frozen=True, slots=True)
class Site:
    """A place of launches and landings. `x` and `y` are degrees from the map's upper left corner, None if unknown."""

    place: Ref
    x: float | None
    y: float | None
    wide: bool
    """Whether the position stands for an area."""
    marks: tuple[Mark, ...]

    @property
    def count(self) -> int:
        """All launches and landings here."""
        return sum(len(mark.flights) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Chart:
    """Sites with a position, those with most events first, so that small signs lie on large ones; and the others."""

    on_map: tuple[Site, ...]
    off_map: tuple[Site, ...]


def chart(store: Store, place: str = "") -> Chart:
    """The launches and landings of all places, or of the one with this IRI."""
    known = catalogue(store)
    sites = [_site(iri, marks, store, known) for iri, marks in _events(store).items() if place in ("", iri)]
    sites.sort(key=lambda site: (-site.count, site.place.text))
    return Chart(tuple(s for s in sites if s.x is not None), tuple(s for s in sites if s.x is None))


@lru_cache(maxsize=1)
def _events(store: Store) -> dict[str, dict[str, list[Flight]]]:
    """Place → kind → its flights: what several releases tell of one craft and day counts once."""
    known = catalogue(store)
    whose: dict[tuple[str, ...], set[Ref]] = defaultdict(set)
    for event, class_, status, time, place, flight in rows(store, "sites"):
        kind, state = (term.value.rpartition("#")[2] for term in (class_, status))
        key = (place.value, kind, time.value[:10] if time else "", state, event.value)
        whose[key] |= {ref(flight.value, "", known)} if flight else set()
    found: dict[str, dict[str, list[Flight]]] = defaultdict(lambda: defaultdict(list))
    for (place, kind, day, state, _), refs in sorted(whose.items(), key=lambda item: item[0]):
        flights = found[place][kind]
        same = next((f for f in flights if (f.time, f.status) == (day, state) and refs & {*f.whose}), None)
        if same:
            flights.remove(same)
        joined = refs | {*same.whose} if same else refs
        flights.append(Flight(day, state, _whose(joined)))
    return found


def _whose(refs: set[Ref]) -> tuple[Ref, ...]:
    """The craft and missions; people only where no craft is named."""
    return tuple(sorted((r for r in refs if r.kind != "Person"), key=_text) or sorted(refs, key=_text))


def _text(of: Ref) -> str:
    return of.text


def _site(iri: str, found: dict[str, list[Flight]], store: Store, known: Catalogue) -> Site:
    marks = (Mark(kind, tuple(sorted(flights, key=_when))) for kind, flights in sorted(found.items(), reverse=True))
    at, wide = _positions(store).get(iri), False
    if at is None:
        at, wide = _areas().get(address(iri)[1:]), True
    x, y = (round(at[1] + 180, 2), round(90 - at[0], 2)) if at else (None, None)
    return Site(ref(iri, "", known), x, y, wide, tuple(marks))


def _when(flight: Flight) -> tuple[str, str, list[str]]:
    return flight.time, flight.status, [ref.text for ref in flight.whose]


@lru_cache(maxsize=1)
def _positions(store: Store) -> dict[str, tuple[float, float]]:
    return {place.value: (float(lat.value), float(long.value)) for place, lat, long in rows(store, "positions")}


@cache
def _areas() -> dict[str, tuple[float, float]]:
    found = tomllib.loads((files("missiongraph") / "web" / "explore" / "areas.toml").read_text("utf-8"))
    return {place: (north, east) for place, (north, east) in found.items()}
