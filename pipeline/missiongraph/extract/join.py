"""Crew, craft and mission of one flight: what one sentence leaves out of a launch or landing, another gives.

A release about a flight names its crew once. A launch or landing told of the craft or the mission alone is
then that crew's too, and one told of the crew alone is its craft's: with less confidence than what one
sentence says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Filler, Value
from missiongraph.model import Status

__all__ = ["complete"]

_JOINED = ("Launch", "Landing")
_SURE = 0.72
_NO_FLIGHT = re.compile(r"(?:ISS )?Expeditions? \d|Mir EO|[Pp]rogram(?:me)?\b|[Cc]ampaign|^Artemis$")

Aboard = Mapping[tuple[str, Value], dict[int, tuple[int, Status]]]


def complete(events: Iterable[Event], claims: Iterable[Claim], document: Document) -> list[Event]:
    """The events with the crew, craft or mission that the rest of the release gives them."""
    told = list(events)
    aboard = _aboard(told, claims)
    return [_fill(e, told, aboard, document) if e.type in _JOINED and e.status is not Status.CANCELLED else e for e in told]


def _aboard(events: Iterable[Event], claims: Iterable[Claim]) -> Aboard:
    """For each craft and mission who is said to fly on it, with the sentence and the status that says it."""
    out: dict[tuple[str, Value], dict[int, tuple[int, Status]]] = defaultdict(dict)
    for claim in claims:
        slot = {"flewOn": "spacecraft", "crewMemberOf": "mission"}.get(claim.predicate)
        if slot and claim.status is not Status.CANCELLED:
            out[slot, claim.object].setdefault(claim.subject, (claim.sentence, claim.status))
    for event in events:
        for slot in ("spacecraft", "mission"):
            for flight in event.values(slot) if event.status is not Status.CANCELLED else ():
                for filler in (f for f in event.fillers if f.slot == "participant"):
                    if isinstance(filler.value, int):
                        out[slot, flight].setdefault(filler.value, (filler.sentence, event.status))
    return out


def _fill(event: Event, told: list[Event], aboard: Aboard, document: Document) -> Event:
    added: list[Filler] = []
    if not event.values("participant") and _only(event, told):
        added += _crew(event, aboard)
    elif event.values("participant"):
        for slot in ("spacecraft", "mission"):
            if not event.values(slot):
                added += _flight(event, slot, aboard, document)
    return replace(event, fillers=(*event.fillers, *added))


def _only(event: Event, told: list[Event]) -> bool:
    """Whether the craft and mission of an event have just this one launch or landing in the release."""
    for slot in ("spacecraft", "mission"):
        for flight in event.values(slot):
            if sum(o.type == event.type and flight in o.values(slot) and o.status is not Status.CANCELLED for o in told) > 1:
                return False
    return True


def _crew(event: Event, aboard: Aboard) -> list[Filler]:
    """Those said to fly on the craft or mission, with the status of the event."""
    seats: dict[int, tuple[int, Status]] = {}
    for slot in ("spacecraft", "mission"):
        for flight in event.values(slot):
            seats |= aboard.get((slot, flight), {})
    same = {who: sentence for who, (sentence, status) in seats.items() if status is event.status}
    return [Filler("participant", who, sentence, "crew-of-flight", _SURE) for who, sentence in same.items()]


def _flight(event: Event, slot: str, aboard: Aboard, document: Document) -> list[Filler]:
    """The one craft or mission that all who take part are said to fly on, with the event's status."""
    crew = [p for p in event.values("participant") if isinstance(p, int)]
    shared = [
        (flight, seats[crew[0]][0])
        for (kind, flight), seats in aboard.items()
        if kind == slot and isinstance(flight, int) and all(p in seats and seats[p][1] is event.status for p in crew) and not _NO_FLIGHT.search(document.entity(flight).name)
    ]
    return [Filler(slot, shared[0][0], shared[0][1], "flight-of-crew", _SURE)] if len(shared) == 1 else []
