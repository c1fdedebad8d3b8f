"""Whether the times of two tellings of an event can be those of one happening."""

from __future__ import annotations

from datetime import date

from missiongraph.extract.frames import Event
from missiongraph.model import Literal

__all__ = ["clash", "days_near", "times", "times_meet"]


def times(event: Event) -> list[str]:
    """The times told of an event, as ISO 8601."""
    return [v.value for v in event.values("time") if isinstance(v, Literal)]


def times_meet(a: Event, b: Event) -> bool:
    """Whether a time of one refines or repeats a time of the other."""
    return bool(times(a) and times(b)) and not clash(times(a), times(b))


def clash(xs: list[str], ys: list[str]) -> bool:
    """Two clock times of one day that differ, or two days that differ."""
    for x in xs:
        for y in ys:
            size = min(len(x), len(y))
            if x[:size] != y[:size] and not (size == 10 and len(x) != len(y) and _neighbours(x[:10], y[:10])):
                return True
    return False


def _neighbours(x: str, y: str) -> bool:
    """A local day and an instant in UTC may be told as two days that touch."""
    return abs((date.fromisoformat(x) - date.fromisoformat(y)).days) == 1


_DAYS = 4


def days_near(a: Event, b: Event) -> bool:
    """Whether two legs of one flight, where both have a day, lie no more than a few days apart."""
    days = [[date.fromisoformat(t[:10]) for t in times(e) if len(t) >= 10] for e in (a, b)]
    return not all(days) or abs((days[0][0] - days[1][0]).days) <= _DAYS
