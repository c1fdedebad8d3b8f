"""Turn a span into an ISO 8601 value, given what its release says around it. Nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from missiongraph.times.days import CARRIED, NARRATED, SURE, Context, Dated, fix
from missiongraph.times.parts import Clock, Precision, TimeSpan
from missiongraph.times.zones import instant

__all__ = ["Context", "Settled", "resolve", "settle"]


@dataclass(frozen=True, slots=True)
class Settled:
    """A resolved span. `day` is the calendar day in the zone of the text, not in UTC."""

    value: str
    precision: Precision
    confidence: float
    day: date
    zone: str | None = None


def resolve(span: TimeSpan, context: Context) -> str | None:
    """ISO 8601 at the precision given ("2020", "2020-02", "2020-02-06", "2020-02-06T09:12Z"), or None."""
    settled = settle(span, context)
    return settled.value if settled else None


def settle(span: TimeSpan, context: Context) -> Settled | None:
    """As `resolve`, with the precision, the confidence (0 to 1) and the local day; None where it cannot be fixed."""
    if span.clock is None:
        dated = fix(span.day, context) if span.day else None
        return Settled(_iso(dated), dated.precision, dated.confidence, dated.day) if dated else None
    dated = fix(span.day, context) if span.day else None
    readings = [span.clock, *span.also]
    for clock in readings:
        own = fix(clock.day, context) if clock.day else dated if span.day else None
        zone = _zone(clock, context, alone=len(readings) == 1)
        if own and own.precision == "day" and zone:
            if clock.zone == "local" and (told := _in_other_zone(clock, own, zone, span.also)):
                return told
            return _timed(clock, own, zone, carried=clock.zone is None)
    if dated is None and span.day is None:
        dated = _reference(context)
        for clock in readings:
            if dated and (zone := _zone(clock, context, alone=True)):
                if clock.zone == "local" and (told := _in_other_zone(clock, dated, zone, span.also)):
                    return told
                return _timed(clock, replace(dated, confidence=0.8), zone, carried=clock.zone is None)
    return Settled(_iso(dated), dated.precision, dated.confidence, dated.day) if dated else None


def _zone(clock: Clock, context: Context, *, alone: bool) -> str | None:
    """The zone of a clock time; a time whose other zones are told does not need the carried one."""
    if clock.zone == "local":
        return context.place_zone
    return clock.zone or (context.zone if alone or context.zone else None)


def _in_other_zone(local: Clock, dated: Dated, place: str, also: tuple[Clock, ...]) -> Settled | None:
    """ "4:12 local time (0712 GMT)": the zone that is named holds, on the day nearest to the local clock."""
    near = instant(datetime(dated.day.year, dated.day.month, dated.day.day, local.hour, local.minute), place)
    for clock in (c for c in also if c.zone not in (None, "local") and c.day is None):
        days = [replace(dated, day=dated.day + timedelta(days=n)) for n in (-1, 0, 1)]
        told = [_timed(clock, d, clock.zone or "", carried=False) for d in days]
        best = min(told, key=lambda s: abs(datetime.fromisoformat(s.value) - near))
        return replace(best, day=dated.day, zone=place)
    return None


def _reference(context: Context) -> Dated | None:
    if context.reference is None or context.reference_precision != "day":
        return None
    return Dated(context.reference, "day", CARRIED)


def _timed(clock: Clock, dated: Dated, zone: str, *, carried: bool) -> Settled:
    local = datetime(dated.day.year, dated.day.month, dated.day.day, clock.hour, clock.minute, clock.second or 0)
    moment = instant(local, zone)
    precision: Precision = "minute" if clock.second is None else "second"
    value = moment.strftime("%Y-%m-%dT%H:%MZ" if precision == "minute" else "%Y-%m-%dT%H:%M:%SZ")
    sure = min(dated.confidence, CARRIED if carried else SURE)
    if (clock.hour, clock.minute, clock.second) == (0, 0, None):
        sure = min(sure, NARRATED)
    return Settled(value, precision, sure, dated.day, zone)


def _iso(dated: Dated) -> str:
    full = dated.day.isoformat()
    return {"year": full[:4], "month": full[:7]}.get(dated.precision, full)
