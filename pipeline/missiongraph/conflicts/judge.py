"""What comes of two values: a conflict, a schedule that slipped, rounding, a correction, or another name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, groupby, pairwise

from .model import Source, Told, Value
from .values import Verdict, span

__all__ = ["Pair", "Version", "differing", "moved", "versions"]

Compare = Callable[[Value, Value], Verdict]


@dataclass(frozen=True, slots=True)
class Version:
    """One value with one status, and all that say so, the earliest first."""

    value: Value
    status: str
    told: tuple[Told, ...]

    @property
    def order(self) -> tuple[tuple[str, str], bool, str]:
        """By the first release that says so; what it calls off comes before what it plans instead."""
        return self.told[0].source.order, self.status != "cancelled", self.value.value

    @property
    def dated(self) -> list[Source]:
        """Who says so and when is known, the earliest first."""
        return [told.source for told in self.told if told.source.published]

    @property
    def releases(self) -> set[str]:
        """First issues of those who say so: independent releases."""
        return {told.source.first for told in self.told}

    @property
    def last(self) -> tuple[str, str]:
        """When it was last said, as an order of releases."""
        return max(told.source.order for told in self.told)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions, why they differ (one of KINDS) and, in `stands`, whether `other` takes the place of `one`."""

    one: Version
    other: Version
    kind: str
    stands: bool
    why: str


def versions(told: Iterable[Told], key: Callable[[Value], str]) -> list[Version]:
    """Statements by value and status, those first that were said first."""
    found: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for each in sorted(told, key=lambda t: (t.source.order, t.iri)):
        found[each.status, key(each.value)].append(each)
    made = (Version(said[0].value, status, tuple(said)) for (status, _), said in found.items())
    return sorted(made, key=lambda version: version.order)


def differing(found: Iterable[Version], compare: Compare) -> Iterator[Pair]:
    """Pairs of values that are told as done, by releases that do not tell both."""
    done = [version for version in found if version.status == "occurred"]
    for one, other in combinations(done, 2):
        verdict = compare(one.value, other.value)
        if verdict.kind in ("same", "unlike") or one.releases & other.releases:
            continue
        for first, second in ((one, other), (other, one)):
            if verdict.kind == "conflict" and _corrects(second, first):
                yield Pair(first, second, "revision", stands=True, why=f"corrected: {verdict.why}")
                break
        else:
            yield Pair(one, other, verdict.kind, stands=False, why=verdict.why)


def _corrects(later: Version, earlier: Version) -> bool:
    """Whether everybody who says `earlier` was corrected by somebody who says `later`."""
    corrected = {name for told in later.told for name in told.source.corrects}
    return all({told.source.iri, told.source.first} & corrected for told in earlier.told)


def moved(found: list[Version], compare: Compare) -> Iterator[Pair]:
    """Each step of a schedule, oldest plan first, and the last plan against what happened."""
    plans = _runs(version for version in found if version.status != "occurred")
    done = [version for version in found if version.status == "occurred"]
    outcome = min(done, key=lambda v: (-len(v.releases), v.order), default=None)
    steps = [v for v in plans if not _retold(v, plans, compare, bool(outcome))]
    for one, other in pairwise([*steps, outcome] if outcome else steps):
        step = _step(one, other, compare(one.value, other.value))
        if step is not None:
            yield step


def _runs(plans: Iterable[Version]) -> list[Version]:
    """Plans day by day: one that was left and taken up again is there twice. Who has no date repeats the first."""
    told = [(each, plan) for plan in plans for each in plan.told]
    told.sort(
        key=lambda pair: (pair[0].source.published or pair[1].order[0][0], *pair[1].order[1:], pair[0].source.order)
    )
    runs = groupby(told, key=lambda pair: (pair[1].status, pair[1].value.value))
    return [replace(pairs[0][1], told=tuple(each for each, _ in pairs)) for pairs in (list(run) for _, run in runs)]


def _retold(version: Version, plans: list[Version], compare: Compare, happened: bool) -> bool:
    """Whether a date that was called off only repeats a plan which another date has replaced."""
    if version.status != "cancelled":
        return False
    same = [p for p in plans if p.status == "planned" and compare(p.value, version.value).kind in ("same", "rounding")]
    others = [p for p in plans if p.status == "planned" and p not in same]
    return bool(same) and (happened or any(p.order > same[0].order for p in others))


def _step(one: Version, other: Version, verdict: Verdict) -> Pair | None:
    pair = Pair(one, other, "slip", stands=True, why=verdict.why)
    if verdict.kind == "same":
        called_off = (one.status, other.status) == ("planned", "cancelled")
        return replace(pair, why="called off") if called_off else None
    if verdict.kind != "conflict":
        return replace(pair, kind=verdict.kind, stands=False) if other.releases - one.releases else None
    pair = replace(pair, why=_direction(one, other, verdict.why))
    if one.status == "cancelled":
        return replace(pair, why=f"called off; {pair.why}")
    if other.status == "occurred":
        return pair
    first, second = one.dated[-1:], other.dated[:1]
    if not first or not second:
        return replace(pair, stands=False, why=f"{verdict.why}; which plan is newer is not known")
    if first[0].published < second[0].published:
        return pair
    if first[0].publisher == second[0].publisher:
        return replace(pair, stands=False, why=f"{verdict.why}; planned on one day")
    return replace(pair, kind="conflict", stands=False, why=f"{verdict.why}; planned on one day by two publishers")


def _direction(one: Version, other: Version, why: str) -> str:
    """ "2 days apart" as "2 days later" or "2 days earlier"."""
    old, new = span(one.value.value), span(other.value.value)
    return why.replace("apart", "later" if old and new and new > old else "earlier")
