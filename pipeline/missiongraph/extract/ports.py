"""The station of what happens at one: ports are parts of theirs, a craft leaves the one it came to, a pair walks out of one.

The module's station is the one that the authority gives it, where the release speaks of that station; a module that
nothing knows belongs to the one station of the release, and so does a docking that tells its time alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Filler, Value
from missiongraph.model import Status

__all__ = ["at_stations", "visited"]

_SURE = 0.8


def at_stations(events: Iterable[Event], document: Document) -> Iterator[Event]:
    """The events, with its station given to each docking and undocking that names a module alone."""
    spoken = {e: document.entity(e) for m in document.mentions for e in m.entities}
    stations = {index for index, entity in spoken.items() if entity.type == "Station"}
    for event in events:
        modules = set(event.values("module"))
        bare = event.type in ("Docking", "Undocking") and not event.values("station") and len(modules) <= 1
        station = None
        if bare and modules:
            station = _station(modules.pop(), stations, document)
        elif bare and event.values("time") and len(stations) == 1 and event.status is not Status.CANCELLED:
            station = next(iter(stations))  # "will undock on Friday", where the release speaks of one
        if station is None:
            yield event
            continue
        given = next(f for f in event.fillers if f.slot in ("module", "time"))
        added = Filler("station", station, given.sentence, "station-of-port", _SURE)
        yield replace(event, fillers=(*event.fillers, added))


def _station(module: Value, stations: set[int], document: Document) -> int | None:
    """The station of a module among those that the release names; None where it may be another's."""
    iri = document.entity(module).iri if isinstance(module, int) else None
    entry = document.authority.entries.get(iri or "")
    whole = entry.facts.get("partOf", ()) if entry else ()
    if whole:
        return next((s for s in sorted(stations) if document.entity(s).iri in whole), None)
    return next(iter(stations)) if len(stations) == 1 else None


def visited(events: Iterable[Event], claims: Iterable[Claim]) -> Iterator[Event]:
    """The events, with its station given to a departure of what docked there and to a spacewalk of one who lives there."""
    told = list(events)
    stays = [c for c in claims if c.predicate == "stayedOn" and c.status is Status.OCCURRED]
    for event in told:
        found = set(_docked_to(event, told)) if event.type == "Undocking" else set(_lives(event, stays))
        if len(found) != 1 or event.values("station"):
            yield event
            continue
        added = (Filler("station", s, event.sentence, "station-of-visit", _VISIT) for s in found)
        yield replace(event, fillers=(*event.fillers, *added))


_VISIT = 0.74
_NEAR = 3


def _docked_to(event: Event, told: Iterable[Event]) -> Iterator[Value]:
    """Where the craft that is to leave has docked."""
    crafts = set(event.values("spacecraft"))
    for other in told if event.status is Status.PLANNED else ():
        if other.type == "Docking" and other.status is Status.OCCURRED and crafts & set(other.values("spacecraft")):
            yield from other.values("station")


def _lives(event: Event, stays: Iterable[Claim]) -> Iterator[Value]:
    """Where one of two or more who walk in space stays."""
    walkers = set(event.values("participant"))
    if event.type == "Spacewalk" and event.status is Status.OCCURRED and len(walkers) > 1:
        near = (c for c in stays if abs(c.sentence - event.sentence) <= _NEAR)
        yield from (c.object for c in near if c.subject in walkers)
