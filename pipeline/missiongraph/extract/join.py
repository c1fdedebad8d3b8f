"""Crew, craft and mission of one flight: what one sentence leaves out of a launch or landing, another gives.

A release about a flight names its crew once. A launch or landing told of the craft or the mission alone is
then that crew's too, and one told of the crew alone is its craft's: with less confidence than what one
sentence says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Filler, Value
from missiongraph.extract.prominence import of_many
from missiongraph.extract.sentence import Sentence
from missiongraph.model import Literal, Status

__all__ = ["complete", "linked", "under_way"]

_JOINED = ("Launch", "Landing")
_BESIDE = 3
_NEWS = 60
"""A craft or mission of a crew named further from what they did than so many sentences is that of something else,
unless they did it so few days from the release itself."""
_LEGS = (*_JOINED, "Docking", "Undocking")
_SURE = 0.72


def linked(claims: Iterable[Claim], document: Document) -> Iterator[Claim]:
    """ "The four members of Ax-4 arrived aboard Grace": a sentence that puts a crew on a mission and on a craft links the two."""
    told = list(claims)
    seats: dict[tuple[int, str, Status], dict[Value, set[int]]] = defaultdict(lambda: defaultdict(set))
    for claim in (c for c in told if c.predicate in ("crewMemberOf", "flewOn")):
        seats[claim.sentence, claim.predicate, claim.status][claim.object].add(claim.subject)
    for (sentence, predicate, status), missions in sorted(seats.items(), key=lambda row: row[0][:2]):
        crafts = seats.get((sentence, "flewOn", status), {})
        if predicate != "crewMemberOf" or len(missions) != 1 or len(crafts) != 1:
            continue
        (mission, crew), (craft, riders) = next(iter(missions.items())), next(iter(crafts.items()))
        if isinstance(mission, int) and crew == riders and len(crew) > 1 and not of_many(document.entity(mission)):
            yield Claim(mission, "usesSpacecraft", craft, sentence, "one-crew-of-mission-and-craft", 0.78, status)


Aboard = Mapping[tuple[str, Value], dict[int, tuple[int, Status]]]


def complete(events: Iterable[Event], claims: Iterable[Claim], document: Document) -> list[Event]:
    """The events with the crew, craft or mission that the rest of the release gives them."""
    told = list(events)
    aboard = _aboard(told, claims)
    return [
        _fill(e, told, aboard, document) if e.type in _LEGS and e.status is not Status.CANCELLED else e for e in told
    ]


def _aboard(events: Iterable[Event], claims: Iterable[Claim]) -> Aboard:
    """For each craft and mission who is said to fly on it, with the sentence and the status that says it."""
    out: dict[tuple[str, Value], dict[int, tuple[int, Status]]] = defaultdict(dict)
    for claim in claims:
        slot = {"flewOn": "spacecraft", "crewMemberOf": "mission"}.get(claim.predicate)
        if slot and claim.status is not Status.CANCELLED:
            out[slot, claim.object].setdefault(claim.subject, (claim.sentence, claim.status))
    for event in events:
        for slot in ("spacecraft", "mission"):
            for flight in event.values(slot) if event.status is not Status.CANCELLED else ():
                for filler in (f for f in event.fillers if f.slot == "participant"):
                    if isinstance(filler.value, int):
                        out[slot, flight].setdefault(filler.value, (filler.sentence, event.status))
    return out


def _fill(event: Event, told: list[Event], aboard: Aboard, document: Document) -> Event:
    added: list[Filler] = []
    if (
        not event.values("participant")
        and event.type in _JOINED
        and not _empty(event, document)
        and not _of_somebody(event, document)
    ):
        if _only(event, told):
            added += (
                _crew(event, aboard, told)
                or _announced(event, told, aboard, document)
                or _riders(event, told, aboard, document)
            )
            manned = replace(event, fillers=(*event.fillers, *added))
            if len(added) > 1 and event.values("mission") and not manned.values("spacecraft"):
                craft = _flight(manned, "spacecraft", aboard, document)
                added += [f for f in craft if not _told_otherwise(event, f, told)]
                seats = {f.value for f in added}
                if craft and _return_ahead(event):  # all who are aboard come down with them
                    rest = _crew(replace(event, fillers=(*event.fillers, *craft)), aboard, told)
                    added += [f for f in rest if f.value not in seats]
        elif event.values("mission") and _same_day(event, told):  # its craft flew again
            own = replace(event, fillers=tuple(f for f in event.fillers if f.slot != "spacecraft"))
            added += _crew(own, aboard, told)
    elif event.values("participant"):
        for slot in ("spacecraft", "mission") if event.type in _JOINED else ("spacecraft",):
            if not event.values(slot):
                given = [f for f in _flight(event, slot, aboard, document) if not _told_otherwise(event, f, told)]
                added += [f for f in given if abs(f.sentence - event.sentence) <= _BESIDE or _news(event, document)]
    return replace(event, fillers=(*event.fillers, *added))


_EMPTY = re.compile(
    r"\b(?:without (?:its|a|the|any|their) (?:crew|astronauts|passengers)|(?:its|the|their|with) seats empty|with empty seats|unoccupied|uncrewed|unmanned"
    r"|(?:with )?(?:nobody|no one|no-one|no crew|no people) (?:aboard|on board|inside)|(?:returned?|came back|came home|flew home|landed|(?:bring|brought|send|sent|fly|flown|flew) (?:[\w<>]+ ){0,2}(?:back|home|down)) empty)\b"
)


def _empty(event: Event, document: Document) -> bool:
    """Whether the craft is said to come back without those who went up in it."""
    near = {f.sentence for f in event.fillers if f.slot == "spacecraft"} | {event.sentence}
    return event.type in ("Landing", "Undocking") and any(_EMPTY.search(document.sentences[n].span.text) for n in near)


_SOMEBODY = re.compile(
    r"(?:The|All|Both|These) (?:two|three|four|five|six|seven|trio|pair|duo|newcomers|visitors)\b|They\b|Both\b"
)


def _of_somebody(event: Event, document: Document) -> bool:
    """ "The three were launched in it": people whom the release leaves open, and not just any who fly on it."""
    return bool(_SOMEBODY.match(document.sentences[event.sentence].typed))


def _news(event: Event, document: Document) -> bool:
    """Whether an event is what its release is about: a launch, or a landing of its own days."""
    published = document.release.published
    days = [v.value[:10] for v in event.values("time") if isinstance(v, Literal) and len(v.value) >= 10]
    near = published is not None and all(abs((date.fromisoformat(d) - published).days) <= _NEWS for d in days)
    return event.type == "Launch" or (event.type == "Landing" and bool(days) and near)


def _told_otherwise(event: Event, flight: Filler, told: list[Event]) -> bool:
    """Whether another event gives the craft or mission another craft, or another day for the same happening."""
    days = {v.value[:10] for v in event.values("time") if isinstance(v, Literal) and len(v.value) >= 7}
    for other in (o for o in told if o is not event and flight.value in o.values(flight.slot)):
        if event.status is Status.OCCURRED and _to_come(other) and _of_old(event, other):
            return True
        crafts = set(event.values("spacecraft")), set(other.values("spacecraft"))
        if all(crafts) and not crafts[0] & crafts[1]:
            return True
        theirs = {v.value[:10] for v in other.values("time") if isinstance(v, Literal)}
        if (
            other.type == event.type
            and days
            and theirs
            and not any(a[: len(b)] == b[: len(a)] for a in days for b in theirs)
        ):
            return True
    return False


def _to_come(event: Event) -> bool:
    return event.type == "Launch" and event.status is Status.PLANNED


def _of_old(event: Event, other: Event) -> bool:
    """Whether an event is told behind another, and in no year of its: a look back at what the crew did before."""
    years = [{v.value[:4] for v in e.values("time") if isinstance(v, Literal)} for e in (event, other)]
    return event.sentence > other.sentence and bool(years[0]) and not years[0] & years[1]


def _only(event: Event, told: list[Event]) -> bool:
    """Whether the craft and mission of an event have just this one launch or landing in the release."""
    for slot in ("spacecraft", "mission"):
        for flight in event.values(slot):
            if (
                sum(
                    o.type == event.type and flight in o.values(slot) and o.status is not Status.CANCELLED for o in told
                )
                > 1
            ):
                return False
    return True


def _same_day(event: Event, told: list[Event]) -> bool:
    """Whether the release tells no launch or landing of the event's mission on another day."""
    kin = [o for o in told if o.type == event.type and set(o.values("mission")) & set(event.values("mission"))]
    done = [o for o in kin if o.status is event.status]
    return len({v.value[:10] for o in done for v in o.values("time") if isinstance(v, Literal)}) <= 1


