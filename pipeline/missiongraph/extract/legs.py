"""The legs of one flight: what one tells of its crew or craft holds for the leg told beside it.

"The capsule landed at dawn. A, B and C had undocked the evening before": one flight, so the three came down in the
capsule that they undocked in. Only neighbours that tell nothing to the contrary are joined, and only where the
release tells of no other craft on such a leg.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from missiongraph.extract.agreeing import days_near, times
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.model import Literal, Status

__all__ = ["SAME_LEG", "joined", "share_craft"]

_LEGS = {"Launch": "up", "Docking": "up", "Undocking": "down", "Landing": "down"}
_NEAR = 3
_CARGO = re.compile(r"Progress|Cygnus|Cargo|HTV|Kounotori|Tianzhou|\bATV\b|Target Vehicle")
_TRUST = 0.72


def joined(happenings: Iterable[Event], document: Document) -> list[Event]:
    """The events, with crew and craft shared between the two legs up, and the two legs down, of one flight."""
    told = list(happenings)
    out = []
    for event in told:
        other = _other_leg(event, told, document) if event.type in _LEGS else None
        added: list[Filler] = []
        if other is not None and not event.values("spacecraft"):
            added += _from("spacecraft", other)
        elif other is not None and event.type in ("Launch", "Landing") and not event.values("participant"):
            added += _from("participant", other)
        out.append(replace(event, fillers=(*event.fillers, *added)) if added else event)
    return [_after_launch(e, out) for e in out]


def _after_launch(event: Event, told: list[Event]) -> Event:
    """ "They leave in May 2032 and come home in September": a plan to come down lies after the plan to go up."""
    if event.status is not Status.PLANNED or _LEGS.get(event.type) != "down":
        return event
    crew = set(event.values("participant"))
    starts = [
        v.value
        for o in told
        if o.type == "Launch" and o.status is Status.PLANNED and crew & set(o.values("participant"))
        for v in o.values("time")
        if isinstance(v, Literal)
    ]
    return replace(event, fillers=tuple(_a_year_on(f, starts) for f in event.fillers)) if starts else event


def _a_year_on(filler: Filler, starts: list[str]) -> Filler:
    """A month that lies before every start, as that of the next year."""
    value = filler.value
    if filler.slot != "time" or not isinstance(value, Literal) or len(value.value) != 7:
        return filler
    later = f"{int(value.value[:4]) + 1}{value.value[4:]}"
    before = all(value.value < start[:7] <= later for start in starts)
    return replace(filler, value=Literal(later, value.datatype)) if before else filler


def _from(slot: str, event: Event) -> list[Filler]:
    """What an event has in a slot, for the other leg."""
    return [
        replace(f, rule="other-leg", confidence=round(min(f.confidence, _TRUST), 3))
        for f in event.fillers
        if f.slot == slot
    ]


def _other_leg(event: Event, told: list[Event], document: Document) -> Event | None:
    """The other leg of the flight: one names the crew alone, the other the craft alone."""
    crew, craft = bool(event.values("participant")), bool(event.values("spacecraft"))
    if crew == craft or event.values("mission") or event.status is Status.CANCELLED:
        return None
    kin = [o for o in told if o is not event and _LEGS.get(o.type) == _LEGS[event.type] and o.status is event.status]
    fits = [
        o
        for o in kin
        if o.type != event.type
        and (bool(o.values("participant")), bool(o.values("spacecraft"))) == (craft, crew)
        and not o.values("mission")
        and _beside(event, o)
        and days_near(event, o)
    ]
    crafts = {v for e in (event, *kin) for v in e.values("spacecraft")}
    if len(fits) != 1 or len(crafts) != 1:
        return None
    names = [document.entity(v).label or document.entity(v).name for v in crafts if isinstance(v, int)]
    return None if any(map(_CARGO.search, names)) else fits[0]


def _beside(a: Event, b: Event) -> bool:
    return any(abs(f.sentence - g.sentence) <= _NEAR for f in a.fillers for g in b.fillers)


SAME_LEG = {"Landing": ("Undocking",), "Undocking": ("Landing",), "Launch": ("Docking",), "Docking": ("Launch",)}


def share_craft(events: list[Event]) -> list[Event]:
    """A crew comes down in the craft it undocked in, and docks in the one it was launched in."""
    out: list[Event] = []
    for event in events:
        crew = set(event.values("participant"))
        if crew and not event.values("spacecraft") and event.type in SAME_LEG:
            legs = [
                o
                for o in events
                if o.type in SAME_LEG[event.type]
                and (o.status == event.status or _on_the_way(event, o))
                and len(o.values("spacecraft")) == 1
                and set(o.values("participant")) == crew
                and abs(o.sentence - event.sentence) <= 4
                and days_near(o, event)
            ]
            if len(legs) == 1:
                given = next(f for f in legs[0].fillers if f.slot == "spacecraft")
                seat = replace(given, rule="same-leg", confidence=round(given.confidence * 0.9, 3))
                out.append(replace(event, fillers=(*event.fillers, seat)))
                continue
        out.append(event)
    return out


def _on_the_way(launch: Event, docking: Event) -> bool:
    """ "They were launched on Monday and will dock on Wednesday": under way, each with its day."""
    states = launch.status is Status.OCCURRED and docking.status is Status.PLANNED
    return launch.type == "Launch" and states and sum(len(t) >= 10 for e in (launch, docking) for t in times(e)) == 2
