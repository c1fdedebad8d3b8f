"""Which events of different releases are one happening: told as done, as planned, and as called off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyoxigraph as ox

from .model import Event, Source
from .values import Span, World, span

__all__ = ["happenings"]

Rule = Mapping[str, object]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class _Telling:
    """An event with what decides where it belongs."""

    event: Event
    span: Span
    status: str
    things: Mapping[str, frozenset[str]]
    flights: frozenset[str]
    """Its missions that fly only once: Crew-8 is not Crew-9."""

    @property
    def source(self) -> Source:
        return self.event.source

    @property
    def length(self) -> timedelta:
        return self.span[1] - self.span[0]


@dataclass(slots=True, eq=False)
class _Group:
    """A happening so far. A thousand releases tell of few times and things: these are kept, not counted again."""

    number: int
    events: list[Event] = field(default_factory=list)
    spans: set[Span] = field(default_factory=set)
    things: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    flights: set[str] = field(default_factory=set)
    occurred: bool = False
    by: dict[Source, list[_Telling]] = field(default_factory=lambda: defaultdict(list))

    def add(self, telling: _Telling) -> None:
        """Take an event in."""
        self.events.append(telling.event)
        self.spans.add(telling.span)
        for slot, things in telling.things.items():
            self.things[slot] |= things
        self.flights |= telling.flights
        self.occurred |= telling.status == "occurred"
        self.by[telling.source].append(telling)

    def gap(self, other: Span) -> timedelta:
        """To the nearest of its times; nothing where they touch."""
        return min(_gap(known, other) for known in self.spans)

    @property
    def latest(self) -> datetime:
        """When the last of its times is over."""
        return max(end for _, end in self.spans)

    def free_for(self, plan: _Telling) -> bool:
        """Whether it holds nothing of the plan's own release for another time: that is another happening."""
        return all(
            "cancelled" in (plan.status, other.status) or not _gap(plan.span, other.span)
            for other in self.by.get(plan.source, ())
        )


def happenings(events: Iterable[Event], rule: Rule, world: World) -> list[list[Event]]:
    """Groups of events of one class that tell of one happening; those without a time are left out.

    What occurred is joined first; then each plan, the closest first, goes to the happening that it can have become.
    """
    groups = _Groups(rule, world)
    known = [telling for event in events if (telling := groups.telling(event)) is not None]
    done = [telling for telling in known if telling.status == "occurred"]
    for telling in sorted(done, key=lambda t: (t.length, t.span[0], t.event.iri)):
        groups.join(telling)
    plans = [telling for telling in known if telling.status != "occurred"]
    groups.settle(sorted(plans, key=lambda t: (t.source.order, t.event.iri)))
    return [group.events for group in groups.found]


