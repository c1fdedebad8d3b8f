"""Two values held against each other: the same, the same but for precision or name, or different."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyoxigraph as ox

from ..folding import fold
from ..terms import node

__all__ = ["Span", "Verdict", "World", "durations", "instants", "seconds", "span"]

Value = ox.NamedNode | ox.Literal
Span = tuple[datetime, datetime]
_PARTS = re.compile(
    r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_LENGTH = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?", re.ASCII
)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind` is "same", "rounding", "naming", "conflict", or "unlike" for what cannot be compared."""

    kind: str
    why: str = ""


SAME, UNLIKE = Verdict("same"), Verdict("unlike")


def span(value: str) -> Span | None:
    """From when to when (half open, UTC) an ISO 8601 date, month, year or time lasts; None for anything else."""
    found = _PARTS.fullmatch(value)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[:6])
    try:
        start = datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=UTC)
        start -= _offset(found[7])
        if hour is not None:
            return start, start + (_MINUTE if not second else timedelta(seconds=1))
        if day is not None:
            return start, start + _DAY
        if month is not None:
            return start, (start + timedelta(days=31)).replace(day=1)
        return start, start.replace(year=start.year + 1)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> timedelta:
    if zone in (None, "", "Z"):
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))


def seconds(value: str) -> int | None:
    """The length of an ISO 8601 duration, months of 30.44 days; None for anything else."""
    found = _LENGTH.fullmatch(value)
    if not found or value in ("P", "PT"):
        return None
    units = (31_557_600, 2_629_800, 604_800, 86_400, 3_600, 60, 1)
    return sum(int(part) * unit for part, unit in zip(found.groups(), units, strict=True) if part)


def instants(one: Value, other: Value) -> Verdict:
    """Times: a coarser one that holds the other is rounding, and so is the day of a place against UTC."""
    a, b = span(one.value), span(other.value)
    if a is None or b is None:
        return SAME if one == other else UNLIKE
    if a == b:
        return SAME
    (short, long) = sorted((a, b), key=lambda s: s[1] - s[0])
    if long[0] <= short[0] and short[1] <= long[1]:
        return Verdict("rounding", "one is told more precisely")
    gap = max(long[0] - short[1], short[0] - long[1])
    if long[1] - long[0] == _DAY and short[1] - short[0] < _DAY and gap < _DAY / 2:
        return Verdict("rounding", "the day of the place against UTC")
    apart, grain = abs(a[0] - b[0]), long[1] - long[0]
    if grain <= _MINUTE:
        return (
            Verdict("rounding", "a minute apart")
            if apart <= _MINUTE
            else Verdict("conflict", f"{_length(apart)} apart")
        )
    days = abs(a[0].date() - b[0].date())
    return Verdict("conflict", f"{_length(days if grain == _DAY else gap)} apart")


def durations(one: Value, other: Value) -> Verdict:
    """Lengths: months against days, hours without minutes, days in round tens are rounding."""
    a, b = seconds(one.value), seconds(other.value)
    if a is None or b is None:
        return SAME if one == other else UNLIKE
    if a == b:
        return SAME
    grains = [_grain(value.value) for value in (one, other)]
    if abs(a - b) < max(grains):
        return Verdict("rounding", "one is told more precisely")
    return Verdict("conflict", f"{_length(timedelta(seconds=abs(a - b)))} apart")


def _grain(value: str) -> int:
    """How far off a length may be by the way it is told, in seconds."""
    if "T" not in value:
        if value.endswith(("M", "Y")):
            return 20 * 86_400 if value.endswith("M") else 180 * 86_400
        days = (seconds(value) or 0) // 86_400
        return 86_400 * (5 if days % 10 == 0 else 1)
    return 1_800 if value.endswith("H") else 61 if value.endswith("M") else 1


def _length(apart: timedelta) -> str:
    """A length for people, in one or two units."""
    if apart >= _DAY:
        days, hours = apart.days, apart.seconds // 3_600
        return f"{days} day{'s' * (days != 1)}" + (f" {hours} h" if hours and days < 10 else "")
    hours, minutes = apart.seconds // 3_600, apart.seconds // 60 % 60
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)


@dataclass(frozen=True, slots=True)
class World:
    """What is known of things: what they are called, what they lie in or are part of, and what is a country."""

    labels: Mapping[str, str]
    wholes: Mapping[str, frozenset[str]]
    kinds: Mapping[str, str]
    same: Mapping[str, str]
    types: frozenset[str] = frozenset()
    """Craft and missions that are no single ones: "Soyuz", for there is a Soyuz MS-13."""

    def label(self, term: Value) -> str:
        """What a term is called; of times, lengths and numbers the value as the fact view spells it."""
        if isinstance(term, ox.NamedNode):
            return self.labels.get(term.value, term.value)
        if term.datatype == node("xsd:dateTime"):
            return re.sub(r"(T\d\d:\d\d):00(?=Z|[+-]|$)", r"\1", term.value.replace("+00:00", "Z"))
        return term.value

    def within(self, thing: str) -> set[str]:
        """All that a thing lies in or is part of, itself included."""
        found, todo = {thing}, [thing]
        while todo:
            todo = [whole for part in todo for whole in self.wholes.get(part, ()) if whole not in found]
            found.update(todo)
        return found

    def things(self, one: Value, other: Value) -> Verdict:
        """Things: a part and its whole, or a name and a longer form of it, are the same by another naming."""
        a, b = (self.same.get(term.value, term.value) for term in (one, other))
        if a == b:
            return SAME if one == other else Verdict("naming", "two names of one country")
        if a in self.within(b) or b in self.within(a):
            return Verdict("naming", "one is part of the other")
        first, second = (f" {fold(self.label(term))} " for term in (one, other))
        if first.strip() and second.strip() and (first in second or second in first):
            return Verdict("naming", "one name is a longer form of the other")
        return Verdict("conflict", "two different things")

    def countries(self, one: Value, other: Value) -> Verdict:
        """Places: different only where the countries (or celestial bodies) of both are known and none is shared."""
        a, b = (self._tops(term.value) for term in (one, other))
        if one == other:
            return SAME
        if one.value in self.within(other.value) or other.value in self.within(one.value):
            return Verdict("rounding", "one lies in the other")
        return Verdict("conflict", "in different countries") if a and b and not a & b else UNLIKE

    def _tops(self, place: str) -> set[str]:
        tops = {whole for whole in self.within(place) if self.kinds.get(whole) in ("country", "celestial")}
        return {self.same.get(top, top) for top in tops}

    def comparer(self, name: str) -> Callable[[Value, Value], Verdict]:
        """The comparison of that name in conflicts.toml."""
        known = {"instant": instants, "duration": durations, "thing": self.things, "country": self.countries}
        return known[name]
