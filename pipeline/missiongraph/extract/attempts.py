"""Attempts that came to nothing, and the next ones: of the craft or mission whose launch is told beside them."""

from __future__ import annotations

from dataclasses import replace

from missiongraph.extract.agreeing import clash, times
from missiongraph.extract.frames import Event, Filler
from missiongraph.model import Status

__all__ = ["again", "last", "nearest", "of"]


def again(event: Event, merged: list[Event]) -> bool:
    """ "A second attempt is planned for Friday": of the craft or mission whose launch was called off right before."""
    kin = [m for m in merged if m.type == event.type and 0 <= event.sentence - last(m) <= 4]
    off = [m for m in kin if m.status is Status.CANCELLED and any(m.values(s) for s in ("mission", "spacecraft"))]
    if (
        event.status is not Status.PLANNED
        or not off
        or any(m.status is event.status and not clash(times(m), times(event)) for m in kin)
    ):
        return False
    merged.append(_given(event, [f for f in off[-1].fillers if f.slot in ("mission", "spacecraft")]))
    return True


def of(event: Event, merged: list[Event]) -> None:
    """A called-off attempt is one of the craft or mission whose launch, landing or spacewalk stands nearest."""
    kin = [
        m
        for m in merged
        if m.type == event.type
        and not (m.status is Status.CANCELLED and m.values("time"))
        and not (m.status is Status.OCCURRED and _before(m, event))
        and abs(nearest(m, event.sentence) - event.sentence) <= 4
    ]
    if not event.values("time") or _finer(event, merged) or not kin:
        return
    model = min(kin, key=lambda m: abs(nearest(m, event.sentence) - event.sentence))
    for slots in (("mission", "spacecraft"), ("participant",)):
        if given := [f for f in model.fillers if f.slot in slots]:
            merged.append(_given(event, given))
            return


def _given(event: Event, bearers: list[Filler]) -> Event:
    own = (replace(f, sentence=event.sentence, rule="attempt-of", confidence=0.8) for f in bearers)
    return replace(event, fillers=(*event.fillers, *own))


def _before(done: Event, event: Event) -> bool:
    """Whether what took place did so before another was to be: it is no attempt at it."""
    return (
        event.type == "Launch"
        and bool(times(done))
        and all(t[:10] < day[:10] for t in times(done) for day in times(event))
    )


def _finer(event: Event, merged: list[Event]) -> bool:
    """ "The launch was called off on Monday. Liftoff had been set for 9:14 p.m.": the clock of the attempt told before."""
    clock = [t for t in times(event) if len(t) > 10]
    for place, m in enumerate(merged):
        day = [t for t in times(m) if len(t) == 10]
        near = m.type == event.type and m.status is event.status and 0 <= event.sentence - last(m) <= 2
        if near and len(clock) == len(day) == 1 and not clash(day, clock):
            kept = tuple(f for f in m.fillers if f.slot != "time")
            merged[place] = replace(m, fillers=(*kept, *(f for f in event.fillers if f.slot == "time")))
            return True
    return False


def nearest(event: Event, sentence: int) -> int:
    """The sentence of an event's arguments that stands nearest to another."""
    return min((f.sentence for f in event.fillers), key=lambda s: abs(s - sentence), default=event.sentence)


def last(event: Event) -> int:
    """The last sentence that tells of an event."""
    return max((f.sentence for f in event.fillers), default=event.sentence)
