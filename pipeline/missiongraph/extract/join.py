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

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Filler, Value
from missiongraph.model import Status

__all__ = ["companions", "complete", "seated"]

_JOINED = ("Launch", "Landing")
_SURE = 0.72
_NO_FLIGHT = re.compile(r"(?:ISS )?Expeditions? \d|Mir EO|[Pp]rogram(?:me)?\b|[Cc]ampaign|^Artemis$")

_BESIDE = re.compile(
    r"(?:[Aa]longside|[Jj]oining|[Ww]ith|[Aa]ccompanying|[Tt]ogether with|[Bb]eside|[Bb]esides|[Ff]lying with) <P(\d+)>(?! and)(?:, (?:the|its) (?:other )?<R\d+>s?|[^<;.]{0,40}(?:<[XCS]\d+>)?[^<;.]{0,20})? (?:is|are|was|were|will be|come|goes|go) (?P<rest>.*)"
    r"|^(?:<R\d+> )?<P(\d+)> (?:is|was|will be|is to be|is being) (?:joined|accompanied) (?:on [^<;.]{0,20}(?:<[XCS]\d+> )?)?by (?P<others>.*)"
)


def companions(document: Document, claims: Iterable[Claim]) -> Iterator[Claim]:
    """ "Joining her are A and B": they belong to her mission and fly on her craft, as the sentences around say."""
    told = list(claims)
    for sentence in document.sentences:
        match = _BESIDE.match(sentence.typed)
        lead = sentence.items[int(match.group(1) or match.group(3))].entities if match else ()
        if not match or len(lead) != 1:
            continue
        main = re.sub(r", (?:who|which|whose) [^,;.]*", "", match.group("rest") or match.group("others"))
        others = [sentence.items[int(n)] for n in re.findall(r"<P(\d+)>(?!')", main)]
        for claim in told:
            if (
                claim.subject == lead[0]
                and claim.predicate in ("crewMemberOf", "flewOn")
                and abs(claim.sentence - sentence.index) <= 3
            ):
                for person in (p for item in others for p in item.entities if p != lead[0]):
                    yield replace(
                        claim,
                        subject=person,
                        sentence=sentence.index,
                        rule="beside-crewmate",
                        confidence=round(claim.confidence * 0.9, 3),
                    )


def seated(document: Document, events: Iterable[Event]) -> Iterator[Event]:
    """ "With him were A and B" right behind a landing of his: theirs too."""
    told = list(events)
    for sentence in document.sentences:
        match = _BESIDE.match(sentence.typed)
        lead = sentence.items[int(match.group(1))].entities if match else ()
        if not match or len(lead) != 1:
            continue
        near = [
            e
            for e in told
            if e.type in ("Launch", "Landing", "Docking", "Undocking")
            and lead[0] in e.values("participant")
            and 0 <= sentence.index - e.sentence <= 2
        ]
        main = re.sub(r", (?:who|which|whose) [^,;.]*", "", match.group("rest"))
        people = [p for n in re.findall(r"<P(\d+)>(?!')", main) for p in sentence.items[int(n)].entities]
        added = tuple(Filler("participant", p, sentence.index, "beside-crewmate", 0.8) for p in people if p != lead[0])
        if near and added:
            latest = max(e.sentence for e in near)
            told = [replace(e, fillers=(*e.fillers, *added)) if e in near and e.sentence == latest else e for e in told]
    yield from told


Aboard = Mapping[tuple[str, Value], dict[int, tuple[int, Status]]]


def complete(events: Iterable[Event], claims: Iterable[Claim], document: Document) -> list[Event]:
    """The events with the crew, craft or mission that the rest of the release gives them."""
    told = list(events)
    aboard = _aboard(told, claims)
    return [
        _fill(e, told, aboard, document) if e.type in _JOINED and e.status is not Status.CANCELLED else e for e in told
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
    if not event.values("participant") and _only(event, told):
        added += _crew(event, aboard) or _announced(event, told, aboard, document)
    elif event.values("participant"):
        for slot in ("spacecraft", "mission"):
            if not event.values(slot):
                added += _flight(event, slot, aboard, document)
    return replace(event, fillers=(*event.fillers, *added))


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


def _crew(event: Event, aboard: Aboard) -> list[Filler]:
    """Those said to fly on the craft or mission, with the status of the event."""
    seats: dict[int, tuple[int, Status]] = {}
    for slot in ("spacecraft", "mission"):
        for flight in event.values(slot):
            seats |= aboard.get((slot, flight), {})
    same = {who: s for who, (s, status) in seats.items() if status is event.status}
    if not same and event.type == "Landing" and event.status is Status.PLANNED:
        craft = [aboard.get(("spacecraft", c), {}) for c in event.values("spacecraft")]
        same = {who: s for seats in craft for who, (s, _) in seats.items()}  # who flew up in it comes down in it
    return [Filler("participant", who, sentence, "crew-of-flight", _SURE) for who, sentence in same.items()]


def _no_flight(index: int, document: Document) -> bool:
    entity = document.entity(index)
    return any(_NO_FLIGHT.search(n) for n in (entity.name, entity.label or entity.name))


_CARGO = re.compile(r"Progress|Cygnus|Cargo|HTV|Kounotori|Tianzhou|ATV")


def _announced(event: Event, told: list[Event], aboard: Aboard, document: Document) -> list[Filler]:
    """The one launch that a release announces is that of the one crew it announces, when both stand close."""
    missions = {
        k: v
        for k, v in aboard.items()
        if k[0] == "mission" and isinstance(k[1], int) and not _no_flight(k[1], document)
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


def _flight(event: Event, slot: str, aboard: Aboard, document: Document) -> list[Filler]:
    """The one craft or mission that all who take part are said to fly on, with the event's status."""
    crew = [p for p in event.values("participant") if isinstance(p, int)]
    shared = [
        (flight, seats[crew[0]][0])
        for (kind, flight), seats in aboard.items()
        if kind == slot
        and isinstance(flight, int)
        and all(p in seats and seats[p][1] is event.status for p in crew)
        and not _no_flight(flight, document)
    ]
    return [Filler(slot, shared[0][0], shared[0][1], "flight-of-crew", _SURE)] if len(shared) == 1 else []
