"""Which events of different releases are one happening: told as done, as planned, and as called off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import pyoxigraph as ox

from .model import Event
from .values import Span, World, span

__all__ = ["happenings"]

Rule = Mapping[str, object]


def happenings(events: Iterable[Event], rule: Rule, world: World) -> list[list[Event]]:
    """Groups of events of one class that tell of one happening; each event is in one group.

    What occurred is joined first; then each plan, the closest first, goes to the happening that it can have become.
    """
    known = [event for event in events if event.time is not None and span(event.time.value.value)]
    done = [event for event in known if event.time and event.time.status == "occurred"]
    groups = _Groups(rule, world)
    for event in sorted(done, key=lambda e: (_length(e), _span(e)[0], e.iri)):
        groups.join(event)
    plans = [event for event in known if event.time and event.time.status != "occurred"]
    groups.settle(sorted(plans, key=lambda e: (e.source.order, e.iri)))
    return groups.found


class _Groups:
    """The groups so far, found by what their events are about."""

    def __init__(self, rule: Rule, world: World) -> None:
        self.found: list[list[Event]] = []
        self._about: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._bearers: list[str] = list(rule["bearers"])  # type: ignore[call-overload]
        self._alike: list[str] = list(rule.get("alike", ()))  # type: ignore[call-overload]
        self._apart = timedelta(days=int(str(rule["apart"])))
        self._slip = timedelta(days=int(str(rule["slip"])))
        self._once = re.compile(str(rule.get("once", r"(?!)")))
        self._world = world

    def join(self, event: Event) -> None:
        """Put what occurred with the nearest telling of the same, or by itself."""
        near = [(self._gap(event, group), group) for group in self._candidates(event)]
        fits = sorted(
            (gap, g) for gap, g in near if gap <= self._apart or (gap <= self._slip and self._single(event, g))
        )
        # A month or year may hold several happenings: then nobody knows which of them is meant.
        if fits and (len(fits) == 1 or _length(event) <= timedelta(days=1)):
            self._add(event, fits[0][1])
        else:
            self._add(event, None)

    def settle(self, plans: list[Event]) -> None:
        """Put plans with what came of them, else with plans for the same."""
        pairs = sorted(
            (self._gap(plan, group), number, group)
            for number, plan in enumerate(plans)
            for group in self._candidates(plan, named=True)
            if self._came_of(plan, group)
        )
        placed: set[int] = set()
        for _, number, group in pairs:
            if number not in placed and self._free(plans[number], group):
                self._add(plans[number], group)
                placed.add(number)
        for number, plan in enumerate(plans):
            if number not in placed:
                near = sorted((self._gap(plan, g), g) for g in self._candidates(plan, named=True) if self._planned(g))
                fit = next((g for gap, g in near if gap <= self._slip and self._free(plan, g)), None)
                self._add(plan, fit)

    def _add(self, event: Event, group: int | None) -> None:
        if group is None:
            self.found.append([])
            group = len(self.found) - 1
        self.found[group].append(event)
        for key in self._keys(event):
            if group not in self._about[key]:
                self._about[key].append(group)

    def _keys(self, event: Event) -> Iterator[tuple[str, str]]:
        for slot in self._bearers:
            yield from ((slot, thing) for thing in sorted(event.things(slot)))

    def _candidates(self, event: Event, *, named: bool = False) -> list[int]:
        """Groups that share a bearer and do not speak of another craft; their `alike` slots agree.

        With `named` the bearer must be one of its kind: "Dragon" may mean any of them.
        """
        keys = [key for key in self._keys(event) if not (named and key[1] in self._world.types)]
        groups = sorted({group for key in keys for group in self._about.get(key, ())})
        return [g for g in groups if self._fits(event, self.found[g])]

    def _fits(self, event: Event, group: list[Event]) -> bool:
        mine, theirs = event.things("spacecraft"), {t for other in group for t in other.things("spacecraft")}
        if mine and theirs and not any(self._named_alike(one, other) for one in mine for other in theirs):
            return False
        return all(event.things(s) & {t for other in group for t in other.things(s)} for s in self._alike)

    def _named_alike(self, one: str, other: str) -> bool:
        """Whether two IRIs may be one craft: "Dragon" and "Dragon Endeavour" are."""
        return self._world.things(ox.NamedNode(one), ox.NamedNode(other)).kind != "conflict"

    def _gap(self, event: Event, group: int) -> timedelta:
        return min(_gap(_span(event), _span(other)) for other in self.found[group])

    def _single(self, event: Event, group: int) -> bool:
        """Whether they share a craft or mission that launches or lands only once."""
        shared = {t for slot in ("spacecraft", "mission") for t in event.things(slot)}
        theirs = {t for other in self.found[group] for slot in ("spacecraft", "mission") for t in other.things(slot)}
        return any(self._once.fullmatch(self._world.labels.get(thing, "")) for thing in shared & theirs)

    def _came_of(self, plan: Event, group: int) -> bool:
        """Whether this may be what became of a plan: near enough, and not over when the plan was told."""
        if self._gap(plan, group) > self._slip:
            return False
        latest = max(_span(event)[1] for event in self.found[group])
        issued = span(plan.source.published)
        start = issued[0] if issued else _span(plan)[0]
        if plan.time is not None and plan.time.status == "cancelled":
            return latest > _span(plan)[0]  # an attempt that failed is told of afterwards too
        return latest > start

    def _planned(self, group: int) -> bool:
        return all(event.time is not None and event.time.status != "occurred" for event in self.found[group])

    def _free(self, plan: Event, group: int) -> bool:
        """Whether the group holds nothing of the plan's own release for another time: that is another happening."""
        for other in self.found[group]:
            if other.source == plan.source and plan.time is not None and other.time is not None:
                called_off = "cancelled" in (plan.time.status, other.time.status)
                if not called_off and _gap(_span(plan), _span(other)) > timedelta(0):
                    return False
        return True


def _span(event: Event) -> Span:
    found = span(event.time.value.value) if event.time is not None else None
    if found is None:
        raise ValueError(f"{event.iri}: no time")
    return found


def _length(event: Event) -> timedelta:
    start, end = _span(event)
    return end - start


def _gap(one: Span, other: Span) -> timedelta:
    """Between two spans; nothing where they touch."""
    return max(timedelta(0), one[0] - other[1], other[0] - one[1])