def _crew(event: Event, aboard: Aboard, told: list[Event]) -> list[Filler]:
    """Those said to fly on the craft or mission, with the status of the event."""
    seats: dict[int, tuple[int, Status]] = {}
    missions = event.values("mission")
    told_of = [
        f for f in event.fillers if f.slot == "spacecraft" and not (f.rule == "other-leg" and _return_ahead(event))
    ]
    for flight in (f.value for f in told_of):
        seats |= {
            p: s for p, s in aboard.get(("spacecraft", flight), {}).items() if not _elsewhere(p, missions, aboard)
        }
    for flight in missions:
        seats |= aboard.get(("mission", flight), {})
    same = {who: s for who, (s, status) in seats.items() if status is event.status}
    if not same and event.type == "Launch" and event.status is Status.PLANNED and not _begun(event, told):
        same = {who: s for who, (s, _) in seats.items()}  # "A commands it. Liftoff is set for Friday"
    if not same and _return_ahead(event):
        same = {who: s for who, (s, _) in seats.items()}  # who flew up in it comes down in it
    return [Filler("participant", who, sentence, "crew-of-flight", _SURE) for who, sentence in same.items()]


def _return_ahead(event: Event) -> bool:
    """Whether a landing is still ahead: of those who are up there already."""
    return event.type == "Landing" and event.status is Status.PLANNED


