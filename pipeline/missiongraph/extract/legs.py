"""The legs of one flight: what one tells of its crew or craft holds for the leg told beside it.

"The capsule landed at dawn. A, B and C had undocked the evening before": one flight, so the three came down in the
capsule that they undocked in. Only neighbours that tell nothing to the contrary are joined, and only where the
release tells of no other craft on such a leg.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from missiongraph.extract.agreeing import days_near
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.model import Literal, Status

__all__ = ["joined"]

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
