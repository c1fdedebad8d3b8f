"""Join the pieces of one time expression: "Thursday, Jan. 18, at 4:49 p.m. EST (2149 GMT)" is one span."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from missiongraph.times.parts import Atom, Clock, Day, TimeSpan, Zone
from missiongraph.times.words import SPACE

__all__ = ["Cluster"]

_PART = r"(?:early|late|morning|afternoon|evening|night)"
_DAY_GLUE = re.compile(
    rf"(?:{SPACE}|[,()–—-]|\bon\b|\bthe\b|\bof\b|\bin{SPACE}the{SPACE}{_PART}\b|\b{_PART}\b|\bhours\b|\bin(?={SPACE}*$))*"
)
_CLOCK_GLUE = re.compile(
    rf"(?:{SPACE}|[,():;/–—-]|T(?=$)|\bi\.e\.|\b(?:on|at|the|of|in|about|around|approximately|roughly|exactly|precisely|just"
    rf"|shortly|after|before|by|no|not|earlier|later|than|as|or|and|nearly|this|that|hours|from|starting|beginning"
    rf"|{_PART})\b)*"
)
_RANGE = re.compile(rf"{SPACE}*(?:[-–—]|(?:,{SPACE}*)?(?:to|through|thru|until|till)(?:{SPACE}+the)?){SPACE}*")
_AND = re.compile(rf"{SPACE}+and{SPACE}+")
_BETWEEN = re.compile(rf"(?i:\bbetween{SPACE}+(?:the{SPACE}+)?)$")
_MOVED = re.compile(
    r"(?i:\b(?:mov|slip|delay|postpon|shift|reschedul|push|put|brought|chang|extend|advanc)\w*\b[^.]{0,40}\bfrom"
    rf"{SPACE}+(?:its{SPACE}+)?)$"
)
_LOOSE = re.compile(
    r"(?i:\b(?:about|around|approximately|approx\.?|roughly|circa|c\.|shortly (?:after|before)|just (?:after|before)"
    r"|nearly|after|before)|[~≈])"
    rf"{SPACE}*(?:the{SPACE}+)?$"
)
_LOOSE_INSIDE = re.compile(r"(?i:\b(?:about|around|approximately|roughly|shortly|just|nearly)\b)")


@dataclass(slots=True)
class Cluster:
    """A span under construction."""

    text: str
    begin: int
    end: int
    day: Day | None = None
    clocks: list[Clock] = field(default_factory=list)
    until_day: Day | None = None
    until_clock: Clock | None = None
    bracket: bool = False
    loose: bool = False

    @classmethod
    def opened_by(cls, text: str, atom: Atom) -> Cluster | None:
        """A new span that starts with `atom`, or None for a zone, which needs a clock time before it."""
        cluster = cls(text, atom.begin, atom.end)
        if isinstance(atom.value, Clock):
            cluster.clocks.append(atom.value)
            cluster.until_clock = atom.until if isinstance(atom.until, Clock) else None
        elif isinstance(atom.value, Day):
            cluster.day = atom.value
            cluster.until_day = atom.until if isinstance(atom.until, Day) else None
        else:
            return None
        return cluster

    def take(self, atom: Atom) -> bool:
        """Add an atom if it belongs here; False (and no change) if it starts another expression."""
        between = self.text[self.end : atom.begin]
        if len(between) > 40 or not self._fits(atom, between):
            return False
        if "(" in between:
            self.bracket = True
        if ")" in between:
            self.bracket = between.rfind("(") > between.rfind(")")
        self.loose = self.loose or bool(_LOOSE_INSIDE.search(between))
        self.end = atom.end
        return True

    def _fits(self, atom: Atom, between: str) -> bool:
        if isinstance(atom.value, Zone):
            return self._fit_zone(atom.value, between)
        if isinstance(atom.value, Clock):
            return self._fit_clock(atom.value, atom.until, between)
        return self._fit_day(atom.value, atom.until, between)

    def _fit_zone(self, zone: Zone, between: str) -> bool:
        if not self.clocks or not _CLOCK_GLUE.fullmatch(between) or len(between) > 6:
            return False
        if self.clocks[-1].zone is None:
            self.clocks[-1] = replace(self.clocks[-1], zone=zone.key)
        return True

    def _fit_clock(self, clock: Clock, until: Day | Clock | None, between: str) -> bool:
        if not self.clocks:
            if not _CLOCK_GLUE.fullmatch(between) or self.until_day is not None:
                return False
            if re.search(r"\band\b", between):
                return False
            self.clocks.append(clock)
            self.until_clock = until if isinstance(until, Clock) else None
            return True
        if self._opens_range(between) and self.until_clock is None and len(self.clocks) == 1:
            if clock.zone and self.clocks[0].zone and clock.zone != self.clocks[0].zone:
                self.clocks.append(clock)
                return True
            self.until_clock = clock
            if self.clocks[0].zone is None:
                self.clocks[0] = replace(self.clocks[0], zone=clock.zone)
            return True
        other_zone = clock.zone is not None and clock.zone not in {each.zone for each in self.clocks}
        if not _CLOCK_GLUE.fullmatch(between) or not (other_zone or re.search(r"[(/]", between)):
            return False
        self.clocks.append(clock)
        return True

    def _fit_day(self, day: Day, until: Day | Clock | None, between: str) -> bool:
        if self.day and not self.clocks and not self.until_day and self._opens_range(between) and _alike(self.day, day):
            self.until_day = day
            return True
        glue = _CLOCK_GLUE if self.clocks else _DAY_GLUE
        if not glue.fullmatch(between) or (re.search(r"\band\b", between) and (self.day or not self.clocks)):
            return False
        if (self.bracket or "(" in between) and ")" not in between and len(self.clocks) > 1:
            self.clocks[-1] = replace(self.clocks[-1], day=day)
            return True
        merged = _merge(self.day, day)
        if merged is None or self.until_day or (until and self.day):
            return False
        self.day = merged
        self.until_day = until if isinstance(until, Day) else None
        return True

    def _opens_range(self, between: str) -> bool:
        before = self.text[max(0, self.begin - 90) : self.begin]
        if _AND.fullmatch(between):
            return bool(_BETWEEN.search(before))
        return bool(_RANGE.fullmatch(between)) and not _MOVED.search(before)

    def span(self) -> TimeSpan:
        """The finished span, its closing bracket included."""
        if self.bracket and (closing := re.compile(rf"{SPACE}*\)").match(self.text, self.end)):
            self.end = closing.end()
        loose = self.loose or bool(_LOOSE.search(self.text[max(0, self.begin - 30) : self.begin]))
        kind: Literal["point", "range"] = "range" if self.until_day or self.until_clock else "point"
        day = self.day
        if day and self.until_day and day.year is None:
            day = _year_from(day, self.until_day)
        until = None
        if kind == "range":
            until = TimeSpan(self.begin, self.end, day=_end_day(day, self.until_day), clock=self.until_clock)
        clock = self.clocks[0] if self.clocks else None
        return TimeSpan(self.begin, self.end, kind, day, clock, tuple(self.clocks[1:]), loose, until)


def _alike(first: Day, second: Day) -> bool:
    """Both name a month, a year or a weekday: the two ends of a range, not one date in two pieces."""
    if first.month and second.month:
        return True
    if first.month or second.month:
        return bool(first.month and first.day is None and second.year and second.day)
    return bool((first.year and second.year) or (first.weekday is not None and second.weekday is not None))


def _year_from(day: Day, until: Day) -> Day:
    if until.year is None or day.month is None or until.month is None:
        return day
    return replace(day, year=until.year - (day.month > until.month))


def _end_day(day: Day | None, until: Day | None) -> Day | None:
    if until is None:
        return day
    if until.year is None and day is not None and day.year is not None and until.month and day.month:
        return replace(until, year=day.year + (until.month < day.month))
    return until


def _merge(first: Day | None, second: Day) -> Day | None:
    """Two pieces of one date as one, or None where they contradict or repeat each other."""
    if first is None:
        return second
    if first.vague or second.vague or (first.shift and second.shift):
        return None
    for name in ("year", "month", "day", "weekday", "lean"):
        one, other = getattr(first, name), getattr(second, name)
        if one is not None and other is not None and (one != other or name != "weekday"):
            return None
    if not (first.shift or second.shift) and not _completes(first, second):
        return None
    return Day(
        first.year or second.year,
        first.month or second.month,
        first.day or second.day,
        first.weekday if first.weekday is not None else second.weekday,
        first.lean or second.lean,
        first.shift or second.shift,
    )


def _completes(first: Day, second: Day) -> bool:
    """Whether one piece is what the other lacks: a weekday to a full date, or a year to a month."""
    if (first.weekday is None) != (second.weekday is None):
        return bool(second.day if first.weekday is not None else first.day)
    return bool((first.month and second.month is None and second.year) or (second.month and first.month is None))
