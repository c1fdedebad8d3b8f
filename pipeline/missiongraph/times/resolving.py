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
    told = [span.clock, *span.also]
    readings = sorted(told, key=lambda each: each.zone == "local")  # "0712 GMT" says more than "4:12 a.m. local time"
    for clock in readings:
        own = fix(clock.day, context) if clock.day else dated if span.day else None
        zone = _zone(clock, context, alone=len(readings) == 1)
        if own and own.precision == "day" and zone:
            moved = own if clock.day else _moved(clock, own, zone, told[0], context)
            return _at_home(_timed(clock, moved, zone, carried=clock.zone is None), clock, told[0])
    if dated is None and span.day is None:
        dated = _reference(context)
        for clock in readings:
            if dated and (zone := _zone(clock, context, alone=True)):
                return _timed(clock, replace(dated, confidence=0.8), zone, carried=clock.zone is None)
    return Settled(_iso(dated), dated.precision, dated.confidence, dated.day) if dated else None


def _moved(clock: Clock, dated: Dated, zone: str, first: Clock, context: Context) -> Dated:
    """The day of `clock` where the day told is that of a local time told first ("20:05 local time (0305 GMT)")."""
    if first is clock or first.zone != "local" or context.place_zone is None:
        return dated
    there = _moment(first, dated.day, context.place_zone)
    return replace(dated, day=_day_there(clock, dated.day, zone, there))


def _at_home(settled: Settled, clock: Clock, first: Clock) -> Settled:
    """The day and zone of the clock told first: "3:14 p.m. EDT (12:14 a.m. March 15 Baikonur time)" is March 14."""
    if first is clock or first.zone is None or first.zone in ("local", clock.zone):
        return settled
    here = _moment(clock, settled.day, settled.zone or "UTC")
    return replace(settled, day=_day_there(first, settled.day, first.zone, here), zone=first.zone)


def _day_there(clock: Clock, day: date, zone: str, moment: datetime) -> date:
    """The day about `day` on which a clock in a zone shows its time nearest to a moment."""
    days = (day + timedelta(days=step) for step in (0, -1, 1))
    return min(days, key=lambda each: abs(_moment(clock, each, zone) - moment))


def _moment(clock: Clock, day: date, zone: str) -> datetime:
    return instant(datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second or 0), zone)


def _zone(clock: Clock, context: Context, *, alone: bool) -> str | None:
    """The zone of a clock time; a time whose other zones are told does not need the carried one."""
    if clock.zone == "local":
        return context.place_zone
    return clock.zone or (context.zone if alone or context.zone else None)


def _reference(context: Context) -> Dated | None:
    if context.reference is None or context.reference_precision != "day":
        return None
    return Dated(context.reference, "day", CARRIED)


def _timed(clock: Clock, dated: Dated, zone: str, *, carried: bool) -> Settled:
    moment = _moment(clock, dated.day, zone)
    precision: Precision = "minute" if clock.second is None else "second"
    value = moment.strftime("%Y-%m-%dT%H:%MZ" if precision == "minute" else "%Y-%m-%dT%H:%M:%SZ")
    sure = min(dated.confidence, CARRIED if carried else SURE)
    if (clock.hour, clock.minute, clock.second) == (0, 0, None):
        sure = min(sure, NARRATED)
    return Settled(value, precision, sure, dated.day, zone)


def _iso(dated: Dated) -> str:
    full = dated.day.isoformat()
    return {"year": full[:4], "month": full[:7]}.get(dated.precision, full)
