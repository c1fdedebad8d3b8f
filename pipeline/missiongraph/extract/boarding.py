"""Who took part in an event that names a crew or a craft, by what the release says of either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

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


def still_assigned(found: Iterable[Event]) -> tuple[list[Event], list[Claim]]:
    """A flight called off is the craft's or the mission's: its crew stays its crew, and is to fly with it."""
    events, claims = [], list[Claim]()
    for event in found:
        ships = [f for f in event.fillers if f.slot in _SEATS and isinstance(f.value, int)]
        crew = [f for f in event.fillers if f.slot == "participant" and isinstance(f.value, int)]
        if event.status is not Status.CANCELLED or not ships or not crew:
            events.append(event)
            continue
        events.append(replace(event, fillers=tuple(f for f in event.fillers if f.slot != "participant")))
        if event.type == "Launch":
            claims += [
                Claim(who.value, _SEATS[ship.slot], ship.value, event.sentence, "called-off-with", 0.8, Status.PLANNED)
                for who in crew
                for ship in ships
                if isinstance(who.value, int)
            ]
    return events, claims