class _Groups:
    """The groups so far, found by what their events are about."""

    def __init__(self, rule: Rule, world: World) -> None:
        self.found: list[_Group] = []
        self._about: dict[tuple[str, str], dict[int, _Group]] = defaultdict(dict)
        self._bearers: list[str] = list(rule["bearers"])  # type: ignore[call-overload]
        self._alike: list[str] = list(rule.get("alike", ()))  # type: ignore[call-overload]
        self._apart = timedelta(days=int(str(rule["apart"])))
        self._slip = timedelta(days=int(str(rule["slip"])))
        self._once = re.compile(str(rule.get("once", r"(?!)")))
        self._world = world

    def telling(self, event: Event) -> _Telling | None:
        """The event as it is compared; None where it has no time that can be read."""
        if event.time is None or (when := span(event.time.value.value)) is None:
            return None
        slots = {*self._bearers, *self._alike, "spacecraft", "mission"}
        things = {slot: frozenset(event.things(slot)) for slot in slots}
        flights = frozenset(thing for thing in things["mission"] if self._flies_once(thing))
        return _Telling(event, when, event.time.status, things, flights)

    def join(self, telling: _Telling) -> None:
        """Put what occurred with the nearest telling of the same, or by itself."""
        near = [(group.gap(telling.span), group.number) for group in self._candidates(telling)]
        fits = sorted(
            (gap, n) for gap, n in near if gap <= self._apart or (gap <= self._slip and self._single(telling, n))
        )
        # A month or year may hold several happenings: then nobody knows which of them is meant.
        known = fits and (len(fits) == 1 or telling.length <= _DAY)
        self._add(telling, self.found[fits[0][1]] if known else None)

    def settle(self, plans: list[_Telling]) -> None:
        """Put plans with what came of them, else with plans for the same."""
        pairs = sorted(
            (group.gap(plan.span), number, group.number)
            for number, plan in enumerate(plans)
            for group in self._candidates(plan, named=True)
            if self._came_of(plan, group)
        )
        placed: set[int] = set()
        for _, number, group in pairs:
            if number not in placed and self.found[group].free_for(plans[number]):
                self._add(plans[number], self.found[group])
                placed.add(number)
        for plan in (plan for number, plan in enumerate(plans) if number not in placed):
            near = [g for g in self._candidates(plan, named=True) if not g.occurred and g.free_for(plan)]
            best = min(near, key=lambda g: (g.gap(plan.span), g.number), default=None)
            self._add(plan, best if best and best.gap(plan.span) <= self._slip else None)

    def _add(self, telling: _Telling, group: _Group | None) -> None:
        if group is None:
            group = _Group(len(self.found))
            self.found.append(group)
        group.add(telling)
        for key in self._keys(telling):
            self._about[key][group.number] = group

    def _keys(self, telling: _Telling) -> Iterator[tuple[str, str]]:
        return ((slot, thing) for slot in self._bearers for thing in telling.things[slot])

    def _candidates(self, telling: _Telling, *, named: bool = False) -> list[_Group]:
        """Groups that share a bearer and do not speak of another craft or flight; their `alike` slots agree.

        With `named` the bearer must be one of its kind: "Dragon" may mean any of them.
        """
        keys = [key for key in self._keys(telling) if not (named and key[1] in self._world.types)]
        groups = {number: group for key in keys for number, group in self._about.get(key, {}).items()}
        return [group for _, group in sorted(groups.items()) if self._fits(telling, group)]

    def _fits(self, telling: _Telling, group: _Group) -> bool:
        mine, theirs = telling.things["spacecraft"], group.things["spacecraft"]
        if mine and theirs and not any(self._named_alike(one, other) for one in mine for other in theirs):
            return False
        if telling.flights and group.flights and not telling.flights & group.flights:
            return False
        return all(telling.things[slot] & group.things[slot] for slot in self._alike)

    def _named_alike(self, one: str, other: str) -> bool:
        """Whether two IRIs may be one craft: "Dragon" and "Dragon Endeavour" are."""
        return one == other or self._world.things(ox.NamedNode(one), ox.NamedNode(other)).kind != "conflict"

    def _single(self, telling: _Telling, number: int) -> bool:
        """Whether they share a craft or mission that launches or lands only once."""
        shared = (
            t for slot in ("spacecraft", "mission") for t in telling.things[slot] & self.found[number].things[slot]
        )
        return any(self._flies_once(thing) for thing in shared)

    def _flies_once(self, thing: str) -> bool:
        return bool(self._once.fullmatch(self._world.labels.get(thing, "")))

    def _came_of(self, plan: _Telling, group: _Group) -> bool:
        """Whether this may be what became of a plan: near enough, and not over when the plan was told."""
        if group.gap(plan.span) > self._slip:
            return False
        if plan.status == "cancelled":
            return group.latest > plan.span[0]  # an attempt that failed is told of afterwards too
        issued = span(plan.source.published)
        return group.latest > (issued or plan.span)[0]


def _gap(one: Span, other: Span) -> timedelta:
    """Between two spans; nothing where they touch."""
    return max(timedelta(0), one[0] - other[1], other[0] - one[1])