def _begun(event: Event, told: list[Event]) -> bool:
    """Whether something is told to have happened to the craft or mission of an event."""
    return any(
        o.status is Status.OCCURRED and set(o.values(slot)) & set(event.values(slot))
        for o in told
        for slot in ("spacecraft", "mission")
    )


def _elsewhere(person: int, missions: tuple[Value, ...], aboard: Aboard) -> bool:
    """Whether one of a craft's crew flew in it on another flight than the one told of."""
    own = {flight for (slot, flight), seats in aboard.items() if slot == "mission" and person in seats}
    return bool(missions and own) and not own & set(missions)


_CARGO = re.compile(r"Progress|Cygnus|Cargo|HTV|Kounotori|Tianzhou|ATV")


def _announced(event: Event, told: list[Event], aboard: Aboard, document: Document) -> list[Filler]:
    """The one launch that a release announces is that of the one crew it announces, when both stand close."""
    missions = {
        k: v
        for k, v in aboard.items()
        if k[0] == "mission" and isinstance(k[1], int) and not of_many(document.entity(k[1]))
    }
    ahead = [seats for seats in missions.values() if all(status is Status.PLANNED for _, status in seats.values())]
    launches = [o for o in told if o.type == "Launch" and o.status is Status.PLANNED]
    craft = [document.entity(v).name for v in event.values("spacecraft") if isinstance(v, int)]
    fits = (
        event.type == "Launch" and event.status is Status.PLANNED and len(launches) == 1 and not event.values("mission")
    )
    if not fits or not ahead or any(map(_CARGO.search, craft)):
        return []
    crews = {frozenset(seats) for seats in ahead}
    largest = max(crews, key=len)
    near = min(abs(s - event.sentence) for seats in ahead for s, _ in seats.values()) <= 2
    if not near or any(not crew <= largest for crew in crews):
        return []
    where = {who: sentence for seats in ahead for who, (sentence, _) in seats.items()}
    return [Filler("participant", who, where[who], "announced-crew", 0.65) for who in sorted(largest)]


