"""Who flew with whom: people, and the craft and missions that two of them shared, laid out as a picture."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from .asking import rows
from .catalogue import Thing, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...store import Store

__all__ = ["Link", "Picture", "Point", "around", "everybody"]

_MOST = 120
"""People in one picture: more cannot be told apart."""
_RADIUS = 260

Shared = Mapping[str, Mapping[str, frozenset[str]]]
"""Person → fellow → what they shared; by IRI."""


@dataclass(frozen=True, slots=True)
class Point:
    """A person in a picture, and where: the middle is 0, 0."""

    person: Thing
    x: float
    y: float
    fellows: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two people of a picture, by their places in its points, and the names of what they shared."""

    first: int
    second: int
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """People and links; `left_out` counts those for whom there was no room."""

    points: tuple[Point, ...]
    links: tuple[Link, ...]
    left_out: int = 0

    def fellows(self, of: str) -> list[tuple[Thing, tuple[str, ...]]]:
        """The people linked to the one with this IRI, and what they shared, by name."""
        ends = [
            (self.points[a].person, self.points[b].person, link.shared) for link in self.links for a, b in _ways(link)
        ]
        return sorted(((other, shared) for one, other, shared in ends if one.iri == of), key=lambda f: f[0].name)


def around(store: Store, person: str) -> Picture:
    """A person in the middle, the people who shared a flight around; empty where there were none."""
    shared = _shared(store)
    fellows = shared.get(person, {})
    near = sorted(fellows, key=lambda who: (-len(fellows[who]), who))
    ring = _ordered(near[:_MOST], shared)
    return _picture(store, [person, *ring], len(near) - len(ring)) if ring else Picture((), ())


def everybody(store: Store) -> Picture:
    """Those who flew with most people, on a circle, crews beside each other."""
    shared = _shared(store)
    people = sorted(shared, key=lambda who: (-len(shared[who]), who))
    return _picture(store, ["", *_ordered(people[:_MOST], shared)], max(0, len(people) - _MOST))


@lru_cache(maxsize=1)
def _shared(store: Store) -> Shared:
    groups: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for person, thing, group in rows(store, "crews"):
        groups[group.value][0].add(person.value)
        groups[group.value][1].add(thing.value)
    shared: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for people, on in groups.values():
        for one, other in combinations(sorted(people), 2):
            both = shared[one].get(other, frozenset()) | on
            shared[one][other] = shared[other][one] = both
    return shared


def _ordered(people: list[str], shared: Shared) -> list[str]:
    """Everybody beside those they flew with: from each the way goes to the fellow with whom they shared most."""
    left, order = dict.fromkeys(people), list[str]()
    while left:
        fellows = shared[order[-1]] if order else {}
        known = [who for who in left if who in fellows]
        following = max(known, key=lambda who: len(fellows[who]), default=next(iter(left)))
        order.append(following)
        del left[following]
    return order


def _picture(store: Store, people: list[str], left_out: int) -> Picture:
    """The first in the middle ("" for nobody), the others around."""
    known, shared = catalogue(store), _shared(store)
    shown = [(who, at) for who, at in zip(people, _circle(len(people) - 1), strict=True) if known.thing(who)]
    number = {who: i for i, (who, _) in enumerate(shown)}
    pairs = Counter(
        (i, number[other]) for who, i in number.items() for other in shared[who] if i < number.get(other, -1)
    )
    points = tuple(Point(known.things[who], x, y, len(shared[who])) for who, (x, y) in shown)
    links = (Link(a, b, _names(shared[shown[a][0]][shown[b][0]], known.things)) for a, b in sorted(pairs))
    return Picture(points, tuple(links), left_out)


def _circle(size: int) -> list[tuple[float, float]]:
    angles = (2 * math.pi * i / size for i in range(size))
    return [(0, 0), *((round(_RADIUS * math.cos(a), 1), round(_RADIUS * math.sin(a), 1)) for a in angles)]


def _names(things: Iterable[str], known: Mapping[str, Thing]) -> tuple[str, ...]:
    return tuple(sorted(known[thing].name for thing in things if thing in known))


def _ways(link: Link) -> tuple[tuple[int, int], tuple[int, int]]:
    return (link.first, link.second), (link.second, link.first)
