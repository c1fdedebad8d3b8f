"""What releases disagree on, and what only looks like it: schedules that slipped, rounding, corrections, other names.

Which facts can be true only once is data (ontology/conflicts.toml). Events of different releases are first joined
into happenings, so that two flights of one shuttle are no conflict; then their values are held against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..terms import shrink
from . import gather
from .happenings import happenings
from .judge import Pair, Version, differing, moved, versions
from .model import KINDS, Event, Finding, Said, Side, Source, Told
from .values import World, seconds

if TYPE_CHECKING:
    from ..store import Store

__all__ = ["KINDS", "Finding", "Said", "Side", "find", "outdated"]


def find(store: Store, as_of: str | None = None, kinds: Iterable[str] = KINDS) -> list[Finding]:
    """All that releases tell differently, by subject, predicate and time.

    `as_of` is a day (ISO 8601): then only releases that had been published by its end are heard, and none without a
    date. `kinds` are those of KINDS to look for. Raises StartProblem O001.
    """
    known = gather.sources(store, as_of)
    world = gather.world(store)
    wanted = set(kinds)
    found = [_finding(store, world, *each) for each in _pairs(store, known, world) if each[-1].kind in wanted]
    return sorted(found, key=_order)


def outdated(store: Store, known: Mapping[str, Source]) -> set[str]:
    """IRIs of the statements of known releases that something newer took the place of: a plan that moved, a correction.

    Of each release the first that says so.
    """
    pairs = (pair for *_, pair in _pairs(store, known, gather.world(store)))
    gone = (pair.one.told for pair in pairs if pair.stands and pair.kind in ("slip", "revision"))
    return {told.iri for each in gone for told in _once(each)}


def _order(finding: Finding) -> tuple[object, ...]:
    one, other = finding.one, finding.other
    return finding.subject, finding.predicate, one.first, one.value, other.value, one.status, finding.subject_iri


def _pairs(store: Store, known: Mapping[str, Source], world: World) -> Iterator[tuple[str, str, Pair]]:
    """IRI of the subject, predicate, and two versions of its value."""
    rules = gather.rules()
    events = gather.events(store, known)
    for kind, rule in rules.events.items():
        for group in happenings([event for event in events if event.kind == kind], rule, world):
            yield from _of_happening(group, rule, rules.compare, world)
    for fact in rules.facts:
        compare, near = world.comparer(str(fact["compare"])), float(str(fact.get("near", 1)))
        for subject, told in gather.facts(store, known, str(fact["predicate"])).items():
            for pair in differing(versions(told, world.label), compare):
                if near == 1 or _apart(pair) <= near:
                    yield subject, str(fact["predicate"]), pair


def _of_happening(
    group: list[Event], rule: Mapping[str, object], compare: Mapping[str, str], world: World
) -> Iterator[tuple[str, str, Pair]]:
    slots: Mapping[str, str] = rule["slots"]  # type: ignore[assignment]
    subject = _subject(group, rule, world)
    for slot, predicate in slots.items():
        told = [each for event in group for each in event.slots.get(slot, ())]
        found, comparer = versions(told, world.label), world.comparer(compare[slot])
        for pair in differing(found, comparer):
            yield subject, predicate, pair
        if slot == "time":
            yield from ((subject, predicate, pair) for pair in moved(found, comparer))


def _subject(group: list[Event], rule: Mapping[str, object], world: World) -> str:
    """What a happening is told of: what most of its tellings share, a craft before a mission before a person."""
    bearers: list[str] = list(rule["bearers"])  # type: ignore[call-overload]
    counts = [Counter(thing for event in group for thing in event.things(slot)) for slot in bearers]
    best = max(max(count.values(), default=0) for count in counts)
    shared = next(count for count in counts if max(count.values(), default=0) == best)
    return min((thing for thing, n in shared.items() if n == best), key=lambda t: (world.labels.get(t, t), t))


def _apart(pair: Pair) -> float:
    """By which share of the longer two lengths differ."""
    lengths = [seconds(version.value.value) or 0 for version in (pair.one, pair.other)]
    return abs(lengths[0] - lengths[1]) / max(*lengths, 1)


def _finding(store: Store, world: World, subject: str, predicate: str, pair: Pair) -> Finding:
    return Finding(
        kind=pair.kind,
        subject=world.labels.get(subject, subject),
        subject_iri=subject,
        predicate=predicate,
        one=_side(store, world, pair.one),
        other=_side(store, world, pair.other),
        stands="other" if pair.stands else None,
        why=pair.why,
    )


def _side(store: Store, world: World, version: Version) -> Side:
    days = [told.source.published for told in version.told if told.source.published]
    value = version.value
    return Side(
        value=world.label(value),
        value_iri=value.value if isinstance(value, ox.NamedNode) else None,
        datatype=None if isinstance(value, ox.NamedNode) else shrink(value.datatype.value).removeprefix("xsd:"),
        status=version.status,
        support=len(version.releases),
        first=min(days, default=""),
        last=max(days, default=""),
        said=tuple(gather.sentence(store, told) for told in _once(version.told)),
    )


def _once(told: Iterable[Told]) -> list[Told]:
    """The first statement of each release."""
    first: dict[str, Told] = {}
    for each in told:
        first.setdefault(each.source.iri, each)
    return list(first.values())
