"""The nouns of reading times: what a text says, before anything is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Anchor", "Atom", "Clock", "Day", "Lean", "Precision", "Shift", "Tense", "TimeSpan", "Unit", "Zone"]

Tense = Literal["past", "future"]
Lean = Literal["last", "next", "this", "since"]
Anchor = Literal["release", "reference"]
Unit = Literal["hour", "day", "week", "month", "year"]
Precision = Literal["year", "month", "day", "minute", "second"]


@dataclass(frozen=True, slots=True)
class Shift:
    """A step from a known day: "yesterday", "two days later". `precision` is how exact the sum is."""

    anchor: Anchor
    unit: Unit
    count: int
    precision: Precision = "day"


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar expression as given: any field may be missing. `vague` ones cannot be written in ISO 8601."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """Monday is 0."""
    lean: Lean | None = None
    shift: Shift | None = None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `zone` is a key of `zones`, an IANA name, an offset "+05:30", or "local"."""

    hour: int
    minute: int
    second: int | None = None
    zone: str | None = None
    day: Day | None = None
    """Its own date, where one is given with it in brackets: "(2027 GMT on Tuesday)"."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone named apart from the time it belongs to."""

    key: str


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece of a time expression. `until` is the end of a range told in the piece itself."""

    begin: int
    end: int
    value: Day | Clock | Zone
    until: Day | Clock | None = None


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """One time expression of a text, unresolved. `also` holds the same clock time in other zones."""

    begin: int
    end: int
    kind: Literal["point", "range"] = "point"
    day: Day | None = None
    clock: Clock | None = None
    also: tuple[Clock, ...] = ()
    approximate: bool = False
    until: TimeSpan | None = None
