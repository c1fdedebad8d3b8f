"""Who took part in an event that names a crew or a craft, by what the release says of either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Filler, Value
from missiongraph.model import Status

__all__ = ["boarded", "manned", "still_assigned"]


def manned(found: Iterable[Event], claims: Iterable[Claim]) -> Iterator[Event]:
    """ "The Ax-3 crew undocked": those whom the release counts among the crew of the mission, or of the craft, took part."""
    crews: dict[Value, list[int]] = {}
    for claim in claims:
        if claim.predicate in ("crewMemberOf", "flewOn") and claim.subject not in crews.setdefault(claim.object, []):
            crews[claim.object].append(claim.subject)
    for event in found:
        seats = [f for f in event.fillers if f.slot == "crewOf"]
        others = tuple(f for f in event.fillers if f.slot != "crewOf")
        crew_seats = tuple(replace(f, slot="participant", value=who) for f in seats for who in crews.get(f.value, ()))
        if crew_seats and event.type != "Launch":  # a mission under way lands or undocks by its crew
            others = tuple(f for f in others if f.slot != "mission" or f.value not in {x.value for x in seats})
        yield replace(event, fillers=(*others, *crew_seats))


def boarded(claims: Iterable[Claim]) -> Iterator[Event]:
    """ "On board were A and B" right after a launch or landing of the craft: they took part in it."""
    for claim in claims:
        if claim.rule in ("inside-it-were", "inside-craft-were") and isinstance(claim.object, int):
            fillers = (
                Filler("participant", claim.subject, claim.sentence, claim.rule, 0.85),
                Filler(
                    "mission" if claim.predicate == "crewMemberOf" else "spacecraft",
                    claim.object,
                    claim.sentence,
                    claim.rule,
                    0.85,
                ),
            )
            yield Event("Aboard", claim.status, claim.sentence, fillers)


_SEATS = {"spacecraft": "flewOn", "mission": "crewMemberOf"}
_SLOTS = {predicate: slot for slot, predicate in _SEATS.items()}


def still_assigned(
    found: Iterable[Event], said: Iterable[Claim], document: Document
) -> tuple[list[Event], list[Claim]]:
    """A flight called off is the craft's or the mission's: its crew stays its crew, and is to fly with it."""
    events, claims, told = [], list[Claim](), [_without_place(e) for e in found]
    seats = [c for c in said if c.predicate in _SLOTS]
    for event in told:
        crew = [f for f in event.fillers if f.slot == "participant" and isinstance(f.value, int)]
        ships = [f for f in event.fillers if f.slot in _SEATS and isinstance(f.value, int)]
        if event.status is not Status.CANCELLED or not crew or (event.type != "Launch" and not ships):
            events.append(event)
            continue
        rest = tuple(f for f in event.fillers if f.slot != "participant")
        flights = ships or _shared(event, crew, seats, told)
        if flights:
            events.append(replace(event, fillers=rest if ships else (*rest, *flights)))
        elif _by_name(event, crew, document):
            events.append(event)
        if event.type == "Launch":
            claims += [
                Claim(who.value, _SEATS[ship.slot], ship.value, event.sentence, "called-off-with", 0.8, Status.PLANNED)
                for who in crew
                for ship in ships
                if isinstance(who.value, int)
            ]
    return events, claims


def _without_place(event: Event) -> Event:
    """A launch that did not take place has a time when it was to be, and neither site nor rocket."""
    off = event.type == "Launch" and event.status is Status.CANCELLED
    return replace(event, fillers=tuple(f for f in event.fillers if f.slot in _TIMED)) if off else event


_TIMED = frozenset({"participant", "spacecraft", "mission", "time"})


def _by_name(event: Event, crew: list[Filler], document: Document) -> bool:
    """Whether the sentence names one whose launch was called off, and does not speak of "a crew" alone."""
    named = {
        e
        for i in document.sentences[event.sentence].of("P")
        if i.mention and i.mention.kind in ("name", "short")
        for e in i.entities
    }
    return any(f.value in named for f in crew)


def _shared(event: Event, crew: list[Filler], seats: list[Claim], told: list[Event]) -> list[Filler]:
    """The one craft and the one mission on which all whose launch was called off are said to fly."""
    out = []
    who = {f.value for f in crew}
    for predicate, slot in _SLOTS.items():
        aboard: dict[Value, set[Value]] = {}
        for claim in (c for c in seats if c.predicate == predicate):
            aboard.setdefault(claim.object, set()).add(claim.subject)
        for other in (e for e in told if e.type == "Launch"):
            for flight in other.values(slot):
                aboard.setdefault(flight, set()).update(other.values("participant"))
        shared = [flight for flight, people in aboard.items() if who <= people]
        out += [Filler(slot, shared[0], event.sentence, "flight-called-off", 0.75)] if len(shared) == 1 else []
    return out