def _riders(event: Event, told: list[Event], aboard: Aboard, document: Document) -> list[Filler]:
    """ "The launch of Crew-21 is set for Friday. A and B will fly aboard Dragon": the one crew that is to fly beside it."""
    flights = {v for v in event.values("mission") if isinstance(v, int) and not of_many(document.entity(v))}
    others = {
        p for (slot, flight), seats in aboard.items() if slot == "mission" and flight not in flights for p in seats
    }
    crafts = [
        (craft, seats)
        for (slot, craft), seats in aboard.items()
        if slot == "spacecraft" and len(seats) > 1 and all(status is Status.PLANNED for _, status in seats.values())
    ]
    fits = event.type == "Launch" and event.status is Status.PLANNED and flights and not event.values("spacecraft")
    if not fits or len(crafts) != 1 or others & set(crafts[0][1]):
        return []
    craft, seats = crafts[0]
    first = min(sentence for sentence, _ in seats.values())
    if abs(first - event.sentence) > 2 or any(craft in o.values("spacecraft") for o in told if o.type == event.type):
        return []
    crew = [Filler("participant", who, sentence, "riders-beside", 0.68) for who, (sentence, _) in seats.items()]
    return [*crew, Filler("spacecraft", craft, first, "riders-beside", 0.68)]


def _flight(event: Event, slot: str, aboard: Aboard, document: Document) -> list[Filler]:
    """The one craft or mission that all who take part are said to fly on, with the event's status."""
    crew = [p for p in event.values("participant") if isinstance(p, int)]
    returns = _return_ahead(event) and all(f.rule == "crew-of-flight" for f in event.fillers if f.slot == "participant")
    shared = [
        (flight, seats[crew[0]][0])
        for (kind, flight), seats in aboard.items()
        if kind == slot
        and isinstance(flight, int)
        and all(p in seats and (seats[p][1] is event.status or returns) for p in crew)
        and not of_many(document.entity(flight))
        and "Target" not in document.entity(flight).name
        and not _of_other_years(event, slot, document.sentences[seats[crew[0]][0]])
    ]
    return [Filler(slot, shared[0][0], shared[0][1], "flight-of-crew", _SURE)] if len(shared) == 1 else []


def _of_other_years(event: Event, slot: str, seats: Sentence) -> bool:
    """Whether the sentence that gives the seats tells of years that are no part of the flight; a mission may be a long stay."""
    own = {int(v.value[:4]) for v in event.values("time") if isinstance(v, Literal)}
    others = {int(i.time.value[:4]) for i in seats.of("T") if i.time and i.time.value[:4].isdigit()}
    apart = min((abs(a - b) for a in own for b in others), default=0)
    return apart > (event.type != "Launch" or slot == "spacecraft")


def under_way(
    happenings: Iterable[Event], ahead: frozenset[int], said: Iterable[Claim] = ()
) -> tuple[list[Event], list[Claim]]:
    """A return still ahead ends a flight that has begun: its crew belongs to it already, so that is told apart.

    So are a craft and those of whom only is said that they flew up in it.
    """
    up = {(c.subject, c.object) for c in said if c.predicate == "flewOn" and c.status is Status.OCCURRED}
    events: list[Event] = []
    claims: list[Claim] = []
    for e in happenings:
        crew = tuple(f for f in e.fillers if f.slot == "participant")
        crafts = tuple(f for f in e.fillers if f.slot == "spacecraft")
        begun = len(crafts) == 1 and all(f.rule == "crew-of-flight" and (f.value, crafts[0].value) in up for f in crew)
        flights = (*(f for f in e.fillers if f.slot == "mission"), *(crafts if begun else ()))
        planned = e.type in ("Landing", "Undocking") and e.status is Status.PLANNED
        if not (planned and crew and flights) or any(f.value in ahead for f in flights):
            events.append(e)
            continue
        events += [replace(e, fillers=tuple(f for f in e.fillers if f not in part)) for part in (flights, crew)]
        for who in crew:
            for flight in (f for f in flights if f.slot == "mission"):
                if isinstance(who.value, int):
                    claims.append(
                        Claim(who.value, "crewMemberOf", flight.value, who.sentence, "mission-under-way", 0.8)
                    )
    return events, claims
